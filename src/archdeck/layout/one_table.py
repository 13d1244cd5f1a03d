"""A view to its layout in one table for all of it: the shape, the rows and the sizes that give the largest text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archdeck.canvas import Rect
from archdeck.layout.arrangements import starts
from archdeck.layout.condense import condensed
from archdeck.layout.doors import with_doors
from archdeck.layout.fold import folded
from archdeck.layout.grid import Grid, tables
from archdeck.layout.laid import Layout, area_of, with_foot, with_whole_frames
from archdeck.layout.place import fits, least_width, place
from archdeck.layout.placed import Placed
from archdeck.layout.sheet import Sheet
from archdeck.layout.sizes import FINE, GOOD
from archdeck.layout.straight import straightened
from archdeck.views import View

MORE_ROWS = (3, 1, 0)  # that may open where arrows then run straighter


def roomy(view: View, px: int = FINE) -> Layout:
    """A view without its arrows' ways: as it is, with sites beside each other if that is possible; or with less, as far
    as it takes for text of this size."""
    if (one := unmerged(view, px)) is not None:
        return one
    variants = list(_variants(view))
    found = []
    if not view.down:
        bare, is_folded = variants[-1]
        less, merged = condensed(bare, lambda v: any(would_fit(one, px) for one in starts(v)))
        found = [replace(_best(less, area_of(less), is_folded), merged=merged)]
        if found[0].placed.sizes.px >= px:
            return found[0]
    found = [_best(one, area_of(one), is_folded) for one, is_folded in variants] + found
    return max(found, key=lambda one: _readable(one.placed))


def unmerged(view: View, px: int = FINE) -> Layout | None:
    """The same with no box in a crowd; None where there is no room for that."""
    variants = list(_variants(view))
    beside = [(starts(one)[0], is_folded) for one, is_folded in variants]
    above = [found for found, other in zip(variants, beside, strict=True) if found[0] is not other[0]]
    for one, is_folded in (*beside, *above):
        if would_fit(one, px):
            return _best(one, area_of(one), is_folded)
    return None


def _variants(view: View) -> Iterator[tuple[View, bool]]:
    """The view, with zones folded, with its side panel at the foot, and with both: as much as there is room for."""
    for one in (view, *with_foot(view)):
        yield one, False
        if (less := folded(one)) is not one:
            yield less, True


def would_fit(view: View, px: int = FINE) -> bool:
    """Whether all of a view can be drawn with text of this size."""
    return any(True for _ in _fitting(view, px, area_of(view)))


def entire(view: View, sheet: Sheet, px: int = FINE) -> Layout | None:
    """A view with all that is in it on a sheet, without its arrows' ways; None where no table has room for it."""
    for one in starts(view):
        if any(True for _ in _fitting(one, px, area_of(one, sheet))):
            return squeezed(one, sheet)
    return None


def squeezed(view: View, sheet: Sheet) -> Layout:
    """The same, with text as small as it takes."""
    return replace(_best(view, area_of(view, sheet), is_folded=False), sheet=sheet)


def _fitting(view: View, px: int, area: Rect) -> Iterator[Grid]:
    """The tables in which a view can be drawn with text of this size."""
    for table in tables(view, lambda shaped: least_width(shaped, px) <= area.w):
        if fits(with_whole_frames(view, table), table, px, area):
            yield table


def _best(view: View, area: Rect, is_folded: bool) -> Layout:
    """The view in the table that gives the largest text: with sites beside each other, if that can be read."""
    found: list[Layout] = []
    for start in starts(view):
        found = list(_tried(start, _fitting(start, FINE, area), area, is_folded))
        if found:
            break
    for start in () if found else starts(view):
        found += _tried(start, tables(start), area, is_folded)
    best = max(found, key=lambda one: _readable(one.placed))
    return _straight(best, view, area) if best.placed.fits and not view.down else best


def _tried(view: View, offered: Iterable[Grid], area: Rect, is_folded: bool) -> Iterator[Layout]:
    """The view in these tables; in no more after one with text of a good size."""
    for table in offered:
        one = in_table(view, table, area, is_folded)
        yield one
        if one.placed.sizes.px >= GOOD:
            break


def in_table(view: View, table: Grid, area: Rect, is_folded: bool = False) -> Layout:
    """The view in this table, with text as large as there is room for."""
    whole = with_whole_frames(view, table)
    return Layout(whole, table, with_doors(whole, table, place(whole, table, area)), {}, is_folded)


def _straight(one: Layout, view: View, area: Rect) -> Layout:
    """The same with straighter arrows; in more rows, where the text stays as large as it has to be."""
    for more in MORE_ROWS:
        table = straightened(one.view, one.table, more)
        other = in_table(view, table, area, one.folded)
        if other.placed.fits and min(other.placed.sizes.px, FINE) >= min(one.placed.sizes.px, FINE):
            return replace(one, view=other.view, table=table, placed=other.placed)
    return one


def _readable(placed: Placed) -> tuple[float, float]:
    """Text up to a good size counts first, then the icons."""
    return min(placed.sizes.px, GOOD), placed.sizes.icon
