"""Ways to connectors: one where LibreOffice draws it so, else from bend to bend."""

from __future__ import annotations

from archdeck.canvas import Point, Rect
from archdeck.deck.connectors import BOTTOM, LEFT, RIGHT, TOP, Connector, connectors, middle_side


def way(*points: tuple[float, float]) -> list[Point]:
    return [Point(*p) for p in points]


def test_a_straight_way_leads_from_side_to_side() -> None:
    (one,) = connectors(way((100, 10), (20, 10)))
    start, end = way((100, 10), (20, 10))
    assert one == Connector("straightConnector1", start, end, LEFT, RIGHT, Rect(20, 10, 80, 0), level=True)


def test_one_bend_that_starts_level() -> None:
    (one,) = connectors(way((0, 0), (60, 0), (60, 30)))
    assert (one.preset, one.box, one.quarters, one.level, one.upright) == (
        "bentConnector2", Rect(0, 0, 60, 30), 0, False, False,
    )  # fmt: skip
    assert (one.leaves, one.enters) == (RIGHT, TOP)


def test_one_bend_that_starts_upright_is_turned_by_a_quarter() -> None:
    """Down and to the right: in its own box the connector runs along what is the height of the slide."""
    (one,) = connectors(way((0, 0), (0, 60), (30, 60)))
    assert (one.preset, one.quarters, one.level, one.upright) == ("bentConnector2", 1, False, True)
    assert one.box == Rect(-15, 15, 60, 30)
    assert (one.leaves, one.enters) == (BOTTOM, LEFT)


def test_two_bends_half_way_are_one_connector() -> None:
    (one,) = connectors(way((0, 0), (50, 0), (50, 40), (100, 40)))
    assert (one.preset, one.box) == ("bentConnector3", Rect(0, 0, 100, 40))


def test_two_bends_elsewhere_are_three_connectors_from_bend_to_bend() -> None:
    found = connectors(way((0, 0), (20, 0), (20, 40), (100, 40)))
    assert [(c.preset, c.start, c.end) for c in found] == [
        ("straightConnector1", Point(0, 0), Point(20, 0)),
        ("straightConnector1", Point(20, 0), Point(20, 40)),
        ("straightConnector1", Point(20, 40), Point(100, 40)),
    ]


def test_the_middle_of_a_side_is_known_within_a_pixel_and_a_half() -> None:
    box = Rect(0, 0, 100, 60)
    ends = way((50, 0), (1.4, 30), (50, 61), (100, 30), (50, 2), (20, 0))
    assert [middle_side(box, at) for at in ends] == [TOP, LEFT, BOTTOM, RIGHT, None, None]
