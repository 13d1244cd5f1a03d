"""The search on the site of the shipped systems, in Chromium: what a reader asks leads to the right page, and what is
searched is fetched when the search is opened."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archdeck.model import find_systems, read_model
from site_model import pages_of
from site_project import ROOT, run, searched, write_project

OF = "systems/[^/]+/"
RIGHT = {
    "route 53": f"{OF}components/",
    "what happens if a zone fails": f"{OF}drills/.*(zone|az)",
    "RTO": f"{OF}(ledger|requirements)",
    "RPO": f"{OF}(ledger|requirements)",
    "failover": f"{OF}(flows|drills)/",
    "waf": f"{OF}components/",
    "s3": f"{OF}components/",
    "encryption": f"{OF}(requirements|components)",
    "disaster recovery": f"{OF}environments/",
    "slides": f"({OF}|share/)presenting",
    "export powerpoint": f"({OF}|share/)presenting",
    "keyboard": "share/presenting",
    "production": f"{OF}environments/prod",
    "staging environment": f"{OF}environments/staging",
    "load balancer": f"{OF}components/",
    "database": f"{OF}components/",
    "cdn": f"{OF}components/",
    "redis cache": "systems/global-web-app/components/redis",
    "kubernetes": f"{OF}components/",
    "single point of failure": f"{OF}drills/",
    "cost": f"{OF}(requirements|presenting|topics)",
    "backups": f"{OF}(flows|components)/",
    "shopmaster": "systems/shopmaster/index",
    "region outage": f"{OF}drills/.*(region|us-east|ap-)",
    "monitoring": f"{OF}(components|topics)/",
    "requirements": f"{OF}requirements",
    "difference between staging and production": f"{OF}differences/staging--prod",
    "yaml": "describe/language",
    "getting started": "start/tutorial",
    "what breaks when the database fails": f"{OF}drills/",
}
ASK = """async queries => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const index = JSON.parse((await (await fetch("search/search_index.js")).text()).slice("var __index = ".length));
  const worker = new Worker(config.search);
  const answer = message => new Promise(done => {
    worker.onmessage = event => done(event.data);
    worker.postMessage(message);
  });
  await answer({type: 0, data: {...index, options: {suggest: true}}});
  const first = {};
  for (const query of queries) {
    const [found] = (await answer({type: 2, data: query})).data.items;
    first[query] = found ? found[0].location.split("#")[0] : "";
  }
  return first;
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped systems with the pages that people wrote, and small pictures."""
    models = [read_model(id, path) for id, path in find_systems(ROOT / "model").items()]
    project = write_project(tmp_path_factory.mktemp("shipped") / "project", [pages_of(model) for model in models])
    shutil.copytree(ROOT / "docs", project / "docs", dirs_exist_ok=True, ignore=shutil.ignore_patterns("systems"))
    built = run(project, "mkdocs", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "site"


@pytest.fixture
def page(browser: Browser, shipped: Path) -> Iterator[Page]:
    """The home page of that site, from a server, in a browser that notes what it asks for."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(shipped)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
    yield page
    server.shutdown()


def test_what_readers_ask_leads_to_the_right_page_first(page: Page) -> None:
    first = page.evaluate(ASK, list(RIGHT))
    assert {query: found for query, found in first.items() if not re.match(RIGHT[query], found)} == {}


def test_what_is_searched_is_fetched_when_the_search_is_opened(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload(wait_until="networkidle")
    assert "search_index.js" not in asked
    page.keyboard.press("/")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    page.keyboard.type("redis cache")
    expect(page.locator(".md-search-result__item h1").first).to_have_text("Redis – Global Web App")
    assert [name for name in asked if name.startswith("search_index")] == ["search_index.js"]


def test_words_by_which_a_page_is_found_are_not_shown(shipped: Path) -> None:
    """`words` in front matter: neither on the page, nor in what the search shows of it."""
    index = searched(shipped)
    [entry] = [one for one in index["docs"] if one["location"] == "share/presenting.html"]
    assert "clicker" in entry["words"]
    assert "clicker" not in entry["title"] + entry["text"]
    assert "handout speaker notes" not in (shipped / "systems/shopmaster/presenting.html").read_text(encoding="utf-8")


def test_decisions_weigh_little(shipped: Path) -> None:
    index = searched(shipped)
    assert {one.get("boost", 1) for one in index["docs"] if one["location"].startswith("decisions/")} == {0.001}
