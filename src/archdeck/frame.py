"""A view to what stands around the drawing: title, environment chip, legend, source and the side panel (rule R13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archdeck import fonts
from archdeck.geometry import LegendKey, PanelShape, Rect, Words
from archdeck.look import INK, LINES, SOFT_INK
from archdeck.view import View

WIDTH, HEIGHT = 1920, 1080
MARGIN = 40.0
PANEL_TEXT, PANEL_ICON, PANEL_ROW = 17.0, 44.0, 62.0
PANEL_TOP, PANEL_HEIGHT = 124.0, 860.0


@dataclass(frozen=True)
class Surround:
    words: tuple[Words, ...]
    legend: tuple[LegendKey, ...]
    chip: Rect | None


def frame(view: View, kinds: Iterable[str]) -> Surround:
    """Everything around the drawing; the legend has the kinds of arrows that occur, if there is more than one."""
    words: list[Words] = []
    chip, right = _chip(view, words)
    _title(view, right, words)
    legend = _legend(view, set(kinds), words)
    if view.source:
        text = fonts.shorten(f"Source: {view.source}", 16, 560)
        words.append(_text(text, WIDTH - MARGIN - fonts.width(text, 16), 1033, 16, SOFT_INK, role="footer"))
    return Surround((*words, *_panel_headings(view)), legend, chip)


def _text(text: str, x: float, middle: float, px: float, colour: str, bold: bool = False, role: str = "") -> Words:
    high = px * fonts.LINE_HEIGHT
    return Words(text, Rect(x, middle - high / 2, fonts.width(text, px, bold), high), px, bold, colour, role)


def _chip(view: View, words: list[Words]) -> tuple[Rect | None, float]:
    """The environment's name in a coloured box at the top right; also the x that the title must stay left of."""
    if not view.chip:
        return None, WIDTH - MARGIN
    text = fonts.shorten(view.chip, 20, 420, bold=True)
    wide = fonts.width(text, 20, bold=True) + 44
    chip = Rect(WIDTH - MARGIN - wide, 32, wide, 44)
    words.append(_text(text, chip.x + 22, chip.centre.y, 20, "#FFFFFF", bold=True, role="chip"))
    return chip, chip.x - 24


def _title(view: View, right: float, words: list[Words]) -> None:
    left = MARGIN + 24
    px = next((p for p in (38, 34, 30) if fonts.width(view.title, p, bold=True) <= right - left), 28)
    words.append(
        _text(fonts.shorten(view.title, px, right - left, bold=True), left, 44, px, INK, bold=True, role="title")
    )
    if view.subtitle:
        px = next((p for p in (22, 20) if fonts.width(view.subtitle, p) <= right - left), 18)
        words.append(_text(fonts.shorten(view.subtitle, px, right - left), left, 85, px, SOFT_INK, role="subtitle"))


def _legend(view: View, kinds: set[str], words: list[Words]) -> tuple[LegendKey, ...]:
    keys: list[LegendKey] = []
    x, middle = MARGIN, 1032.0
    entries = [
        (kind, look.legend, 56.0) for kind, look in LINES.items() if kind in kinds and (len(kinds) > 1 or view.numbered)
    ]
    entries += [("badge", "Order of the steps", 30.0)] if view.numbered else []
    marks = list(dict.fromkeys(icon for b in view.boxes for _, icon, _ in b.marks))[:3]
    entries += [("mark", "Small icons: what applies", 30.0 * len(marks) - 4)] if marks else []
    for kind, text, wide in entries:
        if kind == "mark":
            keys += [LegendKey(kind, Rect(x + 30 * k, middle - 13, 26, 26), icon) for k, icon in enumerate(marks)]
        else:
            keys.append(LegendKey(kind, Rect(x, middle - 15, wide, 30)))
        words.append(_text(text, x + wide + 10, middle, 19, INK, role="legend"))
        x += wide + 10 + fonts.width(text, 19) + 32
    return tuple(keys)


# ----------------------------------------------------------------------------------------------- side panel


def panel_room(view: View) -> float:
    """Pixels that the side panel takes from the right of the drawing."""
    if not view.panel:
        return 0.0
    widest = max(fonts.width(line, PANEL_TEXT, bold=k == 0) for e in view.panel for k, line in enumerate(e.lines))
    heading = max(fonts.width(e.heading, 18, bold=True) for e in view.panel)
    return max(widest + PANEL_ICON + 14, heading) + 36


def _panel_rows(view: View) -> list[tuple[str, float, int | None]]:
    """Headings and entries of the panel with the y where each begins; entry by index, heading by None."""
    headings = list(dict.fromkeys(e.heading for e in view.panel))
    wanted = len(view.panel) * PANEL_ROW + len(headings) * 44
    shrink = min(1.0, PANEL_HEIGHT / wanted) if wanted else 1.0
    rows: list[tuple[str, float, int | None]] = []
    y = PANEL_TOP
    for heading in headings:
        rows.append((heading, y, None))
        y += 34 * shrink
        for k, entry in enumerate(view.panel):
            if entry.heading == heading:
                rows.append((heading, y, k))
                y += PANEL_ROW * shrink
        y += 10 * shrink
    return rows


def panel(view: View) -> tuple[PanelShape, ...]:
    """The entries of the side panel: icon, name and role."""
    left = WIDTH - MARGIN - panel_room(view) + 32
    found = []
    for _, y, k in _panel_rows(view):
        if k is None:
            continue
        entry = view.panel[k]
        icon = Rect(left, y + 4, PANEL_ICON, PANEL_ICON)
        middle = icon.centre.y - (len(entry.lines) - 1) * PANEL_TEXT * fonts.LINE_HEIGHT / 2
        labels = tuple(
            _text(line, icon.right + 12, middle + n * PANEL_TEXT * fonts.LINE_HEIGHT, PANEL_TEXT, INK, bold=n == 0)
            for n, line in enumerate(entry.lines)
        )
        found.append(PanelShape(entry.component, entry.icon, icon, labels))
    return tuple(found)


def _panel_headings(view: View) -> tuple[Words, ...]:
    left = WIDTH - MARGIN - panel_room(view) + 32
    return tuple(
        _text(heading, left, y + 16, 18, SOFT_INK, bold=True, role="panel")
        for heading, y, k in _panel_rows(view)
        if k is None
    )
