"""Gaps that are too full for the arrows in them: what is wished for, and that no picture is worse for it."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from pathlib import Path

import pytest

import population
from archdeck.canvas.geometry import Rect
from archdeck.layout.cells import Cell
from archdeck.layout.choice import _eased, _found, layout
from archdeck.layout.judged import judged
from archdeck.layout.laid import Layout
from archdeck.layout.nested.known import nested_on
from archdeck.layout.nested.rules import Wish
from archdeck.layout.nested.wider import wider, wished
from archdeck.layout.one_table import roomy
from archdeck.layout.route import route
from archdeck.views import View
from drawn import view_of
from tables import cells

SIX = """
system: {name: Six}
components: {a: {kind: aws.ec2}, b: {kind: aws.ec2}, c: {kind: aws.ec2},
             d: {kind: aws.ec2}, l: {kind: aws.ec2}, r: {kind: aws.ec2}}
relations:
  one: {from: a, to: d}
  two: {from: b, to: c}
  three: {from: l, to: d}
  four: {from: c, to: r, kind: data}
  five: {from: a, to: c}
environments: {prod: {places: {vpc: {kind: vpc, runs: {a: {}, b: {}, c: {}, d: {}, l: {}, r: {}}}}}}
"""
TABLE = "a b", "l r", "c d"  # all arrows lead past l and r, or run between them


def routed(one: Layout) -> Layout:
    return replace(one, routes=route(one.view, one.placed))


def six(wide: float, high: float, folder: Path) -> Layout:
    at: dict[str, Cell] = {f"{box}--vpc": cell for box, cell in cells(*TABLE).items()}
    one = nested_on(_plain(view_of(SIX, folder)), at, Rect(0, 0, wide, high))
    assert one is not None
    return routed(one)


def _plain(view: View) -> View:
    """Without the icon of the cloud, which stands where arrows run in so little room."""
    return replace(view, groups=tuple(replace(g, kind="group") if g.kind == "cloud" else g for g in view.groups))


def said(wishes: list[Wish]) -> list[str]:
    return [f"{'xy'[w.axis]}: {a.second} {a.least:.0f} after {a.first}" for w in wishes for a in w.after]


def lines(one: Layout) -> list[str]:
    """Every arrow with the flaws of its way and where that turns."""
    return [
        f"{arrow} {way.flaws:.0f}: {' '.join(f'{p.x:.0f},{p.y:.0f}' for p in way.points)}"
        for arrow, way in one.routes.items()
    ]


def test_a_gap_is_full_where_flawed_arrows_run_in_it_and_no_line_more_would_fit(tmp_path: Path) -> None:
    """Between l and c, three above four, and between a and b; `five` runs in as narrow a gap, but without a flaw."""
    one = six(260, 520, tmp_path)
    assert lines(one) == [
        "two 0: 190,204 190,223 244,223 244,450 130,450 130,383 91,383",
        "five 0: 70,204 70,223 16,223 16,329 60,329 60,352",
        "three 186: 70,321 70,341 109,341 109,373 169,373",
        "one 116: 91,137 130,137 130,362 169,362",
        "four 116: 80,352 80,329 190,329 190,321",
    ]
    assert said(wished(one)) == ["y: c--vpc 123 after l--vpc", "x: b--vpc 130 after a--vpc"]


def test_what_has_room_of_it_is_granted_at_the_same_sizes(tmp_path: Path) -> None:
    """There is none for a line more between a and b."""
    one = six(260, 520, tmp_path)
    other = wider(one, wished(one))
    assert other is not None
    assert other.placed.sizes == one.placed.sizes
    at = {k: [x.placed.boxes[f"{k}--vpc"].rect for x in (one, other)] for k in "abcl"}
    assert [round(below.y - above.y) for above, below in zip(at["l"], at["c"], strict=True)] == [118, 123]
    assert [round(right.x - left.x) for left, right in zip(at["a"], at["b"], strict=True)] == [119, 119]
    assert [round(fsum(way.flaws for way in x.routes.values())) for x in (one, routed(other))] == [419, 233]


def test_without_room_nothing_is_routed_again(tmp_path: Path) -> None:
    one = six(280, 520, tmp_path)
    assert said(wished(one)) == ["x: b--vpc 137 after a--vpc", "x: d--vpc 137 after c--vpc"]
    assert wider(one, wished(one)) is None


def test_where_nothing_is_flawed_no_gap_is_too_full(tmp_path: Path) -> None:
    """Though three lines run in one that has room for no fourth."""
    one = six(260, 520, tmp_path)
    fine = {arrow: replace(way, flaws=0.0) for arrow, way in one.routes.items()}
    assert wished(replace(one, routes=fine)) == []


@pytest.mark.parametrize(("seed", "better"), [(8, False), (37, False), (145, True)])
def test_no_picture_is_worse_for_it(seed: int, better: bool, tmp_path: Path) -> None:
    """Nor is its text smaller; and it is what a view is laid out as. Of 37, some 1 % of the flaws would go."""
    view = view_of(population.text(seed), tmp_path)
    before = _found(view)
    after = _eased(view, before)
    assert (after.worth < before.worth, after.worth > before.worth) == (better, False)
    assert after.layout.placed.sizes == before.layout.placed.sizes
    assert layout(view) == after.layout


def test_a_picture_that_would_be_worse_for_it_stays_as_it_is(tmp_path: Path) -> None:
    """Between c and d there is room for a line more, and then the arrows cross each other more often."""
    one = six(400, 520, tmp_path)
    view = view_of(SIX, tmp_path)
    assert said(wished(one)) == ["x: d--vpc 172 after c--vpc"]
    other = wider(one, wished(one))
    assert other is not None
    view = _plain(view)
    best = judged(view, [one])[0]
    assert judged(view, [other])[0].worth > best.worth
    assert _eased(view, best) is best


def test_one_table_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its gaps are those of whole columns and rows: nothing is wished for, whatever its arrows lack."""
    view = view_of(SIX, tmp_path)
    one = judged(view, [roomy(view)])[0]
    monkeypatch.setattr("archdeck.layout.choice.wished", lambda _: pytest.fail("its gaps are looked at"))
    assert _eased(view, one) is one
