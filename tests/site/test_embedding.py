"""Pictures on pages that people wrote: wherever a block may stand, with links as seen from the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from archdeck.site import embedding

SHOP = """
system: {name: Shop}
components:
  people: {kind: users}
  web: {kind: aws.ec2, name: Web}
  db: {kind: aws.rds, name: Orders}
relations:
  visit: {from: people, to: web}
  orders: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      a: {kind: zone, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, runs: {web: {}, db: {role: standby}}}
  dev: {places: {a: {kind: zone, runs: {web: {}, db: {}}}}}
flows: {buy: {name: Buying, steps: {1: {from: people, to: web, says: She asks}, 2: {from: web, to: db}}}}
drills: {zone: {down: [a]}}
"""


class Told(Preprocessor):
    """What Zensical tells of the page that is made."""

    page = SimpleNamespace(path="guide/intro.md")
    file: object = None

    def run(self, lines: list[str]) -> list[str]:
        return lines


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Markdown]:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    embedding.in_vain.clear()
    extensions = ["archdeck.markdown", "admonition", "pymdownx.superfences", "pymdownx.tabbed"]
    made = Markdown(extensions=extensions, extension_configs={"archdeck.markdown": {"model": str(tmp_path)}})
    made.preprocessors.register(Told(made), "told", 0)
    yield made
    embedding.in_vain.clear()


def bare(html: str) -> str:
    """HTML with its drawings told by their titles."""
    return re.sub(r'<svg.*?<title id="([^"]*)--title">([^<]*)</title>.*?</svg>', r"[\1: \2]", html, flags=re.DOTALL)


def test_a_picture_with_its_caption_its_links_and_its_words(page: Markdown) -> None:
    made = bare(page.convert("# Guide\n\n```archdeck\nview: dev\ncaption: What <runs>\nwidth: 61%\n```\n\nMore."))
    start, _, rest = made.partition('<div class="ad-words">')
    assert start == (
        '<h1>Guide</h1>\n<div class="ad-embedded ad-wide-60">\n'
        '<div class="ad-picture" data-ends="visit people web;orders web db" data-search-exclude="" data-view="dev">\n'
        '<div class="ad-canvas">\n[shop-1: Shop]\n\n</div>\n</div>\n<p class="ad-said">What &lt;runs&gt;</p>\n'
        '<div class="ad-downloads">\n'
        '<p class="ad-made">Download: <button type="button" data-save="svg" data-of="dev">SVG</button>'
        '<span class="ad-made">, <button type="button" data-save="png" data-of="dev">PNG</button></span>.</p>\n'
        '<p class="ad-request">As a file on request: '
        "<code>archdeck render shop dev --format png --out dev.png</code></p>\n</div>\n"
        '<div class="ad-told" data-search-exclude="">\n<details>\n<summary>This picture in words</summary>\n'
    )
    assert '<a href="../systems/shop/components/db.md">Amazon RDS · Orders</a>' in rest
    assert rest.endswith("</details>\n</div>\n</div>\n<p>More.</p>")


@pytest.mark.parametrize(
    "around",
    ["{}", "- x\n\n    {}", "> {}", "!!! note\n\n    {}", '=== "Tab"\n\n    {}', "1. x\n\n    - y\n\n        {}"],
)
def test_a_block_may_stand_inside_of_others(around: str, page: Markdown) -> None:
    indent = re.sub(r"[^>]", " ", around.split("\n")[-1].removesuffix("{}"))
    block = "```archdeck\nview: buy\nwithout: [downloads, words]\n```".replace("\n", f"\n{indent}")
    made = bare(page.convert(around.replace("{}", block)))
    assert made.count("[shop-1: Shop – Buying]") == 1
    assert "<summary>The steps in words</summary>" in made
    assert "<td>She asks</td>" in made
    assert '<div class="ad-told ad-hidden"' in made
    assert "archdeck" not in made.replace('class="archdeck"', "")
    assert embedding.in_vain == []


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("view: prod\ndrill: a", "[shop-1: Shop – Zone in Prod]"),
        ("drill: zone", "[shop-1: Shop – Zone in Prod]"),
        ("view: prod\ndrill: db", "[shop-1: Shop – Without Orders: the flow is lost]"),
        ("view: dev\nagainst: prod", "[shop-1: Shop – Dev and Prod]"),
        ("view: prod\nagainst: dev", "[shop-1: Shop – Dev and Prod]"),
        ("system: shop\nview: prod--executive", "[shop-1: Shop – Prod at a glance]"),
    ],
)
def test_failures_and_differences(block: str, title: str, page: Markdown) -> None:
    assert title in bare(page.convert(f"```archdeck\n{block}\n```"))


def test_two_pictures_of_a_page_share_no_id(page: Markdown) -> None:
    made = page.convert("```archdeck\nview: prod\n```\n\n```archdeck\nview: prod\n```")
    ids = re.findall(r' id="([^"]*)"', made)
    assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("view: prdo", "guide/intro.md: shop has no view 'prdo'; did you mean 'prod'?"),
        ("system: shpo\nview: prod", "guide/intro.md: there is no system 'shpo'; did you mean 'shop'?"),
        ("view: prod\ndrill: wbe", "guide/intro.md: shop plays no failure 'wbe' in prod; did you mean 'web'?"),
        ("view: dve\nagainst: prod", "guide/intro.md: shop has no environment 'dve'; did you mean 'dev'?"),
        ("view: prod\nwidth: 3", "guide/intro.md: 'width' must be a share of the page, from 20 % to 100 %"),
    ],
)  # fmt: skip
def test_what_is_asked_for_in_vain_is_said_on_the_page_and_to_its_builder(
    block: str, message: str, page: Markdown, caplog: pytest.LogCaptureFixture
) -> None:
    made = page.convert(f"Before.\n\n```archdeck\n{block}\n```\n\nAfter.")
    assert re.sub(r"&#39;|&quot;", "'", made) == (
        '<p>Before.</p>\n<div class="admonition danger">\n<p class="admonition-title">There is no such picture</p>\n'
        f"<p>{message}</p>\n</div>\n<p>After.</p>"
    )
    assert (embedding.in_vain, caplog.messages) == ([message], [message])


@pytest.mark.parametrize(
    "first", ["```archdeck", "~~~archdeck", "~~~ {.archdeck}", "```Archdeck", '~~~archdeck title="x"']
)
def test_the_line_of_any_fence_is_told(first: str, page: Markdown, tmp_path: Path) -> None:
    """The second block of a file with front matter: its first line, or that of the key."""
    good, bad = "~~~archdeck\nview: dev\n~~~\n", f"{first}\nview: prdo\n{first[:3]}\n"
    (tmp_path / "intro.md").write_text(f"---\ntitle: Intro\n---\n{good}\n{bad}", encoding="utf-8")
    told = Told(page)
    told.file = SimpleNamespace(src_uri="guide/intro.md", abs_src_path=str(tmp_path / "intro.md"))
    page.preprocessors.register(told, "told", 0)
    page.convert(f"{good}\n{bad}")
    missing = "guide/intro.md:9: shop has no view 'prdo'; did you mean 'prod'?"
    besides = (
        "guide/intro.md:8: 'title=\"x\"' stands beside 'archdeck'; write what you ask for into the block, line by line"
    )
    assert embedding.in_vain == [besides if "title" in first else missing]


def test_a_broken_model_keeps_its_last_good_picture(page: Markdown, tmp_path: Path) -> None:
    block = "```archdeck\nsystem: shop\nview: prod\n```"
    good = page.convert(block)
    (tmp_path / "shop.yaml").write_text(SHOP.replace("aws.rds", "aws.rdx"), encoding="utf-8")
    assert page.reset().convert(block) == good
    (tmp_path / "shop.yaml").write_text(SHOP.replace("Orders", "Invoices"), encoding="utf-8")
    assert "Invoices" in page.reset().convert(block)


def test_a_broken_model_that_was_never_good(page: Markdown, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("system: {nam: Shop}\n", encoding="utf-8")
    assert "guide/intro.md: the model has problems: " in page.convert("```archdeck\nview: prod\n```")
