"""A table to one whose arrows run straighter: boxes change rows within their frame, where fewer arrows then have to
climb or to run around a box that stands in their way (rules R3 and R4).

Columns stay. What stands in a zone or in an overlay stays too, so that zones remain mirror images of each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import fsum

from archdeck.language import RelationKind
from archdeck.layout.arrangements import REGION
from archdeck.layout.cells import Cell, Span
from archdeck.layout.grid import ZONE, Grid, framed
from archdeck.layout.leading import without_followers
from archdeck.views import Arrow, Box, View, boxes_inside, homes

ROUND = 3.0  # for a box that an arrow has to run around: four bends
CLIMB = 1.0  # for an arrow between two rows: two bends
ROW = 0.25  # for each row of that
PATH = 0.4  # for a box that leaves the row of the request's way
STARTS = 3.0  # for people and systems outside, where the ways start, that leave their row
OPENED = 1.5  # for a row that was not there
AGAINST = 0.35  # for two boxes above each other against the order of the model
UNLIKE = 0.8  # for a box that stands in another row than its twin in another Region
PASSES = 3
WEIGHT = {RelationKind.REQUEST: 1.5, RelationKind.DATA: 1.2}
NUMBERED = 1.0  # more for an arrow that a flow takes


Moves = Mapping[str, int]  # the new rows of some boxes of a column


@dataclass(frozen=True)
class _Way:
    """An arrow between two spans of cells, and how much it counts."""

    source: str
    target: str
    weight: float


def straightened(view: View, table: Grid, more_rows: int = 0) -> Grid:
    """The table with boxes in the rows that cost the least, with no more than `more_rows` new ones."""
    if any(b.row is not None for b in view.boxes):
        return table
    work = _Work(view, table, more_rows)
    for _ in range(PASSES):
        if not sum(work.improved(box) for box in work.order) + work.exchanged():
            break
    return framed(view, work.dense(), work.main) if work.moved else table


class _Work:
    """Rows are counted in twos, so that a new one fits between any two."""

    def __init__(self, view: View, table: Grid, more_rows: int):
        self.view, self.more = view, more_rows
        self.row = {b: 2 * c.row for b, c in table.cells.items()}
        self.given = dict(self.row)
        self.column = {b: c.column for b, c in table.cells.items()}
        self.main = 2 * table.main
        self.spans = {f.group.id: _doubled(f.span) for f in table.frames if not f.group.overlay}
        self.overlays = [_doubled(f.span) for f in table.frames if f.group.overlay]
        self.zones = self._sibling_zones()
        self.around = self._around()
        self.fixed = self._fixed(table)
        self.taken: dict[int, list[int]] = defaultdict(list)
        for box, row in self.row.items():
            self.taken[row].append(self.column[box])
        for columns in self.taken.values():
            columns.sort()
        self.ways = [_Way(a.source, a.target, _weight(a)) for a in without_followers(view.arrows) if self._known(a)]
        self.order = sorted(view.boxes, key=lambda b: (b.actor, self._weight_of(b.id)))
        self.starts = {b.id for b in view.boxes if b.actor}
        self.moved = False
        self.peers = self._peers()
        self.region = homes(view, REGION)
        self.twins = self._twins()
        self.at = {**self.spans, **{b: self._cell(b) for b in self.row}}

    def _cell(self, box: str) -> Span:
        column, row = self.column[box], self.row[box]
        return Span(column, column, row, row)

    def _peers(self) -> dict[str, list[tuple[str, bool]]]:
        """For each box the others of its frame and column, and whether the model has it before them."""
        found: dict[tuple[str | None, int], list[str]] = defaultdict(list)
        for box in self.view.boxes:
            found[box.group, box.column].append(box.id)
        return {
            one: [(other, k < n) for n, other in enumerate(some) if n != k]
            for some in found.values()
            for k, one in enumerate(some)
        }

    def _twins(self) -> dict[str, list[str]]:
        """For each box those of its component that stand alone in their Regions, as it does."""
        found: dict[str, list[str]] = defaultdict(list)
        for box in self.view.boxes:
            if self.region[box.id]:
                found[box.component].append(box.id)
        alike = {c: some for c, some in found.items() if len({self.region[b] for b in some}) == len(some)}
        return {b.id: [o for o in alike.get(b.component, ()) if o != b.id] for b in self.view.boxes}

    def _weight_of(self, box: str) -> float:
        return fsum(w.weight for w in self.ways if box in (w.source, w.target))

    def _known(self, arrow: Arrow) -> bool:
        ends = (arrow.source, arrow.target)
        return all(e in self.row or e in self.spans for e in ends) and arrow.source != arrow.target

    def _around(self) -> Mapping[str, frozenset[str]]:
        """The frames around each box."""
        found: dict[str, set[str]] = {b.id: set() for b in self.view.boxes}
        for group, boxes in boxes_inside([g for g in self.view.groups if not g.overlay], self.view.boxes).items():
            for box in boxes:
                found[box].add(group)
        return {box: frozenset(groups) for box, groups in found.items()}

    def _sibling_zones(self) -> list[Span]:
        """Zones above each other, between which a lane runs: what has its place in the lane stays there (R3)."""
        parent = {g.id: g.parent for g in self.view.groups if g.kind == ZONE and g.id in self.spans}
        many = Counter(parent.values())
        return [self.spans[g] for g in parent if many[parent[g]] > 1]

    def _fixed(self, table: Grid) -> frozenset[str]:
        """Boxes that stay: what the model gives a lane, and what stands in a zone or an overlay."""
        zones = {g.id for g in self.view.groups if g.kind == ZONE}
        cut = {b for f in table.frames if f.group.overlay for b in f.boxes}
        return frozenset(b.id for b in self.view.boxes if b.lane or b.id in cut or self.around[b.id] & zones)

    # ------------------------------------------------------------------------------------------------ moves

    def exchanged(self) -> int:
        """How often two rows were better off with all that may move in exchanged; the row of the request's way with
        another up to some column, too."""
        better = 0
        last = max(self.column.values(), default=0)
        for one, other in combinations(sorted(set(self.row.values())), 2):
            ends = range(last + 1) if self.main in (one, other) else (last,)
            for end in ends:
                moves = self._exchange(one, other, end)
                if moves and self._may_all(moves) and self._gain(moves) < -1e-6:
                    self._done(moves)
                    better += 1
                    self.moved = True
        return better

    def _exchange(self, one: int, other: int, end: int) -> Moves:
        """The boxes of two rows, up to a column, each in the other row; but for columns in which one has to stay."""
        goes = {one: other, other: one}
        here = [b for b, row in self.row.items() if row in goes and self.column[b] <= end]
        stay = {self.column[b] for b in here if b in self.starts or b in self.fixed}
        return {b: goes[self.row[b]] for b in here if self.column[b] not in stay}

    def _may_all(self, moves: Moves) -> bool:
        """Whether each of them may stand in its new row: in its frame, and in no other."""
        for box, row in moves.items():
            if not self._may_stand(box, row):
                return False
            if any(not self.spans[g].top <= row <= self.spans[g].bottom for g in self.around[box]):
                return False
        return True

    def _may_stand(self, box: str, row: int) -> bool:
        """Whether a row is in no strange frame, in no overlay, and not that of a zone for what stands in the lane."""
        column = self.column[box]
        if any(s.top <= row <= s.bottom for s in self.zones) and not self._in_zone_row(box):
            return False
        strange = any(s.holds(column, row) for g, s in self.spans.items() if g not in self.around[box])
        return not strange and not any(s.holds(column, row) for s in self.overlays)

    def improved(self, box: Box) -> bool:
        """Whether a box found a better row: alone, in exchange for another, or with those beside it in its column."""
        if box.id in self.fixed:
            return False
        best, chosen = -1e-6, None
        for moves in self._moves(box):
            if (gain := self._gain(moves)) < best:
                best, chosen = gain, moves
        if chosen is None:
            return False
        for one, row in self._done(chosen):
            for group in self.around[one]:
                self.at[group] = self.spans[group] = _grown(self.spans[group], row)
        self.moved = True
        return True

    def _moves(self, box: Box) -> Iterator[Moves]:
        """What may happen to a box: it goes to a free row; it changes places; it pushes others up or down."""
        for row in self._rows(box):
            yield {box.id: row}
        mine = self.row[box.id]
        others = {
            self.row[b.id]: b.id
            for b in self.view.boxes
            if b.group == box.group and self.column[b.id] == self.column[box.id] and b.id not in self.fixed
        }
        for row, other in others.items():
            if row > mine:
                yield {box.id: row, other: mine}
        for step in (-2, 2):
            pushed = [box.id]
            while (beside := others.get(self.row[pushed[-1]] + step)) is not None:
                pushed.append(beside)
            end = self.row[pushed[-1]] + step
            if len(pushed) > 1 and end in self._reach(box) and self._free(pushed[-1], end):
                yield {b: self.row[b] + step for b in pushed}

    def _rows(self, box: Box) -> Iterator[int]:
        """The rows in which a box may stand: those of its frame, and new ones at either side of them."""
        new = self.more > len({r for r in self.row.values() if r % 2})
        for row in self._reach(box):
            if (row % 2 and not new and not self.taken.get(row)) or row == self.row[box.id]:
                continue
            if self._free(box.id, row):
                yield row

    def _reach(self, box: Box) -> range:
        """The rows of a box's frame, and one more at either side."""
        span = self.spans[box.group] if box.group else None
        rows = self.row.values()
        top, bottom = (span.top, span.bottom) if span else (min(rows), max(rows))
        return range(top - 1, bottom + 2)

    def _free(self, box: str, row: int) -> bool:
        if self.column[box] in self.taken.get(row, ()) or not self._may_stand(box, row):
            return False
        return all(self._may_grow(group, row) for group in self.around[box])

    def _may_grow(self, group: str, row: int) -> bool:
        """Whether nothing stands in a row that a frame would reach into."""
        s = self.spans[group]
        if s.top <= row <= s.bottom:
            return True
        grown = _grown(s, row)
        strangers = (b for b in self.row if group not in self.around[b])
        if any(grown.holds(self.column[b], self.row[b]) for b in strangers):
            return False
        mine = {g for b in self.row if group in self.around[b] for g in self.around[b]}
        return not any(grown.meets(other) for g, other in self.spans.items() if g not in mine)

    def _in_zone_row(self, box: str) -> bool:
        return any(s.top <= self.given[box] <= s.bottom for s in self.zones)

    def _gain(self, moves: Moves) -> float:
        """What some moves in a column cost more than staying; below nought it is a gain."""
        before = {box: self.row[box] for box in moves}
        rows = {*moves.values(), *before.values()}
        columns = {self.column[box] for box in moves}
        near = [w for w in self.ways if self._touches(w, moves, columns, min(rows), max(rows))]
        cost = fsum(map(self._cost, near)) + fsum(map(self._alone, moves))
        self._done(moves)
        cost = fsum(map(self._cost, near)) + fsum(map(self._alone, moves)) - cost
        self._done(before)
        return cost

    def _touches(self, way: _Way, moves: Moves, columns: set[int], top: int, bottom: int) -> bool:
        """Whether the cost of an arrow may change when boxes move between these rows of some columns."""
        if way.source in moves or way.target in moves:
            return True
        a, b = self.at[way.source], self.at[way.target]
        if max(a.right, b.right) < min(columns) or max(columns) < min(a.left, b.left):
            return False
        return min(a.top, b.top) <= bottom and top <= max(a.bottom, b.bottom)

    def _alone(self, box: str) -> float:
        """What it costs that a box left its row, opened one, or stands where one does not look for it."""
        row, cost = self.row[box], 0.0
        cost += AGAINST * sum((row > self.row[b]) == earlier for b, earlier in self.peers[box])
        cost += UNLIKE * any(self._height(box) != self._height(b) for b in self.twins[box])
        if row != self.given[box]:
            cost += (PATH if self.given[box] == self.main else 0.0) + (STARTS if box in self.starts else 0.0)
        return cost + (OPENED if row % 2 and len(self.taken[row]) == 1 else 0.0) + 0.01 * abs(row - self.given[box])

    def _height(self, box: str) -> int:
        """The row of a box, counted from the top of its Region."""
        region = self.region[box]
        return self.row[box] - (self.at[region].top if region else 0)

    def _done(self, moves: Moves) -> Iterable[tuple[str, int]]:
        """All of these boxes go to their rows."""
        for box in moves:
            self.taken[self.row[box]].remove(self.column[box])
        for box, row in moves.items():
            self.row[box] = row
            self.at[box] = self._cell(box)
            insort(self.taken[row], self.column[box])
        return moves.items()

    # ------------------------------------------------------------------------------------------------ costs

    def _cost(self, way: _Way) -> float:
        """Bends and rows of an arrow as far as the table tells."""
        a, b = self.at[way.source], self.at[way.target]
        if b.right < a.left:
            a, b = b, a
        low, high = max(a.top, b.top), min(a.bottom, b.bottom)
        apart = max(0, low - high) / 2
        if a.right >= b.left:
            between = self._above_each_other(a, b)
            return way.weight * (ROUND * between + ROW * max(0.0, apart - 1))
        if low == high:
            return way.weight * ROUND * self._in_the_way(low, a.right, b.left)
        if low < high:
            return way.weight * ROUND * min(self._in_the_way(row, a.right, b.left) for row in range(low, high + 1))
        ends = (a.bottom, b.top) if a.bottom < b.top else (a.top, b.bottom)
        climbing = min(self._in_the_way(row, a.right, b.left) for row in ends)
        return way.weight * (CLIMB + ROW * apart + ROUND * climbing)

    def _in_the_way(self, row: int, left: int, right: int) -> int:
        """How many boxes stand in a row between two columns; more than one is no worse than one."""
        line = self.taken.get(row)
        return min(1, bisect_left(line, right) - bisect_right(line, left)) if line else 0

    def _above_each_other(self, a: Span, b: Span) -> int:
        """Whether a box stands between two that share a column."""
        column = max(a.left, b.left)
        low, high = min(a.bottom, b.bottom), max(a.top, b.top)
        return int(any(column in line for row, line in self.taken.items() if low < row < high))

    def dense(self) -> dict[str, Cell]:
        """The cells, with rows that nothing stands in left out."""
        rows = {row: k for k, row in enumerate(sorted(set(self.row.values())))}
        self.main = min(rows.values(), key=lambda k: abs(sorted(rows)[k] - self.main))
        return {box: Cell(self.column[box], rows[row]) for box, row in self.row.items()}


def _doubled(span: Span) -> Span:
    return Span(span.left, span.right, 2 * span.top, 2 * span.bottom)


def _grown(span: Span, row: int) -> Span:
    return Span(span.left, span.right, min(span.top, row), max(span.bottom, row))


def _weight(arrow: Arrow) -> float:
    return WEIGHT.get(arrow.kind, 0.7) + (NUMBERED if arrow.step or arrow.numbered else 0.0)
