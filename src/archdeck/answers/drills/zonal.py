"""A model to the components that it places by zone, and an instance to the places that it falls with, and its site."""

from __future__ import annotations

from archdeck.language import PlaceKind
from archdeck.model import Instance, Model, Place, Scope


def placed_by_zone(model: Model) -> frozenset[str]:
    """The ids of the components that some environment places by zone."""
    return frozenset[str]().union(*(environment.placed_by_zone for environment in model.environments))


def zonal(instance: Instance, by_zone: frozenset[str]) -> bool:
    """Whether an instance is one of its own that falls with a zone: by its kind, or as the model places it."""
    if instance.component.kind.scope is Scope.ZONAL:
        return True
    kind = instance.component.kind
    placed = kind.scope is Scope.REGIONAL and (instance.component.id in by_zone or kind.in_subnets)
    return placed and instance.zone() is not None


def server(instance: Instance, by_zone: frozenset[str]) -> bool:
    """Whether it is a server that can fail alone: a load balancer or a router in a zone is none, a primary is one."""
    return instance.component.kind.scope is Scope.ZONAL or (instance.role is not None and zonal(instance, by_zone))


def bound_to(instance: Instance, by_zone: frozenset[str]) -> tuple[Place, ...]:
    """The places whose loss takes an instance, innermost first: none for a global service, none up to the zone for a
    service of a Region that is only drawn there."""
    places = instance.places()
    if instance.component.kind.scope is Scope.GLOBAL:
        return ()
    zones = [] if zonal(instance, by_zone) else [k for k, p in enumerate(places) if p.kind is PlaceKind.ZONE]
    return places[zones[-1] + 1 :] if zones else places


OUTSIDE = ""  # the site of what is global, and of people: who asks it finds it, wherever he is
_SITES = (PlaceKind.REGION, PlaceKind.CLOUD, PlaceKind.DATA_CENTER)
_HERE = "here"  # the one site of a model that names none


def site_of(instance: Instance) -> str:
    """The Region that something runs in, else its cloud, else its data center."""
    places = instance.places()
    if instance.component.kind.scope is Scope.GLOBAL or not places:
        return OUTSIDE
    return next((p.domain.id for kind in _SITES for p in places if p.kind is kind), _HERE)
