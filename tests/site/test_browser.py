"""The site in Chromium: pictures that can be used, search, colours, phones; from a folder as from a server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from site_project import run, write_project
from two_systems import THREE, written

SHOP = ["index", "environments/prod", "environments/dev", "flows/visit", "components/db", "requirements", "relations"]
SHOP += ["presenting", "topics/safety"]
PAGES = [
    "index",
    "systems/index",
    "systems/catalogue",
    "systems/reference",
    "systems/kinds",
    *(f"systems/shop/{name}" for name in SHOP),
]


class Visit:
    """A fresh page on the site in a folder, with what it asked for and complained about."""

    def __init__(self, browser: Browser, site: Path, **how: object):
        self.page: Page = browser.new_context(**how).new_page()  # type: ignore[arg-type]
        self.page.set_default_timeout(10_000)
        self.site = site
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"{request.url} failed"))

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            self.complaints.append(line.text)

    def open(self, name: str) -> Page:
        self.page.goto(f"file://{self.site}/{name}.html")
        return self.page


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    visit = Visit(browser, site, viewport={"width": 1440, "height": 900})
    yield visit
    visit.page.context.close()


def seen(page: Page) -> list[float]:
    """The part of the drawing that is shown: x, y, width, height."""
    box = page.locator(".ad-canvas svg").first.get_attribute("viewBox")
    assert box
    return [float(number) for number in box.split()]


def lit(page: Page) -> set[str]:
    """The components that stand out."""
    nodes = page.locator(".ad-shaded .node.ad-lit").all()
    return {component for node in nodes if (component := node.get_attribute("data-component"))}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_from_a_folder_without_other_hosts_or_complaints(visit: Visit, name: str) -> None:
    page = visit.open(name)
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in visit.asked if not re.match("file:|data:|blob:|about:", url)] == []
    assert visit.complaints == []


def test_a_click_on_a_component_opens_its_page(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    page.locator("#prod--db--a, .node[data-component=db]").first.click()
    page.wait_for_url("**/components/db.html")
    expect(page.locator("h1")).to_contain_text("Orders database")


def test_a_component_opens_with_the_keyboard(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    page.locator(".ad-canvas .node[data-component=dns] > a[aria-label]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/components/dns.html")


def test_services_without_room_lead_to_all_that_the_picture_is_of(visit: Visit) -> None:
    """`+ 9 services`, as if there were so many, opens the list below the picture."""
    more = '<text class="more" x="900" y="1060" font-size="17">+ 9 services</text><g class="frame">'
    text = (visit.site / "systems/shop/environments/prod.html").read_text().replace('<g class="frame">', more)
    visit.page.route("**/prod.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    page = visit.open("systems/shop/environments/prod")
    told = page.locator(".ad-told details").first
    assert not told.evaluate("one => one.open")
    page.get_by_role("link", name="+ 9 services").click()
    page.wait_for_url("**/prod.html#prod--told")
    assert told.evaluate("one => one.open")


def test_buttons_and_keys_zoom_move_and_show_everything_again(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    assert seen(page) == [0, 0, 1920, 1080]
    page.get_by_role("button", name="Zoom in").click()
    assert seen(page)[2] == pytest.approx(1920 / 1.4)
    page.locator(".ad-picture").focus()
    page.keyboard.press("+")
    assert seen(page)[2] == pytest.approx(1920 / 1.4**2)
    x = seen(page)[0]
    page.keyboard.press("ArrowRight")
    assert seen(page)[0] > x
    page.keyboard.press("0")
    assert seen(page) == [0, 0, 1920, 1080]


@pytest.mark.parametrize("height", [900, 700])
def test_the_whole_picture_is_in_the_window_when_asked(visit: Visit, height: int) -> None:
    """By its button or w, below the header of the theme, with its bar; once more it is as large as before."""
    page = visit.open("systems/shop/environments/prod")
    page.set_viewport_size({"width": 1440, "height": height})
    host, canvas = page.locator(".ad-picture").first, page.locator(".ad-canvas svg").first
    large = canvas.evaluate("svg => svg.getBoundingClientRect().width")
    host.press("w")
    top, bottom = host.evaluate("host => [host.getBoundingClientRect().top, host.getBoundingClientRect().bottom]")
    header = page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom")
    assert header <= top < bottom <= height
    assert bottom - top > 0.8 * (height - header)
    button = page.get_by_role("button", name="Fit to the window (w)")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert canvas.evaluate("svg => svg.getBoundingClientRect().width") == large


def test_the_wheel_zooms_only_with_control(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    page.locator(".ad-canvas svg").hover()
    page.mouse.wheel(0, -100)
    assert seen(page)[2] == 1920
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('.ad-canvas svg').viewBox.baseVal.width < 1920")


def test_a_drag_moves_the_picture_and_opens_nothing(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    page.get_by_role("button", name="Zoom in").click()
    before = seen(page)
    page.locator(".node[data-component=web] use").first.hover()
    node = page.locator(".node[data-component=web] use").first.bounding_box()
    assert node
    page.mouse.down()
    page.mouse.move(node["x"] - 60, node["y"] - 20, steps=4)
    page.mouse.up()
    assert seen(page)[0] > before[0]
    assert page.url.endswith("environments/prod.html")


def test_the_pointer_on_a_component_lights_its_neighbours(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    page.locator(".node[data-component=dns]").first.hover()
    assert lit(page) == {"users", "dns", "web"}
    page.locator("h1").hover()
    assert lit(page) == set()


def test_a_flow_is_walked_step_by_step(visit: Visit) -> None:
    page = visit.open("systems/shop/flows/visit")
    following = page.get_by_role("button", name="Next step").first
    caption = page.locator(".ad-caption").first
    following.click()
    expect(caption).to_have_text("Step 1 of 3: Shoppers → Shop DNS. Shoppers ask for the address.")
    assert lit(page) == {"users", "dns"}
    following.click()
    following.click()
    expect(page.locator(".ad-steps tr.ad-now td").first).to_have_text("3")
    assert lit(page) == {"web", "db"}
    page.get_by_role("button", name="Previous step").first.click()
    expect(caption).to_have_text(re.compile("^Step 2 of 3"))
    page.get_by_role("button", name="Show everything").first.click()
    assert lit(page) == set()


def test_a_page_can_be_one_picture_alone(visit: Visit) -> None:
    """As it is framed by a page of somebody else: with its steps, and links that leave the frame."""
    page = visit.page
    page.goto(f"file://{visit.site}/systems/shop/flows/visit.html?only=visit--prod")
    shown = page.locator("body > *:visible").all()
    assert [one.get_attribute("data-view") for one in shown] == ["visit--prod"]
    page.get_by_role("button", name="Next step").click()
    expect(page.locator("body > .ad-picture .ad-caption")).to_contain_text("Step 1 of")
    assert {link.get_attribute("target") for link in page.locator("body > .ad-picture a").all()} == {"_top"}
    assert visit.complaints == []


def test_what_a_flow_leaves_faded_stays_so_at_its_steps(visit: Visit) -> None:
    """As a copy that waits for a failure."""
    page = visit.open("systems/shop/flows/visit")
    one, other = (page.locator('.node[data-component="web"]').nth(k) for k in (0, 1))
    other.evaluate("node => node.classList.add('dimmed')")
    for _ in range(2):
        page.get_by_role("button", name="Next step").first.click()
    expect(one).to_have_class(re.compile("ad-lit"))
    expect(other).not_to_have_class(re.compile("ad-lit"))


def test_search_finds_a_component_without_a_server(visit: Visit) -> None:
    page = visit.open("systems/shop/index")
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially("orders database")
    found = page.locator(".md-search-result__link").first
    expect(found).to_have_attribute("href", re.compile(r"components/db\.html"))  # once all letters are searched for
    expect(found).to_contain_text("Orders database")
    assert visit.complaints == []


def test_light_and_dark_can_be_chosen(visit: Visit) -> None:
    page = visit.open("systems/shop/environments/prod")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator("label[title='Dark colours']:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    colour = "getComputedStyle(document.querySelector('.ad-canvas svg .paper')).fill"
    assert page.evaluate(colour) == "rgb(16, 27, 39)", "the picture turns dark with the page"


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_only_downwards(browser: Browser, site: Path, name: str) -> None:
    visit = Visit(browser, site, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.open(name)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert visit.complaints == []
    page.context.close()


def test_without_script_the_lists_of_links_do_the_same(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site, java_script_enabled=False)
    page = visit.open("systems/shop/environments/prod")
    page.get_by_text("This picture in words").click()
    page.locator(".ad-told").get_by_role("link", name="Orders database · primary").first.click()
    page.wait_for_url("**/components/db.html")
    page.context.close()


def test_on_a_phone_a_step_comes_into_view(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.open("systems/shop/flows/visit")
    following = page.get_by_role("button", name="Next step").first
    for _ in range(3):
        following.click()
    page.wait_for_function("document.querySelector('.ad-canvas').scrollLeft > 0")
    expect(page.locator(".badge[data-step='3']").first).to_be_in_viewport()
    page.context.close()


def test_every_component_is_two_clicks_away_from_home(visit: Visit) -> None:
    for name in ("Shoppers", "Shop DNS", "Web servers", "Orders database"):
        page = visit.open("index")
        page.get_by_role("link", name="All 4 components").click()
        page.locator("article").get_by_role("link", name=name).click()
        expect(page.locator("h1")).to_contain_text(name)


def test_a_step_with_a_note_leads_to_it(visit: Visit) -> None:
    page = visit.open("systems/shop/flows/visit")
    page.get_by_role("link", name="note", exact=True).click()
    expect(page.get_by_role("heading", name="Notes")).to_be_in_viewport()
    expect(page.get_by_text("Use HTTPS.")).to_be_visible()


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of three systems of which two name each other."""
    project = write_project(tmp_path_factory.mktemp("several") / "project", [], "pass\n")
    written(project / "model", **THREE)
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "site"


@pytest.fixture
def several(browser: Browser, three: Path) -> Visit:
    return Visit(browser, three, viewport={"width": 1440, "height": 900})


def test_the_landscape_leads_to_systems(several: Visit) -> None:
    page = several.open("index")
    page.get_by_role("link", name="Landscape").first.click()
    page.wait_for_url("**/systems/landscape.html")
    page.locator(".node[data-component=shop]").hover()
    assert lit(page) == {"shop", "payments", "outside--customers"}
    page.locator(".node[data-component=outside--customers]").click()
    page.wait_for_url("**/landscape.html#outside--customers")
    page.locator(".node[data-component=payments]").click()
    page.wait_for_url("**/systems/payments/index.html")
    assert several.complaints == []


def test_a_component_that_stands_for_a_system_leads_to_it(several: Visit) -> None:
    page = several.open("systems/shop/environments/prod")
    page.locator(".node[data-component=money]").first.click()
    page.wait_for_url("**/systems/payments/index.html")
    expect(page.locator("h1")).to_contain_text("Payments")


def test_on_a_phone_closer_is_closer(browser: Browser, site: Path) -> None:
    """There the whole drawing is wider than its frame, which a closer look fills."""
    visit = Visit(browser, site, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.open("systems/shop/environments/prod")

    def scale() -> float:
        found: float = page.locator(".ad-canvas > svg").first.evaluate("svg => svg.getScreenCTM().a")
        return round(found, 3)

    far = scale()
    page.get_by_role("button", name="Zoom in (+)").first.click()
    assert scale() == round(far * 1.4, 3)
    page.get_by_role("button", name="Zoom out (−)").first.click()
    assert scale() == far
    visit.page.context.close()


NAVIGATION = ".md-nav--primary li > a, .md-nav--primary li > .md-nav__container > a"
CONTENTS = ".md-nav--secondary li > a"
BARE = "nav => nav.outerHTML.replace(/>\\s+/g, '>').replace(/\\s+</g, '<').replace(/ data-ad-[^ >]*/g, '')"


@pytest.fixture(scope="module")
def unshared(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site with all of the theme's pages on each."""
    project = tmp_path_factory.mktemp("unshared") / "project"
    shutil.copytree(site.parent, project, ignore=shutil.ignore_patterns("site", ".archdeck"))
    with (project / "build.py").open("a") as file:
        file.write(
            "\nfrom archdeck.site.hooks import SharedParts, Trimmed\n"
            "SharedParts.lean = lambda self, html, url, inside: html\n"
            "Trimmed.of = lambda *_: None\n"
        )
    built = run(project, "mkdocs", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "site"


@pytest.fixture
def whole(browser: Browser, unshared: Path) -> Iterator[Visit]:
    visit = Visit(browser, unshared, viewport={"width": 1440, "height": 900})
    yield visit
    visit.page.context.close()


def test_the_navigation_is_whole_and_without_a_script_leads_on(visit: Visit, browser: Browser, site: Path) -> None:
    """Of the systems, of the pages of one, and of its components: all; of the last two, what stands beside the page."""
    page = visit.open("systems/shop/components/db")
    told = page.locator(NAVIGATION).filter(has_not=page.locator(CONTENTS)).all_text_contents()
    contents = page.locator(f".md-nav--primary {CONTENTS}").all_text_contents()
    assert contents == page.locator(f".md-sidebar--secondary {CONTENTS}").all_text_contents() != []
    whole = "Home, Systems, Shop, Environments, Differences, Flows, Drills, Ledger, Components, Shoppers, Shop DNS"
    whole += ", Web servers, Orders database, Requirements, Topics, Presenting, Relations, Findings, More pictures"
    whole += ", Catalogue, Reference of the language, Rules, All kinds"
    assert ", ".join(words for one in told if (words := one.strip()) not in map(str.strip, contents)) == whole
    assert page.locator(".md-nav--primary .md-nav__link--active").all_text_contents() != []
    assert visit.complaints == []
    bare = Visit(browser, site, java_script_enabled=False)
    left = bare.open("systems/shop/components/db").locator(".ad-near a").all_text_contents()
    bare.page.context.close()
    path = "Home, Systems, Shop, Ledger, Components, Web servers, Orders database, Requirements, Catalogue"
    assert ", ".join(left) == path


@pytest.mark.parametrize("path", ["systems/shop/components/db", "systems/shop/components/index", "index"])
def test_the_navigation_is_that_of_the_theme(visit: Visit, whole: Visit, path: str) -> None:
    """The script makes again what the theme wrote, to the letter, but for blanks."""
    shown = [one.open(path).locator(".md-nav--primary").evaluate(BARE) for one in (visit, whole)]
    assert shown[0] == shown[1]


def test_a_page_makes_files_of_its_picture(visit: Visit) -> None:
    """Whole by themselves, also where the site is opened from a folder: the icons are in them."""
    page = visit.open("systems/shop/components/db")
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG", exact=True).click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert saved.value.suggested_filename == "component--db.svg"
    assert re.findall(r'<image[^>]* href="(.{22})', text) != []
    assert {*re.findall(r'<image[^>]* href="(.{22})', text)} == {"data:image/png;base64,"}
    assert "<a " not in text
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG", exact=True).click()
    with Image.open(saved.value.path()) as picture:
        assert (saved.value.suggested_filename, picture.size) == ("component--db.png", (1920, 1080))
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50
    expect(page.locator(".ad-request")).to_be_hidden()
    assert visit.complaints == []


def test_where_no_file_can_be_made_the_page_says_how_to_ask_for_it(visit: Visit, browser: Browser, site: Path) -> None:
    request = "As a file on request: archdeck render shop component--db --format png --out component--db.png"
    page = visit.open("systems/shop/components/db")
    page.route("**/icons/**/*.js", lambda route: route.abort())
    page.route("**/icons/*.js", lambda route: route.abort())
    page.get_by_role("button", name="SVG", exact=True).click()
    expect(page.locator(".ad-request")).to_have_text(request)
    visit.complaints.clear()  # the browser's own of the script that did not come
    bare = Visit(browser, site, java_script_enabled=False)
    downloads = bare.open("systems/shop/components/db").locator(".ad-downloads")
    assert downloads.inner_text() == request
    bare.page.context.close()
