"""The search: on nets of a few tracks, drawn beside each test, the way of an arrow as its corners."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.canvas.geometry import Point
from archdeck.layout import search
from archdeck.layout.search import (
    EAST,
    NORTH,
    SHARED,
    SOUTH,
    SPOKEN,
    WEST,
    Costs,
    Net,
    Port,
    Task,
    Traffic,
    Way,
    cheapest,
    flaws,
    net,
)
from archdeck.layout.tracks import Tracks

COST = Costs()
Cell = tuple[int, int]


def tracks_of(x: Sequence[float], y: Sequence[float], shut: Sequence[Cell] = (), border: Sequence[Cell] = ()) -> Net:
    """Tracks with nothing in the way but what is `shut`: steps to the right from these crossings, counted from 0 at the
    top left. At `border`, such a step crosses the border of the one frame."""
    across = [[0] * (len(x) - 1) for _ in y]
    for i, j in border:
        across[j][i] = 1
    for i, j in shut:
        across[j][i] = -1
    down = tuple((0,) * (len(y) - 1) for _ in x)
    wide, high = (tuple(b - a for a, b in pairwise(line)) for line in (x, y))
    return net(
        Tracks(tuple(x), tuple(y), tuple(map(tuple, across)), down, {"frame": 1}, (wide,) * len(y), (high,) * len(x))
    )


def port(here: Net, cell: Cell, side: int, cost: float = 0.0, away: float = 20.0) -> Port:
    """An opening beside a crossing: an arrow that starts or ends here leaves its box by this side."""
    at = here.point(cell[0] * len(here.y) + cell[1])
    dx, dy = {EAST: (-away, 0), WEST: (away, 0), SOUTH: (0, -away), NORTH: (0, away)}[side]
    point = Point(at.x + dx, at.y + dy)
    return Port(cell[0] * len(here.y) + cell[1], side, point, cost, ("box", round(point.x), round(point.y)))


def found(task: Task, traffic: Traffic, cost: Costs = COST) -> list[tuple[float, float]] | None:
    """The corners of the cheapest way."""
    way = cheapest(task, traffic, cost, 1.0)
    return [(p.x, p.y) for p in way.points] if way else None


def laid(traffic: Traffic, arrow: str, start: Port, goal: Port) -> Way:
    way = cheapest(Task(traffic.family[arrow], 0, [start], [goal]), traffic, COST, 1.0)
    assert way is not None
    traffic.lay(arrow, way)
    return way


#   0   100  200  300
#   +----+----+----+    0
# a>+----+----+----+>b  100
#   +----+----+----+    200
GRID = tracks_of((0, 100, 200, 300), (0, 100, 200))
A, B = port(GRID, (0, 1), EAST), port(GRID, (3, 1), WEST)


def test_the_straight_way() -> None:
    assert found(Task(0, 0, [A], [B]), Traffic(GRID, {})) == [(-20, 100), (320, 100)]


def test_round_what_is_in_the_way() -> None:
    """Four corners, by the track that is nearer."""
    here = tracks_of((0, 100, 200, 300), (0, 100, 130), shut=[(1, 1)])
    way = found(Task(0, 0, [A], [port(here, (3, 1), WEST)]), Traffic(here, {}))
    assert way is not None
    assert [way[0], way[-1]] == [(-20, 100), (320, 100)]
    assert len(way) == 6
    assert {y for _, y in way} == {100, 130}


def test_no_way() -> None:
    """All tracks are shut between the two, or there is nowhere to start."""
    here = tracks_of((0, 100), (0, 100), shut=[(0, 0), (0, 1)])
    start, goal = port(here, (0, 1), EAST), port(here, (1, 1), WEST)
    assert found(Task(0, 0, [start], [goal]), Traffic(here, {})) is None
    assert found(Task(0, 0, [], [B]), Traffic(GRID, {})) is None
    assert found(Task(0, 0, [A], []), Traffic(GRID, {})) is None


@pytest.mark.parametrize(("dearer", "end"), [(0, (320, 100)), (241, (320, 100)), (243, (200, -20))])
def test_a_bend_costs_as_much_as_a_detour(dearer: float, end: tuple[float, float]) -> None:
    """Straight on to one port, or round one corner to another, which is as far: 42 pixels of detour."""
    straight, corner = port(GRID, (3, 1), WEST, cost=dearer), port(GRID, (2, 0), SOUTH, cost=200.0)
    way = found(Task(0, 0, [A], [straight, corner]), Traffic(GRID, {}))
    assert way is not None
    assert way[-1] == end


def test_of_two_ports_the_cheaper_at_either_end() -> None:
    lower = port(GRID, (0, 2), EAST, cost=10)
    goals = [B, port(GRID, (3, 2), WEST, cost=10)]
    assert found(Task(0, 0, [A, lower], goals), Traffic(GRID, {})) == [(-20, 100), (320, 100)]
    assert found(Task(0, 0, [A._replace(cost=30), lower], goals), Traffic(GRID, {})) == [(-20, 200), (320, 200)]


# ------------------------------------------------------------------------------------------------ other arrows


def crossed() -> Traffic:
    """An arrow of another family straight down on the second track, as far as the third row."""
    traffic = Traffic(tracks_of((0, 100, 200, 300), (0, 100, 200, 300)), {"down": 7, "new": 0})
    laid(traffic, "down", port(traffic.net, (1, 0), SOUTH), port(traffic.net, (1, 2), NORTH))
    return traffic


def test_a_crossing_costs_and_is_avoided_where_the_way_round_is_cheaper() -> None:
    traffic = crossed()
    task = Task(0, 0, [port(traffic.net, (0, 1), EAST)], [port(traffic.net, (3, 1), WEST)])
    assert found(task, traffic) == [(-20, 100), (320, 100)]
    way = found(task, traffic, COST._replace(crossing=1000))
    assert way is not None
    assert {y for _, y in way} == {100, 300}


def test_what_a_crossing_costs_is_a_flaw_of_both() -> None:
    """Nearer than 30 pixels to the end of one of them it hides a head, and costs more."""
    traffic = crossed()
    laid(traffic, "new", port(traffic.net, (0, 1), EAST), port(traffic.net, (3, 1), WEST))
    assert flaws("new", 0, traffic, COST, 1.0) == flaws("down", 0, traffic, COST, 1.0) == COST.crossing
    traffic.take_up("new")
    laid(traffic, "new", port(traffic.net, (0, 0), EAST), port(traffic.net, (3, 0), WEST))
    assert flaws("new", 0, traffic, COST, 1.0) == COST.crossing + COST.at_head


def test_a_trunk_of_the_own_family_is_cheap_and_one_of_strangers_shut() -> None:
    """a leads to b. Another arrow to a port below b runs on that trunk as far as it can, or never."""
    traffic = Traffic(GRID, {"first": 0})
    laid(traffic, "first", A, B)
    goals = [port(GRID, (3, 2), WEST)]
    assert found(Task(0, 0, [A], goals), traffic) == [(-20, 100), (300, 100), (300, 200), (320, 200)]
    assert found(Task(1, 0, [A], goals), traffic) == [(-20, 100), (0, 100), (0, 200), (320, 200)]


def test_where_only_the_trunk_of_strangers_leads_there_is_no_way() -> None:
    here = tracks_of((0, 100, 200), (0, 100), shut=[(0, 1)])
    traffic = Traffic(here, {"first": 0})
    ends = port(here, (0, 0), EAST), port(here, (2, 0), WEST)
    laid(traffic, "first", *ends)
    assert found(Task(0, 0, [ends[0]], [ends[1]]), traffic) == [(-20, 0), (220, 0)]
    assert found(Task(1, 0, [ends[0]], [ends[1]]), traffic) is None


def test_borders_of_strange_frames_cost_and_are_flaws() -> None:
    """In and out again on the middle row; the rows above and below pass by. Nothing for a frame of its own."""
    here = tracks_of((0, 100, 200, 300), (0, 100, 200), border=[(0, 1), (2, 1)])
    ends = port(here, (0, 1), EAST), port(here, (3, 1), WEST)
    traffic = Traffic(here, {"a": 0})
    assert found(Task(0, 0, [ends[0]], [ends[1]]), traffic) == [(-20, 100), (320, 100)]
    round_it = cheapest(Task(0, 1, [ends[0]], [ends[1]]), traffic, COST._replace(foreign=1000), 1.0)
    assert round_it is not None
    assert len(round_it.points) == 6
    laid(traffic, "a", *ends)
    assert flaws("a", 0, traffic, COST, 1.0) == 0
    assert flaws("a", 1, traffic, COST, 1.0) == 2 * COST.foreign


def test_a_port_that_others_use_is_a_flaw() -> None:
    used = B._replace(cost=COST.shared_port)
    way = cheapest(Task(0, 0, [A], [used]), Traffic(GRID, {}), COST, 1.0)
    assert way is not None
    assert way.tight == COST.shared_port
    assert way.ports == (A.key, B.key)


def test_of_two_openings_at_one_crossing_the_cheaper() -> None:
    dear = A._replace(cost=50.0, key=("box", 0, 0))
    way = cheapest(Task(0, 0, [dear, A, dear], [B]), Traffic(GRID, {}), COST, 1.0)
    assert way is not None
    assert way.ports == (A.key, B.key)


def test_a_corner_right_before_a_head_costs() -> None:
    """Rather into a port that is 50 dearer, and has room for a corner and a head."""
    near, far = port(GRID, (3, 1), NORTH, away=20), port(GRID, (3, 1), NORTH, cost=50, away=30)
    assert found(Task(0, 0, [A], [near, far]), Traffic(GRID, {})) == [(-20, 100), (300, 100), (300, 130)]
    assert found(Task(0, 0, [A], [near, far._replace(cost=70)]), Traffic(GRID, {})) == [
        (-20, 100),
        (300, 100),
        (300, 120),
    ]


def test_two_corners_do_not_touch() -> None:
    """One arrow comes from below and turns right at the crossing in the middle; another would come from above and turn
    left there. It turns before, although a mere crossing would be cheaper."""
    traffic = Traffic(GRID, {"other": 1})
    laid(traffic, "other", port(GRID, (1, 2), NORTH), B)
    assert traffic.ways["other"].points == ((100, 220), (100, 100), (320, 100))
    task = Task(0, 0, [port(GRID, (1, 0), SOUTH)], [port(GRID, (0, 1), EAST)])
    assert found(task, Traffic(GRID, {})) == [(100, -20), (100, 100), (-20, 100)]
    assert found(task, traffic) == [(100, -20), (100, 0), (0, 0), (0, 100), (-20, 100)]


# ------------------------------------------------------------------------------------------------ laws

CELLS = st.tuples(st.integers(0, 4), st.integers(0, 4))
SHUT = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=8)
ENDS = st.lists(st.tuples(CELLS, CELLS, st.integers(0, 2)), min_size=1, max_size=5)
STEPS = (0.0, 60.0, 150.0, 170.0, 300.0)


def laid_all(here: Net, ends: list[tuple[Cell, Cell, int]]) -> Traffic:
    """Arrows of some families, each laid where there is a way."""
    traffic = Traffic(here, {f"arrow{k}": family for k, (*_, family) in enumerate(ends)})
    for k, (start, goal, family) in enumerate(ends):
        way = cheapest(Task(family, 0, [port(here, start, EAST)], [port(here, goal, WEST)]), traffic, COST, 1.0)
        if way:
            traffic.lay(f"arrow{k}", way)
    return traffic


def state(traffic: Traffic) -> object:
    """Everything that the next search would see."""
    return (
        dict(traffic.on),
        {crossing: dict(here) for crossing, here in traffic.passing.items()},
        {key: set(arrows) for key, arrows in traffic.ports.items() if arrows},
        dict(traffic.ways),
    )


@settings(max_examples=60, deadline=None)
@given(SHUT, ENDS, st.data())
def test_laying_and_taking_up_leaves_the_traffic_as_it_was(
    shut: set[Cell], ends: list[tuple[Cell, Cell, int]], data: st.DataObject
) -> None:
    """Whichever arrow is taken up, whatever else runs there; taken up all, nothing is left."""
    traffic = laid_all(tracks_of(STEPS, STEPS, sorted(shut)), ends)
    if not traffic.ways:
        return
    before = state(traffic)
    arrow = data.draw(st.sampled_from(sorted(traffic.ways)))
    way = traffic.ways[arrow]
    traffic.take_up(arrow)
    assert arrow not in traffic.ways
    traffic.lay(arrow, way)
    assert state(traffic)[:3] == before[:3]  # type: ignore[index]
    for other in list(traffic.ways):
        traffic.take_up(other)
    assert state(traffic) == ({}, {}, {}, {})
    traffic.take_up(arrow)  # and what does not run anywhere changes nothing
    assert state(traffic) == ({}, {}, {}, {})


@settings(max_examples=60, deadline=None)
@given(SHUT, ENDS)
def test_strangers_never_share_a_stretch_and_corners_are_right_angles(
    shut: set[Cell], ends: list[tuple[Cell, Cell, int]]
) -> None:
    traffic = laid_all(tracks_of(STEPS, STEPS, sorted(shut)), ends)
    taken: dict[tuple[int, int], int] = {}
    for arrow, way in traffic.ways.items():
        assert all((a.x == b.x) != (a.y == b.y) for a, b in pairwise(way.points))
        for a, b in pairwise(s >> 2 for s in way.states):
            if a != b:
                assert taken.setdefault((min(a, b), max(a, b)), traffic.family[arrow]) == traffic.family[arrow]


@settings(max_examples=60, deadline=None)
@given(SHUT, ENDS)
def test_looking_ahead_misses_no_cheaper_way(shut: set[Cell], ends: list[tuple[Cell, Cell, int]]) -> None:
    """Among strangers, the same search that looks everywhere finds nothing better. (Trunks of the own family cost less
    than the look ahead takes them for: that is the price of speed.)"""
    here = tracks_of(STEPS, STEPS, sorted(shut))
    *others, (start, goal, _) = [(start, goal, k) for k, (start, goal, _) in enumerate(ends)]
    traffic = laid_all(here, others)
    task = Task(len(others), 0, [port(here, start, EAST)], [port(here, goal, WEST)])
    quick = cheapest(task, traffic, COST, 1.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_ahead", lambda net, *_: ([0.0] * net.size, [[0.0] * net.size] * 4))
        thorough = cheapest(task, traffic, COST, 1.0)
    assert (quick is None) == (thorough is None)
    if quick and thorough:
        assert worth(quick, len(others), traffic) == pytest.approx(worth(thorough, len(others), traffic))


def worth(way: Way, family: int, traffic: Traffic) -> float:
    """What a way among strangers costs, counted anew: its length, bends and crossings."""
    total = 0.0
    for a, b in pairwise(way.states):
        p, q = traffic.net.point(a >> 2), traffic.net.point(b >> 2)
        total += abs(p.x - q.x) + abs(p.y - q.y) + COST.bend * (a & 3 != b & 3)
        if a >> 2 != b >> 2 and b >> 2 in traffic.passing:
            total += search._crossed(b >> 2, b & 3, family, traffic, COST, 1.0)
    return total


# ------------------------------------------------------------------------------------------------ trunks


def trunk() -> Traffic:
    """An arrow along the middle track; another of its family leads to the lower end."""
    traffic = Traffic(tracks_of((0, 100, 200, 300), (0, 100, 200)), {"first": 0, "new": 0})
    laid(traffic, "first", port(traffic.net, (0, 1), EAST), port(traffic.net, (3, 1), WEST))
    return traffic


@pytest.mark.parametrize(("shared", "turn"), [(SHARED, 300), (SPOKEN, 0)])
def test_an_arrow_with_words_leaves_a_trunk_early(shared: float, turn: int) -> None:
    """The trunk is cheap for others as far as it goes; words want a stretch of their own."""
    traffic = trunk()
    task = Task(0, 0, [port(traffic.net, (0, 1), EAST)], [port(traffic.net, (3, 2), WEST)], shared)
    way = found(task, traffic)
    assert way is not None
    assert way[1] == (turn, 100)


@pytest.mark.parametrize(("forks", "turn"), [(frozenset[int](), 290), (frozenset({0}), 200)])
def test_no_arrow_turns_off_a_trunk_before_the_head_of_another(forks: frozenset[int], turn: int) -> None:
    """Where a family forks, it would seem to come out of what the other leads to: a port further off is better."""
    near = tracks_of((0, 100, 200, 290), (0, 100, 200))
    traffic = Traffic(near, {"first": 0, "new": 0}, forks)
    laid(traffic, "first", port(near, (0, 1), EAST), port(near, (3, 1), WEST, away=10))
    goals = [port(near, (3, 2), NORTH), port(near, (2, 2), NORTH, cost=60)]
    way = found(Task(0, 0, [port(near, (0, 1), EAST)], goals), traffic)
    assert way is not None
    assert way[1] == (turn, 100)
