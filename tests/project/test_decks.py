"""Decks of a project: made where something changed, and not looked at where nothing did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archdeck.project import Project, build_decks

SHOP = """
system: {name: Shop}
tiers: [web, data]
components: {web: {kind: aws.ec2, tier: web}, db: {kind: aws.rds, tier: data}}
relations: {orders: {from: web, to: db}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}}
"""
OF_SHOP = [
    "diagrams/shop/shop-handout.pdf",
    "diagrams/shop/shop.html",
    "diagrams/shop/shop.pdf",
    "diagrams/shop/shop.pptx",
    "docs/systems/shop/talk/shop-handout.pdf",
    "docs/systems/shop/talk/shop.html",
    "docs/systems/shop/talk/shop.pdf",
    "docs/systems/shop/talk/shop.pptx",
]


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return Project(tmp_path / "model", tmp_path)


def named(place: Project, files: tuple[Path, ...]) -> list[str]:
    return sorted(file.relative_to(place.out).as_posix() for file in files)


def test_all_forms_once_and_then_nothing(place: Project) -> None:
    assert named(place, build_decks(place)) == OF_SHOP
    assert build_decks(place) == ()


def test_an_edit_makes_them_anew(place: Project) -> None:
    build_decks(place)
    file = place.model / "shop.yaml"
    file.write_text(SHOP.replace("name: Shop", "name: Mall"), encoding="utf-8")
    assert named(place, build_decks(place)) == OF_SHOP


def test_what_is_gone_or_was_touched_is_made_anew(place: Project) -> None:
    build_decks(place)
    (place.diagrams / "shop" / "shop.pdf").unlink()
    assert named(place, build_decks(place)) == ["diagrams/shop/shop.pdf"]
    (place.diagrams / "shop" / "shop.pptx").write_bytes(b"")
    assert named(place, build_decks(place)) == ["diagrams/shop/shop.pptx"]


def test_a_preview_makes_only_those_that_are_not_there(place: Project) -> None:
    assert named(place, build_decks(place, missing=True)) == OF_SHOP
    file = place.model / "shop.yaml"
    file.write_text(SHOP.replace("name: Shop", "name: Mall"), encoding="utf-8")
    assert build_decks(place, missing=True) == ()


def test_the_decks_of_a_system_that_is_gone_go_too(place: Project) -> None:
    other = place.model / "mall.yaml"
    other.write_text(SHOP.replace("name: Shop", "name: Mall"), encoding="utf-8")
    build_decks(place)
    other.unlink()
    build_decks(place)
    left = sorted(
        p.relative_to(place.out).as_posix()
        for p in place.out.rglob("*")
        if p.is_file() and "model" not in p.parts and ".archdeck" not in p.parts and not p.name.startswith(".")
    )
    assert left == OF_SHOP


def test_one_system_alone_leaves_the_others(place: Project) -> None:
    other = place.model / "mall.yaml"
    other.write_text(SHOP.replace("name: Shop", "name: Mall"), encoding="utf-8")
    build_decks(place)
    assert build_decks(place, only="shop") == ()
    assert (place.diagrams / "mall" / "mall.pptx").is_file()


def test_words_that_are_on_no_slide_make_no_deck_anew(place: Project) -> None:
    """The summary of a component is told when one points at it; its name is read on the slides."""
    file = place.model / "shop.yaml"
    said = SHOP.replace(
        "{kind: aws.rds, tier: data}", "{kind: aws.rds, tier: data, name: Orders, summary: Keeps orders}"
    )
    file.write_text(said, encoding="utf-8")
    build_decks(place)
    file.write_text(said.replace("Keeps orders", "Keeps every order"), encoding="utf-8")
    assert build_decks(place) == ()
    file.write_text(said.replace("name: Orders", "name: Sales"), encoding="utf-8")
    assert named(place, build_decks(place)) == OF_SHOP


def test_what_is_kept_has_the_bytes_of_a_first_build(place: Project, tmp_path: Path) -> None:
    """An edit of each thing that slides tell: what a relation is called, what is said, and where a service runs."""
    build_decks(place)
    file = place.model / "shop.yaml"
    again = Project(place.model, tmp_path / "again")
    for old, new in (
        ("to: db}", "to: db, label: asks}"),
        ("{name: Shop}", "{name: Shop, summary: Sells}"),
        ("web: {}", "web: {count: 2}"),
    ):
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
        build_decks(place)
        build_decks(again, force=True)
        assert all((place.out / name).read_bytes() == (again.out / name).read_bytes() for name in OF_SHOP)


def test_what_draws_a_talk_and_what_reads_files_of_others_is_not_loaded_to_find_that_little_changed() -> None:
    """Most builds follow an edited sentence, and a third of what that takes is to load code."""
    needless = "deck.drawing deck.slides imports.drift imports.found layout.choice paint.d2 paint.drawio paint.outlined"
    code = "import sys, archdeck.project.building, archdeck.project.decks; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {f"archdeck.{name}" for name in needless.split()} & set(done.stdout.split()) == set()
