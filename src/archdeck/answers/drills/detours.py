"""What is lost to the ways around it: by a failover to what a flow does not pass, and back to where it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archdeck.answers.drills.loss import COPIES, Loss, Route, Way, own, route_by, together
from archdeck.answers.drills.standing import MAIN, ends, side_of
from archdeck.answers.drills.zonal import OUTSIDE, site_of
from archdeck.model import Component, Link, Relation, Scope, Step


@dataclass(frozen=True)
class Detour:
    """A failover to a component that a flow does not pass, and how it comes back to where the flow goes on. `by` are
    the components on the way, `relations` join them, `way` is how they and the copies at its end serve."""

    route: Route
    by: tuple[Component, ...]
    relations: tuple[str, ...]
    way: Way

    @property
    def says(self) -> str:
        on = f", from there to {' and '.join(c.name for c in self.by[1:])}" if self.by[1:] else ""
        return f"{self.route.says}{on}"


def detours(loss: Loss, needed: Sequence[Step], broken: Sequence[Step]) -> Iterator[Detour]:
    """The ways around all that is broken of a flow, of which the first broken step comes first."""
    first = needed.index(broken[0])
    passed = {c for s in needed[:first] for c in ends(s)} | {needed[first].source}
    reached = {c for c in passed if loss.serves(c, MAIN)}
    parts = {c for s in needed for c in ends(s)}
    for link in loss.failovers:
        if link.target.component in parts or own(link.relation):
            continue
        leads = link.source.component in reached and loss.leads(link)
        leads = leads or (link.source.component in parts and _joined(loss, reached, link.target.component))
        if leads and (found := _Around(loss, needed, link).leads_past(broken)):
            yield found


def _joined(loss: Loss, reached: set[Component], target: Component) -> bool:
    """Whether what the flow still reaches asks what stands in for the next component."""
    return any(r.source in reached and r.target is target for r in loss.asking)


@dataclass(frozen=True)
class _Around:
    loss: Loss
    needed: Sequence[Step]
    link: Link

    @cached_property
    def reach(self) -> dict[Component, tuple[Relation | None, Way]]:
        """What is reached from where the failover leads: by which relation, and how it serves."""
        first = self.link.target.component
        way = self._serves(first)
        found: dict[Component, tuple[Relation | None, Way]] = {first: (None, way)} if way else {}
        at = {first: {site_of(self.link.target)}}
        waiting = list(found)
        while waiting:
            here = waiting.pop(0)
            for relation in (r for r in self.loss.asking if r.source is here):
                there = relation.target
                way = found[there][1] if there in found else self._serves(there)
                way = way if way and self._leads_from_each(relation) else None
                sites = self._sites(relation, at[here], way) if way else set()
                if way and not sites <= at.get(there, set()):
                    found.setdefault(there, (relation, way))
                    at.setdefault(there, set()).update(sites)
                    waiting.append(there)
        return found

    def _sites(self, relation: Relation, here: set[str], way: Way) -> set[str]:
        """The sites at which what is asked serves those who ask from some sites, by the arrows from there. What a copy
        serves, or stands by, is found from everywhere."""
        serving = {site_of(i) for i in way.by} or {OUTSIDE}
        one = relation.target.takes_several or any(i.role in COPIES for i in way.by)
        if one or side_of(self.link.target) or OUTSIDE in here:
            return serving
        arrows = self.loss.asked.get((relation.source, relation.target), ())
        led = {site_of(k.target) for k in arrows if site_of(k.source) in here}
        return serving & led if led else serving

    def _leads_from_each(self, relation: Relation) -> bool:
        """Whether everybody who asks so gets there: of what serves its own zone another one is of no use."""
        if not (relation.target.kind.zone_bound or relation.source_in or relation.target_in):
            return True
        loss, first = self.loss, self.link.target
        links = [k for k in loss.environment.links if k.relation is relation and loss.works(k.source)]
        links = [k for k in links if k.source is first or k.source.component is not first.component]
        return all(loss.works(k.target) for k in links)

    def _serves(self, component: Component) -> Way | None:
        """On the side that the failover leads into, or on the main one; a copy is made a primary where it has to."""
        loss, side = self.loss, side_of(self.link.target)
        return loss.serves(component, side) or loss.serves(component, MAIN) or loss.promoted(component)

    def leads_past(self, broken: Iterable[Step]) -> Detour | None:
        ways: list[Way | None] = []
        met: dict[Component, None] = {}
        for step in broken:
            found = self._met(ends(step)[-1], frozenset())
            if found is None:
                return None
            met |= dict.fromkeys(component for component, _ in found)
            ways += [way for _, way in found]
        chain = [relation for component in met for relation in self._to(component)]
        by = tuple(dict.fromkeys([self.link.target.component, *(r.target for r in chain)]))
        ways += [self.reach[c][1] for c in by]
        return Detour(route_by(self.link), by, tuple(dict.fromkeys(r.id for r in chain)), together(ways))

    def _met(self, component: Component, seen: frozenset[Component]) -> list[tuple[Component, Way | None]] | None:
        """Where the way meets the flow again at a component or behind it: itself, a copy of it, or what follows on it
        where it keeps nothing."""
        if component in self.reach:
            return [(component, None)]
        if self._stands_in_for(component):
            return [(self.link.target.component, None)]
        if copy := self._copy(component):
            return [copy]
        onward = [s for s in self.needed if s.relation and s.relation.source is component]
        if component in seen or component in self.loss.stores or not onward:
            return None
        found: list[tuple[Component, Way | None]] = []
        for step in onward:
            behind = self._met(ends(step)[-1], seen | {component})
            if behind is None:
                return None
            found += behind
        return found

    def _stands_in_for(self, provider: Component) -> bool:
        """Whether the failover leads from one of other people's systems to another that does the same."""
        one, other = self.link.source.component, self.link.target.component
        systems = all(c.kind.scope is Scope.ACTOR and not c.kind.is_people for c in (one, other))
        return systems and provider is one and other in self.reach

    def _copy(self, store: Component) -> tuple[Component, Way] | None:
        some = [(i, old) for i, old in self.loss.replicas(store) if i.component in self.reach]
        copy = min(some, key=lambda hand: hand[1].order, default=None)
        return (copy[0].component, self.loss.stands_in(store, *copy)) if copy else None

    def _to(self, component: Component) -> list[Relation]:
        """The relations that lead to what is reached, in their order."""
        relation = self.reach[component][0]
        return [*self._to(relation.source), relation] if relation else []
