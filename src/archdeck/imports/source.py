"""What somebody gave to be read: files with their texts, and the documents in them once somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archdeck.imports.documents import documents
from archdeck.imports.found import Left, UnreadableSource

PICTURES = (".md", ".mmd", ".mermaid", ".drawio", ".xml", ".svg")  # files in which no document is


@dataclass(frozen=True)
class Source:
    """Texts by the names of their files; `name` is what the user calls all of it. Files that nobody named are `beside`
    the others, as a README in the folder: what cannot be read of them is left."""

    name: str
    texts: Mapping[str, str]
    beside: frozenset[str] = frozenset()
    unread: tuple[Left, ...] = ()

    @property
    def documents(self) -> tuple[tuple[str, Any], ...]:
        """Every document with the name of its file; UnreadableSource where a file is neither JSON nor YAML."""
        return self._read[0]

    @property
    def left(self) -> tuple[Left, ...]:
        """The files beside the others that are neither, or no text at all."""
        try:
            return (*self.unread, *self._read[1])
        except UnreadableSource:
            return self.unread

    @cached_property
    def _read(self) -> tuple[tuple[tuple[str, Any], ...], tuple[Left, ...]]:
        found: list[tuple[str, Any]] = []
        left: list[Left] = []
        for name, text in self.texts.items():
            if name in self.beside and name.endswith(PICTURES):
                continue
            try:
                found += [(name, one) for one in documents(text, name) if one is not None]
            except UnreadableSource as error:
                if name not in self.beside:
                    raise
                left.append(Left(name, str(error).removeprefix(name).removeprefix(":")))
        return tuple(found), tuple(left)

    def quietly(self) -> tuple[tuple[str, Any], ...]:
        """The same; nothing where a file is neither."""
        try:
            return self.documents
        except UnreadableSource:
            return ()
