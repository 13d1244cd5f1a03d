"""The picture of a flow alone: what it touches, what is around that, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas import LeftOut
from archdeck.views.flow import alone, beside, touched
from archdeck.views.view import View
from drawn import view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, app, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  orders: {kind: aws.fargate, tier: app, name: Orders}
  stock: {kind: aws.fargate, tier: app, name: Stock}
  db: {kind: aws.rds, tier: data}
  log: {kind: aws.cloudwatch, tier: data}
  alarm: {kind: aws.sns, tier: data}
relations:
  visit: {from: people, to: lb}
  order: {from: lb, to: orders, label: asks}
  ask: {from: lb, to: stock, label: asks}
  write: {from: orders, to: db, kind: data}
  copy: {from: db, to: db, kind: replication}
  count: {from: stock, to: log, kind: data}
  ring: {from: log, to: alarm}
flows:
  buy:
    name: A purchase
    steps:
      1: {from: people, to: lb}
      2: {from: lb, to: orders}
      3: {from: orders, to: db}
      4: {at: orders}
environments:
  prod:
    places:
      here: {kind: region, runs: {log: {}, alarm: {}}}
      vpc: {kind: vpc, in: here, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {db: {role: standby}}}
      services: {kind: cluster, in: a, runs: {orders: {}, stock: {}}}
"""


@pytest.fixture
def flow(tmp_path: Path) -> View:
    return view_of(SHOP, tmp_path, "buy--prod")


def test_a_flow_touches_what_its_steps_join_and_no_copy_beside_it(flow: View) -> None:
    assert sorted(touched(flow)) == ["db--a", "lb--vpc", "orders--services", "people"]


def test_beside_it_stand_its_copies_and_then_what_it_is_connected_with(flow: View) -> None:
    """Nothing leads from the flow to the log or to the alarm."""
    assert beside(flow) == ("db--b", "stock--services")


def test_alone_it_has_its_numbers_and_nothing_else(flow: View) -> None:
    """The environment's arrow from the balancer leads to the cluster of both services; here it leads to the orders."""
    view = alone(flow)
    assert ("lb--vpc", "place--services") in {(a.source, a.target) for a in flow.arrows}
    assert [(a.source, a.target, a.relations, a.step, a.label) for a in view.arrows] == [
        ("people", "lb--vpc", ("visit",), "1", ""),
        ("lb--vpc", "orders--services", ("order",), "2", "asks"),
        ("orders--services", "db--a", ("write",), "3", ""),
    ]
    assert {b.id: (b.step, b.dimmed) for b in view.boxes} == {
        "people": ("", False),
        "lb--vpc": ("", False),
        "db--a": ("", False),
        "orders--services": ("4", False),
    }
    assert {end for a in view.arrows for part in a.parts for end in (part.source, part.target)} <= {
        b.id for b in view.boxes
    }
    assert [g.id for g in view.groups][1:] == ["place--here", "place--vpc", "place--a", "place--services"]
    assert view.stands_as is None


def test_what_is_around_it_is_faded_and_has_no_arrows_of_its_own(flow: View) -> None:
    view = alone(flow, ["db--b", "stock--services", "log--here"])
    assert [b.id for b in view.boxes if b.dimmed] == ["log--here", "db--b", "stock--services"]
    assert [(a.source, a.target, a.step, a.dimmed) for a in view.arrows] == [
        ("people", "lb--vpc", "1", False),
        ("lb--vpc", "place--services", "2", False),
        ("orders--services", "db--a", "3", False),
        ("db--a", "db--b", "", True),
    ]


def test_it_says_why_the_rest_is_missing(flow: View) -> None:
    """For a relation that no step takes, too, if not all of it should be drawn."""
    why = "no step of the flow leads to it"
    assert alone(flow).left_out == (
        "on a layout of its own: there is no room for each step in the picture of the environment",
    )
    missing = alone(flow, ["db--b"]).reasons[len(flow.reasons) :]
    assert set(missing) == {
        LeftOut("instance", "stock--services", why),
        LeftOut("instance", "log--here", why),
        LeftOut("instance", "alarm--here", why),
        *(LeftOut("relation", id, why) for id in ("ask", "copy", "count", "ring")),
    }


def test_an_arrow_of_two_heads_at_a_frame_comes_apart_into_those_that_lead_there_and_back(tmp_path: Path) -> None:
    """Both services answer the balancer: its arrow to the cluster has two heads, and so has the one to the orders."""
    answers = "  back: {from: orders, to: lb, label: answers}\n  reply: {from: stock, to: lb, label: answers}\n"
    text = SHOP.replace("flows:\n", f"{answers}flows:\n").replace("2: {from: lb, to: orders}", RETURNS)
    flow = view_of(text, tmp_path, "buy--prod")
    assert [(a.source, a.target, a.both) for a in flow.arrows if "back" in a.relations] == [
        ("lb--vpc", "place--services", True)
    ]
    assert [(a.source, a.target, a.both, a.relations) for a in alone(flow).arrows if "back" in a.relations] == [
        ("lb--vpc", "orders--services", True, ("order", "back"))
    ]


RETURNS = "2: {from: orders, to: lb, relation: back}"

SPARE = """      there: {kind: region, standby: true, runs: {lb: {}, orders: {}, spare: {}}}
"""


def test_what_stands_by_is_faded_unless_a_step_leads_there(tmp_path: Path) -> None:
    """Its balancer and its orders wait for a failure. What runs nowhere else is meant, and a failover wakes all."""
    spare = SHOP.replace("  log: {kind", "  spare: {kind: aws.sqs, tier: app}\n  log: {kind").replace(
        "  visit: {from: people, to: lb}\n",
        "  visit: {from: people, to: lb}\n  wake: {from: people, to: lb, kind: failover}\n"
        "  keep: {from: orders, to: spare, kind: data}\n",
    )
    steps = "      4: {at: orders}\n      5: {from: orders, to: spare}\n"
    text = spare.replace("      4: {at: orders}\n", steps) + SPARE

    def lit(text: str) -> tuple[list[str], list[str]]:
        view = view_of(text, tmp_path, "buy--prod")
        boxes = [b.id for b in view.boxes if b.id.endswith("--there") and not b.dimmed]
        return boxes, [f"{a.source} -> {a.target}" for a in view.arrows if "there" in a.target and not a.dimmed]

    assert lit(text) == (["spare--there"], ["orders--there -> spare--there"])
    woken = text.replace("1: {from: people, to: lb}", "1: {from: people, to: lb, relation: wake}")
    assert lit(woken) == (
        ["lb--there", "orders--there", "spare--there"],
        ["people -> lb--there", "orders--there -> spare--there", "lb--there -> orders--there"],
    )
    assert "orders--there" not in touched(view_of(text, tmp_path, "buy--prod"))
