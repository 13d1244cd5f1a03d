"""What goes wrong in a command to a line or a few on the error stream, and its exit code."""

from __future__ import annotations

from archdeck.cli.terminal import say, say_problems
from archdeck.imports import UnreadableSource
from archdeck.language import ModelError
from archdeck.paint import EngineError
from archdeck.site import SiteError

WRONG_MODEL, OUR_FAULT = 1, 70


def unforeseen(error: Exception) -> bool:
    """Whether a traceback could tell more than the message does."""
    return not isinstance(error, ModelError | EngineError | SiteError | UnreadableSource)


def say_failure(error: Exception) -> int:
    """Prints it, and gives the exit code."""
    if isinstance(error, ModelError):
        say_problems(error.problems, err=True)
        return WRONG_MODEL
    if isinstance(error, EngineError | SiteError | UnreadableSource):
        say(f"archdeck: error: {error}", err=True)
        return WRONG_MODEL
    if isinstance(error, OSError):
        about = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        say(f"archdeck: error: {about}", err=True)
        return WRONG_MODEL
    said = " ".join(f"{type(error).__name__}: {error}".split())
    say(f"archdeck: internal error: {said} (please report; --debug shows more)", err=True)
    return OUR_FAULT
