"""Cells of boxes to the same cells in the order in which the model has their components: all of them where it asks for
that, else those that only their names tell apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from archdeck.views import View

C = TypeVar("C", bound=tuple[int, int])  # a column and a row


def by_rank(view: View) -> Callable[[str], int]:
    """For a box how late the model has its component; all alike, where the order is open."""
    place = {component: k for k, component in enumerate(view.rows or view.columns)}
    rank = {b.id: place.get(b.component, len(place)) for b in view.boxes}
    return lambda box: rank[box]


def written_order(view: View, cells: Mapping[str, C]) -> Mapping[str, C]:
    """The boxes of each row, or of each column, of a frame in the order of the model: no search may change it. Where
    the model asks for none, those that only their names tell apart in the order in which they are written."""
    if not view.rows and not view.columns:
        return cells if view.given else _swapped(cells, _twins(view))
    rank = by_rank(view)
    for line in ([1] if view.columns else []) + ([0] if view.rows else []):
        lists: dict[tuple[str | None, int], list[str]] = defaultdict(list)
        for box in view.boxes:
            lists[box.group, cells[box.id][line]].append(box.id)
        cells = _swapped(cells, (sorted(some, key=rank) for some in lists.values()))
    return cells


def _swapped(cells: Mapping[str, C], lists: Iterable[Sequence[str]]) -> Mapping[str, C]:
    """Each of these lists of boxes in its order on the cells that it has: from the left, row by row."""
    found = dict(cells)
    for some in lists:
        found.update(zip(some, sorted((cells[b] for b in some), key=lambda cell: (cell[1], cell[0])), strict=True))
    return found


def _twins(view: View) -> Iterator[list[str]]:
    """Boxes of a frame that look alike and have the same arrows to the same others, in the order of the view."""
    arrows: dict[str, set[Hashable]] = defaultdict(set)
    for a in view.arrows:
        said = (a.kind, a.label, a.from_label, a.to_label, a.both, a.step, a.numbered, a.state)
        arrows[a.source].add((a.target, True, said))
        arrows[a.target].add((a.source, False, said))
    overlays: dict[str, list[str]] = defaultdict(list)
    for group in view.groups:
        for box in group.boxes:
            overlays[box].append(group.id)
    alike: dict[Hashable, list[str]] = defaultdict(list)
    for b in view.boxes:
        if arrows[b.id] and b.row is None:
            looks = (b.icon, len(b.words), b.tier, len(b.marks), b.through, b.hangs, b.at_border, b.lane)
            alike[b.group, looks, b.state, b.step, frozenset(arrows[b.id]), (*overlays[b.id],)].append(b.id)
    return (some for some in alike.values() if len(some) > 1)
