"""A view to its layout: one table for all of it where that shows every box well, else nested tables.

This is the one place that decides which. What counts, in this order: nothing broken, every box by itself, few flaws.
"""

from __future__ import annotations

from dataclasses import replace

from archdeck.layout.budget import Budget
from archdeck.layout.fitted import fitted
from archdeck.layout.given import on_given
from archdeck.layout.judged import Judged, judge, judged
from archdeck.layout.laid import Layout
from archdeck.layout.nested.whole import may_nest
from archdeck.layout.nested.wider import wider, wished
from archdeck.layout.one_table import roomy, unmerged
from archdeck.layout.ordered import in_order
from archdeck.views import View, without_rooms

SMALL = 15  # boxes of a view that keeps its look where one table shows all of them
LARGE = 60  # boxes of a view that takes so long that fewer tries must do
TRIES = (18, 21)  # sizes of text for which a view is drawn with less in it, where the picture is not fit for a slide
TANGLED = 110.0  # flaws for each arrow from which on one table is not good enough, though it shows everything
WORK = 230_000.0  # moves that a picture may take before the rest is merged until it surely fits
BETTER = 0.75  # of its flaws that a nested table may have to be the better picture then
EASED = 0.95  # of its flaws that a picture with wider gaps may have: for less, no number or frame should move


def layout(view: View, full: Layout | None = None) -> Layout:
    """Table, places and ways of a view: on the cells that it is given, or found anew where those do not fit. A short
    one keeps the order of the layout of the full one, unless something in its picture is broken then."""
    if full is not None:
        kept = judged(view, in_order(view, full))
        if kept and not kept[0].broken:
            return _eased(view, kept[0]).layout
    if view.given is None:
        return _eased(view, _found(view)).layout
    found: list[Judged] = []
    for one in on_given(view):
        found.append(judge(view, one))
        if not found[-1].broken:
            return _eased(view, found[-1]).layout
    anew = _eased(view, _found(view))
    best = min(found, key=lambda j: j.broken, default=anew)
    return replace(anew.layout, outgrown=True) if best.broken > anew.broken or not found else best.layout


def _eased(view: View, best: Judged) -> Judged:
    """Nested tables with wider gaps where flawed arrows run, if the picture is clearly better for it. What merges boxes
    takes long as it is."""
    if best.layout.placed.columns or best.layout.merged or not (wishes := wished(best.layout)):
        return best
    one = wider(best.layout, wishes)
    other = judge(view, one) if one else best
    clearly = other.broken < best.broken or other.flaws <= EASED * best.flaws
    return other if clearly and other.worth < best.worth else best


def _found(view: View) -> Judged:
    """The best table for a view, wherever its boxes stood before; with empty frames only where all else has room."""
    bare = without_rooms(view)
    best = _searched(bare)
    if bare is view or _has_less(best):
        return best
    whole = _searched(view)
    return best if _has_less(whole) else whole


def _has_less(found: Judged) -> bool:
    return bool(found.broken or found.layout.merged or found.layout.folded)


def _searched(view: View) -> Judged:
    """The best table for a view, wherever its boxes stood before. It is hasty where the work that a picture may take
    was done before it was whole."""
    budget = Budget(WORK)
    large = len(view.boxes) > SMALL and may_nest(view)
    one = None if large and view.part_of else unmerged(view)
    if one is None and may_nest(view):
        some, hasty = fitted(view, budget)
        if (whole := min(some, key=lambda j: j.worth, default=None)) and whole.clean:
            return whole
        plain = judge(view, roomy(view))
    else:
        plain = judge(view, one or roomy(view), budget)
        tangled = len(view.boxes) > SMALL and plain.flaws > TANGLED * len(view.arrows)
        good = plain.clean and not tangled
        if good or not may_nest(view):
            return plain if plain.clean else _with_less(view, plain)
        some, hasty = fitted(view, budget)
    best = min([plain, *some], key=lambda j: j.worth)
    if plain.clean and best.flaws > BETTER * plain.flaws:
        return plain
    hasty = hasty and bool(best.merged)
    best = best if not best.broken else _with_less(view, best)
    return replace(best, layout=replace(best.layout, hasty=hasty))


def _with_less(view: View, best: Judged) -> Judged:
    """Where a picture is not fit for a slide: with larger text and less in it, the best of some tries."""
    found = [best]
    for px in TRIES if len(view.boxes) <= LARGE else TRIES[-1:]:
        found.append(judge(view, roomy(view, px)))
        if not found[-1].broken:
            break
    return min(found, key=lambda j: j.broken)
