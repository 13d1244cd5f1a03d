"""Services without room in a side panel to rows at the foot of a slide: small icons, each with its name (rule R13).

A row above the legend takes nothing from the drawing, for a legend of two rows stands closer; further ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from archdeck.canvas import INK, SOFT_INK, PanelShape, Rect, Words, fonts
from archdeck.layout.sheet import MARGIN, SLIDE, Sheet
from archdeck.views import PanelEntry, View

UPPER = 56.0  # from the rim to the middle of the uppermost of two or three rows at the foot: arrows run close above it
HIGH = 28.0  # from one row of services to the next
MOST = 3  # rows: more of them are no caption of a drawing any more
ICON, TEXT = 22.0, 16.0
AFTER_ICON, APART = 7.0, 24.0
LEAD = "Supported by"


@dataclass(frozen=True)
class Foot:
    """The rows: the entries that have room, and the words before and behind them."""

    shapes: tuple[PanelShape, ...] = ()
    words: tuple[Words, ...] = ()


Said = tuple[PanelEntry, str]  # a service and the words beside its icon


def further_rows(entries: Sequence[PanelEntry], sheet: Sheet = SLIDE) -> int:
    """The rows for which the drawing makes room, so that all of these services are at its foot; 0 if that is too many
    or none."""
    rows = _rows(entries, MOST, sheet)
    return len(rows) - 1 if sum(map(len, rows)) == len(entries) else 0


def foot(view: View, sheet: Sheet = SLIDE) -> Foot:
    """As many services as have room in the rows that there are."""
    rows = _rows(view.foot, view.foot_rows + 1, sheet)
    if not rows:
        return Foot()
    first = sheet.height - UPPER - (len(rows) - 1) * HIGH
    found: list[PanelShape] = []
    words = [_words(LEAD, MARGIN, first, SOFT_INK, "panel")]
    for k, row in enumerate(rows):
        x = MARGIN + _lead()
        for entry, text in row:
            found.append(_entry(entry, text, x, first + k * HIGH))
            x = found[-1].labels[0].box.right + APART
    left = len(view.foot) - len(found)
    if left:
        words.append(_words(_more(left), x, first + (len(rows) - 1) * HIGH, SOFT_INK, "more"))
    return Foot(tuple(found), tuple(words))


def _rows(entries: Sequence[PanelEntry], most: int, sheet: Sheet) -> list[list[Said]]:
    """All that is said of each entry in at most so many rows; where there is no room for that, their names, as many as
    there is room for."""
    rows = _broken([(entry, entry.told or " ".join(entry.lines)) for entry in entries], most, sheet)
    if sum(map(len, rows)) == len(entries):
        return rows
    return _broken([(entry, entry.name or " ".join(entry.lines)) for entry in entries], most, sheet)


def _broken(said: Sequence[Said], most: int, sheet: Sheet) -> list[list[Said]]:
    """The entries in rows; where so many are not enough, the last has room to say how many are left."""
    room = sheet.width - 2 * MARGIN - _lead()
    rows: list[list[Said]] = []
    said = [(entry, fonts.shorten(text, TEXT, room / 2)) for entry, text in said]
    for k, one in enumerate(said):
        if not rows or _wide([*rows[-1], one]) > room:
            if len(rows) == most:
                break
            rows.append([])
        left = said[k + 1 :]
        more = _room_for_more(len(left)) if left and len(rows) == most else 0.0
        if _wide([*rows[-1], one]) + more > room and _wide([*rows[-1], one, *left]) > room:
            break
        rows[-1].append(one)
    return [row for row in rows if row]


def _room_for_more(left: int) -> float:
    return APART + fonts.width(_more(left), TEXT)


def _more(left: int) -> str:
    return f"+ {left} service{'s' * (left > 1)}"


def _lead() -> float:
    return fonts.width(LEAD, TEXT) + APART


def _wide(said: Sequence[Said]) -> float:
    """Pixels that some entries take beside each other."""
    return fsum(ICON + AFTER_ICON + fonts.width(text, TEXT) for _, text in said) + APART * (len(said) - 1)


def _entry(entry: PanelEntry, text: str, x: float, middle: float) -> PanelShape:
    icon = Rect(x, middle - ICON / 2, ICON, ICON)
    words = _words(text, icon.right + AFTER_ICON, middle, INK)
    return PanelShape(entry.component, entry.icon, icon, (words,), entry.state)


def _words(text: str, x: float, middle: float, colour: str, role: str = "") -> Words:
    high = TEXT * fonts.LINE_HEIGHT
    return Words(text, Rect(x, middle - high / 2, fonts.width(text, TEXT), high), TEXT, False, colour, role)
