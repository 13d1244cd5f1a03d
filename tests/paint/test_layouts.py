"""Layouts of views: what they depend on, and what is made of layouts that are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.language import Arrangement
from archdeck.layout.sheet import PAPERS
from archdeck.paint.layouts import Layouts
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import view_of
from written import resolved

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
    assert posters.key(replace(view, title="Other")) == posters.key(view)
    assert posters.key(replace(view, title="A title for which the smallest sheet is too narrow. " * 4)) != posters.key(
        view
    )
    assert posters.key(replace(view, subtitle="Other")) == posters.key(view)
    assert posters.key(view) not in (Layouts().key(view), Layouts(PAPERS["a2"]).key(view))


def test_what_is_kept_is_not_made(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    made = Layouts(kept=kept).geometry(view)
    monkeypatch.setattr("archdeck.layout.choice.layout", None)
    assert list(kept) == [Layouts().key(view)]
    assert Layouts(kept=kept).geometry(view) == made


FARM = """
system: {name: Farm}
tiers: [web]
components:
  lb: {kind: aws.alb, tier: web}
SERVERS
relations:
ARROWS
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
ZONES
drills:
  zone: {name: A zone is lost, down: [z1]}
  web: {name: A service is lost, down: [s1]}
"""


def farm(zones: int, servers: int) -> str:
    """A load balancer before servers that run in each of the zones."""
    runs = ", ".join(f"s{k}: {{}}" for k in range(servers))
    made = {
        "SERVERS": [f"  s{k}: {{kind: aws.ec2, tier: web}}" for k in range(servers)],
        "ARROWS": [f"  to-{k}: {{from: lb, to: s{k}}}" for k in range(servers)],
        "ZONES": [f"      z{k}: {{kind: zone, in: vpc, runs: {{{runs}}}}}" for k in range(zones)],
    }
    text = FARM
    for word, lines in made.items():
        text = text.replace(word, "\n".join(lines))
    return text


def zones_of(text: str, id: str, tmp_path: Path) -> dict[str, str]:
    """The frames of zones in a picture with their states: for each the zones that it is drawn for."""
    layouts = Layouts()
    view = layouts.shown(next(v for v in views(resolved(text, tmp_path)) if v.id == id))
    return {" ".join(g.places): g.state for g in layouts.geometry(view).groups if g.kind == "zone"}


def test_a_zone_that_is_lost_is_drawn_by_itself(tmp_path: Path) -> None:
    """Eight zones hold the same, so one frame is drawn for all of them, with eight of each service; where one of them
    fails, each has its frame. Where a service fails, it does in all of them. Of thirty zones only the one that fails
    has room for a frame."""
    every = [f"z{k}" for k in range(8)]
    assert zones_of(farm(8, 9), "prod", tmp_path) == {" ".join(every): ""}
    assert zones_of(farm(8, 9), "drill-web--prod", tmp_path) == {" ".join(every): ""}
    assert zones_of(farm(8, 9), "drill-zone--prod", tmp_path) == {z: "down" if z == "z1" else "" for z in every}
    others = " ".join(f"z{k}" for k in range(30) if k != 1)
    assert zones_of(farm(30, 3), "drill-zone--prod", tmp_path) == {others: "", "z1": "down"}


def test_what_differs_in_marks_alone_is_searched_once(tmp_path: Path) -> None:
    """The loss of one zone and the loss of another; the loss of a service, in all zones, is drawn as production is."""
    text = farm(8, 9) + "  other: {name: Another zone is lost, down: [z2]}\n"
    some = {v.id: v for v in views(resolved(text, tmp_path))}
    kept: dict[str, str] = {}
    layouts = Layouts(kept=kept)
    one, other, web, prod = (
        layouts.search(some[id]) for id in ("drill-zone--prod", "drill-other--prod", "drill-web--prod", "prod")
    )
    assert (one == other, web, prod) == (True, "", "")
    assert one not in kept
    layouts.shown(some["drill-zone--prod"])
    assert one in kept


def test_a_failed_component_is_drawn_by_itself(tmp_path: Path) -> None:
    """Where the picture of its environment draws it as one with others; a failure that this tells is drawn on that."""
    cells = {"lb--vpc": (0, 0), "crowd--s": (1, 0), "s3--z0": (2, 0)}
    given = Arrangement(True, cells, {"crowd--s": ("s0--z0", "s1--z0", "s2--z0")})
    plain = {v.id: v for v in views(resolved(farm(1, 4).replace("[z1]", "[z0]"), tmp_path))}
    layouts, found = Layouts(), {}
    for id in ("drill-web--prod", "drill-zone--prod"):
        view = replace(plain[id], stands_as=replace(plain["prod"], given=given))
        found[id] = {n.stands_for: n.state for n in layouts.geometry(layouts.shown(view)).nodes if n.state}
    assert found["drill-web--prod"] == {("s1--z0",): "down"}
    assert found["drill-zone--prod"] == {("s0--z0", "s1--z0", "s2--z0"): "down", ("s3--z0",): "down"}


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
