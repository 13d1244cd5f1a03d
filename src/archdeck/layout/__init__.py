"""A view comes in, its geometry goes out: where everything stands, how arrows run, where words are."""

from __future__ import annotations

from archdeck.layout.arrange import arrangements
from archdeck.layout.auto import ranked
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout
from archdeck.layout.parts import may_have_parts, with_parts
from archdeck.layout.picture import geometry, notes, outgrown, warnings
from archdeck.layout.poster import is_less, poster_of
from archdeck.layout.sheet import PAPERS, Sheet

__all__ = [
    "PAPERS",
    "Layout",
    "Sheet",
    "arrangements",
    "geometry",
    "is_less",
    "layout",
    "may_have_parts",
    "notes",
    "outgrown",
    "poster_of",
    "ranked",
    "warnings",
    "with_parts",
]
