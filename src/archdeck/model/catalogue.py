"""The text of a `kind:` or an `icon:` to a `Kind` or an icon file: of the catalogue, of diagrams, or beside a model.

The catalogue itself is data (`data/kinds.yaml`); icons are files of the diagrams library, or own ones in `data/icons`.
"""

from __future__ import annotations

import importlib
import inspect
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from xml.etree import ElementTree

import yaml

from archdeck.language import KindShape, Loader, Unreadable, nearest, quoted, read_bytes, spelt
from archdeck.model.design import Kind, Scope

DATA = Path(__file__).parent / "data"
_ACTOR_MODULES = ("onprem.client", "aws.general")
_CLASS = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+\.[A-Z][A-Za-z0-9_]*")
_UPWARDS = "must lie beside the model; write its path from the model's folder downwards, without `..`"
MEANT = 3  # names of kinds that a message offers where it cannot tell which is meant
SHORT = 3  # letters of a name of which one slip may make several others
LISTED = 12  # classes of a module that a message lists
_BALANCERS = re.compile("LoadBalanc|Haproxy|ApplicationGateway")
_DOORS = re.compile(
    r"aws\.\w+\.(InternetGateway|IGW|NATGateway|Endpoint|TransitGatewayAttachment|TGWAttach|VPCPeering|VpnGateway)"
    r"|azure\.\w+\.(VirtualNetworkGateways|ApplicationGateways?|Nat|ExpressrouteCircuits|PrivateEndpoints?"
    r"|PrivateLinkServices?|Peerings)"
    r"|gcp\.\w+\.(NAT|VPN|Router|PrivateServiceConnect|PSC|DedicatedInterconnect|PartnerInterconnect)"
    r"|alibabacloud\.network\.(NatGateway|VpnGateway)|digitalocean\.network\.InternetGateway"
    r"|ibm\.network\.(PublicGateway|VpnGateway)|oci\.\w+\.(NATGateway|InternetGateway|ServiceGateway)(White)?"
    r"|outscale\.network\.(InternetService|NatService)"
)
_ACTORS = re.compile("User|Client|Customer|Person")


class UnknownKind(ValueError):
    """A kind or an icon that is not there; the message says what is."""


@cache
def catalogue() -> dict[str, Kind]:
    """Every kind of `data/kinds.yaml`, by id and by alias."""
    written: dict[str, dict[str, Any]] = yaml.load((DATA / "kinds.yaml").read_bytes(), Loader=Loader)
    kinds: dict[str, Kind] = {}
    for name, entry in written.items():
        kind = Kind(
            id=name,
            name=entry["name"],
            category=entry.get("category", ""),
            scope=Scope(entry.get("scope", "regional")),
            says=entry.get("says", ""),
            icon=_shipped_icon(entry["icon"]),
            cross_cutting=entry.get("cross_cutting", False),
            everywhere=entry.get("everywhere", False),
            at_border=entry.get("at_border", False),
            spreads=entry.get("spreads", False),
            in_step=entry.get("in_step", False),
            more=entry.get("more", ""),
        )
        for key in (name, *entry.get("aliases", ())):
            kinds[key] = kind
    return kinds


def kind_of(text: str, declared: Mapping[str, Kind]) -> Kind:
    """The kind that a model names: one that it declares, one of the catalogue, or a class of diagrams by its path."""
    if kind := declared.get(text) or catalogue().get(text):
        return kind
    if _CLASS.fullmatch(path := text.removeprefix("diagrams.")):
        return _kind_of_class(path)
    hint = (
        _near(text, [*declared, *catalogue()])
        or "; take one of the catalogue (aws.ec2), a class of diagrams (k8s.compute.Pod), or declare it under kinds"
    )
    raise UnknownKind(f"{quoted(text)} is not a kind{hint}")


def _near(text: str, known: Sequence[str]) -> str:
    """What a kind that is not there may be: one of the same name elsewhere, the longest that it begins with, or one
    of the same maker that is nearly written so; of a few letters, all such. The maker's letters do not count as alike:
    `aws.tgw` is not nearly `aws.gwlb`."""
    maker, dot, name = text.lower().rpartition(".")
    ends = [other for other in known if other.split(".")[-1] == name]
    begins = sorted((other for other in known if text.lower().startswith(f"{other}-")), key=len)
    if ends or begins:
        return f"; did you mean {(ends or begins[::-1])[0]!r}?"
    inside = [other.removeprefix(f"{maker}.") for other in known if not dot or other.startswith(f"{maker}.")]
    if not inside:
        return nearest(text, known)
    found: list[str] = []
    while len(found) < MEANT and (near := nearest(name, [other for other in inside if other not in found])):
        found.append(near.partition("'")[2].rpartition("'")[0])
    if len(name) > SHORT:
        found = found[:1]
    meant = [repr(f"{maker}{dot}{other}") for other in found]
    return f"; did you mean {' or '.join(meant)}?" if meant else ""


def declared_kind(name: str, shape: KindShape, folder: Path) -> Kind:
    """A kind that a model declares; UnknownKind if its icon is not there. Without an icon it has a plain glyph."""
    icon = icon_of(shape.icon, folder) if shape.icon else plain_icon()
    return Kind(name, shape.name, shape.category, Scope(shape.scope), shape.says, icon)


def plain_icon() -> Path:
    """The glyph of what has no icon of its own."""
    return icon_of_class("generic.blank.Blank")


def place_icon(text: str, folder: Path, declared: Mapping[str, Kind]) -> Path:
    """The icon that a place names: that of a kind, a class of diagrams, or a file inside the model's folder."""
    if kind := declared.get(text) or catalogue().get(text):
        return kind.icon
    if text.lower().endswith((".png", ".svg")) or _CLASS.fullmatch(text.removeprefix("diagrams.")):
        return icon_of(text, folder)
    hint = _near(text, [*declared, *catalogue()]) or "; name a kind (aws.eks), a class of diagrams, or a .png or .svg"
    raise UnknownKind(f"{quoted(text)} is no icon{hint}")


def icon_of(text: str, folder: Path) -> Path:
    """The file that an `icon:` names: a class of diagrams, or a PNG or SVG inside the model's folder."""
    if text.lower().endswith((".png", ".svg")):
        return _own_icon(text, folder)
    if _CLASS.fullmatch(path := text.removeprefix("diagrams.")):
        return icon_of_class(path)
    raise UnknownKind(f"{quoted(text)} is no icon; name a .png or .svg file, or a class of diagrams (k8s.compute.Pod)")


@cache
def icon_of_class(path: str) -> Path:
    """The icon file of a class of the diagrams library, as in `aws.database.RDS`; imports only that module."""
    *parts, name = path.split(".")
    module = _module(parts)
    from diagrams import Node

    classes = {
        key: value
        for key, value in vars(module).items()
        if inspect.isclass(value)
        and issubclass(value, Node)
        and not key.startswith("_")
        and getattr(value, "_icon", None)
    }
    if name not in classes:
        hint = nearest(name, classes) or f"; it has {_nearest_first(name, classes)}"
        raise UnknownKind(f"{name!r} is not a class of diagrams.{'.'.join(parts)}{hint}")
    node: Any = classes[name]
    icon = resources().parent / str(node._icon_dir) / str(node._icon)
    if not icon.is_file():
        raise UnknownKind(f"the diagrams library has no icon file for {path!r}; take another class")
    return icon


def _nearest_first(name: str, classes: Iterable[str]) -> str:
    """The names of classes, those that have most in common with this one first, and how many more there are."""
    likeness = SequenceMatcher(b=name.lower(), autojunk=False)

    def unlike(other: str) -> tuple[float, str]:
        likeness.set_seq1(other.lower())
        return -likeness.ratio(), other

    ordered = sorted(classes, key=unlike)
    more = f" and {len(ordered) - LISTED} more" if len(ordered) > LISTED else ""
    return ", ".join(ordered[:LISTED]) + more


@cache
def _names_of_classes() -> dict[str, str]:
    named: dict[str, str] = yaml.load((DATA / "classes.yaml").read_bytes(), Loader=Loader)
    return named


@cache
def resources() -> Path:
    """The folder of the diagrams library's icon files."""
    return _library().parent / "resources"


@cache
def _library() -> Path:
    spec = PathFinder.find_spec("diagrams")
    if spec is None or not spec.origin:
        raise UnknownKind("the diagrams library is not installed")
    return Path(spec.origin).parent


def _module(parts: list[str]) -> Any:
    """A module of the library such as aws.database, checked on disk before it is imported."""
    provider, module = parts
    providers = sorted(p.name for p in _library().iterdir() if (p / "__init__.py").is_file())
    if provider not in providers:
        raise UnknownKind(f"diagrams has no provider {provider!r}{nearest(provider, providers)}")
    modules = sorted(p.stem for p in (_library() / provider).glob("*.py") if not p.stem.startswith("_"))
    if module not in modules:
        raise UnknownKind(f"diagrams.{provider} has no module {module!r}{nearest(module, modules)}")
    return importlib.import_module(f"diagrams.{provider}.{module}")


def _kind_of_class(path: str) -> Kind:
    provider, module, name = path.split(".")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    words = " ".join(map(spelt, words.split()))
    actor = f"{provider}.{module}" in _ACTOR_MODULES and _ACTORS.search(name)
    scope = Scope.ACTOR if actor else Scope.REGIONAL
    heading = spelt(module.replace("_", " ").capitalize())
    called, spreads = _names_of_classes().get(path, words), bool(_BALANCERS.search(name))
    at_border = bool(_DOORS.fullmatch(path))
    return Kind(path, called, heading, scope, "", icon_of_class(path), at_border=at_border, spreads=spreads)


def _shipped_icon(text: str) -> Path:
    if not text.lower().endswith((".png", ".svg")):
        return icon_of_class(text.removeprefix("diagrams."))
    if text.startswith("own:"):
        return DATA / "icons" / text.removeprefix("own:")
    return resources() / text


def _own_icon(text: str, folder: Path) -> Path:
    path = folder / text
    try:
        content = read_bytes(path, inside=folder)
    except Unreadable as error:
        raise UnknownKind(f"the icon {quoted(text)} {error}") from None
    if ".." in re.split(r"[/\\]", text) or PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive:
        raise UnknownKind(f"the icon {quoted(text)} {_UPWARDS}")
    fault = _png_fault(content) if text.lower().endswith(".png") else _svg_fault(content)
    if fault:
        raise UnknownKind(f"the icon {quoted(text)} {fault}")
    return path


def _png_fault(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            width, height = image.size
            if max(width, height) > 4096:
                return f"is {width}×{height} pixels large; 4096 are the most"
            image.verify()
    except Exception:  # Pillow raises whatever its decoders meet
        return "is not a PNG image"
    return ""


def _svg_fault(content: bytes) -> str:
    """Whether it is an SVG that shows something and does nothing: no script, no entities, nothing fetched."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "declares a document type; delete its <!DOCTYPE …>"
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return "is not an SVG image"
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return "is not an SVG image"
    for element in root.iter():
        if str(element.tag).rpartition("}")[2].lower() in (
            "script",
            "foreignobject",
            "iframe",
            "object",
            "embed",
            "handler",
        ):
            return f"has a <{str(element.tag).rpartition('}')[2]}> in it; an icon is only drawn"
        words = " ".join([element.text or "", *element.attrib.values()])
        if any(key.rpartition("}")[2].lower().startswith("on") for key in element.attrib):
            return "has an event handler in it; an icon is only drawn"
        links = [value for key, value in element.attrib.items() if key.rpartition("}")[2] in ("href", "src")]
        if any(not link.strip().startswith(("#", "data:image/")) for link in links) or re.search(
            r"@import|url\(\s*['\"]?(?!#|data:image/)", words
        ):
            return "points at another file; an icon holds all that it shows"
    return ""
