"""What somebody gave to be read: files with their texts, and the documents in them once somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archdeck.imports.documents import documents
from archdeck.imports.found import UnreadableSource


@dataclass(frozen=True)
class Source:
    """Texts by the names of their files; `name` is what the user calls all of it."""

    name: str
    texts: Mapping[str, str]

    @cached_property
    def documents(self) -> tuple[tuple[str, Any], ...]:
        """Every document with the name of its file; UnreadableSource where a file is neither JSON nor YAML."""
        return tuple(
            (name, one) for name, text in self.texts.items() for one in documents(text, name) if one is not None
        )

    def quietly(self) -> tuple[tuple[str, Any], ...]:
        """The same; nothing where a file is neither."""
        try:
            return self.documents
        except UnreadableSource:
            return ()
