"""Layers: bands in the order of calls, what applies at the side, marks for what is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import geometry_of, measured, table_of, view_of
from written import wide

PLATFORM = """
system: {name: Platform}
tiers: [users, compute, network, data, security, ground]
components:
  people: {kind: users, tier: users}
  fn: {kind: aws.lambda, tier: compute}
  vm: {kind: aws.ec2, tier: compute}
  api: {kind: aws.api-gateway, tier: network}
  lb: {kind: aws.alb, tier: network}
  table: {kind: aws.dynamodb, tier: data}
  disk: {kind: aws.ebs, tier: data}
  iam: {kind: aws.iam, tier: security}
  kms: {kind: aws.kms, tier: security}
  zones: {kind: aws.availability-zone, tier: ground}
  regions: {kind: aws.region, tier: ground}
relations:
  a: {from: people, to: api}
  b: {from: api, to: fn}
  c: {from: api, to: lb}
  d: {from: lb, to: vm}
  e: {from: fn, to: table, kind: data}
  f: {from: vm, to: disk, kind: data}
  g: {from: fn, to: iam, kind: uses}
  h: {from: disk, to: kms, kind: uses}
  i: {from: vm, to: zones, kind: uses}
  j: {from: zones, to: regions, kind: uses}
  k: {from: vm, to: table, kind: data, only: [prod]}
environments:
  prod:
    places:
      r: {kind: region, runs: {fn: {}, api: {}, table: {}, iam: {}, kms: {}, zones: {}, regions: {}}}
      v: {kind: vpc, in: r, runs: {lb: {}, vm: {}, disk: {}}}
views: {layers: {title: Everything}}
"""


def test_bands(tmp_path: Path) -> None:
    """The network stands above the compute that it calls, whatever the order of the tiers; security at the side; the
    ground below everything."""
    view = view_of(PLATFORM, tmp_path, "layers")
    assert table_of(view) == "\n".join(
        [
            "people  .       iam     kms",
            "api     lb",
            "fn      vm",
            "table   disk",
            "zones   regions",
            "layer--compute: columns 0-1, rows 2-2",
            "layer--data: columns 0-1, rows 3-3",
            "layer--ground: columns 0-3, rows 4-4",
            "layer--network: columns 0-1, rows 1-1",
            "layer--security: columns 2-3, rows 0-0",
            "layer--users: columns 0-1, rows 0-0",
        ]
    )


def test_a_relation_is_an_arrow_or_a_mark(tmp_path: Path) -> None:
    """Nothing is lost, and what holds in one environment only is not part of the layers."""
    view = view_of(PLATFORM, tmp_path, "layers")
    assert [r for a in view.arrows for r in a.relations] == ["a", "b", "c", "d", "e", "f", "j"]
    assert {b.id: [m[0] for m in b.marks] for b in view.boxes if b.marks} == {
        "fn": ["iam"],
        "vm": ["zones"],
        "disk": ["kms"],
    }
    assert (view.title, view.subtitle, view.chip) == (
        "Everything",
        "7 relations as arrows, 3 as small icons under what uses them",
        "6 LAYERS",
    )


def test_it_passes_the_gate(tmp_path: Path) -> None:
    assert measured(geometry_of(view_of(PLATFORM, tmp_path, "layers")))[0] == []


@pytest.mark.parametrize(
    ("services", "at_side", "rows"),
    [
        (9, 0, ["people", "s0 s1 s2 s3 s4 s5 s6 s7 s8", "db"]),
        (10, 0, [". people", "s1 s0 s2 s3 s4", "s5 s6 s7 s8 s9", ". . db"]),
        (6, 2, ["people . . . . . iam kms", "s0 s1 s2 s3 s4 s5", "db"]),
        (7, 2, ["people . . . iam kms", "s0 s1 s2 s3", "s4 s5 s6", ". db"]),
    ],
)
def test_a_tier_of_more_than_nine_wraps(services: int, at_side: int, rows: list[str], tmp_path: Path) -> None:
    """Into rows that are equally full; of more than six, where something stands at the side. Its frame is around all of
    them, and the picture is fit for a slide."""
    view = view_of(wide(services, at_side), tmp_path, "layers")
    lines = [" ".join(line.split()) for line in table_of(view).splitlines()]
    high, right = len(rows) - 2, max(len(r.split()) for r in rows[1:]) - 1
    assert lines[: len(rows)] == rows
    assert f"layer--services: columns 0-{right}, rows 1-{high}" in lines
    assert measured(geometry_of(view))[0] == []
