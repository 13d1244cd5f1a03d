"""Lines of a page to the blocks in them that ask for a picture.

```archdeck
view: prod
caption: What runs where
```

Fences of Markdown are alike, so `~~~archdeck` asks as well, and so does the name as an attribute: `{ .archdeck }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ASKS = re.compile(r"\s*(?:\{\s*\.archdeck(?P<inside>\s[^}]*)?\}|archdeck(?!\S))(?P<behind>.*)", re.IGNORECASE)
FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Block:
    """A block of a page: the numbers of its first and last line, what stands before it in each, and what is in it; and
    what stands in its first line besides its name, where nothing may."""

    first: int
    last: int
    indent: str
    body: str
    besides: str = ""


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks that ask for pictures, and none that another block only shows."""
    fence, start = None, 0
    for number, line in enumerate(lines):
        found = FENCE.match(line.rstrip())
        if fence is None:
            fence, start = found, number
        elif found and _closes(found, fence):
            if asks := ASKS.fullmatch(fence["info"]):
                indent = fence["indent"]
                inside = [one.removeprefix(indent) for one in lines[start + 1 : number]]
                besides = f"{asks['inside'] or ''} {asks['behind']}".strip()
                yield Block(start, number, indent, "\n".join(inside), besides)
            fence = None


def _closes(found: re.Match[str], opened: re.Match[str]) -> bool:
    return found["fence"].startswith(opened["fence"]) and not found["info"].strip()
