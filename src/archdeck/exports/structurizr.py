"""A model to the JSON of a workspace of Structurizr: containers, people, other systems, and where they are deployed.

The schema is at github.com/structurizr/json. Numbers are given in the order of the model. What Structurizr has no word
for stands in `properties` under names that begin with `archdeck.`, where an import finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import Any

from archdeck.model import Component, Environment, Instance, Model, Place, PlaceRelation, Relation, Scope

NOWHERE = "Outside of all places"  # a node for what runs in no place of an environment
Json = dict[str, Any]
LAYOUT = {"implementation": "Graphviz", "rankDirection": "LeftRight", "rankSeparation": 300, "nodeSeparation": 300}


def structurizr(model: Model, environments: Sequence[Environment]) -> Json:
    """The workspace."""
    return _Workspace(model, environments).whole()


class _Workspace:
    def __init__(self, model: Model, environments: Sequence[Environment]):
        self.model, self.environments = model, environments
        self._number = count(1)
        self._names: dict[str, set[str]] = {}
        self.elements: dict[str, Json] = {}  # people, containers and other systems by the ids of their components
        self.links: list[Json] = []
        self.shown: dict[str, list[str]] = {}  # by environment: what its picture has

    def whole(self) -> Json:
        system = self._element("Software System", self.model.name, "system", self.model.summary)
        people, containers, others = self._parts(system["name"])
        system["containers"] = containers
        for relation in self.model.relations:
            self._relate(relation)
        nodes = [node for environment in self.environments for node in self._deployed(environment)]
        return {
            "name": self.model.name,
            "description": self.model.title or self.model.summary,
            "model": {"people": people, "softwareSystems": [system, *others], "deploymentNodes": nodes},
            "views": self._views(system),
            "configuration": {},
        }

    # ---- elements

    def _id(self) -> str:
        return str(next(self._number))

    def _element(self, tag: str, name: str, among: str, told: str, *tags: str, **more: Any) -> Json:
        """An element by a name that no other has in the same one; those of people and systems are common to them."""
        taken = self._names.setdefault(among, set())
        own = next(one for one in chain((name,), (f"{name} ({n})" for n in count(2))) if one not in taken)
        taken.add(own)
        body = {"id": self._id(), "name": own, "description": told, "tags": ",".join(("Element", tag, *tags))}
        return {**body, **{key: value for key, value in more.items() if value}}

    def _parts(self, system: str) -> tuple[list[Json], list[Json], list[Json]]:
        people: list[Json] = []
        containers: list[Json] = []
        others: list[Json] = []
        for one in self.model.components:
            own = {"properties": _properties(id=one.id, kind=one.kind.id, tier=one.tier.id)}
            tags = (_tag(one.kind.name), one.kind.id, *map(_tag, one.tags))
            if one.kind.is_people:
                body = self._element("Person", one.name, "system", one.summary, *tags, **own)
                people.append(body)
            elif one.kind.scope is Scope.ACTOR or one.system:
                body = self._element("Software System", one.name, "system", one.summary, "External", *tags, **own)
                others.append({**body, "location": "External"})
                body = others[-1]
            else:
                body = self._element(
                    "Container",
                    one.name,
                    f"containers of {system}",
                    one.summary,
                    *tags,
                    technology=one.kind.name,
                    group=one.tier.name,
                    **own,
                )
                containers.append(body)
            self.elements[one.id] = body
        return people, containers, others

    # ---- relationships

    def _relate(self, relation: Relation) -> None:
        """What a component does with itself is between its instances."""
        if relation.source is relation.target:
            return
        source, target = self.elements[relation.source.id], self.elements[relation.target.id]
        self._link(source, target, relation)

    def _link(self, source: Json, target: Json, relation: Relation | PlaceRelation, linked: str = "") -> Json:
        """Structurizr has no two between the same ends that say the same."""
        told = relation.label or relation.says or relation.kind.value
        there = {r["description"] for r in source.get("relationships", ()) if r["destinationId"] == target["id"]}
        told = next(one for one in (told, f"{told} ({relation.id})") if one not in there)
        body: Json = {"id": self._id(), "sourceId": source["id"], "destinationId": target["id"], "description": told}
        if relation.protocol:
            body["technology"] = relation.protocol
        if linked:
            body["linkedRelationshipId"] = linked
        else:
            body["tags"] = f"Relationship,{relation.kind.value}"
            says = {"label": relation.label, "says": relation.says, "encryption": relation.encryption}
            body["properties"] = _properties(id=relation.id, kind=relation.kind.value, **says)
        source.setdefault("relationships", []).append(body)
        self.links.append(body)
        return body

    # ---- environments

    def _deployed(self, environment: Environment) -> Iterator[Json]:
        nodes: dict[str, Json] = {}
        roots: list[Json] = []
        instances: dict[str, Json] = {}
        for place in environment.places:
            nodes[place.id] = self._node(place, environment)
            siblings = nodes[place.parent.id].setdefault("children", []) if place.parent else roots
            siblings.append(nodes[place.id])
        for one in environment.instances:
            if one.component.kind.is_people or one.count < 1:
                continue
            if one.place is None and "" not in nodes:
                nodes[""] = self._outside(environment)
                roots.append(nodes[""])
            instances[one.id] = self._instance(one, environment, nodes[one.place.id if one.place else ""])
        self._between(environment, instances, nodes)
        self.shown[environment.id] = [*(n["id"] for n in nodes.values()), *(i["id"] for i in instances.values())]
        yield from roots

    def _node(self, place: Place, environment: Environment) -> Json:
        around = f"{environment.id} {place.parent.id if place.parent else ''}"
        own = _properties(id=place.id, place=place.kind.value, because=place.because, standby=_yes(place.standby))
        more = {"technology": place.technology, "properties": own}
        told = place.note or place.because
        body = self._element("Deployment Node", place.name, around, told, place.kind.value, **more)
        return {**body, "environment": environment.name, "instances": str(place.count)}

    def _outside(self, environment: Environment) -> Json:
        own = {"properties": _properties(place="none")}
        body = self._element("Deployment Node", NOWHERE, f"{environment.id} ", "", **own)
        return {**body, "environment": environment.name, "instances": "1"}

    def _instance(self, one: Instance, environment: Environment, node: Json) -> Json:
        """How many there are of it is a property: an instance in Structurizr is one entry for each node."""
        of = self.elements[one.component.id]
        external = of["tags"].startswith("Element,Software System")
        key, tag = (
            ("softwareSystemInstances", "Software System Instance")
            if external
            else ("containerInstances", "Container Instance")
        )
        role = one.role.value if one.role else ""
        own = {
            "id": self._id(),
            ("softwareSystemId" if external else "containerId"): of["id"],
            "instanceId": 1 + sum(entry.get("containerId") == of["id"] for entry in node.get(key, ())),
            "environment": environment.name,
            "tags": ",".join(filter(None, (tag, role))),
            "properties": _properties(count=str(one.count), role=role, because=one.because, sync=_yes(one.sync)),
        }
        node.setdefault(key, []).append(own)
        return own

    def _between(self, environment: Environment, instances: dict[str, Json], nodes: dict[str, Json]) -> None:
        stated = {
            (body["sourceId"], body["destinationId"], body["properties"]["archdeck.id"]): body["id"]
            for body in self.links
            if "properties" in body
        }
        for link in environment.links:
            ends = [instances.get(one.id) for one in (link.source, link.target)]
            own = (self.elements[link.relation.source.id]["id"], self.elements[link.relation.target.id]["id"])
            if ends[0] is not None and ends[1] is not None and (linked := stated.get((*own, link.relation.id))):
                self._link(ends[0], ends[1], link.relation, linked)
            elif ends[0] is not None and ends[1] is not None:
                self._link(ends[0], ends[1], link.relation)
        for join in environment.place_links:
            found = [nodes.get(end.id) if isinstance(end, Place) else None for end in (join.source, join.target)]
            if found[0] is not None and found[1] is not None:
                self._link(found[0], found[1], join.relation)

    # ---- views

    def _views(self, system: Json) -> Json:
        """A picture of all containers, and one of each environment, which Structurizr lays out."""
        title = self.model.title or self.model.name
        own = [body["id"] for body in self.elements.values()]
        return {
            "containerViews": [self._view("containers", title, system, own)],
            "deploymentViews": [
                {**self._view(f"deployment-{one.id}", one.name, system, self.shown[one.id]), "environment": one.name}
                for one in self.environments
            ],
            "configuration": {"styles": {"elements": _styles(self.model.components)}},
        }

    def _view(self, key: str, title: str, system: Json, ids: Sequence[str]) -> Json:
        within = frozenset(ids)
        between = [r["id"] for r in self.links if r["sourceId"] in within and r["destinationId"] in within]
        return {
            "key": key,
            "title": title,
            "softwareSystemId": system["id"],
            "elements": [{"id": id} for id in ids],
            "relationships": [{"id": id} for id in between],
            "automaticLayout": LAYOUT,
        }


def _styles(components: Sequence[Component]) -> list[Json]:
    """People as such, and what keeps data as cylinders."""
    stores = dict.fromkeys(
        one.kind.id for one in components if one.kind.category in ("Database", "Storage") and not one.kind.is_people
    )
    return [
        {"tag": "Element", "background": "#FFFFFF", "color": "#232F3E", "stroke": "#232F3E"},
        {"tag": "Person", "shape": "Person"},
        *({"tag": kind, "shape": "Cylinder"} for kind in stores),
    ]


def _tag(text: str) -> str:
    """Commas part tags."""
    return text.replace(",", " ")


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else ""


def _properties(**said: str) -> dict[str, str]:
    return {f"archdeck.{key}": value for key, value in said.items() if value}
