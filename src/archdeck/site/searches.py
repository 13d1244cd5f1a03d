"""A site to what its search knows of it: one entry a section of a page, by which the pages are found."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig

SEARCHES = ("material/search", "search")


def search_of(config: MkDocsConfig) -> Any:
    """The plugin; None where there is no search."""
    return next((config.plugins[name] for name in SEARCHES if name in config.plugins), None)


def entries_of(config: MkDocsConfig) -> list[dict[str, Any]] | None:
    """What it knows, to be added to; None where there is no search, it is switched off, or it does not tell."""
    entries = getattr(getattr(search_of(config), "search_index", None), "entries", None)
    return entries if isinstance(entries, list) else None
