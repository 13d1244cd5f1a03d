"""Readers of other packages to readers that cannot break a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from archdeck.extensions import Extension, adds, leave_out, loaded, tried
from archdeck.imports.found import Found, UnreadableSource
from archdeck.imports.source import Source
from archdeck.language import ID_PATTERN


def added_readers(taken: Collection[str], reader: type[Any]) -> dict[str, Any]:
    """The readers of all packages by name: that of their entry point."""
    found: dict[str, Any] = {}
    for extension, value in loaded("archdeck.imports"):
        if not isinstance(value, reader):
            leave_out(extension, f"{value!r} is no archdeck.extending.Reader")
        elif not re.fullmatch(ID_PATTERN, extension.name):
            leave_out(
                extension,
                f"{extension.name!r} cannot be the name of a reader: lower-case letters and digits, joined by hyphens",
            )
        elif extension.name in taken or extension.name in found:
            leave_out(extension, f"there is a reader {extension.name!r} already")
        else:
            found[extension.name] = replace(
                value, reads=partial(_reads, extension, value.reads), found=partial(_found, extension, value.found)
            )
            adds(extension, f"reader {extension.name}")
    return found


def _reads(extension: Extension, reads: Callable[[Source], bool], source: Source) -> bool:
    return tried(extension, partial(reads, source)) is True


def _found(extension: Extension, read: Callable[[Source], Found], source: Source) -> Found:
    """What it finds; UnreadableSource where it fails."""
    try:
        found = read(source)
    except UnreadableSource:
        raise
    except (Exception, SystemExit) as error:
        raise UnreadableSource(f"{source.name}: {extension} failed: {type(error).__name__}: {error}") from None
    if not isinstance(found, Found):
        raise UnreadableSource(f"{source.name}: {extension} gave no archdeck.extending.Found")
    return found
