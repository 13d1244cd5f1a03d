"""Boxes and frames to the room that they take on a slide, in pixels: alone, beside each other, and within a frame."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from archdeck.canvas import Rect, fonts
from archdeck.layout.placed import ICON_KINDS, box_size
from archdeck.layout.sizes import PAD, TITLE_BAND, tightest
from archdeck.views import View

BESIDE, ABOVE = 1.0, 0.9  # between two things, in sizes of the text
Item = tuple[int, int, int, int, float, float]  # first and last column, first and last row, width, height
Size = tuple[float, float]  # width, height


class Room:
    """The room of a slide, and what the boxes and frames of a view take of it with text of a size."""

    def __init__(self, view: View, area: Rect, px: int):
        sizes = tightest(px)
        self.area, self.beside, self.above = area, BESIDE * px, ABOVE * px
        self.size: dict[str, Size] = {b.id: box_size(b, sizes) for b in view.boxes}
        self.pads: dict[str, tuple[float, float, float]] = {}
        for g in view.groups:
            if not g.overlay:
                title = fonts.width(g.short or g.label, px, bold=True) + px * 1.2 if g.label else 0.0
                title += px * 1.75 if g.kind in ICON_KINDS else 0.0
                self.pads[g.id] = (2 * PAD * px, ((TITLE_BAND if g.label else PAD) + PAD) * px, title)

    def together(self, items: Sequence[Item]) -> Size:
        """What some things take that stand beside and above each other."""
        if len(items) == 1:
            return items[0][4], items[0][5]
        return _chain(items, 0, 2, 4, self.beside), _chain(items, 2, 0, 5, self.above)

    def framed(self, frame: str, inner: Size) -> Size:
        """What a frame takes around something."""
        across, down, title = self.pads[frame]
        return max(inner[0] + across, title), inner[1] + down

    def over(self, size: Size) -> float:
        """How many slides more than one this takes, in width and in height."""
        return max(0.0, size[0] / self.area.w - 1.0) + max(0.0, size[1] / self.area.h - 1.0)


def _chain(items: Sequence[Item], along: int, across: int, size: int, gap: float) -> float:
    """The longest chain of items of which each has to stand behind the one before it."""
    ends: list[tuple[int, int, int, float]] = []  # last along, first and last across, where it ends
    most = 0.0
    for item in sorted(items, key=itemgetter(along)):
        first, low, high, past = int(item[along]), int(item[across]), int(item[across + 1]), int(item[along + 1])
        start = 0.0
        for last, other_low, other_high, end in ends:
            if end > start and last < first and other_low <= high and low <= other_high:
                start = end
        end = start + item[size] + gap
        ends.append((past, low, high, end))
        if end > most:
            most = end
    return most - gap
