"""Ways into what works and gets no further: they are not those that work, and no failover leads there."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.views.makers import views
from archdeck.views.view import View
from written import resolved

TWO_REGIONS = """
system: {name: Shop}
components:
  people: {kind: users}
  dns: {kind: aws.route53, config: {TTL: 60s}}
  lb: {kind: aws.alb}
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations:
  ask: {from: people, to: dns}
  enter: {from: dns, to: lb}
  spread: {from: lb, to: web}
  sql: {from: web, to: db, kind: data}
  over: {from: dns, to: lb, kind: failover, after: 30s}
environments:
  prod:
    places:
      r1: {kind: region, runs: {lb: {}}}
      a: {kind: zone, in: r1, runs: {web: {}, db: {}}}
      r2: {kind: region, runs: {lb: {}}}
      c: {kind: zone, in: r2, runs: {web: {}, db: {}}}
flows:
  buy:
    steps:
      1: {from: people, to: dns}
      2: {from: dns, to: lb, relation: enter}
      3: {from: lb, to: web}
      4: {from: web, to: db}
drills: {one: {down: [db in a]}}
"""
NATS = """
system: {name: Shop}
components:
  people: {kind: users}
  lb: {kind: aws.alb}
  web: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway}
  pay: {kind: external-system}
relations:
  ask: {from: people, to: lb}
  spread: {from: lb, to: web}
  out: {from: web, to: nat}
  charge: {from: nat, to: pay}
  {over}
environments:
  prod:
    places:
      r: {kind: region, runs: {lb: {}}}
      a: {kind: zone, in: r, runs: {web: {}, nat: {}}}
      b: {kind: zone, in: r, runs: {web: {}, nat: {}}}
flows:
  buy: {steps: {1: {from: people, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: nat}, 4: {from: nat, to: pay}}}
drills: {one: {down: [nat in a]}}
"""


def drawn(text: str, folder: Path) -> View:
    return next(v for v in views(resolved(text, folder)) if v.id == "drill-one--prod")


def ways(view: View) -> list[str]:
    return sorted(f"{a.source} {a.target} {a.state or '-'}" for a in view.arrows)


def test_a_region_from_which_nobody_gets_on(tmp_path: Path) -> None:
    """The failover to its load balancer is gone from the picture; that to the other Region is taken."""
    assert ways(drawn(TWO_REGIONS, tmp_path)) == [
        "dns--aws-cloud lb--r1 -",
        "dns--aws-cloud lb--r2 carries",
        "dns--aws-cloud lb--r2 carries",
        "lb--r1 web--a -",
        "lb--r2 web--c carries",
        "people dns--aws-cloud carries",
        "web--a db--a broken",
        "web--c db--c carries",
    ]


@pytest.mark.parametrize(
    ("over", "led", "sign"),
    [
        ("", "-", ""),
        ("over: {from: nat, to: nat, kind: failover, after: 1m}", "carries", "takes-over"),
    ],
)
def test_a_zone_from_which_nobody_gets_further(over: str, led: str, sign: str, tmp_path: Path) -> None:
    """The gateway of the other zone takes nothing over, unless a failover leads there."""
    view = drawn(NATS.replace("{over}", over), tmp_path)
    assert f"lb--r web--a {led}" in ways(view)
    assert "lb--r web--b carries" in ways(view)
    assert next(b.state for b in view.boxes if b.id == "nat--b") == sign
