"""A model to what speaks against its way back after a failure: failovers past the entry, nothing to build from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, RelationKind, Severity, Stage
from archdeck.model import Component, Environment, Instance, Model

_HEALTH = re.compile(r"health", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"terraform|cloudformation|\bcdk\b|infrastructure as code|\bIaC\b|\btemplates?\b|gitops"
    r"|\b(?:images?|AMIs?)\b[^.;]{0,80}\bcop(?:y|ied|ies)\b|\bcop(?:y|ied|ies)\b[^.;]{0,80}\b(?:images?|AMIs?)\b",
    re.IGNORECASE,
)


def _failover_health(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, RelationKind.FAILOVER):
        ends: tuple[Component, ...] = (relation.source, relation.target)
        if _is_by_hand(ends[0]):
            continue
        checked = any(stated.applies(model, end, services.HEALTH_CHECKS) for end in ends)
        told = any(stated.says(stated.settings(model, end), _HEALTH) for end in ends)
        if not (checked or told):
            words = f"failover {relation.id!r} does not say by which health check {ends[0].id!r} decides"
            yield found(words, relation, *ends)


def _is_by_hand(component: Component) -> bool:
    """Whether a person decides, or a runbook that one starts: no health check does."""
    named = re.search(r"runbook|playbook", f"{component.id} {component.name}", re.IGNORECASE)
    return component.kind.is_people or component.kind.id in services.BY_HAND or bool(named)


def _failover_past(model: Model) -> Iterator[Evidence]:
    requests = stated.live_relations(model, RelationKind.REQUEST)
    for relation in stated.live_relations(model, RelationKind.FAILOVER):
        way = stated.way(relation.source, relation.target, requests) or ()
        past = [repr(c.id) for c in way if c.kind.id in services.CHOOSERS]
        if past and relation.source.kind.id in services.DNS:
            words = (
                f"failover {relation.id!r} leads from {relation.source.id!r} straight to {relation.target.id!r}, and"
            )
            through = (
                f"{words} requests go there through {listed(past)}, which {'do' if past[1:] else 'does'} not follow"
            )
            yield found(f"{through} it", relation, relation.source, relation.target)


def _drs_target(model: Model) -> Iterator[Evidence]:
    for component in (c for c in stated.live(model) if c.kind.id == "aws.elastic-disaster-recovery"):
        joined = [r for r in model.relations if component.id in (r.source.id, r.target.id)]
        others = [r.target if r.source.id == component.id else r.source for r in joined]
        for relation, other in zip(joined, others, strict=True):
            if other.kind.id in services.NO_DISKS:
                words = (
                    f"relation {relation.id!r} lets {component.id!r} recover {other.id!r}, and it copies the disks of"
                )
                yield found(f"{words} servers, not {other.kind.name}", relation, component, other)
        runs = [c for c in stated.live(model) if c.kind.id in services.NO_DISKS]
        if not joined and runs and not any(c.kind.id in services.MACHINES for c in stated.live(model)):
            names = listed(repr(c.id) for c in runs if c.kind.id not in services.STORES) or listed(
                repr(c.id) for c in runs
            )
            words = f"{component.id!r} copies the disks of servers, and production has no server of its own"
            yield found(f"{words}: it runs on {names}", component)


def _no_template(model: Model) -> Iterator[Evidence]:
    if any(c.kind.id in services.TEMPLATES for c in model.components):
        return
    running = services.SERVERS | services.CLUSTERS
    known = {_region(i) for e in stated.production(model) for i in e.instances if i.component.kind.id in running}
    for environment in (e for e in model.environments if e.stage is Stage.DISASTER_RECOVERY):
        new = [
            i
            for i in environment.instances
            if i.component.kind.id in running and (place := _region(i)) and known and place not in known
        ]
        if new and not stated.claim(_built(model, environment, [i.component for i in new]), _TEMPLATE):
            names, places = listed(repr(i.component.id) for i in new), listed(_region(i) for i in new)
            words = f"nothing is said to be in {places} that {names} could be started from"
            yield found(words, environment, *dict.fromkeys(i.component for i in new))


def _region(instance: Instance) -> str:
    """The id of the Region around an instance, which is the same in each environment; '' if there is none."""
    place = instance.region()
    return place.id if place else ""


def _built(model: Model, environment: Environment, components: list[Component]) -> Iterator[tuple[str, str]]:
    """What is said of how an environment comes to be."""
    yield from (("", text) for text in (environment.summary, environment.description, environment.because))
    for component in components:
        yield from stated.told(model, component)
        yield "", component.recovery.says if component.recovery else ""


P, WARNING, NOTE = Pillar.RELIABILITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("failover-health", P, WARNING, "A failover without a health check",
         "name it in `config`, or join a health check to it", _failover_health),
    Rule("failover-past", P, WARNING, "A failover past what requests go through",
         "let the failover happen there, as by origin failover or health checks of its own", _failover_past),
    Rule("drs-target", P, WARNING, "Elastic Disaster Recovery for what has no disks of its own",
         "build that anew from templates and images, and copy its data by the store's own means", _drs_target),
    Rule("no-template", P, NOTE, "A second Region with nothing to build from",
         "name templates such as Terraform's, and copy the machine images there", _no_template),
)  # fmt: skip
