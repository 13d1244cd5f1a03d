"""Layouts that builds have made, for those that come after: each a file that is named by all that it depends on.

They lie in `.archdeck/layouts/` beside the outputs. Deleting them costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from archdeck.layout import PAPERS, is_less, with_parts
from archdeck.paint import Job, Layouts, lay_out
from archdeck.project.cache import Cache
from archdeck.project.memory import digest, program
from archdeck.project.regular import read_regular
from archdeck.project.unfinished import KEPT
from archdeck.project.writing import publish, remove
from archdeck.views import View

Say = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
LAYS_OUT = ("language", "canvas", "views", "layout")  # the packages on whose code a layout depends
SORT = "layouts"  # in a cache
LARGEST = 8_000_000  # bytes of a file that is read: no layout comes near


class KeptLayouts:
    """The files of a folder, and behind it those of a `cache` that others fill, too. With `force` those that lie there
    are made anew; in a folder that is not there `anyway`, nothing is kept. What cannot be read or written only costs
    time."""

    def __init__(self, folder: Path, force: bool = False, anyway: bool = True, cache: Cache | None = None):
        self._folder = folder
        self._cache = cache or Cache()
        self._force = force
        self._writes = anyway or folder.parent.is_dir()
        self._here: dict[str, str] = {}
        self._used: set[Path] = set()
        self._asked: set[str] = set()

    def get(self, key: str, /) -> str | None:
        file = self.use(key)
        if key in self._here or self._force:
            return self._here.get(key)
        try:
            return read_regular(file, LARGEST).decode("utf-8")
        except (OSError, ValueError):
            return self._of_others(key, file)

    def _of_others(self, key: str, file: Path) -> str | None:
        data = self._cache.get(SORT, file.stem)
        if data is not None:
            self._keep(key, data.decode("utf-8", "replace"), file)
        return self._here.get(key)

    def __setitem__(self, key: str, text: str, /) -> None:
        file = self.use(key)
        self._keep(key, text, file)
        self._cache.put(SORT, file.stem, text.encode("utf-8"))

    def _keep(self, key: str, text: str, file: Path) -> None:
        self._here[key] = text
        if self._writes:
            try:
                publish({file: text.encode("utf-8")}, self._folder.parent)
            except OSError:
                return

    def use(self, key: str) -> Path:
        """The file of a key, which is not to be dropped."""
        file = self._folder / f"{digest(program(*LAYS_OUT), key)}.json"
        self._used.add(file)
        self._asked.add(file.name)
        return file

    def asked(self) -> set[str]:
        """The names of the files that were asked for since this was called last."""
        names, self._asked = self._asked, set()
        return names

    def drop_unused(self, but: Iterable[str] = ()) -> None:
        """Removes the files that nothing has asked for, but for those of these names."""
        kept = self._used | {self._folder / name for name in but}
        try:
            remove(set(self._folder.glob("*.json")) - kept, self._folder.parent)
        except OSError:
            return


def kept_beside(models: Path) -> KeptLayouts:
    """The layouts of the project whose folder of models this is; nothing is written where there has been no build."""
    return KeptLayouts(models.parent / KEPT / "layouts", anyway=False)


class Laid:
    """The layouts of a build: of slides, and of the sheets that posters are drawn on."""

    def __init__(self, kept: KeptLayouts):
        self._kept = kept
        self.slides = Layouts(kept=kept)
        self.sheets = Layouts(PAPERS["a3"], kept)

    def ahead(self, views: Sequence[View], printed: Sequence[View], say: Say) -> None:
        """Makes those that are not kept, several at a time: first of the views, then of parts, the posters of those
        that are `printed`, and what is drawn on a layout of its own."""
        bases = [v.stands_as or v for v in views]
        missing = {key: v for v in bases if (key := self.slides.key(v)) and self._kept.get(key) is None}
        first = {key: v for key, v in missing.items() if not v.full}
        lay_out([Job(v) for v in first.values()], self._kept, lambda k: say("laying out", k, 3 * len(missing)))
        lay_out(
            [Job(v, known=self._known(v.full)) for v in missing.values() if v.full],
            self._kept,
            lambda k: say("laying out", len(first) + k, 3 * len(missing)),
        )
        environments = [view for view in views if view.id == view.environment]
        jobs: list[Job] = []
        for k, view in enumerate(environments):
            say("laying out", len(environments) + k, 3 * len(environments))
            shared, key = self.slides.of(view), self.slides.key(view)
            if key in missing and shared.merged:
                jobs.append(Job(view, parts=True, known=self._known(view)))
            if view in printed and is_less(view, shared) and self._kept.get(self.sheets.key(view)) is None:
                jobs.append(Job(view, PAPERS["a3"]))
        jobs += self._searches(views)
        lay_out(jobs, self._kept, lambda k: say("laying out", 2 * len(jobs) + k, 3 * len(jobs)))

    def _searches(self, views: Sequence[View]) -> list[Job]:
        """One for each layout on which a view is drawn that has none yet."""
        keys = {key: v for v in reversed(views) if (key := self.slides.search(v))}
        missing = [v for key, v in keys.items() if self._kept.get(key) is None]
        return [Job(v, shown=True, known=self._known(v.stands_as or v)) for v in missing]

    def _known(self, view: View) -> Mapping[str, str]:
        """The layout of a view, for what takes it to be made."""
        key = self.slides.key(view)
        text = self._kept.get(key)
        return {} if text is None else {key: text}

    def shown(self, plain: Sequence[View]) -> tuple[tuple[View, ...], list[str]]:
        """The views of a system as they are drawn, with their parts; and the files of all that is kept for that and for
        posters of its environments."""
        self._kept.asked()
        found = with_parts(map(self.slides.shown, plain), self.slides.of, self.slides.fits)
        for view in found:
            self._kept.use(self.slides.key(view))
            if view.id == view.environment:
                self._kept.use(self.sheets.key(view))
        return found, sorted(self._kept.asked())

    def forget_others(self, names: Iterable[str]) -> None:
        """Drops the layouts of no view: all but those of these files, and those that were asked for."""
        self._kept.drop_unused(names)
