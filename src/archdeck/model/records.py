"""The resolved model: the words of the language as frozen records that hold each other, with no ids left to look up.

Collections keep the order of the YAML. Whatever a person may leave out has been filled in: names, tiers, stages, the
cloud around AWS regions, global services that run in no place, the replication arrows between a primary and its copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from archdeck.language import Lane, Location, Outcome, OverlayKind, Pillar, PlaceKind, RelationKind, Role, Stage
from archdeck.model.named import Named


class Scope(StrEnum):
    """What must fail for a component to fail; actors are people and systems outside the design."""

    GLOBAL = "global"
    REGIONAL = "regional"
    ZONAL = "zonal"
    ACTOR = "actor"


@dataclass(frozen=True)
class Waiver:
    """A finding of a rule that is accepted; `until` is the last day on which it is."""

    rule: str
    because: str
    until: date
    where: Location


@dataclass(frozen=True, repr=False)
class Kind(Named):
    """What a component is. `icon` is an image file that exists. `cross_cutting` kinds apply to others rather than
    take part in requests (keys, roles, monitoring): pictures show them as marks and in a side panel; `everywhere` ones
    (monitoring, audit) apply to everything and get no marks; `at_border` ones are the doors of a network, and stand at
    its border; what `spreads` leads to all that it could, and not to the nearest."""

    id: str
    name: str
    category: str
    scope: Scope
    says: str
    icon: Path
    cross_cutting: bool = False
    everywhere: bool = False
    at_border: bool = False
    more: str = ""
    spreads: bool = False


@dataclass(frozen=True, repr=False)
class Tier(Named):
    """`where` is None for a tier that no `tiers:` declares."""

    id: str
    name: str
    says: str
    index: int
    where: Location | None = None


@dataclass(frozen=True)
class Recovery:
    promote_s: float | None
    restore_s: float | None
    says: str
    loses_s: float | None = None


@dataclass(frozen=True, repr=False)
class Component(Named):
    """`stated_at` is where each of its numbers is written, by key; so it is for whatever else has one."""

    id: str
    kind: Kind
    tier: Tier
    name: str
    label: str
    icon: Path
    summary: str
    description: str
    why: str
    say: str
    config: Mapping[str, str]
    recovery: Recovery | None
    owner: str
    note: str
    where: Location
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, repr=False)
class Relation(Named):
    """A typed arrow between components. `derived` ones stand for the replication between instances of one component."""

    id: str
    source: Component
    target: Component
    kind: RelationKind
    label: str
    says: str
    role: Role | None
    encryption: str
    protocol: str
    every: str
    lag: str
    only: frozenset[str]
    note: str
    where: Location
    derived: bool = False
    after: str = ""
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, repr=False)
class Place(Named):
    """`implicit` is the cloud that is drawn around regions without being asked for. What runs in a `standby` place
    waits for a failure."""

    id: str
    kind: PlaceKind
    name: str
    parent: Place | None
    because: str
    where: Location
    implicit: bool = False
    standby: bool = False
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

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
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    def places(self) -> tuple[Place, ...]:
        """Innermost first."""
        return tuple(self.place.chain()) if self.place else ()

    def region(self) -> Place | None:
        return next((place for place in self.places() if place.kind is PlaceKind.REGION), None)

    def in_step(self, primary: Instance | None) -> bool:
        """A standby is synchronous unless something else is said, but only within the Region of its primary: nobody
        waits for an answer from another one without meaning to."""
        if self.sync is not None:
            return self.sync
        near = primary is None or self.region() == primary.region()
        return self.role is Role.STANDBY and near and not self.lag

    def standpoint(self) -> Place | None:
        """The place that says most about where it runs: the zone or region around a subnet or VPC."""
        subnets = (PlaceKind.PUBLIC_SUBNET, PlaceKind.PRIVATE_SUBNET)
        outer = [place for place in self.places() if place.kind not in subnets]
        return next((place for place in outer if place.kind is not PlaceKind.VPC), self.place)


@dataclass(frozen=True)
class Link:
    """A relation between two instances of an environment: one arrow before anything is merged."""

    relation: Relation
    source: Instance
    target: Instance


@dataclass(frozen=True, repr=False)
class Environment(Named):
    """`places` hold parents before children; `missing` are the components that do not run here, with a reason or ''.
    `bases` are all environments that it extends, the nearest first."""

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

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(dict.fromkeys(link.relation for link in self.links))

    @cached_property
    def components(self) -> tuple[Component, ...]:
        return tuple(dict.fromkeys(i.component for i in self.instances))

    def of(self, component: Component) -> tuple[Instance, ...]:
        return tuple(i for i in self.instances if i.component.id == component.id)


@dataclass(frozen=True)
class Step:
    """Number as written (`4`, `4a`). A step `at` a component has source == target and no relation. `backwards` steps
    take their relation against its direction: an answer."""

    number: str
    source: Component
    target: Component
    relation: Relation | None
    backwards: bool
    says: str
    only: frozenset[str]
    optional: bool
    note: str
    where: Location

    @property
    def place(self) -> bool:
        return self.source.id == self.target.id

    def runs_in(self, environment: Environment) -> bool:
        return not self.only or environment.id in self.only


@dataclass(frozen=True, repr=False)
class Flow(Named):
    id: str
    name: str
    summary: str
    description: str
    steps: tuple[Step, ...]
    environments: tuple[Environment, ...]
    where: Location
    waivers: tuple[Waiver, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    def steps_in(self, environment: Environment) -> tuple[Step, ...]:
        """The steps that this environment has."""
        here = {c.id for c in environment.components}
        return tuple(s for s in self.steps if s.runs_in(environment) and {s.source.id, s.target.id} <= here)


@dataclass(frozen=True)
class Target:
    """What a requirement asks for; times in seconds."""

    survives: str | None
    rto_s: float | None
    rpo_s: float | None
    latency_s: float | None
    availability: str
    standard: str
    text: str
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Requirement(Named):
    """`met_by` maps component to how it meets the requirement, '' where that is not said."""

    id: str
    name: str
    says: str
    pillar: Pillar | None
    target: Target
    met_by: tuple[tuple[Component, str], ...]
    where: Location
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, repr=False)
class Overlay(Named):
    id: str
    kind: OverlayKind
    name: str
    members: tuple[Component, ...]
    scale: str
    says: str
    why: str
    say: str
    config: Mapping[str, str]
    only: frozenset[str]
    where: Location


@dataclass(frozen=True, repr=False)
class Drill(Named):
    """A failure to play. `down` holds ids of places and components, which depend on the environment; `expected_at` is
    where the outcome of a flow is written, by the flow's id."""

    id: str
    name: str
    says: str
    environment: Environment | None
    down: tuple[str, ...]
    expect: tuple[tuple[Flow, Outcome], ...]
    where: Location
    expected_at: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True)
class TopicRow:
    name: str
    says: str
    about: tuple[Component, ...]


@dataclass(frozen=True, repr=False)
class Topic(Named):
    """What belongs to no single component. `columns` are two headings, or none: then the rows are a list."""

    id: str
    name: str
    says: str
    shows: str
    columns: tuple[str, ...]
    rows: tuple[TopicRow, ...]
    about: tuple[Component, ...]
    where: Location


@dataclass(frozen=True)
class StorySlide:
    id: str
    title: str
    shows: str
    say: str
    where: Location


@dataclass(frozen=True)
class ViewChange:
    """What the model says about a view."""

    id: str
    shows: str
    title: str
    subtitle: str
    order: int | None
    hidden: bool
    include: frozenset[str]
    exclude: frozenset[str]
    layout: str
    keep: frozenset[str]
    labels: Mapping[str, str]
    lanes: Mapping[str, Lane]
    breaks: frozenset[str]
    where: Location


@dataclass(frozen=True, repr=False)
class Model(Named):
    """One system."""

    id: str
    name: str
    title: str
    summary: str
    description: str
    owner: str
    source: str
    tiers: tuple[Tier, ...]
    components: tuple[Component, ...]
    relations: tuple[Relation, ...]
    environments: tuple[Environment, ...]
    flows: tuple[Flow, ...]
    requirements: tuple[Requirement, ...]
    overlays: tuple[Overlay, ...]
    drills: tuple[Drill, ...]
    topics: tuple[Topic, ...]
    story: tuple[StorySlide, ...]
    views: tuple[ViewChange, ...]
    where: Location
    waivers: tuple[Waiver, ...] = ()
