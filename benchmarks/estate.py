"""A number of components to the model of a system of about so many, in five environments, as YAML.

    .venv/bin/python benchmarks/estate.py 100 > model/estate.yaml

The system is one that companies have: services behind one entrance, each with its queue, worker, store and cache; what
they share; and a Region that stands by. Nothing in it is random, so that two runs measure the same.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

import yaml

OF_A_SERVICE: tuple[tuple[str, str, str, str], ...] = (  # name, kind, tier, what it does
    ("api", "aws.fargate", "services", "answers the calls of its callers"),
    ("jobs", "aws.sqs", "queues", "keeps work until somebody has time for it"),
    ("failed-jobs", "aws.sqs", "queues", "keeps work that failed three times"),
    ("worker", "aws.lambda", "workers", "does the work that can wait"),
    ("store", "aws.aurora", "data", "keeps what its service is about"),
    ("cache", "aws.elasticache", "data", "keeps what is asked for often"),
    ("files", "aws.s3", "data", "keeps documents and pictures"),
)
SHARED: dict[str, dict[str, str]] = {
    "customers": {"kind": "users", "tier": "users"},
    "dns": {"kind": "aws.route53", "tier": "edge"},
    "cdn": {"kind": "aws.cloudfront", "tier": "edge"},
    "waf": {"kind": "aws.waf", "tier": "edge"},
    "entrance": {"kind": "aws.elb", "tier": "entrance"},
    "bus": {"kind": "aws.eventbridge", "tier": "queues"},
    "keys": {"kind": "aws.kms", "tier": "data"},
    "logs": {"kind": "aws.cloudwatch", "tier": "data"},
    "backups": {"kind": "aws.backup", "tier": "data"},
}
ZONAL = ("api", "store", "cache")
WORDS = (
    *("orders", "carts", "prices", "stock", "search", "reviews", "users", "mail"),
    *("invoices", "returns", "shipping", "partners", "offers", "fraud", "images"),
)


def model(components: int) -> dict[str, Any]:
    """The mapping of a system with at least `components` components, within six of that number."""
    services = [_named(k) for k in range(max(1, round((components - len(SHARED)) / len(OF_A_SERVICE))))]
    of = {f"{service}-{part}": (kind, tier, says) for service in services for part, kind, tier, says in OF_A_SERVICE}
    described = {
        id: {"kind": kind, "tier": tier, "summary": f"{id.replace('-', ' ').capitalize()}: {says}"}
        for id, (kind, tier, says) in of.items()
    }
    return {
        "system": {"name": f"Estate of {components}", "title": "A company's services"},
        "tiers": ["users", "edge", "entrance", "services", "queues", "workers", "data"],
        "components": {**SHARED, **described},
        "relations": _relations(services),
        "environments": {
            "prod": _environment(of, "production", 2) | {"description": "Everything twice"},
            "staging": _environment(of, "staging", 2),
            "test": _environment(of, "staging", 1),
            "dev": _environment(of, "development", 1),
            "dr": _environment(of, "disaster-recovery", 1, "eu-central-1"),
        },
        "flows": {f"flow-{service}": _flow(service) for service in services[:5]},
    }


def _named(number: int) -> str:
    word = WORDS[number % len(WORDS)]
    return word if number < len(WORDS) else f"{word}-{number // len(WORDS) + 1}"


def _relations(services: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ask": {"from": "customers", "to": "dns", "label": "look up"},
        "visit": {"from": "customers", "to": "cdn", "label": "HTTPS"},
        "pass": {"from": "cdn", "to": "entrance"},
    }
    for service, following in zip(services, services[1:] + services[:1], strict=True):
        found |= {
            f"{service}-in": {"from": "entrance", "to": f"{service}-api"},
            f"{service}-put": {"from": f"{service}-api", "to": f"{service}-jobs", "kind": "data"},
            f"{service}-fail": {"from": f"{service}-jobs", "to": f"{service}-failed-jobs", "kind": "data"},
            f"{service}-take": {"from": f"{service}-jobs", "to": f"{service}-worker", "kind": "data"},
            f"{service}-keep": {"from": f"{service}-api", "to": f"{service}-store", "kind": "data"},
            f"{service}-look": {"from": f"{service}-api", "to": f"{service}-cache", "kind": "data"},
            f"{service}-write": {"from": f"{service}-worker", "to": f"{service}-files", "kind": "data"},
            f"{service}-tell": {"from": f"{service}-api", "to": "bus", "kind": "data"},
        }
        if following != service:
            found[f"{service}-call"] = {"from": f"{service}-api", "to": f"{following}-api"}
    return found


def _environment(of: dict[str, Any], stage: str, zones: int, region: str = "eu-west-1") -> dict[str, Any]:
    zonal = {id: {} for id in of if id.endswith(ZONAL)}
    regional = {id: {} for id in (*of, "bus", "keys", "logs", "backups") if id not in zonal}
    zone = {"kind": "zone", "in": "vpc", "runs": zonal}
    places = {
        region: {"kind": "region", "runs": regional},
        "vpc": {"kind": "vpc", "in": region, "runs": {"entrance": {}}},
    }
    return {"stage": stage, "places": {**places, **{f"{region}{letter}": zone for letter in "ab"[:zones]}}}


def _flow(service: str) -> dict[str, Any]:
    way = ["customers", "cdn", "entrance", f"{service}-api", f"{service}-store"]
    steps = {str(n): {"from": one, "to": other} for n, (one, other) in enumerate(pairwise(way), 1)}
    return {"name": f"A call of {service}", "steps": steps}


if __name__ == "__main__":
    yaml.SafeDumper.ignore_aliases = lambda *_: True  # type: ignore[assignment]
    print(yaml.safe_dump(model(int(sys.argv[1])), sort_keys=False, allow_unicode=True, width=110))
