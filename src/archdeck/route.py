"""Placed boxes and arrows to the way each arrow runs: right angles, on tracks, round everything (R9, R10).

A search for the cheapest way, arrow by arrow; then the arrows that cross others or strange frames are taken up and laid
anew until nothing improves. Arrows of one fan-out, one fan-in or one complete bus may share a trunk, and no others, so
that merged lines never suggest a relation that does not exist.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from archdeck.geometry import Point, Rect
from archdeck.language import RelationKind
from archdeck.place import Placed, PlacedBox, PlacedFrame, by_group
from archdeck.tracks import Tracks, tracks
from archdeck.view import Arrow, View

EAST, WEST, SOUTH, NORTH = range(4)
STEP = ((1, 0), (-1, 0), (0, 1), (0, -1))
BACK = (WEST, EAST, NORTH, SOUTH)
ORDER = {
    RelationKind.REQUEST: 0,
    RelationKind.DATA: 1,
    RelationKind.REPLICATION: 2,
    RelationKind.FAILOVER: 3,
    RelationKind.BACKUP: 4,
    RelationKind.CONTROL: 5,
    RelationKind.USES: 5,
}
FORWARD = frozenset({RelationKind.REQUEST, RelationKind.DATA})
HEAD_ROOM = 24.0  # pixels that a head and a rounded corner take before the end of an arrow
SEARCHES = 200  # after so many ways searched for, no further round begins: a bound on time that is the same everywhere
ROUNDS = 2  # how often arrows may be taken up and laid anew


class Costs(NamedTuple):
    """In pixels of detour at text size 19, as measured on the five reference systems."""

    bend: float = 42
    crossing: float = 130
    at_head: float = 78
    foreign: float = 130
    wrong_side: float = 70
    top_or_bottom: float = 80
    corner_port: float = 30
    shared_port: float = 400
    cramped: float = 60
    touching: float = 5000


class Port(NamedTuple):
    """Where an arrow may leave or enter: a crossing of tracks, the side it leaves by, the point, and what it costs."""

    i: int
    j: int
    side: int
    point: Point
    cost: float
    key: tuple[str, int, int]


@dataclass(frozen=True)
class Route:
    """The corners of an arrow, tip last, and its cost in crossings and strange frames."""

    points: tuple[Point, ...]
    flaws: float


@dataclass
class _Way:
    cells: list[tuple[int, int, int]]
    points: list[Point]
    ports: tuple[tuple[str, int, int], tuple[str, int, int]]
    flaws: float


def families(arrows: tuple[Arrow, ...]) -> dict[str, tuple[str, str, str]]:
    """For each arrow, what it may share a trunk with: its bus, or the larger of its fan-out and its fan-in."""
    count: Counter[tuple[str, str, str]] = Counter()
    for a in arrows:
        count[("from", a.source, a.kind)] += 1
        count[("to", a.target, a.kind)] += 1

    def family(a: Arrow) -> tuple[str, str, str]:
        out, into = ("from", a.source, a.kind.value), ("to", a.target, a.kind.value)
        return ("bus", a.bundle, a.kind.value) if a.bundle else out if count[out] >= count[into] else into

    return {a.id: family(a) for a in arrows}


def route(view: View, placed: Placed) -> dict[str, Route]:
    """The way of every arrow by its id; an arrow for which there is none is missing."""
    return _Router(view, placed).run()


class _Router:
    def __init__(self, view: View, placed: Placed):
        self.placed, self.arrows, self.down = placed, {a.id: a for a in view.arrows}, view.down
        self.tracks: Tracks = tracks(placed)
        self.groups = by_group(placed)
        self.scale = placed.sizes.px / 19
        self.cost = Costs(*(c * self.scale for c in Costs()))
        self.family = families(view.arrows)
        self.taken: dict[tuple[int, int, int], set[str]] = defaultdict(set)  # (axis, i, j) of a step -> arrows on it
        self.passing: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)  # crossing -> arrow -> "h", "v" or "b"
        self.ports: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        self.ways: dict[str, _Way] = {}
        self.searches = 0
        parents = {f.frame.key: f.frame.group.parent for f in placed.frames.values()}
        self.around: dict[str, int] = {}
        for key, box in placed.boxes.items():
            self.around[key] = sum(
                self.tracks.bit[f.frame.key] for f in placed.frames.values() if box.box.id in f.frame.boxes
            )
        for group, frames in self.groups.items():
            mask = 0
            here: str | None = group
            while here is not None:
                mask |= sum(self.tracks.bit[f.frame.key] for f in self.groups.get(here, []))
                here = parents.get(here)
            for f in frames:  # an overlay has business with the zones it cuts across, and they with it
                mask |= sum(
                    self.tracks.bit[g.frame.key]
                    for g in placed.frames.values()
                    if (g.frame.group.overlay or f.frame.group.overlay) and g.frame.boxes & f.frame.boxes
                )
            self.around[group] = mask

    def run(self) -> dict[str, Route]:
        """Lays every arrow, then takes up what is flawed and what it crosses for some rounds, from several orders; the
        best outcome counts."""
        best: dict[str, _Way] = {}
        for number, order in enumerate(self._orders()):
            self._relay(order)
            self._polish(order)
            found = self._improved(order)
            best = found if number == 0 else min(best, found, key=self._worth)
            if not any(w.flaws for w in best.values()) or self.searches > SEARCHES:
                break
        return {a: Route(tuple(w.points), w.flaws) for a, w in best.items()}

    def _orders(self) -> Iterator[list[str]]:
        """Requests first and short ones first; long ones first within a kind; long ones first of all."""

        def kind(arrow: str) -> int:
            return ORDER[self.arrows[arrow].kind]

        yield sorted(self.arrows, key=lambda a: (kind(a), self._distance(a), a))
        yield sorted(self.arrows, key=lambda a: (kind(a), -self._distance(a), a))
        yield sorted(self.arrows, key=lambda a: (-self._distance(a), a))

    def _improved(self, order: list[str]) -> dict[str, _Way]:
        best = dict(self.ways)
        for turn in range(ROUNDS):
            bad = [a for a in order if a not in self.ways or self.ways[a].flaws > 0]
            if not bad or self.searches > SEARCHES:
                break
            for arrow in bad:
                group = [arrow]
                if turn % 2:
                    group = [a for a in order if self.family[a] == self.family[arrow]]
                    group += [a for a in self._crossed(arrow) if a not in group]
                self._relay(group)
            self._polish(order)
            best = min(best, dict(self.ways), key=self._worth)
        return best

    def _relay(self, group: list[str]) -> None:
        for arrow in group:
            self._take_up(arrow)
        for arrow in group:
            self._lay(arrow)

    def _polish(self, order: list[str]) -> None:
        """Each once more by itself, now that it knows where all the others run."""
        for arrow in order:
            self._relay([arrow])

    def _worth(self, ways: dict[str, _Way]) -> tuple[int, float, float]:
        """Arrows without a way, flaws, length: less is better."""
        length = sum(abs(a.x - b.x) + abs(a.y - b.y) for w in ways.values() for a, b in pairwise(w.points))
        return len(self.arrows) - len(ways), round(sum(w.flaws for w in ways.values()), 3), round(length, 3)

    def _distance(self, arrow: str) -> float:
        a, b = self._rect(self.arrows[arrow].source).centre, self._rect(self.arrows[arrow].target).centre
        return round(abs(a.x - b.x) + abs(a.y - b.y), 2)

    def _crossed(self, arrow: str) -> list[str]:
        way = self.ways.get(arrow)
        found: dict[str, None] = {}
        for i, j, _ in way.cells if way else ():
            found |= {a: None for a in self.passing[i, j] if self.family[a] != self.family[arrow]}
        return list(found)

    def _rect(self, end: str) -> Rect:
        return self.placed.boxes[end].icon if end in self.placed.boxes else self.groups[end][0].rect

    # ------------------------------------------------------------------------------------------- laying and taking up

    def _lay(self, arrow: str) -> None:
        self.searches += 1
        way = self._search(self.arrows[arrow])
        if way is None:
            return
        self.ways[arrow] = way
        for (i, j, _), (i2, j2, _) in zip(way.cells, way.cells[1:], strict=False):
            if (i, j) != (i2, j2):
                self.taken[(0, min(i, i2), j) if j == j2 else (1, i, min(j, j2))].add(arrow)
        for i, j, heading in way.cells:
            axis = "h" if heading in (EAST, WEST) else "v"
            self.passing[i, j][arrow] = axis if self.passing[i, j].get(arrow, axis) == axis else "b"
        for port in way.ports:
            self.ports[port].add(arrow)

    def _take_up(self, arrow: str) -> None:
        way = self.ways.pop(arrow, None)
        if way is None:
            return
        for (i, j, _), (i2, j2, _) in zip(way.cells, way.cells[1:], strict=False):
            if (i, j) != (i2, j2):
                self.taken[(0, min(i, i2), j) if j == j2 else (1, i, min(j, j2))].discard(arrow)
        for i, j, _ in way.cells:
            self.passing[i, j].pop(arrow, None)
        for port in way.ports:
            self.ports[port].discard(arrow)

    # ------------------------------------------------------------------------------------------- ports

    def _ports(self, end: str, other: str, arrow: Arrow) -> list[Port]:
        here, there = self._rect(end), self._rect(other)
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
        found = []
        for side, point, cost in self._openings(end):
            entry = self._entry(side, point)
            if entry is None:
                continue
            key = (end, round(point.x), round(point.y))
            cost += 0 if side in toward else self.cost.wrong_side
            if (
                end in self.placed.boxes
                and side in (SOUTH, NORTH)
                and not self.down
                and arrow.kind in FORWARD
                and toward & {EAST, WEST}
            ):
                cost += self.cost.top_or_bottom
            if any(self.family[a] != self.family[arrow.id] for a in self.ports[key]):
                cost += self.cost.shared_port
            i, j = entry
            cost += abs(self.tracks.x[i] - point.x) + abs(self.tracks.y[j] - point.y)
            found.append(Port(i, j, side, point, cost, key))
        return found

    def _openings(self, end: str) -> Iterator[tuple[int, Point, float]]:
        if end in self.placed.boxes:
            yield from self._box_openings(self.placed.boxes[end])
        else:
            for frame in self.groups[end]:
                yield from self._frame_openings(frame)

    def _box_openings(self, box: PlacedBox) -> Iterator[tuple[int, Point, float]]:
        icon, port = box.icon, self.placed.sizes.port
        below = box.text.bottom + 2 if box.text else icon.bottom
        for k in (0, -1, 1):
            cost = self.cost.corner_port if k else 0.0
            yield EAST, Point(icon.right, round(icon.centre.y + k * port, 2)), cost
            yield WEST, Point(icon.x, round(icon.centre.y + k * port, 2)), cost
            yield NORTH, Point(round(icon.centre.x + k * port, 2), icon.y), cost + 8 * self.scale
            yield SOUTH, Point(round(icon.centre.x + k * port, 2), below), cost + 22 * self.scale

    def _frame_openings(self, frame: PlacedFrame) -> Iterator[tuple[int, Point, float]]:
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
        """The first crossing of tracks outside of a port."""
        x, y = self.tracks.x, self.tracks.y
        if side in (EAST, WEST):
            j = bisect_left(y, point.y - 0.02)
            i = bisect_right(x, point.x + 0.5) if side == EAST else bisect_left(x, point.x - 0.5) - 1
            on_track = j < len(y) and abs(y[j] - point.y) < 0.05
        else:
            i = bisect_left(x, point.x - 0.02)
            j = bisect_right(y, point.y + 0.5) if side == SOUTH else bisect_left(y, point.y - 0.5) - 1
            on_track = i < len(x) and abs(x[i] - point.x) < 0.05
        return (i, j) if on_track and 0 <= i < len(x) and 0 <= j < len(y) else None

    # ------------------------------------------------------------------------------------------- search

    def _search(self, arrow: Arrow) -> _Way | None:
        starts: dict[tuple[int, int, int], Port] = {}
        for p in self._ports(arrow.source, arrow.target, arrow):
            state = (p.i, p.j, p.side)
            if state not in starts or p.cost < starts[state].cost:
                starts[state] = p
        goals: dict[tuple[int, int], list[Port]] = defaultdict(list)
        for p in self._ports(arrow.target, arrow.source, arrow):
            goals[p.i, p.j].append(p)
        if not starts or not goals:
            return None
        found = _cheapest(self, arrow, starts, goals)
        if found is None:
            return None
        states, goal, flaws = found
        start = starts[states[0]]
        heading = BACK[goal.side]
        cells = [*states, (states[-1][0], states[-1][1], heading)] if heading != states[-1][2] else states
        points = [start.point, *(Point(self.tracks.x[i], self.tracks.y[j]) for i, j, _ in cells), goal.point]
        return _Way(cells, _straightened(points), (start.key, goal.key), flaws)


def _cheapest(
    router: _Router,
    arrow: Arrow,
    starts: Mapping[tuple[int, int, int], Port],
    goals: Mapping[tuple[int, int], list[Port]],
) -> tuple[list[tuple[int, int, int]], Port, float] | None:
    """A* over (crossing, heading): the states of the best way, the port it ends at, and its flaws."""
    t, cost, family = router.tracks, router.cost, router.family
    mine = family[arrow.id]
    x, y, across, down = t.x, t.y, t.across, t.down
    strange = ~(router.around[arrow.source] | router.around[arrow.target])
    left, right = min(x[i] for i, _ in goals), max(x[i] for i, _ in goals)
    top, bottom = min(y[j] for _, j in goals), max(y[j] for _, j in goals)
    cheapest_goal = min(p.cost for ports in goals.values() for p in ports)

    sideways = [max(left - at, 0.0, at - right) for at in x]
    upright = [max(top - at, 0.0, at - bottom) + cheapest_goal for at in y]
    level = [top <= at <= bottom for at in y]

    def ahead(i: int, j: int) -> float:
        dx = sideways[i]
        return dx + upright[j] + (cost.bend if dx and not level[j] else 0.0)

    best: dict[tuple[int, int, int], float] = {}
    flaws: dict[tuple[int, int, int], float] = {}
    came: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    heap: list[tuple[float, int, tuple[int, int, int], float]] = []
    number = 0
    for state, port in sorted(starts.items()):
        best[state], flaws[state] = port.cost, cost.crossing if port.cost >= cost.shared_port else 0.0
        heappush(heap, (port.cost + ahead(state[0], state[1]), number, state, port.cost))
        number += 1
    final: tuple[float, tuple[int, int, int], Port, float] | None = None
    while heap:
        estimate, _, state, so_far = heappop(heap)
        if final is not None and estimate >= final[0]:
            break
        if so_far > best[state]:
            continue
        i, j, heading = state
        for goal in goals.get((i, j), ()):
            into = BACK[goal.side]
            if heading == goal.side:
                continue
            total = so_far + goal.cost
            if into != heading:
                close = abs(x[i] - goal.point.x) + abs(y[j] - goal.point.y) < HEAD_ROOM
                total += cost.bend + (cost.cramped if close else 0.0)
            if final is None or total < final[0]:
                flaw = flaws[state] + (cost.crossing if goal.cost >= cost.shared_port else 0.0)
                final = (total, state, goal, flaw)
        for turn, (dx, dy) in enumerate(STEP):
            i2, j2 = i + dx, j + dy
            if turn == BACK[heading] or not (0 <= i2 < len(x) and 0 <= j2 < len(y)):
                continue
            if dx:
                at = min(i, i2)
                borders, key, length = across[j][at], (0, at, j), x[at + 1] - x[at]
            else:
                at = min(j, j2)
                borders, key, length = down[i][at], (1, i, at), y[at + 1] - y[at]
            if borders < 0:
                continue
            flaw = 0.0
            on_it = router.taken.get(key)
            if on_it:
                if any(family[a] != mine for a in on_it if a != arrow.id):
                    continue
                length *= 0.35
            if borders & strange:
                flaw += cost.foreign * (borders & strange).bit_count()
            others = router.passing.get((i2, j2))
            if others:
                axis = "h" if dx else "v"
                for other, how in others.items():
                    if family[other] == mine:
                        continue
                    flaw += cost.crossing if how != axis and how != "b" else cost.touching
                    ends = router.ways[other].points
                    if min(abs(e.x - x[i2]) + abs(e.y - y[j2]) for e in (ends[0], ends[-1])) < 30 * router.scale:
                        flaw += cost.at_head
            total = so_far + length + flaw + (cost.bend if turn != heading else 0.0)
            after = (i2, j2, turn)
            if total < best.get(after, 1e18):
                best[after], came[after], flaws[after] = total, state, flaws[state] + flaw
                heappush(heap, (total + ahead(i2, j2), number, after, total))
                number += 1
    if final is None:
        return None
    states = [final[1]]
    while states[-1] in came:
        states.append(came[states[-1]])
    return states[::-1], final[2], final[3]


def _straightened(points: list[Point]) -> list[Point]:
    """Without repeated points and points on a straight line."""
    out: list[Point] = []
    for p in points:
        if out and abs(p.x - out[-1].x) < 0.05 and abs(p.y - out[-1].y) < 0.05:
            continue
        if len(out) > 1 and (
            abs(out[-1].x - out[-2].x) < 0.05 > abs(p.x - out[-1].x)
            or abs(out[-1].y - out[-2].y) < 0.05 > abs(p.y - out[-1].y)
        ):
            out[-1] = p
        else:
            out.append(p)
    return out
