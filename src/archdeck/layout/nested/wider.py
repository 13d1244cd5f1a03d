"""A routed picture to one with wider gaps: room for one more line wherever lines with flaws fill a gap.

Sizes stay, and so does what is wished for more. How many lines a gap has to hold is only known once arrows are routed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from archdeck.canvas import Rect
from archdeck.layout.corridors import OFF_BORDER, OFF_THINGS
from archdeck.layout.doors import with_doors
from archdeck.layout.laid import Layout
from archdeck.layout.nested.distances import After
from archdeck.layout.nested.known import follows
from archdeck.layout.nested.rules import Order, Rules, Wish, X, Y
from archdeck.layout.nested.spread import spread_at
from archdeck.layout.tracks import clearance

WORTH = 0.35  # less than frames that end at one height, more than what is in line by chance
SPARE = 1.0  # pixels more, so that no line is lost to rounding


class _Wall(NamedTuple):
    """What lines run beside: where it is across them, from where to where along them, and what its place depends on."""

    at: float
    start: float
    end: float
    place: tuple[str, float]
    clear: float  # pixels that lines stay off it


class _Run(NamedTuple):
    """A stretch of an arrow along one axis: where it is across it, and from where to where it runs."""

    at: float
    start: float
    end: float
    flawed: bool


class _Gap(NamedTuple):
    """Two walls with lines between them; upright ones for the axis X."""

    axis: int
    low: _Wall
    high: _Wall


def wider(one: Layout, wishes: Sequence[Wish]) -> Layout | None:
    """The same table at the same sizes with this room, as much of it as there is; None where that changes nothing."""
    placed = spread_at(one.view, one.table, follows(one.view, one.table.cells), one.placed, wishes)
    if placed is None:
        return None
    placed = with_doors(one.view, one.table, placed)
    return replace(one, placed=placed, routes={}) if placed != one.placed else None


def wished(one: Layout) -> list[Wish]:
    """Room for one more line in each gap in which a flawed arrow runs and that is full; the fullest first."""
    found: list[tuple[int, float, Wish]] = []
    pitch = one.placed.sizes.pitch
    for gap, runs in _runs(one).items():
        if any(run.flawed for run in runs):
            beside = _side_by_side(runs)
            room = gap.low.clear + beside * pitch + gap.high.clear + SPARE
            lack = room - (gap.high.at - gap.low.at)
            if lack > 0:
                found.append((-beside, lack, _wish(gap, room)))
    return [wish for _, _, wish in sorted(found, key=lambda f: f[:2])]


def _wish(gap: _Gap, room: float) -> Wish:
    (low, x), (high, y) = gap.low.place, gap.high.place
    return Wish(gap.axis, WORTH, after=(After(low, high, room + x - y),))


def _side_by_side(runs: Sequence[_Run]) -> int:
    """The most lines that run along with one of them; those of one trunk are one."""
    return max(len({round(b.at, 1) for b in runs if b.start < a.end and a.start < b.end}) for a in runs)


def _runs(one: Layout) -> dict[_Gap, list[_Run]]:
    """The stretches of all arrows by the gaps that they run in."""
    rules = Rules(Order(one.view, one.table, {}), one.placed.sizes)
    walls = [list(_walls(one, rules, axis)) for axis in (X, Y)]
    found: dict[_Gap, list[_Run]] = defaultdict(list)
    for way in one.routes.values():
        for p, q in pairwise(way.points):
            axis = X if abs(p.x - q.x) < abs(p.y - q.y) else Y
            start, end = sorted((p.y, q.y) if axis == X else (p.x, q.x))
            run = _Run(p.x if axis == X else p.y, start, end, way.flaws > 0)
            beside = [wall for wall in walls[axis] if wall.start < end - 0.5 and wall.end > start + 0.5]
            low = max((wall for wall in beside if wall.at <= run.at), default=None, key=lambda wall: wall.at)
            high = min((wall for wall in beside if wall.at > run.at), default=None, key=lambda wall: wall.at)
            if low and high and end - start >= 1:
                found[_Gap(axis, low, high)].append(run)
    return found


def _walls(one: Layout, rules: Rules, axis: int) -> Iterator[_Wall]:
    """Both sides of every box and frame along an axis."""
    things = OFF_THINGS + clearance(one.placed)
    rects: list[tuple[str, Rect, float]] = [(key, box.rect, things) for key, box in one.placed.boxes.items()]
    rects += [(key, frame.rect, OFF_BORDER) for key, frame in one.placed.frames.items()]
    for key, r, clear in rects:
        low, high = (r.x, r.right) if axis == X else (r.y, r.bottom)
        start, end = (r.y, r.bottom) if axis == X else (r.x, r.right)
        yield _Wall(low, start, end, rules.near(key, axis), clear)
        yield _Wall(high, start, end, rules.far(key, axis), clear)
