"""Views: derived without being asked for, and what a model may change about them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.paint.layouts import Layouts
from archdeck.paint.render import geometry_of
from archdeck.views.makers import named, views
from drawn import measured
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  keys: {kind: aws.kms, tier: data}
relations:
  a: {from: customers, to: web}
  b: {from: web, to: db, kind: data}
  c: {from: db, to: keys, kind: uses}
environments:
  dev: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
  prod: {places: {r: {kind: region, runs: {keys: {}}}, z: {kind: zone, in: r, runs: {web: {}, db: {}}}}}
flows: {buy: {steps: {1: {from: customers, to: web}, 2: {from: web, to: db}}}}
"""


def listed(text: str, folder: Path) -> list[str]:
    return [f"{v.id} {v.kind} {v.environment or '-'}" for v in views(resolved(text, folder))]


def test_a_view_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Resolving refuses such a model with its line; should it miss one, nothing is drawn."""
    model = resolved(SHOP, tmp_path)
    twice = replace(model, flows=(*model.flows, *model.flows))
    with pytest.raises(ValueError, match=r"^two views are called 'buy--dev'$"):
        views(twice)


def test_derived_views(tmp_path: Path) -> None:
    assert listed(SHOP, tmp_path) == [
        "dev environment dev",
        "prod environment prod",
        "dev--executive executive dev",
        "prod--executive executive prod",
        "buy--dev flow dev",
        "buy--prod flow prod",
        "loss-z--prod drill prod",
        "loss-web--prod drill prod",
        "loss-db--prod drill prod",
        "loss-keys--prod drill prod",
        "diff-dev--prod diff prod",
        "component--customers component -",
        "component--web component -",
        "component--db component -",
        "component--keys component -",
    ]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("prod", "prod"),
        ("buy", "buy--prod"),
        ("flow.buy in dev", "buy--dev"),
        ("flow.buy", "buy--prod"),
        ("component.db", "component--db"),
        ("nothing", None),
    ],
)
def test_names_of_views(name: str, id: str | None, tmp_path: Path) -> None:
    """A flow alone means production, wherever that stands in the file."""
    model = resolved(SHOP, tmp_path)
    found = named(model, views(model), name)
    assert (found.id if found else None) == id


def test_rename_order_and_hide(tmp_path: Path) -> None:
    text = SHOP + "views: {prod: {title: The shop, subtitle: as it is, order: 1}, dev: {hidden: true}}"
    found = views(resolved(text, tmp_path))
    assert [v.id for v in found][:2] == ["prod", "dev--executive"]
    assert (found[0].title, found[0].subtitle) == ("The shop", "as it is")


def test_a_new_view_with_a_filter(tmp_path: Path) -> None:
    """Of a tier or a place everything, of a component itself; arrows and marks of what is left out go too."""
    text = (
        SHOP
        + "views: {core: {shows: prod, exclude: [users]}, data: {shows: prod, include: [data]},"
        + " one: {shows: prod, include: [z]}}"
    )
    found = {v.id: v for v in views(resolved(text, tmp_path))}
    assert {id: [b.component for b in found[id].boxes] for id in ("core", "data", "one")} == {
        "core": ["web", "db"],
        "data": ["db"],
        "one": ["web", "db"],
    }
    assert [a.id for a in found["core"].arrows] == ["b"]


def test_what_applies_to_others_is_a_mark_unless_it_is_kept(tmp_path: Path) -> None:
    plain = next(v for v in views(resolved(SHOP, tmp_path)) if v.id == "prod")
    assert [p.component for p in plain.panel] == ["keys"]
    assert {b.component: [m[0] for m in b.marks] for b in plain.boxes if b.marks} == {"db": ["keys"]}
    kept = next(v for v in views(resolved(SHOP + "views: {prod: {keep: [keys]}}", tmp_path)) if v.id == "prod")
    assert kept.panel == ()
    assert [(a.source, a.target) for a in kept.arrows if a.relations == ("c",)] == [("db--z", "keys--r")]


@pytest.mark.parametrize(
    ("kind", "marks", "boxes"),
    [
        ("uses", {"web": ["keys"], "db": ["keys"]}, ["web", "db"]),
        ("request", {}, ["web", "db", "keys"]),
    ],
)
def test_what_a_place_as_a_whole_uses_is_marked_on_all_in_there(
    kind: str, marks: dict[str, list[str]], boxes: list[str], tmp_path: Path
) -> None:
    text = f"""
system: {{name: Keys}}
components: {{web: {{kind: aws.ec2}}, db: {{kind: aws.rds}}, keys: {{kind: aws.kms}}}}
relations: {{seal: {{from: net, to: keys, kind: {kind}}}}}
environments:
  prod:
    places:
      r: {{kind: region, runs: {{keys: {{}}}}}}
      net: {{kind: vpc, in: r, runs: {{web: {{}}, db: {{}}}}}}
"""
    view = next(v for v in views(resolved(text, tmp_path)) if v.id == "prod")
    assert {b.component: [m[0] for m in b.marks] for b in view.boxes if b.marks} == marks
    assert sorted(b.component for b in view.boxes) == sorted(boxes)
    assert [(a.source, a.target) for a in view.arrows] == [("place--net", "keys--r")] * (kind == "request")


def test_numbers_and_what_is_faded(tmp_path: Path) -> None:
    flow = next(v for v in views(resolved(SHOP, tmp_path)) if v.id == "buy--prod")
    assert {a.id: (a.step, a.dimmed) for a in flow.arrows} == {"a": ("1", False), "b": ("2", False)}
    assert [b.component for b in flow.boxes if b.dimmed] == []


def test_graphviz_may_place(tmp_path: Path) -> None:
    """`layout: auto` takes columns and rows from dot; the picture is drawn and measured like any other."""
    text = SHOP + "views: {loose: {shows: prod, layout: auto}}"
    loose = next(v for v in views(resolved(text, tmp_path)) if v.id == "loose")
    found = geometry_of(loose, Layouts())
    at = {n.component: n.box.centre.x for n in found.nodes}
    assert at["customers"] < at["web"] < at["db"]
    assert measured(found)[0] == []


def test_graphviz_places_networks_that_hold_frames_only_and_are_peered(tmp_path: Path) -> None:
    """Nothing stands in `one` itself, only in its zone: the first box in there takes the arrow to its frame."""
    text = """
system: {name: Networks}
components: {web: {kind: aws.ec2}, db: {kind: aws.rds}}
relations: {peer: {from: one, to: two, label: peering}}
environments:
  prod:
    places:
      r: {kind: region}
      one: {kind: vpc, in: r}
      two: {kind: vpc, in: r}
      a: {kind: zone, in: one, runs: {web: {}}}
      b: {kind: zone, in: two, runs: {db: {}}}
views: {loose: {shows: prod, layout: auto}}
"""
    found = geometry_of(next(v for v in views(resolved(text, tmp_path)) if v.id == "loose"), Layouts())
    assert [(e.source, e.target) for e in found.edges] == [("place--one", "place--two")]
    assert measured(found)[0] == []


def test_a_name_that_begins_like_its_kind_is_counted_and_not_repeated(tmp_path: Path) -> None:
    text = """
system: {name: Cluster}
tiers: [app]
components: {eks: {kind: aws.eks, name: EKS nodes}}
environments: {prod: {places: {z: {kind: zone, runs: {eks: {count: 3}}}}}}
"""
    assert [b.words for v in views(resolved(text, tmp_path)) for b in v.boxes if v.id == "prod"] == [("EKS nodes × 3",)]


def test_a_label_is_counted_and_not_repeated(tmp_path: Path) -> None:
    text = SHOP.replace("web: {kind: aws.ec2, tier: web}", "web: {kind: aws.ec2, tier: web, label: Server}").replace(
        "dev: {places: {z: {kind: zone, runs: {web: {}", "dev: {places: {z: {kind: zone, runs: {web: {count: 3}"
    )
    found = {v.id: v for v in views(resolved(text, tmp_path))}
    assert {v: b.words for v in ("dev", "prod") for b in found[v].boxes if b.component == "web"} == {
        "dev": ("Server × 3",),
        "prod": ("Server",),
    }
