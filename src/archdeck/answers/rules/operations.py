"""A model to what speaks against its operational excellence: who answers for it, and who would see it fail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, RelationKind, Severity
from archdeck.model import Component, Environment, Model, Scope


def _no_owner(model: Model) -> Iterator[Evidence]:
    bare = [c for c in stated.live(model) if c.kind.scope is not Scope.ACTOR and not c.owner]
    if bare and not model.owner:
        some = ", ".join(c.id for c in bare[:5]) + (f" and {len(bare) - 5} more" if len(bare) > 5 else "")
        yield found(f"nobody is named who answers for what runs in production: {some}", model)


def _no_why(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        applied = component.kind.cross_cutting or component.kind.everywhere
        told = component.summary or component.description  # without either, `unexplained` says so
        if component.kind.scope is not Scope.ACTOR and told and not applied and not component.why:
            yield found(f"{component.id!r} runs in production and does not say why it was chosen", component)


def _no_monitoring(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        watched = any(c.kind.id in services.MONITORING for c in environment.components)
        if not watched and any(c.kind.id in _WATCHED for c in environment.components):
            yield found(f"nothing in production ({environment.id}) collects metrics, logs or traces", environment)


def _retired(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        if ended := services.RETIRED.get(component.kind.id):
            yield found(f"{component.id!r}: {ended[0]}; instead there is {ended[1]}", component)
            continue
        for key, value in component.config.items():
            for kind in (k for k, named in services.RETIRED_NAMES.items() if named.search(value)):
                said, instead = services.RETIRED[kind]
                yield found(f"setting {key!r} of {component.id!r}: {said}; instead there is {instead}", component)


def _pipeline_source(model: Model) -> Iterator[Evidence]:
    for component in (c for c in model.components if c.kind.id in services.PIPELINES):
        if any(re.search(r"source|repositor", key, re.IGNORECASE) for key in component.config):
            continue
        bare = [e.id for e in model.environments if e.of(component) and not _fed(e, component)]
        if bare:
            words = f"pipeline {component.id!r} runs in {listed(bare)}, and no repository leads to it there"
            yield found(words, component, *(e for e in model.environments if e.id in bare))


def _fed(environment: Environment, pipeline: Component) -> bool:
    ends = {(r.source.kind.id, r.target.id) for r in environment.relations if r.kind is not RelationKind.USES}
    ends |= {(r.target.kind.id, r.source.id) for r in environment.relations if r.kind is RelationKind.DATA}
    return any(kind in services.SOURCES and id == pipeline.id for kind, id in ends)


def _renamed(model: Model) -> Iterator[Evidence]:
    for component in model.components:
        texts = [(f"the name of {component.id!r}", component.name), *stated.told(model, component)]
        for old, (named, now) in services.RENAMED.items():
            said = stated.claim([(where, text) for where, text in texts if now not in text], named)
            if said:
                yield found(f"{said[0]} speaks of {old}, which is {now} today", component)


def _no_audit(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        aws = [c for c in environment.components if c.kind.id.startswith("aws.")]
        if any(c.kind.id in _WATCHED for c in aws) and not any(c.kind.id in services.AUDIT for c in aws):
            yield found(f"nothing in production ({environment.id}) records who changes what in AWS", environment)


_WATCHED = services.SERVERS | services.CLUSTERS | services.FUNCTIONS | services.STORES
P, WARNING, NOTE = Pillar.OPERATIONAL_EXCELLENCE, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("no-owner", P, NOTE, "Production without an owner",
         "give the system an `owner`, or each component its own", _no_owner),
    Rule("no-why", P, NOTE, "A component without a reason", "give it `why`", _no_why),
    Rule("no-monitoring", P, NOTE, "Production that nobody watches", "add what does, such as CloudWatch",
         _no_monitoring),
    Rule("pipeline-source", P, WARNING, "A pipeline without a source",
         "run the repository there and let it lead to the pipeline, or name it in `config` as in Source",
         _pipeline_source),
    Rule("renamed-service", P, NOTE, "A service by its former name", "call it so, and it will be found", _renamed),
    Rule("retired-service", P, WARNING, "A service that AWS ends", "plan the move", _retired),
    Rule("no-audit-trail", P, NOTE, "Production without an audit trail", "add CloudTrail or AWS Config", _no_audit),
)  # fmt: skip
