"""Formats of other packages to formats of pictures that cannot break a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from archdeck.extensions import Extension, adds, leave_out, loaded, tried
from archdeck.language import ID_PATTERN
from archdeck.paint.engine import EngineError
from archdeck.views import View


@dataclass(frozen=True)
class Export:
    """A format of another package: `draw` makes a file that ends with `suffix` of a view and its geometry, as
    docs/reference/geometry.md has it."""

    suffix: str
    draw: Callable[[View, dict[str, Any]], bytes]


def added_exports(suffixes: Mapping[str, str]) -> dict[str, Export]:
    """The formats of all packages by name: that of their entry point. What is taken is left out, as are the `suffixes`
    of formats that there are."""
    found: dict[str, Export] = {}
    for extension, value in loaded("archdeck.exports"):
        taken = {**suffixes, **{name: export.suffix for name, export in found.items()}}
        if why := _fault(extension.name, value, taken):
            leave_out(extension, why)
        else:
            found[extension.name] = replace(value, draw=partial(_guarded, extension, value))
            adds(extension, f"format {extension.name} ({value.suffix})")
    return found


def _fault(name: str, value: object, taken: Mapping[str, str]) -> str:
    """Why something is no format, or none that can be taken."""
    if not isinstance(value, Export) or not callable(value.draw):
        return f"{value!r} is no archdeck.extending.Export"
    if not re.fullmatch(ID_PATTERN, name):
        return f"{name!r} cannot be the name of a format: lower-case letters and digits, joined by hyphens"
    if not isinstance(value.suffix, str) or not re.fullmatch(r"\.[a-z0-9]+", value.suffix):
        return f"a file cannot end with {value.suffix!r}; it is a dot, lower-case letters and digits"
    if name in taken:
        return f"there is a format {name!r} already"
    return f"files that end with {value.suffix!r} are of another format" if value.suffix in taken.values() else ""


def _guarded(extension: Extension, export: Export, view: View, geometry: dict[str, Any]) -> bytes:
    """The file; EngineError where there is none."""
    data = tried(extension, partial(export.draw, view, geometry))
    if not isinstance(data, bytes):
        raise EngineError(f"{extension} drew no file of {view.id!r}")
    return data
