"""Where everything of a picture stands, in slide pixels, origin top left: what SVG, PNG and slides are painted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

CORNER = 8.0  # radius of a rounded corner of a line, in pixels


class Point(NamedTuple):
    x: float
    y: float


class Rect(NamedTuple):
    """A box by its top left corner and its size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> Point:
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def grow(self, by: float) -> Rect:
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: Rect) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


Segment = tuple[Point, Point]  # a level or an upright piece of a line


def hits(r: Rect, segment: Segment) -> bool:
    """Whether a piece of a line runs through a box."""
    a, b = segment
    return min(a.x, b.x) < r.right and max(a.x, b.x) > r.x and min(a.y, b.y) < r.bottom and max(a.y, b.y) > r.y


def sides(r: Rect) -> list[Segment]:
    """The four sides of a box."""
    a, b, c, d = Point(r.x, r.y), Point(r.right, r.y), Point(r.right, r.bottom), Point(r.x, r.bottom)
    return [(a, b), (b, c), (d, c), (a, d)]


@dataclass(frozen=True)
class Words:
    """A text: the box around its line or lines (parted by line ends), and the font size."""

    text: str
    box: Rect
    px: float
    bold: bool = False
    colour: str = "#232F3E"
    role: str = ""


@dataclass(frozen=True)
class Mark:
    """A small icon on a node, for a service that applies to it."""

    component: str
    icon: str
    box: Rect
    title: str


@dataclass(frozen=True)
class Sign:
    """What tells the state of a thing: its box, and the words in it."""

    box: Rect
    words: Words | None = None


@dataclass(frozen=True)
class NodeShape:
    """`stacked` nodes stand for several components. `note` are the words for the sign of its `state`. `connector` are
    the letters at which arrows go on that are not drawn as lines."""

    id: str
    component: str
    icon: str
    box: Rect
    labels: tuple[Words, ...]
    marks: tuple[Mark, ...] = ()
    badge: Words | None = None
    title: str = ""
    dimmed: bool = False
    stacked: bool = False
    state: str = ""
    note: str = ""
    sign: Sign | None = None
    connector: Words | None = None


@dataclass(frozen=True)
class GroupShape:
    id: str
    place: str | None
    kind: str
    parent: str | None
    overlay: bool
    members: tuple[str, ...]
    box: Rect
    label: Words | None
    icon: str = ""
    icon_box: Rect | None = None
    dimmed: bool = False
    state: str = ""
    sign: Sign | None = None


@dataclass(frozen=True)
class EdgeShape:
    """`points` as painted before corners are rounded, arrow tip last."""

    id: str
    relations: tuple[str, ...]
    kind: str
    source: str
    target: str
    points: tuple[Point, ...]
    labels: tuple[Words, ...] = ()
    badge: Words | None = None
    bundle: str = ""
    both: bool = False
    title: str = ""
    dimmed: bool = False
    state: str = ""
    sign: Sign | None = None


@dataclass(frozen=True)
class PanelShape:
    component: str
    icon: str
    box: Rect
    labels: tuple[Words, ...]
    state: str = ""
    sign: Sign | None = None


@dataclass(frozen=True)
class LegendKey:
    """A sample of a line, a badge, a mark or a state in the legend; its words stand in `frame`."""

    kind: str
    box: Rect
    icon: str = ""
    state: str = ""


@dataclass(frozen=True)
class Geometry:
    width: int
    height: int
    flow: str
    title: str
    description: str
    stage: str
    nodes: tuple[NodeShape, ...]
    groups: tuple[GroupShape, ...]
    edges: tuple[EdgeShape, ...]
    panel: tuple[PanelShape, ...]
    frame: tuple[Words, ...]
    legend: tuple[LegendKey, ...]
    chip: Rect | None


def _r(value: float) -> float:
    return round(value, 2)


def _box(box: Rect) -> dict[str, float]:
    return {"x": _r(box.x), "y": _r(box.y), "w": _r(box.w), "h": _r(box.h)}


def _words(words: Words) -> dict[str, Any]:
    return _box(words.box) | {"text": words.text.replace("\n", " "), "px": _r(words.px)}


def _sign(sign: Sign) -> dict[str, Any]:
    return _box(sign.box) | ({"text": sign.words.text, "px": _r(sign.words.px)} if sign.words else {})


def _state(thing: GroupShape | EdgeShape | PanelShape) -> dict[str, Any]:
    return {"state": thing.state or None, "sign": _sign(thing.sign) if thing.sign else None}


def geometry_json(g: Geometry) -> dict[str, Any]:
    """The contract of `archdeck render --format geometry`: see docs/geometry.md."""
    return {
        "width": g.width,
        "height": g.height,
        "flow": g.flow,
        "nodes": [
            _box(n.box)
            | {
                "id": n.id,
                "component": n.component,
                "labels": [_words(t) for t in n.labels],
                "marks": [_box(m.box) for m in n.marks]
                + ([_words(n.badge)] if n.badge else [])
                + ([_words(n.connector)] if n.connector else [])
                + ([_sign(n.sign)] if n.sign else []),
                "state": n.state or None,
            }
            for n in g.nodes
        ],
        "groups": [
            _box(s.box)
            | _state(s)
            | {
                "id": s.id,
                "place": s.place,
                "kind": s.kind,
                "parent": s.parent,
                "overlay": s.overlay,
                "members": list(s.members),
                "label": _words(s.label) if s.label else None,
                "icon": _box(s.icon_box) if s.icon_box else None,
            }
            for s in g.groups
        ],
        "edges": [
            {
                "id": e.id,
                "relations": list(e.relations),
                "kind": e.kind,
                "from": e.source,
                "to": e.target,
                "points": [[_r(p.x), _r(p.y)] for p in e.points],
                "labels": [_words(t) for t in e.labels],
                "badge": _words(e.badge) if e.badge else None,
                "bundle": e.bundle or None,
                "both": e.both,
            }
            | _state(e)
            for e in g.edges
        ],
        "panel": [
            _box(p.box) | {"component": p.component, "labels": [_words(t) for t in p.labels]} | _state(p)
            for p in g.panel
        ],
        "frame": [_words(t) for t in g.frame],
    }
