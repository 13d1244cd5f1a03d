"""A site to what its search knows of it: one entry a section of a page, by which the pages are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
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
LARGEST = 8_000_000  # letters of all that is searched, which a browser loads and reads when the search is opened
TAG = re.compile("<[^>]*>")
GLIMPSE = 120  # letters of a page that are searched where all of them would be too many


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


def lessened(config: MkDocsConfig, largest: int = LARGEST) -> Callable[[], None]:
    """Lets the search tell no more than a browser reads in a few seconds: of hundreds of systems the pages, if not
    their sections, and if need be only how each page begins. What is returned puts back what it knows."""
    index, whole = getattr(search_of(config), "search_index", None), entries_of(config)
    if index is None or whole is None:
        return lambda: None
    for form in (list, _without_sections, _at_a_glance):
        index.entries = list(form(whole))
        if _letters(index.entries) <= largest:
            break
    return partial(setattr, index, "entries", whole)


def _letters(entries: Iterable[Mapping[str, Any]]) -> int:
    return sum(len(value) if isinstance(value, str) else 10 for entry in entries for value in entry.values())


def _of_systems(entry: Mapping[str, Any]) -> bool:
    return str(entry["location"]).startswith(f"{GENERATED}/")


def _without_sections(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (entry for entry in entries if not (_of_systems(entry) and "#" in entry["location"]))


def _at_a_glance(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in _without_sections(entries):
        yield {**entry, "text": _begin(entry["text"])} if _of_systems(entry) else entry


def _begin(html: str) -> str:
    """The first words of what stands on a page."""
    words = " ".join(TAG.sub(" ", html).split())
    return words if len(words) <= GLIMPSE else words[:GLIMPSE].rpartition(" ")[0]
