"""Doors of a network stand at its border: on the side of what they lead to, or where the way to a border is free."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas import Rect
from archdeck.layout.choice import layout
from archdeck.layout.doors import THERE, home_of, with_doors
from archdeck.layout.laid import Layout
from archdeck.layout.placed import Placed, PlacedBox
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


def side(one: Layout, door: str = "igw--vpc") -> str:
    """The sides of its network, zone or subnet at which a door stands, the Internet gateway for one."""
    box = one.placed.boxes[door]
    icon, border = box.icon, one.placed.frames[box.box.group or ""].rect
    off = {"left": icon.x - border.x, "right": border.right - icon.right, "top": icon.y - border.y}
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


def test_a_door_stays_where_there_is_no_room_at_any_border(tmp_path: Path) -> None:
    """The server takes all of the network."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    placed, inside = in_the_middle(layout(view), 60)
    blocked = grown(placed, "web--two", placed.frames["place--vpc"].rect)
    assert with_doors(view, layout(view).table, blocked).boxes["igw--vpc"] == inside
    assert with_doors(view, layout(view).table, placed).boxes["igw--vpc"] != inside


def test_a_door_goes_around_what_stands_between_it_and_the_border(tmp_path: Path) -> None:
    """The server and its likes stand around it: it leaves its row for a border that is free."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    one = layout(view)
    placed, inside = in_the_middle(one, 60)
    around = grown(placed, "web--two", inside.rect.grow(30))
    moved = replace(one, placed=with_doors(view, one.table, around))
    assert side(moved) == "top"
    assert not moved.placed.boxes["igw--vpc"].rect.meets(inside.rect.grow(30))


def test_a_title_makes_way_for_a_door_that_has_no_other_place(tmp_path: Path) -> None:
    """The servers leave it the upper border alone, and the title takes all of that."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    one = layout(view)
    placed, inside = in_the_middle(one, 60)
    frame = placed.frames["place--vpc"]
    walls = grown(placed, "web--two", Rect(inside.rect.right + 3, frame.rect.y, 400, frame.rect.h))
    walls = grown(walls, "nat--one", Rect(frame.rect.x, frame.rect.y + 40, inside.rect.x - 3 - frame.rect.x, 900))
    title = Rect(inside.rect.x - 20, frame.rect.y + 4, inside.rect.w + 10, 20)
    around = {key: f for key, f in placed.frames.items() if "igw--vpc" in f.frame.boxes}
    frames = {**around, "place--vpc": replace(frame, title_rect=title, sign=None)}
    found = with_doors(view, one.table, replace(walls, frames=frames))
    assert side(replace(one, placed=found)) == "top"
    moved = found.frames["place--vpc"].title_rect
    assert moved is not None
    assert not moved.meets(found.boxes["igw--vpc"].rect)


def test_a_door_of_a_subnet_stands_at_the_border_of_the_subnet(tmp_path: Path) -> None:
    """As AWS draws a NAT gateway: in its public subnet, not at the border of the network around it."""
    view = view_of(SHOP % "  a: {from: web, to: nat}\n  b: {from: nat, to: igw}", tmp_path)
    one = layout(view)
    assert one.placed.boxes["nat--one"].box.group == "place--one"
    assert side(one, "nat--one") in ("left", "right", "top")


ZONES = """
system: {name: Zones}
components:
  web: {kind: aws.ec2}
  nat: {kind: aws.nat-gateway}
  db: {kind: aws.rds}
relations:
  a: {from: web, to: nat}
  b: {from: web, to: db}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vpc, runs: {web: {}, nat: {}, db: {}}}
      b: {kind: zone, in: vpc, runs: {web: {}, nat: {}, db: {}}}
"""


def test_the_same_door_of_two_zones_stands_at_the_same_side(tmp_path: Path) -> None:
    one = layout(view_of(ZONES, tmp_path))
    assert [side(one, "nat--a"), side(one, "nat--b")] == ["right", "right"]


def test_what_stands_in_no_network_is_no_door(tmp_path: Path) -> None:
    """No border is drawn that it could be a door of: it stays in its column."""
    view = view_of(
        ZONES.replace("vpc: {kind: vpc}", "vpc: {kind: region}").replace("kind: zone", "kind: cluster"), tmp_path
    )
    placed = layout(view).placed
    assert [home_of(b, placed) for b in view.boxes if b.at_border] == [None, None]


def in_the_middle(one: Layout, pixels: float) -> tuple[Placed, PlacedBox]:
    """The Internet gateway so far left of the border at which it stands."""
    door = one.placed.boxes["igw--vpc"]
    rect, icon = door.rect._replace(x=door.rect.x - pixels), door.icon._replace(x=door.icon.x - pixels)
    lines = tuple((text, r._replace(x=r.x - pixels)) for text, r in door.lines)
    inside = replace(door, rect=rect, icon=icon, lines=lines)
    return replace(one.placed, boxes={**one.placed.boxes, "igw--vpc": inside}), inside


def grown(placed: Placed, box: str, rect: Rect) -> Placed:
    return replace(placed, boxes={**placed.boxes, box: replace(placed.boxes[box], rect=rect)})


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
