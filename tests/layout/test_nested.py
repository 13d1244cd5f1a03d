"""Nested tables: frames as blocks, a table of cells to pixels, and whole views. Each table as its rows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

import population
from archdeck.canvas.geometry import Rect
from archdeck.layout.laid import AREA, area_of
from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.room import Room
from archdeck.layout.nested.spread import needed, spread
from archdeck.layout.nested.whole import HOPELESS, candidates, has_room, lack, may_nest
from archdeck.layout.placed import Placed
from archdeck.views.view import View
from drawn import view_of
from tables import rows, table

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""
ZONES = ["people lb@vpc web@a db@a", ". . web@b db@b"]
FOLLOWS = {"web--a": {"web--b"}, "db--a": {"db--b"}}


def blocks(view: View, effort: float = 1.0) -> Blocks:
    return Blocks(view, Room(view, area_of(view), 17), effort)


# ------------------------------------------------------------------------------------------------ blocks


def shapes(text: str, frame: str, folder: Path) -> list[list[str]]:
    """The shapes of a frame as rows."""
    return [rows(s.cells) for s in blocks(view_of(text, folder)).shapes(f"place--{frame}")]


def test_a_frame_has_several_shapes(tmp_path: Path) -> None:
    """Three boxes in a chain: in one row, or in more, where that is narrower."""
    text = """
system: {name: Chain}
components: {a: {kind: aws.ec2}, b: {kind: aws.ec2}, c: {kind: aws.ec2}}
relations: {x: {from: a, to: b}, y: {from: b, to: c}}
environments: {prod: {places: {vpc: {kind: vpc, runs: {a: {}, b: {}, c: {}}}}}}
"""
    assert shapes(text, "vpc", tmp_path) == [["a--vpc b--vpc c--vpc"], ["b--vpc c--vpc", "a--vpc"]]


def test_zones_stand_as_the_fullest_does(tmp_path: Path) -> None:
    """Above each other, or beside each other; the load balancer of their network before them or above."""
    text = SHOP.replace(", db: {role: standby}", "")
    found = blocks(view_of(text, tmp_path))
    assert rows(found.shapes("place--a")[0].cells) == ["web--a db--a"]
    assert ["lb--vpc web--a db--a", ". web--b"] in [rows(s.cells) for s in found.shapes("place--vpc")]
    assert dict(found.follows) == {"web--a": {"web--b"}}


def test_a_frame_that_is_higher_than_a_slide_has_a_shape_all_the_same(tmp_path: Path) -> None:
    """Twelve queues of one bus, each with its function, in lanes above each other."""
    lanes = range(12)
    parts = "\n".join(f"  q{k}: {{kind: aws.sqs, tier: web}}\n  f{k}: {{kind: aws.lambda, tier: web}}" for k in lanes)
    ways = "\n".join(f"  e{k}: {{from: bus, to: q{k}}}\n  w{k}: {{from: q{k}, to: f{k}}}" for k in lanes)
    runs = ", ".join(f"q{k}: {{}}, f{k}: {{}}" for k in lanes)
    text = f"""
system: {{name: Lanes}}
tiers: [web]
components:
{parts}
  bus: {{kind: aws.eventbridge, tier: web}}
relations:
{ways}
environments:
  prod:
    places:
      vpc: {{kind: vpc, runs: {{bus: {{}}}}}}
      a: {{kind: private-subnet, in: vpc, runs: {{{runs}}}}}
"""
    view = view_of(text, tmp_path)
    found = Blocks(view, Room(view, area_of(view), 17)).shapes("place--vpc")
    assert [(s.w, s.h) for s in found] == [(3, 12)]


def test_the_whole_table(tmp_path: Path) -> None:
    """None in fewer rows than a block has."""
    found = blocks(view_of(SHOP, tmp_path))
    shape = found.table(2)
    assert shape is not None
    assert rows(shape.cells) == ["people lb--vpc web--a db--a", ". . web--b db--b"]
    assert found.table(0) is None


def test_people_stand_before_the_frames_and_called_systems_behind(tmp_path: Path) -> None:
    found = blocks(view_of(SHOP.replace("runs: {lb: {}}", "runs: {lb: {}}"), tmp_path))
    assert found.sides(frozenset({"people"})) == (frozenset({"people"}), frozenset())
    assert found.sides(frozenset({"db--a", "db--b"})) == (frozenset(), frozenset({"db--a"}))
    assert found.sides(frozenset({"web--a"})) == (frozenset(), frozenset()), "it is called and calls"


def test_arrows_that_leave_a_frame_draw_its_boxes_to_their_side(tmp_path: Path) -> None:
    """People stand left of the network: what they call stands at its left border."""
    found = blocks(view_of(SHOP, tmp_path))
    assert dict(found._pulls("place--vpc")) == {"lb--vpc": -1.0}
    assert dict(found._pulls("place--a")) == {"web--a": -1.0, "db--a": 0.0}


# ------------------------------------------------------------------------------------------------ spread


def shop(area: Rect, folder: Path, least: int = 16) -> Placed | None:
    view = view_of(SHOP, folder)
    return spread(view, table(view, *ZONES), FOLLOWS, area, least)


@pytest.mark.parametrize(
    ("width", "height", "px"),
    [
        (1000, 600, 26),
        (620, 500, 20),
        (500, 400, 18),
        (430, 335, 17),
        (392, 302, 16),
        (391, 302, 0),
        (392, 301, 0),
    ],
)
def test_the_text_is_as_large_as_there_is_room(width: int, height: int, px: int, tmp_path: Path) -> None:
    """At least of the size that is asked for, or there is no picture."""
    found = shop(Rect(0, 0, width, height), tmp_path)
    assert (found.sizes.px if found else 0) == px


def test_text_smaller_than_asked_for_is_no_picture(tmp_path: Path) -> None:
    assert shop(Rect(0, 0, 410, 320), tmp_path, least=17) is None
    view = view_of(SHOP, tmp_path)
    takes = needed(view, table(view, *ZONES), FOLLOWS, AREA, 17)
    wide, high = takes.width, takes.height
    assert shop(Rect(0, 0, wide + 0.1, high + 0.1), tmp_path, least=17) is not None
    assert shop(Rect(0, 0, wide - 0.1, high + 0.1), tmp_path, least=17) is None
    assert shop(Rect(0, 0, wide + 0.1, high - 0.1), tmp_path, least=17) is None


def test_frames_that_stand_diagonally_take_the_room_of_both_one_way_or_the_other(tmp_path: Path) -> None:
    """Two networks of one row and of one column, the second right of the first and below it. In a room where there is
    less width than height they are above each other, else beside each other."""
    text = """
system: {name: Diagonal}
components: {a: {kind: aws.ec2}, b: {kind: aws.ec2}, c: {kind: aws.ec2}, d: {kind: aws.ec2}}
relations: {x: {from: a, to: b}, y: {from: c, to: d}}
environments: {prod: {places: {
  one: {kind: vpc, runs: {a: {}, b: {}}}, two: {kind: vpc, runs: {c: {}, d: {}}}}}}
"""
    view = view_of(text, tmp_path)

    def size(width: int, height: int, *lines: str) -> tuple[int, int]:
        takes = needed(view, table(view, *lines), {}, Rect(0, 0, width, height), 17)
        return round(takes.width), round(takes.height)

    diagonal = ["a@one b@one .", ". . c@two", ". . d@two"]
    assert [
        size(900, 500, "a@one b@one c@two", ". . d@two"),
        size(900, 500, *diagonal),
        size(500, 900, *diagonal),
        size(500, 900, "a@one b@one", "c@two .", "d@two ."),
    ] == [(397, 265), (390, 265), (258, 397), (258, 398)]


def test_gaps_grow_with_the_room(tmp_path: Path) -> None:
    """Up to three times; what is left then is around the picture."""
    gaps = []
    for width in (900, 1000, 1100, 1400, 1900):
        found = shop(Rect(0, 0, width, 800), tmp_path)
        assert found is not None
        gaps.append(found.boxes["lb--vpc"].rect.x - found.boxes["people"].rect.right)
    assert [round(gap) for gap in gaps] == [140, 188, 229, 237, 237]


def test_borders_of_twins_and_the_boxes_in_them_are_in_line(tmp_path: Path) -> None:
    found = shop(AREA, tmp_path)
    assert found is not None
    a, b = (found.frames[f"place--{zone}"].rect for zone in "ab")
    assert (a.x, a.right) == pytest.approx((b.x, b.right))
    centre = {k: box.icon.x + box.icon.w / 2 for k, box in found.boxes.items()}
    assert [centre["web--a"], centre["db--a"]] == pytest.approx([centre["web--b"], centre["db--b"]])
    tops = [found.boxes[k].icon.y for k in ("people", "lb--vpc", "web--a", "db--a")]
    assert tops == pytest.approx(tops[:1] * 4), "arrows that can run straight do"


def test_borders_of_subnets_are_in_line_across_zones(tmp_path: Path) -> None:
    """Though what is in them is not as wide: they stand in one column of the table."""
    text = """
system: {name: Subnets}
components:
  web: {kind: aws.ec2, name: A}
  db: {kind: aws.rds, name: Database of the shop}
relations: {query: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vpc}
      b: {kind: zone, in: vpc}
      in-a: {kind: private-subnet, in: a, name: One, runs: {web: {}}}
      in-b: {kind: private-subnet, in: b, name: Two, runs: {db: {}}}
"""
    view = view_of(text, tmp_path)
    found = spread(view, table(view, "web@in-a", "db@in-b"), {}, AREA)
    assert found is not None
    one, two = (found.frames[f"place--in-{zone}"].rect for zone in "ab")
    assert (one.x, one.right) == pytest.approx((two.x, two.right))


def test_the_title_of_a_narrow_frame_takes_two_lines(tmp_path: Path) -> None:
    """And what is in it stands as much lower."""
    text = """
system: {name: Narrow}
components: {one: {kind: aws.ec2}, two: {kind: aws.ec2}}
relations: {x: {from: one, to: two}}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      app: {kind: cluster, in: vpc, name: Cluster of the application servers, runs: {one: {}}}
      other: {kind: cluster, in: vpc, name: Other, runs: {two: {}}}
"""
    view = view_of(text, tmp_path)
    found = spread(view, table(view, "one@app two@other"), {}, Rect(0, 0, 420, 300))
    assert found is not None
    titles = {k: f.title for k, f in found.frames.items()}
    assert titles["place--app"] == "Cluster of the\napplication servers"
    assert titles["place--other"] == "Other"
    app = found.frames["place--app"]
    assert app.title_rect is not None
    assert app.title_rect.h == pytest.approx(2 * found.sizes.line)
    assert app.title_rect.right <= app.rect.right
    assert app.title_rect.bottom <= found.boxes["one--app"].rect.y


def wrong(found: Placed, view: View) -> list[str]:
    """What stands on what it should not, or leaves its frame or the area."""
    parent = {g.id: g.parent for g in view.groups}
    frames = {k: f for k, f in found.frames.items() if not f.frame.group.overlay}
    things: list[tuple[str, Rect, str | None]] = [(b, p.rect, p.box.group) for b, p in found.boxes.items()]
    things += [(k, f.rect, f.frame.group.parent) for k, f in frames.items()]
    said = [f"{a} on {b}" for (a, r, p), (b, s, q) in combinations(things, 2) if p == q and r.meets(s)]
    for k, f in frames.items():
        for b, placed in found.boxes.items():
            home = placed.box.group
            while home is not None and home != f.frame.group.id:
                home = parent[home]
            inside = home is not None
            if inside and not _holds(f.rect, placed.rect):
                said.append(f"{b} leaves {k}")
            if not inside and f.rect.meets(placed.rect):
                said.append(f"{b} stands in {k}")
        for j, g in frames.items():
            if g.frame.group.parent == k and not _holds(f.rect, g.rect):
                said.append(f"{j} leaves {k}")
    return said + [f"{name} leaves the area" for name, rect, _ in things if not _holds(found.area, rect)]


def _holds(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x <= inner.x + 0.02
        and outer.y <= inner.y + 0.02
        and inner.right <= outer.right + 0.02
        and inner.bottom <= outer.bottom + 0.02
    )


@pytest.mark.parametrize("seed", [1, 4, 8, 12, 14, 17])
def test_nothing_stands_on_anything_else(seed: int, tmp_path: Path) -> None:
    """Boxes and frames stand apart from all that is not around them; every frame holds what is in it."""
    view = view_of(population.text(seed), tmp_path)
    found = blocks(view, effort=0.2)
    drawn: Mapping[int, Placed | None] = {
        count: spread(view, table(view, *rows(shape.cells)), found.follows, area_of(view), 14)
        for count in (5, 7)
        if (shape := found.table(count)) is not None
    }
    assert any(drawn.values())
    assert {count: wrong(placed, view) for count, placed in drawn.items() if placed} == {
        count: [] for count, placed in drawn.items() if placed
    }


# ------------------------------------------------------------------------------------------------ whole views


def test_what_may_nest(tmp_path: Path) -> None:
    """A view with frames, of which nothing is asked that fixes its rows or columns."""
    view = view_of(SHOP, tmp_path)
    text = "system: {name: S}\ncomponents: {a: {kind: aws.ec2}}\nenvironments: {prod: {runs: {a: {}}}}"
    bare = view_of(text, tmp_path)
    lane = view_of(SHOP + "views: {prod: {lanes: {people: above}}}\n", tmp_path)
    assert [may_nest(view), may_nest(bare), may_nest(lane)] == [True, False, False]


def test_a_view_without_room_for_its_boxes_is_not_even_tried(tmp_path: Path) -> None:
    view = view_of(SHOP, tmp_path)
    assert has_room(view, AREA)
    small = Rect(0, 0, 300, 200)
    assert (has_room(view, small), lack(view, small), candidates(view, small)) == (False, HOPELESS, [])


def test_a_table_that_cannot_be_better_is_the_candidate_and_is_one(tmp_path: Path) -> None:
    """Improving leaves it as it is packed; and every start finds it."""
    view = view_of(SHOP, tmp_path)
    found = [{b: tuple(cell) for b, cell in c.table.cells.items()} for c in candidates(view, area_of(view))]
    assert [rows(at) for at in found] == [["people lb--vpc web--a db--a", ". . web--b db--b"]]  # type: ignore[arg-type]


def test_the_most_promising_table_comes_first_and_none_twice(tmp_path: Path) -> None:
    view = view_of(population.text(12), tmp_path)
    found = candidates(view, area_of(view))
    assert len(found) > 1
    assert [c.cost for c in found] == sorted(c.cost for c in found)
    assert len({tuple(sorted(c.table.cells.items())) for c in found}) == len(found)


def test_the_same_view_has_the_same_candidates(tmp_path: Path) -> None:
    view = view_of(population.text(8), tmp_path)
    one, other = (candidates(view, area_of(view)) for _ in range(2))
    assert one == other
    assert one
