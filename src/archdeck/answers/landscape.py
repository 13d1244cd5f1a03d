"""The models of a project to its landscape: what leads from one system to another, and who stands outside of several.

A system says it by a component that stands for another one. What two systems say of each other is said twice, and told
as both say it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archdeck.language import RelationKind
from archdeck.model import Component, Model, PlaceRelation, Relation, Scope

LANDSCAPE = "landscape"  # what no system may be called: the name of its picture, its page and its folder


@dataclass(frozen=True)
class Outside:
    """A person or a system of somebody else that several systems of the project have, each under the same id and name,
    as the `component` of the first of them."""

    id: str
    component: Component
    systems: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """A relation that leads from one system to another, or to or from somebody outside of several. `source_part` and
    `target_part` are the components at its ends in the system that says it; '' for a place."""

    id: str
    said_by: str
    source: str
    target: str
    kind: RelationKind
    label: str
    says: str
    source_part: str
    target_part: str

    def part_in(self, system: str) -> str:
        """The component of a system at which it ends, as far as that says it itself."""
        if self.said_by != system:
            return ""
        return self.source_part if self.source == system else self.target_part

    def beyond(self, system: str) -> str:
        """Its other end."""
        return self.target if self.source == system else self.source


@dataclass(frozen=True)
class Landscape:
    """The systems of a project in their order, who stands outside of several, and what leads from one to another. Of a
    system that cannot be read others may still say something."""

    systems: tuple[Model, ...]
    outside: tuple[Outside, ...]
    crossings: tuple[Crossing, ...]
    id: str = LANDSCAPE

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each end of a crossing is called; systems of one name by their ids, too."""
        twice = [model.name for model in self.systems]
        found = {other.id: other.name for m in self.systems for other in m.neighbours.values()}
        found |= {m.id: m.name if twice.count(m.name) == 1 else f"{m.name} ({m.id})" for m in self.systems}
        return found | {outside.id: outside.component.name for outside in self.outside}

    @cached_property
    def between(self) -> tuple[Crossing, ...]:
        """What leads from one system to another."""
        outside = {one.id for one in self.outside}
        return tuple(c for c in self.crossings if not {c.source, c.target} & outside)

    def used_by(self, system: str) -> tuple[Crossing, ...]:
        """What leads from a system to others."""
        return tuple(c for c in self.between if c.source == system)

    def using(self, system: str) -> tuple[Crossing, ...]:
        """What leads from others to a system."""
        return tuple(c for c in self.between if c.target == system)


def landscape(models: Iterable[Model]) -> Landscape:
    """What the models of a project say of each other."""
    systems = tuple(models)
    shared = _shared(systems)
    crossings = tuple(c for model in systems for c in _crossings(model, shared))
    ends = {end for c in crossings for end in (c.source, c.target)}
    return Landscape(systems, tuple(o for o in dict.fromkeys(shared.values()) if o.id in ends), crossings)


Shared = Mapping[tuple[str, str, str], Outside]  # by id, kind and name


def _shared(systems: Sequence[Model]) -> Shared:
    """Who stands outside of several systems: what is called alike in all of them. An id alone may mean others."""
    found: dict[tuple[str, str, str], list[tuple[Model, Component]]] = defaultdict(list)
    for model in systems:
        for component in model.components:
            if component.kind.scope is Scope.ACTOR and not component.system:
                found[_called(component)].append((model, component))
    several = {key: some for key, some in found.items() if len(some) > 1}
    ids = [id for id, *_ in several]
    return {
        key: Outside(
            f"outside--{key[0]}" if ids.count(key[0]) == 1 else f"outside--{key[0]}--{some[0][0].id}",
            some[0][1],
            tuple(model.id for model, _ in some),
        )
        for key, some in several.items()
    }


def _called(component: Component) -> tuple[str, str, str]:
    return component.id, component.kind.id, component.name


def _crossings(model: Model, shared: Shared) -> Iterator[Crossing]:
    def end(component: Component | None) -> str:
        if component is None:
            return model.id
        if component.system:
            return component.system.id
        outside = shared.get(_called(component))
        return outside.id if outside and component.kind.scope is Scope.ACTOR else model.id

    outside = {one.id for one in shared.values()}
    relations: list[Relation | PlaceRelation] = [*model.relations, *model.place_relations]
    for r in relations:
        source, target = end(r.source), end(r.target)
        if source != target and not {source, target} <= outside:
            yield Crossing(
                id=f"{model.id}/{r.id}",
                said_by=model.id,
                source=source,
                target=target,
                kind=r.kind,
                label=r.label,
                says=r.says,
                source_part=r.source.id if r.source else "",
                target_part=r.target.id if r.target else "",
            )
