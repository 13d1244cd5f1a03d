"""A view comes in, its geometry goes out: where everything stands, how arrows run, where words are."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.layout.essence import essence
from archdeck.layout.failed import failed_apart, is_of_failure
from archdeck.layout.fold import apart, tells_apart
from archdeck.layout.laid import Layout, is_less
from archdeck.layout.numerals import told_one_by_one
from archdeck.layout.one_table import would_fit
from archdeck.layout.parts import with_parts
from archdeck.layout.picture import geometry, losses, notes, outgrown, warnings
from archdeck.layout.rerouted import bare_arrows, leads_elsewhere, over_icons, put_back, rerouted
from archdeck.layout.sheet import PAPERS, Sheet
from archdeck.layout.stored import NotStored, from_json, to_json
from archdeck.layout.subject import beside_subject, beside_told, has_subject, of_its_subject

if TYPE_CHECKING:
    from archdeck.layout.arrange import arranged_views
    from archdeck.layout.auto import ranked
    from archdeck.layout.choice import layout
    from archdeck.layout.poster import poster_of

__all__ = [
    "PAPERS",
    "Layout",
    "NotStored",
    "Sheet",
    "apart",
    "arranged_views",
    "bare_arrows",
    "beside_subject",
    "beside_told",
    "essence",
    "failed_apart",
    "from_json",
    "geometry",
    "has_subject",
    "is_less",
    "is_of_failure",
    "layout",
    "leads_elsewhere",
    "losses",
    "notes",
    "of_its_subject",
    "outgrown",
    "over_icons",
    "poster_of",
    "put_back",
    "ranked",
    "rerouted",
    "tells_apart",
    "to_json",
    "told_one_by_one",
    "warnings",
    "with_parts",
    "would_fit",
]

LATER = {"arranged_views": "arrange", "layout": "choice", "poster_of": "poster", "ranked": "auto"}


if not TYPE_CHECKING:  # what searches for a layout is loaded when one is to be found

    def __getattr__(name: str) -> Any:
        if name not in LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
