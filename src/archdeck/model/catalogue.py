"""The text of a `kind:` to a `Kind`: of the catalogue, of diagrams, or one that a model declares.

The catalogue itself is data (`data/kinds.yaml`), and so is what providers promise (`data/slas.yaml`); a class of
diagrams that it knows is one of its kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from archdeck.extensions import extensions
from archdeck.language import KindShape, Loader, quoted, spelt
from archdeck.model.added import KINDS, added_kinds
from archdeck.model.classes import CLASS, DATA, UnknownKind, every_class, icon_of_class, name_of_class
from archdeck.model.design import Kind, Scope, Sla
from archdeck.model.icons import icon_of, names_icon, plain_icon, shipped_icon
from archdeck.model.meant import meant

_ACTOR_MODULES = ("onprem.client", "aws.general")
# Of the classes that are no kind of the catalogue: what spreads requests, doors of a network, and people.
_BALANCERS = re.compile("LoadBalanc|Haproxy|ApplicationGateway")
_DOORS = re.compile(
    r"alibabacloud\.network\.(NatGateway|VpnGateway)|digitalocean\.network\.InternetGateway"
    r"|ibm\.network\.(PublicGateway|VpnGateway)|oci\.\w+\.(NATGateway|InternetGateway|ServiceGateway)(White)?"
    r"|outscale\.network\.(InternetService|NatService)"
)
_ACTORS = re.compile("User|Client|Customer|Person")
_ENTRY = re.compile(r"(?m)^(?=[^\s#].*:$)")  # where an entry of the catalogue begins


@cache
def kinds() -> tuple[Kind, ...]:
    """The catalogue: every kind of `data/kinds.yaml`, in its order, and those that other packages add."""
    own = _own()
    taken = {id for kind in own for id in (kind.id, *kind.aliases, *kind.classes)}
    return (*own, *added_kinds(taken, declared_kind))


def _own() -> tuple[Kind, ...]:
    written: dict[str, dict[str, Any]] = yaml.load(_file(), Loader=Loader)
    return tuple(_kind(name, entry) for name, entry in written.items())


def _kind(name: str, entry: Mapping[str, Any]) -> Kind:
    return Kind(
        id=name,
        name=entry["name"],
        category=entry.get("category", ""),
        scope=Scope(entry.get("scope", "regional")),
        says=entry.get("says", ""),
        icon=shipped_icon(entry["icon"]),
        cross_cutting=entry.get("cross_cutting", False),
        everywhere=entry.get("everywhere", False),
        at_border=entry.get("at_border", False),
        spreads=entry.get("spreads", False),
        in_step=entry.get("in_step", False),
        in_subnets=entry.get("in_subnets", "." not in name or name.startswith("k8s.")),
        zone_bound=entry.get("zone_bound", False),
        more=entry.get("more", ""),
        aliases=tuple(entry.get("aliases", ())),
        classes=tuple(entry.get("classes", ())),
        known_as=tuple(entry.get("known_as", ())),
        sla=_slas().get(name),
    )


def _file() -> str:
    return (DATA / "kinds.yaml").read_text(encoding="utf-8")


@cache
def _entries() -> dict[str, str]:
    """The lines of each entry by its id: a model has twenty of 750, and reading all takes longer than that."""
    return {entry.partition(":")[0]: entry for entry in _ENTRY.split(_file())[1:]}


@cache
def by_id(id: str) -> Kind | None:
    """A kind of the catalogue by its id, where no other package adds to it, of which one would hear nothing."""
    if id not in _entries() or extensions(KINDS):
        return None
    return _kind(id, yaml.load(_entries()[id], Loader=Loader)[id])


def _known(text: str) -> Kind | None:
    """The kind of this id or alias; None where the catalogue has none."""
    return by_id(text) or catalogue().get(text)


@cache
def _slas() -> dict[str, Sla]:
    """What is published of the kinds, by their ids."""
    written: list[dict[str, Any]] = yaml.load((DATA / "slas.yaml").read_bytes(), Loader=Loader)
    found: dict[str, Sla] = {}
    for entry in written:
        whole = entry.get("whole", "")
        zones = entry.get("several", whole), entry.get("one", whole)
        sla = Sla(*zones, date.fromisoformat(str(entry["dated"])), entry["source"])
        found |= dict.fromkeys(entry["kinds"], sla)
    return found


@cache
def catalogue() -> dict[str, Kind]:
    """Every kind of the catalogue, by id and by alias."""
    return {key: kind for kind in kinds() for key in (kind.id, *kind.aliases)}


@cache
def _by_class() -> dict[str, Kind]:
    return {path: kind for kind in kinds() for path in kind.classes}


def kind_of(text: str, declared: Mapping[str, Kind]) -> Kind:
    """The kind that a model names: one that it declares, one of the catalogue, or a class of diagrams by its path."""
    if kind := declared.get(text) or _known(text):
        return kind
    if CLASS.fullmatch(path := text.removeprefix("diagrams.")):
        return _kind_of_class(path)
    hint = (
        meant(text, [*declared.values(), *kinds()])
        or "; take one of the catalogue (aws.ec2), a class of diagrams (k8s.compute.Pod), or declare it under kinds"
    )
    raise UnknownKind(f"{quoted(text)} is not a kind{hint}")


def kind_ids() -> list[str]:
    """The ids of the catalogue, as an editor offers them."""
    return sorted(kind.id for kind in kinds())


def meant_kind(text: str) -> str:
    """`; did you mean 'aws.eks'?` for the kind of the catalogue that this text is most likely meant for, or nothing."""
    return meant(text, kinds())


def declared_kind(name: str, shape: KindShape, folder: Path) -> Kind:
    """A kind that a model declares; UnknownKind if its icon is not there. Without an icon it has a plain glyph."""
    icon = icon_of(shape.icon, folder) if shape.icon else plain_icon()
    return Kind(name, shape.name, shape.category, Scope(shape.scope), shape.says, icon)


def place_icon(text: str, folder: Path, declared: Mapping[str, Kind]) -> Path:
    """The icon that a place names: that of a kind, a class of diagrams, or a file inside the model's folder."""
    if kind := declared.get(text) or _known(text):
        return kind.icon
    if names_icon(text):
        return icon_of(text, folder)
    hint = meant(text, [*declared.values(), *kinds()])
    raise UnknownKind(f"{quoted(text)} is no icon{hint or '; name a kind (aws.eks), a class of diagrams, or a file'}")


def find_kinds(words: tuple[str, ...]) -> list[Kind]:
    """The kinds of the catalogue in which every word stands, those first that are called so; and after them the classes
    of diagrams that are none of these. Without a word, the whole catalogue."""
    if not words:
        return list(kinds())
    lower = [word.lower() for word in words]
    called = [kind for kind in kinds() if _has(lower, *_names(kind))]
    told = [kind for kind in kinds() if _has(lower, *_names(kind), kind.category, kind.says)]
    known = _by_class()
    classes = [
        replace(_kind_of_class(path), classes=others)
        for path, others in every_class().items()
        if path not in known and _has(lower, path, *others, name_of_class(path))
    ]
    return list(dict.fromkeys([*called, *told, *classes]))


def _names(kind: Kind) -> tuple[str, ...]:
    return kind.id, kind.name, *kind.aliases, *kind.classes, *kind.known_as


def _has(words: list[str], *texts: str) -> bool:
    text = "\n".join(texts).lower()
    return all(word in text for word in words)


def _kind_of_class(path: str) -> Kind:
    """What the catalogue says of it, with the icon that was asked for; else what its name tells."""
    icon = icon_of_class(path)
    if kind := _by_class().get(path):
        return replace(kind, icon=icon)
    provider, module, name = path.split(".")
    actor = f"{provider}.{module}" in _ACTOR_MODULES and _ACTORS.search(name)
    return Kind(
        id=path,
        name=name_of_class(path),
        category=spelt(module.replace("_", " ").capitalize()),
        scope=Scope.ACTOR if actor else Scope.REGIONAL,
        says="",
        icon=icon,
        at_border=bool(_DOORS.fullmatch(path)),
        spreads=bool(_BALANCERS.search(name)),
    )
