"""Packing: items of several shapes to a block in which arrows are short. Each block as the rows of its table."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.layout.laid import AREA
from archdeck.layout.nested.links import Link
from archdeck.layout.nested.packing import Packing, Shape, _Work, best_of, closed, packed
from archdeck.layout.nested.room import Room
from laid import view
from tables import cells, rows


def one(box: str) -> tuple[Shape, ...]:
    return (Shape(1, 1, {box: (0, 0)}, size=(80.0, 100.0)),)


def block(*lines: str, some: Sequence[Link] = ()) -> Shape:
    """A block that looks like this, with what the arrows in it cost."""
    at = cells(*lines)
    w, h = (1 + max(cell[k] for cell in at.values()) for k in (0, 1))
    return closed(at, some, (100.0 * w, 120.0 * h))


def links(*some: str) -> list[Link]:
    """`a b` flows, `a~b` does not. Each counts so much that a block may be wider for it."""
    ends = [(*k.replace("~", " ").split(), "~" not in k) for k in some if k]
    return [Link(str(a), str(b), 3.0, bool(flows)) for a, b, flows in ends]


def task(
    items: dict[str, tuple[Shape, ...]],
    some: Sequence[Link],
    pulls: dict[str, float] | None = None,
    before: str = "",
    behind: str = "",
) -> Packing:
    boxes = [b for shapes in items.values() for b in shapes[0].cells]
    room = Room(view(dict.fromkeys(boxes, (0, 0))), AREA, 17)
    rank = {b: k for k, b in enumerate(boxes)}
    frames = frozenset(i for i, shapes in items.items() if len(shapes[0].cells) > 1)
    return Packing(
        items, tuple(some), pulls or {}, rank, room.air, frozenset(before.split()), frozenset(behind.split()), frames
    )


def found(boxes: str, some: str, high: int, pulls: dict[str, float] | None = None) -> list[str]:
    """The rows of a block of single boxes."""
    items = {b: one(b) for b in boxes.split()}
    return rows(packed(task(items, links(*some.split(", ")), pulls), high).cells)


def test_a_chain_is_a_row() -> None:
    assert found("a b c d", "a b, b c, c d", 3) == ["a b c d"]


def test_what_is_called_stands_behind_its_caller() -> None:
    """Whatever the order is in which the boxes are named."""
    assert found("d c b a", "a b, b c, c d", 1) == ["a b c d"]


def test_a_fork_has_a_straight_arm_and_one_that_leads_down() -> None:
    """That is shorter than an arm to the next column, which has a bend."""
    assert found("a b c d", "a b, b c, b d", 2) == ["a b c", ". d"]


def test_a_copy_stands_in_the_column_of_what_it_is_of() -> None:
    """What does not flow may lead up or down at no cost."""
    assert found("a b c", "a b, b~c", 2) == ["a b", ". c"]


def test_boxes_stand_at_the_side_to_which_their_arrows_leave() -> None:
    assert found("a b c", "", 1, {"a": 3.0, "c": -3.0}) == ["c b a"]
    assert found("a b c", "", 1, {"a": -3.0, "c": 3.0}) == ["a b c"]


def test_a_block_takes_the_shape_that_goes_best_with_what_is_around() -> None:
    """Between two boxes in one row it lies down, where it may: then its arrows are straight."""
    some = links("a p", "p q", "q z")
    lies, stands = block("p q", some=some), block("p", "q", some=some)
    around = {"a": one("a"), "z": one("z")}
    assert rows(packed(task({**around, "pair": (stands, lies)}, some), 2).cells) == ["a p q z"]
    assert rows(packed(task({**around, "pair": (stands,)}, some), 2).cells) == ["a p", ". q z"]


def test_actors_stand_before_the_frames_and_called_systems_behind() -> None:
    """Even if their arrows would be shorter elsewhere."""
    items = {"frame": (block("p q", "r s"),), "user": one("user"), "bank": one("bank")}
    some = links("user q", "r bank")
    at = packed(task(items, some, before="user", behind="bank"), 2).cells
    assert at["user"][0] < min(at[b][0] for b in "pqrs")
    assert at["bank"][0] > min(at[b][0] for b in "pqrs")


def test_empty_columns_and_rows_close() -> None:
    """And the cost is that of what is left."""
    shape = closed(cells(". . . .", ". a . b", ". . . .", ". c . ."), links("a b", "a c"), (300.0, 200.0))
    assert rows(shape.cells) == ["a b", "c"]
    assert (shape.w, shape.h, shape.size) == (2, 2, (300.0, 200.0))
    assert shape.cost == pytest.approx(2.4)


def test_a_shape_that_another_beats_is_not_kept() -> None:
    """In width, height and cost alike; a pixel or nine make no difference."""
    flat = Shape(4, 1, {}, 3.0, (400.0, 100.0))
    high = Shape(1, 4, {}, 2.0, (100.0, 400.0))
    dear = Shape(4, 1, {}, 3.2, (395.0, 100.0))
    large = Shape(3, 3, {}, 9.0, (450.0, 450.0))
    cheap = Shape(3, 3, {}, 1.0, (450.0, 450.0))
    assert best_of([large, flat, high, dear, cheap]) == (dear, high, cheap)
    assert best_of([large, flat, high, dear, cheap], most=1) == (dear,)


# ------------------------------------------------------------------------------------------------ laws

SHAPES = [
    [["{0}"]],
    [["{0} {1}"], ["{0}", "{1}"]],
    [["{0} .", ". {1}"]],  # a hole on each side of its boxes
    [["{0} {1}", "{2} ."], ["{0} {1} {2}"]],
]


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Packing, int, int]:
    """Items of one to three boxes, arrows between any two boxes, rows and a seed."""
    items, boxes = {}, list[str]()
    for k in range(draw(st.integers(1, 6))):
        names = [f"{'abcdef'[k]}{n}" for n in range(3)]
        items[f"item {k}"] = tuple(block(*(line.format(*names) for line in s)) for s in draw(st.sampled_from(SHAPES)))
        boxes += items[f"item {k}"][0].cells
    ends = st.tuples(st.sampled_from(boxes), st.sampled_from(boxes), st.booleans()).filter(lambda e: e[0] != e[1])
    some = [Link(a, b, 1.0, flows) for a, b, flows in draw(st.lists(ends, max_size=8 if len(boxes) > 1 else 0))]
    pulls = draw(st.dictionaries(st.sampled_from(boxes), st.sampled_from([-1.0, 1.0]), max_size=2))
    least = max(min(s.h for s in shapes) for shapes in items.values())
    return task(items, some, pulls), draw(st.integers(max(least, 2), 5)), draw(st.integers(0, 3))


@settings(max_examples=40, deadline=None)
@given(tasks())
def test_items_never_overlap_and_keep_to_the_rows(given_: tuple[Packing, int, int]) -> None:
    """Every box has a cell, no item stands in another's rectangle, and the same seed finds the same."""
    what, high, seed = given_
    shape = packed(what, high, seed, effort=0.3)
    assert set(shape.cells) == {b for shapes in what.items.values() for b in shapes[0].cells}
    assert shape.h <= high
    for shapes in what.items.values():
        mine = {b: shape.cells[b] for b in shapes[0].cells}
        left, top = (min(cell[k] for cell in mine.values()) for k in (0, 1))
        look = {b: (c - left, r - top) for b, (c, r) in mine.items()}
        assert look in [dict(s.cells) for s in shapes]
        right, foot = (max(cell[k] for cell in mine.values()) for k in (0, 1))
        inside = {b for b, (c, r) in shape.cells.items() if left <= c <= right and top <= r <= foot}
        assert inside == set(mine)
    assert packed(what, high, seed, effort=0.3) == shape


@settings(max_examples=40, deadline=None)
@given(tasks())
def test_what_is_not_measured_would_not_have_been_taken(given_: tuple[Packing, int, int]) -> None:
    """The block is the same where it is measured for every move what all takes then."""
    what, high, seed = given_
    with patch.object(_Work, "_saved", return_value=inf):
        measured = packed.__wrapped__(what, high, seed, effort=0.3)
    assert packed.__wrapped__(what, high, seed, effort=0.3) == measured


SIZES = st.tuples(st.integers(1, 30), st.integers(1, 30), st.integers(1, 4), st.integers(0, 8))
KEPT = st.builds(lambda s: Shape(1, s[2], {}, s[3] / 2, (s[0] * 10.0, s[1] * 10.0)), SIZES)


def beats(a: Shape, b: Shape) -> bool:
    """In every respect, but for a few pixels and little cost."""
    return a.size[0] <= b.size[0] + 9 and a.size[1] <= b.size[1] + 9 and a.h <= b.h and a.cost <= b.cost + 0.5


@settings(max_examples=100, deadline=None)
@given(st.lists(KEPT, min_size=1, max_size=12))
def test_what_is_kept_no_other_beats_and_what_is_not_is_beaten(some: list[Shape]) -> None:
    kept = best_of(some, most=99)
    assert [(a, b) for k, a in enumerate(kept) for b in kept[k + 1 :] if beats(a, b)] == []
    assert [s for s in some if s not in kept and not any(beats(k, s) for k in kept)] == []
    assert best_of(some, most=2) == kept[:2]
