"""A model, its answers and its pictures come in; the slides of a talk go out, and files of them to show and print."""

from __future__ import annotations

from archdeck.deck.forms import FORMS
from archdeck.deck.plan import Plan, depends_on, plan
from archdeck.deck.slides import deck

__all__ = ["FORMS", "Plan", "deck", "depends_on", "plan"]
