"""A table of a slide to boxes and texts, for forms that know no tables."""

from __future__ import annotations

from collections.abc import Iterator

from archdeck.canvas import INK, PAPER, Rect, fonts
from archdeck.deck.drawing import GROUNDS, INSET, Box, Table, Text


def plain(table: Table) -> Iterator[Box | Text]:
    """The rows from top to bottom, each on its ground, with the words of its cells in lines."""
    colours = {(row, column): colour for row, column, colour in table.colours}
    y = table.box.y
    for r, (row, high) in enumerate(zip((table.head, *table.rows), table.heights, strict=True)):
        yield Box("Row", Rect(table.box.x, y, table.box.w, high), fill=GROUNDS[r % 2] if r else INK)
        x = table.box.x
        for c, (words, share) in enumerate(zip(row, table.widths, strict=True)):
            wide = share * table.box.w
            told = colours.get((r - 1, c), "")
            lines = fonts.block(words, table.px, wide - 2 * INSET, bold := bool(told) or not r)
            room = len(lines) * table.px * fonts.LINE_HEIGHT
            inner = Rect(x + INSET, y + (high - room) / 2, wide - 2 * INSET, room)
            colour = (told or INK) if r else PAPER
            yield Text("\n".join(lines), inner, table.px, bold, colour, "left")
            x += wide
        y += high
