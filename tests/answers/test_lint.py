"""Every rule finds what its failing example shows, and nothing in the passing one: the examples of its page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import population
from archdeck.answers.rules import services
from archdeck.answers.rules.explained import TEXTS, explanation
from archdeck.answers.rules.linting import RULES, lint
from archdeck.language.problems import Problem
from archdeck.model import kinds
from written import resolved

TODAY = date(2026, 6, 1)
FAR = date(9999, 1, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(text: str, today: date = TODAY) -> tuple[Problem, ...]:
    return lint(resolved(text, Path()), today).problems


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_failing_example(rule: str) -> None:
    found = problems(explanation(rule).fails)
    assert [str(problem) for problem in found if problem.rule == rule] == list(explanation(rule).finds) != []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_passes_its_passing_example(rule: str) -> None:
    assert [str(problem) for problem in problems(explanation(rule).passes) if problem.rule == rule] == []


def test_every_rule_is_explained_and_nothing_else_is() -> None:
    assert sorted(path.stem for path in TEXTS.iterdir()) == sorted(RULES)
    for rule in RULES.values():
        told = explanation(rule.id)
        assert told.why.strip(), rule.id
        assert told.looks_at.strip(), rule.id
        assert told.fix.strip(), rule.id


def test_rules_have_pillars_as_aws_has_them() -> None:
    by_pillar: dict[str, int] = {}
    for rule in RULES.values():
        pillar = rule.pillar.value if rule.pillar else "the model itself"
        by_pillar[pillar] = by_pillar.get(pillar, 0) + 1
    assert by_pillar == {
        "security": 19,
        "reliability": 24,
        "operational-excellence": 7,
        "performance": 6,
        "cost": 4,
        "sustainability": 2,
        "the model itself": 10,
    }


ONE_ZONE = """\
system: {{name: Shop, owner: Shop team{system}}}
components:
  orders: {{kind: aws.rds, why: y, config: {{Encryption: KMS, Backups: 7 days}}{component}}}
environments:
  prod:{environment}
    places:
      a: {{kind: zone{place}, runs: {{orders: {{{instance}}}}}}}
"""
WAIVE = "waive: {one-zone-store: {because: Cheap, until: 2026-06-30}}"
BESIDE = {
    "system": f", {WAIVE}",
    "component": f", {WAIVE}",
    "environment": f"\n    {WAIVE}",
    "place": f", {WAIVE}",
    "instance": WAIVE,
}


def one_zone(**written: str) -> str:
    return ONE_ZONE.format(**dict.fromkeys(BESIDE, "") | written)


@pytest.mark.parametrize("beside", BESIDE)
def test_a_finding_is_waived_beside_what_it_is_about_or_around_that(beside: str) -> None:
    text = one_zone(**{beside: BESIDE[beside]})
    assert [(p.rule, p.message) for p in problems(text) if p.severity != "note"] == []
    (finding,) = [f for f in lint(resolved(text, Path()), TODAY).findings if f.waiver]
    assert finding.waiver
    assert (finding.waiver.because, finding.waiver.until) == ("Cheap", date(2026, 6, 30))


def test_a_waiver_holds_on_its_last_day_and_then_the_finding_is_back() -> None:
    text = one_zone(component=BESIDE["component"])
    last, after = date(2026, 6, 30), date(2026, 7, 1)
    assert [p.rule for p in problems(text, last) if p.severity != "note"] == []
    assert [str(p) for p in problems(text, after) if p.severity != "note"] == [
        "shop.yaml:7:30: warning: store 'orders' runs only in a in production (prod); run a standby in a second zone "
        "(its waiver ended on 2026-06-30) [one-zone-store]"
    ]


def test_a_waiver_of_an_unknown_rule_is_an_error_with_the_nearest_name() -> None:
    text = one_zone(system=", waive: {one-zone-stor: {because: B, until: 2026-06-30}}")
    assert [str(p) for p in problems(text) if p.severity == "error"] == [
        "shop.yaml:1:48: error: 'one-zone-stor' is no rule that can be waived; did you mean 'one-zone-store'? "
        "[unknown-rule]"
    ]


def test_a_waiver_that_waives_nothing_is_a_warning() -> None:
    text = one_zone(component=", waive: {no-dlq: {because: B, until: 2026-06-30}}")
    assert [str(p) for p in problems(text) if p.rule == "idle-waiver"] == [
        "shop.yaml:3:87: warning: rule 'no-dlq' finds nothing here; delete the waiver [idle-waiver]"
    ]


INHERITED = """\
system: {name: Shop, owner: Shop team}
components:
  orders: {kind: aws.rds, why: y, config: {Encryption: KMS, Backups: 7 days}}
environments:
  prod:
    waive: {one-zone-store: {because: Cheap, until: 2026-06-30}}
    places:
      a: {kind: zone, runs: {orders: {}}}
  blue: {extends: prod, stage: production}
"""


def test_what_another_environment_inherits_is_not_waived_by_that_of_the_first() -> None:
    """`waive` of an environment is its own, as its name is; beside a place or an instance it is inherited."""
    said = [str(p) for p in problems(INHERITED) if p.rule == "one-zone-store"]
    assert said == [
        "shop.yaml:8:30: warning: store 'orders' runs only in a in production (blue); run a standby in a second zone "
        "[one-zone-store]"
    ]
    beside = INHERITED.replace(
        "orders: {}", "orders: {waive: {one-zone-store: {because: Cheap, until: 2026-06-30}}}"
    ).replace("    waive: {one-zone-store: {because: Cheap, until: 2026-06-30}}\n", "")
    assert [str(p) for p in problems(beside) if p.rule in ("one-zone-store", "idle-waiver")] == []


def test_an_environment_takes_a_waiver_away_by_null() -> None:
    text = (
        one_zone(instance=WAIVE)
        + """\
  blue:
    extends: prod
    stage: production
    places: {a: {runs: {orders: {waive: {one-zone-store: null}}}}}
"""
    )
    assert [str(p) for p in problems(text) if p.rule == "one-zone-store"] == [
        "shop.yaml:11:25: warning: store 'orders' runs only in a in production (blue); run a standby in a second zone "
        "[one-zone-store]"
    ]


NOT_STATED = {
    "a database that stands in no zone": "prod: {places: {vpc: {kind: vpc, runs: {orders: {}}}}}",
    "one of two instances stands in no zone": (
        "prod: {places: {vpc: {kind: vpc, runs: {orders: {role: primary}}}, "
        "a: {kind: zone, in: vpc, runs: {orders: {role: standby, sync: true}}}}}"
    ),
    "the setting of an instance says Multi-AZ": (
        "prod: {places: {a: {kind: zone, runs: {orders: {config: {Deployment: Multi-AZ}}}}}}"
    ),
    "it is not production": "dev: {places: {a: {kind: zone, runs: {orders: {}}}}}",
}


@pytest.mark.parametrize("case", NOT_STATED)
def test_what_is_not_stated_is_not_wrong(case: str) -> None:
    text = f"system: {{name: Shop}}\ncomponents: {{orders: {{kind: aws.rds}}}}\nenvironments:\n  {NOT_STATED[case]}\n"
    assert [str(p) for p in problems(text) if p.rule == "one-zone-store"] == []


def test_the_secret_itself_is_not_repeated() -> None:
    text = """\
system: {name: Shop}
components:
  web: {kind: aws.ec2, config: {Note: AKIAABCDEFGHIJKLMNOP, Password: "swordfish1", Token lifetime: 15minutes}}
"""
    said = [p.message for p in problems(text) if p.rule == "secret-in-settings"]
    assert said == [
        "each of the settings 'Note' and 'Password' of 'web' looks like a secret; name the place that keeps it "
        "instead, and change the secret"
    ]
    assert "swordfish1" not in str(problems(text))


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_whatever_is_found_can_be_waived_for_the_whole_system(seed: int) -> None:
    """Random models: with a waiver of every rule that finds something nothing is open, and all of it is still there."""
    model = population.model(seed)
    found = lint(resolved(yaml.safe_dump(model), Path()), TODAY).findings
    waive = {f.rule.id: {"because": "b", "until": "2026-06-01"} for f in found}
    model["system"]["waive"] = waive
    linted = lint(resolved(yaml.safe_dump(model), Path()), TODAY)
    assert found
    assert linted.problems == ()
    assert [(f.rule.id, f.evidence.words) for f in linted.findings] == [(f.rule.id, f.evidence.words) for f in found]


def test_random_models_try_most_rules() -> None:
    """What the dice never lead to: services and mistakes that no scene of theirs has."""
    rules = {f.rule.id for seed in range(120) for f in lint(resolved(population.text(seed), Path()), TODAY).findings}
    assert len(rules) >= 15


@pytest.mark.parametrize("rule", RULES)
def test_each_finding_can_be_waived_beside_what_it_is_about(rule: str) -> None:
    """For every rule: a waiver in the system takes each of its findings, and none of another rule."""
    waived = f"system: {{name: Shop, waive: {{{rule}: {WAIVED}}}"
    text = explanation(rule).fails.replace("system: {name: Shop", waived, 1)
    assert WAIVED in text
    findings = lint(resolved(text, Path()), TODAY).findings
    assert {f.rule.id for f in findings if f.waiver} == {rule}
    assert [f for f in findings if f.rule.id == rule and not f.waiver] == []


WAIVED = "{because: We know, until: 2026-06-30}"


def test_rules_know_kinds_of_the_catalogue_only() -> None:
    """A set of ids that names a kind wrongly finds nothing, and nobody notices."""
    ids = {kind.id for kind in kinds()}
    tables = {name: table for name, table in vars(services).items() if isinstance(table, frozenset)}
    tables |= {"OFFERED": frozenset(services.OFFERED), "RETIRED": frozenset(services.RETIRED)}
    tables.pop("OLD_SIZES")  # of servers
    assert {name: table - ids for name, table in tables.items() if table - ids} == {}


def test_rules_know_every_database_and_store_of_the_catalogue() -> None:
    """But for what only passes data on, copies it, or says how it is kept."""
    apart = {
        "aws.dms", "aws.dynamodb-streams", "aws.rds-proxy", "azure.database-migration", "gcp.database-migration",
        "gcp.datastream", "aws.elastic-disaster-recovery", "aws.file-cache", "aws.file-gateway", "aws.s3-access-point",
        "aws.s3-deep-archive", "aws.s3-glacier", "aws.s3-glacier-instant-retrieval", "aws.s3-lifecycle",
        "aws.s3-multi-region-access-point", "aws.s3-object", "aws.s3-object-lambda", "aws.s3-replication",
        "aws.snowball", "aws.storage-gateway", "aws.tape-gateway", "aws.volume-gateway", "azure.archive-storage",
        "azure.queue-storage", "azure.site-recovery",
    }  # fmt: skip
    stores = {kind.id for kind in kinds() if kind.category in ("Database", "Storage")}
    assert stores - services.STORES - services.BACKUPS == apart


def test_rules_know_every_balancer_of_the_catalogue() -> None:
    spread = {kind.id for kind in kinds() if kind.spreads}
    assert spread - services.BALANCERS == {"aws.global-accelerator", "azure.front-door", "azure.traffic-manager"}


def test_stores_of_other_clouds_are_stores() -> None:
    """Azure and Google encrypt whatever they keep; backup and a second zone are asked for as in AWS."""
    model = """\
system: {name: Shop}
components:
  sql: {kind: azure.postgresql}
  table: {kind: gcp.database.Bigtable}
  files: {kind: azure.blob-storage}
  cache: {kind: aws.elasticache-valkey}
environments:
  prod:
    places:
      azure: {kind: cloud, name: Microsoft Azure}
      west: {kind: zone, in: azure, runs: {sql: {}, files: {}}}
      google: {kind: cloud, name: Google Cloud}
      belgium: {kind: zone, in: google, runs: {table: {}, cache: {}}}
"""
    of_stores = ("one-zone-store", "no-backup", "store-encryption")
    assert [problem.message.partition(";")[0] for problem in problems(model) if problem.rule in of_stores] == [
        "no setting and no relation of store 'sql' says how it is backed up",
        "no setting and no relation of store 'table' says how it is backed up",
        "no setting and no relation of store 'cache' says how it is encrypted",
        "store 'sql' runs only in west in production (prod)",
        "store 'table' runs only in belgium in production (prod)",
        "store 'cache' runs only in belgium in production (prod)",
    ]
