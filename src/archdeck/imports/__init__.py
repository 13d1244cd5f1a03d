"""Plans, templates and files of other tools come in; a model to go on with comes out, and what was not understood."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.imports.parting import Drifted, Parting

if TYPE_CHECKING:
    from archdeck.imports.drift import Compared, drifted
    from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing, UnreadableSource
    from archdeck.imports.readers import Reader, all_readers, found_by, reader_of
    from archdeck.imports.source import Source
    from archdeck.imports.whole import Imported, imported

__all__ = [
    "Compared",
    "Deployment",
    "Drifted",
    "Found",
    "Imported",
    "Lead",
    "Left",
    "Parting",
    "Place",
    "Reader",
    "Run",
    "Source",
    "Thing",
    "UnreadableSource",
    "all_readers",
    "drifted",
    "found_by",
    "imported",
    "reader_of",
]

LATER = {
    "drift": ("Compared", "drifted"),
    "found": ("Deployment", "Found", "Lead", "Left", "Place", "Run", "Thing", "UnreadableSource"),
    "readers": ("Reader", "all_readers", "found_by", "reader_of"),
    "source": ("Source",),
    "whole": ("Imported", "imported"),
}


if not TYPE_CHECKING:  # every build loads this face, to tell of drift: what reads and compares is loaded when asked for

    def __getattr__(name: str) -> Any:
        module = next((module for module, names in LATER.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{module}"), name)
