"""SVG to PNG with the shipped font, and one of the system's for nothing but letters that it lacks."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path

from archdeck.canvas import fonts, fonts_for
from archdeck.paint.panics import painting
from archdeck.paint.pixels import Sheet, painted
from archdeck.paint.quoting import escape

FAMILY = "Liberation Sans"
UNSEEN = 24  # of 255, by which a colour may be off in a picture with fewer of them
FEWER = (128, 256)
_TEXT = re.compile(r"<text( [^>]*)>(.*?)</text>", re.DOTALL)
_ROW = re.compile(r'<tspan x="([^"]*)" y="([^"]*)">([^<]*)</tspan>')
_PLACE = re.compile(r' x="([^"]*)" y="([^"]*)"')


def visible(svg: str) -> str:
    """The part of an SVG that leaves ink: two pictures with equal ones have equal pixels."""
    return re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", svg, flags=re.DOTALL)


def png(svg: str, width: int = 1920, height: int = 1080, name: str = "") -> bytes:
    """The picture in exactly so many pixels. EngineError, with its name, where it cannot be painted."""
    found = sheet(svg, width, height)
    with painting(f"the picture {name}" if name else "the picture"):
        return painted(*found)


def lighter(png: bytes) -> bytes:
    """The same pixels in a quarter of the bytes: of so few colours that nobody sees which of its own are missing."""
    from PIL import Image, ImageChops

    with Image.open(io.BytesIO(png)) as file:
        picture = file.convert("RGB")
    for colours in FEWER:
        fewer = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        bands = ImageChops.difference(picture, fewer.convert("RGB")).split()
        if not any(sum(band.histogram()[UNSEEN:]) for band in bands):
            out = io.BytesIO()
            fewer.save(out, "PNG", compress_level=9)
            return min(png, out.getvalue(), key=len)
    return png


def sheet(svg: str, width: int, height: int) -> Sheet:
    """What the painter is given."""
    further = further_fonts(svg)
    files = [str(file) for file in (fonts.REGULAR, fonts.BOLD, *further)]
    return _apart(svg) if further else svg, FAMILY, files, width, height


def further_fonts(svg: str) -> tuple[Path, ...]:
    """The fonts of this machine for letters that the shipped one lacks."""
    return fonts_for(visible(svg)) if fonts.lacking(svg) else ()


def _apart(svg: str) -> str:
    """The SVG with letters that the shipped font lacks in pieces of text of their own. The painter takes one font for
    a piece, and would else write the other letters of it in the font of the strange ones too."""
    return _TEXT.sub(_text_apart, svg)


def _text_apart(found: re.Match[str]) -> str:
    attributes, inner = found.groups()
    px = float(attributes.partition('font-size="')[2].partition('"')[0])
    rows = _ROW.findall(inner) or [(*_PLACE.findall(attributes)[0], inner)]
    pieces = [piece for x, y, row in rows for piece in _pieces(float(x), y, unescape(row), px, "bold" in attributes)]
    return f"<text{attributes}>{''.join(pieces)}</text>"


def _pieces(middle: float, y: str, row: str, px: float, bold: bool) -> Iterator[str]:
    """A row around its middle, in pieces that are each of one font."""
    strange = fonts.lacking(row)
    x = middle - fonts.width(row, px, bold) / 2
    for text in _runs(row, strange):
        wide = fonts.width(text, px, bold)
        yield f'<tspan x="{x + wide / 2:.2f}" y="{y}">{escape(text)}</tspan>'
        x += wide


def _runs(row: str, strange: Collection[str]) -> Iterator[str]:
    """The letters of a row that one font writes, as long as they follow each other. What joins the letter before it
    stays with it, and a row that is read from the right stays whole: the painter knows its order."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in row):
        yield row
        return
    run, ours = "", True
    for letter in row:
        mine = ours if run and fonts.joins(letter) else letter not in strange
        if run and mine != ours:
            yield run
            run = ""
        run, ours = run + letter, mine
    yield run
