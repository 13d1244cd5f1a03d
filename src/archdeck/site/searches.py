"""A site to what its search knows of it: one entry a section of a page, by which the pages are found."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from archdeck.pages import GENERATED

SEARCHES = ("material/search", "search")
OFFLINE = ("material/offline", "offline")
SCRIPT = f"{GENERATED}/assets/iframe-worker.js"
ONCE = f"{SCRIPT}?once"
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


def search_once(config: MkDocsConfig) -> bool:
    """Whether the file that is read without a server serves all: then our script asks for that, and there need be no
    other. It is told so by its address."""
    offline = next((config.plugins[name] for name in OFFLINE if name in config.plugins), None)
    scripts = [str(script) for script in config.extra.get("polyfills") or ()]
    if not getattr(getattr(offline, "config", None), "enabled", False) or not {SCRIPT, ONCE}.intersection(scripts):
        return False
    config.extra["polyfills"] = [ONCE if script == SCRIPT else script for script in scripts]
    return True


def leave_out_second(site: Path) -> None:
    """Takes what is searched out of the site in the form that nobody asks for, where it has the other."""
    if (site / "search" / "search_index.js").is_file():
        (site / "search" / "search_index.json").unlink(missing_ok=True)


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
