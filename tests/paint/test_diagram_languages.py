"""Mermaid, PlantUML and D2: what a picture becomes in their words, that no word of a model is code there, and that they
take it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from playwright.sync_api import Browser

from archdeck.paint import d2 as d2_module
from archdeck.paint import mermaid as mermaid_module
from archdeck.paint import plantuml as plantuml_module
from archdeck.paint.d2 import d2
from archdeck.paint.mermaid import mermaid
from archdeck.paint.outlined import outlined
from archdeck.paint.plantuml import GROUPS, awslib, plantuml
from archdeck.paint.render import library_icons
from archdeck.views import View
from drawn import view_of
from house import ROOT
from peers import drawn_by_mermaid, faults_of_d2, faults_of_plantuml

FACTS = ROOT / "tests" / "facts" / "plantuml-awslib14.txt"
FORMS: dict[str, Callable[[View], bytes]] = {
    "mermaid": mermaid,
    "plantuml": lambda view: plantuml(view, library_icons()),
    "d2": d2,
}

# Two zones, a group that cuts across them, a mark, a step, a role, a count, and what applies to all.
SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web, name: Shop pages}
  db: {kind: aws.rds, tier: data, name: Orders}
  search: {kind: service, tier: data, name: Search}
  key: {kind: aws.kms}
relations:
  ask: {from: customers, to: web, label: asks}
  read: {from: web, to: db, kind: data}
  save: {from: db, to: search, kind: backup, label: nightly}
  lock: {from: db, to: key, kind: uses}
environments:
  prod:
    stage: production
    places:
      eu: {kind: region, name: Ireland, runs: {key: {}, search: {}}}
      a: {kind: zone, in: eu, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {web: {count: 2}, db: {role: standby, sync: true}}}
overlays:
  asg: {kind: auto-scaling-group, name: Web group, members: [web]}
flows: {buy: {name: Buy, steps: {1: {from: customers, to: web}}}}
"""

MERMAID = """\
---
title: "Shop – Prod"
---
flowchart LR
  %% left out: the frame Web group around Shop pages
  customers(["Users<br/>Customers"])
  subgraph place__aws_cloud["AWS Cloud"]
    subgraph place__eu["Region Ireland"]
      search__eu["Service<br/>Search"]
      subgraph place__a["Availability Zone a"]
        web__a["Amazon EC2<br/>Shop pages × 2"]
        db__a["Amazon RDS<br/>Orders primary<br/>#43; Key"]
      end
      subgraph place__b["Availability Zone b"]
        web__b["Amazon EC2<br/>Shop pages × 2"]
        db__b["Amazon RDS<br/>Orders standby"]
      end
    end
  end
  subgraph aside["Applies to all of it"]
    direction LR
    aside__1__key["AWS KMS<br/>Key"]
  end
  customers -->|"(1) asks"| web__a
  customers -->|"asks"| web__b
  web__a --> db__a
  web__b --> db__a
  db__a -.->|"nightly (backup)"| search__eu
  db__a -.->|"sync (replication)"| db__b
"""

PLANTUML = """\
title Shop – Prod
Users(customers, "Customers", "Users")
AWSCloudGroup(place__aws_cloud, "AWS Cloud") {
  RegionGroup(place__eu, "Region Ireland") {
    rectangle "==Search\\n//Service//" as search__eu #FFFFFF
    AvailabilityZoneGroup(place__a, "Availability Zone a") {
      EC2(web__a, "Shop pages × 2", "Amazon EC2")
      RDS(db__a, "Orders primary\\n+ Key", "Amazon RDS")
    }
"""

D2 = """\
place__aws_cloud: "AWS Cloud" {
  style.fill: "#FFFFFF"
  style.stroke: "#232F3E"
  style.font-color: "#232F3E"
  place__eu: "Region Ireland" {
    style.fill: "#FFFFFF"
    style.stroke: "#00A4A6"
    style.font-color: "#00777A"
    style.stroke-dash: 5
    search__eu: "Service\\nSearch" {style.fill: "#FFFFFF"; style.stroke: "#7D8998"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> View:
    return view_of(SHOP, tmp_path_factory.mktemp("shop"))


def test_a_picture_in_each_language(shop: View) -> None:
    said = {form: write(shop).decode() for form, write in FORMS.items()}
    assert said["mermaid"].partition("  classDef")[0] == MERMAID
    assert PLANTUML in said["plantuml"]
    assert "customers -[#232F3E]-> web__a : (1) asks\n" in said["plantuml"]
    assert D2 in said["d2"]
    zone = "place__aws_cloud.place__eu.place__a"
    assert f'{zone}.web__a -> {zone}.db__a: {{style.stroke: "#2E5AAC"}}\n' in said["d2"]


def test_every_icon_and_frame_of_plantuml_is_in_its_library() -> None:
    known = set(FACTS.read_text(encoding="utf-8").splitlines())
    wanted = {*awslib().values(), *(f"Groups/{macro.removesuffix('Group')}" for macro in GROUPS.values())}
    assert sorted(wanted - known) == []
    assert [icon for icon in awslib() if not (library_icons() / icon).exists()] == []


def test_a_way_to_what_is_down_is_broken_also_where_the_picture_has_one_arrow(tmp_path: Path) -> None:
    """The picture has one arrow to the group; told apart, that to the zone that is lost does not work."""
    view = view_of(f"{SHOP}drills: {{lost: {{environment: prod, down: [a]}}}}\n", tmp_path, "drill-lost--prod")
    lines = {(line.source, line.target): (line.words, line.state) for line in outlined(view, ()).lines}
    assert lines["customers", "web__a"] == ("asks [Broken way]", "dead")
    assert lines["customers", "web__b"] == ("asks", "carries")


NAMES = (
    *(
        "\"quoted\" 'one'",
        "a; b",
        "100% %%{init: {}}%%",
        "# 1. heading",
        "- item",
        "1. item",
        "* star * __both__ **b**",
    ),
    *("`tick`", "<script>alert(1)</script>", "&amp; &lt;b&gt;", "$x$ ${z}", "[x](y)", "a|b||c", "a --> b -.-> c"),
    *("\\n back\\", "{curly} {{two}}", "~tilde~ ~~no~~", "//slash// http://x.y", "==eq== --dash--", "@enduml"),
    *("!include <x>", "%date() %newline()", "<&heart> <$EC2>", "<U+0041>", "fa:fa-car", "' comment", "end;", '" as y'),
    *(
        "é 漢 ß “q”",
        "#35; #quot; &#37;",
        "a:::b",
        "[state]",
        "a, b) {",
        "...",
        "__init__",
        "<b>b</b>",
        "^caret^",
        "'''",
        '"""',
        "[[link]]",
    ),
)
WORDS = sorted(
    {
        word.lower()
        for module in (mermaid_module, plantuml_module, d2_module)
        for word in module.RESERVED
        if word.isalpha() and word.isascii()
    }
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> View:
    """A component for each word that some language reserves, and for each name that would do something in one."""
    ids = [*WORDS, *(f"n{number}" for number in range(len(NAMES)))]
    parts = {id: {"kind": "aws.ec2", "name": f"The {id}"} for id in WORDS}
    parts |= {f"n{number}": {"kind": "service", "name": name} for number, name in enumerate(NAMES)}
    leads = {f"r{n}": {"from": WORDS[n], "to": f"n{n}", "label": name} for n, name in enumerate(NAMES)}
    places = {
        "eu": {"kind": "region", "name": 'Re "gi" ; <on>'},
        "z": {"kind": "zone", "in": "eu", "runs": {id: {} for id in ids}},
    }
    body = {"system": {"name": 'Shop "%%" ; <b>'}, "components": parts, "relations": leads}
    text = yaml.safe_dump({**body, "environments": {"prod": {"places": places}}}, allow_unicode=True)
    return view_of(text, tmp_path_factory.mktemp("hostile"))


def plain(words: str) -> str:
    return " ".join(words.split())


def shown_in(picture: Path) -> str:
    """All words of an SVG; where a line ends is not told apart from a space that is none."""
    return squeezed("".join(ElementTree.parse(picture).getroot().itertext()))


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u200b]", "", words)


def test_no_id_is_a_word_of_the_language(hostile: View) -> None:
    for module in (mermaid_module, plantuml_module, d2_module):
        outline = outlined(hostile, module.RESERVED)
        ids = [node.id for node in outline.every_node()] + [frame.id for frame in outline.every_frame()]
        assert len(set(ids)) == len(ids)
        assert {id.lower() for id in ids} & {word.lower() for word in module.RESERVED} == set()


def test_mermaid_shows_every_word_as_it_is(shop: View, hostile: View, browser: Browser) -> None:
    charts = {"shop": mermaid(shop), "hostile": mermaid(hostile), "broken": b"flowchart LR\n a -->"}
    drawn = drawn_by_mermaid(browser, charts)
    assert "Parse error" in drawn["broken"]
    assert "Availability Zone a" in drawn["shop"]
    said = " | ".join(map(plain, drawn["hostile"]))
    assert [name for name in NAMES if plain(name) not in said] == []


def test_plantuml_shows_every_word_as_it_is(shop: View, hostile: View, tmp_path: Path) -> None:
    library = library_icons()
    good = {"shop": plantuml(shop, library), "hostile": plantuml(hostile, library)}
    assert faults_of_plantuml(good, tmp_path) == ""
    said = shown_in(tmp_path / "hostile.svg")
    assert [name for name in NAMES if squeezed(name) not in said] == []
    broken = good["shop"].replace(b"awslib14/Database/RDS>", b"awslib14/Database/RDSS>")
    assert "contains errors" in faults_of_plantuml({"broken": broken}, tmp_path)


def test_d2_shows_every_word_as_it_is(shop: View, hostile: View, tmp_path: Path) -> None:
    assert faults_of_d2({"shop": d2(shop), "hostile": d2(hostile)}, tmp_path) == ""
    assert "must be terminated" in faults_of_d2({"broken": b'a: "b'}, tmp_path)
    said = shown_in(tmp_path / "hostile.svg")
    assert [name for name in NAMES if squeezed(name) not in said] == []
