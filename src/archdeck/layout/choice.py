"""A view to its layout: one table for all of it where that shows every box well, else nested tables.

This is the one place that decides which. What counts, in this order: nothing broken, every box by itself, few flaws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import fsum

from archdeck.layout.condense import NARROW, fewest, narrowed
from archdeck.layout.crowds import merges
from archdeck.layout.fold import folded
from archdeck.layout.gate import defects
from archdeck.layout.given import on_given
from archdeck.layout.laid import Layout, area_of, with_foot
from archdeck.layout.merging import CROWDS, Merged, merge
from archdeck.layout.nested.whole import candidates, lack, lacks_of, laid, may_nest
from archdeck.layout.one_table import roomy
from archdeck.layout.picture import geometry, lost, unspoken
from archdeck.layout.route import route
from archdeck.views import View

SMALL = 15  # boxes of a view that keeps its look where one table shows all of them
LARGE = 60  # boxes of a view that takes so long that fewer tries must do
TRIES = (18, 21)  # sizes of text for which a view is drawn with less in it, where the picture is not fit for a slide
ROUTED = 160  # nested tables whose arrows are laid, times the boxes of each: what a picture may take is bounded
TANGLED = 110.0  # flaws for each arrow from which on one table is not good enough, though it shows everything
HAIRBALL = 400.0  # flaws for each arrow from which on more boxes had better be merged
LIKELY = (1.12, 1.04, 1.0, 0.95, 0.9, 0.8)  # times the room that there is with which a view might fit, and surely does
NEARLY = 4  # pictures in a row in which all fits and only the arrows do not
COARSE = 30  # boxes of a view for each that is merged more from one picture to the next: large ones take long
STRIDE = 3  # boxes that are merged more at most where there was no room, then twice as many, and so on
BETTER = 0.75  # of its flaws that a nested table may have to be the better picture then
BEND, WORDS = 25.0, 60.0  # what a bend counts, and words without room, in the costs of the router


@dataclass(frozen=True)
class Judged:
    """A layout with what is broken in its picture, how many boxes are not drawn by themselves, how many of them are in
    a crowd of different ones, whether a crowd is of several zones or networks, and its flaws."""

    layout: Layout
    broken: int
    merged: int
    crowded: int
    blurred: bool
    flaws: float

    @property
    def clean(self) -> bool:
        return not self.broken and not self.merged

    @property
    def worth(self) -> tuple[int, bool, bool, int, int, float]:
        """Less is better. Nobody follows the arrows of a hairball: what merges boxes anyway had better merge more."""
        hairball = self.crowded > 0 and self.flaws > HAIRBALL * len(self.layout.view.arrows)
        return self.broken, self.blurred, hairball, self.crowded, self.merged, self.flaws


def layout(view: View) -> Layout:
    """Table, places and ways of a view: on the cells that it is given, or found anew where those do not fit."""
    if view.given is None:
        return _found(view)
    kept: list[Judged] = []
    for one in on_given(view):
        kept.append(_judged(view, one))
        if not kept[-1].broken:
            return kept[-1].layout
    anew = _judged(view, _found(view))
    best = min(kept, key=lambda j: j.broken, default=anew)
    return replace(anew.layout, outgrown=True) if best.broken > anew.broken or not kept else best.layout


def _found(view: View) -> Layout:
    """The best table for a view, wherever its boxes stood before."""
    plain = _judged(view, roomy(view))
    tangled = len(view.boxes) > SMALL and plain.flaws > TANGLED * len(view.arrows)
    good = plain.clean and not tangled
    if good or not may_nest(view):
        return plain.layout if plain.clean else _with_less(view, plain)
    best = min([plain, *_nested(view)], key=lambda j: j.worth)
    if plain.clean and best.flaws > BETTER * plain.flaws:
        return plain.layout
    return best.layout if not best.broken else _with_less(view, best)


def judged(view: View, some: Iterable[Layout]) -> list[Judged]:
    """Layouts of a view with the ways of their arrows and what comes of them, the best first."""
    return sorted((_judged(view, one) for one in some), key=lambda j: j.worth)


def _nested(view: View) -> list[Judged]:
    """The view in nested tables, as much of it as there is room for; at last with less in it."""
    found: list[Judged] = []
    short: list[tuple[float, int, View, bool]] = []
    for k, (one, is_folded) in enumerate(_variants(view)):
        short.append((lack(one, area_of(one)), -k, one, is_folded))
        if short[-1][0] <= LIKELY[0]:
            found += _drawn(view, one, is_folded)
            if any(not j.broken for j in found):
                return found
    _, _, _, is_folded = min(short, key=lambda one: one[:2])
    *_, bare = (view, *with_foot(view))
    return found + _merged(view, folded(bare) if is_folded else bare, is_folded)


def _merged(view: View, bare: View, is_folded: bool) -> list[Judged]:
    """With as few boxes merged as it takes: from where it might fit to where it surely does, until a picture is whole;
    with one box less where it fits and only the arrows do not."""
    steps = list(merges(bare))
    found: list[Judged] = []
    at, stride = 0, len(steps)
    for likely in LIKELY:
        more = fewest(narrowed(bare), steps[at:], lambda v, most=likely: lack(v, area_of(v)) <= most)  # type: ignore[misc]
        at += min(more, stride)
        for _ in range(NEARLY):
            if at >= len(steps):
                break
            some = _drawn(view, merge(_narrow(bare, steps[at]), steps[at]), is_folded, steps[at])
            found += some
            at += max(1, len(bare.boxes) // COARSE)
            if not some or any(not j.broken for j in some):
                break
        if at >= len(steps) or any(not j.broken for j in found):
            break
        stride = STRIDE if stride > len(steps) // 2 else 2 * stride
    return found


def _narrow(view: View, merged: Merged) -> View:
    """The view with names in lines of the width that leaves the most room where these boxes are merged."""
    some = [narrowed(view, wide) for wide in NARROW]
    lacks = lacks_of([merge(one, merged) for one in some], area_of(some[0]))
    return some[lacks.index(min(lacks))]


def _drawn(view: View, less: View, is_folded: bool, merged: Merged | None = None) -> list[Judged]:
    """What there is room for of a view in nested tables, those that are the most promising."""
    some = candidates(less, area_of(less))[: _tries(less)]
    return [_judged(view, replace(laid(c), folded=is_folded, merged=merged or {})) for c in some]


def _variants(view: View) -> Iterator[tuple[View, bool]]:
    """The view whole; with its side panel at the foot; with long names in two lines; with zones that hold the same as
    one."""
    for bare in (view, *with_foot(view)):
        yield bare, False
    yield _narrow(bare, {}), False
    if (less := folded(bare)) is not bare:
        yield _narrow(less, {}), True


def _tries(view: View) -> int:
    """How many tables of a view have their arrows laid."""
    return max(2, min(6, ROUTED // len(view.boxes)))


def _judged(view: View, one: Layout) -> Judged:
    """A layout with the ways of its arrows, and what comes of it."""
    one = replace(one, routes=route(one.view, one.placed))
    drawn = geometry(view, one)
    several = [b for b in one.view.boxes if len(b.stands_for) > 1]
    merged = sum(len(b.stands_for) for b in several)
    crowded = sum(len(b.stands_for) for b in several if b.id.startswith(CROWDS))
    home = {b.id: b.group for b in (folded(view) if one.folded else view).boxes}
    crowds = [{home[id] for id in b.stands_for if id in home} for b in several if b.id.startswith(CROWDS)]
    across = any(len(homes) > 1 for homes in crowds)
    silent = len(unspoken(one, drawn))
    flaws = fsum(way.flaws + BEND * (len(way.points) - 2) for way in one.routes.values()) + WORDS * silent
    return Judged(one, len(lost(one)) + len(defects(drawn)), merged, crowded, across, flaws)


def _with_less(view: View, best: Judged) -> Layout:
    """Where a picture is not fit for a slide: with larger text and less in it, the best of some tries."""
    found = [best]
    for px in TRIES if len(view.boxes) <= LARGE else TRIES[-1:]:
        found.append(_judged(view, roomy(view, px)))
        if not found[-1].broken:
            break
    return min(found, key=lambda j: j.broken).layout
