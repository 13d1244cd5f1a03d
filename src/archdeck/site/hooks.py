"""MkDocs events to pages that follow the model: drawn before MkDocs reads them, and again whenever the model is edited.

`build.py` of a project re-exports these functions. Under `mkdocs serve` MkDocs would watch `docs/` and rebuild once or
more often for the files that one build writes there; so a watcher of ours looks after the model and after `docs/`, and
MkDocs looks at a single stamp that changes when, and only when, the site has to be made again. A broken model changes
nothing but the stamp: the last good pages come back with the list of problems on them.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from html import escape
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import meta, nest_paths
from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from archdeck.language import ModelError
from archdeck.pages import GENERATED, NavEntry, navigation
from archdeck.site.make import PAGES_MADE

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

MODEL = "model"
QUIET_S = 0.1  # an editor saves in several steps
log = logging.getLogger("mkdocs.archdeck")


def draw(root: Path) -> object:
    """Draws and writes everything below docs/systems, unless the build that runs MkDocs has just done so; ModelError if
    the model is broken."""
    from archdeck.project import build_pages

    return None if os.environ.get(PAGES_MADE) else build_pages(root)


class Project:
    """A project as the hook sees it: where it is, and what is wrong with its model."""

    def __init__(self, root: Path, build: Callable[[Path], object]):
        self.root = root
        self.problems = ""
        self._build = build

    def draw(self) -> None:
        """Builds the pages. What is wrong is logged and kept, never raised: the last good site stays."""
        try:
            self._build(self.root)
        except ModelError as error:
            self.problems = str(error)
        except Exception as error:
            self.problems = f"the pages could not be built: {error or type(error).__name__}"
        else:
            self.problems = ""
        for line in self.problems.splitlines():
            log.error(line)


_serving = False
_project: Project | None = None
_following: Following | None = None


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs passes it by name
    """MkDocs does not say yet where the project is; the first `on_config` does."""
    global _serving
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Draws once, before the first build; without a server a broken model ends it. What pages include is looked for in
    the project, as Zensical does, whatever the folder that MkDocs was started in."""
    global _project
    snippets = config.mdx_configs.setdefault("pymdownx.snippets", {})
    snippets.setdefault("base_path", [str(Path(config.config_file_path).parent)])
    if _project is None:
        _project = Project(Path(config.config_file_path).parent, draw)
        _project.draw()
        if _project.problems and not _serving:
            raise Abort("archdeck: the model has problems (see above); the site was not built")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Gives the site its navigation where mkdocs.yml does not."""
    if config.nav is not None:
        return
    pages = files.documentation_pages()
    generated = {f.src_uri: _entry(f.content_string) for f in pages if f.src_uri.startswith(f"{GENERATED}/")}
    written = nest_paths(f.src_uri for f in pages if f.src_uri not in generated)  # type: ignore[no-untyped-call]
    config.nav = navigation(generated, written)


def _entry(source: str) -> NavEntry:
    _, front = meta.get_data(source)
    return NavEntry(str(front.get("title", "")), float(front.get("order", 0)))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs passes them by name
    """Shows on every page what is wrong with the model."""
    if not (_project and _project.problems):
        return output
    banner = (
        '<div class="ad-problems" role="alert" data-search-exclude>'
        "<strong>The model has problems; these pages show its last good state.</strong>"
        f"<pre>{escape(_project.problems)}</pre></div></body>"
    )
    return banner.join(output.rsplit("</body>", 1))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:  # noqa: ARG001
    """Takes the watching of docs/ over from MkDocs."""
    global _following
    assert _project is not None
    _following = Following(_project, Path(config.docs_dir))
    server.unwatch(config.docs_dir)
    server.watch(str(_following.stamp))
    _following.start()
    return server


def on_shutdown() -> None:
    if _following:
        _following.stop()


class Following(FileSystemEventHandler):
    """Redraws when the model changes, and changes the stamp when what MkDocs would read has changed."""

    def __init__(self, project: Project, docs: Path):
        self._project = project
        self._model = project.root / MODEL
        self._docs = docs
        self._folder = tempfile.mkdtemp(prefix="archdeck-")
        self.stamp = Path(self._folder, "stamp")
        self.stamp.write_text("0")
        self._shown = self._state()
        self._changed = threading.Condition()
        self._model_changed = self._docs_changed = self._stopped = False
        self._observer = Observer()
        self._thread = threading.Thread(target=self._follow, name="archdeck", daemon=True)

    def start(self) -> None:
        for folder in filter(Path.is_dir, (self._model, self._docs)):
            self._observer.schedule(self, str(folder), recursive=True)
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._observer.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, FileOpenedEvent | FileClosedNoWriteEvent | DirModifiedEvent):
            return
        paths = [Path(str(p)) for p in (event.src_path, event.dest_path) if p]
        if all(p.is_relative_to(self._docs / GENERATED) for p in paths):
            return
        with self._changed:
            if any(p.is_relative_to(self._model) for p in paths):
                self._model_changed = True
            else:
                self._docs_changed = True
            self._changed.notify_all()

    def _follow(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._model_changed or self._docs_changed)
                while not self._stopped and self._changed.wait(QUIET_S):
                    pass
                if self._stopped:
                    return
                redraw, self._model_changed, self._docs_changed = self._model_changed, False, False
            if redraw:
                log.info("The model was edited")
                self._project.draw()
            now = self._state()
            if now != self._shown:
                self._shown = now
                self.stamp.write_text(str(int(self.stamp.read_text()) + 1))
            elif redraw:
                log.info("Nothing on the site changed")

    def _state(self) -> tuple[Any, ...]:
        """What the site is made from: the problems, and every file of docs/ as it lies there."""
        return (self._project.problems, *filter(None, map(_stat, sorted(self._docs.rglob("*")))))


def _stat(path: Path) -> tuple[str, int, int] | None:
    """None for a folder, and for a file that an editor has just taken away."""
    try:
        found = path.stat()
    except OSError:
        return None
    return None if S_ISDIR(found.st_mode) else (str(path), found.st_mtime_ns, found.st_size)
