"""Parts: what a picture draws as crowds stands by itself in a further picture, with what it talks to.

The first tests count boxes instead of pixels, so that a small model has parts; the laws draw random models.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import pytest
from test_condense import SHOP, at_most

import population
from archdeck.layout.condense import condensed
from archdeck.layout.grid import grid
from archdeck.layout.laid import Layout
from archdeck.layout.merging import merge
from archdeck.layout.one_table import roomy
from archdeck.layout.parts import _part, with_parts
from archdeck.layout.placed import Placed
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import view_of
from written import resolved


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> int:
    """Pictures have room for so many boxes."""
    boxes = int(request.param)
    monkeypatch.setattr("archdeck.layout.parts.would_fit", at_most(boxes))
    return boxes


def counted(view: View, boxes: int) -> Layout:
    less, merged = condensed(view, at_most(boxes))
    return Layout(less, grid(less), cast("Placed", None), {}, merged=merged)


def parts_of(view: View, boxes: int) -> list[View]:
    first, *rest = with_parts([view], lambda v: counted(v, boxes))
    assert first is view
    return rest


def shown(view: View) -> list[str]:
    """The boxes of a view, then its arrows."""
    return [*(b.id for b in view.boxes), *(f"{a.source} -> {a.target}" for a in view.arrows)]


@pytest.mark.parametrize("room", [9], indirect=True)
def test_what_fits_has_no_parts(room: int, tmp_path: Path) -> None:
    assert parts_of(view_of(SHOP, tmp_path), room) == []


@pytest.mark.parametrize("room", [6], indirect=True)
def test_a_part_has_its_crowd_box_by_box_and_what_that_talks_to(room: int, tmp_path: Path) -> None:
    """From left to right; the other crowd is one box again, and what has nothing to do with it is not there, nor
    are arrows among its neighbours."""
    parts = parts_of(view_of(SHOP, tmp_path), room)
    assert [(p.id, p.title, p.subtitle, p.part_of) for p in parts] == [
        ("prod--part-1", "Shop, part 1 of 2", "Pages, Search, Login", "prod"),
        ("prod--part-2", "Shop, part 2 of 2", "Cache, Books", "prod"),
    ]
    assert shown(parts[0]) == [
        "pages--front",
        "search--front",
        "login--front",
        "orders--back",
        "customers",
        "customers -> pages--front",
        "customers -> login--front",
        "pages--front -> search--front",
        "pages--front -> orders--back",
        "search--front -> orders--back",
    ]
    assert shown(parts[1]) == [
        "orders--back",
        "prices--back",
        "cache--back",
        "books--back",
        "orders--back -> books--back",
        "prices--back -> cache--back",
    ]


@pytest.mark.parametrize("room", [5], indirect=True)
def test_only_environments_have_parts(room: int, tmp_path: Path) -> None:
    """A flow has as many boxes, and stands on the environment's layout. Parts follow their whole."""
    made = with_parts(views(resolved(SHOP, tmp_path)), lambda v: counted(v, room))
    assert [v.id for v in made if v.environment == "prod" and v.kind not in ("executive", "drill")] == [
        "prod",
        "prod--part-1",
        "prod--part-2",
        "prod--part-3",
        "buy--prod",
    ]


TWO_STORES = """
system: {name: Stores}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  cache: {kind: aws.elasticache, tier: data}
  files: {kind: aws.s3, tier: data}
  table: {kind: aws.dynamodb, tier: data}
relations:
  a: {from: people, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: web, to: cache, kind: data}
  d: {from: web, to: files, kind: data}
  e: {from: web, to: table, kind: data}
environments:
  prod:
    places:
      r: {kind: region, runs: {files: {}, table: {}}}
      vpc: {kind: vpc, in: r, runs: {web: {}, db: {}, cache: {}}}
"""


@pytest.mark.parametrize(
    ("room", "subtitles"), [(5, ["Files, Table, DB, Cache"]), (4, ["DB, Cache", "Files, Table"])], indirect=["room"]
)
def test_neighbouring_crowds_share_a_part_where_they_fit(room: int, subtitles: list[str], tmp_path: Path) -> None:
    """Two crowds of two, and the server that all of them talk to: five boxes."""
    view = view_of(TWO_STORES, tmp_path)
    _, *parts = with_parts([view], lambda v: counted(v, 4 if v is view else room))
    assert [p.subtitle for p in parts] == subtitles


@pytest.mark.parametrize("room", [4], indirect=True)
def test_a_part_that_is_again_one_crowd_has_halves(room: int, tmp_path: Path) -> None:
    """The network is one box, and all of it would be that box again: its halves are. The left one is too full too:
    search and orders, which are one box in it, are shown by themselves. No picture is about what it hides."""
    parts = parts_of(view_of(SHOP, tmp_path), room)
    assert [p.subtitle for p in parts] == ["Pages, Login", "Search", "Orders", "Prices, Cache, Books"]
    for part in parts:
        hidden = counted(part, room).merged
        assert not {b.title.split(" – ")[0] for b in part.boxes if b.id in hidden} & set(part.subtitle.split(", "))


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("room", [9], indirect=True)
def test_a_part_that_hides_most_of_what_it_is_about_has_halves(tmp_path: Path) -> None:
    """Three of the four are a crowd again at first: not one part of one and another of three."""
    view = view_of(SHOP, tmp_path)
    back = ["orders--back", "prices--back", "cache--back", "books--back"]
    again = [dict.fromkeys(back[1:], "crowd--b")]

    def laid(v: View) -> Layout:
        merged = dict.fromkeys(back, "crowd--a") if v is view else again.pop() if again else {}
        less = merge(v, merged)
        return Layout(less, grid(less), cast("Placed", None), {}, merged=merged)

    _, *parts = with_parts([view], laid)
    assert [p.subtitle for p in parts] == ["Orders, Prices", "Cache, Books"]


COPIES = """
system: {name: Copies}
tiers: [users, web, data, backup]
components:
  people: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  jobs: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  vault: {kind: aws.backup, tier: backup}
  images: {kind: aws.ecr, tier: backup}
relations:
  a: {from: people, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: jobs, to: db, kind: data}
  d: {from: db, to: vault, kind: backup}
  e: {from: vault, to: images, kind: backup}
environments:
  prod:
    places:
      r: {kind: region, runs: {vault: {}, images: {}}}
      vpc: {kind: vpc, in: r}
      a: {kind: zone, in: vpc, runs: {web: {}, jobs: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, jobs: {}, db: {role: standby}}}
"""


def opened(text: str, folder: Path, mine: set[str], **closed: set[str]) -> View:
    """The part about some boxes, with other ones as crowds."""
    crowds = {f"crowd--{id}": frozenset(boxes) for id, boxes in closed.items()}
    return _part(view_of(text, folder), crowds, frozenset(mine))


def test_a_part_shows_all_copies_of_what_it_shows(tmp_path: Path) -> None:
    """The vault talks to the primary alone; that there is a standby is said too, but not who asks the database."""
    part = opened(COPIES, tmp_path, {"vault--r"})
    assert shown(part) == [
        "vault--r",
        "images--r",
        "db--a",
        "db--b",
        "db--a -> vault--r",
        "vault--r -> images--r",
        "db--a -> db--b",
    ]


def test_a_crowd_stays_in_the_zones_of_its_boxes(tmp_path: Path) -> None:
    """What stands in each of two zones is one box in each of them, not one outside of both."""
    part = opened(COPIES, tmp_path, {"db--a", "db--b"}, x={"web--a", "jobs--a", "web--b", "jobs--b"})
    assert [(b.id, b.group) for b in part.boxes if b.stands_for] == [
        ("crowd--x--place--a", "place--a"),
        ("crowd--x--place--b", "place--b"),
    ]


def test_what_is_alone_in_a_zone_is_no_crowd_there(tmp_path: Path) -> None:
    part = opened(COPIES, tmp_path, {"db--a", "db--b"}, x={"web--a", "jobs--a", "web--b"})
    assert [b.id for b in part.boxes] == ["vault--r", "crowd--x--place--a", "db--a", "web--b", "jobs--b", "db--b"]


CLUSTER = """
system: {name: Cluster}
tiers: [users, web, app, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  cart: {kind: aws.ecs, tier: app}
  search: {kind: aws.ecs, tier: app}
  mail: {kind: aws.ecs, tier: app}
  carts: {kind: aws.dynamodb, tier: data}
relations:
  a: {from: people, to: lb}
  b: {from: lb, to: cart, label: /cart}
  c: {from: lb, to: search, label: /search}
  d: {from: cart, to: carts, kind: data, label: reads}
  e: {from: cart, to: mail}
environments:
  prod:
    places:
      r: {kind: region, runs: {carts: {}}}
      vpc: {kind: vpc, in: r, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {cart: {}, search: {}, mail: {}}}
      b: {kind: zone, in: vpc, runs: {cart: {}, search: {}, mail: {}}}
overlays:
  ecs: {kind: cluster, name: Services, members: [cart, search, mail]}
"""


def test_an_arrow_at_a_frame_leads_to_the_boxes_that_it_is_for(tmp_path: Path) -> None:
    """The whole has arrows at the cluster; who has a table there, and whom the balancer calls, is told by the part."""
    whole = view_of(CLUSTER, tmp_path)
    assert [(a.source, a.target) for a in whole.arrows if "overlay--ecs" in (a.source, a.target)] == [
        ("lb--vpc", "overlay--ecs"),
        ("overlay--ecs", "carts--r"),
    ]
    part = _part(whole, {}, frozenset({"cart--a", "cart--b"}))
    assert [(f"{a.source} -> {a.target}", a.label) for a in part.arrows] == [
        ("lb--vpc -> cart--a", "/cart"),
        ("lb--vpc -> cart--b", "/cart"),
        ("cart--a -> carts--r", "reads"),
        ("cart--b -> carts--r", "reads"),
        ("cart--a -> mail--a", ""),
        ("cart--b -> mail--b", ""),
    ]


def test_an_arrow_for_all_of_a_frame_stays_at_it(tmp_path: Path) -> None:
    text = CLUSTER.replace("  e: {from: cart, to: mail}", "  e: {from: lb, to: mail}")
    part = _part(view_of(text, tmp_path), {}, frozenset({"cart--a", "cart--b"}))
    assert [(a.source, a.target) for a in part.arrows if a.source == "lb--vpc"] == [("lb--vpc", "overlay--ecs")]


def test_what_an_arrow_at_a_frame_is_not_for_stays_away(tmp_path: Path) -> None:
    """The table is the cart's alone: its part has neither the search nor the mails, which are in the same cluster."""
    part = _part(view_of(CLUSTER, tmp_path), {}, frozenset({"carts--r"}))
    assert shown(part) == ["carts--r", "cart--a", "cart--b", "cart--a -> carts--r", "cart--b -> carts--r"]


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("room", [4], indirect=True)
def test_what_zones_have_alike_is_shown_once(tmp_path: Path) -> None:
    """What is a crowd in each zone has one part, which says where the same runs; another crowd has its own."""
    third = "      c: {kind: zone, in: vpc, runs: {cart: {}, search: {}, mail: {}}}\noverlays:"
    whole = view_of(CLUSTER.replace("overlays:", third), tmp_path)
    ids = [b.id for b in whole.boxes if b.component in ("cart", "search", "mail")]

    def subtitles(*alone: str) -> list[str]:
        merged = {id: f"crowd--{id[-1]}" for id in ids if id not in alone}

        def laid(v: View) -> Layout:
            mine = merged if v is whole else {}
            less = merge(v, mine)
            return Layout(less, grid(less), cast("Placed", None), {}, merged=mine)

        return [p.subtitle for p in with_parts([whole], laid)[1:]]

    assert subtitles() == ["Cart, Search, Mail – the same in b and c"]
    assert subtitles("mail--b") == ["Cart, Search, Mail – the same in c", "Cart, Search"]


def test_numbers_are_announced_where_there_are_any(tmp_path: Path) -> None:
    whole = view_of(SHOP, tmp_path)
    assert whole.numbered
    assert _part(whole, {}, frozenset({"books--back"})).numbered
    assert not _part(whole, {}, frozenset({"photos--eu"})).numbered


# ------------------------------------------------------------------------------------------------ laws

SEEDS = (25, 26, 47, 51)  # whose pictures have crowds; 26 even in its parts, and 51 one that is nearly all of it
Drawn = tuple[View, list[tuple[View, Layout]]]


@cache
def pictures(seed: int, folder: Path) -> Drawn:
    """A random model's picture, and its parts with their layouts."""
    view = view_of(population.text(seed), folder)
    laid = cache(roomy)
    return view, [(p, laid(p)) for p in with_parts([view], laid)]


@pytest.fixture(scope="module", params=SEEDS)
def random_one(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return pictures(request.param, tmp_path_factory.mktemp("model"))


def test_every_component_stands_by_itself_in_some_picture(random_one: Drawn) -> None:
    """Also where a part is so full that it has crowds."""
    view, drawn = random_one
    component = {b.id: b.component for b in view.boxes}
    alone = set()
    for _, shared in drawn:
        for box in shared.view.boxes:
            here = {component.get(id, id) for id in box.stands_for or (box.id,)}
            alone |= here if len(here) == 1 else set()
    assert len(drawn) > 1
    assert sorted(set(component.values()) - alone) == []


def test_parts_are_counted_and_lead_back(random_one: Drawn) -> None:
    view, ((first, _), *rest) = random_one
    assert first is view
    assert [(p.id, p.part_of) for p, _ in rest] == [(f"prod--part-{k + 1}", "prod") for k in range(len(rest))]
    assert [p.title for p, _ in rest] == [f"{view.title}, part {k + 1} of {len(rest)}" for k in range(len(rest))]
    assert all(p.subtitle and not p.panel for p, _ in rest)
    assert len({(p.subtitle, p.boxes) for p, _ in rest}) == len(rest)


def test_a_part_shows_nothing_that_its_picture_does_not(random_one: Drawn) -> None:
    """Every box stands for boxes of the whole, each at most once; arrows have both ends and known relations."""
    view, (_, *parts) = random_one
    ids, relations = {b.id for b in view.boxes}, {r for a in view.arrows for r in a.relations}
    for part, _ in parts:
        stood = [id for b in part.boxes for id in b.stands_for or (b.id,)]
        assert set(stood) <= ids
        assert len(set(stood)) == len(stood)
        ends = {b.id for b in part.boxes} | {g.id for g in part.groups}
        assert all({a.source, a.target} <= ends and set(a.relations) <= relations for a in part.arrows)
