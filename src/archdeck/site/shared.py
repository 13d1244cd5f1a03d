"""A page of Material to the same page without what stands on others, too: that is in files, which a script puts back.

The search and the choice of colours are the same on every page and need a script in any case. The navigation is the
same on all pages of a folder, but for what marks the page in it; a site that has it on each page grows with the square
of its pages. What leads to the page and its neighbours in each list stay, for those without a script.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.utils import get_relative_url, write_file

from archdeck.pages import GENERATED
from archdeck.site.navigation import short_navigation, whole

FOLDER = f"{GENERATED}/assets/shared"
FORMS = (
    '<form class="md-header__option" data-md-component="palette"',
    '<div class="md-search" data-md-component="search"',
)
AT_ONCE = re.compile(r"\n<script>(.*?)</script>", re.DOTALL)  # behind a form, what it is to be asked
TABS = '<nav class="md-tabs"'
TAB_LIST = '<ul class="md-tabs__list">'
TAB = '<li class="md-tabs__item'
BESIDE = 1  # how many tabs stay on either side of what leads to the page
SETTINGS = '<script id="__config" type="application/json">'
LAST = '<div class="md-dialog" '  # of the elements of a page
# A page is seen when it is whole: the files are read while it is, and what they put in would move what is seen before.
# A browser that does not know the link shows the page as it comes.
WHEN_WHOLE = '<link rel="expect" href="#__whole" blocking="render">'
PUT_FORM = 'document.currentScript.insertAdjacentHTML("beforebegin", PARTS);\n'
PUT_TABS = """((tabs) => {
  const list = document.querySelector("[data-ad-stays]");
  const [from, to] = list.dataset.adStays.split(" ");
  list.insertAdjacentHTML("afterbegin", tabs.slice(0, from).join("\\n"));
  list.insertAdjacentHTML("beforeend", tabs.slice(to).join("\\n"));
})(PARTS);
"""
PUT_NAVIGATION = """(([inside, settings]) => {
  document.currentScript.insertAdjacentHTML("beforebegin", settings);
  const nav = document.querySelector("[data-ad-here]");
  if (!nav) return;
  nav.innerHTML = inside;
  const link = nav.querySelectorAll("a")[nav.dataset.adHere];
  if (!link) return;
  link.classList.add("md-nav__link--active");
  const entry = link.parentElement;
  if (!entry.matches("li")) {
    entry.querySelector("label").classList.add("md-nav__link--active");
    return;
  }
  entry.classList.add("md-nav__item--active");
  link.insertAdjacentHTML("beforebegin", '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">');
  if (!("adToc" in nav.dataset)) return;
  const label = document.createElement("label");
  label.className = "md-nav__link md-nav__link--active";
  label.htmlFor = "__toc";
  label.innerHTML = `${link.innerHTML}<span class="md-nav__icon md-icon"></span>`;
  link.before(label);
  link.after(document.querySelector(".md-sidebar--secondary .md-nav--secondary").cloneNode(true));
})(PARTS);
"""


class SharedParts:
    """What the pages of a site share, in files that are named by what they hold."""

    def __init__(self, site: Path):
        self._site = site
        self._written: set[str] = set()

    def lean(self, html: str, url: str, inside: str = "") -> str:
        """The page of that address with scripts in the place of what it shares, which is written if it is new. What is
        `inside` of the navigation is known where the page has only some of it."""
        for form in FORMS:
            if span := whole(html, form):
                asked = AT_ONCE.match(html, span[1])
                code = f"{asked[1]}\n" if asked else ""
                end = asked.end() if asked else span[1]
                html = html[: span[0]] + self._script(PUT_FORM, html[slice(*span)], url, code) + html[end:]
        if span := whole(html, TABS):
            html = html[: span[0]] + self._tabs(html[slice(*span)], url) + html[span[1] :]
        return self._navigation(html, url, inside)

    def _tabs(self, html: str, url: str) -> str:
        """The tabs without most of those that do not lead to the page."""
        span = whole(html, TAB_LIST)
        if not span:
            return html
        tabs = list(_entries(html[span[0] + len(TAB_LIST) : span[1]], TAB))
        leads = next((n for n, tab in enumerate(tabs) if "md-tabs__item--active" in tab), -1)
        start, end = max(0, leads - BESIDE), max(0, leads) + BESIDE + 1
        told = ["" if n == leads else tab for n, tab in enumerate(tabs)]
        opened = f'{TAB_LIST[:-1]} data-ad-stays="{start} {end}">'
        short = "\n".join([html[: span[0]] + opened, *tabs[start:end], "</ul>" + html[span[1] :]])
        return f"{short}\n{self._script(PUT_TABS, told, url)}"

    def _navigation(self, html: str, url: str, inside: str) -> str:
        """The page without its navigation and without the settings of its scripts, which its last element follows."""
        settings, last = whole(html, SETTINGS), html.find(LAST)
        found = short_navigation(html, inside)
        if not found or not settings or last < 0:
            return html
        parts = [found.inside, html[slice(*settings)]]
        html = html[: settings[0]] + html[settings[1] :].removeprefix("\n")
        html = html.replace(LAST, f'{LAST}id="__whole" ', 1)
        page = html[: found.start] + found.short + html[found.end : found.put]
        html = f"{page}\n{self._script(PUT_NAVIGATION, parts, url)}{html[found.put :]}"
        return html.replace("<head>", f"<head>\n{WHEN_WHOLE}", 1)

    def _script(self, put: str, parts: object, url: str, then: str = "") -> str:
        """What on the page of that address puts the parts in, and does what is to be done then."""
        told = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        code = (put.replace("PARTS", told) + then).encode("utf-8")
        name = f"{FOLDER}/{hashlib.sha256(code).hexdigest()[:16]}.js"
        if name not in self._written:
            write_file(code, str(self._site / name))
            self._written.add(name)
        return f'<script src="{get_relative_url(name, url)}"></script>'


def _entries(html: str, start: str) -> Iterator[str]:
    """The entries of a list, each whole."""
    while span := whole(html, start):
        yield html[slice(*span)]
        html = html[span[1] :]
