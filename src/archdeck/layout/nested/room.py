"""Boxes and frames to the room that they take on a slide, in pixels: alone, beside each other, and within a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import fsum
from operator import itemgetter

from archdeck.canvas import Rect, fonts
from archdeck.layout.placed import box_size
from archdeck.layout.sizes import tightest
from archdeck.views import View

BESIDE, ABOVE = 1.0, 0.9  # between two things, in sizes of the text
SURE = 0.96  # of the room within a frame that is counted on: arrows take some of it
Item = tuple[int, int, int, int, float, float]  # first and last column, first and last row, width, height
Size = tuple[float, float]  # width, height


@dataclass(frozen=True)
class Air:
    """The room of a slide, and the pixels that are left free between two things beside and above each other."""

    area: Rect
    beside: float
    above: float

    def together(self, items: Sequence[Item]) -> Size:
        """What some things take that stand beside and above each other."""
        if len(items) == 1:
            return items[0][4], items[0][5]
        return _chain(items, 0, 2, 4, self.beside), _chain(items, 2, 0, 5, self.above)

    def parted(self, size: Size, blocks: Sequence[Item]) -> Size:
        """What is taken by things of which some blocks, where they stand diagonally, have to be apart one way or the
        other."""
        width, height = size
        for a, b in combinations(blocks, 2):
            if (a[0] > b[1] or b[0] > a[1]) and (a[2] > b[3] or b[2] > a[3]):
                wide, high = a[4] + b[4] + self.beside, a[5] + b[5] + self.above
                if wide / self.area.w <= high / self.area.h:
                    width = max(width, wide)
                else:
                    height = max(height, high)
        return width, height

    def squeezed(self, by: Size) -> Air:
        """With so much of the width and of the height."""
        return replace(self, area=Rect(self.area.x, self.area.y, self.area.w * by[0], self.area.h * by[1]))

    def over(self, size: Size) -> float:
        """How many slides more than one this takes, in width and in height."""
        return max(0.0, size[0] / self.area.w - 1.0) + max(0.0, size[1] / self.area.h - 1.0)


class Room:
    """What the boxes and frames of a view take of the room of a slide, with text of a size."""

    def __init__(self, view: View, area: Rect, px: int):
        sizes = tightest(px)
        self.air = Air(area, BESIDE * px, ABOVE * px)
        self.size: dict[str, Size] = {b.id: box_size(b, sizes) for b in view.boxes}
        self.pads: dict[str, tuple[float, float, float]] = {}
        for g in view.groups:
            if not g.overlay:
                title = fonts.width(g.short or g.label, px, bold=True) + px * 1.2 if g.label else 0.0
                title += px * 1.75 if g.sign else 0.0
                self.pads[g.id] = (2 * sizes.pad, (sizes.band if g.label else sizes.pad) + sizes.pad, title)

    def within(self, frames: Iterable[str]) -> Air:
        """What is left of the room within some frames that stand in each other."""
        pads = [self.pads[frame] for frame in frames]
        across, down = fsum(pad[0] for pad in pads), fsum(pad[1] for pad in pads)
        area = self.air.area
        return self.air.squeezed((SURE * (1 - across / area.w), SURE * (1 - down / area.h)))

    def framed(self, frame: str, inner: Size) -> Size:
        """What a frame takes around something."""
        across, down, title = self.pads[frame]
        return max(inner[0] + across, title), inner[1] + down


def _chain(items: Sequence[Item], along: int, across: int, size: int, gap: float) -> float:
    """The longest chain of items of which each has to stand behind the one before it."""
    past = along + 1
    ends = [0.0] * (1 + max(int(item[across + 1]) for item in items))  # where what stands across it ends, by cell
    waiting: list[tuple[int, int, int, float]] = []  # last along, first and last across, where it ends
    most, reached = 0.0, 0
    for item in sorted(items, key=itemgetter(along)):
        first, low, high = int(item[along]), int(item[across]), int(item[across + 1])
        if first > reached:
            still = []
            for one in waiting:
                if one[0] >= first:
                    still.append(one)
                    continue
                for k in range(one[1], one[2] + 1):
                    if one[3] > ends[k]:
                        ends[k] = one[3]
            waiting, reached = still, first
        end = (ends[low] if low == high else max(ends[low : high + 1])) + item[size] + gap
        waiting.append((int(item[past]), low, high, end))
        if end > most:
            most = end
    return most - gap
