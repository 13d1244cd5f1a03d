"""A model and an id to all that is said of the element: what it is, what it is joined to, where it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archdeck.language import UnknownName, nearest, quoted
from archdeck.model import Component, Instance, Model, PlaceRelation, Relation, Step, model_json

SECTIONS = {
    "components": "component",
    "relations": "relation",
    "environments": "environment",
    "flows": "flow",
    "requirements": "requirement",
    "drills": "drill",
    "overlays": "overlay",
    "topics": "topic",
    "tiers": "tier",
}


def elements(model: Model, id: str) -> dict[str, Any]:
    """Everything that is called so, by what it is: mostly one. UnknownName where nothing is."""
    values = model_json(model)
    found = {what: values[section][id] for section, what in SECTIONS.items() if id in values[section]}
    places = {e.id: values["environments"][e.id]["places"].get(id) for e in model.environments}
    here = {environment: place for environment, place in places.items() if place}
    if here:
        found["place"] = {"in": here, "runs": _runs_in(model, id)}
    if not found:
        known = {*(id for section in SECTIONS for id in values[section]), *_places(model)}
        hint = nearest(id, sorted(known)) or f"; there are the components {', '.join(values['components'])}"
        raise UnknownName(f"{model.id} has nothing called {quoted(id)}{hint}")
    for component in (c for c in model.components if c.id == id):
        found["component"] |= _about(model, component)
    return found


def written_at(model: Model, id: str) -> list[str]:
    """Where the elements of that id are written, as `path:line:column`."""
    things: list[Any] = [
        *model.components, *model.relations, *model.place_relations, *model.environments, *model.flows,
        *model.requirements, *model.drills, *model.overlays, *model.topics,
        *(place for environment in model.environments for place in environment.places),
    ]  # fmt: skip
    return list(dict.fromkeys(str(thing.where) for thing in things if thing.id == id))


def _places(model: Model) -> set[str]:
    return {place.id for environment in model.environments for place in environment.places}


def _about(model: Model, component: Component) -> dict[str, Any]:
    relations: list[Relation | PlaceRelation] = [*model.relations, *model.place_relations]
    return {
        "its_kind": {"name": component.kind.name, "says": component.kind.says, "more": component.kind.more},
        "comes_from": [_joined(r, "from") for r in relations if r.target is component],
        "leads_to": [_joined(r, "to") for r in relations if r.source is component],
        "runs": {e.id: [_run(i) for i in e.of(component)] for e in model.environments},
        "flows": {f.id: steps for f in model.flows if (steps := list(_told(f.steps, component)))},
        "meets": {r.id: how for r in model.requirements for c, how in r.met_by if c is component},
        "grouped_in": [o.id for o in model.overlays if component in o.members],
    }


def _joined(relation: Relation | PlaceRelation, end: str) -> dict[str, Any]:
    thing, place = (relation.source, relation.source_in) if end == "from" else (relation.target, relation.target_in)
    ends = " in ".join(part for part in (thing.id if thing else "", place) if part)
    said = {"says": relation.says, "protocol": relation.protocol, "encryption": relation.encryption}
    return {end: ends, "relation": relation.id, "kind": relation.kind.value, **{k: v for k, v in said.items() if v}}


def _run(instance: Instance) -> dict[str, Any]:
    places = " in ".join(place.id for place in instance.places() if not place.implicit)
    said = {"role": instance.role.value if instance.role else "", "label": instance.label, "because": instance.because}
    return {
        "in": places or "no place",
        "count": instance.count,
        **{key: value for key, value in said.items() if value},
        **({"config": dict(instance.config)} if instance.config else {}),
    }


def _runs_in(model: Model, place: str) -> dict[str, list[str]]:
    """What runs in a place and in those in it, by environment."""
    return {
        e.id: list(dict.fromkeys(i.component.id for i in e.instances if place in {p.id for p in i.places()}))
        for e in model.environments
        if place in {p.id for p in e.places}
    }


def _told(steps: Iterable[Step], component: Component) -> Iterator[str]:
    for step in steps:
        if component in (step.source, step.target):
            way = f"{step.source.id} to {step.target.id}" if step.source is not step.target else f"at {step.source.id}"
            yield f"{step.number}: {way}: {step.says}"
