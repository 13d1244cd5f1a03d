"""The points of an arrow as it is painted to the corners of its way, for what rounds corners itself."""

from __future__ import annotations

from collections.abc import Sequence

from archdeck.canvas.geometry import Point

STRAIGHT = 0.5  # pixels by which a straight line may be off


def corners(points: Sequence[Point]) -> list[Point]:
    """The corners of a way whose corners may be rounded: three points on an arc are one."""
    found = [points[0]]
    k = 1
    while k < len(points):
        if k + 1 < len(points) and _slants(points[k - 1], points[k]) and _slants(points[k], points[k + 1]):
            a, b, c = points[k - 1 : k + 2]
            bend = Point(2 * b.x - (a.x + c.x) / 2, 2 * b.y - (a.y + c.y) / 2)
            found.append(min((Point(a.x, c.y), Point(c.x, a.y)), key=lambda p: abs(p.x - bend.x) + abs(p.y - bend.y)))
            k += 1
        found.append(points[k])
        k += 1
    return _straightened(found)


def _slants(a: Point, b: Point) -> bool:
    return min(abs(a.x - b.x), abs(a.y - b.y)) > STRAIGHT


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Without points on a straight line between their neighbours."""
    out: list[Point] = []
    for p in points:
        if len(out) > 1 and (_in_line(out[-2].x, out[-1].x, p.x) or _in_line(out[-2].y, out[-1].y, p.y)):
            out[-1] = p
        else:
            out.append(p)
    return out


def _in_line(a: float, b: float, c: float) -> bool:
    return abs(a - b) < STRAIGHT and abs(b - c) < STRAIGHT
