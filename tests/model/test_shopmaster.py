"""The ShopMaster model: that it is sound, and that no fact of its scenario is missing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from archdeck.language.loading import load
from archdeck.language.values import Outcome, Role
from archdeck.model import Environment, Model
from archdeck.model.resolve.whole import resolve

FOLDER = Path(__file__).parents[2] / "model" / "shopmaster"


@cache
def shopmaster() -> Model:
    return resolve(load(FOLDER), "shopmaster")


def environment(name: str) -> Environment:
    return next(e for e in shopmaster().environments if e.id == name)


def texts(value: Any) -> list[str]:
    """Every key and text in a YAML value."""
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [str(key), *texts(item)]]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [str(value)]


@cache
def written() -> str:
    """All text of the model, as one line without emphasis, in small letters."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
    return re.sub(r"[*`\s]+", " ", " ".join(" ".join(texts(file)) for file in files)).lower()


# What the scenario says, section by section.
FACTS = """
sells products globally
highly available : no downtime if a server or an availability zone (az) fails
scalable : it handles sudden spikes during sales events like black friday
fault-tolerant : data is safe even if an az goes down
static content , everywhere in the world
deliver static content quickly worldwide
the domain is hosted in route 53
routes its traffic to the infrastructure
dynamic content (api calls, database-driven pages)
static content (product images, css, javascript)
goes through the external load balancer
served by the cloudfront cdn
distributes incoming traffic across web instances in multiple azs (us-east-1a and us-east-1b)
avoid a single point of failure
if az us-east-1a fails, users still reach the site via us-east-1b
stores app code and data for ec2 instances
snapshots are taken and stored in s3 for backup
automatically launches more web instances if traffic spikes
on black friday, auto scaling adds 10 more ec2 instances in seconds
balances traffic between app instances (the business logic layer) across azs
the web layer calls api endpoints here for cart management, order processing
scales application servers independently of the web layer
if checkout requests spike, more app servers are launched
rds multi-az setup
rds db master instance
in us-east-1a: all writes go here
rds db standby instance
synchronous replication ensures zero data loss on failover
rds db read replica
handles read-heavy queries
asynchronously
useful for product catalog browsing
ebs snapshots and rds snapshots are stored in s3
cross-region replication (crr) brings the backups to another aws region (us-east-2) for disaster recovery
if the entire us-east-1 region goes down, you can spin up your app in us-east-2 using the replicated data
static content (images, css, js) is cached at aws edge locations worldwide
reduces latency for global users
someone in europe, for example, loads the site faster even though the servers are in the us
1. a user visits shopmaster.com ; route 53 decides where to send them
2. dynamic content: elb, web servers on ec2 (auto-scaled), internal elb, application servers on ec2, rds database
3. static content: cloudfront, which has a cached copy at the nearest edge location
4. if zone us-east-1a fails, the elb automatically sends traffic to the instances in us-east-1b
5. if the entire region us-east-1 fails, the system is restored in us-east-2 from the cross-region backups in s3
"""


@pytest.mark.parametrize("fact", FACTS.strip().splitlines())
def test_the_model_says_what_the_scenario_says(fact: str) -> None:
    assert fact in written()


def test_every_file_names_the_schema_for_editors() -> None:
    first = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in FOLDER.glob("*.yaml")}
    assert set(first.values()) == {"# yaml-language-server: $schema=../archdeck.schema.json"}


def test_environments() -> None:
    assert [e.id for e in shopmaster().environments] == ["prod", "staging", "dev", "dr"]


def test_production_runs_every_component() -> None:
    prod = environment("prod")
    assert prod.missing == {}
    assert {(i.component.id, i.place.id if i.place else "") for i in prod.instances} == {
        ("users", ""),
        ("dns", "aws-cloud"),
        ("cdn", "aws-cloud"),
        ("static-content", "us-east-1"),
        ("external-elb", "vpc"),
        ("web", "us-east-1a"),
        ("web", "us-east-1b"),
        ("web-disk", "us-east-1a"),
        ("web-disk", "us-east-1b"),
        ("internal-elb", "vpc"),
        ("app", "us-east-1a"),
        ("app", "us-east-1b"),
        ("db", "us-east-1a"),
        ("db", "us-east-1b"),
        ("db", "vpc"),
        ("snapshots", "us-east-1"),
        ("backup-copies", "us-east-2"),
    }


def test_the_database_has_a_primary_a_synchronous_standby_and_an_asynchronous_read_replica() -> None:
    found = {
        (i.role, i.place.id if i.place else "", i.sync) for i in environment("prod").instances if i.component.id == "db"
    }
    assert found == {
        (Role.PRIMARY, "us-east-1a", None),
        (Role.STANDBY, "us-east-1b", True),
        (Role.READ_REPLICA, "vpc", False),
    }


def test_disaster_recovery_is_the_system_in_the_other_region() -> None:
    dr = environment("dr")
    assert {p.id for p in dr.places} == {"aws-cloud", "us-east-2", "vpc", "us-east-2a", "us-east-2b"}
    assert {c.id for c in environment("prod").components} - {c.id for c in dr.components} == {"snapshots"}


@pytest.mark.parametrize(
    ("flow", "way"),
    [
        ("visit", ["users", "dns", "external-elb", "web", "internal-elb", "app", "db"]),
        ("static", ["users", "dns", "cdn", "static-content"]),
        ("browse", ["users", "dns", "external-elb", "web", "internal-elb", "app", "db"]),
    ],
)
def test_requests_take_the_way_that_the_scenario_describes(flow: str, way: list[str]) -> None:
    steps = next(f for f in shopmaster().flows if f.id == flow).steps
    assert [steps[0].source.id, *(step.target.id for step in steps)] == way


def test_catalogue_browsing_reads_from_the_replica() -> None:
    steps = next(f for f in shopmaster().flows if f.id == "browse").steps
    assert [s.relation.role for s in steps if s.relation and s.target.id == "db"] == [Role.READ_REPLICA]


def test_all_five_steps_of_the_real_life_flow_are_flows() -> None:
    named = {
        number: f.id
        for f in shopmaster().flows
        for number in re.findall(r"\d", f.summary.split(":")[0])
        if f.summary.startswith("Real-life flow")
    }
    assert named == {"1": "static", "2": "visit", "3": "static", "4": "zone-loss", "5": "restore"}


def test_expected_outcomes_of_the_drills() -> None:
    found = {d.id: {flow.id: outcome for flow, outcome in d.expect} for d in shopmaster().drills}
    assert found == {
        "zone-a": {"visit": Outcome.SURVIVES, "static": Outcome.SURVIVES},
        "region": {"visit": Outcome.LOST},
    }


def test_every_component_is_explained() -> None:
    lacking = [
        c.id
        for c in shopmaster().components
        if not (c.summary and c.description and c.say and (c.why or c.id == "users"))
    ]
    assert lacking == []


def test_every_requirement_says_how_each_component_meets_it() -> None:
    assert [(r.id, c.id) for r in shopmaster().requirements for c, how in r.met_by if not how] == []
