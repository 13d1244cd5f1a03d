"""Systems to their models and what is found in them, once for all builds of a process: an edit reads what it edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

from archdeck.answers import Linted, check, lint
from archdeck.language import ModelError, Problem, Unreadable, is_folder, read_bytes, yaml_files
from archdeck.layout import would_fit
from archdeck.model import Model, Systems, read_model, resources
from archdeck.paint import Layouts
from archdeck.views import View, environment_views, idle_overrides


class Read:
    """A model with what is asked of it in every build."""

    def __init__(self, model: Model):
        self.model = model
        self.laid: tuple[tuple[View, ...], Layouts] | None = None  # its pictures, where a build has just made them
        self._linted: dict[date, Linted] = {}
        self._icons = _stats(self._own_icons())

    def _own_icons(self) -> list[Path]:
        """Those that lie beside a model: their files are part of it."""
        own = {icon for c in self.model.components for icon in (c.icon, c.kind.icon)} | self.model.place_icons
        return sorted(icon for icon in own if not icon.is_relative_to(resources()))

    def is_whole(self) -> bool:
        """Whether its icons are as they were when it was read."""
        return self._icons == _stats(self._own_icons())

    def linted(self, day: date) -> Linted:
        """What the rules find on that day."""
        if day not in self._linted:
            self._linted = {day: lint(self.model, day)}
        return self._linted[day]

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        return (*check(self.model), *idle_overrides(self.model, would_fit))

    @cached_property
    def environments(self) -> tuple[View, ...]:
        """The pictures of its environments, for pages of all systems."""
        return environment_views(self.model)


_read: dict[tuple[str, Path, Path], tuple[str, Read]] = {}  # by system, path, and the folder that lines are told from


def read_models(systems: Mapping[str, Path], sources: Mapping[str, str], among: Systems | None = None) -> list[Read]:
    """All models, or all problems of all of them: ModelError. `sources` are digests of their files, and they may name
    all that they are `among`."""
    found: list[Read] = []
    problems: list[Problem] = []
    for id, path in systems.items():
        try:
            found.append(_once(id, path, sources, among))
        except ModelError as error:
            problems += error.problems
    if problems:
        raise ModelError(problems)
    return found


def all_around(
    systems: Mapping[str, Path], sources: Mapping[str, str], read: Iterable[Read], among: Systems | None = None
) -> list[Model]:
    """The models of all systems in their order, for what the pages of some say of others: those that are `read`, and of
    the rest those in which nothing is wrong."""
    known = {one.model.id: one.model for one in read}
    for id, path in systems.items():
        if id not in known:
            with suppress(ModelError):
                known[id] = _once(id, path, sources, among).model
    return [known[id] for id in systems if id in known]


def near(systems: Mapping[str, Path], only: str, one: Read) -> dict[str, Path]:
    """Of all systems those that `only` one of them names, and those whose files have its id in them, for they may name
    it: there can be hundreds, which one by itself need not read."""
    word = only.rpartition(".")[2].encode("utf-8")
    named = {only, *one.model.neighbours}
    return {id: path for id, path in systems.items() if id in named or any(word in text for text in _texts(path))}


def _texts(path: Path) -> Iterator[bytes]:
    """What files of a system hold, as far as they can be read."""
    for file in yaml_files(path) if is_folder(path) else [path]:
        with suppress(Unreadable):
            yield read_bytes(file)


def _once(id: str, path: Path, sources: Mapping[str, str], among: Systems | None) -> Read:
    place = (id, path, Path.cwd())
    known = _read.get(place)
    if known is None or known[0] != _source(known[1].model, sources) or not known[1].is_whole():
        read = Read(read_model(id, path, among=among))
        _read[place] = known = (_source(read.model, sources), read)
    return known[1]


def _source(model: Model, sources: Mapping[str, str]) -> str:
    """What a model was made from: its files, and those of the systems that it names; of a source, what these may be."""
    named = [model.id, *sorted(one.id for one in model.neighbours.values())]
    return " ".join([*(sources.get(id, "") for id in named), *(sources if "." in model.id else ())])


def _stats(files: Iterable[Path]) -> list[tuple[int, int]]:
    """Size and time of change of each; of one that is not there, none."""
    found = [file.stat() if file.is_file() else None for file in files]
    return [(stat.st_size, stat.st_mtime_ns) if stat else (-1, -1) for stat in found]
