"""Where arrows lead in pictures of failures: to what took over, never into what failed; and what is faded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas import Geometry
from archdeck.paint.layouts import Layouts
from archdeck.views.makers import named, views
from archdeck.views.view import View
from drawn import measured
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, recovery: {promote: 90s}}
relations:
  visit: {from: customers, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data, label: SQL}
environments:
  prod:
    places:
      near: {kind: region, runs: {lb: {}}}
      a: {kind: zone, in: near, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: near, runs: {web: {}, db: {role: standby, sync: true}}}
      c: {kind: zone, in: near, runs: {web: {}, db: {role: standby, sync: true}}}
overlays: {group: {kind: auto-scaling-group, members: [web]}}
drills: {zone-a: {name: Zone a fails, down: [a]}, zone-c: {name: Zone c fails, down: [c]}}
flows:
  buy: {name: Checkout, steps: {1: {from: customers, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}
"""

AWAY = """
system: {name: Shop}
components:
  dns: {kind: aws.route53, config: {TTL: 60s}}
  lb: {kind: aws.alb, recovery: {restore: 5m}}
  db: {kind: aws.rds, recovery: {promote: 90s}}
relations:
  a: {from: dns, to: lb}
  over: {from: dns, to: lb, kind: failover}
  c: {from: lb, to: db, kind: data}
environments:
  prod:
    places:
      near: {kind: region, runs: {lb: {}}}
      one: {kind: zone, in: near, runs: {db: {role: primary}}}
      far: {kind: region, standby: true, runs: {db: {role: read-replica, lag: 5s}}}
  later: {stage: disaster-recovery, places: {far: {kind: region, runs: {lb: {}, db: {}}}}}
flows: {buy: {only: [prod], steps: {1: {from: dns, to: lb, relation: a}, 2: {from: lb, to: db}}}}
"""
BOTH = AWAY.replace("runs: {db: {role: read-replica, lag: 5s}}", "runs: {lb: {}, db: {role: standby, lag: 5s}}")


def view(text: str, id: str, folder: Path) -> View:
    return next(v for v in views(resolved(text, folder)) if v.id == id)


def arrows(found: View) -> list[str]:
    return [f"{a.source} -> {a.target}: {a.kind} {a.state}".strip() for a in found.arrows]


def drawn(found: View, layouts: Layouts) -> Geometry:
    return layouts.geometry(layouts.shown(found))


def test_after_a_promotion_arrows_lead_to_the_new_primary(tmp_path: Path) -> None:
    """From what is left of the group, where it led from all of it; nothing is left of the arrow to the old one."""
    found = view(SHOP, "drill-zone-a--prod", tmp_path)
    assert [line for line in arrows(found) if "db" in line and " data " in line] == [
        "web--b -> db--b: data carries",
        "web--c -> db--b: data carries",
    ]
    assert ("relation", "query") in {(left.kind, left.id) for left in found.reasons}


def test_boxes_stand_where_they_stood_and_arrows_run_anew(tmp_path: Path) -> None:
    """The picture of the drill lies on that of its environment."""
    found, layouts = view(SHOP, "drill-zone-a--prod", tmp_path), Layouts()
    assert found.stands_as
    here, there = drawn(found, layouts), layouts.geometry(found.stands_as)
    assert {n.id: n.box for n in here.nodes} == {n.id: n.box for n in there.nodes}
    assert {g.id: g.box for g in here.groups} == {g.id: g.box for g in there.groups}
    assert ("web--b", "db--b") in {(e.source, e.target) for e in here.edges}
    assert measured(here)[0] == []


def test_where_there_is_no_way_arrows_stay_with_a_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture with arrows where they were is kept: one to the old primary, which says that it leads on."""
    found = view(SHOP, "drill-zone-a--prod", tmp_path)
    assert [f"{a.source} -> {a.target}" for a in found.in_place if a.state == "moved"] == ["overlay--group -> db--a"]
    assert Layouts().shown(found) == found
    monkeypatch.setattr("archdeck.paint.layouts.rerouted", lambda _, shared: replace(shared, routes={}))
    assert Layouts().shown(found).arrows == found.in_place


def test_a_group_of_which_a_part_fell_is_left_from_what_is_left(tmp_path: Path) -> None:
    """Its arrow to the database starts at the servers of the two zones that are left."""
    found = view(SHOP, "drill-zone-c--prod", tmp_path)
    assert [line for line in arrows(found) if " data " in line] == [
        "web--a -> db--a: data carries",
        "web--b -> db--a: data carries",
    ]


def test_healthy_copies_that_no_flow_uses_are_faded(tmp_path: Path) -> None:
    """With zone a the standby in b takes over, and the one in c has nothing to do; in a picture of nothing but losses
    nothing is faded."""
    faded = {v.id: [b.id for b in v.boxes if b.dimmed] for v in views(resolved(SHOP, tmp_path)) if v.kind == "drill"}
    assert faded["drill-zone-a--prod"] == ["db--c"]
    assert faded["loss-lb--prod"] == []


def test_arrows_between_what_stands_by_are_faded_while_it_does(tmp_path: Path) -> None:
    text = BOTH.replace("one: {kind: zone, in: near, runs: {", "one: {kind: zone, in: near, runs: {web: {}, ")
    text = text.replace("  db: {kind", "  web: {kind: aws.ec2}\n  db: {kind", 1)
    text += "drills: {web: {name: No web, environment: prod, down: [web]}}\n"
    found = view(text, "drill-web--prod", tmp_path)
    assert [b.id for b in found.boxes if b.dimmed] == ["lb--far", "db--far"]
    assert [f"{a.source} -> {a.target}" for a in found.arrows if a.dimmed] == [
        "dns--aws-cloud -> lb--far",
        "db--one -> db--far",
    ]


def test_a_failover_leads_to_the_place_in_which_all_is_set_up(tmp_path: Path) -> None:
    """The balancer there has no box yet: the arrow ends at the frame, and none into the Region that failed."""
    found = view(AWAY, "loss-near--prod", tmp_path)
    assert [line for line in arrows(found) if "failover" in line] == ["dns--aws-cloud -> place--far: failover carries"]
    edges = [e for e in drawn(found, Layouts()).edges if e.kind == "failover"]
    assert [(e.source, e.target, e.state) for e in edges] == [("dns--aws-cloud", "place--far", "carries")]


def test_a_failover_leads_to_what_stands_by_and_never_into_what_failed(tmp_path: Path) -> None:
    lost = view(BOTH, "loss-near--prod", tmp_path)
    assert [line for line in arrows(lost) if "failover" in line] == ["dns--aws-cloud -> lb--far: failover carries"]
    gone = view(BOTH, "loss-far--prod", tmp_path)
    assert [line for line in arrows(gone) if "failover" in line] == []
    said = {(r.id, r.why) for r in gone.reasons}
    assert ("over", "a failover never leads into what failed") in said


def test_flows_lead_to_a_promoted_copy_in_the_place_that_stood_by(tmp_path: Path) -> None:
    found = view(BOTH, "loss-near--prod", tmp_path)
    assert "lb--far -> db--far: data carries" in arrows(found)


TOLD = f"""
{SHOP}
  zone-loss:
    name: Zone a fails
    drill: zone-a
    steps:
      1: {{at: lb, says: The server in zone a does not answer}}
      2: {{from: lb, to: web, says: All requests go on to the others}}
      3: {{from: db, to: db, relation: db-standby, says: The standby is promoted}}
"""


def test_a_flow_that_tells_a_failure_is_drawn_on_the_picture_of_that(tmp_path: Path) -> None:
    """What fell is struck out; a step has its number on what is left, and the promotion at the new primary."""
    found = view(TOLD, "zone-loss--prod", tmp_path)
    drill = view(TOLD, "drill-zone-a--prod", tmp_path)
    assert [b.state for b in found.boxes] == [b.state for b in drill.boxes]
    assert found.title == "Shop – Zone a fails, step by step"
    assert drill.title == "Shop – Zone a fails"
    on_arrows = {f"{a.source} -> {a.target}": a.step for a in found.arrows if a.step}
    on_boxes = {b.id: b.step for b in found.boxes if b.step}
    assert (on_arrows, on_boxes) == ({"lb--near -> overlay--group": "2"}, {"lb--near": "1", "db--b": "3"})
    assert measured(drawn(found, Layouts()))[0] == []


def test_the_drill_is_still_found_by_its_id(tmp_path: Path) -> None:
    model = resolved(TOLD, tmp_path)
    found = named(model, views(model), "drill.zone-a")
    assert found
    assert found.id == "drill-zone-a--prod"


TWICE = """
system: {name: Shop}
components: {web: {kind: aws.ec2}, shop: {name: Web, kind: aws.ec2}, people: {kind: users}}
relations: {a: {from: people, to: web}, b: {from: web, to: shop}}
environments:
  prod:
    places:
      eu: {kind: region}
      us: {kind: region}
      eu-a: {name: Zone a, kind: zone, in: eu, runs: {web: {}}}
      us-a: {name: Zone a, kind: zone, in: us, runs: {shop: {}}}
  staging: {extends: prod}
flows: {buy: {steps: {1: {from: people, to: web}, 2: {from: web, to: shop}}}}
drills:
  one: {name: Fire, down: [eu]}
  two: {name: Fire, environment: prod, down: [us]}
"""


def test_titles_tell_two_drills_apart(tmp_path: Path) -> None:
    """Zones of one name by their Region, components and drills of one name by their ids, environments by name."""
    found = [v for v in views(resolved(TWICE, tmp_path)) if v.kind == "drill"]
    assert [f"{v.id}: {v.title}" for v in found] == [
        "drill-one--prod: Shop – Fire (one)",
        "drill-two--prod: Shop – Fire (two)",
        "loss-eu-a--prod: Shop – Without Zone a in eu: the flow is lost",
        "loss-us-a--prod: Shop – Without Zone a in us: the flow is lost",
        "loss-web--prod: Shop – Without Web (web): the flow is lost",
        "loss-shop--prod: Shop – Without Web (shop): the flow is lost",
        "drill-one--staging: Shop – Fire",
    ]
