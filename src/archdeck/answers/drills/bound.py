"""The steps of a flow to who works and gets no further in his zone: what he is bound to there fell, and another one in
another zone is of no use to him."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archdeck.answers.drills.loss import COPIES, Loss, Route, Way, own, route_by
from archdeck.answers.drills.standing import MAIN, side_of
from archdeck.answers.drills.times import FAILOVER, Time, where_it_runs
from archdeck.language import FLOWING, Location
from archdeck.model import Component, Instance, Link, Relation, Scope, Step


@dataclass(frozen=True)
class Cut:
    """By which step somebody gets no further, and for lack of what: `gone` is one of it that he is led to."""

    step: Step
    lacks: Component
    gone: Instance


@dataclass(frozen=True)
class Bound:
    """The steps that work; `side` is the place that stands by in which they are taken, else the main side."""

    loss: Loss
    steps: Sequence[Step]
    side: str = MAIN

    @cached_property
    def cut(self) -> Mapping[Instance, Cut]:
        """Who works and gets no further, nor is led on by a failover."""
        cut: dict[Instance, Cut] = {}
        changed = True
        while changed:
            changed = False
            for step, source, targets in self._led:
                good, bad = self._sorted(source, targets, cut)
                if source not in cut and not good and not self._led_on(source, bad, cut):
                    behind = cut.get(bad[0])
                    cut[source] = Cut(step, behind.lacks if behind else bad[0].component, bad[0])
                    changed = True
        return cut

    @cached_property
    def torn(self) -> Mapping[Instance, Cut]:
        """Who is led to several of which one does not serve him: nothing says by which of them he goes."""
        found: dict[Instance, Cut] = {}
        for step, source, targets in self._led:
            good, bad = self._sorted(source, targets, self.cut)
            if good and bad and source not in self.cut and not self._led_on(source, bad, self.cut):
                found.setdefault(source, Cut(step, bad[0].component, bad[0]))
        return found

    def routes(self, elsewhere: Callable[[Instance], bool]) -> list[Route]:
        """The failovers that lead on who would get no further, and away from whom nothing leads on."""
        found = []
        for _, source, targets in self._led:
            _, bad = self._sorted(source, targets, self.cut)
            if bad and source not in self.cut and (route := self._led_on(source, bad, self.cut)):
                found.append(route)
        return [*found, *(route for gone in self._asked(elsewhere) for _, route in self._ways_to(gone) if route)]

    def ways(self, elsewhere: Callable[[Instance], bool]) -> list[Way]:
        """Whom nothing leads on, but for those of whom all are led `elsewhere`. Nothing says that somebody who asks one
        that gets no further asks another one: what checks whether it works seldom checks that."""
        found = []
        for gone in self._asked(elsewhere):
            ways = list(self._ways_to(gone))
            if not ways or any(route is None for _, route in ways):
                who = f"{gone.component.name}{where_it_runs(gone)}"
                less = f"{who} reaches nothing of {self.cut[gone].lacks.name}, and nothing leads away from it"
                time = Time(None, f"until {who} is asked no more", _line(self.cut[gone]), key=FAILOVER)
                found.append(Way(time, less=less))
        return [*found, *(self._told(source, cut) for source, cut in self.torn.items())]

    def _told(self, source: Instance, cut: Cut) -> Way:
        who = f"{source.component.name}{where_it_runs(source)}"
        time = Time(None, f"until {who} leads to nothing that fell", _line(cut), key=FAILOVER)
        if not cut.lacks.kind.zone_bound:
            return Way(time, note=f"nothing states how soon {who} leads away from what fell of {cut.lacks.name}")
        one = f"that{where_it_runs(cut.gone)} {'fell' if self.loss.fell_with(cut.gone) else 'leads nowhere'}"
        return Way(time, less=f"{who} leads to several of {cut.lacks.name}, {one}, and nothing says by which it goes")

    def _asked(self, elsewhere: Callable[[Instance], bool]) -> list[Instance]:
        """Who gets no further, and is asked by others than those that get no further by that."""
        bound = {step for step, _, _ in self._led}
        callers = {
            s.relation.target for s in self.steps if s.relation and s.relation.kind in FLOWING and s not in bound
        }
        inner = {step.relation.target for step in bound if step.relation} - callers
        return [i for i in self.cut if i.component not in inner and not elsewhere(i)]

    def _ways_to(self, gone: Instance) -> Iterator[tuple[Component, Route | None]]:
        """Who asks one that gets no further, each with the failover that leads him away from it."""
        bound = {step for step, _, _ in self._led}
        asking = (s.relation for s in self.steps if s.relation and s.relation.kind in FLOWING and s not in bound)
        for caller in dict.fromkeys(r.source for r in asking if r.target is gone.component):
            yield caller, self._led_away(caller, gone)

    @cached_property
    def dead(self) -> tuple[Step, ...]:
        """The steps that nobody takes any more, though each of their ends works."""
        sources: dict[Step, list[Instance]] = {}
        for step, source, _ in self._led:
            sources.setdefault(step, []).append(source)
        return tuple(s for s, some in sources.items() if all(i in self.cut and self.cut[i].step is s for i in some))

    @property
    def lacked(self) -> list[Component]:
        """What would have to be built anew so that everybody gets further."""
        lacked = {cut.lacks for cut in (*self.cut.values(), *self.torn.values())}
        return sorted(lacked, key=lambda c: c.id)

    @property
    def fallen(self) -> frozenset[Component]:
        """That of which something fell which somebody is bound to."""
        return frozenset(b.component for _, _, some in self._led for b in some if self.loss.fell_with(b))

    @cached_property
    def _led(self) -> tuple[tuple[Step, Instance, list[Instance]], ...]:
        """Who works, and what he is bound to by a step."""
        return tuple(self._bound()) if self.loss.fallen else ()

    def _bound(self) -> Iterator[tuple[Step, Instance, list[Instance]]]:
        for step in self.steps:
            if (relation := step.relation) and self._binds(step, relation):
                led: dict[Instance, list[Instance]] = {}
                for source, target in self._pairs(step, relation):
                    led.setdefault(source, []).append(target)
                yield from ((step, source, targets) for source, targets in led.items() if self.loss.works(source))

    def _binds(self, step: Step, relation: Relation) -> bool:
        """Whether a step leads to what serves its own zone, or from and to what it names; not where everybody is led to
        one system, wherever that runs."""
        target = relation.target
        asks = relation.kind in FLOWING and relation.source is not target and relation.role not in COPIES
        named = relation.source_in or relation.target_in or step.source_in or step.target_in
        if not asks or not (target.kind.zone_bound or named) or target.takes_several:
            return False
        way = self.loss.serves(target, self.side)
        return way is not None and not any(i.role in COPIES for i in way.by)

    def _pairs(self, step: Step, relation: Relation) -> Iterator[tuple[Instance, Instance]]:
        places = {step.source: step.source_in, step.target: step.target_in}
        here, there = places.get(relation.source, ""), places.get(relation.target, "")
        for link in self._links(relation):
            asks = link.relation.role not in COPIES
            if asks and _is_in(link.source, here) and _is_in(link.target, there):
                yield link.source, link.target

    def _links(self, relation: Relation) -> Iterable[Link]:
        """The arrows of requests and data between its ends, on this side."""
        loss, ends = self.loss, (relation.source, relation.target)
        if self.side == MAIN:
            return loss.asked.get(ends, ())
        some = (k for k in loss.environment.links if (k.relation.source, k.relation.target) == ends)
        near = {i for end in ends for i in loss.here(end, self.side)}
        return (k for k in some if k.relation.kind in FLOWING and {k.source, k.target} <= near)

    def _sorted(
        self, source: Instance, targets: Sequence[Instance], cut: Mapping[Instance, Cut]
    ) -> tuple[list[Instance], list[Instance]]:
        """What of that works and gets further, and what does not. What is in no zone of its own is in all of them:
        where a zone is lost, so is what of it was there, and went out there."""
        good = [t for t in targets if self.loss.works(t) and t not in cut]
        bad = [t for t in targets if t not in good]
        if good and source.zone() is None:
            bad = [t for t in bad if self.loss.works(t) or t.id in self.loss.down]
        return good, bad

    def _led_on(self, source: Instance, bad: Sequence[Instance], cut: Mapping[Instance, Cut]) -> Route | None:
        """The failover that leads him to another one: his own to that component, or that of what fell to itself."""
        target = bad[0].component
        for link in self.loss.failovers:
            to_another = (
                link.target.component is target and link.target not in cut and side_of(link.target) == self.side
            )
            mine = link.source in bad if own(link.relation) else link.source is source
            if to_another and mine and self.loss.leads(link):
                return route_by(link)
        return None

    def _led_away(self, caller: Component, gone: Instance) -> Route | None:
        """The failover that leads who asks a component away from one of it that gets no further. People are led by any:
        no name that they keep is in the model."""
        people = caller.kind.scope is Scope.ACTOR
        for link in self.loss.failovers:
            to_another = link.target.component is gone.component and link.target not in self.cut
            mine = link.source is gone if own(link.relation) else people or link.source.component is caller
            if to_another and mine and side_of(link.target) == self.side and self.loss.leads(link):
                return route_by(link)
        return None


def _line(cut: Cut) -> Location:
    """That of the arrow by which somebody is led there: a failover would stand beside it."""
    return cut.step.relation.where if cut.step.relation else cut.step.where


def _is_in(instance: Instance, place: str) -> bool:
    return not place or any(p.id == place for p in instance.places())
