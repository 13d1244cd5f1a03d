"""Tooltips apart from pictures: a view with marks in their place, and a picture with others than it was drawn with."""

from __future__ import annotations

from pathlib import Path

from archdeck.paint.layouts import Layouts
from archdeck.paint.render import drawn
from archdeck.paint.tooltips import muted, resaid
from drawn import view_of

SHOP = """
system: {{name: Shop}}
tiers: [users, web, data]
components:
  people: {{kind: users, tier: users, summary: "{one}"}}
  web: {{kind: aws.ec2, tier: web, name: Web, summary: "{other}"}}
  db: {{kind: aws.rds, tier: data, name: Orders}}
relations:
  ask: {{from: people, to: web, says: "{one}"}}
  keep: {{from: web, to: db, kind: data}}
environments: {{prod: {{places: {{z: {{kind: zone, runs: {{web: {{}}, db: {{}}}}}}}}}}}}
"""


def test_marks_stand_for_what_is_said(tmp_path: Path) -> None:
    """The names of boxes stay; what is equal has one mark."""
    view, said = muted(view_of(SHOP.format(one="Buy", other="Sells – and buys"), tmp_path))
    assert [b.title for b in view.boxes] == ["Web – \x020\x03", "Orders – \x021\x03", "People – \x022\x03"]
    assert [a.title for a in view.arrows] == ["\x023\x03", ""]
    zone = "Availability Zone z in AWS Cloud"
    assert said == (f"Amazon EC2 – {zone} – Sells – and buys", f"Amazon RDS – {zone}", "Users – Buy", "Buy")


def test_a_picture_with_other_tooltips_is_as_if_drawn_with_them(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    old = view_of(SHOP.format(one="Buy", other="Sells"), tmp_path / "a")
    new = view_of(SHOP.format(one="<b>1 & 2</b>", other="Sells – \\\\1 {0}"), tmp_path / "b")
    first, second = drawn(old, Layouts()), drawn(new, Layouts())
    assert first.svg != second.svg
    assert resaid(first.svg, first.tooltips, muted(new)[1]) == second.svg


def test_tooltips_of_another_picture_are_none(tmp_path: Path) -> None:
    found = drawn(view_of(SHOP.format(one="Buy", other="Sells"), tmp_path), Layouts())
    assert resaid(found.svg, found.tooltips[:-1], ("a", "b", "c", "d", "e")) is None
    assert resaid(found.svg, found.tooltips, ()) is None
