"""A short view and the layout of its full one to layouts in which everything stands in the order of that one.

What stands left of something there stands left of it here, or above or below it; and so with what stands above it.
Columns and rows of the order are put together as far as frames stay whole and arrows get shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import fsum

from archdeck.canvas import Rect
from archdeck.layout.cells import Cell
from archdeck.layout.laid import Layout, area_of
from archdeck.layout.nested.crossings import crossings
from archdeck.layout.nested.improve import CROSSING
from archdeck.layout.nested.known import nested_on
from archdeck.layout.nested.links import Link, links, total
from archdeck.layout.seats import dense, fitting, seatings
from archdeck.views import View

LINES = ((0.3, 0.5), (0.6, 1.5), (1.2, 4.0), (0.1, 3.0), (3.0, 1.0))  # what a column counts, and what a row
Cells = dict[str, Cell]


def in_order(view: View, full: Layout) -> Iterator[Layout]:
    """The short view in nested tables, without the ways of its arrows; none where the other lacks something of it, or
    where there is nothing to put in order."""
    if view.layout != "grid" or not view.boxes or (cells := _cells(view, full)) is None:
        return
    all_links = links(view)
    tables: list[Cells] = []
    for each in LINES:
        table = _tight(view, cells, partial(_cost, some=all_links, each=each))
        if table not in tables and (one := nested_on(view, table, area_of(view))):
            yield one
        tables.append(table)


def _cells(view: View, full: Layout) -> Cells | None:
    """A column and a row for every place at which something is in the middle of what it stands for. What would be in a
    frame that it does not belong to, or where something else is, stands near what it talks to."""
    icon = {b: placed.icon for b, placed in full.placed.boxes.items()}
    place = {m: icon[b.id] for b in full.view.boxes for m in (b.stands_for or (b.id,))}
    if any(m not in place for b in view.boxes for m in b.stands_for):
        return None
    middle = {b.id: _middle([place[m] for m in b.stands_for]) for b in view.boxes}
    columns, rows = (sorted({at[k] for at in middle.values()}) for k in (0, 1))
    cells = {b: Cell(columns.index(x), rows.index(y)) for b, (x, y) in middle.items()}
    return next(seatings(view, fitting(view, cells)), None)


def _middle(some: list[Rect]) -> tuple[float, float]:
    return round(fsum(r.centre.x for r in some) / len(some)), round(fsum(r.centre.y for r in some) / len(some))


def _tight(view: View, cells: Cells, cost: Callable[[Cells], float]) -> Cells:
    """With two neighbouring columns or rows put together as often as it is worth it."""
    best = cost(cells)
    while True:
        some = sorted(((cost(one), k, one) for k, one in enumerate(_closer(cells))), key=lambda found: found[:2])
        found = next(((worth, one) for worth, _, one in some if worth < best and _whole(view, one)), None)
        if found is None:
            return cells
        best, cells = found


def _closer(cells: Cells) -> Iterator[Cells]:
    for axis in (0, 1):
        for at in range(max(cell[axis] for cell in cells.values())):
            moved = {b: Cell(c - (not axis and c > at), r - (axis and r > at)) for b, (c, r) in cells.items()}
            if len(set(moved.values())) == len(moved):
                yield moved


def _cost(cells: Cells, some: Sequence[Link], each: tuple[float, float]) -> float:
    lines = fsum(each[k] * (1 + max(cell[k] for cell in cells.values())) for k in (0, 1))
    return total(some, cells) + CROSSING * crossings(some, (), cells) + lines


def _whole(view: View, cells: Cells) -> bool:
    """Whether every frame holds only what is in it."""
    return len(fitting(view, dense(cells))) == len(cells)
