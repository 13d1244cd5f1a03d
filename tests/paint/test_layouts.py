"""Layouts of views: what they depend on, and what is made of layouts that are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.layout.sheet import PAPERS
from archdeck.paint import layouts as module
from archdeck.paint.layouts import Layouts
from archdeck.views.view import View
from drawn import view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users, summary: Buy}
  web: {kind: aws.ec2, tier: web, name: Web}
  db: {kind: aws.rds, tier: data, name: Orders}
relations: {ask: {from: people, to: web, label: asks}, keep: {from: web, to: db, kind: data}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}}
"""


@pytest.fixture
def view(tmp_path: Path) -> View:
    return view_of(SHOP, tmp_path)


def with_first_box(view: View, **changed: object) -> View:
    return replace(view, boxes=(replace(view.boxes[0], **changed), *view.boxes[1:]))  # type: ignore[arg-type]


def test_a_layout_depends_on_nothing_that_is_only_said(view: View) -> None:
    said = replace(with_first_box(view, title="Web – Sells"), title="Other", subtitle="Other", left_out=("Other",))
    assert Layouts().key(said) == Layouts().key(view)


def test_a_layout_depends_on_what_takes_room(view: View) -> None:
    arrows = (replace(view.arrows[0], label="asks for more"), *view.arrows[1:])
    some = [
        view,
        with_first_box(view, title="Others – Sells"),
        with_first_box(view, lines=("Others",)),
        with_first_box(view, count=2),
        replace(view, arrows=arrows),
        replace(view, source="A page"),
        replace(view, down=True),
    ]
    assert len({Layouts().key(one) for one in some}) == len(some)


def test_a_poster_is_as_wide_as_its_title(view: View) -> None:
    posters = Layouts(PAPERS["a3"])
    assert posters.key(replace(view, title="Other")) != posters.key(view)
    assert posters.key(replace(view, subtitle="Other")) == posters.key(view)
    assert posters.key(view) not in (Layouts().key(view), Layouts(PAPERS["a2"]).key(view))


def test_what_is_kept_is_not_made(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    made = Layouts(kept=kept).geometry(view)
    monkeypatch.setattr(module, "layout", None)
    assert list(kept) == [Layouts().key(view)]
    assert Layouts(kept=kept).geometry(view) == made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[", ""),
        ("people", "nobody"),
        ('{"people":[1,1]', '{"nobody":[1,1]'),
        ("zone", "zoo"),
        ('"folded"', "{}"),
    ],
)
def test_what_is_broken_or_forged_is_made_anew(old: str, new: str, view: View) -> None:
    kept: dict[str, str] = {}
    made = Layouts(kept=kept).geometry(view)
    (key, text), *_ = kept.items()
    kept[key] = text.replace(old, new) if old in text else new
    assert Layouts(kept=kept).geometry(view) == made
    assert kept == {key: text}
