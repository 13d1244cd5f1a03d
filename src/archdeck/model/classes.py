"""The path of a class of the diagrams library to its icon file and its name; and all classes that there are.

A module of the library is imported when a class of it is asked for, and after it was found on disk.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import yaml

from archdeck.language import Loader, nearest, spelt

DATA = Path(__file__).parent / "data"
CLASS = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+\.[A-Z][A-Za-z0-9_]*")
LISTED = 12  # classes of a module that a message lists
_NO_PROVIDERS = ("custom",)  # for icons of one's own, which a model names itself


class UnknownKind(ValueError):
    """A kind or an icon that is not there; the message says what is."""


@cache
def icon_of_class(path: str) -> Path:
    """The icon file of a class of the diagrams library, as in `aws.database.RDS`; imports only that module."""
    *parts, name = path.split(".")
    classes = _classes(parts[0], parts[1])
    if name not in classes:
        hint = nearest(name, classes) or f"; it has {_nearest_first(name, classes)}"
        raise UnknownKind(f"{name!r} is not a class of diagrams.{'.'.join(parts)}{hint}")
    node = classes[name]
    icon = resources().parent / str(node._icon_dir) / str(node._icon)
    if not icon.is_file():
        raise UnknownKind(f"the diagrams library has no icon file for {path!r}; take another class")
    return icon


def name_of_class(path: str) -> str:
    """The name that its maker gives it, else that of the class in words: `Elastic Load Balancing`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", path.rpartition(".")[2])
    return _names().get(path) or " ".join(map(spelt, words.split()))


@cache
def every_class() -> dict[str, tuple[str, ...]]:
    """Every class by its path, with the further paths of the same module by which it goes."""
    found: dict[str, tuple[str, ...]] = {}
    for provider in (name for name in _providers() if name not in _NO_PROVIDERS):
        for module in _modules(provider):
            paths: dict[Any, list[str]] = {}
            for name, node in _classes(provider, module).items():
                paths.setdefault(node, []).append(f"{provider}.{module}.{name}")
            found |= {first: tuple(others) for first, *others in paths.values()}
    return found


@cache
def resources() -> Path:
    """The folder of the diagrams library's icon files."""
    return _library().parent / "resources"


@cache
def _names() -> dict[str, str]:
    named: dict[str, str] = yaml.load((DATA / "classes.yaml").read_bytes(), Loader=Loader)
    return named


@cache
def _library() -> Path:
    spec = PathFinder.find_spec("diagrams")
    if spec is None or not spec.origin:
        raise UnknownKind("the diagrams library is not installed")
    return Path(spec.origin).parent


def _providers() -> list[str]:
    return sorted(p.name for p in _library().iterdir() if (p / "__init__.py").is_file())


def _modules(provider: str) -> list[str]:
    return sorted(p.stem for p in (_library() / provider).glob("*.py") if not p.stem.startswith("_"))


def _classes(provider: str, module: str) -> dict[str, Any]:
    """The classes with icons of a module such as aws.database, which is checked on disk before it is imported."""
    if provider not in _providers():
        raise UnknownKind(f"diagrams has no provider {provider!r}{nearest(provider, _providers())}")
    if module not in _modules(provider):
        raise UnknownKind(f"diagrams.{provider} has no module {module!r}{nearest(module, _modules(provider))}")
    found = importlib.import_module(f"diagrams.{provider}.{module}")
    from diagrams import Node

    return {
        key: value
        for key, value in vars(found).items()
        if inspect.isclass(value)
        and issubclass(value, Node)
        and not key.startswith("_")
        and getattr(value, "_icon", None)
    }


def _nearest_first(name: str, classes: Iterable[str]) -> str:
    """The names of classes, those that have most in common with this one first, and how many more there are."""
    likeness = SequenceMatcher(b=name.lower(), autojunk=False)

    def unlike(other: str) -> tuple[float, str]:
        likeness.set_seq1(other.lower())
        return -likeness.ratio(), other

    ordered = sorted(classes, key=unlike)
    more = f" and {len(ordered) - LISTED} more" if len(ordered) > LISTED else ""
    return ", ".join(ordered[:LISTED]) + more
