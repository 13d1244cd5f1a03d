"""States: their looks, and signs that stand where nothing else does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas.geometry import Geometry, Mark, Rect, Words, geometry_json
from archdeck.canvas.look import DARK, HATCH, PAPER, PARTLY, STATES
from archdeck.layout.frame import frame
from archdeck.layout.signs import signed
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import geometry_of, svg_of
from archdeck.views.view import View
from colours import contrast
from drawn import measured, view_of
from picture_looks import LIMITS, hidden
from slides import edge, node, slide

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  users: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
relations: {a: {from: users, to: web, label: asks}, b: {from: web, to: db, kind: data}}
environments: {prod: {places: {z: {kind: zone, name: Zone one, runs: {web: {}, db: {}}}}}}
"""


def in_state(folder: Path, state: str, note: str = "") -> View:
    """A small picture of which the server, its zone and the arrow to it are in a state."""
    view = view_of(SHOP, folder)
    return replace(
        view,
        boxes=tuple(replace(b, state=state, note=note) if b.component == "web" else b for b in view.boxes),
        groups=tuple(replace(g, state=state) if g.kind == "zone" else g for g in view.groups),
        arrows=tuple(replace(a, state=state) if "a" in a.relations else a for a in view.arrows),
    )


def drawn(view: View) -> tuple[Geometry, str]:
    return geometry_of(view, Layouts()), svg_of(view, Layouts())


@pytest.mark.parametrize("state", STATES)
def test_the_picture_and_its_numbers_show_every_state(state: str, tmp_path: Path) -> None:
    look = STATES[state]
    geometry, svg = drawn(in_state(tmp_path, state))
    found = geometry_json(geometry)
    web = next(n for n in found["nodes"] if n["component"] == "web")
    zone = next(g for g in found["groups"] if g["kind"] == "zone")
    edge = next(e for e in found["edges"] if e["relations"] == ["a"])
    assert [web["state"], zone["state"], edge["state"]] == [state] * 3
    assert len(web["marks"]) == bool(look.sign)
    assert [bool(zone["sign"]), bool(edge["sign"])] == [bool(look.sign)] * 2
    assert svg.count('class="sign"') == (4 if look.sign else 0)  # with the one in the legend
    assert [name in svg for name in (f'"node state-{state}"', f"kind-zone state-{state}")] == [True, True]
    assert svg.count('class="hatch"') == 2 * look.hatched  # the icon and the frame
    assert ('class="ring"' in svg) == bool(look.ring or look.hatched)
    assert look.legend in [t.text for t in geometry.frame]
    assert measured(geometry)[0] == []


def test_without_a_state_there_is_neither_sign_nor_word_of_it(tmp_path: Path) -> None:
    geometry, svg = drawn(view_of(SHOP, tmp_path))
    assert [mark for mark in ("sign", "hatch", "state-", "pattern") if mark in svg] == []
    assert {n["state"] for n in geometry_json(geometry)["nodes"]} == {None}


def test_words_on_a_sign_are_in_the_numbers(tmp_path: Path) -> None:
    geometry, svg = drawn(in_state(tmp_path, "takes-over", "90 s"))
    mark = next(m for n in geometry_json(geometry)["nodes"] if n["component"] == "web" for m in n["marks"])
    assert (mark["text"], mark["px"]) == ("90 s", 16.0)
    assert re.search(r'font-size="16"[^>]*>90 s</text>', svg)
    assert "Takes over (after this time)" in [t.text for t in geometry.frame]


def test_a_way_that_works_is_wider_and_a_broken_one_is_dashed(tmp_path: Path) -> None:
    def line(state: str) -> str:
        svg = drawn(in_state(tmp_path, state))[1]
        return re.search(r'data-relations="a".*?(<path[^>]*>)', svg).group(1)  # type: ignore[union-attr]

    assert 'stroke-width="4.8"' in line("carries")
    assert "stroke-dasharray" not in line("carries")
    assert 'stroke-width="2.4"' in line("broken")
    assert "stroke-dasharray" in line("broken")


def test_every_colour_of_a_state_can_be_read_on_light_and_on_dark_pages() -> None:
    colours = {look.colour for look in STATES.values()}
    assert [c for c in (*colours, HATCH) if c not in DARK] == []
    assert [c for c in colours if contrast(c, PAPER) < 4.5 or contrast(DARK[c], DARK[PAPER]) < 4.5] == []


def test_what_stands_for_a_part_is_a_state_too() -> None:
    assert (PARTLY.keys() | PARTLY.values()) - STATES.keys() == {""}


def test_words_on_a_sign_do_not_hide_its_icon_where_there_is_room(tmp_path: Path) -> None:
    """They are nearly as wide as that, and stand beside or above it."""
    node = next(n for n in drawn(in_state(tmp_path, "takes-over", "12 h 30"))[0].nodes if n.component == "web")
    assert node.sign is not None
    box, icon = node.sign.box, node.box
    wide = min(box.right, icon.right) - max(box.x, icon.x)
    high = min(box.bottom, icon.bottom) - max(box.y, icon.y)
    assert wide * high < icon.w * icon.h * 0.1


def sign_of_zone(geometry: Geometry, wide: float, high: float) -> tuple[Rect, Rect]:
    """The frame of the zone and its sign, where the title of that takes so much of its upper edge."""
    zone = next(g for g in geometry.groups if g.kind == "zone")
    assert zone.label is not None
    title = replace(zone.label, box=Rect(zone.box.x + 10, zone.box.y + 4, wide, high))
    groups = tuple(replace(g, label=title) if g.id == zone.id else g for g in geometry.groups)
    sign = next(g.sign for g in signed(replace(geometry, groups=groups)).groups if g.id == zone.id)
    assert sign is not None
    return zone.box, sign.box


def test_the_sign_of_a_frame_is_as_large_beside_a_title_of_two_lines(tmp_path: Path) -> None:
    geometry = drawn(in_state(tmp_path, "added"))[0]
    zone = next(g for g in geometry.groups if g.kind == "zone")
    assert zone.label is not None
    line = zone.label.box.h
    (_, one), (_, two) = (sign_of_zone(geometry, 100, line * lines) for lines in (1, 2))
    assert (two.w, two.h) == (one.w, one.h)
    assert two.centre.y - one.centre.y == pytest.approx(line / 2)


def test_the_sign_of_a_frame_whose_title_leaves_no_room_stands_in_a_corner(tmp_path: Path) -> None:
    """In the lower right one, as nothing else is there."""
    geometry = drawn(in_state(tmp_path, "down"))[0]
    zone = next(g for g in geometry.groups if g.kind == "zone")
    frame, sign = sign_of_zone(geometry, zone.box.w - 20, 22)
    assert (round(frame.right - sign.right), round(frame.bottom - sign.bottom)) == (8, 8)


def legend_of(view: View) -> list[str]:
    return [words.text for words in frame(view, {"request", "data"}).words if words.role == "legend"]


def test_words_of_the_legend_are_cut_only_where_its_row_is_too_short(tmp_path: Path) -> None:
    """Long ones take what short ones leave."""
    states = ("down", "takes-over", "promoted", "degraded", "outlives", "carries", "moved", "broken")
    view = view_of(SHOP, tmp_path)
    boxes = tuple(replace(view.boxes[0], state=state, note="1 h" * (state == "promoted")) for state in states)
    view = replace(view, boxes=boxes)
    assert legend_of(view)[2:] == [
        "Down",
        "Takes over",
        "New primary (after)",
        "Goes on with less",
        "Regional: goes on",
        "Way that works",
        "To the new primary",
        "Broken way",
    ]
    long = replace(view, legend=(("degraded", "Goes on with less than " * 3), ("promoted", "New primary " * 8)))
    assert legend_of(long)[2:] == [
        "Down",
        "Takes over",
        "New primary New primary Ne…",
        "Goes on with less than Goes…",
        "Regional: goes on",
        "Way that works",
        "To the new primary",
        "Broken way",
    ]


@pytest.mark.parametrize("lines", [(), ((640, 309), (790, 309))])
def test_a_sign_and_small_icons_hide_no_more_than_a_third_of_an_icon(lines: tuple[tuple[float, float], ...]) -> None:
    """Two small icons hide a fifth of a small one, a title stands close above it, and arrows lead in and out."""
    small = node("a", 600, 290, marks=tuple(Mark("keys", "k.png", Rect(x, 317, 20, 20), "Keys") for x in (592, 630)))
    icon = replace(small, box=Rect(600, 290, 43, 43), state="down")
    title = Words("Region eu-central-1", Rect(560, 268, 190, 20), 17)
    ways = [edge("a", "b", *lines)] if lines else []
    found = signed(slide(icon, node("b", 790, 270), edge("c", "a", (400, 309), (600, 309)), *ways, title))
    assert found.nodes[0].sign is not None
    assert hidden(found)["a"] <= LIMITS["hidden of an icon"]
    assert not found.nodes[0].sign.box.meets(title.box)
