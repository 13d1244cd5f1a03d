"""What a model says of its views to what of that changes nothing, each with its line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from archdeck.language import Lane, Problem, Severity, nearest
from archdeck.model import AskedFor, Model, ViewChange
from archdeck.views.makers import overridden_views
from archdeck.views.overrides import with_breaks
from archdeck.views.view import View

UNKNOWN, IDLE = "unknown-view", "idle-override"


def idle_overrides(model: Model, shows_each: Callable[[View], bool] = lambda _: False) -> tuple[Problem, ...]:
    """Views that are none, names in views that have nothing of that name in them, and keys after which all is as it
    was. `shows_each` knows whether a picture has every box by itself anyway."""
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
            found += [
                Problem(change.stated_at[key], Severity.WARNING, f"`{key}` of view {change.id!r} {said}", IDLE)
                for key, said in _idle_keys(change, base, made, shows_each)
            ]
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
        elif why := _as_it_was(asked, change, base):
            yield asked, f"{said}, which {why}; delete it"


def _as_it_was(asked: AskedFor, change: ViewChange, base: View) -> str:
    """Why a word, a lane or a break of this name changes nothing."""
    if asked.key in ("lanes", "breaks") and change.layout != "grid":
        return "stands where Graphviz puts it (`layout: auto`)"
    if asked.key == "labels":
        said = {"\n".join(b.lines) for b in base.boxes if b.component == asked.name}
        said |= {g.label for g in base.groups if g.place == asked.name}
        said |= {a.label for a in base.arrows if asked.name in a.relations}
        return "is called so anyway" if said == {change.labels[asked.name]} else ""
    mine = [b for b in base.boxes if b.component == asked.name]
    if asked.key == "lanes" and change.lanes[asked.name] is Lane.PATH and all(b.through for b in mine):
        return "stands on the path anyway"
    if asked.key == "breaks" and _order(with_breaks(base, frozenset({asked.name}))) == _order(base):
        return "begins a column of its own anyway"
    return ""


def _order(view: View) -> list[int]:
    """In which of its columns each box stands."""
    used = sorted({b.column for b in view.boxes})
    return [used.index(b.column) for b in view.boxes]


def _idle_keys(
    change: ViewChange, base: View, made: View, shows_each: Callable[[View], bool]
) -> Iterator[tuple[str, str]]:
    """Keys that leave the whole picture as it was."""
    for key, now, before in (("title", change.title, base.title), ("subtitle", change.subtitle, base.subtitle)):
        if now and now == before:
            yield key, "says what stands there anyway; delete it"
    same = [_shown(view) for view in (base, made)]
    if change.takes_some and not change.exclude | change.without and same[0] == same[1]:
        yield "include", "takes in all that the picture has; delete it"
    held: dict[str | None, set[str]] = defaultdict(set)
    for box in made.boxes:
        held[box.group].add(box.component)
    if max(map(len, held.values()), default=0) < 2:
        for key in filter(change.stated_at.get, ("rows", "columns")):
            yield key, "orders nothing, for no frame has two components; delete it"
    there = {b.component for b in made.boxes} | {g.place for g in made.groups}
    apart = change.all_alone or any(one.key == "alone" and one.things & there for one in change.asked)
    if apart and shows_each(replace(made, alone=base.alone)):
        yield "alone", "changes nothing, for every box of that picture stands by itself anyway; delete it"


def _shown(view: View) -> Counter[str]:
    """Everything that can be left out of a picture."""
    marks = (f"{b.id} {mark}" for b in view.boxes for mark, *_ in b.marks)
    arrows = (f"{a.id} {' '.join(a.relations)}" for a in view.arrows)
    return Counter([*(b.id for b in view.boxes), *marks, *arrows, *(e.component for e in view.panel)])


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
