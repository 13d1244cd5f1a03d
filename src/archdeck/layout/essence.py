"""A view to all that its layout depends on: what is only said of things, in tooltips and around the drawing, is gone.

Layouts are made from this alone, so that views which differ in nothing else have the same one.
"""

from __future__ import annotations

from archdeck.canvas import changed
from archdeck.layout.frame import least_width
from archdeck.layout.sheet import Sheet
from archdeck.views import View

SOMETHING = "."  # for words of which it only matters that there are some


def essence(view: View, ratio: Sheet | None = None) -> View:
    """Boxes, frames, arrows and panel, with the names and words that take room. A poster of a ratio is at least as wide
    as title and chip, where the smallest one is not wide enough for them."""
    wide = ratio is not None and least_width(view) > ratio.grown(1.0).width
    return View(
        id="",
        kind="",
        environment="",
        title=view.title if wide else "",
        subtitle="",
        chip=view.chip if wide else "",
        stage="",
        source=SOMETHING if view.source else "",
        boxes=tuple(
            changed(b, title=b.name, marks=tuple((component, icon, "") for component, icon, _ in b.marks))
            for b in view.boxes
        ),
        groups=view.groups,
        arrows=tuple(changed(a, title="", parts=tuple(changed(p, title="") for p in a.parts)) for a in view.arrows),
        panel=view.panel,
        numbered=view.numbered,
        layout=view.layout,
        down=view.down,
        foot=view.foot,
        foot_rows=view.foot_rows,
        legend=view.legend,
        given=view.given,
        apart=view.apart,
        failed=view.failed,
        alone=view.alone,
        rows=view.rows,
        columns=view.columns,
        part_of=SOMETHING if view.part_of else "",
    )
