"""The catalogue of kinds to the tables of the page that lists all, one for each category and maker; and models to those
that they use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from markupsafe import Markup

from archdeck.model import Component, Kind, Model, kinds
from archdeck.pages.tables import table
from archdeck.pages.text import text

Of = TypeVar("Of")
_MAKERS = {"aws": "AWS", "azure": "Microsoft Azure", "gcp": "Google Cloud"}


@cache
def every_kind() -> dict[str, Markup]:
    """Heading → table, in the order of the catalogue, those of one category side by side. The catalogue stays as it is
    while the program runs, so it is made once."""
    categories: dict[str, dict[str, list[Kind]]] = {}
    for kind in kinds():
        maker = _MAKERS.get(kind.id.partition(".")[0], "")
        categories.setdefault(kind.category, {}).setdefault(maker, []).append(kind)
    return {
        f"{category}: {maker}" if maker else category: _table(sorted(found, key=lambda kind: kind.name.lower()))
        for category, makers in categories.items()
        for maker, found in makers.items()
    }


def used_kinds(models: Iterable[tuple[Of, Model]]) -> dict[str, dict[Kind, list[tuple[Of, Component]]]]:
    """Category → kind → the components of that kind, by name, each with what its model is of."""
    found: dict[str, dict[str, list[tuple[Of, Component]]]] = {}
    kinds: dict[str, Kind] = {}
    for of, model in models:
        for component in model.components:
            kinds.setdefault(component.kind.id, component.kind)
            found.setdefault(component.kind.category, {}).setdefault(component.kind.id, []).append((of, component))
    return {
        category: {kinds[id]: used for id, used in sorted(uses.items(), key=lambda item: kinds[item[0]].name)}
        for category, uses in sorted(found.items())
    }


def _table(some: Iterable[Kind]) -> Markup:
    """A line each: what it is, by which ids, and what pictures make of it."""
    return table(["Kind", "Ids", "Scope", "Border", "Aside"], map(_row, some))


def _ends(kind: Kind) -> list[str]:
    """The ids without what stands before the last dot, each once: the search of a site takes `azure.cosmosdb` for one
    word, and finds it by its beginning only."""
    ids = (kind.id, *kind.aliases, *kind.classes)
    return list(dict.fromkeys(id.rpartition(".")[2] for id in ids if "." in id))


def _row(kind: Kind) -> tuple[Markup, Markup, str, str, str]:
    known = Markup(" *({})*").format(text(", ".join(kind.known_as))) if kind.known_as else ""
    what = Markup("**{}**: {}{}").format(text(kind.name), text(kind.says), known)
    first, *others = (Markup("`{}`").format(id) for id in (kind.id, *kind.aliases, *kind.classes))
    ids = Markup("**{}**").format(first) + Markup("").join(Markup(", {}").format(other) for other in others)
    ids += Markup(' <span hidden="hidden">{}</span>').format(" ".join(_ends(kind)))
    aside = "everywhere" if kind.everywhere else "aside" if kind.cross_cutting else ""
    return what, ids, kind.scope.value, "border" if kind.at_border else "", aside
