"""An end of an arrow to the points where the arrow may leave or enter it, with what each costs (R9)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from archdeck.canvas import Point, Rect, hits
from archdeck.language import FLOWING, RelationKind
from archdeck.layout.placed import Placed, PlacedBox, PlacedFrame, by_group
from archdeck.layout.search import BACK, EAST, NORTH, SOUTH, WEST, Costs, Port
from archdeck.layout.tracks import Tracks, obstacles, offsets

REACH = 12  # crossings that are looked at from a port
RIM = 1.0  # pixels of a title that a line may touch
STEP = 0.9  # how far from it, in sizes of the text


class Ports:
    """The openings of every box and frame of a picture, found once."""

    def __init__(self, placed: Placed, tracks: Tracks, cost: Costs, busy: frozenset[str]):
        self.placed, self.boxes, self.frames = placed, placed.boxes, by_group(placed)
        self.tracks, self.cost, self.busy = tracks, cost, busy
        self.scale = placed.sizes.px / 19
        self._known: dict[str, tuple[Port, ...]] = {}
        self._things = () if placed.columns else tuple(obstacles(placed))
        self._titles = tuple(f.title_rect.grow(-RIM) for f in placed.frames.values() if f.title_rect)

    def rect(self, end: str) -> Rect:
        """The icon of a box, the border of a frame."""
        return self.boxes[end].icon if end in self.boxes else self.frames[end][0].rect

    def of(
        self, end: str, other: str, kind: RelationKind, down: bool, busy: Collection[tuple[str, int, int]]
    ) -> list[Port]:
        """The ports of one end of an arrow; those in `busy` are used by arrows that it must not be mistaken for."""
        here, there = self.rect(end), self.rect(other)
        toward = {
            side
            for side, true in (
                (EAST, there.x >= here.right),
                (WEST, there.right <= here.x),
                (SOUTH, there.y >= here.bottom),
                (NORTH, there.bottom <= here.y),
            )
            if true
        }
        level = end in self.boxes and not down and kind in FLOWING and bool(toward & {EAST, WEST})
        found = []
        for port in self.openings(end):
            more = 0.0 if port.side in toward else self.cost.away if BACK[port.side] in toward else self.cost.wrong_side
            if level and port.side in (SOUTH, NORTH):
                more += self.cost.top_or_bottom
            if port.key in busy:
                more += self.cost.shared_port
            found.append(port._replace(cost=port.cost + more) if more else port)
        return found

    def openings(self, end: str) -> tuple[Port, ...]:
        """All that a box or frame has, whatever arrow it is for."""
        if end not in self._known:
            self._known[end] = tuple(self._openings(end))
        return self._known[end]

    def _openings(self, end: str) -> Iterator[Port]:
        sides = (
            self._of_box(self.boxes[end])
            if end in self.boxes
            else (opening for frame in self.frames[end] for opening in self._of_frame(frame))
        )
        x, y = self.tracks.x, self.tracks.y
        for side, point, cost in sides:
            entry = self._entry(side, point)
            if entry is not None:
                i, j = entry
                away = abs(x[i] - point.x) + abs(y[j] - point.y)
                yield Port(i * len(y) + j, side, point, cost + away, (end, round(point.x), round(point.y)))

    def _of_box(self, box: PlacedBox) -> Iterator[tuple[int, Point, float]]:
        icon = box.icon
        below = box.text.bottom + 2 if box.text else icon.bottom
        for k, off in enumerate(offsets(self.placed, box.box.id in self.busy)):
            cost = self.cost.corner_port * ((k + 1) // 2)
            yield EAST, Point(icon.right, round(icon.centre.y + off, 2)), cost
            yield WEST, Point(icon.x, round(icon.centre.y + off, 2)), cost
            yield NORTH, Point(round(icon.centre.x + off, 2), icon.y), cost + 8 * self.scale
            yield SOUTH, Point(round(icon.centre.x + off, 2), below), cost + 22 * self.scale

    def _of_frame(self, frame: PlacedFrame) -> Iterator[tuple[int, Point, float]]:
        r, s = frame.rect, self.scale
        words = frame.title_rect.grow(6 * s) if frame.title_rect else None
        for y in self.tracks.y:
            if r.y + 14 * s < y < r.bottom - 14 * s:
                cost = abs(y - r.centre.y) * 0.15
                yield EAST, Point(r.right, y), cost
                if not (words and words.x <= r.x + 40 * s and words.y < y < words.bottom):
                    yield WEST, Point(r.x, y), cost
        for x in self.tracks.x:
            if r.x + 6 * s < x < r.right - 6 * s and not (words and words.x < x < words.right):
                cost = abs(x - r.centre.x) * 0.15 + (40 * s if min(x - r.x, r.right - x) < 12 * s else 0) + 6 * s
                yield NORTH, Point(x, r.y), cost
                yield SOUTH, Point(x, r.bottom), cost

    def _entry(self, side: int, point: Point) -> tuple[int, int] | None:
        """The first crossing of tracks outside of a port; where columns and rows are no common ones, the first that
        nothing stands on, for there the next line may run through the air around an icon."""
        x, y = self.tracks.x, self.tracks.y
        if side in (EAST, WEST):
            j = bisect_left(y, point.y - 0.02)
            if not (j < len(y) and abs(y[j] - point.y) < 0.05):
                return None
            first = bisect_right(x, point.x + 0.5) if side == EAST else bisect_left(x, point.x - 0.5) - 1
            ahead = range(first, len(x)) if side == EAST else range(first, -1, -1)
            return next(((i, j) for i in self._free([(i, x[i], y[j]) for i in ahead[:REACH]], point)), None)
        i = bisect_left(x, point.x - 0.02)
        if not (i < len(x) and abs(x[i] - point.x) < 0.05):
            return None
        first = bisect_right(y, point.y + 0.5) if side == SOUTH else bisect_left(y, point.y - 0.5) - 1
        ahead = range(first, len(y)) if side == SOUTH else range(first, -1, -1)
        return next(((i, j) for j in self._free([(j, x[i], y[j]) for j in ahead[:REACH]], point)), None)

    def _free(self, crossings: Sequence[tuple[int, float, float]], point: Point) -> Iterator[int]:
        """The numbers of the crossings on which nothing stands, as far as a step from the port; none beyond a title."""
        if self.placed.columns:
            yield from (number for number, _, _ in crossings)
            return
        for number, x, y in crossings:
            if any(hits(title, (point, Point(x, y))) for title in self._titles):
                return
            if not any(r.x < x < r.right and r.y < y < r.bottom for r in self._things):
                yield number
            elif abs(x - point.x) + abs(y - point.y) > STEP * self.placed.sizes.px:
                return
