"""The frames of a table to how deep they lie in each other, and on which side their titles stand (rules R5 and R8)."""

from __future__ import annotations

from collections.abc import Mapping

from archdeck.canvas import around
from archdeck.layout.cells import Frame
from archdeck.layout.grid import Grid
from archdeck.layout.sizes import PAD, TITLE_BAND
from archdeck.views import Group, View

LEFT, RIGHT, TOP, BOTTOM = range(4)
SCALED = "auto-scaling-group"
RANK = {
    "cloud": 0,
    "account": 1,
    "data-center": 1,
    "layer": 2,
    "region": 2,
    "vpc": 3,
    "zone": 4,
    "public-subnet": 5,
    "private-subnet": 5,
    "subnet": 5,
    "cluster": 6,
    "group": 6,
    "node": 6,
    "subject": 6,
    "security-group": 7,
    "auto-scaling-group": 8,
}


class Stacks:
    """How far each frame reaches beyond its outermost icons, in sizes of the text: its own padding and those of the
    frames inside it. `low` are the frames with their title at the foot; `pads` are the paddings at the sides, and above
    and below."""

    def __init__(self, view: View, table: Grid, pads: tuple[float, float] = (PAD, PAD)):
        self.table, self.low, self.pads = table, titles_below(view, table), pads
        self.known: dict[tuple[str, int], float] = {}
        groups = {f.group.id: f.group for f in table.frames}
        self.inner = {f.key: [g for g in table.frames if g is not f and lies_in(g, f, groups)] for f in table.frames}
        self.level = {f.key: sum(f in inner for inner in self.inner.values()) for f in table.frames}

    def depth(self, frame: Frame, side: int) -> float:
        """From the strip of icons to this frame's border; equal for frames of a sort, equally deep inside
        others, that end at one line."""
        if (frame.key, side) not in self.known:
            peers = [
                f
                for f in self.table.frames
                if RANK[f.group.kind] == RANK[frame.group.kind]
                and f.span[side] == frame.span[side]
                and self.level[f.key] == self.level[frame.key]
                and f not in self.inner[frame.key]
                and frame not in self.inner[f.key]
            ]
            found = max(self._alone(f, side) for f in (frame, *peers))
            for f in (frame, *peers):
                self.known[f.key, side] = found
        return self.known[frame.key, side]

    def _alone(self, frame: Frame, side: int) -> float:
        inner = [self.depth(f, side) for f in self.inner[frame.key] if f.span[side] == frame.span[side]]
        return self._pad(frame, side) + max(inner, default=0.0)

    def _pad(self, frame: Frame, side: int) -> float:
        titled = frame.group.label and (side == BOTTOM if frame.key in self.low else side == TOP)
        if titled and not (frame.group.overlay and free_row(frame, self.table) is not None):
            return TITLE_BAND + (self.pads[1] - PAD) * 0.6
        return self.pads[side in (TOP, BOTTOM)]


def lies_in(inner: Frame, outer: Frame, groups: Mapping[str, Group]) -> bool:
    """Whether the inner frame's border lies within the outer's where they share a line of the table."""
    if not inner.span.meets(outer.span):
        return False
    if inner.group.overlay and outer.group.overlay:
        return inner.boxes < outer.boxes or (inner.boxes == outer.boxes and _follows(inner, outer))
    if inner.group.overlay:
        return True
    return outer.group.id in around(groups, inner.group.parent)


def _follows(inner: Frame, outer: Frame) -> bool:
    """Whether the first of two overlays around the same boxes is the inner one: the other is part of a larger one."""
    return (-len(inner.group.boxes), inner.key) > (-len(outer.group.boxes), outer.key)


def free_row(frame: Frame, table: Grid) -> int | None:
    """A row of an Auto Scaling group in which nothing stands: room for its name in the middle (R6)."""
    if frame.group.kind != SCALED:
        return None
    s = frame.span
    taken = {c.row for c in table.cells.values() if s.left <= c.column <= s.right}
    return next((row for row in range(s.top + 1, s.bottom) if row not in taken), None)


def titles_below(view: View, table: Grid) -> frozenset[str]:
    """Frames that arrows or overlays enter from above carry their title at the foot, and so do those in them (R8)."""
    place_frames = [f for f in table.frames if not f.group.overlay]
    entered: set[str] = set()
    for arrow in view.arrows:
        a, b = table.cells.get(arrow.source), table.cells.get(arrow.target)
        if a and b and a.column == b.column and a.row != b.row:
            head, foot = (arrow.target, arrow.source) if a.row > b.row else (arrow.source, arrow.target)
            entered |= {f.key for f in place_frames if foot in f.boxes and head not in f.boxes}
        for f in place_frames:
            if a and b and (arrow.source in f.boxes) != (arrow.target in f.boxes):
                outer = b if arrow.source in f.boxes else a
                if outer.row < f.span.top and f.span.left <= outer.column <= f.span.right:
                    entered.add(f.key)
    for overlay in (f for f in table.frames if f.group.overlay):
        entered |= {
            f.key
            for f in place_frames
            if f.span.top > overlay.span.top and f.span.bottom == overlay.span.bottom and f.span.meets(overlay.span)
        }
    kinds = {"zone", "public-subnet", "private-subnet", "subnet"}
    low = {f.key for f in place_frames if f.key in entered and f.group.kind in kinds}
    return frozenset(
        low
        | {
            g.key
            for g in place_frames
            for f in place_frames
            if f.key in low and g.group.parent == f.key and g.group.kind in kinds
        }
    )
