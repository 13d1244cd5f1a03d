"""Packages beside archdeck to what they add to it, by entry points: the one module that looks for them.

Tables of kinds, rules and exports ask here when they are first read. What is broken is kept as a fault, and left out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

GROUPS = ("archdeck.kinds", "archdeck.rules", "archdeck.exports", "archdeck.imports")
MARK = b"[archdeck."  # in the file of entry points of a package that adds something
_INFO = (".dist-info", ".egg-info")


@dataclass(frozen=True)
class Extension:
    """An entry point of a package. `value` is what it names in there, as `module:name`."""

    group: str
    name: str
    value: str
    package: str
    version: str

    def __str__(self) -> str:
        return f"{self.group} {self.name!r} of {self.package} {self.version}"


@dataclass
class _Noted:
    """What was said of extensions since the program started: what they add, and why some are left out."""

    adds: dict[Extension, str] = field(default_factory=dict)
    faults: dict[Extension, list[str]] = field(default_factory=dict)


_noted = _Noted()


def packages() -> tuple[tuple[str, bytes], ...]:
    """The folder's name, with the version in it, and the entry points of each package that adds something. Read without
    `importlib.metadata`, which takes longer to load than a build does where nothing changed."""
    return tuple((path.name, text) for path, text in _infos())


@cache
def _infos() -> tuple[tuple[Path, bytes], ...]:
    """The first of each name counts, as it does for imports."""
    found: dict[str, tuple[Path, bytes]] = {}
    for folder in dict.fromkeys(entry or "." for entry in sys.path):
        for name in _in(folder):
            path = Path(folder, name)
            text = _read(path / "entry_points.txt") if name.partition("-")[0] not in found else b""
            if MARK in text:
                found[name.partition("-")[0]] = path, text
    return tuple(found[name] for name in sorted(found))


def _in(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(_INFO))  # noqa: PTH208 - names will do
    except OSError:
        return []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@cache
def extensions(group: str) -> tuple[Extension, ...]:
    """The entry points of a group, by package and name."""
    found: list[Extension] = []
    for path, _ in _infos():
        from importlib.metadata import PathDistribution  # where there is a package to look at

        info = PathDistribution(path)
        name, version = path.name.removesuffix(path.suffix).partition("-")[0], "?"
        try:
            name, version = info.metadata["Name"] or name, info.version or version
            points = [point for point in info.entry_points if point.group == group]
        except Exception as error:  # whatever a file that somebody wrote makes of it
            leave_out(Extension(group, "*", "", name, version), f"its entry points cannot be read: {error}")
            continue
        found += [Extension(group, point.name, point.value, name, version) for point in points]
    return tuple(sorted(found, key=lambda one: (one.package, one.name, one.value)))


def loaded(group: str) -> Iterator[tuple[Extension, Any]]:
    """The entry points of a group with what each names, without those that cannot be imported."""
    for extension in extensions(group):
        if (value := tried(extension, partial(_load, extension))) is not None:
            yield extension, value


def _load(extension: Extension) -> Any:
    from importlib.metadata import EntryPoint

    return EntryPoint(extension.name, extension.value, extension.group).load()


def tried(extension: Extension, call: Callable[[], Any]) -> Any:
    """What a call of somebody else's code gives; None where it fails, which is a fault of the extension."""
    try:
        return call()
    except (Exception, SystemExit) as error:
        leave_out(extension, f"{type(error).__name__}: {error}")
    return None


def adds(extension: Extension, what: str) -> None:
    """Notes what an extension adds: `3 kinds`."""
    _noted.adds[extension] = what


def leave_out(extension: Extension, why: str) -> None:
    """Notes why an extension, or some of what it adds, is left out."""
    said = _noted.faults.setdefault(extension, [])
    if (why := " ".join(why.split())) not in said:
        said.append(why)


def faults() -> tuple[str, ...]:
    """What is wrong with the extensions that were asked for so far, a sentence each."""
    return tuple(f"{one} is left out: {why}" for one, some in _noted.faults.items() for why in some)


def noted() -> dict[Extension, str]:
    """What each extension that was asked for so far adds, or why it does not."""
    some = dict.fromkeys([*_noted.adds, *_noted.faults])
    left = {one: "; ".join(f"left out: {why}" for why in _noted.faults.get(one, ())) for one in some}
    return {one: "; ".join(filter(None, (_noted.adds.get(one, ""), left[one]))) for one in some}
