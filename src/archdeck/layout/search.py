"""Tracks, the arrows that run on them already and two sets of ports to the cheapest way from one to the other (R9).

A* over states: a crossing of tracks and the heading in which it is passed. Crossings are numbered `i * len(y) + j`, a
state is `4 * crossing + heading`; flat lists, for this is where the time of a picture goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from archdeck.canvas import Point
from archdeck.layout.tracks import Tracks

EAST, WEST, SOUTH, NORTH = range(4)
BACK = (WEST, EAST, NORTH, SOUTH)
HEAD_ROOM = 24.0  # pixels that a head and a rounded corner take before the end of an arrow
NEAR_HEAD = 30.0  # pixels at text size 19 within which a crossing hides the end of an arrow
SHARED = 0.35  # what a pixel on the trunk of a bundle costs
SPOKEN = 1.02  # and for an arrow with words, which want a stretch of their own
NEVER = 1e18


class Costs(NamedTuple):
    """In pixels of detour at text size 19, as measured on the five reference systems."""

    bend: float = 42
    crossing: float = 130
    at_head: float = 78
    foreign: float = 200
    wrong_side: float = 70
    away: float = 150
    top_or_bottom: float = 80
    corner_port: float = 30
    shared_port: float = 3000
    cramped: float = 60
    touching: float = 5000


class Port(NamedTuple):
    """Where an arrow may leave or enter: a crossing of tracks, the side it leaves by, the point, and what it costs."""

    crossing: int
    side: int
    point: Point
    cost: float
    key: tuple[str, int, int]


@dataclass(frozen=True)
class Net:
    """Tracks as flat lists. For each heading and crossing: the frames whose borders the next step crosses (-1 where
    there is no step) and its length."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    borders: tuple[list[int], ...]
    lengths: tuple[list[float], ...]

    @property
    def size(self) -> int:
        return len(self.x) * len(self.y)

    def steps(self) -> tuple[int, int, int, int]:
        """From one crossing to the next, by heading."""
        return len(self.y), -len(self.y), 1, -1

    def edges(self) -> tuple[int, int, int, int]:
        """From a crossing to the number of the stretch of track that the step takes, by heading."""
        return 0, -len(self.y), self.size, self.size - 1

    def point(self, crossing: int) -> Point:
        i, j = divmod(crossing, len(self.y))
        return Point(self.x[i], self.y[j])


def net(tracks: Tracks) -> Net:
    """The tracks of a picture as a net of crossings."""
    x, y = tracks.x, tracks.y
    wide, high = tracks.long_across, tracks.long_down
    columns, rows = range(len(x)), range(len(y))
    last_x, last_y = len(x) - 1, len(y) - 1
    east = [tracks.across[j][i] if i < last_x else -1 for i in columns for j in rows]
    west = [tracks.across[j][i - 1] if i else -1 for i in columns for j in rows]
    south = [tracks.down[i][j] if j < last_y else -1 for i in columns for j in rows]
    north = [tracks.down[i][j - 1] if j else -1 for i in columns for j in rows]
    lengths = (
        [wide[j][i] if i < last_x else 0.0 for i in columns for j in rows],
        [wide[j][i - 1] if i else 0.0 for i in columns for j in rows],
        [high[i][j] if j < last_y else 0.0 for i in columns for j in rows],
        [high[i][j - 1] if j else 0.0 for i in columns for j in rows],
    )
    return Net(x, y, (east, west, south, north), lengths)


@dataclass(frozen=True)
class Way:
    """The states of an arrow's way, its corners and its two ports; `tight` is what ports cost that others use too."""

    states: tuple[int, ...]
    points: tuple[Point, ...]
    ports: tuple[tuple[str, int, int], tuple[str, int, int]]
    tight: float


@dataclass
class Traffic:
    """Which arrows run where: `on` has the family on each stretch of track with the number of its arrows; `passing`
    the arrows over each crossing, across ("h"), up or down ("v") or both ("b"); `effort` counts the states that
    searches have looked at, which is the same on every machine. `forks` are the families that share where they start,
    and no end. `known` is what it costs at these `prices` to pass a crossing, for a family that passes it across or
    not, until somebody else passes it."""

    net: Net
    family: Mapping[str, int]
    forks: frozenset[int] = frozenset()
    on: dict[int, tuple[int, int]] = field(default_factory=dict)
    passing: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    ports: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    ways: dict[str, Way] = field(default_factory=dict)
    effort: int = 0
    known: dict[int, dict[int, float]] = field(default_factory=dict)
    prices: tuple[Costs, float] | None = None

    def lay(self, arrow: str, way: Way) -> None:
        """Puts an arrow on its way."""
        self.ways[arrow] = way
        mine = self.family[arrow]
        for edge in self._edges(way):
            self.on[edge] = (mine, self.on.get(edge, (mine, 0))[1] + 1)
        for state, after in zip(way.states, (*way.states[1:], way.states[-1]), strict=True):
            axes = {"h" if heading & 3 in (EAST, WEST) else "v" for heading in (state, after)}
            here = self.passing[state >> 2]
            self.known.pop(state >> 2, None)
            axis = axes.pop() if len(axes) == 1 else "b"  # at a corner it runs both ways
            here[arrow] = axis if here.get(arrow, axis) == axis else "b"
        for port in way.ports:
            self.ports[port].add(arrow)

    def take_up(self, arrow: str) -> None:
        """Takes an arrow off its way."""
        way = self.ways.pop(arrow, None)
        if way is None:
            return
        for edge in self._edges(way):
            family, count = self.on.pop(edge)
            if count > 1:
                self.on[edge] = (family, count - 1)
        for crossing in {s >> 2 for s in way.states}:
            here = self.passing[crossing]
            self.known.pop(crossing, None)
            here.pop(arrow, None)
            if not here:
                del self.passing[crossing]
        for port in way.ports:
            self.ports[port].discard(arrow)

    def _edges(self, way: Way) -> set[int]:
        high = len(self.net.y)
        found = set()
        for a, b in zip(way.states, way.states[1:], strict=False):
            one, other = sorted((a >> 2, b >> 2))
            if one != other:
                found.add(one if other - one == high else self.net.size + one)
        return found


@dataclass(frozen=True)
class Task:
    """An arrow to lay: its family, the frames that it has no business with, its ports, and what a pixel costs it on a
    trunk."""

    family: int
    strange: int
    starts: Sequence[Port]
    goals: Sequence[Port]
    shared: float = SHARED


def cheapest(task: Task, traffic: Traffic, cost: Costs, scale: float) -> Way | None:
    """The best way of an arrow through the traffic; None where there is none."""
    start: dict[int, Port] = {}
    for port in task.starts:
        state = 4 * port.crossing + port.side
        if state not in start or port.cost < start[state].cost:
            start[state] = port
    goals: dict[int, list[Port]] = defaultdict(list)
    for port in task.goals:
        goals[port.crossing].append(port)
    if not start or not goals:
        return None
    found = _search(task, traffic, cost, scale, start, goals)
    if found is None:
        return None
    states, goal = found
    heading = BACK[goal.side]
    if states[-1] & 3 != heading:
        states = [*states, (states[-1] & ~3) + heading]
    first = start[states[0]]
    points = [first.point, *(traffic.net.point(s >> 2) for s in states), goal.point]
    tight = fsum(cost.shared_port for p in (first, goal) if p.cost >= cost.shared_port)
    return Way(tuple(states), tuple(straightened(points)), (first.key, goal.key), tight)


def _search(
    task: Task, traffic: Traffic, cost: Costs, scale: float, start: Mapping[int, Port], goals: Mapping[int, list[Port]]
) -> tuple[list[int], Port] | None:
    """The states of the best way, and the port it ends at."""
    net, mine, strange, bend, foreign = traffic.net, task.family, task.strange, cost.bend, cost.foreign
    on, passing, shared = traffic.on, traffic.passing, task.shared
    ahead, turns = _ahead(net, goals, bend)
    step, edge_of = net.steps(), net.edges()
    moves = [
        [
            (turn, step[turn], edge_of[turn], net.borders[turn], net.lengths[turn], turns[turn], bend * (turn != h))
            for turn in range(4)
            if turn != BACK[h]
        ]
        for h in range(4)
    ]
    best = [NEVER] * (4 * net.size)
    came: dict[int, int] = {}
    heap: list[tuple[float, float, int]] = []
    if traffic.prices != (cost, scale):
        traffic.known.clear()
        traffic.prices = cost, scale
    known = traffic.known
    for state, port in start.items():
        best[state] = port.cost
        heappush(heap, (port.cost + ahead[state >> 2], port.cost, state))
    final, at, end = NEVER, -1, None
    looked = 0
    while heap:
        estimate, so_far, state = heappop(heap)
        looked += 1
        if estimate >= final:
            break
        if so_far > best[state]:
            continue
        here, heading = state >> 2, state & 3
        if here in goals:
            for port in goals[here]:
                total = so_far + port.cost + _turning(net, here, heading, port, cost)
                if total < final:
                    final, at, end = total, state, port
        for turn, by, edge, borders, lengths, bends, total in moves[heading]:
            crossed = borders[here]
            if crossed < 0:
                continue
            taken = on.get(here + edge)
            if taken is None:
                total += so_far + lengths[here]
            elif taken[0] != mine:
                continue
            else:
                total += so_far + lengths[here] * shared
            there = here + by
            after = 4 * there + turn
            if total >= best[after]:
                continue
            if crossed & strange:
                total += foreign * (crossed & strange).bit_count()
            if there in passing:
                key = 2 * mine + (turn > 1)
                memo = known.get(there)
                if memo is None:
                    memo = known[there] = {}
                if key not in memo:
                    memo[key] = _crossed(there, turn, mine, traffic, cost, scale)
                total += memo[key]
            if total < best[after]:
                best[after], came[after] = total, state
                heappush(heap, (total + ahead[there] + bends[there], total, after))
    traffic.effort += looked
    if end is None:
        return None
    states = [at]
    while states[-1] in came:
        states.append(came[states[-1]])
    return states[::-1], end


def _ahead(net: Net, goals: Mapping[int, list[Port]], bend: float) -> tuple[list[float], list[list[float]]]:
    """The least that the way from each crossing to the goals costs: its length, and by heading its bends."""
    ports = [(net.point(crossing), port) for crossing, found in goals.items() for port in found]
    left, right = min(p.x for p, _ in ports), max(p.x for p, _ in ports)
    top, bottom = min(p.y for p, _ in ports), max(p.y for p, _ in ports)
    least = min(port.cost for _, port in ports)
    sideways = [max(left - x, 0.0, x - right) for x in net.x]
    upright = [max(top - y, 0.0, y - bottom) + least for y in net.y]
    length = [a + b for a in sideways for b in upright]
    east = [(x < left) - (x > right) for x in net.x]  # 1: the goals lie to the east, -1: to the west
    south = [(y < top) - (y > bottom) for y in net.y]
    two, one = 2 * bend, bend
    beside = [one if b else 0.0 for b in south]
    behind = [two] * len(south)
    up = [[two if b < 0 else one if a else 0.0 for b in south] for a in (0, 1)]
    down = [[two if b > 0 else one if a else 0.0 for b in south] for a in (0, 1)]
    turns: list[list[float]] = [[], [], [], []]
    for a in east:  # whole columns at a time: this is done for every arrow that is laid
        turns[EAST] += behind if a < 0 else beside
        turns[WEST] += behind if a > 0 else beside
        turns[SOUTH] += up[a != 0]
        turns[NORTH] += down[a != 0]
    return length, turns


def _turning(net: Net, crossing: int, heading: int, port: Port, cost: Costs) -> float:
    """What it costs to turn from a heading into a port."""
    if heading == port.side:
        return NEVER
    if heading == BACK[port.side]:
        return 0.0
    at = net.point(crossing)
    close = abs(at.x - port.point.x) + abs(at.y - port.point.y) < HEAD_ROOM
    return cost.bend + (cost.cramped if close else 0.0)


def _crossed(
    crossing: int, heading: int, mine: int, traffic: Traffic, cost: Costs, scale: float, own: str = ""
) -> float:
    """What it costs to pass a crossing that arrows of other families pass, or where one of the same ends."""
    axis = "h" if heading in (EAST, WEST) else "v"
    at = traffic.net.point(crossing)
    found = 0.0
    for other, how in traffic.passing[crossing].items():
        points = traffic.ways[other].points
        if traffic.family[other] == mine:
            if mine in traffic.forks and other != own and _apart(points[-1], at) < NEAR_HEAD * scale:
                found += cost.at_head  # whoever leaves a trunk there seems to come out of what the other leads to
            continue
        found += cost.crossing if how not in (axis, "b") else cost.touching
        if min(_apart(e, at) for e in (points[0], points[-1])) < NEAR_HEAD * scale:
            found += cost.at_head
    return found


def _apart(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def flaws(arrow: str, strange: int, traffic: Traffic, cost: Costs, scale: float) -> float:
    """What the way of an arrow costs now in crossings and in borders of frames that it has no business with."""
    way, mine = traffic.ways[arrow], traffic.family[arrow]
    found = way.tight
    for before, after in pairwise(way.states):
        if before >> 2 == after >> 2:
            continue
        turn = after & 3
        crossed = traffic.net.borders[turn][before >> 2] & strange
        found += cost.foreign * crossed.bit_count()
        if after >> 2 in traffic.passing:
            found += _crossed(after >> 2, turn, mine, traffic, cost, scale, arrow)
    return found


def straightened(points: list[Point]) -> list[Point]:
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
