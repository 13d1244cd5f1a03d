"""The lines of arrows to stretches of one of them, each with all arrows that run there: what words there speak for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from archdeck.canvas import Point, Segment

SAME = 1.0  # pixels by which two lines on one track may differ


@dataclass(frozen=True)
class Stretch:
    """A straight piece of an arrow, how much of the arrow lies behind it, and the arrows that run along it."""

    a: Point
    b: Point
    before: float
    arrows: frozenset[str]

    @property
    def length(self) -> float:
        return abs(self.a.x - self.b.x) + abs(self.a.y - self.b.y)

    @property
    def level(self) -> bool:
        return abs(self.a.y - self.b.y) < 0.1


def stretches(arrow: str, lines: Mapping[str, list[Segment]], kin: Iterable[str]) -> Iterator[Stretch]:
    """An arrow in stretches, parted where one of its kin joins it or leaves it."""
    others = [(other, s) for other in kin if other != arrow for s in lines[other]]
    before = 0.0
    for a, b in lines[arrow]:
        along = [(other, s) for other, s in others if _along(s, (a, b))]
        ends = {_share(p, a, b) for _, s in along for p in s}
        for low, high in pairwise(sorted({0.0, 1.0, *ends})):
            one, two, middle = (_at(t, a, b) for t in (low, high, (low + high) / 2))
            here = frozenset((arrow, *(other for other, s in along if _on(middle, s))))
            stretch = Stretch(one, two, before, here)
            if stretch.length > SAME:
                yield stretch
            before += stretch.length


def _along(one: Segment, other: Segment) -> bool:
    """Whether two pieces lie on one track."""
    points = (*one, *other)
    xs, ys = [p.x for p in points], [p.y for p in points]
    return max(xs) - min(xs) < SAME or max(ys) - min(ys) < SAME


def _share(p: Point, a: Point, b: Point) -> float:
    """How far along a piece a point lies, from 0 to 1."""
    long = (b.x - a.x) if abs(b.x - a.x) > abs(b.y - a.y) else (b.y - a.y)
    far = (p.x - a.x) if abs(b.x - a.x) > abs(b.y - a.y) else (p.y - a.y)
    return min(1.0, max(0.0, far / long)) if long else 0.0


def _at(t: float, a: Point, b: Point) -> Point:
    return Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)


def _on(p: Point, s: Segment) -> bool:
    (ax, ay), (bx, by) = s
    return min(ax, bx) - SAME <= p.x <= max(ax, bx) + SAME and min(ay, by) - SAME <= p.y <= max(ay, by) + SAME
