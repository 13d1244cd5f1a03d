"""A flow in an environment to how much of the time it works, as the parts that it needs and the formula of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, product

from archdeck.answers.drills.loss import KEYS, MAIN, Loss, ends
from archdeck.answers.drills.outcome import role_at
from archdeck.answers.drills.shares import (
    ALWAYS,
    NEVER,
    Share,
    all_of,
    any_of,
    by_cases,
    percent_of,
    some_of,
    worst_of,
)
from archdeck.answers.drills.times import answers_names
from archdeck.answers.drills.units import Unit, are_servers, stated_places, units_of
from archdeck.language import FLOWING, Location, RelationKind, Role, percent
from archdeck.model import Component, Environment, Flow, Instance, Model, Scope, Step

MOST_PLACES = 8  # places with a stated availability that one flow depends on: each doubles the cases
_THIRDS = (
    1,
    2,
    3,
    6,
    9,
    12,
)  # servers that are counted where nothing says how many it takes: a third of them must work
_SUBSETS = 3  # sites of which each choice of some is tried


@dataclass(frozen=True)
class Availability:
    """`share` says what it is made of; `left_out` what makes it better than that, and has no number: a copy of which
    nothing is stated, a standby that must take over first."""

    environment: Environment
    flow: Flow
    share: Share
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line: what it is and the formula, or of what nothing states it."""
        return f"availability of {self.flow.id}: {self.says}"

    def __repr__(self) -> str:
        return f"<Availability of {self.flow.id} in {self.environment.id}: {self.says}>"

    @property
    def says(self) -> str:
        """`99.9781 % = 99.99 % × …`, or of what nothing states how much of the time it works."""
        share = self.share
        left_out = f"; not counted: {', '.join(self.left_out)}" if self.left_out else ""
        if share.value is None:
            missing = (f"{leaf.says}{f' ({_line(leaf.where)})' if leaf.where else ''}" for leaf in share.lacking())
            return f"unknown, not stated of {', '.join(missing)}"
        sum_of = f" = {share.formula}" if share.formula != percent_of(share.value) else ""
        return f"{percent_of(share.value)}{sum_of}{left_out}"

    @property
    def value(self) -> Fraction | None:
        return self.share.value


@dataclass(frozen=True)
class _Need:
    """A component that a flow needs: as what serves in a `role`, or in any role where it need only be `alive`; in a
    place, where a step names one."""

    component: Component
    role: Role | None = None
    alive: bool = False
    place: str = ""


@dataclass(frozen=True)
class _Part:
    """Something that a flow needs, in its units. `needed` are as many as the model says; of servers, `thirds` are as
    many as it takes at each site where nothing says so. Whoever is `led` by a name to one of several that fell stays
    there; with `each`, also to one of several in one Region."""

    component: Component | None
    units: tuple[Unit, ...]
    needed: int = 0
    thirds: Mapping[str, int] = field(default_factory=dict)
    led: bool = False
    each: bool = False

    @cached_property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit.site for unit in self.units))

    @property
    def is_chained(self) -> bool:
        """Whether it runs at several sites, and each serves with what else is there."""
        return len(self.sites) > 1 and not self.needed


Choice = Mapping[int, tuple[str, ...]]  # the sites at which parts are used, by the number of the part
_NO_CHOICE: Choice = {}


def availability(model: Model, environment: Environment, flow: Flow) -> Availability:
    loss = Loss(model, environment, frozenset())
    return _Flow(loss, flow).found()


@dataclass(frozen=True)
class _Flow:
    loss: Loss
    flow: Flow
    _parts_of: dict[_Need, _Part] = field(default_factory=dict, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return self.flow.steps_in(self.loss.environment)

    @cached_property
    def groups(self) -> list[list[Step]]:
        """The steps of which any does, as far as one of them is needed."""
        groups: dict[frozenset[str], list[Step]] = {}
        for step in self.steps:
            if step.instead_of:
                groups.setdefault(frozenset((step.number, *step.instead_of)), []).append(step)
        return [group for group in groups.values() if len(group) > 1]

    @cached_property
    def needed(self) -> list[Step]:
        spared = {step for group in self.groups for step in group}
        return [step for step in self.steps if not step.optional and step not in spared]

    @cached_property
    def places(self) -> dict[str, Share]:
        return stated_places(self.loss)

    def found(self) -> Availability:
        here = self.loss.environment
        fails = next((n for s in self.needed for n in self._needs([s]) if not self._serving(n)), None)
        if fails:
            says = f"{fails.component.name}, which does not serve though nothing fails"
            return Availability(here, self.flow, Share(None, says, self.flow.where))
        needs = self._needs(self.needed)
        for group in self.groups:
            first, *others = [self._needs([step]) for step in group]
            needs |= {n: None for n in first if all(n in other for other in others) and self._serving(n)}
        required = [*self._steps_stated(self.needed), *map(self._part, needs)]
        ways_of = [self._alternative(group, needs) for group in self.groups]
        ways = list(product(*(ways for ways in ways_of if ways)))
        share = max((_of_whom([*required, *chain.from_iterable(way)], self.places) for way in ways), key=_order)
        left_out = [part.says for part in share.left_out()] + [s for n in needs for s in self._standbys(n)]
        return Availability(here, self.flow, share, tuple(dict.fromkeys(left_out)))

    def _needs(self, steps: Iterable[Step]) -> dict[_Need, None]:
        """What steps pass, each once, and the keys of what is encrypted."""
        found: dict[_Need, None] = {}
        for step in steps:
            for end in ends(step):
                if self._only_asks(end) or (step.availability and end is step.target and not step.place):
                    continue
                role = role_at(step, end)
                alive = step.relation is not None and step.relation.kind not in FLOWING
                places = [
                    p for c, p in ((step.source, step.source_in), (step.target, step.target_in)) if c is end and p
                ]
                for place in places or [""]:
                    found[_Need(end, None if role is Role.PRIMARY else role, alive, place)] = None
        serving = {n.component for n in found if not n.alive}
        named = {(n.component, n.role) for n in found if n.place}
        found = {
            n: None
            for n in found
            if not (n.alive and n.component in serving) and (n.place or (n.component, n.role) not in named)
        }
        keys = {key: None for need in found for i in self._serving(need) for key in self._keys(i)}
        return found | {_Need(key): None for key in keys if not any(n.component is key for n in found)}

    @cached_property
    def _led_to(self) -> frozenset[Component]:
        return frozenset(end for s in self.steps for end in (s.target, *([s.relation.target] if s.relation else [])))

    def _only_asks(self, component: Component) -> bool:
        """Whether somebody asks who is never asked: people, and the system of others that begins the flow."""
        begins = component.kind.scope is Scope.ACTOR and component is self.steps[0].source
        return component.kind.is_people or (begins and component not in self._led_to)

    def _keys(self, instance: Instance) -> Iterator[Component]:
        for link in self.loss.environment.links:
            used = link.source is instance and link.relation.kind is RelationKind.USES
            if used and link.target.component.kind.id in KEYS:
                yield link.target.component

    def _serving(self, need: _Need) -> list[Instance]:
        here = self.loss.here(need.component, MAIN)
        if need.alive or need.component.needs:
            some: Sequence[Instance] = here if need.alive or self.loss.serves(need.component, MAIN, need.role) else ()
        else:
            way = self.loss.serves(need.component, MAIN, need.role)
            some = way.by if way else ()
        return [i for i in some if not need.place or any(p.id == need.place for p in i.places())]

    def _part(self, need: _Need) -> _Part:
        if need not in self._parts_of:
            self._parts_of[need] = self._made(need.component, self._serving(need))
        return self._parts_of[need]

    def _made(self, component: Component, serving: list[Instance]) -> _Part:
        units = units_of(self.loss, component, serving, self.places)
        needed = component.needed(sum(i.in_all for i in serving)) if component.needs else 0
        if needed > 1 and not (component.availability or any(i.availability for i in serving)):
            says = f"{component.name}, of which {component.needs} must work at once"  # a promise of all says no number
            return _Part(component, (Unit(Share(None, says, component.where)),))
        led = self._is_led(component) and len(serving) > 1
        thirds: dict[str, int] = {}
        if are_servers(self.loss, component, serving) and not led:
            units, thirds = _servers(units, self.places)
        return _Part(component, tuple(units), needed, thirds, led, led and component.kind.scope is Scope.ZONAL)

    def _is_led(self, component: Component) -> bool:
        """Whether a name leads to it, and no failover leads whoever asked for it on."""
        led_on = {(route.source, route.target) for route in self.loss.routes if route.side == MAIN}
        asked = (s.relation for s in self.steps if s.relation and s.relation.kind in FLOWING)
        by = [r.source for r in asked if r.target is component and answers_names(r.source)]
        return any((source, component) not in led_on for source in by)

    def _steps_stated(self, steps: Iterable[Step]) -> list[_Part]:
        return [_Part(None, (Unit(share),)) for step in steps if (share := _of_step(step))]

    def _alternative(self, group: Sequence[Step], needs: Mapping[_Need, None]) -> list[list[_Part]]:
        """What each step of a group needs beside what the flow needs anyway; nothing where one needs no more. Steps
        that need nothing in common beside that stand in for each other."""
        own = [{n: None for n in self._needs([s]) if n not in needs} for s in group]
        works = [all(self._serving(n) for n in mine) for mine in own]
        parts = [[*self._steps_stated([s]), *map(self._part, mine)] for s, mine in zip(group, own, strict=True)]
        parts = [mine for mine, ok in zip(parts, works, strict=True) if ok]
        if all(s.optional for s in group) or not all(parts):
            return []
        if not parts:
            says = f"step {group[0].number}, which does not work though nothing fails"
            return [[_Part(None, (Unit(Share(None, says, group[0].where)),))]]
        apart = len({n.component for mine in own for n in mine}) == sum(len({n.component for n in m}) for m in own)
        if apart and len(parts) > 1 and not self.places:
            shares = [_best(mine, self.places) for mine in parts]
            return [[_Part(None, tuple(Unit(share) for share in shares))]]
        return parts

    def _standbys(self, need: _Need) -> Iterator[str]:
        """What takes over or stands by, which is counted for nothing: it has to take over first."""
        serving = self._serving(need)
        if not (need.component.availability or any(i.availability for i in serving)):
            return
        others = [i for i in self.loss.running[need.component.id] if i not in serving]
        if any(i.role is Role.STANDBY or self.loss.side(i) for i in others):
            yield f"the standby of {need.component.name}"


def _of_step(step: Step) -> Share | None:
    if not step.availability:
        return None
    return Share(percent(step.availability), f"step {step.number}", step.stated_at.get("availability", step.where))


def _line(where: Location) -> str:
    return f"{where.path}:{where.line}"


def _order(share: Share) -> tuple[bool, Fraction]:
    return share.value is not None, share.value or Fraction(0)


def _of_whom(parts: Sequence[_Part], places: Mapping[str, Share]) -> Share:
    """For whoever is served worst, where a name leads some here and some there."""
    shares = {share.formula or str(n): share for n, share in enumerate(_best(mine, places) for mine in _led(parts))}
    return worst_of(shares.values())


def _led(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
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


def _at(part: _Part, site: str) -> _Part:
    """What of a part serves at a site; all of it, where nothing of it is there or it takes several."""
    units = tuple(unit for unit in part.units if unit.site == site)
    return replace(part, units=units) if units and part.is_chained else part


def _best(parts: Sequence[_Part], places: Mapping[str, Share]) -> Share:
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
                    if _order(share) > _order(best):
                        best, choice, changed = share, {**choice, n: sites}, True
        found.append(best)
    return max(found, key=_order)


def _sites(parts: Iterable[_Part]) -> list[str]:
    return list(dict.fromkeys(site for part in parts for site in part.sites if site))


def _some(sites: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(sites) > _SUBSETS:
        return chain(((site,) for site in sites), [sites])
    return chain.from_iterable(combinations(sites, number) for number in range(1, len(sites) + 1))


def _whole(parts: Sequence[_Part], places: Mapping[str, Share], choice: Choice) -> Share:
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


def _together(parts: Sequence[_Part], up: frozenset[str], choice: Choice) -> Share:
    """All parts; those that run at the same several sites by site: one serves with all that is there, or another."""
    found: list[Share] = []
    groups: dict[tuple[str, ...], list[_Part]] = {}
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


def _share(part: _Part, sites: Sequence[str], up: frozenset[str]) -> Share:
    """A part at some sites, while only these places work; doors of two networks do not stand in for each other."""
    units = [u for u in part.units if u.site in sites]
    door = part.component is not None and part.component.kind.at_border
    networks = dict.fromkeys(u.network for u in units) if door else [""]
    return all_of(_units(part, [u for u in units if not door or u.network == n], up) for n in networks)


def _units(part: _Part, units: Sequence[Unit], up: frozenset[str]) -> Share:
    left = [unit.share for unit in units if unit.bound <= up]
    needed = part.needed or (part.thirds.get(units[0].site, 1) if units else 1)
    if len(left) < needed:
        return NEVER
    return any_of(left) if needed == 1 else some_of(left, needed)


def _servers(units: Sequence[Unit], places: Mapping[str, Share]) -> tuple[list[Unit], dict[str, int]]:
    """Of the servers of each site as many as make most of it where a third of them must work: one more makes nothing
    worse."""
    used: list[Unit] = []
    thirds: dict[str, int] = {}
    for site in dict.fromkeys(unit.site for unit in units):
        here = [unit for unit in units if unit.site == site]
        known = sum(unit.share.value is not None for unit in here)
        sizes = [number for number in _THIRDS if number <= known] or [len(here)]
        some = [ranked[:number] for ranked in _ranked(here, places) for number in sizes]
        best = max(some, key=lambda mine: (_order(_third(mine, places)), len(mine)))
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
    return _whole([_Part(None, tuple(units), thirds=thirds)], places, _NO_CHOICE)
