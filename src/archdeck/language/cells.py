"""A file of cells beside a model to the table of each environment's picture, and such tables to the text of the file.

A table is a grid of words, one line a row: the id of what stands in a cell, or a `.` where nothing does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archdeck.language.located import Branch, Entry, Items, Node, Scalar, parse
from archdeck.language.problems import Location, ModelError, Problem, Severity, nearest, quoted
from archdeck.language.reading import CELLS_SUFFIX, Unreadable, is_folder, read_bytes, shown_path

KEYS = ("table", "less", "merged", "cells")
TABLES = ("one", "nested")
LESS = ("panel", "names", "zones")
FREE = "."
_WORD = re.compile(r"\S+")
_CROWD = re.compile(r"(crowd|whole)--\S+")
Cell = tuple[int, int]  # column, row


@dataclass(frozen=True)
class Arrangement:
    """Where the boxes of a picture stand, by id: each in a cell of one table, or of a table that is `nested` in its
    frame. `merged` are boxes that are drawn as one; `less` is what takes less room than it could: `panel` is left out,
    `names` have further lines, `zones` are one frame."""

    nested: bool
    cells: Mapping[str, Cell]
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellsFile:
    """The arrangements of a file by environment, where each environment and each box of it is written, what is wrong
    with the file, and its text. `where` has an environment under (environment, '')."""

    path: str
    text: str = ""
    arrangements: Mapping[str, Arrangement] = field(default_factory=dict)
    where: Mapping[tuple[str, str], Location] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def cells_path(id: str, path: Path) -> Path:
    """The file of cells of a system: beside its file, or in its folder. Where it is read from elsewhere, its id may be
    another one than where it lies, and its cells are called as they are there."""
    if is_folder(path):
        names = (path.name, path.resolve().name)
        return path / f"{id if id in names else names[1]}{CELLS_SUFFIX}"
    return path.with_name(f"{path.stem}{CELLS_SUFFIX}")


def load_cells(path: Path) -> CellsFile:
    """What a file of cells says; nothing, if there is no such file."""
    shown = shown_path(path)
    if not os.path.lexists(path):
        return CellsFile(shown)
    try:
        text = read_bytes(path, inside=path.parent).decode("utf-8-sig")
        tree, problems = parse(text, shown)
    except (Unreadable, UnicodeDecodeError) as error:
        why = "is not UTF-8 text; save it in that encoding" if isinstance(error, UnicodeDecodeError) else str(error)
        return CellsFile(shown, problems=(_error(Location(shown), f"{path.name!r} {why}", "unreadable"),))
    except ModelError as error:
        return CellsFile(shown, problems=error.problems)
    reader = _Reader(text, shown)
    reader.problems += problems
    reader.read(tree)
    return CellsFile(shown, text, reader.found, reader.where, tuple(sorted(set(reader.problems))))


def _error(where: Location, message: str, rule: str) -> Problem:
    return Problem(where, Severity.ERROR, message, rule)


class _Reader:
    """Takes the tree of a file, and keeps what is valid in it."""

    def __init__(self, text: str, path: str):
        self.lines, self.path = text.splitlines(), path
        self.problems: list[Problem] = []
        self.found: dict[str, Arrangement] = {}
        self.where: dict[tuple[str, str], Location] = {}

    def say(self, where: Location, message: str, rule: str) -> None:
        self.problems.append(_error(where, message, rule))

    def read(self, tree: Node | None) -> None:
        if tree is None:
            return
        if not isinstance(tree, Branch):
            self.say(tree.where, "a file of cells must be a mapping from environments to their tables", "not-a-mapping")
            return
        for entry in tree.entries.values():
            self._environment(entry)

    def _environment(self, entry: Entry) -> None:
        id, written = entry.key, entry.value
        self.where[id, ""] = entry.where
        if not isinstance(written, Branch):
            self.say(entry.where, f"{id!r} must be a mapping with at least `cells:`", "bad-value")
            return
        for key, other in written.entries.items():
            if key not in KEYS:
                hint = nearest(key, KEYS) or f"; its keys are {', '.join(KEYS)}"
                self.say(other.where, f"the table of {id!r} has no key {key!r}{hint}", "unknown-key")
        cells = written.entries.get("cells")
        if cells is None:
            self.say(entry.where, f"the table of {id!r} lacks 'cells'; run `archdeck arrange`", "missing-key")
            return
        nested, less = self._table(written) == "nested", self._less(written)
        self.found[id] = Arrangement(nested, self._grid(id, cells), self._merged(id, written), less)

    def _table(self, written: Branch) -> str:
        """The kind of table; one for all, if nothing is written."""
        entry = written.entries.get("table")
        if entry is None:
            return TABLES[0]
        text = entry.value.text if isinstance(entry.value, Scalar) else None
        if text not in TABLES:
            self.say(entry.value.where, "'table' must be one or nested", "bad-value")
        return text or TABLES[0]

    def _less(self, written: Branch) -> tuple[str, ...]:
        entry = written.entries.get("less")
        if entry is None:
            return ()
        words = entry.value.ids if isinstance(entry.value, Items) else {}
        if not words or not set(words) <= set(LESS):
            self.say(entry.value.where, f"'less' must be a list of some of {', '.join(LESS)}", "bad-value")
        return tuple(word for word in LESS if word in words)

    def _grid(self, id: str, entry: Entry) -> dict[str, Cell]:
        """The cells of the words of a block."""
        block, found = entry.value, dict[str, Cell]()
        if not isinstance(block, Scalar) or not self._is_block(block):
            self.say(entry.where, "the grid must be a block: `cells: |`, and a line for each row below it", "bad-value")
            return found
        for row, column, word, where in self._words(block):
            if word == FREE:
                continue
            if word in found:
                message = f"{quoted(word)} stands in two cells; the first is at {self.where[id, word]}"
                self.say(where, message, "duplicate-cell")
                continue
            found[word] = (column, row)
            self.where[id, word] = where
        return found

    def _is_block(self, block: Scalar) -> bool:
        line = self.lines[block.where.line - 1] if block.where.line <= len(self.lines) else ""
        return line[block.where.column - 1 :].startswith("|")

    def _words(self, block: Scalar) -> Iterator[tuple[int, int, str, Location]]:
        """Row, column, word and place of each."""
        for row in range(len((block.text or "").splitlines())):
            number = block.where.line + row
            line = self.lines[number] if number < len(self.lines) else ""
            for column, word in enumerate(_WORD.finditer(line)):
                yield row, column, word.group(), Location(self.path, number + 1, word.start() + 1)

    def _merged(self, id: str, written: Branch) -> dict[str, tuple[str, ...]]:
        """What is drawn as one: the id of each crowd with the boxes that it stands for."""
        entry = written.entries.get("merged")
        if entry is None:
            return {}
        if not isinstance(entry.value, Branch):
            self.say(entry.where, "'merged' must be a mapping from crowds to lists of what they stand for", "bad-value")
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for crowd, some in entry.value.entries.items():
            boxes = tuple(some.value.ids) if isinstance(some.value, Items) else ()
            if not _CROWD.fullmatch(crowd) or not boxes:
                message = f"{crowd!r} must be a crowd, as in crowd--web: [web, shop]"
                self.say(some.where, message, "bad-value")
                continue
            twice = [b for b in boxes if any(b in others for others in found.values())]
            for box in twice:
                where = self._item(some.value, box)
                self.say(where, f"{quoted(box)} is in two crowds; take it out of one of them", "duplicate-cell")
            found[crowd] = tuple(b for b in boxes if b not in twice)
            for box in found[crowd]:
                self.where.setdefault((id, box), self._item(some.value, box))
        return found

    @staticmethod
    def _item(items: Node, box: str) -> Location:
        return items.ids[box].where if isinstance(items, Items) else items.where


# ------------------------------------------------------------------------------------------------ writing


HEAD = """\
# The cells in which the boxes of {system} stand, environment by environment; `archdeck arrange` wrote this file.
# Pictures keep to it: what is new in the model gets a cell near what it talks to, and nothing else moves for it.
# To move a box, move its id to another cell. A . is an empty one; how wide a column is written does not matter.
# `archdeck arrange` adds what is missing here and keeps comments, but for those at the end of a line.
"""


def cells_text(system: str, old: str, arrangements: Mapping[str, Arrangement]) -> str:
    """The text of a file of cells with these environments: what `old` says of others stays, and so do its comments."""
    lines = old.splitlines() or HEAD.format(system=system).splitlines()
    for environment, arrangement in arrangements.items():
        lines = _replaced(lines, environment, _section(environment, arrangement))
    return "\n".join(lines) + "\n"


def _replaced(lines: list[str], environment: str, section: list[str]) -> list[str]:
    """The lines with another section of an environment in the place of its own, or at the end."""
    key = re.compile(rf"(['\"]?){re.escape(environment)}\1\s*:")
    start = next((k for k, line in enumerate(lines) if key.match(line)), None)
    if start is None:
        return [*lines, *([""] if lines and lines[-1].strip() else []), *section]
    end = start + 1
    for k in range(start + 1, len(lines)):
        if lines[k].strip() and not lines[k].startswith((" ", "\t")):
            break
        end = k + 1 if lines[k].strip() else end
    comments = [line for line in lines[start + 1 : end] if line.lstrip().startswith("#")]
    return [*lines[:start], section[0], *comments, *section[1:], *lines[end:]]


def _section(environment: str, arrangement: Arrangement) -> list[str]:
    lines = [f"{_key(environment)}:", f"  table: {TABLES[arrangement.nested]}"]
    lines += [f"  less: [{', '.join(arrangement.less)}]"] if arrangement.less else []
    if arrangement.merged:
        lines.append("  merged:")
        for crowd, boxes in sorted(arrangement.merged.items()):
            lines += [f"    {crowd}:", *(f"      - {_key(box)}" for box in boxes)]
    return [*lines, "  cells: |", *(f"    {row}" for row in _rows(arrangement.cells))]


def _key(id: str) -> str:
    """An id that YAML reads as text."""
    return f'"{id}"' if id in ("null", "Null", "NULL", "~") else id


def _rows(cells: Mapping[str, Cell]) -> Iterator[str]:
    """The grid of words, in columns as wide as their widest word."""
    at = {cell: id for id, cell in cells.items()}
    columns, rows = (max((cell[k] for cell in at), default=-1) + 1 for k in (0, 1))
    wide = [max((len(at[c, r]) for r in range(rows) if (c, r) in at), default=1) for c in range(columns)]
    for r in range(rows):
        yield "  ".join(at.get((c, r), FREE).ljust(wide[c]) for c in range(columns)).rstrip()
