"""What a slide is drawn of, in pixels of 1920 x 1080, for whatever writes it: boxes, icons, texts, arrows, tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from archdeck.canvas import PAPER, Point, Rect

WIDTH, HEIGHT = 1920, 1080
SQUARE, STROKE = 24, 3.0  # units of the square of a sign, and how wide its strokes are
EVERY, SLANTED = 7.0, 1.2  # pixels between slanted lines, and how wide they are
DASHES: dict[str, tuple[int, ...]] = {"dashed": (8, 5), "dotted": (2, 5)}
INSET = 12.0  # pixels beside the words of a cell
GROUNDS = ("#FFFFFF", "#F6F8FA")  # of the rows of a table, in turn


@dataclass(frozen=True)
class Pen:
    """A line: its colour, its width in pixels, and solid, dashed or dotted."""

    colour: str
    width: float = 1.5
    style: str = "solid"


@dataclass(frozen=True)
class Box:
    """A rectangle with corners as round as `corner` pixels; `hatched` is the colour of slanted lines on it. Arrows end
    at the middle of its sides, if it has an `id`."""

    name: str
    box: Rect
    fill: str = ""
    pen: Pen | None = None
    corner: float = 0.0
    hatched: str = ""
    id: str = ""


@dataclass(frozen=True)
class Port:
    """A point at which arrows end that lead to the thing of this id, and that moves with it."""

    name: str
    id: str
    at: Point


@dataclass(frozen=True)
class Icon:
    """A PNG, with words for whoever cannot see it; from 0, not to be seen, to 1. Arrows end at the middle of its sides,
    if it has an `id`."""

    name: str
    box: Rect
    png: bytes = field(repr=False)
    alt: str = ""
    opacity: float = 1.0
    id: str = ""


@dataclass(frozen=True)
class Text:
    """Lines of one size in the middle of a box, or at its `top`, on a ground of its own where it has a `fill`."""

    text: str
    box: Rect
    px: float
    bold: bool = False
    colour: str = "#232F3E"
    align: str = "middle"
    fill: str = ""
    top: bool = False
    name: str = ""


@dataclass(frozen=True)
class Strokes:
    """Curves of an SVG path in a square of 24 by 24: lines, or the area within them."""

    name: str
    box: Rect
    path: str
    colour: str = PAPER
    filled: bool = False


@dataclass(frozen=True)
class Arrow:
    """A way of level and upright pieces from a thing to a thing, by their ids; its tip is its last point."""

    name: str
    points: tuple[Point, ...]
    pen: Pen
    source: str
    target: str
    both: bool = False


Part = Box | Port | Icon | Text | Strokes


@dataclass(frozen=True)
class Together:
    """Shapes that move as one."""

    name: str
    parts: tuple[Part, ...]
    alt: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of plain cells below their headings; `widths` are shares of the box, `heights` pixels of each row from the
    headings on. `colours` has that of some cells by row and column."""

    name: str
    box: Rect
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    px: float = 24.0
    colours: tuple[tuple[int, int, str], ...] = ()


Shape = Part | Arrow | Together | Table


@dataclass(frozen=True)
class Slide:
    """A slide: its title and where that stands, what is on it from back to front, and what is said."""

    title: Text
    shapes: tuple[Shape, ...]
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """The slides of a talk about a system."""

    name: str
    title: str
    slides: tuple[Slide, ...]
