"""Drills as pictures: what became of each box, frame and arrow, and in words what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.model.systems import read_model
from archdeck.views.makers import named, views
from archdeck.views.view import View
from drawn import geometry_of, measured
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, data, backup]
components:
  customers: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data, recovery: {promote: 90s}}
  copies: {kind: aws.s3, tier: backup}
relations:
  visit: {from: customers, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
  backup: {from: db, to: copies, kind: backup, every: 12h}
environments:
  prod:
    places:
      near: {kind: region, runs: {lb: {}}}
      far: {kind: region, runs: {copies: {}}}
      a: {kind: zone, in: near, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: near, runs: {web: {}, db: {role: standby, sync: true}}}
  dev: {extends: prod, places: {b: null, far: null, a: {runs: {db: {role: null}}}}}
flows: {buy: {name: Checkout, steps: {1: {from: customers, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}}
drills:
  zone-a: {name: Zone a fails, environment: prod, down: [a]}
  web-down: {name: No web server, environment: dev, down: [web]}
"""


def shown(text: str, folder: Path) -> dict[str, View]:
    return {v.id: v for v in views(resolved(text, folder)) if v.kind == "drill"}


def states(view: View) -> list[str]:
    """A line for each box, frame and arrow that has a state: `box: state note`."""
    boxes = [f"{b.id}: {b.state} {b.note}".strip() for b in view.boxes if b.state]
    groups = [f"{g.place}: {g.state}" for g in view.groups if g.state]
    return [*boxes, *groups, *(f"{a.source} -> {a.target}: {a.state}" for a in view.arrows if a.state)]


def test_what_the_model_declares_and_what_could_be_lost_in_production(tmp_path: Path) -> None:
    """Each zone and Region of production and its worst single points of failure; of development only what the model
    declares."""
    assert [f"{v.id}: {v.title}" for v in shown(SHOP, tmp_path).values()] == [
        "loss-near--prod: Shop – Without Region near: the flow is lost",
        "loss-far--prod: Shop – Without Region far: the flow survives",
        "drill-zone-a--prod: Shop – Zone a fails",
        "loss-b--prod: Shop – Without Availability Zone b: the flow survives",
        "loss-lb--prod: Shop – Without LB: the flow is lost",
        "loss-web--prod: Shop – Without Web: the flow is lost",
        "loss-db--prod: Shop – Without DB: the flow is lost",
        "drill-web-down--dev: Shop – No web server",
    ]


def test_a_region_after_which_nothing_is_left_has_no_picture(tmp_path: Path) -> None:
    text = "\n".join(line for line in SHOP.splitlines() if "copies" not in line).replace("far: null, ", "")
    places = [id for id in shown(text, tmp_path) if id not in ("loss-lb--prod", "loss-web--prod", "loss-db--prod")]
    assert places == ["drill-zone-a--prod", "loss-b--prod", "drill-web-down--dev"]


def test_what_falls_what_takes_over_and_which_ways_are_left(tmp_path: Path) -> None:
    view = shown(SHOP, tmp_path)["drill-zone-a--prod"]
    assert states(view) == [
        "web--a: down",
        "db--a: down",
        "web--b: takes-over",
        "db--b: promoted 90 s",
        "a: down",
        "customers -> lb--near: carries",
        "lb--near -> web--a: broken",
        "lb--near -> web--b: carries",
        "web--a -> db--a: dead",
        "db--a -> copies--far: broken",
        "db--a -> db--b: broken",
        "web--b -> db--b: carries",
    ]
    assert view.subtitle == "The flow survives, interrupted for 90 s at most"
    assert view.stands_as is not None
    assert view.stands_as.id == "prod"


def test_a_primary_without_its_standby_goes_on_with_less(tmp_path: Path) -> None:
    found = states(shown(SHOP, tmp_path)["loss-b--prod"])
    assert found[:4] == ["web--a: takes-over", "db--a: degraded", "web--b: down", "db--b: down"]


def test_the_loss_of_what_stands_by_changes_nothing_but_for_its_primary(tmp_path: Path) -> None:
    """The standby site falls: servers of the main site go on as they were, and nobody is behind the database."""
    text = SHOP.replace(
        "      far: {kind: region, runs: {copies: {}}}",
        "      far: {kind: region, standby: true, runs: {copies: {}, web: {}, db: {role: read-replica}}}",
    )
    found = states(shown(text, tmp_path)["loss-far--prod"])
    assert [line for line in found if "->" not in line] == [
        "copies--far: down",
        "web--far: down",
        "db--far: down",
        "db--a: degraded",
        "far: down",
    ]


def test_a_copy_to_restore_from_is_marked_with_its_age(tmp_path: Path) -> None:
    view = shown(SHOP, tmp_path)["loss-near--prod"]
    assert "copies--far: restores 12 h" in states(view)
    assert "near: down" in states(view)
    assert view.subtitle == (
        "The flow is lost – step 1: nothing of LB works, it fell with near; without failover to it, DB could be "
        "restored from Copies in far"
    )


def test_a_time_that_is_not_stated_is_a_question_mark(tmp_path: Path) -> None:
    view = shown(SHOP.replace(", recovery: {promote: 90s}", ""), tmp_path)["drill-zone-a--prod"]
    assert "db--b: promoted ?" in states(view)
    assert view.subtitle == "The flow survives, interrupted for a time that is not stated"


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ("", "The flow survives, interrupted for 90 s at most"),
        ("look: {steps: {1: {from: customers, to: lb}}}", "Both flows survive, interrupted for 90 s at most"),
        (
            "save: {name: Saving, steps: {1: {from: db, to: copies}}}",
            "Both flows survive, interrupted for 90 s at most",
        ),
        (
            "keep: {name: Keeping, only: [prod], steps: {1: {from: keys, to: db}}}",
            "Checkout survives, interrupted for ",
        ),
    ],
)
def test_what_comes_out_in_words(flows: str, words: str, tmp_path: Path) -> None:
    """The last flow begins with something of which all falls with the zone."""
    text = SHOP.replace("flows: {buy:", f"flows: {{{flows + ', ' if flows else ''}buy:")
    text = text.replace("  copies: {kind", "  keys: {kind: aws.ec2, tier: web}\n  copies: {kind", 1)
    text = text.replace("relations:\n", "relations:\n  look-up: {from: keys, to: db, kind: data}\n")
    text = text.replace("runs: {web: {count: 2},", "runs: {keys: {}, web: {count: 2},")
    said = shown(text, tmp_path)["drill-zone-a--prod"].subtitle
    assert said.startswith(words)
    assert ("Keeping is lost" in said) == ("keep" in flows)


def test_a_drill_is_found_by_its_own_id(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    some = views(model)
    found = [named(model, some, name) for name in ("drill.zone-a", "drill.zone-a in prod", "drill.zone-a in dev")]
    assert [view.id if view else None for view in found] == ["drill-zone-a--prod", "drill-zone-a--prod", None]


def test_the_picture_says_what_its_signs_mean_and_nothing_else(tmp_path: Path) -> None:
    some = shown(SHOP, tmp_path)
    legends = {id: [t.text for t in geometry_of(view).frame if t.role == "legend"] for id, view in some.items()}
    kinds = ["Request", "Data access", "Replication", "Backup"]
    assert sorted(legends["drill-zone-a--prod"]) == sorted(
        ["Down", "Takes over", "New primary (after)", "Way that works", "Broken way", *kinds]
    )
    assert sorted(legends["loss-near--prod"]) == sorted(
        ["Down", "Copy to restore from (at most this old)", "Broken way", *kinds]
    )
    assert {id: measured(geometry_of(view))[0] for id, view in some.items()} == {id: [] for id in some}


def test_services_of_the_side_panel_have_a_state_too(tmp_path: Path) -> None:
    """Keys are in both Regions, logs only in the one that is lost, and single sign-on is global."""
    text = SHOP.replace(
        "components:",
        """components:
  keys: {kind: aws.kms, tier: data}
  logs: {kind: aws.cloudwatch, tier: data}
  people: {kind: aws.iam, tier: data}""",
    )
    text = text.replace("runs: {lb: {}}", "runs: {lb: {}, keys: {}, logs: {}}")
    text = text.replace("runs: {copies: {}}", "runs: {copies: {}, keys: {}}")
    text = text.replace("  prod:\n    places", "  prod:\n    runs: {people: {}}\n    places")
    view = shown(text, tmp_path)["loss-near--prod"]
    assert {e.component: e.state for e in view.panel} == {"keys": "degraded", "logs": "down", "people": ""}
    assert {e.component for e in geometry_of(view).panel if e.sign} == {"keys", "logs"}


TWENTY = SHOP.replace(
    "      b: {kind: zone, in: near, runs: {web: {}, db: {role: standby, sync: true}}}",
    "\n".join(f"      {z}: {{kind: zone, in: near, runs: {{web: {{count: 2}}}}}}" for z in "bcdefghijklmnopqrst"),
)


def test_zones_that_are_drawn_as_one_say_how_much_is_left(tmp_path: Path) -> None:
    """Nineteen zones are drawn as one frame; one of them falls, with two of the thirty-eight servers. The zone of the
    database stands by itself."""
    text = TWENTY.replace("extends: prod, places: {b: null, far", "extends: prod, places: {far")
    drawn = geometry_of(shown(text.replace("down: [a]", "down: [c]"), tmp_path)["drill-zone-a--prod"])
    assert {n.id: (n.state, n.note) for n in drawn.nodes if n.component == "web"} == {
        "web--a": ("takes-over", ""),
        "web--b": ("degraded", "36 of 38"),
    }
    zones = {s.id: (s.state, s.sign is not None) for s in drawn.groups if s.kind == "zone"}
    assert zones == {"place--a": ("", False), "place--b": ("part-down", True)}
    assert "Lost: c" in [t.text for t in drawn.frame]


def test_a_frame_of_zones_that_all_fell_is_down(tmp_path: Path) -> None:
    text = TWENTY.replace("extends: prod, places: {b: null, far", "extends: prod, places: {far")
    zones = [line.split(":")[0].strip() for line in text.splitlines() if "kind: zone" in line]
    drawn = geometry_of(shown(text.replace("down: [a]", f"down: [{', '.join(zones)}]"), tmp_path)["drill-zone-a--prod"])
    assert {s.id: s.state for s in drawn.groups if s.kind == "zone"} == {"place--a": "down", "place--b": "down"}
    assert not [t.text for t in drawn.frame if t.text.startswith("Lost")]


def test_a_title_that_does_not_name_the_zone_has_a_subtitle_that_does(tmp_path: Path) -> None:
    text = SHOP.replace("a: {kind: zone,", "a: {kind: zone, name: us-east-1a,")
    said = shown(text, tmp_path)["drill-zone-a--prod"].subtitle
    assert said == "us-east-1a is lost. The flow survives, interrupted for 90 s at most"
    said = shown(text.replace("Zone a fails", "us-east-1a fails"), tmp_path)["drill-zone-a--prod"].subtitle
    assert said == "The flow survives, interrupted for 90 s at most"


def test_a_service_of_a_region_lives_on_in_the_frame_of_a_zone_that_fell(tmp_path: Path) -> None:
    """It is drawn there, and is bound to the Region; the frame around it is struck out, so a sign says so."""
    text = SHOP.replace("a: {kind: zone, in: near, runs: {", "a: {kind: zone, in: near, runs: {copies: {}, ")
    view = shown(text, tmp_path)["drill-zone-a--prod"]
    assert "copies--a: outlives" in states(view)
    drawn = geometry_of(view)
    assert {n.id: n.sign is not None for n in drawn.nodes if n.component == "copies"} == {
        "copies--a": True,
        "copies--far": False,
    }
    assert "Regional: goes on" in [t.text for t in drawn.frame]
    assert "copies--a: down" in states(shown(text, tmp_path)["loss-near--prod"])


SITES = """
system: {name: Office}
tiers: [office, line, app]
components:
  router: {kind: onprem.network.Internet, tier: office}
  line: {kind: aws.direct-connect, tier: line}
  vpn: {kind: aws.site-to-site-vpn, tier: line}
  app: {kind: aws.alb, tier: app}
  page: {kind: aws.alb, tier: line}
relations:
  a: {from: router, to: line}
  b: {from: line, to: app}
  over: {from: router, to: vpn, kind: failover, after: 60s}
  sorry: {from: router, to: page, kind: failover}
  on: {from: vpn, to: app}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {router: {}}}
      r: {kind: region, runs: {line: {}, vpn: {}, app: {}, page: {}}}
flows: {work: {steps: {1: {from: router, to: line}, 2: {from: line, to: app}}}}
drills: {cut: {name: The line is cut, down: [line], expect: {work: recovers}}}
"""


def test_what_stands_in_beside_the_flow_is_marked_and_the_way_through_it_is_bold(tmp_path: Path) -> None:
    """Of two failovers only the one that brings the flow back carries it."""
    view = shown(SITES, tmp_path)["drill-cut--prod"]
    assert states(view) == [
        "line--r: down",
        "vpn--r: takes-over",
        "router--office -> line--r: broken",
        "line--r -> app--r: broken",
        "router--office -> vpn--r: carries",
        "vpn--r -> app--r: carries",
    ]
    assert view.subtitle == "The flow recovers in 60 s"


PILOT = """
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


def test_a_place_that_stands_by_takes_over_as_a_whole(tmp_path: Path) -> None:
    """The balancer that is set up in it has no box yet."""
    found = states(shown(PILOT, tmp_path)["loss-near--prod"])
    assert [line for line in found if "->" not in line] == [
        "lb--near: down",
        "db--one: down",
        "db--far: promoted 90 s",
        "near: down",
        "one: down",
        "far: takes-over",
    ]
    assert "far: takes-over" not in states(shown(PILOT, tmp_path)["loss-far--prod"])


def test_a_title_calls_what_is_served_in_part_so(tmp_path: Path) -> None:
    """
    Two Regions behind names, of which nothing leads away what comes to the one that fell: no step is optional.
    """
    text = """
system: {name: Shop}
components:
  people: {kind: users}
  dns: {kind: aws.route53, name: DNS}
  web: {kind: aws.ecs, name: Web}
  db: {kind: aws.dynamodb, name: Orders}
relations: {ask: {from: people, to: dns}, enter: {from: dns, to: web}, keep: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      one: {kind: region, runs: {web: {}, db: {}}}
      two: {kind: region, runs: {web: {}, db: {}}}
flows: {buy: {steps: {1: {from: people, to: dns}, 2: {from: dns, to: web}, 3: {from: web, to: db}}}}
"""
    picture = shown(text, tmp_path)["loss-one--prod"]
    assert picture.title == "Shop – Without Region one: the flow goes on in part"
    assert picture.subtitle.startswith("The flow goes on in part, interrupted for a time that is not stated")


def test_what_goes_on_without_a_step_may_be_interrupted_all_the_same(tmp_path: Path) -> None:
    text = SHOP.replace("steps: {1:", "steps: {4: {from: web, to: log, optional: true}, 1:")
    text = text.replace("  copies: {kind", "  log: {kind: aws.ec2, tier: data}\n  copies: {kind", 1)
    text = text.replace("relations:\n", "relations:\n  tell: {from: web, to: log}\n")
    text = text.replace("runs: {web: {count: 2},", "runs: {log: {}, web: {count: 2},")
    said = shown(text, tmp_path)["drill-zone-a--prod"].subtitle
    assert said == "The flow goes on without an optional step, interrupted for 90 s at most"


def test_a_copy_that_takes_over_from_another_component_says_how_long_that_takes(tmp_path: Path) -> None:
    """It could be restored from as well; that it takes over comes first."""
    text = SITES.replace("app: {kind: aws.alb, tier: app}", "app: {kind: aws.rds, tier: app}").replace(
        "vpn: {kind: aws.site-to-site-vpn, tier: line}", "vpn: {kind: postgresql, tier: line, recovery: {promote: 4m}}"
    )
    text = text.replace("  on: {from: vpn, to: app}", "  copy: {from: app, to: vpn, kind: replication, lag: 1s}")
    text = text.replace(
        "{cut: {name: The line is cut, down: [line],", "{cut: {name: The line is cut, down: [line, app],"
    )
    view = shown(text.replace("b: {from: line, to: app}", "b: {from: line, to: app, kind: data}"), tmp_path)[
        "drill-cut--prod"
    ]
    assert "vpn--r: takes-over 4 min" in states(view)


def test_a_place_that_takes_over_is_marked_where_zones_are_drawn_as_one_too() -> None:
    model = read_model("global-web-app", Path(__file__).parents[2] / "model" / "global-web-app")
    view = next(v for v in views(model) if v.id == "drill-mumbai--prod")
    assert [g.place for g in geometry_of(view).groups if g.state == "takes-over"] == ["ap-southeast-1"]


def test_what_goes_on_for_some_only_says_so(tmp_path: Path) -> None:
    """Two Regions behind a name that nothing checks: who is led to the lost one is not served."""
    text = """
system: {name: Shop}
components: {dns: {kind: aws.route53}, lb: {kind: aws.alb}}
relations: {lead: {from: dns, to: lb}}
environments: {prod: {places: {a: {kind: region, runs: {lb: {}}}, b: {kind: region, runs: {lb: {}}}}}}
flows: {buy: {steps: {1: {from: dns, to: lb}}}}
drills: {gone: {name: A is lost, down: [a]}}
"""
    said = shown(text, tmp_path)["drill-gone--prod"].subtitle
    assert said == "The flow goes on in part, interrupted for a time that is not stated"
