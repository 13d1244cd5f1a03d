"""What an environment runs as written to instances in places, with the global ones that run without being named."""

from __future__ import annotations

from collections.abc import Mapping

from archdeck.language import EnvironmentShape, Location, Role, RunShape
from archdeck.model.deployment import Instance, Place
from archdeck.model.design import Component, Scope, Waiver
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.places import clouds_of
from archdeck.model.resolve.waivers import resolve_waivers

_NOWHERE: Mapping[str, Location] = {}
_EVERYWHERE = (Scope.GLOBAL, Scope.ACTOR)


def resolve_instances(
    id: str,
    shape: EnvironmentShape,
    places: Mapping[str, Place],
    components: Mapping[str, Component],
    findings: Findings,
) -> tuple[Instance, ...]:
    """The instances in the order of the YAML: of places, of no place, and then the implied ones."""
    found: list[Instance] = []
    clouds = clouds_of(places)
    for name, written in shape.places.items():
        path: tuple[str, ...] = ("environments", id, "places", name, "runs")
        found += [
            _instance(component, places[name], run, findings, *path)
            for component, run in _running(written.runs, components, findings, *path)
        ]
    path = ("environments", id, "runs")
    for component, run in _running(shape.runs, components, findings, *path):
        made = _instance(component, _home(component, clouds), run, findings, *path)
        if first := next((instance for instance in found if instance.id == made.id), None):
            message = f"{component.id!r} runs in the same place already, at {first.where}; delete one of the two"
            findings.error("runs-twice", message, *path, component.id, key=True)
        found.append(made)
    absent = _absent(id, shape, components, found, findings)
    named = {instance.component.id for instance in found} | absent
    for component in components.values():
        if component.kind.scope in _EVERYWHERE and component.id not in named:
            found.append(_made(component, _home(component, clouds), RunShape(), component.where))
    _check_roles(id, found, findings)
    return tuple(found)


def _running(
    runs: Mapping[str, RunShape | None], components: Mapping[str, Component], findings: Findings, *path: str | int
) -> list[tuple[Component, RunShape | None]]:
    return [
        (component, run)
        for name, run in runs.items()
        if (component := findings.one(components, name, "component", "components", *path, name, key=True))
    ]


def _home(component: Component, clouds: Mapping[str, Place]) -> Place | None:
    """Where a component stands that no place runs: global services of a provider in its cloud, the rest outside."""
    return clouds.get(component.kind.id.partition(".")[0]) if component.kind.scope is Scope.GLOBAL else None


def _instance(
    component: Component, place: Place | None, written: RunShape | None, findings: Findings, *path: str
) -> Instance:
    """An instance of a component that is named under a path."""
    stated = findings.stated(("role", "sync", "lag", "promote", "availability"), *path, component.id)
    run = written or RunShape()
    waivers = resolve_waivers(run.waive, findings, *path, component.id)
    return _made(component, place, run, findings.where(*path, component.id, key=True), stated, waivers)


def _made(
    component: Component,
    place: Place | None,
    run: RunShape,
    where: Location,
    stated: Mapping[str, Location] = _NOWHERE,
    waivers: tuple[Waiver, ...] = (),
) -> Instance:
    return Instance(
        id=f"{component.id}--{place.id}" if place else component.id,
        component=component,
        place=place,
        count=run.count,
        role=run.role,
        sync=run.sync,
        lag=run.lag or "",
        label=run.label,
        config=run.config,
        because=run.because,
        where=where,
        promote=run.promote or "",
        availability=run.availability,
        stated_at=stated,
        waivers=waivers,
    )


def _absent(
    id: str,
    shape: EnvironmentShape,
    components: Mapping[str, Component],
    found: list[Instance],
    findings: Findings,
) -> set[str]:
    """The components that `without:` names, each checked to be really absent."""
    path = ("environments", id, "without")
    running = {instance.component.id: instance for instance in found}
    absent = set()
    for component in findings.many(components, shape.without, "component", "components", *path):
        if instance := running.get(component.id):
            message = f"{component.id!r} is named by `without` and runs here at {instance.where}; delete one of the two"
            findings.error("without-and-runs", message, *path, component.id, key=True)
        absent.add(component.id)
    return absent


def _check_roles(id: str, instances: list[Instance], findings: Findings) -> None:
    by_component: dict[str, list[Instance]] = {}
    for instance in instances:
        by_component.setdefault(instance.component.id, []).append(instance)
    for name, siblings in by_component.items():
        primaries = [instance for instance in siblings if instance.role is Role.PRIMARY]
        for second in primaries[1:]:
            message = f"{name!r} has a second primary in environment {id!r}; the first is at {primaries[0].where}"
            findings.error("two-primaries", message, *_role_of(id, second))
        standbys = [instance for instance in siblings if instance.role is Role.STANDBY]
        if standbys and not primaries and not _primary_is_written(id, name, findings):
            message = f"{name!r} has a standby in environment {id!r} but no primary; give one of it `role: primary`"
            findings.error("no-primary", message, *_role_of(id, standbys[0]))


def _primary_is_written(id: str, component: str, findings: Findings) -> bool:
    """Whether a primary stands in a place that has a fault of its own, which is said already."""
    places = findings.loaded.declared("environments", id, "places")
    return any(
        findings.loaded.text("environments", id, "places", place, "runs", component, "role") == Role.PRIMARY
        for place in places
    )


def _role_of(id: str, instance: Instance) -> tuple[str, ...]:
    at = ("places", instance.place.id) if instance.place else ()
    return ("environments", id, *at, "runs", instance.component.id, "role")
