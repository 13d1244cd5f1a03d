"""A whole table to one with shorter and straighter arrows that cross less: boxes and frames move by a cell or two.

Frames stay rectangles that hold nothing strange and stand apart from each other; twins and lanes move as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from random import Random

from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.crossings import Crossings, Moved, crossings
from archdeck.layout.nested.links import Cell, by_box, total
from archdeck.layout.nested.packing import COLUMN, OFF_ROWS, Shape
from archdeck.layout.nested.spread import Needed

CROSSING = 0.7  # two arrows that would cross, were they drawn straight from box to box
ROW = 1.0  # a row of the table
TOO_MANY = 25.0  # a column or row more than at first
WRONG_SIDE = 9.0  # a box outside of the frames on the wrong side of them
WARM = 1.2
SEED = 7
TURNS, MOST = 55, 2500  # moves for each box, and for all of a table: each takes as long as the table is large
OVER, ROOMY = 1000.0, 0.98  # for all the room of a slide that a table takes more than this of it
RELIEF = 90  # tables that are tried for less room
VAIN = 8  # better tables without room for them, one after the other, until the search goes back to the best one
Span = tuple[int, int, int, int]  # first and last column, first and last row


Takes = Callable[[Shape], Needed]  # what a table takes of the room that there is


def improved(blocks: Blocks, shape: Shape, takes: Takes | None = None) -> Shape | None:
    """The best table that is found from this one, with no more columns and rows than it has, if that can be. Where it
    is known what a table takes, it takes no more than there is; None if none is found."""
    work = _Work(blocks, shape, takes)
    if not work.relieve():
        return None
    work.run(Random(SEED), min(MOST, int(blocks.effort * TURNS * len(work.names))))
    return blocks.dense(work.best)


class _Work:
    def __init__(self, blocks: Blocks, shape: Shape, takes: Takes | None):
        cells = dict(shape.cells)
        self.takes, self.area = takes, blocks.room.air.area
        self.blocks, self.cells, self.columns, self.rows = blocks, cells, shape.w, shape.h
        self.links = [k for k in blocks.links if k.source in cells and k.target in cells]
        self.of = by_box(self.links)
        self.number = {id(k): n for n, k in enumerate(self.links)}
        self.inside = {g: frozenset(some) for g, some in blocks.inside.items()}
        followers = {o for some in blocks.follows.values() for o in some}
        self.names = [b for b in cells if b not in followers]
        self.frames = [g for g, some in self.inside.items() if not some <= followers]
        outside = frozenset(blocks.own[None])
        self.before, self.behind = blocks.sides(outside)
        names = list(self.inside)
        self.siblings = [(a, b) for a, b in combinations(names, 2) if blocks.group[a].parent == blocks.group[b].parent]
        self.framed = [b for b in cells if b not in outside]
        self.outside = [b for b in cells if b in outside]
        self.best_cost, self.best = self._whole(cells) + self._over(cells), cells

    def run(self, dice: Random, turns: int) -> None:
        now, vain = self._whole(self.cells), 0
        self.crossings = Crossings(self.links, self.cells)
        for turn in range(turns):
            left = 1.0 - turn / turns
            moved = self._move(dice)
            if moved is None:
                continue
            gain = self._gain(moved, WARM * left * left * dice.random())
            if gain and self._valid(moved):
                self.cells, now = moved, now + gain[0]
                self.crossings.take(gain[1])
                if now < self.best_cost - 1e-9:
                    now = self._whole(moved)
                    cost = now + self._over(moved) if now < self.best_cost - 1e-9 else now
                    if cost < self.best_cost - 1e-9:
                        self.best_cost, self.best, vain = cost, moved, 0
                    elif (vain := vain + 1) >= VAIN:
                        self.cells, vain = self.best, 0
                        self.crossings.at(self.best)
                        now = self._whole(self.best)

    def _over(self, cells: Mapping[str, Cell]) -> float:
        """What it costs that a table takes more room than there is."""
        if not self.takes:
            return 0.0
        return OVER * max(0.0, self.takes(self.blocks.dense(cells)).lack(self.area) - ROOMY)

    def relieve(self) -> bool:
        """Whether there is room for the best table. Where it takes more, boxes on its longest way go to other cells,
        one after the other, as long as that helps."""
        if not self.takes:
            return True
        tries = RELIEF
        while (now := self.takes(self.blocks.dense(self.best))).lack(self.area) > ROOMY:
            before = self.best_cost
            for moved in self._elsewhere(now.longest(self.area)):
                tries -= 1
                if (cost := self._whole(moved) + self._over(moved)) < self.best_cost - 1e-9:
                    self.best_cost, self.best, self.cells = cost, moved, moved
                    break
                if tries <= 0:
                    break
            if self.best_cost == before or tries <= 0:
                return now.lack(self.area) <= 1
        return True

    def _elsewhere(self, things: Sequence[str]) -> Iterator[dict[str, Cell]]:
        """The tables in which a box stands in another cell of its frame, or beside it; the nearest ones first."""
        leader = {o: b for b, others in self.blocks.follows.items() for o in others}
        for box in dict.fromkeys(leader.get(t, t) for t in things if t in self.cells):
            frame = self.blocks.box[box].group
            left, right, top, foot = _span([self.cells[b] for b in self.inside.get(frame or "", self.cells)])
            c, r = self.cells[box]
            cells = [(x, y) for x in range(left - 1, right + 2) for y in range(top - 1, foot + 2) if (x, y) != (c, r)]
            for to in sorted(cells, key=lambda to: (abs(to[0] - c) + abs(to[1] - r), to)):
                moved = self._gone({box: to})
                if moved and self._valid(moved):
                    yield moved

    # ------------------------------------------------------------------------------------------------ moves

    def _move(self, dice: Random) -> dict[str, Cell] | None:
        chance = dice.random()
        box = self.names[int(dice.random() * len(self.names))]
        if chance < 0.3:
            return self._exchanged(box, dice)
        if chance < 0.6 and self.of.get(box):
            link = self.of[box][int(dice.random() * len(self.of[box]))]
            column, row = self.cells[link.other(box)]
            to = (column + int(dice.random() * 3) - 1, row + (0, 0, -1, 1)[int(dice.random() * 4)])
            return self._gone({box: to})
        if chance < 0.8 and self.frames:
            frame = self.frames[int(dice.random() * len(self.frames))]
            dx, dy = ((1, 0), (-1, 0), (0, 1), (0, -1))[int(dice.random() * 4)]
            return {b: (c + dx, r + dy) if b in self.inside[frame] else (c, r) for b, (c, r) in self.cells.items()}
        column, row = self.cells[box]
        return self._gone({box: (column + int(dice.random() * 3) - 1, row + int(dice.random() * 3) - 1)})

    def _exchanged(self, box: str, dice: Random) -> dict[str, Cell] | None:
        group, leads = self.blocks.box[box].group, box in self.blocks.follows
        some = [b for b in self.names if self.blocks.box[b].group == group and (b in self.blocks.follows) == leads]
        other = some[int(dice.random() * len(some))]
        return self._gone({box: self.cells[other], other: self.cells[box]}) if other != box else None

    def _gone(self, moves: Mapping[str, Cell]) -> dict[str, Cell] | None:
        """The cells with some boxes elsewhere; those that follow them go as far."""
        if all(self.cells[b] == to for b, to in moves.items()):
            return None
        found = {**self.cells, **moves}
        for leader, (column, row) in moves.items():
            dx, dy = column - self.cells[leader][0], row - self.cells[leader][1]
            for b in self.blocks.follows.get(leader, ()):
                if b not in moves:
                    found[b] = (self.cells[b][0] + dx, self.cells[b][1] + dy)
        return found

    # ------------------------------------------------------------------------------------------------ worth

    def _whole(self, cells: Mapping[str, Cell]) -> float:
        """What a table costs."""
        return total(self.links, cells) + CROSSING * crossings(self.links, (), cells) + self._spread(cells)

    def _gain(self, moved: Mapping[str, Cell], allowed: float) -> tuple[float, Moved] | None:
        """What a table costs more than the one before it, as far as the arrows of the boxes tell that have moved, and
        what these cross; None if that is more than is allowed, as it mostly is even if they crossed nothing."""
        some = {id(k): k for b, cell in moved.items() if cell != self.cells[b] for k in self.of.get(b, ())}
        near, numbers = list(some.values()), [self.number[id] for id in some]
        found = self._spread(moved) - self._spread(self.cells) - CROSSING * self.crossings.of(numbers)
        found += total(near, moved, set(moved.values())) - total(near, self.cells, set(self.cells.values()))
        if found > allowed:
            return None
        crossed = self.crossings.moved(numbers, moved, (allowed - found) / CROSSING)
        if crossed is None:
            return None
        found += CROSSING * sum(len(those) for _, _, those in crossed)
        return (found, crossed) if found <= allowed else None

    def _spread(self, cells: Mapping[str, Cell]) -> float:
        columns, rows = {c for c, _ in cells.values()}, {r for _, r in cells.values()}
        too_many = max(0, len(columns) - self.columns) + max(0, len(rows) - self.rows)
        found = COLUMN * len(columns) + ROW * len(rows) + TOO_MANY * too_many
        if self.framed:
            first = min(cells[b][0] for b in self.framed)
            wrong = sum(cells[b][0] >= first for b in self.before) + sum(cells[b][0] <= first for b in self.behind)
            found += WRONG_SIDE * wrong + self._above(cells)
        return found

    def _above(self, cells: Mapping[str, Cell]) -> float:
        """What it costs that boxes outside of the frames stand above or below them, not beside them."""
        rows = [cells[b][1] for b in self.framed]
        top, foot = min(rows), max(rows)
        return OFF_ROWS * sum(not top <= cells[b][1] <= foot for b in self.outside)

    def _valid(self, cells: Mapping[str, Cell]) -> bool:
        """Whether every box has a cell of its own, and every frame holds nothing strange and meets no sibling."""
        if len(set(cells.values())) < len(cells):
            return False
        spans = {g: _span([cells[b] for b in some]) for g, some in self.inside.items()}
        for g, (left, right, top, bottom) in spans.items():
            mine = self.inside[g]
            for b, (column, row) in cells.items():
                if left <= column <= right and top <= row <= bottom and b not in mine:
                    return False
        return not any(_meet(spans[a], spans[b]) for a, b in self.siblings)


def _span(cells: Sequence[Cell]) -> Span:
    columns, rows = [c for c, _ in cells], [r for _, r in cells]
    return min(columns), max(columns), min(rows), max(rows)


def _meet(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1] and a[2] <= b[3] and b[2] <= a[3]
