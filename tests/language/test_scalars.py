"""Scalars of the language that have a measure: how long a duration may be."""

from __future__ import annotations

import pytest

from archdeck.language.scalars import seconds


def test_durations_in_seconds() -> None:
    assert [seconds(text) for text in ("500ms", "90s", "1.5h", "1h30m", "2 d", "36500d")] == [
        0.5, 90, 5400, 5400, 172_800, 3_153_600_000,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["36526d", "9" * 400 + "s"])
def test_nothing_lasts_longer_than_a_hundred_years(text: str) -> None:
    """A number of hundreds of digits is infinite, and would be `Infinity` in JSON."""
    few = text if len(text) <= 20 else f"{text[:20]}…"
    with pytest.raises(ValueError, match=f"^'{few}' is more than a hundred years$"):
        seconds(text)
