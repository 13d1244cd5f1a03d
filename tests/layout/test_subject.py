"""Where a flow is drawn: on the layout of its environment, or alone where that does not show each of its steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout
from archdeck.layout.merging import CROWD, merge
from archdeck.layout.picture import geometry
from archdeck.layout.subject import beside_subject, beside_told, has_subject, of_its_subject
from archdeck.model.whole import Model
from archdeck.paint import Layouts
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import measured, untrue
from written import resolved

SERVICES = """
system: {{name: Services}}
tiers: [users, web, app, data]
components:
  people: {{kind: users, tier: users}}
  lb: {{kind: aws.alb, tier: web}}
{services}
  db: {{kind: aws.rds, tier: data}}
relations:
  visit: {{from: people, to: lb}}
{calls}
  write: {{from: s3, to: db, kind: data}}
flows:
  buy: {{name: A purchase, steps: {{1: {{from: people, to: lb}}, 2: {{from: lb, to: s3}}, 3: {{from: s3, to: db}}}}}}
environments:
  prod:
    places:
      vpc: {{kind: vpc, runs: {{lb: {{}}, db: {{}}}}}}
      app: {{kind: private-subnet, in: vpc, runs: {{{runs}}}}}
"""


def model_with(services: int, folder: Path) -> Model:
    """A balancer before so many services, of which a purchase needs the third."""
    all_of_them = [f"s{k}" for k in range(1, services + 1)]
    text = SERVICES.format(
        services="\n".join(f"  {s}: {{kind: aws.fargate, tier: app, name: Service {s}}}" for s in all_of_them),
        calls="\n".join(f"  call-{s}: {{from: lb, to: {s}}}" for s in all_of_them),
        runs=", ".join(f"{s}: {{}}" for s in all_of_them),
    )
    return resolved(text, folder)


def flow_of(model: Model) -> View:
    return next(v for v in views(model) if v.kind == "flow")


def test_a_flow_stands_on_its_environment_where_that_shows_each_step(tmp_path: Path) -> None:
    view = flow_of(model_with(4, tmp_path))
    assert beside_subject(view, Layouts().of) is None
    assert of_its_subject(view, None) is view


def test_a_flow_through_a_crowd_is_drawn_alone(tmp_path: Path) -> None:
    """Were there no room, the environment would draw two services as one box. The flow has each number on its arrow
    and as many of the other services beside it as it touches itself, and it says what is not there."""
    model, layouts = model_with(8, tmp_path), Layouts()
    view = flow_of(model)
    merged = dict.fromkeys(("s3--app", "s4--app"), f"{CROWD}s3--app")

    def layout_of(some: View) -> Layout:
        if some.stands_as is None:
            return layouts.of(some)
        return replace(layout(merge(some.stands_as, merged)), merged=merged)

    own = of_its_subject(view, beside_subject(view, layout_of))
    drawn = geometry(own, layouts.of(own))
    assert [n.component for n in drawn.nodes if not n.dimmed] == ["lb", "db", "s3", "people"]
    assert sum(n.dimmed for n in drawn.nodes) == 4
    assert {e.relations: e.badge.text for e in drawn.edges if e.badge} == {
        ("visit",): "1",
        ("call-s3",): "2",
        ("write",): "3",
    }
    assert measured(drawn)[0] == []
    assert untrue(model, own, drawn) == []


ZONES = """
system: {name: Services}
tiers: [users, web, app, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  a: {kind: aws.fargate, tier: app, name: Orders}
  b: {kind: aws.fargate, tier: app, name: Other}
  db: {kind: aws.rds, tier: data, recovery: {promote: 60s}}
relations:
  visit: {from: people, to: lb}
  call: {from: lb, to: a}
  else: {from: lb, to: b}
  write: {from: a, to: db, kind: data}
flows:
  lost:
    name: Zone y is lost
    drill: y-lost
    steps: {1: {from: people, to: lb}, 2: {from: lb, to: a}, 3: {from: a, to: db}}
  buy: {steps: {1: {from: people, to: lb}, 2: {from: lb, to: a}, 3: {from: a, to: db}}}
drills: {y-lost: {name: Zone y is lost, down: [y]}}
environments:
  prod:
    places:
      r: {kind: region, runs: {lb: {}}}
      y: {kind: zone, in: r, runs: {a: {}, b: {}, db: {role: primary}}}
      z: {kind: zone, in: r, runs: {a: {}, b: {}, db: {role: standby}}}
"""


@pytest.mark.parametrize(
    ("crowd", "alone"),
    [
        pytest.param(("a--z", "b--z"), True, id="what is left of a step is in a crowd"),
        pytest.param(("a--y", "b--y"), False, id="only what fell is in one"),
    ],
)
def test_a_flow_that_tells_a_failure_is_drawn_alone_where_a_crowd_hides_a_step(
    crowd: tuple[str, str], alone: bool, tmp_path: Path
) -> None:
    """It keeps what fell and what takes over; its last step leads to the new primary."""
    model, layouts = resolved(ZONES, tmp_path), Layouts()
    view, merged = flow_of(model), dict.fromkeys(crowd, f"{CROWD}{crowd[0]}")

    def layout_of(some: View) -> Layout:
        if some.stands_as is None:
            return layouts.of(some)
        return replace(layout(merge(some.stands_as, merged)), merged=merged)

    count = beside_told(view, layout_of)
    assert (count is not None) == alone
    if alone:
        drawn = geometry(own := of_its_subject(view, 0), layouts.of(of_its_subject(view, 0)))
        assert {n.id: n.state for n in drawn.nodes} == {
            "people": "", "lb--r": "", "a--y": "down", "db--y": "down", "a--z": "takes-over", "db--z": "promoted",
        }  # fmt: skip
        assert {e.badge.text: (e.source, e.target) for e in drawn.edges if e.badge} == {
            "1": ("people", "lb--r"), "2": ("lb--r", "a--z"), "3": ("a--z", "db--z"),
        }  # fmt: skip
        assert untrue(model, own, drawn) == []


@pytest.mark.parametrize(("kind", "expected"), [("environment", False), ("flow", True), ("component", False)])
def test_flows_have_a_subject(kind: str, expected: bool, tmp_path: Path) -> None:
    some = [v for v in views(model_with(3, tmp_path)) if v.kind == kind]
    assert {has_subject(view) for view in some} == {expected}
