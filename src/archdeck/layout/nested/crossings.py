"""Links to the pairs of them that would cross, were they drawn straight from box to box; kept while boxes move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from archdeck.layout.nested.links import Cell, Link

Line = tuple[int, int, int, int]  # from column and row to column and row


class Crossings:
    """Which of some links cross which others, each by its number, with boxes in these cells."""

    def __init__(self, links: Sequence[Link], cells: Mapping[str, Cell]):
        self.links = links
        self.at(cells)

    def at(self, cells: Mapping[str, Cell]) -> None:
        """All boxes stand here now."""
        self._lines = [(*cells[k.source], *cells[k.target]) for k in self.links]
        self._with: list[set[int]] = [set() for _ in self.links]
        for n in range(len(self.links)):
            self._add(n, _crossed(self._lines[n], self._lines, range(n)))

    def of(self, some: Iterable[int]) -> int:
        """How many pairs cross in which one of these links is."""
        some = set(some)
        return sum(len(self._with[n]) - sum(m < n for m in self._with[n] & some) for n in some)

    def moved(self, some: Sequence[int], cells: Mapping[str, Cell], most: float = inf) -> Moved | None:
        """What these links cross with boxes in other cells; those of the other links have not moved. None if they cross
        more than `most`."""
        before, lines = self._lines, self._lines.copy()
        for n in some:
            link = self.links[n]
            lines[n] = (*cells[link.source], *cells[link.target])
        gone = set(some)
        others = [n for n in range(len(lines)) if n not in gone]
        together: dict[tuple[int, int], list[int]] = {}  # what moved as one crosses of itself what it crossed before
        found: Moved = []
        count = 0
        for n in some:
            by = _shift(before[n], lines[n])
            mine = together.get(by, []) if by else []
            apart = [m for at, them in together.items() if at != by for m in them]
            crossed = list(_crossed(lines[n], lines, (*others, *apart))) + [m for m in mine if m in self._with[n]]
            count += len(crossed)
            if count > most:
                return None
            found.append((n, lines[n], crossed))
            if by:
                together.setdefault(by, []).append(n)
            else:
                others.append(n)
        return found

    def take(self, moved: Moved) -> None:
        """The links run there now."""
        for n, line, _ in moved:
            self._lines[n] = line
            for m in self._with[n]:
                self._with[m].discard(n)
            self._with[n] = set()
        for n, _, crossed in moved:
            self._add(n, crossed)

    def _add(self, n: int, crossed: Iterable[int]) -> None:
        for m in crossed:
            self._with[n].add(m)
            self._with[m].add(n)


Moved = list[tuple[int, Line, list[int]]]  # links by number: their lines, and what they cross of those before them


def _shift(before: Line, after: Line) -> tuple[int, int] | None:
    """How far a link has moved whose ends have moved alike."""
    by = (after[0] - before[0], after[1] - before[1])
    return by if (after[2] - before[2], after[3] - before[3]) == by else None


def crossings(links: Sequence[Link], others: Sequence[Link], cells: Mapping[str, Cell]) -> int:
    """How often straight lines from box to box would cross: those of some links each other, and those of others."""
    lines = [(*cells[k.source], *cells[k.target]) for k in (*others, *links)]
    return sum(1 for n in range(len(others), len(lines)) for _ in _crossed(lines[n], lines, range(n)))


def _crossed(line: Line, lines: Sequence[Line], some: Iterable[int]) -> Iterator[int]:
    """Which of some lines a line crosses, by their numbers; lines that touch do not cross."""
    ax, ay, bx, by = line
    dx, dy = bx - ax, by - ay
    left, right = (ax, bx) if ax < bx else (bx, ax)
    top, bottom = (ay, by) if ay < by else (by, ay)
    for n in some:
        cx, cy, ex, ey = lines[n]
        if (cx > right and ex > right) or (cx < left and ex < left):
            continue
        if (cy > bottom and ey > bottom) or (cy < top and ey < top):
            continue
        if (dx * (cy - ay) - dy * (cx - ax)) * (dx * (ey - ay) - dy * (ex - ax)) >= 0:
            continue
        fx, fy = ex - cx, ey - cy
        if (fx * (ay - cy) - fy * (ax - cx)) * (fx * (by - cy) - fy * (bx - cx)) < 0:
            yield n
