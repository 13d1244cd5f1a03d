"""A component and what serves of it to the single units of it, each with how much of the time that one works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.shares import Share
from archdeck.answers.drills.standing import MAIN
from archdeck.answers.drills.times import where_it_runs
from archdeck.answers.drills.zonal import bound_to, placed_by_zone, zonal
from archdeck.language import Location, Role, percent
from archdeck.model import Component, Instance, Place, Scope

# Kinds of a Region of which the model counts single ones: tasks, pods, programs. Of others there is one in a Region.
_COUNTED = ("", "Compute", "Containers and Kubernetes", "Software", "Generic")

ENOUGH = 12  # of one instance: more of it change nothing that anybody could read


@dataclass(frozen=True)
class Unit:
    """One of what can stand in for each other, in the Region, cloud or data center `site`, behind the doors of a
    `network`. It is down with each of the places it is `bound` to."""

    share: Share
    site: str = ""
    network: str = ""
    bound: frozenset[str] = frozenset()


def stated_places(loss: Loss) -> dict[str, Share]:
    """The places of which it is stated how much of the time they work, by the id of what fails as one."""
    found: dict[str, Share] = {}
    for place in loss.environment.places:
        if place.availability:
            where = place.stated_at.get("availability", place.where)
            found.setdefault(place.domain.id, Share(percent(place.availability), place.name, where))
    return found


def units_of(loss: Loss, component: Component, serving: Iterable[Instance], places: Mapping[str, Share]) -> list[Unit]:
    """By the availability that is stated of each; else by what is promised of all of it in a Region."""
    sites: dict[str, list[Instance]] = {}
    for instance in serving:
        sites.setdefault(site_of(instance), []).append(instance)
    return [unit for site, some in sites.items() for unit in _of_site(loss, component, site, some, places)]


def site_of(instance: Instance) -> str:
    """The Region, cloud or data center that it runs in; '' of what is everywhere."""
    place = instance.outermost()
    return place.id if place and instance.component.kind.scope not in (Scope.GLOBAL, Scope.ACTOR) else ""


def _of_site(
    loss: Loss, component: Component, site: str, some: Sequence[Instance], places: Mapping[str, Share]
) -> Iterator[Unit]:
    by_zone = placed_by_zone(loss.model)
    if not (component.availability or any(i.availability for i in some)):
        share, covered = _promised(loss, component, some)
        yield Unit(share, site, _network(some), _common(covered, by_zone, places))
    elif _is_one_in_a_region(component, some):
        share = min((_stated(i) for i in some), key=lambda share: share.value or Fraction(0))
        yield Unit(share, site, _network(some), _common(some, by_zone, places))
    else:
        for instance in some:
            bound = frozenset(_ids(bound_to(instance, by_zone), places))
            number = instance.in_all if component.needs else min(instance.in_all, ENOUGH)
            yield from [Unit(_stated(instance), site, _network([instance]), bound)] * number


def _is_one_in_a_region(component: Component, some: Iterable[Instance]) -> bool:
    kind = component.kind
    return kind.scope is not Scope.ZONAL and kind.category not in _COUNTED and not any(i.availability for i in some)


def _stated(instance: Instance) -> Share:
    """As the model says of the instance, else of one of its component."""
    component, says = instance.component, f"{instance.component.name}{where_it_runs(instance)}"
    if instance.availability:
        where = instance.stated_at.get("availability", instance.where)
        return Share(percent(instance.availability), says, where)
    return _of_component(component, "availability", component.name if component.availability else says)


def _of_component(component: Component, key: str, says: str) -> Share:
    written: str = getattr(component, key)
    where: Location = component.stated_at.get(key, component.where)
    return Share(percent(written) if written else None, says, where)


def _promised(loss: Loss, component: Component, some: Sequence[Instance]) -> tuple[Share, Sequence[Instance]]:
    """What is promised of all of it in a Region, standbys too: as the model says, else as the provider publishes of so
    many zones. A copy that only reads is promised by itself."""
    here = [i for i in loss.here(component, MAIN) if site_of(i) == site_of(some[0]) and i.role is not Role.READ_REPLICA]
    here = here if any(i in here for i in some) else [*some]
    if component.sla:
        return _of_component(component, "sla", f"SLA of {component.name}"), here
    published = component.kind.sla if all(_is_of_provider(i) for i in here) else None
    zones = {zone.id for i in here if (zone := i.zone())}
    figure = (published.several if len(zones) > 1 else published.one) if published else ""
    if published is None or not figure:
        sites = {site_of(i) for i in loss.here(component, MAIN)}
        where = where_it_runs(some[0]) if len(sites) > 1 else ""
        return Share(None, f"{component.name}{where}", component.where), here
    extent = "" if published.several == published.one else " in several zones" if len(zones) > 1 else " in one zone"
    says = f"{component.name}: published SLA of {component.kind.name}{extent}, {published.dated.isoformat()}"
    return Share(percent(figure), says, None, published.source), here


def _is_of_provider(instance: Instance) -> bool:
    """Whether it runs at whose service its kind is: a load balancer in a cellar is nobody's service."""
    outer = next(reversed(instance.places()), None)
    return outer is None or outer.provider == instance.component.kind.id.partition(".")[0]


def _network(some: Sequence[Instance]) -> str:
    networks = {network.id if (network := i.network()) else "" for i in some}
    return networks.pop() if len(networks) == 1 else ""


def _common(some: Iterable[Instance], by_zone: frozenset[str], places: Mapping[str, Share]) -> frozenset[str]:
    """The places that all of it falls with."""
    every = [frozenset(_ids(bound_to(i, by_zone), places)) for i in some]
    return frozenset.intersection(*every) if every else frozenset()


def _ids(bound: Iterable[Place], places: Mapping[str, Share]) -> Iterator[str]:
    return (place.domain.id for place in bound if place.domain.id in places)


def are_servers(loss: Loss, component: Component, serving: Iterable[Instance]) -> bool:
    """Whether a third of it must be left where nothing says how many it takes."""
    kind, by_zone = component.kind, placed_by_zone(loss.model)
    some = list(serving)
    plain = not (component.needs or kind.spreads or kind.at_border or any(i.role for i in some))
    return plain and all(zonal(i, by_zone) for i in some)
