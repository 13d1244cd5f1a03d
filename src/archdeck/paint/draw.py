"""Geometry to DOT: `diagrams` objects that carry every position, so that Graphviz only draws."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Sequence
from typing import Any

import graphviz
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.custom import Custom

from archdeck.canvas import (
    EdgeShape,
    Geometry,
    GroupShape,
    NodeShape,
    Point,
    Rect,
    Words,
    arrow_look,
    border_look,
)

POINTS_PER_INCH = 72  # a pixel of the slide is a point of Graphviz
HEAD = 13.0  # length of an arrow head
STRAIGHT = 0.5  # pixels by which a straight line may be off
FONT = "Arial"


class _Slide(Diagram):
    """A Diagram that is only built: leaving it renders nothing and touches no file."""

    def __exit__(self, *_: object) -> None:
        """The current diagram lives in a context variable of the copied context, and ends with it."""


class _Frame(Cluster):
    """A Cluster named by its id, so that two frames with equal labels stay two."""

    def __init__(self, key: str, attributes: dict[str, str]):
        super().__init__(key, graph_attr=attributes)


def dot(geometry: Geometry) -> str:
    """The DOT of a picture, to be drawn with `neato -n2` or its engine `nop2`."""
    return contextvars.copy_context().run(_dot, geometry)


def _dot(g: Geometry) -> str:
    flip = _Flip(g.height)
    slide = _Slide(
        re.sub(r"&(?=#?\w+;)", "&amp;", g.title.replace("\\", "/")),  # Graphviz takes it for an entity
        show=False,
        graph_attr={
            "label": "",
            "bb": f"0,0,{g.width},{g.height}",
            "splines": "true",
            "pad": "0",
            "fontname": FONT,
            "outputorder": "nodesfirst",
            "bgcolor": "transparent",
        },
        node_attr={
            "shape": "box",
            "fixedsize": "true",
            "fontname": FONT,
            "fontsize": "16",
            "label": "",
            "style": "",
            "height": "0.1",
        },
        edge_attr={"fontname": FONT, "arrowhead": "vee", "arrowsize": "1.3"},
    )
    with slide:
        with _Frame(
            "slide", {"bb": f"0,0,{g.width},{g.height}", "style": "invis", "label": "", "bgcolor": "transparent"}
        ):
            nodes = _frames(None, g, flip)
            nodes |= {
                n.id: _node(n, flip) for n in g.nodes if not any(n.id in s.members for s in g.groups if not s.overlay)
            }
            for overlay in (s for s in g.groups if s.overlay):
                nodes[overlay.id] = _overlay(overlay, flip)
        ends = {s.id: nodes.get(s.id) or nodes[s.members[0]] for s in g.groups}
        for edge in g.edges:
            source, target = ends.get(edge.source) or nodes[edge.source], ends.get(edge.target) or nodes[edge.target]
            source.connect(target, _edge(edge, flip))
    return str(slide)


class _Flip:
    """Slide pixels, y down, to Graphviz's points, y up."""

    def __init__(self, height: int):
        self.height = height

    def at(self, p: Point) -> str:
        return f"{p.x:.2f},{self.height - p.y:.2f}"

    def box(self, r: Rect) -> str:
        return f"{r.x:.2f},{self.height - r.bottom:.2f},{r.right:.2f},{self.height - r.y:.2f}"

    def attributes(self, r: Rect) -> dict[str, str]:
        """Position and size of a node."""
        return {
            "pos": self.at(r.centre),
            "width": f"{r.w / POINTS_PER_INCH:.4f}",
            "height": f"{r.h / POINTS_PER_INCH:.4f}",
        }


def _frames(parent: str | None, g: Geometry, flip: _Flip) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for group in (s for s in g.groups if not s.overlay and s.parent == parent):
        look, wide = border_look(group)
        inner = {m for s in g.groups if s.parent == group.id and not s.overlay for m in s.members}
        with _Frame(
            group.id,
            {
                "id": group.id,
                "class": f"kind-{group.kind}",
                "label": _text([group.label] if group.label else []),
                "bb": flip.box(group.box),
                "pencolor": look.border,
                "style": look.style,
                "penwidth": f"{wide:g}",
                "bgcolor": look.fill or "transparent",
                "fontname": FONT,
            },
        ):
            nodes |= _frames(group.id, g, flip)
            nodes |= {n.id: _node(n, flip) for n in g.nodes if n.id in group.members and n.id not in inner}
            if not group.members:
                nodes[group.id] = _room(group, flip)
    return nodes


def _room(group: GroupShape, flip: _Flip) -> Node:
    """What is in a frame in which nothing stands: Graphviz draws no empty cluster, and arrows end at nodes."""
    attributes: dict[str, Any] = {"id": f"{group.id}--room", "shape": "box", "style": "invis", "fixedsize": "true"}
    attributes |= flip.attributes(group.box.grow(-1))
    return Node("", nodeid=group.id, **attributes)


def _node(node: NodeShape, flip: _Flip) -> Node:
    attributes: dict[str, Any] = {
        "id": node.id,
        "image": "",
        "shape": "box",
        "style": "invis",
        "fixedsize": "true",
        "tooltip": _text(node.labels),
    }
    attributes |= flip.attributes(node.box)
    return Custom(_text(node.labels), node.icon, nodeid=node.id, **attributes)  # type: ignore[no-untyped-call]


def _overlay(group: GroupShape, flip: _Flip) -> Node:
    """An unfilled box: Graphviz's clusters cannot overlap (R6)."""
    look, wide = border_look(group)
    attributes: dict[str, Any] = {"id": group.id, "shape": "box", "fixedsize": "true", "penwidth": f"{wide:g}"}
    attributes |= {"style": look.style, "color": look.border} | flip.attributes(group.box)
    return Node("", nodeid=group.id, **attributes)


def _edge(edge: EdgeShape, flip: _Flip) -> Edge:
    look = arrow_look(edge)
    attributes: dict[str, Any] = {"id": edge.id, "pos": _spline(edge, flip), "tooltip": _text(edge.labels)}
    attributes |= {"penwidth": f"{look.width}", "arrowhead": "vee", "arrowtail": "vee", "fontname": FONT}
    return Edge(forward=True, reverse=edge.both, color=look.colour, style=look.style, **attributes)


def _spline(edge: EdgeShape, flip: _Flip) -> str:
    """The line as a chain of curves: straight ones, with a rounded corner where geometry has three points on an arc; a
    corner may be sharp, too."""
    points = list(edge.points)
    start = ""
    if edge.both:
        start = f"s,{flip.at(points[0])} "
        points[0] = _toward(points[0], points[1], HEAD)
    tip, points[-1] = points[-1], _toward(points[-1], points[-2], HEAD)
    controls = [points[0]]
    k = 1
    while k < len(points):
        if _slants(points[k - 1 : k + 1]) and _slants(points[k : k + 2]):  # middle of an arc: one curve around it
            a, b, c = points[k - 1 : k + 2]
            bend = Point(2 * b.x - (a.x + c.x) / 2, 2 * b.y - (a.y + c.y) / 2)
            controls += [_part(a, bend), _part(c, bend), c]
            k += 2
        else:
            a, b = points[k - 1], points[k]
            controls += [a, b, b]
            k += 1
    return start + f"e,{flip.at(tip)} " + " ".join(flip.at(p) for p in controls)


def _slants(some: Sequence[Point]) -> bool:
    """Whether two points are the ends of a line that is neither level nor upright."""
    return len(some) == 2 and min(abs(some[0].x - some[1].x), abs(some[0].y - some[1].y)) > STRAIGHT


def _part(a: Point, b: Point) -> Point:
    """Two thirds of the way from a to b: a quadratic control point as a cubic one."""
    return Point(a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3)


def _toward(a: Point, b: Point, by: float) -> Point:
    length = max(abs(b.x - a.x), abs(b.y - a.y)) or 1.0
    by = min(by, length * 0.9)
    return Point(a.x + (b.x - a.x) / length * by, a.y + (b.y - a.y) / length * by)


def _text(words: Sequence[Words]) -> str:
    """Words of a model as a plain DOT label: never markup, never an escape."""
    return str(graphviz.escape(" / ".join(w.text for w in words)))
