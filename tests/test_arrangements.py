"""Shapes: other columns for the same boxes. Each beside the plain table, by component."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.arrangements import SHAPES
from archdeck.grid import grid, tables
from drawn import rows_of, view_of

STORES = """
system: {name: Stores}
tiers: [web, data]
components:
  web: {kind: aws.ec2, tier: web}
  s1: {kind: aws.rds, tier: data}
  s2: {kind: aws.rds, tier: data}
  s3: {kind: aws.rds, tier: data}
  s4: {kind: aws.rds, tier: data}
  s5: {kind: aws.rds, tier: data}
relations:
  a: {from: web, to: s1, kind: data}
  b: {from: web, to: s2, kind: data}
  c: {from: web, to: s3, kind: data}
  d: {from: web, to: s4, kind: data}
  e: {from: web, to: s5, kind: data}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, s1: {}, s2: {}, s3: {}, s4: {}, s5: {}}}}}}
"""


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("narrow", [". s1", ". s2", "web s3", ". s4", ". s5"]),
        ("wide", ["web s1 s2 s3 s4 s5"]),
        ("paired", ["web s1 s3 s5", ". s2 s4"]),
        ("wrapped", [". s1", "web s2 s5", ". s3", ". s4"]),
    ],
)
def test_one_two_or_four_above_each_other(shape: str, expected: list[str], tmp_path: Path) -> None:
    """Boxes of one frame and column, however many the view put there."""
    view = view_of(STORES, tmp_path)
    view = replace(view, boxes=tuple(replace(b, column=int(b.component != "web")) for b in view.boxes))
    assert rows_of(view, shape) == expected


ZONES = """
system: {name: Zones}
tiers: [app, data]
components:
  app: {kind: aws.ec2, tier: app}
  db: {kind: aws.rds, tier: data}
  cache: {kind: aws.elasticache, tier: data}
relations: {a: {from: app, to: db, kind: data}, b: {from: app, to: cache, kind: data}}
environments:
  prod:
    places:
      a: {kind: zone, runs: {app: {}, db: {role: primary}, cache: {}}}
      b: {kind: zone, runs: {app: {}, db: {role: standby}, cache: {}}}
"""


def test_a_component_keeps_one_column_in_all_frames(tmp_path: Path) -> None:
    """Side by side in one zone is side by side in the other, in the same order."""
    view = view_of(ZONES, tmp_path)
    assert rows_of(view, "narrow") == ["app db", ". cache", "app cache", ". db"]
    assert rows_of(view, "wide") == ["app db cache", "app db cache"]


REGION = """
system: {name: Region}
tiers: [users, edge, web, app, data]
components:
  people: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: edge}
  cdn: {kind: aws.cloudfront, tier: edge}
  guard: {kind: aws.global-accelerator, tier: edge}
  web: {kind: aws.ec2, tier: web}
  app: {kind: aws.ec2, tier: app}
  files: {kind: aws.s3, tier: app}
  copies: {kind: aws.s3, tier: app}
  db: {kind: aws.rds, tier: data}
relations:
  a: {from: people, to: dns}
  b: {from: dns, to: cdn}
  c: {from: cdn, to: guard}
  d: {from: guard, to: web}
  e: {from: web, to: app}
  f: {from: app, to: db, kind: data}
  g: {from: web, to: files, kind: backup}
  h: {from: files, to: copies, kind: replication}
environments:
  prod:
    places:
      eu: {kind: region, runs: {files: {}, copies: {}}}
      vpc: {kind: vpc, in: eu, runs: {web: {}, app: {}, db: {}}}
"""


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("narrow", [". . . . . files copies", "people dns cdn guard web app db"]),
        ("behind", ["people dns cdn guard web app db files copies"]),
        (
            "chained and behind",
            [". dns", "people . guard web app db files copies", ". cdn"],
        ),
    ],
)
def test_what_stands_aside_goes_behind_and_long_chains_are_folded(
    shape: str, expected: list[str], tmp_path: Path
) -> None:
    """Stores beside a network, above it or behind it, the copy after what it is copied from; the first two of three
    global services above each other."""
    assert rows_of(view_of(REGION, tmp_path), shape) == expected


def test_a_short_chain_stays_in_a_row(tmp_path: Path) -> None:
    text = REGION.replace("c: {from: cdn, to: guard}\n  d: {from: guard, to: web}", "c: {from: cdn, to: web}")
    text = text.replace("  guard: {kind: aws.global-accelerator, tier: edge}\n", "")
    view = view_of(text, tmp_path)
    assert rows_of(view, "chained and behind") == rows_of(view, "behind") == ["people dns cdn web app db files copies"]


NETWORKS = """
system: {name: Networks}
tiers: [web, data]
components:
  one: {kind: aws.ec2, tier: web}
  two: {kind: aws.ec2, tier: web}
  three: {kind: aws.ec2, tier: web}
  four: {kind: aws.ec2, tier: web}
  db: {kind: aws.s3, tier: data}
relations:
  a: {from: one, to: db, kind: data}
  b: {from: two, to: db, kind: data}
  c: {from: three, to: db, kind: data}
  d: {from: four, to: db, kind: data}
environments:
  prod:
    places:
      eu: {kind: region, runs: {db: {}}}
      a: {kind: vpc, in: eu, runs: {one: {}}}
      b: {kind: vpc, in: eu, runs: {two: {}}}
      c: {kind: vpc, in: eu, runs: {three: {}}}
      d: {kind: vpc, in: eu, runs: {four: {}}}
"""


def test_every_second_of_many_networks_stands_beside_the_others(tmp_path: Path) -> None:
    """What they lead to stays right of both."""
    view = view_of(NETWORKS, tmp_path)
    assert rows_of(view, "narrow") == ["one", "two db", "three", "four"]
    assert rows_of(view, "abreast") == ["one two db", "three four"]


def test_two_networks_stay_above_each_other(tmp_path: Path) -> None:
    text = NETWORKS
    for place, component, relation in (("c", "three", "c"), ("d", "four", "d")):
        text = text.replace(f"      {place}: {{kind: vpc, in: eu, runs: {{{component}: {{}}}}}}\n", "")
        text = text.replace(f"  {component}: {{kind: aws.ec2, tier: web}}\n", "")
        text = text.replace(f"  {relation}: {{from: {component}, to: db, kind: data}}\n", "")
    view = view_of(text, tmp_path)
    assert rows_of(view, "abreast") == rows_of(view, "narrow") == ["one db", "two"]


@pytest.mark.parametrize("text", [STORES, ZONES, REGION, NETWORKS])
def test_a_shape_moves_columns_and_nothing_else(text: str, tmp_path: Path) -> None:
    """And each table that differs is offered once."""
    view = view_of(text, tmp_path)
    for shape, changes in SHAPES.items():
        shaped = view
        for change in changes:
            shaped = change(shaped)
        assert [replace(b, column=0) for b in shaped.boxes] == [replace(b, column=0) for b in view.boxes], shape
        assert replace(shaped, boxes=view.boxes) == view, shape
    offered = [tuple(sorted(t.cells.items())) for t in tables(view)]
    assert len(set(offered)) == len(offered)
    assert set(offered) == {tuple(sorted(grid(view, shape).cells.items())) for shape in SHAPES}
