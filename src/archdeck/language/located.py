"""YAML text to a tree of scalars, lists and mappings in which every key and value knows its file, line and column.

Scalars stay the text that was written; only an empty value, `~` and `null` become None. Built from the parser's events,
with bounds on depth and on what aliases may unfold to, so that no file can exhaust the stack or the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from archdeck.language.problems import Location, ModelError, Problem, Severity, quoted

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 40
MOST_NODES = 100_000
_NULLS = ("", "~", "null", "Null", "NULL")
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNED = re.compile("[\u202d\u202e]")  # overrides of direction; marks and isolates are what mixed texts need


def showable(text: str) -> str:
    """The text without the characters that a model may not have."""
    return _TURNED.sub("", _UNPRINTABLE.sub("", text))


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written, or None. `plain` scalars stand without quotes."""

    text: str | None
    where: Location
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ids` are its texts, to be found by what they say."""

    items: tuple[Node, ...]
    where: Location
    ids: dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, where it stands, and its value."""

    key: str
    where: Location
    value: Node


@dataclass(frozen=True, slots=True)
class Branch:
    entries: dict[str, Entry]
    where: Location


Node = Scalar | Items | Branch


def plain(node: Node) -> Any:
    """The tree as dicts, lists, texts and None."""
    if isinstance(node, Branch):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.text


def step(node: Node, part: str | int) -> Entry | None:
    """The child under a key or an index; in a list of ids, also under the id itself."""
    if isinstance(node, Branch):
        return node.entries.get(str(part))
    if isinstance(node, Items):
        if isinstance(part, int):
            return Entry(str(part), node.items[part].where, node.items[part]) if part < len(node.items) else None
        if item := node.ids.get(part):
            return Entry(part, item.where, item)
    return None


def find(node: Node, *path: str | int) -> Entry | None:
    """The entry at the end of a path, or None."""
    entry = None
    for part in path:
        entry = step(node, part)
        if entry is None:
            return None
        node = entry.value
    return entry


def parse(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a file, None if it is empty, and what is wrong with it; ModelError where it is no YAML at all."""
    _refuse_unprintable(text, path)
    builder = _Builder(path)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise ModelError([*builder.problems, _syntax_problem(error, text, path)]) from None
    except yaml.YAMLError as error:
        raise ModelError(
            [*builder.problems, _error(Location(path), f"this is not YAML: {error}", "yaml-syntax")]
        ) from None
    return builder.root, builder.problems


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=Loader)


def _error(where: Location, message: str, rule: str) -> Problem:
    return Problem(where, Severity.ERROR, message, rule)


def _refuse_unprintable(text: str, path: str) -> None:
    if found := _UNPRINTABLE.search(text):
        before = text[: found.start()]
        where = Location(path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        message = f"the character U+{ord(found.group()):04X} cannot stand in YAML; delete it"
        raise ModelError([_error(where, message, "yaml-syntax")])


@dataclass
class _Frame:
    """A list or mapping that is still open; `children` of a mapping are keys and values in turn."""

    mapping: bool
    where: Location
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 1


class _Builder:
    """Takes events, keeps the open lists and mappings on a stack, and ends with the root of the tree."""

    def __init__(self, path: str):
        self.path = path
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.documents = 0
        self.nodes = 0

    def take(self, event: Any) -> None:
        name = type(event).__name__
        where = Location(self.path, event.start_mark.line + 1, event.start_mark.column + 1)
        match name:
            case "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    self._stop(
                        where, "a second document starts here; a file holds one, so delete the `---`", "yaml-document"
                    )
            case "ScalarEvent":
                self._refuse_tag(event, where)
                self._refuse_escape(event.value, where)
                self._add(_scalar(event, where), event.anchor, 1, 1)
            case "AliasEvent":
                self._alias(event.anchor, where)
            case "MappingStartEvent" | "SequenceStartEvent":
                self._refuse_tag(event, where)
                if len(self.frames) >= DEEPEST:
                    self._stop(where, f"this is nested deeper than {DEEPEST} levels", "yaml-depth")
                self.frames.append(_Frame(name == "MappingStartEvent", where, event.anchor))
            case "MappingEndEvent" | "SequenceEndEvent":
                frame = self.frames.pop()
                node = self._branch(frame) if frame.mapping else self._items(frame)
                self._add(node, frame.anchor, frame.size, frame.depth + 1)

    def _stop(self, where: Location, message: str, rule: str) -> None:
        raise ModelError([*self.problems, _error(where, message, rule)])

    def _add(self, node: Node, anchor: str | None, size: int, depth: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, depth)
        if not self.frames:
            self.root = None if isinstance(node, Scalar) and node.text is None else node
            return
        frame = self.frames[-1]
        frame.children.append(node)
        frame.size += size
        frame.depth = max(frame.depth, depth)

    def _alias(self, anchor: str, where: Location) -> None:
        if any(frame.anchor == anchor for frame in self.frames):
            self._stop(where, f"the alias '*{anchor}' stands inside of what it repeats", "yaml-alias")
        if anchor not in self.anchors:
            self._stop(where, f"the alias '*{anchor}' repeats nothing: no '&{anchor}' stands before it", "yaml-alias")
        node, size, depth = self.anchors[anchor]
        self.nodes += size
        if self.nodes > MOST_NODES or len(self.frames) + depth > DEEPEST:
            self._stop(
                where,
                f"aliases unfold to too much here (more than {MOST_NODES} values or {DEEPEST} levels)",
                "yaml-alias",
            )
        self._add(node, None, size, depth)

    def _refuse_tag(self, event: Any, where: Location) -> None:
        if event.tag not in (None, "!") and event.tag not in _TAGS:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.append(
                _error(where, f"the tag '{tag}' is not allowed; a model is plain YAML, so delete it", "yaml-tag")
            )

    def _refuse_escape(self, text: str, where: Location) -> None:
        """An escape such as "\\x01" brings in what cannot stand in YAML itself, nor in XML, and so in no picture."""
        if found := _UNPRINTABLE.search(text):
            message = f"the character U+{ord(found.group()):04X} cannot be shown; delete its escape"
            self.problems.append(_error(where, message, "yaml-escape"))
        elif turned := _TURNED.search(text):
            message = (
                f"the character U+{ord(turned.group()):04X} would turn letters around, also those after it; delete it"
            )
            self.problems.append(_error(where, message, "yaml-escape"))

    def _items(self, frame: _Frame) -> Items:
        ids: dict[str, Scalar] = {}
        for item in frame.children:
            if isinstance(item, Scalar) and item.text is not None:
                if item.text in ids:
                    message = f"{quoted(item.text)} stands in this list twice"
                    self.problems.append(_error(item.where, message, "duplicate-item"))
                ids.setdefault(item.text, item)
        return Items(tuple(frame.children), frame.where, ids)

    def _branch(self, frame: _Frame) -> Branch:
        entries: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        for key, value in zip(frame.children[::2], frame.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(_error(key.where, "a key must be one word or text, not a list or mapping; "
                                            "put quotes around text that starts with { or [", "yaml-key"))  # fmt: skip
            elif key.text is None:
                self.problems.append(_error(key.where, "a key is missing before this ':'", "yaml-key"))
            elif key.text == "<<" and key.plain:
                for name, entry in self._merge(value).items():
                    merged.setdefault(name, entry)
            elif first := entries.get(key.text):
                self.problems.append(
                    _error(
                        key.where,
                        f"{quoted(key.text)} stands here twice; the first is at {first.where}",
                        "duplicate-key",
                    )
                )
            else:
                entries[key.text] = Entry(key.text, key.where, _at_key(value, key))
        return Branch({**{name: merged[name] for name in merged if name not in entries}, **entries}, frame.where)

    def _merge(self, value: Node) -> dict[str, Entry]:
        """The entries that `<<` takes over: of a mapping, or of a list of mappings in which the first wins."""
        if isinstance(value, Branch):
            return value.entries
        if isinstance(value, Items) and all(isinstance(item, Branch) for item in value.items):
            found: dict[str, Entry] = {}
            for item in value.items:
                for name, entry in self._merge(item).items():
                    found.setdefault(name, entry)
            return found
        self.problems.append(_error(value.where, "'<<' takes over the keys of a mapping; this is none", "yaml-alias"))
        return {}


def _scalar(event: Any, where: Location) -> Scalar:
    bare = not event.style
    empty = event.tag == "tag:yaml.org,2002:null" or (bare and event.tag is None and event.value in _NULLS)
    return Scalar(None if empty else event.value, where, bare)


def _at_key(value: Node, key: Scalar) -> Node:
    """A value that is not written at all is best looked for at its key."""
    if isinstance(value, Scalar) and value.text is None:
        return Scalar(None, key.where)
    return value


_LIST = "this line is indented differently from the list that it seems to belong to"
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a ':' stands where no key can be: the line before lacks its ':', this one is indented wrongly, or a text "
        "with ': ' in it needs quotes",
    ),
    ("could not find expected ':'", "a key needs a ':' after it; indent a text that goes on over several lines"),
    ("block collection", _LIST),
    ("did not find expected '-'", _LIST),
    (
        "while parsing a block mapping",
        "this does not fit the mapping around it; indent it like its neighbours, or put quotes around a text with "
        "': ', '#' or quotes in it",
    ),
    ("flow sequence", "a ',' or the closing ']' is missing before this, in the list that opens at {opens}"),
    ("flow mapping", "a ',' or the closing '}}' is missing before this, in the mapping that opens at {opens}"),
    (
        "unknown escape character",
        "a backslash in double quotes stands before a letter that it cannot escape; use single quotes",
    ),
    ("invalid Unicode character escape", "this escape stands for no character"),
    ("found undefined tag handle", "a text that starts with '!' needs quotes"),
    ("alphabetic or numeric", "a text that starts with '*' or '&' needs quotes"),
    ("document start", "this stands after the end of the model; indent it like the rest"),
)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
    lines = text.splitlines()
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        tab = Location(path, where.line, line.index("\t") + 1)
        return _error(tab, "a tab indents this line; YAML takes only spaces", "yaml-syntax")
    if "cannot start any token" in str(error.problem):
        found = line[where.column - 1 : where.column]
        if found == "\t":
            return _error(where, "a tab stands where YAML takes only spaces", "yaml-syntax")
        return _error(where, f"a text cannot start with {found!r} without quotes around it", "yaml-syntax")
    said = f"{error.context or ''} {error.problem or ''}"
    opens = error.context_mark and Location(path, error.context_mark.line + 1, error.context_mark.column + 1)
    if "unexpected end of stream" in said and opens:
        return _error(opens, "this quote is never closed", "yaml-syntax")
    message = next((words for sign, words in _SYNTAX if sign in said), f"this is not YAML: {said.strip()}")
    return _error(where, message.format(opens=opens) if "{opens}" in message else message, "yaml-syntax")
