"""What a tool found to a text that an agent has room for, with a word on what was left out."""

from __future__ import annotations

import json
from typing import Any

MOST = 40_000  # characters of one answer: some ten thousand tokens
LARGEST = 1_500_000  # bytes of a picture
FEW = 200  # ids that an outline names


class TooLarge(ValueError):
    """A picture that no answer has room for; the message says what to ask for instead."""


def bounded(text: str, instead: str) -> str:
    """The text, or its first lines and what to ask for `instead`."""
    if len(text) <= MOST:
        return text
    lines, kept = text.splitlines(), 0
    room = MOST
    while kept < len(lines) and len(lines[kept]) < room:
        room -= len(lines[kept]) + 1
        kept += 1
    first = "\n".join(lines[:kept]) if kept else text[:MOST]
    left = f"{len(lines) - kept} of {len(lines)} lines" if kept else f"{len(text) - MOST:,} of {len(text):,} characters"
    return f"{first}\n… left out: {left}; {instead}"


def as_text(value: Any, path: str = "") -> str:
    """Values as JSON. What is too large is told by its keys, each with how much is below it."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    if len(text) <= MOST:
        return text
    if not isinstance(value, dict):
        return bounded(text, "ask for an element of it")
    large = next((key for key, one in value.items() if isinstance(one, dict)), next(iter(value)))
    instead = f"ask for a part, as in part: {path + '.' if path else ''}{large}"
    outline = {key: _outlined(one) for key, one in value.items()}
    said = f"too much for one answer ({len(text):,} characters): this is the outline; {instead}"
    return bounded(json.dumps({"left_out": said, **outline}, indent=1, ensure_ascii=False), instead)


def _outlined(value: Any) -> Any:
    """The keys of a mapping; how many items a list has; a text that is short."""
    if isinstance(value, dict):
        more = [f"… and {len(value) - FEW} more"] if len(value) > FEW else []
        return [*list(value)[:FEW], *more]
    if isinstance(value, list):
        return f"{len(value)} items"
    return value if not isinstance(value, str) or len(value) < FEW else value[:FEW] + "…"


def checked(data: bytes, instead: str) -> bytes:
    """A picture, if an answer has room for it."""
    if len(data) > LARGEST:
        raise TooLarge(f"this picture has {len(data):,} bytes, and an answer has room for {LARGEST:,}; {instead}")
    return data
