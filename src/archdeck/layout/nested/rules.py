"""A table of cells to what has to stand beside, above and in what, and how far: distances, not columns and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from archdeck.language import FLOWING
from archdeck.layout.cells import Frame, Span
from archdeck.layout.grid import Grid
from archdeck.layout.nested.distances import After, Line
from archdeck.layout.nesting import lies_in
from archdeck.layout.placed import box_size, title_room, words_room
from archdeck.layout.sizes import Sizes
from archdeck.views import Arrow, View

X, Y = 0, 1
CLEAR = (0.6, 0.95)  # of the least between neighbours that is enough for diagonal ones, by axis
NEAR, FAR = ("|left", "|top"), ("|right", "|foot")  # the borders of a frame along each axis
ZONE = "zone"
EQUAL = frozenset(
    {ZONE, "public-subnet", "private-subnet", "subnet"}
)  # frames whose borders are in line with their twins'
Pair = tuple[str, str, int]  # the first is left of the second, or above it


class Order:
    """What stands beside and above what, and what lies in what; no pixels yet."""

    def __init__(self, view: View, table: Grid, follows: Mapping[str, set[str]]):
        self.view, self.cells, self.follows = view, table.cells, follows
        self.box = {b.id: b for b in view.boxes}
        self.frames = {f.key: f for f in table.frames}
        self.key = {f.group.id: f.key for f in table.frames}
        self.span = {b: Span(c, c, r, r) for b, (c, r) in table.cells.items()}
        self.span |= {k: f.span for k, f in self.frames.items()}
        self.apart: list[Pair] = []
        self.diagonal: list[tuple[str, str]] = []
        for one, other in self._beside():
            self._part(one, other)
        self.nested = tuple(self._nested())
        self.direct = {k: self._direct(f) for k, f in self.frames.items()}

    def _beside(self) -> Iterator[tuple[str, str]]:
        """Pairs that stand in one frame, and what an overlay has to stand clear of."""
        kids: dict[str | None, list[str]] = defaultdict(list)
        for b in self.view.boxes:
            kids[b.group].append(b.id)
        for k, f in self.frames.items():
            if not f.group.overlay:
                kids[f.group.parent].append(k)
        for some in kids.values():
            yield from combinations(some, 2)
        for k, f in self.frames.items():
            if f.group.overlay:
                yield from ((k, b) for b in self.cells if b not in f.boxes)
                for o, g in self.frames.items():
                    if o != k and not f.boxes & g.boxes and (not g.group.overlay or o > k):
                        yield k, o

    def _part(self, a: str, b: str) -> None:
        s, t = self.span[a], self.span[b]
        level, upright = s[2] <= t[3] and t[2] <= s[3], s[0] <= t[1] and t[0] <= s[1]
        if level and not upright:
            self.apart.append((a, b, X) if s[1] < t[0] else (b, a, X))
        elif upright and not level:
            self.apart.append((a, b, Y) if s[3] < t[2] else (b, a, Y))
        elif not upright:
            self.diagonal.append((a, b))

    def one_way(self, a: str, b: str, axis: int) -> tuple[str, str]:
        """Two things that stand beside or above each other, the left or the upper one first."""
        first, last = (0, 1) if axis == X else (2, 3)
        return (a, b) if self.span[a][last] < self.span[b][first] else (b, a)

    def _direct(self, frame: Frame) -> list[str]:
        """The boxes of a frame that stand in no other one within it; those of an overlay stand in others."""
        return sorted(b for b in frame.boxes if frame.group.overlay or self.box[b].group == frame.group.id)

    def _nested(self) -> Iterator[tuple[str, str, int]]:
        """Outer frame, inner frame, and the side on which the one is around the other."""
        groups = {f.group.id: f.group for f in self.frames.values()}
        for outer, f in self.frames.items():
            for inner, g in self.frames.items():
                if outer != inner and lies_in(g, f, groups):
                    whole = g.boxes <= f.boxes and not f.group.overlay
                    yield from (
                        (outer, inner, side)
                        for side in range(4)
                        if whole or self.span[outer][side] == self.span[inner][side]
                    )


@dataclass(frozen=True)
class Wish:
    """What is kept if there is room: constraints, pairs in line, and how much it is wished for."""

    axis: int
    worth: float
    after: tuple[After, ...] = ()
    pairs: tuple[tuple[str, str, float], ...] = ()
    words: bool = False


class Rules:
    """The distances of a table at one size, in pixels. `gap` widens those between neighbours, by axis."""

    def __init__(self, order: Order, sizes: Sizes, gap: tuple[float, float] = (1.0, 1.0)):
        self.order, self.sizes, self.gap = order, sizes, gap
        self.padding, self.band = sizes.pad, sizes.band
        self.title = {k: title_room(f, sizes.px) for k, f in order.frames.items()}
        self.size = {b: box_size(box, sizes) for b, box in order.box.items()}
        self.joined = {p for a in order.view.arrows for p in ((a.source, a.target), (a.target, a.source))}

    def near(self, thing: str, axis: int) -> tuple[str, float]:
        """The position that a thing begins at: a variable and an offset."""
        if thing in self.size:
            return (thing, -self.size[thing][0] / 2) if axis == X else (thing, 0.0)
        return thing + NEAR[axis], 0.0

    def far(self, thing: str, axis: int) -> tuple[str, float]:
        if thing in self.size:
            return (thing, self.size[thing][0] / 2) if axis == X else (thing, self.size[thing][1])
        return thing + FAR[axis], 0.0

    def line(self, axis: int, extra: tuple[Pair, ...] = ()) -> Line:
        """All that has to be, along one axis."""
        ends = {b: (w / 2, w / 2) if axis == X else (0.0, h) for b, (w, h) in self.size.items()}
        ends |= {k + side: (0.0, 0.0) for k in self.order.frames for side in (NEAR[axis], FAR[axis])}
        found = Line(ends)
        found.add(self._all(axis, extra))
        for one, other in self._in_line(axis):
            found.join(one, other)
        return found

    def _all(self, axis: int, extra: tuple[Pair, ...]) -> Iterator[After]:
        for a, b, along in (*self.order.apart, *extra):
            if along == axis:
                yield self._after(self.far(a, axis), self.near(b, axis), self.between(a, b, axis))
                if axis == X and (a, b) in self.joined and a in self.size and b in self.size:
                    yield After(a, b, self.sizes.icon + max(self.sizes.gutter, 2.2 * self.sizes.px))
        first, last = (0, 1) if axis == X else (2, 3)
        for k, f in self.order.frames.items():
            begin, end = (k + NEAR[axis], 0.0), (k + FAR[axis], 0.0)
            before, behind = self.pad(f, first), self.pad(f, last)
            for b in self.order.direct[k]:
                yield self._after(begin, self.near(b, axis), before)
                yield self._after(self.far(b, axis), end, behind)
            if axis == X and f.group.label:
                yield self._after(self.near(k, X), self.far(k, X), self.title[k][0])
        for outer, inner, side in self.order.nested:
            pad = self.pad(self.order.frames[outer], side)
            if side == first:
                yield self._after(self.near(outer, axis), self.near(inner, axis), pad)
            elif side == last:
                yield self._after(self.far(inner, axis), self.far(outer, axis), pad)

    @staticmethod
    def _after(one: tuple[str, float], other: tuple[str, float], least: float) -> After:
        return After(one[0], other[0], least + one[1] - other[1])

    def between(self, a: str, b: str, axis: int) -> float:
        """The least between neighbours: two boxes, a box and a frame, two frames."""
        px, boxes = self.sizes.px, (a in self.size) + (b in self.size)
        if axis == X:
            least = (px * 1.1, self.sizes.gutter * 0.9, self.sizes.gutter)[boxes]
            least = px * 0.9 if boxes == 2 else least
        else:
            least = (px * 0.8, px * 0.8, self.sizes.gutter * 0.5)[boxes]
            if (a, b) in self.joined:
                least = max(least, px * 1.55)
        return least * self.gap[axis]

    def apart(self, a: str, b: str, axis: int) -> After:
        """Diagonal neighbours that are just far enough from each other along an axis."""
        one, other = self.order.one_way(a, b, axis)
        return self._after(self.far(one, axis), self.near(other, axis), CLEAR[axis] * self.between(a, b, axis))

    def pad(self, frame: Frame, side: int) -> float:
        """Between a frame and what is in it."""
        if side == 2 and frame.group.label:
            return self.band + self.title[frame.key][1]
        return self.padding * (min(1.6, self.gap[X]) if side < 2 else 1.0)

    def _in_line(self, axis: int) -> Iterator[tuple[str, str]]:
        """Neighbours in one column or row of a frame keep in line, and so do twins and their borders."""
        for a, b, near in self._lines_of_frames(axis):
            if near:
                yield a, b
        cells = self.order.cells
        for leader, others in self.order.follows.items():
            for o in sorted(others):
                if leader in cells and o in cells and cells[leader][axis] == cells[o][axis]:
                    yield leader, o
        borders: dict[tuple[str, str | None, int, int], list[str]] = defaultdict(list)
        first, last = (0, 1) if axis == X else (2, 3)
        for k, f in self.order.frames.items():
            if f.group.kind in EQUAL and not f.group.overlay:
                borders[f.group.kind, self._home(f), f.span[first], f.span[last]].append(k)
        for some in borders.values():
            for a, b in pairwise(some):
                yield a + NEAR[axis], b + NEAR[axis]
                yield a + FAR[axis], b + FAR[axis]

    def _lines_of_frames(self, axis: int) -> Iterator[tuple[str, str, bool]]:
        """Boxes of a frame after each other in one of its columns or rows, and whether they are neighbours."""
        lines: dict[tuple[str | None, int], list[str]] = defaultdict(list)
        cells = self.order.cells
        for b, cell in cells.items():
            lines[self.order.box[b].group, cell[axis]].append(b)
        for some in lines.values():
            some.sort(key=lambda b: cells[b][1 - axis])
            for a, b in pairwise(some):
                yield a, b, cells[b][1 - axis] - cells[a][1 - axis] == 1

    def _home(self, frame: Frame) -> str | None:
        """The frame that a frame's twins stand in: not the zone around a subnet, for each of its twins has its own."""
        parent = self.order.frames.get(frame.group.parent or "")
        return parent.group.parent if parent and parent.group.kind == ZONE else frame.group.parent

    # ------------------------------------------------------------------------------------------------ wishes

    def wishes(self) -> list[Wish]:
        """What would be good to have, the dearest first: straight arrows, room for words, room for arrows that turn."""
        found = [*self._straight(), *self._words(), *self._titles(), *self._turns(), *self._even(), *self._columns()]
        return sorted(found, key=lambda w: -w.worth)

    def _straight(self) -> Iterator[Wish]:
        """The ends of arrows that could run straight are in line."""
        span = self.order.span
        for a in self.order.view.arrows:
            if a.source not in self.size or a.target not in self.size:
                continue
            s, t = span[a.source], span[a.target]
            worth = (2.0 if a.kind in FLOWING else 1.0) * (2.0 if a.step else 1.4 if a.numbered else 1.0)
            if s[2] == t[2]:
                yield Wish(Y, worth, pairs=((a.source, a.target, 0.0),))
            elif s[0] == t[0]:
                yield Wish(X, worth, pairs=((a.source, a.target, 0.0),))

    def _words(self) -> Iterator[Wish]:
        for a in self.order.view.arrows:
            if a.source in self.size and a.target in self.size and (a.label or a.step or a.numbered):
                s, t = self.order.span[a.source], self.order.span[a.target]
                if s[2] == t[2]:
                    left, right = (a.source, a.target) if s[0] < t[0] else (a.target, a.source)
                    room = words_room(a, self.sizes) + self.sizes.icon + self.sizes.px
                    yield Wish(X, 3.0, after=(After(left, right, room),), words=True)
                elif s[0] == t[0] and abs(s[2] - t[2]) == 1:
                    high, low = (a.source, a.target) if s[2] < t[2] else (a.target, a.source)
                    room = self.size[high][1] + self._upright(a)
                    yield Wish(Y, 3.0, after=(After(high, low, room),), words=True)

    def _titles(self) -> Iterator[Wish]:
        """An overlay that cuts through the title of a frame is wide enough for it."""
        frames = self.order.frames
        for k, f in frames.items():
            if not f.group.overlay:
                s = f.span
                cutting = [
                    o
                    for o, g in frames.items()
                    if g.group.overlay and g.span.top < s.top <= g.span.bottom and s.left <= g.span.left <= s.right
                ]
                if cutting and f.group.label:
                    widest = max(cutting, key=lambda o: frames[o].span.right - frames[o].span.left)
                    least = self.title[k][0]
                    yield Wish(
                        X, 2.5, after=(self._after(self.near(widest, X), self.far(widest, X), least),), words=True
                    )

    def _upright(self, arrow: Arrow) -> float:
        badge = self.sizes.badge + self.sizes.px * 0.8 if arrow.step or arrow.numbered else 0.0
        return badge + (self.sizes.line * 1.2 if arrow.label else 0.0) + self.sizes.px * 0.7

    def _turns(self) -> Iterator[Wish]:
        """Room beside a thing for every bundle that turns there."""
        turning = self._turning()
        for a, b, axis in self.order.apart:
            if axis == X:
                count = len(turning[a, True] | turning[b, False])
                if count > 1:
                    least = self.between(a, b, X) + (count - 1) * self.sizes.pitch
                    yield Wish(X, 0.5, after=(self._after(self.far(a, X), self.near(b, X), least),))

    def _turning(self) -> dict[tuple[str, bool], set[tuple[str, str, str]]]:
        """The bundles that turn right of a thing, or left of it."""
        found: dict[tuple[str, bool], set[tuple[str, str, str]]] = defaultdict(set)
        span = self.order.span
        for a in self.order.view.arrows:
            source, target = self.order.key.get(a.source, a.source), self.order.key.get(a.target, a.target)
            if source not in span or target not in span:
                continue
            s, t = span[source], span[target]
            if s[2] <= t[3] and t[2] <= s[3] and abs(s[0] - t[0]) < 2:
                continue
            out, into = ("from", a.source, a.kind.value), ("to", a.target, a.kind.value)
            found[source, t[0] >= s[1]].add(out)
            found[target, s[0] >= t[1]].add(into)
            for k, f in self.order.frames.items():
                if source in f.boxes and target not in f.boxes:
                    found[k, t[0] > f.span.right].add(out)
                if target in f.boxes and source not in f.boxes:
                    found[k, s[0] > f.span.right].add(into)
        return found

    def _even(self) -> Iterator[Wish]:
        """Frames of a kind beside each other begin and end at one height, those above each other at one side."""
        frames = self.order.frames
        for a, b, axis in self.order.apart:
            if a in frames and b in frames and frames[a].group.kind == frames[b].group.kind:
                other = Y if axis == X else X
                for side in (NEAR[other], FAR[other]):
                    yield Wish(other, 0.4, pairs=((a + side, b + side, 0.0),))

    def _columns(self) -> Iterator[Wish]:
        """What stands in one column or row of the whole table is in line, where that costs nothing."""
        for axis in (X, Y):
            lines: dict[int, list[str]] = defaultdict(list)
            for b, cell in self.order.cells.items():
                lines[cell[axis]].append(b)
            for some in lines.values():
                for a, b in pairwise(some):
                    yield Wish(axis, 0.2, pairs=((a, b, 0.0),))
            for a, b, near in self._lines_of_frames(axis):
                if not near:
                    yield Wish(axis, 0.8, pairs=((a, b, 0.0),))
