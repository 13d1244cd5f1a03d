"""A deck to an HTML file that presents itself: read as text, and in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from archdeck.canvas import Rect
from archdeck.canvas.fonts import width
from archdeck.deck.drawing import Deck, Slide, Text
from archdeck.deck.html import html
from deck_model import STORY, deck_of, shop


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return deck_of(shop(tmp_path_factory.mktemp("html"), STORY))


def test_a_section_for_each_slide_with_what_is_said(told: Deck) -> None:
    text = html(told).decode()
    assert re.findall(r'<section id="(\w+)" data-title="([^"]*)">', text)[:3] == [
        ("s1", "Shop &amp; Co"), ("s2", "What was asked for"), ("s3", "An order"),
    ]  # fmt: skip
    assert text.count("<section ") == len(told.slides)
    assert "<aside><p>Half of it is gone.</p><p>The flow survives, interrupted for 90 s at most</p></aside>" in text


def test_nothing_is_fetched_and_what_occurs_often_is_in_it_once(told: Deck) -> None:
    text = html(told).decode()
    assert re.findall(r'(?:src|href)="(?!#|data:image/png;base64,)', text) == []
    icons = re.findall(r'href="data:image/png;base64,([^"]+)"', text)
    assert len(icons) == len(set(icons)) > 2
    shared = re.findall(r'<g id="(g\d+)">', text)
    assert len(re.findall(r'<use href="#g\d+"/>', text)) > 1.5 * len(shared)


def test_words_are_words_and_the_drawings_are_xml() -> None:
    slide = Slide(Text("<b> & co", Rect(0, 0, 90, 20), 16), (Text("</svg>", Rect(0, 0, 90, 20), 16),), "<script>")
    text = html(Deck("d", "</title>", (slide,))).decode()
    assert "<title>&lt;/title&gt;</title>" in text
    assert "<aside><p>&lt;script&gt;</p></aside>" in text
    for drawing in re.findall(r"<svg .*?</svg>", text, re.DOTALL):
        ElementTree.fromstring(drawing)


def test_a_line_says_how_long_it_is_where_its_letters_are_of_the_shipped_font() -> None:
    """On a machine without that font it takes no more room; letters that the font lacks are left as they are."""
    place = Rect(0, 0, 900, 60)
    slide = Slide(Text("Orders", place, 20), (Text("Orders", place, 20, bold=True), Text("طلبات", place, 20)), "")
    found = re.findall(r"<text [^>]*?( textLength=[^>]*)?>([^<]*)</text>", html(Deck("d", "d", (slide,))).decode())
    assert sorted(found) == [
        ("", "طلبات"),
        (f' textLength="{width("Orders", 20):.2f}" lengthAdjust="spacingAndGlyphs"', "Orders"),
        (f' textLength="{width("Orders", 20, bold=True):.2f}" lengthAdjust="spacingAndGlyphs"', "Orders"),
    ]


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path, told: Deck) -> None:
    assert html(deck_of(shop(tmp_path, STORY))) == html(told)


# -------------------------------------------------------------------------------------------- in a browser


@pytest.fixture
def page(browser: Browser, told: Deck, tmp_path: Path) -> Iterator[Page]:
    """The talk, opened from its folder."""
    file = tmp_path / "talk.html"
    file.write_bytes(html(told))
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert failed == []
    page.context.close()


def seen(page: Page) -> list[str]:
    return [section.get_attribute("id") or "" for section in page.locator("section").all() if section.is_visible()]


def test_keys_of_a_clicker_lead_through_it(page: Page) -> None:
    assert seen(page) == ["s1"]
    keys = ("PageDown", " ", "ArrowRight", "PageUp", "End", "PageDown", "Home")
    for key, there in zip(keys, ("s2", "s3", "s4", "s3", "s8", "s8", "s1"), strict=True):
        page.keyboard.press(key)
        assert (seen(page), page.evaluate("location.hash")) == ([there], f"#{there}")


def test_every_slide_has_an_address(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#s5")
    assert page.title() == "5 / 8 2 Web to Orders"
    assert seen(page) == ["s5"]


def test_a_black_screen_and_back(page: Page) -> None:
    page.keyboard.press("b")
    assert seen(page) == []
    page.keyboard.press("b")
    assert seen(page) == ["s1"]


def test_a_slide_fills_the_window(page: Page) -> None:
    box = page.locator("section.now > svg").bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (1280, 720)


def test_a_second_window_has_what_is_said_and_leads_the_first(page: Page) -> None:
    page.keyboard.press("PageDown")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector(".said p")
    assert speaker.locator(".said").inner_text() == "Listen."
    assert seen(speaker) == ["s2", "s3"]
    speaker.keyboard.press("PageDown")
    page.wait_for_function("location.hash === '#s3'")
    page.keyboard.press("PageDown")
    speaker.wait_for_function("document.querySelector('section.now').id === 's4'")
    assert speaker.locator(".said").inner_text() == "She asks for a page"


def test_swipes_lead_through_it_and_never_out_of_it(browser: Browser, told: Deck, tmp_path: Path) -> None:
    """On a phone: to the left is on, to the right is back, also where the browser would go back to another page."""
    file = tmp_path / "talk.html"
    file.write_bytes(html(told))
    page = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto("about:blank")
    page.goto(file.as_uri())
    finger = page.context.new_cdp_session(page)
    for start, end, there in ((300, 80, "s2"), (300, 80, "s3"), (80, 300, "s2"), (80, 300, "s1"), (80, 300, "s1")):
        for kind, x in (("touchStart", start), ("touchMove", (start + end) // 2), ("touchMove", end), ("touchEnd", 0)):
            points = [] if kind == "touchEnd" else [{"x": x, "y": 400}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_function(f"location.hash === '#{there}'")
        assert seen(page) == [there]
    page.context.close()


def test_without_a_script_all_slides_stand_below_each_other(browser: Browser, told: Deck, tmp_path: Path) -> None:
    file = tmp_path / "talk.html"
    file.write_bytes(html(told))
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(file.as_uri())
    assert len(seen(page)) == len(told.slides)
    assert page.locator("aside").nth(1).inner_text() == "Listen."
    page.context.close()
