"""Boxes and frames with places to their parts: icons, words, marks and titles, in slide pixels (rules R7 and R8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from archdeck.canvas import Rect, fonts
from archdeck.layout.cells import Frame
from archdeck.layout.sizes import Sizes, spoken
from archdeck.views import MADE_OF, Arrow, Box, Group

NARROW = 8.0  # sizes of the text from which on the title of a narrow frame takes two lines
CORNERS = 2  # marks that fit on the corners of an icon; more stand in a strip under the words
BEYOND = 0.45  # of a mark on a corner that is beside the icon
BELOW = 0.2  # sizes of the text by which it is below it: the words begin a little lower
EMPTY_ROWS = 4  # that the title of a frame may take in which nothing stands
HIDDEN = (
    0.2  # of an icon that the marks on its corners hide at most: a number or sign hides as much as makes it a third
)


@dataclass(frozen=True)
class PlacedBox:
    """A box with its icon, the lines under it and its marks; `rect` is around all of it."""

    box: Box
    icon: Rect
    lines: tuple[tuple[str, Rect], ...]
    marks: tuple[Rect, ...]
    rect: Rect

    @property
    def text(self) -> Rect | None:
        """Around the lines and marks below the icon."""
        parts = [r for _, r in self.lines] + [m for m in self.marks if m.y >= self.icon.bottom]
        if not parts:
            return None
        left, right = min(r.x for r in parts), max(r.right for r in parts)
        return Rect(left, self.icon.bottom, right - left, max(r.bottom for r in parts) - self.icon.bottom)


@dataclass(frozen=True)
class PlacedFrame:
    """A frame with its title; `sign` is the box of its icon."""

    frame: Frame
    rect: Rect
    title: str
    title_rect: Rect | None
    sign: Rect | None


@dataclass(frozen=True)
class Placed:
    """Everything but the arrows, in slide pixels. `columns` and `rows` are the strips in which icons and texts stand;
    between them are the gutters in which arrows run."""

    sizes: Sizes
    boxes: Mapping[str, PlacedBox]
    frames: Mapping[str, PlacedFrame]
    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]
    area: Rect
    fits: bool


def by_group(placed: Placed) -> dict[str, list[PlacedFrame]]:
    """The frames of each group id: several where an overlay is drawn in pieces."""
    found: dict[str, list[PlacedFrame]] = defaultdict(list)
    for frame in placed.frames.values():
        found[frame.frame.group.id].append(frame)
    return found


def box_size(box: Box, sizes: Sizes) -> tuple[float, float]:
    strip = len(box.marks) * (sizes.mark + 4) if len(box.marks) > CORNERS else 0.0
    beside = 2 * BEYOND * _corner_mark(len(box.marks), sizes) if 0 < len(box.marks) <= CORNERS else 0.0
    width = max([sizes.icon + beside, strip, *(fonts.width(line, sizes.px) + 4 for line in box.words)])
    height = sizes.icon + sizes.px * 0.3 + sizes.line * len(box.words) + (sizes.mark + 6 if strip else 0)
    return width, height


def _corner_marks(icon: Rect, count: int, sizes: Sizes) -> list[Rect]:
    """Few marks sit on the lower corners of the icon, a little beyond it, where they take hardly any room."""
    if not 0 < count <= CORNERS:
        return []
    size = _corner_mark(count, sizes)
    left = [icon.right + size * BEYOND - size, icon.x - size * BEYOND]
    return [Rect(x, icon.bottom + sizes.px * BELOW - size, size, size) for x in left[:count]]


def _corner_mark(count: int, sizes: Sizes) -> float:
    """The size of marks on corners: as large as leaves enough of the icon free."""
    below, most = sizes.px * BELOW, sizes.icon**2 * HIDDEN / (count * (1 - BEYOND))
    return min(sizes.mark, (below + sqrt(below**2 + 4 * most)) / 2)


def placed_box(box: Box, centre: float, top: float, sizes: Sizes) -> PlacedBox:
    """A box whose icon stands in the middle of `centre`, from `top` on."""
    icon = Rect(centre - sizes.icon / 2, top, sizes.icon, sizes.icon)
    lines, below = [], icon.bottom + sizes.px * 0.28
    for line in box.words:
        wide = fonts.width(line, sizes.px)
        lines.append((line, Rect(centre - wide / 2, below, wide, sizes.line)))
        below += sizes.line
    marks = _corner_marks(icon, len(box.marks), sizes)
    if len(box.marks) > CORNERS:
        wide = len(box.marks) * (sizes.mark + 4) - 4
        marks = [
            Rect(centre - wide / 2 + k * (sizes.mark + 4), below + 4, sizes.mark, sizes.mark)
            for k in range(len(box.marks))
        ]
    width, height = box_size(box, sizes)
    return PlacedBox(box, icon, tuple(lines), tuple(marks), Rect(centre - width / 2, top, width, height))


def words_room(arrow: Arrow, sizes: Sizes) -> float:
    """Length of free line that an arrow's words and number want."""
    widest = max(fonts.width(row, sizes.arrow_text) for row in spoken(arrow, sizes))
    label = widest + sizes.px * 0.5 if arrow.label else 0.0
    badge = sizes.badge + sizes.px * 1.1 if arrow.step or arrow.numbered else 0.0
    return label + badge


def title_rows(frame: Frame, px: float) -> tuple[str, ...]:
    """A frame's short title as it needs the least room: in two lines where the frame is one column wide."""
    title = frame.group.short or frame.group.label
    narrow = frame.span.left == frame.span.right and fonts.width(title, px, bold=True) > NARROW * px
    return fonts.halves(title, px, bold=True) if narrow else (title,)


def title_room(frame: Frame, px: float) -> tuple[float, float]:
    """The width that a frame's title needs at least, with its icon, and how much higher than one line it is."""
    if not frame.group.label:
        return 0.0, 0.0
    rows = title_rows(frame, px)
    sign = px * 1.75 if frame.group.sign else 0.0
    wide = max(fonts.width(row, px, bold=True) for row in rows)
    return wide + sign + px * 1.2, (len(rows) - 1) * px * fonts.LINE_HEIGHT


def titled(frame: Frame, rects: Mapping[str, Rect], top: float, sizes: Sizes, parted: bool = False) -> PlacedFrame:
    """A frame with its title and icon in a band that begins at `top`; a `parted` title takes two lines if it has to."""
    rect = rects[frame.key]
    sign = sizes.px * 1.2 if frame.group.sign else 0.0
    gap = sizes.px * 0.4
    lead = gap + sign + (gap if sign else 0.0)
    title, start = _spot(frame, rects, top, lead + gap, sizes)
    rows: tuple[str, ...] = (title,)
    if parted and title not in (frame.group.label, frame.group.short) and len(title_rows(frame, sizes.px)) > 1:
        rows, start = title_rows(frame, sizes.px), rect.x
    if frame.is_empty and title != frame.group.label:
        rows, start = _told(frame.group, sizes.px, rect.w - lead - gap), rect.x
    title = "\n".join(rows)
    wide = max(fonts.width(row, sizes.px, bold=True) for row in rows)
    text = Rect(start + lead, top, wide, sizes.line * len(rows))
    mark = Rect(start + gap, top + (sizes.line - sign) / 2, sign, sign) if sign else None
    return PlacedFrame(frame, rect, title, text, mark)


def _told(group: Group, px: float, room: float) -> tuple[str, ...]:
    """The title of a frame in which nothing stands: what it is made of below its name, where there is room."""
    name, _, rest = group.label.partition(MADE_OF)
    below = fonts.wrap(rest, px, room, EMPTY_ROWS - 1, bold=True) if rest else ()
    return (*fonts.wrap(name, px, room, EMPTY_ROWS - len(below), bold=True), *below)


def _spot(frame: Frame, rects: Mapping[str, Rect], top: float, around: float, sizes: Sizes) -> tuple[str, float]:
    """A frame's title and where it starts: in the first stretch of its band that no border of another frame cuts;
    the short one where the long one fits in none."""
    rect, px = rects[frame.key], sizes.px
    cuts = {
        edge
        for key, other in rects.items()
        if key != frame.key and other.y < top + sizes.line and other.bottom > top
        for edge in (other.x, other.right)
        if rect.x < edge < rect.right
    }
    spots = list(pairwise([rect.x, *sorted(cuts), rect.right]))
    for title in (frame.group.label, frame.group.short or frame.group.label):
        wide = fonts.width(title, px, bold=True) + around
        for start, end in spots:
            if wide <= end - start:
                return title, start
    start, end = max(spots, key=lambda spot: (spot[1] - spot[0], -spot[0]))
    return fonts.shorten(frame.group.short or frame.group.label, px, end - start - around, bold=True), start
