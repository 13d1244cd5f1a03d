"""The views of a system's environments to the cells that a file beside the model keeps of them.

Production comes first, then the largest. Where another one has the same things in another order, the order of the first
is tried on it, and taken if its picture is not worse for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from archdeck.language import Arrangement
from archdeck.layout.cells import Cell
from archdeck.layout.choice import layout
from archdeck.layout.given import arranged, on_given
from archdeck.layout.judged import Judged, judged
from archdeck.layout.seats import fitting
from archdeck.layout.sizes import FINE
from archdeck.views import Box, View

PRODUCTION = "production"
WORSE = 1.25  # of its flaws that a picture may have for the sake of the order of another one
A_BEND = 25.0  # and of the flaws that it may have besides
Twins = Mapping[str, str]  # the boxes of a view to the same ones in another


def may_be_arranged(view: View) -> bool:
    """Whether boxes of a view can be given cells: it is an environment that is laid out in tables."""
    return view.kind == "environment" and view.layout == "grid" and view.id == view.environment and bool(view.boxes)


def arranged_views(views: Sequence[View], fresh: bool = False, only: str = "") -> dict[str, Arrangement]:
    """The cells of each view by its id, or of `only` one. What a view is given is kept and completed, unless all is to
    be found anew, or it does not fit any more."""
    ordered = sorted(filter(may_be_arranged, views), key=lambda v: (v.stage != PRODUCTION, -len(v.boxes)))
    found: dict[str, Arrangement] = {}
    leader: _Placed | None = None
    for view in ordered:
        anew = fresh and only in ("", view.id)
        if only not in ("", view.id) and leader:
            continue
        one = layout(replace(view, given=None) if anew else view)
        kept = view.given is not None and not anew and not one.outgrown
        here = _Placed(view, arranged(view, one))
        if leader and not kept:
            here = _led(here, leader, judged(view, [one])[0])
        if only in ("", view.id):
            found[view.id] = here.arrangement
        if leader is None and not here.arrangement.merged and "zones" not in here.arrangement.less:
            leader = here
    return {v.id: found[v.id] for v in views if v.id in found}


@dataclass(frozen=True)
class _Placed:
    view: View
    arrangement: Arrangement

    def cell(self, box: str) -> Cell:
        return Cell(*self.arrangement.cells[box])


def _led(here: _Placed, leader: _Placed, own: Judged) -> _Placed:
    """A view in the order of another one, if that is not worse; else as it is."""
    twins = _twins(here.view, leader.view)
    if own.merged or not _against(here, leader, twins):
        return here
    there = fitting(here.view, {box: leader.cell(twin) for box, twin in twins.items()})
    options = [
        (_Placed(here.view, arranged(here.view, one.layout)), one.flaws)
        for nested in dict.fromkeys((leader.arrangement.nested, here.arrangement.nested))
        for cells in (there, _flat(here.view, there))
        for one in _judged_on(replace(here.view, given=Arrangement(nested, cells, less=here.arrangement.less)))
        if _is_as_good(one, own)
    ]
    return min([(here, own.flaws), *options], key=lambda o: (_against(o[0], leader, twins), o[1]))[0]


def _flat(view: View, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The same in as few rows as keep the order: where there are fewer zones, none need be left above the others."""
    row = 0
    while row < max((r for _, r in cells.values()), default=0):
        lower = {b: Cell(c, r - (r > row)) for b, (c, r) in cells.items()}
        if len(fitting(view, lower)) == len(cells):
            cells = lower
        else:
            row += 1
    return cells


def _judged_on(view: View) -> Iterator[Judged]:
    for one in on_given(view):
        yield judged(view, [one])[0]


def _is_as_good(one: Judged, own: Judged) -> bool:
    text = min(own.layout.placed.sizes.px, FINE)
    return (
        one.broken <= own.broken
        and one.layout.placed.sizes.px >= text
        and bool(one.layout.view.panel) >= bool(own.layout.view.panel)
        and one.flaws <= own.flaws * WORSE + A_BEND
    )


def _twins(view: View, other: View) -> dict[str, str]:
    """The boxes that both have in the same kind of frame: by their ids, else those of a component in their order."""
    there = {b.id: b for b in other.boxes}
    left: dict[str, list[Box]] = defaultdict(list)
    for b in other.boxes:
        if b.id not in {mine.id for mine in view.boxes}:
            left[b.component].append(b)
    found: dict[str, str] = {}
    for b in view.boxes:
        twin = there.get(b.id) or (left[b.component].pop(0) if left[b.component] else None)
        if twin and _kind(view, b) == _kind(other, twin):
            found[b.id] = twin.id
    return found


def _kind(view: View, box: Box) -> str:
    return next((g.kind for g in view.groups if g.id == box.group), "")


def _against(one: _Placed, other: _Placed, twins: Twins) -> int:
    """How many pairs of boxes stand the other way round than in another view, left and right or above and below."""
    mine = {b: one.cell(b) for b in twins if b in one.arrangement.cells and twins[b] in other.arrangement.cells}
    its = {b: other.cell(twins[b]) for b in mine}
    return sum(
        (mine[a][axis] - mine[b][axis]) * (its[a][axis] - its[b][axis]) < 0
        for a, b in combinations(mine, 2)
        for axis in (0, 1)
    )
