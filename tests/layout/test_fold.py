"""Folding: sibling zones in one frame, with nothing lost but the repetition."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout.fold import alike, folded
from archdeck.layout.merging import merge
from drawn import table_of, view_of

ZONES = """
system: {name: Zones}
tiers: [web, data]
components:
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
relations:
  a: {from: lb, to: web}
  b: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc}
      b: {kind: zone, in: vpc}
      pub-a: {kind: public-subnet, in: a, runs: {web: {count: 2}}}
      pub-b: {kind: public-subnet, in: b, runs: {web: {}}}
      db-a: {kind: private-subnet, in: a, runs: {db: {role: primary}}}
      db-b: {kind: private-subnet, in: b, runs: {db: {role: standby}}}
"""


def test_what_is_the_same_stands_once(tmp_path: Path) -> None:
    """Three servers in two zones are one box that says so; primary and standby stay two; arrows that now have the same
    ends are one."""
    view = folded(view_of(ZONES, tmp_path))
    assert {b.id: b.words[-1] for b in view.boxes} == {
        "lb--vpc": "LB",
        "web--pub-a": "Web × 3",
        "db--db-a": "primary",
        "db--db-b": "standby",
    }
    assert [(a.source, a.target) for a in view.arrows] == [
        ("lb--vpc", "web--pub-a"),
        ("web--pub-a", "db--db-a"),
        ("db--db-a", "db--db-b"),
    ]
    assert {g.id: g.label for g in view.groups} == {
        "place--aws-cloud": "AWS Cloud",
        "place--vpc": "VPC",
        "place--a": "Availability Zones a, b",
        "place--pub-a": "Public subnet",
        "place--db-a": "Private subnet",
    }
    assert view.left_out[-1] == (
        "Availability Zone a, Availability Zone b: drawn as one frame, for there is no room for each"
    )
    assert table_of(view).splitlines()[:2] == ["lb--vpc    web--pub-a db--db-a", ".          .          db--db-b"]


def test_without_zones_nothing_changes(tmp_path: Path) -> None:
    text = """
system: {name: Plain}
tiers: [web]
components: {a: {kind: aws.ec2}}
environments: {prod: {places: {vpc: {kind: vpc, runs: {a: {}}}}}}
"""
    view = view_of(text, tmp_path)
    assert folded(view) is view


def test_counts_add_up(tmp_path: Path) -> None:
    """Two servers in each of two zones are four, however long their name is."""
    text = """
system: {name: Desk}
components: {desk: {kind: aws.ec2, name: Application server of the people who handle claims}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vpc, runs: {desk: {count: 2}}}
      b: {kind: zone, in: vpc, runs: {desk: {count: 2}}}
"""
    view = folded(view_of(text, tmp_path))
    assert [b.words[-1].rpartition(" × ")[2] for b in view.boxes] == ["4"]


def test_subnets_in_which_the_same_runs(tmp_path: Path) -> None:
    """Where a network has no zones; another subnet stays by itself."""
    text = """
system: {name: Twins}
components: {app: {kind: aws.ec2}, db: {kind: aws.rds}, log: {kind: aws.ec2}}
relations: {a: {from: app, to: db, kind: data}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: private-subnet, in: vpc, name: Subnet A, runs: {app: {count: 2}, db: {role: primary}}}
      b: {kind: private-subnet, in: vpc, name: Subnet B, runs: {app: {}, db: {role: standby}}}
      c: {kind: private-subnet, in: vpc, name: Subnet C, runs: {log: {}}}
"""
    view = folded(view_of(text, tmp_path))
    assert [(g.id, g.label) for g in view.groups if g.parent == "place--vpc"] == [
        ("place--a", "Subnet A, Subnet B"),
        ("place--c", "Subnet C"),
    ]
    assert [(b.id, b.words[-1], b.group) for b in view.boxes] == [
        ("app--a", "App × 3", "place--a"),
        ("db--a", "primary", "place--a"),
        ("db--b", "standby", "place--a"),
        ("log--c", "Log", "place--c"),
    ]


def test_a_crowd_in_each_zone_is_not_counted(tmp_path: Path) -> None:
    """It says how many components it stands for, not how often they run."""
    view = view_of(ZONES, tmp_path)
    crowds = {"web--pub-a": "crowd--a", "db--db-a": "crowd--a", "web--pub-b": "crowd--b", "db--db-b": "crowd--b"}
    found = folded(merge(view, crowds))
    assert [b.words for b in found.boxes] == [("LB",), ("2 components", "Web, DB")]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("web: {}, db: {}", True),
        ("db: {}, web: {}", True),
        ("web: {}", False),  # the other zone lacks the database
        ("web: {count: 2}, db: {}", False),
        ("web: {}, db: {role: primary}", False),
    ],
)
def test_zones_are_alike_only_if_they_hold_the_same(other: str, same: bool, tmp_path: Path) -> None:
    """The same components, as often, in the same roles: then one frame for all of them says as much."""
    text = f"""
system: {{name: Alike}}
components: {{web: {{kind: aws.ec2}}, db: {{kind: aws.rds}}}}
environments:
  prod:
    places:
      vpc: {{kind: vpc}}
      a: {{kind: zone, in: vpc, runs: {{web: {{}}, db: {{}}}}}}
      b: {{kind: zone, in: vpc, runs: {{{other}}}}}
      c: {{kind: zone, in: vpc, runs: {{web: {{}}, db: {{}}}}}}
"""
    assert alike(view_of(text, tmp_path)) == same
