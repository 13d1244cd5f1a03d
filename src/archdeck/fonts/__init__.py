"""Text to its width in pixels, in the one font of every picture: Liberation Sans, as wide as Arial."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR = FOLDER / "LiberationSans-Regular.ttf"
BOLD = FOLDER / "LiberationSans-Bold.ttf"
FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"

LINE_HEIGHT = 1.16  # of the font size; Liberation Sans: ascent 0.905 + descent 0.212, rounded up


@lru_cache(maxsize=2)
def _advances(bold: bool) -> tuple[dict[int, float], float]:
    """Advance of each code point and of an unknown one, in parts of the font size."""
    from fontTools.ttLib import TTFont  # half of the time that importing this module would take

    font = TTFont(BOLD if bold else REGULAR, lazy=True)
    units = font["head"].unitsPerEm
    widths = font["hmtx"].metrics
    known = {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    return known, 1.0  # a letter that the font lacks is drawn by another one: room for the widest


@lru_cache(maxsize=20_000)
def width(text: str, px: float, bold: bool = False) -> float:
    """Width of one line of text in pixels at a font size in pixels; kerning is left out, so it is never too small."""
    return px * _ems(text, bold)


@lru_cache(maxsize=4096)
def _ems(text: str, bold: bool) -> float:
    known, other = _advances(bold)
    return sum(known.get(ord(letter), other) for letter in text)


def shorten(text: str, px: float, room: float, bold: bool = False) -> str:
    """The text, cut at the end with an ellipsis if it is wider than the room."""
    if width(text, px, bold) <= room:
        return text
    while text and width(text + "…", px, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def halves(text: str, px: float, bold: bool = False) -> tuple[str, ...]:
    """The text in two lines of nearly the same width, or in one if it is a single word."""
    parts = text.split()
    breaks = [(" ".join(parts[:k]), " ".join(parts[k:])) for k in range(1, len(parts))]
    return min(breaks, key=lambda b: max(width(b[0], px, bold), width(b[1], px, bold)), default=(text,))


def block(text: str, px: float, room: float) -> tuple[str, ...]:
    """The text in as many lines as it takes."""
    rows: list[str] = []
    for word in text.split():
        if rows and width(f"{rows[-1]} {word}", px) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return tuple(shorten(row, px, room) for row in rows)


def wrap(text: str, px: float, room: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines, broken between words; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    for word in text.split():
        joined = f"{rows[-1]} {word}" if rows else word
        if rows and (width(joined, px, bold) <= room or len(rows) == lines):
            rows[-1] = joined
        else:
            rows.append(word)
    return tuple(shorten(row, px, room, bold) for row in rows)
