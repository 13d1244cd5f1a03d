"""A folder of systems, and the files in it that name sources, to all systems of a project by id.

A source is looked at when something in it is asked for, and what git has to bring is brought then.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from archdeck.language import (
    YAML_SUFFIXES,
    Location,
    ModelError,
    Problem,
    Severity,
    Unlisted,
    Unreadable,
    WrittenSource,
    call_folder,
    is_file,
    is_folder,
    is_one_system,
    load_sources,
    shown_path,
    sources_files,
    system_paths,
)
from archdeck.model.brought import bring, brought, record_of
from archdeck.model.git import GitError

_HERE_ONLY: ContextVar[bool] = ContextVar("here_only", default=False)


@contextmanager
def only_what_is_here() -> Iterator[None]:
    """Within it nothing is brought, as while somebody types an address."""
    token = _HERE_ONLY.set(True)
    try:
        yield
    finally:
        _HERE_ONLY.reset(token)


class NotHere(ModelError):
    """A source that was not brought, where nothing is to be."""


@dataclass(frozen=True)
class Group:
    """What a source has: its folder, and its systems by what they are called in it; `alone` if it is one system."""

    folder: Path
    systems: Mapping[str, Path]
    alone: bool


class Systems(Mapping[str, Path]):
    """The systems of a project by id: its `own`, and those of its sources as `payments.ledger`, or as `shop` where a
    source is one system. Whatever is asked for is looked at; ModelError if a source cannot be."""

    def __init__(self, own: Mapping[str, Path], sources: Iterable[WrittenSource] = (), models: Path | None = None):
        self.own = dict(own)
        self.sources = {source.namespace: source for source in sources}
        self.models = models
        self._groups: dict[str, Group] = {}

    def __getitem__(self, id: str) -> Path:
        if id in self.own:
            return self.own[id]
        namespace, dot, inner = id.partition(".")
        if namespace not in self.sources:
            raise KeyError(id)
        group = self._group(namespace)
        if group.alone is bool(dot):
            raise KeyError(id)
        return next(iter(group.systems.values())) if group.alone else group.systems[inner]

    def __iter__(self) -> Iterator[str]:
        problems = self.problems()
        if problems:
            raise ModelError(problems)
        return iter(self._ids(self.sources))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _ids(self, namespaces: Iterable[str]) -> list[str]:
        found = list(self.own)
        for namespace in namespaces:
            if (group := self._groups.get(namespace)) is not None:
                found += [namespace] if group.alone else [f"{namespace}.{inner}" for inner in group.systems]
        return sorted(found)

    def problems(self, only: Iterable[str] | None = None) -> tuple[Problem, ...]:
        """Looks at all sources, or at some; what is wrong with them."""
        found: list[Problem] = []
        for namespace in self.sources if only is None else only:
            try:
                self._group(namespace)
            except ModelError as error:
                found += error.problems
        return tuple(dict.fromkeys(found))

    def readable(self) -> dict[str, Path]:
        """All systems, but for those of sources that cannot be looked at."""
        self.problems()
        return {id: self[id] for id in self._ids(self.sources)}

    def at_hand(self, *ids: str) -> dict[str, Path]:
        """What is here without anything being brought; and these, which may be."""
        asked = {id.partition(".")[0] for id in ids}
        with only_what_is_here():
            self.problems(set(self.sources) - asked)
        for id in ids:
            _ = id in self
        return {id: self[id] for id in self._ids(self.sources)}

    # ------------------------------------------------------------------------------------------------ names

    def source_of(self, id: str) -> WrittenSource | None:
        """The source that a system is read from."""
        return None if id in self.own else self.sources.get(id.partition(".")[0])

    def folder_of(self, namespace: str) -> Path:
        """Where the systems of a source lie."""
        return self._group(namespace).folder

    def inner(self, id: str) -> str:
        """What a system is called where it lies."""
        source = self.source_of(id)
        if source is None:
            return id
        group = self._group(source.namespace)
        return next(iter(group.systems)) if group.alone else id.partition(".")[2]

    def beside(self, id: str) -> tuple[str, ...]:
        """What systems of the same source are called in it."""
        source = self.source_of(id)
        group = self._group(source.namespace) if source else None
        return tuple(group.systems) if group and not group.alone else ()

    def meant(self, name: str, by: str) -> str:
        """The id of the system that another calls so: rather one of its own source; '' if there is none."""
        source = self.source_of(by)
        if source and name in self.beside(by):
            return f"{source.namespace}.{name}"
        return name if name in self else ""

    def then(self, id: str, own: Mapping[str, Path]) -> Systems:
        """The same with other systems in the place of those that lie beside this one, as they were once."""
        made = Systems(self.own, self.sources.values(), self.models)
        made._groups = dict(self._groups)
        if source := self.source_of(id):
            group = self._group(source.namespace)
            systems = {name: path for name, path in own.items() if not group.alone or name in group.systems}
            made._groups[source.namespace] = Group(group.folder, systems, group.alone)
        else:
            made.own = dict(own)
        return made

    # ------------------------------------------------------------------------------------------------ sources

    def records(self) -> list[Path]:
        """The files that change when git brings something else."""
        return [record_of(source) for source in self.sources.values() if source.git]

    def folders(self) -> list[tuple[str, Path]]:
        """Where the systems of the sources lie that are folders on this disk, by namespace."""
        return [
            (source.namespace, _target(source))
            for source in self.sources.values()
            if not source.git and (is_folder(_target(source)) or is_file(_target(source)))
        ]

    def _group(self, namespace: str) -> Group:
        if namespace not in self._groups:
            source = self.sources[namespace]
            found = self._looked_at(source)
            self._check(source, found)
            self._groups[namespace] = found
        return self._groups[namespace]

    def _looked_at(self, source: WrittenSource) -> Group:
        path = self._brought(source) if source.git else _target(source)
        if not source.git:
            call_folder(path if is_folder(path) else path.parent)
            if is_folder(path) and path.resolve() == source.folder.resolve():
                raise _wrong(source, "leads to the folder that this file is in; delete it")
        try:
            return _systems_at(path, source)
        except Unreadable as error:
            about = shown_path(error.folder) if isinstance(error, Unlisted) else source.path
            raise _wrong(source, f"{about!r} {error}") from None

    def _brought(self, source: WrittenSource) -> Path:
        here = brought(source)
        if here is None and _HERE_ONLY.get():
            raise NotHere([Problem(source.at, Severity.ERROR, "this source was not brought yet", "source")])
        try:
            return (here or bring(source)).path
        except GitError as error:
            raise cannot_bring(source, error) from None

    def _check(self, source: WrittenSource, group: Group) -> None:
        namespace = source.namespace
        ids = {namespace} | (set() if group.alone else {f"{namespace}.{inner}" for inner in group.systems})
        for id in sorted(ids & self.own.keys()):
            where = shown_path(self.own[id])
            said = f"gives the id {id!r}, and that has the system in {where}; call one of them otherwise"
            message = f"source {namespace!r} {said}"
            raise ModelError([Problem(source.where, Severity.ERROR, message, "duplicate-model")])


def cannot_bring(source: WrittenSource, error: GitError, so: str = "") -> ModelError:
    """What is said where git cannot bring a source."""
    return _wrong(source, f"git cannot bring it from {source.shown}: {error}{so}")


def _wrong(source: WrittenSource, message: str) -> ModelError:
    said = f"source {source.namespace!r}: {message}"
    return ModelError([Problem(source.at, Severity.ERROR, said, "unreadable-source")])


def _target(source: WrittenSource) -> Path:
    """Where a source on this disk lies; its path is told as somebody would write it, whatever leads there."""
    return Path(os.path.normpath(source.folder / source.path))


def _systems_at(path: Path, source: WrittenSource) -> Group:
    if is_file(path):
        if path.suffix not in YAML_SUFFIXES:
            raise _wrong(source, f"{source.path!r} is no YAML file; name a folder of systems, or one system")
        if is_one_system(path.parent):
            return Group(path.parent, {path.resolve().parent.name: path.parent}, True)
        return Group(path.parent, {path.stem: path}, True)
    if not is_folder(path):
        raise Unreadable("does not exist")
    if is_one_system(path):
        return Group(path, {path.resolve().name: path}, True)
    found = system_paths(path)
    for id, paths in found.items():
        if len(paths) > 1:
            raise second_model(id, paths)
    if not found:
        raise _wrong(source, f"there is no model in {source.path!r}")
    return Group(path, {id: paths[0] for id, paths in found.items()}, False)


def second_model(id: str, paths: list[Path]) -> ModelError:
    """What is said of two systems of one name."""
    message = f"there is a second model {id!r} in {shown_path(paths[0])}; rename one"
    return ModelError([Problem(Location(shown_path(paths[1])), Severity.ERROR, message, "duplicate-model")])


def gathered(own: Mapping[str, Path], folders: Iterable[Path], models: Path) -> Systems:
    """The systems of a folder with the sources that files in these folders name; ModelError if a file is wrong."""
    written = load_sources([file for folder in folders for file in sources_files(folder)])
    if written.problems:
        raise ModelError(written.problems)
    return Systems(own, written.sources, models)


def around(path: Path) -> Systems:
    """What the system at a path may name where it is read by itself: what lies beside it, and the sources there."""
    here = Path(os.path.abspath(path)).parent  # noqa: PTH100 - resolve() would follow a link
    try:
        real = path.resolve().parent
        own = {id: paths[0] for id, paths in system_paths(real).items()}
    except (OSError, RuntimeError, Unreadable):
        own = {}
    return gathered(own, [here, path] if is_folder(path) else [here], here)
