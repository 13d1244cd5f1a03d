"""A view to a diagram of PlantUML with icons and frames of its library of AWS; what has no icon is a rectangle.

The library is `awslib14` of PlantUML's standard library, which comes with PlantUML. Letters that PlantUML, or what it
takes for markup, would act on are written as their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from archdeck.canvas import LINES, STATES, frame_look
from archdeck.language import Loader
from archdeck.paint.outlined import Frame, Line, Node, Outline, outlined
from archdeck.views import View

TABLE = Path(__file__).parent / "data" / "awslib.yaml"
LIBRARY = "awslib14"
# The macros of frames, each in a file of its name without `Group`; none for those of other clouds.
GROUPS = {
    "cloud": "AWSCloudGroup",
    "account": "AWSAccountGroup",
    "region": "RegionGroup",
    "vpc": "VPCGroup",
    "zone": "AvailabilityZoneGroup",
    "public-subnet": "PublicSubnetGroup",
    "private-subnet": "PrivateSubnetGroup",
    "data-center": "CorporateDataCenterGroup",
    "auto-scaling-group": "AutoScalingGroupGroup",
    "security-group": "SecurityGroupGroup",
}
RESERVED = (
    *("end", "rectangle", "as", "actor", "node", "database", "component", "package", "cloud", "frame", "folder"),
    *("queue", "storage", "stack", "file", "agent", "artifact", "card", "person", "process", "action", "label"),
    *("interface", "usecase", "boundary", "control", "entity", "collections", "hexagon", "port", "portin", "portout"),
    *("note", "title", "header", "footer", "legend", "caption", "skinparam", "hide", "show", "remove", "restore"),
    *("left", "right", "top", "bottom", "up", "down", "together", "scale", "newpage", "allowmixing", "order", "circle"),
    *("true", "false", "of", "on", "is", "mainframe", "sprite", "style", "json", "map", "class", "object", "state"),
)
_AS_NUMBERS = re.compile(r"(&(?=#)|<U(?=\+))")
_ACTED_ON = re.compile(r"[^\w\s.,:+→–—·×?’()/-]|([_./-])(?=\1)|(?<=([_./-]))\2|^[-.:_]|[+](?!\s)|(?<=\s)[-/_](?=\S)")


def plantuml(view: View, library: Path) -> bytes:
    """The diagram of a view; `library` is the folder in which the Diagrams library keeps its icons."""
    outline = outlined(view, RESERVED)
    icons = {node.icon: icon for node in outline.every_node() if (icon := _icon(node.icon, library))}
    lines = [
        "@startuml",
        *(f"' left out: {' '.join(one.split())}" for one in outline.left),
        f"!include <{LIBRARY}/AWSCommon>",
        *(f"!include <{LIBRARY}/{path}>" for path in dict.fromkeys((*_groups(outline), *icons.values()))),
        "top to bottom direction" if outline.down else "left to right direction",
        "hide stereotype",
        f"title {_words(outline.title)}",
        *_inside(outline.nodes, outline.frames, icons, 0),
        *map(_arrow, outline.lines),
        "@enduml",
    ]
    return "\n".join([*lines, ""]).encode("utf-8")


@cache
def awslib() -> Mapping[str, str]:
    """The paths in PlantUML's library by those of icons in the Diagrams library (`aws/compute/ec2.png`)."""
    written = yaml.load(TABLE.read_bytes(), Loader=Loader)
    return {f"aws/{category}/{icon}.png": path for category, icons in written.items() for icon, path in icons.items()}


def _icon(icon: str, library: Path) -> str:
    path = Path(icon)
    return awslib().get(path.relative_to(library).as_posix(), "") if path.is_relative_to(library) else ""


def _groups(outline: Outline) -> Iterator[str]:
    for frame in outline.every_frame():
        if macro := _macro(frame):
            yield f"Groups/{macro.removesuffix('Group')}"


def _macro(frame: Frame) -> str:
    return GROUPS.get(frame.kind, "") if frame.provider in ("", "aws") and not frame.state else ""


def _inside(nodes: tuple[Node, ...], frames: tuple[Frame, ...], icons: Mapping[str, str], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for node in nodes:
        yield f"{indent}{_node(node, icons.get(node.icon, ''))}"
    for frame in frames:
        yield f"{indent}{_frame(frame)} {{"
        yield from _inside(frame.nodes, frame.frames, icons, depth + 1)
        yield f"{indent}}}"


def _node(node: Node, icon: str) -> str:
    """Its name in bold, and below what it is."""
    aside = (f"+ {', '.join(node.aside)}",) if node.aside else ()
    first, *more = map(_words, (*node.lines, *aside))
    name, kind = ("\\n".join(more), first) if more else (first, "")
    state = STATES.get(node.state)
    macro = icon.rpartition("/")[2]
    if macro and not state:
        return f'{macro}({node.id}, "{name}", "{kind}")'
    shape = "actor" if node.actor and not state else "rectangle"
    picture, below = f"\\n${macro}IMG()" if macro else "", f"\\n//{kind}//" if kind else ""
    look = f" #FFFFFF;line:{state.colour[1:]};line.bold" if state else " #FFFFFF" if shape == "rectangle" else ""
    return f'{shape} "=={name}{picture}{below}" as {node.id}{look}'


def _frame(frame: Frame) -> str:
    if macro := _macro(frame):
        return f'{macro}({frame.id}, "{_words(frame.label)}")'
    look, state = frame_look(frame.kind, frame.provider), STATES.get(frame.state)
    dashed = ";line.dashed" if look.style == "dashed" else ""
    colour = (state.colour if state else look.border)[1:]
    fill = (look.fill or "#FFFFFF")[1:]
    return f'rectangle "{_words(frame.label)}" as {frame.id} #{fill};line:{colour}{dashed};text:{look.text[1:]}'


def _words(text: str) -> str:
    """Numbers are read twice: what looks like one is parted by nothing that has a width."""
    return _ACTED_ON.sub(lambda found: f"<U+{ord(found[0]):04X}>", _AS_NUMBERS.sub("\\1\u200b", " ".join(text.split())))


def _arrow(line: Line) -> str:
    look, state = LINES[line.kind], STATES.get(line.state)
    style = {"solid": "", "dashed": ",dashed", "dotted": ",dotted"}[look.style]
    left, right = ("<-", "->") if line.both else ("-", "->")
    words = f" : {_words(line.words)}" if line.words else ""
    return f"{line.source} {left}[#{(state.colour if state else look.colour)[1:]}{style}]{right} {line.target}{words}"
