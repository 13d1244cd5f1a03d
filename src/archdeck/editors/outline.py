"""The text of one file to its outline: sections, and what is declared in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archdeck.language import Branch, ModelError, declares_at, parse, shown_path


@dataclass(frozen=True)
class Entry:
    """A key, its line and column, and the last line of what is below it; all counted from 0."""

    name: str
    line: int
    column: int
    last: int
    inside: list[Entry] = field(default_factory=list)


def outline(path: Path, text: str) -> list[Entry]:
    """The keys of a file, those that are ids too; none where it is no YAML."""
    try:
        tree, _ = parse(text, shown_path(path))
    except ModelError:
        return []
    return _entries(tree, (), 1, len(text.splitlines())) if isinstance(tree, Branch) else []


def _entries(tree: Branch, path: Sequence[str], begin: int, end: int) -> list[Entry]:
    """The keys of a mapping that stand in these lines, not those that an alias repeats; each with those below it that
    are of use."""
    here = (entry for entry in tree.entries.values() if begin <= entry.where.line <= end)
    written = sorted(here, key=lambda entry: entry.where)
    last = [max(one.where.line, other.where.line - 1) for one, other in pairwise(written)]
    found = []
    for entry, until in zip(written, [*last, end], strict=True):
        at, below = (*path, entry.key), entry.value
        deeper = declares_at(at) or (path and declares_at(path) == "environments")
        inside = _entries(below, at, entry.where.line, until) if deeper and isinstance(below, Branch) else []
        found.append(Entry(entry.key, entry.where.line - 1, entry.where.column - 1, until - 1, inside))
    return found
