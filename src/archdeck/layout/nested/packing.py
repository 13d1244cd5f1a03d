"""Items of several shapes to one block: laid beside each other without overlap, where their arrows cost the least.

From a greedy start by threshold accepting: a move that makes things worse is taken if it does so by less than a
threshold that falls to nothing. Only the four operations of arithmetic decide, so that every machine finds the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from random import Random

from archdeck.layout.nested.links import Cell, Link, by_box, stretch, total
from archdeck.layout.nested.room import Air, Size

COLUMN = 1.3  # for each column of the block
CELL = 135.0  # pixels that a column takes, about
TOO_LARGE = 120.0  # for a slide more than there is
PULL = 0.35  # for a column between a box and the side that its arrows leave by
ORDER = 0.25  # for a column between a box without arrows and where its rank would have it
WRONG_SIDE = 9.0  # for an actor among the frames or behind them, for a called system before them
OFF_ROWS = 3.0  # for what stands outside of the frames above or below them, not beside them
WARM = 2.5  # the first threshold
TURNS, MOST = 130, 5000  # moves for each item, and for all of a block: each takes as long as the block is large
LITTLE = 1e-9  # by which sums may differ
KNOWN = 4096  # blocks that are remembered
At = tuple[int, int, int]  # column, row, number of the shape
Moves = tuple[tuple[str, At], ...]


@dataclass(frozen=True)
class Shape:
    """A block of `w` x `h` cells: where its boxes stand, what its arrows cost, and how many pixels it takes."""

    w: int
    h: int
    cells: Mapping[str, Cell] = field(hash=False)
    cost: float = 0.0
    size: Size = (0.0, 0.0)

    def __post_init__(self) -> None:
        """In one order, whatever was made first: sums of costs depend on it."""
        object.__setattr__(self, "cells", dict(sorted(self.cells.items())))


@dataclass(frozen=True)
class Packing:
    """What is to be packed. `pulls` is how strongly arrows draw a box to the left (below nought) or the right; `rank`
    the order of boxes from left to right; `before` and `behind` are items that stand left of all `frames`, or not."""

    items: Mapping[str, Sequence[Shape]] = field(hash=False)
    links: tuple[Link, ...]
    pulls: Mapping[str, float] = field(hash=False)
    rank: Mapping[str, int] = field(hash=False)
    air: Air
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    frames: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Only what counts is kept, so that the same task is known when it comes again."""
        mine = {b for shapes in self.items.values() for b in shapes[0].cells}
        order = {rank: k for k, rank in enumerate(sorted({self.rank[b] for b in mine}))}
        links = tuple(k for k in self.links if k.source in mine and k.target in mine)
        kept = {"links": links, "rank": {b: order[self.rank[b]] for b in sorted(mine)}}
        for name, value in kept.items():
            object.__setattr__(self, name, value)


def moves(task: Packing, effort: float = 1.0) -> int:
    """How many moves packing takes."""
    return min(MOST, int(effort * TURNS * len(task.items))) if len(task.items) > 1 else 0


@lru_cache(maxsize=KNOWN)
def packed(task: Packing, rows: int, seed: int = 0, effort: float = 1.0) -> Shape:
    """The cheapest block found of at most so many rows that fits on a slide, if that can be. Frames of which nothing
    has changed come again with every start, and whenever other boxes are merged."""
    work = _Work(task, rows)
    work.start()
    if len(work.names) > 1:
        work.improve(Random(seed * 1009 + rows * 37), moves(task, effort))
    return work.shape()


@dataclass(frozen=True)
class _Tie:
    """A link between two items: which they are, and between which of their boxes it runs."""

    from_item: str
    to_item: str
    source: str
    target: str
    weight: float
    flows: bool


@dataclass
class _Work:
    task: Packing
    rows: int
    at: dict[str, At] = field(default_factory=dict)
    taken: dict[Cell, str] = field(default_factory=dict)
    wide: int | None = 0  # columns that all takes, as far as that is known

    def __post_init__(self) -> None:
        items, rank = self.task.items, self.task.rank
        self.names = sorted(items, key=lambda i: (min(rank[b] for b in items[i][0].cells), i))
        self.home = {b: i for i in self.names for b in items[i][0].cells}
        inner = [k for k in self.task.links if k.source in self.home and k.target in self.home]
        inner = [k for k in inner if self.home[k.source] != self.home[k.target]]
        of = by_box(inner)
        tie = {
            id(k): _Tie(self.home[k.source], self.home[k.target], k.source, k.target, k.weight, k.flows) for k in inner
        }
        self.of = {i: [tie[id(k)] for b in items[i][0].cells for k in of.get(b, ())] for i in self.names}
        ranks = sorted({rank[b] for b in self.home})
        self.place = {
            i: sum(ranks.index(rank[b]) for b in items[i][0].cells) / len(items[i][0].cells) / len(ranks)
            for i in self.names
        }
        self.pulled = {i: [b for b in items[i][0].cells if self.task.pulls.get(b)] for i in self.names}

    # ------------------------------------------------------------------------------------------------ cells

    def cell(self, item: str, box: str) -> Cell:
        x, y, s = self.at[item]
        column, row = self.task.items[item][s].cells[box]
        return x + column, y + row

    def area(self, item: str, at: At) -> list[Cell]:
        shape = self.task.items[item][at[2]]
        if shape.w == shape.h == 1:
            return [at[:2]]
        return [(at[0] + c, at[1] + r) for c in range(shape.w) for r in range(shape.h)]

    def free(self, item: str, at: At) -> bool:
        if at[0] < 0 or at[1] < 0 or at[1] + self.task.items[item][at[2]].h > self.rows:
            return False
        return not any(self.taken.get(c, item) != item for c in self.area(item, at))

    def lay(self, item: str, at: At) -> None:
        self.at[item] = at
        if self.wide is not None:
            self.wide = max(self.wide, at[0] + self.task.items[item][at[2]].w)
        for c in self.area(item, at):
            self.taken[c] = item

    def lift(self, item: str) -> None:
        taken, at = self.taken, self.at.pop(item)
        if self.wide is not None and at[0] + self.task.items[item][at[2]].w >= self.wide:
            self.wide = None
        for c in self.area(item, at):
            if taken.get(c) == item:
                del taken[c]

    def width(self) -> int:
        if self.wide is None:
            items = self.task.items
            self.wide = max((x + items[i][s].w for i, (x, _, s) in self.at.items()), default=0)
        return self.wide

    # ------------------------------------------------------------------------------------------------ costs

    def cost(self, item: str) -> float:
        """Of an item where it lies: its arrows, its own shape, the sides that it is drawn to."""
        x, _, s = self.at[item]
        shapes, at = self.task.items[item], self.at
        found = shapes[s].cost if len(shapes) > 1 else 0.0
        items, taken = self.task.items, self.taken
        for k in self.of[item]:  # as `cell` does it, without two calls: it is asked millions of times
            if (one := at.get(k.from_item)) and (other := at.get(k.to_item)):
                p, q = items[k.from_item][one[2]].cells[k.source], items[k.to_item][other[2]].cells[k.target]
                cells = (one[0] + p[0], one[1] + p[1]), (other[0] + q[0], other[1] + q[1])
                found += k.weight * stretch(*cells, k.flows, taken)
        if self.task.frames and item not in self.task.frames:
            tops = [at[f][1] for f in self.task.frames if f in at]
            feet = [at[f][1] + self.task.items[f][at[f][2]].h for f in self.task.frames if f in at]
            found += OFF_ROWS * (bool(tops) and not min(tops) <= at[item][1] < max(feet))
        if item in self.task.before or item in self.task.behind:
            first = min((at[f][0] for f in self.task.frames if f in at), default=x + 1)
            found += WRONG_SIDE * ((x >= first) if item in self.task.before else (x <= first))
        if self.pulled[item]:
            wide = self.width()
            for b in self.pulled[item]:
                pull, column = self.task.pulls[b], self.cell(item, b)[0]
                found += PULL * (column * -pull if pull < 0 else (wide - 1 - column) * pull)
        if not self.of[item]:
            found += ORDER * abs(x - self.place[item] * self.width())
        return found

    def size(self) -> Size:
        """The pixels that all takes together. Blocks that stand diagonally are beside or above each other as well."""
        items, blocks = [], []
        for item, (x, y, s) in self.at.items():
            shape = self.task.items[item][s]
            items.append((x, x + shape.w - 1, y, y + shape.h - 1, *shape.size))
            if shape.w > 1 or shape.h > 1:
                blocks.append(items[-1])
        return self.task.air.parted(self.task.air.together(items), blocks) if items else (0.0, 0.0)

    def spread(self, size: Size) -> float:
        """What it costs that all takes so many pixels."""
        return COLUMN * size[0] / CELL + TOO_LARGE * self.task.air.over(size)

    def whole(self) -> float:
        return fsum(map(self.cost, self.names)) + self.spread(self.size())

    # ------------------------------------------------------------------------------------------------ search

    def start(self) -> None:
        """One item after the other, each where it costs the least so far."""
        for item in self.names:
            best: tuple[float, At] | None = None
            before = self.spread(self.size())  # with one more, all takes no less
            for s, shape in enumerate(self.task.items[item]):
                for x in range(self.width() + 1):
                    for y in range(self.rows - shape.h + 1):
                        if self.free(item, (x, y, s)):
                            self.lay(item, (x, y, s))
                            found = self.cost(item)
                            if best is None or found + before < best[0]:
                                found += self.spread(self.size())
                                if best is None or found < best[0]:
                                    best = (found, (x, y, s))
                            self.lift(item)
            assert best is not None, "a block is asked for as many rows as its highest item"
            self.lay(item, best[1])

    def improve(self, dice: Random, turns: int) -> None:
        best, kept = self.whole(), dict(self.at)
        self.now = self.size()
        for turn in range(turns):
            left = 1.0 - turn / turns
            threshold = WARM * left * left
            moved = self.exchange(dice, threshold) if dice.random() < 0.35 else self.move(dice, threshold)
            if moved and turn % 8 == 0 and (now := self.whole()) < best:
                best, kept = now, dict(self.at)
        if self.whole() > best:
            self.at, self.wide = kept, None

    def exchange(self, dice: Random, threshold: float) -> bool:
        """Two items of one size change places."""
        one, other = self.some(dice), self.some(dice)
        if one == other:
            return False
        a, b = self.at[one], self.at[other]
        first, second = self.task.items[one][a[2]], self.task.items[other][b[2]]
        if (first.w, first.h) != (second.w, second.h):
            return False
        old = ((one, a), (other, b))
        return self._kept(old, ((one, (b[0], b[1], a[2])), (other, (a[0], a[1], b[2]))), dice, threshold)

    def move(self, dice: Random, threshold: float) -> bool:
        """An item goes beside one of its partners, or anywhere; perhaps in another shape."""
        item = self.some(dice)
        old, shapes = self.at[item], self.task.items[item]
        s = int(dice.random() * len(shapes)) if dice.random() < 0.4 else old[2]
        if shapes[s].h > self.rows:
            return False
        at = self._beside(item, s, dice) if self.of[item] and dice.random() < 0.65 else None
        x, y = at or (int(dice.random() * (self.width() + 1)), int(dice.random() * self.rows))
        new = (x, min(max(0, y), self.rows - shapes[s].h), s)
        if new == old or not self.free(item, new):
            return False
        return self._kept(((item, old),), ((item, new),), dice, threshold)

    def _kept(self, old: Moves, new: Moves, dice: Random, threshold: float) -> bool:
        """Whether some items stay where they go: what that costs more is less than the threshold, as the dice fall.
        Most moves are far from it, and are known to be before it is measured what all takes then."""
        before, now, allowed = 0.0, 0.0, threshold * dice.random()
        for item, _ in old:
            before += self.cost(item)
        self._put(new)
        for item, _ in new:
            now += self.cost(item)
        if now - before - self._saved(old) <= allowed:
            size = self.size()
            if now - before + self.spread(size) - self.spread(self.now) <= allowed:
                self.now = size
                return True
        self._put(old)
        return False

    def _saved(self, old: Moves) -> float:
        """The most that some items can spare by going away: a row of things is no shorter than it was without them,
        and with two of them exchanged by no more than they differ."""
        sizes = [self.task.items[item][at[2]].size for item, at in old]
        if len(sizes) == 1:
            wide, high = sizes[0][0] + self.task.air.beside, sizes[0][1] + self.task.air.above
        else:
            wide, high = abs(sizes[0][0] - sizes[1][0]), abs(sizes[0][1] - sizes[1][1])
        width, height = self.now
        return self.spread(self.now) - self.spread((width - wide, height - high)) + LITTLE

    def _put(self, those: Moves) -> None:
        for item, _ in those:
            self.lift(item)
        for item, at in those:
            self.lay(item, at)

    def _beside(self, item: str, s: int, dice: Random) -> Cell:
        some = self.of[item]
        k = some[int(dice.random() * len(some))]
        mine, (column, row) = (k.source, self.cell(k.to_item, k.target))
        if k.from_item != item:
            mine, (column, row) = (k.target, self.cell(k.from_item, k.source))
        inner = self.task.items[item][s].cells[mine]
        return column + int(dice.random() * 3) - 1 - inner[0], row + (0, 0, -1, 1)[int(dice.random() * 4)] - inner[1]

    def some(self, dice: Random) -> str:
        return self.names[int(dice.random() * len(self.names))]

    def shape(self) -> Shape:
        at = {b: (self.at[i], self.task.items[i][self.at[i][2]].cells[b]) for b, i in self.home.items()}
        return closed({b: (x + c, y + r) for b, ((x, y, _), (c, r)) in at.items()}, self.task.links, self.size())


def closed(cells: Mapping[str, Cell], links: Sequence[Link], size: Size = (0.0, 0.0)) -> Shape:
    """Without empty columns and rows, from (0, 0)."""
    found = dense(cells)
    w, h = (len({cell[k] for cell in found.values()}) for k in (0, 1))
    return Shape(w, h, found, total(links, found), size)


def dense(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells without empty columns and rows."""
    columns = {c: k for k, c in enumerate(sorted({c for c, _ in cells.values()}))}
    rows = {r: k for k, r in enumerate(sorted({r for _, r in cells.values()}))}
    return {b: (columns[c], rows[r]) for b, (c, r) in cells.items()}


def best_of(found: Sequence[Shape], most: int = 8) -> tuple[Shape, ...]:
    """Those that none beats in width, height and cost alike."""
    kept: list[Shape] = []
    for s in sorted(found, key=lambda s: (s.size[0] * s.size[1], s.cost, s.w)):
        if not any(
            k.size[0] <= s.size[0] + 9 and k.size[1] <= s.size[1] + 9 and k.h <= s.h and k.cost <= s.cost + 0.5
            for k in kept
        ):
            kept.append(s)
    return tuple(kept[:most])
