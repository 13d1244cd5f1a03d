"""What is shown for a page that is not there, on a server that has the site below a path, as some hosts do."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from archdeck.site.not_found import finding_its_site
from site_project import run


class Host(http.server.SimpleHTTPRequestHandler):
    """Has the site below /sub/path/, and its page 404.html for everything that is not there."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: object) -> None:
        page = Path(self.directory, "sub/path/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[str]:
    shutil.copytree(site, tmp_path / "sub/path")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/path/"
    server.shutdown()


@pytest.mark.parametrize("gone", ["gone.html", "systems/shop/gone/or/never.html"])
def test_the_page_of_what_is_not_there_finds_its_site(browser: Browser, host: str, gone: str) -> None:
    page = browser.new_page()
    missing: list[str] = []
    page.on(
        "response",
        lambda answer: missing.append(answer.url) if answer.status != 200 and "sitemap" not in answer.url else None,
    )
    page.goto(host + gone)
    folder = (host + gone).rpartition("/")[0] + "/"
    assert missing[0] == host + gone
    assert [url for url in missing if not url.startswith(folder)] == [], "but for what the browser fetched too early"
    assert page.evaluate("[...document.styleSheets].filter(sheet => !sheet.cssRules.length).length") == 0
    page.keyboard.press("/")
    page.keyboard.type("orders database")
    expect(page.locator(".md-search-result__item h1").first).to_contain_text("Orders database")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url(host + "systems/shop/components/db.html?h=**")
    page.go_back()
    page.locator(".md-tabs").get_by_role("link", name="Systems").click()
    page.wait_for_url(host + "systems/index.html")


@pytest.mark.parametrize("gone", ["gone.html", "systems/shop/gone/or/never.html"])
def test_the_page_of_what_is_not_there_leads_home(browser: Browser, host: str, gone: str) -> None:
    page = browser.new_page()
    page.goto(host + gone)
    assert " ".join(page.locator("article").inner_text().split()) == (
        "404 - Not found Nothing lies at this address: it may be mistyped, or the page has moved or is no more. The "
        "search above finds every page by its words, and the home page leads to all."
    )
    page.get_by_role("link", name="the home page").click()
    page.wait_for_url(host + "index.html")


def test_addresses_of_other_hosts_stay() -> None:
    page = '<head></head><a href="/a.html"></a><a href="//other.example/"></a><a href="https://other.example/b"></a>'
    left = finding_its_site(page).partition("</head>")[2]
    assert left == '<a href="./a.html"></a><a href="//other.example/"></a><a href="https://other.example/b"></a>'


def test_a_site_that_knows_its_address_lists_its_pages(site: Path, tmp_path: Path) -> None:
    """With `site_url` the sitemap names every page, and the page of what is not there leads to that address."""
    project = tmp_path / "project"
    shutil.copytree(site.parent, project, ignore=shutil.ignore_patterns("site"))
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text() + "\nsite_url: https://example.org/sub/path/\n")
    assert run(project, "mkdocs", "build", "--strict").returncode == 0
    listed = (project / "site/sitemap.xml").read_text()
    pages = [p.relative_to(project / "docs").with_suffix(".html") for p in (project / "docs").rglob("*.md")]
    assert listed.count("<loc>https://example.org/sub/path/") == len(pages)
    page = (project / "site/404.html").read_text()
    assert 'href="/sub/path/systems/assets/archdeck.css"' in page
    assert "<base" not in page
