"""The text of a block that asks for a picture to what it asks for.

system: shop
view: prod
drill: zone-a
caption: What happens when a zone fails
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from archdeck.language import nearest, quoted

KEYS = ("system", "view", "drill", "against", "caption", "width", "without")
PARTS = ("words", "downloads", "steps")  # that can be left out
WIDTH = re.compile(r"([1-9][0-9]|100) ?%")
NARROWEST = 20  # percent


class Unfit(Exception):
    """A block that asks for what there is not; the message says what is wrong, `line` where, 0 being its fence."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Asked:
    """What a block asks for: a view of a system, or of it what a `drill` leaves or what differs `against` another
    environment; with a caption, as wide as so many percent of the page, without some of its parts. `lines` says where
    in the block each key stands."""

    system: str
    view: str
    drill: str
    against: str
    caption: str
    width: int
    without: tuple[str, ...]
    lines: Mapping[str, int]


def asked(body: str, besides: str = "") -> Asked:
    """What the text of a block asks for; Unfit if it is not clear, or something stands `besides` its name."""
    if besides:
        raise Unfit(f"{quoted(besides)} stands beside 'archdeck'; write what you ask for into the block, line by line")
    written, lines = _written(body)
    for key, line in lines.items():
        if key not in KEYS:
            raise Unfit(f"there is no key {key!r}{nearest(key, KEYS) or '; there are ' + ', '.join(KEYS)}", line)
    texts = {key: _text(written, lines, key) for key in KEYS if key != "without"}
    if not texts["view"] and not texts["drill"]:
        raise Unfit("it names no picture; write `view: ` and the id of an environment, or what `archdeck views` lists")
    if texts["drill"] and texts["against"]:
        raise Unfit("'drill' and 'against' ask for two pictures; write a block for each", lines["against"])
    without = written.get("without") or []
    some = [without] if isinstance(without, str) else without
    for part in some if isinstance(some, list) else [some]:
        if part not in PARTS:
            hint = nearest(str(part), PARTS) or f"; it may be {', '.join(PARTS)}"
            raise Unfit(f"'without' is {quoted(str(part))}, which is no part of a picture{hint}", lines["without"])
    width = WIDTH.fullmatch(texts.pop("width") or "100 %")
    if not width or int(width[1]) < NARROWEST:
        raise Unfit(f"'width' must be a share of the page, from {NARROWEST} % to 100 %", lines["width"])
    return Asked(**texts, width=int(width[1]), without=tuple(some), lines=lines)


def _written(body: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The mapping in a block, and the line of each key."""
    try:
        node = yaml.compose(body, Loader=yaml.BaseLoader)
        written = yaml.load(body, Loader=yaml.BaseLoader)  # texts and no other values, so nothing is made of them
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "it cannot be read"
        raise Unfit(f"this is no YAML: {why}", 1 + (mark.line if mark else 0)) from None
    if not isinstance(node, yaml.MappingNode):
        raise Unfit("write keys and values in it, as in `view: prod`")
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if lines.setdefault(str(key.value), line := 1 + key.start_mark.line) != line:
            raise Unfit(f"{key.value!r} stands here twice", line)
    return written, lines


def _text(written: Mapping[str, Any], lines: Mapping[str, int], key: str) -> str:
    value = written.get(key, "")
    if not isinstance(value, str):
        raise Unfit(f"{key!r} must be a text", lines[key])
    return value.strip()
