"""Models as different people write them (tests/models): they resolve, and their pictures are fit for a slide."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from test_painted import displaced

from archdeck.canvas.geometry import Geometry
from archdeck.layout.choice import layout
from archdeck.layout.merging import CROWDS
from archdeck.layout.picture import geometry
from archdeck.model.systems import read_model
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import measured, untrue
from picture_looks import dislikes

MODELS = sorted((Path(__file__).parents[1] / "models").glob("*.yaml"))

DISLIKED = {"sixty-components"}  # known to have pictures beyond a limit: nearly two crossings for each arrow


@cache
def pictures(path: Path) -> tuple[tuple[View, Geometry], ...]:
    """The environments and executive pictures of a model."""
    some = [v for v in views(read_model(path.stem, path)) if v.kind in ("environment", "executive")]
    return tuple((view, geometry(view, layout(view))) for view in some)


def alone(view: View, drawn: Geometry) -> list[str]:
    """The boxes at which no arrow ends, although the view has arrows for them: no crowd, no frame of theirs has one."""
    ends = {end for edge in drawn.edges for end in (edge.source, edge.target)}
    reached = ends | {box for group in drawn.groups if group.id in ends for box in group.members}
    related = {end for arrow in view.arrows for end in (arrow.source, arrow.target)}
    boxes = {n.id for n in drawn.nodes if not n.id.startswith(CROWDS)}
    return sorted((boxes & related) - reached)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_pictures_are_fit_for_a_slide(path: Path) -> None:
    """No hard defect, text that can be read, and no box that has lost its arrows."""
    found = {view.id: (measured(drawn)[0], alone(view, drawn)) for view, drawn in pictures(path)}
    assert found
    assert {id: wrong for id, wrong in found.items() if wrong != ([], [])} == {}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_pictures_are_what_people_put_up_with(path: Path) -> None:
    """Tangles, hidden icons and the like stay within limits."""
    wrong = {view.id: said for view, drawn in pictures(path) if (said := dislikes(drawn))}
    assert wrong == {} or path.stem in DISLIKED


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_pictures_say_what_the_model_says(path: Path) -> None:
    model = read_model(path.stem, path)
    assert {view.id: wrong for view, drawn in pictures(path) if (wrong := untrue(model, view, drawn))} == {}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_pictures_are_painted_as_they_are_judged(path: Path) -> None:
    """What people see is what was measured."""
    assert {view.id: wrong for view, drawn in pictures(path) if (wrong := displaced(drawn))} == {}


def test_a_box_that_lost_its_arrows_is_found() -> None:
    """Take its only arrow away, and the box stands alone."""
    view, drawn = pictures(next(path for path in MODELS if path.stem == "tiny-four"))[0]
    assert alone(view, drawn) == []
    last = drawn.edges[-1]
    less = tuple(e for e in drawn.edges if last.target not in (e.source, e.target))
    assert last.target in alone(view, replace(drawn, edges=less))
