"""A view that holds too much to one that fits: as few boxes drawn as one as it takes, those that matter least."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace

from archdeck.canvas import fonts
from archdeck.layout.crowds import merges
from archdeck.layout.merging import Merged, merge
from archdeck.views import View

NARROW = (112.0, 96.0, 140.0)  # pixels at 18 px that a line under an icon may take where there is little room


def narrowed(view: View, wide: float = NARROW[0]) -> View:
    """The view with long lines under its icons in two or three, which takes less room."""
    rows = {line: fonts.wrap(line, 18, wide, 3) for b in view.boxes for line in b.lines}
    boxes = tuple(replace(b, lines=tuple(row for line in b.lines for row in rows[line])) for b in view.boxes)
    return replace(view, boxes=boxes)


def condensed(view: View, fits: Callable[[View], bool], keep: frozenset[str] = frozenset()) -> tuple[View, Merged]:
    """The view with as few boxes merged as it takes to fit, and what was merged; `keep` are boxes that stay. Where even
    the coarsest does not fit, that one."""
    some = list(merges(view, keep))
    if not some:
        return view, {}
    merged = some[first_enough(0, len(some) - 1, lambda k: fits(merge(view, some[k])))]
    merged = released(view, merged, fits)
    return (merge(view, merged) if merged else view), merged


def first_enough(
    first: int, last: int, enough: Callable[[int], bool], tired: Callable[[], bool] = lambda: False
) -> int:
    """The first number that is enough, in ever larger steps and then between the last two; the last one where none is,
    or where who asks is `tired` of larger ones. What fits is found by a search, so that one number may fail where a
    smaller one does not."""
    low = high = first
    while high < last and not tired() and not enough(high):
        low, high = high + 1, min(last, 2 * high - first + 1)
    return bisect_left(range(low, high), True, key=enough) + low


def released(view: View, merged: Merged, fits: Callable[[View], bool]) -> Merged:
    """Without the crowds that did not have to be merged, small ones first, as it turns out at the end."""
    size = Counter(merged.values())
    twins: dict[frozenset[str], list[str]] = defaultdict(list)
    for crowd in sorted(size, key=lambda c: (size[c], c)):
        twins[frozenset(b.component for b in view.boxes if merged.get(b.id) == crowd)].append(crowd)
    for crowds in twins.values():
        less = {box: one for box, one in merged.items() if one not in crowds}
        if fits(merge(view, less)):
            merged = less
    return merged
