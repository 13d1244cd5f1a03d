"""Every number names the line that states it; what is not stated is unknown and never met."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.answers.drills.board import board
from archdeck.answers.drills.ledger import Ledger, LedgerEntry, board_lines, ledger
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import result_lines
from archdeck.cli.commands import cli
from archdeck.model.systems import read_model
from written import resolved

SHIPPED = Path(__file__).parents[2] / "model"

SHOP = """system: {name: Shop}
components:
  users: {kind: users}
  dns:
    kind: aws.route53
    name: DNS
    config:
      TTL: 60s
  web: {kind: aws.alb, name: Web}
  db:
    kind: aws.rds
    name: Store
    recovery:
      promote: 90s
      restore: 2h
  files: {kind: aws.s3, name: Files}
relations:
  a: {from: users, to: dns}
  b: {from: dns, to: web}
  c: {from: web, to: db, kind: data}
  over: {from: dns, to: web, kind: failover, after: 30s}
  keep: {from: db, to: files, kind: backup, every: 12h}
environments:
  prod:
    places:
      r1: {kind: region, runs: {web: {}}}
      z1: {kind: zone, in: r1, runs: {db: {role: primary}}}
      z2: {kind: zone, in: r1, runs: {db: {role: standby, sync: true}}}
      r2:
        kind: region
        standby: true
        runs:
          web: {}
          files: {}
          db: {role: read-replica, lag: 5s, promote: 10m}
flows:
  buy: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: web, relation: b}, 3: {from: web, to: db}}}
  look: {steps: {1: {from: users, to: dns}}}
requirements:
  region: {says: So., target: {survives: region, rto: 15m, rpo: 1m}}
"""


def entry(found: Ledger, down: str, flow: str = "buy") -> LedgerEntry:
    return next(e for e in found.entries if e.failure.down == (down,) and e.flow.id == flow)


def numbers(found: LedgerEntry, measure: str) -> list[tuple[float | None, str, int]]:
    return [(t.seconds, t.says, t.where.line if t.where else 0) for t in found.time(measure).stated()]


def verdicts(found: Ledger) -> dict[str, str]:
    return {f"{p.requirement.id} {p.measure}": p.verdict.value for p in found.promises}


def test_a_standby_in_step(tmp_path: Path) -> None:
    found = entry(ledger(resolved(SHOP, tmp_path)), "z1")
    assert numbers(found, "rto") == [(90.0, "promotion of Store in z2", 14)]
    assert numbers(found, "rpo") == [(0.0, "standby of Store in z2, synchronous", 28)]


def test_a_failover_adds_up(tmp_path: Path) -> None:
    found = entry(ledger(resolved(SHOP, tmp_path)), "r1")
    assert numbers(found, "rto") == [
        (30.0, "noticing the failure", 21),
        (60.0, "time to live of DNS", 8),
        (600.0, "promotion of Store in r2", 35),
    ]
    assert (found.seconds("rto"), found.seconds("rpo")) == (690.0, 5.0)
    assert numbers(found, "rpo") == [(5.0, "copy of Store in r2, its lag", 35)]


def test_where_nothing_is_interrupted_the_lines_are_those_of_what_goes_on(tmp_path: Path) -> None:
    found = ledger(resolved(SHOP, tmp_path))
    untouched, left = entry(found, "z1", "look"), entry(found, "z2")
    assert [(e.seconds("rto"), [where.line for where in e.lines("rto")]) for e in (untouched, left)] == [
        (0.0, [38]),
        (0.0, [27]),
    ]


def test_every_number_of_the_shipped_models_has_a_line() -> None:
    """And each line that it names says that number, or is the line of what ought to say it."""
    for path in sorted(p for p in SHIPPED.iterdir() if p.is_dir()):
        found = ledger(read_model(path.name, path))
        for some in found.entries:
            for measure in ("rto", "rpo"):
                assert some.lines(measure), some
                for where in some.lines(measure):
                    lines = (SHIPPED.parent / where.path).read_text(encoding="utf-8").splitlines()
                    assert 0 < where.line <= len(lines)
                for time in some.time(measure).stated():
                    assert time.where is not None
                    line = (
                        (SHIPPED.parent / time.where.path).read_text(encoding="utf-8").splitlines()[time.where.line - 1]
                    )
                    assert not time.seconds or any(c.isdigit() for c in line), (time, line)


def test_promises_are_met_missed_or_unknown(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    assert verdicts(ledger(model)) == {"region survives": "met", "region rto": "met", "region rpo": "met"}
    slow = resolved(SHOP.replace("promote: 10m", "promote: 1h"), tmp_path)
    assert verdicts(ledger(slow)) == {"region survives": "met", "region rto": "missed", "region rpo": "met"}


@pytest.mark.parametrize(
    ("stated", "unknown"),
    [
        ("TTL: 60s", ["rto"]),
        ("promote: 90s", ["rto"]),
        ("lag: 5s, ", ["rpo"]),
    ],
)
def test_what_is_not_stated_is_unknown_and_not_met(tmp_path: Path, stated: str, unknown: list[str]) -> None:
    """One line less, and what depends on it is no longer known; nothing else changes."""
    text = SHOP.replace(stated, {"TTL: 60s": "Policy: simple", "promote: 90s": "says: Somehow."}.get(stated, ""))
    found = verdicts(ledger(resolved(text, tmp_path)))
    assert {key.split()[1] for key, verdict in found.items() if verdict == "unknown"} == set(unknown)
    assert set(found.values()) == {"met", "unknown"}


def test_a_lost_flow_meets_nothing(tmp_path: Path) -> None:
    """Without failover there is the backup, 12 h old at the most, and nobody knows who restores it; without that there
    is nothing."""
    alone = SHOP.replace("  over: {from: dns, to: web, kind: failover, after: 30s}\n", "")
    alone = alone.replace("          db: {role: read-replica, lag: 5s, promote: 10m}\n", "").replace(
        "web: {kind: aws.alb, name: Web}", "web: {kind: aws.alb, name: Web, recovery: {restore: 5m}}"
    )
    wide = alone.replace("survives: region, rto: 15m, rpo: 1m", "rto: 3h, rpo: 1d")
    assert verdicts(ledger(resolved(alone, tmp_path))) == {
        "region survives": "missed",
        "region rto": "missed",
        "region rpo": "missed",
    }
    found = ledger(resolved(wide, tmp_path))
    assert verdicts(found) == {"region rto": "unknown", "region rpo": "unknown"}
    assert (entry(found, "r1").seconds("rto"), entry(found, "r1").time("rto").seconds) == (None, 7200.0)
    none = wide.replace("  keep: {from: db, to: files, kind: backup, every: 12h}\n", "")
    assert set(verdicts(ledger(resolved(none, tmp_path))).values()) == {"missed"}


def test_a_failover_survives_only_where_time_for_it_is_allowed(tmp_path: Path) -> None:
    text = SHOP.replace("survives: region, rto: 15m, rpo: 1m", "survives: region")
    assert verdicts(ledger(resolved(text, tmp_path))) == {"region survives": "missed"}
    assert verdicts(ledger(resolved(text.replace("survives: region", "survives: zone"), tmp_path))) == {
        "region survives": "met"
    }


def test_a_copy_that_takes_over_is_as_old_in_a_step_of_copying(tmp_path: Path) -> None:
    """Behind the failover the replica serves, so what it lacks is lost."""
    text = SHOP.replace(
        "  look: {", "  copy: {steps: {1: {from: dns, to: web, relation: b}, 2: {from: db, to: files}}}\n  look: {"
    )
    found = entry(ledger(resolved(text, tmp_path)), "r1", "copy")
    assert (found.found.state.value, found.seconds("rto"), found.seconds("rpo")) == ("recovers", 690.0, 5.0)


def test_a_target_that_nothing_here_can_test_is_unknown(tmp_path: Path) -> None:
    text = """
system: {name: Shop}
components: {users: {kind: users}, web: {kind: aws.alb}}
relations: {a: {from: users, to: web}}
environments: {prod: {places: {r1: {kind: region, runs: {web: {}}}}}}
flows: {buy: {steps: {1: {from: users, to: web}}}}
requirements: {zone: {says: So., target: {survives: zone}}}
"""
    found = ledger(resolved(text, tmp_path))
    assert verdicts(found) == {"zone survives": "unknown"}
    assert found.promises[0].worst is None


def test_one_server_of_several_in_a_place_may_fail(tmp_path: Path) -> None:
    text = """
system: {name: Shop}
components: {users: {kind: users}, web: {kind: aws.ec2}}
relations: {a: {from: users, to: web}}
environments: {prod: {places: {r1: {kind: region}, a: {kind: zone, in: r1, runs: {web: {count: 2}}}}}}
flows: {buy: {steps: {1: {from: users, to: web}}}}
requirements: {one: {says: So., target: {survives: instance, rto: 0s}}}
"""
    assert verdicts(ledger(resolved(text, tmp_path))) == {"one survives": "met", "one rto": "met"}
    single = text.replace("count: 2", "count: 1")
    assert verdicts(ledger(resolved(single, tmp_path))) == {"one survives": "missed", "one rto": "unknown"}


def test_only_production_is_judged(tmp_path: Path) -> None:
    text = SHOP.replace("  prod:\n", "  dev:\n")
    assert ledger(resolved(text, tmp_path)).promises == ()


def test_the_shipped_promises() -> None:
    """ShopMaster's scenario asks for no downtime at all, and a standby takes its time; and it has copies in another
    Region, but says nothing of who is led there."""
    found = {}
    for name in ("shopmaster", "global-web-app", "africa-portal", "tiered-web-app"):
        promises = verdicts(ledger(read_model(name, SHIPPED / name)))
        found[name] = {key for key, verdict in promises.items() if verdict != "met"}
        assert promises
    met: set[str] = set()
    assert found == {
        "shopmaster": {"available rto", "disaster-recovery rto", "disaster-recovery rpo"},
        "global-web-app": met,
        "africa-portal": met,
        "tiered-web-app": met,
    }


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["drill", "shop", "--model", str(tmp_path), "--format", "json", *arguments])


def test_the_ledger_as_json(tmp_path: Path) -> None:
    """The same for one drill as in the table of all."""
    one = json.loads(run(tmp_path, "--environment", "prod", "--down", "z1").stdout)["ledger"]
    every = json.loads(run(tmp_path, "--environment", "prod").stdout)
    assert one[0] == {
        "down": ["z1"],
        "flow": "buy",
        "state": "survives",
        "rto": {
            "seconds": 90.0,
            "lines": [f"{tmp_path}/shop.yaml:14"],
            "stated": [{"seconds": 90.0, "says": "promotion of Store in z2", "line": f"{tmp_path}/shop.yaml:14"}],
        },
        "rpo": {
            "seconds": 0.0,
            "lines": [f"{tmp_path}/shop.yaml:28"],
            "stated": [
                {"seconds": 0.0, "says": "standby of Store in z2, synchronous", "line": f"{tmp_path}/shop.yaml:28"}
            ],
        },
    }
    assert one[0] in every["ledger"]
    assert every["promises"][1] == {
        "requirement": "region",
        "measure": "rto",
        "target": "15m",
        "line": f"{tmp_path}/shop.yaml:40",
        "verdict": "met",
        "worst": {"down": ["r1"], "flow": "buy", "state": "recovers"},
    }


PODS = """
system: {name: Pods}
components:
  people: {kind: users}
  worker: {kind: aws.ec2, name: WorkerNEEDS}
  cache: {kind: aws.dynamodb, name: Cache}
relations: {a: {from: people, to: worker}, b: {from: worker, to: cache}}
environments:
  prod:
    places:
      r: {kind: region, name: Ireland, runs: {cache: {}}}
      za: {kind: zone, in: r, name: Zone a, runs: {worker: {count: 2}}}
flows: {buy: {steps: {1: {from: people, to: worker}}}}
requirements:
  one: {says: x, target: {survives: instance}}
  named: {says: x, failures: [worker in za, both], target: {survives: instance}}
drills: {both: {down: [worker in za, cache]}}
"""


def test_what_fails_is_told_in_peoples_words(tmp_path: Path) -> None:
    """No id of an instance stands in words, and what fails itself does not fall with itself."""
    model = resolved(PODS.replace("NEEDS", ""), tmp_path)
    found = board(model, model.environments[0])
    assert board_lines(model, found)[-2:] == [
        f"met     one: survives instance ({tmp_path}/shop.yaml:15) - flow buy survives without one of Worker in Zone a",
        f"missed  named: survives instance ({tmp_path}/shop.yaml:16) - flow buy lost without Worker in Zone a",
    ]
    assert result_lines(drill(model, model.environments[0], ["worker in za", "cache"]))[-3:-1] == [
        "component cache: down - failed itself",
        "component worker: down - failed in Zone a",
    ]


def test_one_of_as_many_as_it_takes_is_enough_to_lose_a_flow(tmp_path: Path) -> None:
    model = resolved(PODS.replace("NEEDS", ", needs: 2"), tmp_path)
    found = board_lines(model, board(model, model.environments[0]))
    one = "there is no more than it takes, in Zone a"
    assert f"single point of failure: component worker - loses buy; {one}" in found
    assert found[-2].partition(" - ")[2] == "flow buy lost without one of Worker in Zone a"
