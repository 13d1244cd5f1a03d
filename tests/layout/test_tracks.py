"""Tracks: the lines on which arrows may run through hand-made placed views, and how long each step on them counts."""

from __future__ import annotations

from itertools import pairwise

from archdeck.canvas.geometry import Rect
from archdeck.layout.tracks import HUGS, ONE_LINE, SLOW, tracks
from laid import framed, placed

SPOTS = {"a": (200.0, 300.0), "b": (800.0, 300.0)}


def test_a_step_beside_a_border_counts_for_more() -> None:
    """As long as the border runs there; and all of a line beyond the drawing does."""
    picture = placed(SPOTS, frames=[framed("z", Rect(500, 200, 400, 300), "b")])
    found = tracks(picture)
    steps = [b - a for a, b in pairwise(found.y)]
    slow = {}
    for x, counted in zip(found.x, found.long_down, strict=True):
        slow[x] = [ab for ab, step, long in zip(pairwise(found.y), steps, counted, strict=True) if long > step]
        assert all(long in (step, step * SLOW) for step, long in zip(steps, counted, strict=True))
    hugging = [x for x in found.x if min(abs(x - 500), abs(x - 900)) < HUGS]
    inner = [x for x in found.x if x not in hugging and picture.area.x <= x <= picture.area.right]
    assert hugging
    assert inner
    assert all(slow[x] for x in hugging)
    assert all(b > 200 and a < 500 for x in hugging for a, b in slow[x])
    assert not any(slow[x] for x in inner)
    outer = [x for x in found.x if x < picture.area.x]
    assert all(len(slow[x]) == len(steps) for x in outer)


def test_no_line_in_a_gutter_looks_like_one_with_a_line_through_an_icon() -> None:
    """Icons of two columns that nearly share one: lines through them stay, others keep away."""
    found = tracks(placed({"a": (200.0, 300.0), "b": (283.0, 500.0), "c": (600.0, 300.0)}))
    through = {x + 40 + off for x in (200.0, 283.0, 600.0) for off in (-20, 0, 20)}
    assert through <= set(found.x)
    others = set(found.x) - through
    assert others
    assert all(abs(x - t) > ONE_LINE for x in others for t in through)
