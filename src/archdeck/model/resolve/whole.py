"""A loaded model to a `Model`: every id looked up, every name filled in, every environment worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from archdeck.language import (
    ID_PATTERN,
    CellsFile,
    Loaded,
    Location,
    ModelError,
    ModelShape,
    Problem,
    Rules,
    Severity,
    idle_nulls,
)
from archdeck.model.catalogue import place_icon
from archdeck.model.deployment import Environment, Place
from archdeck.model.design import Component, PlaceRelation, Relation, Scope
from archdeck.model.resolve.cells import unused_cells, with_cells
from archdeck.model.resolve.changes import resolve_views
from archdeck.model.resolve.ends import check_instances
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.flows import resolve_flows
from archdeck.model.resolve.instances import resolve_instances
from archdeck.model.resolve.links import derive_replication, link, link_places
from archdeck.model.resolve.named_systems import resolve_systems
from archdeck.model.resolve.names import check_names
from archdeck.model.resolve.neighbours import Neighbours
from archdeck.model.resolve.parts import (
    resolve_components,
    resolve_icon,
    resolve_kinds,
    resolve_overlays,
    resolve_relations,
    resolve_tiers,
)
from archdeck.model.resolve.places import IconOf, resolve_places
from archdeck.model.resolve.requirements import resolve_requirements
from archdeck.model.resolve.shows import resolve_drills, resolve_story
from archdeck.model.resolve.topics import resolve_topics
from archdeck.model.resolve.waivers import resolve_waivers
from archdeck.model.resolve.words import name_of, stage_of
from archdeck.model.whole import Model


def resolve(
    loaded: Loaded,
    model_id: str,
    cells: CellsFile | None = None,
    strict: bool = True,
    neighbours: Neighbours | None = None,
    rules: Rules | None = None,
) -> Model:
    """The model, or ModelError with everything that is wrong with it, found by loading or here; `cells` are those that
    a file beside it gives the boxes of its pictures, `neighbours` the systems that it may name, where these are
    known, `rules` those of its team. None of these need be right where that is not `strict`."""
    findings = Findings(loaded)
    shape = loaded.shape
    known = neighbours is not None and strict
    neighbours = neighbours or Neighbours(model_id)
    _check_model_id(neighbours.inner, findings)
    systems = resolve_systems(shape, neighbours, findings, known)
    tiers = resolve_tiers(shape, findings)
    kinds = resolve_kinds(shape, loaded.folder, findings)
    components = resolve_components(shape, loaded.folder, tiers, kinds, systems, findings)
    relations, place_relations = resolve_relations(shape, components, findings)
    overlays = resolve_overlays(shape, components, findings)
    icon = partial(place_icon, folder=loaded.folder, declared=kinds)
    own = resolve_icon(shape, icon, findings)
    environments, relations = _environments(shape, components, relations, place_relations, icon, findings)
    environments = with_cells(environments, cells, findings, strict) if cells else environments
    flows = resolve_flows(shape, components, relations, environments, findings)
    check_instances([*relations.values(), *place_relations.values()], flows.values(), environments.values(), findings)
    drills = resolve_drills(shape, components, environments, flows, findings)
    requirements = resolve_requirements(shape, components, flows, drills, environments, findings)
    views = resolve_views(shape, components, tiers, environments, {**relations, **place_relations}, findings)
    topics = resolve_topics(shape, components, findings)
    check_names(shape, model_id, components.values(), environments.values(), flows.values(), drills.values(), findings)
    findings.problems += rules.problems if rules and strict else ()
    if findings.problems:
        raise ModelError(findings.problems)
    return Model(
        id=model_id,
        name=shape.system.name,
        title=shape.system.title,
        summary=shape.system.summary,
        description=shape.system.description,
        owner=shape.system.owner,
        source=shape.system.source,
        tiers=tuple(tiers.values()),
        components=tuple(components.values()),
        relations=tuple(relations.values()),
        environments=tuple(environments.values()),
        flows=tuple(flows.values()),
        requirements=tuple(requirements.values()),
        overlays=tuple(overlays.values()),
        drills=tuple(drills.values()),
        topics=topics,
        story=resolve_story(shape, findings),
        views=views,
        where=findings.where("system", key=True),
        waivers=resolve_waivers(shape.system.waive, findings, "system"),
        place_relations=tuple(place_relations.values()),
        icon=own,
        neighbours=systems,
        inner=neighbours.inner,
        unused_cells=tuple(unused_cells(environments, cells)) if cells else (),
        idle_nulls=tuple(idle_nulls(loaded.tree)),
        rules=rules.rules if rules else (),
    )


def _check_model_id(model_id: str, findings: Findings) -> None:
    if not re.fullmatch(ID_PATTERN, model_id):
        message = f"{model_id!r} cannot name a model: use lower-case letters and digits, joined by hyphens"
        findings.problems.append(Problem(Location(findings.loaded.path), Severity.ERROR, message, "bad-id"))


def _environments(
    shape: ModelShape,
    components: Mapping[str, Component],
    declared: Mapping[str, Relation],
    at_places: Mapping[str, PlaceRelation],
    icon: IconOf,
    findings: Findings,
) -> tuple[dict[str, Environment], dict[str, Relation]]:
    """The environments, and the relations with those that their roles imply."""
    bare = {}
    for id, written in shape.environments.items():
        places = resolve_places(id, written, components, icon, findings)
        instances = resolve_instances(id, written, places, components, findings)
        running = {instance.component.id for instance in instances}
        bare[id] = Environment(
            id=id,
            name=written.name or name_of(id),
            stage=written.stage or stage_of(id),
            summary=written.summary,
            description=written.description,
            because=written.because,
            base=written.extends or "",
            places=_parents_first(places),
            instances=instances,
            links=(),
            missing={c.id: written.without.get(c.id) or "" for c in components.values() if c.id not in running},
            where=findings.where("environments", id, key=True),
            bases=_bases(shape, id),
            waivers=resolve_waivers(written.waive, findings, "environments", id),
        )
    relations = {**declared, **derive_replication(declared, {e.id: e.instances for e in bare.values()})}
    linked = {
        e.id: replace(
            e,
            links=link(e.id, relations.values(), e.instances),
            place_links=link_places(e.id, at_places.values(), e.places, e.instances),
        )
        for e in bare.values()
    }
    _check_runs_somewhere(components, linked, findings)
    return linked, relations


def _bases(shape: ModelShape, id: str) -> tuple[str, ...]:
    found: list[str] = []
    here = shape.environments[id].extends
    while here and here not in found:
        found.append(here)
        here = shape.environments[here].extends if here in shape.environments else None
    return tuple(found)


def _parents_first(places: Mapping[str, Place]) -> tuple[Place, ...]:
    """The places as a walk through the tree: each is followed by what stands in it."""
    children: dict[str, list[Place]] = {}
    for place in places.values():
        children.setdefault(place.parent.id if place.parent else "", []).append(place)
    ordered: list[Place] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        place = waiting.pop()
        ordered.append(place)
        waiting += children.get(place.id, [])[::-1]
    return tuple(ordered)


def _check_runs_somewhere(
    components: Mapping[str, Component], environments: Mapping[str, Environment], findings: Findings
) -> None:
    """A component that no environment runs, unless it may run in one that is not valid."""
    loaded = findings.loaded
    if not loaded.declared("environments") or loaded.broken:
        return
    running = {c.id for e in environments.values() for c in e.components}
    for id in loaded.declared("environments"):
        running.update(loaded.declared("environments", id, "runs"))
        for place in loaded.declared("environments", id, "places"):
            running.update(loaded.declared("environments", id, "places", place, "runs"))
    for component in components.values():
        if component.id not in running and component.kind.scope not in (Scope.GLOBAL, Scope.ACTOR):
            message = (
                f"{component.id!r} runs in no environment; name it under the `runs` of a place, "
                f"as in `runs: {{{component.id}: {{}}}}`, or of the environment if it runs in none of its places"
            )
            findings.error("runs-nowhere", message, "components", component.id, key=True)
