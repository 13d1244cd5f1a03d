"""SVG: self-contained, with stable ids, and text of a model is text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from archdeck.canvas import Point
from archdeck.canvas.look import DARK, TILE
from archdeck.paint import engine
from archdeck.paint.draw import dot
from archdeck.paint.engine import EngineError
from archdeck.paint.icons import data_uri
from archdeck.paint.layouts import Layouts
from archdeck.paint.png import png
from archdeck.paint.render import geometry_of, svg_of
from archdeck.paint.svg import dark, turning_dark
from drawn import view_of

HOSTILE = "<b onclick='x'>&amp; &eacute; &#233; \\\\N ]]> %s {{7*7}} javascript:alert(1)"
MODEL = """
system: {{name: "{text}", title: "{text}"}}
tiers: [users, web]
components:
  u: {{kind: users, tier: users, name: "{text}", summary: "{text}"}}
  web: {{kind: aws.ec2, tier: web}}
relations: {{a: {{from: u, to: web, label: "{text}", says: "{text}"}}}}
environments: {{prod: {{name: "{text}", places: {{z: {{kind: zone, name: "{text}", runs: {{web: {{}}}}}}}}}}}}
"""
PLAIN = MODEL.format(text="plain")


def drawing(text: str, folder: Path) -> str:
    return svg_of(view_of(MODEL.format(text=text), folder), Layouts())


def test_text_of_a_model_is_text(tmp_path: Path) -> None:
    """Markup, scripts and escapes of DOT come out as the letters they are."""
    root = ElementTree.fromstring(drawing(HOSTILE, tmp_path))
    tags = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "defs",
        "symbol",
        "image",
        "rect",
        "g",
        "use",
        "text",
        "tspan",
        "path",
        "polygon",
    }
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
    title = next(e for e in root.iter() if e.tag.endswith("title"))
    said = HOSTILE.replace("\\\\", "\\")
    assert title.text == f"{said} – {said}"


def test_it_needs_nothing_else(tmp_path: Path) -> None:
    """No file, no host: icons are inside, each once."""
    text = drawing("plain", tmp_path)
    links = re.findall(r'(?:href|src|url)\s*[=(]\s*"?([^")\s]+)', text)
    assert {link.partition(",")[0].partition("--")[0] for link in links} == {"#prod", "data:image/png;base64"}
    assert len(set(re.findall(r'href="(data:[^"]+)"', text))) == len(re.findall(r'href="(data:[^"]+)"', text))
    assert "/" + "home" not in text
    assert "site-packages" not in text


def test_parts_are_named(tmp_path: Path) -> None:
    text = drawing("plain", tmp_path)
    assert re.findall(r'<g class="(?:node|edge|group)[ "][^>]*>', text) == [
        '<g class="group kind-cloud" id="prod--place--aws-cloud" data-place="aws-cloud">',
        '<g class="group kind-zone" id="prod--place--z" data-place="z">',
        '<g class="edge kind-request" id="prod--a" data-relations="a" data-from="u" data-to="web--z">',
        '<g class="node" id="prod--web--z" data-component="web">',
        '<g class="node" id="prod--u" data-component="u">',
    ]


def test_graphviz_keeps_every_position(tmp_path: Path) -> None:
    """The end of the arrow head is the last point of the geometry."""
    view = view_of(PLAIN, tmp_path)
    tip = geometry_of(view, Layouts()).edges[0].points[-1]
    head = re.search(r'<g class="edge.*?<polygon[^>]*points="([^"]+)"', svg_of(view, Layouts()), re.DOTALL)
    assert head
    points = [tuple(map(float, p.split(","))) for p in head.group(1).split()]
    assert max(x for x, _ in points) == pytest.approx(tip.x, abs=4)


def test_a_line_with_sharp_and_rounded_corners_keeps_to_its_points(tmp_path: Path) -> None:
    """Down and up again in short legs, whose corners are sharp, then around a wide one: no curve strays from it.

    u ──┐  ┌───╮
        └──┘   │
               ▼
    """
    drawn = geometry_of(view_of(PLAIN, tmp_path), Layouts())
    sharp = [Point(100, 300), Point(200, 300), Point(200, 310), Point(208, 310), Point(208, 300)]
    arc = [Point(292, 300), Point(298, 302), Point(300, 308), Point(300, 500)]
    text = dot(replace(drawn, edges=(replace(drawn.edges[0], points=(*sharp, *arc)),)))
    [spline] = re.findall(r'pos="(e,[^"]+)"', text)
    at = {(round(float(x)), 1080 - round(float(y))) for x, y in (p.split(",") for p in spline[2:].split())}
    ends = {(p.x, p.y) for p in (*sharp, arc[0], *arc[2:])} | {(300, 487)}  # the last is where the head begins
    assert at == ends | {(297, 300), (300, 303)}


def test_dot_is_what_diagrams_says(tmp_path: Path) -> None:
    """Nodes have our ids and no random ones, labels are plain, nothing names a file."""
    text = dot(geometry_of(view_of(PLAIN, tmp_path), Layouts()))
    assert re.findall(r'^\s*"?([a-z-]+)"? \[label="([^"]*)"', text, re.MULTILINE) == [
        ("web--z", "Amazon EC2 / Web"),
        ("u", "Users / plain"),
    ]
    assert ".png" not in text


def test_png_has_the_size_asked_for(tmp_path: Path) -> None:
    text = drawing("plain", tmp_path)
    for size in ((1920, 1080), (3840, 2160), (160, 90)):
        data = png(text, *size)
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == size


def test_letters_are_drawn(tmp_path: Path) -> None:
    """With the shipped font, words leave ink: the same picture without its words is another one."""
    text = drawing("plain", tmp_path)
    assert png(text) != png(re.sub(r"<text.*?</text>", "", text, flags=re.DOTALL))


def test_an_own_icon_is_made_square(tmp_path: Path) -> None:
    icon = tmp_path / "wide.svg"
    icon.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><rect width="200" height="50"/></svg>'
    )
    assert data_uri(str(icon)).startswith("data:image/png;base64,")


def test_an_own_icon_is_found_by_the_path_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--model model` is relative, and so is the path of an icon beside it."""
    (tmp_path / "model").mkdir()
    Image.new("RGB", (40, 40), "#123456").save(tmp_path / "model" / "own.png")
    text = PLAIN.replace("kind: aws.ec2,", "kind: aws.ec2, icon: own.png,")
    monkeypatch.chdir(tmp_path)
    assert data_uri("model/own.png") in svg_of(view_of(text, Path("model")), Layouts())


def test_the_systems_dot_draws_the_same_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second engine behind the seam, where there is one: every path is the same."""
    view = view_of(PLAIN, tmp_path)
    ours = svg_of(view, Layouts())
    monkeypatch.setenv(engine.ENGINE_VARIABLE, "dot")
    try:
        theirs = svg_of(view, Layouts())
    except EngineError as error:
        pytest.skip(str(error))
    assert re.findall(r' d="([^"]+)"', theirs) == re.findall(r' d="([^"]+)"', ours)


def test_an_unknown_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engine.ENGINE_VARIABLE, "crayon")
    with pytest.raises(
        EngineError, match="ARCHDECK_ENGINE is 'crayon', and there is no such engine: use one of wasm, dot"
    ):
        engine.engine()


def test_graphviz_says_what_it_refuses() -> None:
    with pytest.raises(EngineError, match="Graphviz refused the picture: "):
        engine.engine().svg("this is no graph")


def test_a_dark_picture_has_the_same_shapes(tmp_path: Path) -> None:
    """Only colours differ, none that a dark page would swallow is left, and icons get a light ground."""
    light = drawing("plain", tmp_path)
    turned = dark(light)
    strip = re.compile(r'"(#[0-9A-Fa-f]{6}|none)"')
    assert strip.sub("", turned) == strip.sub("", light)
    assert not [c for c in re.findall(r'"(#[0-9A-Fa-f]{6})"', turned) if c.upper() in DARK]
    assert turned.count(f'fill="{TILE}"') == light.count('class="tile"') > 0


def test_a_file_turns_dark_with_its_own_id_as_fragment() -> None:
    """Its rules stand last, and reach nothing but what is inside of the picture with that id."""
    found = turning_dark('<svg id="prod"><rect fill="#FFFFFF"/></svg>\n')
    assert found.startswith('<svg id="prod"><rect fill="#FFFFFF"/><style>')
    assert found.endswith("</style>\n</svg>\n")
    rules = found[found.index("<style>") + 7 : found.index("</style>")].splitlines()
    assert all(rule.startswith("svg:target ") for rule in rules)
    assert 'svg:target [fill="#FFFFFF" i] { fill: #101B27; }' in rules
