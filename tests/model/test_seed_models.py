"""Four shipped models: that each is sound, says what its document says, and shows what the document describes."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from archdeck.answers.checks import check
from archdeck.answers.rules.linting import lint
from archdeck.language.loading import load
from archdeck.language.values import Outcome, PlaceKind, RelationKind, Role
from archdeck.model import Environment, Flow, Model
from archdeck.model.resolve.whole import resolve

MODELS = Path(__file__).parents[2] / "model"
FACTS = Path(__file__).parents[1] / "facts"
NAMES = ["africa-portal", "tiered-web-app", "global-web-app", "aws-reference"]


@cache
def model(name: str) -> Model:
    return resolve(load(MODELS / name), name)


def environment(name: str, id: str) -> Environment:
    return next(e for e in model(name).environments if e.id == id)


def flow(name: str, id: str) -> Flow:
    return next(f for f in model(name).flows if f.id == id)


def texts(value: Any) -> list[str]:
    """Every key and text in a YAML value; a row of a topic both as `name text` and as `name: text`."""
    if isinstance(value, dict):
        rows = {k: v["says"] if isinstance(v, dict) and "says" in v else v for k, v in value.items()}
        said = [f"{k} {v} {k}: {v}" for k, v in rows.items() if isinstance(v, str)]
        return [*said, *(text for key, item in value.items() for text in [str(key), *texts(item)])]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [str(value)]


def plain(text: str) -> str:
    """One line in small letters, without emphasis and the bars of tables."""
    return re.sub(r"[|\s]+", " ", re.sub(r"[*`]", "", text)).lower().strip()


@cache
def written(name: str) -> str:
    """All text of a model, as one line."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((MODELS / name).glob("*.yaml"))]
    return plain(" ".join(" ".join(texts(file)) for file in files))


def facts() -> list[tuple[str, str]]:
    """What each document says, a fact a line: tests/facts/<model>.txt."""
    return [
        (name, line)
        for name in NAMES
        for line in (FACTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]


@pytest.mark.parametrize(("name", "fact"), facts())
def test_the_model_says_what_its_document_says(name: str, fact: str) -> None:
    assert plain(fact) in written(name)


MISTAKES = {
    "africa-portal": [
        "server-in-public-subnet 'app'",
        "old-tls 'What managers are told'",
        "downtime 'fault-tolerance'",
    ],
    "tiered-web-app": [
        "shield-as-waf 'shield'",
        "router-hop 'network'",
        "engine 'Engine'",
        "balancer-twice 'request-prod'",
        "waf-behind 'web-to-waf'",
        "waf-behind 'web-to-shield'",
        "waf-behind 'elb-to-waf'",
        "waf-behind 'elb-to-shield'",
    ],
    "global-web-app": [
        "routing-no-choice 'dns'",
        "durability 'frontend'",
        "unmodelled-region 'ga'",
        "guard-bypassed 'alb'",
        "no-waf 'api-gateway'",
        "region-copy 'disaster-recovery'",
        "retired-service 'Product'",
        "drs-target 'drs'",
        "edge-chain 'cdn-to-ga'",
        "failover-past 'failover'",
        "one-region-worldwide 'latency'",
        "replication-time 'disaster-recovery'",
    ],
    "aws-reference": [
        "no-traffic 'nlb'",
        "retired-service 'app-mesh'",
        "backup-in-place 'Backup'",
        "replicated-by-itself 'Data'",
        "scales-by-itself 'rds'",
        "key-in-transit 'kms'",
        "pipeline-source 'codepipeline'",
        "private-integration 'api-gateway-to-alb'",
        "public-bucket 'web-app-to-s3'",
        "deploy-target 'codedeploy-to-eks'",
        "private-integration 'api-gateway-to-ecs'",
        "private-integration 'api-gateway-to-eks'",
    ],
    "shopmaster": [
        "dns-by-content 'dns'",
        "instant-scaling 'sale'",
        "snapshot-replication 'snapshots-to-copies'",
        "downtime 'available'",
        "old-backup 'fault-tolerant'",
    ],
}
# What a document leaves open rather than gets wrong.
OPEN = {
    "africa-portal": ["no-detection 'visibility'"],
    "tiered-web-app": ["fixed-size 'web'", "fixed-size 'app'"],
    "global-web-app": [
        "lone-line 'direct-connect'",
        "placement-group 'eks'",
        "old-generation 'eks'",
        "undecided 'Product'",
        "undecided 'policies'",
        "networks-joined 'transit-gateway'",
        "renamed-service 'fis'",
        "undecided 'opensearch'",
    ],
    "aws-reference": ["scaled-disk 'ec2'", "data-events 's3-to-cloudtrail'", "no-detection 'audit'"],
    "shopmaster": ["scaled-disk 'web'", "no-template 'web'"],
}


def found_in(name: str) -> dict[str, list[str]]:
    """What rules find, by severity: rule, and what its message names first."""
    said: dict[str, list[str]] = {"warning": [], "note": []}
    for p in lint(resolve(load(MODELS / name), name), date(2026, 6, 1)).problems:
        names = re.findall("'[^']*'", p.message)
        said[p.severity].append(f"{p.rule} {names[0] if names else ''}")
    return said


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistakes_of_the_documents_are_found_by_rules(name: str) -> None:
    """What a document gets wrong, by its rule and what it is about; what it leaves open is waived, with a reason."""
    assert found_in(name)["warning"] == MISTAKES[name]


@pytest.mark.parametrize("name", OPEN)
def test_what_the_documents_leave_open_is_noted_by_rules(name: str) -> None:
    assert [said for said in found_in(name)["note"] if said in OPEN[name]] == OPEN[name]


@pytest.mark.parametrize("name", NAMES)
def test_there_is_nothing_to_warn_of(name: str) -> None:
    assert [str(problem) for problem in check(model(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_names_the_schema_for_editors(name: str) -> None:
    first = {path.read_text(encoding="utf-8").splitlines()[0] for path in (MODELS / name).glob("*.yaml")}
    assert first == {"# yaml-language-server: $schema=../archdeck.schema.json"}


@pytest.mark.parametrize("name", NAMES)
def test_every_component_is_explained_for_engineers_and_for_managers(name: str) -> None:
    lacking = [
        c.id
        for c in model(name).components
        if not (c.summary and c.description and c.say and (c.why or c.kind.scope == "actor"))
    ]
    assert lacking == []


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_says_how_each_component_meets_it(name: str) -> None:
    assert [(r.id, c.id) for r in model(name).requirements for c, how in r.met_by if not how] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("africa-portal", ["prod", "staging", "dev", "dr"]),
        ("tiered-web-app", ["prod", "staging", "dev", "dr"]),
        ("global-web-app", ["prod", "staging", "dev", "dr"]),
        ("aws-reference", ["reference", "web-application", "microservices", "serverless", "delivery"]),
    ],
)
def test_environments(name: str, expected: list[str]) -> None:
    assert [e.id for e in model(name).environments] == expected


def way(name: str, id: str) -> list[tuple[str, str, str]]:
    """Number, start and end of each step of a flow."""
    return [(s.number, s.source.id, s.target.id) for s in flow(name, id).steps]


# ---- Africa portal


def test_the_portal_has_public_and_private_subnets_in_two_zones() -> None:
    found = {
        (i.component.id, *(p.id for p in i.places()[:2]))
        for i in environment("africa-portal", "prod").instances
        if i.component.id in ("app", "db")
    }
    assert found == {
        ("app", "az1-public", "az1"),
        ("db", "az1-private", "az1"),
        ("app", "az2-public", "az2"),
        ("db", "az2-private", "az2"),
    }


def test_the_visual_walk_goes_from_user_interactions_to_the_backend() -> None:
    assert way("africa-portal", "walk") == [
        ("1", "customers", "cdn"),
        ("2", "customers", "elb"),
        ("3", "elb", "app"),
        ("4", "app", "db"),
        ("5", "app", "images"),
        ("6", "cdn", "images"),
    ]


def test_the_story_has_the_five_points_and_the_visual_aid() -> None:
    assert [slide.title for slide in model("africa-portal").story] == [
        "Start with Business Requirements",
        "Cost-Effective Design",
        "Security Features",
        "High Availability and Fault Tolerance",
        "Performance and Monitoring",
        "Visual Aid: a walk through the architecture",
    ]


def test_disaster_recovery_of_the_portal_is_the_other_zone_alone() -> None:
    dr = environment("africa-portal", "dr")
    assert {p.id for p in dr.places if p.kind is PlaceKind.ZONE} == {"az2"}
    assert {(i.component.id, i.role) for i in dr.instances if i.component.id == "db"} == {("db", None)}


# ---- Tiered web app


def test_the_six_steps_of_development_in_the_order_of_the_document() -> None:
    assert way("tiered-web-app", "request-dev") == [
        ("1", "users", "web"),
        ("2", "web", "web"),
        ("3", "web", "waf"),
        ("4", "waf", "network"),
        ("5", "network", "app"),
        ("6", "app", "db"),
    ]
    assert [e.id for e in flow("tiered-web-app", "request-dev").environments] == ["dev"]


def test_the_six_steps_of_production_and_staging_in_the_order_of_the_document() -> None:
    assert way("tiered-web-app", "request-prod") == [
        ("1", "users", "elb"),
        ("2", "elb", "web"),
        ("3", "elb", "waf"),
        ("4", "elb", "network"),
        ("5", "network", "app"),
        ("6", "app", "db"),
    ]
    assert [e.id for e in flow("tiered-web-app", "request-prod").environments] == ["prod", "staging", "dr"]


# ---- The documents' mistakes are drawn, and noted


@pytest.mark.parametrize(
    ("name", "component", "words"),
    [
        ("tiered-web-app", "waf", "never to an EC2 instance"),
        ("tiered-web-app", "db", "Amazon DocumentDB"),
        ("tiered-web-app", "network", "AWS needs no network server"),
        ("global-web-app", "ga", "No Region of this design serves there"),
        ("global-web-app", "frontend", "eleven nines"),
        ("aws-reference", "nlb", "has no traffic"),
        ("africa-portal", "app", "private subnets"),
    ],
)
def test_what_is_wrong_in_a_document_carries_a_note(name: str, component: str, words: str) -> None:
    note = next(c.note for c in model(name).components if c.id == component)
    assert words in re.sub(r"[*\s]+", " ", note)


# ---- Global web app


def test_mumbai_has_three_zones_and_singapore_stands_by() -> None:
    prod = environment("global-web-app", "prod")
    zones = [p.id for p in prod.places if p.kind is PlaceKind.ZONE and "ap-south-1" in {q.id for q in p.chain()}]
    subnets = {zone: [p.name for p in prod.places if p.parent and p.parent.id == zone] for zone in zones}
    assert subnets == {
        zone: ["Public subnet", "Private subnet", "DB subnet"] for zone in ("zone-a", "zone-b", "zone-c")
    }
    assert [p.id for p in prod.places if p.standby] == ["ap-southeast-1"]


def test_the_database_has_a_standby_a_read_replica_and_a_warm_standby_in_singapore() -> None:
    found = {
        (i.place.id if i.place else "", i.role)
        for i in environment("global-web-app", "prod").instances
        if i.component.id == "db"
    }
    assert found == {
        ("db-a", Role.PRIMARY),
        ("db-b", Role.STANDBY),
        ("db-c", Role.READ_REPLICA),
        ("db-sg", Role.READ_REPLICA),
    }


def test_only_failover_and_copies_lead_to_singapore() -> None:
    prod = environment("global-web-app", "prod")
    kinds = {
        link.relation.kind
        for link in prod.links
        if any(p.standby for p in link.target.places()) and not any(p.standby for p in link.source.places())
    }
    assert kinds >= {RelationKind.FAILOVER, RelationKind.REPLICATION}
    assert not kinds & {RelationKind.REQUEST, RelationKind.DATA}


def test_targets_of_the_global_web_app() -> None:
    targets = {r.id: r.target for r in model("global-web-app").requirements}
    assert (targets["disaster-recovery"].rto_s, targets["disaster-recovery"].rpo_s) == (900, 300)
    assert targets["latency"].latency_s == 0.15
    assert {t.standard for t in targets.values() if t.standard} == {"PCI-DSS", "SOC2"}


def test_the_way_of_a_request_through_the_global_web_app() -> None:
    assert [step[2] for step in way("global-web-app", "request")] == [
        "dns", "cdn", "frontend", "ga", "alb", "eks", "services", "db", "redis", "assets", "sessions",
    ]  # fmt: skip


# ---- AWS reference

LAYERS = {
    "users": "users web-app mobile-app api",
    "compute": "ec2 lambda ecs eks",
    "networking": "vpc alb nlb api-gateway cloudfront",
    "storage": "s3 ebs rds dynamodb efs",
    "security": "iam kms waf shield secrets",
    "operations": "cloudwatch cloudtrail xray codepipeline codebuild codedeploy",
    "infrastructure": "regions azs data-centers",
}
# The arrows of the diagram: source > targets.
ARROWS = """
users > web-app mobile-app
web-app > api s3
mobile-app > api
api > api-gateway
api-gateway > alb lambda
cloudfront > s3 alb shield
alb > ec2 ecs eks waf
ec2 > ebs s3 efs iam secrets cloudwatch cloudtrail
lambda > dynamodb s3 iam secrets cloudwatch xray
ecs > rds iam cloudwatch xray
eks > rds iam cloudwatch
rds > kms cloudwatch
s3 > kms cloudtrail
ebs > kms
codepipeline > codebuild codedeploy
codedeploy > ec2 ecs lambda
"""
# Those that are containment.
CONTAINMENT = """
ec2 > vpc azs
lambda > vpc
ecs > vpc azs
eks > vpc azs
rds > vpc azs
alb > vpc
nlb > vpc
vpc > regions
azs > regions
regions > data-centers
"""


def pairs(text: str) -> set[tuple[str, str]]:
    lines = [line.split(" > ") for line in text.strip().splitlines()]
    return {(source, target) for source, targets in lines for target in targets.split()}


def test_the_seven_layers_and_their_services() -> None:
    found = {
        t.id: {c.id for c in model("aws-reference").components if c.tier.id == t.id}
        for t in model("aws-reference").tiers
    }
    found["users"] -= {"developer", "repository"}  # named by the deployment flow only
    found["networking"] -= {"app-mesh"}  # named by a use case only
    assert found == {layer: set(services.split()) for layer, services in LAYERS.items()}


def test_all_59_arrows_are_there_and_containment_is_no_arrow_of_a_request() -> None:
    file = yaml.safe_load((MODELS / "aws-reference" / "relations.yaml").read_text(encoding="utf-8"))["relations"]
    found = {(r["from"], r["to"]): r.get("kind", "request") for r in file.values()}
    assert len(file) == 59
    assert set(found) == pairs(ARROWS) | pairs(CONTAINMENT)
    assert {found[pair] for pair in pairs(CONTAINMENT)} == {"uses"}


def test_what_is_contained_stands_in_its_place() -> None:
    chains = {i.component.id: {p.kind for p in i.places()} for i in environment("aws-reference", "reference").instances}
    assert {c for c, kinds in chains.items() if PlaceKind.VPC in kinds} == {
        "ec2",
        "ebs",
        "ecs",
        "eks",
        "rds",
        "alb",
        "nlb",
    }
    assert {c for c, kinds in chains.items() if PlaceKind.ZONE in kinds} == {"ec2", "ebs", "ecs", "eks", "rds"}


@pytest.mark.parametrize(
    ("id", "steps"),
    [("user-request", 7), ("deployment", 6), ("data-storage", 6), ("auto-scaling-flow", 6)],
)
def test_the_four_data_flows_have_the_steps_of_the_document(id: str, steps: int) -> None:
    assert [s.number for s in flow("aws-reference", id).steps] == [str(n + 1) for n in range(steps)]
    assert flow("aws-reference", id).environments != ()


def test_the_layers_are_a_picture_of_the_32_services_of_the_diagram() -> None:
    left_out = next(v.exclude for v in model("aws-reference").views if v.id == "layers")
    assert {c.id for c in model("aws-reference").components} - left_out == set(" ".join(LAYERS.values()).split())


@pytest.mark.parametrize("id", ["web-application", "microservices", "serverless"])
def test_each_use_case_is_a_picture_with_a_flow(id: str) -> None:
    assert [f.id for f in model("aws-reference").flows if environment("aws-reference", id) in f.environments] != []


def test_drills_say_what_is_expected() -> None:
    found = {(name, d.id): {f.id: outcome for f, outcome in d.expect} for name in NAMES for d in model(name).drills}
    assert found == {
        ("africa-portal", "zone-1"): {"walk": Outcome.SURVIVES, "image": Outcome.SURVIVES},
        ("africa-portal", "region"): {"walk": Outcome.LOST},
        ("tiered-web-app", "zone-a"): {"request-prod": Outcome.SURVIVES},
        ("tiered-web-app", "development-zone"): {"request-dev": Outcome.LOST},
        ("global-web-app", "zone-a"): {"request": Outcome.SURVIVES},
        ("global-web-app", "mumbai"): {"request": Outcome.RECOVERS},
    }
