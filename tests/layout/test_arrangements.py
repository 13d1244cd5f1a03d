"""Shapes: other columns for the same boxes. Each beside the plain table, by component."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.language.values import RelationKind
from archdeck.layout.arrangements import SHAPES, starts
from archdeck.layout.grid import grid, tables
from archdeck.views.view import Arrow, View
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
        ("paired", ["web s1 s2 s3", ". s4 s5"]),
        ("wrapped", [". s1", "web s2 s3", ". s4", ". s5"]),
    ],
)
def test_one_two_or_four_above_each_other(shape: str, expected: list[str], tmp_path: Path) -> None:
    """Boxes of one frame and column, however many the view put there, are read row by row."""
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


COPIES = """
system: {name: Copies}
tiers: [app, data]
components:
  app: {kind: aws.ec2, tier: app}
  db: {kind: aws.rds, tier: data}
  cache: {kind: aws.elasticache, tier: data}
relations: {a: {from: app, to: db, kind: data}, b: {from: app, to: cache, kind: data}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {app: {}, db: {role: primary}, cache: {}}}
"""


def test_copies_stand_beside_what_they_are_copied_from(tmp_path: Path) -> None:
    """In one frame, as where zones are folded: a column for the copies, which a read replica shares."""
    view = view_of(COPIES.replace("db: {role: primary}", "db: {role: primary, count: 1}"), tmp_path)
    primary = next(b for b in view.boxes if b.component == "db")
    standby = replace(primary, id="standby", lines=("standby",))
    replica = replace(primary, id="replica", column=primary.column + 1)
    link = Arrow("l", (), RelationKind.REPLICATION, primary.id, "standby")
    view = replace(
        view,
        boxes=(*view.boxes, standby, replica),
        arrows=(*view.arrows, link, replace(link, id="m", target="replica")),
    )
    assert grid_columns(view, "narrow") == {"app": 0, "cache": 1, "db": 1, "standby": 1, "replica": 2}
    assert grid_columns(view, "copied") == {"app": 0, "cache": 1, "db": 1, "standby": 2, "replica": 2}


def grid_columns(view: View, shape: str) -> dict[str, int]:
    return {box.partition("--")[0]: cell.column for box, cell in grid(view, shape).cells.items()}


CHAIN = """
system: {name: Chain}
tiers: [users, app]
components:
  people: {kind: users, tier: users}
  a: {kind: aws.lambda, tier: app}
  b: {kind: aws.lambda, tier: app}
  c: {kind: aws.lambda, tier: app}
  d: {kind: aws.lambda, tier: app}
relations: {p: {from: people, to: a}, q: {from: a, to: b}, r: {from: b, to: c}, s: {from: c, to: d}}
environments: {prod: {places: {eu: {kind: region, runs: {a: {}, b: {}, c: {}, d: {}}}}}}
"""


def test_a_long_chain_goes_down_and_up(tmp_path: Path) -> None:
    """Four alone in their columns, two by two; three stay in a row."""
    view = view_of(CHAIN, tmp_path)
    assert grid_columns(view, "narrow") == {"people": 0, "a": 1, "b": 2, "c": 3, "d": 4}
    assert grid_columns(view, "zigzag") == {"people": 0, "a": 1, "b": 1, "c": 2, "d": 2}
    short = CHAIN.replace("  d: {kind: aws.lambda, tier: app}\n", "").replace(", s: {from: c, to: d}", "")
    view = view_of(short.replace(", d: {}", ""), tmp_path)
    assert grid_columns(view, "zigzag") == grid_columns(view, "narrow")


def test_no_more_stands_behind_a_network_than_its_region_has_rows(tmp_path: Path) -> None:
    """Of two stores beside one row of servers, the one that leads nowhere goes a column further, in both Regions; the
    other stays before its copy."""
    text = """
system: {name: Behind}
tiers: [web, app, data]
components:
  web: {kind: aws.ec2, tier: web}
  app: {kind: aws.ec2, tier: app}
  files: {kind: aws.s3, tier: data}
  table: {kind: aws.dynamodb, tier: data}
  vault: {kind: aws.s3, tier: data}
relations:
  w: {from: web, to: app}
  a: {from: app, to: files, kind: data}
  b: {from: app, to: table, kind: data}
  c: {from: files, to: vault, kind: backup}
environments:
  prod:
    places:
      eu: {kind: region, runs: {files: {}, table: {}, vault: {}}}
      vpc: {kind: vpc, in: eu, runs: {web: {}, app: {}}}
      us: {kind: region, runs: {table: {}}}
      net: {kind: vpc, in: us, runs: {web: {}, app: {}}}
"""
    view = view_of(text, tmp_path)
    assert {b: c for b, c in grid_columns(view, "copied and behind").items() if b not in ("web", "app")} == {
        "files": 2,
        "table": 3,
        "vault": 3,
    }


SITES = """
system: {name: Sites}
tiers: [users, office, app, data]
components:
  people: {kind: users, tier: users}
  desk: {kind: server, tier: office}
  router: {kind: aws.customer-gateway, tier: office}
  app: {kind: aws.ec2, tier: app}
  db: {kind: aws.rds, tier: data}
  lake: {kind: gcp.analytics.BigQuery, tier: data}
relations:
  p: {from: people, to: desk}
  a: {from: desk, to: router}
  b: {from: router, to: app}
  c: {from: app, to: db, kind: data}
  d: {from: db, to: lake, kind: data}
environments:
  prod:
    places:
      hq: {kind: data-center, runs: {desk: {}, router: {}}}
      vpc: {kind: vpc, runs: {app: {}, db: {}}}
      other: {kind: cloud, name: Google Cloud, runs: {lake: {}}}
"""


def site_columns(view: View) -> dict[str, list[int]]:
    """The columns of each site in the first start, those outside of all sites too."""
    top = {g.id: g for g in view.groups}

    def site(group: str | None) -> str:
        while group is not None and top[group].parent:
            group = top[group].parent
        return (group or "").removeprefix("place--")

    found: dict[str, set[int]] = {}
    for box in starts(view)[0].boxes:
        found.setdefault(site(box.group), set()).add(box.column)
    return {name: sorted(columns) for name, columns in found.items()}


def test_sites_stand_beside_each_other_by_their_tiers(tmp_path: Path) -> None:
    """The office before the cloud, and that before another cloud, whatever columns they would share; people stay."""
    view = view_of(SITES, tmp_path)
    view = replace(view, boxes=tuple(replace(b, column=min(b.column, 2)) for b in view.boxes))
    found = site_columns(view)
    assert found[""] == [0]
    assert max(found["hq"]) < min(found["vpc"])
    assert max(found["vpc"]) < min(found["other"])


def test_sites_in_which_the_same_runs_stay_above_each_other(tmp_path: Path) -> None:
    """Two rooms with a server each: nothing to set side by side."""
    text = """
system: {name: Rooms}
components: {app: {kind: server}, tape: {kind: server}}
relations: {a: {from: app, to: tape, kind: data}}
environments:
  prod:
    places:
      one: {kind: data-center, runs: {app: {}}}
      two: {kind: data-center, runs: {app: {}, tape: {}}}
"""
    view = view_of(text, tmp_path)
    assert starts(view) == (view,)
