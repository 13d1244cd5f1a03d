"""Doors of a network stand at its border: on the side of what they lead to, or where the way to a border is free."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.layout.choice import layout
from archdeck.layout.doors import INSET, THERE, with_doors
from archdeck.layout.laid import Layout
from drawn import view_of

SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  igw: {kind: aws.internet-gateway}
  web: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway}
relations:
%s
environments:
  prod:
    places:
      region: {kind: region}
      vpc: {kind: vpc, in: region, runs: {igw: {}}}
      one: {kind: public-subnet, in: vpc, runs: {nat: {}}}
      two: {kind: private-subnet, in: vpc, runs: {web: {}}}
"""


def side(one: Layout) -> str:
    """The sides of its network at which the Internet gateway stands."""
    box, border = one.placed.boxes["igw--vpc"], one.placed.frames["place--vpc"].rect
    off = {
        "left": box.icon.x - border.x,
        "right": border.right - box.icon.right,
        "top": box.icon.y - border.y,
        "bottom": border.bottom - box.rect.bottom,
    }
    off["bottom"] -= INSET * one.placed.sizes.px  # below its words there is some air
    return " ".join(side for side, pixels in off.items() if abs(pixels) < THERE)


@pytest.mark.parametrize(
    ("relations", "at"),
    [
        # From outside on the left, and to there.
        ("a: {from: users, to: igw}\n  b: {from: igw, to: web}", "left"),
        # Nothing outside of the network is connected with it: from the server through the NAT gateway it is the last.
        ("a: {from: web, to: nat}\n  b: {from: nat, to: igw}\n  c: {from: users, to: web}", "right"),
    ],
)
def test_a_door_stands_at_the_border(relations: str, at: str, tmp_path: Path) -> None:
    assert side(layout(view_of(SHOP % f"  {relations}", tmp_path))) == at


def test_a_door_stays_where_every_way_is_blocked(tmp_path: Path) -> None:
    """The server and its likes stand around it."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    one = layout(view)
    door = one.placed.boxes["igw--vpc"]
    rect, icon = door.rect._replace(x=door.rect.x - 60), door.icon._replace(x=door.icon.x - 60)
    inside = replace(door, rect=rect, icon=icon)
    placed = replace(one.placed, boxes={**one.placed.boxes, "igw--vpc": inside})
    web = placed.boxes["web--two"]
    around = replace(web, rect=inside.rect.grow(30))
    blocked = replace(placed, boxes={**placed.boxes, "web--two": around})
    assert with_doors(view, one.table, blocked).boxes["igw--vpc"] == inside
    assert with_doors(view, one.table, placed).boxes["igw--vpc"] != inside


@pytest.mark.parametrize("pixels", [4, 8, 16])
def test_a_door_that_is_nearly_at_the_border_moves_to_it(pixels: float, tmp_path: Path) -> None:
    """Its column is a little wider than it is: half a line of text off is off."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    one = layout(view)
    door = one.placed.boxes["igw--vpc"]
    rect, icon = door.rect._replace(x=door.rect.x - pixels), door.icon._replace(x=door.icon.x - pixels)
    off = replace(one.placed, boxes={**one.placed.boxes, "igw--vpc": replace(door, rect=rect, icon=icon)})
    assert side(one) == "right"
    assert side(replace(one, placed=off)) == ""
    assert side(replace(one, placed=with_doors(view, one.table, off))) == "right"
