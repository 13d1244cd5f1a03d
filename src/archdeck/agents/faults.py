"""What goes wrong in a tool to the words that an agent is told: never a traceback."""

from __future__ import annotations

from archdeck.agents.bounded import TooLarge, bounded
from archdeck.agents.shapes import WrongArguments
from archdeck.agents.writing import NotWritten
from archdeck.imports import UnreadableSource
from archdeck.language import ModelError, UnknownName, Unreadable, printable
from archdeck.paint import EngineError

TOLD = (UnknownName, UnreadableSource, Unreadable, EngineError, WrongArguments, NotWritten, TooLarge)


def fault(error: Exception) -> str:
    """The words of an error."""
    if isinstance(error, ModelError):
        lines = [f"{printable(str(p.where))}: {p.severity}: {p.message} [{p.rule}]" for p in error.problems]
        none = all(p.rule in ("unreadable", "no-model") for p in error.problems)
        head = [] if none else ["the model has errors, so nothing can be said of it:"]
        return bounded("\n".join([*head, *lines]), "mend these first")
    if isinstance(error, TOLD):
        return bounded("\n".join(map(printable, str(error).splitlines())), "mend these first")
    if isinstance(error, OSError):
        return printable(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return printable(f"internal error of archdeck: {type(error).__name__}: {' '.join(str(error).split())[:400]}")
