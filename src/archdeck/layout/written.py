"""Cells of boxes to the same cells in the order in which the model has their components, where it asks for that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar

from archdeck.views import View

C = TypeVar("C", bound=tuple[int, int])  # a column and a row


def by_rank(view: View) -> Callable[[str], int]:
    """For a box how late the model has its component; all alike, where the order of rows is open."""
    place = {component: k for k, component in enumerate(view.rows)}
    rank = {b.id: place.get(b.component, len(place)) for b in view.boxes}
    return lambda box: rank[box]


def written_order(view: View, cells: Mapping[str, C]) -> Mapping[str, C]:
    """The boxes of each column of a frame in the order of the model: no search may change it."""
    if not view.rows:
        return cells
    rank = by_rank(view)
    above: dict[tuple[str | None, int], list[str]] = defaultdict(list)
    for box in view.boxes:
        above[box.group, cells[box.id][0]].append(box.id)
    return {
        box: cell
        for some in above.values()
        for box, cell in zip(sorted(some, key=rank), sorted(cells[b] for b in some), strict=True)
    }
