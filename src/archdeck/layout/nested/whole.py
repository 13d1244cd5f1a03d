"""A view to layouts in nested tables: cells, then pixels, then the ways of the arrows; the most promising first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeVar

from archdeck.canvas import Rect
from archdeck.layout.budget import IMPROVING, MEASURING, Budget
from archdeck.layout.cells import Cell
from archdeck.layout.doors import off_their_border, with_doors
from archdeck.layout.grid import Grid, framed
from archdeck.layout.laid import AREA, Layout, with_whole_frames
from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.improve import improved
from archdeck.layout.nested.packing import Shape
from archdeck.layout.nested.room import Room, Size
from archdeck.layout.nested.spread import Needed, needed, spread
from archdeck.layout.nested.walls import outward
from archdeck.layout.placed import Placed, box_size
from archdeck.layout.sizes import FINE, tightest
from archdeck.views import View

HEIGHTS = (5, 6, 7, 8, 9)  # rows of the whole
FEW = (6, 8)  # of them, where it only matters whether something fits
STARTS = 3  # tables that are packed for each number of rows
IMPROVED, MOST = ((15, 9), (25, 7)), 5  # boxes up to which so many tables are improved; of a larger view
ENOUGH, LEAST = ((35, 9), (60, 3)), 1  # boxes up to which so many have to have room; of a larger view
GIVE_UP = 3  # tables in a row for which no room is found
FAR, LARGER = ((60, 1.15),), 1.0  # times the room that there is, beyond which improving a table is in vain; of a
# larger view, which is only laid out as a whole where the sheet may grow instead
OVER = 100.0  # what it costs that a table takes all the room of a slide more than there is
SMALL_TEXT = {17: 2.5}  # what text counts that is smaller than it should be
ICON = 0.12  # what each pixel of the icons is worth
EFFORT, QUICK = ((35, 1.0), (60, 0.6)), 0.4  # boxes up to which all moves are made; of them, for a larger view
PART = 0.5  # and for a part, which never holds more than there surely is room for
HASTE = 0.6  # of the effort for a table that is packed once more
HOPELESS = 9.0  # times the room that there is
SQUEEZES = 2  # times that a table is packed with less room, where it takes more than there is
FULL = 0.46  # of the slide that boxes may take together: nothing has fitted that takes more


N = TypeVar("N", int, float)
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


def candidates(view: View, area: Rect, budget: Budget | None = None) -> list[Candidate]:
    """The tables of the view that can be read and are found with so much work, the most promising first."""
    return sorted(improving(view, area, budget), key=lambda c: c.cost)


def improving(view: View, area: Rect, budget: Budget | None = None) -> Iterator[Candidate]:
    """The same as they are found, one improved after the other."""
    if has_room(view, area):
        yield from _Search(view, area, budget or Budget()).run(_rows(HEIGHTS, area))


def _rows(some: Sequence[int], area: Rect) -> tuple[int, ...]:
    """Numbers of rows for a slide to those for a sheet of another height."""
    return tuple(dict.fromkeys(max(2, round(rows * area.h / AREA.h)) for rows in some))


def lack(view: View, area: Rect, budget: Budget | None = None) -> float:
    """How many times the room that there is the view takes, before any table is improved."""
    return lacks_of([view], area, budget)[0]


def lacks_of(views: Sequence[View], area: Rect, budget: Budget | None = None) -> list[float]:
    """The same for views that only differ in their words: in the cells that the first one is packed in."""
    if not has_room(views[0], area):
        return [HOPELESS] * len(views)
    search = _Search(views[0], area, budget or Budget())
    tables = [shape for rows in _rows(FEW, area) if (shape := search.packed(rows, 0))]
    return [min((search.lacks(shape, view) for shape in tables), default=HOPELESS) for view in views]


def laid(candidate: Candidate) -> Layout:
    """The layout of a table, without the ways of its arrows."""
    return Layout(candidate.view, candidate.table, candidate.placed, {})


class _Search:
    """The tables of a view that can be read."""

    def __init__(self, view: View, area: Rect, budget: Budget):
        self.view, self.area, self.budget = view, area, budget
        self.blocks = Blocks(view, Room(view, area, FINE), _effort(view), budget)

    def run(self, heights: Sequence[int]) -> Iterator[Candidate]:
        """In so many rows: the most promising tables improved."""
        packed: dict[Key, tuple[float, Shape]] = {}
        for rows in heights:
            for start in range(STARTS):
                if shape := self.packed(rows, start):
                    lacks = self.lacks(shape)
                    if lacks <= _of_size(FAR, self.view, LARGER):
                        packed.setdefault(_key(shape), (shape.cost + OVER * max(0.0, lacks - 1.0), shape))
        best = sorted(packed.values(), key=lambda found: found[0])
        tried: set[Key] = set()
        vain, enough = 0, _of_size(ENOUGH, self.view, LEAST)
        for _, shape in best[: _of_size(IMPROVED, self.view, MOST)]:
            if self.budget.over or vain == GIVE_UP or not enough:
                break
            self.budget.spend(IMPROVING * len(shape.cells))
            better = improved(self.blocks, shape, self._needed)
            vain = 0 if better else vain + 1
            if better and _key(better) not in tried and (found := self._in_pixels(better)):
                yield found
                enough -= 1
            tried |= {_key(better)} if better else set()

    def packed(self, rows: int, start: int) -> Shape | None:
        """A table of so many rows that has room, if that can be: packing knows but roughly what a table takes, and
        where it takes more, less room is given."""
        shape = self.blocks.table(rows, start=start)
        squeeze: Size = (1.0, 1.0)
        for _ in range(SQUEEZES):
            if shape is None or (takes := self._needed(shape)).lack(self.area) <= 1:
                break
            wide = _less(squeeze[0], takes.width, shape.size[0], self.area.w)
            high = _less(squeeze[1], takes.height, shape.size[1], self.area.h)
            squeeze = wide, high
            other = self.blocks.table(rows, HASTE, squeeze, start)
            if other is not None and self.lacks(other) < takes.lack(self.area):
                shape = other
        return shape

    def lacks(self, shape: Shape, view: View | None = None) -> float:
        """How many times the room that there is a table takes, with the words of this view or another one."""
        return self._needed(shape, view).lack(self.area)

    def _needed(self, shape: Shape, view: View | None = None) -> Needed:
        """What a table takes with text of this size."""
        self.budget.spend(MEASURING * len(shape.cells))
        return needed(*self._table(shape, view), self.blocks.follows, self.area, FINE)

    def _table(self, shape: Shape, view: View | None = None) -> tuple[View, Grid]:
        view = view or self.view
        table = framed(view, {b: Cell(*cell) for b, cell in shape.cells.items()}, 0)
        return with_whole_frames(view, table), table

    def _in_pixels(self, shape: Shape) -> Candidate | None:
        """A table with its boxes placed; with other cells for doors that are walled in."""
        found = self._placed(shape)
        walled = off_their_border(found.view, found.placed) if found else {}
        for cells in outward(self.view, shape.cells, walled):
            other = self._placed(replace(shape, cells=cells))
            if other and len(off_their_border(other.view, other.placed)) < len(walled):
                return other
        return found

    def _placed(self, shape: Shape) -> Candidate | None:
        whole, table = self._table(shape)
        placed = spread(whole, table, self.blocks.follows, self.area, FINE)
        if placed is None:
            return None
        placed = with_doors(whole, table, placed)
        cost = shape.cost + SMALL_TEXT.get(placed.sizes.px, 0.0) - ICON * placed.sizes.icon
        return Candidate(cost, whole, table, placed)


def _less(squeeze: float, takes: float, packed: float, there: float) -> float:
    """How much of the room packing should know of, where it takes a table for smaller than it is."""
    return min(squeeze, packed / takes) if takes > there and packed < takes else squeeze


def _effort(view: View) -> float:
    """How many of all moves are made."""
    return min(PART if view.part_of else 1.0, _of_size(EFFORT, view, QUICK))


def _of_size(numbers: Sequence[tuple[int, N]], view: View, otherwise: N) -> N:
    """The number for a view of so many boxes."""
    return next((n for most, n in numbers if len(view.boxes) <= most), otherwise)


def _key(shape: Shape) -> Key:
    return tuple(sorted(shape.cells.items()))
