"""The same drawing in fewer letters."""

from __future__ import annotations

import pytest

from archdeck.paint import terse


@pytest.mark.parametrize(
    ("painted", "told"),
    [
        ("M1,2C1,2 9.5,2 9.5,2", "M1,2H9.5"),
        ("M1,2C1,2 1,-8 1,-8", "M1,2V-8"),
        ("M1,2C1,2 3,4 3,4", "M1,2L3,4"),
        ("M1,2C1,2 5,2 5,2 8,2 9,3 9,6 9,6 9,8 9,8", "M1,2H5C8,2 9,3 9,6V8"),
        ("M1,2C1,2 5,2", "M1,2C1,2 5,2"),
        ("M7 7L17 17", "M7 7L17 17"),
    ],
)
def test_a_curve_that_bends_nowhere_is_a_line(painted: str, told: str) -> None:
    path = '<svg><path fill="none" d="{}" stroke-width="2"/></svg>'
    assert terse(path.format(painted)) == path.format(told)


def test_most_words_stand_around_their_middle() -> None:
    svg = '<svg id="prod"><text x="1" text-anchor="middle" y="2">a</text><text text-anchor="start">b</text></svg>'
    told = '<svg id="prod" text-anchor="middle"><text x="1" y="2">a</text><text text-anchor="start">b</text></svg>'
    assert terse(svg) == told
    assert terse(told) == told


def test_words_of_a_model_stay_as_they_are() -> None:
    svg = '<svg><title>a path d="M1,2C1,2 1,3 1,3"</title><text x="1">&lt;text text-anchor="middle"</text></svg>'
    assert terse(svg) == svg
