"""Pages that MkDocs made of Markdown in earlier runs, and what the search found on them, for the runs that come after.

Most of a build of MkDocs is Markdown, and most pages are as they were. What comes of a page of archdeck's, without its
pictures, lies in `.archdeck/pages/`, and in the cache that builds share: a file that is named by all that it depends
on, but for what its links lead to, which it tells. Deleting them costs time and nothing else.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from archdeck.pages import GENERATED
from archdeck.project import Cache, digest, program, publish, read_regular, remove
from archdeck.site.searches import entries_of, search_of
from archdeck.site.settings import known_extensions, plain, versions
from archdeck.site.whole_pictures import Aside

SORT = "pages"  # in a cache
LARGEST = 4_000_000  # bytes of a file that is read
log = logging.getLogger("mkdocs")


@dataclass
class Rendered:
    """What comes of the Markdown of a page: HTML without pictures, its headings, the anchors on it, its links to those
    of other pages; where all that was `asked` for lies on the site, '' for what does not; and what the search found in
    what of that."""

    content: str
    toc: list[dict[str, Any]]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    asked: dict[str, str]
    searched: str = ""
    entries: list[dict[str, Any]] = field(default_factory=list)


class Answers:
    """The files of a site, and what was asked of them: where each lies, '' for one that there is not. Pages of the
    systems that are `elsewhere` are as if they were there."""

    def __init__(self, files: Files, config: MkDocsConfig, elsewhere: Collection[str]):
        self._files, self._config, self._elsewhere = files, config, elsewhere
        self.asked: dict[str, str] = {}

    def get_file_from_path(self, path: str) -> File | None:
        found = self._files.get_file_from_path(path) or self._stand_in(path)
        self.asked[path] = "" if found is None else f"{'not ' * found.inclusion.is_excluded()}{found.url}"  # type: ignore[no-untyped-call]
        return found

    def _stand_in(self, path: str) -> File | None:
        folder, system = (*path.split("/"), "")[:2]
        if folder != GENERATED or system.removesuffix(".md") not in self._elsewhere:
            return None
        config = self._config
        return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)

    def are_as(self, asked: Mapping[str, str]) -> bool:
        """Whether the same answers would be given."""
        for path in asked:
            self.get_file_from_path(path)
        return asked == {path: self.asked[path] for path in asked}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)


class KeptPages:
    """The pages of one run. What cannot be read or written, or is not as it should be, only costs time."""

    def __init__(self, folder: Path, config: MkDocsConfig, cache: Cache | None = None, elsewhere: Collection[str] = ()):
        self.hits = 0
        self._folder, self._config, self._cache, self._elsewhere = folder, config, cache or Cache(), elsewhere
        self._files: dict[str, tuple[Path, Rendered]] = {}
        self._used: set[Path] = set()
        self._found = 0  # how many entries the search had before the page
        self._meta: dict[str, Mapping[str, Any]] = {}

    def watch(self, page: Page) -> None:
        """Lets a page be rendered from what is kept; MkDocs renders it itself where nothing is."""
        page.render = partial(self._render, page, partial(Page.render, page))  # type: ignore[method-assign]

    def _render(self, page: Page, render: Any, config: MkDocsConfig, files: Files) -> None:
        self._files.pop(page.file.src_uri, None)
        aside = Aside()
        bare = "\n".join(aside.put((page.markdown or "").split("\n")))
        if not self._settings or "title" not in page.meta or not log.isEnabledFor(logging.INFO):
            render(config, files)
            return
        name = digest(self._settings, page.file.src_uri, repr(sorted(page.meta.items())), bare)
        file = self._folder / f"{name}.json"
        found = _read(file) or self._of_others(name)
        answers = Answers(files, config, self._elsewhere)
        if found and answers.are_as(found.asked):
            self.hits += 1
            _restore(page, found, aside, files)
        else:
            answers.asked.clear()
            with _said() as said:
                render(config, answers)
            found = None if said else _rendered(page, aside, answers.asked)
        if found:
            self._used.add(file)
            self._files[page.file.src_uri] = file, found

    # ------------------------------------------------------------------------------------------- what the search knows

    def before_search(self, page: Page) -> None:
        """Keeps the search from reading a page of which it is known what it finds."""
        self._found = len(entries_of(self._config) or ())
        if page.file.src_uri not in self._files or entries_of(self._config) is None:
            return
        _, found = self._files[page.file.src_uri]
        told = (page.url, page.title, repr(sorted(page.meta.items())), page.content, found.toc)
        searched = digest(self._search_settings, *told)
        if found.searched == searched:
            self._meta[page.file.src_uri] = page.meta
            page.meta = {**page.meta, "search": {"exclude": True}}
        else:
            found.searched, found.entries = searched, []

    def after_search(self, page: Page) -> None:
        """Tells the search what it would have found, or keeps what it did find."""
        entries, src = entries_of(self._config), page.file.src_uri
        if src in self._meta:
            page.meta = dict(self._meta.pop(src))
            if entries is not None:
                entries += self._files[src][1].entries
        elif src in self._files:
            file, found = self._files[src]
            if entries is not None and found.searched:
                found.entries = [e for e in entries[self._found :] if e["location"].partition("#")[0] == page.url]
            self._write(file, found)

    def _write(self, file: Path, found: Rendered) -> None:
        try:
            data = json.dumps(asdict(found), ensure_ascii=False).encode("utf-8")
            publish({file: data}, self._folder.parent)
            self._cache.put(SORT, file.stem, data)
        except (OSError, ValueError):
            return

    def _of_others(self, name: str) -> Rendered | None:
        data = self._cache.get(SORT, name)
        return _parsed(data.decode("utf-8", "replace")) if data else None

    def drop_unused(self) -> None:
        try:
            remove(set(self._folder.glob("*.json")) - self._used, self._folder.parent)
        except OSError:
            return

    # ------------------------------------------------------------------------------------------- what it depends on

    @cached_property
    def _settings(self) -> str:
        """All that turns Markdown into HTML here; '' where that cannot be told."""
        config = self._config
        if not known_extensions(config):
            return ""
        extensions, links = config.markdown_extensions, dict(config.validation.links)
        return digest(program("site"), versions(), extensions, plain(config.mdx_configs), plain(links))

    @cached_property
    def _search_settings(self) -> str:
        return digest(versions(), plain(dict(search_of(self._config).config)))


@contextmanager
def _said() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs says meanwhile: of a page of which it says something, nothing is kept, so that it says it again."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = records.append  # type: ignore[assignment, method-assign]
    log.addHandler(handler)
    try:
        yield records
    finally:
        log.removeHandler(handler)


def _restore(page: Page, found: Rendered, aside: Aside, files: Files) -> None:
    """What `Page.render` does."""
    page.content = aside.back(found.content)
    page.toc = get_toc(found.toc)  # type: ignore[arg-type]
    page.present_anchor_ids = set(found.anchors)
    linked = {files.get_file_from_path(src): anchors for src, anchors in found.links.items()}
    page.links_to_anchors = {file: anchors for file, anchors in linked.items() if file}


def _rendered(page: Page, pictures: Aside, asked: dict[str, str]) -> Rendered | None:
    """What was made of a page; None where its pictures are not those of its Markdown, or not
    all of it is told."""
    aside = Aside()
    content = "\n".join(aside.put((page.content or "").split("\n")))
    if aside.pictures != pictures.pictures or page.links_to_anchors is None:
        return None
    links = {file.src_uri: anchors for file, anchors in page.links_to_anchors.items()}
    return Rendered(content, list(map(_token, page.toc)), sorted(page.present_anchor_ids or ()), links, asked)


def _token(item: AnchorLink) -> dict[str, Any]:
    children = list(map(_token, item.children))
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


def _read(file: Path) -> Rendered | None:
    """None for what is not there, and for what somebody else wrote."""
    try:
        return _parsed(read_regular(file, LARGEST).decode("utf-8"))
    except (OSError, ValueError):
        return None


def _parsed(text: str) -> Rendered | None:
    try:
        page = Rendered(**json.loads(text))
        get_toc(page.toc)  # type: ignore[arg-type]
        whole = isinstance(page.content, str) and all(isinstance(e["location"], str) for e in page.entries)
        return page if whole and isinstance(page.asked, dict) and all(map(dict, page.links.values())) else None
    except Exception:  # whatever it is
        return None
