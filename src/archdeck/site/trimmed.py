"""The navigation of a site to as much of it as one page shows: what leads to it, and its neighbours in each list.

A theme writes all of a navigation on every page, which takes the longer the larger the site is. What a script puts back
(`shared`) need not be written first; it is once, for all pages of a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from archdeck.site.shared import BESIDE, NOWHERE, Lists, Stays, told_in

LONG = 30  # entries of a list that is told only on the pages right in it: nobody reads so many beside a page
INDEXES = "navigation.indexes"


@dataclass(frozen=True)
class _Cut:
    """A navigation with, for each list from the top, where what is left of it stands in all of it."""

    nav: Navigation
    stays: tuple[Stays, ...]


class Trimmed:
    """The navigation of one site, page by page; `told` is HTML with a navigation to the lists in it."""

    def __init__(self, config: MkDocsConfig):
        features = config.theme.get("features") or ()
        self._works = config.theme.name == "material" and INDEXES in features
        self._told: dict[tuple[int, ...], Sequence[Sequence[str]]] = {}

    def of(self, page: Page, nav: Navigation, written: Callable[[Navigation], str]) -> tuple[Navigation, Lists] | None:
        """The navigation for a page, and what is to be put back there; None where that is all of it. `written` is how
        the page looks with a navigation."""
        above = list(page.ancestors)[::-1]
        sections = [one for one in above if isinstance(one, Section)]
        if not self._works or not sections or len(sections) != len(above):
            return None
        key = (*map(id, sections), int(page.is_index))
        if key not in self._told:
            whole = _cut(page, nav, sections, all_lists=False)
            self._told[key] = told_in(written(whole.nav), whole.stays)
        cut = _cut(page, nav, sections, all_lists=True)
        return cut.nav, Lists(self._told[key], cut.stays)


def _cut(page: Page, nav: Navigation, sections: Sequence[Section], all_lists: bool) -> _Cut:
    """A navigation with the sections that lead to a page cut to its neighbours: in all lists, or in those alone that
    are long and stand further up."""
    left, stays = _section(page, sections, all_lists)
    items = [left if item is sections[0] else item for item in nav.items]
    cut = copy(nav)
    cut.items = items
    return _Cut(cut, (None, *stays))


def _section(page: Page, sections: Sequence[Section], all_lists: bool) -> tuple[Section, list[Stays]]:
    here, *inner = sections
    leads: Any = inner[0] if inner else page
    index = next((child for child in here.children if getattr(child, "is_index", False)), None)
    rest = [child for child in here.children if child is not index]
    at = next((n for n, child in enumerate(rest) if child is leads), -1)
    start, end = max(0, at - BESIDE), min(len(rest), max(0, at) + BESIDE + 1)
    long = bool(inner) and len(rest) > LONG
    some = rest[start:end] if all_lists or long else rest
    below: list[Stays] = []
    if inner:
        cut, below = _section(page, inner, all_lists)
        some = [cut if child is leads else child for child in some]
    left = copy(here)
    left.children = [*([index] if index else []), *some]
    return left, [NOWHERE if long else (start, end) if all_lists else None, *below]
