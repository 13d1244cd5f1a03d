"""Corridors: what stands in the way to the lines between it. Lines run down the page; each test shows it from above."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.layout.corridors import APART, LEAST_ROOM, MOST, OFF_BORDER, OFF_THINGS, Block, Border, lines

ALONG = (0.0, 100.0)


def between(
    *blocks: Block, borders: tuple[Border, ...] = (), across: float = 100.0, pitch: float = 10.0
) -> list[float]:
    return lines(blocks, borders, (0, across), ALONG, pitch)


def through(near: float, far: float) -> Block:
    """A thing that stands across a line over all of its length."""
    return Block(near, far, *ALONG)


#   0    30####70    100
def test_lines_are_evenly_spaced_in_the_middle_of_a_corridor() -> None:
    assert between(through(30, 70)) == [5, 15, 25, 75, 85, 95]
    assert between(through(30, 70), pitch=12) == [3, 15, 27, 73, 85, 97]


def test_a_corridor_has_so_many_lines_at_most() -> None:
    assert between(across=1000) == [470, 480, 490, 500, 510, 520, 530]
    assert len(between(across=1000)) == MOST


@pytest.mark.parametrize(("gap", "expected"), [(2, []), (3, [41.5]), (12, [46.0]), (13, [41.5, 51.5])])
def test_a_line_keeps_off_what_it_runs_beside(gap: float, expected: list[float]) -> None:
    """A pixel and a half at least."""
    assert between(through(0, 40), through(40 + gap, 100)) == expected


#   0####40    |70   100####
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (70, [42.75, 52.75, 62.75, 77.25, 87.25, 97.25]),
        (
            47,
            [43.5, 55.75, 65.75, 75.75, 85.75, 95.75],
        ),  # seven pixels between both: one line in the middle
        (46, [55.25, 65.25, 75.25, 85.25, 95.25]),  # six: none
    ],
)
def test_a_border_along_a_line_parts_its_corridor(at: float, expected: list[float]) -> None:
    """Lines keep six pixels off it, but where that leaves no room."""
    assert between(through(0, 40), through(100, 140), borders=(Border(at, *ALONG),), across=140) == expected


def test_a_border_elsewhere_is_in_nobodys_way() -> None:
    assert between(borders=(Border(20, 200, 300),), across=40) == between(across=40) == [5, 15, 25, 35]


#   0########100
#     ##20        for the first 40 pixels
def test_the_corridor_that_is_open_for_longest_comes_first_and_others_get_no_double() -> None:
    """What is a pixel narrower for a while does with the lines that are there; what is wider gets what it lacks."""
    assert between(through(40, 100)) == [5, 15, 25, 35]
    assert between(through(40, 100), Block(0, 1, 0, 40)) == [5, 15, 25, 35]
    assert between(Block(30, 70, 0, 40)) == [5, 15, 25, 33, 75, 85, 95]
    assert between(through(30, 100), Block(0, 7, 0, 90)) == [8.5, 18.5, 28.5]


def test_a_line_that_would_look_like_another_one_goes_aside_or_not_at_all() -> None:
    """The corridor beside the block of four pixels lacks one line: it would be half a pixel beside that at 5."""
    assert between(through(30, 100), Block(0, 4, 0, 40)) == [5, 15, 25]


# ------------------------------------------------------------------------------------------------ laws

EDGES = st.tuples(st.integers(0, 300), st.integers(1, 120))
THROUGH = st.builds(lambda e: through(float(e[0]), float(e[0] + e[1])), EDGES)
STRETCH = st.tuples(st.integers(0, 90), st.integers(5, 60))
PART = st.builds(lambda e, s: Block(float(e[0]), float(e[0] + e[1]), float(s[0]), float(s[0] + s[1])), EDGES, STRETCH)
LONG_BORDER = st.builds(lambda at: Border(float(at), *ALONG), st.integers(1, 299))
SHORT_BORDER = st.builds(lambda at, s: Border(float(at), s[0], s[0] + s[1]), st.integers(1, 299), STRETCH)
PITCH = st.sampled_from([11.52, 12.24, 18.72])  # of text of 16, 17 and 26 pixels


@settings(max_examples=150, deadline=None)
@given(st.lists(THROUGH, max_size=4), st.lists(LONG_BORDER, max_size=3), PITCH)
def test_lines_stay_out_of_things_and_off_borders(blocks: list[Block], borders: list[Border], pitch: float) -> None:
    """Nearer at a border than six pixels only in the middle between it and something else."""
    borders = [b for b in borders if not any(t.near <= b.at <= t.far for t in blocks)]
    found = lines(blocks, borders, (0.0, 300.0), ALONG, pitch)
    stops = sorted([0.0, 300.0, *(b.at for b in borders), *(v for b in blocks for v in (b.near, b.far))])
    for line in found:
        assert 0 < line < 300
        assert not any(b.near - OFF_THINGS < line < b.far + OFF_THINGS for b in blocks)
        if any(abs(line - b.at) < OFF_BORDER - 0.01 for b in borders):
            low, high = next((a, b) for a, b in pairwise(stops) if a <= line <= b)
            assert line == pytest.approx((low + high) / 2, abs=0.1)
            assert high - low >= LEAST_ROOM


@settings(max_examples=200, deadline=None)
@given(st.lists(PART, max_size=6), st.lists(SHORT_BORDER, max_size=3), PITCH)
def test_lines_are_six_pixels_apart(blocks: list[Block], borders: list[Border], pitch: float) -> None:
    """Whatever corridors they are in."""
    found = lines(blocks, borders, (0.0, 300.0), ALONG, pitch)
    assert [(a, b) for a, b in pairwise(found) if b - a < APART - 0.02] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(THROUGH, max_size=4), PITCH, st.integers(1, 99))
def test_a_corridor_in_two_stretches_is_one(blocks: list[Block], pitch: float, cut: float) -> None:
    """A thing outside that begins half way changes nothing."""
    outside = Block(-50.0, -40.0, float(cut), 100.0)
    assert lines([*blocks, outside], [], (0.0, 300.0), ALONG, pitch) == lines(blocks, [], (0.0, 300.0), ALONG, pitch)
