"""A full view to what stands for what in a short one: sites, networks, tiers or services of a category as one.

Each way says what belongs together; ways are taken one after the other, and no further than it takes. No way reaches
over the border of a Region, a data center or a cloud, nor of a place that stands by: what is doubled stays doubled.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import fsum

from archdeck.canvas import around
from archdeck.language import FLOWING, RelationKind, Role
from archdeck.model import Model
from archdeck.views import words
from archdeck.views.view import Arrow, Box, Group, View, boxes_inside

MOST = 9  # boxes that an audience takes in at a glance
LEAST = 6  # that stay, so that something is left to see
MANY = 3  # networks beside each other, from which on each of them is a box
COPIES = (Role.STANDBY, Role.READ_REPLICA)
WHOLE = "all--"  # how ids of boxes begin that stand for all of a frame
VISITED = 4  # what a step of the flow that is numbered counts, in relations
KEPT = frozenset({"cloud", "region", "account", "data-center", "vpc"})
BORDERS = frozenset({"cloud", "region", "data-center"})  # over which nothing becomes one
SITES = frozenset({"data-center", "group"})  # outside of clouds
NETWORK_ADDRESS = re.compile(r"\s+\(?\d+(\.\d+){3}/\d+\)?$")
NAMELESS = frozenset({"Generic", "Software", "Infrastructure"})  # categories that say nothing of what is in them


@dataclass(frozen=True)
class Unit:
    """What one box of the picture stands for: a component, where its name is empty, or several under a name; `holds`
    are the names of what is in it."""

    id: str
    name: str
    group: str | None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crowd:
    """Boxes of the full view that may become one."""

    unit: Unit
    boxes: tuple[str, ...]


Key = tuple[str, str, str | None]
Twins = tuple[Crowd, ...]  # crowds that become one box each at the same time


@dataclass(frozen=True)
class Short:
    """A full view, and for each of its boxes the unit that stands for it; `roles` are those of its instances."""

    model: Model
    full: View
    of: Mapping[str, Unit]
    roles: Mapping[str, Role] = field(default_factory=dict)

    @cached_property
    def members(self) -> dict[Unit, list[Box]]:
        found: dict[Unit, list[Box]] = defaultdict(list)
        for box in self.full.boxes:
            found[self.of[box.id]].append(box)
        return dict(found)

    @property
    def units(self) -> list[Unit]:
        return list(self.members)

    @cached_property
    def weight(self) -> Counter[str]:
        """How much happens at a component: relations that carry requests and data, and steps of the flow shown."""
        component = {b.id: b.component for b in self.full.boxes}
        found: dict[str, set[str]] = defaultdict(set)
        steps: Counter[str] = Counter()
        for arrow in self.full.arrows:
            ends = {component[end] for pair in pairs(arrow) for end in pair if end in component}
            for end in ends:
                found[end] |= set(arrow.relations) if arrow.kind in FLOWING else set()
                steps[end] += bool(arrow.step)
        for component_id, box_step in {b.component: b.step for b in self.full.boxes}.items():
            steps[component_id] += bool(box_step)
        return Counter({c: len(found[c]) + VISITED * steps[c] for c in component.values()})

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {g.id: g for g in self.full.groups if not g.overlay}

    @cached_property
    def inside(self) -> dict[str, list[Box]]:
        """The boxes in each frame of a place."""
        boxes = {b.id: b for b in self.full.boxes}
        return {g: [boxes[b] for b in ids] for g, ids in boxes_inside(self.groups.values(), self.full.boxes).items()}

    def around(self, group: str | None) -> Iterator[str]:
        return around(self.groups, group)

    def home(self, group: str | None) -> str | None:
        """The innermost frame that stays: a Region, a cloud, an office."""
        return next((g for g in self.around(group) if stays(self.groups[g])), None)

    def copies(self, boxes: Iterable[Box]) -> str:
        """The copies among boxes of a component that stand beside what they are copies of."""
        found = {self.roles.get(b.id) for b in boxes}
        return ", ".join(words.ROLE_WORDS[role] for role in COPIES if role in found and len(found) > 1)

    def said(self, boxes: Iterable[Box], name: str) -> str:
        """A name for all of a component, with its copies."""
        copies = self.copies(boxes)
        return f"{name} + {copies}" if copies else name

    def site(self, box: Box) -> tuple[str | None, bool]:
        """The Region, data center or cloud that it runs in, and whether it stands by there."""
        frames = list(self.around(box.group))
        where = next((g for g in frames if self.groups[g].kind in BORDERS), None)
        return where, any(self.groups[g].standby for g in frames)

    def common(self, boxes: Iterable[Box]) -> str | None:
        """The innermost frame around all of these that stays."""
        ways = [[g for g in self.around(b.group) if stays(self.groups[g])] for b in boxes]
        return next((g for g in ways[0] if all(g in way for way in ways)), None)

    def named(self, box: Box) -> bool:
        """Whether a box of the picture stands for several."""
        return any(u.id == box.id and u.name for u in self.of.values())

    def merged(self, crowds: Iterable[Crowd]) -> Short:
        return replace(self, of={**self.of, **{box: crowd.unit for crowd in crowds for box in crowd.boxes}})


def of_components(model: Model, full: View, roles: Mapping[str, Role]) -> Short:
    """The view with each component once in a network, Region, cloud or office, and apart from what stands by."""
    bare = Short(model, full, {}, roles)
    alike: dict[tuple[str, str | None], list[Box]] = defaultdict(list)
    for box in full.boxes:
        alike[box.component, bare.home(box.group)].append(box)
    found: dict[str, Unit] = {}
    for (component, home), boxes in alike.items():
        names = tuple(dict.fromkeys(bare.said(boxes, b.name) for b in boxes))
        found |= {b.id: Unit(f"{component}--{home or 'outside'}", "", home, names) for b in boxes}
    return replace(bare, of=found)


def stays(group: Group) -> bool:
    return group.kind in KEPT or group.standby or (group.kind == "group" and group.parent is None)


def pairs(arrow: Arrow) -> tuple[tuple[str, str], ...]:
    return arrow.pairs or ((arrow.source, arrow.target),)


def reduced(short: Short) -> Short:
    """With as much merged as it takes, by the first way that can: the fullest crowds first, at last the smallest that
    is enough, and people only where nothing else is."""
    for way in WAYS:
        while (excess := len(short.units) - MOST) > 0:
            gains = [
                (_gain(short, twins), not _of_actors(short, twins), k, twins)
                for k, twins in enumerate(_true(short, way(short)))
            ]
            gains = [g for g in gains if g[0] > 0 and len(short.units) - g[0] >= LEAST]
            if not gains:
                break
            fullest = max(gains, key=lambda g: g[:3])
            enough = [g for g in gains if g[0] >= excess]
            best = fullest if fullest[0] <= excess else min(enough, key=lambda g: (not g[1], g[0], -g[2]))
            short = short.merged(best[3])
    return short


def _true(short: Short, found: Iterable[Twins]) -> Iterator[Twins]:
    """Those of which each is of one site, and takes all of what it takes of a box."""
    for twins in found:
        kept = []
        for crowd in twins:
            units = {short.of[b] for b in crowd.boxes}
            boxes = [b for unit in units for b in short.members[unit]]
            if len({short.site(b) for b in boxes}) == 1 and len(boxes) == len(crowd.boxes):
                kept.append(crowd)
        if kept:
            yield tuple(kept)


def _gain(short: Short, twins: Twins) -> int:
    return sum(len({short.of[b].id for b in crowd.boxes}) - 1 for crowd in twins)


def _of_actors(short: Short, twins: Twins) -> bool:
    actors = {b.id for b in short.full.boxes if b.actor}
    return all(b in actors for crowd in twins for b in crowd.boxes)


def whole(short: Short, group: str) -> Crowd:
    """All of a frame as one box that stands in its place, and says what it holds besides doors."""
    frame, boxes = short.groups[group], short.inside[group]
    name = NETWORK_ADDRESS.sub("", frame.short or frame.label)
    told = [b for b in boxes if not b.at_border] or boxes
    holds = tuple(dict.fromkeys(name for b in told for name in short.of[b.id].holds))
    return Crowd(Unit(f"{WHOLE}{group}", name, short.home(frame.parent), holds), tuple(b.id for b in boxes))


def _sites(short: Short) -> list[Twins]:
    """Data centers and offices beside a cloud that holds most of the system."""
    clouds = [g for g in short.groups.values() if g.parent is None and g.kind not in SITES]
    placed = [b for b in short.full.boxes if b.group]
    if 2 * sum(len(short.inside[g.id]) for g in clouds) <= len(placed):
        return []
    return [(whole(short, g.id),) for g in short.groups.values() if g.kind in SITES and g.parent is None]


def _networks(short: Short) -> list[Twins]:
    """Networks and accounts, where there are many beside each other and none is most of the picture."""
    beside: dict[Hashable, list[str]] = defaultdict(list)
    for g in short.groups.values():
        if g.kind in ("vpc", "account") and short.inside[g.id]:
            beside[g.kind, g.parent].append(g.id)
    found = []
    for groups in beside.values():
        crowds = tuple(whole(short, g) for g in groups)
        most = max(len({short.of[b].id for b in c.boxes}) for c in crowds)
        if len(groups) >= MANY and 2 * most <= len(short.units):
            found.append(crowds)
    return found


def _by(
    short: Short,
    key: Callable[[Box], Key],
    take: Callable[[Unit], bool] = lambda _: True,
    some: Callable[[list[Unit]], list[Unit]] = lambda units: units,
) -> list[Twins]:
    """Units of boxes with the same key: an id, a name and a frame around them; those in several frames together. Of
    all units, those to `take`, and of those with one key, `some`."""
    cells: dict[Key, list[Unit]] = defaultdict(list)
    for unit, boxes in short.members.items():
        if take(unit) and len({key(b) for b in boxes}) == 1:
            cells[key(boxes[0])].append(unit)
    twins: dict[tuple[str, str], list[Crowd]] = defaultdict(list)
    for (id, name, home), units in cells.items():
        if name and len(units) > 1:
            few = some(units)
            holds = tuple(n for u in few for n in u.holds)
            boxes = [b for u in few for b in short.members[u]]
            made = Unit(f"{id}--{home or 'outside'}", name, short.common(boxes), holds)
            twins[id, name].append(Crowd(made, tuple(b.id for b in boxes)))
    return [tuple(crowds) for crowds in twins.values()]


def _actors(short: Short) -> list[Twins]:
    """People and other systems of a tier, where they are many."""
    names = _tier_names(short)
    found = _by(short, lambda b: (f"tier-{b.tier}", "" if b.group or not b.actor else names.get(b.tier, ""), None))
    return [twins for twins in found if _gain(short, twins) >= MANY - 1]


def _tiers(short: Short) -> list[Twins]:
    """Tiers of a Region, a cloud or an office, where the model has any."""
    names = _tier_names(short)
    return _by(short, lambda b: (f"tier-{b.tier}", names.get(b.tier, ""), short.of[b.id].group), _lone)


def _categories(short: Short, spared: frozenset[str] = frozenset()) -> list[Twins]:
    """Services of one category, in a Region, a cloud or an office: as many as it takes, where least happens first."""
    of = {c.id: c.kind.category for c in short.model.components}
    enough = len(short.units) - MOST + 1

    def key(box: Box) -> Key:
        category = of[box.component]
        name = "" if box.actor or box.id in spared or category in NAMELESS else category
        return f"category-{_slug(category)}", name, short.of[box.id].group

    def some(units: list[Unit]) -> list[Unit]:
        few = sorted(units, key=lambda u: fsum(short.weight[b.component] for b in short.members[u]))[:enough]
        return [u for u in units if u in few]

    return _by(short, key, lambda u: not u.name or u.id.startswith("category-"), some)


def _categories_beside_the_flow(short: Short) -> list[Twins]:
    """The same, of what no step of the numbered flow visits."""
    visited = {box for a in short.full.arrows if a.step for pair in pairs(a) for box in pair}
    visited |= {b.id for b in short.full.boxes if b.step}
    return _categories(short, frozenset(visited)) if visited else []


def _lone(unit: Unit) -> bool:
    return not unit.name


def _tiers_of_sites(short: Short) -> list[Twins]:
    """Tiers over all networks and accounts of a Region, a cloud or a site."""
    names = _tier_names(short)
    return _by(short, lambda b: (f"tier-{b.tier}", names.get(b.tier, ""), _whereabouts(short, b)))


def _whereabouts(short: Short, box: Box) -> str:
    site, waits = short.site(box)
    return f"{site or 'outside'}--standby" if waits else site or "outside"


def _tier_names(short: Short) -> dict[int, str]:
    """The names of tiers, where there are several."""
    return {t.index: t.name for t in short.model.tiers if len(short.model.tiers) > 1}


def _frames_or_pairs(short: Short) -> list[Twins]:
    """Networks, Regions, accounts, offices, clouds, but none with half of the system, which says nothing as one box; or
    two boxes that follow each other, wherever both do."""
    placed = {b.component for b in short.full.boxes if b.group}
    few = [
        g.id
        for g in short.groups.values()
        if stays(g) and 2 * len({b.component for b in short.inside[g.id]}) < len(placed)
    ]
    frames = [(whole(short, g),) for g in few]
    often = Counter(_components(short, unit) for unit in short.units)
    pairs = [twins for twins, kinds in _pairs(short) if all(often[kind] == len(twins) for kind in kinds)]
    return [*frames, *pairs]


def _pairs_beside(short: Short) -> list[Twins]:
    """The two boxes of the fewest components that follow each other in a frame, or else in a site."""
    found = [twins for twins, _ in _pairs(short) or _pairs(short, lambda u: short.site(short.members[u][0]))]
    return [(twins[0],) for twins in found[-1:]]


Kinds = tuple[frozenset[str], frozenset[str]]  # the components of the one and of the other box


def _pairs(short: Short, home: Callable[[Unit], Hashable] = lambda u: u.group) -> list[tuple[Twins, Kinds]]:
    """Two boxes that follow each other, in each frame where they do; those of the fewest components last, and of these
    the ones that are not a store and what reads it."""
    order = sorted(short.members, key=lambda u: (min((b.tier, b.column) for b in short.members[u]), u.id))
    found: dict[Kinds, list[Crowd]] = defaultdict(list)
    for frame in dict.fromkeys(map(home, order)):
        for one, other in pairwise(u for u in order if home(u) == frame):
            if short.site(short.members[one][0]) == short.site(short.members[other][0]):
                kinds = _components(short, one), _components(short, other)
                found[kinds].append(_pair(short, one, other))
    component = {b.id: b.component for b in short.full.boxes}
    data = [a for a in short.full.arrows if a.kind is RelationKind.DATA]
    read = {frozenset(map(component.get, pair)) for a in data for pair in pairs(a)}

    def rank(kinds: Kinds) -> tuple[int, bool]:
        apart = any(frozenset((one, other)) in read for one in kinds[0] for other in kinds[1])
        return -len(found[kinds][0].unit.holds), not apart

    return [(tuple(found[kinds]), kinds) for kinds in sorted(found, key=rank)]


def _pair(short: Short, one: Unit, other: Unit) -> Crowd:
    boxes = [b for u in (one, other) for b in short.members[u]]
    name = ", ".join(u.name or u.holds[0] for u in (one, other))
    group = one.group if one.group == other.group else short.common(boxes)
    return Crowd(Unit(f"{one.id}--{other.id}", name, group, one.holds + other.holds), tuple(b.id for b in boxes))


def _components(short: Short, unit: Unit) -> frozenset[str]:
    return frozenset(b.component for b in short.members[unit])


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower())


Way = Callable[[Short], list[Twins]]
WAYS: tuple[Way, ...] = (
    _sites,
    _actors,
    _networks,
    _tiers,
    _categories_beside_the_flow,
    _categories,
    _tiers_of_sites,
    _frames_or_pairs,
    _pairs_beside,
)
