"""How things look and where words stand at them, to styles of draw.io."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from archdeck.canvas import Point, Rect, Words
from archdeck.paint.cells import Style, Value

HEAD = 9.0  # draw.io's size of an arrow's head; the width of its line makes it larger
ABOVE, BELOW = 5.0, 1.0  # pixels that draw.io keeps of itself above words at the top, and below those at the bottom
OFF = 2.0  # pixels by which words may be off the middle
DASHES = {"dashed": "8 5", "dotted": "2 5"}


def line(colour: str, wide: float, style: str) -> Style:
    head: Style = {"endArrow": "classic", "endFill": True, "endSize": HEAD}
    return {"strokeColor": colour, "strokeWidth": wide, **dashed(style), **head}


def dashed(style: str) -> Style:
    return {"dashed": True, "fixDash": True, "dashPattern": DASHES[style]} if style in DASHES else {}


def faded(left: float) -> Style:
    return {"opacity": left * 100} if left < 1 else {}


def end(which: str, box: Rect, at: Point) -> Style:
    """Where on a box an arrow ends, in shares of its sides."""
    x, y = (at.x - box.x) / box.w, (at.y - box.y) / box.h
    return {f"{which}X": x, f"{which}Y": y, f"{which}Dx": 0.0, f"{which}Dy": 0.0, f"{which}Perimeter": False}


def inside(box: Rect, words: Rect) -> Style:
    """Where in a box its words stand."""
    style: dict[str, Value] = {"align": "center", "verticalAlign": "middle"}
    across, down = words.centre.x - box.centre.x, words.centre.y - box.centre.y
    if across < -OFF:
        style |= {"align": "left", "spacingLeft": words.x - box.x}
    elif across > OFF:
        style |= {"align": "right", "spacingRight": box.right - words.right}
    if down < -OFF:
        style |= {"verticalAlign": "top", "spacingTop": words.y - box.y - ABOVE}
    elif down > OFF:
        style |= {"verticalAlign": "bottom", "spacingBottom": box.bottom - words.bottom - BELOW}
    return style


def beside(box: Rect, rows: Sequence[Words]) -> Style | None:
    """How words stand at an icon as its label: below it or to its right. None where they stand elsewhere."""
    if not rows:
        return {}
    x, y = min(w.box.x for w in rows), min(w.box.y for w in rows)
    words = Rect(x, y, max(w.box.right for w in rows) - x, max(w.box.bottom for w in rows) - y)
    if abs(words.centre.x - box.centre.x) <= OFF and y >= box.bottom - OFF:
        place: Style = {"verticalLabelPosition": "bottom", "verticalAlign": "top", "align": "center"}
        return {**place, "spacingTop": y - box.bottom - ABOVE}
    if x >= box.right - OFF and words.y < box.bottom and words.bottom > box.y:
        place = {"labelPosition": "right", "verticalLabelPosition": "middle", "align": "left", "verticalAlign": "top"}
        return {**place, "spacingLeft": x - box.right, "spacingTop": y - box.y - ABOVE}
    return None


def strokes(solid: str, lines: str, colour: str) -> str:
    """Curves in a square of 24 by 24 as a picture."""
    area = f'<path d="{solid}" fill="{colour}"/>' if solid else ""
    pen = f'fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'
    square = 'xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24"'
    svg = f'<svg {square}>{area}<path d="{lines}" {pen}/></svg>'
    return "data:image/svg+xml," + base64.b64encode(svg.encode()).decode("ascii")
