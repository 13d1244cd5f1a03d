"""Plans, templates and files of other tools come in; a model to go on with comes out, and what was not understood."""

from __future__ import annotations

from archdeck.imports.drift import Compared, Drifted, Parting, drifted
from archdeck.imports.found import Deployment, Found, Lead, Left, Place, Run, Thing, UnreadableSource
from archdeck.imports.readers import Reader, all_readers, reader_of
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
    "imported",
    "reader_of",
]
