"""The steps of a search to the work that is left for a picture, counted in moves of a box.

Time would differ from machine to machine, and with it the picture; what is counted here is the same everywhere. A move
takes about ten microseconds on the machine of benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import inf

IMPROVING = 300  # moves that improving a table counts, for each of its boxes
MEASURING = 3  # and working out what a table takes
SEATING = 400  # finding a cell for what has none, for each box that has one
LOOKING = 0.13  # a step on the way of an arrow that is looked at
LETTERING = 350  # finding where the words of an arrow go


class Budget:
    """So much work may be done. What is done twice counts once, for what was packed is remembered."""

    def __init__(self, moves: float = inf):
        self.left = moves
        self._done: set[Hashable] = set()

    @property
    def over(self) -> bool:
        return self.left <= 0

    def spend(self, moves: float) -> None:
        self.left -= moves

    def once(self, what: Hashable, moves: float) -> None:
        """Spends for something that is not done again."""
        if what not in self._done:
            self._done.add(what)
            self.spend(moves)

    def more(self, moves: float) -> None:
        """A last try: so much more may be done."""
        self.left = max(0.0, self.left) + moves
