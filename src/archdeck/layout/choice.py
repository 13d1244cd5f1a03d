"""A view to its layout: one table for all of it where that shows every box well, else nested tables.

This is the one place that decides which. What counts, in this order: nothing broken, every box by itself, few flaws.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from archdeck.layout.budget import LETTERING, SEATING, Budget
from archdeck.layout.condense import NARROW, narrowed
from archdeck.layout.crowds import merges
from archdeck.layout.fold import folded
from archdeck.layout.gate import defects
from archdeck.layout.given import on_given
from archdeck.layout.laid import AREA, Layout, area_of, with_foot
from archdeck.layout.merging import CROWDS, Merged, merge
from archdeck.layout.nested.whole import candidates, lack, lacks_of, laid, may_nest, room_of_boxes
from archdeck.layout.nested.wider import wider, wished
from archdeck.layout.one_table import roomy
from archdeck.layout.picture import geometry, lost, unspoken
from archdeck.layout.route import route
from archdeck.layout.undone import undone
from archdeck.views import View

SMALL = 15  # boxes of a view that keeps its look where one table shows all of them
LARGE = 60  # boxes of a view that takes so long that fewer tries must do
TRIES = (18, 21)  # sizes of text for which a view is drawn with less in it, where the picture is not fit for a slide
ROUTED = 160  # nested tables whose arrows are laid, times the boxes of each: what a picture may take is bounded
TANGLED = 110.0  # flaws for each arrow from which on one table is not good enough, though it shows everything
HAIRBALL = 400.0  # flaws for each arrow from which on more boxes had better be merged
LIKELY = (1.12, 1.04, 1.0, 0.95, 0.9, 0.8)  # times the room that there is with which a view might fit, and surely does
WORK = 230_000.0  # moves that a picture may take before the rest is merged until it surely fits
LAST = 70_000.0  # more of them for each of the last tries
SURELY = (0.32, 0.24, 0.18)  # of the slide that boxes may take together then
UNDONE = 150_000.0  # and for undoing what did not have to be merged
FEWER = 0.7  # of the crowds that were undone are undone, where the arrows are not good then
NEARLY = 4  # pictures in a row in which all fits and only the arrows do not
COARSE = 30  # boxes of a view for each that is merged more from one picture to the next: large ones take long
STRIDE = 3  # boxes that are merged more at most where there was no room, then twice as many, and so on
BETTER = 0.75  # of its flaws that a nested table may have to be the better picture then
EASED = 0.95  # of its flaws that a picture with wider gaps may have: for less, no number or frame should move
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
        return _eased(view, _found(view)).layout
    kept: list[Judged] = []
    for one in on_given(view):
        kept.append(_judged(view, one))
        if not kept[-1].broken:
            return _eased(view, kept[-1]).layout
    anew = _eased(view, _found(view))
    best = min(kept, key=lambda j: j.broken, default=anew)
    return replace(anew.layout, outgrown=True) if best.broken > anew.broken or not kept else best.layout


def _eased(view: View, best: Judged) -> Judged:
    """Nested tables with wider gaps where flawed arrows run, if the picture is clearly better for it. What merges boxes
    takes long as it is."""
    if best.layout.placed.columns or best.layout.merged or not (wishes := wished(best.layout)):
        return best
    one = wider(best.layout, wishes)
    other = _judged(view, one) if one else best
    clearly = other.broken < best.broken or other.flaws <= EASED * best.flaws
    return other if clearly and other.worth < best.worth else best


def _found(view: View) -> Judged:
    """The best table for a view, wherever its boxes stood before. It is hasty where the work that a picture may take
    was done before it was whole."""
    budget = Budget(WORK)
    plain = _judged(view, roomy(view), budget)
    tangled = len(view.boxes) > SMALL and plain.flaws > TANGLED * len(view.arrows)
    good = plain.clean and not tangled
    if good or not may_nest(view):
        return plain if plain.clean else _with_less(view, plain)
    some, hasty = _nested(view, budget)
    best = min([plain, *some], key=lambda j: j.worth)
    if plain.clean and best.flaws > BETTER * plain.flaws:
        return plain
    hasty = hasty and bool(best.merged)
    best = best if not best.broken else _with_less(view, best)
    return replace(best, layout=replace(best.layout, hasty=hasty))


def judged(view: View, some: Iterable[Layout]) -> list[Judged]:
    """Layouts of a view with the ways of their arrows and what comes of them, the best first."""
    return sorted((_judged(view, one) for one in some), key=lambda j: j.worth)


def _nested(view: View, budget: Budget) -> tuple[list[Judged], bool]:
    """The view in nested tables, as much of it as there is room for; at last with less in it. And whether that was done
    in haste."""
    found: list[Judged] = []
    short: list[tuple[float, int, View, bool]] = []
    for k, (one, is_folded) in enumerate(_variants(view, budget)):
        short.append((lack(one, area_of(one), budget), -k, one, is_folded))
        if short[-1][0] <= LIKELY[0]:
            found += _drawn(view, one, is_folded, budget)
            if _is_whole(found):
                return found, False
    _, _, _, is_folded = min(short, key=lambda one: one[:2])
    *_, bare = (view, *with_foot(view))
    bare = folded(bare) if is_folded else bare
    lacks = _Lacks(bare, budget)
    found += _merged(view, lacks, is_folded)
    hasty = budget.over and not _is_whole(found)
    if hasty:
        found += _surely(view, lacks, is_folded)
    best = min(found, key=lambda j: j.worth, default=None)
    return found if best is None or best.broken else [_apart(view, bare, best, budget)], hasty


def _is_whole(found: Sequence[Judged]) -> bool:
    return any(not j.broken for j in found)


def _merged(view: View, lacks: _Lacks, is_folded: bool) -> list[Judged]:
    """With as few boxes merged as it takes: from where it might fit to where it surely does, until a picture is whole;
    with one box less where it fits and only the arrows do not."""
    bare, steps, budget = lacks.bare, lacks.steps, lacks.budget
    found: list[Judged] = []
    at, stride = 0, len(steps)
    for likely in LIKELY:
        at = lacks.fewest(at, at + stride, likely)
        for _ in range(NEARLY):
            if at >= len(steps) or budget.over:
                break
            some = _drawn(view, bare, is_folded, budget, steps[at])
            found += some
            at += max(1, len(bare.boxes) // COARSE)
            if not some or _is_whole(some):
                break
        if at >= len(steps) or budget.over or _is_whole(found):
            break
        stride = STRIDE if stride > len(steps) // 2 else 2 * stride
    return found


def _surely(view: View, lacks: _Lacks, is_folded: bool) -> list[Judged]:
    """Where the work that a picture may take is done: with so many boxes merged that it surely fits, as far as is known
    or as the mere sizes of boxes tell."""
    room = [room_of_boxes(merge(lacks.view, one)) / (AREA.w * AREA.h) for one in lacks.steps]
    known = [k for k, lack in sorted(lacks.known.items()) if lack <= LIKELY[-2]]
    found: list[Judged] = []
    for some in (known, *([k for k, taken in enumerate(room) if taken <= share] for share in SURELY)):
        if some and not _is_whole(found):
            lacks.budget.more(LAST)
            found += _drawn(view, lacks.bare, is_folded, lacks.budget, lacks.steps[some[0]])
    return found


def _apart(view: View, bare: View, best: Judged, budget: Budget) -> Judged:
    """With as many crowds undone as it can be, small ones first, whose boxes each find a cell of their own beside what
    stands; with fewer of them where the ways of the arrows are not good then."""
    budget.more(UNDONE)
    size = Counter(best.layout.merged.values())
    found = [best.layout]
    for crowd in sorted(size, key=lambda c: (size[c], c)):
        for out in _some(found[-1].merged, crowd):
            budget.spend(SEATING * len(found[-1].view.boxes))
            rest = {box: one for box, one in found[-1].merged.items() if box not in out}
            if not budget.over and (one := undone(bare, found[-1], rest)):
                found.append(one)
                break
    last = len(found) - 1
    while last > 0:
        if (less := _judged(view, found[last], budget)).worth < best.worth:
            return less
        last = min(last - 1, round(last * FEWER))
    return best


def _some(merged: Merged, crowd: str) -> Iterator[frozenset[str]]:
    """What may come out of a crowd: all of it, or half, or one, so that at least two are left."""
    boxes = [box for box, one in merged.items() if one == crowd]
    yield frozenset(boxes)
    for some in dict.fromkeys((len(boxes) // 2, 1)):
        if len(boxes) - some >= 2:
            yield frozenset(boxes[-some:])


class _Lacks:
    """How many times the room that there is a view takes with more and more boxes merged."""

    def __init__(self, bare: View, budget: Budget):
        self.bare, self.view, self.steps, self.budget = bare, narrowed(bare), list(merges(bare)), budget
        self.known: dict[int, float] = {}

    def of(self, step: int) -> float:
        if step not in self.known:
            less = merge(self.view, self.steps[step])
            self.known[step] = lack(less, area_of(less), self.budget)
        return self.known[step]

    def fewest(self, first: int, last: int, most: float) -> int:
        """The first step from one on that is enough, as far as is known already; else in ever larger steps and then
        between the last two; but no later than a last one. What fits is found by a search, so that one step may fail
        where a smaller one does not."""
        last = min(last, len(self.steps) - 1)
        known = [k for k, lacks in self.known.items() if first <= k <= last and lacks <= most]
        if known:
            return min(known)
        low, high = first, first
        while high < last and not self.budget.over and self.of(high) > most:
            low, high = high + 1, min(last, 2 * high - first + 1)
        return bisect_left(range(low, high), True, key=lambda k: self.of(k) <= most) + low


def _narrow(view: View, merged: Merged, budget: Budget) -> View:
    """The view with names in lines of the width that leaves the most room where these boxes are merged."""
    some = [narrowed(view, wide) for wide in NARROW]
    lacks = lacks_of([merge(one, merged) for one in some], area_of(some[0]), budget)
    return some[lacks.index(min(lacks))]


def _drawn(view: View, less: View, is_folded: bool, budget: Budget, merged: Merged | None = None) -> list[Judged]:
    """What there is room for of a view in nested tables, those that are the most promising."""
    if merged is not None:
        less = merge(_narrow(less, merged, budget), merged)
    found: list[Judged] = []
    for one in candidates(less, area_of(less), budget)[: _tries(less)]:
        if not (found and budget.over):
            found.append(_judged(view, replace(laid(one), folded=is_folded, merged=merged or {}), budget))
    return found


def _variants(view: View, budget: Budget) -> Iterator[tuple[View, bool]]:
    """The view whole; with its side panel at the foot; with long names in two lines; with zones that hold the same as
    one."""
    for bare in (view, *with_foot(view)):
        yield bare, False
    yield _narrow(bare, {}, budget), False
    if (less := folded(bare)) is not bare:
        yield _narrow(less, {}, budget), True


def _tries(view: View) -> int:
    """How many tables of a view have their arrows laid."""
    return max(2, min(6, ROUTED // len(view.boxes)))


def _judged(view: View, one: Layout, budget: Budget | None = None) -> Judged:
    """A layout with the ways of its arrows, and what comes of it."""
    if budget:
        budget.spend(LETTERING * len(one.view.arrows))
    one = replace(one, routes=route(one.view, one.placed, budget))
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


def _with_less(view: View, best: Judged) -> Judged:
    """Where a picture is not fit for a slide: with larger text and less in it, the best of some tries."""
    found = [best]
    for px in TRIES if len(view.boxes) <= LARGE else TRIES[-1:]:
        found.append(_judged(view, roomy(view, px)))
        if not found[-1].broken:
            break
    return min(found, key=lambda j: j.broken)
