"""The way of an arrow to the connectors of Office Open XML that run so: their presets, turns and boxes.

A way with at most one bend, or with two half way, is one connector. LibreOffice keeps no other place of a bend (7.4
draws them all half way), so that other ways are straight connectors from bend to bend. A bent connector starts level in
a box of its own; where a way starts upright, the box is turned by a quarter. Source of the shapes: ECMA-376, part 1,
`presetShapeDefinitions.xml`, `straightConnector1`, `bentConnector2` and `bentConnector3`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archdeck.canvas import Point, Rect

LEAST = 1.0  # pixels that the box of a way is wide, for its bends are told in shares of that
HALF_WAY = 1.0  # pixels by which a bend may be off the middle
NEAR = 1.5  # pixels by which an end may be off the middle of a side that it is glued to
TOP, LEFT, BOTTOM, RIGHT = range(4)  # the sites of a rectangle at which connectors end


@dataclass(frozen=True)
class Connector:
    """From a point to a point; `box` is before it is turned by so many quarters. `leaves` and `enters` are the sides of
    what it joins."""

    preset: str
    start: Point
    end: Point
    leaves: int
    enters: int
    box: Rect
    quarters: int = 0
    level: bool = False
    upright: bool = False


def connectors(points: Sequence[Point]) -> list[Connector]:
    """The connectors along the corners of a way, from its start to its tip."""
    if (one := _in_one(points)) is not None:
        return [one]
    return [_straight(a, b) for a, b in pairwise(points)]


def _in_one(points: Sequence[Point]) -> Connector | None:
    """One connector for the whole way, where it is straight, has one bend, or two of them half way."""
    first, last = points[0], points[-1]
    if len(points) == 2:
        return _straight(first, last)
    dx, dy = last.x - first.x, last.y - first.y
    turned = abs(points[1].x - first.x) < abs(points[1].y - first.y)
    half = (points[1].y - first.y - dy / 2) if turned else (points[1].x - first.x - dx / 2)
    if len(points) > 4 or (len(points) == 4 and (abs(half) > HALF_WAY or min(abs(dx), abs(dy)) < LEAST)):
        return None
    wide, high = (dy, -dx) if turned else (dx, dy)
    middle = Point((first.x + last.x) / 2, (first.y + last.y) / 2)
    box = Rect(middle.x - abs(wide) / 2, middle.y - abs(high) / 2, abs(wide), abs(high))
    sides = _side(first, points[1]), _side(last, points[-2])
    return Connector(f"bentConnector{len(points) - 1}", first, last, *sides, box, int(turned), wide < 0, high < 0)


def _straight(a: Point, b: Point) -> Connector:
    box = Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
    return Connector("straightConnector1", a, b, _side(a, b), _side(b, a), box, 0, b.x < a.x, b.y < a.y)


def _side(at: Point, toward: Point) -> int:
    """The side of a thing at which a line leaves it."""
    if abs(toward.x - at.x) > abs(toward.y - at.y):
        return RIGHT if toward.x > at.x else LEFT
    return BOTTOM if toward.y > at.y else TOP


def middle_side(box: Rect, at: Point) -> int | None:
    """The side of a box in the middle of which a point is, if it is."""
    c = box.centre
    some = {
        TOP: Point(c.x, box.y),
        LEFT: Point(box.x, c.y),
        BOTTOM: Point(c.x, box.bottom),
        RIGHT: Point(box.right, c.y),
    }
    return next((side for side, p in some.items() if max(abs(p.x - at.x), abs(p.y - at.y)) <= NEAR), None)
