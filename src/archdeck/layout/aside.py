"""A view whose side panel has no room for all of its services to a further one that has each with its icon and name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, sqrt

from archdeck.layout.foot import foot
from archdeck.layout.laid import Layout
from archdeck.views import Box, Content, Group, PanelEntry, View

HEADING = "services"  # how ids of the frames begin
WIDE = 2.2  # times as many columns as rows
MOST = 40  # services of one picture


def services(view: View, shared: Layout) -> Iterator[View]:
    """The view of all services of the side panel, if the picture ends with how many more there are; several views of
    very many."""
    entries = shared.view.foot
    if len(foot(shared.view, shared.sheet).shapes) < len(entries):
        each = ceil(len(entries) / ceil(len(entries) / MOST))
        for first in range(0, len(entries), each):
            yield _of(view, entries[first : first + each])


def _of(view: View, entries: Sequence[PanelEntry]) -> View:
    """Each with its icon and all that is said of it, in a frame for each heading."""
    headings = list(dict.fromkeys(e.heading for e in entries))
    across = ceil(sqrt(len(entries) * WIDE))
    boxes: list[Box] = []
    row = 0
    for number, heading in enumerate(headings):
        some = [e for e in entries if e.heading == heading]
        boxes += [_box(view, e, f"{HEADING}--{number}", k % across, row + k // across) for k, e in enumerate(some)]
        row += ceil(len(some) / across)
    return replace(
        view,
        boxes=tuple(boxes),
        groups=tuple(Group(f"{HEADING}--{k}", None, "group", heading, None) for k, heading in enumerate(headings)),
        arrows=(),
        panel=(),
        numbered=False,
        subtitle="Services beside the picture",
        left_out=(),
        given=None,
        content=Content(tuple((id, b.component) for b in boxes for id in b.stands_for)),
        reasons=(),
    )


def _box(view: View, entry: PanelEntry, heading: str, column: int, row: int) -> Box:
    return Box(
        id=f"{HEADING}--{entry.component}",
        component=entry.component,
        icon=entry.icon,
        lines=entry.lines,
        group=heading,
        tier=0,
        column=column,
        title=entry.told or entry.name,
        row=row,
        stands_for=tuple(id for id, component in view.content.instances if component == entry.component),
    )
