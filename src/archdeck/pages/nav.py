"""Pages with their titles and order → the navigation: the home page, the systems, what people wrote besides."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archdeck.pages.places import GENERATED

INDEX = "index.md"


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


def in_order(written: Sequence[Any], orders: Mapping[str, float]) -> list[Any]:
    """The entries of pages that people wrote: the home page, those with an `order` in their front matter by that, then
    the others as they lie; a folder goes by its index page, which is the first in it."""

    def place(entry: Any) -> tuple[int, float]:
        path = next(paths_in(entry), "")
        if isinstance(entry, str) and posixpath.basename(path) in ("index.md", "README.md"):
            return 0, 0
        return (1, orders[path]) if path in orders else (2, 0)

    sorted_inside = [
        {title: in_order(inside, orders) for title, inside in entry.items()} if isinstance(entry, dict) else entry
        for entry in written
    ]
    return sorted(sorted_inside, key=place)


def with_systems(nav: Sequence[Any], generated: Mapping[str, NavEntry]) -> list[Any]:
    """A `nav` that people wrote, with the pages of systems where it names their folder (`systems/`, `systems/shop/`),
    under the title that it gives; at its end where it names no page of them."""
    put = [_put(entry, generated) for entry in nav]
    if generated and not any(path.startswith(f"{GENERATED}/") for path in paths_in(nav)):
        overview = generated.get(f"{GENERATED}/index.md", NavEntry("Systems", 0))
        put.append({overview.title: _children(generated, GENERATED)})
    return put


def _put(entry: Any, generated: Mapping[str, NavEntry]) -> Any:
    if isinstance(entry, dict):
        return {title: _inside(value, generated) for title, value in entry.items()}
    if (folder := _folder(entry)) and f"{folder}/index.md" in generated:
        return {generated[f"{folder}/index.md"].title: _children(generated, folder)}
    return entry


def _inside(value: Any, generated: Mapping[str, NavEntry]) -> Any:
    if isinstance(value, list):
        return [_put(entry, generated) for entry in value]
    return (_children(generated, folder) if (folder := _folder(value)) else []) or value


def _folder(value: Any) -> str:
    """The folder of ours that an entry names, or ''."""
    path = value.strip("/") if isinstance(value, str) and value.endswith("/") else ""
    return path if path == GENERATED or path.startswith(f"{GENERATED}/") else ""


def paths_in(nav: Any) -> Iterator[str]:
    """Everything that a `nav` names."""
    if isinstance(nav, dict | list):
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from paths_in(entry)
    elif isinstance(nav, str):
        yield nav


def _children(pages: Mapping[str, NavEntry], folder: str) -> list[Any]:
    """The pages and folders directly in a folder, in order; a folder goes by the title and order of its index page."""
    inside: dict[str, list[str]] = defaultdict(list)
    for path in pages:
        parent, name = posixpath.split(path)
        inside[parent].append(path)
        if name == INDEX:
            inside[posixpath.dirname(parent)].append(parent)
    return _listed(pages, inside, folder)


def _listed(pages: Mapping[str, NavEntry], inside: Mapping[str, Sequence[str]], folder: str) -> list[Any]:
    found: list[tuple[float, str, Any]] = []
    for path in inside.get(folder, ()):
        if path in pages:
            found.append((-1 if posixpath.basename(path) == INDEX else pages[path].order, path, path))
        else:
            entry = pages[f"{path}/{INDEX}"]
            found.append((entry.order, path, {entry.title: _listed(pages, inside, path)}))
    return [item for _, _, item in sorted(found, key=lambda f: f[:2])]
