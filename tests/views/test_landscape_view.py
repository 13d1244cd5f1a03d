"""The picture of a landscape: a box a system, an arrow a way, and where they stand, whatever uses what."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.paint.layouts import Layouts
from archdeck.paint.render import faults
from archdeck.views.landscape import landscape_view
from archdeck.views.view import View
from two_systems import THREE, landscape_of, linked


def view(folder: Path, **systems: str) -> View:
    return landscape_view(landscape_of(folder, **systems))


def test_boxes_and_arrows(tmp_path: Path) -> None:
    found = view(tmp_path, **THREE)
    assert (found.id, found.title, found.subtitle) == (
        "landscape",
        "Landscape",
        "3 systems, 2 dependencies between them",
    )
    assert {b.id: (b.lines, Path(b.icon).name, b.title) for b in found.boxes} == {
        "outside--customers": (("Customers",), "users.png", "Customers"),
        "payments": (("Payments", "Money team", "3 components"), "rds.png", "Payments – Takes money (Money team)"),
        "payroll": (("Payroll", "2 components"), "system.svg", "Payroll"),
        "shop": (("Web shop", "Shop team", "2 components"), "system.svg", "Web shop – Sells things (Shop team)"),
    }
    assert [f"{a.source} {a.kind} {a.target}: {a.label} {a.relations}" for a in found.arrows] == [
        "outside--customers request payments: 3-D Secure ('payments/secure',)",
        "shop request payments: charge cards, refunds ('payments/charged', 'shop/charge', 'shop/refund')",
        "payments data shop: paid events ('payments/events',)",
        "outside--customers request shop: browse ('shop/visit',)",
    ]
    assert {b.id: b.column for b in found.boxes} == {"outside--customers": 0, "payroll": 0, "payments": 2, "shop": 1}


def test_many_words_are_told_by_the_first_and_a_number(tmp_path: Path) -> None:
    uses = linked({"a": ["b"], "b": []})
    more = "".join(f"  r{k}: {{from: app, to: b, label: {word}}}\n" for k, word in enumerate(["x" * 20, "y" * 20, "z"]))
    uses["a"] = uses["a"].replace("relations:\n", f"relations:\n{more}")
    assert [a.label for a in view(tmp_path, **uses).arrows] == [f"{'x' * 20} + 3"]


def test_what_nothing_leads_to_stands_below(tmp_path: Path) -> None:
    found = view(tmp_path, **linked({"a": ["b"], "b": [], "c": [], "d": []}))
    assert {b.id: (b.column, b.lane, b.through) for b in found.boxes} == {
        "a": (0, None, True),
        "b": (1, None, True),
        "c": (0, "below", False),
        "d": (1, "below", False),
    }


def test_systems_without_arrows_stand_in_rows(tmp_path: Path) -> None:
    found = view(tmp_path, **linked({f"s{k}": [] for k in range(8)}))
    assert found.subtitle == "8 systems; no model says that one of them uses another"
    assert [(b.column, b.row) for b in found.boxes] == [*((k, 0) for k in range(6)), (0, 1), (1, 1)]


RING = {f"s{k}": [f"s{(k + 1) % 5}"] for k in range(5)}
STAR = {"s0": [], **{f"s{k}": ["s0"] for k in range(1, 25)}}
CHAIN = {f"s{k}": [f"s{k + 1}"] if k < 24 else [] for k in range(25)}
WEB = {f"s{k}": sorted({f"s{(3 * k + 1) % 25}", f"s{(5 * k + 2) % 25}"} - {f"s{k}"}) for k in range(25)}


@pytest.mark.parametrize("uses", [{"a": ["b"], "b": ["a"]}, RING, STAR, CHAIN, WEB, {"a": [], "b": []}])
def test_every_system_by_itself_and_fit_for_a_slide(uses: dict[str, list[str]], tmp_path: Path) -> None:
    found, layouts = view(tmp_path, **linked(uses)), Layouts()
    drawn = layouts.geometry(layouts.shown(found))
    assert sorted(n.id for n in drawn.nodes) == sorted(uses)
    assert sorted(r for e in drawn.edges for r in e.relations) == sorted(
        f"{one}/to-{other}" for one, others in uses.items() for other in others
    )
    assert drawn.left_out == ()
    assert faults(layouts.shown(found), layouts) == ()


def test_many_systems_have_names_alone(tmp_path: Path) -> None:
    """What the picture has no room for is said to be on the page."""
    ring = {f"s{k}": [f"s{(k + 1) % 38}"] for k in range(38)}
    found = view(tmp_path, **linked(ring))
    assert {b.lines for b in found.boxes} == {(f"System {id}",) for id in ring}
    assert {a.label for a in found.arrows} == {""}
    assert {a.title for a in found.arrows} == {f"asks {id}" for id in ring}
    assert found.left_out == (
        "the words of the arrows, and how many components a system has: they stand in the tables of the page",
    )


def test_too_many_systems_for_a_slide_take_a_larger_sheet(tmp_path: Path) -> None:
    """Of the landscape no model leaves anything out, so that is no advice."""
    uses = {f"s{k}": sorted({f"s{(7 * k + n * n + 1) % 70}" for n in range(3)} - {f"s{k}"}) for k in range(70)}
    found, layouts = view(tmp_path, **linked(uses)), Layouts()
    said = faults(layouts.shown(found), layouts)
    assert said
    assert {one.partition("; ")[2] for one in said} == {
        "draw it on a larger sheet (archdeck render landscape --size a2)"
    }


def test_in_words(tmp_path: Path) -> None:
    assert Layouts().geometry(view(tmp_path, **THREE)).description == (
        "Landscape. 3 systems, 2 dependencies between them. 4 boxes, connected: Customers to Payments; Web shop to "
        "Payments; Payments to Web shop; Customers to Web shop."
    )
