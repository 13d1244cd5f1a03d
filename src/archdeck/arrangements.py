"""A view to one with other columns: the shapes that a table may have, of which the best is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from archdeck.view import View, boxes_inside


def _widened(view: View, rows: int = 1) -> View:
    """Columns parted into as many as it takes for no more than `rows` components of a frame above each other."""
    rank: dict[tuple[int, str], int] = {}
    crowd: dict[tuple[int, str | None], dict[str, int]] = defaultdict(dict)
    for box in view.boxes:
        here = crowd[box.column, box.group]
        here.setdefault(box.component, len(here))
    for (column, _), components in crowd.items():
        for component, place in components.items():
            rank[column, component] = max(place // rows, rank.get((column, component), 0))
    steps = sorted({(b.column, rank[b.column, b.component]) for b in view.boxes})
    at = {step: k for k, step in enumerate(steps)}
    return replace(view, boxes=tuple(replace(b, column=at[b.column, rank[b.column, b.component]]) for b in view.boxes))


def _paired(view: View) -> View:
    return _widened(view, 2)


def _wrapped(view: View) -> View:
    return _widened(view, 4)


def _behind(view: View) -> View:
    """What stands aside in a region, behind everything on the way there, in columns of its own."""
    regions = {g.parent for g in view.groups if not g.overlay and g.parent and g.kind != "region"}
    last = max((b.column for b in view.boxes if b.through), default=0)
    first = min((b.column for b in view.boxes if b.through and b.group), default=0)
    aside = [b for b in view.boxes if not b.through and b.group in regions and b.column > first + 1]
    ids = {b.id for b in aside}
    rank = dict.fromkeys(ids, 0)
    for _ in aside:
        for a in view.arrows:
            if {a.source, a.target} <= ids and a.source != a.target and rank[a.source] < len(ids):
                rank[a.target] = max(rank[a.target], rank[a.source] + 1)
    return replace(
        view, boxes=tuple(replace(b, column=last + 1 + rank[b.id]) if b.id in ids else b for b in view.boxes)
    )


def _chained(view: View) -> View:
    """Of three and more global services in a row, the first two above each other (R3)."""
    regions = {g.id for g in view.groups if g.kind in ("region", "vpc", "zone")}
    outer = {g.id for g in view.groups if g.kind == "cloud"} - regions
    chain = sorted({b.column for b in view.boxes if b.through and b.group in outer})
    if len(chain) < 3:
        return view
    first = chain[1]
    return replace(view, boxes=tuple(replace(b, column=b.column - (b.column >= first)) for b in view.boxes))


def _abreast(view: View) -> View:
    """Frames that would stand above each other, every second one beside the others: fewer rows, more columns."""
    inside = boxes_inside(view.groups, view.boxes)
    column = {b.id: b.column for b in view.boxes}
    siblings: dict[str | None, list[list[str]]] = defaultdict(list)
    for group in view.groups:
        if not group.overlay and group.kind != "zone" and inside[group.id]:
            siblings[group.parent].append(inside[group.id])
    for frames in siblings.values():
        reach = [(min(column[b] for b in boxes), max(column[b] for b in boxes)) for boxes in frames]
        low, high = min(r[0] for r in reach), max(r[1] for r in reach)
        piled = [
            k for k, one in enumerate(reach) if any(one[0] <= o[1] and o[0] <= one[1] for o in reach if o is not one)
        ]
        if len(piled) < 3:
            continue
        beside = {b for k in piled[1::2] for b in frames[k]}
        mine = {b for boxes in frames for b in boxes}
        wide = high - low + 1
        column = {b: c + wide * (b in beside or (b not in mine and c > high)) for b, c in column.items()}
    return replace(view, boxes=tuple(replace(b, column=column[b.id]) for b in view.boxes))


SHAPES: Mapping[str, tuple[Callable[[View], View], ...]] = {
    "narrow": (),
    "wide": (_widened,),
    "behind": (_behind,),
    "wide and behind": (_widened, _behind),
    "chained and behind": (_chained, _behind),
    "wide, chained and behind": (_widened, _chained, _behind),
    "wrapped": (_wrapped,),
    "wrapped and behind": (_wrapped, _behind),
    "paired": (_paired,),
    "paired and behind": (_paired, _behind),
    "abreast": (_abreast,),
    "abreast and behind": (_abreast, _behind),
}
