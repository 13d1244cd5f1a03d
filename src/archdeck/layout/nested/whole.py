"""A view to layouts in nested tables: cells, then pixels, then the ways of the arrows; the most promising first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from archdeck.canvas import Rect
from archdeck.layout.doors import with_doors
from archdeck.layout.grid import Cell, Grid, framed
from archdeck.layout.laid import AREA, Layout, with_whole_frames
from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.improve import improved
from archdeck.layout.nested.packing import Shape
from archdeck.layout.nested.room import Room
from archdeck.layout.nested.spread import needed, spread
from archdeck.layout.placed import Placed, box_size
from archdeck.layout.sizes import FINE, tightest
from archdeck.views import View

HEIGHTS = (5, 6, 7, 8, 9)  # rows of the whole
FEW = (6, 8)  # of them, where it only matters whether something fits
STARTS = ((34, 3), (60, 2))  # boxes of a view up to which so many seeds of the search are tried; one beyond
FAR = 1.15  # times the room that there is, from which on improving a table is in vain
SMALL_TEXT = {17: 2.5}  # what text counts that is smaller than it should be
ICON = 0.12  # what each pixel of the icons is worth
QUICK = 0.3  # of the effort where it only matters whether something fits
FULL = 0.38  # of the slide that boxes may take together: nothing has fitted that takes more


Key = tuple[tuple[str, tuple[int, int]], ...]  # a table: every box with its cell


@dataclass(frozen=True)
class Candidate:
    """A table in pixels; the lower its `cost`, the better its picture is likely to be."""

    cost: float
    view: View
    table: Grid
    placed: Placed


def may_nest(view: View) -> bool:
    """Whether nested tables can show what the view asks for: frames, and nothing that fixes rows or columns."""
    asked = any(b.row is not None or b.lane for b in view.boxes)
    return bool(view.groups) and not view.down and not asked and view.layout == "grid"


def room_of_boxes(view: View) -> float:
    """The square pixels that all boxes take, each with a little air, as tight as can be."""
    sizes = tightest(FINE)
    return fsum((w + sizes.px) * (h + sizes.px) for w, h in (box_size(b, sizes) for b in view.boxes))


def has_room(view: View, area: Rect) -> bool:
    """Whether all boxes could stand on the slide, as far as their mere sizes tell; that saves trying."""
    return room_of_boxes(view) <= FULL * area.w * area.h


def candidates(view: View, area: Rect, starts: int = 0) -> list[Candidate]:
    """All tables of the view that can be read, the most promising first; from as many starts as its size allows, if
    nothing else is said."""
    if not has_room(view, area):
        return []
    room = Room(view, area, FINE)
    found: list[Candidate] = []
    tried: set[Key] = set()
    for seed in range(starts or next((n for most, n in STARTS if len(view.boxes) <= most), 1)):
        found += _Search(view, room, FINE, Blocks(view, room, seed=seed), tried).run(_rows(HEIGHTS, area))
    return sorted(found, key=lambda c: c.cost)


def _rows(some: Sequence[int], area: Rect) -> tuple[int, ...]:
    """Numbers of rows for a slide to those for a sheet of another height."""
    return tuple(dict.fromkeys(max(2, round(rows * area.h / AREA.h)) for rows in some))


def would_nest(view: View, area: Rect, px: int) -> bool:
    """Whether some table shows all of the view with text of this size, even before it is improved."""
    if not has_room(view, area):
        return False
    room = Room(view, area, px)
    search = _Search(view, room, px, Blocks(view, room, QUICK), set())
    return any(search.at_once(rows) for rows in _rows(FEW, area))


def laid(candidate: Candidate) -> Layout:
    """The layout of a table, without the ways of its arrows."""
    return Layout(candidate.view, candidate.table, candidate.placed, {})


class _Search:
    """The tables of a view that can be read with text of a size, but for those that were tried before."""

    def __init__(self, view: View, room: Room, px: int, blocks: Blocks, tried: set[Key]):
        self.view, self.area, self.px, self.blocks, self.tried = view, room.area, px, blocks, tried
        self.packed: set[Key] = set()

    def run(self, heights: Sequence[int]) -> Iterator[Candidate]:
        """In so many rows."""
        for rows in heights:
            shape = self.blocks.table(rows)
            if shape is None or not _is_new(shape, self.packed) or self._lacks(shape) > FAR:
                continue
            better = improved(self.blocks, shape)
            if _is_new(better, self.tried) and (found := self._in_pixels(better)):
                yield found

    def at_once(self, rows: int) -> Candidate | None:
        """In so many rows, as it is packed at first."""
        shape = self.blocks.table(rows)
        return self._in_pixels(shape) if shape and self._lacks(shape) <= 1 else None

    def _lacks(self, shape: Shape) -> float:
        """How many times the room that there is a table takes with text of this size."""
        wide, high = needed(*self._table(shape), self.blocks.follows, self.px)
        return max(wide / self.area.w, high / self.area.h)

    def _table(self, shape: Shape) -> tuple[View, Grid]:
        table = framed(self.view, {b: Cell(*cell) for b, cell in shape.cells.items()}, 0)
        return with_whole_frames(self.view, table), table

    def _in_pixels(self, shape: Shape) -> Candidate | None:
        whole, table = self._table(shape)
        placed = spread(whole, table, self.blocks.follows, self.area, self.px)
        if placed is None:
            return None
        placed = with_doors(whole, table, placed)
        cost = shape.cost + SMALL_TEXT.get(placed.sizes.px, 0.0) - ICON * placed.sizes.icon
        return Candidate(cost, whole, table, placed)


def _is_new(shape: Shape, known: set[Key]) -> bool:
    """Whether a table is none of those that are known; it is from now on."""
    key = tuple(sorted(shape.cells.items()))
    new = key not in known
    known.add(key)
    return new
