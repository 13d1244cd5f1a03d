"""One zone or Region in the frames of several networks or accounts is one failure domain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archdeck.answers import board, drill, lint
from archdeck.language import ModelError
from archdeck.model import Model, read_model
from archdeck.views import views

NETWORKS = """
system: {name: Shared}
components:
  people: {kind: users}
  web: {kind: aws.ec2}
  ledger: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway}
  net: {kind: internet}
relations:
  visit: {from: people, to: web}
  book: {from: web, to: ledger}
  out: {from: nat, to: net}
environments:
  prod:
    places:
      eu-central-1: {kind: region, name: Frankfurt}
      shop: {kind: vpc, in: eu-central-1}
      bank: {kind: vpc, in: eu-central-1}
      shop-a: {kind: zone, in: shop, name: eu-central-1a, runs: {web: {}, nat: {}}}
      shop-b: {kind: zone, in: shop, name: eu-central-1b, runs: {web: {}}}
      bank-a: {kind: zone, in: bank, is: eu-central-1a, runs: {ledger: {}, nat: {}}}
      bank-b: {kind: zone, in: bank, is: eu-central-1b, name: Second zone, runs: {ledger: {}}}
flows:
  buy: {steps: {1: {from: people, to: web}, 2: {from: web, to: ledger}}}
  fetch: {steps: {1: {from: nat, to: net}}}
"""


@pytest.fixture
def model(tmp_path: Path) -> Model:
    (tmp_path / "shared.yaml").write_text(NETWORKS)
    return read_model("shared", tmp_path / "shared.yaml")


def test_a_shared_zone_is_lost_once_and_everywhere(model: Model) -> None:
    prod = model.environments[0]
    assert [(r.failure.kind, r.failure.name) for r in board(model, prod).rows][:3] == [
        ("region", "Frankfurt"),
        ("zone", "eu-central-1a"),
        ("zone", "eu-central-1b"),
    ]
    first, other = (drill(model, prod, [id]) for id in ("shop-a", "bank-a"))
    assert first.components == other.components
    assert {id: found.fell_with for id, found in first.instances.items() if found.fell_with} == {
        "web--shop-a": "eu-central-1a",
        "nat--shop-a": "eu-central-1a",
        "ledger--bank-a": "eu-central-1a",
        "nat--bank-a": "eu-central-1a",
    }


def test_what_calls_stays_in_the_zone_that_it_shares_with_what_it_calls(model: Model) -> None:
    booked = [f"{k.source.id} -> {k.target.id}" for k in model.environments[0].links if k.relation.id == "book"]
    assert booked == ["web--shop-a -> ledger--bank-a", "web--shop-b -> ledger--bank-b"]


def test_a_door_does_not_stand_in_for_that_of_another_network(model: Model) -> None:
    """Zone b has no NAT gateway; what runs in the shop there is cut off, though the bank's own is another one."""
    prod = model.environments[0]
    lost = drill(model, prod, ["eu-central-1"]).flows["fetch"]
    assert lost.state.value == "lost"
    zone = drill(model, prod, ["shop-a"])
    assert zone.flows["fetch"].state.value == "lost"
    assert {id: found.takes_over for id, found in zone.instances.items() if found.takes_over} == {
        "web--shop-b": ("web--shop-a",),
        "ledger--bank-b": ("ledger--bank-a",),
    }


def test_both_frames_of_a_lost_zone_say_so(model: Model) -> None:
    picture = next(v for v in views(model) if v.id.startswith("loss-shop-a"))
    assert {g.place for g in picture.groups if g.state} == {"shop-a", "bank-a"}
    assert picture.title == "Shared – Without Availability Zone eu-central-1a: Fetch is lost"


def test_no_rule_takes_two_frames_of_a_zone_for_two_zones(tmp_path: Path) -> None:
    one = NETWORKS.replace("ledger: {}, nat: {}", "web: {}, nat: {}").replace(
        "name: eu-central-1b, runs: {web: {}}", "name: eu-central-1b"
    )
    (tmp_path / "shared.yaml").write_text(one)
    found = lint(read_model("shared", tmp_path / "shared.yaml"), date(2026, 1, 1)).problems
    assert [p.message for p in found if p.rule == "one-zone-service" and "'web'" in p.message] == [
        "'web' takes requests and runs only in shop-a (eu-central-1a) in production (prod); run it in a second zone too"
    ]


def test_only_zones_and_regions_are_shared(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(NETWORKS.replace("bank: {kind: vpc,", "bank: {kind: vpc, is: shop,"))
    with pytest.raises(ModelError, match="a vpc is no failure domain"):
        read_model("shared", tmp_path / "shared.yaml")


def test_zones_of_one_name_in_two_accounts_may_be_two(tmp_path: Path) -> None:
    """What the accounts call eu-central-1a are two buildings, as the ids say that all accounts share."""
    two = NETWORKS.replace("name: eu-central-1a,", "name: eu-central-1a, is: euc1-az2,").replace(
        "is: eu-central-1a,", "name: eu-central-1a, is: euc1-az3,"
    )
    (tmp_path / "shared.yaml").write_text(two)
    model = read_model("shared", tmp_path / "shared.yaml")
    fell = drill(model, model.environments[0], ["shop-a"]).instances
    assert {id for id, found in fell.items() if found.fell_with} == {"web--shop-a", "nat--shop-a"}


def test_regions_of_one_name_in_two_clouds_are_two(tmp_path: Path) -> None:
    """No cloud is declared: one Region is of AWS, for what runs there is, and stands in its frame; the other is not."""
    (tmp_path / "two.yaml").write_text("""
system: {name: Two}
components: {web: {kind: aws.ec2}, vm: {kind: azure.virtual-machines}, pod: {kind: k8s.pod}}
relations: {ask: {from: web, to: vm}}
environments:
  prod:
    places:
      one: {kind: region, name: Frankfurt, runs: {web: {}}}
      two: {kind: region, name: Frankfurt, runs: {vm: {}, pod: {}}}
""")
    model = read_model("two", tmp_path / "two.yaml")
    places = model.environments[0].places
    assert [(p.id, p.parent and p.parent.id, p.provider, p.same) for p in places] == [
        ("aws-cloud", None, "aws", None),
        ("one", "aws-cloud", "aws", None),
        ("two", None, "azure", None),
    ]
    fell = drill(model, model.environments[0], ["one"]).instances
    assert {id for id, found in fell.items() if found.fell_with} == {"web--one"}
