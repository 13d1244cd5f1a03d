"""Executive pictures: at most nine boxes, in the order of the full picture, with every way that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.systems import find_systems, read_model
from archdeck.views import views
from drawn import view_of

ROOT = Path(__file__).parent.parent
SHIPPED = find_systems(ROOT / "model")

ZONES = """
system: {name: Zones}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, name: Orders}
relations:
  a: {from: people, to: lb, label: HTTPS}
  b: {from: lb, to: web}
  c: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      r: {kind: region}
      vpc: {kind: vpc, in: r, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def test_each_component_once_and_no_zones(tmp_path: Path) -> None:
    view = view_of(ZONES, tmp_path, "prod--executive")
    assert {b.component: b.lines for b in view.boxes} == {
        "people": ("Users", "People"),
        "lb": ("LB",),
        "web": ("Amazon EC2", "Web"),
        "db": ("Amazon RDS", "Orders"),
    }
    assert [g.kind for g in view.groups] == ["cloud", "region"]
    assert [(a.relations, a.label) for a in view.arrows] == [(("a",), "HTTPS"), (("b",), ""), (("c",), "")]


@pytest.mark.parametrize("system", SHIPPED)
def test_the_shipped_ones_are_short_and_keep_the_order(system: str) -> None:
    found = {v.id: v for v in views(read_model(system, SHIPPED[system]))}
    short = [v for v in found.values() if v.kind == "executive"]
    assert len(short) == len([v for v in found.values() if v.kind == "environment"])
    for view in short:
        assert len(view.boxes) <= 9
        assert {b.column for b in view.boxes} <= {b.column for b in found[view.environment].boxes}
