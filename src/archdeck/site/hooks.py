"""MkDocs events to pages that follow the model: drawn before MkDocs reads them, and again whenever the model is edited.

`build.py` of a project re-exports these functions. Under `mkdocs serve` MkDocs would watch `docs/` and rebuild once or
more often for the files that one build writes there; so a watcher of ours looks after the model and after `docs/`, and
MkDocs looks at a single stamp (`following`). What an edit did not reach is not made again (`again`). A broken model
changes nothing but the list of its problems on the last good pages (`banner`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import InclusionLevel
from mkdocs.utils import meta, nest_paths

from archdeck.extensions import faults
from archdeck.project import CACHE, Cache
from archdeck.site.again import Built, Further, again, is_ours
from archdeck.site.banner import put_up, with_banner
from archdeck.site.embedding import in_vain
from archdeck.site.following import MODEL, Following, Project, state_of
from archdeck.site.guard import SETTING, guard, names_in
from archdeck.site.kept import KeptPages
from archdeck.site.lean import IconFiles, tight, unused
from archdeck.site.make import ELSEWHERE, PAGES_MADE, unnamed
from archdeck.site.not_found import finding_its_site, leading_on
from archdeck.site.searches import leave_out_second, lessened, let_words_count, search_once, tell_more
from archdeck.site.shared import SharedParts
from archdeck.site.trimmed import Trimmed
from archdeck.site.unchanged import Unchanged
from archdeck.site.whole_pictures import Aside

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from archdeck.pages import NavEntry
    from archdeck.project import Project as Place

EXTENSION = "archdeck.markdown"
AT_ONCE_S = 0.01  # that MkDocs waits for further changes: there are none, the stamp changes last
NAVIGATORS = {"awesome-nav", "awesome-pages", "i18n", "literate-nav"}  # plugins that make a navigation of their own
FRONT = 4096  # letters of a page within which its front matter ends
log = logging.getLogger("mkdocs.archdeck")


def draw(place: Place) -> object:
    """Draws and writes everything below docs/systems, unless the build that runs MkDocs has just done so; ModelError if
    the model is broken."""
    from archdeck.project import build

    made = None if os.environ.get(PAGES_MADE) else build(place)
    for fault in (fault for fault in faults() if fault not in _left_out):
        _left_out.append(fault)
        log.warning(fault)
    return made


def talk(place: Place) -> object:
    """Makes the talks that are downloaded from the pages, if there is a model; for a preview only those that are not
    there."""
    from archdeck.project import build_decks

    if os.environ.get(PAGES_MADE) or not (place.model.is_dir() and any(place.model.iterdir())):
        return None
    return build_decks(place, missing=_serving)


@dataclass
class Settings:
    """What a site says of archdeck: the folder of the models, as seen from that of mkdocs.yml; which systems of it, or
    all; and the folder of the gallery. Where archdeck is a `guest`, it leaves pages and files of others as they are."""

    model: str = MODEL
    systems: Sequence[str] = ()
    diagrams: str = "diagrams"
    guest: bool = False


settings = Settings()  # of the one site that is built in this process
_serving = False
_left_out: list[str] = []  # what was said of packages that add to archdeck and are broken
_project: Project | None = None
_following: Following | None = None
_nav: Navigation | None = None
_built: Built | None = None
_aside: dict[str, Aside] = {}
_kept: KeptPages | None = None
_icons: IconFiles | None = None
_shared: SharedParts | None = None
_trimmed: Trimmed | None = None
_inside: dict[str, str] = {}  # what is put back into the navigation of a page
_tell_all: Callable[[], None] | None = None  # lets the search know again what it did not tell
_unchanged: Unchanged | None = None
_once = False  # whether what is searched stands on the site in one form
_whole = False  # whether all is built that is asked for, and then no more


def on_startup(command: str, dirty: bool) -> None:
    """MkDocs does not say yet where the project is; the first `on_config` does."""
    global _serving, _whole
    _serving, _whole = command == "serve", command == "build" and not dirty


def on_config(config: MkDocsConfig) -> None:
    """Draws once, before the first build; without a server a broken model ends it. What pages include is looked for in
    the project, as Zensical does, whatever the folder that MkDocs was started in."""
    global _project, _built, _kept, _icons, _shared, _trimmed, _unchanged
    _built = None
    place = _place(config)
    root = place.out
    _kept = KeptPages(place.kept / "pages", config, Cache(place.cache), os.environ.get(ELSEWHERE, "").split())
    _trimmed = Trimmed(config)
    site = Path(config.site_dir)
    _icons, _shared = IconFiles(site, place.generated / "assets" / "icons"), SharedParts(site)
    snippets = config.mdx_configs.setdefault("pymdownx.snippets", {})
    snippets.setdefault("base_path", [str(root)])
    if EXTENSION not in config.markdown_extensions:
        config.markdown_extensions.append(EXTENSION)
    mine = config.mdx_configs.get(EXTENSION, {})
    config.mdx_configs[EXTENSION] = {"model": str(place.model), "systems": list(place.systems), **mine}
    if fault := unnamed(Path(config.docs_dir).rglob("*")):
        raise Abort(f"archdeck: {fault}")
    if _project is None:
        _project = Project(place.model, lambda: draw(place))
        _project.draw()
        if not _project.problems:
            Project(place.model, lambda: talk(place)).draw()
        if _project.problems and not _serving:
            raise Abort("archdeck: the model has problems (see above); the site was not built")
    if _whole and not _project.problems and not os.environ.get(PAGES_MADE):
        _unchanged = Unchanged(place.kept / "site.json", config, globals())
        if _unchanged.is_so():
            log.info("Nothing changed since the site was built: %s", config.site_dir)
            raise SystemExit(0)


def _place(config: MkDocsConfig) -> Place:
    """Where the models of a site are and what is made of them goes: as its plugin says, else as in a project."""
    from archdeck.project import Project as Place

    root, docs = Path(config.config_file_path).absolute().parent, Path(config.docs_dir).absolute()
    if not docs.is_relative_to(root):
        raise Abort(f"archdeck: docs_dir must lie in the folder of mkdocs.yml, and {docs} does not")
    below = docs.relative_to(root).as_posix()
    cache = os.environ.get(CACHE)
    shared = Path(cache) if cache else None
    return Place(root / settings.model, root, settings.diagrams, below, tuple(settings.systems), shared)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Leaves out what no page asks for, and gives the site its navigation: where mkdocs.yml has none, or the part in it
    that it leaves to archdeck."""
    global _once
    from archdeck.pages import in_order, navigation, paths_in, with_systems

    for file in () if settings.guest else unused(files, config):
        files.remove(file)
    let_words_count(config)
    _once = not settings.guest and search_once(config)

    pages = files.documentation_pages()
    generated = {f.src_uri: _entry(f.content_string) for f in pages if is_ours(f)}
    if config.nav is not None:
        config.nav = with_systems(config.nav, generated)
        told = set(paths_in(config.nav))
        for file in pages:
            if is_ours(file) and file.src_uri not in told:
                file.inclusion = InclusionLevel.NOT_IN_NAV  # it is linked from those that are in it
        return
    if NAVIGATORS & config.plugins.keys():
        return
    theirs = [f for f in pages if f.src_uri not in generated]
    orders = {
        f.src_uri: order for f in theirs if isinstance(order := _front(f.content_string).get("order"), int | float)
    }
    written = nest_paths(f.src_uri for f in theirs)  # type: ignore[no-untyped-call]
    config.nav = navigation(generated, in_order(written, orders))


def _entry(source: str) -> NavEntry:
    from archdeck.pages import NavEntry

    front = _front(source)
    return NavEntry(str(front.get("title", "")), float(front.get("order", 0)))


def _front(source: str) -> dict[str, Any]:
    """The front matter of a page."""
    found: dict[str, Any] = meta.get_data(source[:FRONT])[1]
    return found


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 - MkDocs passes them by name
    """The sidebar of every page."""
    global _nav
    _nav = nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """All that a page is made with is there now."""
    global _built
    if _nav is not None and _icons is not None:
        _built = Built(config, files, _nav, env, _icons)


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Pages that archdeck writes need no Markdown where they are as they were in an earlier run."""
    if _kept and is_ours(page.file):
        _kept.watch(page)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Pictures stand aside until the page is whole, so that the search does not read them."""
    aside = _aside[page.file.src_uri] = Aside()
    return "\n".join(aside.put(html.split("\n")))


@event_priority(100)
def _before_search(context: object, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG001
    if _kept:
        _kept.before_search(page)


@event_priority(-100)
def _after_search(context: object, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG001
    if _kept:
        _kept.after_search(page)
    if is_ours(page.file) or not settings.guest:
        tell_more(page, config, is_ours(page.file))


def _trim(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:  # noqa: ARG001
    """The theme writes as much of the navigation as stays on the page."""
    if _trimmed is None or _built is None or settings.guest:
        return context
    template = _built.env.get_template(page.meta.get("template", "main.html"))
    if cut := _trimmed.of(page, nav, lambda whole: tight(template.render({**context, "nav": whole}))):
        context["nav"], _inside[page.file.src_uri] = cut
    return context


on_page_context = CombinedEvent(_before_search, _after_search, event_priority(-300)(_trim))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Puts the pictures back, and shows on every page what is wrong with the model. The tab of a page names its
    system."""
    if is_ours(page.file) and (system := page.meta.get("system")):
        end = f" - {config.site_name}</title>"
        output = output.replace(end, f" – {escape(str(system))}{end}", 1)
    aside = _aside.pop(page.file.src_uri, None)
    whole = tight(output) if is_ours(page.file) or not settings.guest else output
    if _shared and not settings.guest:
        whole = _shared.lean(whole, page.url, _inside.pop(page.file.src_uri, ""))
    if aside and _icons:
        whole = aside.back(whole, partial(_icons.lean, url=page.url))
    return with_banner(whole, _project.problems if _project else "")


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """What is shown in the place of a page that is not there finds the site below any path."""
    if template_name != "404.html" or settings.guest:
        return output_content
    page = leading_on(output_content)
    return tight(page if config.site_url else finding_its_site(page))


@event_priority(100)
def _before_written(config: MkDocsConfig) -> None:
    """The search tells what a browser can read."""
    global _tell_all
    _tell_all = lessened(config)


@event_priority(-200)
def _when_written(config: MkDocsConfig) -> None:
    """The site is whole now, if all pictures are there that its pages ask for."""
    if _tell_all:
        _tell_all()
    missing, in_vain[:] = list(in_vain), []
    if missing and not _serving:
        raise Abort("archdeck: pages ask for pictures that there are not (see above); the site is not as it should be")
    if _once:
        leave_out_second(Path(config.site_dir))
    if _kept:
        _kept.drop_unused()
    if _unchanged:
        _unchanged.remember()


on_post_build = CombinedEvent(_before_written, _when_written)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Takes the watching of docs/ over from MkDocs, and makes again what edits reached."""
    global _following
    assert _project is not None

    def at_once(stamp: Path) -> None:
        """Lets the server look at the stamp now, and not with the next of its looks, two a second."""
        for emitter in server.observer.emitters:
            if Path(emitter.watch.path) in (stamp, stamp.parent):  # of a file watchdog watches the folder
                emitter.queue_events(0)

    following = _following = Following(_project, Path(config.docs_dir), at_once)
    settings = [Path(config.config_file_path), *map(Path, config.watch)]
    before = state_of(settings)

    def make() -> None:
        nonlocal before
        (paths, problems), now = following.edited(), state_of(settings)
        try:
            if _built is None or now != before or (not paths and problems is None):
                raise Further("it is not only the pages that changed")
            log.info("Pages made again: %d", again(_built, paths))
        except Exception as why:  # whatever it is, the whole build says it as ever
            log.debug("The whole site is made again: %s", why)
            before = now
            builder()
        else:
            if problems is not None:
                put_up((Path(page.abs_dest_path) for page in _built.pages), problems)

    guard(server, [config.dev_addr.host, *names_in(config.extra.get(SETTING))])
    server.builder = make
    server.build_delay = AT_ONCE_S
    server.unwatch(config.docs_dir)
    server.watch(str(following.stamp))
    following.start()
    return server


def on_shutdown() -> None:
    if _following:
        _following.stop()
