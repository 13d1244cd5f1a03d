"""Boxes and frames to the room that they take on a slide, in pixels: alone, beside each other, and within a frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter

from archdeck.canvas import Rect, fonts
from archdeck.layout.nested.links import Cell
from archdeck.layout.placed import ICON_KINDS, box_size
from archdeck.layout.sizes import PAD, TITLE_BAND, tightest
from archdeck.views import View

BESIDE, ABOVE = 1.0, 0.9  # between two things, in sizes of the text
PRESSURE = 0.2  # what room that there is counts, of what there is not
Item = tuple[int, int, int, int, float, float]  # first and last column, first and last row, width, height
Size = tuple[float, float]  # width, height


class Room:
    """The room of a slide, and what the boxes and frames of a view take of it with text of a size."""

    def __init__(self, view: View, area: Rect, px: int):
        sizes = tightest(px)
        self.area, self.beside, self.above = area, BESIDE * px, ABOVE * px
        self.size: dict[str, Size] = {b.id: box_size(b, sizes) for b in view.boxes}
        self.own: dict[str | None, list[str]] = defaultdict(list)
        for b in view.boxes:
            self.own[b.group].append(b.id)
        self.kids: dict[str | None, list[str]] = defaultdict(list)
        self.pads: dict[str, tuple[float, float, float]] = {}
        for g in view.groups:
            if not g.overlay:
                self.kids[g.parent].append(g.id)
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

    def lacking(self, cells: Mapping[str, Cell]) -> float:
        """How many slides more than one a table takes; a little for what it takes at all."""
        found = self._inside(None, cells)
        if found is None:
            return 0.0
        size = found[4], found[5]
        return self.over(size) + PRESSURE * (size[0] / self.area.w + size[1] / self.area.h)

    def _inside(self, frame: str | None, cells: Mapping[str, Cell]) -> Item | None:
        """What all that stands in a frame takes together; None if that is nothing."""
        own = [(cells[b], self.size[b]) for b in self.own[frame] if b in cells]
        items: list[Item] = [(c, c, r, r, w, h) for (c, r), (w, h) in own]
        for kid in self.kids[frame]:
            found = self._inside(kid, cells)
            if found:
                left, right, top, bottom, w, h = found
                items.append((left, right, top, bottom, *self.framed(kid, (w, h))))
        if not items:
            return None
        left, right = min(i[0] for i in items), max(i[1] for i in items)
        top, bottom = min(i[2] for i in items), max(i[3] for i in items)
        return left, right, top, bottom, *self.together(items)


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
