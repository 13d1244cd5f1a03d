"""Groups of resources to places and to what runs in which: Regions, networks, zones and subnets, and never a zone that
the source does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from archdeck.imports.documents import items
from archdeck.imports.found import Place, Run
from archdeck.imports.groups import Group, Groups
from archdeck.imports.names import UNSAID, spoken
from archdeck.imports.resources import Resource
from archdeck.imports.services import catalogued
from archdeck.language import PlaceKind, Role
from archdeck.model import Scope

_GATEWAYS = ("aws_internet_gateway", "AWS::EC2::InternetGateway")
_TABLES = ("aws_route_table", "aws_default_route_table", "AWS::EC2::RouteTable")
_ROUTES = ("aws_route", "AWS::EC2::Route", *_TABLES)
_JOINS = ("aws_route_table_association", "AWS::EC2::SubnetRouteTableAssociation")
ANY_ZONE = "The source says in which zones it may run, not in which of them it does."
STANDBY = "The source says that there is a standby in another zone; which of them is the primary it does not say."


@dataclass(frozen=True)
class _Site:
    """Where one resource may run, from the inside: its subnets, else its networks."""

    subnets: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass
class Placing:
    """The places of a stock, and the runs of its components."""

    groups: Groups
    places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._networks()
        self._subnets()

    # ---- frames

    def _region(self, resource: Resource) -> str:
        """The frame of the Region of a resource."""
        stated = resource.region or resource.values.get("location") or resource.values.get("region")
        name = str(stated or self.groups.stock.region or "")
        address = f"Region {name}".strip()
        if address not in self.places:
            because = "" if name else "The source does not say in which Region."
            self.places[address] = Place(
                address,
                PlaceKind.REGION,
                name or UNSAID,
                "",
                because=because,
                stated=False,
                id="" if name else "region",
            )
        return address

    def _kinds(self, place: str) -> Iterator[Resource]:
        for some in self.groups.by_base.values():
            if self.groups.entry(some[0]).place == place:
                yield from some

    def _networks(self) -> None:
        for one in self._kinds("vpc"):
            self.places[one.address] = Place(one.address, PlaceKind.VPC, _said(one), self._region(one))

    def _subnets(self) -> None:
        for one in self._kinds("subnet"):
            paths = ("vpc_id", "network", "virtual_network_name")
            inside = next((vpc.address for to in one.named(*paths) for vpc in self.groups.meant(one, to)), None)
            around = inside if inside in self.places else self._region(one)
            kind = self._sort(one)
            self.places[one.address] = Place(one.address, kind, _said(one), self._zone(one, around))

    def _zone(self, subnet: Resource, around: str) -> str:
        """The frame of the zone of a subnet in its network; the network where it says none."""
        name = subnet.values.get("availability_zone") or subnet.values.get("availability_zone_id")
        if not isinstance(name, str) or not name:
            return around
        address = f"zone {name} of {around}"
        self.places.setdefault(
            address,
            Place(address, PlaceKind.ZONE, name[:1].upper() + name[1:] if " " in name else name, around, stated=False),
        )
        return address

    def _sort(self, subnet: Resource) -> PlaceKind:
        """Public where it gives public addresses or a route leads from it to the Internet."""
        if subnet.values.get("map_public_ip_on_launch") is True:
            return PlaceKind.PUBLIC_SUBNET
        tables = self._tables_of.get(subnet.address) or self._tables_of.get(subnet.base)
        if not tables:
            return PlaceKind.SUBNET
        return PlaceKind.PUBLIC_SUBNET if tables & self._public_tables else PlaceKind.PRIVATE_SUBNET

    @cached_property
    def _tables_of(self) -> Mapping[str, frozenset[str]]:
        """The bases of the route tables of each subnet."""
        found: dict[str, frozenset[str]] = {}
        for one in self.groups.stock.resources:
            if one.type in _JOINS:
                tables = frozenset(t.base for to in one.named("route_table_id") for t in self.groups.at(to))
                for to in one.named("subnet_id"):
                    for subnet in self.groups.meant(one, to):
                        found[subnet.address] = found.get(subnet.address, frozenset()) | tables
        return found

    def routed(self, subnet: Resource) -> list[Resource]:
        """What the routes of a subnet lead to: gateways, and whatever else is a box."""
        tables = self._tables_of.get(subnet.address) or self._tables_of.get(subnet.base) or frozenset()
        found: list[Resource] = []
        for one in self.groups.stock.resources:
            if one.type in _ROUTES:
                named = [r for ref in one.refs for r in self.groups.meant(one, ref.to)]
                if one.base in tables or any(r.base in tables for r in named if r.type in _TABLES):
                    found += [r for r in named if r.base in self.groups.key_of]
        return found

    @cached_property
    def _public_tables(self) -> frozenset[str]:
        found = set()
        for one in self.groups.stock.resources:
            if one.type in _ROUTES:
                named = [r for ref in one.refs for r in self.groups.at(ref.to)]
                if any(r.type in _GATEWAYS for r in named):
                    found |= {one.base} if one.type in _TABLES else {r.base for r in named if r.type in _TABLES}
        return frozenset(found)

    # ---- what runs where

    def runs(self, group: Group) -> list[Run]:
        """Where a component runs, and how often; nothing for what is global, as that is there by itself."""
        kind = catalogued()[group.kind]
        if kind.scope in (Scope.GLOBAL, Scope.ACTOR):
            return []
        clustered = [part for part in group.parts if part.type in group.entry.members]
        clustered += [one for one in group.own[1:] if one.type in group.entry.members and one.type != group.own[0].type]
        found: list[Run] = []
        if clustered:
            found = self._members(group, clustered)
        else:
            for one in group.own:
                found += self._placed(one, group)
        return _summed(found)

    def _placed(self, one: Resource, group: Group) -> list[Run]:
        site = self._site(one, group)
        entry, kind = group.entry, catalogued()[group.kind]
        copy = bool(entry.copy_of and one.named(*entry.copy_of))
        outer = (*site.networks, self._region(one))[0]
        if kind.scope is not Scope.ZONAL and not entry.several:
            inside = site.networks and (kind.in_subnets or kind.at_border or site.subnets)
            return [Run(group.key, outer if inside else self._region(one))]
        spots = self._spots(site)
        if (
            any(one.at(path) in (True, "true", "ZoneRedundant", "REGIONAL") for path in entry.standby)
            and len(spots) > 1
        ):
            first, second = spots[:2]
            return [
                Run(group.key, first, role=Role.READ_REPLICA if copy else Role.PRIMARY, because=STANDBY),
                Run(group.key, second, role=Role.STANDBY, because=STANDBY),
            ]
        if (copies := _number(one, entry.copies)) and copies > 1 and spots:
            other = Role.STANDBY if any(one.at(path) is True for path in entry.takeover) else Role.READ_REPLICA
            return _roles(group.key, copies, spots, other)
        several = _number(one, entry.several)
        if entry.several and spots:
            return _spread(group.key, several if several is not None else len(spots), spots)
        if copy:
            return [Run(group.key, spots[0] if len(spots) == 1 else outer, role=Role.READ_REPLICA)]
        if len(spots) > 1:
            return [Run(group.key, outer, count=several or 1, because=ANY_ZONE)]
        return [Run(group.key, spots[0] if spots else outer, count=1 if several is None else several)]

    def _members(self, group: Group, members: Sequence[Resource]) -> list[Run]:
        """The instances of a cluster of databases: the first writes, and the others are read from and take over."""
        spots = self._spots(self._site(group.own[0], group))
        found = []
        for number, one in enumerate(members):
            own = self._spots(self._site(one, replace(group, parts=(), own=(one,))))
            turn = spots[number % len(spots)] if spots else (own or [self._region(one)])[0]
            stated = bool(own) and len(own) == 1
            because = "" if stated or not spots else "The source does not say which instance runs in which zone."
            role = Role.PRIMARY if number == 0 else Role.READ_REPLICA
            found.append(
                Run(
                    group.key,
                    own[0] if stated else turn,
                    role=role if len(members) > 1 else None,
                    because=because,
                )
            )
        return found

    def _site(self, one: Resource, group: Group) -> _Site:
        """By what the resource names, else by what its parts do."""
        subnets = self._frames(one, "subnet")
        networks = self._frames(one, "vpc")
        for part in group.parts:
            if part.base != one.base and part.type not in group.entry.members:
                subnets = subnets or self._frames(part, "subnet", one)
                networks = networks or self._frames(part, "vpc", one)
        networks = networks or tuple(dict.fromkeys(self._network(subnet) for subnet in subnets))
        zone = one.values.get("availability_zone")
        zones = [zone] if isinstance(zone, str) else items(one.values.get("availability_zones"))
        return _Site(subnets, tuple(filter(None, networks)), tuple(z for z in zones if isinstance(z, str)))

    def _frames(self, one: Resource, place: str, whose: Resource | None = None) -> tuple[str, ...]:
        found = [r for ref in one.refs for r in self.groups.meant(whose or one, ref.to)]
        return tuple(
            dict.fromkeys(r.address for r in found if r.address in self.places and self.groups.entry(r).place == place)
        )

    def _network(self, address: str) -> str:
        place: Place | None = self.places[address]
        while place is not None and place.kind is not PlaceKind.VPC:
            place = self.places.get(place.within)
        return place.address if place else ""

    def _spots(self, site: _Site) -> list[str]:
        """One place for each zone: its subnet, or where only zones are stated the zone."""
        zoned: dict[str, str] = {}
        for subnet in site.subnets:
            around = self.places[self.places[subnet].within] if self.places[subnet].within else self.places[subnet]
            zoned.setdefault(around.address if around.kind is PlaceKind.ZONE else subnet, subnet)
        stated = {zone: spot for zone, spot in zoned.items() if any(f"zone {name} of " in zone for name in site.zones)}
        if stated or zoned:
            return list((stated or zoned).values())
        found = []
        for name in site.zones:
            region = f"Region {re.sub(r'(?<=[0-9])-?[a-f]$', '', name)}"
            frame = site.networks[0] if site.networks else region if region in self.places else ""
            if frame:
                address = f"zone {name} of {frame}"
                self.places.setdefault(address, Place(address, PlaceKind.ZONE, name, frame, stated=False))
                found.append(address)
        return found


def _said(one: Resource) -> str:
    """What a frame is called: as its tag says, else as its writer calls it."""
    tags: Any = one.values.get("tags")
    if isinstance(tags, list):
        tags = {tag.get("key"): tag.get("value") for tag in tags if isinstance(tag, Mapping)}
    name = tags.get("Name") if isinstance(tags, Mapping) else None
    key = one.copy.strip('[]"')
    said = spoken(one.name)
    said = said[:1].upper() + said[1:]
    plain = f"{said} {key}" if key and not key.isdigit() else f"{said} {int(key) + 1}" if key else one.name
    tagged = (
        name.rpartition("/")[2] if isinstance(name, str) else ""
    )  # CDK names the whole way: `Shop/Net/PublicSubnet1`
    return tagged or plain


def _number(one: Resource, paths: tuple[str, ...]) -> int | None:
    for path in paths:
        value = one.at(path)
        if (
            isinstance(value, int | float | str)
            and not isinstance(value, bool)
            and re.fullmatch(r"[0-9]{1,5}(\.0)?", str(value))
        ):
            return int(float(value))
    return None


def _spread(thing: str, count: int, spots: Sequence[str]) -> list[Run]:
    """As evenly as whatever spreads them would."""
    each, more = divmod(count, len(spots))
    because = "" if not more else "It is spread over zones by itself; which of them has more the source does not say."
    counts = [each + (number < more) for number in range(len(spots))]
    return [
        Run(thing, spot, count=n, because=because) for spot, n in zip(spots, counts, strict=True) if n or count == 0
    ]


def _roles(thing: str, count: int, spots: Sequence[str], other: Role) -> list[Run]:
    roles = [Role.PRIMARY, *[other] * (count - 1)]
    return [
        Run(
            thing,
            spots[number % len(spots)],
            role=role,
            because="The source does not say which of them is the primary.",
        )
        for number, role in enumerate(roles)
    ]


def _summed(runs: list[Run]) -> list[Run]:
    """One for each place: what runs there twice runs there with a count."""
    found: dict[str, Run] = {}
    for run in runs:
        known = found.get(run.place)
        found[run.place] = replace(known, count=known.count + run.count) if known else run
    return list(found.values())
