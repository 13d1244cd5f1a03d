"""What a table is made of: its cells, what a frame spans of them, and the frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archdeck.views import ROOM, Group


class Span(NamedTuple):
    """First and last column, first and last row."""

    left: int
    right: int
    top: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom

    def meets(self, other: Span) -> bool:
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


class Cell(NamedTuple):
    column: int
    row: int


@dataclass(frozen=True)
class Frame:
    """A group, or a piece of one, with what it spans. `key` is unique; pieces of an overlay share `group`."""

    key: str
    group: Group
    span: Span
    boxes: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it but what keeps room."""
        return self.boxes == {f"{ROOM}{self.group.place}"}


def span_of(cells: Iterable[Cell]) -> Span:
    found = list(cells)
    return Span(min(c for c, _ in found), max(c for c, _ in found), min(r for _, r in found), max(r for _, r in found))
