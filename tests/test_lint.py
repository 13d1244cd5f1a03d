"""Every rule finds what its failing example shows, and nothing in the passing one: the examples of its page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import population
from archdeck.lint import RULES, lint
from archdeck.lint.explained import RULES as FILES
from archdeck.lint.explained import explained
from archdeck.problems import Problem
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
    found = problems(explained(rule).fails)
    assert [str(problem) for problem in found if problem.rule == rule] == list(explained(rule).finds) != []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_passes_its_passing_example(rule: str) -> None:
    assert [str(problem) for problem in problems(explained(rule).passes) if problem.rule == rule] == []


def test_every_rule_is_explained_and_nothing_else_is() -> None:
    assert sorted(path.stem for path in FILES.iterdir()) == sorted(RULES)
    for rule in RULES.values():
        told = explained(rule.id)
        assert told.why.strip(), rule.id
        assert told.looks_at.strip(), rule.id
        assert told.fix.strip(), rule.id


def test_rules_have_pillars_as_aws_has_them() -> None:
    by_pillar: dict[str, int] = {}
    for rule in RULES.values():
        pillar = rule.pillar.value if rule.pillar else "the model itself"
        by_pillar[pillar] = by_pillar.get(pillar, 0) + 1
    assert by_pillar == {
        "security": 10,
        "reliability": 13,
        "operational-excellence": 5,
        "performance": 4,
        "cost": 4,
        "sustainability": 2,
        "the model itself": 7,
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


WEB = """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront}
  accelerator: {kind: aws.global-accelerator}
  balancer: {kind: aws.alb}
  waf: {kind: aws.waf}
relations:
  a: {from: users, to: cdn}
  b: {from: cdn, to: accelerator}
  c: {from: accelerator, to: balancer}
  d: {from: cdn, to: waf, kind: uses}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
"""


def copied(kind: str, copy: str) -> str:
    """A store with a copy in a Region that stands by."""
    here, there = (
        "{kind: region, runs: {db: {role: primary}}}",
        f"{{kind: region, standby: true, runs: {{db: {copy}}}}}",
    )
    return f"  db: {{kind: {kind}}}\nenvironments: {{prod: {{places: {{r: {here}, s: {there}}}}}}}\n"


NOT_FOUND = {
    "no-waf": {
        "what a protected CDN calls by way of Global Accelerator": WEB,
        "a setting names the firewall": """\
  users: {kind: users}
  balancer: {kind: aws.alb, config: {Firewall: AWS WAF}}
relations: {a: {from: users, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
        "it is called from inside only": """\
  web: {kind: aws.ec2}
  balancer: {kind: aws.alb}
relations: {a: {from: web, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {web: {}, balancer: {}}}}}}
""",
        "it is in development only": """\
  users: {kind: users}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: balancer}}
environments: {dev: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
    },
    "waf-behind": {
        "requests come to the firewall first": """\
  users: {kind: users}
  waf: {kind: aws.waf}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: waf}, b: {from: waf, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
"""
    },
    "plain-hop": {
        "the relation names an encryption": """\
  web: {kind: aws.ec2}
  app: {kind: aws.ec2}
relations: {a: {from: web, to: app, protocol: HTTP 80, encryption: mTLS}}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}, app: {}}}}}}
"""
    },
    "target-unmet": {
        "disaster recovery runs it in another Region": """\
  db: {kind: aws.rds}
requirements: {r: {says: s, target: {survives: region}, met_by: [db]}}
environments:
  prod: {places: {eu-west-1: {kind: region, runs: {db: {}}}}}
  dr: {places: {eu-west-2: {kind: region, runs: {db: {}}}}}
""",
        "a bucket is not lost with a zone": """\
  images: {kind: aws.s3}
requirements: {r: {says: s, target: {survives: zone}, met_by: [images]}}
environments: {prod: {places: {a: {kind: zone, runs: {images: {}}}}}}
""",
    },
    "unmodelled-region": {
        "a Region of the model has no name that is known": """\
  dns: {kind: aws.route53, config: {Routes: to us-east-1}}
environments: {prod: {places: {region: {kind: region, name: of your choice}}}}
""",
        "a sentence names a city for another reason": """\
  dns: {kind: aws.route53, description: Users in London are many.}
environments: {prod: {places: {us-east-1: {kind: region}}}}
""",
    },
    "idle-replica": {
        "it waits in a standby place": copied("aws.rds", "{role: read-replica}"),
    },
    "lag-unstated": {
        "a cache is filled again": copied("aws.elasticache-redis", "{role: standby, sync: false}"),
        "the copy is synchronous": copied("aws.rds", "{role: standby, sync: true}"),
    },
    "one-zone-store": {
        "Aurora makes a replica the writer by itself": """\
  db: {kind: aws.aurora}
environments:
  prod:
    places: {a: {kind: zone, runs: {db: {role: primary}}}, b: {kind: zone, runs: {db: {role: read-replica}}}}
""",
    },
    "instant-scaling": {
        "functions do start in seconds": """\
  web: {kind: aws.lambda, description: AWS starts more functions in seconds}
environments: {prod: {places: {r: {kind: region, runs: {web: {}}}}}}
""",
        "the text knows of minutes": """\
  web: {kind: aws.ec2, description: Auto Scaling starts servers in seconds. They answer some minutes later.}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}}}}}}
""",
    },
    "one-region-worldwide": {
        "the target is for one country": """\
  web: {kind: aws.ec2}
requirements: {r: {says: Pages are quick in Kenya, target: {latency: 150ms}, met_by: [web]}}
environments: {prod: {places: {af-south-1: {kind: region, runs: {web: {}}}}}}
""",
        "there is a second to go round the world": """\
  web: {kind: aws.ec2}
requirements: {r: {says: Pages are quick worldwide, target: {latency: 1s}, met_by: [web]}}
environments: {prod: {places: {af-south-1: {kind: region, runs: {web: {}}}}}}
""",
    },
    "no-balancer": {
        "an administrator reaches a server": """\
  admin: {kind: admin}
  bastion: {kind: aws.ec2}
relations: {a: {from: admin, to: bastion}}
environments: {prod: {places: {a: {kind: zone, runs: {bastion: {}}}}}}
"""
    },
    "no-owner": {
        "each component has its own": """\
  users: {kind: users}
  web: {kind: aws.ec2, owner: Web team}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}}}}}}
"""
    },
    "balancer-twice": {
        "an answer goes back through it": """\
  balancer: {kind: aws.alb}
  web: {kind: aws.ec2}
  app: {kind: aws.ec2}
relations: {a: {from: balancer, to: web}, b: {from: app, to: balancer}}
environments: {prod: {places: {a: {kind: zone, runs: {balancer: {}, web: {}, app: {}}}}}}
flows: {f: {steps: {1: {from: balancer, to: web}, 2: {from: balancer, to: app}}}}
"""
    },
    "no-traffic": {
        "a schedule starts a function": """\
  clock: {kind: aws.eventbridge-scheduler}
  tidy: {kind: aws.lambda}
relations: {a: {from: clock, to: tidy, kind: control}}
environments: {prod: {places: {r: {kind: region, runs: {clock: {}, tidy: {}}}}}}
"""
    },
    "always-on": {
        "the reason speaks of nights": """\
  web: {kind: aws.ec2}
environments: {dev: {because: Off at night, places: {r: {kind: region, runs: {web: {}}}}}}
"""
    },
}


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in NOT_FOUND.items() for case in cases])
def test_a_rule_leaves_alone(rule: str, case: str) -> None:
    text = "system: {name: Shop}\ncomponents:\n" + NOT_FOUND[rule][case]
    assert [str(problem) for problem in problems(text) if problem.rule == rule] == []
