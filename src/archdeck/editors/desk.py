"""A file that somebody edits, and what all open files hold, to the system that it is of: its ids, and their places."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archdeck.language import (
    CELLS_SUFFIX,
    RULES_SUFFIXES,
    SOURCES_SUFFIXES,
    YAML_SUFFIXES,
    Loaded,
    Location,
    ModelError,
    NamedId,
    Unreadable,
    cells_path,
    is_file,
    is_folder,
    keys_at,
    linked_ids,
    load,
    read_bytes,
    references,
    shown_path,
    unsaved,
    yaml_files,
)
from archdeck.model import find_systems

Texts = Mapping[Path, bytes]  # of the files that are open, by their absolute paths
Meant = tuple[str, str]  # a section of the model, and an id of it
FREE = ("tags", "tiers")  # sections whose ids need not be declared


@dataclass(frozen=True, order=True)
class Span:
    """Some letters of a line; all counted from 0."""

    path: Path
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class System:
    """A system as it is being written, with what each of its files holds."""

    id: str
    path: Path
    loaded: Loaded
    contents: Mapping[Path, bytes]

    @cached_property
    def lines(self) -> Mapping[Path, list[str]]:
        """Those of each of its files."""
        return {path: _lines(content) for path, content in self.contents.items()}

    @cached_property
    def ids(self) -> tuple[NamedId, ...]:
        """Every id in the files, those in double brackets too."""
        found = references(self.loaded.written)
        for path, lines in self.lines.items():
            found += linked_ids("\n".join(lines), shown_path(path))
        return tuple(sorted(found))

    @cached_property
    def declared(self) -> Mapping[str, Mapping[str, list[NamedId]]]:
        """Where the ids of each section are declared."""
        found: dict[str, dict[str, list[NamedId]]] = {}
        for one in self.ids:
            if one.declares:
                found.setdefault(one.sections[0], {}).setdefault(one.id, []).append(one)
        return found

    @cached_property
    def used(self) -> Mapping[str, Mapping[str, None]]:
        """The ids of sections in which nothing is declared: those that something has."""
        free = [section for section in FREE if section not in self.declared]
        return {section: dict.fromkeys(one.id for one in self.ids if one.sections == (section,)) for section in free}

    def meant(self, one: NamedId) -> Meant | None:
        """What an id is the id of; None for what is nowhere declared."""
        for section in one.sections:
            if one.id in self.declared.get(section, {}) or one.id in self.used.get(section, {}):
                return section, one.id
        return None

    def span(self, one: NamedId) -> Span | None:
        """The letters of an id; None where they are written in a way that cannot be told, as over several lines."""
        path = Path.cwd() / one.where.path
        line, column = one.where.line - 1, one.where.column - 1
        lines = self.lines.get(path, [])
        if line >= len(lines):
            return None
        column += lines[line][column : column + 1] in ("'", '"')
        start, end = column + one.into, column + one.into + len(one.id)
        return Span(path, line, start, end) if lines[line][start:end] == one.id else None

    def at(self, path: Path, line: int, column: int) -> NamedId | None:
        """The id at a place, rather the part of a text than the whole."""
        here = [
            (span.end - span.start, one)
            for one in self.ids
            if one.where.line == line + 1 and (span := self.span(one)) and span.path == path
            if span.start <= column <= span.end
        ]
        known = [(length, one) for length, one in here if self.meant(one)] or here
        return min(known, key=lambda pair: pair[0])[1] if known else None

    def all_of(self, meant: Meant) -> Iterator[NamedId]:
        """Everywhere that something is named."""
        yield from (one for one in self.ids if self.meant(one) == meant)


def is_of_model(path: Path, texts: Texts) -> bool:
    """Whether a file is one of a model, and not a YAML file of something else."""
    if path.name.endswith((*RULES_SUFFIXES, *SOURCES_SUFFIXES)):
        return True
    with unsaved(texts):
        if path.suffix not in YAML_SUFFIXES or path.name.endswith(CELLS_SUFFIX) or path.name.startswith("."):
            return False
        try:
            return any(_says_system(file) for file in _files(_one(path)[1]))
        except (ModelError, Unreadable):
            return False


def _one(path: Path) -> tuple[str, Path]:
    """The id and path of the system that a file is of; of rules, any for which they hold."""
    for id, found in find_systems(path).own.items():
        return id, found
    raise ModelError([])


def _says_system(file: Path) -> bool:
    text = read_bytes(file).removeprefix(BOM_UTF8)
    return any(line.startswith(b"system:") for line in text.splitlines())


def may_be_of_model(text: str) -> bool:
    """Whether what somebody began to write may become a part of a model: all keys at its margin are of the language."""
    begun = re.findall(r"^([^\s#:-][^\s:]*):", text, re.M)
    return all(key in keys_at(()) for key in begun)


def _files(path: Path) -> list[Path]:
    return yaml_files(path) if is_folder(path) else [path]


def system_at(path: Path, texts: Texts, known: System | None = None) -> System:
    """The system that a file is of, as it stands in the open files and else on the disk; the one that is known, where
    that holds the same. ModelError where one of its files is no YAML."""
    with unsaved(texts):
        id, found = _one(path)
        contents = {file.absolute(): _content(file) for file in _files(found)}
        if known and (known.path, known.contents) == (found, contents):
            return known
        return System(id, found, load(found), contents)


def cells_of(system: System, texts: Texts) -> tuple[Path, list[str]] | None:
    """The file of cells beside a system, with its lines."""
    file = cells_path(system.id, system.path).absolute()
    with unsaved(texts):
        return (file, _lines(_content(file))) if is_file(file) else None


def _content(file: Path) -> bytes:
    """What a file holds; nothing, where it cannot be read: that is said where it is loaded."""
    try:
        return read_bytes(file)
    except Unreadable:
        return b""


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", "replace").splitlines()


def place_of(where: Location) -> tuple[Path, int, int]:
    """The file of a location, its line and column counted from 0."""
    return Path.cwd() / where.path, where.line - 1, where.column - 1
