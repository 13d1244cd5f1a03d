"""A view and its table to pixels: the largest text and icons with which everything fits the slide (rules R7 and R8)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, product
from math import fsum

from archdeck.canvas import Rect, fonts
from archdeck.layout.cells import Frame, Span
from archdeck.layout.grid import Grid
from archdeck.layout.nesting import BOTTOM, LEFT, RANK, RIGHT, TOP, Stacks, free_row
from archdeck.layout.placed import Placed, PlacedFrame, box_size, placed_box, titled, words_room
from archdeck.layout.sizes import PAD, SMALLEST, Sizes, candidates, spoken, tightest
from archdeck.views import View

WIDER_PADS = (1.0, 1.3, 1.6)  # between a frame and what is in it where there is room, in sizes of the text
TURN = 2.5  # room in which arrows turn off a trunk, in sizes of the text


def place(view: View, table: Grid, area: Rect) -> Placed:
    """The view in pixels, as large as it fits; `fits` is False where that is too small to read."""
    stacks = Stacks(view, table)

    def fits(sizes: Sizes) -> _Plan | None:
        plan = _Plan(view, table, stacks, sizes)
        return plan if plan.within(area) else None

    by_text = [list(same) for _, same in groupby(candidates(), key=lambda sizes: sizes.px)]
    first = bisect_left(by_text, True, key=lambda same: fits(same[-1]) is not None)
    plan = next(filter(None, map(fits, by_text[first])), None) if first < len(by_text) else None
    plan = plan or _Plan(view, table, stacks, candidates()[-1])
    return _padded(plan, area).spread(area, plan.sizes.px >= SMALLEST)


def _padded(plan: _Plan, area: Rect) -> _Plan:
    """The same plan with frames that keep more distance from what is in them, as far as there is room for it."""
    pads = [PAD, PAD]
    for k, wider in product((0, 1), WIDER_PADS):
        tried = [*pads]
        tried[k] = wider
        stacks = Stacks(plan.view, plan.table, (tried[0], tried[1]))
        other = _Plan(plan.view, plan.table, stacks, plan.sizes)
        if other.within(area) and other.spare(area)[k] >= wider * plan.sizes.px:
            plan, pads = other, tried
    return plan


def fits(view: View, table: Grid, px: int, area: Rect) -> bool:
    """Whether the view fits with text of this size, everything else as tight as it may be."""
    return _Plan(view, table, Stacks(view, table), tightest(px)).within(area)


def least_width(view: View, px: int) -> float:
    """What the columns of a view take at least with text of this size, whatever their rows."""
    sizes = tightest(px)
    widest: dict[int, float] = {}
    for box in view.boxes:
        widest[box.column] = max(widest.get(box.column, 0.0), box_size(box, sizes)[0])
    return fsum(widest.values()) + sizes.gutter * (len(widest) - 1)


class _Plan:
    """Widths of columns, heights of rows and the room between them, at one size."""

    def __init__(self, view: View, table: Grid, stacks: Stacks, sizes: Sizes):
        self.view, self.table, self.stacks, self.sizes = view, table, stacks, sizes
        self.size = {b.id: box_size(b, sizes) for b in view.boxes}
        self.columns = [
            max((self.size[b][0] for b, c in table.cells.items() if c.column == k), default=0.0)
            for k in range(table.columns)
        ]
        self.rows = [
            max((self.size[b][1] for b, c in table.cells.items() if c.row == k), default=0.0) for k in range(table.rows)
        ]
        for frame in table.frames:
            if frame.group.overlay and (row := free_row(frame, table)) is not None:
                self.rows[row] = max(self.rows[row], sizes.icon + 2 * sizes.line)
        self.before, self.right = self._pads(LEFT, RIGHT, table.columns)
        self.above, self.below = self._pads(TOP, BOTTOM, table.rows)
        self.gutters_x, self.wishes_x = self._needed_x()
        self.gutters_y = self._needed_y()
        self._room_for_titles()
        self.width = fsum(self.columns) + fsum(self.gutters_x) + fsum(self.before) + fsum(self.right)
        self.height = fsum(self.rows) + fsum(self.gutters_y) + fsum(self.above) + fsum(self.below)

    def within(self, area: Rect) -> bool:
        return self.width <= area.w and self.height <= area.h

    def spare(self, area: Rect) -> tuple[float, float]:
        """How much wider each gutter can be: those between columns, and those between rows."""
        across, down = area.w - self.width, area.h - self.height
        return across / max(1, len(self.gutters_x)), down / max(1, len(self.gutters_y))

    def _depth(self, frame: Frame, side: int) -> float:
        return self.stacks.depth(frame, side) * self.sizes.px

    def _pads(self, first: int, second: int, count: int) -> tuple[list[float], list[float]]:
        pads = [[0.0] * count, [0.0] * count]
        for frame in self.table.frames:
            for k, side in enumerate((first, second)):
                at = frame.span[side]
                pads[k][at] = max(pads[k][at], self._depth(frame, side))
        return pads[0], pads[1]

    def _span(self, end: str) -> Span:
        """Cells of an arrow's end."""
        if end in self.table.cells:
            c, r = self.table.cells[end]
            return Span(c, c, r, r)
        return next(f.span for f in self.table.frames if f.group.id == end)

    def _needed_x(self) -> tuple[list[float], list[float]]:
        """Gutters between columns: a lane for arrows, and the words on an arrow from one column to the next; and how
        much wider they are if there is room, where other arrows turn off before the words."""
        sizes, table = self.sizes, self.table
        need, wish = ([least] * max(0, table.columns - 1) for least in (sizes.gutter, 0.0))
        out = Counter(arrow.source for arrow in self.view.arrows)
        for arrow in self.view.arrows:
            a, b = self._span(arrow.source), self._span(arrow.target)
            left, right = (a, b) if a.right < b.left else (b, a)
            if right.left != left.right + 1:
                continue
            k = left.right
            if left.bottom < right.top or right.bottom < left.top:  # up or down in the gutter, then on
                if arrow.step or arrow.numbered:
                    need[k] = max(need[k], sizes.badge + sizes.px * 1.6)
                continue
            room = words_room(arrow, sizes)
            if not room:
                continue
            ends = (arrow.source, arrow.target) if left is a else (arrow.target, arrow.source)
            slack = fsum(
                (self.columns[c] - sizes.icon) / 2
                for end, c, pad in ((ends[0], k, self.right[k]), (ends[1], k + 1, self.before[k + 1]))
                if end in table.cells and not pad
            )
            need[k] = max(need[k], room - slack)
            if arrow.label and out[arrow.source] > 1:
                wish[k] = max(wish[k], room - slack + TURN * sizes.px - need[k])
        return need, wish

    def _needed_y(self) -> list[float]:
        """Gutters between rows: a lane for arrows, and the words on an arrow straight down."""
        sizes, table = self.sizes, self.table
        need = [sizes.gutter * 0.5] * max(0, table.rows - 1)
        for arrow in self.view.arrows:
            a, b = self._span(arrow.source), self._span(arrow.target)
            high, low = (a, b) if a.bottom < b.top else (b, a)
            if low.top == high.bottom + 1 and a.left == b.left and a.right == b.right:
                words = (sizes.badge + sizes.px * 0.8 if arrow.step or arrow.numbered else 0) + (
                    sizes.line * (0.2 + len(spoken(arrow, sizes))) if arrow.label else 0
                )
                k = high.bottom
                need[k] = max(
                    need[k], sizes.px * 1.7, words + sizes.px * 0.7 - (self.below[k] + self.above[k + 1]) * 0.4
                )
        return need

    def _room_for_titles(self) -> None:
        """Columns grow until each frame is as wide as its title."""
        for frame in sorted(self.table.frames, key=lambda f: f.span.right - f.span.left):
            s = frame.span
            inner = fsum(self.columns[s.left : s.right + 1]) + fsum(self.gutters_x[s.left : s.right])
            inner += fsum(self.before[s.left + 1 : s.right + 1]) + fsum(self.right[s.left : s.right])
            have = inner + self._clear(frame, LEFT) + self._clear(frame, RIGHT)
            lack = _title_width(frame, self.table, self.sizes) + 1.2 * self.sizes.px - have
            if lack > 0:
                for k in range(s.left, s.right + 1):
                    self.columns[k] += lack / (s.right - s.left + 1)

    def _clear(self, frame: Frame, side: int) -> float:
        """How far a title may reach beyond the icons: to the frame's border, or that of an overlay across it."""
        cutting = [
            f
            for f in self.table.frames
            if f.group.overlay
            and not frame.group.overlay
            and f.span[side] == frame.span[side]
            and f.span.meets(frame.span)
            and not f.boxes <= frame.boxes
        ]
        return min(self._depth(f, side) for f in (frame, *cutting))

    def spread(self, area: Rect, fits: bool) -> Placed:
        """Pixels for everything; the room that is left goes to the gutters."""
        granted = min(1.0, max(0.0, area.w - self.width) / (fsum(self.wishes_x) or 1.0))
        gutters = [need + granted * wish for need, wish in zip(self.gutters_x, self.wishes_x, strict=True)]
        x, self.spare_x = _strips(area.x, area.w, self.columns, self.before, self.right, gutters, self.sizes.px * 13)
        y, self.spare_y = _strips(
            area.y,
            area.h,
            self.rows,
            self.above,
            self.below,
            self.gutters_y,
            self.sizes.px * 7,
        )
        boxes = {
            b.id: placed_box(b, _middle(x[self.table.cells[b.id].column]), y[self.table.cells[b.id].row][0], self.sizes)
            for b in self.view.boxes
        }
        rects = {f.key: self._rect(f, x, y) for f in self.table.frames}
        frames = {f.key: self._placed_frame(f, rects, y) for f in self.table.frames}
        return Placed(self.sizes, boxes, frames, tuple(x), tuple(y), area, fits)

    def _rect(self, frame: Frame, x: Sequence[tuple[float, float]], y: Sequence[tuple[float, float]]) -> Rect:
        s = frame.span
        left, right = x[s.left][0] - self._depth(frame, LEFT), x[s.right][1] + self._depth(frame, RIGHT)
        top, bottom = y[s.top][0] - self._depth(frame, TOP), y[s.bottom][1] + self._depth(frame, BOTTOM)
        last = (self.table.columns - 1, self.table.rows - 1)  # outer frames at the rim take the room that is left over
        if any(RANK[f.group.kind] <= RANK["vpc"] for f in (frame, *self.stacks.inner[frame.key])):
            left, right = left - self.spare_x * (s.left == 0), right + self.spare_x * (s.right == last[0])
            top, bottom = top - self.spare_y * (s.top == 0), bottom + self.spare_y * (s.bottom == last[1])
        return Rect(left, top, right - left, bottom - top)

    def _placed_frame(
        self,
        frame: Frame,
        rects: Mapping[str, Rect],
        y: Sequence[tuple[float, float]],
    ) -> PlacedFrame:
        sizes, rect, title = self.sizes, rects[frame.key], frame.group.label
        if not title:
            return PlacedFrame(frame, rect, "", None, None)
        wide = fonts.width(title, sizes.px, bold=True)
        row = free_row(frame, self.table) if frame.group.overlay else None
        if row is not None:
            return self._titled_inside(frame, rect, y[row], wide)
        top = rect.bottom - sizes.px * 0.35 - sizes.line if frame.key in self.stacks.low else rect.y + sizes.px * 0.35
        return titled(frame, rects, top, sizes)

    def _titled_inside(self, frame: Frame, rect: Rect, row: tuple[float, float], wide: float) -> PlacedFrame:
        """An overlay's name and icon in a row of its own, in the middle (R6)."""
        sizes = self.sizes
        rows = (
            (frame.group.label,) if wide <= rect.w - sizes.px else fonts.halves(frame.group.label, sizes.px, bold=True)
        )
        rows = tuple(fonts.shorten(row, sizes.px, rect.w - sizes.px * 0.6, bold=True) for row in rows)
        wide = max(fonts.width(row, sizes.px, bold=True) for row in rows)
        side = sizes.icon * 0.8
        middle = rect.centre.x
        sign = Rect(middle - side / 2, row[0] + sizes.icon / 2 - side / 2, side, side)
        words = Rect(middle - wide / 2, row[0] + sizes.icon + sizes.px * 0.1, wide, sizes.line * len(rows))
        return PlacedFrame(frame, rect, "\n".join(rows), words, sign if frame.group.sign else None)


def _title_width(frame: Frame, table: Grid, sizes: Sizes) -> float:
    """The least that a frame's title takes: in two lines or short where that is possible."""
    if not frame.group.label:
        return 0.0
    if frame.group.overlay and free_row(frame, table) is not None:
        return max(
            fonts.width(row, sizes.px, bold=True) for row in fonts.halves(frame.group.label, sizes.px, bold=True)
        )
    sign = sizes.px * 1.75 if frame.group.sign else 0.0
    return fonts.width(frame.group.short or frame.group.label, sizes.px, bold=True) + sign


def _strips(
    start: float,
    room: float,
    sizes: Sequence[float],
    before: Sequence[float],
    after: Sequence[float],
    gutters: Sequence[float],
    most: float,
) -> tuple[list[tuple[float, float]], float]:
    """Where columns or rows begin and end, and the margin that is left on either side: the rest of the room widens the
    gutters up to `most`, then the margins."""
    rest = max(0.0, room - fsum(sizes) - fsum(before) - fsum(after) - fsum(gutters))
    each = min(rest / max(1, len(gutters)), most) if gutters else 0.0
    margin = (rest - each * len(gutters)) / 2
    at = start + margin
    found: list[tuple[float, float]] = []
    for k, size in enumerate(sizes):
        at += before[k]
        found.append((at, at + size))
        at += size + after[k] + (gutters[k] + each if k < len(gutters) else 0.0)
    return found, margin


def _middle(strip: tuple[float, float]) -> float:
    return (strip[0] + strip[1]) / 2
