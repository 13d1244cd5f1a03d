"""A model to the promises of its requirements that its design does not keep: what survives, how soon it is back, and
how much is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, PlaceKind, RelationKind, Role, Severity, Stage, duration, seconds
from archdeck.model import Component, Environment, Instance, Model, Relation, Requirement, Scope

_NEVER = re.compile(
    r"\b(?:(?:no|zero|without(?: any)?)[ -](?:downtime|interruptions?|outages?)|uninterrupted|seamless(?:ly)?)\b",
    re.IGNORECASE,
)
_REPLICATION_TIME = 15 * 60  # what Replication Time Control of S3 promises, in seconds


def _restored_elsewhere(model: Model, component: Component, regions: set[str]) -> bool:
    """Whether an environment for disaster recovery runs it in another Region."""
    others = [e for e in model.environments if e.stage is Stage.DISASTER_RECOVERY]
    return any((stated.spread(e, component, PlaceKind.REGION) or {}).keys() - regions for e in others)


def _alone(requirement: Requirement, model: Model) -> Iterator[tuple[Component, Environment, str]]:
    """What meets a requirement and runs in one place of the kind that it asks to survive."""
    zone = requirement.target.survives == "zone"
    scopes = (Scope.ZONAL,) if zone else (Scope.ZONAL, Scope.REGIONAL)
    for component, _ in requirement.met_by:
        applied = component.kind.cross_cutting or component.kind.everywhere
        for environment in stated.production(model) if component.kind.scope in scopes and not applied else ():
            places = stated.spread(environment, component, PlaceKind.ZONE if zone else PlaceKind.REGION) or {}
            only = next(iter(places.values()), None)
            if only and len(places) == 1 and (zone or not _restored_elsewhere(model, component, set(places))):
                yield component, environment, stated.called(only)


def _target_unmet(model: Model) -> Iterator[Evidence]:
    for requirement in model.requirements:
        alone = list(_alone(requirement, model)) if requirement.target.survives in ("zone", "region") else []
        if alone:
            which = listed(f"{c.id!r} (only in {place} in {e.id})" for c, e, place in alone)
            words = f"requirement {requirement.id!r} asks to survive the loss of a {requirement.target.survives}"
            yield found(f"{words}, and is met by what runs in one: {which}", requirement)


def _undrilled(model: Model) -> Iterator[Evidence]:
    kinds = {p.id: p.kind.value for e in model.environments for p in e.places}
    for requirement in model.requirements:
        loss = requirement.target.survives
        expected = any(kinds.get(down) == loss for drill in model.drills if drill.expect for down in drill.down)
        if loss in ("zone", "region") and not expected:
            words = f"requirement {requirement.id!r} asks to survive the loss of a {loss}"
            yield found(f"{words}, and no drill says what is expected then", requirement)


def _allowed(requirement: Requirement) -> tuple[float, str] | None:
    """How long an interruption a requirement allows, and how it says so. Words weigh more than a number beside them."""
    texts = [requirement.name, requirement.says, requirement.target.text, *(how for _, how in requirement.met_by)]
    never = stated.claim([("", text) for text in texts], _NEVER)
    if never and (requirement.target.survives or requirement.pillar is Pillar.RELIABILITY):
        return 0, f"says {never[1]!r}"
    limit = requirement.target.rto_s
    return None if limit is None else (limit, f"allows an interruption of {requirement.target.written['rto']}")


def _takes_over(environment: Environment, component: Component) -> str | float | None:
    """How long a standby in the primary's Region needs to take over: seconds, '' where that is not stated, None where
    there is none. Some make a read replica the writer."""
    roles = {Role.STANDBY} | ({Role.READ_REPLICA} if component.kind.id in services.PROMOTES else set())
    here = {i.region() for i in environment.of(component) if i.role is Role.PRIMARY}
    copies = [i for i in environment.of(component) if i.role in roles and i.count > 0 and i.region() in here]
    usual = component.recovery.promote_s if component.recovery else None
    times = [seconds(i.promote) if i.promote else usual for i in copies]
    if not times:
        return None
    return min(times, default="") if None not in times else ""  # type: ignore[type-var]


def _downtime(model: Model) -> Iterator[Evidence]:
    for requirement in model.requirements:
        limit = _allowed(requirement)
        away: dict[Component, str] = {}
        for environment in stated.production(model) if limit else ():
            for component, _ in requirement.met_by:
                takes = _takes_over(environment, component)
                if isinstance(takes, str) and limit and not limit[0] and component.kind.id in services.DATABASES:
                    said = f"a standby of {component.id!r} takes a time to take over that is not stated"
                    away.setdefault(component, f"{said} ({environment.id})")
                elif isinstance(takes, float | int) and limit and takes > limit[0]:
                    said = f"a standby of {component.id!r} takes {duration(takes)} to take over"
                    away.setdefault(component, f"{said} ({environment.id})")
        if limit and away:
            words = f"requirement {requirement.id!r} {limit[1]}, and {listed(away.values())}"
            yield found(words, requirement, *away)


def _copied(model: Model, store: Component, loss: str | None) -> bool:
    """Whether a store has a fresher copy than its backups where something of this size is lost."""
    near = loss in ("instance", "zone")
    if near and store.kind.scope is not Scope.ZONAL:
        return True
    copies = [i for e in stated.production(model) for i in e.of(store) if i.role in (Role.STANDBY, Role.READ_REPLICA)]
    places = [i.region() for e in stated.production(model) for i in e.of(store)]
    regions = {place.id for place in places if place}
    replicated = any(
        r.source.id == store.id and (near or not r.derived)
        for r in stated.live_relations(model, RelationKind.REPLICATION)
    )
    return replicated or bool(copies and (near or len(regions) > 1))


def _old_backup(model: Model) -> Iterator[Evidence]:
    for requirement in model.requirements:
        limit, met_by = requirement.target.rpo_s, {c.id for c, _ in requirement.met_by}
        old: list[Relation] = [
            r
            for r in stated.live_relations(model, RelationKind.BACKUP)
            if limit is not None
            and {r.source.id, r.target.id} & met_by
            and r.every
            and seconds(r.every) > limit
            and not _copied(model, r.source, requirement.target.survives)
        ]
        if old:
            left = listed(f"a backup of {r.source.id!r} every {r.every} ({r.id})" for r in old)
            words = f"requirement {requirement.id!r} allows a loss of {requirement.target.written['rpo']}"
            yield found(f"{words}, and counts on {left}", requirement, *old)


def _replication_time(model: Model) -> Iterator[Evidence]:
    pairs = stated.live_relations(model, RelationKind.REPLICATION)
    replicated = {r.source.id for r in pairs if {r.source.kind.id, r.target.kind.id} <= services.BUCKETS}
    for requirement in model.requirements:
        limit = requirement.target.rpo_s
        elsewhere = requirement.target.survives in (None, "region")
        buckets = [c for c, _ in requirement.met_by if c.id in replicated and c.kind.id in services.BUCKETS]
        if limit is not None and limit < _REPLICATION_TIME and elsewhere and buckets:
            words = (
                f"requirement {requirement.id!r} allows a loss of {requirement.target.written['rpo']}, and S3 promises"
            )
            names = listed(repr(c.id) for c in buckets)
            late = f"{words} to replicate {names} within 15 minutes at best, by Replication Time Control"
            yield found(late, requirement, *buckets)


def _reached(model: Model, store: Component) -> set[str]:
    """A store, and whatever its copies come to, through several hands if need be."""
    reached, before = {store.id}, set[str]()
    while reached != before:
        before = set(reached)
        for relation in stated.live_relations(model, RelationKind.REPLICATION, RelationKind.BACKUP):
            reached |= {relation.target.id} if relation.source.id in reached else set()
    return reached


def _held_in(environment: Environment, ids: set[str]) -> set[str]:
    """The Regions of some components, as they are called; empty where one of them is in none."""
    instances: list[Instance] = [i for i in environment.instances if i.component.id in ids and i.count > 0]
    regions = [i.region() for i in instances]
    return set() if None in regions else {stated.called(place) for place in regions if place}


def _region_copy(model: Model) -> Iterator[Evidence]:
    written = {r.target.id for r in stated.live_relations(model, RelationKind.DATA)}
    kept = (services.STORES | services.QUEUES) - services.CACHES
    for requirement in (r for r in model.requirements if r.target.survives == "region"):
        told = {c.id for c, _, _ in _alone(requirement, model)}
        for component in stated.live(model):
            stated_loss = component.recovery is not None and component.recovery.loses_s is not None
            if component.kind.id not in kept or component.id not in written or component.id in told or stated_loss:
                continue
            for environment in stated.production(model):
                regions = _held_in(environment, _reached(model, component)) if environment.of(component) else set()
                if len(regions) == 1:
                    words = f"requirement {requirement.id!r} asks to survive the loss of a region, and what"
                    only = f"{component.id!r} holds is in {next(iter(regions))} only ({environment.id})"
                    yield found(f"{words} {only}", component, requirement, environment)


P, WARNING, NOTE = Pillar.RELIABILITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("target-unmet", P, WARNING, "A requirement whose components would not survive what it names",
         "run it in a second one, or change what meets the requirement", _target_unmet),
    Rule("downtime", P, WARNING, "No downtime, and a standby that has to take over",
         "allow for that time in `rto`, or take what needs no failover", _downtime),
    Rule("old-backup", P, WARNING, "Backups further apart than what may be lost",
         "back up as often, or keep a copy that is in step", _old_backup),
    Rule("replication-time", P, WARNING, "Less loss than S3 replication promises",
         "allow for that, or write to both Regions", _replication_time),
    Rule("region-copy", P, WARNING, "Data without a copy in a second Region",
         "copy it there, or say in `recovery` what it `loses`", _region_copy),
    Rule("undrilled", P, NOTE, "A requirement that no drill tests", "add a drill with `expect`", _undrilled),
)  # fmt: skip
