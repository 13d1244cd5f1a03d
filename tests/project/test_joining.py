"""Systems that were built apart, and joined: what comes out is what one build makes, whatever the parts are like."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.project import Project, build, build_decks, building, join, layouts
from two_systems import SHOP, THREE, written


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the models of three systems, and a part of each."""
    folder = tmp_path_factory.mktemp("apart")
    models = written(folder / "model", **THREE)
    for id in THREE:
        part = Project(models, folder / "parts" / id)
        build(part, id)
        build_decks(part, id)
    return folder


def files(place: Project) -> dict[str, bytes]:
    made = (p for folder in (place.diagrams, place.out / "docs") for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(place.out).as_posix(): p.read_bytes() for p in made}


def said(place: Project, *folders: Path) -> list[str]:
    """What is wrong with parts; the folder of the test is ''."""
    with pytest.raises(ModelError) as error:
        join(place, folders)
    assert not place.out.exists()
    return [str(problem).replace(f"{place.out.parent.as_posix()}/", "") for problem in error.value.problems]


def test_parts_make_the_same_as_one_build(apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn again but the landscape, and no page of a system and no talk is made again."""
    joined, whole = Project(apart / "model", tmp_path / "joined"), Project(apart / "model", tmp_path / "whole")
    assert join(joined, [apart / "parts"]).systems == ("payments", "payroll", "shop")
    with monkeypatch.context() as broken:
        broken.setattr(building, "system_pages", None)
        assert build(joined).drawn == ("landscape/landscape",)
    assert build_decks(joined) == ()
    build(whole)
    build_decks(whole)
    assert files(joined) == files(whole)
    assert (build(joined).written, build_decks(joined)) == ((), ())


def test_what_is_made_anew_is_not_laid_out_anew(apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slides of another size are drawn by the layouts of the parts; the landscape is in none of them."""
    place = Project(apart / "model", tmp_path / "out")
    laid: list[str] = []
    join(place, [apart / "parts"])
    monkeypatch.setattr(layouts, "lay_out", lambda jobs, *_: laid.extend(job.view.id for job in jobs))
    build(place, scale=2)
    assert laid == ["landscape"]


def test_two_that_look_alike_have_one_layout(tmp_path: Path) -> None:
    models = written(tmp_path / "model", **dict.fromkeys(("first", "second"), THREE["payroll"]))
    for id in ("first", "second"):
        build(Project(models, tmp_path / "parts" / id), id)
    place = Project(models, tmp_path / "out")
    assert join(place, [tmp_path / "parts"]).systems == ("first", "second")
    assert build(place).drawn == ("landscape/landscape",)


def test_a_system_that_is_in_no_part_is_built(apart: Path, tmp_path: Path) -> None:
    place = Project(apart / "model", tmp_path / "out")
    assert join(place, [apart / "parts/shop", apart / "parts/payroll"]).systems == ("payroll", "shop")
    assert {name.partition("/")[0] for name in build(place).drawn} == {"payments", "landscape"}


@pytest.mark.parametrize("edited", [("Shop front", "Front"), ("Charge cards", "Take money")])
def test_a_part_of_another_model_is_made_again(apart: Path, tmp_path: Path, edited: tuple[str, str]) -> None:
    """Also where the other model is that of a system that it names, and says something else of it."""
    models = written(tmp_path / "model", **{**THREE, "shop": SHOP.replace(*edited)})
    joined, whole = Project(models, tmp_path / "joined"), Project(models, tmp_path / "whole")
    join(joined, [apart / "parts"])
    assert "shop/prod" in build(joined).drawn
    build(whole)
    build_decks(joined)
    build_decks(whole)
    assert files(joined) == files(whole)


def test_it_goes_over_what_was_there(apart: Path, tmp_path: Path) -> None:
    """What a part has takes the place of what was built before, with pages that are no more."""
    models = written(tmp_path / "model", **THREE)
    place, whole = Project(models, tmp_path / "out"), Project(apart / "model", tmp_path / "whole")
    more = SHOP.replace("web: {kind: aws.ec2", "older: {kind: aws.ec2}\n  web: {kind: aws.ec2")
    written(models, shop=more.replace("runs: {web: {}}", "runs: {web: {}, older: {}}"))
    build(place)
    assert (place.generated / "shop/components/older.md").is_file()
    written(models, shop=SHOP)
    join(place, [apart / "parts/shop"])
    build(place)
    build(whole)
    talks = [name for name in files(place) if "/talk/" in name or name.startswith("diagrams/shop/shop")]
    assert {name: data for name, data in files(place).items() if name not in talks} == files(whole) | {
        "docs/systems/.decks.txt": files(place)["docs/systems/.decks.txt"]
    }


def test_what_is_no_part(apart: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert said(Project(apart / "model", tmp_path / "out"), tmp_path / "empty", apart / "parts") == [
        "empty:1:1: error: no system was built here; `archdeck build --system ID --out FOLDER` makes a part to join "
        "[no-part]"
    ]


def test_a_system_in_two_parts(apart: Path, tmp_path: Path) -> None:
    shop = apart / "parts/shop"
    assert said(Project(apart / "model", tmp_path / "out"), apart / "parts", shop) == [
        f"{shop.as_posix()}:1:1: error: system 'shop' is in {shop.as_posix()}, too; name one of them [duplicate-part]"
    ]


def test_a_system_that_there_is_no_more_is_left_out(apart: Path, tmp_path: Path) -> None:
    models = written(tmp_path / "model", shop=THREE["payroll"])
    found = join(Project(models, tmp_path / "out"), [apart / "parts/payroll", apart / "parts/shop"])
    assert found.systems == ("shop",)
    assert [str(problem).replace(tmp_path.as_posix(), "") for problem in found.warnings] == [
        f"{apart.as_posix()}/parts/payroll:1:1: warning: there is no system 'payroll' in /model, so this is left out "
        "[unknown-part]"
    ]


@pytest.mark.parametrize(
    ("do", "why"),
    [
        (lambda file, _: file.unlink(), "does not exist"),
        (lambda file, _: file.write_text("other"), "is not as the build left it"),
        (lambda file, _: file.write_bytes(file.read_bytes().swapcase()), "is not as the build left it"),  # as long
        (lambda file, other: (file.unlink(), file.symlink_to(other)), "leads outside the model's folder"),
    ],
)
def test_a_file_that_is_not_as_it_was_left(tmp_path: Path, do: object, why: str) -> None:
    """Nothing is taken over then: least of all what a link leads to."""
    models = written(tmp_path / "model", payroll=THREE["payroll"])
    part = Project(models, tmp_path / "part")
    build(part, "payroll")
    secret = tmp_path / "secret"
    page = part.generated / "payroll/index.md"
    secret.write_bytes(page.read_bytes())
    do(page, secret)  # type: ignore[operator]
    [found] = said(Project(models, tmp_path / "out"), part.out)
    assert found.startswith(f"part/docs/systems/payroll/index.md:1:1: error: this file of a part {why}")
    assert found.endswith("; build system 'payroll' again [part]")
