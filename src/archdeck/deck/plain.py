"""A table of a slide to its cells, and to boxes and texts for forms that know no tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archdeck.canvas import INK, PAPER, Rect, fonts
from archdeck.deck.drawing import GROUNDS, INSET, Box, Table, Text


@dataclass(frozen=True)
class Cell:
    """A cell as it looks: headings light on dark, what has a colour bold."""

    words: str
    ground: str
    colour: str
    bold: bool


def cells(table: Table) -> Iterator[tuple[Cell, ...]]:
    """The rows from the headings on."""
    colours = {(row, column): colour for row, column, colour in table.colours}
    yield tuple(Cell(words, INK, PAPER, bold=True) for words in table.head)
    for r, row in enumerate(table.rows):
        told = [colours.get((r, c), "") for c in range(len(row))]
        ground = GROUNDS[(r + 1) % 2]
        yield tuple(Cell(words, ground, one or INK, bool(one)) for words, one in zip(row, told, strict=True))


def plain(table: Table) -> Iterator[Box | Text]:
    """The rows from top to bottom, each on its ground, with the words of its cells in lines."""
    y = table.box.y
    for row, high in zip(cells(table), table.heights, strict=True):
        yield Box("Row", Rect(table.box.x, y, table.box.w, high), fill=row[0].ground)
        x = table.box.x
        for cell, share in zip(row, table.widths, strict=True):
            wide = share * table.box.w
            lines = fonts.block(cell.words, table.px, wide - 2 * INSET, cell.bold)
            room = len(lines) * table.px * fonts.LINE_HEIGHT
            inner = Rect(x + INSET, y + (high - room) / 2, wide - 2 * INSET, room)
            yield Text("\n".join(lines), inner, table.px, cell.bold, cell.colour, "left")
            x += wide
        y += high
