"""Views to all pictures that it takes to show them: where one draws crowds as one box, further views show them in full.

A part has some crowds box by box, with what they talk to around them, that again as the boxes of the whole picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archdeck.condense import CROWD, few, merge
from archdeck.picture import Layout, would_fit
from archdeck.view import Arrow, Box, View, boxes_inside

LayoutOf = Callable[[View], Layout]
DEPTH = 6  # how often a part may be too full itself


def with_parts(
    views: Iterable[View], layout_of: LayoutOf, known: Callable[[View], bool] = lambda _: False
) -> tuple[View, ...]:
    """The views, each environment followed by its parts; those that are `known` to have none are not laid out."""
    found: list[View] = []
    for view in views:
        found.append(view)
        if may_have_parts(view) and not known(view) and layout_of(view).merged:
            parts = _parts(view, layout_of, frozenset(b.id for b in view.boxes), DEPTH)
            found += [_named(part, view, k, len(parts)) for k, part in enumerate(parts, start=1)]
    return tuple(found)


def may_have_parts(view: View) -> bool:
    return view.kind == "environment" and view.layout == "grid" and not view.part_of


def _parts(view: View, layout_of: LayoutOf, about: frozenset[str], depth: int) -> list[View]:
    """The parts of a view: each as many neighbouring crowds as fit together; `about` are the boxes to show in full."""
    crowds = {id: boxes for id, boxes in _crowds(layout_of(view)).items() if boxes & about}
    together = not any(boxes >= about for boxes in crowds.values())
    if not together:  # all of it is one crowd again, and opening that would go on for ever
        crowds = _halves(view, about)
    groups: list[list[str]] = []
    for crowd in crowds:
        if groups and together and would_fit(_part(view, crowds, [*groups[-1], crowd])):
            groups[-1].append(crowd)
        else:
            groups.append([crowd])
    found: list[View] = []
    for group in groups:
        part = _part(view, crowds, group)
        mine = frozenset(b for crowd in group for b in crowds[crowd]) & about
        hidden = frozenset(layout_of(part).merged)
        deeper = depth > 1 and len(mine) < len(about) and bool(hidden)
        if not (deeper and mine <= hidden):  # what stands in none of its crowds is in none of its own parts
            found.append(part)
        if deeper:
            found += _parts(part, layout_of, mine, depth - 1)
    return found


def _halves(view: View, about: frozenset[str]) -> dict[str, frozenset[str]]:
    """Boxes in two crowds, those on the left and those on the right."""
    order = [b.id for b in sorted(view.boxes, key=lambda b: (b.column, b.group or "", b.id)) if b.id in about]
    middle = (len(order) + 1) // 2
    return {f"{CROWD}{half[0]}": frozenset(half) for half in (order[:middle], order[middle:]) if half}


def _crowds(shared: Layout) -> dict[str, frozenset[str]]:
    """What each box of the picture that stands for several stands for, from left to right."""
    merged = set(shared.merged.values())
    boxes = sorted((b for b in shared.view.boxes if b.id in merged), key=lambda b: (b.column, b.id))
    return {b.id: frozenset(b.stands_for) for b in boxes}


def _part(view: View, crowds: Mapping[str, frozenset[str]], opened: list[str]) -> View:
    """The view of some crowds in full, and of what they talk to."""
    mine = {box for crowd in opened for box in crowds[crowd]}
    merged = {box: crowd for crowd, boxes in crowds.items() if crowd not in opened for box in boxes}
    small = merge(replace(view, panel=(), left_out=()), merged)
    inside = {**boxes_inside(small.groups, small.boxes), **{g.id: list(g.boxes) for g in small.groups if g.overlay}}

    def ends(arrow: Arrow) -> list[set[str]]:
        return [set(inside.get(end, [end])) for end in (arrow.source, arrow.target)]

    near = set(mine)
    for arrow in small.arrows:
        one, other = ends(arrow)
        near |= (other if one & mine else set()) | (one if other & mine else set())
    boxes = tuple(b for b in small.boxes if b.id in near)
    return replace(
        small,
        boxes=boxes,
        groups=tuple(
            replace(g, boxes=tuple(b for b in g.boxes if b in near))
            for g in small.groups
            if not g.overlay or set(g.boxes) & near
        ),
        arrows=tuple(a for a in small.arrows if all(e <= near for e in ends(a)) and any(e & mine for e in ends(a))),
        subtitle=few(_names(boxes, mine), 60),
        left_out=(),
    )


def _names(boxes: Iterable[Box], mine: set[str]) -> list[str]:
    return list(dict.fromkeys(b.title.split(" – ")[0] for b in boxes if b.id in mine))


def _named(part: View, whole: View, number: int, count: int) -> View:
    return replace(
        part,
        id=f"{whole.id}--part-{number}",
        title=f"{whole.title}, part {number} of {count}",
        part_of=whole.id,
        stands_as=part,
    )
