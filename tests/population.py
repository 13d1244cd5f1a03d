"""Random models of the shapes that people draw, to measure how often the compiler makes a picture fit for a slide.

`model(seed)` is a mapping of the language; the same seed gives the same model.
"""

from __future__ import annotations

import random
from typing import Any

Thing = dict[str, Any]

WEB = ("aws.ec2", "aws.ecs", "aws.fargate", "aws.eks")
STORES = ("aws.rds", "aws.aurora", "aws.elasticache", "aws.documentdb")
REGIONAL = ("aws.s3", "aws.dynamodb", "aws.sqs", "aws.sns", "aws.lambda", "aws.eventbridge", "aws.kinesis-data-streams")
NAMES = (
    "Orders",
    "Catalogue",
    "Payments",
    "Search",
    "Customers",
    "Invoices",
    "Sessions",
    "Reports",
    "Media library",
    "Audit",
)
REGIONS = (
    ("eu-west-1", "Ireland"),
    ("eu-central-1", "Frankfurt"),
    ("us-east-1", "N. Virginia"),
    ("ap-south-1", "Mumbai"),
)


def model(seed: int) -> Thing:
    """A model with one environment `prod` and one flow."""
    return _Author(random.Random(seed)).model()


class _Author:
    def __init__(self, dice: random.Random):
        self.dice = dice
        self.components: Thing = {}
        self.relations: Thing = {}
        self.places: Thing = {}
        self.overlays: Thing = {}
        self.path: list[str] = []

    def chance(self, p: float) -> bool:
        return self.dice.random() < p

    def model(self) -> Thing:
        shape = self.dice.choice(
            (self.tiered, self.tiered, self.tiered, self.serverless, self.hybrid, self.two_regions, self.hub)
        )
        shape()
        self.cross_cutting()
        steps = {
            str(k): {"from": a, "to": b}
            for k, (a, b) in enumerate(zip(self.path, self.path[1:], strict=False), start=1)
        }
        made: Thing = {
            "system": {
                "name": "Population",
                "title": shape.__name__.replace("_", " "),
                "summary": "A model made by dice",
            },
            "tiers": ["users", "edge", "web", "app", "data", "ops"],
            "components": self.components,
            "relations": self.relations,
            "environments": {"prod": {"name": "Production", "summary": "As the dice fell", "places": self.places}},
        }
        if self.overlays:
            made["overlays"] = self.overlays
        if steps:
            made["flows"] = {"request": {"name": "A request", "steps": steps}}
        return made

    def add(self, id: str, kind: str, tier: str, name: str = "") -> str:
        self.components[id] = {"kind": kind, "tier": tier} | ({"name": name} if name else {})
        return id

    def link(self, a: str, b: str, kind: str = "request", label: str = "") -> None:
        self.relations[f"{a}-to-{b}"[:60]] = {"from": a, "to": b, "kind": kind} | ({"label": label} if label else {})

    def run(self, place: str, component: str, **more: Any) -> None:
        self.places[place].setdefault("runs", {})[component] = more

    # ------------------------------------------------------------------------------------------------- parts

    def entry(self) -> str:
        """Users and what stands at the edge; the component that requests come out of."""
        last = self.add("users", "users", "users")
        self.path = [last]
        for id, kind, p in (
            ("dns", "aws.route53", 0.8),
            ("cdn", "aws.cloudfront", 0.5),
            ("accelerator", "aws.global-accelerator", 0.15),
        ):
            if self.chance(p):
                self.add(id, kind, "edge")
                self.link(last, id)
                last = id
                self.path.append(id)
        return last

    def network(self, region: int, zones: int, suffix: str = "") -> tuple[str, list[str]]:
        name, town = REGIONS[region]
        vpc = f"vpc{suffix}"
        self.places[name] = {"kind": "region", "name": town}
        self.places[vpc] = {"kind": "vpc", "in": name}
        found = []
        for k in range(zones):
            zone = f"{name}{'abc'[k]}"
            self.places[zone] = {"kind": "zone", "in": vpc}
            found.append(zone)
        return vpc, found

    def tiers_in(self, vpc: str, zones: list[str], source: str, subnets: bool) -> str:
        """Load balancers, servers and a database; the last of the servers."""
        homes = {"web": zones, "data": zones}
        if subnets:
            for zone in zones:
                self.places[f"public-{zone}"] = {"kind": "public-subnet", "in": zone}
                self.places[f"private-{zone}"] = {"kind": "private-subnet", "in": zone}
            homes = {"web": [f"public-{z}" for z in zones], "data": [f"private-{z}" for z in zones]}
        last = source
        for k, tier in enumerate(("web", "app")[: self.dice.randint(1, 2)]):
            balancer, server = f"{tier}-lb", tier
            if self.chance(0.7):
                self.add(balancer, "aws.alb", tier, f"{tier.title()} balancer")
                self.run(vpc, balancer)
                self.link(last, balancer, label=self.dice.choice(("", "", "HTTPS")))
                self.path.append(balancer)
                last = balancer
            self.add(server, self.dice.choice(WEB), tier, f"{tier.title()} server")
            for home in homes["web" if k == 0 else "data"]:
                self.run(home, server, **({"count": self.dice.randint(2, 4)} if self.chance(0.3) else {}))
            self.link(last, server)
            self.path.append(server)
            last = server
            if self.chance(0.5):
                self.overlays[f"{tier}-asg"] = {
                    "kind": "auto-scaling-group",
                    "name": f"{tier.title()} Auto Scaling group",
                    "members": [server],
                }
            if self.chance(0.25):
                disk = self.add(f"{tier}-disk", "aws.ebs", tier)
                for home in homes["web" if k == 0 else "data"]:
                    self.run(home, disk)
                self.link(server, disk, "data")
        for n in range(self.dice.randint(1, 2)):
            store = self.add(f"store{n}", self.dice.choice(STORES), "data", self.dice.choice(NAMES))
            for k, home in enumerate(homes["data"]):
                role = "primary" if k == 0 else "standby" if k == 1 else "read-replica"
                if k < 2 or self.chance(0.6):
                    self.run(home, store, role=role)
            self.link(last, store, "data", self.dice.choice(("", "", "reads and writes")))
            if n == 0:
                self.path.append(store)
        return last

    def regional(self, region: str, source: str, most: int) -> None:
        for n in range(self.dice.randint(0, most)):
            kind = self.dice.choice(REGIONAL)
            id = self.add(f"service{n}", kind, "data", self.dice.choice(NAMES))
            self.run(region, id)
            self.link(source, id, "data", self.dice.choice(("", "", "events", "uploads")))

    def backups(self, region: str, other: str | None) -> None:
        if "store0" in self.components and self.chance(0.5):
            self.add("snapshots", "aws.s3", "ops", "Snapshots")
            self.run(region, "snapshots")
            self.link("store0", "snapshots", "backup", "snapshots")
            if other and self.chance(0.7):
                self.places[other] = {"kind": "region", "name": dict(REGIONS)[other]}
                self.add("copies", "aws.s3", "ops", "Copies")
                self.run(other, "copies")
                self.link("snapshots", "copies", "replication", "CRR")

    def cross_cutting(self) -> None:
        region = next((p for p, v in self.places.items() if v["kind"] == "region"), None)
        if region is None:
            return
        for id, kind in (("kms", "aws.kms"), ("cloudwatch", "aws.cloudwatch"), ("secrets", "aws.secrets-manager")):
            if self.chance(0.35):
                self.add(id, kind, "ops")
                self.run(region, id)
                for user in self.dice.sample(
                    [c for c in ("web", "app", "store0") if c in self.components] or list(self.components)[:1], 1
                ):
                    self.link(user, id, "uses")

    # ------------------------------------------------------------------------------------------------- shapes

    def tiered(self) -> None:
        vpc, zones = self.network(0, self.dice.choice((1, 2, 2, 2, 3)))
        last = self.tiers_in(vpc, zones, self.entry(), self.chance(0.4))
        self.regional("eu-west-1", last, 3)
        self.backups("eu-west-1", "us-east-1")
        if "cdn" in self.components and self.chance(0.5):
            self.add("assets", "aws.s3", "web", "Static files")
            self.run("eu-west-1", "assets")
            self.link("cdn", "assets", label="static")

    def serverless(self) -> None:
        self.places["eu-west-1"] = {"kind": "region", "name": "Ireland"}
        last = self.entry()
        self.add("api", "aws.api-gateway", "web")
        self.run("eu-west-1", "api")
        self.link(last, "api")
        self.path.append("api")
        functions = [
            self.add(f"fn{k}", "aws.lambda", "app", self.dice.choice(NAMES)) for k in range(self.dice.randint(1, 4))
        ]
        stores = [
            self.add(f"table{k}", self.dice.choice(REGIONAL), "data", self.dice.choice(NAMES))
            for k in range(self.dice.randint(1, 3))
        ]
        for one in (*functions, *stores):
            self.run("eu-west-1", one)
        for k, function in enumerate(functions):
            self.link("api", function)
            for store in self.dice.sample(stores, self.dice.randint(1, min(2, len(stores)))):
                self.link(function, store, "data")
            if k == 0:
                self.path.append(function)
        if self.chance(0.5):
            queue = self.add("bus", "aws.eventbridge", "data", "Events")
            self.run("eu-west-1", queue)
            for function in self.dice.sample(functions, self.dice.randint(1, len(functions))):
                self.link(function, queue)

    def hybrid(self) -> None:
        vpc, zones = self.network(0, self.dice.choice((1, 2)))
        last = self.tiers_in(vpc, zones, self.entry(), False)
        self.places["office"] = {"kind": "data-center", "name": "Head office"}
        self.add("mainframe", "server", "users", "Core system")
        self.run("office", "mainframe")
        self.add("vpn", "aws.site-to-site-vpn", "edge")
        self.run(vpc, "vpn")
        self.link("mainframe", "vpn", "data")
        self.link("vpn", last, "data")
        self.regional("eu-west-1", last, 2)

    def two_regions(self) -> None:
        vpc, zones = self.network(0, self.dice.choice((1, 2)))
        last = self.tiers_in(vpc, zones, self.entry(), False)
        other, _ = self.network(2, 0, "-2")
        for id in [c for c in self.components if c in ("web-lb", "web", "app", "app-lb")]:
            self.run(other, id)
        if "store0" in self.components:
            self.run(other, "store0", role="read-replica", sync=False)
        self.regional("eu-west-1", last, 2)

    def hub(self) -> None:
        self.places["eu-west-1"] = {"kind": "region", "name": "Ireland"}
        self.add("tgw", "aws.transit-gateway", "edge", "Hub")
        self.run("eu-west-1", "tgw")
        self.add("staff", "users", "users", "Staff")
        self.add("vpn", "aws.client-vpn", "edge")
        self.run("eu-west-1", "vpn")
        self.link("staff", "vpn")
        self.link("vpn", "tgw")
        self.path = ["staff", "vpn", "tgw"]
        for k in range(self.dice.randint(2, 4)):
            self.places[f"spoke{k}"] = {"kind": "vpc", "in": "eu-west-1", "name": f"VPC {self.dice.choice(NAMES)}"}
            app = self.add(f"app{k}", self.dice.choice(WEB), "app", self.dice.choice(NAMES))
            self.run(f"spoke{k}", app)
            self.link("tgw", app)
            if self.chance(0.7):
                store = self.add(f"db{k}", self.dice.choice(STORES), "data")
                self.run(f"spoke{k}", store)
                self.link(app, store, "data")
