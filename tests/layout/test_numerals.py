"""Several numbers on one arrow: in the order of the steps, whatever order they came in."""

from __future__ import annotations

import pytest

from archdeck.layout.numerals import in_order, told_one_by_one


@pytest.mark.parametrize(
    ("steps", "expected"),
    [("2, 1", "1, 2"), ("3b, 1, 10, 4", "1, 3b, 4, 10"), ("3b, 3, 3a", "3, 3a, 3b"), ("5, 3, 4, 4a", "3, 4, 4a, 5"),
     ("7, 6, 5, 1", "1, 5–7")],
)  # fmt: skip
def test_numbers_stand_in_the_order_of_the_steps(steps: str, expected: str) -> None:
    assert in_order(steps) == expected


@pytest.mark.parametrize(
    ("written", "expected"), [("3", {"3"}), ("1, 3b", {"1", "3b"}), ("1, 5–7", {"1", "5", "6", "7"}), ("A", {"A"})]
)
def test_what_is_written_of_several_is_told_one_by_one(written: str, expected: set[str]) -> None:
    assert told_one_by_one(written) == expected
