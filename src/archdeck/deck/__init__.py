"""A model, its answers and its pictures come in; the slides of a talk go out, and files of them to show and print."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archdeck.deck.plan import Plan, depends_on, plan

if TYPE_CHECKING:
    from archdeck.deck.forms import FORMS
    from archdeck.deck.slides import deck

__all__ = ["FORMS", "Plan", "deck", "depends_on", "plan"]

LATER = {"FORMS": "forms", "deck": "slides"}


if not TYPE_CHECKING:  # most edits leave a talk as it is planned: what draws it is loaded when it is asked for

    def __getattr__(name: str) -> Any:
        if name not in LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
