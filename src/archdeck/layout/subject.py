"""A flow's view to the one that is drawn: on the layout of its environment where that shows each step, else alone.

This is the one place that decides which. What a flow touches counts before what is around it: as many of its neighbours
are drawn with it as leave it at full size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from archdeck.layout.laid import Layout
from archdeck.layout.one_table import would_fit
from archdeck.layout.picture import geometry, unspoken
from archdeck.layout.sizes import FINE, GOOD
from archdeck.views import View, alone, beside, touched

LayoutOf = Callable[[View], Layout]
Lack = tuple[int, bool, int]
FULL_SIZE = GOOD + 1  # pixels of text with which icons and gaps are as large as any


def has_subject(view: View) -> bool:
    """Whether a view is about a part of what another one shows, on whose layout it stands."""
    return view.kind == "flow" and view.stands_as is not None and view.stands_as.layout == "grid"


def of_its_subject(view: View, around: int | None) -> View:
    """The view as it is, or the one of what its flow touches with so many of its neighbours."""
    return view if around is None else alone(view, beside(view)[:around])


def beside_subject(view: View, layout_of: LayoutOf) -> int | None:
    """How many neighbours are drawn with what a flow touches; None where its environment's layout shows as much."""
    least = _lack(view, layout_of(view))
    return _own(view, least, layout_of) if any(least) else None


def beside_told(view: View, layout_of: LayoutOf) -> int | None:
    """The same for a flow that tells a failure: it stays on the picture of that where each step of what is left is
    drawn by itself."""
    drawn = {n.stands_for for n in geometry(view, layout_of(view)).nodes}
    mine = touched(view)
    hidden = any((b.id,) not in drawn for b in view.boxes if b.id in mine and b.state != "down")
    return beside_subject(view, layout_of) if hidden else None


def _own(view: View, least: Lack, layout_of: LayoutOf) -> int | None:
    """The best of some views of what a flow touches, if it shows more: with less and less around it."""
    best: int | None = None
    worth, many = (least, False, 0), _around(view)
    for count in dict.fromkeys((many, many // 2, 0)):
        own = of_its_subject(view, count)
        shared = layout_of(own)
        found = _lack(own, shared), shared.placed.sizes.px < FULL_SIZE, _silent(own, shared)
        if found[0] < least and (best is None or found < worth):
            best, worth = count, found
        if not any((*found[0], *found[1:])):
            break
    return best


def _around(view: View) -> int:
    """How many of the boxes beside what a flow touches fit with it at full size; never more than that is itself."""
    near = beside(view)[: len(touched(view))]
    return bisect_left(range(1, len(near) + 1), True, key=lambda n: not would_fit(alone(view, near[:n]), FULL_SIZE))


def _lack(view: View, shared: Layout) -> Lack:
    """How many boxes of a flow are not drawn by themselves, whether text is small, and how many of its arrows have no
    line or no number."""
    drawn = geometry(view, shared)
    alone = {n.stands_for for n in drawn.nodes}
    merged = sum((box,) not in alone for box in touched(view))
    lost = sum(bool(a.step) for a in view.arrows) - sum(bool(e.badge) for e in drawn.edges)
    return merged, shared.placed.sizes.px < FINE, lost


def _silent(view: View, shared: Layout) -> int:
    """How many arrows of a flow have no room for their words."""
    return sum(not a.dimmed for a in unspoken(shared, geometry(view, shared)))
