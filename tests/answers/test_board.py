"""Every failure worth playing in an environment, and the single points of failure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.answers.checks import check
from archdeck.answers.drills.board import Board, board, failures
from archdeck.cli.commands import cli
from archdeck.model.systems import read_model
from written import messages, resolved

SHIPPED = Path(__file__).parents[2] / "model"

SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  lb: {kind: aws.alb, name: Balancer}
  web: {kind: aws.ec2, name: Web}
  db: {kind: aws.rds, name: Store, recovery: {promote: 90s}}
  idle: {kind: aws.s3}
relations:
  a: {from: users, to: lb}
  b: {from: lb, to: web}
  c: {from: web, to: db, kind: data}
  d: {from: web, to: idle, kind: data}
environments:
  prod:
    places:
      r1: {kind: region, runs: {lb: {}, idle: {}}}
      one: {kind: zone, in: r1, runs: {web: {}, db: {role: primary}}}
      two: {kind: zone, in: r1, runs: {web: {}, db: {role: standby}}}
  dev:
    extends: prod
    places: {one: {runs: {db: {role: null}}}, two: null}
  bare:
    places: {far: {kind: region, runs: {idle: {}}}}
flows:
  buy: {steps: {1: {from: users, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}
requirements:
  one-zone: {says: A zone may fail., target: {survives: zone, rto: 1m, rpo: 0s}, met_by: [db]}
drills:
  fire: {name: Fire in One, environment: prod, down: [one], expect: {buy: survives}}
  both: {name: Both at once, down: [one, two]}
"""


def boards(tmp_path: Path) -> dict[str, Board]:
    model = resolved(SHOP, tmp_path)
    return {e.id: board(model, e) for e in model.environments}


def test_each_region_zone_drill_and_component_of_a_flow_once(tmp_path: Path) -> None:
    """A drill of the model stands for the zone that it takes down; people and what no flow needs are left out."""
    model = resolved(SHOP, tmp_path)
    assert [(f.kind, f.id, f.name, f.down, f.drill and f.drill.id) for f in failures(model, model.environments[0])] == [
        ("region", "r1", "r1", ("r1",), None),
        ("zone", "one", "Fire in One", ("one",), "fire"),
        ("zone", "two", "two", ("two",), None),
        ("drill", "both", "Both at once", ("one", "two"), "both"),
        ("component", "lb", "Balancer", ("lb",), None),
        ("component", "web", "Web", ("web",), None),
        ("component", "db", "Store", ("db",), None),
    ]
    assert [f.id for f in failures(model, model.environments[1])] == ["r1", "one", "lb", "web", "db"]


def points(found: Board) -> list[tuple[str, list[str]]]:
    return [(row.failure.id, [i.id for i in row.alone]) for row in found.single_points]


def test_single_points_of_failure(tmp_path: Path) -> None:
    """In production all of a component must fail; in development its only instance is enough."""
    found = boards(tmp_path)
    assert points(found["prod"]) == [("r1", []), ("lb", []), ("web", []), ("db", [])]
    assert points(found["dev"]) == [("r1", []), ("one", []), ("lb", []), ("web", ["web--one"]), ("db", ["db--one"])]
    assert points(found["bare"]) == []
    assert [row.failure.id for row in found["dev"].places_that_lose] == ["r1", "one", "web", "db"]
    assert [row.failure.id for row in found["dev"].wholes_that_lose] == ["lb"]


def test_a_read_replica_may_be_the_only_one(tmp_path: Path) -> None:
    text = SHOP.replace("db: {role: standby}", "db: {role: read-replica}").replace(
        "c: {from: web, to: db, kind: data}", "c: {from: web, to: db, kind: data, role: read-replica}"
    )
    model = resolved(text, tmp_path)
    assert ("db", ["db--two"]) in points(board(model, model.environments[0]))


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["drill", "shop", "--model", str(tmp_path), *arguments])


def test_the_command_without_down_prints_the_table(tmp_path: Path) -> None:
    told = run(tmp_path, "--environment", "prod").stdout.replace(str(tmp_path), "model")
    assert told.splitlines() == [
        "failure        buy",
        "region r1      ✕ lost",
        "zone one       ● survives",
        "zone two       ● survives",
        "drill both     ✕ lost",
        "component lb   ✕ lost",
        "component web  ✕ lost",
        "component db   ✕ lost",
        "",
        "single point of failure: region r1 - loses buy",
        "single point of failure: component lb as a whole - loses buy",
        "single point of failure: component web as a whole - loses buy",
        "single point of failure: component db as a whole - loses buy",
        "",
        "availability of buy: 99.84 % = 99.9 % × 99.99 % × 99.95 %",
        "",
        "met     one-zone: survives zone (model/shop.yaml:28) - flow buy survives without one",
        "missed  one-zone: rto 1m (model/shop.yaml:28) - 1 min 30 s: flow buy survives without one",
        "met     one-zone: rpo 0s (model/shop.yaml:28) - 0 s: flow buy survives without one",
    ]
    dev = run(tmp_path, "--environment", "dev").stdout.splitlines()
    assert "single point of failure: component web - loses buy; there is only one, in one" in dev
    assert run(tmp_path, "--environment", "bare").stdout == "no flow runs in bare; there is nothing to lose\n"


def test_what_one_instance_loses_is_told_apart_from_what_all_of_it_lose(tmp_path: Path) -> None:
    """There is one read replica only, and reads need it; writes are lost only with the whole store."""
    text = SHOP.replace("  d: {from", "  r: {from: web, to: db, kind: data, role: read-replica}\n  d: {from")
    text = text.replace("runs: {lb: {}, idle: {}}", "runs: {lb: {}, idle: {}, db: {role: read-replica}}")
    text = text.replace("requirements:", "  look: {steps: {1: {from: web, to: db, relation: r}}}\nrequirements:")
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8", newline="\n")
    told = CliRunner().invoke(cli, ["drill", "shop", "--model", str(tmp_path), "--environment", "prod"]).stdout
    assert [line for line in told.splitlines() if " db" in line and "single" in line] == [
        "single point of failure: component db - loses look; there is only one, in r1 (read-replica)",
        "single point of failure: component db as a whole - loses buy, look",
    ]
    model = resolved(text, tmp_path)
    found = board(model, model.environments[0])
    assert [row.failure.id for row in found.places_that_lose] == ["r1", "db"]
    assert [row.failure.id for row in found.wholes_that_lose] == ["lb", "web", "db"]


def test_the_table_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--environment", "dev", "--format", "json").stdout)
    assert list(found) == ["environment", "drills", "single_points", "ledger", "promises", "availability"]
    assert found["drills"][1] == {
        "kind": "zone",
        "id": "one",
        "name": "one",
        "down": ["one"],
        "drill": None,
        "flows": {
            "buy": {
                "state": "lost",
                "rto_s": None,
                "rpo_s": None,
                "broken_step": 2,
                "why": "step 2: nothing of Web works, it fell with one",
            }
        },
    }
    assert found["single_points"][3] == {
        "kind": "component",
        "id": "web",
        "name": "Web",
        "flows": ["buy"],
        "alone": ["web--one"],
    }


def test_the_single_points_of_a_shipped_model() -> None:
    """The only zone of development loses every flow, either zone of production none."""
    model = read_model("tiered-web-app", SHIPPED / "tiered-web-app")
    prod, dev = (board(model, e) for e in model.environments if e.id in ("prod", "dev"))
    assert [row.failure.id for row in prod.places_that_lose] == ["region"]
    assert [row.failure.id for row in dev.places_that_lose] == ["region", "zone-a", "web", "app", "db"]


def test_of_the_components_the_worst_single_points_of_production_are_told_like_places(tmp_path: Path) -> None:
    """`web` and `bill` run once, so they come first; the balancer loses two flows; `mail` and the store lose one each,
    and five would be too many. Development has its places and drills alone."""
    text = SHOP.replace(
        "one: {kind: zone, in: r1, runs: {web: {},", "one: {kind: zone, in: r1, runs: {web: {}, bill: {}, mail: {},"
    )
    text = text.replace("two: {kind: zone, in: r1, runs: {web: {},", "two: {kind: zone, in: r1, runs: {mail: {},")
    text = text.replace(
        "  idle: {kind: aws.s3}\n", "  idle: {kind: aws.s3}\n  bill: {kind: aws.ec2}\n  mail: {kind: aws.ec2}\n"
    )
    text = text.replace("  d: {", "  e: {from: lb, to: mail}\n  f: {from: web, to: bill}\n  d: {")
    text = text.replace(
        "flows:\n",
        "flows:\n  own: {steps: {1: {from: web, to: bill}}}\n"
        "  tell: {steps: {1: {from: users, to: lb}, 2: {from: lb, to: mail}}}\n",
    )
    model = resolved(text, tmp_path)
    prod, dev = (board(model, e) for e in model.environments[:2])
    found = [row.failure.id for row in prod.sections if row.failure.kind == "component"]
    assert found == ["web", "bill", "lb", "db"]
    assert [row.failure.kind for row in dev.sections] == ["region", "zone"]
    assert [row.failure.kind for row in prod.areas] == ["region", "zone", "zone", "drill"]


NATS = """system: {name: Shop}
components:
  users: {kind: users}
  web: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway, name: NAT}
  pay: {kind: external-system, name: Cards}
relations: {a: {from: users, to: web}, b: {from: web, to: nat}, c: {from: nat, to: pay}}
environments:
  prod:
    places:
      r1: {kind: region}
      net: {kind: vpc, in: r1}
      one: {kind: zone, in: net, name: One, runs: {nat: {}, web: {}}}
      two: {kind: zone, in: net, name: Two, runs: {nat: {}, web: {}}}
flows: {pay: {steps: {1: {from: users, to: web}, 2: {from: web, to: nat}, 3: {from: nat, to: pay}}}}
drills:
  one-nat: {name: One NAT fails, down: [nat in one], expect: {pay: degraded}}
  all-nats: {down: [nat in one, nat in two], expect: {pay: lost}}
"""


def test_drills_of_single_instances_and_the_loss_of_a_third_party(tmp_path: Path) -> None:
    """An instance that a drill names fails alone; other people's systems fail like components, people do not."""
    model = resolved(NATS, tmp_path)
    found = board(model, model.environments[0])
    told = [
        (row.failure.kind, row.failure.id, row.failure.down, row.result.flows["pay"].state.value) for row in found.rows
    ]
    assert told == [
        ("region", "r1", ("r1",), "lost"),
        ("zone", "one", ("one",), "survives"),
        ("zone", "two", ("two",), "survives"),
        ("drill", "one-nat", ("nat--one",), "degraded"),
        ("drill", "all-nats", ("nat--one", "nat--two"), "lost"),
        ("component", "web", ("web",), "lost"),
        ("component", "nat", ("nat",), "lost"),
        ("component", "pay", ("pay",), "lost"),
    ]
    assert list(check(model)) == [problem for problem in check(model) if problem.rule != "drill-outcome"]


@pytest.mark.parametrize(
    ("down", "message"),
    [
        ("nat in tow", "17:41: error: 'tow' is no place where it is played; did you mean 'two'? [unknown-place]"),
        ("nut in one", "17:41: error: 'nut' is not a component; did you mean 'nat'? [unknown-component]"),
        ("nat in r2", "17:41: error: 'r2' is no place where it is played; did you mean 'r1'? [unknown-place]"),
        (
            "pay in one",
            "17:41: error: 'pay' does not run in 'one' in environment 'prod', so it cannot fail there [drill-absent]",
        ),
    ],
)
def test_an_instance_that_is_not_there_cannot_fail(down: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(NATS.replace("[nat in one],", f"[{down}],"))
    assert [line.partition("shop.yaml:")[2] for line in messages(tmp_path / "shop.yaml")] == [message]


KEYS = """system: {name: Shop}
components:
  users: {kind: users}
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  copies: {kind: aws.s3}
  keys: {kind: aws.kms, name: Keys}
  other: {kind: aws.kms, name: Keys of copies}
relations:
  a: {from: users, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: db, to: copies, kind: backup}
  d: {from: db, to: keys, kind: uses}
  e: {from: copies, to: other, kind: uses}
environments:
  prod: {places: {r1: {kind: region, runs: {web: {}, db: {}, keys: {}, copies: {}, other: {}}}}}
flows: {buy: {steps: {1: {from: users, to: web}, 2: {from: web, to: db}}}, look: {steps: {1: {from: users, to: web}}}}
"""


def test_a_key_without_which_a_flow_does_not_work_is_a_failure_worth_playing(tmp_path: Path) -> None:
    """Though no flow passes it. What is a copy alone has a key that no flow needs."""
    model = resolved(KEYS, tmp_path)
    found = board(model, model.environments[0])
    assert [(row.failure.id, row.lost) for row in found.rows if row.failure.kind == "component"] == [
        ("web", ("buy", "look")),
        ("db", ("buy",)),
        ("keys", ("buy",)),
    ]
    assert "keys" in [row.failure.id for row in found.single_points]
