"""A model whose every field wants to be more than text to all outputs: a parser and a browser find nothing but text.

`ARCHDECK_FUZZ=full` takes as many turns as there are payloads, so that each has been in each field.
"""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, Route

import hostile
from archdeck.library import Picture, load
from archdeck.project import Project, build, build_decks, recall
from archdeck.site import build_site, policy
from longer import turns

TURNS = turns(1, len(hostile.PAYLOADS))
SVG_TAGS = {"svg", "title", "desc", "defs", "symbol", "image", "use", "rect", "g", "text", "tspan", "style"}
SVG_TAGS |= {"path", "polygon", "polyline", "pattern"}
DRAWIO_TAGS = {"b", "i", "br", "div", "span", "font", "p", "u"}
LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "srcdoc", "xlink:href"}


class Tags(HTMLParser):
    """The tags of a page, what in it would act, and what it would load."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: set[str] = set()
        self.acts: list[str] = []
        self.loads: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in ((name, value or "") for name, value in attributes):
            if name.startswith("on") or re.match(r"\s*(javascript|vbscript|data:text)", value, re.IGNORECASE):
                self.acts.append(f"<{tag} {name}={value[:60]}>")
            if name in LOADS or (name == "href" and tag in ("link", "image", "use", "base")):
                self.loads.append(value)


class Made:
    """A project of a model, built whole."""

    def __init__(self, root: Path, text: str):
        (root / "model").mkdir(parents=True)
        (root / "model" / "shop.yaml").write_text(text, encoding="utf-8")
        self.root, place = root, Project(root / "model", root)
        build(place)
        build_decks(place)
        build_site(root, recall(place.memory))
        system = load(root / "model" / "shop.yaml")
        self.pictures: list[Picture] = list(system.pictures())
        for suffix in (".html", ".drawio"):
            for picture in self.pictures:
                if picture.id in ("prod", "buy--prod", "drill-zone--prod"):
                    (root / f"{picture.id}{suffix}").write_bytes(picture.data(suffix.removeprefix("."), 1920))

    def files(self, suffix: str) -> list[Path]:
        found = [p for p in self.root.rglob(f"*{suffix}") if "docs" not in p.relative_to(self.root).parts[:1]]
        assert found, suffix
        return sorted(found)


@pytest.mark.parametrize("turn", range(TURNS))
def test_all_outputs_of_a_hostile_model(turn: int, tmp_path: Path, site: Path, browser: Browser) -> None:
    """One test, as each process that shares them would build it."""
    (tmp_path / "fields").mkdir()
    text, count = hostile.filled(tmp_path / "fields", turn)
    assert count >= 80
    made = Made(tmp_path / "project", text)
    pictures_are_pictures(made)
    pages_run_what_those_of_another_model_do(made, site)
    talks_and_files_of_drawio_lead_nowhere(made)
    a_browser_fetches_nothing_and_runs_nothing(browser, made)


def pictures_are_pictures(made: Made) -> None:
    for file in made.files(".svg"):
        text = file.read_text(encoding="utf-8")
        assert "<!" not in text
        assert "<?" not in text.removeprefix("<?xml")
        if "site/assets" in file.as_posix():
            continue
        for element in ElementTree.fromstring(text).iter():
            assert element.tag.rpartition("}")[2] in SVG_TAGS, file
            for name, value in element.attrib.items():
                assert not name.lower().startswith("on")
                if name.endswith("href"):
                    assert value.startswith(("#", "data:image/png;base64,")), f"{file}: {value[:50]}"


def pages_run_what_those_of_another_model_do(made: Made, site: Path) -> None:
    assert set(policy(made.root / "site").split()) == set(policy(site).split())
    for file in made.files(".html"):
        page = Tags(file.read_text(encoding="utf-8"))
        assert page.acts == [], file
        loads = [found for found in page.loads if not found.startswith("data:image/png;base64,")]
        assert [found for found in loads if "//" in found or "evil" in found] == [], file


def talks_and_files_of_drawio_lead_nowhere(made: Made) -> None:
    for file in made.files(".pptx"):
        with zipfile.ZipFile(file) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    root = ElementTree.fromstring(parts.read(name))
                    assert [e.get("Target") for e in root.iter() if e.get("TargetMode") == "External"] == [], name
    for file in made.files(".drawio"):
        for element in ElementTree.fromstring(file.read_text(encoding="utf-8")).iter():
            assert not {name for name in element.attrib if name.lower().startswith("on")}
            assert "link" not in element.attrib
            for words in (element.get(name, "") for name in ("value", "label", "tooltip")):
                shown = Tags(words)
                assert (shown.tags - DRAWIO_TAGS, shown.acts, shown.loads) == (set(), [], []), file


def a_browser_fetches_nothing_and_runs_nothing(browser: Browser, made: Made) -> None:
    asked: list[str] = []

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page = browser.new_page()
    page.route(re.compile("^(?!file:)"), elsewhere)
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    words = [file for file in made.files(".html") if "rules" not in file.parts]  # those say nothing of a model
    for file in [*made.files(".svg"), *words]:
        page.goto(file.as_uri())
        poked(page)
        assert page.evaluate("window.hit") is None, file
    for file in made.files(".drawio"):
        for element in ElementTree.fromstring(file.read_text(encoding="utf-8")).iter():
            page.set_content(element.get("value", "") or element.get("label", ""))
            assert page.evaluate("window.hit") is None, element.attrib
    assert [url for url in asked if not url.startswith("data:")] == []
    page.close()


def poked(page: Page) -> None:
    """A pointer over everything, and clicks where they lead nowhere else."""
    page.evaluate("""() => {
      for (const one of document.querySelectorAll('*')) {
        one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        if (!one.closest('a, button, input, label')) one.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      }
    }""")
