"""A model to all its views: every environment, every flow, every component, and what the model says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from archdeck.answers import pairs_to_compare
from archdeck.model import Environment, Flow, Model, ViewChange, presented
from archdeck.views.columns import Columns, columns
from archdeck.views.component import component_view
from archdeck.views.difference import Sides, apart, both, difference_view
from archdeck.views.drill import drill_views, played_view
from archdeck.views.environment import environment_view
from archdeck.views.executive import executive_view
from archdeck.views.flow import flow_view, told_view
from archdeck.views.layers import layers_view
from archdeck.views.overrides import as_written, with_alone, with_breaks, with_labels, with_lanes
from archdeck.views.selection import Selection, selected
from archdeck.views.view import View

ORDER_STEP = 100  # derived views count 100, 200, 300 …, so that a model can put one between two others


def views(model: Model) -> tuple[View, ...]:
    """All pictures of a system in their order."""
    _, found = _made(model, MAKERS)
    changes = {c.id: c for c in model.views}
    ranked = [
        (changes[v.id].order if v.id in changes and changes[v.id].order is not None else (k + 1) * ORDER_STEP, k, v)
        for k, v in enumerate(found.values())
    ]
    hidden = {c.id for c in model.views if c.hidden}
    return tuple(v for _, _, v in sorted(ranked, key=lambda r: r[:2]) if v.id not in hidden)


def overridden_views(model: Model) -> list[tuple[ViewChange, View | None, View | None]]:
    """Everything that the model says of a view, with the derived picture that it is said of, and what that became; None
    where there is no such picture. Failures are played only where one of them is meant."""
    asked = {change.shows or change.id for change in model.views}
    plain, found = _made(model, [maker for maker in MAKERS if maker is not _drills])
    if asked - plain.keys():
        plain, found = _made(model, MAKERS)
    return [(c, plain.get(c.shows or c.id), found.get(c.id)) for c in model.views]


def _made(model: Model, makers: Iterable[Maker]) -> tuple[Found, Found]:
    """The derived pictures as they are where nothing is said of them, if something is, and all pictures as asked."""
    order = columns(model)
    changes = {c.id: c for c in model.views}
    found: Found = {}
    plain: Found = {}
    whole, asked = _Maker(model, order, {}), _Maker(model, order, changes)
    for maker in makers:
        if changes:
            _add(plain, maker(whole, plain))
        _add(found, maker(asked, found))
    for change in (c for c in model.views if c.id != c.shows):
        if change.shows in plain:  # from the whole view, whatever else is filtered
            _add(found, [replace(whole.changed(plain[change.shows], change), id=change.id)])
    return plain, found


def environment_views(model: Model) -> tuple[View, ...]:
    """The pictures of its environments alone, in their order, but for those that the model hides."""
    hidden = {c.id for c in model.views if c.hidden}
    maker = _Maker(model, columns(model), {c.id: c for c in model.views})
    return tuple(v for v in _environments(maker, {}) if v.id not in hidden)


def _add(found: dict[str, View], views: Iterable[View]) -> None:
    """Adds views by their ids; resolving refuses models in which one would take the place of another."""
    for view in views:
        if view.id in found:
            raise ValueError(f"two views are called {view.id!r}")
        found[view.id] = view


def default_environment(flow: Flow) -> Environment | None:
    """Where a flow is shown when nothing else is said: production, or the first environment that has it."""
    return presented(flow.environments)


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


@dataclass(frozen=True)
class _Maker:
    """Makes pictures of a model, with what some changes ask of those of their ids."""

    model: Model
    order: Columns
    changes: Changes

    def own(self, made: Iterable[View]) -> list[View]:
        """Pictures with what is asked of each."""
        return [self.changed(view, self.changes[view.id]) if view.id in self.changes else view for view in made]

    def environment(self, environment: Environment, *more: ViewChange) -> View:
        """The picture of an environment; only with links that are asked for of one that is made from it, too."""
        own = self.changes.get(environment.id)
        asked = Selection([*([own] if own else []), *more])
        view = environment_view(self.model, environment, self.order, asked)
        return self._overridden(view, own) if own else view

    def executive(self, environment: Environment, full: View, *more: ViewChange) -> View:
        own = self.changes.get(environment.id)
        stays = Selection([*([own] if own else []), *more]).ends(self.model)
        return executive_view(self.model, environment, full, stays)

    def difference(self, one: Environment, other: Environment, base: View | None = None, *more: ViewChange) -> View:
        """The picture of two environments: of everything in both, drawn as the one that leads."""
        sides = apart(Sides(self.model, one, other))
        whole = self.environment(both(sides), *more)
        return difference_view(sides, whole, base or self.environment(sides.here, *more))

    def changed(self, view: View, change: ViewChange) -> View:
        """A picture as the model asks for it: with other links it is made once more, and stands by itself."""
        return self._overridden(self._again(view, change) if change.selects else view, change)

    def _again(self, view: View, change: ViewChange) -> View:
        """The same picture, made from what a change leaves of the links."""
        model, asked = self.model, Selection([change])
        environments = {e.id: e for e in model.environments}
        if view.kind == "component":
            return component_view(model, next(c for c in model.components if c.id == view.component), asked)
        if view.kind == "layers":
            return layers_view(model, asked)
        here = environments[view.environment]
        base = self.environment(here, change)
        if view.kind == "executive":
            return self.executive(here, base, change)
        if view.kind == "flow":
            return _flow(model, next(f for f in model.flows if f.id == view.flow), here, base)
        if view.kind == "drill":
            return next(v for v in drill_views(model, here, base) if v.id == view.id)
        if view.kind == "diff":
            pairs = pairs_to_compare(model)
            one, other = next(p for p in pairs if f"diff-{p[0].id}--{p[1].id}" == view.id)
            return self.difference(one, other, None, change)
        return base

    def _overridden(self, view: View, change: ViewChange) -> View:
        """Renamed, with what is left of its boxes, and with what is said about its words, lanes, columns and rows."""
        view = with_breaks(with_lanes(with_labels(view, change.labels), change.lanes), change.named("breaks"))
        alone, tiers = change.named("alone"), self.model.tiers
        indices = {t.index for t in tiers if t.id in alone}
        view = with_alone(view, lambda b: b.component in alone or b.tier in indices, alone, change.all_alone)
        view = as_written(view, change, (c.id for c in self.model.components))
        view = selected(view, change, tiers) if change.selects else view
        return replace(
            view,
            title=change.title or view.title,
            subtitle=change.subtitle or view.subtitle,
            layout=change.layout,
            stands_as=None if change.moves else view.stands_as,
            full=None if change.moves else view.full,
        )


def _environments(maker: _Maker, _: Found) -> list[View]:
    return [maker.environment(environment) for environment in maker.model.environments]


def _executives(maker: _Maker, found: Found) -> list[View]:
    """The short picture of every environment, from the whole of its full one."""
    return maker.own(maker.executive(e, found[e.id]) for e in maker.model.environments)


def _layers(maker: _Maker, _: Found) -> list[View]:
    """Only where the model asks for it: most systems are told better by their environments."""
    asked = any("layers" in (c.id, c.shows) for c in maker.model.views)
    return maker.own([layers_view(maker.model)] if asked else [])


def _flows(maker: _Maker, found: Found) -> list[View]:
    model = maker.model
    return maker.own(_flow(model, f, e, found[e.id]) for f in model.flows for e in f.environments)


def _flow(model: Model, flow: Flow, environment: Environment, base: View) -> View:
    """On the picture of its environment; one that tells a failure on the picture of that."""
    told = played_view(model, environment, flow.drill, base) if flow.drill else None
    return told_view(model.name, flow, environment, told) if told else flow_view(model.name, flow, environment, base)


def _drills(maker: _Maker, found: Found) -> list[View]:
    return maker.own(v for e in maker.model.environments for v in drill_views(maker.model, e, found[e.id]))


def compared_view(model: Model, one: Environment, other: Environment) -> View:
    """The picture of any two environments."""
    maker = _Maker(model, columns(model), {c.id: c for c in model.views})
    return maker.difference(one, other)


def _differences(maker: _Maker, found: Found) -> list[View]:
    pairs = pairs_to_compare(maker.model)
    leads = [apart(Sides(maker.model, one, other)).here.id for one, other in pairs]
    return maker.own(maker.difference(*pair, found[here]) for pair, here in zip(pairs, leads, strict=True))


def _components(maker: _Maker, _: Found) -> list[View]:
    made = (component_view(maker.model, c) for c in maker.model.components)
    return maker.own(view for view in made if len(view.boxes) > 1)


Maker = Callable[[_Maker, Found], list[View]]
MAKERS: tuple[Maker, ...] = (
    _environments,
    _executives,
    _layers,
    _flows,
    _drills,
    _differences,
    _components,
)
