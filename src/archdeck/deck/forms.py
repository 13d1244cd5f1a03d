"""A deck to the bytes of a file, in any of the forms that there are."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping

from archdeck.deck.drawing import Deck


def _pptx(deck: Deck) -> bytes:
    from archdeck.deck.pptx import pptx  # not before there is something to write: it takes long to load

    data = pptx(deck)
    gc.collect(1)  # what python-pptx makes holds itself, and megabytes of XML that Python does not count
    return data


def _pdf(deck: Deck) -> bytes:
    from archdeck.deck.pdf import pdf

    return pdf(deck)


def _handout(deck: Deck) -> bytes:
    from archdeck.deck.pdf import handout

    return handout(deck)


def _html(deck: Deck) -> bytes:
    from archdeck.deck.html import html

    return html(deck)


FORMS: Mapping[str, Callable[[Deck], bytes]] = {"pptx": _pptx, "pdf": _pdf, "handout": _handout, "html": _html}
