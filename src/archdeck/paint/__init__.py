"""A view comes in; files of its picture go out: SVG as Graphviz draws its geometry, PNG, DOT, JSON,
and charts for other tools."""

from __future__ import annotations

from archdeck.paint.added import Export
from archdeck.paint.ahead import Job, lay_out
from archdeck.paint.engine import EngineError, cache_folder
from archdeck.paint.icons import icon_file
from archdeck.paint.layouts import Kept, Layouts
from archdeck.paint.painting import Painting
from archdeck.paint.png import further_fonts, lighter, visible
from archdeck.paint.portable import portable
from archdeck.paint.render import (
    drawn,
    faults,
    formats,
    geometry_of,
    icon_paths,
    icon_pictures,
    inline_svg,
    lost_words,
    suffixes,
)
from archdeck.paint.svg import turning_dark
from archdeck.paint.terse import terse
from archdeck.paint.tooltips import muted, resaid

__all__ = [
    "EngineError",
    "Export",
    "Job",
    "Kept",
    "Layouts",
    "Painting",
    "cache_folder",
    "drawn",
    "faults",
    "formats",
    "further_fonts",
    "geometry_of",
    "icon_file",
    "icon_paths",
    "icon_pictures",
    "inline_svg",
    "lay_out",
    "lighter",
    "lost_words",
    "muted",
    "portable",
    "resaid",
    "suffixes",
    "terse",
    "turning_dark",
    "visible",
]
