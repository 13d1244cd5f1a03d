"""A view comes in; files of its picture go out: SVG as Graphviz draws its geometry, PNG, DOT, JSON."""

from __future__ import annotations

from archdeck.paint.engine import EngineError
from archdeck.paint.png import further_fonts, pngs, visible
from archdeck.paint.render import DARK_FORMATS, FORMATS, Layouts, drawn, faults, icon_paths, inline_svg

__all__ = [
    "DARK_FORMATS",
    "FORMATS",
    "EngineError",
    "Layouts",
    "drawn",
    "faults",
    "further_fonts",
    "icon_paths",
    "inline_svg",
    "pngs",
    "visible",
]
