"""What a painter raises to an EngineError of one line, which names what was being painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import clear_frames

from archdeck.paint.engine import EngineError
from archdeck.paint.pixels import complaint


@contextmanager
def painting(what: str) -> Iterator[None]:
    """Around calls of a painter and of nothing else: painters written in Rust panic, and a panic is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        clear_frames(error.__traceback__)  # what a painter holds may be freed in this thread only
        raise EngineError(f"{what} cannot be painted: {complaint(error)}") from error
