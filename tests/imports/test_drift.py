"""What is built beside what is modelled: five planted differences, and what the source leaves open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.cli.commands import cli
from archdeck.library import load

MODEL = """\
system: {name: Shop}
components:
  customers: {kind: users}
  web: {kind: aws.fargate, addresses: [aws_ecs_service.web]}
  orders:
    kind: aws.rds
    config: {Engine: PostgreSQL 16, Encryption at rest: KMS}
    recovery: {promote: 60s}
    addresses: [aws_db_instance.orders]
  cache: {kind: aws.elasticache, addresses: [aws_elasticache_cluster.*]}
  mail: {kind: aws.ses}
relations:
  visit: {from: customers, to: web}
  ask: {from: web, to: orders, kind: data}
requirements:
  ha: {says: A zone may fail, target: {survives: zone}, flows: [order]}
flows:
  order: {name: Order, steps: {"1": {from: customers, to: web}, "2": {from: web, to: orders}}}
environments:
  prod:
    places:
      eu-west-1: {kind: region, runs: {mail: {}, cache: {}}}
      vpc: {kind: vpc, in: eu-west-1, addresses: [aws_vpc.main]}
      a: {kind: zone, in: vpc, is: eu-west-1a, runs: {web: {}, orders: {role: primary}}}
      b: {kind: zone, in: vpc, is: eu-west-1b, runs: {web: {}, orders: {role: standby, sync: true}}}
"""


def plan(**changes: Any) -> str:
    """The plan of the model, with attributes of `aws_TYPE.NAME` that are otherwise: `type__name={…}`, or None for one
    that is not there."""
    subnets = {"subnets": ["subnet-aaaaaaaa", "subnet-bbbbbbbb"]}
    values: dict[str, dict[str, Any]] = {
        "aws_vpc.main": {"id": "vpc-00000000"},
        "aws_subnet.a": {"id": "subnet-aaaaaaaa", "vpc_id": "vpc-00000000", "availability_zone": "eu-west-1a"},
        "aws_subnet.b": {"id": "subnet-bbbbbbbb", "vpc_id": "vpc-00000000", "availability_zone": "eu-west-1b"},
        "aws_ecs_service.web": {"launch_type": "FARGATE", "desired_count": 2, "network_configuration": [subnets]},
        "aws_db_subnet_group.orders": {"id": "orders-group", "subnet_ids": subnets["subnets"]},
        "aws_db_instance.orders": {
            "engine": "postgres",
            "multi_az": True,
            "storage_encrypted": True,
            "db_subnet_group_name": "orders-group",
        },
        "aws_elasticache_cluster.cache": {"engine": "redis"},
    }
    for address, more in changes.items():
        name = f"aws_{address.replace('__', '.')}"
        values[name] = {**values.get(name, {}), **more} if more is not None else {}
        if more is None:
            del values[name]
    some = [{"address": a, "type": a.split(".")[0], "values": v} for a, v in values.items()]
    return json.dumps({"terraform_version": "1.13", "values": {"root_module": {"resources": some}}})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("model").mkdir()
    Path("model/shop.yaml").write_text(MODEL, encoding="utf-8")


def said(text: str, *more: str) -> tuple[int, str]:
    Path("plan.json").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(cli, ["drift", "shop", "--environment", "prod", "--against", "plan.json", *more])
    return done.exit_code, done.output


def test_what_is_built_as_it_is_modelled() -> None:
    """What has no address is told, and is no drift."""
    assert said(plan()) == (
        0,
        "shop prod against plan.json: 1 not known\n"
        "not known: mail: it has no `addresses`, so nobody can tell whether it is built\n",
    )


PLANTED = plan(
    db_instance__orders={"multi_az": False, "storage_encrypted": False, "availability_zone": "eu-west-1b"},
    ecs_service__web={"desired_count": 4},
    elasticache_cluster__cache=None,
    sqs_queue__jobs={},
)


def test_five_planted_differences_and_what_they_do() -> None:
    code, output = said(PLANTED)
    assert (code, output) == (
        1,
        "shop prod against plan.json: 1 built, not modelled, 1 modelled, not built, 4 different, 1 not known\n"
        "built, not modelled: (aws_sqs_queue.jobs): Amazon SQS is built, and no component has its address\n"
        "modelled, not built: cache (aws_elasticache_cluster.*): it is modelled, and the source has none of its "
        "addresses\n"
        "not known: mail: it has no `addresses`, so nobody can tell whether it is built\n"
        "different: web (aws_ecs_service.web): 2 of it are modelled, 4 built\n"
        "different: orders (aws_db_instance.orders): it is modelled in 2 zones (a, b) and built in 1 zone (b)\n"
        "different: orders (aws_db_instance.orders): 1 standby is modelled, no standby is built\n"
        "different: orders (aws_db_instance.orders): Encryption at rest is KMS in the model, no built\n"
        "worse than the model says: flow order without eu-west-1b: survives -> lost\n"
        "worse than the model says: requirement ha, survives zone: met -> missed\n",
    )


def test_as_json_sarif_and_a_picture() -> None:
    code, output = said(PLANTED, "--format", "sarif", "--pictures", "out")
    log = json.loads(output[output.index("{") : output.rindex("}") + 1])
    results = [
        (r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in log["runs"][0]["results"]
    ]
    assert (code, results[:3]) == (
        1,
        [("drift-built-not-modelled", 20), ("drift-modelled-not-built", 10), ("drift-no-address", 11)],
    )
    assert sorted(path.name for path in Path("out").iterdir()) == ["drift--prod.png", "drift--prod.svg"]
    assert json.loads(said(PLANTED, "--format", "json")[1])["drift"][0] == {
        "parting": "built-not-modelled",
        "component": "",
        "address": "aws_sqs_queue.jobs",
        "says": "Amazon SQS is built, and no component has its address",
    }


def test_what_the_source_leaves_open_is_as_the_model_has_it() -> None:
    """A standby in another zone is there either way round; without addresses kind and name are enough."""
    turned = (
        MODEL.replace("role: primary", "role: x")
        .replace("standby, sync: true", "primary")
        .replace("role: x", "role: standby")
    )
    Path("model/shop.yaml").write_text(turned.replace(", addresses: [aws_ecs_service.web]", ""), encoding="utf-8")
    assert said(plan())[0] == 0
    found = load("shop").drift("prod", "plan.json")
    assert [one.component for one in found.drifted] == ["mail"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--environment", "test", "--against", "plan.json"], "shop has no environment 'test'; there are prod"),
        (["--environment", "prod", "--against", "gone.json"], "archdeck: error: gone.json: does not exist\n"),
        (["--environment", "prod", "--against", "plan.json", "--from", "x"], "there is no reader 'x'"),
    ],
)
def test_what_cannot_be_compared_is_told(arguments: list[str], message: str) -> None:
    Path("plan.json").write_text(plan(), encoding="utf-8")
    done = CliRunner().invoke(cli, ["drift", "shop", *arguments])
    assert done.exit_code in (1, 2)
    assert message in done.output
