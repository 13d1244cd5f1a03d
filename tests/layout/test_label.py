"""Lettering: numbers on lines and words beside them, on hand-made routes between hand-made placed boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from archdeck.canvas import fonts
from archdeck.canvas.geometry import Point, Rect, Words
from archdeck.layout.cells import Cell
from archdeck.layout.grid import Grid
from archdeck.layout.label import Lettering, letter
from archdeck.layout.laid import Layout
from archdeck.layout.picture import geometry, notes
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route
from archdeck.views.view import Arrow, Group
from laid import SIZES, Spot, arrow, framed, placed, view

# a ----> b   on one level, 320 pixels apart; c below b
SPOTS: dict[str, Spot] = {"a": (200, 300), "b": (600, 300), "c": (600, 600)}
STRAIGHT = ((280, 340), (600, 340))
A_B = arrow("a", "b")
STRANGER = replace(arrow("c", "a"), relations=("another",))


def routed(ways: Mapping[str, tuple[tuple[float, float], ...]]) -> dict[str, Route]:
    return {id: Route(tuple(Point(*p) for p in points), 0.0) for id, points in ways.items()}


def lettered(
    picture: Placed,
    ways: Mapping[str, tuple[tuple[float, float], ...]],
    *arrows: Arrow,
    steps: Mapping[str, str] | None = None,
) -> Lettering:
    """The words and numbers of arrows on these ways; `steps` are numbers of boxes."""
    drawn = view(SPOTS, *arrows)
    drawn = replace(drawn, boxes=tuple(replace(b, step=(steps or {}).get(b.id, "")) for b in drawn.boxes))
    return letter(drawn, picture, routed(ways))


def texts(found: Mapping[str, Words]) -> dict[str, str]:
    return {id: words.text for id, words in found.items()}


def off(words: Words, way: tuple[tuple[float, float], ...]) -> float:
    """Pixels between a text and a line; 0 where they touch."""

    def apart(low: float, high: float, a: float, b: float) -> float:
        return max(0.0, low - max(a, b), min(a, b) - high)

    box = words.box
    return min(max(apart(box.x, box.right, a[0], b[0]), apart(box.y, box.bottom, a[1], b[1])) for a, b in pairwise(way))


def title(rect: Rect) -> Placed:
    """The boxes, and something in the way: the title of a frame."""
    return placed(SPOTS, frames=[framed("z", Rect(0, 0, 1900, 1080), title=rect)])


# ------------------------------------------------------------------------------------------------ numbers


def test_a_number_stands_in_the_middle_of_its_line() -> None:
    """Near its beginning where there are words too."""
    plain = lettered(placed(SPOTS), {"a-b": STRAIGHT}, replace(A_B, step="1"))
    assert texts(plain.badges) == {"a-b": "1"}
    assert plain.badges["a-b"].box.centre == pytest.approx((440, 340), abs=2)
    worded = lettered(placed(SPOTS), {"a-b": STRAIGHT}, replace(A_B, step="1", label="asks"))
    assert worded.badges["a-b"].box.centre == pytest.approx((280 + SIZES.badge / 2 + 8, 340), abs=3)
    assert texts(worded.labels) == {"a-b": "asks"}
    assert not worded.badges["a-b"].box.meets(worded.labels["a-b"].box)


def test_a_number_that_has_no_room_goes_onto_the_box_it_leads_to() -> None:
    """A title along the whole line leaves none: it stands on a corner of the icon of b."""
    found = lettered(title(Rect(280, 345, 320, 24)), {"a-b": STRAIGHT}, replace(A_B, step="1"))
    assert (texts(found.badges), texts(found.box_badges)) == ({}, {"b": "1"})
    icon = Rect(600, 300, 80, 80)
    assert found.box_badges["b"].box.meets(icon)
    assert not found.box_badges["b"].box.meets(icon.grow(-25))


def test_a_number_stands_on_an_arrow_that_is_as_short_as_itself_but_not_where_a_stranger_crosses_it() -> None:
    """The way up to b is as long as the number is high; then one from a to c runs through there."""
    up, through = ((640, 412), (640, 380)), ((280, 340), (300, 340), (300, 396), (700, 396), (700, 340), (680, 340))
    step = replace(arrow("c", "b"), step="1")
    assert texts(lettered(placed(SPOTS), {"c-b": up}, step).badges) == {"c-b": "1"}
    crossed = lettered(placed(SPOTS), {"c-b": up, "a-c": through}, step, replace(arrow("a", "c"), relations=("other",)))
    assert (texts(crossed.badges), texts(crossed.box_badges)) == ({}, {"b": "1"})


@pytest.mark.parametrize(
    ("strange", "level"),
    [
        # A line that runs along all of it, so near that it touches the rim of a number.
        (((600, 352), (280, 352)), "along"),
        # A faded one across a short arrow: where both run through the middle of the number, no line is cut beside it.
        (((310, 600), (310, 200)), "across"),
    ],
)
def test_a_number_stands_over_a_line_rather_than_beside_a_box(
    strange: tuple[tuple[float, float], ...], level: str
) -> None:
    own = STRAIGHT if level == "along" else ((280, 340), (350, 340))
    found = lettered(
        placed(SPOTS), {"a-b": own, "c-a": strange}, replace(A_B, step="1"), replace(STRANGER, dimmed=True)
    )
    assert (texts(found.badges), texts(found.box_badges)) == ({"a-b": "1"}, {})
    centre = found.badges["a-b"].box.centre
    assert centre.y == 340
    assert level == "along" or abs(centre.x - 310) <= 1


def test_no_number_stands_where_another_line_crosses_that_is_not_faded() -> None:
    """It could be the number of either."""
    ways = {"a-b": ((280, 340), (350, 340)), "c-a": ((310, 600), (310, 200))}
    found = lettered(placed(SPOTS), ways, replace(A_B, step="1"), STRANGER)
    assert (texts(found.badges), texts(found.box_badges)) == ({}, {"b": "1"})


def test_a_number_on_a_like_arrow_that_nothing_crosses_comes_before_one_over_a_line() -> None:
    near, far = replace(A_B, step="1", relations=("r",)), replace(arrow("a", "c"), relations=("r",))
    ways = {"a-b": STRAIGHT, "a-c": ((240, 400), (240, 640), (600, 640)), "c-a": ((600, 352), (280, 352))}
    found = lettered(placed(SPOTS), ways, near, far, STRANGER)
    assert texts(found.badges) == {"a-c": "1"}


def test_words_do_not_make_way_for_a_number_over_a_line() -> None:
    """There is room above the line for one of both: the words are all that is said of an arrow, while a number beside
    the box that it leads to says the same."""
    ways = {"a-b": ((280, 340), (340, 340)), "c-a": ((600, 352), (280, 352))}
    found = lettered(title(Rect(336, 310, 200, 24)), ways, replace(A_B, step="1", label="asks"), STRANGER)
    assert (texts(found.labels), texts(found.box_badges)) == ({"a-b": "asks"}, {"b": "1"})


def test_numbers_of_one_box_are_one() -> None:
    """Two that found no room on their lines, and the box's own."""
    picture = title(Rect(280, 345, 320, 24))
    ways = {"a-b": STRAIGHT, "a-b data": ((280, 340), (600, 340))}
    arrows = (replace(A_B, step="2"), replace(A_B, id="a-b data", step="3"))
    assert texts(lettered(picture, ways, *arrows).box_badges) == {"b": "2, 3"}
    assert texts(lettered(picture, ways, *arrows, steps={"b": "4"}).box_badges) == {"b": "2–4"}
    assert texts(lettered(picture, ways, *arrows, steps={"c": "4"}).box_badges) == {"c": "4", "b": "2, 3"}


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ("1", "1"),
        ("1, 2", "1, 2"),
        ("2, 3, 4, 5, 6", "2–6"),
        ("6, 4, 5, 2, 3", "2–6"),
        ("1, 3, 4, 5, 9", "1, 3–5, 9"),
        ("9, 10, 11", "9–11"),
        ("3, 3, 4", "3, 4"),
        ("3a, 3b, 4", "3a, 3b, 4"),
    ],
)
def test_three_and_more_numbers_in_a_row_are_a_range(steps: str, shown: str) -> None:
    """The first and the last of them; numbers with letters stand by themselves, before the others."""
    assert texts(lettered(placed(SPOTS), {}, steps={"b": steps}).box_badges) == {"b": shown}


def test_the_number_of_a_box_stands_on_a_corner_that_no_line_runs_through() -> None:
    """The upper right one; with a line there, the upper left one."""
    free = lettered(placed(SPOTS), {}, steps={"b": "1"}).box_badges["b"].box.centre
    taken = lettered(placed(SPOTS), {"a-b": ((760, 310), (680, 310))}, A_B, steps={"b": "1"}).box_badges["b"].box.centre
    assert free.x > 640 > taken.x
    assert free.y == taken.y < 340


def test_a_number_stands_beside_an_icon_of_which_it_would_hide_too_much() -> None:
    """Above a small icon that has a mark; left of it where a title is in the way; half on it where its own arrow is
    there, too; on it where a stranger's is."""
    way = Rect(560, 260, 120, 30)

    def at(title: Rect | None = None, *arrows: Arrow) -> Rect:
        picture = placed(SPOTS, frames=[framed("z", Rect(0, 0, 1900, 1080), title=title)])
        small = replace(picture.boxes["b"], icon=Rect(600, 300, 40, 40), marks=(Rect(625, 325, 22, 22),))
        picture = replace(picture, boxes={**picture.boxes, "b": small})
        ways = {a.id: ((500, 310), (700, 310)) for a in arrows}
        return lettered(picture, ways, *arrows, steps={"b": "1"}).box_badges["b"].box

    assert at().bottom == pytest.approx(304)
    assert at(way).right == pytest.approx(604)
    assert at(way, A_B).right == pytest.approx(607)
    assert Rect(600, 300, 40, 40).holds(Rect(*at(way, arrow("a", "c")).centre, 0, 0))


def test_a_number_keeps_off_a_fork() -> None:
    """Where two arrows of a fan-out part: each number stands on a stretch that is its arrow's alone."""
    ways = {"a-b": STRAIGHT, "a-c": ((280, 340), (440, 340), (440, 640), (600, 640))}
    found = lettered(placed(SPOTS), ways, replace(A_B, step="1"), replace(arrow("a", "c"), step="2"))
    assert texts(found.badges) == {"a-b": "1", "a-c": "2"}
    one, other = (found.badges[id].box for id in ("a-b", "a-c"))
    assert one.x > 440
    assert other.y > 340


# ------------------------------------------------------------------------------------------------ words


def test_words_stand_beside_the_middle_of_their_line() -> None:
    """Above it where both sides are free, not on it, and below where something stands above."""
    found = lettered(placed(SPOTS), {"a-b": STRAIGHT}, replace(A_B, label="asks")).labels["a-b"]
    assert found.box.bottom < 340
    assert found.box.centre.x == pytest.approx(440, abs=5)
    assert 0 < off(found, STRAIGHT) <= 8
    below = lettered(title(Rect(280, 310, 320, 24)), {"a-b": STRAIGHT}, replace(A_B, label="asks")).labels["a-b"]
    assert below.box.y > 340
    assert 0 < off(below, STRAIGHT) <= 8


def test_words_do_not_stand_on_another_line() -> None:
    """Other lines close above and below the middle: the words stand where those have ended."""
    above, below = ((360, 328), (600, 328)), ((360, 352), (600, 352))
    ways = {"a-b": STRAIGHT, "c-a": above, "c-b": below}
    arrows = (replace(A_B, label="asks"), arrow("c", "a"), arrow("c", "b"))
    found = lettered(placed(SPOTS), ways, *arrows).labels["a-b"]
    assert found.box.right < 360
    assert min(off(found, above), off(found, below)) > 2


def test_words_stand_beside_a_line_that_runs_down() -> None:
    way = ((640, 380), (640, 600))
    found = lettered(placed(SPOTS), {"b-c": way}, replace(arrow("b", "c"), label="asks")).labels["b-c"]
    assert found.box.x > 640 or found.box.right < 640
    assert 0 < off(found, way) <= 8
    assert 380 < found.box.y < found.box.bottom < 600


def test_long_words_take_two_lines() -> None:
    found = lettered(placed(SPOTS), {"a-b": STRAIGHT}, replace(A_B, label="reads and writes orders"))
    assert texts(found.labels) == {"a-b": "reads and\nwrites orders"}


LONG = "asks for the price that holds for this customer today"


def test_words_that_are_longer_still_take_three_lines() -> None:
    found = lettered(placed(SPOTS), {"a-b": STRAIGHT}, replace(A_B, label=LONG))
    assert texts(found.labels) == {"a-b": "asks for the price that\nholds for this customer\ntoday"}


def test_words_are_cut_at_last_and_the_notes_say_so() -> None:
    some = " and ".join(["the prices"] * 6)
    asks = replace(A_B, label=some)
    table = Grid({id: Cell(0, 0) for id in SPOTS}, (), 1, 1, 0)
    shared = Layout(view(SPOTS, asks), table, placed(SPOTS), routed({"a-b": STRAIGHT}))
    found = geometry(shared.view, shared)
    written = " ".join(found.edges[0].labels[0].text.split())
    assert written == "the prices and the prices and the prices and the prices and the prices…"
    assert notes(shared.view, shared, found) == (f"a-b: no room for all of the words {some!r}: {written!r}",)


def test_words_are_smaller_where_there_is_no_room_for_larger_ones() -> None:
    """Under a title that is as far above the line as one line of 16.5 pixels takes, and beside it."""
    foot = 340 - 4 - 16.5 * fonts.LINE_HEIGHT - 3
    walls = [
        framed("y", Rect(0, 0, 1900, 1080), title=Rect(180, foot - 24, 520, 24)),
        framed("z", Rect(0, 0, 1900, 1080), title=Rect(180, 345, 520, 24)),
    ]
    found = lettered(placed(SPOTS, frames=walls), {"a-b": STRAIGHT}, replace(A_B, label="asks"))
    assert [(words.text, words.px) for words in found.labels.values()] == [("asks", 16)]


def test_words_at_the_ends_of_an_arrow_stand_there() -> None:
    """Small, beside the line and nearer to its ends than its own words; without room they are left out with a note."""
    ends = replace(A_B, label="10G", from_label="Gi0/1", to_label="Gi1/0/24")
    found = lettered(placed(SPOTS), {"a-b": STRAIGHT}, ends)
    first, last = found.ends["a-b"]
    assert (first.text, last.text, first.px) == ("Gi0/1", "Gi1/0/24", 16)
    assert 280 <= first.box.x < first.box.right < found.labels["a-b"].box.x
    assert found.labels["a-b"].box.right < last.box.x < last.box.right <= 600
    assert max(off(words, STRAIGHT) for words in (first, last)) < 5
    walls = [
        framed("y", Rect(0, 0, 1900, 1080), title=Rect(180, 312, 520, 24)),
        framed("z", Rect(0, 0, 1900, 1080), title=Rect(180, 345, 520, 24)),
    ]
    table = Grid({id: Cell(0, 0) for id in SPOTS}, (), 1, 1, 0)
    only = replace(ends, label="")
    shared = Layout(view(SPOTS, only), table, placed(SPOTS, frames=walls), routed({"a-b": STRAIGHT}))
    assert notes(shared.view, shared, geometry(shared.view, shared)) == (
        "a-b: no room for the words 'Gi0/1' at its end",
        "a-b: no room for the words 'Gi1/0/24' at its end",
    )


def test_words_take_two_lines_where_there_is_no_room_for_one() -> None:
    """A line down between two titles, with less room on either side than the words are wide."""
    down = {"b-c": ((640, 380), (640, 600))}
    said = replace(arrow("b", "c"), label="RDS snapshots")
    walls = [framed(f"z{k}", Rect(0, 0, 1900, 1080), title=Rect(x, 380, 100, 220)) for k, x in enumerate((440, 740))]
    free = lettered(placed(SPOTS), down, said)
    tight = lettered(placed(SPOTS, frames=walls), down, said)
    assert texts(free.labels) == {"b-c": "RDS snapshots"}
    assert texts(tight.labels) == {"b-c": "RDS\nsnapshots"}


def test_a_number_without_room_stands_on_a_like_arrow() -> None:
    """Between another copy of the two ends, where it is as true."""
    ways = {"a-b": STRAIGHT, "a-c": ((240, 380), (240, 640), (600, 640))}
    full = title(Rect(280, 345, 320, 24))
    one, other = replace(A_B, step="1", relations=("r",)), replace(arrow("a", "c"), relations=("r",))
    assert texts(lettered(full, ways, one, other).badges) == {"a-c": "1"}
    unlike = lettered(full, ways, one, replace(other, relations=("q",)))
    assert (texts(unlike.badges), texts(unlike.box_badges)) == ({}, {"b": "1"})


def test_a_number_goes_to_no_like_arrow_in_a_place_that_stands_by() -> None:
    """`c` stands in a Region that stands by: nothing happens there while what the number is about works."""
    ways = {"a-b": STRAIGHT, "a-c": ((240, 380), (240, 640), (600, 640))}
    full = title(Rect(280, 345, 320, 24))
    drawn = view(SPOTS, replace(A_B, step="1", relations=("r",)), replace(arrow("a", "c"), relations=("r",)))
    there = tuple(replace(b, group="far" if b.id == "c" else b.group) for b in drawn.boxes)

    def numbers(standby: bool) -> tuple[dict[str, str], dict[str, str]]:
        far = Group("far", "far", "region", "Far", None, standby=standby)
        found = letter(replace(drawn, boxes=there, groups=(far,)), full, routed(ways))
        return texts(found.badges), texts(found.box_badges)

    assert numbers(standby=False) == ({"a-c": "1"}, {})
    assert numbers(standby=True) == ({}, {"b": "1"})


def test_words_keep_off_the_number_of_their_own_line() -> None:
    """A line of a hundred pixels: the number near its beginning, the words behind it."""
    short = ((280, 340), (380, 340))
    found = lettered(placed(SPOTS), {"a-b": short}, replace(A_B, step="1", label="asks"))
    assert found.labels["a-b"].box.x > found.badges["a-b"].box.right


def test_the_same_words_of_one_fan_out_are_said_once() -> None:
    """Others by themselves, and not on the trunk that both share, although its middle is there."""
    ways = {"a-b": STRAIGHT, "a-c": ((280, 340), (520, 340), (520, 640), (600, 640))}
    same = lettered(placed(SPOTS), ways, replace(A_B, label="asks"), replace(arrow("a", "c"), label="asks"))
    assert texts(same.labels) == {"a-b": "asks"}
    other = lettered(placed(SPOTS), ways, replace(A_B, label="asks"), replace(arrow("a", "c"), label="tells"))
    assert texts(other.labels) == {"a-b": "asks", "a-c": "tells"}
    assert other.labels["a-b"].box.centre.x > 520
    assert other.labels["a-c"].box.centre.y > 340
    full = title(Rect(500, 300, 100, 80))  # no room beyond the fork: rather none than on the trunk
    assert texts(lettered(full, ways, replace(A_B, label="asks")).labels) == {"a-b": "asks"}
    both = lettered(full, ways, replace(A_B, label="asks"), replace(arrow("a", "c"), label="tells"))
    assert texts(both.labels) == {"a-c": "tells"}


# a trunk from a to x 480; from there on to b, down to c, and down to d
FOUR: dict[str, Spot] = {"a": (200, 300), "b": (600, 300), "c": (600, 600), "d": (600, 800)}
FORK = {
    "a-b": STRAIGHT,
    "a-c": ((280, 340), (480, 340), (480, 640), (600, 640)),
    "a-d": ((280, 340), (480, 340), (480, 840), (600, 840)),
}


def said(ways: Mapping[str, tuple[tuple[float, float], ...]], **labels: str) -> Lettering:
    """The words of arrows from `a` to b, c and d."""
    arrows = (replace(arrow("a", end), label=label) for end, label in labels.items())
    return letter(view(FOUR, *arrows), placed(FOUR), routed(ways))


def test_words_that_all_arrows_of_a_fan_out_have_stand_on_their_trunk() -> None:
    found = said(FORK, b="asks", c="asks", d="asks")
    assert texts(found.labels) == {"a-b": "asks"}
    assert 280 < found.labels["a-b"].box.x < found.labels["a-b"].box.right < 480
    assert found.words_at == {"a-b": "a-b", "a-c": "a-b", "a-d": "a-b"}


def test_words_that_some_arrows_of_a_fan_out_have_stand_where_only_they_run() -> None:
    """Those to c and d part from the one to b first; b and c part from each other where d still runs."""
    lower = said(FORK, b="", c="asks", d="asks")
    assert texts(lower.labels) == {"a-c": "asks"}
    assert 340 < lower.labels["a-c"].box.y < lower.labels["a-c"].box.bottom < 640
    assert lower.words_at == {"a-c": "a-c", "a-d": "a-c"}
    upper = said(FORK, b="asks", c="asks", d="")
    assert texts(upper.labels) == {"a-b": "asks", "a-c": "asks"}
    assert upper.labels["a-b"].box.x > 480
    assert upper.labels["a-c"].box.y > 600
    assert upper.words_at == {"a-b": "a-b", "a-c": "a-c"}


def test_words_stand_behind_where_an_arrow_without_them_joins() -> None:
    """The one to d begins by itself and runs into the one to c, which words on the trunk of b and c would be about."""
    joining = {**FORK, "a-d": ((280, 360), (480, 360), (480, 840), (600, 840))}
    found = said(joining, b="asks", c="asks", d="")
    assert texts(found.labels) == {"a-b": "asks", "a-c": "asks"}
    assert (found.labels["a-b"].box.x > 480, found.labels["a-c"].box.y > 600) == (True, True)


def test_words_without_room_are_left_out_and_the_notes_say_so() -> None:
    """Titles above and below the whole line. The picture has the arrow, without its words."""
    walls = [
        framed("y", Rect(0, 0, 1900, 1080), title=Rect(180, 312, 520, 24)),
        framed("z", Rect(0, 0, 1900, 1080), title=Rect(180, 345, 520, 24)),
    ]
    picture = placed(SPOTS, frames=walls)
    asks = replace(A_B, label="asks")
    assert lettered(picture, {"a-b": STRAIGHT}, asks).labels == {}
    shared = Layout(
        view(SPOTS, asks), Grid({id: Cell(0, 0) for id in SPOTS}, (), 1, 1, 0), picture, routed({"a-b": STRAIGHT})
    )
    drawn = geometry(shared.view, shared)
    assert [(e.id, e.labels) for e in drawn.edges] == [("a-b", ())]
    assert notes(shared.view, shared, drawn) == ("a-b: no room for the words 'asks'",)


# ------------------------------------------------------------------------------------------------ letters


def test_an_arrow_without_a_way_is_a_letter_at_both_ends() -> None:
    """They do not hide the number of a box, and lead away from one end and to the other."""
    found = lettered(placed(SPOTS), {}, A_B, arrow("a", "c"), replace(arrow("b", "c"), both=True), steps={"a": "7"})
    assert texts(found.connectors) == {"a": "A→, B→", "b": "C, →A", "c": "C, →B"}
    assert not found.connectors["a"].box.meets(found.box_badges["a"].box)


def test_an_arrow_with_a_way_has_no_letter() -> None:
    assert texts(lettered(placed(SPOTS), {"a-b": STRAIGHT}, A_B).connectors) == {}
