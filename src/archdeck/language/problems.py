"""What is wrong with a model, and where: the one shape in which every stage reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

FEW_NAMES = 300  # that a wrong one is compared with letter by letter


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a file: path as the user would type it, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding: `path:line:column: error: message [rule]`. The message may quote what a model says, so what is not
    printable in it is escaped: it stays one line, and nothing in it moves a terminal's cursor."""

    where: Location
    severity: Severity
    message: str
    rule: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", printable(self.message))

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}: {self.message} [{self.rule}]"


class ModelError(Exception):
    """A model that cannot be built, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ModelError], tuple[tuple[Problem, ...]]]:
        """From one process to another goes what it was made from, not its message."""
        return type(self), (self.problems,)


class UnknownName(Exception):
    """A name that nothing has; the message says what is near, or what there is."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the valid name that this one is most likely a slip of, or nothing."""
    close = _closest(name, tuple(valid))
    return f"; did you mean {close!r}?" if close else ""


@lru_cache(maxsize=4096)
def _closest(name: str, valid: tuple[str, ...]) -> str:
    """A name within a slip or two, else one that is much alike, else ''."""
    valid = _worth_comparing(name, valid)
    most = max(1, len(name) // 4)
    alike = [other for other in valid if abs(len(name) - len(other)) <= most] if len(name) <= 64 else []
    slips = min(((_slips(name, other), other) for other in alike), default=(most + 1, ""))
    if slips[0] <= most and slips[0] < len(name):
        return slips[1]
    return next(iter(get_close_matches(name[:64], valid, n=1, cutoff=0.75)), "")


def _worth_comparing(name: str, valid: tuple[str, ...]) -> tuple[str, ...]:
    """All of some names; of thousands the twenty that have the most pairs of letters in common with this one, in their
    order, for comparing letter by letter takes a while for each."""
    if len(valid) <= FEW_NAMES:
        return valid
    having = _having(valid)
    shared = Counter(k for pair in _pairs(name[:64]) for k in having.get(pair, ()))
    return tuple(valid[k] for k in sorted(nlargest(20, shared, key=lambda k: (shared[k], -k))))


@lru_cache(maxsize=8)
def _having(valid: tuple[str, ...]) -> dict[str, list[int]]:
    """The numbers of the names that have a pair of letters."""
    found: dict[str, list[int]] = {}
    for k, name in enumerate(valid):
        for pair in _pairs(name[:64]):
            found.setdefault(pair, []).append(k)
    return found


def _pairs(name: str) -> set[str]:
    return {one + other for one, other in pairwise(f"^{name}$")}


def printable(text: str) -> str:
    """The text with line ends and control characters written as escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def quoted(text: str) -> str:
    """A text from a model in quotes, cut where it is long."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _slips(one: str, other: str) -> int:
    """How many letters were added, left out, mistaken or swapped with the next (restricted Damerau-Levenshtein)."""
    before: list[int] = []
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, above, row = above, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], before[j - 2] + 1)
    return row[-1]
