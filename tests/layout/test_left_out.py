"""What a picture does not show of its model, and why; and which relations an arrow is for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas.geometry import Geometry, geometry_json
from archdeck.layout import layout, notes
from archdeck.layout.fold import folded
from archdeck.layout.laid import unpanelled
from archdeck.layout.merging import merge
from archdeck.views.view import View
from drawn import geometry_of, view_of

SHOP = """
system: {name: Shop}
tiers: [web, data]
components:
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  files: {kind: aws.s3, tier: data}
  keys: {kind: aws.kms, tier: data}
  metrics: {kind: aws.cloudwatch, tier: data}
relations:
  a: {from: lb, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: web, to: files, kind: data}
  d: {from: db, to: keys, kind: uses}
  e: {from: web, to: metrics, kind: uses}
environments:
  prod:
    places:
      r: {kind: region, runs: {files: {}, keys: {}, metrics: {}}}
      vpc: {kind: vpc, in: r, runs: {lb: {}}}
      one: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      two: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def lines(drawn: Geometry) -> list[str]:
    """A line for each thing that is left out, as geometry says it."""
    found = []
    for left in geometry_json(drawn)["left_out"]:
        (kind, id), (_, why) = left.items()
        found.append(f"{kind} {id}: {why}")
    return found


def view(tmp_path: Path, more: str = "", id: str = "prod") -> View:
    return view_of(SHOP + more, tmp_path, id)


def test_nodes_frames_marks_and_panel_entries_say_what_they_are_for(tmp_path: Path) -> None:
    found = geometry_json(geometry_of(view(tmp_path)))
    assert {n["id"]: n["stands_for"] for n in found["nodes"]}["web--one"] == ["web--one"]
    assert {g["id"]: g["places"] for g in found["groups"]}["place--vpc"] == ["vpc"]
    assert [m["component"] for n in found["nodes"] if n["id"] == "db--one" for m in n["marks"]] == ["keys"]
    assert [entry["component"] for entry in found["panel"]] == ["keys", "metrics"]


def test_a_relation_to_what_stands_in_the_panel_is_left_out_unless_a_mark_tells_it(tmp_path: Path) -> None:
    """Keys are a mark on the database, and metrics no mark on anything."""
    assert lines(geometry_of(view(tmp_path))) == [
        "relation e: one of its ends stands in the side panel, for it applies to much"
    ]


def test_what_has_no_room_in_a_panel_stands_at_the_foot(tmp_path: Path) -> None:
    drawn = geometry_of(unpanelled(view(tmp_path)))
    assert [entry["component"] for entry in geometry_json(drawn)["panel"]] == ["keys", "metrics"]
    assert lines(drawn) == ["relation e: one of its ends stands at the foot, for it applies to much"]


def test_without_room_at_the_foot_either_what_stands_there_is_left_out(tmp_path: Path) -> None:
    """Thirty other services have taken it; the database has a mark that tells of the keys."""
    some = unpanelled(view(tmp_path))
    others = tuple(replace(some.foot[0], component=f"other-{k}", name="Other") for k in range(30))
    full = replace(some, foot=(*others, *some.foot))
    drawn = geometry_of(full)
    assert lines(drawn) == [
        "instance metrics--r: there is no room for it, neither in a side panel nor at the foot",
        "relation e: one of its ends is not drawn",
    ]
    assert [w.text for w in drawn.frame if w.role == "more"] == ["+ 15 services"]
    assert notes(full, layout(full), drawn)[-1].endswith(": " + "Other, " * 13 + "Keys, Metrics")


def test_a_relation_inside_of_a_crowd_is_left_out_if_it_is_nowhere_else(tmp_path: Path) -> None:
    """`a` leads from the balancer to two servers: to the one in its crowd, and to the other."""
    drawn = geometry_of(merge(view(tmp_path), dict.fromkeys(("lb--vpc", "web--one"), "crowd--x")))
    assert "relation a: both of its ends are drawn as one box" not in lines(drawn)
    drawn = geometry_of(merge(view(tmp_path), dict.fromkeys(("lb--vpc", "web--one", "web--two"), "crowd--x")))
    assert "relation a: both of its ends are drawn as one box" in lines(drawn)
    assert [n.stands_for for n in drawn.nodes if n.stacked] == [("lb--vpc", "web--one", "web--two")]


def test_a_frame_for_several_zones_names_all_of_their_places(tmp_path: Path) -> None:
    text = SHOP.replace("{role: primary}", "{}").replace("{role: standby}", "{}")
    drawn = geometry_of(folded(view_of(text, tmp_path)))
    assert {g.id: g.places for g in drawn.groups}["place--one"] == ("one", "two")
    assert {n.id: n.stands_for for n in drawn.nodes}["web--one"] == ("web--one", "web--two")


def test_what_the_model_leaves_out_of_a_picture_is_said(tmp_path: Path) -> None:
    drawn = geometry_of(view(tmp_path, "views: {prod: {exclude: [files, metrics]}}\n"))
    assert lines(drawn) == [
        "instance files--r: the model leaves it out of this picture (views: prod)",
        "instance metrics--r: the model leaves it out of this picture (views: prod)",
        "relation c: one of its ends is not drawn",
        "relation e: one of its ends is not drawn",
    ]


def test_a_short_picture_leaves_out_what_applies_to_much_and_what_is_alone(tmp_path: Path) -> None:
    text = SHOP.replace("relations:", "  images: {kind: aws.ecr, tier: data}\nrelations:").replace(
        "{files", "{images: {}, files"
    )
    assert lines(geometry_of(view_of(text, tmp_path, "prod--executive"))) == [
        "instance images--r: nothing leads to it or from it",
        "instance keys--r: what applies to much is left out at a glance",
        "instance metrics--r: what applies to much is left out at a glance",
        "relation d: one of its ends is not drawn",
        "relation e: one of its ends is not drawn",
        "relation db-standby: both of its ends are drawn as one box",
    ]


def test_a_way_back_out_of_what_stands_by_is_said_to_be_left_out(tmp_path: Path) -> None:
    text = """
system: {name: Files}
components: {files: {kind: aws.s3}}
relations: {c: {from: files, to: files, kind: replication}}
environments:
  prod: {places: {r: {kind: region, runs: {files: {}}}, s: {kind: region, standby: true, runs: {files: {}}}}}
"""
    drawn = geometry_of(view_of(text, tmp_path))
    assert [(e.source, e.target) for e in drawn.edges] == [("files--r", "files--s")]
    assert lines(drawn) == ["relation c: what stands by only receives: no arrow leads back from a copy that waits"]


SERVERS = """
system: {name: Servers}
tiers: [web, app]
components:
  lb: {kind: aws.alb, tier: web}
  one: {kind: aws.ec2, tier: app}
  two: {kind: aws.ec2, tier: app}
relations:
  a: {from: lb, to: one}
  b: {from: lb, to: two}
environments: {prod: {places: {vpc: {kind: vpc, runs: {lb: {}}}, z: {kind: zone, in: vpc, runs: {one: {}, two: {}}}}}}
overlays: {servers: {kind: auto-scaling-group, members: [one, two]}}
"""


def test_of_an_arrow_to_a_frame_each_box_gets_the_relation_that_leads_to_it(tmp_path: Path) -> None:
    """One arrow to the group is for both relations; where the group is torn apart, each arrow is for its own."""
    whole = view_of(SERVERS, tmp_path)
    assert [(e.target, e.relations) for e in geometry_of(whole).edges] == [("overlay--servers", ("a", "b"))]
    torn = merge(whole, {"lb--vpc": "crowd--x", "two--z": "crowd--x"})
    assert [(e.source, e.target, e.relations) for e in geometry_of(torn).edges] == [("crowd--x", "one--z", ("a",))]


@pytest.mark.parametrize("more", [0, 16])
def test_every_service_of_the_panel_is_an_entry(more: int, tmp_path: Path) -> None:
    """Also where there are so many that one icon is for all of a heading."""
    ids = [f"m{k}" for k in range(more)]
    text = SHOP.replace(
        "relations:", "".join(f"  {i}: {{kind: aws.cloudwatch, tier: data}}\n" for i in ids) + "relations:"
    )
    text = text.replace("{files: {}", "{files: {}" + "".join(f", {i}: {{}}" for i in ids))
    found = geometry_json(geometry_of(view_of(text, tmp_path)))
    assert sorted(entry["component"] for entry in found["panel"]) == sorted(["keys", "metrics", *ids])
