"""What the last build was made from, so that the next one makes only what changed.

Kept in `.archdeck/built.json` beside the outputs. Deleting it costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from archdeck.extensions import packages as extending
from archdeck.project.ledger import is_inward
from archdeck.project.regular import read_regular
from archdeck.project.writing import write_json

PACKAGE = Path(__file__).parents[1]
FORMAT = 7
LARGEST = 500_000_000  # bytes of a memory that is read
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")  # no model has these in a name
HALVES = re.compile("[\ud800-\udfff]")


class Whole(TypedDict):
    """A system of which all was made: a digest of what from, what letters its pictures have that need a font of the
    machine, its views (id, kind, environment and title of each), and the files of their layouts."""

    key: str
    letters: str
    views: list[list[str]]
    layouts: list[str]


@dataclass
class Memory:
    """`keys` maps what was made to a digest of all that went into it; `files` maps each file that was written, relative
    to the output folder, to its size, its time of change and a digest of it; `notes` what each picture leaves out,
    `faults` what keeps it off a slide; `tooltips` what stands where it has some; `systems` what each was made from
    and how much of what is shared is its."""

    path: Path
    keys: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[int | str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    tooltips: dict[str, list[str]] = field(default_factory=dict)
    systems: dict[str, Whole] = field(default_factory=dict)

    @property
    def counted(self) -> int:
        """How many views there were."""
        return sum(len(whole["views"]) for whole in self.systems.values())

    @property
    def letters(self) -> str:
        """Those of all pictures that need a font of the machine."""
        return "".join(sorted({letter for whole in self.systems.values() for letter in whole["letters"]}))

    def forget_keys(self) -> None:
        """Nothing is fresh."""
        self.keys.clear()
        self.systems.clear()

    def knows(self, name: str, digest: str, out: Path, files: Iterable[Path]) -> bool:
        """Whether something was made from just this, and its files are as they were left."""
        return self.keys.get(name) == digest and all(self._untouched(out, f) for f in files)

    def _untouched(self, out: Path, file: Path) -> bool:
        try:
            status = file.stat()
        except OSError:
            return False
        known = self.files.get(file.relative_to(out).as_posix(), [])
        return known[:2] == [status.st_size, status.st_mtime_ns]

    def all_untouched(self, out: Path, under: tuple[str, ...] = ("",)) -> bool:
        return all(self._untouched(out, out / name) for name in self.files if name.startswith(under))

    def remember(self, out: Path, files: Iterable[Path]) -> None:
        """Only what is not as it was left is read: an edit leaves most files of a system alone."""
        for file in files:
            if self._untouched(out, file):
                continue
            status = file.stat()
            left: list[int | str] = [status.st_size, status.st_mtime_ns, holding(file.read_bytes())]
            self.files[file.relative_to(out).as_posix()] = left

    def forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.files.pop(name, None)
            self.keys.pop(name, None)

    def forget_views(self, drawn: Collection[str], kept: Iterable[str], systems: Iterable[str]) -> None:
        """Drops what is said of views that are no more, of these systems or else of all, but not of those `kept`."""
        only, but = (tuple(f"{system}/" for system in some) for some in (systems, kept))
        for said in (self.notes, self.faults, self.tooltips):
            names = [n for n in said if n not in drawn and not n.startswith(but)]
            for name in [n for n in names if not only or n.startswith(only)]:
                del said[name]

    def faults_of(self, systems: Iterable[str]) -> dict[str, list[str]]:
        """What keeps pictures of these systems off a slide, by name."""
        only = tuple(f"{system}/" for system in systems)
        return {name: faults for name, faults in sorted(self.faults.items()) if name.startswith(only) and faults}

    def save(self) -> None:
        kept = {name: getattr(self, name) for name in MAPPINGS}
        write_json(self.path, {"format": FORMAT, **kept}, self.path.parent)


def recall(path: Path) -> Memory:
    """The memory of the last build; an empty one if there is none, it cannot be read, or it names a file outside of
    the output folder: what is gone from the model is removed by these names."""
    try:
        found = json.loads(read_regular(path, LARGEST))
        if found["format"] == FORMAT and _is_whole(found) and all(map(is_inward, found["files"])):
            return Memory(path, **{name: found[name] for name in MAPPINGS})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return Memory(path)


def unsettle(path: Path, key: str) -> None:
    """A build begins: if it is killed, the next one must not find that all is as the one before it left it, also where
    the edit was taken back. What is known of what that made stays."""
    known = recall(path)
    if known.keys.pop(key, None):
        known.save()


def _is_whole(found: Mapping[str, Any]) -> bool:
    """Whether all is there, each with what is remembered of it: this file may come from another machine."""
    return all(
        isinstance(found[of], dict) and all(_is_text(name) and is_said(value) for name, value in found[of].items())
        for of, is_said in MAPPINGS.items()
    )


def _is_system(whole: Any) -> bool:
    return (
        isinstance(whole, dict)
        and set(whole) == set(Whole.__annotations__)
        and all(map(_is_text, (whole["key"], whole["letters"])))
        and isinstance(whole["views"], list)
        and all(map(_is_listed, whole["views"]))
        and are_texts(whole["layouts"])
    )


def _is_listed(view: Any) -> bool:
    """Whether this is what is remembered of a view: texts, without what moves the cursor of a terminal."""
    return are_texts(view) and len(view) == 4 and not any(map(CONTROL.search, view))


def _is_left(file: Any) -> bool:
    return isinstance(file, list) and [type(said) for said in file] == [int, int, str]


def are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_text(value: Any) -> bool:
    """Not half of a character, which no file and no terminal takes."""
    return isinstance(value, str) and not HALVES.search(value)


# What is remembered, and whether a value is one of its.
MAPPINGS: Mapping[str, Callable[[Any], bool]] = {
    "keys": _is_text,
    "files": _is_left,
    "notes": are_texts,
    "faults": are_texts,
    "tooltips": are_texts,
    "systems": _is_system,
}


def ended(untils: str, today: date | None = None) -> str:
    """How many of these days are over: all by which a build depends on the day."""
    if untils and today is None:
        from archdeck.answers import today as this_day  # with all rules, where there is no waiver for nothing

        today = this_day()
    return str(sum(until < today.isoformat() for until in untils.split())) if today else "0"


def digest(*parts: object) -> str:
    """One digest for values whose `repr` tells all of them, and for bytes."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part if isinstance(part, bytes) else repr(part).encode("utf-8"))
        total.update(b"\0")
    return total.hexdigest()[:32]


def holding(data: bytes) -> str:
    """A short digest of a file, to tell by which it is not as it was left."""
    return digest(data)[:16]


def contents_of(names: str) -> str:
    """One digest of what the files of these names hold, one a line; '' where one is gone, and of none."""
    try:
        return digest_files({name: Path(name) for name in names.splitlines()}) if names else ""
    except OSError:
        return ""


def digest_files(files: Mapping[str, Path]) -> str:
    """One digest of names and contents."""
    return digest(*(x for name, path in sorted(files.items()) for x in (name, path.read_bytes())))


@cache
def program(*packages: str) -> str:
    """A digest of archdeck, or of some of its packages, and of the packages that add to it, with their versions: what
    may change an output without a change of the model."""
    kinds = {".py", ".yaml", ".md", ".css", ".js", ".ttf", ".woff"}
    files = {p.relative_to(PACKAGE).as_posix(): p for p in PACKAGE.rglob("*") if p.suffix in kinds}
    own = {name: p for name, p in files.items() if not packages or name.partition("/")[0] in packages}
    added = extending()
    return digest(digest_files(own), added) if added else digest_files(own)
