"""The systems of a project to those that one of them names, each read when something is said of it.

Only what a system says of itself is read here, so that two systems may name each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from archdeck.language import Loaded, ModelError, load
from archdeck.model.catalogue import declared_kind, place_icon
from archdeck.model.classes import UnknownKind
from archdeck.model.design import Kind, Neighbour
from archdeck.model.found import NotHere, Systems
from archdeck.model.resolve.words import name_of


class Neighbours:
    """The systems around one, by what it calls them; without `systems`, none."""

    def __init__(self, id: str = "", systems: Systems | None = None):
        self._id = id
        self._systems = systems
        self._found: dict[str, Neighbour] = {}

    @cached_property
    def inner(self) -> str:
        """What the system itself is called where it lies."""
        return self._systems.inner(self._id) if self._systems is not None and self._id in self._systems else self._id

    @property
    def ids(self) -> Iterable[str]:
        """What could be meant, as far as it is here."""
        if self._systems is None:
            return ()
        beside = [name for name in self._systems.beside(self._id) if name != self.inner]
        return dict.fromkeys([*beside, *(id for id in self._systems.at_hand() if id != self._id)])

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the system itself."""
        return name in (self._id, self.inner)

    def get(self, name: str) -> Neighbour | None:
        """The system of that name, if there is one. What is wrong with it is said where it is read itself."""
        if self._systems is None or self.is_own(name):
            return None
        try:
            id = self._systems.meant(name, self._id)
        except NotHere:
            return Neighbour(name, name_of(name.rpartition(".")[2]))
        if id and id not in self._found:
            self._found[id] = _read(id, self._systems[id], self._systems.inner(id))
        return self._found.get(id)


def _read(id: str, path: Path, inner: str) -> Neighbour:
    try:
        loaded = load(path)
    except ModelError:
        return Neighbour(id, name_of(inner))
    system, written = loaded.shape.system, loaded.shape.components
    return Neighbour(
        id=id,
        name=loaded.text("system", "name") or name_of(inner),
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
