"""Words come in, their size in pixels goes out; with it the shapes and the look of which every picture is made."""

from __future__ import annotations

from archdeck.canvas import fonts
from archdeck.canvas.fonts import lacking
from archdeck.canvas.fonts.machine import fonts_for, unpainted
from archdeck.canvas.frames import around
from archdeck.canvas.geometry import (
    CORNER,
    EdgeShape,
    Geometry,
    GroupShape,
    LeftOut,
    LegendKey,
    Mark,
    NodeShape,
    PanelShape,
    Point,
    Rect,
    Segment,
    Sign,
    Words,
    geometry_json,
    hits,
    sides,
)
from archdeck.canvas.in_state import DIMMED, arrow_look, border_look, cards, foremost
from archdeck.canvas.look import (
    ACCENT,
    DARK,
    HATCH,
    INK,
    LINES,
    PAPER,
    PARTLY,
    SOFT_INK,
    STAGES,
    STATES,
    TILE,
    StateLook,
    dark_css,
    frame_look,
)
from archdeck.canvas.records import changed
from archdeck.canvas.ways import corners

__all__ = [
    "ACCENT",
    "CORNER",
    "DARK",
    "DIMMED",
    "HATCH",
    "INK",
    "LINES",
    "PAPER",
    "PARTLY",
    "SOFT_INK",
    "STAGES",
    "STATES",
    "TILE",
    "EdgeShape",
    "Geometry",
    "GroupShape",
    "LeftOut",
    "LegendKey",
    "Mark",
    "NodeShape",
    "PanelShape",
    "Point",
    "Rect",
    "Segment",
    "Sign",
    "StateLook",
    "Words",
    "around",
    "arrow_look",
    "border_look",
    "cards",
    "changed",
    "corners",
    "dark_css",
    "fonts",
    "fonts_for",
    "foremost",
    "frame_look",
    "geometry_json",
    "hits",
    "lacking",
    "sides",
    "unpainted",
]
