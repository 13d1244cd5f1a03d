"""Routed arrows to the words and numbers on them: numbers on the line, words beside it, clear of all else (R11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, inf

from archdeck.canvas import CORNER, Point, Rect, Segment, Words, fonts, hits, sides
from archdeck.layout.numerals import in_order, letters
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route, families
from archdeck.layout.sizes import spoken
from archdeck.layout.tracks import obstacles
from archdeck.views import Arrow, View, members

Bounds = tuple[float, float, float, float]  # left, top, right, bottom
STEP = 5.0  # pixels between two tried positions
BLOCKED = 1000.0  # on an icon, a text, another label
CUT = 300.0  # a number on the border of a frame
GRAZED = 900.0  # a line through a number, but not through its middle
CROSSED = 500.0  # a number on another arrow
OVER = 60.0  # the same where there is no better place on its own arrow
HIDDEN = 1 / 3  # of an icon, by its number and its marks, from which on the number moves out of it where there is room
TOUCHES, PARTLY = 4.0, 7.0  # pixels of an icon that a number beside it is over, and one that is mostly beside it
TIP = 14.0  # pixels of a line at its head that no number covers
DOUBTFUL, DOUBT = 12.0, 60.0  # so near another arrow that words might be taken for its own
TOO_MUCH = 240.0  # words that cost more than this are left out
INK = "#232F3E"


@dataclass(frozen=True)
class Lettering:
    """The words of each arrow that found room, the number of each arrow and each box, and on boxes the letters of the
    arrows that found no way."""

    labels: Mapping[str, Words]
    badges: Mapping[str, Words]
    box_badges: Mapping[str, Words]
    connectors: Mapping[str, Words]


def letter(view: View, placed: Placed, routes: Mapping[str, Route]) -> Lettering:
    """Words and numbers at the best free places along their arrows."""
    return _Letterer(view, placed, routes).run()


@dataclass(frozen=True)
class _Near:
    """What is near an arrow: words and numbers that stand already, icons and texts, borders, and lines by arrow."""

    taken: list[Bounds]
    solid: list[Bounds]
    borders: list[Bounds]
    lines: Mapping[str, list[Bounds]]


class _Letterer:
    def __init__(self, view: View, placed: Placed, routes: Mapping[str, Route]):
        self.view, self.placed, self.routes = view, placed, routes
        self.family = families(view.arrows)
        self.inside = members(view)
        self.faded = frozenset(a.id for a in view.arrows if a.dimmed)
        self.waiting = frozenset(b for g in view.groups if g.standby for b in self.inside[g.id])
        self.solid = [_edges(r) for r in obstacles(placed)]
        self.borders = [_bounds(side) for f in placed.frames.values() for side in sides(f.rect)]
        self.area = placed.area.grow(4)
        self.lines = {a: list(pairwise(r.points)) for a, r in routes.items()}
        self.taken: list[Rect] = []

    def run(self) -> Lettering:
        """Numbers where nothing crosses them, then words, then numbers over lines, at last those beside their boxes."""
        box_badges = {b.id: self._on_box(b.id, b.step) for b in self.view.boxes if b.step}
        connectors = self._connectors()
        numbered = [a for a in self.view.arrows if a.step and a.id in self.routes]
        badges = self._numbers(numbered, over=False)
        labels = self._labels()
        badges |= self._numbers([a for a in numbered if a.id not in badges], over=True)
        homeless: dict[str, list[str]] = defaultdict(list)
        for arrow in (a for a in numbered if a.id not in badges):
            homeless[self._box_of(arrow)].append(arrow.step)
        for box, steps in homeless.items():
            if box in box_badges:
                self.taken.remove(box_badges[box].box)
                steps.insert(0, next(b.step for b in self.view.boxes if b.id == box))
            box_badges[box] = self._on_box(box, ", ".join(steps))
        return Lettering(labels, dict(badges.values()), box_badges, connectors)

    def _numbers(self, numbered: Iterable[Arrow], over: bool) -> dict[str, tuple[str, Words]]:
        """The number of each arrow that finds a place on it or on one like it, and on which."""
        found: dict[str, tuple[str, Words]] = {}
        for arrow in numbered:
            tries = ((a, faded) for faded in (False, True) for a in self._alike(arrow))
            placed = next(((a.id, words) for a, faded in tries if (words := self._badge(a, faded, over))), None)
            if placed:
                found[arrow.id] = placed
        return found

    def _labels(self) -> dict[str, Words]:
        """The words of each arrow, once for those of a bundle that say the same."""
        labels: dict[str, Words] = {}
        said: set[tuple[str, tuple[str, str, str]]] = set()
        for arrow in (a for a in self.view.arrows if a.label and a.id in self.routes):
            key = (arrow.label, self.family[arrow.id])
            if key not in said and (words := self._label(arrow)):
                labels[arrow.id] = words
                said.add(key)
        return labels

    def _connectors(self) -> dict[str, Words]:
        """The same letter at both ends of an arrow that found no way: plainer than a line, and never wrong."""
        on: dict[str, list[str]] = defaultdict(list)
        lost = [a for a in self.view.arrows if a.id not in self.routes]
        for arrow, letter in zip(lost, letters(), strict=False):
            there, back = (letter, letter) if arrow.both else (f"{letter}→", f"→{letter}")
            on[self._standing_for(arrow.source)].append(there)
            on[self._standing_for(arrow.target)].append(back)
        return {box: self._on_box(box, ", ".join(some)) for box, some in on.items()}

    def _waits(self, arrow: Arrow) -> bool:
        """Whether one of its ends waits for a failure."""
        ends = (b for end in (arrow.source, arrow.target) for b in self.inside.get(end, [end]))
        return not self.waiting.isdisjoint(ends)

    # ------------------------------------------------------------------------------------------- numbers

    def _badge_words(self, step: str, centre: Point) -> Words:
        step = in_order(step)
        high = self.placed.sizes.badge
        px = max(16.0, high * 0.56)
        wide = max(high, fonts.width(step, px, bold=True) + high * 0.5)
        return Words(step, Rect(centre.x - wide / 2, centre.y - high / 2, wide, high), px, bold=True, colour="#FFFFFF")

    def _box_of(self, arrow: Arrow) -> str:
        """Where the number of an arrow stands that has no room for it: on the box it leads to, or in the frame."""
        for end in (arrow.target, arrow.source, *(p[1] for p in arrow.pairs)):
            if end in self.placed.boxes:
                return end
        return self._standing_for(arrow.target)

    def _standing_for(self, end: str) -> str:
        """The box itself, or the first in a frame."""
        if end in self.placed.boxes:
            return end
        frame = next(f for f in self.placed.frames.values() if f.frame.group.id == end)
        return min(frame.frame.boxes)

    def _alike(self, arrow: Arrow) -> Iterator[Arrow]:
        """An arrow, then those between other copies of its ends, where its number is as true: not those in a place that
        stands by, unless it is there itself."""
        yield arrow
        for other in self.view.arrows:
            alike = other.relations == arrow.relations and not other.step and other.id in self.routes
            if alike and (self._waits(arrow) or not self._waits(other)):
                yield replace(arrow, id=other.id, source=other.source, target=other.target)

    def _badge(self, arrow: Arrow, with_faded: bool, over: bool) -> Words | None:
        """The number of an arrow on its line, if need be where only faded ones share it, or `over` lines that cross it;
        None where it would stand on something else everywhere."""
        half = self._badge_words(arrow.step, Point(0, 0)).box.w / 2
        total = fsum(_length(s) for s in self.lines[arrow.id])
        best: tuple[float, Point] | None = None
        near = self._near(arrow.id, half + 20)
        for point, done, to_bend in self._along(arrow.id, 1.0 if over else 3.0):
            if done < half + (TIP if arrow.both else 4) or total - done < half + TIP:
                continue
            box = Rect(point.x - half, point.y - half, 2 * half, 2 * half).grow(0 if over else 2)
            cost = self._cost(box, arrow.id, near, crossed=OVER if over else CROSSED)
            cost += self._on_junction(point, arrow, half, with_faded)
            cost += self._grazed(box.grow(-3 if over else -5), point, arrow)
            cost += CROSSED if to_bend < CORNER else 0
            cost += abs(done - (half + 8 if arrow.label else total / 2)) * (0.6 if arrow.label else 0.2) + (
                150 if to_bend < half + 6 else 0
            )
            if best is None or cost < best[0]:
                best = (cost, point)
        if best is None:
            points = self.routes[arrow.id].points  # too short for a number: it may cover all of it, and nothing else
            middle = Point((points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2)
            core = _edges(self._badge_words(arrow.step, middle).box.grow(-3))
            strangers = [id for id in near.lines if self.family[id] != self.family[arrow.id]]
            crossed = any(_meet(core, s) for id in strangers for s in near.lines[id])
            best = (CROSSED if crossed else 0.0, middle)
        if best[0] >= CROSSED:
            return None
        words = self._badge_words(arrow.step, best[1])
        self.taken.append(words.box)
        return words

    def _on_junction(self, point: Point, arrow: Arrow, half: float, with_faded: bool) -> float:
        """A number does not sit where a trunk splits, nor on a stretch that arrows of other steps share."""
        cost = 0.0
        faded = self.faded if with_faded else ()
        for other, segments in self.lines.items():
            if other == arrow.id or self.family[other] != self.family[arrow.id]:
                continue
            for a, b in segments:
                corner = abs(a.x - point.x) < half + 4 and abs(a.y - point.y) < half + 4
                cost += 700 if corner and a != segments[0][0] else 0
                cost += 300 if other not in faded and _on(point, a, b) else 0
        return cost

    def _grazed(self, core: Rect, centre: Point, arrow: Arrow) -> float:
        """Lines may run through the middle of a number, where they are one line or faded, and nowhere else: of two that
        cross there it could be the number of either."""
        cut = [o for o, segments in self.lines.items() if o != arrow.id and any(hits(core, s) for s in segments)]
        plain = [o for o in cut if o in self.faded or self.family[o] == self.family[arrow.id]]
        return GRAZED * (len(cut) - sum(any(_on(centre, *s) for s in self.lines[o]) for o in plain))

    def _on_box(self, box: str, step: str) -> Words:
        """On the free corner of the icon, or further out of it where number and marks would leave too little of it."""
        icon, marks = self.placed.boxes[box].icon, self.placed.boxes[box].marks
        corners, outside, edges = self._seats(icon, self._badge_words(step, icon.centre).box)
        own = {a.id for a in self.view.arrows if box in (a.source, a.target)}
        solid = [r for r in self.solid if not _meet(r, (*icon.centre, *icon.centre))] + self.borders

        def cost(centre: Point) -> tuple[int, bool, int, int]:
            rect = self._badge_words(step, centre).box.grow(2)
            hidden = sum(rect.meets(other) for other in self.taken)
            crossed = [a for a, lines in self.lines.items() for s in lines if hits(rect, s)]
            on_marks = sum(rect.meets(mark) for mark in marks)
            if centre not in corners:
                hidden += sum(_meet(_edges(rect.grow(-3)), r) for r in solid)
                hidden += sum(centre in outside or a not in own for a in crossed)
            much = _share(rect.grow(-2), icon) + fsum(_share(mark, icon) for mark in marks) > HIDDEN
            return hidden, much, len(crossed) + on_marks, (corners + outside + edges).index(centre)

        words = self._badge_words(step, min(corners + outside + edges, key=cost))
        self.taken.append(words.box)
        return words

    def _seats(self, icon: Rect, number: Rect) -> tuple[list[Point], list[Point], list[Point]]:
        """Where a number may stand on an icon, where beside it or above it, and where it is mostly beside it."""
        down = self.placed.sizes.badge / 2 - 1  # not into a title above
        upper, lower = icon.y + down, icon.bottom - down - 1
        above, beyond, partly = icon.y - number.h / 2 + TOUCHES, number.w / 2 - TOUCHES, number.w / 2 - PARTLY
        corners = [Point(x, y) for y in (upper, lower) for x in (icon.right - 2, icon.x + 2)]
        edges = [Point(x, upper + 3) for x in (icon.right + partly, icon.x - partly)]
        beside = [Point(x, y) for x in (icon.right + beyond, icon.x - beyond) for y in (icon.y, upper)]
        return corners, [Point(x, above) for x in (icon.right - 2, icon.x + 2)] + beside, edges

    # ------------------------------------------------------------------------------------------- words

    def _label(self, arrow: Arrow) -> Words | None:
        """Of all places beside the line the best; in two lines where there is none for one."""
        px = self.placed.sizes.arrow_text
        rows = spoken(arrow, self.placed.sizes)
        halves = fonts.halves(rows[0], px) if len(rows) == 1 else rows
        tries = dict.fromkeys((rows, halves))
        return next((words for lines in tries if (words := self._written(arrow, lines, px))), None)

    def _written(self, arrow: Arrow, rows: tuple[str, ...], px: float) -> Words | None:
        """These lines at the best place; the promising ones are tried first, and the rest not at all."""
        wide, high = max(fonts.width(row, px) for row in rows) + 2, px * fonts.LINE_HEIGHT * len(rows)
        total = fsum(_length(s) for s in self.lines[arrow.id])
        limit = TOO_MUCH + total * 0.15
        best: Rect | None = None
        near, shared = self._near(arrow.id, max(wide, high) + 20), self._shared(arrow)
        for worth, rect, point in sorted(self._beside(arrow.id, wide, high), key=lambda found: found[0]):
            if worth >= limit:
                break
            cost = worth + BLOCKED / 2 * sum(any(_on(point, *s) for s in segments) for segments in shared)
            if cost < limit:
                cost += self._cost(rect, arrow.id, near, limit - cost)
            if cost < limit:
                limit, best = cost, rect
        if best is None:
            return None
        self.taken.append(best)
        return Words("\n".join(rows), best, px, colour=INK)

    def _beside(self, arrow: str, wide: float, high: float) -> Iterator[tuple[float, Rect, Point]]:
        """Places for words on either side of a line, what each costs in itself, and its point on the line."""
        total = fsum(_length(s) for s in self.lines[arrow])
        done = 0.0
        for a, b in self.lines[arrow]:
            level = abs(a.y - b.y) < 0.1
            for point, along, _ in _walk(a, b, STEP):
                middle = abs(done + along - total / 2) * 0.25
                for side, extra in ((-1, 0.0), (1, 6.0)):
                    if level:
                        rect = Rect(point.x - wide / 2, point.y + side * (high / 2 + 4) - high / 2, wide, high)
                        over = max(0.0, wide / 2 - min(abs(point.x - a.x), abs(b.x - point.x))) * 1.2
                    else:
                        rect = Rect(point.x - side * (wide / 2 + 6) - wide / 2, point.y - high / 2, wide, high)
                        over = max(0.0, high / 2 - min(abs(point.y - a.y), abs(b.y - point.y))) * 2 + 10
                    yield middle + extra + over, rect, point
            done += _length((a, b))

    def _shared(self, arrow: Arrow) -> list[list[Segment]]:
        """The lines of arrows with other words that may share a stretch: words do not stand there."""
        return [
            self.lines[other.id]
            for other in self.view.arrows
            if other.id != arrow.id
            and other.id in self.lines
            and other.label != arrow.label
            and self.family[other.id] == self.family[arrow.id]
        ]

    # ------------------------------------------------------------------------------------------- what is in the way

    def _near(self, arrow: str, reach: float) -> _Near:
        """What is so near an arrow that its words or its number could meet it."""
        around = [_grown(_bounds(s), reach) for s in self.lines[arrow]]

        def close(found: Iterable[Bounds]) -> list[Bounds]:
            return [one for one in found if any(_meet(one, a) for a in around)]

        lines = {other: close(map(_bounds, segments)) for other, segments in self.lines.items()}
        return _Near(
            close(map(_edges, self.taken)),
            close(self.solid),
            close(self.borders),
            {other: segments for other, segments in lines.items() if segments},
        )

    def _cost(self, rect: Rect, arrow: str, near: _Near, enough: float = inf, crossed: float = 0.0) -> float:
        """What stands in the way of words, or of a number that may be on a line where that is `crossed` at this cost;
        no more is added up once it is `enough` to look elsewhere."""
        on_line = crossed > 0
        here = _edges(rect)
        apart, border, tight, wide = (_grown(here, by) for by in (3, 1.5, 2, DOUBTFUL))
        cost = 0.0 if self.area.holds(rect) else BLOCKED
        for found, box, weight in (
            (near.solid, here, BLOCKED),
            (near.taken, apart, BLOCKED),
            (near.borders, border, CUT * crossed / CROSSED if on_line else BLOCKED),
        ):
            if cost >= enough:
                return cost
            cost += weight * fsum(_meet(box, one) for one in found)
        for other, segments in near.lines.items():
            if cost >= enough:
                return cost
            if other == arrow and on_line:
                continue
            close = [s for s in segments if _meet(wide, s)]
            if any(_meet(tight, s) for s in close):
                same = self.family[other] == self.family[arrow]
                cost += (0 if same else crossed) if on_line else BLOCKED
            elif not on_line and close:
                cost += DOUBT
        return cost

    def _along(self, arrow: str, step: float) -> Iterator[tuple[Point, float, float]]:
        """Points on an arrow with the way behind them and the distance to the nearest corner."""
        done = 0.0
        many = len(self.lines[arrow]) > 1
        for a, b in self.lines[arrow]:
            for point, along, rest in _walk(a, b, step):
                yield point, done + along, min(along, rest) if many else 1e6
            done += _length((a, b))


def _walk(a: Point, b: Point, step: float) -> Iterator[tuple[Point, float, float]]:
    length = _length((a, b))
    parts = max(1, int(length / step))
    for k in range(parts + 1):
        t = k / parts
        yield Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t), length * t, length * (1 - t)


def _length(segment: Segment) -> float:
    return abs(segment[0].x - segment[1].x) + abs(segment[0].y - segment[1].y)


def _share(over: Rect, icon: Rect) -> float:
    """How much of an icon something hides."""
    wide = min(over.right, icon.right) - max(over.x, icon.x)
    high = min(over.bottom, icon.bottom) - max(over.y, icon.y)
    return max(0.0, wide) * max(0.0, high) / (icon.w * icon.h)


def _edges(r: Rect) -> Bounds:
    return r.x, r.y, r.right, r.bottom


def _bounds(segment: Segment) -> Bounds:
    a, b = segment
    return min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)


def _grown(r: Bounds, by: float) -> Bounds:
    return r[0] - by, r[1] - by, r[2] + by, r[3] + by


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _on(p: Point, a: Point, b: Point) -> bool:
    return min(a.x, b.x) - 1 <= p.x <= max(a.x, b.x) + 1 and min(a.y, b.y) - 1 <= p.y <= max(a.y, b.y) + 1
