"""An environment's view to the picture for executives: at most nine boxes, no zones or subnets, one arrow a way.

Every component is drawn once, whatever runs of it in how many zones, and what has no arrow is left out. Then what
belongs together becomes one box, no more than it takes (`units.py`). The order from left to right is that of the full
picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from statistics import median_low

from archdeck.canvas import fonts
from archdeck.language import FLOWING, RelationKind
from archdeck.model import Environment, Model
from archdeck.views import words
from archdeck.views.units import Short, Unit, of_components, pairs, reduced, stays
from archdeck.views.view import Arrow, Box, Group, View

ALIKE = 2  # what another one with the same icon counts
KINDS = tuple(RelationKind)  # in the order of what they say about a system


def executive_view(model: Model, environment: Environment, full: View) -> View:
    """The short picture of an environment, made from its full one."""
    short, said = _connected(of_components(model, full))
    short = reduced(short)
    boxes = _named_apart(short, _boxes(short))
    return replace(
        full,
        id=f"{environment.id}--executive",
        kind="executive",
        title=f"{model.name} – {environment.name} at a glance",
        boxes=boxes,
        groups=_groups(short, boxes),
        arrows=_arrows(short),
        panel=(),
        numbered=False,
        left_out=(*said, *_merged(short)),
        unshown=0,
        stands_as=None,
    )


def _connected(short: Short) -> tuple[Short, tuple[str, ...]]:
    """Without what no arrow leads to or from, and what is said about it; all of it, where there is no arrow."""
    ends = {end for a in _arrows(short) for end in (a.source, a.target)}
    if not ends:
        return short, ()
    lone = dict.fromkeys(b.name for b in short.full.boxes if short.of[b.id].id not in ends)
    boxes = tuple(b for b in short.full.boxes if short.of[b.id].id in ends)
    said = tuple(f"{name}: left out, for nothing leads to it or from it" for name in lone)
    return replace(short, full=replace(short.full, boxes=boxes)), said


def _merged(short: Short) -> tuple[str, ...]:
    return tuple(f"{', '.join(dict.fromkeys(u.holds))}: drawn as one box, {u.name}" for u in short.units if u.name)


def _boxes(short: Short) -> tuple[Box, ...]:
    return tuple(_box(unit, boxes, short.weight) for unit, boxes in short.members.items())


def _box(unit: Unit, members: list[Box], weight: Mapping[str, int]) -> Box:
    """The box of a unit: of what most of it is and most happens at."""
    inner = [b for b in members if not b.at_border] or members
    alike = Counter(b.icon for b in {b.component: b for b in inner}.values())
    first = max(inner, key=lambda b: weight[b.component] + ALIKE * alike[b.icon])
    return replace(
        first,
        id=unit.id,
        group=unit.group,
        lines=_lines(unit) if unit.name else first.plain or first.lines,
        count=1,
        column=median_low(sorted({b.column for b in members})),
        title=f"{unit.name} – {', '.join(unit.holds)}" if unit.name else first.name,
        marks=(),
        step="",
        actor=all(b.actor for b in members),
        at_border=not unit.name and first.at_border,
        through=any(b.through for b in members),
    )


def _lines(unit: Unit) -> tuple[str, ...]:
    """The name of several, and in a second line which they are, or how many where that is too long."""
    names = list(dict.fromkeys(unit.holds))
    rows = fonts.wrap(unit.name, 18, words.ONE_LINE, 2)
    said = ", ".join(names)
    if len(rows) > 1 or said == unit.name:
        return rows
    return (unit.name, said if fonts.width(said, 18) <= words.ONE_LINE * 1.15 else f"{len(names)} components")


def _named_apart(short: Short, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Where several have one name, those that are all of an account or an office take its name and place."""
    often = Counter(b.lines[0] for b in boxes if short.named(b))
    beside = Counter(b.group for b in boxes)
    return tuple(
        _in_place_of_frame(short, b, b.group)
        if b.group and short.named(b) and often[b.lines[0]] > 1 and beside[b.group] == 1
        else b
        for b in boxes
    )


def _in_place_of_frame(short: Short, box: Box, group: str) -> Box:
    frame = short.groups[group]
    if frame.kind in ("region", "cloud"):
        return box
    return replace(box, lines=(frame.short or frame.label, *box.lines[1:]), group=short.home(frame.parent))


def _groups(short: Short, boxes: Iterable[Box]) -> tuple[Group, ...]:
    around = {g for b in boxes for g in short.around(b.group)}
    return tuple(g for g in short.full.groups if g.id in around and stays(g))


def _arrows(short: Short) -> tuple[Arrow, ...]:
    """One arrow for each kind of way between two boxes, whichever way it leads; none within a box. Requests and data
    are of one kind here."""
    drawn: dict[tuple[frozenset[str], RelationKind], dict[tuple[str, str], list[Arrow]]] = {}
    for arrow in short.full.arrows:
        for a, b in pairs(arrow):
            if a not in short.of or b not in short.of or short.of[a].id == short.of[b].id:
                continue
            source, target = short.of[a].id, short.of[b].id
            kind = RelationKind.REQUEST if arrow.kind in FLOWING else arrow.kind
            ways = drawn.setdefault((frozenset((source, target)), kind), {})
            ways.setdefault((source, target), []).append(arrow)
            if arrow.both:
                ways.setdefault((target, source), []).append(arrow)
    return tuple(_arrow(ways) for ways in drawn.values())


def _arrow(ways: Mapping[tuple[str, str], list[Arrow]]) -> Arrow:
    source, target = next(iter(ways))
    every = list(dict.fromkeys(a for arrows in ways.values() for a in arrows))
    first = min(every, key=lambda a: KINDS.index(a.kind))
    label = every[0].label if len({a.label for a in every}) == 1 else ""
    return replace(
        first,
        id=f"{first.relations[0]}--{source}--{target}",
        relations=tuple(dict.fromkeys(r for a in every for r in a.relations)),
        source=source,
        target=target,
        label=label if fonts.width(label, 18) <= words.ONE_LINE else "",
        both=len(ways) > 1,
        title=first.title if len(every) == 1 else "",
        pairs=(),
        bundle="",
        step="",
        numbered=False,
    )
