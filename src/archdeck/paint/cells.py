"""Cells with absolute places to a file of draw.io, in which each stands where its parent is.

In such a file (`mxGraphModel`) a cell is a box or a line, its style a list of `key=value;`, and its label HTML. A line
has points between its ends; what hangs on it stands at a share of its way, from -1 at its start to 1 at its tip, and so
many pixels beside that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from math import hypot
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from archdeck.canvas import Point, Rect, Words

ROOT, PICTURE, AROUND = "0", "1", "2"  # what everything is in; the layers of the picture, and of what stands around it
LAYERS = {PICTURE: "Picture", AROUND: "Title and legend"}
NOWHERE = Rect(0, 0, 0, 0)
Value = str | float | bool
Style = Mapping[str, Value]


@dataclass(frozen=True)
class Cell:
    """A box, or a line where it has `points`: from a cell to a cell, or free. `label` is HTML; `data` are further
    things that draw.io shows of it. Lines do not end at those that are `apart`: they belong to another."""

    id: str
    parent: str
    style: Style
    box: Rect = NOWHERE
    label: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    source: str = ""
    target: str = ""
    apart: bool = False


def html_of(rows: Sequence[Words]) -> str:
    """Words as a label: text is text; what is larger, bolder or of another colour than the first is told."""
    first = rows[0]
    return "<br>".join(_row(w, first) for w in rows)


def _row(w: Words, first: Words) -> str:
    text = "<br>".join(escape(line) for line in w.text.split("\n"))
    about = [f"font-size: {_n(w.px)}px"] if w.px != first.px else []
    about += [f"color: {w.colour}"] if w.colour != first.colour else []
    about += [f"font-weight: {'bold' if w.bold else 'normal'}"] if w.bold != first.bold else []
    return f'<span style="{"; ".join(about)}">{text}</span>' if about else text


def drawio(id: str, name: str, size: tuple[int, int], ground: str, cells: Sequence[Cell]) -> bytes:
    """A file of one page. Parents come before what they hold."""
    file = Element("mxfile", {"host": "archdeck"})
    page = SubElement(file, "diagram", {"id": id, "name": name})
    about = {"grid": "0", "guides": "1", "tooltips": "1", "connect": "1", "arrows": "1", "fold": "1", "page": "1"}
    about |= {"pageScale": "1", "pageWidth": str(size[0]), "pageHeight": str(size[1]), "math": "0", "shadow": "0"}
    model = SubElement(page, "mxGraphModel", about | {"background": ground})
    root = SubElement(model, "root")
    SubElement(root, "mxCell", {"id": ROOT})
    for layer, value in LAYERS.items():
        SubElement(root, "mxCell", {"id": layer, "value": value, "parent": ROOT})
    at = {cell.id: cell for cell in cells}
    for cell in cells:
        _add(root, cell, at.get(cell.parent))
    ElementTree.indent(file, " ")
    written: bytes = ElementTree.tostring(file, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add(root: Element, cell: Cell, parent: Cell | None) -> None:
    told = {k: v for k, v in cell.data.items() if v}
    if told:  # a cell with data is wrapped, and the wrapping has its id and label
        outer, own = SubElement(root, "UserObject", {"label": cell.label, **told, "id": cell.id}), {}
    else:
        outer, own = root, {"id": cell.id, "value": cell.label}
    own |= {"style": _style(cell.style), "parent": cell.parent, "edge" if cell.points else "vertex": "1"}
    own |= {"connectable": "0"} if cell.apart else {}
    own |= {"source": cell.source} if cell.source else {}
    own |= {"target": cell.target} if cell.target else {}
    element = SubElement(outer, "mxCell", own)
    if cell.points:
        _way(element, cell, parent)
    elif parent and parent.points:
        _beside(element, cell.box, parent.points)
    else:
        corner = parent.box if parent else NOWHERE
        SubElement(element, "mxGeometry", _box(cell.box, corner) | {"as": "geometry"})


def _way(element: Element, cell: Cell, parent: Cell | None) -> None:
    """The corners of a line; its ends too, where it is free."""
    x, y = (parent.box.x, parent.box.y) if parent else (0.0, 0.0)
    geometry = SubElement(element, "mxGeometry", {"relative": "1", "as": "geometry"})
    first, *between, last = ({"x": _n(p.x - x), "y": _n(p.y - y)} for p in cell.points)
    if not cell.source:
        SubElement(geometry, "mxPoint", first | {"as": "sourcePoint"})
    if not cell.target:
        SubElement(geometry, "mxPoint", last | {"as": "targetPoint"})
    if between:
        some = SubElement(geometry, "Array", {"as": "points"})
        for point in between:
            SubElement(some, "mxPoint", point)


def _beside(element: Element, box: Rect, way: Sequence[Point]) -> None:
    """A box on a line: it stands at the point of the line that is nearest to its middle."""
    share, near = _nearest(box.centre, way)
    about = {"x": _n(2 * share - 1, 4), "width": _n(box.w), "height": _n(box.h), "relative": "1", "as": "geometry"}
    geometry = SubElement(element, "mxGeometry", about)
    SubElement(geometry, "mxPoint", {"x": _n(box.x - near.x), "y": _n(box.y - near.y), "as": "offset"})


def _nearest(to: Point, way: Sequence[Point]) -> tuple[float, Point]:
    """The point of a way that is nearest to another, and its share of the way."""
    whole = sum(_far(a, b) for a, b in pairwise(way)) or 1.0
    done, found = 0.0, list[tuple[float, float, Point]]()
    for a, b in pairwise(way):
        long = _far(a, b)
        along = ((to.x - a.x) * (b.x - a.x) + (to.y - a.y) * (b.y - a.y)) / long if long else 0.0
        along = min(max(along, 0.0), long)
        part = along / long if long else 0.0
        at = Point(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part)
        found.append((_far(at, to), round((done + along) / whole, 4), at))
        done += long
    _, share, _ = min(found)
    return share, _at(share * whole, way)


def _at(along: float, way: Sequence[Point]) -> Point:
    """So many pixels along a way."""
    for a, b in pairwise(way):
        long = _far(a, b)
        if along <= long and long:
            return Point(a.x + (b.x - a.x) * along / long, a.y + (b.y - a.y) * along / long)
        along -= long
    return way[-1]


def _far(a: Point, b: Point) -> float:
    return hypot(a.x - b.x, a.y - b.y)


def _box(box: Rect, within: Rect) -> dict[str, str]:
    return {"x": _n(box.x - within.x), "y": _n(box.y - within.y), "width": _n(box.w), "height": _n(box.h)}


def _style(style: Style) -> str:
    """`key=value;` in their order; what is empty is a name alone (`text;`)."""
    return "".join(f"{key};" if value == "" else f"{key}={_said(value)};" for key, value in style.items())


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else _n(value, 5)


def _n(value: float, digits: int = 2) -> str:
    text = f"{round(value, digits) + 0.0:.{digits}f}"  # which has no -0
    return text.rstrip("0").rstrip(".")
