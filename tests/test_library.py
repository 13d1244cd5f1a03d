"""`import archdeck`: what it costs and exports, what its values show, what each call refuses, and that the command line
says the same."""

from __future__ import annotations

import copy
import json
import pickle
import pydoc
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import archdeck
from archdeck import library
from archdeck.cli.commands import cli

SHOP = """\
system: {name: Shop, title: A small one}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, name: Orders}
relations: {ask: {from: customers, to: web}, keep: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      r: {kind: region}
      a: {kind: zone, in: r, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: r, runs: {web: {}, db: {role: standby}}}
  dev: {extends: prod, because: Small, places: {b: null, a: {runs: {db: {role: null}}}}}
requirements: {soon: {says: It goes on, target: {survives: zone, rto: 2min}, met_by: {db: }}}
flows: {buy: {name: Buying, steps: {1: {from: customers, to: web}, 2: {from: web, to: db}}}}
drills: {zone-a: {name: Zone a fails, environment: prod, down: [a], expect: {buy: survives}}}
"""
OTHER = """\
system: {name: Other}
components: {people: {kind: users}, hall: {kind: aws.s3}, wall: {kind: aws.waf}}
relations: {look: {from: people, to: hall}, guard: {from: people, to: wall}}
environments: {prod: {places: {r: {kind: region, runs: {hall: {}, wall: {}}}}}}
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("model/shop.yaml", SHOP)


@pytest.fixture
def shop() -> archdeck.System:
    return archdeck.load("shop")


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def said(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, prog_name="archdeck").stdout


# ----------------------------------------------------------------------------------------------- names


def test_an_import_loads_nothing() -> None:
    """Neither the import nor a look at its names; a name does."""
    probe = (
        "import sys, archdeck; dir(archdeck); archdeck.__version__; found = set(sys.modules); archdeck.load;"
        "print(sorted(found & {'pydantic', 'yaml', 'mkdocs', 'diagrams', 'click', 'graphviz', 'archdeck.library'}),"
        "sorted(m for m in found if m.startswith('archdeck')), 'archdeck.library' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "[] ['archdeck'] True\n"


def test_one_list_of_names() -> None:
    assert [name for name in archdeck.__all__ if name != "__version__"] == library.__all__
    assert dir(archdeck) == sorted(archdeck.__all__)
    assert all(getattr(archdeck, name) is getattr(library, name) for name in library.__all__)


def test_a_star_brings_the_names_and_nothing_else() -> None:
    names: dict[str, Any] = {}
    exec("from archdeck import *", names)
    assert sorted(names.keys() - {"__builtins__"}) == sorted(archdeck.__all__)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match=r"^module 'archdeck' has no attribute 'no_such_name'$"):
        archdeck.no_such_name  # type: ignore[attr-defined]  # noqa: B018


def public(of: type) -> list[str]:
    return [name for name in vars(of) if not name.startswith("_")]


def test_everything_public_is_explained() -> None:
    """Each name, and what can be called or read of the classes that are made for scripts."""
    made = (archdeck.System, archdeck.Picture, archdeck.Checked)
    fields = {"systems", "problems", "waived"}  # of Checked, whose own docstring has them
    bare = [name for name in library.__all__ if not getattr(archdeck, name).__doc__]
    bare += [f"{of.__name__}.{n}" for of in made for n in public(of) if n not in fields and not getattr(of, n).__doc__]
    assert bare == []
    assert "lacks, or has otherwise" in pydoc.plain(pydoc.render_doc(archdeck.System))


# ----------------------------------------------------------------------------------------------- what values show

SHOWN: dict[str, tuple[Callable[[archdeck.System], object], str]] = {
    "system": (lambda s: s, "<System shop: 3 components; environments: prod, dev>"),
    "model": (lambda s: s.model, "<Model shop: Shop>"),
    "component": (lambda s: s.model.components[-1], "<Component db: Orders>"),
    "relation": (lambda s: s.model.relations[0], "<Relation ask>"),
    "flow": (lambda s: s.model.flows[0], "<Flow buy: Buying>"),
    "drill": (lambda s: s.model.drills[0], "<Drill zone-a: Zone a fails>"),
    "environment": (lambda s: s.environment("prod"), "<Environment prod: Prod>"),
    "place": (lambda s: s.environment("prod").places[-1], "<Place b>"),
    "instance": (lambda s: s.environment("prod").instances[0], "<Instance web--a>"),
    "picture": (lambda s: s.draw("buy"), "<Picture buy--prod: Shop – Buying>"),
    "differences": (lambda s: s.diff("prod", "dev")[0], "<Difference removed place b>"),
    "checked": (lambda _: archdeck.check(), "<Checked shop: 5 warnings, 7 notes>"),
    "row": (lambda s: s.board("prod").rows[0], "<BoardRow region r: loses buy>"),
    "promises": (
        lambda s: s.promises(),
        "(<Promise soon in prod: survives zone met>, <Promise soon in prod: rto 2min unknown>)",
    ),
    "flow state": (
        lambda s: s.drill("prod", ["r"]).flows["buy"],
        "FlowState(state=<Outcome.LOST: 'lost'>, rto_s=None, rpo_s=None, broken_step='1', "
        "why='step 1: nothing of Web works, it fell with r')",
    ),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_a_value_shows(what: str, shop: archdeck.System) -> None:
    value, shown = SHOWN[what]
    assert repr(value(shop)) == shown


def test_answers_show_what_the_commands_print(shop: archdeck.System) -> None:
    assert f"{shop.drill('prod', ['a'])!r}\n" == said("drill", "shop", "--environment", "prod", "--down", "a")
    promised = "".join(f"{promise}\n" for promise in shop.promises())
    works = "".join(f"{found}\n" for found in shop.availability("prod"))
    assert works == "availability of buy: 99.94 % = 99.99 % × 99.95 %\n"
    assert f"{shop.board('prod')!r}\n\n{works}\n{promised}" == said("drill", "shop", "--environment", "prod")
    told = "".join(f"{difference}\n" for difference in shop.diff("prod", "dev"))
    assert f"dev differs - because: Small\n{told}" == said("diff", "shop", "prod", "dev")
    assert "".join(f"{p}\n" for p in archdeck.check().problems) == said("check", "--notes")


def test_values_of_the_answers_are_those_of_the_commands(shop: archdeck.System) -> None:
    assert shop.json() == json.loads(said("model", "shop"))
    compared = json.loads(said("diff", "shop", "prod", "dev", "--format", "json"))
    assert [difference.json() for difference in shop.diff("prod", "dev")] == compared["differences"]
    for found, arguments in ((shop.drill("prod", ["a"]), ("--down", "a")), (shop.board("prod"), ())):
        printed = json.loads(said("drill", "shop", "--environment", "prod", "--format", "json", *arguments))
        assert found.json().items() <= printed.items()
    assert archdeck.check().sarif() == json.loads(said("check", "--format", "sarif"))


def test_values_are_copied_and_sent() -> None:
    """To another process, as a runner of tests does."""
    shop = archdeck.load("shop")
    for value in (shop, shop.model, shop.drill("prod", ["a"]), shop.draw("prod"), archdeck.check()):
        for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert repr(again) == repr(value)
    with pytest.raises(archdeck.ModelError) as caught:
        archdeck.load(bad())
    for error in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (error.problems, str(error)) == (caught.value.problems, str(caught.value))


# ----------------------------------------------------------------------------------------------- what is refused


def bad() -> str:
    write("bad.yaml", "system: {name: Bad}\ncomponents:\n  web: {kind: aws.ec3}\nflws: {}\n")
    return "bad.yaml"


UNKNOWN: dict[str, tuple[Callable[[archdeck.System], object], str]] = {
    "system": (
        lambda _: archdeck.load("shp"),
        "'shp' is no system under model, and no path to one; did you mean 'shop'?",
    ),
    "environment": (lambda s: s.environment("prd"), "shop has no environment 'prd'; did you mean 'prod'?"),
    "far environment": (lambda s: s.diff("prod", "x"), "shop has no environment 'x'; there are prod, dev"),
    "board": (lambda s: s.board("deb"), "shop has no environment 'deb'; did you mean 'dev'?"),
    "view": (
        lambda s: s.draw("bui"),
        "shop has no view 'bui'; `archdeck views shop` lists them",
    ),
    "near view": (
        lambda s: s.draw("by--prod"),
        "shop has no view 'by--prod'; did you mean 'buy--prod'?; `archdeck views shop` lists them",
    ),
    "component": (
        lambda s: s.drill("prod", ["a", "wbe"]),
        "prod has no place and no component 'wbe'; did you mean 'web'?",
    ),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_a_name_that_nothing_has(what: str, shop: archdeck.System) -> None:
    call, message = UNKNOWN[what]
    with pytest.raises(archdeck.UnknownName) as caught:
        call(shop)
    assert str(caught.value) == message


MISTAKEN: dict[str, tuple[Callable[[Any], object], str]] = {
    "an id for a list": (
        lambda s: s.drill("prod", "web"),
        "what is down is a list of ids, as in drill('prod', ['web']), not 'web'",
    ),
    "no text for a list": (
        lambda s: s.drill("prod", ""),
        "what is down is a list of ids, as in drill('prod', ['web']), not ''",
    ),
    "nothing for a list": (
        lambda s: s.drill("prod", None),
        "what is down is a list of ids, as in drill('prod', ['web']), not None",
    ),
    "a list in the list": (lambda s: s.drill("prod", [["web"]]), "the id of what is down is text, not ['web']"),
    "an environment for its id": (
        lambda s: s.board(s.environment("prod")),
        "the id of an environment is text, not <Environment prod: Prod>",
    ),
    "a number for a picture": (lambda s: s.draw(5), "the name of a picture is text, not 5"),
    "a pair for a sheet": (lambda s: s.draw("prod", sheet=(800, 600)), "a sheet is text, not (800, 600)"),
    "a number for a revision": (lambda s: s.since(5), "a revision is text, not 5"),
    "half a pixel": (
        lambda s: s.draw("prod").png(640.5),
        "'float' object cannot be interpreted as an integer",
    ),
}


@pytest.mark.parametrize("what", MISTAKEN)
def test_a_value_of_another_type(what: str, shop: archdeck.System) -> None:
    call, message = MISTAKEN[what]
    with pytest.raises(TypeError) as caught:
        call(shop)
    assert str(caught.value) == message


def test_what_cannot_be_a_path_is_no_system() -> None:
    long = "x" * 5000
    with pytest.raises(
        archdeck.UnknownName, match=r"^'x+' is no system under model, and no path to one; there are shop$"
    ):
        archdeck.load(long)
    assert [problem.rule for problem in archdeck.check(long).problems] == ["unreadable"]


def test_a_revision_where_there_is_no_repository(shop: archdeck.System) -> None:
    with pytest.raises(archdeck.UnknownName, match=r"^git cannot say what was before: "):
        shop.since("HEAD")


def test_all_problems_are_values() -> None:
    with pytest.raises(archdeck.ModelError) as caught:
        archdeck.load(bad())
    assert [(p.where.path, p.where.line, p.where.column, p.severity, p.rule) for p in caught.value.problems] == [
        ("bad.yaml", 3, 15, "error", "unknown-kind"),
        ("bad.yaml", 4, 1, "error", "unknown-key"),
    ]
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)


def test_a_check_raises_nothing() -> None:
    """A path that is not there, one without a model, a model that is no YAML, and a good one beside a bad one."""
    Path("empty").mkdir()
    write("torn.yaml", "system: {name: [\n")
    write("model/worse.yaml", "system: {}\n")
    found = {path: archdeck.check(path) for path in ("nowhere", "empty", "torn.yaml", "model")}
    assert {path: ([p.rule for p in checked.errors], checked.systems) for path, checked in found.items()} == {
        "nowhere": (["unreadable"], ()),
        "empty": (["no-model"], ()),
        "torn.yaml": (["yaml-syntax"], ("torn",)),
        "model": (["missing-key"], ("shop", "worse")),
    }
    assert found["model"].sarif()["version"] == "2.1.0"


def test_a_waiver_holds_until_its_day() -> None:
    waiver = "    waive: {no-backup: {because: Test data, until: 2030-01-31}}\n"
    write("model/shop.yaml", SHOP.replace("name: Orders}\n", "name: Orders,\n" + waiver.rstrip() + "}\n"))
    days = (date(2030, 1, 31), date(2030, 2, 1))
    assert [len(archdeck.check(day=day).waived) for day in days] == [1, 0]


# ----------------------------------------------------------------------------------------------- pictures


def test_pictures_are_those_of_the_command(shop: archdeck.System) -> None:
    listed = [(p.id, p.kind, p.environment or "-", p.title) for p in shop.pictures()]
    assert listed == [tuple(line.split("\t")) for line in said("views", "shop").splitlines()]
    assert shop.draw("buy").svg == said("render", "shop", "buy")
    assert shop.draw("buy", dark=True).svg == said("render", "shop", "buy", "--dark") != shop.draw("buy").svg
    assert shop.draw("buy").geometry == json.loads(said("render", "shop", "buy", "--format", "geometry"))
    assert shop.draw("buy").data("dot").decode() == said("render", "shop", "buy", "--format", "dot")
    assert shop.draw("drill.zone-a").id == "drill-zone-a--prod"


@pytest.mark.parametrize("width", [160, 1000, 1920])
def test_a_png_is_as_wide_as_asked_for(width: int, shop: archdeck.System) -> None:
    assert struct.unpack(">II", shop.draw("prod").png(width)[16:24]) == (width, width * 9 // 16)


def test_a_poster_is_that_of_the_command(shop: archdeck.System) -> None:
    poster = shop.draw("prod", sheet="600x800")
    assert poster.svg == said("render", "shop", "prod", "--size", "600x800") != shop.draw("prod").svg
    assert [struct.unpack(">II", data[16:24]) for data in (poster.png(), poster.png(300))] == [(600, 800), (300, 400)]
    assert shop.draw("prod", sheet="1280x720").svg == shop.draw("prod").svg
    assert struct.unpack(">II", shop.draw("prod", sheet="1280x720").png()[16:24]) == (1280, 720)


def test_a_poster_and_a_slide_stand_on_one_page(shop: archdeck.System) -> None:
    ids = [set(re.findall(r' id="([^"]+)"', shop.draw("prod", sheet=s)._repr_svg_())) for s in ("1920x1080", "a3")]
    assert ids[0] & ids[1] == set()


NO_SHEET = {
    "a9": "'a9' is not a3, a2, a ratio as 16:9 or of the form 1920x1080",
    "1920x": "'1920x' is not a3, a2, a ratio as 16:9 or of the form 1920x1080",
    "9:": "'9:' is not a3, a2, a ratio as 16:9 or of the form 1920x1080",
    "0:0": "0x0: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
    "9:1": "3840x427: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
    "16x9": "16x9: a slide is 16:9, from 160x90 to 7680x4320",
    "150x150": "150x150: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
    "20000x15000": "20000x15000: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
    "1001x250": "1001x250: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
}


@pytest.mark.parametrize("sheet", NO_SHEET)
def test_what_no_sheet_is(sheet: str, shop: archdeck.System) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(NO_SHEET[sheet])}$"):
        shop.draw("prod", sheet=sheet)


def test_a_poster_keeps_its_ratio(shop: archdeck.System) -> None:
    with pytest.raises(ValueError, match=r"^800x800: this poster is 600:800$"):
        shop.draw("prod", sheet="600x800").data("png", 800, 800)


REFUSED: dict[str, tuple[Callable[[archdeck.Picture], object], str]] = {
    "narrow": (lambda p: p.png(100), "100x56: a slide is 16:9, from 160x90 to 7680x4320"),
    "wide": (lambda p: p.save("big.png", width=10_000), "10000x5625: a slide is 16:9, from 160x90 to 7680x4320"),
    "ratio": (lambda p: p.data("png", 800, 600), "800x600: a slide is 16:9, from 160x90 to 7680x4320"),
    "format": (
        lambda p: p.data("pdf"),
        "'pdf': a picture is svg, png, dot, geometry, drawio, mermaid, plantuml, d2 or html",
    ),
    "ending": (
        lambda p: p.save("picture.pdf"),
        "'picture.pdf': a picture is saved as .svg, .png, .dot, .json, .drawio, .mmd, .puml, .d2 or .html",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_picture_is(what: str, shop: archdeck.System) -> None:
    call, message = REFUSED[what]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call(shop.draw("prod"))
    assert [path.name for path in Path().iterdir()] == ["model"]


def test_an_ending_says_what_is_saved(shop: archdeck.System) -> None:
    picture = shop.draw("prod")
    for suffix, form in (
        (".svg", "svg"),
        (".png", "png"),
        (".dot", "dot"),
        (".json", "geometry"),
        (".drawio", "drawio"),
        (".mmd", "mermaid"),
        (".puml", "plantuml"),
        (".d2", "d2"),
    ):
        assert picture.save(f"some/folder/prod{suffix}").read_bytes() == picture.data(form)
    write("file", "")
    with pytest.raises(OSError, match=r"file/prod\.svg"):
        picture.save("file/prod.svg")


def test_comparisons_are_drawn(shop: archdeck.System) -> None:
    picture = shop.diff_picture("prod", "dev")
    said("diff", "shop", "prod", "dev", "--pictures", "out")
    assert picture.svg == Path(f"out/{picture.id}.svg").read_text(encoding="utf-8")


# ----------------------------------------------------------------------------------------------- notebooks


def ids(svg: str) -> list[str]:
    return re.findall(r' id="([^"]*)"', svg)


def references(svg: str) -> set[str]:
    found = re.findall(r' href="#([^"]*)"|url\(#([^)]*)\)|data-edge="([^"]*)"', svg)
    named = [name for labels in re.findall(r'aria-labelledby="([^"]*)"', svg) for name in labels.split()]
    return {one for names in found for one in names if one} | set(named)


def test_pictures_of_one_page_do_not_disturb_each_other(shop: archdeck.System) -> None:
    """Of two systems with a view of the same id, in light and dark, and of one that strikes out what is down. A
    reference leads to the first element of its name on the page: so it would to an icon of another picture."""
    write("model/other.yaml", OTHER)
    pictures = [shop.draw("prod"), archdeck.load("other").draw("prod"), shop.draw("prod", dark=True)]
    pictures.append(shop.draw("drill.zone-a"))
    shown = [picture._repr_svg_() for picture in pictures]
    all_ids = [id for svg in shown for id in ids(svg)]
    assert len(all_ids) == len(set(all_ids))
    assert [references(svg) - set(ids(svg)) for svg in shown] == [set()] * 4
    assert any("url(#" in svg for svg in shown)
    assert set(ids(pictures[0].svg)) & set(ids(pictures[1].svg))  # so it is for the files


def test_what_a_notebook_shows_is_the_picture(shop: archdeck.System) -> None:
    """But for its ids, and that it is as wide as the page."""
    for picture in (shop.draw("prod"), shop.draw("buy"), shop.draw("drill.zone-a", dark=True)):
        shown = picture._repr_svg_()
        own = re.search(r' id="([^"]*)"', shown)
        assert own is not None
        sized = shown.replace('width="100%" style="max-width:1920px"', 'width="1920" height="1080"')
        assert sized.replace(own[1], picture.id) == picture.svg
