"""Routed arrows to the words and numbers on them: numbers on the line, words beside it, clear of all else (R11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from archdeck.canvas import CORNER, Point, Rect, Words, fonts, hits
from archdeck.layout.clear import CROSSED, Clearance, Near, edges, length, meet, on
from archdeck.layout.numerals import in_order, letters
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route
from archdeck.layout.wording import worded
from archdeck.views import Arrow, View, members

GRAZED = 900.0  # a line through a number, but not through its middle
OVER = 60.0  # a number on another arrow where there is no better place on its own
HIDDEN = 1 / 3  # of an icon, by its number and its marks, from which on the number moves out of it where there is room
TOUCHES, PARTLY = 4.0, 7.0  # pixels of an icon that a number beside it is over, and one that is mostly beside it
TIP = 14.0  # pixels of a line at its head that no number covers
LEAST = 1e-6  # by which costs may differ that are the same


@dataclass(frozen=True)
class Lettering:
    """The words of each arrow that found room, the number of each arrow and each box, and on boxes the letters of the
    arrows that found no way. `words_at` is for each arrow whose words are said the one at which they stand,
    and `ends` are words where an arrow starts and ends."""

    labels: Mapping[str, Words]
    badges: Mapping[str, Words]
    box_badges: Mapping[str, Words]
    connectors: Mapping[str, Words]
    words_at: Mapping[str, str]
    ends: Mapping[str, tuple[Words, ...]]


def letter(view: View, placed: Placed, routes: Mapping[str, Route]) -> Lettering:
    """Words and numbers at the best free places along their arrows."""
    return _Letterer(view, placed, routes).run()


class _Letterer:
    def __init__(self, view: View, placed: Placed, routes: Mapping[str, Route]):
        self.view, self.placed, self.routes = view, placed, routes
        self.clear = Clearance(view, placed, routes)
        self.inside = members(view)
        self.faded = frozenset(a.id for a in view.arrows if a.dimmed)
        self.waiting = frozenset(b for g in view.groups if g.standby for b in self.inside[g.id])
        self.kin: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for arrow in (a for a in view.arrows if a.id in routes):
            self.kin[self.clear.family[arrow.id]].append(arrow.id)

    def run(self) -> Lettering:
        """Numbers where nothing crosses them, then words, then numbers over lines, at last those beside their boxes."""
        box_badges = {b.id: self._on_box(b.id, b.step) for b in self.view.boxes if b.step}
        connectors = self._connectors()
        numbered = [a for a in self.view.arrows if a.step and a.id in self.routes]
        badges = self._numbers(numbered, over=False)
        words = worded(self.view, self.placed.sizes, self.clear)
        badges |= self._numbers([a for a in numbered if a.id not in badges], over=True)
        homeless: dict[str, list[str]] = defaultdict(list)
        for arrow in (a for a in numbered if a.id not in badges):
            homeless[self._box_of(arrow)].append(arrow.step)
        for box, steps in homeless.items():
            if box in box_badges:
                self.clear.taken.remove(box_badges[box].box)
                steps.insert(0, next(b.step for b in self.view.boxes if b.id == box))
            box_badges[box] = self._on_box(box, ", ".join(steps))
        return Lettering(words.labels, dict(badges.values()), box_badges, connectors, words.at, words.ends)

    def _numbers(self, numbered: Iterable[Arrow], over: bool) -> dict[str, tuple[str, Words]]:
        """The number of each arrow that finds a place on it or on one like it, and on which."""
        found: dict[str, tuple[str, Words]] = {}
        for arrow in numbered:
            tries = ((a, faded) for faded in (False, True) for a in self._alike(arrow))
            placed = next(((a.id, words) for a, faded in tries if (words := self._badge(a, faded, over))), None)
            if placed:
                found[arrow.id] = placed
        return found

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
        near = self.clear.near(arrow.id, half + 20)
        some = sorted(self._points(arrow, half, 1.0 if over else 3.0))
        best: tuple[float, int, Point] | None = None
        limit = CROSSED
        for worth, k, point in some:  # the promising ones first, and the rest not at all
            if worth > limit:
                break
            cost = worth + self._on_number(point, arrow, near, half, over, limit - worth + LEAST)
            if cost < limit:
                cost += self._on_junction(point, arrow, half, with_faded)
            if cost < limit or (best and cost == limit and k < best[1]):
                limit, best = cost, (cost, k, point)
        middle = best[2] if best else None if some else self._within(arrow, near)
        if middle is None:
            return None
        words = self._badge_words(arrow.step, middle)
        self.clear.taken.append(words.box)
        return words

    def _points(self, arrow: Arrow, half: float, step: float) -> Iterator[tuple[float, int, Point]]:
        """Where the middle of a number may be on an arrow, what that costs in itself, and its place in the order."""
        total = fsum(length(s) for s in self.clear.lines[arrow.id])
        for k, (point, done, to_bend) in enumerate(self._along(arrow.id, step)):
            if done < half + (TIP if arrow.both else 4) or total - done < half + TIP:
                continue
            off = abs(done - (half + 8 if arrow.label else total / 2)) * (0.6 if arrow.label else 0.2)
            yield off + (CROSSED if to_bend < CORNER else 150 if to_bend < half + 6 else 0), k, point

    def _on_number(self, point: Point, arrow: Arrow, near: Near, half: float, over: bool, enough: float) -> float:
        """What is under a number there, or runs through it."""
        box = Rect(point.x - half, point.y - half, 2 * half, 2 * half).grow(0 if over else 2)
        cost = self.clear.cost(box, arrow.id, near, enough, crossed=OVER if over else CROSSED)
        return cost if cost >= enough else cost + self._grazed(box.grow(-3 if over else -5), point, arrow, near)

    def _within(self, arrow: Arrow, near: Near) -> Point | None:
        """The middle of an arrow that is too short for its number, which may cover all of it, and nothing else."""
        one, other, *_ = self.routes[arrow.id].points
        middle = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
        core = edges(self._badge_words(arrow.step, middle).box.grow(-3))
        strangers = [id for id in near.lines if self.clear.family[id] != self.clear.family[arrow.id]]
        return None if any(meet(core, s) for id in strangers for s in near.lines[id]) else middle

    def _on_junction(self, point: Point, arrow: Arrow, half: float, with_faded: bool) -> float:
        """A number does not sit where a trunk splits, nor on a stretch that arrows of other steps share."""
        cost = 0.0
        faded = self.faded if with_faded else ()
        for other in self.kin[self.clear.family[arrow.id]]:
            segments = self.clear.lines[other]
            for a, b in segments if other != arrow.id else ():
                corner = abs(a.x - point.x) < half + 4 and abs(a.y - point.y) < half + 4
                cost += 700 if corner and a != segments[0][0] else 0
                cost += 300 if other not in faded and on(point, a, b) else 0
        return cost

    def _grazed(self, core: Rect, centre: Point, arrow: Arrow, near: Near) -> float:
        """Lines may run through the middle of a number, where they are one line or faded, and nowhere else: of two that
        cross there it could be the number of either."""
        here = edges(core)
        cut = [o for o, segments in near.lines.items() if o != arrow.id and any(meet(here, s) for s in segments)]
        plain = [o for o in cut if o in self.faded or self.clear.family[o] == self.clear.family[arrow.id]]
        return GRAZED * (len(cut) - sum(any(on(centre, *s) for s in self.clear.lines[o]) for o in plain))

    def _on_box(self, box: str, step: str) -> Words:
        """On the free corner of the icon, or further out of it where number and marks would leave too little of it."""
        icon, marks = self.placed.boxes[box].icon, self.placed.boxes[box].marks
        corners, outside, partly = self._seats(icon, self._badge_words(step, icon.centre).box)
        own = {a.id for a in self.view.arrows if box in (a.source, a.target)}
        solid = [r for r in self.clear.solid if not meet(r, (*icon.centre, *icon.centre))] + self.clear.borders

        def cost(centre: Point) -> tuple[int, bool, int, int]:
            rect = self._badge_words(step, centre).box.grow(2)
            hidden = sum(rect.meets(other) for other in self.clear.taken)
            crossed = [a for a, lines in self.clear.lines.items() for s in lines if hits(rect, s)]
            on_marks = sum(rect.meets(mark) for mark in marks)
            if centre not in corners:
                hidden += sum(meet(edges(rect.grow(-3)), r) for r in solid)
                hidden += sum(centre in outside or a not in own for a in crossed)
            much = _share(rect.grow(-2), icon) + fsum(_share(mark, icon) for mark in marks) > HIDDEN
            return hidden, much, len(crossed) + on_marks, (corners + outside + partly).index(centre)

        words = self._badge_words(step, min(corners + outside + partly, key=cost))
        self.clear.taken.append(words.box)
        return words

    def _seats(self, icon: Rect, number: Rect) -> tuple[list[Point], list[Point], list[Point]]:
        """Where a number may stand on an icon, where beside it or above it, and where it is mostly beside it."""
        down = self.placed.sizes.badge / 2 - 1  # not into a title above
        upper, lower = icon.y + down, icon.bottom - down - 1
        above, beyond, partly = icon.y - number.h / 2 + TOUCHES, number.w / 2 - TOUCHES, number.w / 2 - PARTLY
        corners = [Point(x, y) for y in (upper, lower) for x in (icon.right - 2, icon.x + 2)]
        mostly = [Point(x, upper + 3) for x in (icon.right + partly, icon.x - partly)]
        beside = [Point(x, y) for x in (icon.right + beyond, icon.x - beyond) for y in (icon.y, upper)]
        return corners, [Point(x, above) for x in (icon.right - 2, icon.x + 2)] + beside, mostly

    def _along(self, arrow: str, step: float) -> Iterator[tuple[Point, float, float]]:
        """Points on an arrow with the way behind them and the distance to the nearest corner."""
        done = 0.0
        many = len(self.clear.lines[arrow]) > 1
        for a, b in self.clear.lines[arrow]:
            for point, along, rest in _walk(a, b, step):
                yield point, done + along, min(along, rest) if many else 1e6
            done += length((a, b))


def _walk(a: Point, b: Point, step: float) -> Iterator[tuple[Point, float, float]]:
    long = length((a, b))
    parts = max(1, int(long / step))
    for k in range(parts + 1):
        t = k / parts
        yield Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t), long * t, long * (1 - t)


def _share(over: Rect, icon: Rect) -> float:
    """How much of an icon something hides."""
    wide = min(over.right, icon.right) - max(over.x, icon.x)
    high = min(over.bottom, icon.bottom) - max(over.y, icon.y)
    return max(0.0, wide) * max(0.0, high) / (icon.w * icon.h)
