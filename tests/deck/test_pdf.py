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


def test_a_handout_has_a_sheet_for_each_slide_and_more_for_long_notes(told: Deck) -> None:
    assert pages(handout(told)) == len(told.slides)
    long = replace(told.slides[0], notes="\n\n".join(["Say this. " * 40] * 12))
    assert pages(handout(replace(told, slides=(long,)))) == 2


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path, told: Deck) -> None:
    again = deck_of(shop(tmp_path, STORY))
    assert (pdf(again), handout(again)) == (pdf(told), handout(told))
