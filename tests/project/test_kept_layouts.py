"""Layouts that builds have made: what a build, `views` and `draw` need not make again, and what is dropped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import archdeck
from archdeck.layout import choice
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout
from archdeck.paint import render
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import Drawn
from archdeck.project import Project, build, pictures
from archdeck.project.layouts import KeptLayouts, kept_beside
from archdeck.views.view import View

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web, summary: Sells}
  db: {kind: aws.rds, tier: data}
relations: {a: {from: customers, to: web}, b: {from: web, to: db, kind: data}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return Project(tmp_path / "model", tmp_path)


def edit(place: Project, old: str, new: str) -> None:
    path = place.model / "shop.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def pictures_of(place: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place.diagrams / "shop").glob("*.svg"))}


def kept(place: Project) -> list[str]:
    return sorted(path.name for path in place.layouts.iterdir())


def test_an_edited_sentence_lays_out_nothing(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures are as a build from nothing makes them, and but for the one whose subtitle it is, none is drawn."""
    build(place)
    drawn: list[str] = []

    def counted(view: View, on: Layouts) -> Drawn:
        drawn.append(view.id)
        return render.drawn(view, on)

    monkeypatch.setattr(choice, "layout", None)
    monkeypatch.setattr(pictures, "drawn", counted)
    edit(place, "Sells", "Sells & buys")
    assert len(build(place).drawn) == 4
    assert drawn == ["component--web"]
    monkeypatch.undo()
    found = pictures_of(place)
    assert sum(b"Sells &amp; buys" in svg for svg in found.values()) == 4
    shutil.rmtree(place.diagrams)
    shutil.rmtree(place.memory.parent)
    build(place)
    assert pictures_of(place) == found


def test_notes_and_faults_of_a_picture_stay(place: Project) -> None:
    before = build(place)
    edit(place, "Sells", "Sells & buys")
    after = build(place)
    assert (after.notes, after.faults) == (before.notes, before.faults)


def test_one_system_alone_leaves_the_layouts_of_others(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.model / "other.yaml").write_text(SHOP.replace("Shop", "Other").replace("web", "front"), encoding="utf-8")
    build(place)
    build(place, only="shop")
    monkeypatch.setattr(choice, "layout", None)
    shutil.rmtree(place.diagrams)
    assert build(place).systems == ("other", "shop")


def test_layouts_of_no_view_are_dropped(place: Project) -> None:
    build(place)
    before = kept(place)
    edit(place, "kind: aws.rds, tier: data", "kind: aws.rds, tier: data, name: Orders")
    build(place)
    assert len(kept(place)) == len(before)
    assert kept(place) != before
    edit(place, ", name: Orders", "")
    build(place)
    assert kept(place) == before


def test_force_makes_layouts_anew(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build(place)
    made: list[View] = []

    def counted(view: View, full: Layout | None) -> Layout:
        made.append(view)
        return layout(view, full)

    monkeypatch.setattr(choice, "layout", counted)
    build(place, force=True)
    assert len(made) == len(kept(place))


def test_the_library_takes_what_a_build_has_made(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build(place)
    drawn = pictures_of(place)["prod.svg"].decode()
    monkeypatch.setattr(choice, "layout", None)
    assert archdeck.load("shop", place.model).draw("prod").svg == drawn


def test_nothing_is_kept_where_nothing_was_built(place: Project) -> None:
    assert archdeck.load("shop", place.model).draw("prod").svg
    assert [path.name for path in place.out.iterdir()] == ["model"]
    (place.out / ".archdeck").mkdir()
    assert archdeck.load("shop", place.model).draw("prod").svg
    assert len(kept(place)) == 1


def test_what_cannot_be_read_or_written_costs_time_only(place: Project, tmp_path: Path) -> None:
    """A folder in the place of a file, bytes that are no text, and a link that leads elsewhere."""
    build(place)
    found = pictures_of(place)
    some = sorted(place.layouts.iterdir())
    some[0].unlink()
    some[0].mkdir()
    some[1].write_bytes(b"\xff")
    shutil.rmtree(place.diagrams)
    build(place)
    assert pictures_of(place) == found
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(place.layouts)
    place.layouts.symlink_to(tmp_path / "elsewhere")
    shutil.rmtree(place.diagrams)
    build(place)
    assert pictures_of(place) == found
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_another_program_lays_out_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeptLayouts(tmp_path / "layouts")["a"] = "1"
    assert KeptLayouts(tmp_path / "layouts").get("a") == "1"
    monkeypatch.setattr("archdeck.project.layouts.program", lambda *_: "another")
    assert KeptLayouts(tmp_path / "layouts").get("a") is None


def test_layouts_lie_beside_the_models(tmp_path: Path) -> None:
    (tmp_path / ".archdeck").mkdir()
    kept_beside(tmp_path / "model")["a"] = "1"
    assert len(list((tmp_path / ".archdeck" / "layouts").iterdir())) == 1
