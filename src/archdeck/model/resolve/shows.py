"""Drills and the story as written to records that know what they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from archdeck.language import ModelShape, nearest
from archdeck.model.deployment import Environment
from archdeck.model.design import Component
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.words import name_of
from archdeck.model.whole import Drill, Flow, StorySlide


def resolve_drills(
    shape: ModelShape,
    components: Mapping[str, Component],
    environments: Mapping[str, Environment],
    flows: Mapping[str, Flow],
    findings: Findings,
) -> dict[str, Drill]:
    drills = {}
    for id, written in shape.drills.items():
        path = ("drills", id)
        environment = None
        if written.environment:
            environment = findings.one(
                environments, written.environment, "environment", "environments", *path, "environment"
            )
        if environment or not written.environment:
            _check_down(id, written.down, environment, components, environments, findings)
        expect = [
            (flow, outcome)
            for name, outcome in written.expect.items()
            if (flow := findings.one(flows, name, "flow", "flows", *path, "expect", name, key=True))
        ]
        drills[id] = Drill(
            id=id,
            name=written.name or name_of(id),
            says=written.says,
            environment=environment,
            down=tuple(written.down),
            expect=tuple(expect),
            where=findings.where(*path, key=True),
            expected_at={flow.id: findings.where(*path, "expect", flow.id, key=True) for flow, _ in expect},
        )
    return drills


def _check_down(
    id: str,
    down: list[str],
    environment: Environment | None,
    components: Mapping[str, Component],
    environments: Mapping[str, Environment],
    findings: Findings,
) -> None:
    among = [environment] if environment else list(environments.values())
    places = {place.id for e in among for place in e.places}
    written = {p for e in among for p in findings.loaded.declared("environments", e.id, "places")}
    running = {c.id for e in among for c in e.components} if environment else set(components)
    where = f" of environment {environment.id!r}" if environment else ""
    for name in down:
        if name in components and components[name].kind.is_people and name not in places:
            message = f"{name!r} are people and clients: they do not fail"
            findings.error("drill-people", message, "drills", id, "down", name)
            continue
        if name in places | written | running:
            continue
        if " in " in name:
            check_instance(("drills", id, "down", name), among, components, places | written, findings)
            continue
        if name in findings.loaded.declared("components"):
            if name in components and environment:
                message = f"{name!r} does not run in environment {environment.id!r}, so it cannot fail there"
                findings.error("drill-absent", message, "drills", id, "down", name)
            continue
        hint = nearest(name, sorted(places | running))
        findings.error(
            "unknown-place", f"{name!r} is neither a place nor a component{where}{hint}", "drills", id, "down", name
        )


def check_instance(
    path: tuple[str, ...],
    among: Sequence[Environment],
    components: Mapping[str, Component],
    places: Collection[str],
    findings: Findings,
) -> None:
    """An instance that fails alone, the last of its path, runs where it is played, or somewhere."""
    component, _, place = path[-1].partition(" in ")
    if component not in components:
        findings.one(components, component, "component", "components", *path)
    elif components[component].kind.is_people:
        findings.error("drill-people", f"{component!r} are people and clients: they do not fail", *path)
    elif place not in places:
        findings.error(
            "unknown-place", f"{place!r} is no place where it is played{nearest(place, sorted(places))}", *path
        )
    elif not any(environment.failing(path[-1]) for environment in among):
        where = f"environment {among[0].id!r}" if len(among) == 1 else "any environment"
        message = f"{component!r} does not run in {place!r} in {where}, so it cannot fail there"
        findings.error("drill-absent", message, *path)


def resolve_story(shape: ModelShape, findings: Findings) -> tuple[StorySlide, ...]:
    return tuple(
        StorySlide(id, s.title.strip() or name_of(id), s.shows, s.say, findings.where("story", id, key=True))
        for id, s in shape.story.items()
    )
