"""The size of the text to every other length of a picture (rule R7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from archdeck.canvas import fonts
from archdeck.views import Arrow

LARGEST, GOOD, FINE, SMALLEST, UNREADABLE = 26, 18, 17, 16, 8  # text, in pixels
TITLE_BAND, PAD = 1.6, 0.7  # between a frame and what is in it, with its title and without, in sizes of the text
TIGHT_BAND, TIGHT_PAD = 1.5, 0.5  # the same where there is hardly room
TIGHT = 1.4  # sizes of the text between boxes, below which that is so
LONG = 8  # an arrow's words get a second line when they are wider than this many times their size
WIDEST = 11  # and are cut when a line of them is wider than this


@dataclass(frozen=True)
class Sizes:
    """All lengths that follow from the size of the text."""

    px: int
    icon: float
    gutter: float
    pitch: float

    @property
    def line(self) -> float:
        return self.px * fonts.LINE_HEIGHT

    @property
    def badge(self) -> float:
        """Diameter of a step number."""
        return max(26.0, self.px * 1.55)

    @property
    def arrow_text(self) -> int:
        return min(self.px, max(SMALLEST, self.px - 2))

    @property
    def mark(self) -> float:
        return max(24.0, self.px * 1.4)

    @property
    def is_tight(self) -> bool:
        return self.gutter < TIGHT * self.px

    @property
    def pad(self) -> float:
        """Between a frame and what is in it, where it has no title."""
        return self.px * (TIGHT_PAD if self.is_tight else PAD)

    @property
    def band(self) -> float:
        """The same where its title stands."""
        return self.px * (TIGHT_BAND if self.is_tight else TITLE_BAND)

    @property
    def port(self) -> float:
        """Distance between two arrows that end at one side of an icon."""
        return self.icon * 0.25


@cache
def candidates() -> tuple[Sizes, ...]:
    """Sizes from the best to the least wanted: first the gutters shrink, then the icons, and the text last."""
    found = [Sizes(px, px * 3.8, px * 2.6, px * 0.72) for px in range(LARGEST, GOOD, -1)]
    for px in range(GOOD, UNREADABLE - 1, -1):
        found += [
            Sizes(px, px * icon, px * gutter, px * 0.72)
            for icon, gutter in ((3.8, 2.6), (3.8, 2.0), (3.4, 1.9), (3.0, 1.8), (2.7, 1.7), (2.6, 1.45), (2.4, 1.3))
        ]
    return tuple(found)


@cache
def tightest(px: int) -> Sizes:
    """Everything as tight as it may be at this size of the text."""
    return [sizes for sizes in candidates() if sizes.px == px][-1]


def spoken(arrow: Arrow, sizes: Sizes) -> tuple[str, ...]:
    """An arrow's words in one line, or in two or three where they are long; of a list that is longer still the first,
    and how many more there are; else it ends in an ellipsis."""
    px = sizes.arrow_text
    if fonts.width(arrow.label, px) <= px * LONG:
        return (arrow.label,)
    rows = fonts.halves(arrow.label, px)
    if all(fonts.width(row, px) <= px * WIDEST for row in rows):
        return rows
    listed, three = arrow.label.split(", "), fonts.wrap(arrow.label, px, px * WIDEST, 3)
    return three if says_all(three, arrow.label) or len(listed) < 3 else (fonts.few(listed, WIDEST),)


def says_all(rows: Iterable[str], label: str) -> bool:
    """Whether nothing of an arrow's words is cut; a hyphen may part one of them."""
    return _letters("".join(rows)) == _letters(label)


def _letters(text: str) -> str:
    return text.translate({ord(c): None for c in " \n-\u00ad"})
