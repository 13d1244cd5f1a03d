"""Pages with marks in the place of pictures to pages with pictures, each of which is as long as a hundred pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from archdeck.paint import terse

MARK = re.compile("\x02([^\x03]*)\x03")  # characters that no text of a model has on a page
ROOT_ID = re.compile(r'^(<svg [^>]*?) id="[^"]*"')


def mark(view: str) -> str:
    """What stands for the picture of a view."""
    return f"\x02{view}\x03"


def shows(page: str) -> list[str]:
    """The ids of the views whose pictures belong on a page."""
    return MARK.findall(page)


def with_pictures(page: str, svg: Callable[[str], str]) -> str:
    """The page with its pictures, of which that of a view is asked by its id, on lines without a gap: Markdown ends a
    block of HTML at an empty line."""
    return MARK.sub(lambda found: "\n".join(filter(None, map(str.rstrip, inline(svg(found[1])).splitlines()))), page)


def inline(svg: str) -> str:
    """A drawing as it stands on a page: terse, and without its own id, which a heading there may have too. Those of its
    parts have two dashes, which no heading has."""
    return terse(ROOT_ID.sub(r"\1", svg, count=1))
