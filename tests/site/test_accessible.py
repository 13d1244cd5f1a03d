"""The site for those who hear it or go through it by keys: what axe finds, and in which order things take the focus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from longer import turns

SHOP = "systems/shop"
KINDS = [
    *("index", "404", f"{SHOP}/index", f"{SHOP}/requirements", f"{SHOP}/presenting", f"{SHOP}/relations"),
    *("systems/index", "systems/catalogue", "systems/reference", "systems/kinds", "systems/rules/index"),
    *(f"{SHOP}/ledger", f"{SHOP}/findings", f"{SHOP}/topics/safety", f"{SHOP}/components/db", f"{SHOP}/talk/shop"),
    *(f"{SHOP}/{many}/index" for many in ("environments", "flows", "components", "drills", "differences")),
    *(f"{SHOP}/environments/prod", f"{SHOP}/flows/visit", f"{SHOP}/drills/prod", f"{SHOP}/drills/drill-zone-a--prod"),
]
COLOURFUL = [
    *KINDS[:3],
    "systems/rules/index",
    f"{SHOP}/environments/prod",
    f"{SHOP}/flows/visit",
    f"{SHOP}/drills/prod",
]
ALSO = {"label-content-name-mismatch": {"enabled": True}}  # a rule that axe leaves out unless it is asked for
PLAIN = {"rules": ALSO | {"color-contrast": {"enabled": False}}}
BRIGHT = {"runOnly": ["color-contrast", "link-in-text-block"]}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOKS: dict[
    str, tuple[dict[str, Any], list[str], dict[str, Any]]
] = {  # what is opened, which pages, and which rules: those of colours take longest
    "light": (DESK, COLOURFUL, BRIGHT),
    "dark": (DESK | {"color_scheme": "dark"}, COLOURFUL, BRIGHT),
    "wide": (DESK, KINDS, PLAIN),
    "phone": (PHONE, KINDS, PLAIN),
}
ROWS = turns(
    5, 10_000
)  # of each table: all of one are made alike, and there are a thousand on the pages of kinds and of keys
SHORTER = "rows => document.querySelectorAll('tbody').forEach(t => [...t.rows].slice(rows).forEach(r => r.remove()))"
ID = re.compile(r'<[a-z][^>]*? id="([^"]*)"')
FRAMES = ("Region us-east-1 (N. Virginia)", "Availability Zone a", "Availability Zone b")
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def found(page: Page, options: dict[str, Any]) -> list[str]:
    """Rule and part of everything that axe has against a page."""
    page.evaluate(axe())
    page.evaluate(SHORTER, ROWS)
    every = page.evaluate("how => axe.run(document, {resultTypes: ['violations'], ...how})", options)["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in every for node in one["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, site: Path, look: str) -> None:
    how, pages, rules = LOOKS[look]
    context = browser.new_context(**how)
    page = context.new_page()
    for name in pages:
        page.goto(f"file://{site}/{name}.html")
        assert found(page, rules) == [], name
    context.close()


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    """Also where a heading is called as a picture is, or as what a link leads to."""
    for file in sorted(site.rglob("*.html")):
        every = Counter(ID.findall(file.read_text(encoding="utf-8")))
        assert [id for id, times in every.items() if times > 1] == [], file


def through(page: Page, steps: int) -> list[str]:
    """What has the focus after each press of Tab, from the first picture on."""
    page.locator(".ad-picture").first.focus()
    said = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        said.append(str(page.evaluate(FOCUSED)))
    return said


def test_keys_go_through_a_picture_as_its_arrows_lead(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/{SHOP}/environments/prod.html")
    buttons = page.locator(".ad-bar").first.locator("button, select").count()
    assert through(page, buttons + 13)[buttons:] == [
        *(f"{frame}: what is lost if it fails" for frame in FRAMES),
        "Users Shoppers – People who buy.",
        "Arrow: Users Shoppers to Global Accelerator Shop DNS",
        "Global Accelerator Shop DNS – AWS Global Accelerator – AWS Cloud – Hosts it.",
        "Arrow: Global Accelerator Shop DNS to Web Auto Scaling group: dynamic · TLS 1.2+",
        "Amazon EC2 Web servers × 2 – Availability Zone a in VPC",
        "Amazon EC2 Web servers × 2 – Availability Zone b in VPC",
        "Arrow: Web Auto Scaling group to Orders database primary: SQL",
        "Orders database primary – Amazon RDS – Availability Zone a in VPC – Keeps the orders.",
        "Arrow: Orders database primary to Orders database standby: sync",
        "Orders database standby – Amazon RDS – Availability Zone b in VPC – Keeps the orders.",
    ]


def test_the_focus_lights_neighbours_as_the_pointer_does(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/{SHOP}/environments/prod.html")
    link = page.locator(".node[data-component=dns] > a").first
    page.locator(".ad-picture").focus()
    while not link.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    lit = page.locator(".ad-shaded .node.ad-lit")
    assert {one.get_attribute("data-component") for one in lit.all()} == {"users", "dns", "web"}
    page.keyboard.press("Tab")
    assert {one.get_attribute("data-component") for one in lit.all()} == {"dns", "web"}, "the arrow that begins there"
    page.keyboard.press("Escape")
    expect(lit).to_have_count(0)
    assert page.evaluate(FOCUSED) == "SVG", "what follows the picture"
