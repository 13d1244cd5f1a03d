"""A whole system as records: what happens in it (flows, drills), what is told of it (topics, story, views), and the
`Model` that holds all there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archdeck.language import Lane, Location, Outcome, Pillar, WrittenRule
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, Neighbour, Overlay, PlaceRelation, Relation, Target, Tier, Waiver
from archdeck.model.named import Named


def _steps(numbers: tuple[str, ...], word: str = "or") -> str:
    """`step 3b`, `steps 3b and 3c`."""
    listed = f" {word} ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]])) if numbers else ""
    return f"steps {listed}" if len(numbers) > 1 else f"step {listed}"


@dataclass(frozen=True)
class Step:
    """Number as written (`4`, `4a`). A step `at` a component has source == target and no relation. `backwards` steps
    take their relation against its direction: an answer. `source_in` and `target_in` are the places of the instances
    that it names, where it names one. `alongside` are the numbers of all steps that happen at the same time,
    `instead_of` of all of which any does; `back_to` is the one with which the flow goes on after this one.
    `beside` are the relations that it takes in other places, where several join its ends and it names none of them."""

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
    condition: str = ""
    repeats: str = ""
    back_to: str = ""
    alongside: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    first: bool = True
    beside: tuple[Relation, ...] = field(default=(), compare=False)
    availability: str = ""
    stated_at: Mapping[str, Location] = field(default_factory=dict, compare=False)

    @property
    def terms(self) -> str:
        """When it happens and how often, beside what it says: `if the card is refused; repeats until paid`."""
        way = f"instead of {_steps(self.instead_of)}" if not self.first else f"or {_steps(self.instead_of)} instead"
        loop = f"{self.back_to} to {self.number}"
        back = f"steps {loop} repeat {self.repeats}" if self.repeats else f"then again from step {self.back_to}"
        said = (
            f"if {self.condition}" if self.condition else "",
            f"at the same time as {_steps(self.alongside, 'and')}" if self.alongside else "",
            way if self.instead_of else "",
            back if self.back_to else f"repeats {self.repeats}" if self.repeats else "",
        )
        return "; ".join(filter(None, said))

    @property
    def place(self) -> bool:
        return self.source.id == self.target.id

    def runs_in(self, environment: Environment) -> bool:
        return not self.only or environment.id in self.only


@dataclass(frozen=True, repr=False)
class Flow(Named):
    """`drill` is the id of the failure that its steps tell, if they do: no failure is played on it."""

    id: str
    name: str
    summary: str
    description: str
    steps: tuple[Step, ...]
    environments: tuple[Environment, ...]
    where: Location
    waivers: tuple[Waiver, ...] = ()
    drill: str = ""

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
class AskedFor:
    """A name under a key of a view, and what it stands for: ids of components, tiers and places, or of relations."""

    key: str
    name: str
    things: frozenset[str]
    relations: frozenset[str]
    where: Location


@dataclass(frozen=True)
class ViewChange:
    """What the model says about a view. `asked` are the names of components, relations, places and the like under its
    keys; with `all_alone` nothing is drawn as one with others; `rows` and `columns` are as-written, or nothing."""

    id: str
    shows: str
    title: str
    subtitle: str
    order: int | None
    hidden: bool
    layout: str
    labels: Mapping[str, str]
    lanes: Mapping[str, Lane]
    asked: tuple[AskedFor, ...]
    rows: str
    columns: str
    all_alone: bool
    where: Location
    stated_at: Mapping[str, Location] = field(default_factory=dict)

    def named(self, key: str) -> frozenset[str]:
        """The components, tiers and places under a key."""
        return frozenset(id for one in self.asked if one.key == key for id in one.things)

    @cached_property
    def include(self) -> frozenset[str]:
        return self.named("include")

    @cached_property
    def exclude(self) -> frozenset[str]:
        return self.named("exclude")

    @cached_property
    def keep(self) -> frozenset[str]:
        return self.named("keep")

    @cached_property
    def relations(self) -> frozenset[str]:
        """The relations that it takes in by themselves."""
        return frozenset(id for one in self.asked if one.key == "include" for id in one.relations)

    @cached_property
    def without(self) -> frozenset[str]:
        """The relations that it leaves out."""
        return frozenset(id for one in self.asked if one.key == "exclude" for id in one.relations)

    @property
    def takes_some(self) -> bool:
        """Whether it shows only what it names."""
        return any(one.key == "include" for one in self.asked)

    @property
    def selects(self) -> bool:
        """Whether something is left out of the picture, or a box in it that would not be."""
        return any(one.key in ("include", "exclude", "keep") for one in self.asked)

    @property
    def moves(self) -> bool:
        """Whether boxes stand otherwise than they would."""
        named = any(one.key in ("lanes", "breaks", "alone") for one in self.asked)
        return named or bool(self.rows or self.columns) or self.all_alone or self.layout != "grid"


@dataclass(frozen=True, repr=False)
class Model(Named):
    """One system. `unused_cells` are what the file of cells beside it names and it does not have, and what is said of
    it; `neighbours` are the other systems that it names, by what it calls them, and `inner` is what it is called itself
    where it lies, which is its id unless it is read from elsewhere; `idle_nulls` are the empty values in it that
    mean nothing; `rules` are those of its team, as they are written beside it."""

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
    icon: Path | None = None
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    idle_nulls: tuple[tuple[Location, str], ...] = ()
    rules: tuple[WrittenRule, ...] = ()
    inner: str = ""

    def played(self, environment: Environment) -> tuple[Flow, ...]:
        """The flows of an environment that failures are played on: those that tell a failure are none."""
        return tuple(f for f in self.flows if environment in f.environments and not f.drill)

    @property
    def place_icons(self) -> frozenset[Path]:
        """The icons that places have of their own, and not by their kind."""
        return frozenset(place.icon for e in self.environments for place in e.places if place.icon)
