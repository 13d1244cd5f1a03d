"""The type of a resource to what it is to a person: the table `data/services.yaml`, and the catalogue of kinds after
it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from archdeck.imports.cloudformation import snake
from archdeck.imports.resources import Resource
from archdeck.language import Loader
from archdeck.model import Kind, kinds

TABLE = Path(__file__).parent / "data" / "services.yaml"
GENERIC_BALANCER = "aws.elb"  # which of them it is the model leaves open
BALANCERS = {GENERIC_BALANCER, "aws.alb", "aws.nlb", "aws.clb", "aws.gwlb"}
_CLOUDS = {"aws": "aws", "azurerm": "azure", "google": "gcp"}


@dataclass(frozen=True)
class Service:
    """An entry of the table, as the table explains it."""

    kind: str = ""
    part: tuple[str, ...] | None = None
    wire: Mapping[str, Any] | None = None
    hub: tuple[str, ...] | None = None
    place: str = ""
    left: str = ""
    kinds: tuple[tuple[str, str, str], ...] = ()
    config: Mapping[str, list[str]] = field(default_factory=dict)
    behind: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    standby: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    takeover: tuple[str, ...] = ()
    copy_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    alone: str = ""
    named_by: Mapping[str, str] = field(default_factory=dict)
    applies: bool = False
    public: bool = False
    together: bool = False  # all of a service is one component: the table says nothing of the types


@cache
def services() -> Mapping[str, Service]:
    """All entries of the table by their types."""
    written: list[dict[str, Any]] = yaml.load(TABLE.read_bytes(), Loader=Loader)
    return {type: _service(entry) for entry in written for type in entry["types"]}


def _service(entry: Mapping[str, Any]) -> Service:
    lists = {key: tuple(map(_frozen, value)) for key, value in entry.items() if isinstance(value, list)}
    return Service(**{**{key: value for key, value in entry.items() if key != "types"}, **_without(lists, "types")})


def _without(entry: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def service(type: str) -> Service | None:
    """What a type is: of the table, a kind of the catalogue that is called as it, or of a service of which the table
    knows nothing, as a whole; None where nobody knows."""
    known = services().get(type)
    if known is None and (kind := _called(type)):
        known = Service(kind=kind)
    if known is None and _maker(type) not in _known_makers():
        cloud, _, word = _maker(type).partition(".")
        whole = catalogued().get(f"{cloud}.{word}")
        known = Service(kind=whole.id, together=True) if whole else None
    return known


def _maker(type: str) -> str:
    """The cloud and the service of a type: `aws.glue`."""
    if "::" in type:
        words = type.split("::")
        return f"{words[0].lower()}.{snake(words[1]).replace('_', '-')}"
    words = type.split("_")
    return f"{_CLOUDS.get(words[0], words[0])}.{words[1] if len(words) > 1 else ''}"


@cache
def _known_makers() -> frozenset[str]:
    return frozenset(map(_maker, services()))


def kind_of(resource: Resource, entry: Service) -> str:
    """The kind of a component: what its attributes tell, else what its type does."""
    for attribute, begins, kind in entry.kinds:
        if str(resource.at(attribute) or "").startswith(begins):
            return kind
    return entry.kind or entry.alone


@cache
def catalogued() -> Mapping[str, Kind]:
    """Every kind by its ids."""
    return {id: kind for kind in kinds() for id in (kind.id, *kind.aliases)}


def _called(type: str) -> str:
    """`aws_dynamodb_dax`, `AWS::Athena::WorkGroup`: the kind of these words, of one cloud; '' where there is none."""
    if "::" in type:
        maker, _, rest = type.partition("::")
        words = [snake(word).replace("_", "-") for word in rest.split("::")]
        names = ["-".join(words), *([words[0]] if words[-1] in words[0] or words[0] in words[-1] else [])]
        cloud = {"AWS": "aws"}.get(maker, "")
    else:
        maker, _, rest = type.partition("_")
        names, cloud = [rest.replace("_", "-")], _CLOUDS.get(maker, "")
        names += [re.sub(r"-(instance|cluster|domain|service|account|namespace)$", "", names[0])]
    found = [catalogued().get(f"{cloud}.{name}") for name in names] if cloud else []
    return next((kind.id for kind in found if kind), "")


def akin(one: str, other: str) -> bool:
    """Whether one kind is the other, or says more of it: `aws.rds` and `aws.rds-postgresql`."""
    a, b = (catalogued()[kind].id if kind in catalogued() else kind for kind in (one, other))
    more = {a, b} <= BALANCERS and GENERIC_BALANCER in (a, b)
    return a == b or more or a.startswith(f"{b}-") or b.startswith(f"{a}-")
