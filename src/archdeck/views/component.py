"""A component to its view: what it talks to, on the left what comes in, on the right what goes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archdeck.model import Component, Model, Scope
from archdeck.views import words
from archdeck.views.arrows import between_components
from archdeck.views.view import Box, View

IN_A_COLUMN = 4  # neighbours that may stand above each other


def component_view(model: Model, component: Component) -> View:
    """The picture of a component and its neighbours, without places."""
    relations = [
        r for r in model.relations if component.id in (r.source.id, r.target.id) and r.source.id != r.target.id
    ]
    into = _neighbours(r.source for r in relations if r.target.id == component.id)
    out = [c for c in _neighbours(r.target for r in relations if r.source.id == component.id) if c not in into]
    left = -(-len(into) // IN_A_COLUMN)
    columns = {c.id: left - 1 - k // IN_A_COLUMN for k, c in enumerate(into)}
    columns |= {component.id: left} | {c.id: left + 1 + k // IN_A_COLUMN for k, c in enumerate(out)}
    rows = _rows(columns)
    boxes = tuple(_box(c, columns[c.id], rows[c.id]) for c in (*into, component, *out))
    return View(
        id=f"component--{component.id}",
        kind="component",
        environment="",
        component=component.id,
        title=component.name,
        subtitle=component.summary,
        chip="",
        stage="",
        source=model.source,
        boxes=boxes,
        groups=(),
        arrows=between_components(relations),
        panel=(),
    )


def _neighbours(found: Iterable[Component]) -> list[Component]:
    return list(dict.fromkeys(found))


def _rows(columns: dict[str, int]) -> dict[str, int]:
    """Each column in the middle: rows count double, so that one box may stand between two."""
    by_column: dict[int, list[str]] = defaultdict(list)
    for component, column in columns.items():
        by_column[column].append(component)
    tallest = max(len(c) for c in by_column.values())
    return {c: tallest - len(column) + 2 * k for column in by_column.values() for k, c in enumerate(column)}


def _box(component: Component, column: int, row: int) -> Box:
    return Box(
        id=component.id,
        component=component.id,
        icon=str(component.icon),
        lines=words.lines(component),
        group=None,
        row=row,
        tier=component.tier.index,
        column=column,
        actor=component.kind.scope is Scope.ACTOR,
        title=" – ".join(s for s in (component.name, component.summary) if s),
    )
