"""What pages of a site share stands in files, so that a page does not grow with the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from archdeck.site.navigation import short_navigation, whole
from archdeck.site.shared import SharedParts

HEAD = """<head>
</head>
<form class="md-header__option" data-md-component="palette">
<input name="__palette">
</form>
<script>var palette=1</script>
<div class="md-search" data-md-component="search" role="dialog">
<div>Search</div>
</div>
"""
CONTENTS = (
    '<nav class="md-nav md-nav--secondary" aria-label="Table of contents">\n'
    '<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>\n<li class="md-nav__item">More</li>\n</ul>\n'
    "</nav>"
)
SIDE = '<div class="md-sidebar md-sidebar--secondary"><div>{}</div></div>'
FOOT = """<main>Text</main>
<div class="md-dialog" data-md-component="dialog"></div>
<script id="__config" type="application/json">{"base": ".."}</script>
"""
BOX = '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">\n'


def item(name: str, here: str = "", inside: str = "", toc: str = CONTENTS) -> str:
    """An entry of the navigation as Material writes it, and the one of the page that is `here`."""
    active = "md-nav__link--active" * (name == here)
    if inside:
        link = f'<a href="../{name}/index.html" class="md-nav__link {active}">\n{name}\n</a>'
        label = f'<label class="md-nav__link {active}" for="__nav_1"></label>'
        told = f'<div class="md-nav__link md-nav__container">\n{link}\n{label}\n</div>\n<nav>{inside}</nav>'
        return f'<li class="md-nav__item md-nav__item--active md-nav__item--nested">\n{told}\n</li>'
    if not active:
        return f'<li class="md-nav__item">\n<a href="{name}.html" class="md-nav__link">\n{name}\n</a>\n</li>'
    link = f'<a href="{name}.html" class="md-nav__link {active}">\n{name}\n</a>'
    icon = '<span class="md-nav__icon md-icon"></span>'
    label = f'<label class="md-nav__link {active}" for="__toc">\n{name}\n{icon}\n</label>\n' if toc else ""
    own = f"{BOX}{label}{link}" + (f"\n{toc}" if toc else "")
    return f'<li class="md-nav__item md-nav__item--active">\n{own}\n</li>'


def listed(items: list[str]) -> str:
    return "\n".join(['<ul class="md-nav__list" data-md-scrollfix>', *items, "</ul>"])


def page(here: str, components: int, systems: int = 3, toc: str = CONTENTS) -> str:
    """A page of one of the components of system `s1`, or that of the system itself."""
    inner = listed([item(f"c{n}", here, toc=toc) for n in range(components)])
    outer = listed([item(f"s{n}", here, inner if n == 1 else "") for n in range(systems)])
    tabs = "\n".join(
        f'<li class="md-tabs__item{" md-tabs__item--active" * (n == 1)}">t{n}</li>' for n in range(systems)
    )
    head = f'{HEAD}<nav class="md-tabs"><ul class="md-tabs__list">\n{tabs}\n</ul></nav>'
    nav = f'<nav class="md-nav md-nav--primary" data-md-level="0">\n{outer}\n</nav>'
    return f"{head}{nav}{SIDE.format(toc)}{FOOT}"


def files_of(pages: list[tuple[str, str]], folder: Path) -> dict[str, str]:
    """What is written for pages of these addresses."""
    parts = SharedParts(folder)
    for html, url in pages:
        parts.lean(html, url)
    return {file.name: file.read_text() for file in (folder / "systems/assets/shared").iterdir()}


def put(text: str) -> Any:
    """What a script puts in."""
    [told] = re.findall(r"^\}\)\((.*)\);$", text, re.MULTILINE)
    return json.loads(told)


@pytest.mark.parametrize(("components", "systems"), [(90, 3), (9, 80), (90, 80)])
def test_a_page_does_not_grow_with_the_site(components: int, systems: int, tmp_path: Path) -> None:
    parts = SharedParts(tmp_path)
    small, large = (parts.lean(page("c5", *many), "x/c5.html") for many in ((9, 3), (components, systems)))
    assert len(large) == len(small)


def test_what_leads_to_a_page_and_its_neighbours_stay(tmp_path: Path) -> None:
    made = SharedParts(tmp_path).lean(page("c5", 9, 8), "x/c5.html")
    [near] = re.findall(r"<noscript>(.*?)</noscript>", made, re.DOTALL)
    assert re.findall(r'<li><a href="([^"]*)">(.*?)</a></li>', near) == [
        ("s0.html", "s0"),
        ("../s1/index.html", "s1"),
        ("c4.html", "c4"),
        ("c5.html", "c5"),
        ("c6.html", "c6"),
        ("s2.html", "s2"),
    ]
    assert re.findall(r" data-ad-[^>]*", made) == [' data-ad-stays="0 3"', ' data-ad-here="7" data-ad-toc']
    assert [word in made for word in ("Search", "palette", "__config", "t7", "s7")] == [False] * 5
    assert made.count("More") == 1
    assert re.findall(r'<script src="([^"]*)/[0-9a-f]{16}\.js"></script>', made) == ["../systems/assets/shared"] * 4
    assert '<link rel="expect" href="#__whole" blocking="render">' in made
    assert '<div class="md-dialog" id="__whole" data-md-component="dialog">' in made


def test_pages_of_a_folder_share_their_files(tmp_path: Path) -> None:
    """Two forms, the first with what it is asked at once; the tabs; and one navigation, where nothing is marked, with
    the settings of scripts. The page of the system itself has the same."""
    told = [(page(f"c{n}", 9), f"x/c{n}.html") for n in range(9)]
    texts = files_of([*told, (page("s1", 9), "x/index.html")], tmp_path).values()
    assert len(texts) == 4
    assert [text.endswith('</form>");\nvar palette=1\n') for text in texts if "__palette" in text] == [True]
    [tabs] = [put(text) for text in texts if "data-ad-stays" in text]
    assert tabs == ['<li class="md-tabs__item">t0</li>', "", '<li class="md-tabs__item">t2</li>']
    [(inside, settings)] = [put(text) for text in texts if "data-ad-here" in text]
    assert (
        inside == f"\n{listed([item('s0'), item('s1', '', listed([item(f'c{n}') for n in range(9)])), item('s2')])}\n"
    )
    assert settings == '<script id="__config" type="application/json">{"base": ".."}</script>'


@pytest.mark.parametrize(
    ("here", "toc", "marks"),
    [
        ("c5", CONTENTS, ' data-ad-here="7" data-ad-toc'),
        ("c5", "", ' data-ad-here="7"'),
        ("s1", CONTENTS, ' data-ad-here="1"'),
        ("elsewhere", CONTENTS, ' data-ad-here="-1"'),
    ],
)
def test_a_page_says_which_link_is_its_own(here: str, toc: str, marks: str) -> None:
    found = short_navigation(page(here, 9, toc=toc))
    assert found
    assert re.findall(r"<nav[^>]*( data-ad-here[^>]*)>", found.short) == [marks]


def test_pages_of_other_themes_stay_as_they_are(tmp_path: Path) -> None:
    for html in ("<p>Text</p>", '<nav class="md-nav md-nav--primary">never ends', "<main>Text</main>"):
        assert SharedParts(tmp_path).lean(html, "x.html") == html


def test_a_navigation_that_a_script_would_not_make_again_stays(tmp_path: Path) -> None:
    """Of another release of the theme, in which the label of the page has one more class."""
    html = page("c5", 9).replace('<label class="md-nav__link ', '<label class="md-nav__link more ')
    made = SharedParts(tmp_path).lean(html, "x/c5.html")
    assert made[made.index("<main>") :] == html[html.index("<main>") :]
    assert html[html.index('<nav class="md-nav md-nav--primary"') : html.index("<main>")] in made


def test_where_an_element_ends() -> None:
    html = "<b>x</b><div a>1<div>2</div><divide/>3</div>4</div>"
    assert whole(html, "<div a") == (8, len(html) - 7)
    assert whole(html, "<p") is None
