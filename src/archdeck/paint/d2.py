"""A view to a diagram of D2: frames are containers, and colours are those of the picture.

The language is described at d2lang.com. Every word stands in quotes, so that nothing in it is read as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archdeck.canvas import LINES, STATES, frame_look
from archdeck.paint.outlined import Frame, Line, Node, Outline, outlined
from archdeck.views import View

RESERVED = (
    *("label", "shape", "icon", "style", "near", "width", "height", "direction", "constraint", "tooltip", "link"),
    *("class", "classes", "vars", "top", "left", "layers", "scenarios", "steps", "desc", "source", "target", "null"),
    *(
        "title",
        "true",
        "false",
        "_",
        "suspend",
        "unsuspend",
        "opacity",
        "stroke",
        "fill",
        "animated",
        "bold",
        "italic",
        "font",
    ),
    *("shadow", "multiple", "filled", "underline", "src", "dst", "start", "end"),
)
_DASHES = {"solid": 0, "dashed": 5, "dotted": 2}
_ACTED_ON = re.compile(r'["\\$]')


def d2(view: View) -> bytes:
    """The diagram of a view."""
    outline = outlined(view, RESERVED)
    paths = _paths(outline)
    lines = [
        *(f"# left out: {_comment(one)}" for one in outline.left),
        f"direction: {'down' if outline.down else 'right'}",
        f'title: "{_words(outline.title)}" {{shape: text; near: top-center; style.font-size: 28}}',
        *_inside(outline.nodes, outline.frames, 0),
        *(text for line in outline.lines for text in _arrow(line, paths)),
    ]
    return "\n".join([*lines, ""]).encode("utf-8")


def _paths(outline: Outline) -> dict[str, str]:
    """Each id with those of the containers around it."""
    found = {node.id: node.id for node in outline.nodes}

    def inside(frames: tuple[Frame, ...], before: str) -> None:
        for frame in frames:
            found[frame.id] = before + frame.id
            found.update({node.id: f"{before}{frame.id}.{node.id}" for node in frame.nodes})
            inside(frame.frames, f"{before}{frame.id}.")

    inside(outline.frames, "")
    return found


def _inside(nodes: tuple[Node, ...], frames: tuple[Frame, ...], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for node in nodes:
        aside = (f"+ {', '.join(node.aside)}",) if node.aside else ()
        words = "\\n".join(map(_words, (*node.lines, *aside)))
        yield f'{indent}{node.id}: "{words}" {{{"; ".join(_look(node))}}}'
    for frame in frames:
        yield f'{indent}{frame.id}: "{_words(frame.label)}" {{'
        yield from (f"{indent}  {rule}" for rule in _frame_look(frame))
        yield from _inside(frame.nodes, frame.frames, depth + 1)
        yield f"{indent}}}"


def _words(text: str) -> str:
    return _ACTED_ON.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def _comment(text: str) -> str:
    return " ".join(text.split())


def _look(node: Node) -> Iterator[str]:
    state = STATES.get(node.state)
    if node.actor:
        yield "shape: oval"
    yield 'style.fill: "#FFFFFF"'
    yield f'style.stroke: "{state.colour if state else "#7D8998"}"'
    if state:
        yield "style.stroke-width: 3"


def _frame_look(frame: Frame) -> Iterator[str]:
    look = frame_look(frame.kind, frame.provider)
    stroke = STATES[frame.state].colour if frame.state in STATES else look.border
    yield f'style.fill: "{look.fill or "#FFFFFF"}"'
    yield f'style.stroke: "{stroke}"'
    yield f'style.font-color: "{look.text}"'
    if _DASHES[look.style]:
        yield f"style.stroke-dash: {_DASHES[look.style]}"


def _arrow(line: Line, paths: dict[str, str]) -> Iterator[str]:
    look, state = LINES[line.kind], STATES.get(line.state)
    dash = f"; style.stroke-dash: {_DASHES[look.style]}" if _DASHES[look.style] else ""
    words = f'"{_words(line.words)}" ' if line.words else ""
    head = "<->" if line.both else "->"
    colour = state.colour if state else look.colour
    yield f'{paths[line.source]} {head} {paths[line.target]}: {words}{{style.stroke: "{colour}"{dash}}}'
