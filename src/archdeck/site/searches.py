"""A site to what its search knows of it: one entry a section of a page, by which the pages are found."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

SEARCHES = ("material/search", "search")


def search_of(config: MkDocsConfig) -> Any:
    """The plugin; None where there is no search."""
    return next((config.plugins[name] for name in SEARCHES if name in config.plugins), None)


def entries_of(config: MkDocsConfig) -> list[dict[str, Any]] | None:
    """What it knows, to be added to; None where there is no search, it is switched off, or it does not tell."""
    entries = getattr(getattr(search_of(config), "search_index", None), "entries", None)
    return entries if isinstance(entries, list) else None


def name_system(page: Page, config: MkDocsConfig) -> None:
    """Lets what the search knows of a page as a whole say of which system it is: many have a page of that name."""
    system = page.meta.get("system")
    for entry in reversed(entries_of(config) or ()) if system else ():  # its own were added last
        if entry["location"].partition("#")[0] != page.url:
            break
        if entry["location"] == page.url and not entry["title"].endswith(f" – {system}"):
            entry["title"] = f"{entry['title']} – {system}"
