"""A view that is drawn with fewer boxes to one whose boxes, frames and arrows say what became of all they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archdeck.canvas import PARTLY, STATES
from archdeck.views.view import Arrow, Box, Group, View, boxes_inside

TAKES_OVER, DOWN, PART = "takes-over", "down", "part-down"
ZONE = "zone"


def restated(drawn: View, whole: View) -> View:
    """`drawn` is `whole` with zones folded or crowds merged. The same view where nothing has a state."""
    if not any(thing.state for some in (whole.boxes, whole.groups, whole.arrows) for thing in some):
        return drawn
    if drawn is whole:
        return drawn
    was = {b.id: b for b in whole.boxes}
    members = {b.id: [was[id] for id in b.stands_for or (b.id,) if id in was] for b in drawn.boxes}
    boxes = tuple(_box(b, members[b.id]) for b in drawn.boxes)
    state = {b.id: b.state for b in boxes}
    inside = boxes_inside(drawn.groups, drawn.boxes)
    lost = {g.id: gone for g in drawn.groups if (gone := _lost_of(g, whole))}
    groups = tuple(
        replace(g, state=PART)
        if g.id in lost
        else g
        if _stays(g, [state[b] for b in _in(g.id, g.boxes, inside)])
        else replace(g, state="")
        for g in drawn.groups
    )
    home = {b.id: id for id, some in members.items() for b in some}
    arrows = tuple(replace(a, state=of_several(x.state for x in _behind(a, whole.arrows, home))) for a in drawn.arrows)
    said = ((PART, f"Lost: {', '.join(dict.fromkeys(z for some in lost.values() for z in some))}"),) if lost else ()
    return replace(drawn, boxes=boxes, groups=groups, arrows=arrows, legend=(*drawn.legend, *said))


def _lost_of(frame: Group, whole: View) -> tuple[str, ...]:
    """The zones that fell of those that a frame is drawn for; none where all of them fell, or none did."""
    zones = [g for g in whole.groups if g.kind == ZONE == frame.kind and g.place in frame.places]
    lost = tuple((z.short or z.label).removeprefix("Zone ") for z in zones if z.state == DOWN)
    return lost if 0 < len(lost) < len(zones) else ()


def _stays(group: Group, inside: Sequence[str]) -> bool:
    """A frame that is drawn for several has a state that all in it have; a place that takes over is no such frame, and
    has parts that go on as they did."""
    return all(state == group.state for state in inside) or (group.state == TAKES_OVER and group.kind != ZONE)


def _in(group: str, own: Sequence[str], inside: dict[str, list[str]]) -> Sequence[str]:
    return own or inside.get(group, [])


def _box(box: Box, members: list[Box]) -> Box:
    """All of one state have that; of several, how much of it is left is said where that can be counted."""
    if len(members) < 2:
        return replace(box, state=members[0].state, note=members[0].note) if members else box
    state = of_several(b.state for b in members)
    if len({b.state for b in members}) == 1:
        return replace(box, state=state, note=members[0].note if len({b.note for b in members}) == 1 else "")
    gone = [b.count for b in members if b.state == DOWN]
    every = sum(b.count for b in members)
    alike = len({b.component for b in members}) == 1
    note = f"{every - sum(gone)} of {every}" if gone and alike else ""
    return replace(box, state=state, note=note)


def of_several(states: Iterable[str]) -> str:
    """The state of what stands for several: theirs where they agree; what a part makes of the whole; the strongest."""
    found = set(states)
    if len(found) < 2:
        return next(iter(found), "")
    left = found - PARTLY.keys()
    partly = next((PARTLY[state] for state in STATES if state in found and PARTLY.get(state)), "")
    return partly or next((state for state in STATES if state in (left or found)), "")


def _behind(arrow: Arrow, arrows: Iterable[Arrow], home: dict[str, str]) -> list[Arrow]:
    """The arrows that this one stands for: of its kind and relations, between what its ends stand for."""
    alike = [a for a in arrows if a.kind is arrow.kind and set(a.relations) & set(arrow.relations)]
    mine = {frozenset(pair) for pair in ((arrow.source, arrow.target), *arrow.pairs)}
    exact = [
        a
        for a in alike
        if any(frozenset(home.get(end, end) for end in pair) in mine for pair in ((a.source, a.target), *a.pairs))
    ]
    return exact or alike
