"""Posters: all of a view on the smallest sheet that shows it, whatever a slide of it merges or leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas.geometry import Geometry
from archdeck.layout import poster as posters
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout, is_less
from archdeck.layout.picture import geometry, warnings
from archdeck.layout.poster import poster_of
from archdeck.layout.sheet import PAPERS, SLIDE, Sheet
from archdeck.model import read_model
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import view_of
from house import ROOT

SMALL = """
system: {name: Shop, title: A small one}
components:
  customers: {kind: users}
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations: {visit: {from: customers, to: web}, order: {from: web, to: db, kind: data}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}}
"""
LINES = "\n  "
SERVICES = [f"service-{k:02d}" for k in range(1, 97)]
FULL = f"""
system: {{name: Many services}}
components:
  customers: {{kind: users}}
  {LINES.join(f"{id}: {{kind: aws.ecs}}" for id in SERVICES)}
relations: {{visit: {{from: customers, to: service-01}}, ask: {{from: service-01, to: service-02}}}}
environments: {{prod: {{runs: {{{", ".join(f"{id}: {{}}" for id in SERVICES)}}}}}}}
"""
KINDS = ("kms", "guardduty", "waf", "shield", "macie", "inspector", "cloudwatch", "cloudtrail", "config", "xray")
GUARDED = f"""
system: {{name: Guarded}}
components:
  web: {{kind: aws.ec2}}
  {LINES.join(f"{kind}-{k}: {{kind: aws.{kind}}}" for kind in KINDS for k in (1, 2))}
environments:
  prod:
    runs: {{{", ".join(f"{kind}-{k}: {{}}" for kind in KINDS for k in (1, 2))}}}
    places: {{z: {{kind: zone, runs: {{web: {{}}}}}}}}
"""


def drawn(view: View, ratio: Sheet) -> tuple[Layout, Geometry]:
    found = poster_of(view, ratio)
    return found, geometry(view, found)


def test_a_sheet_grows_from_the_area_of_a_slide() -> None:
    assert (SLIDE.grown(1.0), SLIDE.grown(2.0)) == (Sheet(1920, 1080), Sheet(3840, 2160))
    assert Sheet(3000, 3000).grown(1.0) == Sheet(1440, 1440)
    assert [paper.grown(1.0) for paper in PAPERS.values()] == [Sheet(1712, 1211), Sheet(1712, 1211)]


def test_what_fits_a_slide_has_a_sheet_of_its_area(tmp_path: Path) -> None:
    view = view_of(SMALL, tmp_path)
    found, picture = drawn(view, PAPERS["a3"])
    assert found.sheet == Sheet(1712, 1211)
    assert (picture.width, picture.height) == (1712, 1211)
    assert warnings(found, picture) == ()
    assert not is_less(view, layout(view))


@pytest.mark.parametrize("ratio", [PAPERS["a3"], Sheet(3000, 3000), Sheet(1080, 1920)], ids=str)
def test_nothing_is_merged(ratio: Sheet, tmp_path: Path) -> None:
    view = view_of(FULL, tmp_path)
    assert is_less(view, layout(view))
    found, picture = drawn(view, ratio)
    assert not is_less(view, found)
    assert sorted(n.id for n in picture.nodes) == sorted(b.id for b in view.boxes)
    assert warnings(found, picture) == ()
    assert min(w.px for n in picture.nodes for w in n.labels) >= 17
    assert picture.width / picture.height == pytest.approx(ratio.width / ratio.height, abs=0.001)


def test_a_slim_sheet_is_as_wide_as_its_title(tmp_path: Path) -> None:
    title = "A title that is so long that it would be cut on a sheet of the area of a slide"
    found, picture = drawn(view_of(SMALL.replace("A small one", title), tmp_path), Sheet(1000, 4000))
    assert [w.text for w in picture.frame if w.role == "title"] == [f"Shop – {title}"]
    assert found.sheet == Sheet(1310, 5240)


def test_every_service_of_the_panel_has_its_icon(tmp_path: Path) -> None:
    """On a slide as many are a block of names below each heading."""
    view = view_of(GUARDED, tmp_path)
    assert len(geometry(view, layout(view)).panel) == 2 < len(view.panel)
    _, picture = drawn(view, PAPERS["a3"])
    assert [p.component for p in picture.panel] == [e.component for e in view.panel]
    assert sorted({round(p.box.x) for p in picture.panel}) == [1295, 1499]
    assert len(drawn(view, SLIDE)[1].panel) == len(view.panel)  # a poster of a slide's ratio is none
    assert [w.text for w in picture.frame if w.role == "panel"] == ["Security", "Operations"]


def test_a_system_with_zones_has_none_of_them_folded() -> None:
    """Nested tables, beside a panel of 39 services that its slide has in blocks."""
    view = next(v for v in views(read_model("global-web-app", ROOT / "model/global-web-app")) if v.id == "prod")
    found, picture = drawn(view, PAPERS["a2"])
    assert not is_less(view, found)
    assert [n.id for n in picture.nodes] == [b.id for b in view.boxes]
    assert sorted(p.component for p in picture.panel) == sorted(e.component for e in view.panel)
    assert warnings(found, picture) == ()


def test_a_view_that_fits_no_sheet_is_drawn_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(FULL, tmp_path)
    monkeypatch.setattr(posters, "TRIES", 1)
    monkeypatch.setattr(posters, "FILLED", 10.0)
    found, picture = drawn(view, PAPERS["a3"])
    assert found.sheet == Sheet(1712, 1211)
    too_small = (
        "text of 8 pixels is too small to read, 16 is the least; split it into two views (views: include or exclude)"
    )
    assert warnings(found, picture)[0] == too_small
