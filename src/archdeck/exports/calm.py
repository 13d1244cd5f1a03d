"""A model to an architecture of FINOS CALM 1.2: nodes, what connects them, where they are deployed, and flows.

The schema is at calm.finos.org/release/1.2/meta. An id is that of the model; of a place it begins with its environment.
What CALM has no word for stands in `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archdeck.model import Component, Environment, Flow, Model, Place, Relation, Scope

SCHEMA = "https://calm.finos.org/release/1.2/meta/calm.json"
PROTOCOLS = ("HTTP", "HTTPS", "FTP", "SFTP", "JDBC", "WebSocket", "SocketIO", "LDAP", "AMQP", "TLS", "mTLS", "TCP")
_PROTOCOLS = {name.lower(): name for name in PROTOCOLS}
Json = dict[str, Any]


def calm(model: Model, environments: Sequence[Environment]) -> Json:
    """The architecture."""
    nodes = [
        _system(model),
        *map(_component, model.components),
        *(_place(place, environment) for environment in environments for place in environment.places),
    ]
    own = [one.id for one in model.components if not _outside(one)]
    whole = _composed(f"composed-of/{model.id}", model.id, own) if own else []
    relations = [r for r in model.relations if r.source is not r.target]
    between = list(map(_connects, relations))
    where = [relation for environment in environments for relation in _deployed(environment)]
    flows = [_flow(flow) for flow in model.flows if any(step.relation in relations for step in flow.steps)]
    body: Json = {"$schema": SCHEMA, "nodes": nodes, "relationships": [*whole, *between, *where]}
    if flows:
        body["flows"] = flows
    return {**body, "metadata": _said(name=model.name, title=model.title, owner=model.owner, tool="archdeck")}


def _outside(one: Component) -> bool:
    return one.kind.scope is Scope.ACTOR or one.system is not None


def _node(id: str, type: str, name: str, told: str, **more: Any) -> Json:
    metadata = _said(**more)
    return {
        "unique-id": id,
        "node-type": type,
        "name": name,
        "description": told or name,
        **({"metadata": metadata} if metadata else {}),
    }


def _said(**more: Any) -> Json:
    return {key.replace("_", "-"): value for key, value in more.items() if value not in ("", None, {}, [], False)}


def _system(model: Model) -> Json:
    return _node(f"system/{model.id}", "system", model.name, model.summary, owner=model.owner)


def _component(one: Component) -> Json:
    return _node(
        one.id,
        _type(one),
        one.name,
        one.summary,
        kind=one.kind.id,
        service=one.kind.name,
        tier=one.tier.id,
        why=one.why,
        owner=one.owner,
        config=dict(one.config),
        tags=list(one.tags),
    )


def _type(one: Component) -> str:
    if one.kind.is_people:
        return "actor"
    if _outside(one):
        return "system"
    if one.kind.category in ("Database", "Storage"):
        return "database"
    return "network" if one.kind.category.startswith("Networking") else "service"


def _place_id(place: Place, environment: Environment) -> str:
    return f"{environment.id}/{place.id}"


def _place(place: Place, environment: Environment) -> Json:
    """A network, or what else things stand in."""
    networks = ("vpc", "subnet", "public-subnet", "private-subnet")
    return _node(
        _place_id(place, environment),
        "network" if place.kind.value in networks else "ecosystem",
        place.name,
        place.note or place.because,
        place=place.kind.value,
        environment=environment.id,
        technology=place.technology,
        count=place.count if place.count > 1 else None,
    )


def _relationship(id: str, told: str, type: Json, **more: Any) -> Json:
    metadata = _said(**more)
    return {
        "unique-id": id,
        "description": told,
        "relationship-type": type,
        **({"metadata": metadata} if metadata else {}),
    }


def _composed(id: str, system: str, nodes: list[str]) -> list[Json]:
    return [_relationship(id, "is made of", {"composed-of": {"container": f"system/{system}", "nodes": nodes}})]


def _connects(relation: Relation) -> Json:
    """People interact; all else connects."""
    ends = {"source": {"node": relation.source.id}, "destination": {"node": relation.target.id}}
    type: Json = {"connects": ends}
    if relation.source.kind.is_people:
        type = {"interacts": {"actor": relation.source.id, "nodes": [relation.target.id]}}
    told = relation.says or relation.label or relation.kind.value
    more = _said(protocol=relation.protocol, encryption=relation.encryption, label=relation.label)
    found = _relationship(relation.id, told, type, kind=relation.kind.value, **more)
    protocol = _PROTOCOLS.get(relation.protocol.lower(), "")
    return {**found, "protocol": protocol} if protocol else found


def _deployed(environment: Environment) -> Iterator[Json]:
    """Places in places, and components in places, of which some have a role or run several times."""
    inside: dict[str, list[str]] = {}
    runs: dict[str, dict[str, Any]] = {}
    for place in environment.places:
        if place.parent:
            inside.setdefault(_place_id(place.parent, environment), []).append(_place_id(place, environment))
    for one in environment.instances:
        if one.place and one.count:
            container = _place_id(one.place, environment)
            inside.setdefault(container, []).append(one.component.id)
            own = _said(count=one.count if one.count > 1 else None, role=one.role.value if one.role else "")
            if own:
                runs.setdefault(container, {})[one.component.id] = own
    for container, nodes in inside.items():
        type = {"deployed-in": {"container": container, "nodes": list(dict.fromkeys(nodes))}}
        told = f"is deployed in {environment.name}"
        yield _relationship(f"in/{container}", told, type, environment=environment.id, runs=runs.get(container, {}))


def _flow(flow: Flow) -> Json:
    steps = [step for step in flow.steps if step.relation and step.source is not step.target]
    return {
        "unique-id": f"flow/{flow.id}",
        "name": flow.name,
        "description": flow.summary or flow.name,
        "transitions": [
            {
                "relationship-unique-id": step.relation.id if step.relation else "",
                "sequence-number": number,
                "description": step.says or (step.relation.label if step.relation else "") or f"step {step.number}",
                "direction": "destination-to-source" if step.backwards else "source-to-destination",
            }
            for number, step in enumerate(steps, 1)
        ],
    }
