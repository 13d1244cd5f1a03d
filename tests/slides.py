"""Geometries by hand: icons of 80 pixels, frames, arrows and texts where a test wants them, to show one fault.

All lengths are tens of pixels, so that what overlaps does so by more than any tolerance.
"""

from __future__ import annotations

from dataclasses import replace

from archdeck.canvas.geometry import EdgeShape, Geometry, GroupShape, Mark, NodeShape, PanelShape, Point, Rect, Words


def words(text: str, x: float, y: float, px: float = 18) -> Words:
    """A line of text, ten pixels a letter and twenty high, with its top left corner here."""
    return Words(text, Rect(x, y, 10 * len(text), 20), px)


def node(id: str, x: float, y: float, *labels: Words, marks: tuple[Mark, ...] = ()) -> NodeShape:
    """An icon of 80 pixels, with its top left corner here."""
    return NodeShape(id, id, "icon.png", Rect(x, y, 80, 80), labels, marks)


def edge(source: str, target: str, *points: tuple[float, float], **more: object) -> EdgeShape:
    shape = EdgeShape(f"{source}-{target}", (), "request", source, target, tuple(Point(*p) for p in points))
    return replace(shape, **more)  # type: ignore[arg-type]


def group(id: str, box: Rect, *members: str, label: Words | None = None, parent: str | None = None) -> GroupShape:
    return GroupShape(id, id, "zone", parent, False, members, box, label)


def slide(*shapes: NodeShape | GroupShape | EdgeShape | PanelShape | Words) -> Geometry:
    """A slide with these shapes; texts are its frame."""

    return Geometry(
        width=1920,
        height=1080,
        flow="LR",
        title="",
        description="",
        stage="",
        nodes=tuple(s for s in shapes if isinstance(s, NodeShape)),
        groups=tuple(s for s in shapes if isinstance(s, GroupShape)),
        edges=tuple(s for s in shapes if isinstance(s, EdgeShape)),
        panel=tuple(s for s in shapes if isinstance(s, PanelShape)),
        frame=tuple(s for s in shapes if isinstance(s, Words)),
        legend=(),
        chip=None,
    )
