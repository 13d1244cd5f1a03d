"""Distances: things and what has to be between them to positions, and wishes that are granted whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.layout.nested.distances import After, Line

TEN = (10.0, 10.0)
Pair = tuple[str, str, float]


def line(things: str, *after: tuple[str, str, float]) -> Line:
    """Things that need ten pixels on each side, and how far some are after others at least."""
    return Line(dict.fromkeys(things, TEN), [After(*a) for a in after])


#   |<-10->a<---- 30 ---->b<-10->|
def test_what_is_left_of_the_room_is_shared() -> None:
    """Each thing in the middle between where it could be at first and at last."""
    some = line("ab", ("a", "b", 30))
    assert some.extent() == 50
    assert some.settled(50) == {"a": 10, "b": 40}
    assert some.settled(100) == {"a": (10 + 60) / 2, "b": (40 + 90) / 2}
    assert some.settled(49) is None


def test_the_longest_way_counts() -> None:
    """From a to c it is 80 over b, though 50 would do alone; d has all the room."""
    some = line("abcd", ("a", "b", 30), ("b", "c", 50), ("a", "c", 50))
    assert some.extent() == 100
    assert some.settled(100) == {"a": 10, "b": 40, "c": 90, "d": 50}


def test_what_is_in_line_is_one() -> None:
    """c stands 5 after a, so what b asks of c counts for a as well."""
    some = line("abc", ("b", "c", 30))
    assert some.join("a", "c", 5)
    assert some.settled(60) == {"b": 15, "a": 40, "c": 45}
    assert some.root("c") == ("a", 5)
    assert not some.join("c", "a", -5), "they are in line already"


@pytest.mark.parametrize("after", [[("a", "b", 1), ("b", "a", -5)], [("a", "a", 1)]], ids=["in a circle", "of itself"])
def test_what_contradicts_itself_has_no_extent(after: list[tuple[str, str, float]]) -> None:
    some = line("ab", *after)
    assert (some.extent(), some.settled(1000)) == (None, None)


def test_a_wish_that_contradicts_another_is_refused() -> None:
    """b is 30 after a, and so not in line with it; nor 20 after it once it has been put 30 after it."""
    some = line("ab", ("a", "b", 30))
    assert [
        some.wish(100, pairs=[("a", "b", 0.0)]),
        some.wish(100, pairs=[("a", "b", 30.0)]),
        some.wish(100, pairs=[("a", "b", 20.0)]),
        some.wish(100, rules=[After("a", "b", 31)]),
        some.wish(100, rules=[After("a", "b", 29)]),
    ] == [False, True, False, False, True]
    assert some.settled(100) == {"a": 35, "b": 65}


def test_a_wish_is_granted_as_far_as_the_room_goes() -> None:
    some = line("ab", ("a", "b", 30))
    assert not some.wish(100, rules=[After("a", "b", 81)])
    assert some.wish(100, rules=[After("a", "b", 80)])
    assert some.settled(100) == {"a": 10, "b": 90}


# ------------------------------------------------------------------------------------------------ laws

THINGS = [f"t{k}" for k in range(7)]
SOME_PAIRS = st.sampled_from(list(combinations(range(7), 2)))
AFTER = st.builds(lambda p, d: After(THINGS[p[0]], THINGS[p[1]], d), SOME_PAIRS, st.integers(-20, 80).map(float))
IN_LINE = st.builds(lambda p, d: (THINGS[p[0]], THINGS[p[1]], d), SOME_PAIRS, st.sampled_from([-15.0, 0.0, 0.0, 10.0]))
ENDS = st.fixed_dictionaries(
    {t: st.tuples(st.integers(0, 30).map(float), st.integers(0, 30).map(float)) for t in THINGS}
)
ROOM = st.integers(50, 400).map(float)


def keeps(some: Line, after: Sequence[After], pairs: Sequence[Pair], room: float) -> bool:
    """Whether there are positions, in the room, that keep all of this."""
    at = some.settled(room)
    return (
        at is not None
        and all(at[a.second] - at[a.first] >= a.least - 1e-6 for a in after)
        and all(abs(at[other] - at[one] - offset) < 1e-6 for one, other, offset in pairs)
        and all(before - 1e-6 <= at[t] <= room - behind + 1e-6 for t, (before, behind) in some.ends.items())
    )


@settings(max_examples=150, deadline=None)
@given(ENDS, st.lists(AFTER, max_size=12), st.lists(IN_LINE, max_size=3), ROOM)
def test_positions_keep_every_distance_and_stay_in_the_room(
    ends: dict[str, tuple[float, float]], after: list[After], pairs: list[Pair], room: float
) -> None:
    """There are some just where the extent is no more than the room."""
    some = Line(ends, list(after))
    joined = [p for p in pairs if some.join(*p)]
    extent = some.extent()
    fits = extent is not None and extent <= room
    assert (some.settled(room) is not None) == fits
    assert keeps(some, after, joined, room) == fits


@settings(max_examples=150, deadline=None)
@given(
    ENDS,
    st.lists(AFTER, max_size=5),
    st.lists(st.tuples(st.lists(AFTER, max_size=2), st.lists(IN_LINE, max_size=2)), min_size=1, max_size=6),
)
def test_a_wish_is_granted_whole_or_changes_nothing(
    ends: dict[str, tuple[float, float]], after: list[After], wishes: list[tuple[list[After], list[Pair]]]
) -> None:
    """And what was granted before stays so."""
    room = 300.0
    some = Line(ends, list(after))
    if some.settled(room) is None:
        return
    kept_after, kept_pairs = list(after), list[Pair]()
    for rules, pairs in wishes:
        before, roots = some.settled(room), {t: some.root(t) for t in THINGS}
        if some.wish(room, rules, pairs):
            kept_after += rules
            kept_pairs += pairs
        else:
            assert (some.settled(room), {t: some.root(t) for t in THINGS}) == (before, roots)
        assert some.after == kept_after
        assert keeps(some, kept_after, kept_pairs, room)


@settings(max_examples=150, deadline=None)
@given(ENDS, st.lists(AFTER, max_size=12), st.lists(IN_LINE, max_size=3), AFTER)
def test_how_long_a_way_is_is_known_before_it_is_asked_for(
    ends: dict[str, tuple[float, float]], after: list[After], pairs: list[Pair], more: After
) -> None:
    """What takes more room than all does so far takes as much when it is asked for, unless that contradicts it."""
    some = Line(ends, list(after))
    for pair in pairs:
        some.join(*pair)
    before, takes = some.extent(), some.through()(more)
    some.add([more])
    if before is not None and (extent := some.extent()) is not None:
        assert extent == pytest.approx(max(before, takes))
