"""A picture as one HTML file, for a wiki or a mail: it asks for nothing and leads nowhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import archdeck
from two_systems import PAYMENTS
from two_systems import SHOP as OTHER

SHOP = """
system: {name: "Shop & <Co>"}
components:
  people: {kind: users}
  web: {kind: aws.ec2, name: Web}
relations: {visit: {from: people, to: web}}
environments: {prod: {runs: {web: {}}}}
flows: {buy: {name: Buying, steps: {1: {from: people, to: web, says: She asks}}}}
"""


class Asked(HTMLParser):
    """What a page asks of others, and where it leads."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        wanted = [v for name, v in attributes if name in ("href", "src", "data", "action") and v]
        self.found += [v for v in wanted if not v.startswith(("#", "data:image/png;base64,"))]


@pytest.fixture
def shop(tmp_path: Path) -> archdeck.System:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return archdeck.load(tmp_path / "shop.yaml")


def test_it_needs_nothing_beside_it(shop: archdeck.System, tmp_path: Path) -> None:
    file = shop.draw("buy").save(tmp_path / "buy.html")
    page = file.read_text(encoding="utf-8")
    assert Asked(page).found == []
    assert "url(" not in re.sub(r"url\(#", "", page)
    assert re.findall(r"<title>(.*?)</title>", page)[0] == "Shop &amp; &lt;Co&gt; – Buying"
    assert re.findall(r"<summary>(.*?)</summary>", page) == ["The steps in words", "This picture in words"]
    assert "<td>She asks</td>" in page
    assert shop.draw("buy").data("html") == file.read_bytes()


def test_a_dark_one_and_one_without_steps(shop: archdeck.System) -> None:
    page = shop.draw("prod", dark=True).data("html").decode()
    assert page.startswith('<!DOCTYPE html>\n<html lang="en" data-md-color-scheme="slate">')
    assert re.findall(r"<summary>(.*?)</summary>", page) == ["This picture in words"]


def test_a_landscape(tmp_path: Path) -> None:
    for id, text in (("shop", OTHER), ("payments", PAYMENTS)):
        (tmp_path / f"{id}.yaml").write_text(text, encoding="utf-8")
    page = archdeck.landscape(tmp_path).data("html").decode()
    assert Asked(page).found == []
    assert "Web shop" in page
