"""The navigation of a site to as much of it as one page shows: what leads to it, and its neighbours in each list.

A theme writes all of a navigation on every page, which takes the longer the larger the site is. What a script puts back
(`shared`) need not be written first; it is once, for all pages of a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from archdeck.site.navigation import BESIDE, number, short_navigation

LONG = 30  # entries of a list that is told only on the pages right in it: nobody reads so many beside a page
INDEXES = "navigation.indexes"


class Trimmed:
    """The navigation of one site, page by page."""

    def __init__(self, config: MkDocsConfig):
        features = config.theme.get("features") or ()
        self._works = config.theme.name == "material" and INDEXES in features
        self._inside: dict[tuple[int, ...], str] = {}

    def of(self, page: Page, nav: Navigation, written: Callable[[Navigation], str]) -> tuple[Navigation, str] | None:
        """The navigation for a page, and what is inside of that of all pages of its folder; None where the page has to
        have all of it. `written` is how the page looks with a navigation."""
        above = list(page.ancestors)[::-1]
        sections = [one for one in above if isinstance(one, Section)]
        if not self._works or not sections or len(sections) != len(above):
            return None
        key = tuple(map(id, sections))
        if key not in self._inside:
            found = short_navigation(written(_cut(page, nav, sections, all_lists=False)))
            self._inside[key] = found.inside if found else ""
        inside = self._inside[key]
        if number(inside, get_relative_url(page.url, page.url)) < 0:
            return None
        return _cut(page, nav, sections, all_lists=True), inside


def _cut(page: Page, nav: Navigation, sections: Sequence[Section], all_lists: bool) -> Navigation:
    """A navigation with the sections that lead to a page cut to its neighbours: in all lists, or in those alone that
    are long and stand further up."""
    left = _section(page, sections, all_lists)
    cut = copy(nav)
    cut.items = [left if item is sections[0] else item for item in nav.items]
    return cut


def _section(page: Page, sections: Sequence[Section], all_lists: bool) -> Section:
    here, *inner = sections
    leads: Any = inner[0] if inner else page
    index = next((child for child in here.children if getattr(child, "is_index", False)), None)
    rest = [child for child in here.children if child is not index]
    at = next((n for n, child in enumerate(rest) if child is leads), -1)
    near = slice(max(0, at - BESIDE), max(0, at) + BESIDE + 1)
    some = rest[near] if all_lists or (inner and len(rest) > LONG) else rest
    if inner:
        cut = _section(page, inner, all_lists)
        some = [cut if child is leads else child for child in some]
    left = copy(here)
    left.children = [*([index] if index else []), *some]
    return left
