"""A place in a file to what stands there: the words of what is named, and where that is declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archdeck.editors.cursor import At, cursor
from archdeck.editors.desk import Span, System
from archdeck.editors.words import kind_says, rule_says, said_of
from archdeck.language import says_of

_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."


@dataclass(frozen=True)
class Words:
    """Lines, and the letters that they are about."""

    lines: tuple[str, ...]
    start: int
    end: int


def words_at(system: System | None, path: Path, lines: Sequence[str], line: int, column: int) -> Words | None:
    """What is said of the id, the kind or the key at a place; None where there is nothing to say."""
    one = system.at(path, line, column) if system else None
    span = system.span(one) if system and one else None
    meant = system.meant(one) if system and one else None
    if system and meant and span:
        return Words(tuple(said_of(system, meant)), span.start, span.end)
    start, end = _word(lines[line] if line < len(lines) else "", column)
    word = lines[line][start:end] if line < len(lines) else ""
    here = cursor(lines, line, end)
    said: list[str] = []
    if one and "kinds" in one.sections:
        said = kind_says(one.id)
    elif one and "rules" in one.sections:
        said = rule_says(one.id)
    elif here.at is At.KEY and word:
        about = says_of((*here.path, word))
        said = [f"{word}: {about}"] if about else []
    return Words(tuple(said), start, end) if said else None


def _word(line: str, column: int) -> tuple[int, int]:
    start = end = min(column, len(line))
    while start and line[start - 1] in _WORD:
        start -= 1
    while end < len(line) and line[end] in _WORD:
        end += 1
    return start, end


def declared_at(system: System, path: Path, line: int, column: int) -> list[Span]:
    """Where what is named at a place is declared; of a place in every environment that writes it."""
    one = system.at(path, line, column)
    meant = system.meant(one) if one else None
    found = system.declared.get(meant[0], {}).get(meant[1], []) if meant else []
    return [span for one in found if (span := system.span(one))]


def named_at(system: System, path: Path, line: int, column: int) -> list[Span]:
    """Everywhere that what is named at a place is named."""
    one = system.at(path, line, column)
    meant = system.meant(one) if one else None
    return sorted({span for one in system.all_of(meant) if (span := system.span(one))}) if meant else []
