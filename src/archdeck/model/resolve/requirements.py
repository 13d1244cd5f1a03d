"""Requirements as written to requirements that know what meets them, and which flows and failures they concern."""

from __future__ import annotations

from collections.abc import Mapping

from archdeck.language import ModelShape, TargetShape, nearest, seconds
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, Target
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.parts import resolve_only
from archdeck.model.resolve.shows import check_instance
from archdeck.model.resolve.waivers import resolve_waivers
from archdeck.model.resolve.words import name_of
from archdeck.model.whole import Drill, Flow, Requirement


def resolve_requirements(
    shape: ModelShape,
    components: Mapping[str, Component],
    flows: Mapping[str, Flow],
    drills: Mapping[str, Drill],
    environments: Mapping[str, Environment],
    findings: Findings,
) -> dict[str, Requirement]:
    requirements = {}
    for id, written in shape.requirements.items():
        path = ("requirements", id)
        met = [
            (component, how or "")
            for name, how in written.met_by.items()
            if (component := findings.one(components, name, "component", "components", *path, "met_by", name, key=True))
        ]
        _check_failures(id, written.failures, drills, components, environments, findings)
        requirements[id] = Requirement(
            id=id,
            name=written.name or name_of(id),
            says=written.says,
            pillar=written.pillar,
            target=_target(written.target),
            met_by=tuple(met),
            where=findings.where(*path, key=True),
            stated_at=findings.stated(("survives", "rto", "rpo", "availability"), *path, "target"),
            waivers=resolve_waivers(written.waive, findings, *path),
            flows=tuple(findings.many(flows, written.flows, "flow", "flows", *path, "flows")),
            failures=tuple(written.failures),
            only=resolve_only(shape, written.only, findings, *path),
        )
    return requirements


def _check_failures(
    id: str,
    failures: list[str],
    drills: Mapping[str, Drill],
    components: Mapping[str, Component],
    environments: Mapping[str, Environment],
    findings: Findings,
) -> None:
    """Each is a drill, a place, a component or an instance that runs somewhere, as far as those are valid."""
    loaded = findings.loaded
    places = {p.id for e in environments.values() for p in e.places}
    places |= {p for e in loaded.declared("environments") for p in loaded.declared("environments", e, "places")}
    known = {*drills, *loaded.declared("drills"), *loaded.declared("components"), *places}
    for name in failures:
        path = ("requirements", id, "failures", name)
        if " in " in name:
            check_instance(path, list(environments.values()), components, places, findings)
        elif name in components and components[name].kind.is_people:
            message = f"{name!r} are people and clients: they do not fail"
            findings.error("drill-people", message, *path)
        elif name not in known:
            message = f"{name!r} is no drill, place or component{nearest(name, sorted(known))}"
            findings.error("unknown-failure", message, *path)


def _target(written: TargetShape) -> Target:
    return Target(
        survives=written.survives,
        rto_s=_seconds(written.rto),
        rpo_s=_seconds(written.rpo),
        latency_s=_seconds(written.latency),
        availability=written.availability,
        standard=written.standard,
        text=written.text,
        written={key: value for key, value in written.model_dump().items() if value},
    )


def _seconds(text: str | None) -> float | None:
    return None if text is None else seconds(text)
