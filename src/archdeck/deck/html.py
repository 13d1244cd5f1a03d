"""A deck to one HTML file that presents itself: full screen, by clicker, with a second window for who speaks.

It needs no server and no other file. What several slides show alike is in it once.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import assert_never

from archdeck.canvas import PAPER, Point, Rect, fonts
from archdeck.deck.drawing import (
    DASHES,
    EVERY,
    HEIGHT,
    SLANTED,
    SQUARE,
    STROKE,
    WIDTH,
    Arrow,
    Box,
    Deck,
    Icon,
    Pen,
    Port,
    Shape,
    Slide,
    Strokes,
    Table,
    Text,
    Together,
)
from archdeck.deck.plain import plain
from archdeck.deck.ways import rows, way

THEME = Path(__file__).parent / "theme"
ANCHOR = {"left": "start", "middle": "middle", "right": "end"}


def html(deck: Deck) -> bytes:
    """The file."""
    writer = _Writer()
    slides = [_slide(writer, number, slide) for number, slide in enumerate(deck.slides, start=1)]
    title = escape(deck.title)
    page = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>\n{_theme("talk.css")}</style>\n'
        f'</head>\n<body>\n<svg class="shared" aria-hidden="true"><defs>\n{writer.shared()}</defs></svg>\n'
        f"<main>\n<h1>{title}</h1>\n{''.join(slides)}</main>\n<script>\n{_theme('talk.js')}</script>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


@cache
def _theme(name: str) -> str:
    return (THEME / name).read_text(encoding="utf-8")


def _slide(writer: _Writer, number: int, slide: Slide) -> str:
    """A slide with its title, and what is said beside it."""
    title = escape(slide.title.text)
    used = "".join(writer.used(shape) for shape in slide.shapes)
    drawn = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}" font-family="{escape(fonts.FAMILY)}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{used}{writer.drawn(slide.title)}</svg>'
    )
    said = "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in slide.notes.split("\n\n") if part.strip())
    return f'<section id="s{number}" data-title="{title}">{drawn}<aside>{said}</aside></section>\n'


class _Writer:
    """Shapes to SVG. What occurs is kept once, and used by its name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._icons: dict[bytes, str] = {}

    def used(self, shape: Shape) -> str:
        """A shape as it is used on a slide."""
        drawn = self.drawn(shape)
        if not drawn:
            return ""
        name = self._names.setdefault(drawn, f"g{len(self._names)}")
        return f'<use href="#{name}"/>'

    def shared(self) -> str:
        """All that slides use."""
        icons = (
            f'<image id="{name}" width="128" height="128" href="{_uri(png)}"/>\n' for png, name in self._icons.items()
        )
        return "".join(icons) + "".join(f'<g id="{name}">{drawn}</g>\n' for drawn, name in self._names.items())

    def drawn(self, shape: Shape) -> str:
        match shape:
            case Box():
                return self._box(shape)
            case Icon():
                return self._icon(shape)
            case Text():
                return self._text(shape)
            case Strokes():
                return self._strokes(shape)
            case Together():
                return self._all(shape.parts, shape.alt)
            case Arrow():
                return self._arrow(shape)
            case Table():
                return self._all(plain(shape))
            case Port():
                return ""
            case _:
                assert_never(shape)

    def _all(self, parts: Iterable[Shape], alt: str = "") -> str:
        title = f"<title>{escape(alt)}</title>" if alt else ""
        return f"<g>{title}{''.join(map(self.drawn, parts))}</g>"

    def _box(self, box: Box) -> str:
        fill = PAPER if box.hatched else box.fill
        if not (fill or box.pen):
            return ""
        corner = min(box.corner, box.box.w / 2, box.box.h / 2)
        rim = f' rx="{_n(corner)}"' if corner else ""
        drawn = f'<rect {_at(box.box)}{rim} fill="{fill or "none"}"{_pen(box.pen)}/>'
        return drawn + (_hatch(box.box, box.hatched) if box.hatched else "")

    def _icon(self, icon: Icon) -> str:
        name = self._icons.setdefault(icon.png, f"i{hashlib.sha256(icon.png).hexdigest()[:10]}")
        fade = f' opacity="{icon.opacity:g}"' if icon.opacity < 1 else ""
        place = f"translate({_n(icon.box.x)} {_n(icon.box.y)}) scale({icon.box.w / 128:.4g} {icon.box.h / 128:.4g})"
        return f'<use href="#{name}" transform="{place}"{fade}/>'

    def _text(self, text: Text) -> str:
        weight = ' font-weight="bold"' if text.bold else ""
        look = f'font-size="{_n(text.px)}" fill="{text.colour}"{weight} text-anchor="{ANCHOR[text.align]}"'
        lines = (
            f'<text x="{_n(at.x)}" y="{_n(at.y)}" {look}{_long(row, text)}>{escape(row)}</text>'
            for row, at in rows(text)
        )
        ground = f'<rect {_at(text.box)} fill="{text.fill}"/>' if text.fill else ""
        return ground + "".join(lines)

    def _strokes(self, strokes: Strokes) -> str:
        place = f"translate({_n(strokes.box.x)} {_n(strokes.box.y)}) scale({strokes.box.w / SQUARE:.4g})"
        ink = f'stroke="{strokes.colour}" stroke-width="{STROKE:g}" stroke-linecap="round" stroke-linejoin="round"'
        look = f'fill="{strokes.colour}"' if strokes.filled else f'fill="none" {ink}'
        return f'<path d="{strokes.path}" transform="{place}" {look}/>'

    def _arrow(self, arrow: Arrow) -> str:
        found = way(arrow)
        bends = "".join(f"L{_p(bend.before)}Q{_p(bend.corner)} {_p(bend.after)}" for bend in found.bends)
        path = f"M{_p(found.start)}{bends}L{_p(found.end)}"
        tips = (" ".join(map(_p, head)) for head in found.heads)
        heads = "".join(f'<polygon points="{tip}" fill="{arrow.pen.colour}"/>' for tip in tips)
        return f'<path d="{path}" fill="none"{_pen(arrow.pen)}/>{heads}'


def _long(row: str, text: Text) -> str:
    """How much room a line has: the machine that shows the talk may have none of the fonts that it names."""
    if not row.strip() or fonts.lacking(row):
        return ""
    return f' textLength="{_n(fonts.width(row, text.px, text.bold))}" lengthAdjust="spacingAndGlyphs"'


def _uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _p(p: Point) -> str:
    return f"{_n(p.x)} {_n(p.y)}"


def _at(r: Rect) -> str:
    return f'x="{_n(r.x)}" y="{_n(r.y)}" width="{_n(r.w)}" height="{_n(r.h)}"'


def _pen(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dash = f' stroke-dasharray="{",".join(map(str, DASHES[pen.style]))}"' if pen.style in DASHES else ""
    return f' stroke="{pen.colour}" stroke-width="{_n(pen.width)}"{dash}'


def _hatch(r: Rect, colour: str) -> str:
    """Slanted lines within a box, each cut at its rim."""
    lines, along = "", EVERY
    while along < r.w + r.h:
        a = Point(r.x + min(along, r.w), r.y + max(0.0, along - r.w))
        b = Point(r.x + max(0.0, along - r.h), r.y + min(along, r.h))
        lines += f"M{_p(a)}L{_p(b)}"
        along += EVERY
    return f'<path d="{lines}" stroke="{colour}" stroke-width="{SLANTED:g}"/>'
