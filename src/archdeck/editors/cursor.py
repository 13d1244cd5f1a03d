"""The lines of a file and a place in them to where that is in the model: also in text that is not YAML yet.

What is being typed is mostly broken, so nothing is parsed: lines are followed by their indentation, and flow mappings
and lists by their brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s#&*!|>'"{}\[\],][^#{}\[\]]*?)\s*:(?=\s|$)""")
_LINK = re.compile(r"\[\[([a-z0-9/-]*)$")


class At(Enum):
    """What stands at a place."""

    KEY = "key"
    VALUE = "value"
    ITEM = "item"
    LINK = "link"
    TEXT = "text"


@dataclass(frozen=True)
class Cursor:
    """`path` leads to the mapping of a key, to a value, or to the list of an item; `written` is what stands there
    before the place, from `column` on. `block` where no bracket is open around it."""

    at: At
    path: tuple[str, ...]
    written: str
    column: int
    block: bool = True


@dataclass(frozen=True)
class _Open:
    """A bracket that is open: the path of what is in it, whether it is a mapping, and the key that waits for its
    value."""

    path: tuple[str, ...]
    mapping: bool
    key: str | None = None

    @property
    def inside(self) -> tuple[str, ...]:
        return self.path if self.key is None else (*self.path, self.key)


def cursor(lines: Sequence[str], line: int, column: int) -> Cursor:
    """What stands before a place, counted from 0."""
    follower = _Follower()
    for text in lines[:line]:
        follower.take(text.rstrip("\r\n"))
    return follower.found((lines[line] if line < len(lines) else "").rstrip("\r\n")[:column])


class _Follower:
    """Takes a line after the other; knows the keys around, the open brackets, and the text block that it is in."""

    def __init__(self) -> None:
        self.keys: list[tuple[int, str]] = []
        self.open: list[_Open] = []
        self.block: int | None = None

    def take(self, text: str) -> None:
        indent = len(text) - len(text.lstrip())
        if not text.strip() or self._in_block(indent):
            return
        if self.open:
            self._follow(text, 0)
            return
        if text.lstrip().startswith("#"):
            return
        start = self._at_indent(text, indent)
        if found := _KEY.match(text, start):
            self.keys.append((indent, _bare(found["key"])))
            rest = text[found.end() :].strip()
            if re.match(r"[|>][0-9+-]*\s*(#.*)?$", rest):
                self.block = indent
            elif rest.startswith(("{", "[")):
                self._follow(text, found.end())
        elif text[start : start + 1] in ("{", "["):
            self._follow(text, start)

    def found(self, text: str) -> Cursor:
        """What the line before the place ends with."""
        if link := _LINK.search(text):
            return Cursor(At.LINK, (), link[1], link.start(1))
        indent = len(text) - len(text.lstrip())
        if self._in_block(indent):
            return Cursor(At.TEXT, (), "", len(text))
        if self.open:
            return self._in_brackets(text, 0)
        start = self._at_indent(text, indent)
        dash = text[indent:].startswith("-")
        if (found := _KEY.match(text, start)) and not dash:
            path = (*self._path(), _bare(found["key"]))
            after = text[found.end() :]
            if after.lstrip().startswith(("{", "[")):
                self.keys.append((indent, path[-1]))
                return self._in_brackets(text, found.end() + len(after) - len(after.lstrip()))
            column = found.end() + len(after) - len(after.lstrip())
            return Cursor(At.VALUE, path, text[column:], column)
        column = start + len(text[start:]) - len(text[start:].lstrip())
        return Cursor(At.ITEM if dash else At.KEY, self._path(), text[column:], column)

    def _in_block(self, indent: int) -> bool:
        """Whether a line of that indentation goes on with a text; else the text has ended."""
        if self.block is not None and indent > self.block:
            return True
        self.block = None
        return False

    def _at_indent(self, text: str, indent: int) -> int:
        """Leaves what stands no less deep; the column after a dash."""
        dash = text[indent:].startswith("-")
        while self.keys and (self.keys[-1][0] > indent or (self.keys[-1][0] == indent and not dash)):
            self.keys.pop()
        return indent + 1 if dash else indent

    def _path(self) -> tuple[str, ...]:
        return tuple(key for _, key in self.keys)

    def _in_brackets(self, text: str, start: int) -> Cursor:
        column = self._follow(text, start)
        if not self.open:
            return Cursor(At.TEXT, (), "", len(text))
        last, written = self.open[-1], text[column:]
        written, column = written.lstrip(), column + len(written) - len(written.lstrip())
        at = At.ITEM if not last.mapping else At.KEY if last.key is None else At.VALUE
        return Cursor(at, last.inside, written, column, block=False)

    def _follow(self, text: str, start: int) -> int:
        """Follows brackets to the end of a line; where the last word in them begins."""
        word = start
        for column, letter in _letters(text, start):
            top = self.open[-1] if self.open else None
            if letter in "{[":
                inside = top.inside if top else self._path()
                self.open.append(_Open(inside, letter == "{"))
            elif letter in "}]" and top:
                self.open.pop()
                if not self.open:
                    return len(text)
            elif letter == "," and top:
                self.open[-1] = replace(top, key=None)
            elif letter == ":" and top and top.mapping and top.key is None:
                self.open[-1] = replace(top, key=_bare(text[word:column].strip()))
            else:
                continue
            word = column + 1
        return word


def _letters(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The letters that may be signs: outside of quotes and comments; a colon only before a space or the end."""
    quote = ""
    for column in range(start, len(text)):
        letter = text[column]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"" and (column == start or text[column - 1] in " {[,:"):
            quote = letter
        elif letter == "#" and (column == 0 or text[column - 1] == " "):
            return
        elif letter != ":" or text[column + 1 : column + 2] in ("", " "):
            yield column, letter


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in ("'", '"') and key[-1:] == key[:1] and len(key) > 1 else key
