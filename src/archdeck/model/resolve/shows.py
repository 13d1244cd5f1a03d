"""Drills, the story and changes of views as written to records that know what they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from archdeck.language import ModelShape, ViewShape, nearest
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, Tier
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.words import name_of
from archdeck.model.whole import Drill, Flow, StorySlide, ViewChange


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
        if name in findings.loaded.declared("components"):
            if name in components and environment:
                message = f"{name!r} does not run in environment {environment.id!r}, so it cannot fail there"
                findings.error("drill-absent", message, "drills", id, "down", name)
            continue
        hint = nearest(name, sorted(places | running))
        findings.error(
            "unknown-place", f"{name!r} is neither a place nor a component{where}{hint}", "drills", id, "down", name
        )


def resolve_story(shape: ModelShape, findings: Findings) -> tuple[StorySlide, ...]:
    return tuple(
        StorySlide(id, s.title, s.shows, s.say, findings.where("story", id, key=True)) for id, s in shape.story.items()
    )


def resolve_views(
    shape: ModelShape,
    components: Mapping[str, Component],
    tiers: Mapping[str, Tier],
    environments: Mapping[str, Environment],
    relations: Collection[str],
    findings: Findings,
) -> tuple[ViewChange, ...]:
    loaded = findings.loaded
    places = {p for e in loaded.declared("environments") for p in loaded.declared("environments", e, "places")}
    places |= {place.id for environment in environments.values() for place in environment.places}
    anything = {*components, *tiers, *places, *loaded.declared("components")}
    labelled = {*components, *loaded.declared("components"), *places, *relations, *loaded.declared("relations")}
    for id, written in shape.views.items():
        _check_names(id, written, anything, labelled, findings)
        for key, names in (("keep", written.keep), ("lanes", list(written.lanes)), ("breaks", written.breaks)):
            findings.many(components, names, "component", "components", "views", id, key)
    return tuple(_view_change(id, written, findings) for id, written in shape.views.items())


def _check_names(id: str, written: ViewShape, anything: set[str], labelled: set[str], findings: Findings) -> None:
    """What a view takes in, leaves out and labels is there."""
    for key, names in (("include", written.include), ("exclude", written.exclude)):
        for name in names:
            if name not in anything:
                message = f"{name!r} is no component, tier or place{nearest(name, sorted(anything))}"
                findings.error("unknown-name", message, "views", id, key, name)
    for name in written.labels:
        if name not in labelled:
            message = f"{name!r} is no component, relation or place{nearest(name, sorted(labelled))}"
            findings.error("unknown-name", message, "views", id, "labels", name, key=True)


def _view_change(id: str, written: ViewShape, findings: Findings) -> ViewChange:
    return ViewChange(
        id=id,
        shows=written.shows,
        title=written.title,
        subtitle=written.subtitle,
        order=written.order,
        hidden=written.hidden,
        include=frozenset(written.include),
        exclude=frozenset(written.exclude),
        layout=written.layout,
        keep=frozenset(written.keep),
        labels=written.labels,
        lanes=written.lanes,
        breaks=frozenset(written.breaks),
        where=findings.where("views", id, key=True),
    )
