"""How much of the time a flow works: right values that providers and textbooks print, each with its formula."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.answers.drills.availability import Availability, availability
from archdeck.answers.drills.shares import Share, all_of, any_of, percent_of, some_of
from archdeck.cli.commands import cli
from archdeck.language import percent
from written import messages, resolved

HEAD = "system: {name: Shop}\n"
# https://github.com/Azure/reliable-web-app-pattern-dotnet/blob/main/assets/sla-calculation.md
SHARED = {"front-door": "99.99 %", "entra": "99.99 %", "private-dns": "100 %"}
REGIONAL = {"door-link": "99.99 %", "app": "99.95 %", "app-link": "99.99 %", "redis": "99.9 %", "redis-link": "99.99 %",
            "sql": "99.995 %", "sql-link": "99.99 %", "files": "99.9 %", "files-link": "99.99 %", "keys": "99.99 %",
            "keys-link": "99.99 %", "settings": "99.9 %", "settings-link": "99.99 %"}  # fmt: skip
DEVELOPMENT = ["front-door", "entra", "app", "redis", "sql", "files", "keys", "settings"]


def said(found: Availability) -> str:
    share = found.share
    return "unknown" if share.value is None else f"{percent_of(share.value)} = {share.formula}"


def of_flows(text: str, folder: Path, environment: str = "prod") -> dict[str, Availability]:
    model = resolved(text, folder)
    here = next(e for e in model.environments if e.id == environment)
    return {f.id: availability(model, here, f) for f in model.flows if here in f.environments}


def relecloud(regions: list[str], passed: list[str]) -> str:
    """Azure's reliable web app: services that all Regions share, and services of which each Region has its own."""
    every = SHARED | REGIONAL
    components = {id: {"kind": "thing" if id in REGIONAL else "everywhere", "sla": sla} for id, sla in every.items()}
    return json.dumps(
        {
            "system": {"name": "Relecloud"},
            "kinds": {"thing": {"name": "Thing"}, "everywhere": {"name": "Everywhere", "scope": "global"}},
            "components": components,
            "environments": {
                "prod": {"places": {r: {"kind": "region", "runs": dict.fromkeys(REGIONAL)} for r in regions}}
            },
            "flows": {"buy": {"steps": {str(n): {"at": id} for n, id in enumerate(passed, 1)}}},
        }
    )


@pytest.mark.parametrize(
    ("regions", "passed", "right"),
    [
        (["east"], DEVELOPMENT, "99.616 %"),
        (["east"], [*SHARED, *REGIONAL], "99.546 %"),
        (["east", "west"], [*SHARED, *REGIONAL], "99.9781 %"),
        (["east", "west"], [*SHARED, *REGIONAL, *SHARED, *REGIONAL], "99.9781 %"),
    ],
)
def test_the_reliable_web_app(regions: list[str], passed: list[str], right: str, tmp_path: Path) -> None:
    """What two Regions share is counted once, and so is what two steps pass; a Region stands in for the other whole."""
    found = of_flows(relecloud(regions, passed), tmp_path)["buy"]
    assert found.value is not None
    assert percent_of(found.value) == right


def test_worked_examples_of_the_reliability_pillar() -> None:
    """Hard dependencies are multiplied; of what is redundant the failures are. Azure's database or queue, too."""
    four, three, two = (Share(percent(text), text) for text in ("99.99 %", "99.9 %", "99 %"))
    examples = {
        "three in series": all_of([four] * 3),
        "two redundant": any_of([two, two]),
        "two redundant of three nines": any_of([three, three]),
        "a dependency with fewer nines": all_of([four, three]),
        "two of three": some_of([two] * 3, 2),
        "database or queue": all_of([Share(percent("99.95 %"), "app"), any_of([four, three])]),
    }
    assert {
        name: f"{percent_of(share.value or Fraction(0))} = {share.formula}" for name, share in examples.items()
    } == {
        "three in series": "99.97 % = 99.99 % × 99.99 % × 99.99 %",
        "two redundant": "99.99 % = (1 − (1 − 99 %)²)",
        "two redundant of three nines": "99.9999 % = (1 − (1 − 99.9 %)²)",
        "a dependency with fewer nines": "99.89 % = 99.99 % × 99.9 %",
        "two of three": "99.9702 % = (at least 2 of 3 at 99 %)",
        "database or queue": "99.95 % = 99.95 % × (1 − (1 − 99.99 %) × (1 − 99.9 %))",
    }


SHOP = (
    HEAD
    + """components:
  users: {kind: users}
  lb: {kind: aws.alb}
  web: {kind: aws.ec2, availability: 99 %}
  db: {kind: aws.rds}
  cache: {kind: aws.elasticache}
  pay: {kind: external-system, sla: 99.9 %}
relations:
  a: {from: users, to: lb}
  b: {from: lb, to: web}
  c: {from: web, to: db, kind: data}
  d: {from: web, to: cache}
  e: {from: web, to: pay}
environments:
  prod:
    places:
      r1: {kind: region}
      r1a: {kind: zone, in: r1, runs: {lb: {}, web: {}, cache: {}, db: {role: primary}}}
      r1b: {kind: zone, in: r1, runs: {lb: {}, web: {}, db: {role: standby}}}
flows:
  visit: {steps: {1: {from: users, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: cache, optional: true}}}
  buy: {steps: {1: {from: users, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}
  pay: {steps: {1: {from: users, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: pay}}}
  look: {steps: {1: {from: users, to: lb}, 2: {from: web, to: cache}}}
requirements:
  open: {says: Open., target: {availability: 99.9 %}, flows: [buy]}
  more: {says: Open., target: {availability: 99.99 %}, flows: [visit]}
  all: {says: Open., target: {availability: 99%}}
  words: {says: Open., target: {availability: four nines}}
"""
)


def test_what_is_stated_published_and_not_stated(tmp_path: Path) -> None:
    """People do not fail, what is optional does not count, and one part that nothing states makes the whole unknown."""
    (tmp_path / "shop.yaml").write_text(SHOP)
    run = CliRunner().invoke(cli, ["drill", str(tmp_path / "shop.yaml"), "--environment", "prod"])
    shown = run.output.replace(f"{tmp_path}/", "").splitlines()
    assert shown[-8:] == [
        "availability of visit: 99.98 % = 99.99 % × (1 − (1 − 99 %)²)",
        "availability of buy: 99.93 % = 99.99 % × (1 − (1 − 99 %)²) × 99.95 %",
        "availability of pay: 99.88 % = 99.99 % × (1 − (1 − 99 %)²) × 99.9 %",
        "availability of look: unknown, not stated of Cache (shop.yaml:7)",
        "",
        "met     open: availability 99.9 % (shop.yaml:27) - flow buy: 99.93 % = 99.99 % × (1 − (1 − 99 %)²) × 99.95 %",
        "missed  more: availability 99.99 % (shop.yaml:28) - flow visit: 99.98 % = 99.99 % × (1 − (1 − 99 %)²)",
        "unknown all: availability 99% (shop.yaml:29) - flow look: unknown, not stated of Cache (shop.yaml:7)",
    ]


def test_every_part_names_its_line_or_its_source(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    run = CliRunner().invoke(cli, ["drill", str(tmp_path / "shop.yaml"), "--environment", "prod", "--format", "json"])
    flows = {entry["flow"]: entry for entry in json.loads(run.output)["availability"]}
    stated = [(s["says"], s["availability"], s["line"] or s["source"]) for s in flows["buy"]["stated"]]
    assert [(says, value, where.replace(f"{tmp_path}/", "")) for says, value, where in stated] == [
        ("LB: published SLA of Application Load Balancer in several zones, 2022-07-25", 0.9999,
         "https://aws.amazon.com/elasticloadbalancing/sla/"),
        ("Web", 0.99, "shop.yaml:5"),
        ("DB: published SLA of Amazon RDS in several zones, 2024-01-22", 0.9995, "https://aws.amazon.com/rds/sla/"),
    ]  # fmt: skip
    assert flows["look"]["availability"] is None
    assert [missing["says"] for missing in flows["look"]["missing"]] == ["Cache"]


TWO = """components: {{users: {{kind: users}}, {dns}, web: {{kind: aws.ec2, availability: 99 %}}}}
relations: {{a: {{from: users, to: dns}}, b: {{from: dns, to: web}}, {more}}}
environments:
  prod:
    places:
      r1: {{kind: region, availability: 99.9 %, runs: {{web: {one}}}}}
      r2: {{kind: region, availability: 99.9 %, {by}runs: {{web: {{}}}}}}
flows: {{visit: {{steps: {{1: {{from: users, to: dns}}, 2: {{from: dns, to: web, relation: b}}}}}}}}
"""
NAMES = "dns: {kind: aws.route53, sla: 100 %}"
SPREADS = "dns: {kind: aws.global-accelerator, sla: 100 %}"


@pytest.mark.parametrize(
    ("dns", "more", "one", "by", "right", "left_out"),
    [
        (SPREADS, "", "{}", "", "99.9879 %", ()),
        (NAMES, "over: {from: dns, to: web, kind: failover}", "{}", "", "99.9879 %", ()),
        (NAMES, "", "{}", "", "98.901 %", ()),
        (SPREADS, "", "{}", "standby: true, ", "98.901 %", ("the standby of Web",)),
        (SPREADS, "", "{count: 2}", "", "99.99879 %", ()),
    ],
)
def test_two_regions(
    dns: str, more: str, one: str, by: str, right: str, left_out: tuple[str, ...], tmp_path: Path
) -> None:
    """A Region that fails takes all in it, and is counted once. Whom a name leads to the one that failed, without a
    failover, does not reach the other; what stands by must take over first, and counts for nothing."""
    found = of_flows(HEAD + TWO.format(dns=dns, more=more, one=one, by=by), tmp_path)["visit"]
    assert found.value is not None
    assert (percent_of(found.value), found.left_out) == (right, left_out)


SINGLE = """components:
  users: {{kind: users}}
  web: {{kind: aws.ec2, availability: 99 %, {needs}}}
  app: {{kind: aws.ec2, availability: 99 %}}
relations: {{a: {{from: users, to: web}}, b: {{from: web, to: app}}}}
environments:
  prod:
    places:
      r1: {{kind: region}}
      r1a:
        kind: zone
        in: r1
        availability: 99.9 %
        runs: {{web: {{count: {count}}}, app: {{availability: 99.5 %}}}}
flows: {{visit: {{steps: {{1: {{from: users, to: web}}, 2: {{from: web, to: app{step}}}}}}}}}
"""


@pytest.mark.parametrize(
    ("needs", "count", "step", "right"),
    [
        ("", 1, "", "98.406 % = 99.9 % × 99 % × 99.5 %"),
        ("", 2, "", "99.391 % = 99.9 % × (1 − (1 − 99 %)²) × 99.5 %"),
        ("needs: 2, ", 3, "", "99.371 % = 99.9 % × (at least 2 of 3 at 99 %) × 99.5 %"),
        ("needs: 100 %, ", 2, "", "97.422 % = 99.9 % × (at least 2 of 2 at 99 %) × 99.5 %"),
        ("", 7, "", "99.4 % = 99.9 % × (at least 2 of 6 at 99 %) × 99.5 %"),
        ("", 1, ", availability: 90 %", "89.011 % = 99.9 % × 90 % × 99 %"),
        ("", 1, ", optional: true", "98.901 % = 99.9 % × 99 %"),
    ],
)
def test_one_zone(needs: str, count: int, step: str, right: str, tmp_path: Path) -> None:
    """A zone is counted once, whatever runs in it. An instance says it better than its component; a step instead of
    what it leads to. Where nothing says how many servers it takes, a third of them must work."""
    found = of_flows(HEAD + SINGLE.format(needs=needs, count=count, step=step), tmp_path)["visit"]
    assert said(found) == right


PARTNER = """components: {partner: {kind: external-system}, api: {kind: aws.ec2, availability: 99 %}}
relations: {a: {from: partner, to: api}, b: {from: api, to: partner}}
environments: {prod: {runs: {api: {}}}}
flows:
  asks: {steps: {1: {from: partner, to: api}}}
  answers: {steps: {1: {from: partner, to: api, relation: a}, 2: {from: api, to: partner, relation: b}}}
"""


def test_who_only_asks_is_not_counted(tmp_path: Path) -> None:
    """Other people's system that begins a flow does not fail it; where it is asked too, it can."""
    found = of_flows(HEAD + PARTNER, tmp_path)
    assert {id: one.says for id, one in found.items()} == {
        "asks": "99 %",
        "answers": f"unknown, not stated of Partner ({tmp_path}/shop.yaml:2)",
    }


WAYS = """kinds: {box: {name: Box, scope: global}}
components:
  app: {kind: box, sla: 99.95 %}
  db: {kind: box, sla: 99.99 %}
  queue: {kind: box, sla: 99.9 %}
  net: {kind: box, sla: 99 %}
relations: {a: {from: app, to: db}, b: {from: app, to: queue}, c: {from: db, to: net}, d: {from: queue, to: net}}
environments: {prod: {runs: {app: {}}}}
flows:
  apart: {steps: {1: {from: app, to: db}, 2: {from: app, to: queue, instead_of: 1}}}
  shared: {steps: {1: {at: app}, 2: {from: db, to: net}, 3: {from: queue, to: net, instead_of: 2}}}
  free: {steps: {1: {from: app, to: db}, 2: {at: app, instead_of: 1}}}
"""


def test_steps_instead_of_each_other(tmp_path: Path) -> None:
    """Beside what both need, they stand in for each other."""
    assert {id: said(found) for id, found in of_flows(HEAD + WAYS, tmp_path).items()} == {
        "apart": "99.95 % = 99.95 % × (1 − (1 − 99.99 %) × (1 − 99.9 %))",
        "shared": "98.95 % = 99.95 % × 99 % × (1 − (1 − 99.99 %) × (1 − 99.9 %))",
        "free": "99.95 % = 99.95 %",
    }


def test_needs_of_what_is_promised_as_a_whole_is_unknown(tmp_path: Path) -> None:
    """A promise of all of it does not say that two of them work at once."""
    text = HEAD + SINGLE.format(needs="needs: 2, ", count=3, step="").replace(
        "web: {kind: aws.ec2, availability: 99 %", "web: {kind: aws.ec2"
    )
    found = of_flows(text, tmp_path)["visit"]
    assert [share.says for share in found.share.lacking()] == ["Web, of which 2 must work at once"]


def test_a_copy_of_which_nothing_is_stated_makes_nothing_unknown(tmp_path: Path) -> None:
    """It counts as if it never worked, and then nothing is missed for certain."""
    text = (
        HEAD
        + """kinds: {box: {name: Box}}
components: {users: {kind: users}, web: {kind: box}}
relations: {a: {from: users, to: web}}
environments:
  prod:
    places:
      x: {kind: data-center, runs: {web: {availability: 99 %}}}
      y: {kind: data-center, runs: {web: {}}}
flows: {visit: {steps: {1: {from: users, to: web}}}}
requirements: {low: {says: So., target: {availability: 98 %}}, high: {says: So., target: {availability: 99.5 %}}}
"""
    )
    (tmp_path / "shop.yaml").write_text(text)
    run = CliRunner().invoke(cli, ["drill", str(tmp_path / "shop.yaml"), "--environment", "prod"])
    assert run.output.replace(f"{tmp_path}/", "").splitlines()[-4:] == [
        "availability of visit: 99 %; not counted: Web in y",
        "",
        "met     low: availability 98 % (shop.yaml:11) - flow visit: 99 %; not counted: Web in y",
        "unknown high: availability 99.5 % (shop.yaml:11) - flow visit: 99 %; not counted: Web in y",
    ]


def test_what_is_no_percentage_is_told_with_its_line(tmp_path: Path) -> None:
    text = HEAD + "components:\n  web:\n    kind: aws.ec2\n    availability: high\n    sla: 0 %\n"
    (tmp_path / "shop.yaml").write_text(text)
    wrong = "is no availability: write a percentage above 0, as in 99.95 % [bad-value]"
    found = [line.partition("shop.yaml:")[2] for line in messages(tmp_path / "shop.yaml")]
    assert found == [
        f"5:19: error: 'availability' of component 'web': 'high' {wrong}",
        f"6:10: error: 'sla' of component 'web': '0 %' {wrong}",
    ]


KEYS = """system: {name: Shop}
components:
  app: {kind: aws.lambda, sla: 100 %}
  db: {kind: aws.rds, availability: 99 %}
  keys: {kind: aws.kms, availability: 99.9 %}
relations:
  save: {from: app, to: db, kind: data}
  report: {from: app, to: db, kind: data, role: read-replica}
  k: {from: WHO, to: keys, kind: uses}
environments:
  prod:
    places:
      r1: {kind: region, runs: {app: {}, keys: {}, db: {role: primary}}}
      r2: {kind: region, runs: {KEY db: {role: read-replica}}}
flows:
  f: {steps: {1: {from: app, to: db, relation: save}, 2: {from: app, to: db, relation: report}}}
"""


@pytest.mark.parametrize(
    ("who", "key", "right"),
    [
        pytest.param(
            "db", "keys: {},", "97.814 % = 100 % × 99 % × 99 % × 99.9 % × 99.9 %", id="each has that of its Region"
        ),
        pytest.param("db", "", "97.912 % = 100 % × 99 % × 99 % × 99.9 %", id="both have the only one"),
        pytest.param("db in r1", "keys: {},", "97.912 % = 100 % × 99 % × 99 % × 99.9 %", id="only the primary has one"),
    ],
)
def test_keys_count_for_each_copy_that_uses_one(who: str, key: str, right: str, tmp_path: Path) -> None:
    assert of_flows(KEYS.replace("WHO", who).replace("KEY", key), tmp_path)["f"].says == right


@pytest.mark.parametrize(
    ("kind", "places", "right"),
    [
        ("aws.ec2", "a: {x: {}}, b: {x: {}}", "99.99 %"),
        ("aws.ec2", "a: {x: {}}", "unknown, not stated of X (shop.yaml:2)"),
        ("aws.dynamodb-dax", "a: {x: {}}", "99.5 %"),
        ("aws.arc", "", "100 %"),
        ("aws.route53", "", "unknown, not stated of X (shop.yaml:2)"),
        ("aws.lambda", "", "unknown, not stated of X (shop.yaml:2)"),
        ("azure.functions", "", "unknown, not stated of X (shop.yaml:2)"),
    ],
)
def test_only_what_was_read_in_the_provider_s_own_text_is_published(
    kind: str, places: str, right: str, tmp_path: Path
) -> None:
    zones = {p.partition(":")[0].strip(): p.partition(":")[2].strip() for p in places.split(", ") if p}
    text = "\n".join([
        "system: {name: Shop}", f"components: {{x: {{kind: {kind}}}}}", "environments:", "  prod:", "    places:",
        f"      r: {{kind: region{'' if zones else ', runs: {x: {}}'}}}",
        *(f"      {id}: {{kind: zone, in: r, runs: {runs}}}" for id, runs in zones.items()),
        "flows: {f: {steps: {1: {at: x}}}}", ""])  # fmt: skip
    assert of_flows(text, tmp_path)["f"].says.replace(f"{tmp_path}/", "") == right
