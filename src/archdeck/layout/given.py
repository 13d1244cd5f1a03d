"""A view with given cells to layouts on them, and a layout to the cells that a file beside the model keeps of it.

Nothing is searched: boxes stand in the order that is given, and only distances are worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archdeck.language import Arrangement
from archdeck.layout.cells import Cell
from archdeck.layout.condense import NARROW, narrowed
from archdeck.layout.fold import folded
from archdeck.layout.grid import framed
from archdeck.layout.laid import Layout, area_of, with_foot
from archdeck.layout.merging import merge
from archdeck.layout.nested.known import nested_on
from archdeck.layout.one_table import in_table
from archdeck.layout.seats import seatings
from archdeck.layout.sheet import SLIDE, Sheet
from archdeck.layout.taken_out import taken_out
from archdeck.views import View

ENOUGH = 0.5  # of the boxes of a view that must be given a cell, or all of them are better found anew


def on_given(view: View, sheet: Sheet = SLIDE) -> Iterator[Layout]:
    """The layouts of a view on the cells that it is given, without the ways of its arrows, as much of it as there may
    be room for: as it is; with its side panel at the foot; with long names in two lines. What failed is in no crowd."""
    if view.given is None or view.layout != "grid" or view.down or any(b.row is not None for b in view.boxes):
        return
    for given in taken_out(view, view.given):
        for less in _less(view, given):
            for bare in with_foot(view) if "panel" in less and view.panel else (view,):
                yield from _on(bare, replace(given, less=less), sheet)


def _less(view: View, given: Arrangement) -> Iterable[tuple[str, ...]]:
    """What takes less room: what the cells were found with, and then more of it."""
    panel = ("panel",) if view.panel else ()
    names = ("names",) if given.nested else ()
    found = (given.less, (*given.less, *panel), (*given.less, *panel, *names))
    return dict.fromkeys(tuple(sorted(set(some))) for some in found)


def _on(view: View, given: Arrangement, sheet: Sheet) -> Iterator[Layout]:
    for wide in NARROW if "names" in given.less else NARROW[:1]:
        yield from _within(narrowed(view, wide) if "names" in given.less else view, given, sheet)


def _within(bare: View, given: Arrangement, sheet: Sheet) -> Iterator[Layout]:
    """With its names as they are, in these cells."""
    whole = folded(bare) if "zones" in given.less else bare
    crowds = _crowds(whole, given)
    one = merge(whole, crowds) if crowds else whole
    known = {b.id: cell for b in one.boxes if (cell := _cell(b.id, given))}
    if len(known) < ENOUGH * len(one.boxes):
        return
    for cells in seatings(one, known):
        found = nested_on(one, cells, area_of(one, sheet)) if given.nested else _on_one(one, cells, sheet)
        if found is not None:
            yield replace(found, merged=crowds, folded=whole is not bare, sheet=sheet)


def _on_one(view: View, cells: dict[str, Cell], sheet: Sheet) -> Layout | None:
    """The view in one table; None where that is too small to read."""
    found = in_table(view, framed(view, cells, 0), area_of(view, sheet))
    return found if found.placed.fits else None


def _crowds(view: View, given: Arrangement) -> dict[str, str]:
    """What is drawn as one, of what is there; a crowd of which a single box is left is none."""
    there = {b.id for b in view.boxes}
    found: dict[str, str] = {}
    for crowd, boxes in given.merged.items():
        some = [b for b in boxes if b in there]
        if len(some) > 1:
            found |= dict.fromkeys(some, crowd)
    return found


def _cell(box: str, given: Arrangement) -> Cell | None:
    """Where a box stands; what is left of a crowd stands where that stood."""
    crowd = next((c for c, some in given.merged.items() if box in some), box)
    cell = given.cells.get(box) or given.cells.get(crowd)
    return Cell(*cell) if cell else None


def arranged(view: View, one: Layout) -> Arrangement:
    """The cells of a view's layout, and what is drawn with less room in it."""
    merged: dict[str, list[str]] = defaultdict(list)
    for box, crowd in one.merged.items():
        merged[crowd].append(box)
    nested = not one.placed.columns
    lines = {b.id: b.lines for b in one.view.boxes}
    names = nested and (bool(merged) or one.folded or any(lines.get(b.id) != b.lines for b in view.boxes))
    told = {"panel": bool(view.panel and not one.view.panel), "names": names, "zones": one.folded}
    cells = {b: (c, r) for b, (c, r) in one.table.cells.items()}
    crowds = {crowd: tuple(some) for crowd, some in merged.items()}
    return Arrangement(nested, cells, crowds, tuple(word for word, is_so in told.items() if is_so))
