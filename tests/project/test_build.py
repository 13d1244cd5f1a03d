"""The build: only what changed is made anew, and nothing good is lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archdeck.language.problems import ModelError
from archdeck.model import Model, read_model
from archdeck.pages import Later
from archdeck.paint import render, terse
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import Drawn
from archdeck.project import Project, build, building, pictures
from archdeck.project.memory import recall
from archdeck.views.makers import views
from archdeck.views.view import View

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web, summary: Sells}
  db: {kind: aws.rds, tier: data}
  log: {kind: aws.s3, tier: data}
relations:
  a: {from: customers, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: db, to: log, kind: backup}
environments:
  prod: {places: {z: {kind: zone, runs: {web: {}, db: {}, log: {}}}}}
  dev: {places: {z: {kind: zone, runs: {db: {}, log: {}}}}}
flows: {buy: {steps: {1: {from: customers, to: web}, 2: {from: web, to: db}}}}
"""
VIEWS = [
    "prod",
    "dev",
    "prod--executive",
    "dev--executive",
    "buy--prod",
    "loss-z--prod",
    "loss-web--prod",
    "loss-db--prod",
    "diff-dev--prod",
    *(f"component--{c}" for c in ("customers", "web", "db", "log")),
]


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return Project(tmp_path / "model", tmp_path)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build makes of the shop, and what it remembers."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "model").mkdir()
    (folder / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    build(Project(folder / "model", folder))
    return folder


@pytest.fixture
def built(place: Project, once: Path) -> None:
    """The project of a test, as a build left it: with the times of its files, by which it knows them."""
    shutil.copytree(once, place.out, dirs_exist_ok=True)


def edit(place: Project, old: str, new: str) -> None:
    path = place.model / "shop.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def outputs(place: Project) -> dict[str, bytes]:
    return {
        p.relative_to(place.out).as_posix(): p.read_bytes()
        for folder in (place.diagrams, place.generated)
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith(".")  # the lists of what was made
    }


def test_everything_once_then_nothing(place: Project) -> None:
    first = build(place)
    assert first.drawn == tuple(f"shop/{v}" for v in VIEWS)
    names = outputs(place)
    assert {f"diagrams/shop/{v}.svg" for v in VIEWS} <= names.keys()
    told = ("prod", "buy--prod", "loss-z--prod", "dev", "prod--executive", "dev--executive")
    assert sorted(n for n in names if "/pictures/" in n) == [
        "docs/systems/shop/pictures/dev.svg",
        "docs/systems/shop/pictures/prod.png",
        "docs/systems/shop/pictures/prod.svg",
    ]
    assert sorted(n for n in names if n.endswith(".png") and n.startswith("diagrams/")) == sorted(
        [f"diagrams/shop/{v}.png" for v in told]
        + [f"diagrams/shop/slides/{n:02}-{v}.png" for n, v in enumerate(told, 1)]
    )
    second = build(place)
    assert (second.drawn, second.fresh, second.written) == ((), len(VIEWS), ())


@pytest.mark.usefixtures("built")
def test_an_edit_draws_only_the_views_that_show_it(place: Project) -> None:
    """`web` is in production, in the flow, the drills and the difference, and a neighbour of customers and db; not in
    development, not beside log; and the short picture says nothing of what it sells."""
    edit(place, "summary: Sells", "summary: Sells a lot")
    shown = ("prod", "buy--prod", "loss-z--prod", "loss-web--prod", "loss-db--prod", "diff-dev--prod")
    neighbours = ("component--customers", "component--web", "component--db")
    assert build(place).drawn == tuple(f"shop/{v}" for v in (*shown, *neighbours))


def test_empty_places_are_built_and_icons_of_places_are_inputs(place: Project) -> None:
    icon = place.model / "cellar.svg"
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    empty = "  prod: {places: {cellar: {kind: data-center, icon: cellar.svg, because: later}, z:"
    edit(place, "  prod: {places: {z:", empty)
    assert "shop/prod" in build(place).drawn
    assert build(place).drawn == ()
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>', encoding="utf-8")
    assert "shop/prod" in build(place).drawn


@pytest.mark.usefixtures("built")
def test_a_broken_model_leaves_everything_as_it_is(place: Project) -> None:
    before = outputs(place)
    edit(place, "kind: aws.rds", "kind: aws.rsd")
    with pytest.raises(ModelError, match=r"'aws.rsd' is not a kind; did you mean 'aws.rds'\?"):
        build(place)
    assert outputs(place) == before
    edit(place, "kind: aws.rsd", "kind: aws.rds")
    assert build(place).drawn == ()


@pytest.mark.usefixtures("built")
def test_what_is_gone_from_the_model_is_gone_from_the_output(place: Project) -> None:
    mine = place.diagrams / "shop" / "mine.svg"
    mine.write_text("drawn by hand", encoding="utf-8")
    edit(place, "flows: {buy: {steps: {1: {from: customers, to: web}, 2: {from: web, to: db}}}}", "")
    build(place)
    assert sorted(n for n in outputs(place) if "buy" in n) == []
    assert mine.exists()


@pytest.mark.usefixtures("built")
def test_a_deleted_or_changed_output_comes_back(place: Project) -> None:
    good = outputs(place)
    (place.diagrams / "shop" / "prod.png").unlink()
    (place.diagrams / "shop" / "dev.svg").write_text("scribble", encoding="utf-8")
    assert build(place).drawn == ("shop/dev",)
    assert outputs(place) == good


def test_the_day_matters_when_a_waiver_ends_and_only_then(place: Project) -> None:
    edit(place, "name: Shop", "name: Shop, waive: {no-owner: {because: We are two., until: 2026-06-30}}")
    build(place, today=date(2026, 6, 1))
    assert build(place, today=date(2026, 6, 30)).written == ()
    ended = build(place, today=date(2026, 7, 1))
    assert sorted(path.relative_to(place.generated).as_posix() for path in ended.written) == [
        "rules/index.md",
        "rules/no-owner.md",
        "shop/findings.md",
        "shop/index.md",
        "shop/presenting.md",
    ]
    assert ended.drawn == ()
    assert build(place, today=date(2027, 1, 1)).written == ()


POSTERS = ["diagrams/shop/prod--poster.svg", "docs/systems/shop/pictures/prod--poster.svg"]


def posters(place: Project) -> dict[str, bytes]:
    return {name: data for name, data in sorted(outputs(place).items()) if "--poster" in name}


def test_a_slide_with_less_on_it_has_a_poster_beside_it(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here that of `prod`, as long as it has four boxes."""
    monkeypatch.setattr(building, "is_less", lambda view, _: len(view.boxes) > 3)
    drawn = build(place).drawn
    assert list(posters(place)) == POSTERS
    one, other = posters(place).values()
    assert other.startswith(terse(one.decode()).removesuffix("</svg>\n").encode() + b"<style>svg:target ")
    assert one.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" width="1712" height="1211"')
    pages = [outputs(place)[f"docs/systems/shop/environments/{e}.md"].decode() for e in ("prod", "dev")]
    assert ["by itself: [the poster](../pictures/prod--poster.svg), one SVG" in page for page in pages] == [True, False]
    assert drawn == tuple(f"shop/{v}" for v in VIEWS)
    monkeypatch.setattr(building, "is_less", lambda *_: True)
    build(place, force=True)
    assert list(posters(place)) == POSTERS
    page = outputs(place)["docs/systems/shop/environments/dev.md"].decode()
    assert "on request: <code>archdeck render shop dev --size a3 --out dev--poster.svg</code>, a poster" in page
    monkeypatch.setattr(building, "is_less", lambda view, _: len(view.boxes) > 3)
    edit(place, "db: {}, log: {}}}}}\n  dev", "db: {}}}}}\n  dev")
    build(place)
    assert posters(place) == {}


def test_a_large_environment_has_a_poster_only_where_it_is_asked_for(
    place: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here four boxes are many."""
    monkeypatch.setattr(building, "is_less", lambda view, _: view.id == "prod")
    monkeypatch.setattr(building, "PRINTED", 3)
    build(place)
    assert posters(place) == {}
    page = outputs(place)["docs/systems/shop/environments/prod.md"].decode()
    assert "on request: <code>archdeck render shop prod --size a3 --out prod--poster.svg</code>, a poster" in page
    build(place, every=True)
    assert list(posters(place)) == POSTERS


def test_a_poster_is_drawn_anew_only_where_its_environment_changes(
    place: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def counted(view: View, layouts: Layouts) -> Drawn:
        drawn.extend([view.id] if layouts.ratio else [])
        return render.drawn(view, layouts)

    monkeypatch.setattr(building, "is_less", lambda view, _: view.id == "prod")
    monkeypatch.setattr(pictures, "drawn", counted)
    build(place)
    before = posters(place)
    edit(place, "flows: {buy: {", "flows: {sell: {")
    build(place)
    assert (drawn, posters(place)) == (["prod"], before)
    (place.out / POSTERS[0]).unlink()
    build(place)
    assert (drawn, posters(place)) == (["prod", "prod"], before)


def test_every_stage_says_how_far_it_is(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them share one measure, which never goes back."""
    monkeypatch.setattr(building, "is_less", lambda view, _: view.id == "prod")
    said: list[tuple[str, float]] = []
    build(place, say=lambda what, done, of: said.append((what, done / of)))
    assert list(dict.fromkeys(what for what, _ in said)) == ["laying out", "drawing", "posters", "painting"]
    assert [part for _, part in said] == sorted(part for _, part in said)
    assert all(0 <= part < 1 for _, part in said)


def test_the_slides_are_the_environments_and_what_the_story_shows(place: Project) -> None:
    with (place.model / "shop.yaml").open("a", encoding="utf-8") as model:
        model.write("\nstory: {fall: {title: The web falls, shows: loss-web--prod, say: It is down.}}\n")
    build(place)
    slides = sorted(path.name for path in (place.diagrams / "shop" / "slides").iterdir())
    told = ("loss-web--prod", "prod", "dev", "prod--executive", "dev--executive")
    assert slides == [f"{n:02}-{v}.png" for n, v in enumerate(told, 1)]


def test_without_a_story_the_slides_are_those_of_the_talk_that_follows(place: Project) -> None:
    """Production, the flow there and not in development, and the loss of a zone; parts of pictures are none."""
    edit(place, "runs: {db: {}, log: {}}}}}\nflows", "runs: {web: {}, db: {}, log: {}}}}}\nflows")
    build(place)
    slides = sorted(path.name for path in (place.diagrams / "shop" / "slides").iterdir())
    told = ("prod", "buy--prod", "loss-z--prod", "dev", "prod--executive", "dev--executive")
    assert slides == [f"{n:02}-{v}.png" for n, v in enumerate(told, 1)]
    model = read_model("shop", place.model / "shop.yaml")
    (prod, *_) = views(model)
    part = replace(prod, id="prod--part-1", part_of="prod")
    assert [v.id for v in building._told(model, (prod, part))] == ["prod"]


def test_every_view_is_made_as_png_where_that_is_asked_for(place: Project) -> None:
    build(place, every=True)
    assert {f"diagrams/shop/{v}.png" for v in VIEWS} <= outputs(place).keys()
    page = (place.generated / "shop/components/web.md").read_text(encoding="utf-8")
    assert "[PNG](../pictures/component--web.png)" in page
    build(place)
    assert "diagrams/shop/component--web.png" not in outputs(place)
    page = (place.generated / "shop/components/web.md").read_text(encoding="utf-8")
    assert page.partition('<div class="ad-downloads" markdown="1" data-search-exclude>\n')[2].startswith(
        'Download: <button type="button" data-save="svg" data-of="component--web">SVG</button>'
        '<span class="ad-made">, <button type="button" data-save="png" data-of="component--web">PNG</button></span>.\n'
        "{: .ad-made }\n\n"
        "As a file on request: "
        "<code>archdeck render shop component--web --format png --out component--web.png</code>\n"
        "{: .ad-request }\n"
    )


def test_what_a_system_alone_has_is_made_for_an_edited_one_alone(
    place: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.model / "other.yaml").write_text(SHOP.replace("name: Shop", "name: Other"), encoding="utf-8")
    build(place)
    seen: list[str] = []

    def counted(model: Model) -> tuple[View, ...]:
        seen.append(model.id)
        return views(model)

    monkeypatch.setattr(building, "views", counted)
    edit(place, "name: Shop", "name: New shop")
    build(place)
    assert seen == ["shop"]
    once = outputs(place)
    assert build(place, force=True).drawn
    assert outputs(place) == once


@pytest.mark.usefixtures("built")
def test_force_draws_all(place: Project) -> None:
    assert len(build(place, force=True).drawn) == len(VIEWS)


def test_larger_slides(place: Project) -> None:
    build(place, scale=2)
    data = (place.diagrams / "shop" / "slides" / "01-prod.png").read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (3840, 2160)


def test_one_system_leaves_the_others_alone(place: Project) -> None:
    (place.model / "other.yaml").write_text(SHOP.replace("name: Shop", "name: Other"), encoding="utf-8")
    build(place)
    before = outputs(place)
    edit(place, "summary: Sells", "summary: Sells a lot")
    (place.model / "other.yaml").write_text(SHOP + "broken: [", encoding="utf-8")
    assert build(place, only="shop").systems == ("shop",)
    changed = {name for name, data in outputs(place).items() if before.get(name) != data}
    assert changed
    assert all(name.startswith(("diagrams/shop/", "docs/systems/shop/")) for name in changed)
    with pytest.raises(ModelError, match=r"there is no system 'shp'; did you mean 'shop'\?"):
        build(place, only="shp")


@pytest.mark.usefixtures("built")
def test_the_same_bytes_in_another_folder(place: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    (other / "model").mkdir()
    (other / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    twin = Project(other / "model", other)
    build(twin)
    assert outputs(twin) == outputs(place)


def own_icons(folder: Path) -> None:
    """The shop with icons of its own: two of one name, one of which lies in a folder called `resources`."""
    for colour, icon in (("red", "resources/logo.png"), ("blue", "logo.png")):
        (folder / icon).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), colour).save(folder / icon)
    text = SHOP.replace("kind: aws.ec2,", "kind: aws.ec2, icon: resources/logo.png,")
    (folder / "shop.yaml").write_text(
        text.replace("kind: aws.rds,", "kind: aws.rds, icon: logo.png,"), encoding="utf-8"
    )


def test_icons_have_one_name_wherever_the_model_lies(place: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    own_icons(place.model)
    build(place)
    icons = place.generated / "assets" / "icons"
    own = [
        (re.sub("[0-9a-f]{8}", "*", p.name), Image.open(p).convert("RGBA").convert("RGB").getpixel((64, 64)))
        for p in (icons / "own").iterdir()
    ]
    assert sorted(own) == [("logo-*.png", (0, 0, 255)), ("logo-*.png", (255, 0, 0))]
    assert not list(icons.glob("*.png"))
    below = tmp_path_factory.mktemp("elsewhere") / "resources" / "project"
    own_icons(below / "model")
    twin = Project(below / "model", below)
    build(twin)
    assert outputs(twin) == outputs(place)


def test_an_icon_that_leads_upwards_writes_and_deletes_nothing(place: Project) -> None:
    """`resources/../../../x.png` would lie outside of the pages, where a build without it would delete it."""
    own_icons(place.model)
    edit(place, "resources/logo.png", "resources/../resources/logo.png")
    with pytest.raises(ModelError) as caught:
        build(place)
    assert [(p.where.line, p.where.column, p.rule) for p in caught.value.problems] == [(6, 30, "unknown-icon")]
    assert outputs(place) == {}


@pytest.mark.parametrize(
    "hostile",
    ["../mine", "docs/systems/../../../mine", "/mine", "model/shop.yaml", "mkdocs.yml"],
)
def test_what_a_memory_names_is_removed_only_where_a_build_writes(hostile: str, tmp_path: Path) -> None:
    """A memory that is damaged, or that someone else wrote, names files that are not of this build."""
    root = tmp_path / "root"
    mine = [tmp_path / "mine", root / "model" / "shop.yaml", root / "mkdocs.yml"]
    for file in mine:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SHOP, encoding="utf-8")
    place = Project(root / "model", root)
    build(place)
    remembering(place, str(tmp_path) + hostile if hostile.startswith("/") else hostile)
    build(place)
    assert [file for file in mine if not file.exists()] == []
    assert recall(place.memory).files.keys() == outputs(place).keys()


@pytest.mark.usefixtures("built")
def test_a_memory_is_not_followed_through_a_link(place: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    others = tmp_path_factory.mktemp("others")
    (others / "mine").write_text("kept", encoding="utf-8")
    (place.generated / "away").symlink_to(others, target_is_directory=True)
    remembering(place, "docs/systems/away/mine")
    with pytest.raises(OSError, match="lies outside of the folder") as caught:
        build(place)
    assert caught.value.filename == str(place.generated / "away" / "mine")
    assert (others / "mine").exists()


def remembering(place: Project, name: str) -> None:
    """Puts one more file into the memory, and edits the model."""
    kept = json.loads(place.memory.read_text(encoding="utf-8"))
    place.memory.write_text(json.dumps(kept | {"files": kept["files"] | {name: [0, 0, ""]}}), encoding="utf-8")
    edit(place, "summary: Sells", "summary: Sells a lot")


DAMAGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no mapping": lambda _: [],
    "files as a list": lambda kept: kept | {"files": list(kept["files"])},
    "no views": lambda kept: kept | {"systems": {"shop": kept["systems"]["shop"] | {"views": None}}},
    "a view of less": lambda kept: kept | {"systems": {"shop": kept["systems"]["shop"] | {"views": [["prod"]]}}},
    "a title that moves a cursor": lambda kept: (
        kept | {"systems": {"shop": kept["systems"]["shop"] | {"views": [["prod", "flow", "", "\x1b[2J"]]}}}
    ),
    "half a system": lambda kept: kept | {"systems": {"shop": {"key": "c"}}},
    "a number as a key": lambda kept: kept | {"keys": {"a": 5}},
    "a file of one number": lambda kept: kept | {"files": {"a/b": 5}},
    "a file of no number": lambda kept: kept | {"files": {"a/b": ["0", 0, ""]}},
    "half of a character": lambda kept: kept | {"files": {"a/\ud800": [0, 0, ""]}},
    "half of a character in a text": lambda kept: kept | {"faults": {"shop/prod": ["\udfff"]}},
    "a fault that is no list": lambda kept: kept | {"faults": {"shop/prod": 5}},
    "a note that is no text": lambda kept: kept | {"notes": {"shop/prod": [None]}},
    "layouts that are no texts": lambda kept: kept | {"systems": {"shop": kept["systems"]["shop"] | {"layouts": [1]}}},
    "upwards": lambda kept: kept | {"files": {"a/../../b": [0, 0, ""]}},
    "absolute": lambda kept: kept | {"files": {"/b": [0, 0, ""]}},
    "the folder itself": lambda kept: kept | {"files": {"": [0, 0, ""]}},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_is_none(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "built.json"
    said: dict[str, Any] = {"notes": {}, "faults": {}, "tooltips": {}}
    systems = {"shop": {"key": "c", "letters": "", "views": [["v", "flow", "", "A"]], "layouts": ["d.json"]}}
    kept = {"format": 7, "keys": {"a": "b"}, "files": {"a/b": [0, 0, ""]}, **said, "systems": systems}
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert recall(path).keys == {"a": "b"}
    path.write_text(json.dumps(DAMAGES[damage](kept)), encoding="utf-8")
    assert (recall(path).keys, recall(path).files) == ({}, {})


def test_a_memory_of_endless_depth_is_none(tmp_path: Path) -> None:
    path = tmp_path / "built.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert (recall(path).keys, recall(path).files) == ({}, {})


def test_an_environment_in_which_nothing_runs_is_an_empty_picture(place: Project) -> None:
    (place.model / "shop.yaml").write_text("system: {name: Shop}\nenvironments: {prod: {}}\n", encoding="utf-8")
    assert build(place).drawn == ("shop/prod", "shop/prod--executive")


def test_pixels_that_were_not_made_for_a_while_are_made_anew(place: Project) -> None:
    """What `every` made is gone while the view changes, and has not come back when the view is as it was."""
    png = place.diagrams / "shop" / "component--web.png"
    build(place, every=True)
    first = png.read_bytes()
    edit(place, "  web: {kind: aws.ec2, tier: web", "  web: {kind: aws.ec2, tier: web, name: Other")
    build(place)
    build(place, every=True)
    assert png.read_bytes() != first
    edit(place, ", name: Other", "")
    build(place, every=True)
    assert png.read_bytes() == first


@pytest.mark.usefixtures("built")
def test_the_language_is_told_once(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference and the list of kinds stay as they are, whatever a system says and however many there are."""
    fixed = ["docs/systems/reference.md", "docs/systems/kinds.md"]
    before = outputs(place)
    with monkeypatch.context() as broken:
        broken.setattr(building, "fixed_pages", None)
        edit(place, "summary: Sells", "summary: Sells a lot")
        build(place)
        (place.model / "mall.yaml").write_text(SHOP.replace("name: Shop", "name: Mall"), encoding="utf-8")
        build(place)
    again = outputs(place)
    build(place, force=True)
    assert outputs(place) == again
    assert [again[name] for name in fixed] == [before[name] for name in fixed]


def refused(page: Later) -> bytes:
    raise AssertionError(f"made again: {page.of}")


@pytest.mark.usefixtures("built")
def test_a_page_of_a_rule_is_made_again_only_where_it_finds_something_else(
    place: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(building, "_encoded", refused)
        edit(place, "summary: Sells", "summary: Sells a lot")
        build(place)
    before = outputs(place)
    edit(place, "{kind: aws.rds, tier: data}", "{kind: aws.s3, tier: data}")
    build(place)
    again = outputs(place)
    assert {name for name in again if "/rules/" in name and again[name] != before[name]} >= {
        "docs/systems/rules/index.md",
        "docs/systems/rules/one-zone-store.md",
    }
    build(place, force=True)
    assert outputs(place) == again
