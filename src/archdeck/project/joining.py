"""Folders in which single systems were built, here or elsewhere, to one project that has all of them.

A part is what `archdeck build --system` makes in a folder of its own. What it has is taken over with what is remembered
of it, so that the build that follows finds it fresh; where the model, archdeck or a system beside it is another one by
now, that build makes it anew. So it never depends on the parts what comes out, but only how long it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from archdeck.answers import LANDSCAPE
from archdeck.language import (
    Location,
    ModelError,
    Problem,
    Severity,
    Unreadable,
    is_file,
    is_folder,
    read_bytes,
    shown_path,
)
from archdeck.project.chosen import chosen
from archdeck.project.memory import Memory, holding, recall
from archdeck.project.records import Project
from archdeck.project.regular import read_regular
from archdeck.project.writing import Staged

LEDGERS = {"memory": "built", "decks": "decks"}  # what is remembered of pictures and pages, and of talks
INPUTS = ("inputs", ":inputs")  # by which a build tells that there is nothing to do
LAYOUT = re.compile(r"[0-9a-f]+\.json")  # what is kept of a layout, in a part as here
LARGEST = 100_000_000  # bytes of a file that is taken over


@dataclass(frozen=True)
class Joined:
    """The systems that were taken over, and what is said of those that were not."""

    systems: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()


def join(place: Project, folders: Iterable[Path]) -> Joined:
    """Takes over what lies in these folders, each a part or a folder of parts. ModelError where one is neither, two
    have the same system, or a file is not as the build left it; then nothing is taken over."""
    (_, systems), problems, left = chosen(place), list[Problem](), list[Problem]()
    found: dict[str, Project] = {}
    for part, ids in ((part, recall(part.memory).systems) for part in _parts(place, folders, problems)):
        for id in ids:
            if id not in systems and id != LANDSCAPE:
                said = f"there is no system {id!r} in {shown_path(place.model)}, so this is left out"
                left.append(_said(part.out, said, "unknown-part", Severity.WARNING))
            elif id in found:
                said = f"system {id!r} is in {shown_path(found[id].out)}, too; name one of them"
                problems.append(_said(part.out, said, "duplicate-part"))
            elif id != LANDSCAPE:
                found[id] = part
    taken = {id: list(_taken(part, id, problems)) for id, part in sorted(found.items()) if not problems}
    if problems:
        raise ModelError(problems)
    _put(place, taken)
    return Joined(tuple(taken), tuple(left))


def _parts(place: Project, folders: Iterable[Path], problems: list[Problem]) -> Iterator[Project]:
    """The folders themselves, or those in them, as far as something was built there."""
    for folder in folders:
        here = replace(place, out=folder)
        inside = sorted(folder.iterdir()) if is_folder(folder) else []
        parts = [here] if is_file(here.memory) else [p for f in inside if is_file((p := replace(here, out=f)).memory)]
        yield from parts
        if not parts:
            said = "no system was built here; `archdeck build --system ID --out FOLDER` makes a part to join"
            problems.append(_said(folder, said, "no-part"))


@dataclass(frozen=True)
class _Taken:
    """What is remembered of a system in one of the memories of its part, and its files by their names."""

    part: Project
    memory: str
    known: Memory
    files: tuple[str, ...]

    def read(self, name: str) -> bytes:
        """A file as the build left it; Unreadable where it is not."""
        data = read_bytes(self.part.out / name, self.part.out, LARGEST)
        if holding(data) != self.known.files[name][2]:
            raise Unreadable("is not as the build left it")
        return data

    def layouts(self, id: str) -> Iterator[tuple[str, bytes]]:
        """Where something of the system is made anew, no picture has to be laid out for it. One that cannot be had only
        costs time."""
        for name in self.known.systems[id]["layouts"] if id in self.known.systems else ():
            if LAYOUT.fullmatch(name):
                with suppress(OSError):
                    yield name, read_regular(self.part.layouts / name, LARGEST)


def _taken(part: Project, id: str, problems: list[Problem]) -> Iterator[_Taken]:
    """Each file is read, and read again when it is put in place: those of hundreds of systems are more than memory."""
    for memory in LEDGERS:
        known = recall(getattr(part, memory))
        one = _Taken(part, memory, known, tuple(name for name in known.files if name.startswith(part.parts([id]))))
        for name in one.files:
            try:
                one.read(name)
            except Unreadable as error:
                problems.append(_spoilt(one, name, id, error))
        yield one


def _spoilt(one: _Taken, name: str, id: str, why: Unreadable) -> Problem:
    return _said(one.part.out / name, f"this file of a part {why}; build system {id!r} again", "part")


def _put(place: Project, taken: Mapping[str, Sequence[_Taken]]) -> None:
    """Puts the files in place, and then what is remembered of them: it is nothing without them."""
    memories = {name: recall(getattr(place, name)) for name in LEDGERS}
    with Staged(place.out, place.kept) as staged:
        for id, one in ((id, one) for id, both in taken.items() for one in both):
            _forget(memories[one.memory], place, id)
            for name in one.files:
                try:
                    staged.add(place.out / name, one.read(name))
                except Unreadable as error:  # since it was looked at
                    raise ModelError([_spoilt(one, name, id, error)]) from None
            for name, data in one.layouts(id):
                if place.layouts / name not in staged.files:  # two systems may look alike
                    staged.add(place.layouts / name, data)
        for known in memories.values():
            known.save()
        for memory, ledger in LEDGERS.items():
            some = (one.files for both in taken.values() for one in both if one.memory == memory)
            place.ledger(ledger).expect(place.out / name for files in some for name in files)
        staged.put()
    for id, one in ((id, one) for id, both in taken.items() for one in both):
        _remember(memories[one.memory], one, place, id)
    for known in memories.values():
        known.save()


def _forget(memory: Memory, place: Project, id: str) -> None:
    memory.forget([name for name in memory.files if name.startswith(place.parts([id]))])
    for said in (memory.keys, memory.notes, memory.faults, memory.tooltips):
        for name in [name for name in said if _is_of(name, place, id)]:
            del said[name]
    memory.systems.pop(id, None)
    for key in INPUTS:
        memory.keys.pop(key, None)


def _remember(memory: Memory, one: _Taken, place: Project, id: str) -> None:
    memory.remember(place.out, [place.out / name for name in one.files])
    for name in ("keys", "notes", "faults", "tooltips"):
        told = getattr(one.known, name)
        getattr(memory, name).update({key: told[key] for key in told if _is_of(key, place, id)})
    if id in one.known.systems:
        memory.systems[id] = one.known.systems[id]


def _is_of(key: str, place: Project, id: str) -> bool:
    """Whether something remembered is of a system: a picture, a page, or its talk."""
    return key.startswith((f"{id}/", *place.parts([id]))) or key in (id, f"{id}.slides", f"{id}.untils")


def _said(where: Path, message: str, rule: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(Location(shown_path(where)), severity, message, rule)
