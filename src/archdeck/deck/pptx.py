"""A deck to a PowerPoint file: shapes that can be moved and edited, connectors that hold on to what they join, notes.

Glue at ports, hatching, faded icons and curves, for which python-pptx has no words, are written as Office Open XML
(ECMA-376, part 1, DrawingML). The same deck gives the same bytes: no time of writing is in the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.shapes.groupshape import CT_GroupShape
from pptx.util import Emu, Pt

from archdeck.canvas import Point, Rect, corners, fonts
from archdeck.deck.connectors import Connector, connectors, middle_side
from archdeck.deck.drawing import (
    HEIGHT,
    INSET,
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
from archdeck.deck.plain import Cell, cells

EMU = 6350  # of a pixel: 1920 of them are 13 1/3 inches
POINTS = 0.5  # of a pixel
FONT = "Arial"
LAYOUT = "Title Only"  # of python-pptx's own template; the others go
QUARTER = 5_400_000  # of a turn
THICK = 3.0  # pixels of a line from which on its head need not be large beside it
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file knows
LONGEST_PROPERTY = 255  # letters of a property of a file, in Office Open XML as python-pptx writes it
WRITTEN = datetime(2000, 1, 1)
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OFFICE_DASHES = {"dashed": "dash", "dotted": "sysDot"}
ALIGN = {"left": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
PORT, BEND = 2.0, 0.2  # pixels that a port is wide, and a bend: they are not to be seen


def pptx(deck: Deck) -> bytes:
    """The file."""
    file = Presentation()
    _of_this_size(file)
    about = file.core_properties
    about.title, about.author, about.last_modified_by = deck.title[:LONGEST_PROPERTY], "archdeck", "archdeck"
    about.created = about.modified = WRITTEN
    layout = next(one for one in file.slide_layouts if one.name == LAYOUT)
    for slide in deck.slides:
        _Writer(file.slides.add_slide(layout)).write(slide)
    out = io.BytesIO()
    file.save(out)
    return _timeless(out.getvalue())


def _of_this_size(file: Any) -> None:
    """A file of slides of 16:9 with one layout, whose placeholders are as wide as that."""
    before = file.slide_width
    file.slide_width, file.slide_height = Emu(WIDTH * EMU), Emu(HEIGHT * EMU)
    for one in list(file.slide_layouts):
        if one.name != LAYOUT:
            file.slide_layouts.remove(one)
    for holder in (file.slide_master, *file.slide_layouts):
        for shape in holder.placeholders:
            if shape.width:
                shape.left = Emu(round(shape.left * file.slide_width / before))
                shape.width = Emu(round(shape.width * file.slide_width / before))


def _timeless(data: bytes) -> bytes:
    """The same file with all its members of one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(about, old.read(name), compresslevel=9)
    return out.getvalue()


class _Writer:
    """Writes onto one slide. Arrows hold on to shapes that come after them, so they go to their place last."""

    def __init__(self, slide: Any):
        self.slide = slide
        self.sides: dict[str, tuple[int, Rect]] = {}
        self.ports: dict[tuple[str, Point], int] = {}

    def write(self, slide: Slide) -> None:
        title = self.slide.shapes.title
        _place(title, slide.title.box)
        _letter(title.text_frame, slide.title)
        arrows: list[tuple[int, Arrow]] = []
        tree = self.slide.shapes
        tree.turbo_add_enabled = True  # else the ids of all shapes are looked through for each new one
        for shape in slide.shapes:
            if isinstance(shape, Arrow):
                arrows.append((len(tree._spTree), shape))
            else:
                self._add(tree, shape)
        moved = 0
        for at, arrow in arrows:
            for drawn in self._arrow(arrow):
                tree._spTree.remove(drawn)
                tree._spTree.insert(at + moved, drawn)
                moved += 1
        if slide.notes:
            self.slide.notes_slide.notes_text_frame.text = slide.notes

    def _add(self, tree: Any, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(tree, shape)
            case Icon():
                found = tree.add_picture(io.BytesIO(shape.png), *_emu(shape.box))
                _called(found, shape.name, shape.alt)
                _fade(found, shape.opacity)
                if shape.id:
                    self.sides[shape.id] = (found.shape_id, shape.box)
            case Port():
                self.ports[shape.id, shape.at] = _dot(tree, shape.name, shape.at, PORT).shape_id
            case Text():
                self._text(tree, shape)
            case Strokes():
                _strokes(tree, shape)
            case Together():
                self._together(tree, shape)
            case Table():
                _table(tree, shape)
            case Arrow():
                raise TypeError("an arrow stands on the slide itself")
            case _:
                assert_never(shape)

    def _together(self, tree: Any, shape: Together) -> None:
        """A group. Its parts are made on the slide and put into it: python-pptx would work out the extent of a group,
        and look for an id that is free on the whole slide, for each of them anew."""
        group = CT_GroupShape.new_grpSp(tree._next_shape_id, "")
        tree._spTree.append(group)
        start = len(tree._spTree)
        for part in shape.parts:
            self._add(tree, part)
        for part in list(tree._spTree)[start:]:
            group.append(part)
        group.recalculate_extents()
        _name(group.xpath("./p:nvGrpSpPr/p:cNvPr")[0], shape.name, shape.alt)

    def _box(self, tree: Any, box: Box) -> None:
        sort = MSO_SHAPE.ROUNDED_RECTANGLE if box.corner else MSO_SHAPE.RECTANGLE
        found = tree.add_shape(sort, *_emu(box.box))
        if box.corner:
            found.adjustments[0] = min(0.5, box.corner / max(1.0, min(box.box.w, box.box.h)))
        _called(found, box.name)
        _bare(found)
        if box.hatched:
            _hatch(found, box.hatched)
        elif box.fill:
            found.fill.solid()
            found.fill.fore_color.rgb = _rgb(box.fill)
        else:
            found.fill.background()
        _draw(found.line, box.pen)
        if box.id:
            self.sides[box.id] = (found.shape_id, box.box)

    def _text(self, tree: Any, text: Text) -> None:
        found = tree.add_textbox(*_emu(text.box))
        _called(found, text.name or text.text)
        _letter(found.text_frame, text)
        if text.fill:
            found.fill.solid()
            found.fill.fore_color.rgb = _rgb(text.fill)

    def _arrow(self, arrow: Arrow) -> list[Any]:
        """Its connectors, each from bend to bend where one cannot run so; a bend is a point that two hold on to. The
        sample of one joins nothing, and is a line."""
        tree = self.slide.shapes
        if not arrow.source:
            return [_sample(tree, arrow)._element]
        some = connectors(corners(arrow.points))
        dots = [_dot(tree, f"Bend of {arrow.name}", one.end, BEND).shape_id for one in some[:-1]]
        found: list[Any] = []
        for k, one in enumerate(some):
            line = _connector(tree, one, arrow.pen, tip=k == len(some) - 1, tail=arrow.both and not k)
            _called(line, arrow.name)
            start = self._end(arrow.source, arrow.points[0], one.leaves) if not k else (dots[k - 1], one.leaves)
            last = k == len(some) - 1
            end = self._end(arrow.target, arrow.points[-1], one.enters) if last else (dots[k], one.enters)
            _glue(line, "a:stCxn", start)
            _glue(line, "a:endCxn", end)
            found.append(line)
        return [line._element for line in found]

    def _end(self, id: str, at: Point, side: int) -> tuple[int, int] | None:
        """The shape and the site of it at which an arrow ends."""
        if (id, at) in self.ports:
            return self.ports[id, at], side
        if id not in self.sides:
            return None
        shape, box = self.sides[id]
        middle = middle_side(box, at)
        return shape, side if middle is None else middle


# ----------------------------------------------------------------------------------------------------- pieces


def _emu(box: Rect) -> tuple[Emu, Emu, Emu, Emu]:
    left, top = round(box.x * EMU), round(box.y * EMU)
    return Emu(left), Emu(top), Emu(round(box.right * EMU) - left), Emu(round(box.bottom * EMU) - top)


def _place(shape: Any, box: Rect) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(box)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*(int(colour[k : k + 2], 16) for k in (1, 3, 5)))  # type: ignore[no-untyped-call]


def _called(shape: Any, name: str, alt: str = "") -> None:
    _name(shape._element.xpath(".//p:cNvPr")[0], name, alt)


def _name(about: Any, name: str, alt: str) -> None:
    """Gives a shape its name, and words for whoever cannot see it; without the letters that no XML has."""
    about.set("name", " ".join(_NOT_IN_XML.sub("", name).split()))
    if alt:
        about.set("descr", _NOT_IN_XML.sub("", alt))


def _bare(shape: Any) -> None:
    """Without the shadow and the white letters of the theme."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _draw(line: Any, pen: Pen | None) -> None:
    if pen is None:
        line.fill.background()
        return
    line.color.rgb = _rgb(pen.colour)
    line.width = Emu(round(pen.width * EMU))
    if pen.style in OFFICE_DASHES:
        etree.SubElement(line._get_or_add_ln(), qn("a:prstDash"), val=OFFICE_DASHES[pen.style])


def _hatch(shape: Any, colour: str) -> None:
    shape.fill.patterned()
    pattern = shape._element.spPr.find(qn("a:pattFill"))
    pattern.set("prst", "wdUpDiag")
    shape.fill.fore_color.rgb = _rgb(colour)
    shape.fill.back_color.rgb = _rgb("#FFFFFF")


def _fade(picture: Any, opacity: float) -> None:
    if opacity < 1:
        blip = picture._element.find(".//" + qn("a:blip"))
        etree.SubElement(blip, qn("a:alphaModFix"), amt=str(round(opacity * 100_000)))


def _letter(frame: Any, text: Text) -> None:
    """The lines of a text in the middle of its box."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = False
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP if text.top else MSO_ANCHOR.MIDDLE
    rows = text.text.split("\n")
    for k, row in enumerate(rows):
        line = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        line.alignment = ALIGN[text.align]
        line.line_spacing = Pt(round(text.px * fonts.LINE_HEIGHT * POINTS, 2))
        _run(line, row, text.px, text.bold, text.colour)


def _run(line: Any, words: str, px: float, bold: bool, colour: str) -> None:
    run = line.add_run()
    run.text = words
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(round(px * POINTS * 10) / 10), bold
    font.color.rgb = _rgb(colour)


def _connector(tree: Any, one: Connector, pen: Pen, tip: bool, tail: bool) -> Any:
    """A connector with its heads, as it stands without holding on to anything."""
    found = tree.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
    _bare(found)
    frame = found._element.spPr.find(qn("a:xfrm"))
    for name, value in (("rot", one.quarters * QUARTER), ("flipH", one.level), ("flipV", one.upright)):
        if value:
            frame.set(name, str(int(value)))
    x, y, w, h = _emu(one.box)
    frame.find(qn("a:off")).attrib.update({"x": str(x), "y": str(y)})
    frame.find(qn("a:ext")).attrib.update({"cx": str(w), "cy": str(h)})
    found._element.spPr.find(qn("a:prstGeom")).set("prst", one.preset)
    _headed(found, pen, tip, tail)
    return found


def _headed(shape: Any, pen: Pen, tip: bool, tail: bool) -> None:
    """Draws a line with its heads."""
    _draw(shape.line, pen)
    line, large = shape.line._get_or_add_ln(), "lg" if pen.width < THICK else "med"
    if pen.style == "solid":
        line.set("cap", "sq")  # closes the corner at a bend
    etree.SubElement(line, qn("a:miter"), lim="800000")
    for which, there in (("headEnd", tail), ("tailEnd", tip)):
        if there:
            etree.SubElement(line, qn(f"a:{which}"), type="triangle", w=large, len="med")


def _sample(tree: Any, arrow: Arrow) -> Any:
    first, *rest = arrow.points
    builder = tree.build_freeform(first.x, first.y, scale=EMU)
    builder.add_line_segments([tuple(point) for point in rest], close=False)
    found = builder.convert_to_shape()
    _called(found, arrow.name)
    _bare(found)
    found.fill.background()
    _headed(found, arrow.pen, tip=True, tail=arrow.both)
    return found


def _glue(line: Any, which: str, end: tuple[int, int] | None) -> None:
    if end is not None:
        holder = line._element.find(".//" + qn("p:cNvCxnSpPr"))
        etree.SubElement(holder, qn(which), id=str(end[0]), idx=str(end[1]))


def _dot(tree: Any, name: str, at: Point, wide: float) -> Any:
    """A point to hold on to, which is not to be seen."""
    found = tree.add_shape(MSO_SHAPE.OVAL, *_emu(Rect(at.x - wide / 2, at.y - wide / 2, wide, wide)))
    _called(found, name)
    _bare(found)
    found.line.fill.background()
    found.fill.background()
    return found


Command = tuple[str, Sequence[tuple[int, int]]]


def _custom(shape: Any, side: int, commands: Sequence[Command]) -> None:
    """Gives a shape an outline in a square in place of its preset."""
    properties = shape._element.spPr
    old = properties.find(qn("a:prstGeom"))
    new = etree.Element(qn("a:custGeom"))
    for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
        etree.SubElement(new, qn(f"a:{name}"))
    etree.SubElement(new, qn("a:rect"), l="0", t="0", r="r", b="b")
    drawn = etree.SubElement(new, qn("a:pathLst"))
    path = etree.SubElement(drawn, qn("a:path"), w=str(side), h=str(side))
    for name, points in commands:
        command = etree.SubElement(path, qn(f"a:{name}"))
        for x, y in points:
            etree.SubElement(command, qn("a:pt"), x=str(x), y=str(y))
    properties.replace(old, new)


OF_PEN = {"moveTo": "moveTo", "lineTo": "lnTo", "curveTo": "cubicBezTo", "qCurveTo": "quadBezTo", "closePath": "close"}


def _strokes(tree: Any, strokes: Strokes) -> None:
    """The path of a sign as a shape of its own; its square is a thousand units for each of its 24."""
    pen = RecordingPen()
    parse_path(strokes.path, pen)
    commands = [
        (OF_PEN[name], [(round(x * 1000), round(y * 1000)) for x, y in points])
        for name, points in pen.value
        if name in OF_PEN
    ]
    found = tree.add_shape(MSO_SHAPE.RECTANGLE, *_emu(strokes.box))
    _called(found, strokes.name)
    _bare(found)
    _custom(found, SQUARE * 1000, commands)
    if strokes.filled:
        found.fill.solid()
        found.fill.fore_color.rgb = _rgb(strokes.colour)
        found.line.fill.background()
    else:
        found.fill.background()
        _draw(found.line, Pen(strokes.colour, STROKE * strokes.box.w / SQUARE))
        found.line._get_or_add_ln().set("cap", "rnd")


def _table(tree: Any, table: Table) -> None:
    rows, columns = len(table.rows) + 1, len(table.head)
    frame = tree.add_table(rows, columns, *_emu(table.box))
    _called(frame, table.name)
    found = frame.table
    for k, share in enumerate(table.widths):
        found.columns[k].width = Emu(round(share * table.box.w * EMU))
    for r, row in enumerate(cells(table)):
        found.rows[r].height = Emu(round(table.heights[r] * EMU))
        for c, cell in enumerate(row):
            _cell(found.cell(r, c), cell, table.px)


def _cell(cell: Any, told: Cell, px: float) -> None:
    cell.margin_left = cell.margin_right = Emu(round(INSET * EMU))
    cell.margin_top = cell.margin_bottom = Emu(7 * EMU)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(told.ground)
    _run(cell.text_frame.paragraphs[0], told.words, px, told.bold, told.colour)
