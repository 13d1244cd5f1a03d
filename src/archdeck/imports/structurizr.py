"""The JSON of a workspace of Structurizr to its containers, people and other systems, and its deployment environments.

The schema is at github.com/structurizr/json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archdeck.imports.called import frame_called, kind_called
from archdeck.imports.documents import items, mapping
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing
from archdeck.imports.images import is_store
from archdeck.imports.services import catalogued
from archdeck.imports.source import Source
from archdeck.language import PlaceKind, RelationKind, Role
from archdeck.model import find_kinds

_OWN = ("Element", "Person", "Software System", "Container", "Component", "Deployment Node", "Infrastructure Node")


def reads(source: Source) -> bool:
    """Whether it is a workspace."""
    return any("softwareSystems" in mapping(mapping(document).get("model")) for _, document in source.quietly())


def found(source: Source) -> Found:
    """The workspace: the first where there are several."""
    found = [document for _, document in source.documents if mapping(document).get("model")]
    return _Workspace(mapping(found[0] if found else None)).found()


class _Workspace:
    def __init__(self, body: Mapping[str, Any]):
        self.body, self.model = body, mapping(body.get("model"))
        self.systems = [mapping(one) for one in items(self.model.get("softwareSystems"))]
        self.left: list[Left] = []
        self.things: dict[str, Thing] = {}  # by id
        self.inside: dict[str, str] = {}  # a component or instance to what stands for it
        self.leads: list[Lead] = []
        self.nodes: set[str] = set()  # those that are places

    def found(self) -> Found:
        for person in map(mapping, items(self.model.get("people"))):
            self._add(person, "person")
        for system in self.systems:
            containers = [mapping(one) for one in items(system.get("containers"))]
            if not containers:
                self._add(system, "external-system" if _is_external(system) or len(self.systems) > 1 else "service")
            for one in containers:
                self._add(one, "service")
                for part in map(mapping, items(one.get("components"))):
                    self.inside[str(part.get("id"))] = str(one.get("id"))
                    self.left.append(
                        Left(_address(part), f"a component inside {one.get('name')}, which is drawn whole")
                    )
            if containers:
                self._lead_of_whole(system, containers)
        deployments = self._deployments()
        for element in self._elements():
            self._leads(element)
        title = str(self.body.get("name") or "")
        return Found(
            tuple(self.things.values()),
            tuple(self.leads),
            deployments,
            tuple(self.left),
            "",
            str(self.body.get("description") or title),
        )

    def _add(self, body: Mapping[str, Any], otherwise: str) -> None:
        tags = [tag for tag in str(body.get("tags") or "").split(",") if tag.strip() not in _OWN]
        technology = str(body.get("technology") or "")
        name = str(body.get("name") or body.get("id"))
        kind = kind_called(*tags, technology) if otherwise != "person" else otherwise
        kind = kind or ("database" if "database" in f"{name} {' '.join(tags)}".lower() else "") or otherwise
        config = {"Technology": technology} if technology else {}
        told = str(body.get("description") or "")
        own = _own_words(body)
        if _is_kind(own.get("kind", "")):
            kind, config = own["kind"], {}
        address = _address(body)
        self.things[str(body.get("id"))] = Thing(
            address, name, kind, (address,), told, config=config, id=own.get("id", "")
        )

    def _lead_of_whole(self, system: Mapping[str, Any], containers: list[Mapping[str, Any]]) -> None:
        """A relationship of a system that is drawn by its containers: of the only one, or of none."""
        if len(containers) == 1:
            self.inside[str(system.get("id"))] = str(containers[0].get("id"))

    def _elements(self) -> Iterator[Mapping[str, Any]]:
        yield from map(mapping, items(self.model.get("people")))
        for system in self.systems:
            yield system
            for container in map(mapping, items(system.get("containers"))):
                yield container
                yield from map(mapping, items(container.get("components")))
        yield from self._nodes(items(self.model.get("deploymentNodes")))

    def _nodes(self, nodes: list[Any]) -> Iterator[Mapping[str, Any]]:
        for node in map(mapping, nodes):
            yield node
            yield from map(mapping, items(node.get("infrastructureNodes")))
            yield from self._nodes(items(node.get("children")))

    def _leads(self, element: Mapping[str, Any]) -> None:
        for one in map(mapping, items(element.get("relationships"))):
            ends = [self._end(str(one.get(key))) for key in ("sourceId", "destinationId")]
            if one.get("linkedRelationshipId") or ends[0] == ends[1]:
                continue
            if "" in ends:
                told = f"{one.get('description') or 'relationship'} {one.get('id')}"
                self.left.append(Left(told, "an end of it is drawn by its containers, or by nothing"))
                continue
            lead = self._lead(one, *ends)
            if not any((lead.source, lead.target, lead.says) == (k.source, k.target, k.says) for k in self.leads):
                self.leads.append(lead)

    def _lead(self, one: Mapping[str, Any], source: str, target: str) -> Lead:
        own = _own_words(one)
        usual = RelationKind.DATA if target in self.things and is_store(self.things[target].kind) else "request"
        return Lead(
            self._known(source),
            self._known(target),
            RelationKind(own["kind"]) if own.get("kind") in frozenset(RelationKind) else RelationKind(usual),
            label=own.get("label", ""),
            protocol=str(one.get("technology") or ""),
            says=own.get("says", "") if own else str(one.get("description") or ""),
            addresses=(f"relationship {one.get('id')}",),
        )

    def _known(self, end: str) -> str:
        """The address of a thing or a place."""
        return self.things[end].address if end in self.things else f"node {end}"

    def _end(self, id: str) -> str:
        return id if id in self.things or id in self.nodes else self.inside.get(id, "")

    # ---- environments

    def _deployments(self) -> tuple[Deployment, ...]:
        names = dict.fromkeys(
            str(mapping(n).get("environment") or "Default") for n in items(self.model.get("deploymentNodes"))
        )
        return tuple(self._deployment(name) for name in names)

    def _deployment(self, name: str) -> Deployment:
        places: list[Place] = []
        runs: list[Run] = []
        for node in map(mapping, items(self.model.get("deploymentNodes"))):
            if str(node.get("environment") or "Default") == name:
                self._node(node, "", places, runs)
        return Deployment("" if name == "Default" else name, tuple(places), tuple(_summed(runs)))

    def _node(self, node: Mapping[str, Any], within: str, places: list[Place], runs: list[Run]) -> None:
        name, technology = str(node.get("name") or node.get("id")), str(node.get("technology") or "")
        tags = [tag for tag in str(node.get("tags") or "").split(",") if tag.strip() not in _OWN]
        own = _own_words(node)
        kind = PlaceKind(own["place"]) if own.get("place") in frozenset(PlaceKind) else frame_called(*tags, name)
        address = f"node {node.get('id')}" if own.get("place") != "none" else ""
        stated = str(node.get("instances") or "1")
        count = int(stated) if stated.isdigit() and len(stated) < 6 else 1
        because = own.get("because", "") if stated.isdigit() else f"There are {stated} of it, says the source."
        if address:
            self.nodes.add(str(node.get("id")))
            kind = kind or PlaceKind.NODE
            id = own.get("id", "")
            places.append(Place(address, kind, name, within, technology, because, count=max(count, 1), id=id))
        for one in map(mapping, items(node.get("infrastructureNodes"))):
            self._add(one, "service")
            runs.append(Run(_address(one), address))
        for key, of in (("containerInstances", "containerId"), ("softwareSystemInstances", "softwareSystemId")):
            for one in map(mapping, items(node.get(key))):
                thing = self.things.get(str(one.get(of)))
                if thing:
                    self.inside[str(one.get("id"))] = str(one.get(of))
                    runs.append(_run(thing, address, _own_words(one)))
        for child in map(mapping, items(node.get("children"))):
            self._node(child, address, places, runs)


def _is_external(system: Mapping[str, Any]) -> bool:
    return "External" in (system.get("location"), *str(system.get("tags") or "").split(","))


def _address(body: Mapping[str, Any]) -> str:
    return f"element {body.get('id')}"


def _own_words(body: Mapping[str, Any]) -> dict[str, str]:
    """What an export wrote beside it for which Structurizr has no word."""
    found = mapping(body.get("properties")).items()
    return {str(key).removeprefix("archdeck."): str(value) for key, value in found if str(key).startswith("archdeck.")}


def _is_kind(id: str) -> bool:
    """Whether the catalogue has it, or the Diagrams library a class of that path."""
    return bool(id) and (id in catalogued() or any(kind.id == id for kind in find_kinds((id,))))


def _run(thing: Thing, place: str, own: Mapping[str, str]) -> Run:
    count = own.get("count", "1")
    role = Role(own["role"]) if own.get("role") in frozenset(Role) else None
    return Run(
        thing.address, place, int(count) if count.isdigit() and len(count) < 6 else 1, role, own.get("because", "")
    )


def _summed(runs: list[Run]) -> Iterator[Run]:
    """What runs several times in a place, once, with its number."""
    counts: dict[tuple[str, str], Run] = {}
    for run in runs:
        before = counts.get((run.thing, run.place))
        counts[run.thing, run.place] = replace(run, count=run.count + before.count) if before else run
    yield from counts.values()
