"""A view to a flowchart of Mermaid: frames are subgraphs, and colours are those of the picture.

The language is described at mermaid.js.org/syntax/flowchart.html. Words stand in quotes, and what Mermaid, or Markdown
in it, would act on is written as the number of its character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from archdeck.canvas import LINES, STATES, frame_look
from archdeck.paint.outlined import ASIDE, Frame, Line, Node, Outline, outlined
from archdeck.views import View

RESERVED = (
    *("end", "graph", "flowchart", "subgraph", "direction", "style", "linkStyle", "classDef", "class", "click"),
    *("call", "href", "default", "interpolate", "title", "accTitle", "accDescr", "x", "o", "v", "_self", "_blank"),
    *("LR", "RL", "TB", "BT", "TD", "BR"),
)
_DASHES = {"solid": "", "dashed": "6 4", "dotted": "2 3"}
_ACTED_ON = re.compile(r"[^\w\s.,:()+\-/→–—·×?!='’]")
_NO_WIDTH = "\u200b"
_ICON = re.compile(r"\b(fa[a-z]?):(?=fa-)")  # Mermaid looks for icons last: nothing stands between, which has no width
_ITEM = re.compile(r"(\d+)\.|^([-+])")  # what Markdown takes for one of a list


def mermaid(view: View) -> bytes:
    """The flowchart of a view."""
    outline = outlined(view, RESERVED)
    lines = [
        *("---", f"title: {json.dumps(outline.title, ensure_ascii=False)}", "---"),
        "flowchart TB" if outline.down else "flowchart LR",
        *(f"  %% left out: {_comment(one)}" for one in outline.left),
        *_inside(outline.nodes, outline.frames, 1),
        *(f"  {_arrow(line)}" for line in outline.lines),
        *(f"  {line}" for line in _styles(outline)),
    ]
    return "\n".join([*lines, ""]).encode("utf-8")


def _inside(nodes: tuple[Node, ...], frames: tuple[Frame, ...], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for node in nodes:
        yield f"{indent}{node.id}{_shape(node)}"
    for frame in frames:
        yield f'{indent}subgraph {frame.id}["{_words(frame.label)}"]'
        if frame.id == ASIDE:
            yield f"{indent}  direction LR"
        yield from _inside(frame.nodes, frame.frames, depth + 1)
        yield f"{indent}end"


def _shape(node: Node) -> str:
    """People are round. What applies to a box stands below it, after a plus."""
    aside = (f"+ {', '.join(node.aside)}",) if node.aside else ()
    said = "<br/>".join(map(_words, (*node.lines, *aside)))
    return f'(["{said}"])' if node.actor else f'["{said}"]'


def _words(text: str) -> str:
    plain = " ".join(text.split())
    coded = _ITEM.sub(_as_number, _ACTED_ON.sub(lambda found: _code(found[0]), plain))
    return _ICON.sub(lambda found: f"{found[1]}:{_code(_NO_WIDTH)}", coded)


def _as_number(found: re.Match[str]) -> str:
    return f"{found[1]}{_code('.')}" if found[1] else _code(found[2])


def _code(character: str) -> str:
    return f"#{ord(character)};"


def _comment(text: str) -> str:
    """One line, without what begins a directive."""
    return re.sub(r"[%{}]", "", " ".join(text.split()))


def _arrow(line: Line) -> str:
    look = LINES[line.kind].style
    shaft = ("<-.->" if line.both else "-.->") if look != "solid" else ("<-->" if line.both else "-->")
    words = f'|"{_words(line.words)}"|' if line.words else ""
    return f"{line.source} {shaft}{words} {line.target}"


def _styles(outline: Outline) -> Iterator[str]:
    """Colours of frames, of states and of arrows."""
    looks: dict[str, list[str]] = {}
    for frame in outline.every_frame():
        look = frame_look(frame.kind, frame.provider)
        dashes = f",stroke-dasharray:{_DASHES[look.style]}" if _DASHES[look.style] else ""
        stroke = STATES[frame.state].colour if frame.state in STATES else look.border
        rule = f"fill:{look.fill or '#FFFFFF'},stroke:{stroke},color:{look.text}{dashes}"
        looks.setdefault(rule, []).append(frame.id)
    for node in outline.every_node():
        state = STATES.get(node.state)
        rule = f"fill:#FFFFFF,stroke:{state.colour if state else '#7D8998'},color:#232F3E"
        looks.setdefault(f"{rule},stroke-width:3px" if state else rule, []).append(node.id)
    for number, (rule, ids) in enumerate(looks.items(), 1):
        yield f"classDef look{number} {rule}"
        yield f"class {','.join(ids)} look{number}"
    arrows: dict[str, list[str]] = {}
    for number, line in enumerate(outline.lines):
        known = STATES.get(line.state)
        arrows.setdefault(known.colour if known else LINES[line.kind].colour, []).append(str(number))
    for colour, numbers in arrows.items():
        yield f"linkStyle {','.join(numbers)} stroke:{colour}"
