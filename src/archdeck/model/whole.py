"""A whole system as records: what happens in it (flows, drills), what is told of it (topics, story, views), and the
`Model` that holds all there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archdeck.language import Lane, Location, Outcome, Pillar
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, Overlay, PlaceRelation, Relation, Target, Tier, Waiver
from archdeck.model.named import Named


@dataclass(frozen=True)
class Step:
    """Number as written (`4`, `4a`). A step `at` a component has source == target and no relation. `backwards` steps
    take their relation against its direction: an answer. `source_in` and `target_in` are the places of the instances
    that it names, where it names one."""

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
    source_in: str = ""
    target_in: str = ""

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
        return tuple(
            s
            for s in self.steps
            if s.runs_in(environment)
            and environment.within(s.source, s.source_in)
            and environment.within(s.target, s.target_in)
        )


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


@dataclass(frozen=True, repr=False)
class Requirement(Named):
    """`met_by` maps component to how it meets the requirement, '' where that is not said. It concerns these `flows`,
    `failures` (ids of drills, places and components) and the environments of `only`, where those are named."""

    id: str
    name: str
    says: str
    pillar: Pillar | None
    target: Target
    met_by: tuple[tuple[Component, str], ...]
    where: Location
    stated_at: Mapping[str, Location] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    flows: tuple[Flow, ...] = ()
    failures: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()


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
    """One system. `unused_cells` are what the file of cells beside it names and it does not have, and what is said of
    it."""

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
    unused_cells: tuple[tuple[Location, str], ...] = ()
    place_relations: tuple[PlaceRelation, ...] = ()

    @property
    def place_icons(self) -> frozenset[Path]:
        """The icons that places have of their own, and not by their kind."""
        return frozenset(place.icon for e in self.environments for place in e.places if place.icon)
