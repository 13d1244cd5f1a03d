"""The landscape in a build: made with all systems, made again for what is on it, gone with the last but one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from archdeck.language import ModelError
from archdeck.project import Project, build
from two_systems import THREE, written

FILES = [
    "diagrams/landscape/landscape.png",
    "diagrams/landscape/landscape.svg",
    "diagrams/landscape/slides/01-landscape.png",
    "docs/systems/landscape.md",
    "docs/systems/landscape/pictures/landscape.png",
    "docs/systems/landscape/pictures/landscape.svg",
]


@pytest.fixture
def place(tmp_path: Path) -> Project:
    return Project(written(tmp_path / "model", **THREE), tmp_path)


def edit(place: Project, system: str, old: str, new: str) -> list[str]:
    """What is made again after an edit: files of pages and pictures, but for lists of all that is there."""
    path = place.model / f"{system}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return sorted(p.relative_to(place.out).as_posix() for p in build(place).written)


def landscape(place: Project) -> list[str]:
    return sorted(p.relative_to(place.out).as_posix() for p in place.out.rglob("*landscape*") if p.is_file())


def test_it_is_made_once_then_not(place: Project) -> None:
    first = build(place)
    assert first.drawn[-1] == "landscape/landscape"
    assert landscape(place) == FILES
    assert Image.open(place.out / FILES[0]).size == (1920, 1080)
    second = build(place)
    assert (second.drawn, second.written, second.fresh) == ((), (), len(first.drawn))
    assert second.systems == first.systems == ("payments", "payroll", "shop")


def test_words_between_systems_are_an_edit_of_both_and_of_the_landscape(place: Project) -> None:
    build(place)
    found = edit(place, "shop", "refunds", "give back")
    assert {name.split("/")[2] for name in found if name.startswith("docs/systems/")} == {
        "shop",
        "payments",
        "landscape",
        "landscape.md",
    }
    assert [name for name in found if "/payments/" in name] == ["docs/systems/payments/index.md"]
    assert FILES[1] in found
    assert "give back" in (place.generated / "landscape.md").read_text(encoding="utf-8")


def test_a_summary_is_told_wherever_the_system_is_named(place: Project) -> None:
    build(place)
    found = edit(place, "payments", "Takes money", "Keeps money")
    assert {name.split("/")[2] for name in found if name.startswith("docs/systems/")} == {
        *("cards.txt", "index.md", "landscape", "landscape.md", "payments", "shop"),
    }
    assert FILES[0] not in found  # it is in a tooltip, which has no pixels
    assert "Keeps money" in (place.generated / "shop/components/money.md").read_text(encoding="utf-8")


def test_what_is_inside_of_a_system_is_no_matter_of_others(place: Project) -> None:
    build(place)
    found = edit(place, "payments", "Keeps books", "Keeps the books")
    assert [name for name in found if "/payments/" not in name and name not in ("docs/systems/catalogue.md",)] == []


def test_what_is_spoilt_is_made_again(place: Project) -> None:
    build(place)
    for name in FILES:
        (place.out / name).unlink()
        build(place)
        assert landscape(place) == FILES


def test_one_system_alone_leaves_it_as_it_is(place: Project) -> None:
    """What its page says of others it says then, too, even of one that is broken."""
    build(place)
    before = {name: (place.out / name).stat().st_mtime_ns for name in FILES}
    page = (place.generated / "shop/index.md").read_text(encoding="utf-8")
    (place.model / "payroll.yaml").write_text("system: {nam: Broken}", encoding="utf-8")
    with pytest.raises(ModelError):
        build(place)
    build(place, only="shop", force=True)
    assert (place.generated / "shop/index.md").read_text(encoding="utf-8") == page
    (place.model / "payments.yaml").write_text("system: [", encoding="utf-8")
    build(place, only="shop", force=True)
    assert "| [payments]" not in (place.generated / "shop/index.md").read_text(encoding="utf-8")
    assert "| [Payments](../payments/index.md) | [Shop front](components/web.md) | calls | refunds |" in (
        place.generated / "shop/index.md"
    ).read_text(encoding="utf-8").replace("|  |", "|")
    assert {name: (place.out / name).stat().st_mtime_ns for name in FILES} == before


def test_it_goes_with_the_last_but_one(place: Project) -> None:
    build(place)
    for id in ("payments", "shop"):
        (place.model / f"{id}.yaml").unlink()
    build(place)
    assert landscape(place) == []
    assert "andscape" not in (place.generated / "cards.txt").read_text(encoding="utf-8")


def test_a_link_that_breaks_elsewhere_is_told(place: Project) -> None:
    """An edit of one system breaks what another says of it, though that was read before."""
    text = THREE["shop"].replace("summary: Sells things", 'description: "[[payments/ledger]]"')
    (place.model / "shop.yaml").write_text(text, encoding="utf-8")
    build(place)
    with pytest.raises(ModelError) as caught:
        edit(place, "payments", "ledger", "books")
    assert [problem.message for problem in caught.value.problems] == [
        "[[payments/ledger]]: system 'payments' has no component 'ledger'"
    ]
