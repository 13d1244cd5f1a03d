"""Ports: where arrows may leave and enter icons and frames of hand-made placed views, and what each opening costs."""

from __future__ import annotations

from collections import Counter

from archdeck.canvas.geometry import Rect
from archdeck.language.values import RelationKind
from archdeck.layout.placed import Placed
from archdeck.layout.ports import Ports
from archdeck.layout.search import EAST, NORTH, SOUTH, WEST, Costs, Port
from archdeck.layout.tracks import tracks
from laid import framed, placed

COST = Costs()
REQUEST, BACKUP = RelationKind.REQUEST, RelationKind.BACKUP
SIDES = {EAST: "east", WEST: "west", SOUTH: "south", NORTH: "north"}


def ports_of(picture: Placed, *busy: str) -> Ports:
    some = frozenset(busy)
    return Ports(picture, tracks(picture, some), COST, some)


def openings(found: list[Port], side: int) -> list[tuple[float, float]]:
    """The points on one side, the middle of it first."""
    return [(p.point.x, p.point.y) for p in sorted(found, key=lambda p: p.cost) if p.side == side]


def middles(found: list[Port]) -> dict[str, float]:
    """What the cheapest opening of each side costs, without the way to the first track."""
    here = {}
    for port in sorted(found, key=lambda p: -p.cost):
        here[SIDES[port.side]] = port.cost
    return here


PAIR = {"a": (200.0, 300.0), "b": (600.0, 300.0)}


def test_an_icon_has_three_openings_a_side_and_a_busy_one_five() -> None:
    """A quarter of the icon apart; the outer two of a busy one near its corners. Further out they cost more."""
    found = ports_of(placed(PAIR)).of("a", "b", REQUEST, False, {})
    assert Counter(SIDES[p.side] for p in found) == {"east": 3, "west": 3, "south": 3, "north": 3}
    assert openings(found, EAST) == [(280, 340), (280, 320), (280, 360)]
    busy = ports_of(placed(PAIR), "a").of("a", "b", REQUEST, False, {})
    cost = [p.cost - min(p.cost for p in busy) for p in busy if p.side == EAST]
    assert cost == [0, COST.corner_port, COST.corner_port, 2 * COST.corner_port, 2 * COST.corner_port]
    assert openings(busy, EAST) == [(280, 340), (280, 320), (280, 360), (280, 306), (280, 374)]
    assert Counter(SIDES[p.side] for p in busy) == {"east": 5, "west": 5, "south": 5, "north": 5}


def test_the_side_toward_the_other_end_is_the_cheapest() -> None:
    """For b right of a: its east; the others cost as a wrong side does, and a request leaves by the sides, not by the
    top or the bottom."""
    picture = placed(PAIR)
    cost = middles(ports_of(picture).of("a", "b", REQUEST, False, {}))
    backup = middles(ports_of(picture).of("a", "b", BACKUP, False, {}))
    assert min(cost, key=lambda side: cost[side]) == "east"
    assert cost["east"] == backup["east"]
    assert cost["west"] == backup["west"]
    assert [cost[side] - backup[side] for side in ("north", "south")] == [COST.top_or_bottom, COST.top_or_bottom]
    back = middles(ports_of(picture).of("b", "a", REQUEST, False, {}))
    assert min(back, key=lambda side: back[side]) == "west"


def test_in_a_view_that_is_read_downwards_the_top_is_no_detour() -> None:
    picture = placed(PAIR)
    right, down = (middles(ports_of(picture).of("a", "b", REQUEST, way, {})) for way in (False, True))
    assert right["south"] - down["south"] == COST.top_or_bottom
    assert right["east"] == down["east"]


def test_an_opening_that_strangers_use_costs() -> None:
    free = ports_of(placed(PAIR)).of("a", "b", REQUEST, False, {})
    used = {p.key: None for p in free if p.point == (280, 340)}
    taken = ports_of(placed(PAIR)).of("a", "b", REQUEST, False, used)
    dearer = [round(b.cost - a.cost) for a, b in zip(free, taken, strict=True) if a.cost != b.cost]
    assert dearer == [COST.shared_port]


def test_an_arrow_leaves_below_the_words_of_an_icon() -> None:
    """Two pixels below; and where words are wide, not through them."""
    words = {"a": Rect(180, 385, 120, 24)}
    found = ports_of(placed(PAIR, words)).of("a", "b", REQUEST, False, {})
    assert sorted(openings(found, SOUTH)) == [(220, 411), (240, 411), (260, 411)]
    assert sorted(openings(found, NORTH)) == [(220, 300), (240, 300), (260, 300)]


def test_every_opening_leads_to_a_crossing_of_tracks_straight_ahead() -> None:
    """Outside of the icon, on the same line."""
    here = ports_of(placed(PAIR))
    high = len(here.tracks.y)
    for port in here.of("a", "b", REQUEST, False, {}):
        x, y = here.tracks.x[port.crossing // high], here.tracks.y[port.crossing % high]
        icon = here.rect("a")
        if port.side in (EAST, WEST):
            assert y == port.point.y
            assert x > icon.right if port.side == EAST else x < icon.x
        else:
            assert x == port.point.x
            assert y > icon.bottom if port.side == SOUTH else y < icon.y


# ------------------------------------------------------------------------------------------------ frames

FRAME = Rect(560, 240, 400, 400)


def test_a_frame_is_entered_anywhere_but_at_its_corners_and_title() -> None:
    """On the tracks that cross its border; the middle is cheapest. Its title stands at the top left: no arrow enters
    there, from the side or from above."""
    title = Rect(570, 250, 200, 24)
    plain = ports_of(placed(PAIR, frames=[framed("z", FRAME, "b")])).of("z", "a", REQUEST, False, {})
    titled = ports_of(placed(PAIR, frames=[framed("z", FRAME, "b", title=title)])).of("z", "a", REQUEST, False, {})
    assert all(FRAME.y + 14 < y < FRAME.bottom - 14 for p in plain for y in [p.point.y] if p.side in (EAST, WEST))
    assert all(FRAME.x + 6 < x < FRAME.right - 6 for p in plain for x in [p.point.x] if p.side in (NORTH, SOUTH))
    assert {p.point.x for p in plain if p.side == WEST} == {FRAME.x}
    level = [p for p in plain if p.side == WEST]
    assert min(level, key=lambda p: p.cost).point.y == min(
        (p.point.y for p in level), key=lambda y: abs(y - FRAME.centre.y)
    )
    around = title.grow(6)
    assert [p for p in titled if p.side == WEST and around.y < p.point.y < around.bottom] == []
    assert [p for p in titled if p.side in (NORTH, SOUTH) and around.x < p.point.x < around.right] == []
    assert [p for p in plain if p.side == NORTH and around.x < p.point.x < around.right] != []


def test_an_overlay_in_pieces_is_entered_at_each_of_them() -> None:
    """An arrow leads to the overlay by its id, at whichever piece is nearer."""
    pieces = [
        framed("servers--1", Rect(560, 240, 160, 200), "b", of="servers"),
        framed("servers--2", Rect(560, 640, 160, 200), "c", of="servers"),
    ]
    picture = placed({"a": (200, 300), "b": (600, 300), "c": (600, 700)}, frames=pieces)
    level = [p.point.y for p in ports_of(picture).of("servers", "a", REQUEST, False, {}) if p.side == WEST]
    assert {240 < y < 440 for y in level} == {True, False}
    assert all(240 < y < 440 or 640 < y < 840 for y in level)


def test_to_leave_away_from_the_other_end_is_the_dearest() -> None:
    """By the west, for b right of a; where b stands below a, that is only a wrong side."""
    beside = middles(ports_of(placed(PAIR)).of("a", "b", BACKUP, False, {}))
    below = {"a": (200.0, 300.0), "b": (200.0, 700.0)}
    above = middles(ports_of(placed(below)).of("a", "b", BACKUP, False, {}))
    assert beside["west"] - above["west"] == COST.away - COST.wrong_side > 0
