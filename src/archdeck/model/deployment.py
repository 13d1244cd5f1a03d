"""Where a design runs, as records: places in each other, the instances in them, the links between those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from pathlib import Path

from archdeck.language import Arrangement, Location, PlaceKind, Role, Stage
from archdeck.model.design import Component, PlaceRelation, Relation, Scope, Waiver
from archdeck.model.named import Named

ROOM = "empty--"  # how the id of a box begins that keeps room in the frame of an empty place


@dataclass(frozen=True, repr=False)
class Place(Named):
    """`implicit` is the cloud that is drawn around regions without being asked for. What runs in a `standby` place
    waits for a failure. `provider` is whose cloud it is: aws, azure, gcp, another, or '' where nothing tells.
    `same` is the first place that is drawn for the same zone or Region, where several networks or accounts share it;
    `part_of` the name that the model gives that zone or Region, if it does."""

    id: str
    kind: PlaceKind
    name: str
    parent: Place | None
    because: str
    where: Location
    implicit: bool = False
    standby: bool = False
    provider: str = ""
    icon: Path | None = None
    technology: str = ""
    count: int = 1
    note: str = ""
    same: Place | None = None
    waivers: tuple[Waiver, ...] = ()
    tags: tuple[str, ...] = ()
    availability: str = ""
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    part_of: str = ""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def domain(self) -> Place:
        """What fails as one: the place itself, or the first that is the same zone or Region."""
        return self.same or self

    def chain(self) -> Iterator[Place]:
        """This place and the places around it, innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


@dataclass(frozen=True, repr=False)
class Instance(Named):
    """A component in a place of an environment; `place` is None for what runs outside of every place."""

    id: str
    component: Component
    place: Place | None
    count: int
    role: Role | None
    sync: bool | None
    lag: str
    label: str
    config: Mapping[str, str]
    because: str
    where: Location
    promote: str = ""
    availability: str = ""
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def _around(self) -> tuple[Place, ...]:
        return tuple(self.place.chain()) if self.place else ()

    def places(self) -> tuple[Place, ...]:
        """Innermost first."""
        return self._around

    @cached_property
    def in_all(self) -> int:
        """How often it runs: of a place that there is several times, each has all that runs in it."""
        return self.count * prod(place.count for place in self.places())

    def region(self) -> Place | None:
        """The Region that it runs in, whichever of its frames that is drawn as."""
        return next((place.domain for place in self.places() if place.kind is PlaceKind.REGION), None)

    def network(self) -> Place | None:
        """The VPC around it."""
        return next((place for place in self.places() if place.kind is PlaceKind.VPC), None)

    def zone(self) -> Place | None:
        """The outermost zone around it."""
        return next((place.domain for place in reversed(self.places()) if place.kind is PlaceKind.ZONE), None)

    def outermost(self) -> Place | None:
        """The Region that it runs in, else the outermost place around it."""
        return self.region() or next(reversed(self.places()), None)

    def standby_place(self) -> Place | None:
        """The place around it that waits for a failure."""
        return next((place for place in self.places() if place.standby), None)

    def in_step(self, primary: Instance | None) -> bool:
        """Whether a copy gets every change before it is confirmed: as the model says, else as its service guarantees
        of a standby in the Region of its primary."""
        if self.sync is not None:
            return self.sync
        near = primary is None or self.region() == primary.region()
        return self.role is Role.STANDBY and near and not self.lag and self.component.kind.in_step

    def standpoint(self) -> Place | None:
        """The place that says most about where it runs: the zone or region around a subnet or VPC."""
        subnets = (PlaceKind.PUBLIC_SUBNET, PlaceKind.PRIVATE_SUBNET, PlaceKind.SUBNET)
        outer = [place for place in self.places() if place.kind not in subnets]
        return next((place for place in outer if place.kind is not PlaceKind.VPC), self.place)


@dataclass(frozen=True)
class Link:
    """A relation between two instances of an environment: one arrow before anything is merged."""

    relation: Relation
    source: Instance
    target: Instance


@dataclass(frozen=True)
class PlaceLink:
    """A relation in an environment of which an end is a place as a whole."""

    relation: PlaceRelation
    source: Instance | Place
    target: Instance | Place


@dataclass(frozen=True, repr=False)
class Environment(Named):
    """`places` hold parents before children; `missing` are the components that do not run here, with a reason or ''.
    `bases` are all environments that it extends, the nearest first; `given` are the cells of its picture, if a file
    beside the model has them."""

    id: str
    name: str
    stage: Stage
    summary: str
    description: str
    because: str
    base: str
    places: tuple[Place, ...]
    instances: tuple[Instance, ...]
    links: tuple[Link, ...]
    missing: Mapping[str, str]
    where: Location
    bases: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    given: Arrangement | None = None
    place_links: tuple[PlaceLink, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(dict.fromkeys(link.relation for link in self.links))

    @cached_property
    def relation_ids(self) -> frozenset[str]:
        return frozenset(relation.id for relation in self.relations)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        return tuple(dict.fromkeys(i.component for i in self.instances))

    @cached_property
    def empty_places(self) -> tuple[Place, ...]:
        """The innermost places that are declared, and in which nothing runs."""
        outer = {p.parent.id for p in self.places if p.parent}
        used = {p.id for i in self.instances for p in i.places()}
        return tuple(p for p in self.places if not p.implicit and p.id not in outer | used)

    @cached_property
    def placed_by_zone(self) -> frozenset[str]:
        """The ids of the components that have a role in a zone here, or stand in several zones of one Region."""
        found: set[str] = set()
        beside: dict[tuple[str, Place | None], Place] = {}
        for instance in self.instances:
            zone = instance.zone()
            if not zone or instance.count < 1 or instance.component.kind.scope not in (Scope.ZONAL, Scope.REGIONAL):
                continue
            first = beside.setdefault((instance.component.id, instance.outermost()), zone)
            if instance.role or first is not zone:
                found.add(instance.component.id)
        return frozenset(found)

    @cached_property
    def _of(self) -> Mapping[str, tuple[Instance, ...]]:
        found: dict[str, list[Instance]] = {}
        for instance in self.instances:
            found.setdefault(instance.component.id, []).append(instance)
        return {id: tuple(some) for id, some in found.items()}

    def of(self, component: Component) -> tuple[Instance, ...]:
        return self._of.get(component.id, ())

    def joined(self, link: PlaceLink) -> tuple[tuple[Instance, Instance], ...]:
        """What a relation of a place joins: everything that runs in there with what is at the other end."""

        def inside(end: Instance | Place) -> list[Instance]:
            return [end] if isinstance(end, Instance) else [i for i in self.instances if end in i.places()]

        return tuple((a, b) for a in inside(link.source) for b in inside(link.target) if a is not b)

    def with_same(self, ids: Iterable[str]) -> frozenset[str]:
        """These ids, and those of the places that are the same zones and Regions."""
        named = frozenset(ids)
        domains = {place.domain.id for place in self.places if place.id in named}
        return named | {place.id for place in self.places if place.domain.id in domains}

    def failing(self, name: str) -> tuple[str, ...]:
        """The ids of what fails by that name: a place, a component, or its instances in a place (`nat in us-east-1a`);
        nothing where it is not here."""
        components = {c.id: c for c in self.components}
        if name in components or any(p.id == name for p in self.places) or any(i.id == name for i in self.instances):
            return (name,)
        id, _, place = name.partition(" in ")
        some = self.within(components[id], place) if place and id in components else ()
        return tuple(i.id for i in some if i.count > 0)

    def called(self, id: str) -> str:
        """What people call that which fails by an id: the name of a place or a component, `Worker in eu-west-1a` for an
        instance alone."""
        instance = next((i for i in self.instances if i.id == id and i.id != i.component.id), None)
        if instance:
            place = instance.standpoint()
            return f"{instance.component.name} in {place.name}" if place else instance.component.name
        names = {c.id: c.name for c in self.components} | {p.id: p.name for p in self.places}
        return names.get(id, id)

    def within(self, component: Component, place: str) -> tuple[Instance, ...]:
        """Its instances in a place, however deep; all of them, where none is named."""
        return tuple(i for i in self.of(component) if not place or any(p.id == place for p in i.places()))


def presented(environments: Iterable[Environment]) -> Environment | None:
    """The environment that stands for the others: production, or the first."""
    some = list(environments)
    return next((e for e in some if e.stage is Stage.PRODUCTION), next(iter(some), None))
