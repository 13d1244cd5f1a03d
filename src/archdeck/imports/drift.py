"""What a source says is built and an environment of a model to where they part: what is built and not modelled,
modelled and not built, and different; and to the model of what is built.

Components and places are found by their `addresses`; what has none, by its kind and name. Where the source leaves open
which zone has the primary or one more of a count, the model is taken to be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archdeck.imports.found import Deployment, Found, Thing
from archdeck.imports.names import UNSAID, free, slug
from archdeck.imports.parting import Drifted, Parting
from archdeck.imports.services import akin, catalogued
from archdeck.imports.spots import Placed, Spot, has_address, summed
from archdeck.language import ComponentShape, EnvironmentShape, ModelShape, PlaceKind, Role, RunShape
from archdeck.model import Scope

_NO = frozenset({"no", "false", "none", "disabled", "off", "0", "suspended"})
_YES = frozenset({"yes", "true", "enabled", "on"})


@dataclass(frozen=True)
class Compared:
    """`built` is the model with the environment as it is built, as far as both have it; in `shown` what is not modelled
    is there besides, and what is not built is not."""

    drifted: tuple[Drifted, ...]
    built: ModelShape
    shown: ModelShape


@dataclass(frozen=True)
class _Pair:
    component: str
    things: tuple[Thing, ...]

    @property
    def thing(self) -> Thing:
        """The first, by which it is told."""
        return self.things[0]


def drifted(model: ModelShape, environment: str, found: Found) -> Compared:
    """Compares an environment of a model with the first deployment of a source, or that of the same name."""
    here = model.environments[environment]
    deployment = next((one for one in found.deployments if slug(one.name) == environment), None)
    deployment = deployment or (found.deployments[0] if found.deployments else Deployment(""))
    placed = Placed(here, deployment)
    judged = {id: shape for id, shape in model.components.items() if _is_judged(id, shape, here)}
    pairs = list(_pairs(judged, [thing for thing in found.things if not _is_actor(thing.kind)]))
    left = [
        thing
        for thing in found.things
        if not _is_actor(thing.kind) and thing not in [t for p in pairs for t in p.things]
    ]
    told = [*_not_modelled(left), *_not_built(judged, {pair.component for pair in pairs})]
    runs: dict[str, list[Spot]] = {}
    for pair in pairs:
        spots = summed(
            Spot(placed.of(run.place), run.count, run.role)
            for thing in pair.things
            for run in deployment.runs
            if run.thing == thing.address
        )
        runs[pair.component] = placed.settled(placed.modelled(pair.component), spots)
        told += _different(pair, model.components[pair.component], here, placed, runs[pair.component])
    built = _built(model, environment, runs, placed, _settings(pairs, model, here))
    gone = {one.component for one in told if one.parting is Parting.NOT_BUILT}
    return Compared(tuple(told), built, _shown(built, environment, left, gone, placed))


def _is_actor(kind: str) -> bool:
    known = catalogued().get(kind)
    return known is not None and known.scope is Scope.ACTOR


def _is_judged(id: str, shape: ComponentShape, here: EnvironmentShape) -> bool:
    """Whether a component is one that a source could have, and runs here."""
    if shape.system or _is_actor(shape.kind) or id in here.without:
        return False
    known = catalogued().get(shape.kind)
    everywhere = known is not None and known.scope is Scope.GLOBAL
    return everywhere or id in here.runs or any(id in place.runs for place in here.places.values())


# ---- what is what


def _pairs(judged: Mapping[str, ComponentShape], things: list[Thing]) -> Iterator[_Pair]:
    """Each component with what has its addresses, by their own before those of parts; of what is left, with what has
    the same kind and name. Several of its kind are one component where its addresses mean all of them."""
    found: dict[str, list[Thing]] = {}
    left = []
    for thing in things:
        known = [id for id, shape in judged.items() if has_address(shape.addresses, (thing.address,))]
        known = [id for id in known if id not in found or akin(judged[id].kind, thing.kind)]
        found.setdefault(known[0], []).append(thing) if known else left.append(thing)
    for thing in left:
        of_part = (
            id for id, shape in judged.items() if id not in found and has_address(shape.addresses, thing.addresses)
        )
        named = (id for id, shape in judged.items() if id not in found and _is_named(thing, id, shape))
        if id := next(of_part, "") or next(named, ""):
            found[id] = [thing]
    for id, some in found.items():
        yield _Pair(id, tuple(some))


def _is_named(thing: Thing, id: str, shape: ComponentShape) -> bool:
    same = bool(thing.name) and slug(thing.name) in (id, slug(shape.name))
    return not shape.addresses and same and akin(shape.kind, thing.kind)


def _not_modelled(things: Iterable[Thing]) -> Iterator[Drifted]:
    for thing in things:
        name = catalogued()[thing.kind].name if thing.kind in catalogued() else thing.kind
        yield Drifted(Parting.NOT_MODELLED, "", thing.address, f"{name} is built, and no component has its address")


def _not_built(judged: Mapping[str, ComponentShape], paired: set[str]) -> Iterator[Drifted]:
    for id, shape in judged.items():
        if id in paired:
            continue
        if shape.addresses:
            yield Drifted(
                Parting.NOT_BUILT, id, shape.addresses[0], "it is modelled, and the source has none of its addresses"
            )
        else:
            yield Drifted(Parting.UNKNOWN, id, "", "it has no `addresses`, so nobody can tell whether it is built")


# ---- what is different


def _different(
    pair: _Pair, shape: ComponentShape, here: EnvironmentShape, placed: Placed, built: list[Spot]
) -> Iterator[Drifted]:
    modelled = placed.modelled(pair.component)

    def told(says: str) -> Drifted:
        return Drifted(Parting.DIFFERENT, pair.component, pair.thing.address, says)

    if not akin(shape.kind, pair.thing.kind):
        yield told(f"its kind is {shape.kind} in the model, {pair.thing.kind} is built")
    if modelled and built:
        had, has = (placed.within(some, PlaceKind.ZONE) for some in (modelled, built))
        regions = [placed.within(some, PlaceKind.REGION) for some in (modelled, built)]
        if len(had) != len(has) and (had or has):
            yield told(f"it is modelled in {_zones(had, placed)} and built in {_zones(has, placed)}")
        elif set(had) != set(has):
            yield told(f"it is modelled in {placed.called(had)} and built in {placed.called(has)}")
        elif all(regions) and set(regions[0]) != set(regions[1]) and placed.called(regions[1]) != UNSAID:
            yield told(f"it is modelled in {placed.called(regions[0])} and built in {placed.called(regions[1])}")
        roles_told = False
        for role in Role:
            ours, theirs = (sum(s.count for s in some if s.role is role) for some in (modelled, built))
            if ours != theirs and role is not Role.PRIMARY:
                roles_told = True
                yield told(f"{_several(ours, role)} modelled, {_several(theirs, role)} built")
        ours, theirs = (sum(s.count for s in some) for some in (modelled, built))
        if ours != theirs and not roles_told:
            yield told(f"{ours} of it {'are' if ours != 1 else 'is'} modelled, {theirs} built")
    for thing, name, said, text in _other_settings(pair, shape, here):
        says = f"{name} is {said} in the model, {text} built"
        yield Drifted(Parting.DIFFERENT, pair.component, thing.address, says)


def _zones(ids: list[str], placed: Placed) -> str:
    if not ids:
        return "no zone that is stated"
    return f"{len(ids)} zone{'s' if len(ids) > 1 else ''} ({placed.called(ids)})"


def _several(count: int, role: Role) -> str:
    name = role.value.replace("-", " ")
    if count == 0:
        return f"no {name} is"
    return f"{count} {name}{'s are' if count > 1 else ' is'}"


def _other_settings(
    pair: _Pair, shape: ComponentShape, here: EnvironmentShape
) -> Iterator[tuple[Thing, str, str, str]]:
    """The settings that both have, and have otherwise."""
    runs = [place.runs[pair.component] for place in here.places.values() if pair.component in place.runs]
    special = {key: value for run in (*runs, here.runs.get(pair.component)) if run for key, value in run.config.items()}
    ours = {key.lower(): value for key, value in {**shape.config, **special}.items()}
    for thing in pair.things:
        for name, has in thing.config.items():
            said = ours.get(name.lower())
            if said is not None and not _agree(said, has):
                yield thing, name, said, has


def _agree(said: str, built: str) -> bool:
    """Whether two texts can both be so: `PostgreSQL 16` and `postgres`, `KMS` and `yes`."""
    a, b = (" ".join(re.findall(r"[a-z0-9.]+", text.lower())) for text in (said, built))
    if b in _YES | _NO or a in _YES | _NO:
        return (a in _NO) == (b in _NO)
    return a in b or b in a


def _settings(pairs: Iterable[_Pair], model: ModelShape, here: EnvironmentShape) -> dict[str, dict[str, str]]:
    """The settings as built, by component, where they differ."""
    return {
        pair.component: {name: has for _, name, _, has in _other_settings(pair, model.components[pair.component], here)}
        for pair in pairs
    }


# ---- what is built, as a model


def _built(
    model: ModelShape,
    environment: str,
    runs: Mapping[str, list[Spot]],
    placed: Placed,
    settings: Mapping[str, Mapping[str, str]],
) -> ModelShape:
    """The model with the environment as it is built. What nobody could find is left as it is modelled."""
    here = model.environments[environment]
    moved = {id for id, spots in runs.items() if spots and _differs(spots, placed.modelled(id))}
    used = {around for id in moved for spot in runs[id] for around in placed.chain(spot.place)}
    places = {**here.places, **{id: shape for id, shape in placed.added.items() if id in used}}
    found = {id: {k: v for k, v in place.runs.items() if k not in moved} for id, place in places.items()}
    loose = {k: v for k, v in here.runs.items() if k not in moved}
    for id in moved:
        for spot in runs[id]:
            before = here.places[spot.place].runs.get(id) if spot.place in here.places else here.runs.get(id)
            made = (before or RunShape()).model_copy(update={"count": spot.count, "role": spot.role})
            found.get(spot.place, loose)[id] = made
    for id, config in settings.items():
        for some in (*found.values(), loose):
            if config and id in some:
                run = some[id] or RunShape()
                some[id] = run.model_copy(update={"config": {**run.config, **config}})
    changed = {id: place.model_copy(update={"runs": found[id]}) for id, place in places.items()}
    updated = here.model_copy(update={"places": changed, "runs": loose})
    return model.model_copy(update={"environments": {**model.environments, environment: updated}})


def _shown(built: ModelShape, environment: str, things: Iterable[Thing], gone: set[str], placed: Placed) -> ModelShape:
    """With components for what is not modelled, and without what is not built."""
    here = built.environments[environment]
    components = dict(built.components)
    ids: dict[str, str] = {}
    for thing in things:
        name = slug(thing.name) or slug(thing.address) or "built"
        id = free(name, components)
        components[id] = ComponentShape(kind=thing.kind, addresses=[thing.address])
        ids[thing.address] = id
    new = [run for run in placed.deployment.runs if run.thing in ids]
    used = {around for run in new for around in placed.chain(placed.of(run.place))}
    places = {**here.places, **{id: shape for id, shape in placed.added.items() if id in used}}
    runs = {id: {k: v for k, v in place.runs.items() if k not in gone} for id, place in places.items()}
    loose = {k: v for k, v in here.runs.items() if k not in gone}
    for run in new:
        made = RunShape(count=run.count, role=run.role)
        runs.get(placed.of(run.place), loose)[ids[run.thing]] = made
    changed = {id: place.model_copy(update={"runs": runs[id]}) for id, place in places.items()}
    without = {**here.without, **dict.fromkeys(gone, "it is not built")}
    updated = here.model_copy(update={"places": changed, "runs": loose, "without": without})
    environments = {**built.environments, environment: updated}
    return built.model_copy(update={"components": components, "environments": environments})


def _differs(built: list[Spot], modelled: list[Spot]) -> bool:
    return sorted(map(str, built)) != sorted(map(str, modelled))
