"""The sites of a flow after a loss to who is led to what fell there, and how long until something leads him on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archdeck.answers.drills.loss import Loss, Route, Way
from archdeck.answers.drills.sites import Call, Sites
from archdeck.answers.drills.standing import MAIN
from archdeck.answers.drills.times import FAILOVER, NO, Time, answers_names, is_cdn, is_queue
from archdeck.answers.drills.zonal import OUTSIDE, site_of
from archdeck.language import FLOWING
from archdeck.model import Component, Instance, Scope, Step

_HEALTH = re.compile(r"health", re.IGNORECASE)
_NO = re.compile(f"({NO})", re.IGNORECASE)
_CHECKS = frozenset({"aws.route53-health-check"})


def leads_nobody_on(loss: Loss, component: Component) -> bool:
    """Whether it goes on leading to what fell: DNS of which nothing names a health check, a CDN, whoever is outside."""
    if component.kind.spreads:
        return False
    if answers_names(component):
        return not _checks(loss, component)
    return is_cdn(component) or component.kind.scope is Scope.ACTOR


def _checks(loss: Loss, component: Component) -> bool:
    """Whether its settings name a health check, or one is joined to it."""
    settings = [*component.config.items(), *(pair for i in loss.running[component.id] for pair in i.config.items())]
    if any(
        (_HEALTH.search(key) or _HEALTH.search(value)) and not _NO.fullmatch(value.strip()) for key, value in settings
    ):
        return True
    ends = ((r.source, r.target) for r in loss.environment.relations)
    return any(component in pair and any(c.kind.id in _CHECKS for c in pair) for pair in ends)


@dataclass(frozen=True)
class Arrivals:
    """`steps` are those that a flow needs and that work."""

    loss: Loss
    steps: Sequence[Step]

    @cached_property
    def sites(self) -> Sites:
        return Sites(self.loss, self.steps)

    @cached_property
    def moved(self) -> tuple[Route, ...]:
        """The failovers that lead on who was led to what fell."""
        found = [route for call in self.sites.calls for _, route in self._hit(call) if route]
        found += self._steps_that_lead()
        found += self.sites.bound.routes(self._elsewhere)
        found += [self.sites.led_back[c] for c, _ in self._begun_in_vain() if c in self.sites.led_back]
        return tuple({route.relation.id: route for route in found}.values())

    @cached_property
    def astray(self) -> tuple[Way, ...]:
        """Whom nothing leads on, or in a time that is not stated."""
        found = [way for call in self.sites.calls for site, route in self._hit(call) if not route
                 for way in self._still_led(call, site)]  # fmt: skip
        return (*found, *self._not_begun(), *self.sites.bound.ways(self._elsewhere))

    def _elsewhere(self, instance: Instance) -> bool:
        """Whether nothing of its component gets on at its site: then somebody leads to another site, or nobody does."""
        return (instance.component, site_of(instance)) in self.sites.stuck

    def _hit(self, call: Call) -> Iterator[tuple[str, Route | None]]:
        """The sites from which a call leads to what fell or does not get on, and the failover that leads on."""
        sites, good = self.sites, self.sites.good(call)
        if sites.is_one(call.target) and call.role is None and not self._names(call):
            return
        for site in sites.at(call.source):
            bad = sites.reach(call, site) - good
            if (call.source, site) in sites.reached and (bad or self._led_astray(call)):
                yield site, sites.led(call, good)

    def _steps_that_lead(self) -> Iterator[Route]:
        """The failovers that are steps themselves, and led to what fell."""
        for step in self.steps:
            relation = step.relation
            if relation and relation.kind not in FLOWING and relation.id in self.loss.astray:
                ends = relation.source, relation.target, MAIN
                yield from (r for r in self.loss.routes if (r.source, r.target, r.side) == ends)

    def _names(self, call: Call) -> bool:
        return answers_names(call.source)

    def _led_astray(self, call: Call) -> bool:
        """Whether it has the name of a single instance that fell, or a failover joins both ends."""
        relation = call.step.relation
        led = any((r.source, r.target, r.side) == (call.source, call.target, MAIN) for r in self.loss.routes)
        return relation is not None and relation.id in self.loss.astray and (self._names(call) or led)

    def _still_led(self, call: Call, site: str) -> Iterator[Way]:
        loss, source = self.loss, call.source
        lacks = next(filter(None, (loss.lacks(r) for r in loss.failing_over
                                   if (r.source, r.target) == (source, call.target))), "")  # fmt: skip
        where = call.step.relation.where if call.step.relation else call.step.where
        says = f"until {source.name} leads to nothing that fell"
        what = self._what(call, site)
        if lacks or leads_nobody_on(loss, source):
            reason = f": {lacks}" if lacks else ""
            yield Way(
                Time(None, says, where, key=FAILOVER), less=f"nothing leads {source.name} away from {what}{reason}"
            )
        elif is_queue(source) or (source.kind.spreads and site != OUTSIDE):
            return
        else:
            yield Way(
                Time(None, says, where, key=FAILOVER),
                note=f"nothing states how soon {source.name} leads away from {what}",
            )

    def _what(self, call: Call, site: str) -> str:
        """What fell, or does not get on, where a call leads."""
        bad = sorted(self.sites.reach(call, site) - self.sites.good(call))
        stuck = next((self.sites.stuck[call.target, s] for s in bad if (call.target, s) in self.sites.stuck), None)
        where = f" in {' and '.join(map(self._name, bad))}" if bad else ""
        if stuck:
            return f"{call.target.name}{where}, which reaches nothing of {stuck.lacks.name}"
        return f"what fell of {call.target.name}{where}"

    def _name(self, site: str) -> str:
        return next((p.name for p in self.loss.environment.places if p.domain.id == site), site)

    def _begun_in_vain(self) -> Iterator[tuple[Component, str]]:
        """Where at one of several sites a flow begins, and fell or does not get on there."""
        for component in self.sites.origins:
            every, good = self.sites.at(component), self.sites.begins_at(component)
            if good and not self.sites.is_one(component):
                yield from ((component, site) for site in every if site not in good)

    def _not_begun(self) -> Iterator[Way]:
        for component, site in self._begun_in_vain():
            if component in self.sites.led_back:
                continue
            stuck = self.sites.stuck.get((component, site))
            reaches = f"reaches nothing of {stuck.lacks.name}" if stuck else "fell"
            less = f"{component.name} in {self._name(site)} {reaches}, and nothing leads from there to another site"
            says = f"until what begins at {component.name} does so at another site"
            yield Way(Time(None, says, component.where, key=FAILOVER), less=less)


def first_in_vain(loss: Loss, steps: Sequence[Step]) -> Step:
    """The first step from which on a flow that gets on at no site does so, though each of its steps works at one."""
    return next(step for n, step in enumerate(steps, 1) if Sites(loss, steps[:n]).nowhere)


def partly_fallen(loss: Loss, steps: Sequence[Step]) -> list[Component]:
    """What a flow passes at several sites, and of which something fell at one."""
    sites = Sites(loss, steps)
    parts = dict.fromkeys(c for call in sites.calls for c in (call.source, call.target))
    several = (c for c in parts if len(sites.at(c)) > 1)
    found = [c for c in several if any(loss.fell_with(i) for some in sites.at(c).values() for i in some)]
    return list(dict.fromkeys([*found, *sorted(sites.bound.fallen, key=lambda c: c.id)]))
