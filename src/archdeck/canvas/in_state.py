"""Frames and arrows with what became of them to how they look: one rule for every form that is painted."""

from __future__ import annotations

from dataclasses import replace

from archdeck.canvas.geometry import EdgeShape, GroupShape, Rect
from archdeck.canvas.look import LINES, STATES, FrameLook, LineLook, frame_look

STACK = 8.0  # pixels by which the hindmost card of a stack looks out
DIMMED = 0.22  # is left of what a flow does not touch


def border_look(group: GroupShape) -> tuple[FrameLook, float]:
    """How a frame is drawn, and how wide its border is: one with a state may have the border of that."""
    look = frame_look(group.kind, group.provider)
    if not group.state or not STATES[group.state].ring:
        return look, 2.0
    return replace(look, border=STATES[group.state].colour, style=STATES[group.state].ring), 3.5


def arrow_look(edge: EdgeShape) -> LineLook:
    """The colour, width and style of an arrow."""
    look = LINES[edge.kind]
    if not edge.state:
        return look
    state = STATES[edge.state]
    return replace(
        look,
        colour=state.colour if state.tinted else look.colour,
        width=round(look.width * state.wide, 2),
        style=state.style or look.style,
    )


def cards(box: Rect) -> list[Rect]:
    """The three cards behind each other of an icon that stands for several components, the hindmost first."""
    return [Rect(box.x + by, box.y + STACK - by, box.w - STACK, box.h - STACK) for by in (STACK, STACK / 2, 0.0)]


def foremost(box: Rect) -> Rect:
    """The icon on the foremost card of a stack."""
    return Rect(box.x + 2, box.y + STACK + 2, box.w - STACK - 4, box.h - STACK - 4)
