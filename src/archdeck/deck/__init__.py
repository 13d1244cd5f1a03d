"""A model, its answers and its pictures come in; the slides of a talk go out, as a file for PowerPoint."""

from __future__ import annotations

from archdeck.deck.pdf import handout, pdf
from archdeck.deck.pptx import pptx
from archdeck.deck.slides import Drawings, Talk, deck
from archdeck.deck.tables import Answers

__all__ = ["Answers", "Drawings", "Talk", "deck", "handout", "pdf", "pptx"]
