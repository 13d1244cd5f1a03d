"""Where everything of a picture stands, in slide pixels, origin top left: what SVG, PNG and slides are painted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

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
        x, y, w, h = self
        left, top, wide, high = other
        return x < left + wide and left < x + w and y < top + high and top < y + h

    def holds(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


Segment = tuple[Point, Point]  # a level or an upright piece of a line


def hits(r: Rect, segment: Segment) -> bool:
    """Whether a piece of a line runs through a box."""
    (ax, ay), (bx, by) = segment
    x, y, w, h = r
    if (ax >= x + w and bx >= x + w) or (ax <= x and bx <= x):  # no call of min and max: it is asked millions of times
        return False
    return not ((ay >= y + h and by >= y + h) or (ay <= y and by <= y))


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
    """`stacked` nodes stand for several components; `stands_for` are the instances that a node is drawn for. `note` are
    the words for the sign of its `state`. `connector` are the letters at which arrows go on that are not drawn as
    lines."""

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
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupShape:
    """`places` are all that the frame is drawn for."""

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
    places: tuple[str, ...] = ()
    provider: str = ""


@dataclass(frozen=True)
class EdgeShape:
    """`points` as painted before corners are rounded, arrow tip last. `words_at` is the edge at which its words stand:
    itself, or another one that says the same on a stretch that both run along."""

    id: str
    relations: tuple[str, ...]
    kind: str
    source: str
    target: str
    points: tuple[Point, ...]
    labels: tuple[Words, ...] = ()
    words_at: str = ""
    badge: Words | None = None
    bundle: str = ""
    both: bool = False
    title: str = ""
    dimmed: bool = False
    state: str = ""
    sign: Sign | None = None


@dataclass(frozen=True)
class PanelShape:
    """`others` are components that stand here too, without an icon of their own."""

    component: str
    icon: str
    box: Rect
    labels: tuple[Words, ...]
    state: str = ""
    sign: Sign | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """An instance or a relation that a picture does not show, and why."""

    kind: Literal["instance", "relation"]
    id: str
    why: str


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
    left_out: tuple[LeftOut, ...] = ()


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


def _node(node: NodeShape) -> dict[str, Any]:
    marks: list[dict[str, Any]] = [_box(mark.box) | {"component": mark.component} for mark in node.marks]
    marks += [_words(words) for words in (node.badge, node.connector) if words]
    return _box(node.box) | {
        "id": node.id,
        "component": node.component,
        "stands_for": list(node.stands_for),
        "labels": [_words(words) for words in node.labels],
        "marks": marks + ([_sign(node.sign)] if node.sign else []),
        "state": node.state or None,
    }


def _group(group: GroupShape) -> dict[str, Any]:
    about = {
        "id": group.id,
        "place": group.place,
        "places": list(group.places),
        "kind": group.kind,
        "parent": group.parent,
        "overlay": group.overlay,
        "members": list(group.members),
        "label": _words(group.label) if group.label else None,
        "icon": _box(group.icon_box) if group.icon_box else None,
    }
    return _box(group.box) | _state(group) | about


def _edge(edge: EdgeShape) -> dict[str, Any]:
    about = {
        "id": edge.id,
        "relations": list(edge.relations),
        "kind": edge.kind,
        "from": edge.source,
        "to": edge.target,
        "points": [[_r(point.x), _r(point.y)] for point in edge.points],
        "labels": [_words(words) for words in edge.labels],
        "words_at": edge.words_at or None,
        "badge": _words(edge.badge) if edge.badge else None,
        "bundle": edge.bundle or None,
        "both": edge.both,
    }
    return about | _state(edge)


def _entry(entry: PanelShape) -> list[dict[str, Any]]:
    """One for each component; where several share an icon, their names are told with the first."""
    first: dict[str, Any] = {"component": entry.component, "labels": [_words(words) for words in entry.labels]}
    others: list[dict[str, Any]] = [{"component": component, "labels": []} for component in entry.others]
    return [_box(entry.box) | about | _state(entry) for about in (first, *others)]


def geometry_json(g: Geometry) -> dict[str, Any]:
    """The contract of `archdeck render --format geometry`: see docs/reference/geometry.md."""
    return {
        "width": g.width,
        "height": g.height,
        "flow": g.flow,
        "nodes": [_node(node) for node in g.nodes],
        "groups": [_group(group) for group in g.groups],
        "edges": [_edge(edge) for edge in g.edges],
        "panel": [shown for entry in g.panel for shown in _entry(entry)],
        "frame": [_words(words) for words in g.frame],
        "left_out": [{left.kind: left.id, "why": left.why} for left in g.left_out],
    }
