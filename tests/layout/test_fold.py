"""Folding: sibling zones in one frame, with nothing lost but the repetition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.layout.fold import apart, folded, tells_apart
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
      pub-b: {kind: public-subnet, in: b, runs: {web: {count: 2}}}
      db-a: {kind: private-subnet, in: a, runs: {db: {}}}
      db-b: {kind: private-subnet, in: b, runs: {db: {}}}
"""


def test_what_is_the_same_stands_once(tmp_path: Path) -> None:
    """Four servers in two zones are one box that says so; arrows that now have the same ends are one."""
    view = folded(view_of(ZONES, tmp_path))
    assert {b.id: b.words[-1] for b in view.boxes} == {
        "lb--vpc": "LB",
        "web--pub-a": "Web × 4",
        "db--db-a": "DB × 2",
    }
    assert [(a.source, a.target) for a in view.arrows] == [
        ("lb--vpc", "web--pub-a"),
        ("web--pub-a", "db--db-a"),
    ]
    assert {g.id: g.label for g in view.groups} == {
        "place--aws-cloud": "AWS Cloud",
        "place--vpc": "VPC",
        "place--a": "Availability Zones a, b",
        "place--pub-a": "pub-a, pub-b",
        "place--db-a": "db-a, db-b",
    }
    assert view.left_out[-1] == (
        "Availability Zone a, Availability Zone b: drawn as one frame, for there is no room for each"
    )
    assert table_of(view).splitlines()[:1] == ["lb--vpc    web--pub-a db--db-a"]


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
    """Where a network has no zones; one in which other things run, or in other roles, stays by itself."""
    text = """
system: {name: Twins}
components: {app: {kind: aws.ec2}, db: {kind: aws.rds}, log: {kind: aws.ec2}}
relations: {a: {from: app, to: db, kind: data}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: private-subnet, in: vpc, name: Subnet A, runs: {app: {count: 2}, db: {role: standby}}}
      b: {kind: private-subnet, in: vpc, name: Subnet B, runs: {app: {count: 2}, db: {role: standby}}}
      c: {kind: private-subnet, in: vpc, name: Subnet C, runs: {log: {}}}
      d: {kind: private-subnet, in: vpc, name: Subnet D, runs: {app: {count: 2}, db: {role: primary}}}
"""
    view = folded(view_of(text, tmp_path))
    assert [(g.id, g.label) for g in view.groups if g.parent == "place--vpc"] == [
        ("place--a", "Subnet A, Subnet B"),
        ("place--c", "Subnet C"),
        ("place--d", "Subnet D"),
    ]
    assert [(b.id, b.words[-1], b.group) for b in view.boxes] == [
        ("app--a", "App × 4", "place--a"),
        ("db--a", "DB standby × 2", "place--a"),
        ("log--c", "Log", "place--c"),
        ("app--d", "App × 2", "place--d"),
        ("db--d", "DB primary", "place--d"),
    ]


def test_a_crowd_in_each_zone_is_not_counted(tmp_path: Path) -> None:
    """It says how many components it stands for, not how often they run."""
    view = view_of(ZONES, tmp_path)
    crowds = {"web--pub-a": "crowd--a", "db--db-a": "crowd--a", "web--pub-b": "crowd--b", "db--db-b": "crowd--b"}
    found = folded(merge(view, crowds))
    assert [b.words for b in found.boxes] == [("LB",), ("2 components", "Web, DB")]


ALIKE = """
system: {name: Alike}
components: {web: {kind: aws.ec2}, db: {kind: aws.rds}}
%s
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {}}}
      b: {kind: zone, in: vpc%s}
      c: {kind: zone, in: vpc, runs: {web: {}, db: {}}}
%s
"""


@pytest.mark.parametrize(
    ("other", "inside", "left"),
    [
        (", runs: {web: {}, db: {}}", "", "a"),
        (", runs: {db: {}, web: {}}", "", "a"),
        (", runs: {web: {}}", "", "a b"),  # the other zone lacks the database
        (", runs: {web: {count: 2}, db: {}}", "", "a b"),
        (", runs: {web: {}, db: {role: primary}}", "", "a b"),
        (", runs: {web: {}}", "      d: {kind: private-subnet, in: b, runs: {db: {}}}", "a b d"),
    ],
)
def test_zones_fold_only_with_those_that_hold_the_same(other: str, inside: str, left: str, tmp_path: Path) -> None:
    """The same components, as often, in the same roles and frames: then one frame for all of them says as much."""
    found = folded(view_of(ALIKE % ("", other, inside), tmp_path))
    assert " ".join(g.place for g in found.groups if g.place and g.parent not in (None, "place--aws-cloud")) == left


SAME = ALIKE % ("", ", runs: {web: {}, db: {}}", "")


@pytest.mark.parametrize(
    ("down", "frames"),
    [
        ("", []),
        ("place--c", ["a b c", "a+b c"]),
        ("db--b", ["a b c", "a+c b"]),
        ("place--vpc", []),  # all of the network is lost: nothing differs
    ],
)
def test_what_became_of_one_zone_tells_it_apart(down: str, frames: list[str], tmp_path: Path) -> None:
    """It is lost, or what runs in it is: then one frame for all of them would not say which. All of them stand by
    themselves, or that one does."""
    whole = view_of(SAME, tmp_path)
    groups = tuple(replace(g, state="down" if g.id == down else "") for g in whole.groups)
    boxes = tuple(replace(b, state="down" if b.id == down else "") for b in whole.boxes)
    view = replace(whole, groups=groups, boxes=boxes)
    assert tells_apart(view) == bool(frames)
    zones = [[g for g in folded(one).groups if g.kind == "zone"] for one in apart(view)]
    assert [" ".join("+".join(g.places or (g.place or "",)) for g in some) for some in zones] == frames


def test_a_view_on_the_layout_of_another_one_gets_one_of_zones_apart(tmp_path: Path) -> None:
    """The other one keeps its own."""
    base = view_of(SAME, tmp_path)
    lost = tuple(replace(b, state="down" if b.id == "db--b" else "") for b in base.boxes)
    first, *_ = apart(replace(base, boxes=lost, stands_as=base))
    ids = ("place--a", "place--b", "place--c")
    assert (first.apart, first.stands_as) == (ids, replace(base, apart=ids))
