"""Cells in which a door is walled in to those in which it changed places with what stands in its way to a border."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from archdeck.layout.nested.links import Cell
from archdeck.views import View


def outward(view: View, cells: Mapping[str, Cell], doors: Collection[str]) -> Iterator[dict[str, Cell]]:
    """A door exchanged with the first or the last box of its row or the first of its column, of those that stand in all
    its frames and in no other; the nearest one first."""
    home = {b.id: (b.group, frozenset(g.id for g in view.groups if b.id in g.boxes)) for b in view.boxes}
    for door in doors:
        column, row = cells[door]
        mine = sorted((b for b in cells if home[b] == home[door] and b != door), key=lambda b: cells[b])
        level = [b for b in mine if cells[b][1] == row]
        above = [b for b in mine if cells[b][0] == column and cells[b][1] < row]
        ends = dict.fromkeys((*level[:1], *level[-1:], *above[:1]))
        for other in sorted(ends, key=lambda b: abs(cells[b][0] - column) + abs(cells[b][1] - row)):
            yield {**cells, door: cells[other], other: cells[door]}
