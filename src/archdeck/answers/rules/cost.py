"""A model to what costs more, in money or energy, than it has to: the pillars of cost and of sustainability."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.answers.rules import services, stated
from archdeck.answers.rules.rule import Evidence, Rule, found, listed
from archdeck.language import OverlayKind, Pillar, PlaceKind, RelationKind, Role, Severity, Stage
from archdeck.model import Component, Model

_KEPT = re.compile(r"lifecycle|retention|expir|kept for|delet|glacier|archive|tiering|transition", re.IGNORECASE)
_SCALES = re.compile(r"scal|smallest|largest|\bhpa\b|karpenter|spot fleet", re.IGNORECASE)
_HOURS = re.compile(r"hours|schedule|night|weekend|switched off|shut ?down|office", re.IGNORECASE)
_GROUPS = (OverlayKind.AUTO_SCALING_GROUP, OverlayKind.CLUSTER)
_ONLY_X86 = frozenset({"aws.rds-oracle", "aws.rds-sql-server", "windows"})
_MACHINES = services.SERVERS | services.DATABASES | services.CLUSTERS


def _idle_replica(model: Model) -> Iterator[Evidence]:
    read = {r.target.id for r in model.relations if r.role is Role.READ_REPLICA and r.kind in stated.TRAFFIC}
    for environment in stated.production(model):
        for instance in environment.instances:
            home = {i.region() for i in environment.of(instance.component) if i.role is Role.PRIMARY}
            far = bool(home) and instance.region() not in home
            waits = far or bool(instance.standby_place())
            waits = waits or instance.component.kind.id in services.PROMOTES
            if instance.role is Role.READ_REPLICA and instance.component.id not in read and not waits:
                where = f" in {stated.called(instance.place)}" if instance.place else ""
                words = f"nothing reads from the read replica of {instance.component.id!r}{where}"
                yield found(words, instance, environment)


def _no_lifecycle(model: Model) -> Iterator[Evidence]:
    written = {r.target.id for r in stated.live_relations(model, RelationKind.DATA, RelationKind.BACKUP)}
    for component in stated.live(model):
        if component.kind.id in services.BUCKETS and component.id in written:
            ruled = stated.applies(model, component, {"aws.s3-lifecycle", "aws.s3-glacier", "aws.s3-deep-archive"})
            if not ruled and stated.says(stated.settings(model, component), _KEPT) is None:
                yield found(
                    f"bucket {component.id!r} is written to and does not say how long it keeps things", component
                )


def _fixed_size(model: Model) -> Iterator[Evidence]:
    scaled = {m.id for o in model.overlays if o.kind in _GROUPS or o.scale for m in o.members}
    called = {r.target.id for r in stated.live_relations(model, RelationKind.REQUEST)}
    for component in stated.live(model):
        if component.kind.id not in services.SERVERS or component.id in scaled or component.id not in called:
            continue
        instances = (i for e in model.environments for i in e.of(component))
        if any(place.kind is PlaceKind.DATA_CENTER for i in instances for place in i.places()):
            continue  # machines of one's own are bought, and not added for an evening
        if not stated.says(stated.settings(model, component), _SCALES):
            yield found(
                f"{component.id!r} takes requests, and nothing says that its number follows the load", component
            )


def _sizes(model: Model, component: Component) -> Iterator[re.Match[str]]:
    for _, value in dict.fromkeys(stated.settings(model, component)):
        yield from services.SIZE.finditer(value)


def _old_generation(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model) if model.environments else model.components:
        old = [m[0] for m in _sizes(model, component) if m["family"] + m["generation"] in services.OLD_SIZES]
        for pattern in (services.OLD_VOLUMES, services.OLD_PROCESSORS):
            old += [m[0] for _, v in stated.settings(model, component) for m in pattern.finditer(v)]
        if old:
            yield found(f"{component.id!r} names {listed(old)}, of an older generation", component)


def _x86_size(model: Model) -> Iterator[Evidence]:
    for component in stated.live(model):
        if component.kind.id not in _MACHINES - _ONLY_X86:
            continue
        words = " ".join(f"{key} {value}" for key, value in stated.settings(model, component))
        if re.search(r"windows|sql server|oracle", words, re.IGNORECASE):
            continue
        sizes = [m for m in _sizes(model, component) if m["family"] in services.GRAVITON and "g" not in m["options"]]
        if sizes:
            new = listed(services.GRAVITON[m["family"]] for m in sizes)
            words = f"{component.id!r} runs on {listed(m[0] for m in sizes)}, x86 machines"
            yield found(f"{words}; AWS offers {new} with Arm processors", component)


def _always_on(model: Model) -> Iterator[Evidence]:
    for environment in model.environments:
        servers = [i for i in environment.instances if i.component.kind.id in services.SERVERS and i.count > 0]
        told = [("", environment.summary), ("", environment.description), ("", environment.because)]
        told += [pair for i in servers for pair in (*i.component.config.items(), *i.config.items(), ("", i.because))]
        in_aws = any(place.kind is PlaceKind.REGION for i in servers for place in i.places())
        if environment.stage is Stage.DEVELOPMENT and in_aws and stated.says(told, _HOURS) is None:
            names = listed(repr(i.component.id) for i in servers)
            yield found(f"{environment.id!r} does not say when {names} can be switched off", environment)


WARNING, NOTE = Severity.WARNING, Severity.NOTE
RULES = (
    Rule("idle-replica", Pillar.COST, WARNING, "A read replica that nobody reads",
         "draw who does, by a relation with `role: read-replica`, or do without it", _idle_replica),
    Rule("no-lifecycle", Pillar.COST, NOTE, "A bucket that only grows", "say it in `config`, as in Lifecycle",
         _no_lifecycle),
    Rule("fixed-size", Pillar.COST, NOTE, "Servers whose number does not follow the load",
         "say what adds and removes them, by an Auto Scaling group under `overlays` or in `config`", _fixed_size),
    Rule("old-generation", Pillar.COST, NOTE, "Machines or volumes of an older generation",
         "a newer one does more for less", _old_generation),
    Rule("x86-size", Pillar.SUSTAINABILITY, NOTE, "x86 machines where Arm would do",
         "the same work takes less energy there", _x86_size),
    Rule("always-on", Pillar.SUSTAINABILITY, NOTE, "Development that never sleeps",
         "say its hours in a setting of them, or in `description`", _always_on),
)  # fmt: skip
