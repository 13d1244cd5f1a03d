"""A deck to a PDF: a slide on each page, or on sheets of A4 with what is said below. Equal decks give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.svgLib.path import parse_path
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from archdeck.canvas import INK, PAPER, Point, Rect, fonts, fonts_for, lacking
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

POINT = 0.5  # of a pixel
A4 = (595.28, 841.89)
rl_config.useA85 = 0  # bytes as they are: as letters they would be a quarter more
RIM, GAP, NOTE = 40.0, 24.0, 11.0  # points of a handout: its margins, below its slide, and the size of its notes
LINE = NOTE * 1.4


def pdf(deck: Deck) -> bytes:
    """A slide on each page of 13 1/3 by 7 1/2 inches."""
    out = io.BytesIO()
    page = _canvas(out, deck, (WIDTH * POINT, HEIGHT * POINT))
    icons = _Icons()
    for number, slide in enumerate(deck.slides, start=1):
        _listed(page, slide, number, HEIGHT * POINT)
        _Page(page, HEIGHT * POINT, POINT, icons).draw(slide)
        page.showPage()
    page.save()
    return out.getvalue()


def handout(deck: Deck) -> bytes:
    """Slides on sheets of A4, each with what is said below it: two on a sheet where that is short; long notes go on on
    a sheet of their own."""
    out = io.BytesIO()
    sheet = _canvas(out, deck, A4)
    wide, high = A4
    scale, icons, top = (wide - 2 * RIM) / WIDTH, _Icons(), high - RIM
    y = top
    for number, slide in enumerate(deck.slides, start=1):
        lines = [*_note_lines(slide.notes, wide - 2 * RIM)]
        if y < top and y - HEIGHT * scale - GAP - len(lines) * LINE < RIM:
            sheet.showPage()
            y = top
        _listed(sheet, slide, number, y)
        _framed(sheet, slide, y - HEIGHT * scale, scale, icons)
        y -= HEIGHT * scale + GAP
        for line in lines:
            if y < RIM:
                sheet.showPage()
                y = top
            _say(sheet, line, RIM, y, NOTE)
            y -= LINE
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def _framed(sheet: Any, slide: Slide, y: float, scale: float, icons: _Icons) -> None:
    """A slide in small, with a line around it."""
    sheet.saveState()
    sheet.translate(RIM, y)
    _Page(sheet, HEIGHT * scale, scale, icons).draw(slide)
    sheet.rect(0, 0, WIDTH * scale, HEIGHT * scale, stroke=1, fill=0)
    sheet.restoreState()


def _canvas(out: io.BytesIO, deck: Deck, size: tuple[float, float]) -> Any:
    for name, file in (("ad", fonts.REGULAR), ("ad-bold", fonts.BOLD)):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(file)))
    page = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    page.setTitle(deck.title)
    page.setAuthor("archdeck")
    page.setCreator("archdeck")
    return page


def _listed(page: Any, slide: Slide, number: int, top: float) -> None:
    """An entry in the outline of the document, that leads to where the slide begins."""
    key = f"slide-{number}"
    page.bookmarkPage(key, fit="FitH", top=top)
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


class _Icons:
    """The icons of a document, each read once: a deck shows them on every slide."""

    def __init__(self) -> None:
        self._read: dict[bytes, ImageReader] = {}

    def of(self, png: bytes) -> ImageReader:
        if png not in self._read:
            self._read[png] = ImageReader(io.BytesIO(png))
        return self._read[png]


class _Page:
    """Draws slides in pixels, from the top, onto a page in points, from the bottom."""

    def __init__(self, page: Any, high: float, scale: float, icons: _Icons):
        self.page, self.high, self.scale, self.icons = page, high, scale, icons

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
        self._pen(Pen(box.hatched, SLANTED))
        x = r.x - r.h
        while x < r.right:
            self.page.line(*self._at(x, r.bottom), *self._at(x + r.h, r.y))
            x += EVERY
        self.page.restoreState()

    def _icon(self, icon: Icon) -> None:
        self.page.saveState()
        self.page.setFillAlpha(icon.opacity)
        self.page.drawImage(self.icons.of(icon.png), *self._rect(icon.box), mask="auto")
        self.page.restoreState()

    def _text(self, text: Text) -> None:
        if text.fill:
            self.page.setFillColor(text.fill)
            self.page.rect(*self._rect(text.box), stroke=0, fill=1)
        self.page.setFillColor(text.colour)
        write = {"left": "drawString", "middle": "drawCentredString", "right": "drawRightString"}[text.align]
        for row, at in rows(text):
            self.page.setFont(_font(row, text.bold), text.px * self.scale)
            getattr(self.page, write)(*self._at(*at), row)

    def _strokes(self, strokes: Strokes) -> None:
        unit = strokes.box.w / SQUARE
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
        found = way(arrow)
        path = self.page.beginPath()
        path.moveTo(*self._at(*found.start))
        for bend in found.bends:
            path.lineTo(*self._at(*bend.before))
            through = _part(bend.before, bend.corner), _part(bend.after, bend.corner), bend.after
            path.curveTo(*(c for point in through for c in self._at(*point)))
        path.lineTo(*self._at(*found.end))
        self._pen(arrow.pen)
        self.page.drawPath(path, stroke=1, fill=0)
        for head in found.heads:
            self._head(head, arrow.pen.colour)

    def _head(self, head: Sequence[Point], colour: str) -> None:
        tip, *rest = head
        path = self.page.beginPath()
        path.moveTo(*self._at(*tip))
        for point in rest:
            path.lineTo(*self._at(*point))
        path.close()
        self.page.setFillColor(colour)
        self.page.drawPath(path, stroke=0, fill=1)


def _part(a: Point, b: Point) -> Point:
    """Two thirds of the way: a quadratic control point as a cubic one."""
    return Point(a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3)
