"""Files of kinds that other packages bring to kinds of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

from archdeck.extensions import Extension, adds, leave_out, loaded, tried
from archdeck.language import KindShape, load_kinds
from archdeck.model.classes import UnknownKind
from archdeck.model.design import Kind

FILE = "kinds.yaml"
KINDS = "archdeck.kinds"  # the group of their entry points
Declared = Callable[[str, KindShape, Path], Kind]


def added_kinds(taken: Collection[str], declared: Declared) -> list[Kind]:
    """Those of all packages. An entry point names a module beside which `kinds.yaml` lies, or the path of such a file;
    icons lie beside that. An id that is taken is left out, and what is wrong with a file all of it."""
    found: dict[str, Kind] = {}
    for extension, value in loaded(KINDS):
        before = len(found)
        for kind in _read(extension, value, declared):
            if kind.id in taken or kind.id in found:
                leave_out(extension, f"there is a kind {kind.id!r} already")
            else:
                found[kind.id] = kind
        if some := list(found)[before:]:
            adds(extension, f"kinds {', '.join(some)}")
    return list(found.values())


def _read(extension: Extension, value: object, declared: Declared) -> Iterator[Kind]:
    file = _file(value)
    if file is None:
        leave_out(extension, f"{value!r} is neither a module with a file {FILE} beside it nor the path of one")
        return
    written: dict[str, KindShape] = tried(extension, partial(load_kinds, file)) or {}
    for id, shape in written.items():
        try:
            yield declared(id, shape, file.parent)
        except UnknownKind as error:
            leave_out(extension, f"kind {id!r}: {error}")


def _file(value: object) -> Path | None:
    if isinstance(value, ModuleType):
        return Path(value.__file__).parent / FILE if value.__file__ else None
    return Path(value) if isinstance(value, str | Path) else None
