"""Plans, templates and files of other tools come in; a model to go on with comes out, and what was not understood."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.imports.drift import Compared, Drifted, Parting, drifted
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing, UnreadableSource

if TYPE_CHECKING:
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
    "Imported": "whole",
    "Reader": "readers",
    "Source": "source",
    "all_readers": "readers",
    "found_by": "readers",
    "imported": "whole",
    "reader_of": "readers",
}


if not TYPE_CHECKING:  # readers take long to load, and who compares or only names what was found needs none

    def __getattr__(name: str) -> Any:
        if name not in LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
