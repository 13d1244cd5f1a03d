"""The site as MkDocs and Zensical build it from the same Markdown and the shipped mkdocs.yml."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_model import SHOP, model_of, pages_of
from site_project import run, searched, write_project

BROKEN = """
from archdeck.site import hooks
from archdeck.language.problems import Location, ModelError, Problem, Severity

def draw(root):
    where = Location("model/shop.yaml", 3, 5)
    raise ModelError([Problem(where, Severity.ERROR, "'dbb' is no component", "unknown-id")])

hooks.draw = draw
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", [pages_of(model_of(SHOP, tmp_path))])


def html(site: Path) -> dict[str, str]:
    return {str(f.relative_to(site)): f.read_text() for f in site.rglob("*.html")}


def test_a_page_of_html_for_every_page_of_markdown(site: Path) -> None:
    docs = site.parent / "docs"
    expected = {str(f.relative_to(docs).with_suffix(".html")) for f in docs.rglob("*.md")}
    assert set(html(site)) == expected | {str(f.relative_to(docs)) for f in docs.rglob("*.html")} | {"404.html"}


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    for path, page in html(site).items():
        fetched = re.findall(
            r"<(?:script|img|iframe|source|link (?!rel=\"canonical))[^>]*(?:src|href)=\"([^\"]*)\"", page
        )
        assert [url for url in fetched if re.match(r"(https?:)?//", url)] == [], path
    for sheet in [
        *site.rglob("*.css"),
        site / "systems/assets/archdeck.js",
        site / "systems/assets/iframe-worker.js",
    ]:
        assert not re.search(r"(url\(|@import|fetch\()[\"']?(https?:)?//", sheet.read_text()), sheet


def test_links_between_files_lead_somewhere(site: Path) -> None:
    for path, page in html(site).items():
        if path == "404.html":
            continue
        for target in re.findall(
            r"(?:href|src)=\"([^\"#:?]+)[\"#?]", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
        ):
            assert (site / path).parent.joinpath(target).exists(), (path, target)


def test_the_words_of_a_drawing_are_not_searched(site: Path) -> None:
    index = json.dumps(searched(site))
    assert "Keeps the orders." in index
    assert "What stands where" not in index
    assert "<svg" not in index


def test_the_navigation_has_systems_by_name_and_environments_in_order(site: Path) -> None:
    page = (site / "systems/shop/environments/prod.html").read_text()
    [tabs] = re.findall(r"<nav class=\"md-tabs\".*?</nav>", page, re.DOTALL)
    assert words(tabs) == ["Home", "Systems"]
    side = page.split("md-nav--primary")[1].split("md-content")[0]
    assert re.findall(r"href=\"(?:\./)?(\w+)\.html\"", side)[:3] == ["index", "prod", "dev"]


def words(markup: str) -> list[str]:
    return [line.strip() for line in re.sub(r"<[^>]*>", "", markup).splitlines() if line.strip()]


def test_pictures_are_inline_and_whole(site: Path) -> None:
    page = (site / "systems/shop/environments/prod.html").read_text()
    [drawing] = re.findall(r"<div class=\"ad-canvas\">\s*(<svg.*?</svg>)", page, re.DOTALL)
    markdown = (site.parent / "docs/systems/shop/environments/prod.md").read_text()
    icons = re.findall(r' href="(\.\./\.\./assets/icons/[^"]*\.png)"', drawing)
    assert len(icons) == len(set(icons)) > 2
    data = ((site / "systems/shop/environments" / icon).read_bytes() for icon in icons)
    for icon, there in zip(icons, data, strict=True):
        drawing = drawing.replace(icon, f"data:image/png;base64,{base64.b64encode(there).decode()}")
    assert drawing in markdown


def test_hand_written_pages_are_left_alone(site: Path) -> None:
    assert '<a href="systems/index.html">the systems</a>' in (site / "index.html").read_text()


CARD = re.compile(
    r'<a href="systems/shop/index.html"><img alt="Shop – A small shop" class="ad-light" loading="lazy" '
    r'src="systems/shop/pictures/prod.svg" ?/?>'
    r'<img alt="Shop – A small shop" class="ad-dark" loading="lazy" src="systems/shop/pictures/prod.svg#prod" ?/?></a>'
)


def test_the_home_page_shows_each_system_as_a_card(site: Path) -> None:
    assert CARD.search((site / "index.html").read_text())


def test_the_cards_are_found_from_any_folder(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(project / "mkdocs.yml")]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert CARD.search((project / "site/index.html").read_text())


def test_a_broken_model_ends_the_build_with_its_problems(project: Path) -> None:
    (project / "build.py").write_text((project / "build.py").read_text() + BROKEN)
    built = run(project, "mkdocs", "build")
    assert built.returncode == 1
    assert "model/shop.yaml:3:5: error: 'dbb' is no component [unknown-id]" in built.stderr
    assert "archdeck: the model has problems (see above); the site was not built" in built.stdout
    assert "Traceback" not in built.stderr
    assert not (project / "site").exists()


def test_a_nav_of_the_project_is_kept(project: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text() + "\nnav:\n  - Start: index.md\n  - systems/index.md\n")
    assert run(project, "mkdocs", "build", "--strict").returncode == 0
    page = (project / "site/index.html").read_text()
    assert "Start" in page
    assert "Catalogue" not in page


def test_hostile_names_stay_text_in_the_navigation(tmp_path: Path) -> None:
    source = SHOP.replace("name: Orders database", "name: '<img src=x onerror=alert(1)> &amp; {{ x }}'")
    project = write_project(tmp_path / "project", [pages_of(model_of(source, tmp_path))])
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stderr
    for path, page in html(project / "site").items():
        assert "<img src=x" not in page, path
    assert (
        "&lt;img src=x onerror=alert(1)&gt; &amp;amp; &#123;&#123; x"
        in (project / "site/systems/shop/components/web.html").read_text()
    )


def order(page: str) -> list[str]:
    """Where the navigation of a page leads, in its order."""
    nav = page.partition('class="md-nav md-nav--primary')[2].partition("md-sidebar--secondary")[0]
    found = re.findall(r'<a\b[^>]*?href="(?:\./)?([^"#]*)"', nav)
    return [href for href in found if href.endswith(".html")]


def asks_others(page: str) -> list[str]:
    """What a page has a browser fetch from other hosts."""
    fetched = re.findall(r'<(?:script|img|iframe|image|use)\b[^>]*?(?:src|href)="((?:https?:)?//[^"]*)"', page)
    return fetched + re.findall(r'<link\b(?![^>]*rel="(?:canonical|next|prev)")[^>]*href="((?:https?:)?//[^"]*)"', page)


@pytest.mark.parametrize("generator", ["zensical", "properdocs"])
def test_others_build_the_same_tree(generator: str, site: Path, tmp_path: Path) -> None:
    """The same pages in the same order, with live pictures, and nothing from other hosts."""
    pytest.importorskip(generator)
    project = tmp_path / "project"
    shutil.copytree(site.parent, project, ignore=shutil.ignore_patterns("site"))
    built = run(project, generator, "build", *(["-f", "mkdocs.yml"] if generator == "properdocs" else []))
    assert built.returncode == 0, built.stdout + built.stderr
    pages = html(project / "site")
    assert set(pages) == set(html(site))
    assert {path: asked for path, page in pages.items() if (asked := asks_others(page))} == {}
    at = "systems/shop/flows/visit.html"
    page = (project / "site" / at).read_text()
    assert CARD.search((project / "site/index.html").read_text())
    assert '<div class="tabbed-set tabbed-alternate"' in page
    assert page.count("<svg xmlns") >= 2
    assert "<th>What happens</th>" in page
    assert '<script src="../../assets/archdeck.js">' in page
    near = [href for href in order(page) if "flows" in href or "../" not in href]
    assert near == [href for href in order((site / at).read_text()) if "flows" in href or "../" not in href] != []


def test_the_tab_of_a_page_names_its_system_and_the_navigation_does_not(site: Path) -> None:
    page = (site / "systems/shop/components/db.html").read_text(encoding="utf-8")
    assert re.findall(r"<title>([^<]*)</title>", page)[0] == "Orders database – Shop - archdeck"
    assert re.findall(r"Orders database – Shop", page.partition("</head>")[2]) == []


def test_the_search_says_of_which_system_a_page_is(site: Path) -> None:
    entries = searched(site)["docs"]
    titles = {entry["location"]: entry["title"] for entry in entries}
    assert titles["systems/shop/components/db.html"] == "Orders database – Shop"
    assert titles["systems/shop/index.html"] == "Shop"
