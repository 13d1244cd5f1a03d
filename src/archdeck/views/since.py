"""A model and what it was before to a picture of each environment that changed, with what came, went and changed."""

from __future__ import annotations

from dataclasses import replace

from archdeck.answers import Change, Changes, Drift
from archdeck.model import DATA, Component, Environment, Link, Model, plain_icon, resources
from archdeck.views.columns import columns
from archdeck.views.difference import AS_BUILT, Became, Sides, apart, both, since, since_view
from archdeck.views.environment import environment_view
from archdeck.views.view import View


def drift_views(found: Drift) -> tuple[View, ...]:
    """The environment as it is built, with what the model has otherwise."""
    return _views(found.shown, found.model, found.changes, AS_BUILT)


def since_views(model: Model, before: Model | None, changes: Changes) -> tuple[View, ...]:
    """Of the environments that were there before. What changed in the design changed wherever it runs."""
    return _views(model, before, changes, since(changes.revision))


def _views(model: Model, before: Model | None, changes: Changes, told: Became) -> tuple[View, ...]:
    if before is None:
        return ()
    touched = frozenset(d.id for d in changes.design if d.change is Change.CHANGED and d.what in _DRAWN)
    was = {e.id: _brought_up(e, model) for e in before.environments}
    found = []
    for environment in model.environments:
        if environment.id in was:
            sides = apart(Sides(model, was[environment.id], environment, touched, before.overlays))
            if _changed(environment, changes, touched) or _other_frames(sides):
                found.append(_view(model, sides, told))
    return tuple(found)


def _other_frames(sides: Sides) -> bool:
    """Whether an overlay came, went, or holds others."""
    was, now = (things["overlay"] for things in sides.things)
    return was != now


_DRAWN = ("component", "relation")


def _changed(environment: Environment, changes: Changes, touched: frozenset[str]) -> bool:
    here = {c.id for c in environment.components} | {r.id for r in environment.relations}
    return environment.id in changes.environments or bool(here & touched)


def _view(model: Model, sides: Sides, told: Became) -> View:
    """On the layout of the environment as it is now, where that shows all that there was."""
    now, everything = sides.here, both(sides)
    known = {c.id for c in model.components}
    gone = tuple(c for c in everything.components if c.id not in known)
    frames = {o.id: o for o in (*(sides.before or ()), *model.overlays)}
    whole = replace(model, components=(*model.components, *gone), overlays=tuple(frames.values()))
    order = columns(whole)
    base = environment_view(model, now, order)
    return since_view(sides, environment_view(whole, everything, order), base, told)


def _brought_up(was: Environment, model: Model) -> Environment:
    """What an environment was, in terms of what the components and relations are now."""
    components = {c.id: c for c in model.components}
    relations = {r.id: r for r in (*model.relations, *(r for e in model.environments for r in e.relations))}
    instances = {
        i.id: replace(i, component=components.get(i.component.id) or _gone(i.component)) for i in was.instances
    }
    links = (
        Link(relations.get(k.relation.id, k.relation), instances[k.source.id], instances[k.target.id])
        for k in was.links
    )
    return replace(was, instances=tuple(instances.values()), links=tuple(links))


def _gone(component: Component) -> Component:
    """An icon that lay beside the model then may not be there any more."""
    shipped = component.icon.is_relative_to(resources()) or component.icon.is_relative_to(DATA)
    return component if shipped else replace(component, icon=plain_icon())
