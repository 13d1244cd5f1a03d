"""Sources as a test shows them to what an import makes of them, as text."""

from __future__ import annotations

from inspect import getdoc
from textwrap import dedent
from typing import Any

from archdeck.imports import Imported, Source, imported


def imported_text(
    text: str, files: dict[str, str] | None = None, name: str = "source.yaml", reader: str = ""
) -> Imported:
    """An import of one file into the files of a model."""
    return imported(Source(name, {name: dedent(text)}), files or {}, "Shop", "prod", reader)


def written(done: Imported, *names: str) -> str:
    """The files of these names, without the line for editors; all but what an import remembers if none is named."""
    wished = names or [name for name in done.files if name != done.memory]
    return "\n".join(done.files[name].partition("\n\n")[2] for name in wished)


def of(test: Any, *names: str, **how: Any) -> str:
    """What the docstring of a test becomes; its first paragraph is what the test is about."""
    return written(
        imported_text((getdoc(test) or "").partition("\n\n")[2], **how),
        *(names or ("components.yaml", "relations.yaml")),
    )


def left(done: Imported) -> list[str]:
    """What became nothing, a line each."""
    return [f"{one.address}: {one.why}" for one in done.left]
