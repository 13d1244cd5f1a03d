"""A view to one with marks in the place of its tooltips, and a picture of that to one that says them.

Tooltips are most of what an edit changes, and nothing else of a picture depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archdeck.canvas import changed
from archdeck.paint.quoting import escape
from archdeck.views import Box, View

MARK = re.compile("\x02(\\d+)\x03")  # characters that no model may have
START, END = "<title>", "</title>"  # around each in a picture
Tooltips = tuple[str, ...]


def muted(view: View) -> tuple[View, Tooltips]:
    """The view with marks, equal ones for what is equal, and what they stand for. The names of boxes stay."""
    said: dict[str, int] = {}

    def mark(text: str) -> str:
        return f"\x02{said.setdefault(text, len(said))}\x03" if text else ""

    def box(b: Box) -> Box:
        name, dash, more = b.title.partition(" – ")
        marks = tuple((component, icon, mark(title)) for component, icon, title in b.marks)
        return changed(b, title=name + dash + mark(more), marks=marks)

    boxes = tuple(map(box, view.boxes))
    arrows = tuple(changed(a, title=mark(a.title)) for a in view.arrows)
    return replace(view, boxes=boxes, arrows=arrows, stands_as=view.stands_as or view), tuple(said)


def marked(svg: str) -> list[str]:
    """What stands where a picture has tooltips, in their order."""
    return [piece.partition(END)[0] for piece in svg.split(START)[1:]]


def filled(text: str, said: Tooltips) -> str:
    """The text with tooltips in the place of marks."""
    return MARK.sub(lambda found: escape(said[int(found[1])]), text)


def resaid(svg: str, titles: Sequence[str], said: Tooltips) -> str | None:
    """A picture that was drawn with other tooltips, with these; `titles` are as they were `marked`. None where they are
    not of this picture."""
    try:
        new = [filled(title, said) for title in titles]
    except (IndexError, TypeError):
        return None
    first, *pieces = svg.split(START)
    if len(pieces) != len(new) or not all(END in piece for piece in pieces):
        return None
    return "".join((first, *(START + title + END + p.partition(END)[2] for title, p in zip(new, pieces, strict=True))))
