"""The plan of a talk to its slides: pictures, a walk step by step, tables and words, all where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from archdeck.canvas import INK, SOFT_INK, Geometry, Rect, Words, fonts
from archdeck.deck.drawing import HEIGHT, INSET, Deck, Shape, Slide, Table, Text
from archdeck.deck.picture import bar, picture
from archdeck.deck.plan import Pictured, Plan, Planned, Tabled, Walked, Worded, together
from archdeck.deck.tables import Listed, first_sentence
from archdeck.deck.walk import steps
from archdeck.paint import Layouts, geometry_of, icon_pictures
from archdeck.views import View

MARGIN, LEFT = 40.0, 64.0  # of the slide, and of what stands beside the bar
WIDE = 1792.0  # of what stands below a title
TOP, END = 140.0, 1010.0  # of the content of a slide without a picture
TITLES = (38.0, 34.0, 30.0)  # letters of a title in one line
LARGE = 64.0  # letters of one with nothing below it
TWO_LINES = 26.0  # letters of one in two lines
CELLS, PAD = (32.0, 28.0, 24.0), 20.0  # letters of a table, and what a row adds to its lines
FILLS = 20  # heights between an equal share and all of a slide that are tried for its tables
WORDS = 34.0  # letters of a slide of words


def deck(plan: Plan, layouts: Layouts) -> Deck:
    """The slides of a plan, behind one with the name of the system."""
    slides = [_opening(plan)]
    for one in plan.slides:
        slides += _slides(plan, one, layouts)
    return Deck(plan.id, plan.name, tuple(slides))


def _slides(plan: Plan, one: Planned, layouts: Layouts) -> Iterator[Slide]:
    if isinstance(one, Pictured):
        yield _pictured(one.view, one.title, one.notes, geometry_of(one.view, layouts))
    elif isinstance(one, Walked):
        yield from _walk(one, geometry_of(one.view, layouts))
    elif isinstance(one, Tabled):
        yield from _tabled(plan, one)
    else:
        yield _worded(plan, one)


# ---------------------------------------------------------------------------------------------- pictures


def _pictured(view: View, title: str, notes: str, g: Geometry, subtitle: str = "") -> Slide:
    """A picture under a title of its own; what the picture is called then stands below that."""
    room = _room(g)
    below = subtitle or (view.title if title != view.title else view.subtitle)
    shown = replace(g, frame=(*(w for w in g.frame if w.role != "subtitle"), *_subtitle(below, room)))
    return Slide(_title(title, room), picture(shown, icon_pictures(g)), notes)


def _room(g: Geometry) -> float:
    """How wide a title may be beside the name of the environment."""
    return (g.chip.x if g.chip else g.width - MARGIN) - 24 - LEFT


def _title(title: str, room: float) -> Text:
    """A title in one line, where it has room for it; a longer one in two lines of small letters."""
    if px := _letters(title, room):
        return Text(title, Rect(LEFT, 20, room, 48), px, True, INK, "left", name="Title")
    lines = fonts.wrap(title, TWO_LINES, room, 2, bold=True)
    high = len(lines) * TWO_LINES * fonts.LINE_HEIGHT
    return Text("\n".join(lines), Rect(LEFT, 42 - high / 2, room, high), TWO_LINES, True, INK, "left", name="Title")


def _letters(title: str, room: float) -> float:
    """How large a title is in one line; 0 where it has no room."""
    return next((px for px in TITLES if fonts.width(title, px, bold=True) <= room), 0.0)


def _subtitle(said: str, room: float) -> Iterator[Words]:
    if said:
        px = next((p for p in (22.0, 20.0) if fonts.width(said, p) <= room), 18.0)
        text = fonts.shorten(said, px, room)
        high = px * fonts.LINE_HEIGHT
        yield Words(text, Rect(LEFT, 85 - high / 2, fonts.width(text, px), high), px, False, SOFT_INK, "subtitle")


def _walk(one: Walked, whole: Geometry) -> Iterator[Slide]:
    """The whole flow, then each of its steps, with everything where it was."""
    said, view = dict(one.said), one.view
    yield _pictured(view, one.title, one.notes, whole)
    count = len(dict.fromkeys(step.number for step in view.steps))
    for k, shown in enumerate(steps(view, whole), start=1):
        words = said.get(shown.number) or _between(view, shown.number)
        title = _step_title(f"{shown.number}  ", words, _room(whole))
        yield _pictured(view, title, words, shown.geometry, f"{one.title}: step {k} of {count}")


def _step_title(number: str, words: str, room: float) -> str:
    """All that is said of a step, or its first sentence where a title has no room for all."""
    return number + (words if _letters(number + words, room) else first_sentence(words))


def _between(view: View, number: str) -> str:
    """A step without words, by the names of its ends."""
    name = {b.component: b.name for b in view.boxes}
    step = next(s for s in view.steps if s.number == number)
    return f"{name.get(step.source, step.source)} to {name.get(step.target, step.target)}"


# ------------------------------------------------------------------------------------- words and tables


def _opening(plan: Plan) -> Slide:
    shapes: list[Shape] = [replace(bar(), box=Rect(120, 360, 12, 200))]
    title = fonts.shorten(plan.name, 84, 1600, bold=True)
    if plan.title and plan.title != plan.name:
        shapes.append(_lines(plan.title, Rect(160, 480, 1600, 90), 44, INK, "Subtitle"))
    if plan.summary:
        shapes.append(_lines(plan.summary, Rect(160, 600, 1600, 240), 32, SOFT_INK, "Summary"))
    shapes += _footer(plan)
    return Slide(
        Text(title, Rect(160, 360, 1600, 110), 84, True, INK, "left", name="Title"), tuple(shapes), plan.summary
    )


def _lines(said: str, box: Rect, px: float, colour: str, name: str) -> Text:
    """A text in as many lines as its box has room for."""
    most = max(1, int(box.h / (px * fonts.LINE_HEIGHT)))
    return Text("\n".join(fonts.wrap(said, px, box.w, most)), box, px, False, colour, "left", name=name, top=True)


def _footer(plan: Plan) -> Iterator[Shape]:
    if plan.source:
        said = fonts.shorten(f"Source: {plan.source}", 16, WIDE)
        yield Text(said, Rect(LEFT, HEIGHT - 48, WIDE, 20), 16, False, SOFT_INK, "right", name="Source")


def _worded(plan: Plan, one: Worded) -> Slide:
    """A slide of words: what its part is about, or else what is said; its title in the middle, if there is nothing."""
    flat = " ".join((one.more or one.say).split())
    if not flat:
        lines = fonts.wrap(one.title, LARGE, 1600, 4, bold=True)
        box = Rect(160, HEIGHT / 2 - (high := len(lines) * LARGE * fonts.LINE_HEIGHT) / 2, 1600, high)
        title = Text("\n".join(lines), box, LARGE, True, INK, "left", name="Title")
        return Slide(title, (replace(bar(), box=Rect(120, box.y, 12, high)), *_footer(plan)))
    body = _lines(flat, Rect(LEFT, TOP + 40, WIDE, END - TOP - 40), WORDS, INK, "Words")
    return Slide(_title(one.title, WIDE), (bar(), body, *_footer(plan)), together(one.say))


def _tabled(plan: Plan, one: Tabled) -> Iterator[Slide]:
    """A table, on as many slides as it takes."""
    pages = list(_pages(one.found))
    for number, table in enumerate(pages, start=1):
        title = one.title if len(pages) == 1 else f"{one.title} ({number} of {len(pages)})"
        yield Slide(_title(title, WIDE), (bar(), table, *_footer(plan)), one.notes)


def _pages(found: Listed) -> Iterator[Table]:
    """The rows of a table in as large letters as have room on one slide; else in tables that each have room on one."""
    whole = (found.head, *found.rows)
    px = next((px for px in CELLS if sum(_high(found, row, px) for row in whole) <= END - TOP), CELLS[-1])
    for start, end in pairwise(_shared([_high(found, row, px) for row in found.rows], _high(found, found.head, px))):
        yield _table(found, start, end, px)


def _shared(rows: list[float], head: float) -> list[int]:
    """At which rows tables begin, and where the last one ends: on no more slides than it takes, each with its share."""
    least = _filled(rows, END - TOP - head)
    share = sum(rows) / max(1, len(least) - 1)
    rooms = (share + k * (END - TOP - head - share) / FILLS for k in range(FILLS))
    return next((found for room in rooms if len(found := _filled(rows, room)) == len(least)), least)


def _filled(rows: list[float], room: float) -> list[int]:
    """At which rows tables begin, and where the last one ends, each with as many rows as it has room for."""
    found, taken = [0] if rows else [], 0.0
    for k, high in enumerate(rows):
        if taken + high > room and k > found[-1]:
            found.append(k)
            taken = 0.0
        taken += high
    return [*found, len(rows)]


def _high(found: Listed, row: tuple[str, ...], px: float) -> float:
    """How high a row is: as its highest cell; in bold letters, as some are."""
    rows = (
        fonts.block(words, px, share * WIDE - 2 * INSET, True) for words, share in zip(row, found.shares, strict=True)
    )
    return max(len(lines) for lines in rows) * px * fonts.LINE_HEIGHT + PAD


def _table(found: Listed, start: int, end: int, px: float) -> Table:
    rows = found.rows[start:end]
    heights = tuple(_high(found, row, px) for row in (found.head, *rows))
    colours = tuple((r - start, c, colour) for (r, c), colour in found.colours.items() if start <= r < end)
    return Table("Table", Rect(LEFT, TOP, WIDE, sum(heights)), found.head, rows, found.shares, heights, px, colours)
