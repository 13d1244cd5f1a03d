"""What is painted stands where geometry says: the gate judges geometry, and people see what is painted."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from archdeck.canvas.geometry import EdgeShape, Geometry, Point, Rect
from archdeck.layout.picture import rounded
from archdeck.paint.draw import dot
from archdeck.paint.engine import engine
from archdeck.paint.svg import icons_of, svg
from slides import edge, group, node, slide

WITHIN = 1.0  # pixels


def displaced(g: Geometry, drawn: str = "") -> list[str]:
    """Frames whose painted border is not that of geometry, and arrows that are painted beside their points."""
    painted = svg("v", g, engine().svg(drawn or dot(g)), dict.fromkeys(icons_of(g), ""))
    shapes = {e.get("id", "").removeprefix("v--"): list(e) for e in ElementTree.fromstring(painted).iterfind(".//{*}g")}
    found = []
    for s in g.groups:
        corners = [p for shape in shapes[s.id] for p in _points(shape.get("points", ""))]
        if not (s.box.grow(WITHIN).holds(_around(*corners)) and _around(*corners).grow(WITHIN).holds(s.box)):
            found.append(f"the frame {s.id}")
    for e in g.edges:
        line = [p for shape in shapes[e.id] for p in _points(shape.get("d", ""))]
        if not line or not all(_on(p, e) for p in line):
            found.append(f"the arrow {e.id}")
    return found


def _points(path: str) -> list[Point]:
    return [Point(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


def _on(p: Point, e: EdgeShape) -> bool:
    """Whether a point, the bend of a curve perhaps, is by a line."""
    return any(_around(a, b).grow(3 + WITHIN).holds(Rect(*p, 0, 0)) for a, b in pairwise(e.points))


def _around(*points: Point) -> Rect:
    xs, ys = [p.x for p in points], [p.y for p in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


TURNS = [(280, 240), (300, 240), (300, 250), (380, 250), (380, 540), (390, 540), (390, 560), (600, 560)]


@pytest.mark.parametrize("both", [False, True])
def test_short_legs_among_long_ones_are_painted_where_they_are(both: bool) -> None:
    """Corners that stay sharp have one point and rounded ones three, in any order."""
    points = rounded(tuple(Point(*p) for p in TURNS))
    assert len(points) not in (len(TURNS), 3 * len(TURNS) - 4)  # of both kinds
    line = replace(edge("a", "b"), points=points, both=both)
    picture = slide(node("a", 200, 200), node("b", 600, 520), group("z", Rect(150, 150, 180, 200), "a"), line)
    assert displaced(picture) == []


def test_what_is_painted_elsewhere_is_found() -> None:
    """The picture of one geometry held against another."""
    line, frame = edge("a", "b", (280, 240), (600, 240)), group("z", Rect(150, 150, 180, 200), "a")
    drawn = dot(slide(node("a", 200, 200), node("b", 600, 200), frame, line))
    said = replace(line, points=(Point(280, 260), Point(600, 260)))
    other = replace(frame, box=Rect(150, 150, 200, 200))
    assert displaced(slide(node("a", 200, 200), node("b", 600, 200), other, said), drawn) == [
        "the frame z",
        "the arrow a-b",
    ]
