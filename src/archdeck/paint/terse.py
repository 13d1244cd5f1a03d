"""An SVG to the same drawing in fewer letters: on a site stand hundreds."""

from __future__ import annotations

import re

PATH = re.compile(r'(<path [^<>]*?) d="M([-\d.]+,[-\d.]+)C([-\d., ]+)"')
MIDDLE = ' text-anchor="middle"'  # of nearly all words: said once of all of them
WORDS = re.compile(rf"(<text [^<>]*?){MIDDLE}")


def terse(svg: str) -> str:
    """A drawing as `svg` paints it, with lines as lines, and not as curves that bend nowhere."""
    root, end, inside = svg.partition(">")
    if MIDDLE not in root and WORDS.search(inside):
        svg = root + MIDDLE + end + WORDS.sub(r"\1", inside)
    return PATH.sub(_straight, svg)


def _straight(found: re.Match[str]) -> str:
    before, here, points = found[1], found[2], found[3].split(" ")
    if len(points) % 3:
        return found[0]
    parts = [f"M{here}"]
    for one, other, there in zip(points[::3], points[1::3], points[2::3], strict=True):
        parts.append(_line(here, there) if (one, other) == (here, there) else f"C{one} {other} {there}")
        here = there
    return f'{before} d="{"".join(parts)}"'


def _line(here: str, there: str) -> str:
    (x, y), (to_x, to_y) = here.split(","), there.split(",")
    return f"H{to_x}" if y == to_y else f"V{to_y}" if x == to_x else f"L{there}"
