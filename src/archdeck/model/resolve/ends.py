"""The text of an end, `web`, `web in us-east-1a` or `vpc-a`, to the component and the place that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archdeck.language import nearest
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, PlaceRelation, Relation
from archdeck.model.resolve.findings import Findings
from archdeck.model.whole import Flow, Step


@dataclass(frozen=True)
class End:
    """A component, in one place if that is said; or, with no component, all of a place."""

    component: Component | None
    place: str = ""


def end_of(
    text: str, components: Mapping[str, Component], findings: Findings, *path: str | int, places: bool = False
) -> End | None:
    """What a text names, or None and a problem; a place by itself only where `places` may be ends."""
    name, _, place = text.partition(" in ")
    declared = places_of(findings)
    if places and not place and name in declared and name not in components:
        return End(None, name)
    if places and not place and name not in components and name not in findings.loaded.declared("components"):
        _unknown(name, {*components, *findings.loaded.declared("components"), *declared}, findings, *path)
        return None
    if place and name in declared and name not in components:
        findings.error(
            "unknown-component", f"{name!r} is a place; before `in` stands a component that runs there", *path
        )
        return None
    component = findings.one(components, name, "component", "components", *path)
    if place and place not in declared:
        hint = nearest(place, sorted(declared))
        findings.error("unknown-place", f"{place!r} is no place of any environment{hint}", *path)
        return None
    return End(component, place) if component else None


def _unknown(name: str, names: set[str], findings: Findings, *path: str | int) -> None:
    known = sorted(names)
    few = f"; there {'are' if len(known) > 1 else 'is only'} {', '.join(known)}" if 0 < len(known) <= 8 else ""
    hint = nearest(name, known) or few or "; declare it under components"
    findings.error("unknown-component", f"{name!r} is neither a component nor a place{hint}", *path)


def places_of(findings: Findings) -> set[str]:
    """The ids of the places of all environments."""
    loaded = findings.loaded
    return {p for e in loaded.declared("environments") for p in loaded.declared("environments", e, "places")}


def check_instances(
    relations: Iterable[Relation | PlaceRelation],
    flows: Iterable[Flow],
    environments: Iterable[Environment],
    findings: Findings,
) -> None:
    """What a relation or step names in a place runs there, in some environment."""
    here = list(environments)
    for relation in relations:
        for key, component, place in _named(relation):
            _check_runs(component, place, here, findings, "relations", relation.id, key)
        for component, place in relation.needs if isinstance(relation, Relation) else ():
            if place:
                path = ("relations", relation.id, "needs", f"{component.id} in {place}")
                _check_runs(component, place, here, findings, *path)
    for flow in flows:
        for step in flow.steps:
            path = ("flows", flow.id, "steps", step.number)
            written = findings.loaded.declared(*path)
            for key, component, place in _named(step):
                if "at" in written or " in " in str(findings.loaded.text(*path, key)):
                    _check_runs(component, place, here, findings, *path, "at" if "at" in written else key)


def _named(ends: Relation | PlaceRelation | Step) -> Iterator[tuple[str, Component, str]]:
    for key, component, place in (("from", ends.source, ends.source_in), ("to", ends.target, ends.target_in)):
        if component and place:
            yield key, component, place


def _check_runs(
    component: Component, place: str, environments: list[Environment], findings: Findings, *path: str | int
) -> None:
    if any(environment.within(component, place) for environment in environments):
        return
    places = dict.fromkeys(i.place.id for e in environments for i in e.of(component) if i.place)
    where = f"; it runs in {', '.join(places)}" if places else "; it runs in no place"
    findings.error("no-instance", f"{component.id!r} does not run in {place!r} in any environment{where}", *path)
