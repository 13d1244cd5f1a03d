"""A view and a ratio to its layout as a poster: the smallest sheet on which all of it stands by itself.

Text keeps the size that it has on a slide in relation to icons and gaps; what grows is the sheet. So nothing is merged,
no zone is folded, and every service of the side panel has its icon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from math import sqrt

from archdeck.layout.choice import LARGE, TANGLED
from archdeck.layout.frame import least_width
from archdeck.layout.given import on_given
from archdeck.layout.judged import Judged, judged
from archdeck.layout.laid import Layout, area_of
from archdeck.layout.nested.whole import candidates, laid, may_nest, room_of_boxes
from archdeck.layout.one_table import entire, squeezed
from archdeck.layout.picture import geometry, unspoken
from archdeck.layout.sheet import SLIDE, Sheet
from archdeck.views import View

BEYOND = 1.001  # times a slide, for what is as large as that is laid out as one
STEP = 1.15  # by which the sides of a sheet grow from one try to the next
TRIES = 16  # sheets that are tried at the most
FILLED = 0.26  # of a sheet that boxes take on the smallest that is tried: nothing has fitted on smaller ones
ROUTED = 3  # nested tables of a sheet whose arrows are laid; of a large view the most promising one
BETTER = 3  # sheets on which the view fits that are tried for a picture without a defect and with all words


def poster_of(view: View, ratio: Sheet) -> Layout:
    """All of a view on the smallest sheet of a ratio that shows it well."""
    found: list[Judged] = [*islice(_as_given(view, ratio), 1)]
    for sheet in islice(_sheets(view, ratio), 0 if found else TRIES):
        found += _on(view, sheet)
        if found and (not any(_lack(view, found[-1])) or len(found) == BETTER):
            break
    if not found:
        (last,) = islice(_sheets(view, ratio), TRIES - 1, TRIES)
        found = judged(view, [squeezed(view, last)])
    return min(found, key=lambda one: _lack(view, one)).layout


def _as_given(view: View, ratio: Sheet) -> Iterator[Judged]:
    """All of a view on the cells that it is given, where those are of every box, on the sheets that hold it well."""
    given = view.given
    if given is None or given.merged or "zones" in given.less:
        return
    whole = replace(view, given=replace(given, less=()))
    for sheet in islice(_sheets(view, ratio), TRIES):
        some = judged(view, [one for one in on_given(whole, sheet) if bool(one.view.panel) == bool(view.panel)])
        yield from (one for one in some[:1] if not one.broken)


def _lack(view: View, one: Judged) -> tuple[int, int]:
    """What is broken in a picture, and how many arrows have no room for their words; a view that takes long may."""
    silent = unspoken(one.layout, geometry(view, one.layout)) if len(view.boxes) <= LARGE else ()
    return one.broken, len(silent)


def _sheets(view: View, ratio: Sheet) -> Iterator[Sheet]:
    """From the area of a slide on, or from where title and legend have room, and the boxes about so."""
    filled = sqrt(room_of_boxes(view) / FILLED / (SLIDE.width * SLIDE.height))
    least = BEYOND if ratio.grown(1.0) == SLIDE else 1.0
    by = max(least, least_width(view) / ratio.grown(1.0).width, filled)
    while True:
        yield ratio.grown(by)
        by *= STEP


def _on(view: View, sheet: Sheet) -> list[Judged]:
    """The best layout of all of a view on a sheet, if there is one: in one table where that is good, or nested."""
    one = entire(view, sheet)
    plain = judged(view, [one]) if one else []
    good = any(j.clean and j.flaws <= TANGLED * len(view.arrows) for j in plain)
    if good or not may_nest(view):
        return plain
    some = sorted(candidates(view, area_of(view, sheet)), key=lambda c: c.cost)[
        : ROUTED if len(view.boxes) <= LARGE else 1
    ]
    nested = judged(view, [replace(laid(candidate), sheet=sheet) for candidate in some])
    return sorted([*nested[:1], *plain], key=lambda j: j.worth)[:1]
