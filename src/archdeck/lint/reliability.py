"""A model to what speaks against its reliability: what stands alone, what has no copy, what was never tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.language import OverlayKind, Pillar, PlaceKind, RelationKind, Role, Stage
from archdeck.lint import services, stated
from archdeck.lint.rule import Evidence, Rule, found, listed
from archdeck.model import Component, Environment, Instance, Model, Place, Relation, Requirement, Scope
from archdeck.problems import Severity

_DLQ = re.compile(r"dead.?letter|\bdlq\b|redrive", re.IGNORECASE)
_HEALTH = re.compile(r"health", re.IGNORECASE)
_S3_COPY = re.compile(r"\bcrr\b|\bs3 replication\b|cross-region replication", re.IGNORECASE)
_PLACEMENT = re.compile(r"placement groups?", re.IGNORECASE)
_APART = re.compile(r"spread|partition|(?:per|each|in every) zone", re.IGNORECASE)
_REGION_ID = re.compile(
    r"\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central)(?:east|west)?-[1-9]\b"
)
_NAMES = services.DNS | {"aws.internet-gateway"}
_ROUTERS = services.PASSES_ON | services.CDNS


def _one_zone(environment: Environment, component: Component) -> tuple[Instance, str] | None:
    """The first instance of what runs in one zone only, and the zone."""
    zones = stated.spread(environment, component, PlaceKind.ZONE)
    if zones is None or len(zones) != 1:
        return None
    first = stated.serving(environment, component)[0]
    return first, stated.called(next(iter(zones.values())))


def _stores_in_one_zone(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        for component in environment.components:
            zonal = component.kind.scope is Scope.ZONAL and component.kind.id in services.DATABASES
            settings = [*component.config.items(), *(p for i in environment.of(component) for p in i.config.items())]
            alone = _one_zone(environment, component) if zonal else None
            if alone and not stated.says(settings, stated.MULTI_AZ):
                words = f"store {component.id!r} runs only in {alone[1]} in production ({environment.id})"
                yield found(words, alone[0], environment)


def _services_in_one_zone(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        called = {k.target.component.id for k in environment.links if k.relation.kind in stated.TRAFFIC}
        for component in environment.components:
            alone = _one_zone(environment, component) if component.kind.id in services.SERVERS else None
            if alone and component.kind.scope is Scope.ZONAL and component.id in called:
                words = f"{component.id!r} takes requests and runs only in {alone[1]} in production ({environment.id})"
                yield found(words, alone[0], environment)


def _no_backup(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in services.STORES - services.BUCKETS - services.CACHES:
            continue
        copied = any(r.kind is RelationKind.BACKUP and r.source.id == component.id for r in model.relations)
        pairs = list(stated.settings(model, component))
        said = stated.says(pairs, stated.BACKUP)
        if said is False:
            yield found(f"store {component.id!r} has no backup ({stated.setting(pairs, stated.BACKUP)})", component)
        elif said is None and not copied and not stated.applies(model, component, services.BACKUPS):
            yield found(f"no setting and no relation of store {component.id!r} says how it is backed up", component)


def _no_dlq(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in services.QUEUES:
            continue
        joined = stated.neighbours(model, component, *RelationKind)
        has = any(c.kind.id == "aws.sqs-dlq" or (c.kind.id in services.QUEUES and _DLQ.search(c.name)) for c in joined)
        is_one = _DLQ.search(f"{component.id} {component.name}")
        if not (has or is_one or stated.says(stated.settings(model, component), _DLQ)):
            yield found(f"queue {component.id!r} says nothing of a dead-letter queue", component)


def _regions(model: Model) -> set[str] | None:
    """The ids of AWS's Regions that the model has; None where it has one that is not known by id or name."""
    names = {name.lower(): id for id, name in services.REGIONS.items()}
    found: set[str] = set()
    for place in (p for e in model.environments for p in e.places if p.kind is PlaceKind.REGION):
        known = [id for name, id in names.items() if name in place.name.lower()]
        if not _REGION_ID.fullmatch(place.id) and not known:
            return None
        found |= {place.id, *known}
    return found or None


def _routes(component: Component, model: Model) -> Iterator[str]:
    """The Regions that a component is said to lead to: any that a setting names; in prose by id, or after `to` or an
    arrow, because a sentence may name a city for another reason."""
    prose = [component.summary, component.description]
    prose += [w for r in model.relations if r.source.id == component.id for w in (r.label, r.says)]
    prose += [row.says for topic in model.topics for row in topic.rows if component in row.about]
    values = list(component.config.values())
    for text in values + (prose if component.kind.id in _ROUTERS else []):
        yield from _REGION_ID.findall(text)
    for id, name in services.REGIONS.items():
        if any(name in value for value in values):
            yield id
        led = re.compile(rf"(?:→|->|\bto)\s+(?:{re.escape(name)})\b")
        if component.kind.id in _ROUTERS and any(led.search(text) for text in prose):
            yield id


def _unmodelled_region(model: Model) -> Iterator[Evidence]:
    regions = _regions(model)
    for component in model.components if regions is not None else ():
        gone = [id for id in dict.fromkeys(_routes(component, model)) if id not in (regions or ())]
        if gone:
            names = listed(f"{services.REGIONS[id]} ({id})" if id in services.REGIONS else id for id in gone)
            leads = "leads to" if component.kind.id in _ROUTERS else "names"
            there = "that Region" if len(gone) == 1 else "those Regions"
            yield found(f"{component.id!r} {leads} {names}, and no environment has {there}", component)


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


def _primaries(environment: Environment, component: Component) -> set[Place | None]:
    """The Region of the primary; a standby in another one is not in step unless it says so."""
    return {i.region() for i in environment.of(component) if i.role is Role.PRIMARY}


def _lag_unstated(model: Model) -> Iterator[Evidence]:
    for environment in stated.production(model):
        for instance in environment.instances:
            far = instance.role is Role.STANDBY and instance.region() not in _primaries(environment, instance.component)
            waits = instance.role is Role.STANDBY and instance.sync is False
            behind = instance.role is Role.READ_REPLICA or waits or far
            if behind and not instance.sync and not instance.lag and instance.component.kind.id not in services.CACHES:
                where = f" in {stated.called(instance.place)}" if instance.place else ""
                words = (
                    f"the asynchronous copy of {instance.component.id!r}{where} does not say how far behind it may be"
                )
                yield found(words, instance, environment)


def _failover_health(model: Model) -> Iterator[Evidence]:
    for relation in stated.live_relations(model, RelationKind.FAILOVER):
        ends: tuple[Component, ...] = (relation.source, relation.target)
        checked = any(stated.applies(model, end, services.HEALTH_CHECKS) for end in ends)
        told = any(stated.says(stated.settings(model, end), _HEALTH) for end in ends)
        if not (checked or told):
            words = f"failover {relation.id!r} does not say by which health check {ends[0].id!r} decides"
            yield found(words, relation, *ends)


def _backed_up(model: Model, bucket: Component) -> Relation | None:
    """The relation by which snapshots of a database or a disk come to a bucket."""
    sources = services.DATABASES | services.DISKS
    for relation in model.relations:
        into = relation.kind is RelationKind.BACKUP and relation.target.id == bucket.id
        aws = relation.source.kind.id in sources and relation.source.kind.id.startswith("aws.")
        if into and aws and re.search("snapshot", f"{relation.label} {relation.says}", re.IGNORECASE):
            return relation
    return None


def _snapshot_replication(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        bucket = relation.source.kind.id in services.BUCKETS and relation.kind is RelationKind.REPLICATION
        taken = _backed_up(model, relation.source) if bucket else None
        if taken and _S3_COPY.search(f"{relation.label} {relation.says}"):
            words = f"relation {relation.id!r} copies snapshots of {taken.source.kind.name} by S3 replication, and AWS"
            yield found(f"{words} keeps those in buckets of its own that it does not reach", relation, relation.source)


def _no_balancer(model: Model) -> Iterator[Evidence]:
    relations = stated.live_relations(model, RelationKind.REQUEST)
    for component in stated.live(model):
        server = component.kind.id in services.SERVERS
        caller = stated.outside(component, relations, _NAMES) if server else None
        if caller and caller.kind.id not in services.STAFF:
            words = f"requests of {caller.id!r} reach {component.id!r}"
            yield found(f"{words} with no load balancer between them", component)


def _placement_group(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        told = [(k, v) for k, v in stated.settings(model, component) if _PLACEMENT.search(f"{k} {v}")]
        for environment in stated.production(model) if told and not any(_APART.search(v) for _, v in told) else ():
            zones = {z.id for i in environment.of(component) if i.count > 0 and (z := stated.around(i, PlaceKind.ZONE))}
            if len(zones) > 1:
                words = (
                    f"{component.id!r} is in a placement group ({told[0][0]}: {told[0][1]}) and runs in {len(zones)}"
                )
                yield found(f"{words} zones, and one that keeps servers close together lies in one zone", component)
                break


def _scaled_disk(model: Model) -> Iterator[Evidence]:
    scaled = {m.id for o in model.overlays if o.kind is OverlayKind.AUTO_SCALING_GROUP for m in o.members}
    for relation in stated.live_relations(model, RelationKind.DATA):
        server, disk = relation.source, relation.target
        if server.id in scaled and disk.kind.id in services.DISKS:
            words = f"what {server.id!r} writes to disk {disk.id!r} is there for one server only, and Auto Scaling may"
            yield found(f"{words} take that away at any time", disk, relation, server)


P, WARNING, NOTE = Pillar.RELIABILITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("one-zone-store", P, WARNING, "A production store in one zone", "run a standby in a second zone",
         _stores_in_one_zone),
    Rule("one-zone-service", P, WARNING, "A production service in one zone", "run it in a second zone too",
         _services_in_one_zone),
    Rule("no-backup", P, WARNING, "A store without backup",
         "make backups, and say so in `config` or by a relation of kind `backup`", _no_backup),
    Rule("no-dlq", P, WARNING, "A queue without dead-letter queue",
         "join one to it, or name it in `config`", _no_dlq),
    Rule("unmodelled-region", P, WARNING, "A route to a Region that is not modelled",
         "model what runs there, or correct the route", _unmodelled_region),
    Rule("target-unmet", P, WARNING, "A requirement whose components would not survive what it names",
         "run it in a second one, or change what meets the requirement", _target_unmet),
    Rule("undrilled", P, NOTE, "A requirement that no drill tests", "add a drill with `expect`", _undrilled),
    Rule("lag-unstated", P, NOTE, "A copy that does not say how far it is behind", "give it `lag`", _lag_unstated),
    Rule("failover-health", P, WARNING, "A failover without a health check",
         "name it in `config`, or join a health check to it", _failover_health),
    Rule("snapshot-replication", P, WARNING, "Snapshots that S3 replication cannot reach",
         "copy them by AWS Backup or by snapshot copies", _snapshot_replication),
    Rule("no-balancer", P, WARNING, "Servers that users reach without a load balancer",
         "put one in front of them", _no_balancer),
    Rule("placement-group", P, NOTE, "A placement group over several zones",
         "say that each zone has its own, or that it is one of the strategy spread or partition", _placement_group),
    Rule("scaled-disk", P, NOTE, "Data on the disk of a server that comes and goes",
         "keep it in a database, a bucket or a shared file system, and say what the disk is for", _scaled_disk),
)  # fmt: skip
