"""A placed view to one in which the doors of a network stand at its border: gateways, attachments, endpoints.

AWS draws them across the border. Here icon and words end at it, on the inside: what a border cuts is hard to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archdeck.canvas import Rect
from archdeck.layout.grid import Frame, Grid, Span
from archdeck.layout.placed import Placed, PlacedBox
from archdeck.layout.titles import with_clear_titles
from archdeck.views import View

NETWORK = "vpc"
INSET = 0.35  # between the border and the words, in sizes of the text
THERE = 1.0  # pixels that a door which stands at a border may be off it
BENT = 300.0  # pixels of a way that a straight arrow is worth, which would be bent


def with_doors(view: View, table: Grid, placed: Placed) -> Placed:
    """Doors that are the outermost of their row moved to the border, on the side of what they lead to; others to the
    border to which the way is free and short."""
    networks = {f.group.id: f for f in table.frames if f.group.kind == NETWORK}
    boxes = dict(placed.boxes)
    for box in view.boxes:
        if box.at_border and box.group in networks:
            network = networks[box.group]
            border = placed.frames[network.key].rect
            side = _side(view, table, box.id, network)
            moved = _at(boxes[box.id], border, side, placed.sizes.px) if side else None
            moved = moved or _nearest(view, replace(placed, boxes=boxes), box.id, network)
            boxes[box.id] = moved or boxes[box.id]
    return with_clear_titles(view, replace(placed, boxes=boxes))


def _nearest(view: View, placed: Placed, door: str, network: Frame) -> PlacedBox | None:
    """A door moved to the border to which the way is short and free, where it straightens more arrows than it bends;
    None where it stands there, or where there is no such way."""
    now, border = placed.boxes[door], placed.frames[network.key].rect
    partners = [placed.boxes[p].icon.centre for p in _partners(view, door) if p in placed.boxes]
    found: list[tuple[float, int, PlacedBox]] = []
    for k, side in enumerate(("left", "right", "top", "bottom")):
        moved = _at(now, border, side, placed.sizes.px)
        by = abs(moved.icon.x - now.icon.x) + abs(moved.icon.y - now.icon.y)
        if by < THERE:
            return None
        here, there = now.icon.centre, moved.icon.centre
        bent = sum(
            (abs(p.y - here.y) < 1 <= abs(p.y - there.y)) or (abs(p.x - here.x) < 1 <= abs(p.x - there.x))
            for p in partners
        )
        if _is_free(placed, door, network, now.rect, moved.rect):
            found.append((by + BENT * bent, k, moved))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _is_free(placed: Placed, door: str, network: Frame, here: Rect, there: Rect) -> bool:
    """Whether a door meets nothing of its network on its way."""
    x, y = min(here.x, there.x), min(here.y, there.y)
    way = Rect(x, y, max(here.right, there.right) - x, max(here.bottom, there.bottom) - y)
    air = way.grow(placed.sizes.px * INSET)
    boxes = (placed.boxes[b].rect for b in network.boxes if b != door)
    inner = (f.rect for f in placed.frames.values() if door not in f.frame.boxes)
    own = placed.frames[network.key]
    titles = (r for f in placed.frames.values() for r in (f.title_rect, f.sign) if r and own.rect.meets(r))
    return not any(air.meets(r) for some in (boxes, inner) for r in some) and not any(map(way.meets, titles))


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
    """A door at a side of its network: its words end there, too."""
    icon, inset = placed.icon, px * INSET
    by_x = {"left": border.x - icon.x, "right": border.right - icon.right}.get(side, 0.0)
    by_y = {"top": border.y - icon.y, "bottom": border.bottom - inset - placed.rect.bottom}.get(side, 0.0)

    def line(words: Rect) -> Rect:
        x = {"left": border.x + inset, "right": border.right - inset - words.w}.get(side, words.x)
        return _moved(words, x, words.y + by_y)

    lines = tuple((text, line(rect)) for text, rect in placed.lines)
    marks = tuple(_moved(m, m.x + by_x, m.y + by_y) for m in placed.marks)
    icon = _moved(icon, icon.x + by_x, icon.y + by_y)
    parts = [icon, *(rect for _, rect in lines), *marks]
    left, right = min(r.x for r in parts), max(r.right for r in parts)
    rect = Rect(left, placed.rect.y + by_y, right - left, placed.rect.h)
    return replace(placed, icon=icon, lines=lines, marks=marks, rect=rect)


def _moved(r: Rect, x: float, y: float) -> Rect:
    return Rect(x, y, r.w, r.h)
