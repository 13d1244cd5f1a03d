"""Tables of tests: rows of text to cells and back."""

from __future__ import annotations

from collections.abc import Mapping

from archdeck.layout.cells import Cell
from archdeck.layout.grid import Grid, framed
from archdeck.views.view import View


def cells(*lines: str) -> dict[str, Cell]:
    """Where things stand: a line a row, `.` where nothing does."""
    return {
        name: Cell(column, row)
        for row, line in enumerate(lines)
        for column, name in enumerate(line.split())
        if name != "."
    }


def rows(at: Mapping[str, tuple[int, int]]) -> list[str]:
    """The rows of a table, `.` where nothing stands."""
    name = {tuple(cell): thing for thing, cell in at.items()}
    columns, count = (1 + max(cell[k] for cell in at.values()) for k in (0, 1))
    return [" ".join(name.get((c, r), ".") for c in range(columns)).rstrip(" .") for r in range(count)]


def table(view: View, *lines: str) -> Grid:
    """The table of a view in which its boxes stand as in these lines; `web@a` is the box `web--a`."""
    return framed(view, {id.replace("@", "--"): cell for id, cell in cells(*lines).items()}, 0)
