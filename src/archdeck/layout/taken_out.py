"""Cells in which boxes are drawn as one to those in which what failed stands by itself: in a free cell, or else in that
of a neighbour, which joins what is left of the crowd. All else keeps its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from archdeck.language import Arrangement
from archdeck.layout.crowds import category, kept_alone
from archdeck.layout.fold import folded
from archdeck.layout.merging import CROWD
from archdeck.views import Box, View

TRIED = 4  # neighbours that one after the other make room, in either of two ways


def taken_out(view: View, given: Arrangement) -> Iterator[Arrangement]:
    """The cells with each failed box of a view out of its crowd. The cell of a crowd is that of what is left of it;
    where nothing is, of its first box."""
    whole = folded(view) if "zones" in given.less else view
    out = kept_alone(whole)
    if not any(out & {*some} for some in given.merged.values()):
        yield given
        return
    merged = {crowd: tuple(b for b in some if b not in out) or some[:1] for crowd, some in given.merged.items()}
    yield replace(given, merged=merged)
    for skipped, moves in product(range(TRIED), (False, True)):
        if (found := _Swap(whole, given, out, skipped, moves).done()) is not None:
            yield found


@dataclass(frozen=True)
class _Swap:
    """Failed boxes that take the cells of neighbours: of those that would do, the first `skipped` stay. Where a crowd
    `moves`, the failed box has its cell, and it has that of the neighbour."""

    view: View
    given: Arrangement
    out: frozenset[str]
    skipped: int
    moves: bool

    @cached_property
    def box(self) -> Mapping[str, Box]:
        return {b.id: b for b in self.view.boxes}

    @cached_property
    def arrows(self) -> Mapping[str, int]:
        return Counter(end for arrow in self.view.arrows for end in (arrow.source, arrow.target))

    @cached_property
    def visited(self) -> frozenset[str]:
        """What a flow visits: it had better stand by itself."""
        return frozenset(end for a in self.view.arrows if a.step or a.numbered for end in (a.source, a.target))

    def done(self) -> Arrangement | None:
        """None where there are too few neighbours."""
        found: Arrangement | None = self.given
        for crowd, some in self.given.merged.items():
            if found and self.out & {*some}:
                found = self._without_failed(found, crowd)
        return found

    def _without_failed(self, given: Arrangement, crowd: str) -> Arrangement | None:
        cells, merged = dict(given.cells), dict(given.merged)
        gone = [b for b in merged[crowd] if b in self.out]
        merged[crowd] = tuple(b for b in merged[crowd] if b not in self.out)
        if not merged[crowd]:
            cells[gone.pop(0)] = cells.pop(crowd)
            del merged[crowd]
        if not gone:
            return replace(given, cells=cells, merged=merged)
        near = self._neighbours(replace(given, cells=cells, merged=merged), crowd, gone[0])
        host = crowd if crowd in merged else next(near, None)
        joining = [unit for _, unit in zip(gone, near, strict=False)]
        if host is None or len(joining) < len(gone):
            return None
        if host not in merged:  # a box that was none of a crowd
            cells[f"{CROWD}{host}"], merged[f"{CROWD}{host}"] = cells.pop(host), (host,)
            host = f"{CROWD}{host}"
        for box, unit in zip(gone, joining, strict=True):
            merged[host] += merged.pop(unit, (unit,))
            cells[box] = cells.pop(unit)
            if self.moves:
                cells[box], cells[host] = cells[host], cells[box]
        return replace(given, cells=cells, merged=merged)

    def _neighbours(self, given: Arrangement, crowd: str, failed: str) -> Iterator[str]:
        """Boxes and crowds in the frame of a failed box that are as its crowd is, the likest and the least connected
        first."""
        of = {unit: given.merged.get(unit, (unit,)) for unit in given.cells if unit != crowd}
        like = self.box[next(iter(given.merged.get(crowd, ())), failed)]
        some = [unit for unit, boxes in of.items() if self._may_join(boxes, self.box[failed].group)]
        if crowd in given.merged:
            some = [unit for unit in some if self.box[of[unit][0]].state == like.state]

        def unlike(unit: str) -> tuple[bool, bool, bool, int, str]:
            first = self.box[of[unit][0]]
            arrows = sum(self.arrows[b] for b in of[unit])
            on_a_way = not self.visited.isdisjoint(of[unit])
            return first.tier != like.tier, on_a_way, category(first) != category(like), arrows, first.component

        return iter(sorted(some, key=unlike)[self.skipped :])

    def _may_join(self, boxes: Sequence[str], group: str | None) -> bool:
        some = [self.box[b] for b in boxes if b in self.box]
        return len(some) == len(boxes) and all(
            b.group == group and not b.at_border and not b.actor and b.id not in self.out for b in some
        )
