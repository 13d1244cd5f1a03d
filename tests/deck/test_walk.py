"""The geometry of a flow to that of each of its steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archdeck.deck.walk import steps
from archdeck.paint import Layouts, geometry_of
from archdeck.views import views
from archdeck.views.view import FlowStep
from deck_model import shop


def test_a_step_that_nothing_in_the_picture_stands_for_is_told_by_all_of_it(tmp_path: Path) -> None:
    layouts = Layouts()
    view = next(layouts.shown(v) for v in views(shop(tmp_path)) if v.id == "buy--prod")
    whole = geometry_of(view, layouts)
    more = replace(view, steps=(*view.steps, FlowStep("3", "", "elsewhere")))
    found = {shown.number: shown.geometry for shown in steps(more, whole)}
    assert list(found) == ["1", "2", "3"]
    assert found["3"] == whole
    assert {n.component for n in found["1"].nodes if not n.dimmed} == {"customers", "web"}
