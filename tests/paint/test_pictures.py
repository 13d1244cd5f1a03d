"""Pictures: every view of the shipped systems is fit for a slide, and a walk-through stands on its environment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from test_painted import displaced

import picture_metrics
import picture_truth
from archdeck.canvas.geometry import Geometry, geometry_json
from archdeck.language.problems import ModelError
from archdeck.layout.picture import geometry, notes
from archdeck.layout.rerouted import leads_elsewhere
from archdeck.model.systems import find_systems, read_model
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import svg_of
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import geometry_of, measured, untrue, view_of
from picture_looks import dislikes

ROOT = Path(__file__).parents[2]
SHIPPED = find_systems(ROOT / "model")


KEPT: dict[str, dict[str, str]] = {system: {} for system in SHIPPED}


@cache
def shipped(system: str) -> dict[str, tuple[View, Geometry]]:
    """Every view of a shipped system with its geometry; what came of its layouts is kept."""
    layouts = Layouts(kept=KEPT[system])
    some = map(layouts.shown, views(read_model(system, SHIPPED[system])))
    return {v.id: (v, geometry(v, layouts.of(v))) for v in some}


@pytest.mark.parametrize("system", SHIPPED)
def test_every_picture_passes_the_gate(system: str) -> None:
    short = {id: measured(found) for id, (_, found) in shipped(system).items()}
    assert {id: (gate, why) for id, (gate, why) in short.items() if gate} == {}


@pytest.mark.parametrize("system", SHIPPED)
def test_every_picture_is_what_people_put_up_with(system: str) -> None:
    """Tangles, hidden icons and the like stay within limits."""
    assert {id: said for id, (_, found) in shipped(system).items() if (said := dislikes(found))} == {}


@pytest.mark.parametrize("system", SHIPPED)
def test_every_picture_is_painted_as_it_is_judged(system: str) -> None:
    assert {id: wrong for id, (_, found) in shipped(system).items() if (wrong := displaced(found))} == {}


@pytest.mark.parametrize("system", SHIPPED)
def test_every_picture_of_an_environment_says_what_the_model_says(system: str) -> None:
    """Nothing nowhere, nothing twice, nothing in a frame where it does not run, no arrow that joins nothing, and no
    relation unsaid; at a glance, too."""
    model = read_model(system, SHIPPED[system])
    some = [(v, g) for v, g in shipped(system).values() if v.kind in ("environment", "executive", "flow", "drill")]
    assert len(some) > 2 * len(model.environments)
    assert {v.id: wrong for v, g in some if (wrong := untrue(model, v, g))} == {}


@pytest.mark.parametrize("system", SHIPPED)
def test_a_layout_that_was_kept_is_the_one_that_was_made(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is said in tooltips: nothing is laid out again, and geometry is the same to the last digit."""
    found = shipped(system)
    monkeypatch.setattr("archdeck.layout.choice.layout", None)
    again, other = Layouts(kept=KEPT[system]), Layouts(kept=KEPT[system])
    for view, drawn in found.values():
        assert again.geometry(view) == drawn
        assert geometry_json(other.geometry(with_other_tooltips(view))) == geometry_json(drawn)


def with_other_tooltips(view: View) -> View:
    """The same view, of which other things are said, and so of the one on whose layout it stands."""
    return replace(
        view,
        boxes=tuple(replace(b, title=f"{b.name} – Edited, and anew", marks=_edited(b.marks)) for b in view.boxes),
        arrows=tuple(replace(a, title="Edited") for a in view.arrows),
        left_out=("Edited",),
        stands_as=with_other_tooltips(view.stands_as) if view.stands_as else None,
    )


def _edited(marks: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((component, icon, "Edited") for component, icon, _ in marks)


@pytest.mark.parametrize("system", SHIPPED)
def test_a_flow_stands_on_its_environment(system: str) -> None:
    """Boxes, frames and arrows have the same coordinates; only numbers and what is faded differ. A flow that tells a
    failure stands on the picture of that."""
    found = shipped(system)
    told = {flow.id for flow in read_model(system, SHIPPED[system]).flows if flow.drill}
    flows = [v for v, _ in found.values() if v.kind == "flow" and v.flow not in told]
    assert flows
    for view in flows:
        mine, base = found[view.id][1], found[view.environment][1]
        assert {n.id: n.box for n in mine.nodes} == {n.id: n.box for n in base.nodes}
        assert {g.id: g.box for g in mine.groups} == {g.id: g.box for g in base.groups}
        assert {e.id: e.points for e in mine.edges} == {e.id: e.points for e in base.edges}


@pytest.mark.parametrize("system", SHIPPED)
def test_a_drill_stands_on_its_environment_and_so_does_a_difference_where_it_can(system: str) -> None:
    """What falls, comes or goes is told by signs; no box and no frame moves, and arrows only in a failure of which some
    lead elsewhere."""
    found = shipped(system)
    some = [v for v, _ in found.values() if v.kind in ("drill", "diff")]
    assert [v.id for v in some if v.kind == "drill"]
    for view in some:
        mine, base = found[view.id][1], found[view.environment][1]
        if view.stands_as is None:
            assert "on a layout of its own" in view.left_out[-1]
            continue
        assert {n.id: n.box for n in mine.nodes} == {n.id: n.box for n in base.nodes}
        assert {g.id: g.box for g in mine.groups} == {g.id: g.box for g in base.groups}
        if not leads_elsewhere(view):
            points = {e.id: e.points for e in base.edges}
            assert {e.id: e.points for e in mine.edges} == {e.id: points[e.id] for e in mine.edges}


@pytest.mark.parametrize("system", SHIPPED)
def test_signs_cover_no_words_and_no_other_sign(system: str) -> None:
    """Those of arrows are no marks to the gate, so they are held here."""
    wrong = []
    for id, (_, g) in shipped(system).items():
        texts = [t for some in (g.nodes, g.edges, g.panel) for thing in some for t in thing.labels]
        texts += [s.label for s in g.groups if s.label]
        signs = [thing.sign.box for some in (g.nodes, g.groups, g.edges) for thing in some if thing.sign]
        wrong += [f"{id}: {t.text}" for s in signs for t in texts if s.grow(-1).meets(t.box.grow(-1))]
        wrong += [f"{id}: {a} on {b}" for a, b in combinations(signs, 2) if a.grow(-1).meets(b.grow(-1))]
    assert wrong == []


@pytest.mark.parametrize("system", SHIPPED)
def test_a_component_keeps_its_order_from_left_to_right(system: str) -> None:
    """Whatever stands left of something in one environment does not stand right of it in another."""
    model = read_model(system, SHIPPED[system])
    orders = []
    for environment in model.environments:
        view = next(v for v in views(model) if v.id == environment.id)
        orders.append({b.component: b.column for b in view.boxes if b.column is not None})
    for one in orders:
        for other in orders:
            both = sorted(one.keys() & other.keys())
            assert [(a, b) for a in both for b in both if (one[a] - one[b]) * (other[a] - other[b]) < 0] == []


def test_the_same_bytes_twice() -> None:
    model = read_model("shopmaster", SHIPPED["shopmaster"])
    again = read_model("shopmaster", SHIPPED["shopmaster"])
    assert [svg_of(v, Layouts()) for v in views(model)[:5]] == [svg_of(v, Layouts()) for v in views(again)[:5]]


SMALL = """
system: {{name: Small, title: "{title}"}}
tiers: [users, web, data]
components:
  u: {{kind: users, tier: users}}
  web: {{kind: aws.ec2, tier: web, name: "{name}"}}
  db: {{kind: aws.rds, tier: data}}
relations:
  a: {{from: u, to: web, label: "{label}"}}
  b: {{from: web, to: db, kind: data}}
environments: {{prod: {{places: {{z: {{kind: zone, name: "{zone}", runs: {{web: {{}}, db: {{}}}}}}}}}}}}
"""
LONG = "An exceedingly long name that nobody would put on a slide but that somebody will write one day"


@pytest.mark.parametrize("part", ["title", "name", "label", "zone"])
def test_long_words_stay_in_their_place(part: str, tmp_path: Path) -> None:
    words = {"title": "t", "name": "n", "label": "l", "zone": "z"} | {part: LONG}
    assert measured(geometry_of(view_of(SMALL.format(**words), tmp_path)))[0] == []


def test_what_is_not_drawn_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A label that finds no room is left out of the picture, and the notes say so."""
    monkeypatch.setattr("archdeck.layout.wording.TOO_MUCH", -10_000)
    view = view_of(SMALL.format(title="t", name="n", label="asks", zone="z"), tmp_path)
    layouts = Layouts()
    drawn = geometry(view, layouts.of(view))
    assert [e.labels for e in drawn.edges if e.id == "a"] == [()]
    assert notes(view, layouts.of(view), drawn) == ("a: no room for the words 'asks'",)


def test_the_measures_measure(capsys: pytest.CaptureFixture[str]) -> None:
    """The gate's own self-test: small pictures with known defects."""
    assert picture_metrics.selftest() == 0
    assert capsys.readouterr().out.endswith("checks passed\n")


def test_the_judge_judges(capsys: pytest.CaptureFixture[str]) -> None:
    """Small pictures, each with one false statement."""
    picture_truth.selftest()
    assert capsys.readouterr().out == "selftest passed\n"


def test_a_broken_shipped_model_would_be_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("system: {name: X}\nnonsense: 1\n")
    with pytest.raises(ModelError):
        read_model("x", path)
