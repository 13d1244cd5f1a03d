"""What a reader finds in somebody's source, as records: things, where they run, what leads where, and what was left.

Everything is known by its address: how the source itself names it (`aws_db_instance.orders`, `OrdersTable`,
`Deployment shop/web`). The language's ids come later, in `draft`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archdeck.language import PlaceKind, RelationKind, Role


class UnreadableSource(Exception):
    """A source that no reader can make anything of; the message says which, where in it, and why."""


@dataclass(frozen=True)
class Place:
    """Where things run; `within` is the address of the place around it, '' for none. One that is not `stated` follows
    from what the source says of others, as a zone does from its subnets. `id` is one for the model, where it is not
    that of the name."""

    address: str
    kind: PlaceKind
    name: str
    within: str = ""
    technology: str = ""
    because: str = ""
    stated: bool = True
    id: str = ""
    count: int = 1


@dataclass(frozen=True)
class Run:
    """A thing in a place of its deployment: '' is none of them."""

    thing: str
    place: str
    count: int = 1
    role: Role | None = None
    because: str = ""
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Thing:
    """What becomes a component. `kind` is an id of the catalogue; `addresses` are all that were merged in it, its own
    first; settings go from their name to their value, and none of them is a secret. `id` is one for the model, where
    the source has one."""

    address: str
    name: str
    kind: str
    addresses: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    id: str = ""


@dataclass(frozen=True)
class Lead:
    """What leads from one thing or place to another, by their addresses; `addresses` are of what states it."""

    source: str
    target: str
    kind: RelationKind = RelationKind.REQUEST
    label: str = ""
    protocol: str = ""
    says: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """What became nothing in the model, and why."""

    address: str
    why: str


@dataclass(frozen=True)
class Deployment:
    """An environment: '' is called as whoever imports says."""

    name: str
    places: tuple[Place, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Found:
    """All of a source. `title` is what the source calls itself, '' where it does not."""

    things: tuple[Thing, ...]
    leads: tuple[Lead, ...]
    deployments: tuple[Deployment, ...]
    left: tuple[Left, ...] = ()
    title: str = ""
    summary: str = ""
