"""Routes: how arrows run between hand-made placed boxes; corners are shown, and laws hold for random ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.canvas.geometry import Point, Rect
from archdeck.language.values import RelationKind
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route, families, route
from archdeck.views.view import Arrow
from laid import Spot, arrow, framed, placed, view

DATA = RelationKind.DATA


def routes(picture: Placed, *arrows: Arrow) -> dict[str, Route]:
    spots = {id: (b.icon.x, b.icon.y) for id, b in picture.boxes.items()}
    return route(view(spots, *arrows), picture)


def corners(found: Mapping[str, Route]) -> dict[str, list[tuple[float, float]]]:
    return {id: [(p.x, p.y) for p in r.points] for id, r in found.items()}


def hit(found: Route, rect: Rect) -> bool:
    """Whether a way leads through a box."""
    return any(
        min(a.x, b.x) < rect.right and max(a.x, b.x) > rect.x and min(a.y, b.y) < rect.bottom and max(a.y, b.y) > rect.y
        for a, b in pairwise(found.points)
    )


def together(one: Route, other: Route) -> float:
    """Pixels over which two ways lie on each other."""
    total = 0.0
    for a, b in pairwise(one.points):
        for c, d in pairwise(other.points):
            for along, across in ((0, 1), (1, 0)):
                if a[across] == b[across] == c[across] == d[across]:
                    low = max(min(a[along], b[along]), min(c[along], d[along]))
                    total += max(0.0, min(max(a[along], b[along]), max(c[along], d[along])) - low)
    return total


#    a   b   c     y 300
#        d         y 700
FOUR: dict[str, Spot] = {"a": (200, 300), "b": (600, 300), "c": (1000, 300), "d": (600, 700)}


def test_neighbours_are_joined_by_straight_lines() -> None:
    found = routes(placed(FOUR), arrow("a", "b"), arrow("b", "d"), arrow("c", "b"))
    assert corners(found) == {
        "a-b": [(280, 340), (600, 340)],
        "b-d": [(640, 380), (640, 700)],
        "c-b": [(1000, 340), (680, 340)],
    }
    assert [r.flaws for r in found.values()] == [0, 0, 0]


def test_an_arrow_runs_round_what_stands_between() -> None:
    """Icon and words of b, here at the upper edge of the drawing, so that the way leads below. It starts and ends
    in the middle of the sides that look at each other."""
    spots: dict[str, Spot] = {"a": (200, 112), "b": (600, 112), "c": (1000, 112), "d": (200, 300)}
    bare = routes(placed(spots), arrow("a", "c"))["a-c"]
    found = routes(placed(spots, {"b": Rect(560, 197, 160, 24)}), arrow("a", "c"))["a-c"]
    assert hit(bare, Rect(560, 197, 160, 24))
    assert not hit(found, Rect(560, 112, 160, 109))
    assert (found.points[0], found.points[-1]) == (Point(280, 152), Point(1000, 152))
    assert len(found.points) == 6


def test_no_arrow_runs_over_a_title() -> None:
    """A frame between a and c that neither has business with: with its title on the straight line, that is left; and
    where the frame has none, the border is crossed rather than gone round."""
    spots: dict[str, Spot] = {"a": (200, 300), "c": (1000, 300)}
    title = Rect(580, 328, 200, 24)
    plain = routes(placed(spots, frames=[framed("z", Rect(560, 120, 280, 740))]), arrow("a", "c"))["a-c"]
    titled = routes(placed(spots, frames=[framed("z", Rect(560, 120, 280, 740), title=title)]), arrow("a", "c"))["a-c"]
    assert corners({"a-c": plain}) == {"a-c": [(280, 340), (1000, 340)]}
    assert plain.flaws == 2 * 200
    assert not hit(titled, title)


def test_an_arrow_ends_at_the_border_of_a_frame() -> None:
    """Or crosses it to what stands there; it has business with that frame, and nothing is a flaw."""
    picture = placed(FOUR, frames=[framed("z", Rect(540, 240, 200, 600), "b", "d")])
    found = routes(picture, arrow("a", "z"), arrow("c", "b"))
    assert found["a-z"].points[0] == Point(280, 340)
    assert found["a-z"].points[-1].x == 540
    assert found["c-b"].points == (Point(1000, 340), Point(680, 340))
    assert [r.flaws for r in found.values()] == [0, 0]


# ------------------------------------------------------------------------------------------------ families


def test_families() -> None:
    """The larger of fan-out and fan-in, by kind; a bus by its name; an arrow with two heads is alone."""
    bus = Arrow("bus", (), DATA, "a", "d", bundle="b1")
    arrows = (arrow("a", "b"), arrow("a", "c"), arrow("d", "c"), arrow("a", "c", DATA), arrow("b", "c", both=True), bus)
    assert families(arrows) == {
        "a-b": ("from", "a", "request"),
        "a-c": ("to", "c", "request"),
        "d-c": ("to", "c", "request"),
        "a-c data": ("from", "a", "data"),
        "b-c": ("alone", "b-c", "request"),
        "bus": ("bus", "b1", "data"),
    }


#            b
#    a
#            c
FAN: dict[str, Spot] = {"a": (200, 400), "b": (700, 200), "c": (700, 600)}


def test_a_fan_out_shares_its_trunk() -> None:
    """Both arrows leave a by one port and part where one goes up and the other down."""
    found = corners(routes(placed(FAN), arrow("a", "b"), arrow("a", "c")))
    (bend,) = {x for x, _ in found["a-b"][1:3]}
    assert found == {
        "a-b": [(280, 440), (bend, 440), (bend, 240), (700, 240)],
        "a-c": [(280, 440), (bend, 440), (bend, 640), (700, 640)],
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (arrow("a", "b"), arrow("a", "c", DATA)),
        (arrow("a", "b", both=True), arrow("a", "c")),
        (arrow("a", "b", both=True), arrow("a", "c", both=True)),
        (arrow("a", "b"), arrow("c", "a")),
    ],
)
def test_others_share_neither_a_line_nor_a_port(one: Arrow, other: Arrow) -> None:
    """Two kinds, two heads, and one that leads back into a."""
    found = routes(placed(FAN), one, other)
    assert together(found[one.id], found[other.id]) == 0
    ends = {found[one.id].points[0], found[other.id].points[0 if other.source == "a" else -1]}
    assert len(ends) == 2


def test_a_busy_icon_finds_room_for_every_arrow() -> None:
    """Fourteen arrows with two heads, none of which may share a port: three a side would be twelve."""
    spots: dict[str, Spot] = {f"n{k}": (300 + 300 * (k % 5), 150 + 320 * (k // 5)) for k in range(15)}
    hub = "n7"
    others = [id for id in spots if id != hub]
    found = routes(placed(spots), *(arrow(hub, id, both=True) for id in others))
    assert len(found) == 14
    assert len({r.points[0] for r in found.values()}) == 14


def test_there_may_be_no_way() -> None:
    """A wall of words from the top of the slide to its foot: the arrow is missing, the other is drawn."""
    spots: dict[str, Spot] = {"a": (200, 300), "b": (1000, 300), "c": (200, 700)}
    wall = framed("z", Rect(500, 0, 300, 1080), title=Rect(600, 0, 100, 1080))
    assert list(routes(placed(spots, frames=[wall]), arrow("a", "b"), arrow("a", "c"))) == ["a-c"]


# ------------------------------------------------------------------------------------------------ laws

PLACES = [(200.0 + 400 * i, 200.0 + 250 * j) for i in range(4) for j in range(3)]
NAMES = "abcdef"
ENDS = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([RelationKind.REQUEST, DATA]), st.booleans()
)


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Placed, tuple[Arrow, ...]]:
    """Six boxes with words, and some arrows, no two of which join the same boxes by one kind."""
    spots = dict(zip(NAMES, draw(st.permutations(PLACES)), strict=False))
    words = {id: Rect(x - 10, y + 85, 100, 24) for id, (x, y) in spots.items()}
    found = draw(st.lists(ENDS, min_size=1, max_size=7, unique_by=lambda e: (frozenset(e[:2]), e[2])))
    return placed(spots, words), tuple(arrow(a, b, kind, both) for a, b, kind, both in found if a != b)


@settings(max_examples=25, deadline=None)
@given(pictures())
def test_ways_of_random_arrows(drawn: tuple[Placed, tuple[Arrow, ...]]) -> None:
    """Each arrow that is drawn begins and ends at its boxes, runs at right angles round all others and all words, and
    shares no line with one of another family. The same again gives the same."""
    picture, arrows = drawn
    found = routes(picture, *arrows)
    assert found == routes(picture, *arrows)
    for one in (a for a in arrows if a.id in found):
        way = found[one.id]
        assert all((a.x == b.x) != (a.y == b.y) for a, b in pairwise(way.points))
        for end, tip in ((one.source, way.points[0]), (one.target, way.points[-1])):
            around = picture.boxes[end].icon
            assert around.x <= tip.x <= around.right
            assert around.y <= tip.y <= around.bottom + 33
        for id, box in picture.boxes.items():
            assert not hit(way, box.icon.grow(-1)), id
            assert box.text is None or not hit(way, box.text.grow(-1)), id
    family = families(arrows)
    for this, that in combinations([a.id for a in arrows if a.id in found], 2):
        assert family[this] == family[that] or together(found[this], found[that]) == 0


def test_the_other_arrows_of_a_large_bus_run_where_the_first_of_them_do() -> None:
    """Four boxes to four: those of the first and to the first are laid, and nine follow on the same lines."""
    spots: dict[str, Spot] = {f"{c}{k}": (x, 150 + 200 * k) for c, x in (("a", 200), ("b", 900)) for k in range(4)}
    arrows = [replace(arrow(f"a{i}", f"b{j}"), bundle="all") for i in range(4) for j in range(4)]
    found = routes(placed(spots), *arrows)
    assert len(found) == 16
    assert corners(found)["a3-b2"] == [(280, 790), (646, 790), (646, 590), (900, 590)]
    laid = [found[a.id] for a in arrows if "a0" in a.id or "b0" in a.id]
    lines = {pixel for way in laid for pixel in pixels(way)}
    assert [id for id, way in found.items() if not pixels(way) <= lines] == []


def pixels(way: Route) -> set[tuple[int, int]]:
    """All pixels that a way leads over."""
    found = set()
    for a, b in pairwise(way.points):
        x, y = sorted((round(a.x), round(b.x))), sorted((round(a.y), round(b.y)))
        found |= {(i, j) for i in range(x[0], x[1] + 1) for j in range(y[0], y[1] + 1)}
    return found
