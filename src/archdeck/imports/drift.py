"""What a source says is built and an environment of a model to where they part: what is built and not modelled,
modelled and not built, and different; and to the model of what is built.

Components and places are found by their `addresses`; what has none, by its kind and name. Where the source leaves open
which zone has the primary or one more of a count, the model is taken to be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archdeck.imports.found import Deployment, Found, Place, Thing
from archdeck.imports.names import free, slug
from archdeck.imports.services import akin, catalogued
from archdeck.language import ComponentShape, EnvironmentShape, ModelShape, PlaceKind, PlaceShape, Role, RunShape
from archdeck.model import Scope

_NO = frozenset({"no", "false", "none", "disabled", "off", "0", "suspended"})
_YES = frozenset({"yes", "true", "enabled", "on"})
_COPY = re.compile(r"\[[^\]]*\]")


class Parting(StrEnum):
    """How what is built parts from the model."""

    NOT_MODELLED = "built-not-modelled"
    NOT_BUILT = "modelled-not-built"
    DIFFERENT = "different"
    UNKNOWN = "no-address"


@dataclass(frozen=True)
class Drifted:
    """One place where they part. `component` is its id in the model, '' where it has none; `address` the source's."""

    parting: Parting
    component: str
    address: str
    says: str


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
    thing: Thing
    by_name: bool


def drifted(model: ModelShape, environment: str, found: Found) -> Compared:
    """Compares an environment of a model with the first deployment of a source, or that of the same name."""
    here = model.environments[environment]
    deployment = next((one for one in found.deployments if slug(one.name) == environment), None)
    deployment = deployment or (found.deployments[0] if found.deployments else Deployment(""))
    placed = _Placed(here, deployment)
    judged = {id: shape for id, shape in model.components.items() if _is_judged(id, shape, here)}
    pairs = list(_pairs(judged, [thing for thing in found.things if not _is_actor(thing.kind)]))
    left = [thing for thing in found.things if not _is_actor(thing.kind) and thing not in [p.thing for p in pairs]]
    told = [*_not_modelled(left), *_not_built(judged, {pair.component for pair in pairs})]
    runs: dict[str, list[_Spot]] = {}
    for pair in pairs:
        spots = [
            _Spot(placed.of(run.place), run.count, run.role)
            for run in deployment.runs
            if run.thing == pair.thing.address
        ]
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
    """Each thing with the component that has its address; of what is left, what has the same kind and name."""
    taken: set[str] = set()
    left = []
    for thing in things:
        known = [id for id, shape in judged.items() if id not in taken and _has(shape.addresses, (thing.address,))]
        known = known or [
            id for id, shape in judged.items() if id not in taken and _has(shape.addresses, thing.addresses)
        ]
        if known:
            taken.add(known[0])
            yield _Pair(known[0], thing, False)
        else:
            left.append(thing)
    for thing in left:
        for id, shape in judged.items():
            same = slug(thing.name) in (id, slug(shape.name)) and thing.name
            if id not in taken and not shape.addresses and same and akin(shape.kind, thing.kind):
                taken.add(id)
                yield _Pair(id, thing, True)
                break


def _has(patterns: Iterable[str], addresses: Iterable[str]) -> bool:
    """Whether one of these addresses is meant: `*` stands for any letters, an address without a copy for all copies,
    and a copy for what has only the address of all."""
    some = list(addresses)
    for pattern in patterns:
        wanted = re.compile(re.escape(pattern).replace(r"\*", ".*"))
        if any(wanted.fullmatch(one) or one == _COPY.sub("", pattern) or pattern == _COPY.sub("", one) for one in some):
            return True
    return False


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


# ---- where things run


@dataclass(frozen=True)
class _Spot:
    place: str
    count: int
    role: Role | None


@dataclass
class _Placed:
    """The places of a deployment as places of the model, by address; those that it has not are added."""

    here: EnvironmentShape
    deployment: Deployment
    ids: dict[str, str] = field(default_factory=dict)
    added: dict[str, PlaceShape] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_address = {place.address: place for place in self.deployment.places}
        for place in self.deployment.places:
            known = next((id for id, shape in self.here.places.items() if _has(shape.addresses, (place.address,))), "")
            if known:
                self._same(place, known, by_address)
        for place in self.deployment.places:
            if place.address not in self.ids:
                self.ids[place.address] = self._named(place) or self._new(place)

    def _same(self, place: Place, id: str, by_address: Mapping[str, Place]) -> None:
        """A place is that of the model, and so are those around both, as long as they are of one kind."""
        around: Place | None = place
        known: str | None = id
        while around is not None and known is not None and self.here.places[known].kind is around.kind:
            self.ids.setdefault(around.address, known)
            around, known = by_address.get(around.within), self.here.places[known].in_
        self.ids.setdefault(place.address, id)

    def _named(self, place: Place) -> str:
        """The place of the model that has the same name, in what is the same place around it."""
        for id, shape in self.here.places.items():
            names = {text.lower() for text in (id, shape.name, shape.is_) if text}
            if shape.kind is place.kind and {place.name.lower(), slug(place.name)} & names:
                return id
        return ""

    def _new(self, place: Place) -> str:
        taken = {*self.here.places, *self.added}
        name = slug(place.name) or place.kind.value
        id = name if name not in taken else free(f"{name}-built", taken)
        self.added[id] = PlaceShape.model_validate(
            {
                "kind": place.kind.value,
                "name": place.name,
                **({"in": around} if (around := self.ids.get(place.within)) else {}),
            }
        )
        return id

    def of(self, address: str) -> str:
        return self.ids.get(address, "")

    def shape(self, id: str) -> PlaceShape | None:
        return self.here.places.get(id) or self.added.get(id)

    def chain(self, id: str) -> Iterator[str]:
        """A place and those around it."""
        seen = 0
        while id and seen < 99:
            yield id
            shape = self.shape(id)
            id, seen = (shape.in_ or "") if shape else "", seen + 1

    def zones(self, spots: Iterable[_Spot]) -> list[str]:
        """The zones in which these run, each once."""
        found = [
            next((id for id in self.chain(s.place) if (p := self.shape(id)) and p.kind is PlaceKind.ZONE), "")
            for s in spots
        ]
        return list(dict.fromkeys(filter(None, found)))

    def modelled(self, component: str) -> list[_Spot]:
        """Where the model has it."""
        inside = [(id, place.runs[component]) for id, place in self.here.places.items() if component in place.runs]
        if component in self.here.runs:
            inside.append(("", self.here.runs[component]))
        return [_Spot(id, run.count if run else 1, run.role if run else None) for id, run in inside]

    def settled(self, modelled: list[_Spot], built: list[_Spot]) -> list[_Spot]:
        """What is built, with the model's say in what the source leaves open."""
        if not built or not modelled:
            return built
        if {s.place for s in modelled} == {s.place for s in built}:
            alike = sum(s.count for s in modelled) == sum(s.count for s in built) and _roles(modelled) == _roles(built)
            return modelled if alike else _as_modelled(modelled, built)
        if len(built) == 1 and all(built[0].place in self.chain(spot.place) for spot in modelled):
            first = sorted(modelled, key=lambda spot: spot.role is not Role.PRIMARY)
            total, single = built[0].count, built[0].role
            if total == sum(s.count for s in modelled):
                return modelled
            return [_Spot(first[0].place, total, single)]
        return built


def _as_modelled(modelled: list[_Spot], built: list[_Spot]) -> list[_Spot]:
    """The roles that the model has, where only the counts differ."""
    if _roles(modelled) != _roles(built):
        return built
    roles = {spot.place: spot.role for spot in modelled}
    return [_Spot(spot.place, spot.count, roles[spot.place]) for spot in built]


def _roles(spots: Iterable[_Spot]) -> list[str]:
    return sorted(spot.role.value if spot.role else "" for spot in spots)


# ---- what is different


def _different(
    pair: _Pair, shape: ComponentShape, here: EnvironmentShape, placed: _Placed, built: list[_Spot]
) -> Iterator[Drifted]:
    modelled = placed.modelled(pair.component)

    def told(says: str) -> Drifted:
        return Drifted(Parting.DIFFERENT, pair.component, pair.thing.address, says)

    if not akin(shape.kind, pair.thing.kind):
        yield told(f"its kind is {shape.kind} in the model, {pair.thing.kind} is built")
    if modelled and built:
        had, has = placed.zones(modelled), placed.zones(built)
        if len(had) != len(has) and (had or has):
            yield told(f"it is modelled in {_zones(had)} and built in {_zones(has)}")
        elif set(had) != set(has):
            yield told(f"it is modelled in {', '.join(had)} and built in {', '.join(has)}")
        for role in Role:
            ours, theirs = (sum(s.count for s in some if s.role is role) for some in (modelled, built))
            if ours != theirs and role is not Role.PRIMARY:
                yield told(f"{_several(ours, role)} modelled, {_several(theirs, role)} built")
        ours, theirs = (sum(s.count for s in some) for some in (modelled, built))
        if ours != theirs and not any(s.role for s in (*modelled, *built)):
            yield told(f"{ours} of it {'are' if ours != 1 else 'is'} modelled, {theirs} built")
    for name, said, text in _other_settings(pair, shape, here):
        yield told(f"{name} is {said} in the model, {text} built")


def _zones(ids: list[str]) -> str:
    if not ids:
        return "no zone that is stated"
    return f"{len(ids)} zone{'s' if len(ids) > 1 else ''} ({', '.join(ids)})"


def _several(count: int, role: Role) -> str:
    name = role.value.replace("-", " ")
    if count == 0:
        return f"no {name} is"
    return f"{count} {name}{'s are' if count > 1 else ' is'}"


def _other_settings(pair: _Pair, shape: ComponentShape, here: EnvironmentShape) -> Iterator[tuple[str, str, str]]:
    """The settings that both have, and have otherwise."""
    runs = [place.runs[pair.component] for place in here.places.values() if pair.component in place.runs]
    special = {key: value for run in (*runs, here.runs.get(pair.component)) if run for key, value in run.config.items()}
    ours = {key.lower(): value for key, value in {**shape.config, **special}.items()}
    for name, has in pair.thing.config.items():
        said = ours.get(name.lower())
        if said is not None and not _agree(said, has):
            yield name, said, has


def _agree(said: str, built: str) -> bool:
    """Whether two texts can both be so: `PostgreSQL 16` and `postgres`, `KMS` and `yes`."""
    a, b = (" ".join(re.findall(r"[a-z0-9.]+", text.lower())) for text in (said, built))
    if b in _YES | _NO or a in _YES | _NO:
        return (a in _NO) == (b in _NO)
    return a in b or b in a


def _settings(pairs: Iterable[_Pair], model: ModelShape, here: EnvironmentShape) -> dict[str, dict[str, str]]:
    """The settings as built, by component, where they differ."""
    return {
        pair.component: {name: has for name, _, has in _other_settings(pair, model.components[pair.component], here)}
        for pair in pairs
    }


# ---- what is built, as a model


def _built(
    model: ModelShape,
    environment: str,
    runs: Mapping[str, list[_Spot]],
    placed: _Placed,
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


def _shown(built: ModelShape, environment: str, things: Iterable[Thing], gone: set[str], placed: _Placed) -> ModelShape:
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


def _differs(built: list[_Spot], modelled: list[_Spot]) -> bool:
    return sorted(map(str, built)) != sorted(map(str, modelled))
