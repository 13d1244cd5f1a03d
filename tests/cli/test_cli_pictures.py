"""The commands that draw: what they print, what they write, and how they refuse."""

from __future__ import annotations

import json
import re
import socket
import struct
from pathlib import Path

import pytest
import resvg
from click.testing import CliRunner, Result

from archdeck.cli.commands import cli
from archdeck.paint import painting

SHOP = """
system: {name: Shop, title: A small one}
tiers: [users, web]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
relations: {a: {from: customers, to: web}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
flows: {buy: {name: Buying, steps: {1: {from: customers, to: web}}}}
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="archdeck")


def last(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


def test_views_are_listed_by_tabs() -> None:
    assert run("views", "shop").stdout == (
        "prod\tenvironment\tprod\tShop – A small one\n"
        "prod--executive\texecutive\tprod\tShop – Prod at a glance\n"
        "buy--prod\tflow\tprod\tShop – Buying\n"
        "component--customers\tcomponent\t-\tCustomers\n"
        "component--web\tcomponent\t-\tWeb\n"
    )


def test_views_are_listed_as_the_last_build_made_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the model changes, nothing is read or laid out for that; a build of one system alone knows all of none."""
    made = run("views", "shop").stdout
    run("build", "--no-site", "--no-deck")
    with monkeypatch.context() as broken:
        broken.setattr("archdeck.library.load", pytest.fail)
        assert run("views", "shop").stdout == made
    file = Path("model", "shop.yaml")
    file.write_text(SHOP.replace("Buying", "Browsing"), encoding="utf-8")
    assert run("views", "shop").stdout == made.replace("Buying", "Browsing")
    run("build", "--no-site", "--no-deck", "--system", "shop")
    file.write_text(SHOP, encoding="utf-8")
    assert run("views", "shop").stdout == made


@pytest.mark.parametrize(
    ("form", "start"),
    [("svg", b"<svg "), ("png", b"\x89PNG"), ("dot", b'digraph "Shop'), ("geometry", b'{\n "width": 1920,')],
)
def test_render_to_the_terminal_and_to_a_file(form: str, start: bytes) -> None:
    printed = run("render", "shop", "prod", "--format", form)
    assert printed.stdout_bytes.startswith(start)
    assert run("render", "shop", "prod", "--format", form, "--out", "folder/picture").exit_code == 0
    assert Path("folder/picture").read_bytes() == printed.stdout_bytes


def test_a_flow_is_found_by_its_own_name() -> None:
    assert run("render", "shop", "buy").stdout == run("render", "shop", "buy--prod").stdout


def test_geometry_is_json_of_the_contract() -> None:
    found = json.loads(run("render", "shop", "prod", "--format", "geometry").stdout)
    assert list(found) == ["width", "height", "flow", "nodes", "groups", "edges", "panel", "frame", "left_out"]
    assert [(e["from"], e["to"], e["relations"], e["badge"]["text"]) for e in found["edges"]] == [
        ("customers", "web--z", ["a"], "1")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("render", "shop", "prd"),
            "Error: shop has no view 'prd'; did you mean 'prod'?; `archdeck views shop` lists them",
        ),
        (
            ("render", "shop", "prod", "--size", "big"),
            "Error: --size 'big' is not a3, a2, a ratio as 16:9 or of the form 1920x1080",
        ),
        (
            ("render", "shop", "prod", "--size", "100x56"),
            "Error: --size 100x56: a slide is 16:9, from 160x90 to 7680x4320",
        ),
        (
            ("render", "shop", "prod", "--size", "4000x400"),
            "Error: --size 4000x400: a poster has sides of 160 to 15000 pixels, the longer at most 4 times the shorter",
        ),
        (
            ("views", "shp"),
            "Error: 'shp' is no system under model, and no path to one; did you mean 'shop'?",
        ),
    ],
)
def test_what_is_not_there(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, last(result)) == (2, said)


@pytest.mark.parametrize(
    ("size", "sheet", "pixels"),
    [
        ("a3", (1712, 1211), (4961, 3508)),
        ("A2", (1712, 1211), (7016, 4961)),
        ("600x800", (1247, 1663), (600, 800)),
        ("320X180", (1920, 1080), (320, 180)),
        ("16:9", (1922, 1081), (3840, 2160)),
        ("2:3", (1176, 1764), (2560, 3840)),
    ],
)
def test_a_size_is_a_poster_or_a_slide(size: str, sheet: tuple[int, int], pixels: tuple[int, int]) -> None:
    """An SVG and numbers have the size of the sheet; a PNG has the pixels that are asked for."""
    found = json.loads(run("render", "shop", "prod", "--size", size, "--format", "geometry").stdout)
    assert (found["width"], found["height"]) == sheet
    svg = run("render", "shop", "prod", "--size", size).stdout
    assert f'width="{sheet[0]}" height="{sheet[1]}" viewBox="0 0 {sheet[0]} {sheet[1]}"' in svg
    assert f'"0,0,{sheet[0]},{sheet[1]}"' in run("render", "shop", "prod", "--size", size, "--format", "dot").stdout
    (corners,) = re.findall(r'<g[^>]*kind-cloud.*?<polygon[^>]* points="([^"]+)"', svg, re.DOTALL)
    left, top = (min(float(corner.split(",")[k]) for corner in corners.split()) for k in (0, 1))
    assert (left, top) == pytest.approx((found["groups"][0]["x"], found["groups"][0]["y"]), abs=0.1)
    png = run("render", "shop", "prod", "--size", size, "--format", "png").stdout_bytes
    assert struct.unpack(">II", png[16:24]) == pixels


def test_build_says_what_it_did_and_what_was_fresh() -> None:
    first, second = run("build", "--no-site"), run("build", "--no-site")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.startswith("shop: 5 views drawn, 0 fresh, ")
    assert second.stdout == "shop: 0 views drawn, 5 fresh, 0 files written\ntalks: fresh\n"


def test_build_refuses_a_broken_model_and_keeps_what_it_made() -> None:
    run("build", "--no-site")
    before = Path("diagrams/shop/prod.svg").read_bytes()
    Path("model/shop.yaml").write_text(SHOP.replace("to: web}}\nenv", "to: wbe}}\nenv"), encoding="utf-8")
    result = run("build", "--no-site")
    assert result.exit_code == 1
    assert result.stderr == (
        "model/shop.yaml:7:38: error: 'wbe' is neither a component nor a place; did you mean 'web'? "
        "[unknown-component]\n"
    )
    assert Path("diagrams/shop/prod.svg").read_bytes() == before


class Panic(BaseException):
    """As the painter's own, which is no Exception."""


def test_a_picture_that_cannot_be_painted_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The painter panics; `build` paints itself where there is one core, and names the system too."""

    def panic(*_: object, **__: object) -> bytes:
        raise Panic("called `unwrap()` on nothing")

    monkeypatch.setattr(resvg, "render", panic)
    monkeypatch.setattr(painting, "cores", lambda: 1)
    rendered, built = run("render", "shop", "prod", "--format", "png"), run("build", "--no-site")
    said = "cannot be painted: called `unwrap()` on nothing\n"
    assert (rendered.exit_code, rendered.stderr) == (1, f"archdeck: error: the picture prod {said}")
    assert (built.exit_code, built.stderr) == (1, f"archdeck: error: the picture shop/prod {said}")
    assert not Path("diagrams").exists()


def test_serve_refuses_an_address_that_is_taken() -> None:
    Path("mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = run("serve", "--address", address)
    assert (result.exit_code, last(result)) == (
        2,
        f"Error: {address} cannot be served: it is in use, or no address of this machine; --address names another",
    )
