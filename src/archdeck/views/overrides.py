"""A view to one in which what the model overrides is as it asks: words, lanes, columns, rows, what is alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archdeck.canvas import around
from archdeck.language import Lane
from archdeck.model import ViewChange
from archdeck.views.view import Arrow, Box, View

FOLDABLE = frozenset({"zone", "public-subnet", "private-subnet", "subnet"})  # frames that may be drawn as one


def with_labels(view: View, labels: Mapping[str, str]) -> View:
    """Other words under components, on relations and on places."""
    return replace(
        view,
        boxes=tuple(
            replace(b, lines=tuple(labels[b.component].splitlines())) if b.component in labels else b
            for b in view.boxes
        ),
        groups=tuple(
            replace(g, label=labels[g.place], short=labels[g.place]) if g.place and g.place in labels else g
            for g in view.groups
        ),
        arrows=tuple(_labelled(a, labels) for a in view.arrows),
    )


def _labelled(arrow: Arrow, labels: Mapping[str, str]) -> Arrow:
    said = next((labels[r] for r in arrow.relations if r in labels), None)
    parts = tuple(_labelled(part, labels) for part in arrow.parts)
    return replace(arrow, label=arrow.label if said is None else said, parts=parts)


def with_lanes(view: View, lanes: Mapping[str, Lane]) -> View:
    """Components on the path of the requests, or above or below it."""

    def moved(box: Box) -> Box:
        lane = lanes.get(box.component)
        return replace(box, lane=lane, through=lane is Lane.PATH) if lane else box

    return replace(view, boxes=tuple(map(moved, view.boxes)))


def with_breaks(view: View, breaks: frozenset[str]) -> View:
    """Each of these components in a column of its own, right of what it would stand above or below."""
    for component in sorted(breaks):
        columns = [b.column for b in view.boxes if b.component == component]
        if not columns:
            continue
        at = min(columns)
        alone = {b.component for b in view.boxes if b.column == at} == {component}
        view = replace(
            view,
            boxes=tuple(
                replace(b, column=b.column + 1) if b.column > at or (b.component == component and not alone) else b
                for b in view.boxes
            ),
        )
    return view


def with_alone(view: View, is_alone: Callable[[Box], bool], places: frozenset[str], everything: bool) -> View:
    """The view with boxes that are never drawn as one with others, nor the zones and subnets around them; and with
    frames of such places; or with everything by itself."""
    groups = {g.id: g for g in view.groups if not g.overlay}
    boxes = [b for b in view.boxes if everything or is_alone(b)]
    named = {g.id for g in groups.values() if everything or g.place in places}
    frames = {f for start in (*(b.group for b in boxes), *named) for f in around(groups, start)}
    some = [*(b.id for b in boxes), *(g for g in groups if g in named or (g in frames and groups[g].kind in FOLDABLE))]
    return replace(view, alone=(*view.alone, *some)) if some else view


def as_written(view: View, change: ViewChange, components: Iterable[str]) -> View:
    """What stands above each other in a frame, or beside each other, in the order of these components."""
    order = tuple(components)
    return replace(view, rows=order if change.rows else view.rows, columns=order if change.columns else view.columns)
