"""A table of cells to pixels: the largest text and icons with which every distance fits, then what is wished for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archdeck.canvas import Rect
from archdeck.layout.grid import Grid
from archdeck.layout.nested.distances import After, Line
from archdeck.layout.nested.rules import CLEAR, Order, Pair, Rules, Wish, X, Y
from archdeck.layout.placed import Placed, PlacedFrame, placed_box, titled
from archdeck.layout.sizes import GOOD, SMALLEST, Sizes, candidates, tightest
from archdeck.views import View

WIDEST = 3.0  # times the least gap, where there is room
HALVINGS = 5  # of the way to it
DEAR = 0.4  # worth of a wish from which on it is more than that frames end at one height
WANTED = 0.3  # and from which on no gap is widened that leaves no room for it
AGAIN = 24  # how often diagonal neighbours are parted
TRIES = 8  # smaller sizes that are tried for the sake of words
Positions = Mapping[str, float]


def spread(
    view: View, table: Grid, follows: Mapping[str, set[str]], area: Rect, least: int = SMALLEST
) -> Placed | None:
    """The placed view; None where it does not fit with text of at least this size."""
    order = Order(view, table, follows)
    best: tuple[int, _Attempt] | None = None
    tries = 0
    for sizes in candidates():
        if sizes.px < least or (best and (sizes.px < min(best[1].sizes.px, GOOD) or tries >= TRIES)):
            break
        attempt = _Attempt.of(order, sizes, area)
        if attempt is None:
            continue
        tries += 1
        denied = attempt.grant()
        if best is None or denied < best[0]:
            best = (denied, attempt)
        if not denied:
            break
    return best[1].widened().placed() if best else None


def spread_at(
    view: View, table: Grid, follows: Mapping[str, set[str]], placed: Placed, more: Sequence[Wish]
) -> Placed | None:
    """A placed view once more at the same sizes, with more that is wished for; None if there is no room for any of
    it."""
    attempt = _Attempt.of(Order(view, table, follows), placed.sizes, placed.area)
    if attempt is None:
        return None
    attempt.grant(more)
    return attempt.widened().placed() if any(wish in attempt.granted for wish in more) else None


@dataclass(frozen=True)
class Needed:
    """The width and height that a table takes with all as tight as can be; (0, 0) if what is asked of it contradicts
    itself."""

    lines: tuple[Line, Line]
    width: float
    height: float

    def lack(self, area: Rect) -> float:
        """How many times the room that there is."""
        return max(self.width / area.w, self.height / area.h)

    def longest(self, area: Rect) -> list[str]:
        """What the room depends on where it lacks most."""
        return self.lines[X if self.width / area.w > self.height / area.h else Y].longest()


def needed(view: View, table: Grid, follows: Mapping[str, set[str]], area: Rect, px: int) -> Needed:
    """What the view takes with text of a size. Diagonal neighbours have to be apart one way or the other: what the pair
    takes that has the least room for it is counted, whichever way is shorter."""
    rules = Rules(Order(view, table, follows), tightest(px))
    lines = rules.line(X), rules.line(Y)
    takes = lines[X].through(), lines[Y].through()
    most: list[tuple[float, After | None]] = [(lines[X].extent() or 0.0, None), (lines[Y].extent() or 0.0, None)]
    for a, b in rules.order.diagonal:
        pair = rules.apart(a, b, X), rules.apart(a, b, Y)
        ways = takes[X](pair[X]), takes[Y](pair[Y])
        axis = X if ways[X] / area.w <= ways[Y] / area.h else Y
        if ways[axis] > most[axis][0]:
            most[axis] = ways[axis], pair[axis]
    for line, (_, rule) in zip(lines, most, strict=True):
        if rule:
            line.add([rule])
    return Needed(lines, most[X][0], most[Y][0])


class _Attempt:
    """A table at one size of the text, with what is granted."""

    def __init__(self, order: Order, sizes: Sizes, area: Rect, extra: tuple[Pair, ...], gap: tuple[float, float]):
        self.order, self.sizes, self.area, self.extra, self.gap = order, sizes, area, extra, gap
        self.rules = Rules(order, sizes, gap)
        self.lines = (self.rules.line(X, extra), self.rules.line(Y, extra))
        self.room = (area.w, area.h)
        self.granted: list[Wish] = []

    @classmethod
    def of(cls, order: Order, sizes: Sizes, area: Rect) -> _Attempt | None:
        """With diagonal neighbours apart; None if it does not fit."""
        one = cls(order, sizes, area, (), (1.0, 1.0))
        return one.parted(AGAIN) if one.fits() else None

    def parted(self, tries: int) -> _Attempt | None:
        """With diagonal neighbours apart, all at once or else one after the other; None if that does not fit."""
        found: _Attempt | None = self
        for _ in range(tries):
            if found is None or not (more := found.overlaps(*found.positions())):
                return found
            found = found.also(more) or found.also(more[:1]) or found.also((_otherwise(*more[0], self.order),))
        return None

    def also(self, more: tuple[Pair, ...]) -> _Attempt | None:
        """With some more pairs apart, and all that was granted; None if that does not fit."""
        return self._again(self.gap, (*self.extra, *more))

    def fits(self) -> bool:
        extents = (line.extent() for line in self.lines)
        return all(e is not None and e <= room for e, room in zip(extents, self.room, strict=True))

    def grant(self, more: Sequence[Wish] = ()) -> int:
        """Keeps what is wished for and fits; how many wishes for words do not."""
        wishes = sorted([*self.rules.wishes(), *more], key=lambda wish: -wish.worth)
        return sum(wish.words for wish in self.keep(wishes))

    def keep(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Keeps in their order what fits of some wishes; those that do not."""
        kept = [set(map(id, self._fitting([w for w in wishes if w.axis == axis], axis))) for axis in (X, Y)]
        self.granted += [wish for wish in wishes if id(wish) in kept[wish.axis]]
        return [wish for wish in wishes if id(wish) not in kept[wish.axis]]

    def _fitting(self, wishes: Sequence[Wish], axis: int) -> list[Wish]:
        """All of some wishes along an axis, if they fit together; else as one after the other is kept that fits."""
        rules = [rule for wish in wishes for rule in wish.after]
        pairs = [pair for wish in wishes for pair in wish.pairs]
        if not wishes or self.lines[axis].wish(self.room[axis], rules, pairs):
            return [*wishes]
        half = len(wishes) // 2
        return [*self._fitting(wishes[:half], axis), *self._fitting(wishes[half:], axis)] if half else []

    def widened(self) -> _Attempt:
        """What room is left goes to all gaps alike, and diagonal neighbours are parted again."""
        found = self
        for axis in (X, Y):
            low, high = 1.0, WIDEST
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                gap = (middle, found.gap[Y]) if axis == X else (found.gap[X], middle)
                other = self._again(gap, found.extra)
                if other is None:
                    high = middle
                else:
                    low, found = middle, other
        return found.parted(AGAIN) or self.parted(AGAIN) or self._with_less()

    def _with_less(self) -> _Attempt:
        """Where what is granted leaves no room to part diagonal neighbours: with the dearest of it, or with none."""
        less = self._bare()
        less.keep([wish for wish in self.granted if wish.worth > DEAR])
        return less.parted(AGAIN) or self._bare()

    def _bare(self) -> _Attempt:
        """The same with nothing granted."""
        return _Attempt(self.order, self.sizes, self.area, self.extra, (1.0, 1.0))

    def _again(self, gap: tuple[float, float], extra: tuple[Pair, ...]) -> _Attempt | None:
        """The same with other gaps and all that was granted; None if that does not fit."""
        other = _Attempt(self.order, self.sizes, self.area, extra, gap)
        if not other.fits():
            return None
        return None if any(wish.worth > WANTED for wish in other.keep(self.granted)) else other

    def positions(self) -> tuple[Positions | None, Positions | None]:
        return self.lines[X].settled(self.area.w), self.lines[Y].settled(self.area.h)

    def overlaps(self, x: Positions | None, y: Positions | None) -> tuple[Pair, ...]:
        """Diagonal neighbours that stand on each other, each with the axis on which it takes less of the room that is
        left to part them."""
        if x is None or y is None:
            return ()
        left_over = [max(1.0, room - (line.extent() or 0.0)) for room, line in zip(self.room, self.lines, strict=True)]
        found: list[Pair] = []
        for a, b in self.order.diagonal:
            s, t = self._rect(a, x, y), self._rect(b, x, y)
            beside, above = (self.rules.between(a, b, axis) * CLEAR[axis] for axis in (X, Y))
            if not Rect(s.x - beside, s.y - above, s.w + 2 * beside, s.h + 2 * above).meets(t):
                continue
            left, over = self.order.one_way(a, b, X), self.order.one_way(a, b, Y)
            by_x = (s.right - t.x if left[0] == a else t.right - s.x) / left_over[X]
            by_y = (s.bottom - t.y if over[0] == a else t.bottom - s.y) / left_over[Y]
            found.append((*left, X) if by_x <= by_y else (*over, Y))
        return tuple(found)

    def _rect(self, thing: str, x: Positions, y: Positions) -> Rect:
        (left, a), (right, b) = self.rules.near(thing, X), self.rules.far(thing, X)
        (top, c), (foot, d) = self.rules.near(thing, Y), self.rules.far(thing, Y)
        return Rect(x[left] + a, y[top] + c, x[right] + b - x[left] - a, y[foot] + d - y[top] - c)

    # ------------------------------------------------------------------------------------------------ pixels

    def placed(self) -> Placed | None:
        x, y = self.positions()
        if x is None or y is None:
            return None
        area, sizes = self.area, self.sizes
        boxes = {
            b.id: placed_box(b, round(area.x + x[b.id], 2), round(area.y + y[b.id], 2), sizes)
            for b in self.order.view.boxes
        }
        rects = {k: self._rect(k, x, y) for k in self.order.frames}
        rects = {k: Rect(r.x + area.x, r.y + area.y, r.w, r.h) for k, r in rects.items()}
        frames = {
            k: titled(f, rects, rects[k].y + sizes.px * 0.3, sizes, parted=True)
            if f.group.label
            else PlacedFrame(f, rects[k], "", None, None)
            for k, f in self.order.frames.items()
        }
        return Placed(sizes, boxes, frames, (), (), area, sizes.px >= SMALLEST)


def _otherwise(a: str, b: str, axis: int, order: Order) -> Pair:
    """Diagonal neighbours parted along the other axis."""
    return (*order.one_way(a, b, 1 - axis), 1 - axis)
