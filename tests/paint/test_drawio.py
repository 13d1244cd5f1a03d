"""draw.io: what a file says, read back with the standard library, is what geometry says, and cells hold each other."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from archdeck.canvas import Rect, geometry_json
from archdeck.model.systems import find_systems, read_model
from archdeck.paint.aws4 import aws_table
from archdeck.paint.drawio import GROUPS
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import DARK_FORMATS, FORMATS, geometry_of, library_icons
from archdeck.views import View
from archdeck.views.makers import views
from drawn import view_of

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "tests" / "facts" / "drawio-aws4.txt"
SIZE = (1920, 1080)

# Two zones in a VPC, a group that cuts across them, one that does not, a flow, and what is lost with a zone.
SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web, name: Web server, summary: Shows the shop.}
  db: {kind: aws.rds, tier: data, recovery: {promote: 90s}}
  search: {kind: onprem.search.Solr, tier: data}
  key: {kind: aws.kms}
relations:
  ask: {from: customers, to: lb, label: asks}
  pass: {from: lb, to: web}
  read: {from: web, to: db, kind: data, label: reads}
  find: {from: web, to: search, kind: data}
  lock: {from: db, to: key, kind: uses}
environments:
  prod:
    stage: production
    places:
      aws: {kind: cloud}
      eu: {kind: region, in: aws, name: Ireland, runs: {key: {}}}
      v: {kind: vpc, in: eu, runs: {lb: {}}}
      a: {kind: zone, in: v, name: Zone a}
      in-a: {kind: private-subnet, in: a, runs: {web: {}, db: {role: primary}, search: {}}}
      b: {kind: zone, in: v, name: Zone b}
      in-b: {kind: private-subnet, in: b, runs: {web: {}, db: {role: standby, sync: true}}}
overlays:
  asg: {kind: auto-scaling-group, name: Web group, members: [web]}
  sg: {kind: security-group, name: Search group, members: [search]}
flows: {buy: {name: Buy, steps: {1: {from: customers, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}}
"""


@dataclass(frozen=True)
class Read:
    """A cell of a file: where it is on the page, what it shows, and what it is glued to."""

    parent: str
    box: Rect
    label: str
    style: Mapping[str, str]
    data: Mapping[str, str]
    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    share: float | None


def read(file: bytes) -> dict[str, Read]:
    """The cells of a file, with absolute places. A cell that hangs on a line has none."""
    found: dict[str, Read] = {}
    for element in ElementTree.fromstring(file).iter("root"):
        for outer in element:
            cell = outer if outer.tag == "mxCell" else outer.find("mxCell")
            assert cell is not None
            id = outer.get("id", "")
            assert id not in found, f"two cells are {id}"
            found[id] = _read(outer, cell, found)
    return found


def _read(outer: ElementTree.Element, cell: ElementTree.Element, found: Mapping[str, Read]) -> Read:
    geometry = cell.find("mxGeometry")
    parent = cell.get("parent", "")
    corner = found[parent].box if parent else Rect(0, 0, 0, 0)
    x, y, w, h = (float(geometry.get(k, 0)) if geometry is not None else 0.0 for k in ("x", "y", "width", "height"))
    points = geometry.findall("Array/mxPoint") if geometry is not None else []
    style = dict(entry.partition("=")[::2] for entry in cell.get("style", "").split(";"))
    return Read(
        parent,
        Rect(corner.x + x, corner.y + y, w, h),
        unescape(re.sub("<[^>]*>", "", outer.get("label", outer.get("value", "")).replace("<br>", "\n"))),
        style,
        {k: v for k, v in outer.attrib.items() if outer.tag == "UserObject"},
        cell.get("source", ""),
        cell.get("target", ""),
        tuple((corner.x + float(p.get("x", 0)), corner.y + float(p.get("y", 0))) for p in points),
        x if geometry is not None and geometry.get("relative") else None,
    )


def within(cells: Mapping[str, Read], id: str) -> list[str]:
    """What a cell is in, from itself outward."""
    found = [id]
    while parent := cells[found[-1]].parent:
        found.append(parent)
    return found


def shop(folder: Path, id: str = "prod") -> tuple[View, dict[str, Any], dict[str, Read]]:
    view = view_of(SHOP, folder, id)
    geometry = geometry_json(geometry_of(view, Layouts()))
    return view, geometry, read(FORMATS["drawio"](view, SIZE, Layouts()))


def near(box: Rect, to: Mapping[str, Any]) -> bool:
    return bool(max(abs(a - b) for a, b in zip(box, (to["x"], to["y"], to["w"], to["h"]), strict=True)) <= 1)


def test_every_cell_is_in_the_frame_that_holds_it(tmp_path: Path) -> None:
    """A group over two zones is in the VPC that both are in; one within a subnet holds what it is drawn for."""
    _, _, cells = shop(tmp_path)
    ids = [id for id in cells if id.startswith(("box.", "frame.")) and id.count(".") == 1]
    assert [" < ".join(part.partition(".")[2] for part in within(cells, id)[:-2]) for id in ids] == [
        "place--aws",
        "place--eu < place--aws",
        "place--v < place--eu < place--aws",
        "place--a < place--v < place--eu < place--aws",
        "place--b < place--v < place--eu < place--aws",
        "place--in-a < place--a < place--v < place--eu < place--aws",
        "place--in-b < place--b < place--v < place--eu < place--aws",
        "overlay--asg < place--v < place--eu < place--aws",
        "overlay--sg < place--in-a < place--a < place--v < place--eu < place--aws",
        "lb--v < place--v < place--eu < place--aws",
        "web--in-a < place--in-a < place--a < place--v < place--eu < place--aws",
        "db--in-a < place--in-a < place--a < place--v < place--eu < place--aws",
        "search--in-a < overlay--sg < place--in-a < place--a < place--v < place--eu < place--aws",
        "web--in-b < place--in-b < place--b < place--v < place--eu < place--aws",
        "db--in-b < place--in-b < place--b < place--v < place--eu < place--aws",
        "customers",
    ]


def test_arrows_are_glued_and_move_with_what_both_ends_are_in(tmp_path: Path) -> None:
    _, _, cells = shop(tmp_path)
    assert [(id, c.parent, c.source, c.target) for id, c in cells.items() if c.source] == [
        ("arrow.ask", "1", "box.customers", "box.lb--v"),
        ("arrow.pass", "frame.place--v", "box.lb--v", "frame.overlay--asg"),
        ("arrow.read", "frame.place--v", "frame.overlay--asg", "box.db--in-a"),
        ("arrow.find", "frame.place--v", "frame.overlay--asg", "box.search--in-a"),
        ("arrow.db-standby", "frame.place--v", "box.db--in-a", "box.db--in-b"),
    ]
    looks = [(c.style["dashed"], c.style["strokeColor"]) for c in cells.values() if c.source and "dashed" in c.style]
    assert looks == [("1", "#8C4FFF")]


def test_an_arrow_ends_where_geometry_ends_it(tmp_path: Path) -> None:
    """In shares of what it is glued to; a drawing that is higher than wide takes less than its box: see `drawn_in`."""
    _, geometry, cells = shop(tmp_path)
    for e in geometry["edges"]:
        arrow = cells[f"arrow.{e['id']}"]
        for end, at, which in ((arrow.source, e["points"][0], "exit"), (arrow.target, e["points"][-1], "entry")):
            box = cells[end].box
            x, y = (float(arrow.style[which + axis]) for axis in "XY")
            assert (box.x + x * box.w, box.y + y * box.h) == pytest.approx(at, abs=0.1)
    assert aws_table()["aws/general/mobile-client.png"].drawn_in(Rect(0, 0, 44, 44)).h == 44
    assert aws_table()["aws/general/mobile-client.png"].drawn_in(Rect(0, 0, 44, 44)).centre == (22, 22)
    assert 20 < aws_table()["aws/general/mobile-client.png"].drawn_in(Rect(0, 0, 44, 44)).w < 30


SHIPPED = {
    "shopmaster": ("prod", "visit--prod", "drill-zone-a--prod", "diff-prod--dr"),
    "global-web-app": ("prod", "drill-zone-a--prod", "component--eks"),
    "aws-reference": ("layers", "reference--executive"),
}


@pytest.mark.parametrize("system", SHIPPED)
def test_a_file_says_all_that_geometry_says(system: str) -> None:
    """Each box, frame and word at its place, each arrow between its ends; nothing twice, no words lost."""
    layouts = Layouts()
    model = read_model(system, find_systems(ROOT / "model")[system])
    shown = [layouts.shown(v) for v in views(model) if v.id in SHIPPED[system]]
    assert len(shown) == len(SHIPPED[system])
    for view in shown:
        drawn = geometry_of(view, layouts)
        geometry, cells = geometry_json(drawn), read(FORMATS["drawio"](view, SIZE, layouts))
        assert [n["id"] for n in geometry["nodes"] if not near(cells[f"box.{n['id']}"].box, n)] == []
        assert [g["id"] for g in geometry["groups"] if not near(cells[f"frame.{g['id']}"].box, g)] == []
        homes = {n["id"]: within(cells, f"box.{n['id']}") for n in geometry["nodes"]}
        places = [g for g in geometry["groups"] if not g["overlay"]]
        assert [(g["id"], m) for g in places for m in g["members"] if f"frame.{g['id']}" not in homes[m]] == []
        assert [c for c in cells.values() if c.source and not {c.source, c.target} <= set(cells)] == []
        assert len([c for c in cells.values() if c.source]) == len(geometry["edges"])
        assert missing(cells, geometry) == []


def missing(cells: Mapping[str, Read], geometry: Mapping[str, Any]) -> list[str]:
    """Words that stand in no cell."""
    said = " ".join(" ".join(c.label.split()) + " " for c in cells.values())
    words = [w["text"] for thing in ("nodes", "edges", "panel") for x in geometry[thing] for w in x["labels"]]
    words += [g["label"]["text"] for g in geometry["groups"] if g["label"]] + [w["text"] for w in geometry["frame"]]
    words += [m["text"] for n in geometry["nodes"] for m in n["marks"] if "text" in m]
    words += [e["badge"]["text"] for e in geometry["edges"] if e["badge"]]
    words += [x["sign"]["text"] for x in geometry["edges"] + geometry["groups"] if x["sign"] and "text" in x["sign"]]
    return [text for text in words if " ".join(text.split()) not in said]


def test_text_of_a_model_is_text(tmp_path: Path) -> None:
    """draw.io takes labels and tooltips for HTML: what a model says is shown as it is written."""
    hostile = "<b onclick='x'>&amp; %name% $$x$$ <img src=x>;shape=y"
    text = SHOP.replace("Web server, summary: Shows the shop.", f'"{hostile}", summary: "{hostile}"')
    file = FORMATS["drawio"](view_of(text.replace("Web group", f'"{hostile}"'), tmp_path), SIZE, Layouts())
    cells = read(file)
    assert hostile in " ".join(" ".join(c.label for c in cells.values()).split())
    tags = {
        t
        for e in ElementTree.fromstring(file).iter()
        for t in re.findall("<[^>]*>", e.get("label", e.get("value", "")))
    }
    assert tags == {"<br>", '<span style="font-weight: normal">', "</span>"}  # its own
    shown = unescape(cells["box.web--in-a"].data["tooltip"])
    assert shown == f"{hostile} – Amazon EC2 – in-a in Zone a – {hostile}"
    assert "<" not in cells["box.web--in-a"].data["tooltip"]
    assert [c.style["shape"] for c in cells.values() if c.style.get("shape") == "y"] == []
    model = next(ElementTree.fromstring(file).iter("mxGraphModel"))
    assert model.get("math") == "0"


def test_a_cell_tells_what_it_is_drawn_for(tmp_path: Path) -> None:
    _, _, cells = shop(tmp_path)
    assert cells["box.web--in-a"].data == {
        "label": "Amazon EC2<br>Web server",
        "tooltip": "Web server – Amazon EC2 – in-a in Zone a – Shows the shop.",
        "component": "web",
        "instances": "web--in-a",
        "id": "box.web--in-a",
    }
    assert cells["frame.place--eu"].data["places"] == "eu"
    assert cells["arrow.ask"].data["relations"] == "ask"


def test_icons_are_shapes_of_draw_io_or_pictures(tmp_path: Path) -> None:
    """In the style of a cell a data URI has no `;base64`, for a semicolon ends an entry."""
    _, _, cells = shop(tmp_path)
    web, lb, solr = (cells[f"box.{id}"].style for id in ("web--in-a", "lb--v", "search--in-a"))
    assert (web["shape"], web["resIcon"], web["fillColor"], web["strokeColor"]) == (
        "mxgraph.aws4.resourceIcon", "mxgraph.aws4.ec2", "#ED7100", "#FFFFFF",
    )  # fmt: skip
    assert (lb["shape"], lb["fillColor"], lb["strokeColor"]) == (
        "mxgraph.aws4.application_load_balancer",
        "#8C4FFF",
        "none",
    )
    assert solr["shape"] == "image"
    kind, _, data = solr["image"].partition(",")
    assert kind == "data:image/png"
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_only_shapes_that_draw_io_has() -> None:
    """Of icons that the Diagrams library has; in the colours of their categories."""
    known = {line for line in FACTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    table = aws_table()
    assert sorted({s.name for s in table.values()} - known) == []
    assert sorted(set(GROUPS.values()) - known) == []
    assert [icon for icon in table if not (library_icons() / icon).is_file()] == []
    assert {s.colour for s in table.values() if not re.fullmatch("#[0-9A-F]{6}", s.colour)} == set()
    assert len(table) > 400


def test_what_fails_is_struck_out_and_what_takes_over_has_a_ring(tmp_path: Path) -> None:
    _, _, cells = shop(tmp_path, "loss-a--prod")
    assert cells["box.db--in-a"].style["opacity"] == "40"
    assert cells["box.db--in-a.struck"].style["fillStyle"] == "hatch"
    assert cells["frame.place--a.struck"].style["fillStyle"] == "hatch"
    assert (cells["box.db--in-b.ring"].style["strokeColor"], cells["box.db--in-b.sign"].label) == (
        "#1B7F3B",
        "90 s",
    )
    assert cells["box.db--in-b.sign"].data["tooltip"] == "New primary"
    assert list(cells).index("frame.place--a.sign") > list(cells).index("frame.place--in-a")  # in front of it
    assert cells["box.db--in-b.sign.strokes"].style["image"].startswith("data:image/svg+xml,")


def test_what_a_flow_does_not_touch_is_pale(tmp_path: Path) -> None:
    _, _, cells = shop(tmp_path, "buy--prod")
    assert (cells["box.search--in-a"].style["opacity"], cells["box.search--in-a"].style["textOpacity"]) == ("22", "22")
    assert cells["arrow.find"].style["opacity"] == "22"
    assert "opacity" not in cells["box.web--in-a"].style


def test_the_same_picture_is_the_same_bytes(tmp_path: Path) -> None:
    view = view_of(SHOP, tmp_path)
    one = FORMATS["drawio"](view, SIZE, Layouts())
    assert one == FORMATS["drawio"](view, SIZE, Layouts())
    page = ElementTree.fromstring(one)[0]
    assert (page.tag, page.get("id"), page.get("name")) == ("diagram", "prod", "Shop")
    assert {k: page[0].get(k) for k in ("pageWidth", "pageHeight", "background")} == {
        "pageWidth": "1920", "pageHeight": "1080", "background": "#FFFFFF",
    }  # fmt: skip


def test_a_dark_one_has_the_colours_of_dark_pages(tmp_path: Path) -> None:
    """Tiles of AWS stay as they are, and pictures get a light ground."""
    view = view_of(SHOP, tmp_path)
    file = DARK_FORMATS["drawio"](view, SIZE, Layouts())
    cells = read(file)
    assert next(ElementTree.fromstring(file).iter("mxGraphModel")).get("background") == "#101B27"
    assert cells["box.web--in-a"].style["fillColor"] == "#ED7100"
    assert cells["box.web--in-a"].style["fontColor"] == "#E8EEF4"
    assert cells["box.search--in-a"].style["imageBackground"] == "#F4F7FA"
    assert cells["frame.place--eu"].style["strokeColor"] == "#2BC4C6"
    assert cells["chip"].style["fillColor"] == "#E8EEF4"
