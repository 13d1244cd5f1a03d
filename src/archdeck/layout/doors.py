"""A placed view to one in which the doors of a network stand at its border: gateways, attachments, endpoints.

AWS draws them across the border. Here icon and words end at it, on the inside: what a border cuts is hard to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archdeck.canvas import Rect
from archdeck.layout.grid import Frame, Grid, Span
from archdeck.layout.placed import Placed, PlacedBox
from archdeck.views import View

NETWORK = "vpc"
INSET = 0.35  # between the border and the words, in sizes of the text


def with_doors(view: View, table: Grid, placed: Placed) -> Placed:
    """Doors that are the outermost of their row moved to the border, on the side of what they lead to."""
    networks = {f.group.id: f for f in table.frames if f.group.kind == NETWORK}
    moved = {}
    for box in view.boxes:
        if box.at_border and box.group in networks:
            network = networks[box.group]
            side = _side(view, table, box.id, network)
            if side:
                moved[box.id] = _at(placed.boxes[box.id], placed.frames[network.key].rect, side, placed.sizes.px)
    return replace(placed, boxes={**placed.boxes, **moved}) if moved else placed


def _side(view: View, table: Grid, door: str, network: Frame) -> str:
    """The side on which something outside is connected with a door, if nothing stands between the door and it."""
    column, row = table.cells[door]
    s = network.span
    inner = [f.span for f in table.frames if f.boxes < network.boxes and f.span.top <= row <= f.span.bottom]
    cells = [c.column for box, c in table.cells.items() if box in network.boxes and box != door and c.row == row]
    outer = [_columns(table, end) for end in _partners(view, door) - network.boxes - {network.group.id}]
    if any(right < s.left for _, right in outer):
        free = all(c > column for c in cells) and all(f.left > column for f in inner)
        return "left" if free else ""
    if any(left > s.right for left, _ in outer):
        free = all(c < column for c in cells) and all(f.right < column for f in inner)
        return "right" if free else ""
    return ""


def _partners(view: View, door: str) -> set[str]:
    return {a.target if a.source == door else a.source for a in view.arrows if door in (a.source, a.target)}


def _columns(table: Grid, end: str) -> tuple[int, int]:
    """The first and the last column of what an arrow ends at."""
    spans: Mapping[str, Span] = {f.group.id: f.span for f in table.frames}
    return (table.cells[end].column,) * 2 if end in table.cells else (spans[end].left, spans[end].right)


def _at(placed: PlacedBox, border: Rect, side: str, px: float) -> PlacedBox:
    icon, inset = placed.icon, px * INSET
    by = (border.x if side == "left" else border.right - icon.w) - icon.x

    def line(words: Rect) -> Rect:
        x = border.x + inset if side == "left" else border.right - inset - words.w
        return _moved(words, x)

    lines = tuple((text, line(rect)) for text, rect in placed.lines)
    marks = tuple(_moved(m, m.x + by) for m in placed.marks)
    icon = _moved(icon, icon.x + by)
    parts = [icon, *(rect for _, rect in lines), *marks]
    left, right = min(r.x for r in parts), max(r.right for r in parts)
    return replace(
        placed, icon=icon, lines=lines, marks=marks, rect=Rect(left, placed.rect.y, right - left, placed.rect.h)
    )


def _moved(r: Rect, x: float) -> Rect:
    return Rect(x, r.y, r.w, r.h)
