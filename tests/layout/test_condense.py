"""Crowds: boxes that stand together become one, as few of them as it takes; nothing is lost but room.

What fits is said by each test, mostly as a number of boxes, so that nothing here depends on pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import population
from archdeck.canvas import fonts
from archdeck.layout.condense import condensed, narrowed
from archdeck.layout.grid import grid
from archdeck.layout.merging import Merged, merge
from archdeck.views.view import Box, View
from drawn import view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, app, data]
components:
  customers: {kind: users, tier: users}
  pages: {kind: aws.ec2, tier: web}
  search: {kind: aws.ec2, tier: web}
  login: {kind: aws.ec2, tier: web}
  orders: {kind: aws.ecs, tier: app}
  prices: {kind: aws.lambda, tier: app}
  cache: {kind: aws.elasticache, tier: data}
  books: {kind: aws.rds, tier: data}
  photos: {kind: aws.s3, tier: data}
relations:
  a: {from: customers, to: pages}
  b: {from: customers, to: login}
  c: {from: pages, to: search, label: finds}
  e: {from: pages, to: orders}
  f: {from: search, to: orders}
  g: {from: orders, to: prices}
  h: {from: orders, to: books, kind: data}
  i: {from: prices, to: cache, kind: data}
  j: {from: orders, to: photos, kind: data}
environments:
  prod:
    places:
      eu: {kind: region, name: Ireland, runs: {photos: {}}}
      vpc: {kind: vpc, in: eu, name: Shop network}
      front: {kind: public-subnet, in: vpc, runs: {pages: {}, search: {}, login: {}}}
      back: {kind: private-subnet, in: vpc, runs: {orders: {}, prices: {}, cache: {}, books: {}}}
flows:
  buy:
    steps:
      1: {from: customers, to: pages}
      2: {from: pages, to: search}
      3: {from: search, to: orders}
      4: {from: orders, to: prices}
      5: {from: orders, to: books}
"""


def at_most(boxes: int) -> Callable[[View], bool]:
    return lambda view: len(view.boxes) <= boxes


def crowds(merged: Merged) -> list[str]:
    """`id: boxes` for each crowd."""
    return [f"{id}: {' '.join(b for b, one in merged.items() if one == id)}" for id in dict.fromkeys(merged.values())]


def arrows(view: View) -> list[str]:
    """`source -> target: relations (steps)` for each arrow; two heads are `<->`."""
    return [
        f"{a.source} {'<->' if a.both else '->'} {a.target}: {' '.join(a.relations)}"
        + (f" ({a.step})" if a.step else "")
        for a in view.arrows
    ]


@pytest.fixture
def shop(tmp_path: Path) -> View:
    return view_of(SHOP, tmp_path, "buy--prod")


def test_what_fits_stays_as_it_is(shop: View) -> None:
    found, merged = condensed(shop, at_most(9))
    assert found is shop
    assert merged == {}


FRONT = "crowd--login--front: login--front search--front pages--front"
CACHE = "crowd--cache--back: cache--back books--back"
PRICES = "crowd--prices--back: prices--back orders--back"
NETWORK = "login--front search--front pages--front cache--back books--back prices--back orders--back"


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (8, ["crowd--login--front: login--front search--front"]),
        (7, [FRONT]),
        (6, [FRONT, CACHE]),
        (5, [FRONT, CACHE, PRICES]),
        (4, [f"whole--pages--front: {NETWORK}"]),
        (2, [f"whole--photos--eu: {NETWORK} photos--eu"]),
        (1, [f"whole--photos--eu: {NETWORK} photos--eu"]),
    ],
)
def test_as_few_boxes_are_merged_as_it_takes(boxes: int, expected: list[str], shop: View) -> None:
    """One box after the other; at last all of a network, and all of a Region. Users stay, whatever fits."""
    assert crowds(condensed(shop, at_most(boxes))[1]) == expected


def test_boxes_to_keep_stay(shop: View) -> None:
    found, merged = condensed(shop, at_most(7), frozenset({"books--back", "photos--eu"}))
    assert crowds(merged) == [FRONT]
    assert {"books--back", "photos--eu"} <= {b.id for b in found.boxes}


TWO_SUBNETS = """
system: {name: Wide}
tiers: [web, data]
components:
  one: {kind: aws.ec2, tier: web}
  two: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  far: {kind: aws.ec2, tier: web}
relations: {a: {from: one, to: db, kind: data}, b: {from: two, to: db, kind: data}, c: {from: far, to: db, kind: data}}
environments:
  prod:
    places:
      eu: {kind: region}
      vpc: {kind: vpc, in: eu, runs: {db: {}}}
      s: {kind: private-subnet, in: vpc, runs: {one: {}}}
      t: {kind: private-subnet, in: vpc, runs: {two: {}}}
      other: {kind: vpc, in: eu, runs: {far: {}}}
"""


def test_tiers_of_a_network_before_the_whole_network_before_tiers_of_a_region(tmp_path: Path) -> None:
    """A crowd across two subnets stands in the network around both. Where a network is drawn as one box, the other
    is as it was."""
    view = view_of(TWO_SUBNETS, tmp_path)
    found, merged = condensed(view, at_most(3))
    assert crowds(merged) == ["crowd--one--s: one--s two--t"]
    assert [(b.id, b.group) for b in found.boxes] == [
        ("db--vpc", "place--vpc"),
        ("crowd--one--s", "place--vpc"),
        ("far--other", "place--other"),
    ]
    found, merged = condensed(view, at_most(2))
    assert crowds(merged) == ["whole--db--vpc: one--s two--t db--vpc"]
    assert [(b.id, b.group) for b in found.boxes] == [("whole--db--vpc", "place--eu"), ("far--other", "place--other")]


def test_crowds_that_turn_out_to_be_needless_are_released(shop: View) -> None:
    """The fullest come first: pages, search and login before books and cache. Only the latter are wanted."""

    def fits(view: View) -> bool:
        return len([b for b in view.boxes if b.group == "place--back"]) < 4

    assert crowds(condensed(shop, fits)[1]) == [CACHE]


def said(box: Box) -> tuple[object, ...]:
    return box.lines, box.title, box.icon, box.column, box.stands_for


def test_what_the_box_of_a_crowd_says(shop: View) -> None:
    """How many there are of which service, and the names that there is room for; its icon is the one most have; steps
    that now happen inside are its number."""
    found = {b.id: b for b in merge(shop, condensed(shop, at_most(5))[1]).boxes}
    ec2 = next(b.icon for b in shop.boxes if b.id == "pages--front")
    ecs = next(b.icon for b in shop.boxes if b.id == "orders--back")
    assert said(found["crowd--login--front"]) == (
        ("Amazon EC2 × 3", "Pages, Search + 1"),
        "3 components – Pages, Search, Login",
        ec2,
        1,
        ("pages--front", "search--front", "login--front"),
    )
    assert said(found["crowd--prices--back"]) == (
        ("2 components", "Orders, Prices"),
        "2 components – Orders, Prices",
        ecs,
        3,
        ("orders--back", "prices--back"),
    )
    assert {b.id: b.step for b in found.values() if b.step} == {"crowd--login--front": "2", "crowd--prices--back": "4"}


def test_a_crowd_that_is_all_of_a_frame_carries_its_name(shop: View) -> None:
    whole = next(b for b in condensed(shop, at_most(4))[0].boxes if b.id.startswith("whole--"))
    assert (whole.group, whole.lines) == ("place--eu", ("Shop network", "7 components"))
    assert whole.title == "Shop network – 7 components – Pages, Search, Login, Orders, Prices, Cache, Books"


def test_a_name_with_a_comma_is_one_component(tmp_path: Path) -> None:
    text = SHOP.replace("books: {kind: aws.rds,", "books: {kind: aws.rds, name: 'Books, maps – and prints',")
    shop = view_of(text, tmp_path, "buy--prod")
    whole = next(b for b in condensed(shop, at_most(4))[0].boxes if b.id.startswith("whole--"))
    assert whole.lines == ("Shop network", "7 components")


def test_the_cloud_stays_around_a_region_that_is_one_box(shop: View) -> None:
    whole = next(b for b in condensed(shop, at_most(2))[0].boxes if b.id.startswith("whole--"))
    assert (whole.group, whole.lines) == ("place--aws-cloud", ("Ireland", "8 components"))


def test_users_are_never_in_a_crowd(tmp_path: Path) -> None:
    text = """
system: {name: Visitors}
tiers: [users, web]
components: {guests: {kind: users, tier: users}, staff: {kind: users, tier: users}, web: {kind: aws.ec2, tier: web}}
relations: {a: {from: guests, to: web}, b: {from: staff, to: web}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
"""
    view = view_of(text, tmp_path)
    assert condensed(view, at_most(1)) == (view, {})


def test_the_view_says_what_is_drawn_as_one_box(shop: View) -> None:
    assert condensed(shop, at_most(6))[0].left_out == (
        "Pages, Search, Login: drawn as one box, for there is no room for each",
        "Cache, Books: drawn as one box, for there is no room for each",
    )


def test_copies_of_one_component_keep_its_words(shop: View) -> None:
    """Two instances of the same make a crowd that reads as one of them."""
    copies = {"pages--front": "crowd--x", "login--front": "crowd--x"}
    named = replace(
        shop,
        boxes=tuple(
            replace(b, title="Pages – of a kind", lines=("Pages",)) if b.id in copies else b for b in shop.boxes
        ),
    )
    crowd = next(b for b in merge(named, copies).boxes if b.id == "crowd--x")
    assert (crowd.lines, crowd.title) == (("Pages",), "Pages – of a kind")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Pages", ("Amazon EC2 × 2", "Pages, Login")),
        ("Tax claims desk", ("Amazon EC2 × 2", "Tax claims desk + 1")),
        # One line would cut it.
        ("Incident reports archive", ("Amazon EC2 × 2", "Incident reports", "archive + 1")),
        # And so would two.
        ("Donaudampfschifffahrtsgesellschaft", ("2 components", "Donaudampfs… + 1")),
    ],
)
def test_the_first_name_of_a_crowd_takes_two_lines_before_it_is_cut(
    name: str, lines: tuple[str, ...], tmp_path: Path
) -> None:
    shop = view_of(SHOP.replace("pages: {kind: aws.ec2,", f"pages: {{kind: aws.ec2, name: {name},"), tmp_path)
    merged = merge(shop, {"pages--front": "crowd--x", "login--front": "crowd--x"})
    assert next(b.lines for b in merged.boxes if b.id == "crowd--x") == lines


@pytest.mark.parametrize(
    ("names", "ems", "line"),
    [
        (["Pages"], 9.0, "Pages"),
        (["Pages", "Search"], 9.0, "Pages, Search"),
        (["Pages", "Search", "Login", "Cart"], 9.0, "Pages, Search + 2"),
        (["Exceedingly long name", "Search"], 9.0, "Exceedingly l… + 1"),
        ([], 9.0, ""),
    ],
)
def test_the_names_that_there_is_room_for(names: list[str], ems: float, line: str) -> None:
    assert fonts.few(names, ems) == line


# ------------------------------------------------------------------------------------------------ arrows and frames


def test_arrows_of_a_kind_between_the_same_boxes_are_one(shop: View) -> None:
    """Two into a crowd are one; inside it none, and their step is on the box."""
    assert arrows(condensed(shop, at_most(5))[0]) == [
        "customers -> crowd--login--front: a b (1)",
        "crowd--login--front -> crowd--prices--back: e f (3)",
        "crowd--prices--back -> crowd--cache--back: h i (5)",
        "crowd--prices--back -> photos--eu: j",
    ]


def test_arrows_that_lead_there_and_back_have_two_heads(tmp_path: Path) -> None:
    """`c` leads from pages to search, `k` from search to login; as one crowd, pages and login are both ends. Words that
    do not speak for both are gone."""
    view = view_of(SHOP.replace("environments:", "  k: {from: search, to: login}\nenvironments:", 1), tmp_path)
    found = merge(view, {"pages--front": "crowd--p", "login--front": "crowd--p"})
    assert [(line, a.label) for line, a in zip(arrows(found), found.arrows, strict=True) if a.both] == [
        ("crowd--p <-> search--front: c k (2)", "")
    ]


def test_two_arrows_of_two_kinds_stay_two(shop: View) -> None:
    """From one crowd to another: a request and data."""
    found = merge(shop, dict.fromkeys(("prices--back", "books--back"), "crowd--x"))
    assert [line for line in arrows(found) if line.startswith("orders")] == [
        "orders--back -> crowd--x: g (4)",
        "orders--back -> crowd--x: h (5)",
        "orders--back -> photos--eu: j",
    ]


ZONES = """
system: {name: Zones}
tiers: [web, app]
components:
  lb: {kind: aws.alb, tier: web}
  log: {kind: aws.ec2, tier: web}
  app: {kind: aws.ec2, tier: app}
relations: {a: {from: lb, to: app}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}, log: {}}}
      a: {kind: zone, in: vpc, runs: {app: {}}}
      b: {kind: zone, in: vpc, runs: {app: {}}}
overlays: {servers: {kind: auto-scaling-group, members: [app]}}
"""


def test_an_arrow_to_a_frame_that_stays_whole_leads_there(tmp_path: Path) -> None:
    """A crowd elsewhere does not touch it."""
    view = view_of(ZONES, tmp_path)
    assert arrows(view) == ["lb--vpc -> overlay--servers: a"]
    found = merge(view, {"lb--vpc": "crowd--l", "log--vpc": "crowd--l"})
    assert arrows(found) == ["crowd--l -> overlay--servers: a"]
    assert [g.id for g in found.groups if g.overlay] == ["overlay--servers"]


def test_an_arrow_to_a_frame_across_whose_border_a_crowd_reaches_leads_to_the_crowd(tmp_path: Path) -> None:
    """The overlay is drawn around what is left of it, and the view says so. Where the crowd is all of a zone, the zone
    frame is gone from the table."""
    view = view_of(ZONES, tmp_path)
    found = merge(view, {"log--vpc": "crowd--x", "app--a": "crowd--x"})
    assert arrows(found) == ["lb--vpc -> crowd--x: a", "lb--vpc -> app--b: a"]
    assert [(g.id, g.boxes) for g in found.groups if g.overlay] == [("overlay--servers", ("app--b",))]
    assert found.left_out[-1] == "Servers: not drawn around those of its members that are drawn as one box with others"
    assert [f.key for f in grid(found).frames] == ["place--aws-cloud", "place--vpc", "place--b", "overlay--servers"]
    both = merge(view, {"log--vpc": "crowd--x", "app--a": "crowd--x", "app--b": "crowd--x"})
    assert [g.id for g in both.groups if g.overlay] == []
    assert both.left_out[-1] == found.left_out[-1]


BUS = """
system: {name: Bus}
tiers: [web, data]
components:
  w: {kind: aws.ec2, tier: web}
  v: {kind: aws.ec2, tier: web}
  d: {kind: aws.rds, tier: data}
  e: {kind: aws.rds, tier: data}
relations:
  a: {from: w, to: d, kind: data}
  b: {from: w, to: e, kind: data}
  c: {from: v, to: d, kind: data}
  f: {from: v, to: e, kind: data}
environments: {prod: {places: {z: {kind: zone, runs: {w: {}, v: {}, d: {}, e: {}}}}}}
"""


STORES = """
system: {name: Stores}
tiers: [app, data]
components:
  one: {kind: aws.ec2, tier: app}
  two: {kind: aws.ec2, tier: app}
  carts: {kind: aws.rds, tier: data}
  books: {kind: aws.rds, tier: data}
relations: {a: {from: one, to: carts}, b: {from: two, to: books}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {carts: {}, books: {}}}
      a: {kind: zone, in: vpc, runs: {one: {}, two: {}}}
      b: {kind: zone, in: vpc, runs: {one: {}, two: {}}}
overlays: {servers: {kind: auto-scaling-group, members: [one, two]}}
"""


def test_two_arrows_of_a_frame_to_one_crowd_keep_the_ends_of_both(tmp_path: Path) -> None:
    """If the frame is torn apart later, each of its boxes still has its arrow."""
    found = merge(view_of(STORES, tmp_path), {"carts--vpc": "crowd--x", "books--vpc": "crowd--x"})
    assert arrows(found) == ["overlay--servers -> crowd--x: a b"]
    assert found.arrows[0].pairs == (
        ("one--a", "crowd--x"),
        ("one--b", "crowd--x"),
        ("two--a", "crowd--x"),
        ("two--b", "crowd--x"),
    )


def test_a_bus_stays_one_while_each_source_leads_to_each_target(tmp_path: Path) -> None:
    """Two sources as one: still a bus. A source and a target as one: that one leads to itself no more, and what is left
    shares no line."""
    view = view_of(BUS, tmp_path)
    view = replace(view, arrows=tuple(replace(a, bundle="bus") for a in view.arrows))
    sources = merge(view, {"w--z": "crowd--x", "v--z": "crowd--x"})
    assert [(a.source, a.target, a.bundle) for a in sources.arrows] == [
        ("crowd--x", "d--z", "bus"),
        ("crowd--x", "e--z", "bus"),
    ]
    across = merge(view, {"w--z": "crowd--x", "d--z": "crowd--x"})
    assert [(a.source, a.target, a.bundle) for a in across.arrows] == [
        ("crowd--x", "e--z", ""),
        ("v--z", "crowd--x", ""),
        ("v--z", "e--z", ""),
    ]


# ------------------------------------------------------------------------------------------------ laws

Anew = list[tuple[View, View, Merged]]  # a view, the same with less in it, and what was merged
SEEDS = (1, 2, 3, 6, 7, 10, 11, 15, 22, 25, 47)


@pytest.fixture(scope="module", params=SEEDS)
def drawn_anew(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Anew:
    """A random model's picture, and the same with less and less in it."""
    view = view_of(population.text(request.param), tmp_path_factory.mktemp("model"))
    return [(view, *condensed(view, at_most(len(view.boxes) * part // 5))) for part in (4, 3, 2, 1)]


def test_every_box_is_stood_for_exactly_once(drawn_anew: Anew) -> None:
    for view, less, _ in drawn_anew:
        stood = [id for b in less.boxes for id in b.stands_for or (b.id,)]
        assert sorted(stood) == sorted(b.id for b in view.boxes)


def test_every_relation_is_in_an_arrow_or_inside_a_crowd(drawn_anew: Anew) -> None:
    for view, less, merged in drawn_anew:
        told = {r for a in less.arrows for r in a.relations}
        for arrow in view.arrows:
            ends = arrow.pairs or ((arrow.source, arrow.target),)
            inside = all(merged.get(a, a) == merged.get(b, b) for a, b in ends)
            assert inside or set(arrow.relations) <= told, arrow.id


def test_every_arrow_has_both_its_ends(drawn_anew: Anew) -> None:
    for _, less, _ in drawn_anew:
        ends = {b.id for b in less.boxes} | {g.id for g in less.groups}
        assert [a.id for a in less.arrows if not {a.source, a.target} <= ends or a.source == a.target] == []
        assert len({a.id for a in less.arrows}) == len(less.arrows)


def test_less_room_never_gives_more_boxes(drawn_anew: Anew) -> None:
    sizes = [len(less.boxes) for _, less, _ in drawn_anew]
    assert all(a >= b for a, b in pairwise(sizes))
    assert sizes[-1] < sizes[0]


def test_no_crowd_could_be_left_out(drawn_anew: Anew) -> None:
    """Each of them, taken back with its twins, would make the picture too full."""
    for part, (view, less, merged) in zip((4, 3, 2, 1), drawn_anew, strict=True):
        fits = at_most(len(view.boxes) * part // 5)
        if not fits(less):
            continue
        holds: dict[str, set[str]] = {}
        for box in view.boxes:
            if box.id in merged:
                holds.setdefault(merged[box.id], set()).add(box.component)
        for crowd, components in holds.items():
            twins = {one for one, others in holds.items() if others == components}
            assert not fits(merge(view, {b: one for b, one in merged.items() if one not in twins})), crowd


def test_long_names_take_two_or_three_lines_before_anything_is_merged(shop: View) -> None:
    """A word stays whole, a short name and all else as it is."""
    names = {"pages--front": "Pages of the shop and of others abroad", "login--front": "Login of the staff"}
    long = replace(shop, boxes=tuple(replace(b, lines=(names.get(b.id, b.lines[0]),)) for b in shop.boxes))
    found = narrowed(long)
    lines = {b.id: b.lines for b in found.boxes}
    assert lines["pages--front"] == ("Pages of the", "shop and of", "others abroad")
    assert lines["login--front"] == ("Login of the", "staff")
    assert lines["search--front"] == ("Amazon EC2",)
    assert replace(found, boxes=long.boxes) == long
    assert narrowed(found) == found
