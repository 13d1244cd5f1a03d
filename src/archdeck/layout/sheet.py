"""The size that is asked for to a sheet: its pixels, on which text has the size that it has on a slide (rule R7)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Sheet:
    """What a picture is drawn on, in pixels of its own."""

    width: int
    height: int

    def grown(self, by: float) -> Sheet:
        """A sheet of this ratio whose sides are so many times as long as those of one with the area of a slide."""
        side = sqrt(SLIDE.width * SLIDE.height * self.width / self.height) * by
        return Sheet(round(side), round(side * self.height / self.width))


SLIDE = Sheet(1920, 1080)
MARGIN = 40.0  # pixels between the rim and what stands at it
PAPERS = {"a3": Sheet(4961, 3508), "a2": Sheet(7016, 4961)}  # on their long side, with 300 pixels to the inch
