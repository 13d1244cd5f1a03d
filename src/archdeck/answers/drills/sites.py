"""The steps of a flow to where they lead at each of several sites, and to who does not get on there after a loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archdeck.answers.drills.bound import Bound
from archdeck.answers.drills.loss import COPIES, SERVING, Loss, Route, own, route_by
from archdeck.answers.drills.standing import MAIN
from archdeck.answers.drills.times import switching
from archdeck.answers.drills.zonal import OUTSIDE, site_of
from archdeck.language import FLOWING, Role
from archdeck.model import Component, Instance, Scope, Step


@dataclass(frozen=True)
class Call:
    """One component asks another, in a role: a step, and the arrows by which it can be taken, which are between
    `named` places where the model says so."""

    step: Step
    source: Component
    target: Component
    role: Role | None
    arrows: tuple[tuple[Instance, Instance], ...]
    named: bool = False


@dataclass(frozen=True)
class Stuck:
    """Who works, and does not get on at a site: by which step, and for lack of what."""

    step: Step
    lacks: Component


Node = tuple[Component, str]


@dataclass(frozen=True)
class Sites:
    """The steps that a flow needs, as far as they ask something and work at all."""

    loss: Loss
    steps: Sequence[Step]

    @cached_property
    def _begun(self) -> tuple[tuple[Call, ...], tuple[Component, ...]]:
        """The same for all losses."""
        known, steps = self.loss.standing.begun, tuple(map(id, self.steps))
        if steps not in known:
            known[steps] = tuple(self.steps), self._begins()  # they are held, so that no other ones have their ids
        found: tuple[tuple[Call, ...], tuple[Component, ...]] = known[steps][1]
        return found

    def _begins(self) -> tuple[tuple[Call, ...], tuple[Component, ...]]:
        """What asks what, from where the flow begins. What fetches its work is led to by what it fetches that from."""
        first = self.steps[0] if self.steps else None
        asks = first is not None and (first.relation is None or first.relation.kind in FLOWING)
        begins = {first.source: None} if first and asks else {}
        reached, calls = set(begins), []
        for step in self.steps:
            relation = step.relation
            if relation is None or relation.kind not in FLOWING or relation.source is relation.target:
                continue
            source, target, role = relation.source, relation.target, relation.role
            pairs = self._arrows(step)
            if source not in reached and target in reached:
                source, target, role = target, source, None
                pairs = tuple((b, a) for a, b in pairs)
            elif source not in reached:
                begins[source] = None
            named = bool(relation.source_in or relation.target_in or step.source_in or step.target_in)
            has_role = any(i.role is role for i in self.loss.environment.of(target))
            calls.append(Call(step, source, target, role if role in COPIES and has_role else None, pairs, named))
            reached |= {source, target}
        return tuple(calls), tuple(begins)

    def _arrows(self, step: Step) -> tuple[tuple[Instance, Instance], ...]:
        """The arrows by which a step can be taken, between the instances that it names."""
        assert step.relation is not None
        relation, places = step.relation, {step.source: step.source_in, step.target: step.target_in}
        here, there = places.get(relation.source, ""), places.get(relation.target, "")
        role = relation.role or Role.PRIMARY
        return tuple(
            (k.source, k.target)
            for k in self.loss.asked.get((relation.source, relation.target), ())
            if (k.relation.role or Role.PRIMARY) is role and _is_in(k.source, here) and _is_in(k.target, there)
        )

    @property
    def calls(self) -> tuple[Call, ...]:
        return self._begun[0]

    @property
    def origins(self) -> tuple[Component, ...]:
        """Where the flow begins: at what its first step starts at, and at what nothing in it leads to."""
        return self._begun[1]

    def at(self, component: Component) -> Mapping[str, list[Instance]]:
        """What serves of a component where nothing fails, by its site."""
        if component not in self._at:
            here = self.loss.here(component, MAIN)
            led = any(i.role in SERVING for i in here)
            for instance in here:
                if not led or instance.role in SERVING:
                    self._at.setdefault(component, {}).setdefault(site_of(instance), []).append(instance)
        return self._at.get(component, {})

    @cached_property
    def _at(self) -> dict[Component, dict[str, list[Instance]]]:
        return {}

    def now(self, component: Component) -> frozenset[str]:
        """The sites at which something of it serves now: what worked there before, or a copy that was promoted."""
        if component not in self._now:
            way = self.loss.serves(component, MAIN)
            works = (i for some in self.at(component).values() for i in some if self.loss.works(i))
            self._now[component] = frozenset(site_of(i) for i in (*works, *(way.by if way else ())))
        return self._now[component]

    @cached_property
    def _now(self) -> dict[Component, frozenset[str]]:
        return {}

    def is_one(self, component: Component) -> bool:
        """Whether it is one system wherever it runs: it needs several, or a copy was promoted, to which all are led."""
        way = self.loss.serves(component, MAIN)
        return component.takes_several or (way is not None and any(i.role in COPIES for i in way.by))

    def serves(self, call: Call) -> frozenset[str]:
        """The sites at which what is asked serves, in that role."""
        key = (call.target, call.role)
        if key not in self._serves:
            way = self.loss.serves(call.target, MAIN, call.role)
            role, here = call.role, self.loss.here(call.target, MAIN)
            some = here if role else [i for s in self.at(call.target).values() for i in s]
            fit = [i for i in some if self.loss.works(i) and (role is None or i.role is role)]
            self._serves[key] = frozenset(site_of(i) for i in (*fit, *(way.by if way else ())))
        return self._serves[key]

    @cached_property
    def _serves(self) -> dict[tuple[Component, Role | None], frozenset[str]]:
        return {}

    def reach(self, call: Call, site: str) -> frozenset[str]:
        """The sites to which arrows lead from a site; what is global leads to all."""
        found = frozenset(site_of(b) for a, b in call.arrows if site_of(a) == site)
        every = frozenset(self.at(call.target))
        if site == OUTSIDE and not call.named:
            return every
        return found if call.role else found & every

    def good(self, call: Call, stuck: Mapping[Node, Stuck] | None = None) -> frozenset[str]:
        """The sites at which what is asked serves and gets on itself."""
        known = self.stuck if stuck is None else stuck
        return frozenset(site for site in self.serves(call) if (call.target, site) not in known)

    @cached_property
    def bound(self) -> Bound:
        return Bound(self.loss, self.steps)

    def _in_their_zones(self) -> Iterator[tuple[Node, Stuck]]:
        """What works at a site, and of which each one gets no further in its zone."""
        cut = self.bound.cut
        for component in dict.fromkeys(i.component for i in cut):
            for site, some in self.at(component).items():
                here = [i for i in some if self.loss.works(i)]
                if here and not self.is_one(component) and all(i in cut for i in here):
                    yield (component, site), Stuck(cut[here[0]].step, cut[here[0]].lacks)

    @cached_property
    def stuck(self) -> Mapping[Node, Stuck]:
        """What works at a site and does not get on there."""
        found: dict[Node, Stuck] = dict(self._in_their_zones())
        changed = True
        while changed:
            changed = False
            for call in self.calls:
                for site in sorted(self.now(call.source)):
                    node = (call.source, site)
                    if node not in found and not self._gets_on(call, site, found):
                        behind = next((found[call.target, s] for s in self.serves(call) & self.reach(call, site)), None)
                        found[node] = Stuck(call.step, behind.lacks if behind else call.target)
                        changed = True
        return found

    def _gets_on(self, call: Call, site: str, stuck: Mapping[Node, Stuck]) -> bool:
        reach = self.reach(call, site)
        good = self.good(call, stuck)
        if not reach or good & reach or (self.is_one(call.target) and call.role is None):
            return True
        return self.led(call, good) is not None

    def led(self, call: Call, good: frozenset[str]) -> Route | None:
        """The failover that leads a caller on to where what he asks serves and gets on, the quickest first. People are
        led by whatever leads there: no name that they keep is in the model."""
        people = call.source.kind.scope is Scope.ACTOR
        routes = [r for r in self.loss.routes if r.target is call.target and (people or r.source is call.source)]
        return self._quickest([*routes, *self._own(call.target)], good)

    def _own(self, component: Component) -> list[Route]:
        links = (k for k in self.loss.failovers if own(k.relation) and k.source.component is component)
        return [route_by(k) for k in links if self.loss.leads(k)]

    @staticmethod
    def _quickest(routes: Iterable[Route], good: frozenset[str]) -> Route | None:
        some = (r for r in routes if r.side == MAIN and r.instance and site_of(r.instance) in good)
        return min(some, key=lambda r: switching(r.relation, r.source).order, default=None)

    def begins_at(self, component: Component) -> list[str]:
        """The sites at which who begins there gets on."""
        return [site for site in sorted(self.now(component)) if (component, site) not in self.stuck]

    @cached_property
    def nowhere(self) -> bool:
        """Whether the flow works at no site, though each of its steps does at one."""
        if self.bound.dead:
            return True
        return (self.several or bool(self.bound.cut)) and any(not self.begins_at(c) for c in self.origins if self.at(c))

    @property
    def several(self) -> bool:
        """Whether something fell of what runs at more than one site: else what works gets on."""
        parts = {*self.origins, *(c for call in self.calls for c in (call.source, call.target))}
        return bool(self.loss.fallen) and any(len(self.at(c)) > 1 for c in parts)

    @cached_property
    def led_back(self) -> Mapping[Component, Route]:
        """The failovers to where a flow begins, by which who began it elsewhere begins it at another site."""
        found = {}
        for component in self.origins:
            routes = [r for r in self.loss.routes if r.target is component]
            if route := self._quickest([*routes, *self._own(component)], frozenset(self.begins_at(component))):
                found[component] = route
        return found

    @cached_property
    def reached(self) -> frozenset[Node]:
        """What somebody still comes to, of what works and gets on."""
        waiting = [(c, site) for c in self.origins for site in self.begins_at(c)]
        found = set(waiting)
        while waiting:
            component, site = waiting.pop()
            for call in (c for c in self.calls if c.source is component):
                good = self.good(call)
                route = None if good & self.reach(call, site) else self.led(call, good)
                to = {site_of(route.instance)} if route and route.instance else good & self.reach(call, site)
                some = {(call.target, s) for s in (good if self.is_one(call.target) else to)} - found
                found |= some
                waiting += some
        return frozenset(found)


def _is_in(instance: Instance, place: str) -> bool:
    return not place or any(p.id == place for p in instance.places())
