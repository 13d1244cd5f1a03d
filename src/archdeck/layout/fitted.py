"""A view to its layouts in nested tables: whole where there is room, else with as few boxes merged as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdeck.layout.budget import SEATING, Budget
from archdeck.layout.condense import NARROW, first_enough, narrowed
from archdeck.layout.crowds import merges
from archdeck.layout.fold import folded
from archdeck.layout.judged import Judged, judge
from archdeck.layout.laid import AREA, area_of, with_foot
from archdeck.layout.merging import Merged, merge
from archdeck.layout.nested.whole import Candidate, improving, lack, lacks_of, laid, room_of_boxes
from archdeck.layout.undone import undone
from archdeck.views import View

ROUTED = 160  # nested tables whose arrows are laid, times the boxes of each: what a picture may take is bounded
LIKELY = (1.12, 1.04, 1.0, 0.95, 0.9, 0.8)  # times the room that there is with which a view might fit, and surely does
LAST = 70_000.0  # more of them for each of the last tries
SURELY = (0.32, 0.24, 0.18)  # of the slide that boxes may take together then
UNDONE = 150_000.0  # and for undoing what did not have to be merged
OUT = 12  # boxes that come out of a crowd at once at the most
FEWER = 0.7  # of the crowds that were undone are undone, where the arrows are not good then
NEARLY = 4  # pictures in a row in which all fits and only the arrows do not
COARSE = 30  # boxes of a view for each that is merged more from one picture to the next: large ones take long
STRIDE = 3  # boxes that are merged more at most where there was no room, then twice as many, and so on


def fitted(view: View, budget: Budget) -> tuple[list[Judged], bool]:
    """The view in nested tables, as much of it as there is room for; at last with less in it. And whether that was done
    in haste."""
    found: list[Judged] = []
    short: list[tuple[float, int, View, bool]] = []
    for k, (one, is_folded) in enumerate(variants(view, budget)):
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
    return found if best is None or best.broken or best.is_hairball else [_apart(view, bare, best, budget)], hasty


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
        if (less := judge(view, found[last], budget)).worth < best.worth:
            return less
        last = min(last - 1, round(last * FEWER))
    return best


def _some(merged: Merged, crowd: str) -> Iterator[frozenset[str]]:
    """What may come out of a crowd: all of it, or half, or one, so that at least two are left; never more than find
    cells of their own in a table that is full already."""
    boxes = [box for box, one in merged.items() if one == crowd]
    for some in dict.fromkeys((len(boxes), len(boxes) // 2, 1)):
        if some <= OUT and len(boxes) - some != 1:
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
        """The first step from one on that is enough, as far as is known already, else as it is found; but no later than
        a last one."""
        last = min(last, len(self.steps) - 1)
        known = [k for k, lacks in self.known.items() if first <= k <= last and lacks <= most]
        if known:
            return min(known)
        return first_enough(first, last, lambda k: self.of(k) <= most, lambda: self.budget.over)


def _narrow(view: View, merged: Merged, budget: Budget) -> View:
    """The view with names in lines of the width that leaves the most room where these boxes are merged."""
    some = [narrowed(view, wide) for wide in NARROW]
    lacks = lacks_of([merge(one, merged) for one in some], area_of(some[0]), budget)
    return some[lacks.index(min(lacks))]


def _drawn(view: View, less: View, is_folded: bool, budget: Budget, merged: Merged | None = None) -> list[Judged]:
    """What there is room for of a view in nested tables: the first that is good enough, else those that are the most
    promising."""
    if merged is not None:
        less = merge(_narrow(less, merged, budget), merged)
    found: list[Judged] = []
    tables: list[Candidate] = []

    def judged_as(one: Candidate) -> Judged:
        return judge(view, replace(laid(one), folded=is_folded, merged=merged or {}), budget)

    for one in improving(less, area_of(less), budget):
        tables.append(one)
        if len(tables) == 1 and (first := judged_as(one)).is_good:
            return [first]
    for one in sorted(tables, key=lambda c: c.cost)[: _tries(less)]:
        if not (found and budget.over):
            found.append(first if one is tables[0] else judged_as(one))
        if found[-1].is_good:
            return found[-1:]
    return found


def variants(view: View, budget: Budget) -> Iterator[tuple[View, bool]]:
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
