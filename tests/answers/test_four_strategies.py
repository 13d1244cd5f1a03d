"""The four strategies of AWS's whitepaper on disaster recovery, on one system of three tiers: what each costs in time
and data when its main Region is lost, worked out by hand from the numbers that stand in the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import drill, ledger
from written import resolved

LADDER = """
system: {name: Ladder}
components:
  people: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: aws.alb, name: Balancer, recovery: {restore: 5m}}
  app: {kind: aws.ec2, name: App, recovery: {restore: 10m}}
  db: {kind: aws.rds, name: Orders, recovery: {promote: 90s, restore: 2h}}
  vault: {kind: aws.backup, name: Vault, recovery: {promote: 0s}}
relations:
  ask: {from: people, to: dns}
  enter: {from: dns, to: lb}
  spread: {from: lb, to: app}
  sql: {from: app, to: db, kind: data}
  backup: {from: db, to: vault, kind: backup, every: 1h}
  copy: {from: vault, to: vault, kind: replication, lag: 15m}
  decided: {from: dns, to: lb, kind: failover, after: 30m, only: [backup-and-restore, pilot-light]}
  checked: {from: dns, to: lb, kind: failover, after: 90s, only: [warm-standby, active-active]}
  two-way: {from: db, to: db, kind: replication, lag: 1s, only: [active-active, unchecked]}
environments:
  backup-and-restore:
    stage: production
    places:
      main: {kind: region, runs: {vault: {role: primary}, lb: {}}}
      a: {kind: zone, in: main, runs: {app: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: main, runs: {app: {count: 2}, db: {role: standby}}}
      away: {kind: region, standby: true, runs: {vault: {role: standby}}}
  pilot-light:
    extends: backup-and-restore
    because: The data is alive there, and nothing else.
    places: {away: {runs: {db: {role: read-replica, lag: 1m, promote: 5m}}}}
  warm-standby:
    extends: pilot-light
    because: A small copy of everything runs there.
    places: {away: {runs: {lb: {}, app: {}}}}
  active-active:
    extends: backup-and-restore
    because: Both Regions serve, each with its own database.
    places:
      a: {runs: {db: {role: null}}}
      b: {runs: {db: null}}
      away: {standby: false, runs: {lb: {}}}
      c: {kind: zone, in: away, runs: {app: {count: 2}, db: {}}}
  unchecked:
    extends: active-active
    because: Nothing checks whether a Region works.
  dr:
    stage: disaster-recovery
    extends: warm-standby
    because: All of it runs there.
    places:
      main: null
      a: null
      b: null
      away: {standby: false, runs: {vault: {role: null}, db: {role: null, lag: null, promote: null}}}
flows:
  use:
    steps:
      1: {from: people, to: dns}
      2: {from: dns, to: lb, relation: enter}
      3: {from: lb, to: app}
      4: {from: app, to: db}
requirements:
  tight: {says: x, failures: [main], target: {survives: region, rto: 10m, rpo: 5m}}
"""


@pytest.mark.parametrize(
    ("strategy", "down", "state", "rto", "rpo"),
    [
        # Somebody decides after 30 min, DNS leads on after one more; all is built at once, the database in 2 h.
        # The newest backup may be an hour old, and its copy a quarter of an hour behind.
        pytest.param("backup-and-restore", "main", "recovers", 30 * 60 + 60 + 2 * 3600, 3600 + 15 * 60, id="backup"),
        # The replica is promoted in 5 min while the servers are built in 10.
        pytest.param("pilot-light", "main", "recovers", 30 * 60 + 60 + 10 * 60, 60, id="pilot light"),
        # A health check notices after 90 s, and only the promotion is waited for.
        pytest.param("warm-standby", "main", "recovers", 90 + 60 + 5 * 60, 60, id="warm standby"),
        # Who was led to the lost Region is led to the other one.
        pytest.param("active-active", "main", "survives", 90 + 60, 1, id="active-active"),
        pytest.param("active-active", "db in main", "survives", 90 + 60, 1, id="active-active, its database alone"),
        pytest.param("unchecked", "main", "degraded", None, 1, id="active-active that nothing checks"),
        # A zone is the affair of the Region: its standby takes over.
        pytest.param("backup-and-restore", "a", "survives", 90, 0, id="a zone"),
        pytest.param("pilot-light", "a", "survives", 90, 0, id="a zone, with a replica elsewhere"),
        # Of two stores that stand in a zone each the other Region has what was copied.
        pytest.param("active-active", "a", "survives", 90 + 60, 1, id="the only zone with a database"),
        pytest.param("warm-standby", "away", "survives", 0, 0, id="the Region that waits"),
    ],
)
def test_what_each_strategy_costs(
    strategy: str, down: str, state: str, rto: float | None, rpo: float, tmp_path: Path
) -> None:
    model = resolved(LADDER, tmp_path)
    here = next(e for e in model.environments if e.id == strategy)
    found = drill(model, here, [down]).flows["use"]
    assert (found.state.value, found.rto_s, found.rpo_s) == (state, rto, rpo), found.why


def test_each_strategy_keeps_what_it_can_keep(tmp_path: Path) -> None:
    """Back in ten minutes with less than five of data lost: two of the four do, and one promises what nobody stated."""
    promises = ledger(resolved(LADDER, tmp_path)).promises
    kept: dict[str, list[str]] = {}
    for p in promises:
        kept.setdefault(p.environment.id, []).append(f"{p.measure} {p.verdict.value}")
    assert kept == {
        "backup-and-restore": ["survives met", "rto missed", "rpo missed"],
        "pilot-light": ["survives met", "rto missed", "rpo met"],
        "warm-standby": ["survives met", "rto met", "rpo met"],
        "active-active": ["survives met", "rto met", "rpo met"],
        "unchecked": ["survives unknown", "rto unknown", "rpo met"],
    }
