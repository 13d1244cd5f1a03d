"""A view comes in, its geometry goes out: where everything stands, how arrows run, where words are."""

from __future__ import annotations

from archdeck.layout.auto import ranked
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout
from archdeck.layout.parts import may_have_parts, with_parts
from archdeck.layout.picture import geometry, notes, warnings
from archdeck.layout.poster import is_less, poster_of
from archdeck.layout.sheet import PAPERS, Sheet
from archdeck.layout.subject import has_subject, of_its_subject

__all__ = [
    "PAPERS",
    "Layout",
    "Sheet",
    "geometry",
    "has_subject",
    "is_less",
    "layout",
    "may_have_parts",
    "notes",
    "of_its_subject",
    "poster_of",
    "ranked",
    "warnings",
    "with_parts",
]
