"""A model to all its views: every environment, every flow, every component, and what the model says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from archdeck.answers import pairs_to_compare
from archdeck.canvas import LeftOut, around
from archdeck.model import Environment, Flow, Model, Tier, ViewChange
from archdeck.views.columns import Columns, columns
from archdeck.views.component import component_view
from archdeck.views.difference import Sides, apart, both, difference_view
from archdeck.views.drill import drill_views
from archdeck.views.environment import environment_view
from archdeck.views.executive import executive_view
from archdeck.views.flow import flow_view
from archdeck.views.layers import layers_view
from archdeck.views.overrides import with_breaks, with_labels, with_lanes
from archdeck.views.view import Box, View

ORDER_STEP = 100  # derived views count 100, 200, 300 …, so that a model can put one between two others


def views(model: Model) -> tuple[View, ...]:
    """All pictures of a system in their order."""
    order = columns(model)
    changes = {c.id: c for c in model.views}
    further = [c for c in model.views if c.id != c.shows]
    found: dict[str, View] = {}
    plain: dict[str, View] = {}
    for maker in MAKERS:
        if further:
            _add(plain, maker(model, order, {}, plain))
        _add(found, maker(model, order, changes, found))
    for change in further:
        if change.shows in plain:  # from the whole view, whatever else is filtered
            _add(found, [replace(_changed(plain[change.shows], change, model.tiers), id=change.id)])
    ranked = [
        (changes[v.id].order if v.id in changes and changes[v.id].order is not None else (k + 1) * ORDER_STEP, k, v)
        for k, v in enumerate(found.values())
    ]
    hidden = {c.id for c in model.views if c.hidden}
    return tuple(v for _, _, v in sorted(ranked, key=lambda r: r[:2]) if v.id not in hidden)


def environment_views(model: Model) -> tuple[View, ...]:
    """The pictures of its environments alone, in their order, but for those that the model hides."""
    hidden = {c.id for c in model.views if c.hidden}
    changes = {c.id: c for c in model.views}
    return tuple(v for v in _environments(model, columns(model), changes, {}) if v.id not in hidden)


def _add(found: dict[str, View], views: Iterable[View]) -> None:
    """Adds views by their ids; resolving refuses models in which one would take the place of another."""
    for view in views:
        if view.id in found:
            raise ValueError(f"two views are called {view.id!r}")
        found[view.id] = view


def default_environment(flow: Flow) -> Environment | None:
    """Where a flow is shown when nothing else is said: production, or the first environment that has it."""
    return next((e for e in flow.environments if e.stage == "production"), next(iter(flow.environments), None))


def named(model: Model, views: tuple[View, ...], name: str) -> View | None:
    """A view by its id, or a flow or drill by its own: in its default environment, or as `flow.buy in prod` says."""
    flow, _, environment = name.removeprefix("flow.").partition(" in ")
    wanted = [name, name.replace("component.", "component--"), f"{flow}--{environment}"]
    for candidate in model.flows:
        home = default_environment(candidate)
        if candidate.id == name.removeprefix("flow.") and home:
            wanted.append(f"{candidate.id}--{home.id}")
    drill, _, environment = name.removeprefix("drill.").partition(" in ")
    played = [v for v in views if v.drill == f"drill-{drill}" and environment in ("", v.environment)]
    wanted += [v.id for v in sorted(played, key=lambda v: v.stage != "production")]
    return next((v for w in wanted for v in views if v.id == w), None)


Found = dict[str, View]
Changes = dict[str, ViewChange]


def _environments(model: Model, order: Columns, changes: Changes, _: Found) -> list[View]:
    found = []
    for environment in model.environments:
        change = changes.get(environment.id)
        view = environment_view(model, environment, order, change.keep if change else frozenset())
        found.append(_changed(view, change, model.tiers) if change else view)
    return found


def _flows(model: Model, _: Columns, changes: Changes, found: Found) -> list[View]:
    made = [
        flow_view(model.name, flow, environment, found[environment.id])
        for flow in model.flows
        for environment in flow.environments
    ]
    return [_changed(view, changes[view.id], model.tiers) if view.id in changes else view for view in made]


def _drills(model: Model, _: Columns, changes: Changes, found: Found) -> list[View]:
    made = [v for e in model.environments for v in drill_views(model, e, found[e.id])]
    return [_changed(view, changes[view.id], model.tiers) if view.id in changes else view for view in made]


def compared_view(model: Model, one: Environment, other: Environment) -> View:
    """The picture of any two environments."""
    order, changes = columns(model), {c.id: c for c in model.views}
    found = {view.id: view for view in _environments(model, order, changes, {})}
    return _difference(model, one, other, order, changes, found)


def _differences(model: Model, order: Columns, changes: Changes, found: Found) -> list[View]:
    made = [_difference(model, one, other, order, changes, found) for one, other in pairs_to_compare(model)]
    return [_changed(view, changes[view.id], model.tiers) if view.id in changes else view for view in made]


def _difference(
    model: Model, one: Environment, other: Environment, order: Columns, changes: Changes, found: Found
) -> View:
    sides = apart(Sides(model, one, other))
    return difference_view(sides, _of_both(sides, order, changes), found[sides.here.id])


def _of_both(sides: Sides, order: Columns, changes: Changes) -> View:
    """The view of everything in two environments, drawn as the one that leads."""
    change = changes.get(sides.here.id)
    view = environment_view(sides.model, both(sides), order, change.keep if change else frozenset())
    return _changed(view, change, sides.model.tiers) if change else view


def _components(model: Model, _: Columns, changes: Changes, __: Found) -> list[View]:
    made = [component_view(model, c) for c in model.components]
    return [
        _changed(view, changes[view.id], model.tiers) if view.id in changes else view
        for view in made
        if len(view.boxes) > 1
    ]


def _executives(model: Model, _: Columns, changes: Changes, found: Found) -> list[View]:
    """The short picture of every environment, from the whole of its full one."""
    made = [executive_view(model, environment, found[environment.id]) for environment in model.environments]
    return [_changed(view, changes[view.id], model.tiers) if view.id in changes else view for view in made]


def _layers(model: Model, _: Columns, changes: Changes, __: Found) -> list[View]:
    """Only where the model asks for it: most systems are told better by their environments."""
    if not any("layers" in (c.id, c.shows) for c in model.views):
        return []
    view = layers_view(model)
    return [_changed(view, changes["layers"], model.tiers) if "layers" in changes else view]


MAKERS: tuple[Callable[[Model, Columns, Changes, Found], list[View]], ...] = (
    _environments,
    _executives,
    _layers,
    _flows,
    _drills,
    _differences,
    _components,
)


def _changed(view: View, change: ViewChange, tiers: tuple[Tier, ...]) -> View:
    """Renamed, filtered by component, tier or place, and with what is said about its words, lanes and columns."""
    view = with_breaks(with_lanes(with_labels(view, change.labels), change.lanes), change.breaks)
    boxes = [
        replace(b, marks=tuple(m for m in b.marks if m[0] not in change.exclude))
        for b in view.boxes
        if _wanted(b, tiers, view, change)
    ]
    kept = {b.id for b in boxes}
    groups = [
        replace(g, boxes=tuple(b for b in g.boxes if b in kept))
        for g in view.groups
        if not g.overlay or set(g.boxes) & kept
    ]
    ends = kept | {g.id for g in groups}
    arrows = tuple(a for a in view.arrows if {a.source, a.target} <= ends)
    panel = tuple(e for e in view.panel if e.component not in change.exclude)
    gone = {b.id for b in view.boxes} - kept
    asked = f"the model leaves it out of this picture (views: {change.id})"
    reasons = tuple(
        LeftOut("instance", id, asked)
        for id, component in view.content.instances
        if id in gone or component in change.exclude
    )
    filtered = len(boxes) < len(view.boxes)
    return replace(
        view,
        title=change.title or view.title,
        subtitle=change.subtitle or view.subtitle,
        layout=change.layout,
        boxes=tuple(boxes),
        groups=tuple(groups),
        arrows=arrows,
        panel=panel,
        stands_as=None if filtered else view.stands_as,
        full=None if change.lanes or change.breaks else view.full,
        reasons=(*view.reasons, *reasons),
    )


def _wanted(box: Box, tiers: tuple[Tier, ...], view: View, change: ViewChange) -> bool:
    groups = {g.id: g for g in view.groups}
    names = {box.component, *(t.id for t in tiers if t.index == box.tier)}
    names |= {groups[g].place or "" for g in around(groups, box.group)}
    return (not change.include or bool(names & change.include)) and not names & change.exclude
