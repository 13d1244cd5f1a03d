"""A view to layouts in nested tables: cells, then pixels, then the ways of the arrows; the most promising first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archdeck.canvas import Rect
from archdeck.layout.doors import with_doors
from archdeck.layout.grid import Cell, Grid, framed
from archdeck.layout.laid import Layout, with_whole_frames
from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.improve import improved
from archdeck.layout.nested.packing import Shape
from archdeck.layout.nested.spread import needed, spread
from archdeck.layout.placed import Placed, box_size
from archdeck.layout.sizes import FINE, tightest
from archdeck.views import View

BUDGETS = ((13, 5), (12, 6), (11, 6), (11, 7), (10, 7), (10, 8), (9, 9))  # columns and rows of the whole
FEW = ((12, 6), (10, 8))  # of them, where it only matters whether something fits
FURTHER = 4  # budgets that are tried where none of these fits, made from what they lack
SMALL_TEXT = {17: 2.5}  # what text counts that is smaller than it should be
ICON = 0.12  # what each pixel of the icons is worth
QUICK = 0.4  # of the effort where it only matters whether something fits
FULL = 0.55  # of the slide that boxes may take together
ROOMY = 1.05  # cells for each box of a budget, at least


@dataclass(frozen=True)
class Candidate:
    """A table in pixels; the lower its `cost`, the better its picture is likely to be."""

    cost: float
    view: View
    table: Grid
    placed: Placed


def may_nest(view: View) -> bool:
    """Whether nested tables can show what the view asks for: frames, and nothing that fixes rows or columns."""
    asked = any(b.row is not None or b.lane for b in view.boxes)
    return bool(view.groups) and not view.down and not asked and view.layout == "grid"


def has_room(view: View, area: Rect) -> bool:
    """Whether all boxes could stand on the slide, as far as their mere sizes tell; that saves trying."""
    sizes = tightest(FINE)
    room = sum((w + sizes.px) * (h + sizes.px) for w, h in (box_size(b, sizes) for b in view.boxes))
    return room <= FULL * area.w * area.h


def candidates(
    view: View, area: Rect, *, budgets: Sequence[tuple[int, int]] = BUDGETS, further: int = FURTHER
) -> list[Candidate]:
    """All tables of the view that can be read, the most promising first."""
    if not has_room(view, area):
        return []
    return sorted(_found(view, area, Blocks(view), budgets, FINE, further), key=lambda c: c.cost)


def would_nest(view: View, area: Rect, px: int) -> bool:
    """Whether some table shows all of the view with text of this size."""
    return has_room(view, area) and any(True for _ in _found(view, area, Blocks(view, QUICK), FEW, px, further=1))


def laid(candidate: Candidate) -> Layout:
    """The layout of a table, without the ways of its arrows."""
    return Layout(candidate.view, candidate.table, candidate.placed, {})


def _found(
    view: View, area: Rect, blocks: Blocks, budgets: Sequence[tuple[int, int]], px: int, further: int = FURTHER
) -> Iterator[Candidate]:
    seen: set[tuple[tuple[str, tuple[int, int]], ...]] = set()
    waiting, known, fitted = list(budgets), set(budgets), False
    lacking: list[tuple[float, Shape, tuple[float, float]]] = []
    while waiting:
        columns, rows = waiting.pop(0)
        for shape in blocks.tables([(columns, rows)]):
            better = improved(blocks, shape, columns, rows)
            key = tuple(sorted(better.cells.items()))
            if key in seen:
                continue
            seen.add(key)
            found, lack = _in_pixels(view, better, blocks.follows, area, px)
            if found:
                fitted = True
                yield found
            elif lack[0]:
                lacking.append((max(lack[0] / area.w, lack[1] / area.h), better, lack))
        if not waiting and not fitted and further and lacking:
            further -= 1
            lacking.sort(key=lambda entry: entry[0])
            more = _other_budgets(*lacking.pop(0)[1:], area, len(view.boxes))
            waiting = [budget for budget in more if budget not in known]
            known.update(waiting)


def _other_budgets(shape: Shape, lack: tuple[float, float], area: Rect, boxes: int) -> list[tuple[int, int]]:
    """Columns and rows for which there is room, if they are as wide and high as those of a table that does not fit."""
    wide, high = max(3, int(area.w / lack[0] * shape.w)), max(2, int(area.h / lack[1] * shape.h))
    if wide * high < boxes * ROOMY:
        return []
    return [(wide, high), (wide, high + 1), (wide - 1, high + 1), (wide + 1, high)]


def _in_pixels(
    view: View, shape: Shape, follows: Mapping[str, set[str]], area: Rect, px: int
) -> tuple[Candidate | None, tuple[float, float]]:
    """The table in pixels; else what it would need."""
    table = framed(view, {b: Cell(*cell) for b, cell in shape.cells.items()}, 0)
    whole = with_whole_frames(view, table)
    placed = spread(whole, table, follows, area, px)
    if placed is None:
        return None, needed(whole, table, follows)
    placed = with_doors(whole, table, placed)
    cost = shape.cost + SMALL_TEXT.get(placed.sizes.px, 0.0) - ICON * placed.sizes.icon
    return Candidate(cost, whole, table, placed), (0.0, 0.0)
