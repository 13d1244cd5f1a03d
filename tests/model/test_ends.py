"""Ends of relations: a component, a component in a place, a place; each test has its relations in its docstring."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.model import Environment, Model, model_json, read_model

BROKERS = """
system: {name: Brokers}
components:
  shop: {kind: app-server}
  billing: {kind: app-server}
  bus: {kind: rabbitmq}
environments:
  prod:
    places:
      north: {kind: data-center, runs: {shop: {}, bus: {}}}
      south: {kind: data-center, runs: {billing: {}, bus: {}}}
relations:
"""


FAULTS = """\
14:13: error: 'shop' does not run in 'south' in any environment; it runs in north [no-instance]
15:13: error: 'nroth' is no place of any environment; did you mean 'north'? [unknown-place]
16:24: error: 'north' is at both ends of relation 'c'; a place has no relation to itself [same-ends]
17:23: error: 'sotuh' is neither a component nor a place; did you mean 'south'? [unknown-component]
18:31: error: 'role' of relation 'e' says something of instances, and an end of it is a place; name a component, or delete the line [place-end]
19:13: error: 'from' of relation 'f' is 'bus on north', but must be an id, or a component in a place, as in `web in us-east-1a` [bad-id]
20:13: error: 'north' is a place; before `in` stands a component that runs there [unknown-component]"""  # noqa: E501


@pytest.fixture
def model(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Model]:
    """Reads the model that is the docstring of the test, after the brokers."""

    def read() -> Model:
        file = tmp_path / "brokers.yaml"
        file.write_text(BROKERS + textwrap.indent(textwrap.dedent(str(request.function.__doc__)), "  "))
        return read_model("brokers", file)

    return read


def links(environment: Environment) -> list[str]:
    return [f"{k.relation.id}: {k.source.id} -> {k.target.id}" for k in environment.links]


def test_a_relation_leads_from_one_twin_to_the_other_and_not_back(model: Callable[[], Model]) -> None:
    """
    order: {from: shop, to: bus}
    shovel: {from: bus in north, to: bus in south}
    bill: {from: bus in south, to: billing}
    """
    assert links(model().environments[0]) == [
        "order: shop--north -> bus--north",
        "shovel: bus--north -> bus--south",
        "bill: bus--south -> billing--south",
    ]


def test_an_end_that_names_no_place_is_the_nearest_as_ever(model: Callable[[], Model]) -> None:
    """
    order: {from: shop, to: bus in south}
    tell: {from: bus, to: billing}
    """
    assert links(model().environments[0]) == [
        "order: shop--north -> bus--south",
        "tell: bus--north -> billing--south",
        "tell: bus--south -> billing--south",
    ]


def test_a_place_is_an_end(model: Callable[[], Model]) -> None:
    """
    order: {from: shop, to: bus}
    tell: {from: bus, to: billing}
    line: {from: north, to: south, label: leased line}
    call: {from: billing in south, to: north}
    stay: {from: shop, to: north}
    """
    found = model()
    assert [(r.id, r.source_in, r.target_in) for r in found.place_relations] == [
        ("line", "north", "south"),
        ("call", "south", "north"),
        ("stay", "", "north"),
    ]
    joined = [(k.relation.id, k.source.id, k.target.id) for k in found.environments[0].place_links]
    assert joined == [("line", "north", "south"), ("call", "billing--south", "north")]  # none to what is around it
    assert model_json(found)["relations"]["call"] == {
        "from": "billing",
        "to": "north",
        "from_in": "south",
        "kind": "request",
        "label": "",
        "says": "",
        "encryption": "",
        "protocol": "",
        "only": [],
        "note": "",
    }
    prod = model_json(found)["environments"]["prod"]
    assert prod["relations"] == ["order", "tell", "line", "call"]
    assert [(k["relation"], k["from"], k["to"]) for k in prod["links"] if k["relation"] == "call"] == [
        ("call", "billing--south", "shop--north"),
        ("call", "billing--south", "bus--north"),
    ]


def test_what_is_named_must_be_there(model: Callable[[], Model]) -> None:
    """
    a: {from: shop in south, to: bus}
    b: {from: bus in nroth, to: billing}
    c: {from: north, to: north}
    d: {from: shop, to: sotuh}
    e: {from: north, to: south, role: primary}
    f: {from: bus on north, to: billing}
    g: {from: north in south, to: billing}
    """
    with pytest.raises(ModelError) as caught:
        model()
    said = "\n".join(re.sub(r"^.*brokers.yaml:", "", str(p)) for p in caught.value.problems)
    assert said == FAULTS


NETWORKS = """
system: {name: Networks}
components:
  app: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway}
  hub: {kind: aws.transit-gateway}
  peer: {kind: aws.vpc-peering}
  backup: {kind: server}
  net: {kind: internet}
relations:
  out: {from: nat, to: app}
  on: {from: nat, to: hub}
  pass: {from: peer, to: app}
  send: {from: backup, to: backup}
  tell: {from: backup, to: net}
environments:
  prod:
    places:
      eu: {kind: region, runs: {hub: {}}}
      one: {kind: vpc, in: eu, runs: {nat: {}, peer: {}}}
      two: {kind: vpc, in: eu, runs: {app: {}}}
      hall: {kind: data-center, runs: {backup: {}}}
      cellar: {kind: data-center, standby: true, runs: {backup: {}}}
"""


def test_a_door_leads_into_no_other_network_and_what_stands_by_sends_nothing_away(tmp_path: Path) -> None:
    """But to a hub it does, and to the Internet; and a peering is what joins two networks."""
    (tmp_path / "networks.yaml").write_text(NETWORKS)
    assert links(read_model("networks", tmp_path / "networks.yaml").environments[0]) == [
        "on: nat--one -> hub--eu",
        "pass: peer--one -> app--two",
        "tell: backup--hall -> net",
        "tell: backup--cellar -> net",
    ]
