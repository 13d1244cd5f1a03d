"""A view to tables of cells: every frame a block with several shapes, from the inside out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import fsum

from archdeck.canvas import around
from archdeck.layout.budget import Budget
from archdeck.layout.nested.links import Cell, links, total
from archdeck.layout.nested.packing import Packing, Shape, best_of, closed, moves, packed
from archdeck.layout.nested.room import Room, Size
from archdeck.layout.nested.twins import Places, alike, lanes
from archdeck.views import View

MOST_ROWS = 8  # of a block
ROW = 111.0  # pixels that a row takes at least, about: more of them on a higher sheet
WIDE = 1.3  # times the room that there is, beyond which a row is too wide for a block, as far as mere sizes tell
TALL, MANY, FEW = 9, 60, 4  # numbers of rows that are tried at the most, and beyond so many things in a block
HINT = 0.3  # of the pull of an arrow for one that does not flow


class Blocks:
    """The blocks of a view. `follows` has for the boxes of the first of some twins those that stand as they do in the
    others."""

    def __init__(self, view: View, room: Room, effort: float = 1.0, budget: Budget | None = None):
        self.view, self.room, self.effort, self.budget = view, room, effort, budget or Budget()
        self.box = {b.id: b for b in view.boxes}
        self.links = links(view)
        places = Places(view)
        self.inside, self.kids, self.own = places.inside, places.kids, places.own
        self.group = {g.id: g for g in view.groups if not g.overlay}
        columns = {c: k for k, c in enumerate(sorted({b.column for b in view.boxes}))}
        self.rank = {b.id: columns[b.column] for b in view.boxes}
        self.follows: dict[str, set[str]] = defaultdict(set)
        self._shapes: dict[str, tuple[Shape, ...]] = {}

    # ------------------------------------------------------------------------------------------------ frames

    def shapes(self, frame: str) -> tuple[Shape, ...]:
        """The shapes of a frame: for each number of rows the cheapest."""
        if frame not in self._shapes:
            items = self._items(frame)
            shapes = next(iter(items.values())) if len(items) == 1 else self._packed(frame, items)
            self._shapes[frame] = tuple(replace(s, size=self.room.framed(frame, s.size)) for s in shapes)
        return self._shapes[frame]

    def _packed(self, frame: str, items: Mapping[str, tuple[Shape, ...]]) -> tuple[Shape, ...]:
        task = Packing(items, self.links, self._pulls(frame), self.rank, self.room.within(around(self.group, frame)))
        least = max(min(s.h for s in some) for some in items.values())
        most = min(
            max(MOST_ROWS, round(self.room.air.area.h / ROW)),
            sum(max(s.h for s in some) for some in items.values()),
        )
        heights = range(least, max(least, most) + 1, 1 + max(0, most - least) // (TALL if len(items) <= MANY else FEW))
        wide = fsum(min(s.size[0] for s in some) for some in items.values()) / (WIDE * task.air.area.w)
        heights = heights[bisect_left(heights, wide, hi=len(heights) - 1) :]  # one: what is too high is found out later
        return best_of([self._pack(task, rows) for rows in heights])

    def _pack(self, task: Packing, rows: int, start: int = 0, effort: float = 1.0) -> Shape:
        self.budget.once((task, rows, start, effort), moves(task, self.effort * effort))
        return packed(task, rows, start, self.effort * effort)

    def _items(self, frame: str | None) -> dict[str, tuple[Shape, ...]]:
        """The boxes and blocks that stand directly in a frame; twins and lanes are one."""
        chains = lanes(self.own[frame], self.links, self.box)
        laned = {b for some in chains for chain in some for b in chain}
        found: dict[str, tuple[Shape, ...]] = {b: (self._single(b),) for b in self.own[frame] if b not in laned}
        for some in chains:
            found[f"lanes of {some[0][0]}"] = self._side_by_side(some, self._chain(some[0]), by_icon=True)
        for twins in alike(self.kids[frame], self.inside, self.box):
            shapes = self.shapes(twins[0])
            held = [self.inside[t] for t in twins]
            found[twins[0]] = shapes if len(twins) == 1 else self._side_by_side(held, shapes, by_icon=False)
        return found

    def _single(self, box: str) -> Shape:
        return Shape(1, 1, {box: (0, 0)}, size=self.room.size[box])

    def _chain(self, chain: Sequence[str]) -> tuple[Shape, ...]:
        items = {b: (self._single(b),) for b in chain}
        task = Packing(items, self.links, {}, self.rank, self.room.air)
        return best_of([self._pack(task, rows) for rows in (1, 2) if rows <= len(chain)])

    def _side_by_side(self, some: Sequence[Sequence[str]], shapes: Sequence[Shape], by_icon: bool) -> tuple[Shape, ...]:
        """Blocks that hold the same: the cells of the first, above each other, or beside each other but for lanes."""
        found = []
        for shape in shapes:
            tables = [shape.cells, *(self._mapped(shape.cells, other, by_icon) for other in some[1:])]
            steps = [(0, shape.h)] if by_icon else [(0, shape.h), (shape.w, 0)]
            for dx, dy in steps:
                cells = {b: (c + k * dx, r + k * dy) for k, t in enumerate(tables) for b, (c, r) in t.items()}
                more = len(some) - 1
                w, h = shape.w + dx * more, shape.h + dy * more
                wide = shape.size[0] + (more * (shape.size[0] + self.room.air.beside) if dx else 0.0)
                high = shape.size[1] + (more * (shape.size[1] + self.room.air.above) if dy else 0.0)
                found.append(Shape(w, h, cells, total(self.links, cells), (wide, high)))
        return best_of(found)

    def _mapped(self, cells: Mapping[str, Cell], boxes: Sequence[str], by_icon: bool) -> dict[str, Cell]:
        """The boxes of a twin at the cells of those that they are like."""
        waiting: dict[str, list[str]] = defaultdict(list)
        for b in boxes:
            waiting[self._sort(b, by_icon)].append(b)
        found = {}
        for leader, cell in cells.items():
            if some := waiting[self._sort(leader, by_icon)]:
                follower = some.pop(0)
                found[follower] = cell
                self.follows[leader].add(follower)
        return found

    def _sort(self, box: str, by_icon: bool) -> str:
        return self.box[box].icon if by_icon else self.box[box].component

    def _pulls(self, frame: str) -> dict[str, float]:
        """To which side the arrows that leave a frame draw its boxes."""
        mine = set(self.inside[frame])
        low, high = min(self.rank[b] for b in mine), max(self.rank[b] for b in mine)
        found: dict[str, float] = defaultdict(float)
        for k in self.links:
            for b, other in ((k.source, k.target), (k.target, k.source)):
                if b in mine and other not in mine:
                    side = -1 if self.rank[other] < low else 1 if self.rank[other] > high else 0
                    found[b] += side * k.weight * (1.0 if k.flows else HINT)
        return found

    # ------------------------------------------------------------------------------------------------ the whole

    def table(self, rows: int, effort: float = 1.0, squeeze: Size = (1.0, 1.0), start: int = 0) -> Shape | None:
        """The whole view within some rows, with so much of the effort, and so much of the room in width and height,
        from one of several starts; None if a block is higher than that."""
        items, task = self._whole
        task = replace(task, air=task.air.squeezed(squeeze))
        if any(min(s.h for s in some) > rows for some in items.values()):
            return None
        return self._pack(task, rows, start, effort)

    @cached_property
    def _whole(self) -> tuple[dict[str, tuple[Shape, ...]], Packing]:
        """The boxes and blocks outside of all frames, and what is known of them."""
        items = self._items(None)
        frames = frozenset(i for i in items if i in self.group)
        before, behind = self.sides(frozenset(items) - frames)
        return items, Packing(items, self.links, {}, self.rank, self.room.air, before, behind, frames)

    def sides(self, outside: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Of the boxes outside of all frames those that stand before them, where the ways start, and those behind:
        systems that are only called."""
        starts, called = set(), set()
        for k in self.links:
            if k.flows:
                starts |= {k.source} & outside
                called |= {k.target} & outside
        return frozenset(starts - called), frozenset(called - starts)

    def dense(self, cells: Mapping[str, Cell]) -> Shape:
        """A table without empty columns and rows."""
        return closed(cells, self.links)
