"""A deck to PDF: a slide on each page, and handouts with what is said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.deck.drawing import Deck
from archdeck.deck.pdf import handout, pdf
from deck_model import STORY, deck_of, shop


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return deck_of(shop(tmp_path_factory.mktemp("pdf"), STORY))


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


def test_a_page_for_each_slide_in_its_size_with_an_outline(told: Deck) -> None:
    data = pdf(told)
    assert pages(data) == len(told.slides)
    assert set(re.findall(rb"/MediaBox \[ ([\d. ]+) \]", data)) == {b"0 0 960 540"}
    assert data.count(b"/Title (1  She asks for a page)") == 1


def begun(data: bytes) -> list[int]:
    """The sheets on which slides begin, as the outline of a document says."""
    sheets = re.findall(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?/Type /Page\b(?!s)", data, re.DOTALL)
    return [sheets.index(sheet) + 1 for sheet in re.findall(rb"\[ (\d+) 0 R /FitH ", data)]


@pytest.mark.parametrize(
    ("said", "sheets", "begins"),
    [
        (["Short.", "Short.", "Short."], 2, [1, 1, 2]),
        (["Short.", "Say this. " * 90, "Short."], 3, [1, 2, 3]),
        (["Say this. " * 480, "Short."], 2, [1, 2]),
        (["", ""], 1, [1, 1]),
    ],
)
def test_a_handout_has_two_slides_on_a_sheet_where_little_is_said(
    told: Deck, said: list[str], sheets: int, begins: list[int]
) -> None:
    """A slide and what is said of it stay together, unless that is longer than a sheet."""
    data = handout(replace(told, slides=tuple(replace(told.slides[0], notes=notes) for notes in said)))
    assert (pages(data), begun(data)) == (sheets, begins)


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path, told: Deck) -> None:
    again = deck_of(shop(tmp_path, STORY))
    assert (pdf(again), handout(again)) == (pdf(told), handout(told))
