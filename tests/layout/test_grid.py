"""Tables: rows come from the nesting of places."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from archdeck.layout.grid import grid
from drawn import table_of, view_of

TWO_ZONES = """
system: {name: Shop}
tiers: [users, edge, web, app, data]
components:
  customers: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: edge}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  inner: {kind: aws.alb, tier: app}
  app: {kind: aws.ec2, tier: app}
  db: {kind: aws.rds, tier: data}
  backups: {kind: aws.s3, tier: data}
  copies: {kind: aws.s3, tier: data}
relations:
  a: {from: customers, to: dns}
  b: {from: dns, to: lb}
  c: {from: lb, to: web}
  d: {from: web, to: inner}
  e: {from: inner, to: app}
  f: {from: app, to: db, kind: data}
  g: {from: db, to: backups, kind: backup}
  h: {from: backups, to: copies, kind: replication}
environments:
  prod:
    places:
      eu-west-1: {kind: region, runs: {backups: {}}}
      vpc: {kind: vpc, in: eu-west-1, runs: {lb: {}, inner: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, app: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, app: {}, db: {role: standby}}}
      eu-west-2: {kind: region, runs: {copies: {}}}
overlays:
  servers: {kind: auto-scaling-group, members: [web]}
"""


def test_zones_are_rows_and_the_request_runs_between_them(tmp_path: Path) -> None:
    """What belongs to the network but to no zone stands in a lane between the zones; so do the users and the DNS before
    it; the backups stand aside, behind the network; the other region is beside them."""
    assert table_of(view_of(TWO_ZONES, tmp_path)) == "\n".join(
        [
            ".                  .                  .                  web--a             .                  app--a"
            "             db--a              backups--eu-west-1 copies--eu-west-2",
            "customers          dns--aws-cloud     lb--vpc            .                  inner--vpc",
            ".                  .                  .                  web--b             .                  app--b"
            "             db--b",
            "overlay--servers: columns 3-3, rows 0-2",
            "place--a: columns 3-6, rows 0-0",
            "place--aws-cloud: columns 1-8, rows 0-2",
            "place--b: columns 3-6, rows 2-2",
            "place--eu-west-1: columns 2-7, rows 0-2",
            "place--eu-west-2: columns 8-8, rows 0-0",
            "place--vpc: columns 2-6, rows 0-2",
        ]
    )


def test_networks_of_the_same_columns_stand_above_each_other(tmp_path: Path) -> None:
    """
    Two regions with the same tiers: stacked, with every component in one column.
    """
    text = """
system: {name: Twice}
tiers: [web, data]
components: {web: {kind: aws.ec2, tier: web}, db: {kind: aws.rds, tier: data}}
relations: {a: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      one: {kind: region}
      vpc-one: {kind: vpc, in: one, runs: {web: {}, db: {role: primary}}}
      two: {kind: region}
      vpc-two: {kind: vpc, in: two, runs: {web: {}, db: {role: standby}}}
"""
    assert table_of(view_of(text, tmp_path)).splitlines()[:2] == [
        "web--vpc-one db--vpc-one",
        "web--vpc-two db--vpc-two",
    ]


def test_an_overlay_with_a_stranger_inside_is_drawn_in_pieces(tmp_path: Path) -> None:
    """The balancer stands between the zones in the column of the servers: the group is drawn once a zone."""
    text = """
system: {name: Pieces}
tiers: [web]
components: {web: {kind: aws.ec2}, other: {kind: aws.ec2}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {other: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}}}
      b: {kind: zone, in: vpc, runs: {web: {}}}
overlays: {servers: {kind: auto-scaling-group, members: [web]}}
"""
    assert [line for line in table_of(view_of(text, tmp_path)).splitlines() if line.startswith("overlay")] == [
        "overlay--servers--1: columns 0-0, rows 0-0",
        "overlay--servers--2: columns 0-0, rows 2-2",
    ]


def test_members_of_an_overlay_stand_next_to_each_other(tmp_path: Path) -> None:
    """Arrows would be shorter with the worker between them, and the overlay in two pieces."""
    text = """
system: {name: Two networks}
tiers: [apps, stores]
components:
  vote: {kind: container, tier: apps}
  worker: {kind: container, tier: apps}
  result: {kind: container, tier: apps}
  redis: {kind: redis, tier: stores}
  db: {kind: postgresql, tier: stores}
relations:
  a: {from: vote, to: redis, kind: data}
  b: {from: worker, to: redis, kind: data}
  c: {from: worker, to: db, kind: data}
  d: {from: result, to: db, kind: data}
environments:
  prod: {places: {h: {kind: data-center, runs: {vote: {}, worker: {}, result: {}, redis: {}, db: {}}}}}
overlays: {front: {kind: group, members: [vote, result]}, back: {kind: group, members: [vote, worker, redis]}}
"""
    assert [line for line in table_of(view_of(text, tmp_path)).splitlines() if line.startswith("overlay")] == [
        "overlay--back--1: columns 0-0, rows 0-0",
        "overlay--back--2: columns 0-0, rows 2-2",
        "overlay--back--3: columns 1-1, rows 1-1",
        "overlay--front: columns 0-0, rows 0-1",
    ]


def test_an_overlay_among_strangers_is_drawn_around_each_run_of_neighbours(tmp_path: Path) -> None:
    """A row of six boxes, of which the first two and the last two are members, and the fourth: three pieces with the
    overlay's name, without its scale, and the table says so."""
    row = ["a", "b", "x", "c", "y", "d", "e"]
    components = "\n".join(f"  {id}: {{kind: service}}" for id in row)
    relations = "\n".join(f"  {a}-{b}: {{from: {a}, to: {b}}}" for a, b in pairwise(row))
    runs = ", ".join(f"{id}: {{}}" for id in row)
    text = f"""
system: {{name: Row}}
components:
{components}
relations:
{relations}
environments: {{prod: {{places: {{h: {{kind: data-center, runs: {{{runs}}}}}}}}}}}
overlays: {{some: {{kind: cluster, name: Some, members: [a, b, c, d, e], scale: 2 to 6}}}}
"""
    found = grid(view_of(text, tmp_path))
    assert [(f.key, f.group.label, sorted(f.boxes)) for f in found.frames if f.group.overlay] == [
        ("overlay--some--1", "Some", ["a--h", "b--h"]),
        ("overlay--some--2", "Some", ["c--h"]),
        ("overlay--some--3", "Some", ["d--h", "e--h"]),
    ]
    assert found.left_out == ("Some (2 to 6): drawn in 3 pieces, for others stand between its members",)


def test_a_wide_table_puts_boxes_of_one_frame_side_by_side(tmp_path: Path) -> None:
    text = """
system: {name: Wide}
tiers: [data]
components: {cache: {kind: aws.elasticache}, db: {kind: aws.rds}}
environments: {prod: {places: {a: {kind: zone, runs: {cache: {}, db: {}}}, b: {kind: zone, runs: {cache: {}, db: {}}}}}}
"""
    view = view_of(text, tmp_path)
    assert table_of(view).splitlines()[:4] == ["cache--a", "db--a", "cache--b", "db--b"]
    assert table_of(view, "wide").splitlines()[:2] == ["cache--a db--a", "cache--b db--b"]
