"""An icon of the Diagrams library to the shape in draw.io's AWS library that is the same drawing, if it has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from archdeck.canvas import Rect
from archdeck.language import Loader

TABLE = Path(__file__).parent / "data" / "aws4.yaml"


@dataclass(frozen=True)
class AwsShape:
    """Its name in `mxgraph.aws4`, the colour of its category, whether it is white on a tile of that colour, and how
    wide its drawing is for its height."""

    name: str
    colour: str
    tile: bool
    ratio: float = 1.0

    def drawn_in(self, box: Rect) -> Rect:
        """The part of a box that the drawing takes: as much as there is room for, in the middle."""
        w, h = min(box.w, box.h * self.ratio), min(box.h, box.w / self.ratio)
        return Rect(box.centre.x - w / 2, box.centre.y - h / 2, w, h)


def aws_shapes(icons: Iterable[str], library: Path) -> dict[str, AwsShape]:
    """The shapes of those icons that have one; `library` is the folder in which the Diagrams library keeps its own."""
    found = {icon: aws_table().get(_within(icon, library)) for icon in icons}
    return {icon: shape for icon, shape in found.items() if shape}


def _within(icon: str, library: Path) -> str:
    path = Path(icon)
    return path.relative_to(library).as_posix() if path.is_relative_to(library) else icon


@cache
def aws_table() -> dict[str, AwsShape]:
    """All shapes by the paths of their icons in the library (`aws/compute/ec2.png`)."""
    written = yaml.load(TABLE.read_bytes(), Loader=Loader)
    return {
        f"aws/{category}/{icon}.png": _shape(name, entry["colour"], kind == "services")
        for category, entry in written.items()
        for kind in ("services", "parts")
        for icon, name in entry.get(kind, {}).items()
    }


def _shape(written: str, colour: str, tile: bool) -> AwsShape:
    """`name`, or `name 44x25` with the size of the drawing."""
    name, _, size = written.partition(" ")
    wide, _, high = size.partition("x")
    return AwsShape(name, colour, tile, float(wide) / float(high) if size else 1.0)
