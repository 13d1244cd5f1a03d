"""What a system is made of, as records: kinds, components, relations, requirements, overlays, and what is waived.

The records of a resolved model (here, in `deployment` and in `whole`) are frozen and hold each other, with no ids left
to look up. Collections keep the order of the YAML. Whatever a person may leave out has been filled in: names, tiers,
stages, the cloud around AWS regions, global services that run in no place, the replication arrows between a primary and
its copies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil
from pathlib import Path

from archdeck.language import Location, OverlayKind, RelationKind, Role
from archdeck.model.named import Named

_DEAD_LETTERS = re.compile(r"dead.?letter|\bdlq\b", re.IGNORECASE)


PEOPLE = "People and clients"  # the category of those who do not fail, whatever does


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


@dataclass(frozen=True)
class Sla:
    """What the provider of a service publishes that it promises: of all of it in a Region, where it runs in `several`
    zones there and where it runs in `one`; what runs in none of its user's zones has the same for both. '' where
    nothing is promised. `dated` is when the text was last changed that this was read in, `source` where that is."""

    several: str
    one: str
    dated: date
    source: str


@dataclass(frozen=True, repr=False)
class Kind(Named):
    """What a component is. `icon` is an image file that exists. `cross_cutting` kinds apply to others rather than
    take part in requests (keys, roles, monitoring): pictures show them as marks and in a side panel; `everywhere` ones
    (monitoring, audit) apply to everything and get no marks; `at_border` ones are the doors of a network, and stand at
    its border; what `spreads` leads to all that it could, and not to the nearest; the service guarantees that a standby
    of an `in_step` one in another zone gets every change before it is confirmed. One `in_subnets` of a Region
    falls with a zone where it stands in no other. Who stands in the zone of a `zone_bound` one is led to that one
    alone, by a route or as a disk is attached, and nothing leads him to another one. `aliases` are its other ids,
    `classes` those of them that are paths of the diagrams library; by what it is `known_as` it is only searched."""

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
    in_step: bool = False
    in_subnets: bool = True
    zone_bound: bool = False
    aliases: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    sla: Sla | None = None

    @property
    def is_people(self) -> bool:
        """Whether it is somebody who asks, and not a system of somebody else's that may fail."""
        return self.scope is Scope.ACTOR and self.category == PEOPLE


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


@dataclass(frozen=True)
class Neighbour:
    """Another system of the project, as far as this one says something of it: what it is called, and the names of its
    components by their ids. `icon` is one that it has of its own. What cannot be read has no components."""

    id: str
    name: str
    title: str = ""
    summary: str = ""
    owner: str = ""
    icon: Path | None = None
    components: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Component(Named):
    """`stated_at` is where each of its numbers is written, by key; so it is for whatever else has one. `system` is the
    one that it stands for, where it is another system of the project; `addresses` are what it is where it is built."""

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
    needs: str = ""
    tags: tuple[str, ...] = ()
    system: Neighbour | None = None
    availability: str = ""
    sla: str = ""
    addresses: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    def needed(self, every: int) -> int:
        """How many of so many it takes: as many as the model says, or a share of them; one, if it says nothing."""
        if self.needs.endswith("%"):
            return ceil(every * float(self.needs.removesuffix("%")) / 100)
        return int(self.needs or 1)

    @property
    def takes_several(self) -> bool:
        """Whether the model says that one alone does not do: then all of them are one system, wherever they run."""
        return self.needs not in ("", "1")

    @property
    def takes_dead_letters(self) -> bool:
        """Whether it keeps what could not be handled: its kind says so, or its id or name."""
        return bool(_DEAD_LETTERS.search(f"{self.kind.id} {self.id} {self.name}"))


@dataclass(frozen=True, repr=False)
class Relation(Named):
    """A typed arrow between components. `derived` ones stand for the replication between instances of one component.
    `source_in` and `target_in` are ids of places: only the instances in there are its ends. A failover `needs`
    components, each in a place if one is named, to happen at all."""

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
    source_in: str = ""
    target_in: str = ""
    tags: tuple[str, ...] = ()
    from_label: str = ""
    to_label: str = ""
    needs: tuple[tuple[Component, str], ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, repr=False)
class PlaceRelation(Named):
    """A typed arrow with a place at an end or both: the peering of two networks, a call of a whole cluster. An end
    without a component is the place of that id; with one it is the component, in that place if one is named."""

    id: str
    source: Component | None
    source_in: str
    target: Component | None
    target_in: str
    kind: RelationKind
    label: str
    says: str
    encryption: str
    protocol: str
    only: frozenset[str]
    note: str
    where: Location
    waivers: tuple[Waiver, ...] = ()
    tags: tuple[str, ...] = ()
    from_label: str = ""
    to_label: str = ""

    def __hash__(self) -> int:
        return hash(self.id)


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
