"""What pages look like in Chromium: on paper, in the dark, while they load, and in which order a phone shows tables."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

PROD = "systems/shop/environments/prod"
SHIFTS = """window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: "layout-shift", buffered: true});"""


def opened(browser: Browser, site: Path, name: str, **how: object) -> Page:
    page = browser.new_context(**how).new_page()  # type: ignore[arg-type]
    page.goto(f"file://{site}/{name}.html")
    return page


def test_an_environment_is_at_most_three_sheets_of_paper(browser: Browser, site: Path) -> None:
    """Also where it is long: what is folded stays so, though the theme unfolds everything to print it."""
    page = opened(browser, site, PROD)
    more = "<div class='ad-more'><details><summary>More</summary>" + "<p>Words</p>" * 300 + "</details></div>"
    page.evaluate("more => document.querySelector('article').insertAdjacentHTML('beforeend', more)", more)
    assert 1 <= page.pdf(format="A4").count(b"/Type /Page\n") <= 3


def test_what_fits_on_a_sheet_of_paper_has_no_blank_one_behind_it(browser: Browser, site: Path) -> None:
    page = opened(browser, site, "systems/shop/relations", viewport={"width": 1440, "height": 900})
    page.evaluate("document.querySelector('article').style.height = '235mm'")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_on_paper_cards_stand_in_two_columns_and_nothing_is_offered_for_a_click(browser: Browser, site: Path) -> None:
    page = opened(browser, site, "systems/shop/index", viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.ad-cards > ul > li')).breakInside") == "avoid"
    columns = "getComputedStyle(document.querySelector('.ad-cards')).gridTemplateColumns.split(' ').length"
    assert page.evaluate(columns) == 2
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<p class=ad-talk>Present</p>')")
    assert not page.get_by_text("Present", exact=True).last.is_visible()


def test_on_paper_dark_pages_are_light(browser: Browser, site: Path) -> None:
    page = opened(browser, site, PROD, color_scheme="dark")
    paper = "getComputedStyle(document.querySelector('.ad-canvas svg .paper')).fill"
    assert page.evaluate(paper) == "rgb(16, 27, 39)"
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("scheme", "end"), [("light", "prod.svg"), ("dark", "prod.svg#prod")])
def test_a_picture_that_leads_to_its_page_is_as_dark_as_the_page(
    browser: Browser, site: Path, scheme: str, end: str
) -> None:
    """Here the card of the home page; the file turns dark with its own id as fragment."""
    page = opened(browser, site, "index", color_scheme=scheme)
    seen = page.locator(".ad-cards img:visible")
    assert [str(image.get_attribute("src")) for image in seen.all()] == [f"systems/shop/pictures/{end}"]
    seen.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth", arg=seen.element_handle())
    with Image.open(io.BytesIO(seen.screenshot())) as shot:
        corner = shot.convert("L").getpixel((20, 20))
    assert corner == {"light": 255, "dark": 25}[scheme]


@pytest.mark.parametrize("name", [PROD, "systems/shop/flows/visit", "systems/shop/components/db"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_page_loads_even_without_its_font(
    browser: Browser, site: Path, name: str, width: int
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.route("**/*.woff", lambda route: route.abort())
    page.add_init_script(SHIFTS)
    page.goto(f"file://{site}/{name}.html")
    page.wait_for_selector(".ad-bar")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("shifts") == []


def test_no_picture_says_that_it_has_no_steps(browser: Browser, site: Path) -> None:
    """Of all pages with pictures, that of the flow alone, once for each of its two environments."""
    files = sorted(site.rglob("systems/shop/**/*.html"))
    page, said = browser.new_page(), {}
    for file in (file for file in files if "ad-canvas" in file.read_text(encoding="utf-8")):
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        said[file] = page.locator(".ad-caption").all_text_contents()
        assert said[file], file
    steps = {file.stem: words for file, words in said.items() if any(words)}
    assert steps == {"visit": ["3 steps: the arrows here walk through them"] * 2}


def test_a_phone_shows_the_verdict_beside_what_was_asked(browser: Browser, site: Path) -> None:
    for name in ("requirements", "ledger", "presenting"):
        page = opened(browser, site, f"systems/shop/{name}", viewport={"width": 390, "height": 844})
        box = page.locator("table .ad-outcome").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390, name
        page.context.close()
