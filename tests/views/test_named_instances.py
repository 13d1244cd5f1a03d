"""Steps and relations that name an instance or a place, in pictures and drills: a federation of two providers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.answers import drill
from archdeck.model import Model, read_model
from archdeck.views import View, views
from written import resolved

FEDERATION = """
system: {name: Federation}
components:
  ann: {kind: person}
  bob: {kind: person}
  server: {kind: server}
  store: {kind: database}
relations:
  ann-asks: {from: ann, to: server in here}
  bob-asks: {from: bob, to: server in there}
  ask: {from: server, to: server}
  keep: {from: server, to: store, kind: data}
  line: {from: here, to: there, kind: control, label: peering}
environments:
  prod:
    places:
      here: {kind: data-center, runs: {server: {}, store: {}}}
      there: {kind: data-center, runs: {server: {}, store: {}}}
flows:
  share:
    steps:
      1: {from: ann, to: server}
      2: {from: server in here, to: server in there}
      3: {from: server in there, to: store}
      4: {at: server in there}
"""


@pytest.fixture
def federation(tmp_path: Path) -> Model:
    (tmp_path / "f.yaml").write_text(FEDERATION)
    return read_model("f", tmp_path / "f.yaml")


def view(model: Model, id: str) -> View:
    return next(v for v in views(model) if v.id == id)


def test_a_relation_between_places_is_an_arrow_between_their_frames(federation: Model) -> None:
    arrow = view(federation, "prod").arrows[-1]
    assert (arrow.id, arrow.source, arrow.target, arrow.label) == ("line", "place--here", "place--there", "peering")


def test_a_step_is_at_the_instance_that_it_names(federation: Model) -> None:
    flow = view(federation, "share--prod")
    assert [f"{a.source} -> {a.target}: {a.step}" for a in flow.arrows if a.step] == [
        "ann -> server--here: 1",
        "server--here -> server--there: 2",
        "server--there -> store--there: 3",
    ]
    assert {b.id: b.step for b in flow.boxes if b.step} == {"server--there": "4"}
    assert {b.id for b in flow.boxes if b.dimmed} == {"bob", "store--here"}
    assert {a.id for a in flow.arrows if a.dimmed} == {"bob-asks", "keep--1", "line"}


def test_an_arrow_between_twins_has_one_head_where_the_steps_lead_one_way(federation: Model) -> None:
    both = {v.id: a.both for v in views(federation) for a in v.arrows if a.relations[0] == "ask"}
    assert (both["prod"], both["share--prod"]) == (True, False)


def test_a_step_is_lost_with_the_instance_that_it_names(federation: Model) -> None:
    prod = federation.environments[0]
    whys = {down: drill(federation, prod, [down]).flows["share"] for down in ("here", "there")}
    assert {down: (f.state.value, f.why) for down, f in whys.items()} == {
        "here": ("lost", "step 1: nothing of Server in here works, it fell with here"),
        "there": ("lost", "step 2: nothing of Server in there works, it fell with there"),
    }
    steps = tuple(replace(s, source_in="", target_in="") for s in federation.flows[0].steps)
    open_flow = replace(federation, flows=(replace(federation.flows[0], steps=steps),))
    assert drill(open_flow, prod, ["there"]).flows["share"].state.value == "survives"


def test_a_step_that_names_none_of_several_relations_takes_each_in_its_place(tmp_path: Path) -> None:
    """It stood at the first alone, and was lost with it."""
    model = resolved(
        """
system: {name: Zones}
components: {people: {kind: users}, web: {kind: aws.ec2}, app: {kind: aws.ec2}}
relations:
  ask: {from: people, to: web}
  here: {from: web in a, to: app in a}
  there: {from: web in b, to: app in b}
environments:
  prod:
    places:
      r: {kind: region}
      a: {kind: zone, in: r, runs: {web: {}, app: {}}}
      b: {kind: zone, in: r, runs: {web: {}, app: {}}}
flows:
  any: {steps: {1: {from: people, to: web}, 2: {from: web, to: app}}}
  one: {steps: {1: {from: people, to: web}, 2: {from: web, to: app, relation: here}}}
""",
        tmp_path,
    )
    drawn = {id: [a for a in view(model, f"{id}--prod").arrows if "web" in a.source] for id in ("any", "one")}
    taken = {id: [f"{a.source} {a.target}" for a in some if not a.dimmed] for id, some in drawn.items()}
    assert taken == {"any": ["web--a app--a", "web--b app--b"], "one": ["web--a app--a"]}
    assert [drill(model, model.environments[0], [down]).flows["any"].state.value for down in ("a", "app in a")] == [
        "survives",
        "degraded",
    ]
