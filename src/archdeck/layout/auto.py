"""A view without tiers to one with columns and rows: dot ranks the boxes, and the rest is drawn like any view."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

from diagrams import Cluster, Diagram, Edge, Node

from archdeck.canvas import around
from archdeck.layout.merging import TORN_APART
from archdeck.views import Box, Group, View, boxes_inside

_SVG = "{http://www.w3.org/2000/svg}"
SAME = 30.0  # points: boxes nearer than this share a column or a row


def ranked(view: View, run: Callable[[str], str]) -> View:
    """The view with the columns and rows that dot gives it; `run` lays a DOT text out and returns the SVG. Frames that
    would hold strangers in this order are left out."""
    at = _positions(run(contextvars.copy_context().run(_dot, view)))
    columns, rows = _steps(x for x, _ in at.values()), _steps(y for _, y in at.values())
    boxes = tuple(replace(b, column=columns[at[b.id][0]], row=rows[at[b.id][1]]) for b in view.boxes)
    taken: dict[tuple[int, int], str] = {}
    moved: list[Box] = []
    for box in boxes:  # two boxes of one cell: the later one goes below everything
        cell = (box.column, box.row or 0)
        if cell in taken:
            box = replace(box, row=1 + max(b.row or 0 for b in [*boxes, *moved]))
        taken[box.column, box.row or 0] = box.id
        moved.append(box)
    return _whole(_close(replace(view, boxes=tuple(moved))))


def _close(view: View) -> View:
    """Rows beside each other in one, where nothing in them has a column in common and every frame that was whole stays
    so: dot hardly ever puts two boxes at one height."""
    whole = _held(view)
    for row in range(max(b.row or 0 for b in view.boxes), 0, -1):
        columns = [{b.column for b in view.boxes if b.row == r} for r in (row - 1, row)]
        if not columns[0] & columns[1]:
            boxes = tuple(replace(b, row=b.row - 1) if b.row and b.row >= row else b for b in view.boxes)
            closer = replace(view, boxes=boxes)
            view = closer if _held(closer) >= whole else view
    return view


def _dot(view: View) -> str:
    """Boxes, frames and arrows as plain `diagrams` objects."""
    attributes = {"label": "", "rankdir": "LR", "ranksep": "1", "nodesep": "1", "splines": "line"}
    with _Plain(view.id, direction="LR", show=False, graph_attr=attributes) as diagram:
        nodes = _frame(None, view)
        members = boxes_inside(view.groups, view.boxes)  # dot joins boxes: the first in a frame stands for the frame
        for arrow in view.arrows:
            source, target = ((members.get(end) or [end])[0] for end in (arrow.source, arrow.target))
            nodes[source].connect(nodes[target], Edge(forward=True))
    return str(diagram)


class _Plain(Diagram):
    def __exit__(self, *_: object) -> None:
        """Built, not rendered."""


def _frame(parent: str | None, view: View) -> dict[str, Node]:
    shape: dict[str, object] = {"shape": "box", "width": "1", "height": "1", "fixedsize": "true", "style": "solid"}
    nodes = {
        b.id: Node("", nodeid=b.id, id=b.id, **shape)  # type: ignore[arg-type]
        for b in view.boxes
        if b.group == parent
    }
    for group in (g for g in view.groups if g.parent == parent and not g.overlay):
        with Cluster(group.id, graph_attr={"label": ""}):
            nodes |= _frame(group.id, view)
    return nodes


def _positions(svg: str) -> dict[str, tuple[float, float]]:
    """The middle of each node that Graphviz drew."""
    found = {}
    for g in ElementTree.fromstring(svg).iter(f"{_SVG}g"):
        polygon = g.find(f"{_SVG}polygon")
        if (g.get("class") or "").startswith("node") and polygon is not None:
            points = [tuple(map(float, p.split(","))) for p in polygon.get("points", "").split()]
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            found[g.get("id", "")] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return found


def _steps(values: object) -> dict[float, int]:
    """Near values to one number, counted from 0 in their order."""
    steps: dict[float, int] = {}
    last: float | None = None
    for value in sorted(set(values)):  # type: ignore[call-overload]
        if last is not None and value - last < SAME:
            steps[value] = steps[last]
        else:
            steps[value] = max(steps.values(), default=-1) + 1
        last = value
    return steps


def _whole(view: View) -> View:
    """Without frames that would hold strangers or cut each other in this order."""
    groups = {g.id: g for g in view.groups}
    inside = boxes_inside(view.groups, view.boxes)
    kept = _held(view)

    def home(group: str | None) -> str | None:
        return next((g for g in around(groups, group) if g in kept), None)

    lost = [g.label for g in view.groups if g.id not in kept and inside[g.id]]
    said = (f"{', '.join(lost)}: {TORN_APART}",) if lost else ()
    return replace(
        view,
        boxes=tuple(replace(b, group=home(b.group)) for b in view.boxes),
        groups=tuple(replace(g, parent=home(g.parent)) for g in view.groups if g.id in kept),
        arrows=tuple(a for a in view.arrows if {a.source, a.target} <= {b.id for b in view.boxes} | kept),
        left_out=(*view.left_out, *said),
    )


def _held(view: View) -> frozenset[str]:
    """The frames that hold no stranger in this order, and those that cut across the others."""
    inside = boxes_inside(view.groups, view.boxes)
    cell = {b.id: (b.column, b.row or 0) for b in view.boxes}

    def holds(group: Group) -> bool:
        mine = inside[group.id]
        if not mine:
            return False
        left, right = min(cell[b][0] for b in mine), max(cell[b][0] for b in mine)
        top, bottom = min(cell[b][1] for b in mine), max(cell[b][1] for b in mine)
        return not any(left <= x <= right and top <= y <= bottom for b, (x, y) in cell.items() if b not in mine)

    return frozenset(g.id for g in view.groups if g.overlay or holds(g))
