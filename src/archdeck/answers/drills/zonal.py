"""A model to the components that it places by zone, and an instance to the places that it falls with."""

from __future__ import annotations

from archdeck.language import PlaceKind
from archdeck.model import Environment, Instance, Model, Place, Scope


def placed_by_zone(model: Model) -> frozenset[str]:
    """The ids of the components that some environment places by zone: there they have a role in a zone, or stand in
    several zones of one Region."""
    return frozenset(id for environment in model.environments for id in _placed(environment))


def _placed(environment: Environment) -> set[str]:
    found: set[str] = set()
    beside: dict[tuple[str, Place | None], Place] = {}
    for instance in environment.instances:
        zone = _zone(instance)
        if not zone or instance.count < 1 or instance.component.kind.scope not in (Scope.ZONAL, Scope.REGIONAL):
            continue
        first = beside.setdefault((instance.component.id, outermost(instance)), zone)
        if instance.role or first is not zone:
            found.add(instance.component.id)
    return found


def zonal(instance: Instance, by_zone: frozenset[str]) -> bool:
    """Whether an instance is one of its own that falls with a zone: by its kind, or as the model places it."""
    if instance.component.kind.scope is Scope.ZONAL:
        return True
    placed = instance.component.kind.scope is Scope.REGIONAL and instance.component.id in by_zone
    return placed and _zone(instance) is not None


def server(instance: Instance, by_zone: frozenset[str]) -> bool:
    """Whether it is a server that can fail alone: a load balancer or a router in a zone is none, a primary is one."""
    return instance.component.kind.scope is Scope.ZONAL or (instance.role is not None and zonal(instance, by_zone))


def bound_to(instance: Instance, by_zone: frozenset[str]) -> tuple[Place, ...]:
    """The places whose loss takes an instance, innermost first: none for a global service, none up to the zone for a
    service of a Region that is only drawn there."""
    places = instance.places()
    if instance.component.kind.scope is Scope.GLOBAL:
        return ()
    zone = None if zonal(instance, by_zone) else _zone(instance)
    return places[places.index(zone) + 1 :] if zone else places


def outermost(instance: Instance) -> Place | None:
    """The Region that an instance runs in, else the outermost place around it."""
    return instance.region() or next(reversed(instance.places()), None)


def _zone(instance: Instance) -> Place | None:
    """The outermost zone around an instance."""
    return next((place for place in reversed(instance.places()) if place.kind is PlaceKind.ZONE), None)
