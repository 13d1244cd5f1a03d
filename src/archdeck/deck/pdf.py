"""A deck to a PDF: a slide on each page, or on sheets of A4 with what is said below. Equal decks give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import Any, assert_never

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.svgLib.path import parse_path
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from archdeck.canvas import CORNER, INK, PAPER, Point, Rect, corners, fonts, fonts_for, lacking
from archdeck.deck.drawing import (
    HEIGHT,
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

POINT = 0.5  # of a pixel
BASE = 0.345  # of the size of letters: from their middle down to the line they stand on
DASHES = {"dashed": (8, 5), "dotted": (2, 5)}
HEAD, WING, NOTCH = 13.0, 5.9, 8.0  # of an arrow, in pixels
HATCH = 7.0  # pixels between slanted lines
STROKE = 3.0
A4 = (595.28, 841.89)
RIM, GAP, NOTE = 40.0, 24.0, 11.0  # points of a handout: its margins, below its slide, and the size of its notes


def pdf(deck: Deck) -> bytes:
    """A slide on each page of 13 1/3 by 7 1/2 inches."""
    out = io.BytesIO()
    page = _canvas(out, deck, (WIDTH * POINT, HEIGHT * POINT))
    for slide in deck.slides:
        _listed(page, slide)
        _Page(page, HEIGHT * POINT, POINT).draw(slide)
        page.showPage()
    page.save()
    return out.getvalue()


def handout(deck: Deck) -> bytes:
    """A slide on each sheet of A4, with what is said below it; long notes go on on a sheet of their own."""
    out = io.BytesIO()
    sheet = _canvas(out, deck, A4)
    wide, high = A4
    scale = (wide - 2 * RIM) / WIDTH
    for slide in deck.slides:
        _listed(sheet, slide)
        sheet.saveState()
        sheet.translate(RIM, high - RIM - HEIGHT * scale)
        _Page(sheet, HEIGHT * scale, scale).draw(slide)
        sheet.rect(0, 0, WIDTH * scale, HEIGHT * scale, stroke=1, fill=0)
        sheet.restoreState()
        y = high - RIM - HEIGHT * scale - GAP
        for line in _note_lines(slide.notes, wide - 2 * RIM):
            if y < RIM:
                sheet.showPage()
                y = high - RIM
            _say(sheet, line, RIM, y, NOTE)
            y -= NOTE * 1.4
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _canvas(out: io.BytesIO, deck: Deck, size: tuple[float, float]) -> Any:
    for name, file in (("ad", fonts.REGULAR), ("ad-bold", fonts.BOLD)):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(file)))
    page = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    page.setTitle(deck.title)
    page.setAuthor("archdeck")
    page.setCreator("archdeck")
    return page


def _listed(page: Any, slide: Slide) -> None:
    """An entry in the outline of the document."""
    key = f"slide-{page.getPageNumber()}"
    page.bookmarkPage(key)
    page.addOutlineEntry(slide.title.text.replace("\n", " "), key, 0)


def _note_lines(notes: str, wide: float) -> Iterator[str]:
    for paragraph in notes.split("\n\n"):
        flat = " ".join(paragraph.split())
        yield from fonts.block(flat, NOTE, wide) if flat else ()
        yield ""


def _say(sheet: Any, line: str, x: float, y: float, size: float) -> None:
    sheet.setFillColor(INK)
    sheet.setFont(_font(line, bold=False), size)
    sheet.drawString(x, y, line)


def _font(text: str, bold: bool) -> str:
    """The shipped font, or for letters that it lacks the first of the machine's that can be embedded."""
    for file in fonts_for(text) if lacking(text) else ():
        name = f"ad-{file.stem}"
        try:
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(file)))
        except TTFError:
            continue
        return name
    return "ad-bold" if bold else "ad"


class _Page:
    """Draws slides in pixels, from the top, onto a page in points, from the bottom."""

    def __init__(self, page: Any, high: float, scale: float):
        self.page, self.high, self.scale = page, high, scale

    def draw(self, slide: Slide) -> None:
        self.page.setFillColor(PAPER)
        self.page.rect(0, 0, WIDTH * self.scale, self.high, stroke=0, fill=1)
        for shape in (*slide.shapes, slide.title):
            self._shape(shape)

    def _shape(self, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(shape)
            case Icon():
                self._icon(shape)
            case Text():
                self._text(shape)
            case Strokes():
                self._strokes(shape)
            case Together():
                for part in shape.parts:
                    self._shape(part)
            case Arrow():
                self._arrow(shape)
            case Table():
                for part in plain(shape):
                    self._shape(part)
            case Port():
                pass
            case _:
                assert_never(shape)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale, self.high - y * self.scale

    def _rect(self, box: Rect) -> tuple[float, float, float, float]:
        left, bottom = self._at(box.x, box.bottom)
        return left, bottom, box.w * self.scale, box.h * self.scale

    def _pen(self, pen: Pen | None) -> int:
        """Takes up a pen; whether there is one."""
        if pen is None:
            return 0
        self.page.setStrokeColor(pen.colour)
        self.page.setLineWidth(pen.width * self.scale)
        self.page.setDash([d * self.scale for d in DASHES.get(pen.style, ())])
        return 1

    def _box(self, box: Box) -> None:
        fill = PAPER if box.hatched else box.fill
        if fill:
            self.page.setFillColor(fill)
        drawn = self._pen(box.pen)
        corner = min(box.corner, box.box.w / 2, box.box.h / 2) * self.scale
        if not (drawn or fill):
            return
        if corner:
            self.page.roundRect(*self._rect(box.box), corner, stroke=drawn, fill=int(bool(fill)))
        else:
            self.page.rect(*self._rect(box.box), stroke=drawn, fill=int(bool(fill)))
        if box.hatched:
            self._hatch(box)

    def _hatch(self, box: Box) -> None:
        r = box.box
        self.page.saveState()
        outline = self.page.beginPath()
        outline.rect(*self._rect(r))
        self.page.clipPath(outline, stroke=0, fill=0)
        self._pen(Pen(box.hatched, 1.2))
        x = r.x - r.h
        while x < r.right:
            self.page.line(*self._at(x, r.bottom), *self._at(x + r.h, r.y))
            x += HATCH
        self.page.restoreState()

    def _icon(self, icon: Icon) -> None:
        self.page.saveState()
        self.page.setFillAlpha(icon.opacity)
        self.page.drawImage(ImageReader(io.BytesIO(icon.png)), *self._rect(icon.box), mask="auto")
        self.page.restoreState()

    def _text(self, text: Text) -> None:
        if text.fill:
            self.page.setFillColor(text.fill)
            self.page.rect(*self._rect(text.box), stroke=0, fill=1)
        rows = text.text.split("\n")
        high = text.px * fonts.LINE_HEIGHT if text.top else text.box.h / len(rows)
        for k, row in enumerate(rows):
            self._row(row, text, text.box.y + (k + 0.5) * high + text.px * BASE)

    def _row(self, row: str, text: Text, y: float) -> None:
        self.page.setFillColor(text.colour)
        self.page.setFont(_font(row, text.bold), text.px * self.scale)
        ends = {"left": text.box.x, "middle": text.box.centre.x, "right": text.box.right}
        write = {"left": "drawString", "middle": "drawCentredString", "right": "drawRightString"}[text.align]
        getattr(self.page, write)(*self._at(ends[text.align], y), row)

    def _strokes(self, strokes: Strokes) -> None:
        unit = strokes.box.w / 24
        path = self.page.beginPath()
        pen = DecomposingRecordingPen({})
        parse_path(strokes.path, pen)
        for name, points in pen.value:
            on = [c for x, y in points for c in self._at(strokes.box.x + x * unit, strokes.box.y + y * unit)]
            if name == "moveTo":
                path.moveTo(*on)
            elif name == "lineTo":
                path.lineTo(*on)
            elif name == "curveTo":
                path.curveTo(*on)
            elif name == "closePath":
                path.close()
        self.page.setFillColor(strokes.colour)
        self._pen(Pen(strokes.colour, STROKE * unit))
        self.page.setLineCap(1)
        self.page.drawPath(path, stroke=int(not strokes.filled), fill=int(strokes.filled))
        self.page.setLineCap(0)

    def _arrow(self, arrow: Arrow) -> None:
        points = corners(arrow.points)
        tips = [(points[-1], points[-2])] + ([(points[0], points[1])] if arrow.both else [])
        points[-1] = _toward(points[-1], points[-2], NOTCH)
        if arrow.both:
            points[0] = _toward(points[0], points[1], NOTCH)
        path = self.page.beginPath()
        path.moveTo(*self._at(*points[0]))
        for (a, b), c in zip(pairwise(points), [*points[2:], None], strict=True):
            if c is None:
                path.lineTo(*self._at(*b))
                continue
            before, after = _toward(b, a, min(CORNER, _far(a, b) / 2)), _toward(b, c, min(CORNER, _far(b, c) / 2))
            path.lineTo(*self._at(*before))
            path.curveTo(*self._at(*_part(before, b)), *self._at(*_part(after, b)), *self._at(*after))
        self._pen(arrow.pen)
        self.page.drawPath(path, stroke=1, fill=0)
        for tip, back in tips:
            self._head(tip, back, arrow.pen.colour)

    def _head(self, tip: Point, back: Point, colour: str) -> None:
        far = _far(tip, back) or 1.0
        ux, uy = (back.x - tip.x) / far, (back.y - tip.y) / far
        path = self.page.beginPath()
        path.moveTo(*self._at(*tip))
        for along, aside in ((HEAD, WING), (NOTCH, 0.0), (HEAD, -WING)):
            path.lineTo(*self._at(tip.x + ux * along - uy * aside, tip.y + uy * along + ux * aside))
        path.close()
        self.page.setFillColor(colour)
        self.page.drawPath(path, stroke=0, fill=1)


def _far(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def _toward(a: Point, b: Point, by: float) -> Point:
    far = _far(a, b) or 1.0
    by = min(by, far * 0.9)
    return Point(a.x + (b.x - a.x) / far * by, a.y + (b.y - a.y) / far * by)


def _part(a: Point, b: Point) -> Point:
    """Two thirds of the way: a quadratic control point as a cubic one."""
    return Point(a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3)
