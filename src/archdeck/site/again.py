"""A site that MkDocs built and the files that were edited since → the same site: only what they are on is made again.

MkDocs itself makes every page again after every edit. Here a page is made again as the whole build would make it, with
the parts of MkDocs that are open to plugins. Where an edit may reach further than its own page, the whole build it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file
from mkdocs.utils.meta import get_data

from archdeck.pages import GENERATED
from archdeck.site.fences import blocks
from archdeck.site.lean import IconFiles
from archdeck.site.searches import entries_of, search_of
from archdeck.site.whole_pictures import Aside

OURS = f"{GENERATED}/"
HARMLESS = {"description"}  # what front matter may say anew without a change of any other page
INCLUDED = {".txt", ".md", ".html", ".csv", ".yml", ".yaml", ".json"}  # what pages may include


class Further(Exception):
    """An edit that reaches further than the pages that are made again."""


@dataclass(frozen=True)
class Built:
    """What MkDocs told of its last whole build."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Any
    icons: IconFiles

    @cached_property
    def pages(self) -> list[File]:
        return list(self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve))


def again(built: Built, edited: Collection[Path]) -> int:
    """How many pages were made again, and written with everything else that was edited. Further, with nothing written,
    where the whole site must be."""
    known = {Path(f.abs_src_path): f for f in built.files if f.abs_src_path}
    if any(path not in known for path in edited):
        raise Further("a file is new or gone")
    files = [known[path] for path in sorted(edited)]
    some = _reached(built, files)
    shown = {file.src_uri: html for file in some if (html := _with_new_pictures(built, file)) is not None}
    read = [_read(built, file) for file in some if file.src_uri not in shown]
    shown |= {page.file.src_uri: _made(built, page) for page in read}
    for file in some:
        write_file(shown[file.src_uri].encode("utf-8", errors="xmlcharrefreplace"), file.abs_dest_path)
    for file in files:
        if not file.is_documentation_page():
            file.copy_file()
    if read:
        built.config.plugins.on_post_build(config=built.config)
    return len(shown)


def _reached(built: Built, files: Collection[File]) -> list[File]:
    """The pages among these files, and those that people wrote and that name one of them, for they may include it, or
    that ask for a picture, for it may be one of the model that was edited."""
    pages = {file.src_uri: file for file in files if file.is_documentation_page()}
    parts = [Path(f.src_uri).name for f in files if Path(f.src_uri).suffix in INCLUDED and not is_ours(f)]
    written = [f for f in built.pages if not is_ours(f)] if parts else []
    pages |= {f.src_uri: f for f in written if any(part in f.content_string for part in parts)}
    if any(file.src_uri.startswith(OURS) for file in files):
        pages |= {f.src_uri: f for f in built.pages if not is_ours(f) and any(blocks(f.content_string.split("\n")))}
    return list(pages.values())


def is_ours(file: File) -> bool:
    """Whether a file is a page that archdeck writes: it includes nothing, and nothing includes it."""
    return file.is_documentation_page() and file.src_uri.startswith(OURS)


def _with_new_pictures(built: Built, file: File) -> str | None:
    """The HTML of a page of which nothing but pictures is new, from what was written of it; None for any other."""
    page = file.page
    if page is None or page.markdown is None:
        return None
    markdown, front = get_data(file.content_string)
    new, old, html = Aside(), Aside(), Aside()
    if front != page.meta or new.put(markdown.split("\n")) != old.put(page.markdown.split("\n")):
        return None
    bare = "\n".join(html.put(Path(file.abs_dest_path).read_text(encoding="utf-8").split("\n")))
    shown = partial(built.icons.lean, url=page.url)
    if not html.pictures or html.pictures != {place: shown(picture) for place, picture in old.pictures.items()}:
        return None
    page.markdown = markdown
    return new.back(bare, shown)


def _read(built: Built, file: File) -> Page:
    """A page as it is now, with its Markdown as HTML; Further where others show something of it that is new."""
    config, files, page = built.config, built.files, file.page
    if page is None or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
        raise Further(f"{file.src_uri} is no page of the site")
    before = _shown_elsewhere(page)
    anchors = page.present_anchor_ids
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    page.markdown = markdown
    page.render(config, files)
    page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)
    if _shown_elsewhere(page) != before:
        raise Further(f"{file.src_uri} has another title or place")
    if anchors != page.present_anchor_ids:
        for other in built.pages:
            if other.page:
                other.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    return page


def _shown_elsewhere(page: Page) -> tuple[Any, ...]:
    return page.title, {key: value for key, value in page.meta.items() if key not in HARMLESS}


def _made(built: Built, page: Page) -> str:
    """The HTML of a page, which the search knows by its new words then."""
    config, nav = built.config, built.nav
    page.active = True
    try:
        context = get_context(nav, built.pages, config, page)
        template = built.env.get_template(page.meta.get("template", "main.html"))
        with _searched_anew(config, page):
            context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        output = config.plugins.on_post_page(template.render(context), page=page, config=config)
    finally:
        page.active = False
    if not output.strip():
        raise Further(f"{page.file.src_uri} is empty")
    return str(output)


@contextmanager
def _searched_anew(config: MkDocsConfig, page: Page) -> Iterator[None]:
    """What the search finds on a page meanwhile takes the place of what it found there before."""
    if getattr(search_of(config), "search_index", None) is None:  # no search, or one that is switched off
        yield
        return
    entries = entries_of(config)
    if entries is None:
        raise Further("the search does not tell what it knows")
    own = [n for n, entry in enumerate(entries) if entry["location"].partition("#")[0] == page.url]
    start = own[0] if own else len(entries)
    after = [entry for n, entry in enumerate(entries[start:], start) if n not in own]
    del entries[start:]
    yield
    entries.extend(after)
