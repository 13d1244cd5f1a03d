"""A table in which some boxes have no cell yet to one in which all have: each near what it talks to, in its frame.

Nothing that has a cell changes its order. Columns and rows open where no cell is free, or none that is near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from archdeck.layout.cells import Cell, Span
from archdeck.layout.nested import packing
from archdeck.layout.nested.crossings import crossings
from archdeck.layout.nested.improve import CROSSING
from archdeck.layout.nested.known import shift
from archdeck.layout.nested.links import by_box, links, total
from archdeck.views import Box, View, boxes_inside

OPENED = 3.0  # a column or row that was not there
NEVER = 1000.0  # the same, where there is hardly room for one
UNLIKE = 1.5  # for each cell that a box stands off from where its twin in another frame stands
ASTRAY = 0.3  # for each column off from the nearest box of its tier
TORN = 4.0  # a frame across the others that then cannot be drawn in one piece
Cells = Mapping[str, Cell]


def seated(view: View, cells: Cells, opened: float = OPENED) -> dict[str, Cell] | None:
    """The cells of all boxes, without empty columns and rows; None where one finds no cell that leaves every frame
    whole. `opened` is what a new column or row counts."""
    work = _Seats(view, {b.id: cells[b.id] for b in view.boxes if b.id in cells}, opened)
    while box := work.next():
        if not work.seat(box):
            return None
    return work.cells


def seatings(view: View, cells: Cells) -> Iterator[dict[str, Cell]]:
    """The cells of all boxes with columns and rows opened where that is better; and, where some box had no cell, with
    hardly any opened: that comes first where something failed, for what stands is to stay where it is."""
    complete = all(b.id in cells for b in view.boxes)
    both = (NEVER, OPENED) if view.failed else (OPENED, NEVER)
    found = (seated(view, cells, opened) for opened in ((OPENED,) if complete else both))
    before: dict[str, Cell] | None = None
    for one in found:
        if one is not None and one != before:
            yield one
        before = one


def fitting(view: View, cells: Cells) -> dict[str, Cell]:
    """Of some cells, those that keep every frame free of what does not belong there, one box after the other."""
    work = _Seats(view, {}, OPENED)
    for box in view.boxes:
        if box.id in cells:
            work.cells = next(iter(work.allowed(box, work.cells, [cells[box.id]])), work.cells)
    return work.cells


def dense(cells: Cells) -> dict[str, Cell]:
    """Without empty columns and rows."""
    return {b: Cell(*cell) for b, cell in packing.dense(cells).items()}


class _Seats:
    def __init__(self, view: View, cells: Cells, opened: float):
        self.view, self.cells, self.opened = view, dense(cells), opened
        self.box = {b.id: b for b in view.boxes}
        self.links = links(view)
        self.of = by_box(self.links)
        places = [g for g in view.groups if not g.overlay]
        self.inside = {g: frozenset(some) for g, some in boxes_inside(places, view.boxes).items() if some}
        self.parent = {g.id: g.parent for g in places}
        self.overlays = [frozenset(g.boxes) for g in view.groups if g.overlay]
        self.twins: dict[str, list[Box]] = defaultdict(list)
        for b in view.boxes:
            self.twins[b.component].append(b)

    def next(self) -> Box | None:
        """The box without a cell that talks most to those that have one."""
        waiting = [b for b in self.view.boxes if b.id not in self.cells]

        def known(box: Box) -> float:
            return sum(k.weight for k in self.of.get(box.id, ()) if k.other(box.id) in self.cells)

        return max(waiting, key=known, default=None)

    def seat(self, box: Box) -> bool:
        """Gives a box the cell that costs the least, if there is one; copies that have none yet will open as many
        columns or rows."""
        wish, again = self._as_twin(box), self._again(box)
        found = min(self._seats(box), key=lambda cells: self._cost(box, cells, wish, again), default=None)
        if found is not None:
            self.cells = dense(found)
        return found is not None

    def _seats(self, box: Box) -> Iterator[dict[str, Cell]]:
        """The tables with a box in a free cell, or in one of a new column or row."""
        columns, rows = (max((cell[k] for cell in self.cells.values()), default=-1) + 1 for k in (0, 1))
        yield from self.allowed(box, self.cells, product(range(columns), range(rows)))
        for at in range(columns + 1):
            moved = {b: Cell(c + (c >= at), r) for b, (c, r) in self.cells.items()}
            yield from self.allowed(box, moved, ((at, r) for r in range(max(1, rows))))
        for at in range(rows + 1):
            moved = {b: Cell(c, r + (r >= at)) for b, (c, r) in self.cells.items()}
            yield from self.allowed(box, moved, ((c, at) for c in range(columns)))
        for column, row in product((-1, columns), (-1, rows)):  # a corner, where there is nothing beside
            yield from self.allowed(box, self.cells, [(column, row)])

    def allowed(
        self, box: Box, cells: Cells, seats: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]
    ) -> Iterator[dict[str, Cell]]:
        """Those in which every frame holds what it should and meets no other beside it."""
        spans = {g: _span([cells[b] for b in some if b in cells]) for g, some in self.inside.items()}
        taken = set(cells.values())
        for column, row in seats:
            seat = Cell(column, row)
            if seat not in taken and self._fits(box, cells, spans, seat):
                yield {**cells, box.id: seat}

    def _fits(self, box: Box, cells: Cells, spans: Mapping[str, Span | None], seat: Cell) -> bool:
        grown: dict[str, Span] = {}
        for g, some in self.inside.items():
            span = spans[g]
            if box.id not in some:
                if span and span.holds(*seat):
                    return False
                continue
            here = Span(seat.column, seat.column, seat.row, seat.row)
            wide = _around(span, here) if span else here
            if wide != span and any(wide.holds(*cell) for b, cell in cells.items() if b not in some):
                return False
            grown[g] = wide
        return not any(
            other not in grown and self.parent[other] == self.parent[g] and span and span.meets(wide)
            for g, wide in grown.items()
            for other, span in spans.items()
        )

    # ------------------------------------------------------------------------------------------------ worth

    def _cost(self, box: Box, cells: Cells, wish: Cell | None, again: tuple[int, int]) -> float:
        """What a seat costs: arrows of all boxes, those that cross the new ones, and how strange it is."""
        near = [k for k in self.of.get(box.id, ()) if k.other(box.id) in cells]
        rest = [k for k in self.links if box.id not in (k.source, k.target) and {k.source, k.target} <= cells.keys()]
        column, row = cells[box.id]
        cost = total(self.links, cells) + CROSSING * crossings(near, rest, cells)
        lines = (len({c for c, _ in cells.values()}), len({r for _, r in cells.values()}))
        before = (len({c for c, _ in self.cells.values()}), len({r for _, r in self.cells.values()}))
        cost += self.opened * sum((lines[k] - before[k]) * (1 + again[k]) for k in (0, 1))
        peers = [cells[b.id].column for b in self.view.boxes if b.id in self.cells and b.column == box.column]
        cost += ASTRAY * min((abs(column - other) for other in peers), default=0)
        if wish is not None and lines == before:
            cost += UNLIKE * (abs(column - wish.column) + abs(row - wish.row))
        return cost + TORN * sum(self._is_torn(some, cells) for some in self.overlays)

    def _again(self, box: Box) -> tuple[int, int]:
        """How many copies without a cell stand beside a box, in frames like its own, and how many above or below it."""
        found = [
            by
            for twin in self.twins[box.component]
            if twin.id not in self.cells and box.group and twin.group and twin.group != box.group
            if (by := self._between(box.group, twin.group))
        ]
        return sum(by[1] == 0 for by in found), sum(by[0] == 0 for by in found)

    def _between(self, group: str, other: str) -> tuple[int, int] | None:
        """How far what stands in a frame is from the same in another one."""
        some, others = sorted(self.inside[group]), sorted(self.inside[other])
        return shift(some, others, self.cells, lambda b: self.box[b].component)

    def _as_twin(self, box: Box) -> Cell | None:
        """The cell that a copy of a box in another frame has, as seen from this one."""
        for twin in self.twins[box.component]:
            if twin.id not in self.cells or not box.group or not twin.group or twin.group == box.group:
                continue
            if by := self._between(twin.group, box.group):
                column, row = self.cells[twin.id]
                return Cell(column + by[0], row + by[1])
        return None

    @staticmethod
    def _is_torn(some: frozenset[str], cells: Cells) -> bool:
        span = _span([cells[b] for b in some if b in cells])
        return span is not None and any(span.holds(*cell) for b, cell in cells.items() if b not in some)


def _span(cells: Sequence[Cell]) -> Span | None:
    if not cells:
        return None
    columns, rows = [c for c, _ in cells], [r for _, r in cells]
    return Span(min(columns), max(columns), min(rows), max(rows))


def _around(a: Span, b: Span) -> Span:
    return Span(min(a.left, b.left), max(a.right, b.right), min(a.top, b.top), max(a.bottom, b.bottom))
