"""A table whose cells are known to its pixels: nothing is searched, only distances are worked out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from archdeck.canvas import Rect
from archdeck.layout.cells import Cell
from archdeck.layout.doors import with_doors
from archdeck.layout.grid import framed
from archdeck.layout.laid import Layout, with_whole_frames
from archdeck.layout.nested.links import links
from archdeck.layout.nested.spread import needed, spread
from archdeck.layout.nested.twins import Places, alike, lanes
from archdeck.layout.sizes import FINE, SMALLEST
from archdeck.views import View


def nested_on(view: View, cells: Mapping[str, Cell], area: Rect, least: int = SMALLEST) -> Layout | None:
    """A view on these cells, without the ways of its arrows; None where they do not fit with text of that size."""
    table = framed(view, cells, 0)
    whole = with_whole_frames(view, table)
    placed = spread(whole, table, follows(view, cells), area, least)
    return Layout(whole, table, with_doors(whole, table, placed), {}) if placed else None


def lack_on(view: View, cells: Mapping[str, Cell], area: Rect) -> float:
    """How many times the room that there is a view takes on these cells."""
    table = framed(view, cells, 0)
    return needed(with_whole_frames(view, table), table, follows(view, cells), area, FINE).lack(area)


def follows(view: View, cells: Mapping[str, Cell]) -> Mapping[str, set[str]]:
    """What stands as a box does, in frames and lanes that are alike."""
    return _Twins(view, cells).follows


class _Twins:
    """The boxes of frames and lanes that are alike: `follows` has for those of the first what stands as they do in the
    others."""

    def __init__(self, view: View, cells: Mapping[str, Cell]):
        self.cells, self.links = cells, links(view)
        self.box = {b.id: b for b in view.boxes}
        places = Places(view)
        self.inside, self.kids, self.own = places.inside, places.kids, places.own
        self.follows: dict[str, set[str]] = defaultdict(set)
        self._within(None)

    def _within(self, frame: str | None) -> None:
        for chains in lanes(self.own[frame], self.links, self.box):
            self._pair(chains, lambda b: self.box[b].icon)
        for twins in alike(self.kids[frame], self.inside, self.box):
            self._within(twins[0])
            self._pair([self.inside[t] for t in twins], lambda b: self.box[b].component)

    def _pair(self, some: Sequence[Sequence[str]], sort: Callable[[str], str]) -> None:
        """Each box of the first with what stands as far from it in the others as most of them do."""
        first = some[0]
        for others in some[1:]:
            by = shift(first, others, self.cells, sort)
            if by is None:
                continue
            at = {self.cells[b]: b for b in others}
            for leader in first:
                column, row = self.cells[leader]
                twin = at.get(Cell(column + by[0], row + by[1]))
                if twin is not None and sort(twin) == sort(leader):
                    self.follows[leader].add(twin)


def shift(
    some: Sequence[str], others: Sequence[str], cells: Mapping[str, Cell], sort: Callable[[str], str]
) -> tuple[int, int] | None:
    """How far most boxes stand from those of their sort among others; None where there are none."""
    found = Counter(
        (cells[b].column - cells[a].column, cells[b].row - cells[a].row)
        for a in some
        for b in others
        if a in cells and b in cells and sort(a) == sort(b)
    )
    return max(sorted(found), key=lambda by: found[by]) if found else None
