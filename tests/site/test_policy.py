"""A site under a Content-Security-Policy, in Chromium: what archdeck makes needs files of the site alone, and with the
header that `archdeck policy` prints all of it works."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from archdeck.cli.commands import cli
from archdeck.site import policy
from site_project import ROOT

SHOP = "systems/shop"
PAGES = [
    "index.html",
    "404.html",
    "systems/index.html",
    "systems/catalogue.html",
    f"{SHOP}/index.html",
    f"{SHOP}/environments/index.html",
    f"{SHOP}/environments/prod.html",
    f"{SHOP}/components/db.html",
    f"{SHOP}/flows/visit.html",
    f"{SHOP}/presenting.html",
    f"{SHOP}/talk/shop.html",
    f"{SHOP}/pictures/prod.svg",
]
LISTEN = """
window.refused = [];
document.addEventListener('securitypolicyviolation', e =>
  window.refused.push(`${e.effectiveDirective}: ${e.blockedURI}: ${e.sample.slice(0, 11)}`))
"""


@contextmanager
def served(site: Path, header: str) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", header)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(browser: Browser) -> Page:
    page = browser.new_page()
    page.add_init_script(LISTEN)
    return page


def refused(page: Page, address: str) -> list[str]:
    page.goto(address)
    found: list[str] = page.evaluate("window.refused")
    return found


def test_all_of_a_site_works_under_the_header_that_is_printed(browser: Browser, site: Path) -> None:
    done = CliRunner().invoke(cli, ["policy", str(site)])
    header = done.stdout.strip()
    assert header == policy(site)
    assert "unsafe" not in header
    with served(site, header) as host:
        page = opened(browser)
        assert {name: refused(page, f"{host}/{name}") for name in PAGES} == {name: [] for name in PAGES}
        page.goto(f"{host}/{SHOP}/index.html")
        page.locator(".md-search__input").fill("orders")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        page.goto(f"{host}/{SHOP}/environments/prod.html")
        before = page.locator("body").get_attribute("data-md-color-scheme")
        page.locator("[data-md-component=palette] label:visible").click()
        assert page.locator("body").get_attribute("data-md-color-scheme") != before
        page.goto(f"{host}/{SHOP}/talk/shop.html")
        slide = page.evaluate("location.hash")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => location.hash !== before", arg=slide)
        assert page.evaluate("window.refused") == []
        page.close()


def test_what_archdeck_makes_of_pages_needs_files_of_the_site_alone(browser: Browser, site: Path) -> None:
    """Three scripts of Material's are in each page, and its style sheet has icons as data."""
    material = {
        "script-src-elem: inline: __md_scope=",
        "script-src-elem: inline: var palette",
        "script-src-elem: inline: var target=",
        "img-src: data: ",
    }
    with served(site, "default-src 'self'; script-src 'self' 'report-sample'") as host:
        page = opened(browser)
        for name in [name for name in PAGES[2:] if "talk" not in name and name.endswith(".html")]:
            assert set(refused(page, f"{host}/{name}")) <= material, name
            assert page.locator("[style]:not([style=''])").count() == 0 or "md-" in page.content()
        shown = f"{host}/{SHOP}/environments/prod.html"
        page.goto(shown)
        assert page.evaluate("[...document.querySelectorAll('.ad-canvas image')].map(i => i.href.baseVal.slice(0, 5))")
        assert "data:" not in page.evaluate("document.querySelector('.ad-canvas').innerHTML")
        page.close()


def test_the_short_header_of_the_docs_works_too(browser: Browser, site: Path) -> None:
    words = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")
    [header] = [line for line in words.splitlines() if line.startswith("default-src") and "unsafe" in line]
    with served(site, header) as host:
        page = opened(browser)
        assert {name: refused(page, f"{host}/{name}") for name in PAGES} == {name: [] for name in PAGES}
        page.close()


def test_something_that_is_slipped_in_is_not_run(browser: Browser, site: Path) -> None:
    """Whoever gets a script into a page gets nothing by it."""
    page_file = site / SHOP / "slipped.html"
    header = policy(site)
    page_file.write_text("<body><script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">")
    try:
        with served(site, header) as host:
            page = opened(browser)
            assert len(refused(page, f"{host}/{SHOP}/slipped.html")) >= 1
            assert page.title() == ""
            page.close()
    finally:
        page_file.unlink()
