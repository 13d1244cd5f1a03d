"""Text comes in, its width and its lines go out, in the one font of every picture: Liberation Sans, wide as Arial."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import fsum
from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR = FOLDER / "LiberationSans-Regular.ttf"
BOLD = FOLDER / "LiberationSans-Bold.ttf"
FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"

ZERO_WIDTH_JOINER = "\u200d"
VOWELS = frozenset("aeiouyäöüåæøáàâéèêëíìîïóòôõúùûAEIOUYÄÖÜ")
UNLIKELY = 6  # letters that a hyphen may stand farther from the middle where a syllable begins
BASE = 0.345  # of the font size: from the middle of letters down to the line they stand on
LINE_HEIGHT = 1.16  # of the font size; Liberation Sans: ascent 0.905 + descent 0.212, rounded up


# East Asian letters may part anywhere, but for these: what closes does not begin a line, what opens does not end one.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕｠々ー…‥％ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]},.!?:;%"
)
_NEVER_LAST = frozenset("（［｛「『【〈《〔｟([{")
_WITH_NEXT = frozenset("+×")  # words after which no line ends: what they count or add follows
_FORMS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # choose a form of the letter before them
_BEYOND = re.compile("[^\0-\x7f]")  # what ASCII has is in every font
PART, STUB = 5, 2  # letters that stay together at either side of a hyphen, and of a joint of a word
ENDINGS, ONE_SOUND = ("er", "ur"), ("ch", "sc", "ck", "ph", "th", "sh")
LINKS = ("ungs", "ions", "heits", "keits", "schafts", "täts", "tands", "lings")  # German words that lead to another one


@lru_cache(maxsize=2)
def _advances(bold: bool) -> dict[str, float]:
    """Advance of each letter that the shipped font has, in parts of the font size."""
    from fontTools.ttLib import TTFont  # half of the time that importing this module would take

    font = TTFont(BOLD if bold else REGULAR, lazy=True)
    units = font["head"].unitsPerEm
    widths = font["hmtx"].metrics
    return {chr(code): widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=4096)
def _elsewhere(letter: str) -> float:
    """Room for a letter that another font draws: none for what joins the letter before it, else that of the widest."""
    if joins(letter):
        return 0.0
    return 0.5 if unicodedata.east_asian_width(letter) == "H" else 1.0


def joins(letter: str) -> bool:
    """Whether a letter is part of the one before it: a mark above it, a choice of its form."""
    return unicodedata.combining(letter) > 0 or unicodedata.category(letter) in ("Mn", "Me", "Cf")


def lacking(text: str) -> frozenset[str]:
    """The letters of a text that the shipped font cannot draw, and that leave ink."""
    strange = set(_BEYOND.findall(text)) - _advances(False).keys()
    return frozenset(c for c in strange if c.isprintable() and not c.isspace() and c not in _FORMS)


@lru_cache(maxsize=20_000)
def width(text: str, px: float, bold: bool = False) -> float:
    """Width of one line of text in pixels at a font size in pixels; kerning is left out, so it is never too small."""
    return px * _ems(text, bold)


@lru_cache(maxsize=4096)
def _ems(text: str, bold: bool) -> float:
    return _summed(text, bold)


def _summed(text: str, bold: bool) -> float:
    known = _advances(bold)
    return fsum(known[letter] if letter in known else _elsewhere(letter) for letter in text)


def shorten(text: str, px: float, room: float, bold: bool = False) -> str:
    """The text, cut at the end with an ellipsis if it is wider than the room."""
    if px * _ems(text, bold) <= room:
        return text
    fits = bisect_right(range(1, len(text) + 1), room, key=lambda most: px * _summed(text[:most] + "…", bold))
    return text[:fits].rstrip() + "…"


def halves(text: str, px: float, bold: bool = False) -> tuple[str, ...]:
    """The text in two lines of nearly the same width, or in one if it is a single word."""
    parts = _parts(text)
    breaks = [(_joined(parts[:k]), _joined(parts[k:])) for k in range(1, len(parts))]
    return min(breaks, key=lambda b: max(width(b[0], px, bold), width(b[1], px, bold)), default=(text,))


def block(text: str, px: float, room: float, bold: bool = False) -> tuple[str, ...]:
    """The text in as many lines as it takes."""
    return wrap(text, px, room, len(text), bold)


@lru_cache(maxsize=8192)
def wrap(text: str, px: float, room: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines, broken between words, and between letters where a script has no words. Where
    that does not do, long words are parted by a hyphen; what does not fit even so ends in an ellipsis."""

    def fits(rows: Sequence[str]) -> bool:
        return all(width(row, px, bold) <= room for row in rows)

    parts = _parts(text)
    rows = _rows(parts, px, room, lines, bold)
    if not fits(rows):
        likely = _hyphenated(parts) if _may_fit(parts, px, room, lines, bold) else ()
        rows = next((found for p in likely if fits(found := _rows(p, px, room, lines, bold))), rows)
    return tuple(shorten(row, px, room, bold) for row in rows)


def _may_fit(parts: Sequence[Part], px: float, room: float, lines: int, bold: bool) -> bool:
    """Whether it could be that all fits with one word in two: seen without trying, for a text of any length."""
    widths = [width(word, px, bold) for _, word in parts]
    wide = [one for one in widths if one > room]
    return len(wide) <= 1 and all(one <= 2 * room for one in wide) and fsum(widths) <= lines * room


Part = tuple[str, str]  # what stands before a part where it follows another in one line, and the part


def _rows(parts: Sequence[Part], px: float, room: float, lines: int, bold: bool) -> list[str]:
    rows: list[str] = []
    for gap, word in parts:
        joined = f"{rows[-1]}{gap}{word}" if rows else word
        if rows and (len(rows) == lines or width(joined, px, bold) <= room):
            rows[-1] = joined
        else:
            rows.append(word)
    return rows


def _joined(parts: Sequence[Part]) -> str:
    return "".join(gap + word for gap, word in parts).strip()


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[Part, ...]:
    """The parts of a text between which a line may end: its words, and the letters of scripts without words."""
    found: list[Part] = []
    for word in _words(text):
        start = 0
        for k, (one, other) in enumerate(pairwise(word), 1):
            if _may_part(one, other):
                found.append(("" if start else " ", word[start:k]))
                start = k
        found.append(("" if start else " ", word[start:]))
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    """The words of a text; a sign that belongs to the word after it is part of that."""
    before = ""
    for word in text.split():
        if word in _WITH_NEXT:
            before = f"{before}{word} "
        else:
            yield before + word
            before = ""
    if before:
        yield before.rstrip()


def _may_part(one: str, other: str) -> bool:
    """Whether a line may end between two letters of a word."""
    if one == ZERO_WIDTH_JOINER or joins(other) or other in _NEVER_FIRST or one in _NEVER_LAST:
        return False
    return _wide(one) or _wide(other)


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in ("W", "F")


def _hyphenated(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """The parts with the longest word in two, at the best place first; then with the next."""
    for at in sorted(range(len(parts)), key=lambda k: -len(parts[k][1])):
        gap, word = parts[at]
        for k in _partings(word):
            if _joint(word, k):
                yield (*parts[:at], (gap, word[:k]), ("", word[k:]), *parts[at + 1 :])
            elif PART <= k <= len(word) - PART and word[k - 1].isalpha() and word[k].isalpha():
                yield (*parts[:at], (gap, f"{word[:k]}-"), ("", word[k:]), *parts[at + 1 :])


@lru_cache(maxsize=4096)
def _partings(word: str) -> tuple[int, ...]:
    """The letters before which a word may be parted, the best first."""
    return tuple(sorted(range(1, len(word)), key=lambda k: _awkward(word, k)))


def _joint(word: str, k: int) -> bool:
    """Whether a word has a joint before a letter, where it parts without a hyphen: after `-`, `/` or `_`, and before
    the dot of a name of a host or a file."""
    return min(k, len(word) - k) >= STUB and (word[k - 1] in "-/_" or (word[k] in ".@" and word[k + 1].isalpha()))


def _awkward(word: str, k: int) -> tuple[int, int]:
    """How badly a word parts before a letter: best at a joint, then between two words in one, and else where a syllable
    may begin; in each case near its middle."""
    middle = abs(2 * k - len(word))
    if _joint(word, k):
        return 0, middle
    if word[k - 1].islower() and word[k].isupper():
        return 1, middle
    if word[:k].endswith(LINKS):
        return 2, middle - UNLIKELY
    around = word[k - 1 : k + 1]
    ends = word[:k].endswith(ENDINGS) and word[k] in VOWELS
    begins = word[k] not in VOWELS and word[k + 1 : k + 2] in VOWELS and around not in (*ENDINGS, *ONE_SOUND)
    return 2, middle + (0 if begins or ends else UNLIKELY)


def few(names: list[str], ems: float) -> str:
    """The names, or the first of them and how many more there are, in a line of so many sizes of its text."""
    if not names or width(whole := ", ".join(names), 1) <= ems:
        return whole if names else ""
    found = ""
    for count in range(1, len(names)):  # from few to many, as hundreds of names are never in one line
        text = f"{', '.join(names[:count])} + {len(names) - count}"
        if width(text, 1) > ems:
            break
        found = text
    more = f" + {len(names) - 1}" if len(names) > 1 else ""
    return found or shorten(names[0], 1, ems - width(more, 1)) + more
