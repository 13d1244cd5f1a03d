"""Where a source says that things run to the places of an environment of a model: the same by their addresses, else by
their names, and places of its own for what the model lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archdeck.imports.found import Deployment, Place
from archdeck.imports.names import UNSAID, free, slug
from archdeck.language import EnvironmentShape, PlaceKind, PlaceShape, Role

# `eu-west-1`, `eu-west-1a`: a place that is that and no other.
_CODE = re.compile(r"[a-z]{2,}(-[a-z]+)+-?[0-9]-?[a-z]?")
_COPY = re.compile(r"\[[^\]]*\]")


def has_address(patterns: Iterable[str], addresses: Iterable[str]) -> bool:
    """Whether one of these addresses is meant: `*` stands for any letters, an address without a copy for all copies,
    and a copy for what has only the address of all."""
    some = list(addresses)
    for pattern in patterns:
        wanted = re.compile(re.escape(pattern).replace(r"\*", ".*"))
        if any(wanted.fullmatch(one) or one == _COPY.sub("", pattern) or pattern == _COPY.sub("", one) for one in some):
            return True
    return False


@dataclass(frozen=True)
class Spot:
    place: str
    count: int
    role: Role | None


def _zonal(place: Place) -> bool:
    return place.kind in (PlaceKind.ZONE, PlaceKind.REGION)


SUBNETS = (PlaceKind.SUBNET, PlaceKind.PUBLIC_SUBNET, PlaceKind.PRIVATE_SUBNET)


def summed(spots: Iterable[Spot]) -> list[Spot]:
    """One for each place and role."""
    counts: dict[tuple[str, Role | None], int] = {}
    for spot in spots:
        counts[spot.place, spot.role] = counts.get((spot.place, spot.role), 0) + spot.count
    return [Spot(place, count, role) for (place, role), count in counts.items()]


@dataclass
class Placed:
    """The places of a deployment as places of the model, by address; those that it has not are added."""

    here: EnvironmentShape
    deployment: Deployment
    ids: dict[str, str] = field(default_factory=dict)
    added: dict[str, PlaceShape] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_address = {place.address: place for place in self.deployment.places}
        for place in self.deployment.places:
            known = next(
                (id for id, shape in self.here.places.items() if has_address(shape.addresses, (place.address,))), ""
            )
            if known:
                self._same(place, known, by_address)
        for place in self.deployment.places:
            if place.address not in self.ids:
                self.ids[place.address] = (
                    self._named(place) or self._open(place) or self._coarser(place) or self._new(place)
                )

    def _same(self, place: Place, id: str, by_address: Mapping[str, Place]) -> None:
        """A place is that of the model, and so are those around both, as long as they are of one kind."""
        around: Place | None = place
        known: str | None = id
        while around is not None and known is not None and self._may_be(around, known):
            self.ids.setdefault(around.address, known)
            around, known = by_address.get(around.within), self.here.places[known].in_
        self.ids.setdefault(place.address, id)

    def _may_be(self, place: Place, id: str) -> bool:
        """Whether a frame around can be one of the model: of its kind, and not of the name of another."""
        shape = self.here.places[id]
        names = {text.lower() for text in (id, shape.name, shape.is_) if text}
        named = not any(map(_CODE.fullmatch, names)) or place.name in (UNSAID, "") or place.name.lower() in names
        return shape.kind is place.kind and (named or not _CODE.fullmatch(place.name.lower()))

    def _named(self, place: Place) -> str:
        """The place of the model that has the same name, in what is the same place around it."""
        for id, shape in self.here.places.items():
            names = {text.lower() for text in (id, shape.name, shape.is_) if text}
            if shape.kind is place.kind and {place.name.lower(), slug(place.name)} & names:
                return id
        return ""

    def _open(self, place: Place) -> str:
        """The first place of the model that could be this one, as nothing says which it is: *zone A* of *the network*,
        in the same around it; of zones the one of the same letter before others."""
        around = self.ids.get(place.within, "")
        taken = set(self.ids.values())
        found = [
            id
            for id, shape in self.here.places.items()
            if shape.kind is place.kind and id not in taken and not shape.addresses and (shape.in_ or "") == around
            if not any(_CODE.fullmatch(text.lower()) for text in (id, shape.name, shape.is_) if text)
        ]
        alike = [id for id in found if (self.here.places[id].name or id).lower()[-1] == place.name.lower()[-1:]]
        return next(iter([*alike, *found]), "") if _CODE.fullmatch(place.name.lower()) or not _zonal(place) else ""

    def _coarser(self, place: Place) -> str:
        """The zone or network around a subnet, where the model has no subnets in it."""
        around = self.ids.get(place.within, "")
        finer = any(shape.kind in SUBNETS and shape.in_ == around for shape in self.here.places.values())
        return around if place.kind in SUBNETS and around in self.here.places and not finer else ""

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

    def within(self, spots: Iterable[Spot], kind: PlaceKind) -> list[str]:
        """The zones or Regions in which these run, each once."""
        found = [
            next((id for id in self.chain(s.place) if (p := self.shape(id)) and p.kind is kind), "") for s in spots
        ]
        return list(dict.fromkeys(filter(None, found)))

    def called(self, ids: Iterable[str]) -> str:
        """What places are called: those that the model lacks as the source calls them."""
        return ", ".join(self.added[id].name if id in self.added else id for id in ids)

    def modelled(self, component: str) -> list[Spot]:
        """Where the model has it."""
        inside = [(id, place.runs[component]) for id, place in self.here.places.items() if component in place.runs]
        if component in self.here.runs:
            inside.append(("", self.here.runs[component]))
        return [Spot(id, run.count if run else 1, run.role if run else None) for id, run in inside]

    def settled(self, modelled: list[Spot], built: list[Spot]) -> list[Spot]:
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
            return [Spot(first[0].place, total, single)]
        return built


def _as_modelled(modelled: list[Spot], built: list[Spot]) -> list[Spot]:
    """The roles that the model has, where only the counts differ."""
    if _roles(modelled) != _roles(built):
        return built
    roles = {spot.place: spot.role for spot in modelled}
    return [Spot(spot.place, spot.count, roles[spot.place]) for spot in built]


def _roles(spots: Iterable[Spot]) -> list[str]:
    return sorted(spot.role.value if spot.role else "" for spot in spots)
