"""A flow in an environment to how much of the time it works, as the parts that it needs and the formula of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import chain, product

from archdeck.answers.drills.arrivals import leads_nobody_on
from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.outcome import role_at
from archdeck.answers.drills.redundancy import Part, best_of, of_whom, order, servers
from archdeck.answers.drills.shares import (
    Share,
    percent_of,
)
from archdeck.answers.drills.standing import MAIN, ends
from archdeck.answers.drills.times import answers_names
from archdeck.answers.drills.units import Unit, are_servers, stated_places, units_of
from archdeck.language import FLOWING, Location, Role, percent
from archdeck.model import Component, Environment, Flow, Instance, Model, Scope, Step


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
    place, where a step names one; of a key those with these ids."""

    component: Component
    role: Role | None = None
    alive: bool = False
    place: str = ""
    ids: frozenset[str] = frozenset()


def availability(model: Model, environment: Environment, flow: Flow) -> Availability:
    loss = Loss(model, environment, frozenset())
    return _Flow(loss, flow).found()


@dataclass(frozen=True)
class _Flow:
    loss: Loss
    flow: Flow
    _parts_of: dict[_Need, Part] = field(default_factory=dict, compare=False)

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
        share = max((of_whom([*required, *chain.from_iterable(way)], self.places) for way in ways), key=order)
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
        passed = {need.component: self._serving(need) for need in found}
        keys = {key: None for need in found for key in self._keys(need)}
        return found | {k: None for k in keys if {i.id for i in passed.get(k.component, ())} != k.ids}

    def _keys(self, need: _Need) -> Iterator[_Need]:
        """Those of what serves: each copy has that of its Region."""
        some = [key for i in self._serving(need) for key in self.loss.keys.get(i.id, ())]
        for component in dict.fromkeys(key.component for key in some):
            yield _Need(component, ids=frozenset(key.id for key in some if key.component is component))

    @cached_property
    def _led_to(self) -> frozenset[Component]:
        return frozenset(end for s in self.steps for end in (s.target, *([s.relation.target] if s.relation else [])))

    def _only_asks(self, component: Component) -> bool:
        """Whether somebody asks who is never asked: people, and the system of others that begins the flow."""
        begins = component.kind.scope is Scope.ACTOR and component is self.steps[0].source
        return component.kind.is_people or (begins and component not in self._led_to)

    def _serving(self, need: _Need) -> list[Instance]:
        here = self.loss.here(need.component, MAIN)
        if need.alive or need.component.needs:
            some: Sequence[Instance] = here if need.alive or self.loss.serves(need.component, MAIN, need.role) else ()
        else:
            way = self.loss.serves(need.component, MAIN, need.role)
            some = way.by if way else ()
        some = [i for i in some if not need.ids or i.id in need.ids]
        return [i for i in some if not need.place or any(p.id == need.place for p in i.places())]

    def _part(self, need: _Need) -> Part:
        if need not in self._parts_of:
            self._parts_of[need] = self._made(need.component, self._serving(need))
        return self._parts_of[need]

    def _made(self, component: Component, serving: list[Instance]) -> Part:
        units = units_of(self.loss, component, serving, self.places)
        needed = component.needed(sum(i.in_all for i in serving)) if component.needs else 0
        if needed > 1 and not (component.availability or any(i.availability for i in serving)):
            says = f"{component.name}, of which {component.needs} must work at once"  # a promise of all says no number
            return Part(component, (Unit(Share(None, says, component.where)),))
        led = self._is_led(component) and len(serving) > 1
        thirds: dict[str, int] = {}
        worst = not led and self._is_bound(component)
        if are_servers(self.loss, component, serving) and not (led or worst):
            units, thirds = servers(units, self.places)
        return Part(component, tuple(units), needed, thirds, led, led and component.kind.scope is Scope.ZONAL, worst)

    def _is_bound(self, component: Component) -> bool:
        """Whether who is in its zone is led to that one, and nothing leads him on where it fails."""
        if not component.kind.zone_bound or component.needs:
            return False
        led_on = {(k.relation.source, k.relation.target) for k in self.loss.failovers}
        asked = (s.relation for s in self.steps if s.relation and s.relation.kind in FLOWING)
        by = [r.source for r in asked if r.target is component]
        return any(not led_on & {(source, component), (component, component)} for source in by)

    def _is_led(self, component: Component) -> bool:
        """Whether a name leads to it, and nothing leads whoever asked for it on: no failover, and no health check."""
        led_on = {(route.source, route.target) for route in self.loss.routes if route.side == MAIN}
        asked = (s.relation for s in self.steps if s.relation and s.relation.kind in FLOWING)
        by = [r.source for r in asked if r.target is component and answers_names(r.source)]
        return any((source, component) not in led_on and leads_nobody_on(self.loss, source) for source in by)

    def _steps_stated(self, steps: Iterable[Step]) -> list[Part]:
        return [Part(None, (Unit(share),)) for step in steps if (share := _of_step(step))]

    def _alternative(self, group: Sequence[Step], needs: Mapping[_Need, None]) -> list[list[Part]]:
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
            return [[Part(None, (Unit(Share(None, says, group[0].where)),))]]
        apart = len({n.component for mine in own for n in mine}) == sum(len({n.component for n in m}) for m in own)
        if apart and len(parts) > 1 and not self.places:
            shares = [best_of(mine, self.places) for mine in parts]
            return [[Part(None, tuple(Unit(share) for share in shares))]]
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
