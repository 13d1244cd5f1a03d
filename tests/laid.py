"""Placed views by hand: icons and frames where a test wants them, so that ports and ways can be told in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archdeck.canvas.geometry import Rect
from archdeck.language.values import RelationKind
from archdeck.layout.cells import Frame, Span
from archdeck.layout.laid import AREA
from archdeck.layout.placed import Placed, PlacedBox, PlacedFrame
from archdeck.layout.sizes import Sizes
from archdeck.views.view import Arrow, Box, Group, View

SIZES = Sizes(px=19, icon=80, gutter=60, pitch=16)  # 19 pixels: the size at which the costs are as written
Spot = tuple[float, float]


def box(id: str) -> Box:
    return Box(id, id, "icon.png", (id,), None, 0, 0, id)


def placed(
    spots: Mapping[str, Spot],
    words: Mapping[str, Rect] | None = None,
    frames: Sequence[PlacedFrame] = (),
) -> Placed:
    """Icons of 80 pixels by their top left corners; strips of columns and rows around them; words under some."""
    boxes = {}
    for id, (x, y) in spots.items():
        icon = Rect(x, y, 80, 80)
        lines = (("words", words[id]),) if words and id in words else ()
        around = Rect(x, y, 80, max([160.0, *(r.bottom - y for _, r in lines)]))
        boxes[id] = PlacedBox(box(id), icon, lines, (), around)
    columns = tuple((x, x + 80) for x in sorted({x for x, _ in spots.values()}))
    rows = tuple((y, y + 80) for y in sorted({y for _, y in spots.values()}))
    return Placed(SIZES, boxes, {f.frame.key: f for f in frames}, columns, rows, AREA, True)


def framed(key: str, rect: Rect, *members: str, title: Rect | None = None, of: str = "") -> PlacedFrame:
    """A frame around some boxes, and where its title stands; or a piece of the overlay that it is `of`."""
    group = Group(of or key, None if of else key, "group" if of else "zone", "a title", None, bool(of))
    return PlacedFrame(Frame(key, group, Span(0, 0, 0, 0), frozenset(members)), rect, "a title", title, None)


def view(spots: Mapping[str, Spot], *arrows: Arrow) -> View:
    """The view of these boxes and arrows."""
    return View(
        "v", "environment", "", "", "", "", "", "", tuple(map(box, spots)), (), arrows, ()
    )  # fmt: skip


def arrow(source: str, target: str, kind: RelationKind = RelationKind.REQUEST, both: bool = False) -> Arrow:
    """An arrow that goes by its ends, and its kind where it is no request."""
    kinds = "" if kind is RelationKind.REQUEST else f" {kind.value}"
    return Arrow(f"{source}-{target}{kinds}", (), kind, source, target, both=both)
