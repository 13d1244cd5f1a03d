"""A model to its layers: tiers as bands in the order of calls, what applies to everything beside them, marks else.

A relation is an arrow inside a band and between two bands of the way of a call. What a component uses, runs in or is
deployed by is a mark under it (R2), so that nothing is lost and the arrows stay few enough to follow.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from archdeck.language import RelationKind
from archdeck.model import Component, Model, Relation, Scope, Tier
from archdeck.views import words
from archdeck.views.arrows import between_components
from archdeck.views.selection import Selection
from archdeck.views.view import Box, Group, View

WIDTH = 9  # boxes beside each other in the whole picture: more would make the text too small
SIDE_WIDTH = 3  # boxes beside each other in a band at the side
CROSSED = 8.0  # what a crossing of two arrows counts against one slot of sideways length
Slots = dict[str, int]


def layers_view(model: Model, asked: Selection | None = None) -> View:
    """The picture of all tiers, without environments, with the relations that are `asked` for."""
    bands = {t: [c for c in model.components if c.tier is t] for t in model.tiers}
    bands = {t: members for t, members in bands.items() if members}
    base = _foundation(model, list(bands))
    side = [t for t, cs in bands.items() if t is not base and 2 * sum(c.kind.cross_cutting for c in cs) >= len(cs)]
    everywhere = [r for r in model.relations if r.source is not r.target and not r.only]  # the rest is an environment's
    everywhere = asked.between(everywhere) if asked else everywhere
    drawn = [r for r in everywhere if _is_arrow(r, side, base)]
    main = _by_calls([t for t in bands if t not in side and t is not base], drawn)
    places = _places(bands, main, side, base, drawn)
    boxes = tuple(
        _box(c, places[c.id], everywhere, drawn, [*side, *([base] if base else [])])
        for c in model.components
        if c.id in places
    )
    width, high = max(x for x, _ in places.values()), len(main)
    inner = max((x for c in model.components if c.tier in main for x in [places[c.id][0]]), default=width)
    groups = tuple(
        Group(f"layer--{t.id}", None, "layer", t.name, None, span=_span(t, bands, places, main, base, inner, width))
        for t in bands
    )
    marks = len(everywhere) - len(drawn)
    return View(
        id="layers",
        kind="layers",
        environment="",
        title=words.title(model),
        subtitle=f"{len(drawn)} relations as arrows, {marks} as small icons under what uses them"
        if marks
        else model.summary,
        chip=f"{high + len(side) + (base is not None)} LAYERS",
        stage="",
        source=model.source,
        boxes=boxes,
        groups=groups,
        arrows=tuple(replace(a, label="") for a in between_components(drawn)),
        panel=(),
        down=True,
    )


def _foundation(model: Model, main: list[Tier]) -> Tier | None:
    """The last tier, if others only use it, and it uses none."""
    if len(main) < 3:
        return None
    last = main[-1]
    across = [r for r in model.relations if (r.source.tier is last) != (r.target.tier is last)]
    into = all(r.target.tier is last and r.kind is RelationKind.USES for r in across)
    return last if across and into else None


def _is_arrow(r: Relation, side: list[Tier], base: Tier | None) -> bool:
    if r.source.tier is r.target.tier:
        return r.kind is not RelationKind.USES or r.source.tier is base
    aside = {r.source.tier, r.target.tier} & {*side, *([base] if base else [])}
    return not aside and r.kind is not RelationKind.USES


def _by_calls(main: list[Tier], drawn: list[Relation]) -> list[Tier]:
    """Bands so that calls lead down: by the longest way to each, ways back left out."""
    steps = {(r.source.tier, r.target.tier) for r in drawn if r.source.tier is not r.target.tier}
    depth = dict.fromkeys(main, 0)
    for _ in main:
        for a, b in steps:
            if (b, a) not in steps and a in depth and b in depth:
                depth[b] = min(max(depth[b], depth[a] + 1), len(main))
    called = {t for step in steps for t in step}
    for tier in sorted(depth.keys() - called, key=lambda t: t.index):  # as deep as the tiers before it
        depth[tier] = max((depth[t] for t in main if t.index < tier.index), default=0)
    return sorted(main, key=lambda t: (depth[t], t.index))


def _places(
    bands: dict[Tier, list[Component]], main: list[Tier], side: list[Tier], base: Tier | None, drawn: list[Relation]
) -> dict[str, tuple[int, int]]:
    """Column and row of each component: bands above each other, those at the side in blocks beside them."""
    most = WIDTH - (SIDE_WIDTH if side else 0)
    rows = [row for t in main for row in _rows(_chain(bands[t], [r for r in drawn if r.source.tier is t]), most)]
    width = max(map(len, rows), default=0)
    known = {c.id: k for t in main for k, c in enumerate(bands[t])}
    slots = _ordered(rows, width, drawn, known)
    places = {c.id: (slots[c.id], k) for k, row in enumerate(rows) for c in row}
    top = 0
    for tier in side:
        members = sorted(bands[tier], key=lambda c: any(c in (r.source, r.target) for r in drawn))
        for k, c in enumerate(members):
            places[c.id] = (width + k % SIDE_WIDTH, top + k // SIDE_WIDTH)
        top += -(-len(members) // SIDE_WIDTH)
    if base:
        last = max((y for _, y in places.values()), default=-1)
        for k, row in enumerate(_rows(_chain(bands[base], drawn), WIDTH), start=last + 1):
            places |= {c.id: (x, k) for x, c in enumerate(row)}
    return places


def _rows(members: list[Component], most: int) -> list[list[Component]]:
    """The members of a band in as few rows as it takes for no more than `most` beside each other, equally full."""
    count = -(-len(members) // most)
    each = -(-len(members) // count) if count else 0
    return [members[k : k + each] for k in range(0, len(members), each or 1)]


def _chain(members: list[Component], drawn: list[Relation]) -> list[Component]:
    """In the order of the arrows among them."""
    rank = {c.id: 0 for c in members}
    for _ in members:
        for r in drawn:
            if r.source.id in rank and r.target.id in rank:
                rank[r.target.id] = min(max(rank[r.target.id], rank[r.source.id] + 1), len(members))
    return sorted(members, key=lambda c: rank[c.id])


def _ordered(rows: list[list[Component]], width: int, drawn: list[Relation], known: Slots) -> Slots:
    """Slots in each row so that arrows are short and cross little: swaps of two slots while they help, in the order in
    which the model has the components."""
    slots: Slots = {}
    for members in rows:
        first = (width - len(members)) // 2
        slots |= {c.id: first + k for k, c in enumerate(members)}
    level = {c.id: k for k, members in enumerate(rows) for c in members}
    lines = [(r.source.id, r.target.id) for r in drawn if r.source.id in level and r.target.id in level]
    best = _cost(slots, level, lines)
    better = True
    while better:
        better = False
        for members in rows:
            for one in sorted(members, key=lambda c: known[c.id]):
                for goal in range(width):
                    trial = _swapped(slots, [c.id for c in members], one.id, goal)
                    cost = _cost(trial, level, lines)
                    if cost < best - 1e-9:
                        slots, best, better = trial, cost, True
    return slots


def _swapped(slots: Slots, members: list[str], one: str, goal: int) -> Slots:
    other = next((m for m in members if slots[m] == goal), None)
    trial = {**slots, one: goal}
    if other:
        trial[other] = slots[one]
    return trial


def _cost(slots: Slots, level: Slots, lines: list[tuple[str, str]]) -> float:
    """Sideways length, crossings, boxes passed and arrows that lead back, weighed as they disturb."""
    taken = {(slots[c], level[c]) for c in slots}
    ends = [((slots[a], level[a]), (slots[b], level[b])) for a, b in lines]
    cost = 0.0
    for (x, y), (u, v) in ends:
        cost += abs(x - u)
        if y == v:
            cost += 2.5 * (u < x) + 3 * sum((k, y) in taken for k in range(min(x, u) + 1, max(x, u)))
        for between in range(min(y, v) + 1, max(y, v)):
            at = x + (u - x) * (between - y) / (v - y)
            cost += 3 * any(abs(at - k) < 0.45 and n == between for k, n in taken)
    for (p, q), (r, s) in combinations(ends, 2):
        if len({p, q, r, s}) == 4 and (p[1], q[1]) == (r[1], s[1]) and (p[0] - r[0]) * (q[0] - s[0]) < 0:
            cost += CROSSED
    return cost


def _marked(r: Relation, aside: list[Tier]) -> Component:
    """The end of a relation that carries its mark: the one on the way of a call."""
    return r.target if r.source.tier in aside and r.target.tier not in aside else r.source


def _box(
    component: Component,
    place: tuple[int, int],
    everywhere: list[Relation],
    drawn: list[Relation],
    aside: list[Tier],
) -> Box:
    marks = {
        (r.target if r.source.id == component.id else r.source).id: r.target
        if r.source.id == component.id
        else r.source
        for r in everywhere
        if r not in drawn and component.id == _marked(r, aside).id
    }
    return Box(
        id=component.id,
        component=component.id,
        icon=str(component.icon),
        lines=words.lines(component),
        group=f"layer--{component.tier.id}",
        tier=component.tier.index,
        column=place[0],
        row=place[1],
        title=" – ".join(s for s in (component.name, component.summary) if s),
        marks=tuple((c.id, str(c.icon), c.name) for c in marks.values()),
        actor=component.kind.scope is Scope.ACTOR,
    )


def _span(
    tier: Tier,
    bands: dict[Tier, list[Component]],
    places: dict[str, tuple[int, int]],
    main: list[Tier],
    base: Tier | None,
    inner: int,
    width: int,
) -> tuple[int, int, int, int]:
    """Bands are as wide as the widest; those at the side fill their block; the foundation is below everything."""
    cells = [places[c.id] for c in bands[tier]]
    rows = [y for _, y in cells]
    if tier in main:
        return 0, inner, min(rows), max(rows)
    if tier is base:
        return 0, width, min(rows), max(rows)
    return inner + 1, width, min(rows), max(rows)
