"""The work that a picture may take: what is counted, and what comes of a picture for which it is too little."""

from __future__ import annotations

from pathlib import Path

import pytest

import population
from archdeck.layout import choice, fitted
from archdeck.layout.budget import Budget
from archdeck.layout.choice import layout
from archdeck.layout.gate import defects
from archdeck.layout.laid import AREA, area_of
from archdeck.layout.nested import packing
from archdeck.layout.nested.whole import lack, room_of_boxes
from archdeck.layout.picture import HASTY, geometry, notes
from drawn import view_of


def test_what_is_done_again_counts_once() -> None:
    budget = Budget(100)
    budget.once("packed", 60)
    budget.once("packed", 60)
    assert (budget.left, budget.over) == (40, False)
    budget.spend(50)
    assert budget.over
    budget.more(30)
    assert (budget.left, budget.over) == (30, False)


def test_work_is_the_same_whatever_was_packed_before(tmp_path: Path) -> None:
    """What another picture has left packed is no work saved, or one picture would depend on another."""
    view = view_of(population.text(9), tmp_path)
    spent = []
    for _ in range(2):
        budget = Budget()
        budget.left = 0.0
        lack(view, area_of(view), budget)
        spent.append(-budget.left)
    packing.packed.cache_clear()
    budget = Budget()
    budget.left = 0.0
    lack(view, area_of(view), budget)
    assert spent == [-budget.left] * 2
    assert spent[0] > 0


def test_a_picture_that_takes_too_much_work_merges_what_surely_has_room_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty-odd boxes: with a tenth of the work fewer of them are drawn by themselves, but the picture is whole, and
    says so."""
    view = view_of(population.text(31), tmp_path)
    whole = layout(view)
    assert (whole.hasty, HASTY in notes(view, whole, geometry(view, whole))) == (False, False)
    monkeypatch.setattr(choice, "WORK", choice.WORK / 10)
    found = layout(view)
    drawn = geometry(view, found)
    assert defects(drawn) == ()
    assert (found.hasty, HASTY in notes(view, found, drawn)) == (True, True)
    assert len(found.view.boxes) < len(whole.view.boxes)
    assert room_of_boxes(found.view) <= fitted.SURELY[0] * AREA.w * AREA.h
    assert layout(view) == found
