"""A view to what stands around the drawing: title, environment chip, legend, source and the side panel (rule R13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import NamedTuple

from archdeck.canvas import INK, LINES, SOFT_INK, STATES, LegendKey, PanelShape, Rect, Words, fonts
from archdeck.layout.foot import UPPER, foot
from archdeck.layout.merging import CROWDS
from archdeck.layout.sheet import MARGIN, SLIDE, Sheet
from archdeck.views import PanelEntry, View

PANEL_TEXT, PANEL_ICON, PANEL_ROW = 17.0, 44.0, 62.0
PANEL_TOP, BELOW_PANEL = 124.0, 96.0
LEAST_BELOW = 76.0  # pixels below the blocks of a crowded panel
LOWER, ONLY = 22.0, 48.0  # from the rim to the middle of the row of the legend: below another row, alone
LARGE_TITLE, SMALL_TITLE = 38, 28  # pixels of a title, and of one for which there is little room
CHIP_ROOM = 420.0  # pixels that the name of an environment has beside the longest title
LOWEST, STATES_ROW = 14.5, 34.5  # to those of its two rows below one of services, where words and keys are smaller
LEAST_ROW = 0.8  # rows of the panel shrink to this part before it counts as crowded
CROWDED_ROOM, CROWDED_TEXT, CROWDED_ICON = 270.0, 16.0, 30.0


@dataclass(frozen=True)
class Surround:
    words: tuple[Words, ...]
    legend: tuple[LegendKey, ...]
    chip: Rect | None


def frame(view: View, kinds: Iterable[str], connectors: bool = False, sheet: Sheet = SLIDE) -> Surround:
    """Everything around the drawing; the legend has the kinds of arrows that occur, if there is more than one."""
    words: list[Words] = []
    chip, right = _chip(view, words, sheet)
    _title(view, right, words)
    legend = _legend(view, set(kinds), connectors, words, sheet)
    row = _row(view, sheet)
    words += foot(view, sheet).words
    words += _source(view, row, _end(words, row, MARGIN) + 40, sheet)
    return Surround((*words, *_panel_headings(view, sheet)), legend, chip)


def _source(view: View, row: float, left: float, sheet: Sheet) -> Iterator[Words]:
    """Where the model comes from, right of the legend; in two lines, if it takes them and no other row is above."""
    if not view.source:
        return
    said, right = f"Source: {view.source}", sheet.width - MARGIN
    room = max(0.0, right - left)
    lines = (said,) if fonts.width(said, 16) <= room or row != sheet.height - ONLY else fonts.halves(said, 16)
    if any(fonts.width(line, 16) > room for line in lines):
        lines = (fonts.shorten(said, 16, room),)
    first = row + 1 - (len(lines) - 1) * 16 * fonts.LINE_HEIGHT / 2
    for k, line in enumerate(lines):
        middle = first + k * 16 * fonts.LINE_HEIGHT
        yield _text(line, right - fonts.width(line, 16), middle, 16, SOFT_INK, role="footer")


def least_width(view: View) -> float:
    """The width of a sheet that has room for title and legend uncut."""
    words: list[Words] = []
    endless = Sheet(10**6, SLIDE.height)
    _legend(view, {a.kind.value for a in view.arrows}, False, words, endless)
    legend = max((w.box.right for w in words), default=0.0)
    chip, right = _chip(view, words, endless)
    title = fonts.width(view.title, SMALL_TITLE, bold=True) + 2 * MARGIN + (endless.width - right if chip else 0)
    return max(title, legend + MARGIN)


def _row(view: View, sheet: Sheet) -> float:
    """The middle of the row of the legend: in the middle of the foot, or lower, where other rows are above it."""
    states = _has_states(view)
    if _is_low(view):
        return sheet.height - LOWEST
    return sheet.height - (LOWER if states or foot(view, sheet).shapes else ONLY)


def _is_low(view: View) -> bool:
    """Whether both rows of the legend stand below services."""
    return bool(view.foot) and _has_states(view)


def _has_states(view: View) -> bool:
    return bool(_states(view))


def _end(words: Iterable[Words], row: float, start: float) -> float:
    """Where the words of the legend end in a row."""
    ends = (w.box.right for w in words if w.role in ("legend", "more") and w.box.y < row < w.box.bottom)
    return max(ends, default=start)


def _text(text: str, x: float, middle: float, px: float, colour: str, bold: bool = False, role: str = "") -> Words:
    high = px * fonts.LINE_HEIGHT
    return Words(text, Rect(x, middle - high / 2, fonts.width(text, px, bold), high), px, bold, colour, role)


def _chip(view: View, words: list[Words], sheet: Sheet) -> tuple[Rect | None, float]:
    """The environment's name in a coloured box at the top right; also the x that the title must stay left of. A long
    name has what a large title leaves, or else smaller letters, before it is cut."""
    if not view.chip:
        return None, sheet.width - MARGIN
    left = sheet.width - 2 * MARGIN - 2 * 24 - 44 - fonts.width(view.title, LARGE_TITLE, bold=True)
    room = max(CHIP_ROOM, left)
    px = next((p for p in (20, 18) if fonts.width(view.chip, p, bold=True) <= room), 16)
    text = fonts.shorten(view.chip, px, room, bold=True)
    wide = fonts.width(text, px, bold=True) + 44
    chip = Rect(sheet.width - MARGIN - wide, 32, wide, 44)
    words.append(_text(text, chip.x + 22, chip.centre.y, px, "#FFFFFF", bold=True, role="chip"))
    return chip, chip.x - 24


def _title(view: View, right: float, words: list[Words]) -> None:
    left = MARGIN + 24
    px = next((p for p in (LARGE_TITLE, 34, 30) if fonts.width(view.title, p, bold=True) <= right - left), SMALL_TITLE)
    words.append(
        _text(fonts.shorten(view.title, px, right - left, bold=True), left, 44, px, INK, bold=True, role="title")
    )
    if view.subtitle:
        px = next((p for p in (22, 20) if fonts.width(view.subtitle, p) <= right - left), 18)
        words.append(_text(fonts.shorten(view.subtitle, px, right - left), left, 85, px, SOFT_INK, role="subtitle"))


def _legend(view: View, kinds: set[str], connectors: bool, words: list[Words], sheet: Sheet) -> tuple[LegendKey, ...]:
    """What lines, numbers and small icons mean; where things have a state, what that looks like, in a row above."""
    states = _states(view)
    keys: list[LegendKey] = []
    x, middle = MARGIN, _row(view, sheet)
    px, high, small = (16.0, 20.0, 20.0) if _is_low(view) else (19.0, 30.0, 26.0)
    told = len(kinds) > 1 or view.numbered or not view.source  # one kind explains itself, if the foot has other words
    entries = [(kind, look.legend, 56.0) for kind, look in LINES.items() if kind in kinds and told]
    entries += [("badge", "Order of the steps", high)] if view.numbered else []
    entries += [("connector", "Goes on at the same letter", 42.0)] if connectors else []
    marks = list(dict.fromkeys(icon for b in view.boxes for _, icon, _ in b.marks))[:3]
    entries += [("mark", "Small icons: what applies", (small + 4) * len(marks) - 4)] if marks else []
    entries += [("stack", "Several components", high)] if any(b.id.startswith(CROWDS) for b in view.boxes) else []
    for kind, text, wide in entries:
        if x + wide + 10 + fonts.width(text, px) > sheet.width - MARGIN:
            break
        if kind == "mark":
            square = Rect(x, middle - small / 2, small, small)
            keys += [LegendKey(kind, square._replace(x=x + (small + 4) * k), icon) for k, icon in enumerate(marks)]
        else:
            keys.append(LegendKey(kind, Rect(x, middle - high / 2, wide, high)))
        words.append(_text(text, x + wide + 10, middle, px, INK, role="legend"))
        x += wide + 10 + fonts.width(text, px) + 32
    above = sheet.height - (STATES_ROW if _is_low(view) else UPPER)
    return (*keys, *_legend_of_states(states, words, above, px, small, sheet))


def _legend_of_states(
    states: Mapping[str, str], words: list[Words], middle: float, px: float, high: float, sheet: Sheet
) -> Iterator[LegendKey]:
    """In one row. Where that is too short for all of it, the longest words are cut, and no others."""
    wide = {state: 56.0 if STATES[state].line else high for state in states}
    taken = fsum(wide.values()) + 10 * len(states) + 32 * (len(states) - 1)
    each = _share([fonts.width(said, px) for said in states.values()], sheet.width - 2 * MARGIN - taken)
    x = MARGIN
    for state, said in states.items():
        text = fonts.shorten(said, px, each)
        yield LegendKey("state", Rect(x, middle - high / 2, wide[state], high), state=state)
        words.append(_text(text, x + wide[state] + 10, middle, px, INK, role="legend"))
        x += wide[state] + 10 + fonts.width(text, px) + 32


def _share(wanted: Iterable[float], room: float) -> float:
    """The most that each may have, so that all have room: what the short ones leave goes to the long ones."""
    left = sorted(wanted)
    while left and left[0] * len(left) <= room:
        room -= left.pop(0)
    return max(0.0, room / len(left)) if left else inf


def _states(view: View) -> dict[str, str]:
    """The states that occur with the words of the legend, in the order of `STATES`; what looks alike is told once."""
    said = dict(view.legend)
    occur = {b.state for b in view.boxes} | {g.state for g in view.groups}
    occur |= {a.state for a in view.arrows} | {e.state for e in (*view.panel, *view.foot)}
    noted = {b.state for b in view.boxes if b.note}
    found: dict[str, str] = {}
    for state, look in STATES.items():
        words = said.get(state, look.noted if state in noted and look.noted else look.legend)
        if state in occur and words not in found.values():
            found[state] = words
    return found


# ----------------------------------------------------------------------------------------------- side panel


def panel_room(view: View, sheet: Sheet = SLIDE) -> float:
    """Pixels that the side panel takes from the right of the drawing."""
    if not view.panel:
        return 0.0
    if _crowded(view, sheet):
        return CROWDED_ROOM
    columns = 1 if sheet == SLIDE else 1 + max(row.column for row in _rows(view, sheet))
    return columns * _column(view)


def _column(view: View) -> float:
    """Pixels that a column of entries takes."""
    widest = max(fonts.width(line, PANEL_TEXT, bold=k == 0) for e in view.panel for k, line in enumerate(e.lines))
    heading = max(fonts.width(e.heading, 18, bold=True) for e in view.panel)
    return max(widest + PANEL_ICON + 14, heading) + 36


def _crowded(view: View, sheet: Sheet) -> bool:
    """Whether there are too many services for an icon each: then each heading has one, and the names in a block. On
    a poster they have further columns instead."""
    headings = len({e.heading for e in view.panel})
    return sheet == SLIDE and len(view.panel) * PANEL_ROW * LEAST_ROW + headings * 44 > _panel_height(sheet)


def _panel_height(sheet: Sheet) -> float:
    return sheet.height - PANEL_TOP - BELOW_PANEL


def panel(view: View, sheet: Sheet = SLIDE) -> tuple[PanelShape, ...]:
    """The entries of the side panel: icon, name and role; and those of the rows at the foot."""
    left = sheet.width - MARGIN - panel_room(view, sheet) + 32
    found = []
    for row in _rows(view, sheet):
        if row.entry is None:
            continue
        icon = Rect(
            left + row.column * _column(view), row.y + (4 if row.lines == row.entry.lines else 0), row.icon, row.icon
        )
        px = PANEL_TEXT if row.lines == row.entry.lines else CROWDED_TEXT
        line = px * fonts.LINE_HEIGHT
        middle = icon.centre.y - (len(row.lines) - 1) * line / 2 if row.lines == row.entry.lines else icon.y + line / 2
        labels = tuple(
            _text(text, icon.right + 12, middle + n * line, px, INK, bold=n == 0 and row.lines == row.entry.lines)
            for n, text in enumerate(row.lines)
        )
        found.append(PanelShape(row.entry.component, row.entry.icon, icon, labels, row.entry.state, others=row.others))
    return (*found, *foot(view, sheet).shapes)


def _panel_headings(view: View, sheet: Sheet) -> tuple[Words, ...]:
    left = sheet.width - MARGIN - panel_room(view, sheet) + 32
    return tuple(
        _text(row.heading, left + row.column * _column(view), row.y + 16, 18, SOFT_INK, bold=True, role="panel")
        for row in _rows(view, sheet)
        if not row.entry
    )


class _Row(NamedTuple):
    """A heading, or an entry under it; `y` is its upper edge, `column` the number of its column; `others` are told in
    its lines."""

    heading: str
    y: float
    entry: PanelEntry | None = None
    lines: tuple[str, ...] = ()
    icon: float = PANEL_ICON
    others: tuple[str, ...] = ()
    column: int = 0


def _rows(view: View, sheet: Sheet) -> list[_Row]:
    groups = {h: [e for e in view.panel if e.heading == h] for h in dict.fromkeys(e.heading for e in view.panel)}
    if sheet != SLIDE:
        return _rows_in_columns(groups, sheet)
    if _crowded(view, sheet):
        told, bottom = _blocks(groups, in_words=True)
        return told if bottom <= sheet.height - LEAST_BELOW else _blocks(groups, in_words=False)[0]
    rows: list[_Row] = []
    y = PANEL_TOP
    wanted = len(view.panel) * PANEL_ROW + len(groups) * 44
    shrink = min(1.0, _panel_height(sheet) / wanted) if wanted else 1.0
    for heading, entries in groups.items():
        rows.append(_Row(heading, y))
        y += 34 * shrink
        for entry in entries:
            rows.append(_Row(heading, y, entry, entry.lines))
            y += PANEL_ROW * shrink
        y += 10 * shrink
    return rows


def _blocks(groups: Mapping[str, Sequence[PanelEntry]], in_words: bool) -> tuple[list[_Row], float]:
    """For each heading one icon, and the names in a block; and where the last one ends. `in_words` is said there what
    became of some of them: first stands what the icon and its sign are for."""
    rows: list[_Row] = []
    y = PANEL_TOP
    for heading, some in groups.items():
        entries = sorted(some, key=lambda e: [*STATES, ""].index(e.state))
        alike = len({e.state for e in entries}) == 1
        names = ", ".join(_in_state(e) if in_words and not alike else e.name for e in entries)
        lines = fonts.block(names, CROWDED_TEXT, CROWDED_ROOM - 36 - CROWDED_ICON - 12)
        others = tuple(e.component for e in entries[1:])
        rows += [_Row(heading, y), _Row(heading, y + 32, entries[0], lines, CROWDED_ICON, others)]
        y += 32 + max(CROWDED_ICON, len(lines) * CROWDED_TEXT * fonts.LINE_HEIGHT) + 8
    return rows, y


def _in_state(entry: PanelEntry) -> str:
    """`Keys (down)`, beside others in a block: its icon can carry the sign of one state."""
    look = STATES.get(entry.state)
    return f"{entry.name} ({look.legend.lower()})" if look and look.sign else entry.name


def _rows_in_columns(groups: Mapping[str, Sequence[PanelEntry]], sheet: Sheet) -> list[_Row]:
    """Each entry with its icon, in as many columns as it takes; no heading stands alone at the foot of one."""
    rows: list[_Row] = []
    column, y, foot = 0, PANEL_TOP, PANEL_TOP + _panel_height(sheet)
    for heading, entries in groups.items():
        if y > PANEL_TOP and y + 34 + PANEL_ROW > foot:
            column, y = column + 1, PANEL_TOP
        rows.append(_Row(heading, y, column=column))
        y += 34
        for entry in entries:
            if y + PANEL_ROW > foot:
                column, y = column + 1, PANEL_TOP
            rows.append(_Row(heading, y, entry, entry.lines, column=column))
            y += PANEL_ROW
        y += 10
    return rows
