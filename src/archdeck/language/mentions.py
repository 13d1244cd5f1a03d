"""Markdown of a model to the things that it links to by their ids: `[[db]]`, `[[payments]]`, `[[payments/api]]`,
`[[shop.orders/db]]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SYSTEM = rf"{_ID}(?:\.{_ID})*"
# What stands before a bar is the id, what stands behind it the words of the link; all else in brackets is text.
MENTION = re.compile(rf"(?<![\\\[])\[\[({_SYSTEM}(?:/{_ID})?)(?:\|([^\[\]|\n]*[^\[\]|\s]))?\]\](?!\])")
FENCE = re.compile(r"^(`{3,}|~{3,})[^`]*$")
CODE = re.compile(r"(?<![`\\])(`+)(?!`)((?:[^\n]|\n(?!\s*\n))+?)(?<!`)\1(?!`)")


def mentions(markdown: str) -> Iterator[str]:
    """The ids in double brackets, outside of code."""
    if "[[" in markdown:
        for found in MENTION.finditer(CODE.sub("", "\n".join(_outside_fences(markdown.splitlines())))):
            yield found[1]


def _outside_fences(lines: list[str]) -> Iterator[str]:
    fence = ""
    for line in lines:
        if fence:
            closes = line.strip().startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if closes else fence
        elif found := FENCE.match(line):
            fence = found[1]
            yield ""
        else:
            yield line


def outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of a file that holds Markdown, however deep it stands there, each with its number, without those of
    code; code in a line is blank, so that all else stays in its column."""
    fence, deep = "", 0
    for number, line in enumerate(lines, 1):
        text, indent = line.strip(), len(line) - len(line.lstrip())
        if fence and text and indent < deep:  # the text that it stood in ends here
            fence = ""
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0]) else fence
        elif found := FENCE.match(text):
            fence, deep = found[1], indent
        else:
            yield number, CODE.sub(lambda code: " " * len(code[0]), line)


def named_in_line(line: str) -> Iterator[tuple[int, str]]:
    """The ids in double brackets of a line, each with how many letters stand before it."""
    yield from ((found.start(1), found[1]) for found in MENTION.finditer(line))
