"""Markdown with drawn pictures to HTML: each picture is put aside whole, so that nothing parses it, and put back last.

An extension of Python-Markdown, for MkDocs and Zensical alike. An inline `<svg>` holds a thousand elements; Markdown,
what checks its links and the search would each read all of them on every page, and change none.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

CANVAS = '<div class="ad-canvas">'  # the line before a picture on a page that archdeck writes
OPEN, CLOSE = "<svg ", "</svg>"
EARLY = 29  # after line ends are made alike (30), before anything looks for HTML or for fences (25)
LATE = -100  # after everything else


class Aside:
    """Pictures that stand aside, by what stands in their place: a comment, which neither Markdown nor search reads."""

    def __init__(self) -> None:
        self.pictures: dict[str, str] = {}

    def put(self, lines: list[str]) -> list[str]:
        """The lines of a page without their pictures; those of the last page are forgotten."""
        self.pictures.clear()
        left: list[str] = []
        start = None
        for number, line in enumerate(lines):
            if start is None and line.startswith(OPEN) and left[-1:] == [CANVAS]:
                start = number
            if start is None:
                left.append(line)
            elif line.endswith(CLOSE):
                left.append(self.keep("\n".join(lines[start : number + 1])))
                start = None
        return left if start is None else left + lines[start:]

    def back(self, text: str, as_shown: Callable[[str], str] = str) -> str:
        """The text with its pictures, as they are shown there. Other extensions ask for parts of a page as well, such
        as its headings."""
        for place, picture in self.pictures.items():
            if place in text:
                text = text.replace(place, as_shown(picture), 1)
        return text

    def keep(self, picture: str) -> str:
        """What stands in the place of a picture from now on."""
        place = f"<!--archdeck-picture-{len(self.pictures)}-->"
        self.pictures[place] = picture
        return place


class Early(Preprocessor):
    def __init__(self, aside: Aside):
        super().__init__()
        self._aside = aside

    def run(self, lines: list[str]) -> list[str]:
        return self._aside.put(lines)


class Late(Postprocessor):
    def __init__(self, aside: Aside):
        super().__init__()
        self._aside = aside

    def run(self, text: str) -> str:
        return self._aside.back(text)
