"""Pictures of tests: YAML text to views, and a table of a view as text."""

from __future__ import annotations

from pathlib import Path

from archdeck.canvas.geometry import Geometry, geometry_json
from archdeck.layout.choice import layout
from archdeck.layout.grid import Grid, grid
from archdeck.layout.left_out import NOT_DRAWN
from archdeck.layout.picture import geometry
from archdeck.model.as_json import model_json
from archdeck.model.whole import Model
from archdeck.views.makers import views
from archdeck.views.view import View
from picture_metrics import Measure, read, shortfalls
from picture_truth import judge
from written import resolved


def view_of(text: str, folder: Path, id: str = "prod") -> View:
    """One view of the model that a text is."""
    return next(v for v in views(resolved(text, folder)) if v.id == id)


def table_of(view: View, shape: str = "narrow") -> str:
    """The table of a view, a line a row, `.` where nothing stands; then what each frame spans."""
    found = grid(view, shape)
    at = {cell: box for box, cell in found.cells.items()}
    width = max(len(b) for b in at.values())
    rows = [
        " ".join(at.get((c, r), ".").ljust(width) for c in range(found.columns)).rstrip(" .")  # type: ignore[call-overload]
        for r in range(found.rows)
    ]
    return "\n".join([*rows, *_spans(found)])


def rows_of(view: View, shape: str = "narrow") -> list[str]:
    """The rows of that table by component, without what frames span."""
    rows = [line.split() for line in table_of(view, shape).splitlines() if ": columns " not in line]
    component = {b.id: b.component for b in view.boxes}
    return [" ".join(component.get(id, id) for id in row) for row in rows]


def _spans(found: Grid) -> list[str]:
    return [
        f"{f.key}: columns {f.span.left}-{f.span.right}, rows {f.span.top}-{f.span.bottom}"
        for f in sorted(found.frames, key=lambda f: f.key)
    ]


def geometry_of(view: View) -> Geometry:
    """Where everything of a view stands, on a layout of its own."""
    return geometry(view, layout(view))


def measured(found: Geometry) -> tuple[list[str], list[str]]:
    """What keeps a picture off a slide, and every defect by name."""
    measure = Measure(read(geometry_json(found)))
    return shortfalls(measure.m), measure.why


def untrue(model: Model, view: View, found: Geometry) -> list[str]:
    """What a picture of an environment says that its model does not, or keeps back without a reason, a line each."""
    said, _ = judge(model_json(model), view.environment, geometry_json(found))
    wrong = [f"{kind}: {what}" for kind, some in said.items() for what in some]
    return wrong + [f"no reason: {left.kind} {left.id}" for left in found.left_out if left.why == NOT_DRAWN]
