"""Layouts as JSON: values come back as they were, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from archdeck.canvas.geometry import Rect
from archdeck.language.values import Lane
from archdeck.layout.stored import NotStored, from_json, to_json


@dataclass(frozen=True)
class Leaf:
    names: tuple[str, ...]
    pair: tuple[str, int]
    lane: Lane | None = None


@dataclass(frozen=True)
class Tree:
    leaves: Mapping[str, Leaf]
    some: frozenset[str]
    rect: Rect
    wide: float
    holds: bool = False
    other: Tree | None = None


LEAVES = {"b": Leaf(("x", "é"), ("y", 3), Lane.ABOVE), "a": Leaf((), ("z", 0))}
TEXT = (
    '[{"b":[["x","\\u00e9"],["y",3],"above"],"a":[[],["z",0],null]},["a","b"],[1,2.5,3,4],0.1,false,'
    "[{},[],[0,0,0,0],7,true,null]]"
)


def test_there_and_back() -> None:
    """Mappings keep their order, sets have one, and whole numbers stay whole."""
    other = Tree({}, frozenset(), Rect(0, 0, 0, 0), 7, holds=True)
    tree = Tree(LEAVES, frozenset("ba"), Rect(1, 2.5, 3, 4), 0.1, other=other)
    assert to_json(tree) == TEXT
    back = from_json(Tree, TEXT)
    assert (back, list(back.leaves), type(back.rect)) == (tree, ["b", "a"], Rect)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"b"', '"b"'),
        ('"above"', '"beside"'),
        ('["y",3]', '["y",3.0]'),
        ('["y",3]', '["y"]'),
        ('["x",', '[["x"],'),
        ("[1,2.5,3,4]", "[1,2.5,3]"),
        ("[1,2.5,3,4]", "[1,2.5,3,NaN]"),
        ("[1,2.5,3,4]", "[1,2.5,3,1e999]"),
        ("0.1,false", "0.1,0"),
        ("0.1,false", "true,false"),
        ("[[],[", "[0,["),
        ("true,null]]", "true,null]"),
        (TEXT, "[" * 100_000),
        (TEXT, "null"),
        (TEXT, ""),
    ],
)
def test_what_is_no_such_value(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(NotStored, match=r"^no Tree: "):
        from_json(Tree, TEXT.replace(old, new, 1))
