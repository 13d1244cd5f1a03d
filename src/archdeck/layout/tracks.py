"""Placed boxes and frames to the lines on which arrows may run, with what blocks them and which borders they cross."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archdeck.canvas import Rect
from archdeck.layout.corridors import LEAST_ROOM, OFF_BORDER, Block, Border, lines
from archdeck.layout.placed import Placed

ONE_LINE = 4.0  # pixels between two lines that look like one
HUGS = 10.0  # pixels from a border within which a line beside it looks like one more border
SLOW = 1.2  # what a pixel counts there, and beyond the drawing
MOST = 8  # tracks side by side; more only make the search slower


@dataclass(frozen=True)
class Tracks:
    """Vertical tracks at `x`, horizontal ones at `y`. A step from one crossing to the next is open or not, and crosses
    the borders of frames, a bit each: `across[j][i]` is the step from x[i] to x[i+1] on y[j], `down[i][j]` the step
    from y[j] to y[j+1] on x[i]; -1 where something is in the way. `bit` numbers the frames. `long_across` and
    `long_down` are how long each step counts: more than it is where it hugs a border."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    across: tuple[tuple[int, ...], ...]
    down: tuple[tuple[int, ...], ...]
    bit: dict[str, int]
    long_across: tuple[tuple[float, ...], ...]
    long_down: tuple[tuple[float, ...], ...]


def offsets(placed: Placed, busy: bool) -> tuple[float, ...]:
    """How far from the middle of a side of an icon arrows may start and end, the middle first."""
    port = placed.sizes.port
    return (0.0, -port, port, -1.7 * port, 1.7 * port) if busy else (0.0, -port, port)


def tracks(placed: Placed, busy: frozenset[str] = frozenset()) -> Tracks:
    """The tracks of a placed view: in every gutter, and through the icons where arrows start and end; `busy` boxes have
    so many arrows that they need more."""
    rects = [f.rect for f in placed.frames.values()]
    vertical = sorted({round(e, 2) for r in rects for e in (r.x, r.right)})
    level = sorted({round(e, 2) for r in rects for e in (r.y, r.bottom)})
    area, sizes = placed.area, placed.sizes
    if placed.columns:
        clear = clearance(placed) + 1.5
        xs = set(_gutters(placed.columns, area.x - 30, area.right + 30, vertical, sizes.pitch, clear))
        ys = set(_gutters(placed.rows, area.y - 6, area.bottom + 10, level, sizes.pitch, clear))
    else:
        xs, ys = _between_things(placed)
    through_x: set[float] = set()
    through_y: set[float] = set()
    for box in placed.boxes.values():
        centre = box.icon.centre
        through_x |= {round(centre.x + off, 2) for off in offsets(placed, box.box.id in busy)}
        through_y |= {round(centre.y + off, 2) for off in offsets(placed, box.box.id in busy)}
    x, y = _apart(xs, through_x), _apart(ys, through_y)
    bit = {key: 1 << k for k, key in enumerate(placed.frames)}
    across = [[0] * (len(x) - 1) for _ in y]
    down = [[0] * (len(y) - 1) for _ in x]
    for key, frame in placed.frames.items():
        _mark_border(frame.rect, bit[key], x, y, across, down)
    for rect in obstacles(placed):
        _block(rect, x, y, across, down)
    long_across = _long(y, x, [(e, r.x, r.right) for r in rects for e in (r.y, r.bottom)], area.y, area.bottom)
    long_down = _long(x, y, [(e, r.y, r.bottom) for r in rects for e in (r.x, r.right)], area.x, area.right)
    return Tracks(x, y, tuple(map(tuple, across)), tuple(map(tuple, down)), bit, long_across, long_down)


def _between_things(placed: Placed) -> tuple[set[float], set[float]]:
    """Lines of a picture without common columns and rows: those of its corridors."""
    area, pitch = placed.area, placed.sizes.pitch
    things, rects = obstacles(placed), [f.rect for f in placed.frames.values()]
    wide, high = (area.x - 30, area.right + 30), (area.y - 6, area.bottom + 10)
    xs = lines(
        [Block(r.x, r.right, r.y, r.bottom) for r in things],
        [Border(e, r.y, r.bottom) for r in rects for e in (r.x, r.right)],
        wide,
        high,
        pitch,
    )
    ys = lines(
        [Block(r.y, r.bottom, r.x, r.right) for r in things],
        [Border(e, r.x, r.right) for r in rects for e in (r.y, r.bottom)],
        high,
        wide,
        pitch,
    )
    return set(xs), set(ys)


def obstacles(placed: Placed) -> list[Rect]:
    """Everything that no arrow may run over: icons with some air, texts, marks, titles."""
    air = clearance(placed)
    found = []
    for box in placed.boxes.values():
        found.append(box.icon.grow(air))
        if box.text:
            t = box.text
            found.append(Rect(t.x - air / 2, t.y, t.w + air, t.h + air * 0.7))
    for frame in placed.frames.values():
        found += [r.grow(3) for r in (frame.title_rect, frame.sign) if r]
    return found


def clearance(placed: Placed) -> float:
    """Pixels around an icon that arrows leave free."""
    return placed.sizes.px * 0.28


def _gutters(
    strips: Sequence[tuple[float, float]],
    first: float,
    last: float,
    borders: Sequence[float],
    pitch: float,
    clear: float,
) -> Iterable[float]:
    """Evenly spaced lines in each gutter, clear of the strips beside it and of the borders in it."""
    edges = [first, *(e for strip in strips for e in strip), last]
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        start, end = low + clear, high - clear
        cuts = [start, *(b for b in borders if start < b < end), end]
        for k, (a, b) in enumerate(pairwise(cuts)):
            a += OFF_BORDER if k else 0
            b -= OFF_BORDER if k < len(cuts) - 2 else 0
            if b - a < 0 and cuts[k + 1] - cuts[k] >= LEAST_ROOM:
                yield round((cuts[k] + cuts[k + 1]) / 2, 2)
            elif b >= a:
                count = min(int((b - a) / pitch) + 1, MOST)
                middle = (a + b) / 2
                yield from (round(middle + (i - (count - 1) / 2) * pitch, 2) for i in range(count))


def _apart(gutters: set[float], through: set[float]) -> tuple[float, ...]:
    """All lines, without those in gutters that would look like one with a line through an icon."""
    return tuple(sorted(through | {g for g in gutters if all(abs(g - t) > ONE_LINE for t in through)}))


def _long(
    tracks_of: Sequence[float],
    stops: Sequence[float],
    borders: Sequence[tuple[float, float, float]],
    first: float,
    last: float,
) -> tuple[tuple[float, ...], ...]:
    """How long each step on each line counts. A border is where it lies, and from where to where it runs."""
    found = []
    steps = [b - a for a, b in pairwise(stops)]
    for line in tracks_of:
        beyond = not first <= line <= last
        slow = set(range(len(steps))) if beyond else set()
        for at, start, end in borders:
            if abs(line - at) < HUGS:
                slow |= set(range(max(0, bisect_right(stops, start) - 1), bisect_left(stops, end)))
        found.append(tuple(step * SLOW if k in slow else step for k, step in enumerate(steps)))
    return tuple(found)


def _mark_border(
    r: Rect, bit: int, x: Sequence[float], y: Sequence[float], across: list[list[int]], down: list[list[int]]
) -> None:
    rows = range(bisect_right(y, r.y), bisect_left(y, r.bottom))
    columns = range(bisect_right(x, r.x), bisect_left(x, r.right))
    for edge in (r.x, r.right):
        i = bisect_left(x, edge) - 1
        if 0 <= i < len(x) - 1:
            for j in rows:
                across[j][i] |= bit
    for edge in (r.y, r.bottom):
        j = bisect_left(y, edge) - 1
        if 0 <= j < len(y) - 1:
            for i in columns:
                down[i][j] |= bit


def _block(r: Rect, x: Sequence[float], y: Sequence[float], across: list[list[int]], down: list[list[int]]) -> None:
    columns = range(bisect_right(x, r.x), bisect_left(x, r.right))
    rows = range(bisect_right(y, r.y), bisect_left(y, r.bottom))
    for j in rows:
        for i in range(max(0, bisect_right(x, r.x) - 1), min(len(x) - 1, bisect_left(x, r.right))):
            across[j][i] = -1
    for i in columns:
        for j in range(max(0, bisect_right(y, r.y) - 1), min(len(y) - 1, bisect_left(y, r.bottom))):
            down[i][j] = -1
