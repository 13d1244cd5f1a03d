"""Files of a model as an agent wants them to files on the disk: only YAML, only of that model, and checked before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from archdeck.agents.around import Around
from archdeck.language import (
    ID_PATTERN,
    LARGEST_FILE,
    LONGEST_ID,
    ModelError,
    Severity,
    is_folder,
    printable,
    quoted,
    shown_path,
    unsaved,
)
from archdeck.library import Checked, check, own_systems, systems
from archdeck.project import publish

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.ya?ml")  # no folder, and no second ending: those are not of a model


class NotWritten(ValueError):
    """What is not written, and why."""


def write(around: Around, id: str, files: Mapping[str, str], broken: bool = False) -> str:
    """Writes files of a system, of a new one too, and says what is wrong with it then. NotWritten where the place is
    not of that model, or where the model would have errors and is not to be `broken`."""
    system = _system(around, id)
    folder = system if is_folder(system) or not system.exists() else system.parent
    contents = {folder.absolute() / name: _bytes(name, text) for name, text in files.items()}
    for path in contents:
        _look_at(path, system, around)
    with unsaved(contents):
        found = check(system)
    if found.errors and not broken:
        raise NotWritten("\n".join(["nothing is written, for the model would have errors:", *map(str, found.errors)]))
    publish(contents, folder)
    return "\n".join([f"written: {', '.join(shown_path(path) for path in contents)}", *said(found, id)])


def said(found: Checked, of: str = "", notes: bool = False) -> Iterator[str]:
    """Problems, one a line as `archdeck check` prints them, and how many there are `of` what."""
    problems = [p for p in found.problems if notes or p.severity is not Severity.NOTE]
    yield from (f"{printable(str(p.where))}: {p.severity}: {p.message} [{p.rule}]" for p in problems)
    counts = {s.value: sum(p.severity is s for p in found.problems) for s in Severity}
    told = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word, n in counts.items() if n)
    yield f"{of or ', '.join(found.systems) or 'no system'}: {told or 'no problems'}"


def _system(around: Around, id: str) -> Path:
    """Where a system is written, or would be."""
    try:
        known = systems(around.folder)
    except ModelError:
        known = {}
    if id in known:
        if id not in own_systems(around.folder):
            raise NotWritten(f"{quoted(id)} is read from elsewhere, {shown_path(known[id])}; it is written there")
        return known[id]
    if around.folder in known.values():
        raise NotWritten(f"{shown_path(around.folder)} is one system, {', '.join(known)}; there is no room for another")
    if not re.fullmatch(ID_PATTERN, id) or len(id) > LONGEST_ID:
        raise NotWritten(f"{quoted(id)} cannot be the id of a system: lower-case letters and digits, joined by hyphens")
    return around.folder / id


def _bytes(name: str, text: str) -> bytes:
    if not NAME.fullmatch(name):
        raise NotWritten(f"{quoted(name)} is no file of a model; name one without a folder, as in components.yaml")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotWritten(f"{name}: character {error.start} cannot stand in a file") from None
    if len(data) > LARGEST_FILE:
        raise NotWritten(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB")
    return data


def _look_at(path: Path, system: Path, around: Around) -> None:
    """A file lies in the folder of its model, that folder in that of all systems, and no link leads away."""
    if system.is_file() and path != system.absolute():
        raise NotWritten(f"this system is one file, {system.name}; {path.name} would be another system")
    if path.is_symlink() or not path.parent.resolve().is_relative_to(around.folder.resolve()):
        raise NotWritten(f"{shown_path(path)} is a link, or lies behind one; nothing is written there")
