"""A component to its view: what it talks to, on the left what comes in, on the right what goes out.

The component itself has a frame, so that it is plain what the picture is about; its title says how often it runs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archdeck.canvas import fonts
from archdeck.language import PlaceKind, Role
from archdeck.model import Component, Instance, Model, Scope, presented
from archdeck.views import words
from archdeck.views.arrows import between_components
from archdeck.views.selection import Selection
from archdeck.views.view import Box, Group, View

IN_A_COLUMN = 4  # neighbours that may stand above each other
SUBJECT = "subject"  # the frame around what the picture is about
ROOM = 1780.0  # pixels at 18 px that a subtitle may take


def component_view(model: Model, component: Component, asked: Selection | None = None) -> View:
    """The picture of a component and its neighbours, without places, with the relations that are `asked` for."""
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
    count, where = copies(component, model)
    return View(
        id=f"component--{component.id}",
        kind="component",
        environment="",
        component=component.id,
        title=component.name,
        subtitle=_with_copies(component.summary, where),
        chip="",
        stage="",
        source=model.source,
        boxes=tuple(replace(b, group=SUBJECT) if b.id == component.id else b for b in boxes),
        groups=(Group(SUBJECT, None, SUBJECT, count[:1].upper() + count[1:], None),),
        arrows=between_components(asked.between(relations) if asked else relations),
        panel=(),
    )


def copies(component: Component, model: Model) -> tuple[str, str]:
    """How often a component runs, and where: in production, or in the first environment that has it. Nothing is said
    of one that runs once."""
    home = presented(e for e in model.environments if e.of(component))
    instances = home.of(component) if home else ()
    if home is None or sum(i.count for i in instances) < 2:
        return "", ""
    count = _count(instances)
    places = _apart(instances)
    where = f"{count} in {_and(places)}" if places else count
    return count, f"{home.name}: {where}" if len(model.environments) > 1 else where


def _count(instances: Iterable[Instance]) -> str:
    """`primary and standby`, or `3 copies`, where not all have a role of their own."""
    of_role: Counter[Role | None] = Counter()
    for i in instances:
        of_role[i.role] += i.count
    if None in of_role or len(of_role) == 1:
        return f"{of_role.total()} copies"
    return _and([_many(of_role[role], word) for role, word in words.ROLE_WORDS.items() if role in of_role])


def _many(count: int, word: str) -> str:
    """`standby`, or `2 read replicas`."""
    several = f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"
    return f"{count} {several}" if count > 1 else word


def _apart(instances: Iterable[Instance]) -> list[str]:
    """The Regions in which they run, where those are several; else the zones."""
    for kind in (PlaceKind.REGION, PlaceKind.ZONE):
        found = dict.fromkeys(
            words.without_sort(words.place_label(p)) for i in instances for p in i.places() if p.kind is kind
        )
        if len(found) > 1:
            return list(found)
    return []


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _with_copies(summary: str, where: str) -> str:
    said = " – ".join(part for part in (summary, where) if part)
    return said if fonts.width(said, 18) <= ROOM else summary


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
