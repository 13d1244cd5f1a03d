"""What a model says of its views to what of that changes nothing, each with its line."""

from __future__ import annotations

from collections.abc import Iterator

from archdeck.language import Problem, Severity, nearest
from archdeck.model import AskedFor, Model, ViewChange
from archdeck.views.makers import overridden_views
from archdeck.views.view import View

UNKNOWN, IDLE = "unknown-view", "idle-override"


def idle_overrides(model: Model) -> tuple[Problem, ...]:
    """Views that are none, and names in views that have nothing of that name in them."""
    if not model.views:
        return ()
    every = overridden_views(model)
    known = sorted({id for change, base, _ in every if base for id in (change.shows or change.id,)})
    found = []
    for change, base, made in every:
        if base is None:
            found.append(Problem(change.where, Severity.WARNING, _no_view(change, model, known), UNKNOWN))
        elif made is not None and not change.hidden:
            found += [Problem(a.where, Severity.WARNING, said, IDLE) for a, said in _idle(change, base, made, model)]
    return tuple(sorted(found))


def _no_view(change: ViewChange, model: Model, known: list[str]) -> str:
    names = [*known, *(e.id for e in model.environments), *(f"component--{c.id}" for c in model.components)]
    names += [f"{flow.id}--{e.id}" for flow in model.flows for e in flow.environments]
    if change.shows:
        hint = nearest(change.shows, names) or f"; `archdeck views {model.id}` lists them"
        return f"view {change.id!r} shows {change.shows!r}, which is no derived view{hint}"
    hint = nearest(change.id, names) or f"; `archdeck views {model.id}` lists them, and a new one says what it `shows`"
    return f"{change.id!r} is no view, so nothing of this is drawn{hint}"


def _idle(change: ViewChange, base: View, made: View, model: Model) -> Iterator[tuple[AskedFor, str]]:
    """The names under keys that do nothing: what is taken in or left out is looked for in the derived picture, what is
    said of boxes and arrows in the one that it becomes."""
    whole, left = _things(base, model), _things(made, model)
    boxes = {b.component for b in base.boxes}
    for asked in change.asked:
        known = whole if asked.key in ("include", "exclude", "keep") else left
        said = f"`{asked.key}` of view {change.id!r} names {asked.name!r}"
        if not (asked.things | asked.relations) & known:
            yield asked, f"{said}, which is not in that picture; delete it, or name something else"
        elif asked.key == "keep" and asked.things <= boxes:
            yield asked, f"{said}, which is a box there anyway; delete it"


def _things(view: View, model: Model) -> set[str]:
    """Ids of all that a picture shows: components, tiers, places and relations."""
    components = {b.component for b in view.boxes} | {e.component for e in view.panel}
    components |= {mark for b in view.boxes for mark, *_ in b.marks}
    full = view.full or view
    components |= {b.component for b in full.boxes}
    places = {p for g in (*view.groups, *full.groups) for p in (g.place, *g.places) if p}
    tiers = {c.tier.id for c in model.components if c.id in components}
    arrows = {r for a in view.arrows for r in a.relations}
    if view.kind in ("component", "layers"):
        return components | tiers | arrows | _of_marks(view, model)
    drawn = {id for id, component in view.content.instances if component in components}
    links = {r for r, a, b in view.content.links if a in drawn and b in drawn}
    return components | places | tiers | arrows | links


def _of_marks(view: View, model: Model) -> set[str]:
    """The relations that marks stand for."""
    pairs = {frozenset((b.component, mark)) for b in view.boxes for mark, *_ in b.marks}
    return {r.id for r in model.relations if frozenset((r.source.id, r.target.id)) in pairs}
