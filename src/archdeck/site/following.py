"""Edits of the model and of docs/ to a stamp that changes when, and only when, the site has to be made again.

MkDocs looks at that stamp alone. What was edited since the site was made last stands beside it.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from stat import S_ISDIR

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MOVED,
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from archdeck.pages import GENERATED
from archdeck.project import RULES, SUFFIXES, names_sources

MODEL = "model"
BROUGHT = "brought.json"  # what changes when git has brought something else
QUIET_S = 0.05  # an editor saves in several steps
COME_AND_GO = (EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MOVED)
NO_EDITS = (FileOpenedEvent, FileClosedNoWriteEvent, DirModifiedEvent)
log = logging.getLogger("mkdocs.archdeck")
State = dict[Path, tuple[int, int]]  # time of change, in nanoseconds, and size of each file


class Project:
    """A project as the hook sees it: where its models are, and what is wrong with them."""

    def __init__(self, model: Path, build: Callable[[], object]):
        self.model = model
        self.problems = ""
        self._build = build

    def elsewhere(self) -> dict[Path, bool]:
        """The folders besides that from which models are read, each with whether what is below it is read, too."""
        if not names_sources(self.model):
            return {}
        from archdeck.project import watched_elsewhere  # with the language, which a fresh site need not load

        return watched_elsewhere(self.model)

    def draw(self) -> None:
        """Builds the pages. What is wrong is logged and kept, never raised: the last good site stays."""
        try:
            self._build()
        except Exception as error:
            from archdeck.language import ModelError  # not before something is wrong

            ours = isinstance(error, ModelError)
            self.problems = str(error) if ours else f"the pages could not be built: {error or type(error).__name__}"
        else:
            self.problems = ""
        for line in self.problems.splitlines():
            log.error(line)


class Following(FileSystemEventHandler):
    """Redraws when the model changes, and changes the stamp when what MkDocs would read has changed."""

    def __init__(self, project: Project, docs: Path, poke: Callable[[Path], None] = lambda _: None):
        self._project = project
        self._model = project.model
        self._docs = docs
        self._poke = poke
        self._folder = tempfile.mkdtemp(prefix="archdeck-")
        self.stamp = Path(self._folder, "stamp")
        self.stamp.write_text("0")
        self._seen = self._made = state_of([docs])
        self._told = self._shown = project.problems
        self._changed = threading.Condition()
        self._model_changed = self._docs_changed = self._folder_changed = self._stopped = False
        self._observer = Observer()
        self._watches: list[ObservedWatch] = []
        self._elsewhere: dict[Path, ObservedWatch] = {}
        self._thread = threading.Thread(target=self._follow, name="archdeck", daemon=True)

    def start(self) -> None:
        for above in {self._model.parent, self._docs.parent}:
            self._observer.schedule(_Above(self._replaced, self._beside, {self._model, self._docs}), str(above))
        self._watch()
        self._watch_elsewhere()
        self._observer.start()
        self._thread.start()

    def _watch(self) -> None:
        """Looks into the folders that are there now: what was renamed would be looked into under its new name."""
        for watch in self._watches:
            self._observer.unschedule(watch)
        folders = filter(Path.is_dir, (self._model, self._docs))
        self._watches = [self._observer.schedule(self, str(folder), recursive=True) for folder in folders]

    def _watch_elsewhere(self) -> None:
        """Looks into what the models are read from now besides their own folder."""
        wanted = self._project.elsewhere()
        for folder in self._elsewhere.keys() - wanted.keys():
            self._observer.unschedule(self._elsewhere.pop(folder))
        for folder in wanted.keys() - self._elsewhere.keys():
            beyond = _Elsewhere(self._model_is_edited)
            self._elsewhere[folder] = self._observer.schedule(beyond, str(folder), recursive=wanted[folder])

    def _model_is_edited(self) -> None:
        with self._changed:
            self._model_changed = True
            self._changed.notify_all()

    def _replaced(self) -> None:
        """One of the folders is gone, or another is in its place."""
        with self._changed:
            self._model_changed = self._folder_changed = True
            self._changed.notify_all()

    def _beside(self, paths: Iterable[Path]) -> None:
        """Rules beside the folder of the models hold for it where all of it is one system."""
        if any(path.parent == self._model.parent and path.name.endswith(RULES) for path in paths):
            self._model_is_edited()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._observer.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def edited(self) -> tuple[Collection[Path], str | None]:
        """The files that changed, came or went since this was asked last, and the problems if they are others."""
        with self._changed:
            before, self._made = self._made, self._seen
            told, self._told = self._told, self._shown
        paths = [p for p in before.keys() | self._made.keys() if before.get(p) != self._made.get(p)]
        return paths, None if told == self._told else self._told

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, NO_EDITS):
            return
        paths = _paths(event)
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
                redraw, replaced = self._model_changed, self._folder_changed
                self._model_changed = self._docs_changed = self._folder_changed = False
            if replaced:
                self._watch()
            if redraw:
                log.info("The model was edited")
                self._watch_elsewhere()  # first, so that no edit of what is new is missed
                self._project.draw()
                self._watch_elsewhere()  # what was brought for the first time
            if self._is_new():
                self.stamp.write_text(str(int(self.stamp.read_text()) + 1))
                self._poke(self.stamp)
            elif redraw:
                log.info("Nothing on the site changed")

    def _is_new(self) -> bool:
        """Whether what the site is made from is not what it was the last time: the problems, and the files of docs/."""
        state, problems = state_of([self._docs]), self._project.problems
        with self._changed:
            same = (state, problems) == (self._seen, self._shown)
            self._seen, self._shown = state, problems
        return not same


class _Above(FileSystemEventHandler):
    """Looks after the folders themselves, and what is beside them, from those in which they lie."""

    def __init__(self, replaced: Callable[[], None], beside: Callable[[Iterable[Path]], None], folders: set[Path]):
        self._replaced, self._beside, self._folders = replaced, beside, folders

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in COME_AND_GO and self._folders.intersection(_paths(event)):
            self._replaced()
        elif not isinstance(event, NO_EDITS):
            self._beside(_paths(event))


class _Elsewhere(FileSystemEventHandler):
    """Looks after a folder from which systems are read that lie in none of the project's."""

    def __init__(self, edited: Callable[[], None]):
        self._edited = edited

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not isinstance(event, NO_EDITS) and any(_is_input(path) for path in _paths(event)):
            self._edited()


def _is_input(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES or path.name == BROUGHT


def _paths(event: FileSystemEvent) -> list[Path]:
    return [Path(str(path)) for path in (event.src_path, event.dest_path) if path]


def state_of(paths: Iterable[Path]) -> State:
    """The files of these, and below them."""
    found = ((file, _stat(file)) for path in paths for file in (path, *path.rglob("*")))
    return {file: stat for file, stat in found if stat}


def _stat(path: Path) -> tuple[int, int] | None:
    """None for a folder, and for a file that an editor has just taken away."""
    try:
        found = path.stat()
    except OSError:
        return None
    return None if S_ISDIR(found.st_mode) else (found.st_mtime_ns, found.st_size)
