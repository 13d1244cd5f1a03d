"""Routed arrows to their words: beside the line, clear of all else, on a stretch of which they are true (R11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archdeck.canvas import Point, Rect, Words, fonts
from archdeck.layout.clear import Clearance, length
from archdeck.layout.sizes import SMALLEST, WIDEST, Sizes, says_all, spoken
from archdeck.layout.stretches import Stretch, stretches
from archdeck.views import Arrow, View

STEP = 5.0  # pixels between two tried positions
TOO_MUCH = 240.0  # words that cost more than this are left out
INK = "#232F3E"
END = "end"  # the role of words at an end of an arrow


@dataclass(frozen=True)
class Worded:
    """The words that stand on each arrow, and for each arrow that has words the one at which they stand."""

    labels: Mapping[str, Words]
    at: Mapping[str, str]
    ends: Mapping[str, tuple[Words, ...]]


def worded(view: View, sizes: Sizes, clear: Clearance) -> Worded:
    """The words of each arrow, once for all of a bundle that say the same where a stretch is theirs alone."""
    return _Wording(view, sizes, clear).run()


class _Wording:
    def __init__(self, view: View, sizes: Sizes, clear: Clearance):
        self.sizes, self.clear = sizes, clear
        self.arrows = {a.id: a for a in view.arrows if a.id in clear.lines}
        self.kin: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self.alike: dict[tuple[str, tuple[str, str, str]], list[str]] = defaultdict(list)
        for arrow in self.arrows.values():
            family = clear.family[arrow.id]
            self.kin[family].append(arrow.id)
            if arrow.label:
                self.alike[arrow.label, family].append(arrow.id)
        self.labels: dict[str, Words] = {}
        self.at: dict[str, str] = {}

    def run(self) -> Worded:
        ends = {a.id: tuple(self._at_ends(a)) for a in self.arrows.values() if a.from_label or a.to_label}
        for some in self.alike.values():
            self._say(some)
        return Worded(self.labels, self.at, ends)

    def _at_ends(self, arrow: Arrow) -> Iterator[Words]:
        """The words where an arrow starts and where it ends: near that end, where no arrow runs that has others."""
        some = list(stretches(arrow.id, self.clear.lines, self.kin[self.clear.family[arrow.id]]))
        for text, key in ((arrow.from_label, "from_label"), (arrow.to_label, "to_label")):
            where = [s for s in some if all(getattr(self.arrows[a], key) == text for a in s.arrows)]
            if text and where and (words := self._near_end(arrow, text, where, key == "to_label")):
                yield words

    def _near_end(self, arrow: Arrow, text: str, where: Sequence[Stretch], last: bool) -> Words | None:
        px = max(SMALLEST, self.sizes.arrow_text - 2)
        wide, high = fonts.width(text, px) + 2, px * fonts.LINE_HEIGHT
        near = self.clear.near(arrow.id, max(wide, high) + 20)
        long = sum(map(length, self.clear.lines[arrow.id]))
        best: tuple[float, Rect] | None = None
        for away, rect in _along(where, wide, high):
            worth = long - away if last else away
            limit = best[0] if best else long / 2
            if worth < limit and worth + (cost := self.clear.cost(rect, arrow.id, near, limit - worth)) < limit:
                best = worth + cost, rect
        if best is None:
            return None
        self.clear.taken.append(best[1])
        return Words(text, best[1], px, colour=INK, role=END)

    def _say(self, alike: Sequence[str]) -> None:
        """Words that several arrows of a bundle have, on stretches of these and of no others: on one that all of them
        run along, where there is room, else on those of as many as there are."""
        found = self._stretches(alike)
        waiting = list(alike)
        while found and waiting:
            best = max(found, key=lambda some: (sum(a in some[0] for a in waiting), -len(some[1])))
            where = found.pop(best)
            first = next((a for a in waiting if a in best[0]), None)
            if first and (words := self._label(self.arrows[first], where[first])):
                self.labels[first] = words
                self.at |= {a: first for a in waiting if a in best[0]}
                waiting = [a for a in waiting if a not in best[0]]

    def _stretches(self, alike: Sequence[str]) -> dict[tuple[frozenset[str], frozenset[str]], dict[str, list[Stretch]]]:
        """Those on which words of these arrows may stand, by the arrows that they speak for there and all that run
        there, for each of these arrows."""
        own = {a: list(stretches(a, self.clear.lines, self.kin[self.clear.family[a]])) for a in alike}
        meant: dict[frozenset[Point], set[str]] = defaultdict(set)
        for arrow, some in own.items():
            for stretch in _clear(some, frozenset(alike), self.clear.family[arrow][0]):
                meant[frozenset((stretch.a, stretch.b))].add(arrow)
        found: dict[tuple[frozenset[str], frozenset[str]], dict[str, list[Stretch]]] = {}
        for arrow, some in own.items():
            for stretch in some:
                here = frozenset(meant.get(frozenset((stretch.a, stretch.b)), ()))
                if arrow in here:
                    found.setdefault((here, stretch.arrows), {}).setdefault(arrow, []).append(stretch)
        return found

    def _label(self, arrow: Arrow, where: Sequence[Stretch]) -> Words | None:
        """Of all places beside these stretches the best: in more lines where there is none for few, then in smaller
        letters, and cut at last."""
        tries = dict.fromkeys(self._forms(arrow))
        return next((words for rows, px in tries if (words := self._written(arrow, rows, px, where))), None)

    def _forms(self, arrow: Arrow) -> Iterator[tuple[tuple[str, ...], float]]:
        """The lines that an arrow's words may have, and their sizes, the best first."""
        px, rows = self.sizes.arrow_text, spoken(arrow, self.sizes)
        whole = says_all(rows, arrow.label)
        if whole:
            yield rows, px
            yield (fonts.halves(rows[0], px) if len(rows) == 1 else rows), px
        for size in (px, (px + SMALLEST) // 2, SMALLEST):
            for lines in (2, 3):
                some = fonts.wrap(arrow.label, size, px * WIDEST, lines)
                if size <= px and says_all(some, arrow.label):
                    yield some, size
        if not whole:
            yield rows, px

    def _written(self, arrow: Arrow, rows: tuple[str, ...], px: float, where: Sequence[Stretch]) -> Words | None:
        """These lines at the best place; the promising ones are tried first, and the rest not at all."""
        wide, high = max(fonts.width(row, px) for row in rows) + 2, px * fonts.LINE_HEIGHT * len(rows)
        limit = TOO_MUCH + sum(map(length, self.clear.lines[arrow.id])) * 0.15
        best: Rect | None = None
        near = self.clear.near(arrow.id, max(wide, high) + 20)
        for worth, rect in sorted(_beside(where, wide, high), key=lambda found: found[0]):
            if worth >= limit:
                break
            cost = worth + self.clear.cost(rect, arrow.id, near, limit - worth)
            if cost < limit:
                limit, best = cost, rect
        if best is None:
            return None
        self.clear.taken.append(best)
        return Words("\n".join(rows), best, px, colour=INK)


def _clear(some: Sequence[Stretch], alike: frozenset[str], family: str) -> Iterator[Stretch]:
    """The stretches of an arrow on which its words are seen to be its own: no arrow with other words runs there, nor
    joins it between there and the end at which it is alone."""
    for stretch in some if family == "to" else reversed(some):
        if stretch.arrows <= alike:
            yield stretch
        elif family != "bus":
            return


def _beside(where: Sequence[Stretch], wide: float, high: float) -> Iterator[tuple[float, Rect]]:
    """Places for words on either side of a line, and what each costs in itself: best is the middle of the whole."""
    middle = (where[0].before + where[-1].before + where[-1].length) / 2
    for s in where:
        for point, along in _walk(s):
            off = abs(s.before + along - middle) * 0.25
            for side, extra in ((-1, 0.0), (1, 6.0)):
                if s.level:
                    rect = Rect(point.x - wide / 2, point.y + side * (high / 2 + 4) - high / 2, wide, high)
                    over = max(0.0, wide / 2 - min(along, s.length - along)) * 1.2
                else:
                    rect = Rect(point.x - side * (wide / 2 + 6) - wide / 2, point.y - high / 2, wide, high)
                    over = max(0.0, high / 2 - min(along, s.length - along)) * 2 + 10
                yield off + extra + over, rect


def _along(where: Sequence[Stretch], wide: float, high: float) -> Iterator[tuple[float, Rect]]:
    """Places for words on either side of a line, and how far along it each is."""
    for s in where:
        for point, along in _walk(s):
            for side in (-1, 1):
                x, y = (0.0, side * (high / 2 + 4)) if s.level else (-side * (wide / 2 + 6), 0.0)
                yield s.before + along, Rect(point.x + x - wide / 2, point.y + y - high / 2, wide, high)


def _walk(s: Stretch) -> Iterator[tuple[Point, float]]:
    """Points on a stretch with the way behind them."""
    parts = max(1, int(s.length / STEP))
    for k in range(parts + 1):
        t = k / parts
        yield Point(s.a.x + (s.b.x - s.a.x) * t, s.a.y + (s.b.y - s.a.y) * t), s.length * t
