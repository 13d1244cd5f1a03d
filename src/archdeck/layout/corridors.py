"""What stands in the way of arrows to the lines between it: evenly spaced ones in every corridor, wherever it lies."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

MOST = 7  # lines side by side in a corridor; more only make the search slower
LEAST_ROOM = 7.0  # a corridor narrower than this has no line
OFF_BORDER = 6.0  # pixels between a line and the border of a frame
OFF_THINGS = 1.5  # and what it runs beside
APART = 6.0  # pixels between two lines, whatever corridors they are in: nearer ones look like one
NEAR = 0.8  # of the pitch between two lines that would do for each other


class Block(NamedTuple):
    """A thing across a line: from `near` to `far`, where the line is between `start` and `end`."""

    near: float
    far: float
    start: float
    end: float


class Border(NamedTuple):
    """The border of a frame along a line: where it is, and from where to where it runs."""

    at: float
    start: float
    end: float


def lines(
    blocks: Sequence[Block],
    borders: Sequence[Border],
    across: tuple[float, float],
    along: tuple[float, float],
    pitch: float,
) -> list[float]:
    """Where lines run along one axis, within the bounds `across` it and over the stretch `along` it: the corridors that
    are open for the longest get theirs first, and lines that a corridor has already are not doubled."""
    length: dict[tuple[float, float], float] = defaultdict(float)
    cuts = sorted({*along, *(v for b in blocks for v in (b.start, b.end) if along[0] < v < along[1])})
    for start, end in pairwise(cuts):
        if end - start >= 1:
            for low, high in _corridors(blocks, borders, across, start, end):
                length[round(low, 1), round(high, 1)] += end - start
    found: list[float] = []
    for low, high in sorted(length, key=lambda c: (-length[c] * (1 if c[1] - c[0] < 60 else 0.6), c)):
        found = sorted({*found, *_filled(found, low, high, pitch)})
    return found


def _corridors(
    blocks: Sequence[Block], borders: Sequence[Border], across: tuple[float, float], start: float, end: float
) -> Iterator[tuple[float, float]]:
    """The open stretches across a line, where it is between `start` and `end`, parted by the borders in them."""
    here = sorted((b.near, b.far) for b in blocks if b.start < end - 0.5 and b.end > start + 0.5)
    cut = sorted(b.at for b in borders if b.start < end and b.end > start)
    at = across[0]
    for near, far in (*here, (across[1], across[1])):
        if near > at:
            stops = [at, *(c for c in cut if at < c < near), near]
            for k, (low, high) in enumerate(pairwise(stops)):
                first = low + (OFF_BORDER if k else OFF_THINGS)
                last = high - (OFF_BORDER if k < len(stops) - 2 else OFF_THINGS)
                if last >= first:
                    yield first, last
                elif high - low >= LEAST_ROOM:
                    yield (low + high) / 2, (low + high) / 2
        at = max(at, far)


def _filled(have: Sequence[float], low: float, high: float, pitch: float) -> list[float]:
    """New lines for a corridor, between and beside those that it has, and clear of those of other corridors."""
    want = min(int((high - low) / pitch) + 1, MOST)
    inside = have[bisect_left(have, low - 0.05) : bisect_left(have, high + 0.05)]
    if len(inside) >= want:
        return []
    found: list[float] = []
    if not inside:
        middle = (low + high) / 2
        for k in range(want):
            if (clear := _clear(round(middle + (k - (want - 1) / 2) * pitch, 2), have, found, low, high)) is not None:
                found.append(clear)
        return found
    at = low
    for stop in (*inside, None):
        end = high if stop is None else stop - pitch * NEAR
        while at <= end + 0.01 and len(inside) + len(found) < want:
            if (clear := _clear(round(at, 2), have, found, low, high)) is not None:
                found.append(clear)
            at += pitch
        if stop is not None:
            at = max(at, stop + pitch * NEAR)
    return found


def _clear(line: float, have: Sequence[float], new: Sequence[float], low: float, high: float) -> float | None:
    """The place for a line, or one beside it in its corridor, that is not mistaken for that of another line."""
    around = have[bisect_left(have, line - 3 * APART) : bisect_left(have, line + 3 * APART)]
    others = [*around, *new]
    near = [other for other in others if abs(other - line) < APART]
    if not near:
        return line
    moves = [
        side for other in near for side in (round(other - APART, 2), round(other + APART, 2)) if low <= side <= high
    ]
    free = [m for m in moves if all(abs(m - other) >= APART - 0.01 for other in others)]
    return min(free, key=lambda m: (abs(m - line), m), default=None)
