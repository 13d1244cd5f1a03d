"""What a layout is: the view that is drawn, its table, the places of everything, and the ways of its arrows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from archdeck.canvas import LeftOut, Rect
from archdeck.layout.foot import HIGH, further_rows
from archdeck.layout.frame import panel_room
from archdeck.layout.grid import Grid
from archdeck.layout.merging import Merged
from archdeck.layout.placed import Placed
from archdeck.layout.route import Route
from archdeck.layout.sheet import SLIDE, Sheet
from archdeck.views import Arrow, View, told_apart

AREA = Rect(40, 112, 1840, 892)  # of a slide: below the title, above the legend
NO_PANEL = "there is no room for it, neither in a side panel nor at the foot"
FOOT = 36.0  # pixels below the drawing that are free where there is neither legend nor source


@dataclass(frozen=True)
class Layout:
    """Where everything of a view stands and how its arrows run; frames of a walk-through share one. `merged` says which
    boxes are drawn as one, `sheet` what it is drawn on; an `outgrown` one leaves the cells that its view is given. In a
    `hasty` one more boxes are merged than might have to be, for it took too much work."""

    view: View
    table: Grid
    placed: Placed
    routes: Mapping[str, Route]
    folded: bool = False
    merged: Merged = field(default_factory=dict)
    sheet: Sheet = SLIDE
    outgrown: bool = False
    hasty: bool = False


def area_of(view: View, sheet: Sheet = SLIDE) -> Rect:
    """The pixels that a drawing may take, beside the side panel or above the rows at the foot."""
    wide, high = AREA.w + sheet.width - SLIDE.width, AREA.h + sheet.height - SLIDE.height
    inset = 0.0 if any(g.kind != "subject" for g in view.groups) else 36.0
    foot = 0.0 if view.arrows or view.source or view.foot else FOOT
    rows = view.foot_rows * HIGH
    return Rect(AREA.x, AREA.y + inset, wide - panel_room(view, sheet), high - 2 * inset + foot - rows)


def with_foot(view: View) -> Iterator[View]:
    """The view with the services of its side panel at its foot: all of them, if that takes no more than a few rows; and
    as many as have room in the row that takes none from the drawing."""
    if view.panel:
        yield from (unpanelled(view, rows) for rows in dict.fromkeys((further_rows(view.panel), 0)))


def unpanelled(view: View, rows: int = 0) -> View:
    """With the services of its side panel at its foot, where the drawing makes room for so many rows."""
    aside = {e.component for e in view.panel}
    reasons = tuple(LeftOut("instance", id, NO_PANEL) for id, component in view.content.instances if component in aside)
    return replace(
        view,
        panel=(),
        foot=view.panel,
        foot_rows=rows,
        reasons=(*view.reasons, *reasons),
    )


def with_whole_frames(view: View, table: Grid) -> View:
    """Arrows that end at an overlay which is not drawn in one piece go back to the boxes that they stand for."""
    whole = {f.group.id for f in table.frames if f.key == f.group.id}
    boxes = set(table.cells)
    arrows: list[Arrow] = []
    for a in view.arrows:
        if all(end in boxes or end in whole for end in (a.source, a.target)):
            arrows.append(a)
        else:
            arrows += told_apart(a) if a.pairs else ()
    return replace(view, arrows=tuple(arrows))


def is_less(view: View, slide: Layout) -> bool:
    """Whether a slide shows less than all of a view: boxes as one, zones in one frame, no side panel."""
    return bool(slide.merged) or slide.folded or bool(view.panel and not slide.view.panel)
