"""Letters that the shipped font lacks to the fonts of this machine that have them, for pixels only."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import cache, lru_cache
from pathlib import Path

from archdeck.canvas.fonts import lacking

_FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"),
}
_ELSEWHERE = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_UNLIKE = re.compile(r"serif|mincho|ming|song|mono|bold|black|thin|light|italic|oblique|condensed|last.?resort", re.I)
_LIKE = re.compile(r"noto.?sans|sans|gothic|emoji", re.I)
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH", "BOPOMOFO", "IDEOGRAPHIC")
NAMED = 5  # letters that a warning quotes


def fonts_for(text: str) -> tuple[Path, ...]:
    """The fonts that a picture with these words needs besides the shipped one; none are looked for where it has all."""
    missing = lacking(text)
    return _fonts_for(missing) if missing else ()


@lru_cache(maxsize=512)
def _fonts_for(missing: frozenset[str]) -> tuple[Path, ...]:
    return chosen(missing, installed(), letters_of)


def unpainted(text: str) -> str:
    """The sentence on letters that no font of this machine has, or ''."""
    missing = lacking(text)
    left = missing - {letter for file in fonts_for(text) for letter in letters_of(file)}
    if not left:
        return ""
    quoted = ", ".join(repr(letter) for letter in sorted(left)[:NAMED])
    more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    wanted = " and ".join(dict.fromkeys(_font_with(letter) for letter in sorted(left)))
    return (
        f"no font of this machine has {quoted}{more}: in the PNG empty boxes stand for them; "
        f"install one that has them, such as {wanted} (the SVG is not concerned)"
    )


def chosen(missing: Collection[str], files: Iterable[Path], has: Callable[[Path], Collection[str]]) -> tuple[Path, ...]:
    """The first font that has all of these letters; else those that together have the most, the best first. Plain
    upright fonts without serifs come first, for they go with the shipped one."""
    found: dict[Path, frozenset[str]] = {}
    for file in sorted(files, key=lambda f: (bool(_UNLIKE.search(f.name)), not _LIKE.search(f.name), str(f))):
        found[file] = frozenset(missing) & frozenset(has(file))
        if len(found[file]) == len(missing):
            return (file,)
    taken: list[Path] = []
    left = set(missing)
    while left and found:
        best = max(found, key=lambda f: len(found[f] & left))
        if not found[best] & left:
            break
        taken.append(best)
        left -= found.pop(best)
    return tuple(taken)


@cache
def installed() -> tuple[Path, ...]:
    """The font files of this machine, where its system keeps them."""
    folders = [Path(os.path.expandvars(name)).expanduser() for name in _FOLDERS.get(sys.platform, _ELSEWHERE)]
    files = {file.resolve() for folder in folders for file in folder.rglob("*") if file.suffix.lower() in _SUFFIXES}
    return tuple(sorted(files))


@cache
def letters_of(file: Path) -> frozenset[str]:
    """The letters that a font has; none if it cannot be read."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(file, lazy=True, fontNumber=0) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except Exception:  # fontTools raises whatever its readers meet, and a font of the system may be anything
        return frozenset()


def _font_with(letter: str) -> str:
    """The font of the Noto family that has a letter."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script.startswith(_EAST_ASIAN):
        return "Noto Sans CJK"
    if unicodedata.category(letter) == "So":
        return "Noto Color Emoji"
    return f"Noto Sans {script.capitalize()}" if unicodedata.category(letter).startswith(("L", "M")) else "Noto Sans"
