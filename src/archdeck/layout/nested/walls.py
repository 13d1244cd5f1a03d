"""The cells of a frame to whether a door in one of them is walled in: what that costs keeps doors on the outside."""

from __future__ import annotations

from collections.abc import Collection

from archdeck.layout.nested.links import Cell

WALLED = 3.0  # a door with something on every way to a border where doors stand


def is_walled(door: Cell, taken: Collection[Cell]) -> bool:
    """Whether something stands left of a door, right of it and above it."""
    column, row = door
    left = right = above = False
    for c, r in taken:
        left = left or (r == row and c < column)
        right = right or (r == row and c > column)
        above = above or (c == column and r < row)
    return left and right and above
