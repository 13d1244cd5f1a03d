"""A model to what speaks against its copies: stores without backup, copies that are none, copies of unknown age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import Pillar, RelationKind, Role, Severity
from archdeck.model import Component, Environment, Model, Place, Relation

_S3_COPY = re.compile(r"\bcrr\b|\bs3 replication\b|cross-region replication", re.IGNORECASE)
_BY_ITSELF = re.compile(
    r"\breplicat(?:ed|es|ion)\b[^.;:]{0,60}\b(?:automatically|by itself)"
    r"|\bautomatically (?:replicat\w+|copied)\b[^.;:]{0,60}",
    re.IGNORECASE,
)
_PLACES = re.compile(r"\bzones?\b|\bAZs?\b|\bregions?\b", re.IGNORECASE)
_IN_PLACE = re.compile(
    r"^(?:(?:s3 |object )?version(?:s|ing|ed)|multi-?\s?az|(?:a |hot |warm )?standby"
    r"|(?:read |a )*replicas?|replicat\w+|raid)\b",
    re.IGNORECASE,
)


def _no_backup(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in services.STORES - services.OBJECTS - services.CACHES:
            continue
        copied = any(r.kind is RelationKind.BACKUP and r.source.id == component.id for r in model.relations)
        pairs = list(stated.settings(model, component))
        said = stated.says(pairs, stated.BACKUP)
        if said is False:
            yield found(f"store {component.id!r} has no backup ({stated.setting(pairs, stated.BACKUP)})", component)
        elif said is None and not copied and not stated.applies(model, component, services.BACKUPS):
            yield found(f"no setting and no relation of store {component.id!r} says how it is backed up", component)


def _backup_in_place(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        for key, value in dict.fromkeys(stated.settings(model, component)):
            named = stated.BACKUP.search(key) and _IN_PLACE.search(value) and not stated.BACKUP.search(value)
            if named and component.kind.id in services.STORES:
                words = f"setting {key!r} of {component.id!r} is {value!r}, which is not apart from the store"
                yield found(f"{words}: a mistake there reaches it too", component)
                break


def _replicated_by_itself(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        disk = component.kind.id in services.DISKS
        texts = [t for t in stated.told(model, component) if not disk or _PLACES.search(t[1])]
        said = stated.claim(texts, _BY_ITSELF) if component.kind.id in services.SINGLE else None
        if not said or (not disk and stated.says(stated.settings(model, component), stated.MULTI_AZ)):
            continue
        alone = [e.id for e in stated.production(model) if e.of(component) and (disk or not _has_copy(e, component))]
        if alone:
            words = f"{said[0]} says {said[1]!r}, and {component.kind.name}"
            only = "stays in one zone" if disk else f"has a copy only where one is set up: not in {listed(alone)}"
            yield found(f"{words} {only}", component)


def _has_copy(environment: Environment, component: Component) -> bool:
    return any(i.role in (Role.STANDBY, Role.READ_REPLICA) for i in environment.of(component))


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


def _snapshots(model: Model, bucket: Component) -> Iterator[Relation]:
    """The relations by which snapshots of databases and disks come to a bucket."""
    sources = services.DATABASES | services.DISKS
    for relation in model.relations:
        into = relation.kind is RelationKind.BACKUP and relation.target.id == bucket.id
        aws = relation.source.kind.id in sources and relation.source.kind.id.startswith("aws.")
        if into and aws and re.search("snapshot", f"{relation.label} {relation.says}", re.IGNORECASE):
            yield relation


def _snapshot_replication(model: Model) -> Iterator[Evidence]:
    for relation in model.relations:
        bucket = relation.source.kind.id in services.BUCKETS and relation.kind is RelationKind.REPLICATION
        taken = listed(r.source.kind.name for r in _snapshots(model, relation.source)) if bucket else ""
        if taken and _S3_COPY.search(f"{relation.label} {relation.says}"):
            words = f"relation {relation.id!r} copies snapshots of {taken} by S3 replication, and AWS keeps those in"
            yield found(f"{words} buckets of its own that it does not reach", relation, relation.source)


def _key_elsewhere(model: Model) -> Iterator[Evidence]:
    stores = [c for c in model.components if c.kind.id in services.STORES]
    for environment in model.environments:
        for store in (c for c in stores if environment.of(c)):
            keys = stated.neighbours(model, store, RelationKind.USES)
            for key in (c for c in dict.fromkeys(keys) if c.kind.id in services.ENCRYPTORS and environment.of(c)):
                held, needed = _regions(environment, key), _regions(environment, store)
                gone = [needed[id] for id in needed if id not in held]
                if held and gone:
                    words = f"{store.id!r} runs in {listed(gone)} too, and its key {key.id!r} only in"
                    yield found(f"{words} {listed(held.values())} ({environment.id})", store, key, environment)


def _regions(environment: Environment, component: Component) -> dict[str, str]:
    """The Regions that a component runs in, by id, as they are called."""
    places = [i.region() for i in environment.of(component) if i.count > 0]
    return {place.id: stated.called(place) for place in places if place}


P, WARNING, NOTE = Pillar.RELIABILITY, Severity.WARNING, Severity.NOTE
RULES = (
    Rule("no-backup", P, WARNING, "A store without backup",
         "make backups, and say so in `config` or by a relation of kind `backup`", _no_backup),
    Rule("backup-in-place", P, WARNING, "A backup that is none",
         "keep a copy apart from it, for example by AWS Backup", _backup_in_place),
    Rule("replicated-by-itself", P, WARNING, "A store that is said to replicate by itself",
         "run a standby, or correct the sentence", _replicated_by_itself),
    Rule("snapshot-replication", P, WARNING, "Snapshots that S3 replication cannot reach",
         "copy them by AWS Backup or by snapshot copies", _snapshot_replication),
    Rule("key-elsewhere", P, WARNING, "A copy in a Region without its key",
         "run a key there too, as AWS keeps each key in its Region", _key_elsewhere),
    Rule("lag-unstated", P, NOTE, "A copy that does not say how far it is behind", "give it `lag`", _lag_unstated),
)  # fmt: skip
