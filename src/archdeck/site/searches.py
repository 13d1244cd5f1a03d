"""A site to what its search knows of it: one entry a section of a page, by which the pages are found."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

SEARCHES = ("material/search", "search")
WORDS = "words"  # in the front matter of a page, and in what the search knows of it
WEIGHT = 500.0  # of such a word; of one in a title it is 1000, of one in a text 1
PAST = {"adr", "adrs", "decisions"}  # folders of what was once decided: it is to be found, but not first
LITTLE = 0.001


def search_of(config: MkDocsConfig) -> Any:
    """The plugin; None where there is no search."""
    return next((config.plugins[name] for name in SEARCHES if name in config.plugins), None)


def entries_of(config: MkDocsConfig) -> list[dict[str, Any]] | None:
    """What it knows, to be added to; None where there is no search, it is switched off, or it does not tell."""
    entries = getattr(getattr(search_of(config), "search_index", None), "entries", None)
    return entries if isinstance(entries, list) else None


def let_words_count(config: MkDocsConfig) -> None:
    """Lets the search read the words by which people look for pages, in a field that is not shown."""
    fields = getattr(getattr(search_of(config), "config", None), "fields", None)
    if isinstance(fields, dict):
        fields.setdefault(WORDS, {"boost": WEIGHT})


def tell_more(page: Page, config: MkDocsConfig, ours: bool) -> None:
    """Lets the search know more of a page than stands on it: of which system it is, for many have a page of that name;
    and the words in its front matter by which people look for it."""
    system, words = page.meta.get("system") if ours else None, page.meta.get(WORDS)
    past = not ours and any(part in PAST for part in PurePosixPath(page.file.src_uri).parts[:-1])
    for entry in reversed(entries_of(config) or ()):  # its own were added last
        if entry["location"].partition("#")[0] != page.url:
            break
        if past:
            entry.setdefault("boost", LITTLE)
        if entry["location"] == page.url and system and not entry["title"].endswith(f" – {system}"):
            entry["title"] = f"{entry['title']} – {system}"
        if entry["location"] == page.url and isinstance(words, str):
            entry[WORDS] = words
