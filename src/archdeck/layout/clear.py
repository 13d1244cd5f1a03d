"""Placed boxes and routed arrows to what is in the way of words and numbers there (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, inf

from archdeck.canvas import Point, Rect, Segment, sides
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route, families
from archdeck.layout.tracks import obstacles
from archdeck.views import View

Bounds = tuple[float, float, float, float]  # left, top, right, bottom
BLOCKED = 1000.0  # on an icon, a text, another label
CUT = 300.0  # a number on the border of a frame
CROSSED = 500.0  # a number on another arrow
DOUBTFUL, DOUBT = 12.0, 60.0  # so near another arrow that words might be taken for its own


@dataclass(frozen=True)
class Near:
    """What is near an arrow: words and numbers that stand already, icons and texts, borders, and lines by arrow."""

    taken: list[Bounds]
    solid: list[Bounds]
    borders: list[Bounds]
    lines: Mapping[str, list[Bounds]]


class Clearance:
    """What stands in a picture; `taken` are words and numbers that found a place."""

    def __init__(self, view: View, placed: Placed, routes: Mapping[str, Route]):
        self.family = families(view.arrows)
        self.solid = [edges(r) for r in obstacles(placed)]
        self.borders = [bounds(side) for f in placed.frames.values() for side in sides(f.rect)]
        self.area = placed.area.grow(4)
        self.lines = {a: list(pairwise(r.points)) for a, r in routes.items()}
        self.taken: list[Rect] = []

    def near(self, arrow: str, reach: float) -> Near:
        """What is so near an arrow that its words or its number could meet it."""
        around = [grown(bounds(s), reach) for s in self.lines[arrow]]

        def close(found: Iterable[Bounds]) -> list[Bounds]:
            return [one for one in found if any(meet(one, a) for a in around)]

        lines = {other: close(map(bounds, segments)) for other, segments in self.lines.items()}
        return Near(
            close(map(edges, self.taken)),
            close(self.solid),
            close(self.borders),
            {other: segments for other, segments in lines.items() if segments},
        )

    def cost(self, rect: Rect, arrow: str, near: Near, enough: float = inf, crossed: float = 0.0) -> float:
        """What stands in the way of words, or of a number that may be on a line where that is `crossed` at this cost;
        no more is added up once it is `enough` to look elsewhere."""
        on_line = crossed > 0
        here = edges(rect)
        apart, border, tight, wide = (grown(here, by) for by in (3, 1.5, 2, DOUBTFUL))
        cost = 0.0 if self.area.holds(rect) else BLOCKED
        for found, box, weight in (
            (near.solid, here, BLOCKED),
            (near.taken, apart, BLOCKED),
            (near.borders, border, CUT * crossed / CROSSED if on_line else BLOCKED),
        ):
            if cost >= enough:
                return cost
            cost += weight * fsum(meet(box, one) for one in found)
        for other, segments in near.lines.items():
            if cost >= enough:
                return cost
            if other == arrow and on_line:
                continue
            close = [s for s in segments if meet(wide, s)]
            if any(meet(tight, s) for s in close):
                same = self.family[other] == self.family[arrow]
                cost += (0 if same else crossed) if on_line else BLOCKED
            elif not on_line and close:
                cost += DOUBT
        return cost


def length(segment: Segment) -> float:
    return abs(segment[0].x - segment[1].x) + abs(segment[0].y - segment[1].y)


def edges(r: Rect) -> Bounds:
    return r.x, r.y, r.right, r.bottom


def bounds(segment: Segment) -> Bounds:
    a, b = segment
    return min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)


def grown(r: Bounds, by: float) -> Bounds:
    return r[0] - by, r[1] - by, r[2] + by, r[3] + by


def meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def on(p: Point, a: Point, b: Point) -> bool:
    return min(a.x, b.x) - 1 <= p.x <= max(a.x, b.x) + 1 and min(a.y, b.y) - 1 <= p.y <= max(a.y, b.y) + 1
