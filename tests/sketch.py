"""A model in the making: components, relations and places of the language, put down by dice up to a size."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Thing = dict[str, Any]
T = TypeVar("T")

TIERS = ("users", "edge", "web", "app", "data", "operations")
THEMES = (
    "Orders, Catalogue, Payments, Basket, Search, Customers, Invoices, Stock, Shipping, Reviews, Returns, Vouchers, "
    "Loyalty points, Price lists, Suppliers, Recommendations",
    "Accounts, Transfers, Cards, Loans, Statements, Fraud checks, Ledger, Limits, Exchange rates, Standing orders, "
    "Credit scores, Identity checks, Tax reports, Mandates, Branches, Savings plans",
    "Videos, Uploads, Playlists, Subtitles, Subscriptions, Comments, Profiles, Watch history, Thumbnails, Adverts, "
    "Live channels, Ratings, Rights, Captions, Trailers, Programme guide",
    "Vehicles, Trips, Drivers, Telemetry, Routes, Geofences, Alerts, Maintenance, Fuel, Devices, Firmware, Maps, "
    "Tolls, Depots, Timetables, Incident reports",
    "Patients, Appointments, Lab results, Prescriptions, Referrals, Billing, Images, Consents, Clinicians, Reminders, "
    "Wards, Insurance claims, Allergies, Discharge letters, Bookings, Waiting list",
)
LONG = (
    "synchronisation and reconciliation",
    "for partners and resellers",
    "of the last seven years",
    "(legacy, to be retired)",
    "notification preferences",
)
LABELS = {
    "request": ("HTTPS", "gRPC", "REST calls", "invoke", "look up", "HTTPS 443", "sync API calls", "mutual TLS"),
    "data": ("SQL", "reads", "writes", "reads and writes", "uploads", "query", "batch writes", "cached reads"),
    "event": ("events", "publishes", "messages", "change events", "on create", "at least once", "subscribes"),
    "replication": ("async", "replicates", "CRR", "logical replication"),
    "backup": ("snapshots", "nightly", "daily backup", "backup"),
    "failover": ("failover", "if unhealthy", "on failure"),
    "control": ("deploys", "scales", "starts and stops", "manages", "rolls out"),
    "uses": ("", "keys", "secrets"),
}
REGIONS = (
    ("eu-west-1", "Ireland"),
    ("eu-central-1", "Frankfurt"),
    ("us-east-1", "N. Virginia"),
    ("us-west-2", "Oregon"),
    ("ap-south-1", "Mumbai"),
    ("ap-southeast-2", "Sydney"),
)
DATABASES = ("aws.rds", "aws.aurora", "aws.rds-postgresql", "aws.rds-mysql", "aws.documentdb", "aws.rds-oracle")
OF_AWS = ("account", "region", "vpc", "zone", "public-subnet", "private-subnet")


@dataclass
class Network:
    """A VPC, and the places in it where each layer runs: one for each zone, or the VPC itself."""

    vpc: str
    front: list[str]
    back: list[str]
    data: list[str]


@dataclass
class Sketch:
    """What is down so far, and what later scenes may connect to."""

    dice: random.Random
    size: int
    components: Thing = field(default_factory=dict)
    relations: Thing = field(default_factory=dict)
    places: Thing = field(default_factory=dict)
    overlays: Thing = field(default_factory=dict)
    runs: Thing = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    servers: list[str] = field(default_factory=list)  # what calls others
    stores: list[str] = field(default_factory=list)  # what keeps data
    balancers: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    door: str = ""  # the component that requests of users come out of
    networks: list[Network] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topics = self.dice.choice(THEMES).split(", ")
        self.dice.shuffle(self.topics)
        self.next_topic = 0
        self.towns = self.dice.sample(REGIONS, len(REGIONS))
        self.wordy = self.dice.choice((0.15, 0.4, 0.4, 0.7))  # how many relations have words

    # -------------------------------------------------------------------------------------------------- dice

    @property
    def room(self) -> int:
        """How many components may still be added."""
        return self.size - len(self.components)

    def chance(self, p: float) -> bool:
        return self.dice.random() < p

    def maybe(self, p: float) -> bool:
        """As likely as p, if there is room for one more component."""
        return self.chance(p) and self.room > 0

    def few(self, least: int, most: int, each: int = 1) -> int:
        """A number of things, of so many components each, that there is room for."""
        return max(0, min(self.dice.randint(least, most), self.room // each))

    def pick(self, of: Sequence[T]) -> T:
        return self.dice.choice(of)

    def some(self, of: Sequence[T], most: int) -> list[T]:
        """One or more of these, each once."""
        return self.dice.sample(of, self.dice.randint(1, max(1, min(most, len(of))))) if of else []

    # -------------------------------------------------------------------------------------------------- words

    def topic(self) -> str:
        """What something is about; the same topics come round again."""
        self.next_topic += 1
        return self.topics[self.next_topic % len(self.topics)]

    def name(self, what: str = "") -> str:
        """A name such as people give: now and then a long one."""
        short = f"{self.topic()} {what}".strip()
        return f"{short} {self.pick(LONG)}" if self.chance(0.06) else short

    def id(self, text: str, taken: Thing) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
        return next(i for i in (base, *(f"{base}-{k}" for k in range(2, 99))) if i not in taken)

    # -------------------------------------------------------------------------------------------------- things

    def add(self, kind: str, tier: str, name: str, *homes: str, **run: Any) -> str:
        """A component that runs in these places; the id is made from the name."""
        assert self.room > 0, f"a scene has no room for {name}"
        id = self.id(name, self.components | self.places)
        self.components[id] = {"kind": kind, "tier": tier, "name": name}
        for home in homes:
            self.run(home, id, **run)
        return id

    def run(self, place: str, component: str, **more: Any) -> None:
        self.places[place].setdefault("runs", {})[component] = more

    def link(self, a: str, b: str, kind: str = "request", label: str | None = None, **more: Any) -> None:
        """A relation, with words or without; one more between the same two is left out unless it differs in kind."""
        words = LABELS.get(kind, ("",))
        kind = "data" if kind == "event" else kind
        text = label if label is not None else self.pick(words) if self.chance(self.wordy) else ""
        if any(r["from"] == a and r["to"] == b and r["kind"] == kind for r in self.relations.values()):
            return
        id = self.id(f"{a[:24]}-to-{b[:24]}", self.relations)
        self.relations[id] = {"from": a, "to": b, "kind": kind} | ({"label": text} if text else {}) | more

    def database(self, homes: list[str], source: str, first: bool = False) -> str:
        """A database over these zones, with its copies; the first of a system is where the flow ends."""
        id = self.add(self.pick(DATABASES), "data", self.name(self.pick(("", "database", "DB"))))
        for k, home in enumerate(homes):
            if k < 2 or self.chance(0.5):
                self.run(home, id, role=("primary", "standby", "read-replica", "read-replica")[k])
        self.link(source, id, "data")
        if self.has_role(id, "read-replica") and self.chance(0.3):
            reads = {"from": source, "to": id, "kind": "data", "role": "read-replica", "label": "reads"}
            self.relations[self.id(f"{source[:20]}-reads-{id[:20]}", self.relations)] = reads
        self.stores.append(id)
        if first:
            self.walk(id)
        return id

    def has_role(self, component: str, role: str) -> bool:
        return any(p.get("runs", {}).get(component, {}).get("role") == role for p in self.places.values())

    def walk(self, *ids: str) -> None:
        """More steps of the flow, where it ends now."""
        self.path += [i for i in ids if not self.path or self.path[-1] != i]

    def place(self, kind: str, name: str, within: str = "", id: str = "", **more: Any) -> str:
        """A place; what is of AWS and stands in nothing gets the cloud around it."""
        found = self.id(id or name, self.components | self.places)
        inside = {"in": within} if within else {}
        self.places[found] = {"kind": kind, **inside, **({"name": name} if name != found else {}), **more}
        return found

    # -------------------------------------------------------------------------------------------------- settings

    def region(self, n: int = 0, **more: Any) -> str:
        """The main Region, the second, the third."""
        while len(self.regions) <= n:
            id, town = self.towns[len(self.regions)]
            self.regions.append(self.place("region", town, id=id, **more))
        return self.regions[n]

    def network(self) -> Network:
        """The main VPC with its zones and subnets, made when first asked for."""
        if not self.networks:
            zones = self.dice.choices((0, 1, 2, 3, 4), (2, 2, 9, 5, 1))[0]
            self.networks.append(self.new_network(self.region(), zones, self.pick(SUBNETS)))
        return self.networks[0]

    def new_network(
        self, within: str, zones: int, subnets: Callable[[Sketch, str, str], tuple[str, str, str]]
    ) -> Network:
        name = self.pick(("VPC", "Production VPC", "Main VPC", "VPC 10.0.0.0/16"))
        vpc = within if zones and self.chance(0.05) else self.place("vpc", name, within, id="vpc")
        region = next((i for i, _ in REGIONS if within.startswith(i)), within)
        homes = [self.place("zone", f"{region}{'abcd'[k]}", vpc) for k in range(zones)] or [vpc]
        made = [subnets(self, home, home if zones else "") for home in homes]
        return Network(vpc, *(list(layer) for layer in zip(*made, strict=True)))

    def entrance(self) -> str:
        """Users and what stands at the edge; the component that requests come out of."""
        if self.door:
            return self.door
        who = self.pick(("users", "users", "users", "mobile-client", "browser", "partner"))
        last = self.add(who, "users", self.pick(WHO[who]))
        self.walk(last)
        for kind, name, p in EDGE:
            if self.room > 3 and self.chance(p):
                id = self.add(kind, "edge", name)
                self.link(last, id)
                self.walk(id)
                last = id
        if self.room > 4 and self.chance(0.2):
            other = self.add("admin", "users", "Support staff")
            self.link(other, last)
        self.door = last
        return last


def plain(_: Sketch, home: str, __: str) -> tuple[str, str, str]:
    """No subnets."""
    return home, home, home


def two_subnets(s: Sketch, home: str, zone: str) -> tuple[str, str, str]:
    public = s.place("public-subnet", "Public subnet", home, id=f"public-{zone}")
    private = s.place("private-subnet", "Private subnet", home, id=f"private-{zone}")
    return public, private, private


def three_subnets(s: Sketch, home: str, zone: str) -> tuple[str, str, str]:
    public = s.place("public-subnet", "Public subnet", home, id=f"public-{zone}")
    private = s.place("private-subnet", "Application subnet", home, id=f"app-{zone}")
    data = s.place("private-subnet", "Database subnet", home, id=f"data-{zone}")
    return public, private, data


SUBNETS = (plain, plain, two_subnets, two_subnets, three_subnets)
WHO = {
    "users": ("Customers", "Users", "Visitors"),
    "mobile-client": ("Mobile app",),
    "browser": ("Web browser",),
    "partner": ("Partners",),
}
EDGE = (
    ("aws.route53", "DNS", 0.7),
    ("aws.shield", "DDoS protection", 0.1),
    ("aws.waf", "Web firewall", 0.3),
    ("aws.cloudfront", "CDN", 0.5),
    ("aws.global-accelerator", "Accelerator", 0.12),
)
