"""The points of an arrow to the corners of its way."""

from __future__ import annotations

from archdeck.canvas import Point, corners


def way(*points: tuple[float, float]) -> list[Point]:
    return [Point(*p) for p in points]


def test_three_points_on_an_arc_are_one_corner() -> None:
    """As layout rounds it: eight pixels before the corner, one on the arc, eight pixels behind it."""
    rounded = way((0, 0), (92, 0), (97.66, 2.34), (100, 8), (100, 50))
    assert corners(rounded) == way((0, 0), (100, 0), (100, 50))


def test_points_on_a_line_are_none() -> None:
    assert corners(way((0, 0), (40, 0), (100, 0))) == way((0, 0), (100, 0))
