"""A drill whose failed boxes the picture of its environment draws as one with others, to the views of it on layouts in
which they stand by themselves: on the cells of its environment as far as there is room.

What falls with a place, or with what it runs on, may be drawn as one with what falls with it: all of that is down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from archdeck.layout.fold import folded
from archdeck.layout.given import arranged
from archdeck.layout.laid import Layout
from archdeck.views import Box, View

DOWN = "down"


def is_of_failure(view: View) -> bool:
    """Whether a picture shows what fell: that of a drill, or of a flow that tells one."""
    return bool(view.drill) or (view.kind == "flow" and any(b.state == DOWN for b in view.boxes))


def failed_apart(view: View, shared: Layout) -> Iterator[View]:
    """The view on layouts in which nothing that failed is drawn as one with others: with all by itself that fell and
    that a crowd does not tell; and with only that which the drill takes down. None where its own layout tells it."""
    crowds = _crowds(view, shared) if view.stands_as else []
    down = tuple(b.id for crowd in crowds for b in crowd if b.id in view.failed and b.state and not _is_one(crowd))
    untold = tuple(b.id for crowd in crowds for b in crowd if b.state == DOWN and {o.state for o in crowd} != {DOWN})
    told = tuple(dict.fromkeys((*down, *untold)))
    for some in dict.fromkeys(ids for ids in (told, down) if ids):
        yield _on_its_own(view, shared, tuple(dict.fromkeys((*view.failed, *some))))


def _crowds(view: View, shared: Layout) -> list[list[Box]]:
    """The boxes of a view that are drawn as one in its layout."""
    box = {b.id: b for b in view.boxes}
    stands_for = {b.id: b.stands_for or (b.id,) for b in (folded(view) if shared.folded else view).boxes}
    found: dict[str, list[Box]] = defaultdict(list)
    for one, crowd in shared.merged.items():
        found[crowd] += (box[id] for id in stands_for[one])
    return list(found.values())


def _is_one(crowd: list[Box]) -> bool:
    """Whether a crowd is of copies of a component to all of which the same happened."""
    return len({(b.component, b.state) for b in crowd}) == 1


def _on_its_own(view: View, shared: Layout, failed: tuple[str, ...]) -> View:
    """On a layout in which these boxes stand by themselves, and only what became the same is drawn as one with what
    was not before."""
    assert view.stands_as
    state = {b.id: b.state for b in view.boxes}
    boxes = tuple(replace(b, state=state[b.id]) for b in view.stands_as.boxes)
    given = arranged(view.stands_as, shared)
    return replace(view, stands_as=replace(view.stands_as, boxes=boxes, failed=failed, given=given))
