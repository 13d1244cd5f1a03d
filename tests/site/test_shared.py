"""What pages of a site share stands in files, so that a page does not grow with the site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archdeck.site.shared import SharedParts, whole

HEAD = """<form class="md-header__option" data-md-component="palette">
<input name="__palette">
</form>
<div class="md-search" data-md-component="search" role="dialog">
<div>Search</div>
</div>
"""


def item(name: str, here: str = "", inside: str = "") -> str:
    """An entry of the navigation as Material writes it, and the one of the page that is `here`."""
    if inside:
        told = f'<a href="../{name}/index.html" class="md-nav__link ">{name}</a>\n<nav class="md-nav">{inside}</nav>'
        return f'<li class="md-nav__item md-nav__item--active md-nav__item--nested">\n{told}\n</li>'
    link = f'<a href="{name}.html" class="md-nav__link">\n{name}\n</a>'
    if name != here:
        return f'<li class="md-nav__item">\n{link}\n</li>'
    toc = (
        '<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>\n<li class="md-nav__item">More</li>\n</ul>'
    )
    own = link.replace('__link"', '__link md-nav__link--active"')
    return f'<li class="md-nav__item md-nav__item--active">\n<label>{name}</label>\n{own}\n{toc}\n</li>'


def listed(items: list[str]) -> str:
    return "\n".join(['<ul class="md-nav__list" data-md-scrollfix>', *items, "</ul>"])


def page(here: str, components: int, systems: int = 3) -> str:
    """A page of one of the components of system `s1`."""
    inner = listed([item(f"c{n}", here) for n in range(components)])
    outer = listed([item(f"s{n}", inside=inner if n == 1 else "") for n in range(systems)])
    tabs = "\n".join(
        f'<li class="md-tabs__item{" md-tabs__item--active" * (n == 1)}">t{n}</li>' for n in range(systems)
    )
    head = f'{HEAD}<nav class="md-tabs"><ul class="md-tabs__list">\n{tabs}\n</ul></nav>'
    return f'{head}<nav class="md-nav md-nav--primary" data-md-level="0">\n{outer}\n</nav>\n<main>Text</main>'


@pytest.mark.parametrize(("components", "systems"), [(90, 3), (9, 80), (90, 80)])
def test_a_page_does_not_grow_with_the_site(components: int, systems: int, tmp_path: Path) -> None:
    parts = SharedParts(tmp_path)
    small, large = (parts.lean(page("c5", *many), "x/c5.html") for many in ((9, 3), (components, systems)))
    assert len(large) == len(small)


def test_what_leads_to_a_page_and_its_neighbours_stay(tmp_path: Path) -> None:
    made = SharedParts(tmp_path).lean(page("c5", 9, 8), "x/c5.html")
    assert re.findall(r'href="([^"]*)"', made) == [
        "s0.html",
        "../s1/index.html",
        "c4.html",
        "c5.html",
        "c6.html",
        "s2.html",
    ]
    assert re.findall(r'data-ad-stays="([^"]*)"', made) == ["0 3", "0 3", "4 7"]
    assert ("Search" in made, "__palette" in made, "More" in made) == (False, False, True)
    assert re.findall(r'<script src="([^"]*)/[0-9a-f]{16}\.js"></script>', made) == ["../systems/assets/shared"] * 3


def test_pages_of_a_folder_share_their_files(tmp_path: Path) -> None:
    """Two forms, and one navigation, which has all entries as they are where they do not lead to the page."""
    parts = SharedParts(tmp_path)
    for n in range(9):
        parts.lean(page(f"c{n}", 9), f"x/c{n}.html")
    files = {file.name: file.read_text() for file in (tmp_path / "systems/assets/shared").iterdir()}
    assert len(files) == 3
    [navigation] = [text for text in files.values() if "data-ad-stays" in text]
    [told] = re.findall(r"^\}\)\((.*)\);$", navigation, re.MULTILINE)
    tabs = [f'<li class="md-tabs__item">t{n}</li>' for n in (0, 2)]
    assert json.loads(told) == [[tabs[0], "", tabs[1]], [item("s0"), "", item("s2")], [item(f"c{n}") for n in range(9)]]


def test_pages_of_other_themes_stay_as_they_are(tmp_path: Path) -> None:
    for html in ("<p>Text</p>", '<nav class="md-nav md-nav--primary">never ends', "<main>Text</main>"):
        assert SharedParts(tmp_path).lean(html, "x.html") == html


def test_where_an_element_ends() -> None:
    html = "<b>x</b><div a>1<div>2</div><divide/>3</div>4</div>"
    assert whole(html, "<div a") == (8, len(html) - 7)
    assert whole(html, "<p") is None
