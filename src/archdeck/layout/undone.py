"""Nested tables in which boxes are drawn as one to those in which a crowd of them is undone: what stands stays where it
is, and each of the boxes finds a cell of its own beside it, if there is room."""

from __future__ import annotations

from dataclasses import replace

from archdeck.layout.condense import NARROW, narrowed
from archdeck.layout.laid import Layout, area_of
from archdeck.layout.merging import Merged, merge
from archdeck.layout.nested.known import lack_on, nested_on
from archdeck.layout.nested.whole import has_room
from archdeck.layout.seats import seatings
from archdeck.layout.sizes import FINE
from archdeck.views import View


def undone(bare: View, one: Layout, rest: Merged) -> Layout | None:
    """A layout of some of a view's boxes with only the `rest` merged, without the ways of its arrows: with new columns
    and rows, or else with none. None where there is no room."""
    first = merge(narrowed(bare), rest)
    area = area_of(first)
    if not has_room(first, area):
        return None
    known = {b.id: one.table.cells[b.id] for b in first.boxes if b.id in one.table.cells}
    some = [first, *(merge(narrowed(bare, wide), rest) for wide in NARROW[1:])]
    for cells in seatings(first, known):
        lacks = [lack_on(view, cells, area) for view in some]
        if min(lacks) <= 1 and (found := nested_on(some[lacks.index(min(lacks))], cells, area, FINE)):
            return replace(found, merged=rest, folded=one.folded)
    return None
