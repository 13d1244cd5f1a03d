"""A component to its view: what it talks to, on the left what comes in, on the right what goes out.

The component itself has a frame, so that it is plain what the picture is about; its title says how often it runs. In
the frame stands each of its copies, with its role and where it runs, and arrows end at the one that they are about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archdeck.canvas import fonts
from archdeck.language import PlaceKind, Role
from archdeck.model import Component, Environment, Instance, Model, Relation, Scope, presented
from archdeck.views import words
from archdeck.views.arrows import between_components, between_ends
from archdeck.views.selection import Selection
from archdeck.views.view import Arrow, Box, Group, View

IN_A_COLUMN = 4  # neighbours, or copies, that may stand above each other
LETTERS = 2  # of the name of a zone that says nothing alone
APART = 2  # copies of a role at each of which an arrow may end
SUBJECT = "subject"  # the frame around what the picture is about
ROOM = 1780.0  # pixels at 18 px that a subtitle may take


def component_view(model: Model, component: Component, asked: Selection | None = None) -> View:
    """The picture of a component and its neighbours, without places, with the relations that are `asked` for."""
    relations = [
        r for r in model.relations if component.id in (r.source.id, r.target.id) and r.source.id != r.target.id
    ]
    into = _neighbours(r.source for r in relations if r.target.id == component.id)
    out = [c for c in _neighbours(r.target for r in relations if r.source.id == component.id) if c not in into]
    home, mine = _drawn_copies(component, model)
    left = -(-len(into) // IN_A_COLUMN)
    columns = {c.id: left - 1 - k // IN_A_COLUMN for k, c in enumerate(into)}
    columns |= dict.fromkeys((i.id for i in mine), left) if mine else {component.id: left}
    columns |= {c.id: left + 1 + k // IN_A_COLUMN for k, c in enumerate(out)}
    rows = _rows(columns)
    subject = [_copy(i, columns[i.id], rows[i.id]) for i in mine]
    own = [replace(b, group=SUBJECT) for b in subject or [_box(component, left, rows[component.id])]]
    beside = [[_box(c, columns[c.id], rows[c.id]) for c in some] for some in (into, out)]
    count, where = copies(component, model)
    relations = asked.between(relations) if asked else relations
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
        boxes=(*beside[0], *own, *beside[1]),
        groups=(Group(SUBJECT, None, SUBJECT, count[:1].upper() + count[1:], None),),
        arrows=_arrows(component, relations, home) if home and mine else between_components(relations),
        panel=(),
    )


def _drawn_copies(component: Component, model: Model) -> tuple[Environment | None, tuple[Instance, ...]]:
    """Where it is presented, and its copies there, if they are several and there is room for a box of each."""
    home = presented(e for e in model.environments if e.of(component))
    mine = home.of(component) if home else ()
    return home, _around_hub(mine, home) if home and 1 < len(mine) <= IN_A_COLUMN else ()


def _around_hub(mine: Sequence[Instance], home: Environment) -> tuple[Instance, ...]:
    """The copies in their order, but for one that leads to several others: it stands among them."""
    leads = Counter(link.source.id for link in home.links if link.source.component is link.target.component)
    hub = next((i for i in mine if leads[i.id] > 1), None)
    others = [i for i in mine if i is not hub]
    before = len(others) // 2
    return (*others[:before], hub, *others[before:]) if hub else tuple(mine)


def _copy(instance: Instance, column: int, row: int) -> Box:
    """A box of a copy: what it is called, its role, and where it runs."""
    component = instance.component
    role = words.ROLE_WORDS[instance.role] if instance.role else ""
    place = _where(instance)
    called = fonts.shorten(component.name, 18, words.A_LITTLE_MORE)
    name = ", ".join(filter(None, (component.name, role, place)))
    return replace(
        _box(component, column, row),
        id=instance.id,
        lines=tuple(filter(None, (called, role, place))),
        count=instance.count,
        title=" – ".join(s for s in (name, component.summary) if s),
    )


def _where(instance: Instance) -> str:
    """The zone that it runs in, else the Region by its code, else what is right around it."""
    around = {p.kind: p for p in reversed(instance.places())}
    place = around.get(PlaceKind.ZONE) or around.get(PlaceKind.REGION) or instance.place
    found = words.without_sort(words.place_label(place)).partition(" (")[0] if place else ""
    return fonts.shorten(found if len(found) > LETTERS else f"zone {found}", 18, words.ONE_LINE) if place else ""


def _arrows(component: Component, relations: Iterable[Relation], home: Environment) -> tuple[Arrow, ...]:
    """Arrows that end at the copy that they are about, or at the frame; and what leads from one copy to another."""
    ends: dict[Relation, list[tuple[str, str]]] = {r: [] for r in relations}
    for link in home.links:
        one, other = (e.id if e.component is component else e.component.id for e in (link.source, link.target))
        if link.relation in ends or link.source.component is link.target.component is component:
            ends.setdefault(link.relation, []).append((one, other))
    return between_ends({r: _at_copies(r, list(dict.fromkeys(some)), component) for r, some in ends.items()})


def _at_copies(relation: Relation, ends: list[tuple[str, str]], component: Component) -> list[tuple[str, str]]:
    """One end is a copy, or a few where the relation is about those of a role. Where it is about others, too, or runs
    elsewhere, it ends at the frame."""
    of_role = relation.role is not None and relation.target is component
    if len(ends) == 1 or relation.source is relation.target or (of_role and 0 < len(ends) <= APART):
        return ends
    return [(SUBJECT, relation.target.id) if relation.source is component else (relation.source.id, SUBJECT)]


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
