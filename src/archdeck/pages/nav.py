"""Pages with their titles and order → the navigation: the home page, the systems, what people wrote besides."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archdeck.pages.places import GENERATED


@dataclass(frozen=True)
class NavEntry:
    """A page as the front matter has it: `title` as HTML, `order` among its siblings."""

    title: str
    order: float


def navigation(generated: Mapping[str, NavEntry], written: Sequence[Any]) -> list[Any]:
    """A `nav` for MkDocs. `generated` maps page path below `docs` to what its front matter says; `written` are the
    entries of the pages that people wrote: the first of them is the home page, and the systems come right after it."""
    overview = generated.get(f"{GENERATED}/index.md", NavEntry("Systems", 0))
    systems = [{overview.title: _children(generated, GENERATED)}] if generated else []
    return [*written[:1], *systems, *written[1:]]


def _children(pages: Mapping[str, NavEntry], folder: str) -> list[Any]:
    """The pages and folders directly in a folder, in order; a folder goes by the title and order of its index page."""
    found: list[tuple[float, str, Any]] = []
    for path, entry in pages.items():
        parent, name = posixpath.split(path)
        if parent == folder:
            found.append((-1 if name == "index.md" else entry.order, path, path))
        elif name == "index.md" and posixpath.dirname(parent) == folder:
            found.append((entry.order, path, {entry.title: _children(pages, parent)}))
    return [item for _, _, item in sorted(found, key=lambda f: f[:2])]
