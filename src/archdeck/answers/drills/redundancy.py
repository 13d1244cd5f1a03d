"""The parts that a flow needs, in their units, to how much of the time all of it works, by the best use of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, product

from archdeck.answers.drills.shares import ALWAYS, NEVER, Share, all_of, any_of, by_cases, some_of, worst_of
from archdeck.answers.drills.units import Unit
from archdeck.model import Component

MOST_PLACES = 8  # places with a stated availability that one flow depends on: each doubles the cases
# Servers that are counted where nothing says how many it takes: a third of them must work.
_THIRDS = (1, 2, 3, 6, 9, 12)
_SUBSETS = 3  # sites of which each choice of some is tried


@dataclass(frozen=True)
class Part:
    """Something that a flow needs, in its units. `needed` are as many as the model says; of servers, `thirds` are as
    many as it takes at each site where nothing says so. Whoever is `led` by a name to one of several that fell stays
    there; with `each`, also to one of several in one Region. Of what serves its own zone each, the `worst` that is left
    at a site counts."""

    component: Component | None
    units: tuple[Unit, ...]
    needed: int = 0
    thirds: Mapping[str, int] = field(default_factory=dict)
    led: bool = False
    each: bool = False
    worst: bool = False

    @cached_property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit.site for unit in self.units))

    @property
    def is_chained(self) -> bool:
        """Whether it runs at several sites, and each serves with what else is there."""
        return len(self.sites) > 1 and not self.needed


Choice = Mapping[int, tuple[str, ...]]  # the sites at which parts are used, by the number of the part
_NO_CHOICE: Choice = {}


def order(share: Share) -> tuple[bool, Fraction]:
    return share.value is not None, share.value or Fraction(0)


def of_whom(parts: Sequence[Part], places: Mapping[str, Share]) -> Share:
    """For whoever is served worst, where a name leads some here and some there."""
    shares = {share.formula or str(n): share for n, share in enumerate(best_of(mine, places) for mine in _led(parts))}
    return worst_of(shares.values())


def _led(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """The parts for each of those who are led to different ones: at the site that they are led to, they are served by
    what is there."""
    n = next((n for n, part in enumerate(parts) if part.led), None)
    if n is None:
        yield parts
        return
    led = parts[n]
    for unit in dict.fromkeys(led.units) if led.each else [Unit(NEVER, site) for site in led.sites]:
        mine = (unit,) if led.each else led.units
        here = [_at(replace(led, units=mine, led=False) if k == n else p, unit.site) for k, p in enumerate(parts)]
        yield from _led(here)


def _at(part: Part, site: str) -> Part:
    """What of a part serves at a site; all of it, where nothing of it is there or it takes several."""
    units = tuple(unit for unit in part.units if unit.site == site)
    return replace(part, units=units) if units and part.is_chained else part


def best_of(parts: Sequence[Part], places: Mapping[str, Share]) -> Share:
    """The best way to use what there is: a copy at one more site is used where that makes the whole better, so that no
    copy makes it worse. From everything in use, and from each part at its best site, as long as one change helps."""
    chained = {n: part for n, part in enumerate(parts) if part.is_chained}
    if not chained:
        return _whole(parts, places, _NO_CHOICE)
    tried = {}

    def value(choice: dict[int, tuple[str, ...]]) -> Share:
        key = tuple(sorted(choice.items()))
        if key not in tried:
            tried[key] = _whole(parts, places, choice)
        return tried[key]

    starts = [{n: part.sites for n, part in chained.items()}]
    starts += [{n: (site,) if site in p.sites else p.sites for n, p in chained.items()} for site in _sites(parts)]
    found = []
    for choice in starts:
        best, changed = value(choice), True
        while changed:
            changed = False
            for n, part in chained.items():
                for sites in _some(part.sites):
                    share = value({**choice, n: sites})
                    if order(share) > order(best):
                        best, choice, changed = share, {**choice, n: sites}, True
        found.append(best)
    return max(found, key=order)


def _sites(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(site for part in parts for site in part.sites if site))


def _some(sites: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(sites) > _SUBSETS:
        return chain(((site,) for site in sites), [sites])
    return chain.from_iterable(combinations(sites, number) for number in range(1, len(sites) + 1))


def _whole(parts: Sequence[Part], places: Mapping[str, Share], choice: Choice) -> Share:
    """Over all cases of which places work, where the model states how often they do."""
    bound = [place for place in places if any(place in unit.bound for part in parts for unit in part.units)]
    every = _together(parts, frozenset(bound), choice)
    if every.value is None or not bound:
        return every
    if len(bound) > MOST_PLACES:
        return Share(
            None, f"what depends on {len(bound)} places with an availability of their own", places[bound[0]].where
        )
    cases = []
    for works in product((True, False), repeat=len(bound)):
        up = frozenset(place for place, ok in zip(bound, works, strict=True) if ok)
        then = _together(parts, up, choice)
        if then.value:
            weights = (places[p] if p in up else _not(places[p]) for p in bound)
            cases.append((all_of(weights), then))
    return by_cases(cases) if cases else NEVER


def _not(place: Share) -> Share:
    """How often a place does not work: that is stated with how often it does, and is no line of its own."""
    return Share(1 - (place.value or Fraction(0)))


def _together(parts: Sequence[Part], up: frozenset[str], choice: Choice) -> Share:
    """All parts; those that run at the same several sites by site: one serves with all that is there, or another."""
    found: list[Share] = []
    groups: dict[tuple[str, ...], list[Part]] = {}
    for n, part in enumerate(parts):
        sites = choice.get(n, part.sites)
        if part.is_chained and len(sites) > 1:
            groups.setdefault(sites, []).append(part)
        else:
            found.append(_share(part, sites, up))
    for sites, some in groups.items():
        by_site = [all_of(_share(part, (site,), up) for part in some) for site in sites]
        found.append(any_of(by_site))
    return all_of(found) if found else ALWAYS


def _share(part: Part, sites: Sequence[str], up: frozenset[str]) -> Share:
    """A part at some sites, while only these places work; doors of two networks do not stand in for each other."""
    units = [u for u in part.units if u.site in sites]
    door = part.component is not None and part.component.kind.at_border
    networks = dict.fromkeys(u.network for u in units) if door else [""]
    return all_of(_units(part, [u for u in units if not door or u.network == n], up) for n in networks)


def _units(part: Part, units: Sequence[Unit], up: frozenset[str]) -> Share:
    left = [unit.share for unit in units if unit.bound <= up]
    needed = part.needed or (part.thirds.get(units[0].site, 1) if units else 1)
    if len(left) < needed:
        return NEVER
    if part.worst:
        return worst_of(left)
    return any_of(left) if needed == 1 else some_of(left, needed)


def servers(units: Sequence[Unit], places: Mapping[str, Share]) -> tuple[list[Unit], dict[str, int]]:
    """Of the servers of each site as many as make most of it where a third of them must work: one more makes nothing
    worse."""
    used: list[Unit] = []
    thirds: dict[str, int] = {}
    for site in dict.fromkeys(unit.site for unit in units):
        here = [unit for unit in units if unit.site == site]
        known = sum(unit.share.value is not None for unit in here)
        sizes = [number for number in _THIRDS if number <= known] or [len(here)]
        some = [ranked[:number] for ranked in _ranked(here, places) for number in sizes]
        best = max(some, key=lambda mine: (order(_third(mine, places)), len(mine)))
        thirds[site] = -(-len(best) // 3) if known else 1
        used += [*best, *(unit for unit in here if known and unit.share.value is None)]
    return used, thirds


def _ranked(units: Sequence[Unit], places: Mapping[str, Share]) -> Iterator[list[Unit]]:
    """The best first, of those that are alike such as do not fall together; and these in the first place."""
    beside: Counter[frozenset[str]] = Counter()
    keys = []
    for unit in units:
        works = all_of([unit.share, *(places[id] for id in sorted(unit.bound))])
        keys.append((works.value is None, -(works.value or 0), beside[unit.bound]))
        beside[unit.bound] += 1
    order = range(len(units))
    yield [units[n] for n in sorted(order, key=lambda n: keys[n])]
    yield [units[n] for n in sorted(order, key=lambda n: (keys[n][0], keys[n][2], keys[n][1]))]


def _third(units: Sequence[Unit], places: Mapping[str, Share]) -> Share:
    thirds = {unit.site: -(-len(units) // 3) for unit in units}
    return _whole([Part(None, tuple(units), thirds=thirds)], places, _NO_CHOICE)
