"""Random models of no shape at all: anything stands anywhere and leads to anything. A picture must bear that too.

python tests/jumble.py 84 > model.yaml
"""

from __future__ import annotations

import random
import sys

import yaml

from population import CLASSES, size_class
from sketch import Thing

KINDS = (
    *("ec2", "lambda", "ecs", "eks", "step-functions", "rds", "s3", "dynamodb", "elasticache", "efs", "opensearch"),
    *("sqs", "sns", "eventbridge", "alb", "api-gateway", "nat-gateway", "internet-gateway", "cognito"),
)
NAMES = (
    *("Order", "Customer", "Payment", "Search", "Billing", "Session", "Report", "Media", "Audit", "Stock", "Shipping"),
    *("Price", "Review", "Mail", "Offer", "Return", "Fraud", "Ledger", "Tax", "Identity", "Notification"),
)
LABELS = (
    "",
    "",
    "",
    "HTTPS",
    "gRPC",
    "events",
    "reads",
    "writes",
    "nightly export",
    "JDBC 5432",
    "publishes orders to",
)
ARROWS = (*5 * ("request",), *4 * ("data",), "replication", "backup", "failover", "control", "uses")
TIERS = ("users", "edge", "web", "app", "data", "ops")


def model(seed: int) -> Thing:
    """A model with one environment `prod`: a tree of places, components in any of them, and relations between any."""
    dice = random.Random(f"jumble {seed}")
    places = _places(dice)
    tiers = TIERS if dice.random() < 0.8 else ()
    components: Thing = {"users": {"kind": "users"} | ({"tier": "users"} if tiers else {})}
    for k in range(dice.randint(*CLASSES[size_class(seed)]) - 1):
        components[f"c{k}"] = {
            "kind": f"aws.{dice.choice(KINDS)}",
            "name": " ".join(dice.sample(NAMES, dice.choice([1, 1, 2, 3]))),
        }
        if tiers:
            components[f"c{k}"]["tier"] = dice.choice(tiers[1:])
        _run(dice, f"c{k}", places)
    relations = _relations(dice, list(components))
    walked = [r for r in relations.values() if r["kind"] in ("request", "data")][: dice.randint(0, 9)]
    made: Thing = {"system": {"name": f"Jumble {seed}"}}
    made |= {"tiers": list(tiers)} if tiers else {}
    made |= {"components": components, "relations": relations}
    made |= {"environments": {"prod": {"name": "Production", "places": places}}}
    steps = {k: {"from": r["from"], "to": r["to"]} for k, r in enumerate(walked, start=1)}
    return made | ({"flows": {"walk": {"steps": steps}}} if steps else {})


def text(seed: int) -> str:
    """The same as YAML."""
    return yaml.safe_dump(model(seed), sort_keys=False, allow_unicode=True, width=110)


def _places(dice: random.Random) -> Thing:
    """Regions with networks, zones, subnets and clusters, each of them or not, and what lies outside."""
    places: Thing = {}

    def place(id: str, kind: str, parent: str = "", name: str = "") -> str:
        places[id] = {"kind": kind, "runs": {}} | ({"in": parent} if parent else {}) | ({"name": name} if name else {})
        return id

    for r in range(dice.choice([1, 1, 1, 2, 2, 3])):
        region = place(f"r{r}", "region", name=dice.choice(["us-east-1", "eu-west-1", "ap-south-1"]))
        for v in range(dice.choice([0, 1, 1, 2, 3])):
            network = place(f"{region}v{v}", "vpc", region, dice.choice(["VPC", "Core VPC", "VPC 10.0.0.0/16"]))
            for z in range(dice.choice([0, 1, 2, 2, 3, 4])):
                zone = place(f"{network}z{z}", "zone", network)
                for s in range(dice.choice([0, 0, 1, 2, 3])):
                    subnet = place(f"{zone}s{s}", dice.choice(["public-subnet", "private-subnet"]), zone)
                    if dice.random() < 0.15:
                        place(f"{subnet}c", "cluster", subnet, "Cluster")
    for x in range(dice.choice([0, 0, 1, 2])):
        place(f"x{x}", dice.choice(["data-center", "group", "cloud"]), name=dice.choice(["Head office", "Partner"]))
    return places


def _run(dice: random.Random, component: str, places: Thing) -> None:
    """In one place, in some with a count, or as a primary with a standby."""
    style, leaves = dice.random(), list(places)
    if style < 0.7 or len(leaves) == 1:
        places[dice.choice(leaves)]["runs"][component] = {}
    elif style < 0.9:
        for leaf in dice.sample(leaves, min(len(leaves), dice.choice([2, 2, 3]))):
            places[leaf]["runs"][component] = {"count": dice.choice([1, 1, 2, 4])}
    else:
        for leaf, role in zip(dice.sample(leaves, 2), ("primary", "standby"), strict=True):
            places[leaf]["runs"][component] = {"role": role}


def _relations(dice: random.Random, components: list[str]) -> Thing:
    relations: Thing = {}
    for k in range(int(len(components) * dice.uniform(0.7, 1.8))):
        one, other = dice.sample(components, 2)
        if other == "users":
            one, other = other, one
        relations[f"l{k}"] = {"from": one, "to": other, "kind": dice.choice(ARROWS)}
        if label := dice.choice(LABELS):
            relations[f"l{k}"]["label"] = label
    return relations


if __name__ == "__main__":
    print(text(int(sys.argv[1])), end="")
