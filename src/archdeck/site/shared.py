"""A page of Material to the same page without what stands on others, too: that is in files, which a script puts back.

The search and the choice of colours are the same on every page and need a script in any case. The navigation is the
same on all pages of a folder, but for what of it leads to the page; it grows with the site, and a site that has it on
each page with the square of that. What leads to the page and its neighbours in each list stay, for those without a
script.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils import get_relative_url, write_file

from archdeck.pages import GENERATED

FOLDER = f"{GENERATED}/assets/shared"
FORMS = (
    '<form class="md-header__option" data-md-component="palette"',
    '<div class="md-search" data-md-component="search"',
)
CURRENT = re.compile(r'(<a href="[^"]*" class="md-nav__link) md-nav__link--active(">.*?</a>)', re.DOTALL)
BESIDE = 1  # how many of a list stay on either side of what leads to the page
# A page is seen when it is whole: the files are read while it is, and what they put in would move what is seen before.
# The element is the last of Material's pages; a browser that does not know the link shows the page as it comes.
WHEN_WHOLE = '<link rel="expect" href="#__config" blocking="render">'
PUT_FORM = 'document.currentScript.insertAdjacentHTML("beforebegin", PARTS);\n'
PUT_LISTS = """((lists) => {
  document.querySelectorAll("[data-ad-stays]").forEach((list, level) => {
    const [from, to] = list.dataset.adStays.split(" ");
    list.insertAdjacentHTML("afterbegin", lists[level].slice(0, from).join("\\n"));
    list.insertAdjacentHTML("beforeend", lists[level].slice(to).join("\\n"));
  });
})(PARTS);
"""


@dataclass(frozen=True)
class Sort:
    """Lists of a sort: how what has them begins, they themselves, their entries; and what marks one that leads to the
    page."""

    inside: str
    list: str
    entry: str
    active: str


TABS = Sort('<nav class="md-tabs"', '<ul class="md-tabs__list">', '<li class="md-tabs__item', "md-tabs__item--active")
TREE = Sort(
    '<nav class="md-nav md-nav--primary',
    '<ul class="md-nav__list" data-md-scrollfix>',
    '<li class="md-nav__item',
    "md-nav__item--active",
)


Stays = tuple[int, int] | tuple[()] | None  # from where to where in a list; None where that is to be found
NOWHERE: Stays = ()  # of a list of which nothing is put back


@dataclass(frozen=True)
class Lists:
    """What is told of lists, and of each of the tree, from the top, which of it a page has already."""

    told: Sequence[Sequence[str]]
    stays: Sequence[Stays]


class SharedParts:
    """What the pages of a site share, in files that are named by what they hold."""

    def __init__(self, site: Path):
        self._site = site
        self._written: set[str] = set()

    def lean(self, html: str, url: str, known: Lists | None = None) -> str:
        """The page of that address with scripts in the place of what it shares, which is written if it is new. Of lists
        that are `known` it has only what stays."""
        for form in FORMS:
            if span := whole(html, form):
                html = html[: span[0]] + self._script(PUT_FORM, html[slice(*span)], url) + html[span[1] :]
        told: list[list[str]] = []
        end = 0
        for sort in (TABS, TREE):
            if span := whole(html, sort.inside):
                short = _shortened(html[slice(*span)], told, sort, known.stays if known and sort is TREE else ())
                end = span[0] + len(short)
                html = html[: span[0]] + short + html[span[1] :]
        if told:
            html = f"{html[:end]}\n{self._script(PUT_LISTS, known.told if known else told, url)}{html[end:]}"
        return html.replace("<head>", f"<head>\n{WHEN_WHOLE}", 1)

    def _script(self, put: str, parts: object, url: str) -> str:
        """What on the page of that address puts the parts in."""
        code = put.replace("PARTS", json.dumps(parts, ensure_ascii=False, separators=(",", ":"))).encode("utf-8")
        name = f"{FOLDER}/{hashlib.sha256(code).hexdigest()[:16]}.js"
        if name not in self._written:
            write_file(code, str(self._site / name))
            self._written.add(name)
        return f'<script src="{get_relative_url(name, url)}"></script>'


def whole(html: str, start: str) -> tuple[int, int] | None:
    """Where the element that begins with these letters stands; None where there is none, or it has no end."""
    first = html.find(start)
    tag = re.compile(rf"<(/?){start[1:].partition(' ')[0]}\b")
    depth = 0
    for found in tag.finditer(html, first) if first >= 0 else ():
        depth += -1 if found[1] else 1
        if not depth:
            return first, html.index(">", found.end()) + 1
    return None


def told_in(html: str, stays: Sequence[Stays]) -> list[list[str]]:
    """What is told of the lists on a page, but for those of the tree of which nothing is."""
    told: list[list[str]] = []
    for sort in (TABS, TREE):
        if span := whole(html, sort.inside):
            _shortened(html[slice(*span)], told, sort, stays if sort is TREE else ())
    return told


def _shortened(html: str, told: list[list[str]], sort: Sort, stays: Sequence[Stays]) -> str:
    """HTML with its first list, and those in the entry of it that leads to the page, without most other entries; all
    that stood in these lists is `told`."""
    span = whole(html, sort.list)
    if not span:
        return html
    here, inner = (stays[0], stays[1:]) if stays else (None, ())
    entries = list(_entries(html[span[0] + len(sort.list) : span[1]], sort.entry))
    if here != NOWHERE:
        told.append([_plain(entry, sort) for entry in entries])
    leads = next((n for n, entry in enumerate(entries) if sort.active in entry), -1)
    start, end = (max(0, leads - BESIDE), max(0, leads) + BESIDE + 1) if here is None else (0, len(entries))
    left = [_shortened(e, told, sort, inner) if n == leads else e for n, e in enumerate(entries)][start:end]
    put_back = " ".join(map(str, here or (start, end)))
    opened = sort.list if here == NOWHERE else f'{sort.list[:-1]} data-ad-stays="{put_back}">'
    return "\n".join([html[: span[0]] + opened, *left, "</ul>" + html[span[1] :]])


def _entries(html: str, start: str) -> Iterator[str]:
    """The entries of a list, each whole."""
    while span := whole(html, start):
        yield html[slice(*span)]
        html = html[span[1] :]


def _plain(entry: str, sort: Sort) -> str:
    """An entry as it is on other pages; '' for a section that the page is in, which stays on all pages of its files."""
    if sort.active not in entry:
        return entry
    link = None if sort.list in entry else CURRENT.search(entry)
    return f'{sort.entry}">\n{link[1]}{link[2]}\n</li>' if link else ""
