"""A deck to a PowerPoint file, read back by python-pptx."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from archdeck.canvas import Point, Rect
from archdeck.deck.drawing import Arrow, Box, Deck, Icon, Pen, Port, Slide, Text, Together
from archdeck.deck.pptx import EMU, pptx
from deck_model import STORY, deck_of, shop


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return pptx(deck_of(shop(tmp_path_factory.mktemp("pptx"), STORY)))


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def flat(shapes: Any) -> list[Any]:
    found = []
    for shape in shapes:
        found += flat(shape.shapes) if shape.shape_type == MSO_SHAPE_TYPE.GROUP else [shape]
    return found


def test_slides_of_16_to_9_with_titles_and_notes(data: bytes) -> None:
    file = opened(data)
    assert (file.slide_width / EMU, file.slide_height / EMU) == (1920, 1080)
    assert [slide.shapes.title.text_frame.text for slide in file.slides][:3] == [
        "Shop & Co", "What was asked for", "An order",
    ]  # fmt: skip
    notes = [slide.notes_slide.notes_text_frame.text for slide in file.slides if slide.has_notes_slide]
    assert notes[2] == "Follow the numbers."
    assert [layout.name for layout in file.slide_layouts] == ["Title Only"]


def test_icons_are_pictures_with_words_and_stand_where_they_stand(data: bytes) -> None:
    slide = opened(data).slides[2]
    pictures = [s for s in flat(slide.shapes) if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    words = {p._element.xpath(".//p:cNvPr/@descr")[0] for p in pictures}
    assert {"Customers", "Web × 2", "Orders primary", "Orders standby"} <= words


def test_every_end_of_an_arrow_holds_on_to_a_shape(data: bytes) -> None:
    for slide in list(opened(data).slides)[2:7]:
        shapes = flat(slide.shapes)
        ids = {s.shape_id for s in shapes}
        lines = [s for s in shapes if s._element.tag.endswith("}cxnSp")]
        ends = [int(id) for s in lines for id in s._element.xpath(".//a:stCxn/@id | .//a:endCxn/@id")]
        assert len(ends) == 2 * len(lines) > 0
        assert set(ends) <= ids


def test_no_two_shapes_have_one_id(data: bytes) -> None:
    for slide in opened(data).slides:
        ids = Counter(slide._element.xpath("//p:cNvPr/@id"))
        assert [id for id, number in ids.items() if number > 1] == []


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path, data: bytes) -> None:
    assert pptx(deck_of(shop(tmp_path, STORY))) == data


def test_words_of_a_model_are_words() -> None:
    """Signs of XML are told as such, and letters that it has not are left out of names."""
    strange = Together("a <b> & \x01c", (Text("x < y & z", Rect(0, 0, 90, 20), 16),), 'say "it"')
    slide = Slide(Text("<title>", Rect(0, 0, 90, 20), 16), (strange,))
    (read,) = opened(pptx(Deck("d", "D & E", (slide,)))).slides
    group = next(s for s in read.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert (group.name, group.shapes[0].text_frame.text) == ("a <b> & c", "x < y & z")
    assert read.shapes.title.text_frame.text == "<title>"


def test_an_arrow_at_a_port_of_an_icon_and_one_at_the_middle_of_a_frame() -> None:
    """The first ends beside the middle of the icon's side: at a port, which moves with the icon."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
        "000049454e44ae426082"
    )
    tip, foot = Point(100, 30), Point(20, 30)
    thing = Together("Thing", (Icon("Thing", Rect(100, 0, 100, 100), png, id="thing"), Port("Thing", "thing", tip)))
    frame = Box("Frame", Rect(0, 0, 20, 60), id="frame")
    arrow = Arrow("to it", (foot, tip), Pen("#000000"), "frame", "thing")
    slide = Slide(Text("t", Rect(0, 0, 9, 9), 16), (frame, arrow, thing))
    (read,) = opened(pptx(Deck("d", "D", (slide,)))).slides
    names = {s.shape_id: s.name for s in flat(read.shapes)}
    (line,) = (s for s in read.shapes if s.name == "to it")
    (start,), (end,) = (line._element.xpath(f".//a:{name}/@id") for name in ("stCxn", "endCxn"))
    assert (names[int(start)], names[int(end)]) == ("Frame", "Thing")
    assert line._element.xpath(".//a:stCxn/@idx") == ["3"], "the right side"
    picture = next(s for s in flat(read.shapes) if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert int(end) != picture.shape_id


def test_a_title_longer_than_a_property_may_be_is_cut_there() -> None:
    assert opened(pptx(Deck("talk", "t" * 400, ()))).core_properties.title == "t" * 255
