"""The folder that a system lies in to the other systems there, each read when something is said of it.

Only what a system says of itself is read here, so that two systems may name each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from archdeck.language import Loaded, ModelError, Unreadable, load, system_paths
from archdeck.model.catalogue import declared_kind, place_icon
from archdeck.model.classes import UnknownKind
from archdeck.model.design import Kind, Neighbour
from archdeck.model.resolve.words import name_of


class Neighbours:
    """The systems beside one, by id; without a path, none."""

    def __init__(self, path: Path | None = None):
        self._path = path
        self._found: dict[str, Neighbour] = {}

    @cached_property
    def _paths(self) -> dict[str, Path]:
        if self._path is None:
            return {}
        try:
            here = self._path.resolve()
            found = {id: paths[0] for id, paths in system_paths(here.parent).items()}
            return {id: path for id, path in found.items() if path.resolve() != here}
        except (OSError, RuntimeError, Unreadable):
            return {}

    @property
    def ids(self) -> Iterable[str]:
        return self._paths

    def get(self, id: str) -> Neighbour | None:
        """The system of that id, if there is one. What is wrong with it is said where it is read itself."""
        if id not in self._paths:
            return None
        if id not in self._found:
            self._found[id] = _read(id, self._paths[id])
        return self._found[id]


def _read(id: str, path: Path) -> Neighbour:
    try:
        loaded = load(path)
    except ModelError:
        return Neighbour(id, name_of(id))
    system, written = loaded.shape.system, loaded.shape.components
    return Neighbour(
        id=id,
        name=loaded.text("system", "name") or name_of(id),
        title=system.title,
        summary=system.summary,
        owner=system.owner,
        icon=_icon(loaded),
        components={c: (written[c].name if c in written else "") or name_of(c) for c in loaded.declared("components")},
    )


def _icon(loaded: Loaded) -> Path | None:
    """The icon that it says it has, if there is one."""
    text, kinds = loaded.shape.system.icon, dict[str, Kind]()
    try:
        if text in loaded.shape.kinds:
            kinds = {text: declared_kind(text, loaded.shape.kinds[text], loaded.folder)}
        return place_icon(text, loaded.folder, kinds) if text else None
    except UnknownKind:
        return None
