"""What systems say of each other: what leads where, told once where both say it, and who stands outside of several."""

from __future__ import annotations

from pathlib import Path

from archdeck.answers.landscape import Crossing
from two_systems import ALONE, PAYMENTS, SHOP, THREE, landscape_of, linked


def ways(crossings: tuple[Crossing, ...]) -> list[str]:
    return [f"{c.id}: {c.source} {c.kind} {c.target}: {c.label}" for c in crossings]


def test_what_leads_from_one_system_to_another(tmp_path: Path) -> None:
    found = landscape_of(tmp_path, **THREE)
    assert ways(found.crossings) == [
        "payments/secure: outside--customers request payments: 3-D Secure",
        "payments/charged: shop request payments: charge cards",
        "payments/events: payments data shop: paid events",
        "shop/visit: outside--customers request shop: browse",
        "shop/charge: shop request payments: Charge cards",
        "shop/refund: shop request payments: refunds",
    ]
    assert [c.id for c in found.used_by("shop")] == ["payments/charged", "shop/charge", "shop/refund"]
    assert [c.id for c in found.using("shop")] == ["payments/events"]
    assert found.used_by("payroll") == found.using("payroll") == ()


def test_each_system_knows_its_own_end(tmp_path: Path) -> None:
    both = {c.id: c for c in landscape_of(tmp_path, **THREE).crossings}
    said = both["payments/charged"], both["shop/charge"]
    assert [(c.part_in("shop"), c.part_in("payments")) for c in said] == [("", "api"), ("web", "")]
    assert [c.beyond("shop") for c in said] == ["payments", "payments"]


def test_outside_are_those_of_one_id_kind_and_name(tmp_path: Path) -> None:
    """The clerks of the payroll have the id of the customers, and are others."""
    found = landscape_of(tmp_path, **THREE)
    assert [(one.id, one.component.name, one.systems) for one in found.outside] == [
        ("outside--customers", "Customers", ("payments", "shop"))
    ]
    again = ALONE.replace("Payroll", "Old payroll")
    ids = [one.id for one in landscape_of(tmp_path, **THREE, old=again).outside]
    assert sorted(ids) == ["outside--customers--old", "outside--customers--payments"]


def test_what_leads_from_one_outside_to_another_is_no_matter_of_the_landscape(tmp_path: Path) -> None:
    text = """
    system: {name: NAME}
    components:
      users: {kind: users}
      internet: {kind: internet}
      app: {kind: aws.ec2, summary: Works}
    relations: {a: {from: users, to: internet}, b: {from: internet, to: app}}
    environments: {prod: {runs: {app: {}}}}
    """
    found = landscape_of(tmp_path, one=text, two=text.replace("NAME", "OTHER"))
    assert ways(found.crossings) == [
        "one/b: outside--internet request one: ",
        "two/b: outside--internet request two: ",
    ]
    assert [one.id for one in found.outside] == ["outside--internet"]


def test_a_place_at_an_end_is_its_system(tmp_path: Path) -> None:
    shop = """
    system: {name: Web shop}
    components: {web: {kind: aws.ec2, summary: Sells}, money: {system: payments}}
    relations: {all: {from: zone-a, to: money, label: telemetry}}
    environments: {prod: {places: {zone-a: {kind: zone, runs: {web: {}}}}}}
    """
    found = landscape_of(tmp_path, shop=shop, payments="system: {name: P}\ncomponents: {u: {kind: users}}")
    assert ways(found.crossings) == ["shop/all: shop request payments: telemetry"]
    assert [c.part_in("shop") for c in found.crossings] == [""]


def test_what_two_others_do_is_said_by_a_third(tmp_path: Path) -> None:
    third = """
    system: {name: Audit}
    components: {one: {system: shop}, two: {system: payments}, app: {kind: aws.ec2, summary: Looks}}
    relations: {seen: {from: one, to: two, label: as seen}}
    environments: {prod: {runs: {app: {}}}}
    """
    found = landscape_of(tmp_path, shop=SHOP, payments=PAYMENTS, audit=third)
    assert ways(found.crossings)[0] == "audit/seen: shop request payments: as seen"
    assert found.crossings[0].part_in("shop") == found.crossings[0].part_in("payments") == ""


def test_systems_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    same = {id: text.replace(f"System {id}", "Same") for id, text in linked({"a": [], "b": [], "c": []}).items()}
    found = landscape_of(tmp_path, a=same["a"], b=same["b"], c=same["c"].replace("Same", "Other"))
    assert dict(found.names) == {"a": "Same (a)", "b": "Same (b)", "c": "Other"}
