"""A whole table to one with shorter and straighter arrows that cross less: boxes and frames move by a cell or two.

Frames stay rectangles that hold nothing strange and stand apart from each other; twins and lanes move as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.links import Cell, Link, by_box, total
from archdeck.layout.nested.packing import COLUMN, Shape

CROSSING = 0.7  # two arrows that would cross, were they drawn straight from box to box
ROW = 1.0  # a row of the table
TOO_MANY = 25.0  # a column or row more than at first
WRONG_SIDE = 9.0  # a box outside of the frames on the wrong side of them
WARM = 1.2
TURNS = 55  # moves for each box
Span = tuple[int, int, int, int]  # first and last column, first and last row


def improved(blocks: Blocks, shape: Shape) -> Shape:
    """The best table that is found from this one, with no more columns and rows than it has, if that can be."""
    work = _Work(blocks, shape)
    work.run(Random(blocks.seed * 1013 + 7), int(blocks.effort * TURNS * len(work.names)))
    return blocks.dense(work.best)


class _Work:
    def __init__(self, blocks: Blocks, shape: Shape):
        cells = dict(shape.cells)
        self.blocks, self.cells, self.columns, self.rows = blocks, cells, shape.w, shape.h
        self.links = [k for k in blocks.links if k.source in cells and k.target in cells]
        self.of = by_box(self.links)
        self.inside = {g: frozenset(some) for g, some in blocks.inside.items()}
        followers = {o for some in blocks.follows.values() for o in some}
        self.names = [b for b in cells if b not in followers]
        self.frames = [g for g, some in self.inside.items() if not some <= followers]
        outside = frozenset(blocks.own[None])
        self.before, self.behind = blocks.sides(outside)
        names = list(self.inside)
        self.siblings = [(a, b) for a, b in combinations(names, 2) if blocks.group[a].parent == blocks.group[b].parent]
        self.framed = [b for b in cells if b not in outside]
        self.best_cost, self.best = self._whole(cells), cells

    def run(self, dice: Random, turns: int) -> None:
        now = self.best_cost
        for turn in range(turns):
            left = 1.0 - turn / turns
            moved = self._move(dice)
            if moved is None:
                continue
            gain = self._gain(moved)
            if gain <= WARM * left * left * dice.random() and self._valid(moved):
                self.cells, now = moved, now + gain
                if now < self.best_cost - 1e-9:
                    now = self._whole(moved)
                    if now < self.best_cost - 1e-9:
                        self.best_cost, self.best = now, moved

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

    def _gain(self, moved: Mapping[str, Cell]) -> float:
        """What a table costs more than the one before it, as far as the arrows of the boxes tell that have moved."""
        some = {id(k): k for b, cell in moved.items() if cell != self.cells[b] for k in self.of.get(b, ())}
        near = list(some.values())
        rest = [k for k in self.links if id(k) not in some]
        found = self._spread(moved) - self._spread(self.cells)
        found += total(near, moved, set(moved.values())) - total(near, self.cells, set(self.cells.values()))
        return found + CROSSING * (crossings(near, rest, moved) - crossings(near, rest, self.cells))

    def _spread(self, cells: Mapping[str, Cell]) -> float:
        columns, rows = {c for c, _ in cells.values()}, {r for _, r in cells.values()}
        too_many = max(0, len(columns) - self.columns) + max(0, len(rows) - self.rows)
        found = COLUMN * len(columns) + ROW * len(rows) + TOO_MANY * too_many
        if self.framed:
            first = min(cells[b][0] for b in self.framed)
            wrong = sum(cells[b][0] >= first for b in self.before) + sum(cells[b][0] <= first for b in self.behind)
            found += WRONG_SIDE * wrong
        return found

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


def crossings(links: Sequence[Link], others: Sequence[Link], cells: Mapping[str, Cell]) -> int:
    """How often straight lines from box to box would cross: those of some links each other, and those of others."""
    lines = [(*cells[k.source], *cells[k.target]) for k in (*others, *links)]
    found = 0
    for n, (ax, ay, bx, by) in enumerate(lines[len(others) :], start=len(others)):
        dx, dy = bx - ax, by - ay
        left, right = (ax, bx) if ax < bx else (bx, ax)
        top, bottom = (ay, by) if ay < by else (by, ay)
        for cx, cy, ex, ey in lines[:n]:
            if (cx > right and ex > right) or (cx < left and ex < left):
                continue
            if (cy > bottom and ey > bottom) or (cy < top and ey < top):
                continue
            if (dx * (cy - ay) - dy * (cx - ax)) * (dx * (ey - ay) - dy * (ex - ax)) >= 0:
                continue
            fx, fy = ex - cx, ey - cy
            found += (fx * (ay - cy) - fy * (ax - cx)) * (fx * (by - cy) - fy * (bx - cx)) < 0
    return found
