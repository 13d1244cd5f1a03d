"""An environment's view to the picture for executives: about nine boxes, no zones or subnets, one arrow a way.

Every component is drawn once in each network, Region and site, whatever runs of it in how many zones: these are named
with the frame around them, or the box of a whole network, and copies with the box. What has no arrow is left out,
unless it is a copy of what has one. Then what belongs together becomes one box, no more than it takes (`reduced.py`):
more than nine are left only where sites, accounts, networks and sorts of things outside are that many. It keeps the
order of the full picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from statistics import median_low

from archdeck.canvas import LeftOut, fonts
from archdeck.language import FLOWING, RelationKind
from archdeck.model import Environment, Model
from archdeck.views import words
from archdeck.views.reduced import reduced
from archdeck.views.units import Short, Unit, of_components, stays
from archdeck.views.view import Arrow, Box, Group, View, told_apart

ALIKE = 2  # what another one with the same icon counts
NAMES = 150.0  # pixels at 18 px for each line of the names of what a box holds
GAP = 18.0  # pixels: more than the gap between two words, which is not there where a line ends
LONE = "nothing leads to it or from it"
AT_A_GLANCE = "what applies to much is left out at a glance"
KINDS = tuple(RelationKind)  # in the order of what they say about a system


def executive_view(model: Model, environment: Environment, full: View, stays: frozenset[str] = frozenset()) -> View:
    """The short picture of an environment, made from its full one; these components stay, though no arrow leads to them
    any more."""
    roles = {i.id: i.role for i in environment.instances if i.role}
    short, said = _connected(of_components(model, full, roles), stays)
    short = reduced(short)
    boxes = _named_apart(short, _boxes(short))
    return replace(
        full,
        alone=(),
        id=f"{environment.id}--executive",
        kind="executive",
        title=f"{model.name} – {environment.name} at a glance",
        boxes=boxes,
        groups=_groups(short, boxes),
        arrows=_arrows(short),
        panel=(),
        numbered=False,
        left_out=(*said, *_merged(short)),
        foot=(),
        foot_rows=0,
        stands_as=None,
        reasons=(*full.reasons, *_reasons(full, short)),
        given=None,
        full=full,
    )


def _reasons(full: View, short: Short) -> tuple[LeftOut, ...]:
    """Why instances of the full picture are not in the short one: beside all, or alone."""
    lone = {b.id for b in full.boxes if not b.hollow} - {b.id for b in short.full.boxes}
    aside = {e.component for e in full.panel} | {mark for b in full.boxes for mark, *_ in b.marks}
    said = {id: AT_A_GLANCE for id, component in full.content.instances if component in aside}
    return tuple(LeftOut("instance", id, why) for id, why in (said | dict.fromkeys(sorted(lone), LONE)).items())


def _connected(short: Short, stays: frozenset[str]) -> tuple[Short, tuple[str, ...]]:
    """Without what no arrow leads to or from, and what is said about it; all of it, where there is no arrow. A copy of
    what an arrow leads to stays."""
    ends = {end for a in _arrows(short) for end in (a.source, a.target)}
    if not ends:
        return short, ()
    led = stays | {b.component for b in short.full.boxes if short.of[b.id].id in ends}
    boxes = tuple(b for b in short.full.boxes if b.component in led)
    lone = dict.fromkeys(b.name for b in short.full.boxes if b.component not in led)
    said = tuple(f"{name}: left out, for {LONE}" for name in lone)
    return replace(short, full=replace(short.full, boxes=boxes)), said


def _merged(short: Short) -> tuple[str, ...]:
    return tuple(f"{', '.join(dict.fromkeys(u.holds))}: drawn as one box, {u.name}" for u in short.units if u.name)


def _boxes(short: Short) -> tuple[Box, ...]:
    return tuple(_box(short, unit, boxes) for unit, boxes in short.members.items())


def _box(short: Short, unit: Unit, members: list[Box]) -> Box:
    """The box of a unit: of what most of it is and most happens at."""
    inner = [b for b in members if not b.at_border] or members
    alike = Counter(b.icon for b in {b.component: b for b in inner}.values())
    first = max(inner, key=lambda b: short.weight[b.component] + ALIKE * alike[b.icon])
    return replace(
        first,
        id=unit.id,
        group=unit.group,
        lines=_with_zones_below(short, unit) if unit.name else _with_copies(members, short.copies(members)),
        count=1,
        column=median_low(sorted({b.column for b in members})),
        title=f"{unit.name} – {', '.join(unit.holds)}" if unit.name else first.name,
        marks=(),
        step="",
        actor=all(b.actor for b in members),
        at_border=not unit.name and first.at_border,
        through=any(b.through for b in members),
        stands_for=tuple(b.id for b in members),
    )


def _with_copies(members: list[Box], copies: str) -> tuple[str, ...]:
    """What all of a component reads as: one of them, where they are all alike; and which copies are among them."""
    alike = len({b.lines for b in members}) == 1
    lines = members[0].lines if alike else members[0].plain or members[0].lines
    if not copies:
        return lines
    last = f"{lines[-1]} + {copies}"
    return (*lines[:-1], last) if fonts.width(last, 18) <= words.A_LITTLE_MORE else (*lines, f"+ {copies}")


def _with_zones_below(short: Short, unit: Unit) -> tuple[str, ...]:
    """What a box of several reads as; where it is all of a network or an account, with the names of its zones: without
    that of their Region, where there is not so much room."""
    lines, zones = _lines(unit), _zones(short, unit.frame, anywhere=True) if unit.frame else []
    if len(zones) < 2:
        return lines
    region = zones[0][: zones[0].rfind("-") + 1]
    bare = [zone.removeprefix(region) for zone in zones] if all(zone.startswith(region) for zone in zones) else zones
    said = (f"Zones {_listed(names)}" for names in (zones, bare))
    fit = (line for line in said if fonts.width(line, 18) <= words.A_LITTLE_MORE)
    return (*lines, *islice(fit, 1))


def _lines(unit: Unit) -> tuple[str, ...]:
    """The name of several, and below it which they are, as many as there is room for."""
    names = list(dict.fromkeys(unit.holds))
    rows = _name(unit)
    said = ", ".join(names)
    if said == unit.name:
        return rows
    if fonts.width(said, 18) <= words.A_LITTLE_MORE:
        return (*rows, said)
    if len(rows) == 1:
        for count in range(_most(names, NAMES, words.ONE_LINE), 1, -1):
            below = _uncut(_some(names, count), NAMES, words.ONE_LINE)
            if below and " ".join(below) == _some(names, count):  # no word is parted for one name more
                return (*rows, *below)
    one = fonts.few(names, words.A_LITTLE_MORE / 18)
    if "…" not in one:
        return (*rows, one)
    return (*rows, *(_first(names) or (one,)))


def _name(unit: Unit) -> tuple[str, ...]:
    """In one line or two; of several names, the first, and how many more there are."""
    every = unit.name.split(", ")
    found = (_uncut(_some(every, count), words.ONE_LINE) for count in range(_most(every, words.ONE_LINE), 0, -1))
    return next(filter(None, found), ()) or fonts.wrap(unit.name, 18, words.ONE_LINE, 2)


def _first(names: list[str]) -> tuple[str, ...]:
    """The first name in full, in two lines that are about as wide, or in three, and how many more there are."""
    said = _some(names, 1)
    even = fonts.halves(said, 18)
    fits = all(fonts.width(line, 18) <= words.ONE_LINE for line in even)
    return even if fits else _uncut(said, words.ONE_LINE, lines=3)


def _most(names: list[str], *rooms: float) -> int:
    """How many names may have room in two lines at the most, without looking at where these part."""
    both = 2 * max(rooms) + GAP
    return next((k for k in range(1, len(names)) if fonts.width(", ".join(names[: k + 1]), 18) > both), len(names))


def _some(names: list[str], count: int) -> str:
    """The first names, and how many more there are."""
    rest = f" + {len(names) - count}" if count < len(names) else ""
    return ", ".join(names[:count]) + rest


def _uncut(text: str, *rooms: float, lines: int = 2) -> tuple[str, ...]:
    """A text in so many lines, if all of it has room in them."""
    wrapped = (fonts.wrap(text, 18, room, lines) for room in rooms)
    return next((below for below in wrapped if not any(line.endswith("…") for line in below)), ())


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
    found = (_with_zones(short, g) for g in short.full.groups if g.id in around and stays(g))
    return tuple(replace(g, parent=short.home(g.parent)) for g in found)  # what is around it may be gone


def _with_zones(short: Short, group: Group) -> Group:
    """The frame with the names of its zones, where there are several."""
    zones = _zones(short, group.id)
    if len(zones) < 2:
        return group
    named = _listed(zones)
    return replace(group, label=f"{group.label} – Availability Zones {named}", short=f"{group.short} – zones {named}")


def _zones(short: Short, frame: str, anywhere: bool = False) -> list[str]:
    """The names of the zones in a frame in which something runs; not of those within another frame that stays, unless
    they may be anywhere in it."""
    found: dict[str, None] = {}
    for box in short.inside[frame]:
        way = [short.groups[g] for g in short.around(box.group)]
        inner = way[: [g.id for g in way].index(frame)]
        zone = next((k for k, g in enumerate(inner) if g.kind == "zone"), None)
        if zone is not None and (anywhere or not any(map(stays, inner[zone:]))):
            found[inner[zone].short.removeprefix("Zone ") or inner[zone].label] = None
    return list(found)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _arrows(short: Short) -> tuple[Arrow, ...]:
    """One arrow for each kind of way between two boxes, whichever way it leads; none within a box. Requests and data
    are of one kind here."""
    drawn: dict[tuple[frozenset[str], RelationKind], dict[tuple[str, str], list[Arrow]]] = {}
    for arrow in short.full.arrows:
        for one in told_apart(arrow):
            a, b = one.source, one.target
            if a not in short.of or b not in short.of or short.of[a].id == short.of[b].id:
                continue
            source, target = short.of[a].id, short.of[b].id
            kind = RelationKind.REQUEST if arrow.kind in FLOWING else arrow.kind
            ways = drawn.setdefault((frozenset((source, target)), kind), {})
            ways.setdefault((source, target), []).append(one)
            if one.both:
                ways.setdefault((target, source), []).append(one)
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
        title=first.title if len({a.title for a in every}) == 1 else "",
        pairs=(),
        parts=(),
        counted=False,
        bundle="",
        step="",
        numbered=False,
    )
