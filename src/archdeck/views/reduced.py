"""Units of a short view to fewer, as many as an audience takes in: sites, networks, tiers or a category as one.

Each way says what belongs together; ways are taken one after the other, and no further than it takes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import pairwise
from math import fsum

from archdeck.language import RelationKind
from archdeck.views.units import ACCOUNT, NETWORK, SITES, Crowd, Ground, Short, Unit, pairs, stays
from archdeck.views.view import Box

MOST = 9  # boxes that an audience takes in at a glance
LEAST = 6  # that stay, so that something is left to see
MANY = 3  # networks beside each other, from which on each of them is a box
WHOLE = "all--"  # how ids of boxes begin that stand for all of a frame
NETWORK_ADDRESS = re.compile(r"\s+\(?\d+(\.\d+){3}/\d+\)?$")
NAMELESS = frozenset({"Generic", "Software", "Infrastructure"})  # categories that say nothing of what is in them
Key = tuple[str, str, str | None]
Twins = tuple[Crowd, ...]  # crowds that become one box each at the same time


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
    """Those of which each is of one ground, or all of a site or network, and takes all of what it takes of a box."""
    for twins in found:
        kept = []
        for crowd in twins:
            units = {short.of[b] for b in crowd.boxes}
            taken = sum(len(short.members[unit]) for unit in units)
            if taken == len(crowd.boxes) and _of_one_ground(short, crowd):
                kept.append(crowd)
        if kept:
            yield tuple(kept)


def _of_one_ground(short: Short, crowd: Crowd) -> bool:
    """A network stays to be seen: it may be a box, but is in none, unless in that of an account that holds no other."""
    grounds = {short.ground[b] for b in crowd.boxes}
    if not crowd.unit.frame:
        return len(grounds) == 1
    networks = {g.network for g in grounds if g.network}
    alone = len({(g.site, g.standby) for g in grounds}) == 1
    return alone and len(networks) <= (short.groups[crowd.unit.frame].kind in (NETWORK, ACCOUNT))


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
    return Crowd(Unit(f"{WHOLE}{group}", name, short.home(frame.parent), holds, group), tuple(b.id for b in boxes))


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
        if g.kind in (NETWORK, ACCOUNT) and short.inside[g.id]:
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
    cells: dict[tuple[Key, Ground], list[Unit]] = defaultdict(list)
    for unit, boxes in short.members.items():
        if take(unit) and len({(key(b), short.ground[b.id]) for b in boxes}) == 1:
            cells[key(boxes[0]), short.ground[boxes[0].id]].append(unit)
    twins: dict[tuple[str, str], list[Crowd]] = defaultdict(list)
    for ((id, name, home), ground), units in cells.items():
        if name and len(units) > 1:
            few = some(units)
            holds = tuple(n for u in few for n in u.holds)
            boxes = [b for u in few for b in short.members[u]]
            where = home or (f"outside-{_slug(ground.sort)}" if ground.sort else "outside")
            made = Unit(f"{id}--{where}", name, short.common(boxes), holds)
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
    """Tiers of all that may become one, with what of them is one box already."""
    names = _tier_names(short)
    return _by(short, lambda b: (f"tier-{b.tier}", names.get(b.tier, ""), _whereabouts(short, b)))


def _whereabouts(short: Short, box: Box) -> str | None:
    ground = short.ground[box.id]
    where = ground.network or ground.account or ground.site
    return f"{where or 'outside'}--standby" if ground.standby else where


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
    frames = _alike(short, [whole(short, g) for g in few])
    often = Counter(_components(short, unit) for unit in short.units)
    pairs = [twins for twins, kinds in _pairs(short) if all(often[kind] == len(twins) for kind in kinds)]
    return [*frames, *pairs]


def _alike(short: Short, crowds: Iterable[Crowd]) -> list[Twins]:
    """Those of the same components become one box each at the same time."""
    component = {b.id: b.component for b in short.full.boxes}
    found: dict[frozenset[str], list[Crowd]] = defaultdict(list)
    for crowd in crowds:
        found[frozenset(component[b] for b in crowd.boxes)].append(crowd)
    return [tuple(some) for some in found.values()]


def _pairs_beside(short: Short) -> list[Twins]:
    """The two boxes of the fewest components that follow each other in a frame, or else in a site."""
    found = [twins for twins, _ in _pairs(short) or _pairs(short, lambda u: short.ground[short.members[u][0].id])]
    return [(twins[0],) for twins in found[-1:]]


Kinds = tuple[frozenset[str], frozenset[str]]  # the components of the one and of the other box


def _pairs(short: Short, home: Callable[[Unit], Hashable] = lambda u: u.group) -> list[tuple[Twins, Kinds]]:
    """Two boxes that follow each other, in each frame where they do; those of the fewest components last, and of these
    the ones that are not a store and what reads it."""
    order = sorted(short.members, key=lambda u: (min((b.tier, b.column) for b in short.members[u]), u.id))
    found: dict[Kinds, list[Crowd]] = defaultdict(list)
    for frame in dict.fromkeys(map(home, order)):
        for one, other in pairwise(u for u in order if home(u) == frame):
            if len({short.ground[b.id] for u in (one, other) for b in short.members[u]}) == 1:
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
