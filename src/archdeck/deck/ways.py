"""Arrows and lines of text of a slide to points, for forms that draw them themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from archdeck.canvas import CORNER, Point, corners, fonts
from archdeck.deck.drawing import Arrow, Text

NOTCH = 8.0  # pixels back from the tip of an arrow, where its line ends
HEAD = ((13.0, 5.9), (NOTCH, 0.0), (13.0, -5.9))  # of the corners of a head: pixels back from its tip, and aside
LONGEST = 0.9  # of a piece of a line that its head may take


@dataclass(frozen=True)
class Bend:
    """Where a line leaves its way before a corner, the corner, and where it is back."""

    before: Point
    corner: Point
    after: Point


@dataclass(frozen=True)
class Way:
    """A line with rounded corners, and the four corners of each of its heads, tip first."""

    start: Point
    bends: tuple[Bend, ...]
    end: Point
    heads: tuple[tuple[Point, ...], ...]


def way(arrow: Arrow) -> Way:
    """How an arrow runs."""
    points = corners(arrow.points)
    tips = [(points[-1], points[-2])] + ([(points[0], points[1])] if arrow.both else [])
    points[-1] = _toward(points[-1], points[-2], NOTCH)
    if arrow.both:
        points[0] = _toward(points[0], points[1], NOTCH)
    bends = (
        Bend(_toward(b, a, min(CORNER, _far(a, b) / 2)), b, _toward(b, c, min(CORNER, _far(b, c) / 2)))
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
    )
    return Way(points[0], tuple(bends), points[-1], tuple(_head(tip, back) for tip, back in tips))


def rows(text: Text) -> Iterator[tuple[str, Point]]:
    """Each line of a text, and the point of the line that its letters stand on at which it is aligned."""
    lines = text.text.split("\n")
    high = text.px * fonts.LINE_HEIGHT if text.top else text.box.h / len(lines)
    x = {"left": text.box.x, "middle": text.box.centre.x, "right": text.box.right}[text.align]
    for k, line in enumerate(lines):
        yield line, Point(x, text.box.y + (k + 0.5) * high + text.px * fonts.BASE)


def _head(tip: Point, back: Point) -> tuple[Point, ...]:
    far = _far(tip, back) or 1.0
    ux, uy = (back.x - tip.x) / far, (back.y - tip.y) / far
    rest = (Point(tip.x + ux * along - uy * aside, tip.y + uy * along + ux * aside) for along, aside in HEAD)
    return tip, *rest


def _far(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def _toward(a: Point, b: Point, by: float) -> Point:
    far = _far(a, b) or 1.0
    by = min(by, far * LONGEST)
    return Point(a.x + (b.x - a.x) / far * by, a.y + (b.y - a.y) / far * by)
