"""Frames that name the one around them to the way from the inside out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol


class Nested(Protocol):
    """Whatever stands in a frame: a group of a view, a frame of a picture."""

    @property
    def parent(self) -> str | None:
        """The id of the frame around it."""


def around(frames: Mapping[str, Nested], frame: str | None) -> Iterator[str]:
    """A frame and those around it, the innermost first; it ends at one that is not known."""
    while frame is not None:
        yield frame
        known = frames.get(frame)
        frame = known.parent if known else None
