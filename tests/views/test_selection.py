"""Pictures without some relations, or of these alone: links go before they become arrows, boxes are placed anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas.geometry import geometry_json
from archdeck.views.view import View
from drawn import geometry_of, untrue, view_of
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, store, ops]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  app: {kind: aws.ec2, tier: web, tags: [pci]}
  db: {kind: aws.rds, tier: store, tags: [pci]}
  cache: {kind: aws.elasticache, tier: store}
  vault: {kind: aws.s3, tier: store}
  keys: {kind: aws.kms, tier: ops}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: app}
  write: {from: app, to: db, kind: data, label: SQL, tags: [chatty]}
  read: {from: app, to: db, kind: data, label: reads}
  look: {from: app, to: cache, kind: data, tags: [chatty]}
  save: {from: db, to: vault, kind: backup}
  seal: {from: db, to: keys, kind: uses}
  line: {from: vpc, to: office, kind: control}
environments:
  prod:
    places:
      eu: {kind: region, runs: {vault: {}, keys: {}}}
      vpc: {kind: vpc, in: eu, runs: {lb: {}}}
      a: {kind: zone, in: vpc, tags: [first], runs: {app: {}, db: {role: primary}, cache: {}}}
      b: {kind: zone, in: vpc, runs: {app: {}, db: {role: standby}, cache: {}}}
      office: {kind: data-center, because: Nothing of it is ours.}
  dev:
    extends: prod
    places: {b: null, a: {runs: {db: {role: null}}}}
overlays:
  fleet: {kind: auto-scaling-group, members: [app]}
flows:
  buy:
    steps:
      1: {from: people, to: lb}
      2: {from: lb, to: app}
      3: {from: app, to: db, relation: write}
"""
BOXES = "app--a app--b cache--a cache--b db--a db--b lb--vpc people vault--eu"


def asked(said: str, folder: Path) -> View:
    return view_of(f"{SHOP}views: {{mine: {{{said}}}}}\n", folder, "mine")


def boxes(view: View) -> str:
    return " ".join(sorted(b.id for b in view.boxes if not b.hollow))


def arrows(view: View) -> list[str]:
    """A line for each arrow: its ends, what it stands for, and its words."""
    return sorted(" ".join([a.source, a.target, *a.relations, *filter(None, [a.label])]) for a in view.arrows)


ALL = [
    "db--a db--b db-standby sync",
    "db--a vault--eu save",
    "lb--vpc overlay--fleet spread",
    "people lb--vpc visit",
    "place--vpc place--office line",
]
CACHE = ["app--a cache--a look", "app--b cache--b look"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("exclude: []", [*ALL, *CACHE, "overlay--fleet db--a write read SQL, reads"]),
        ("exclude: [read]", [*ALL, *CACHE, "overlay--fleet db--a write SQL"]),
        ("exclude: [write, look]", [*ALL, "overlay--fleet db--a read reads"]),
        ("exclude: [chatty]", [*ALL, "overlay--fleet db--a read reads"]),
        ("exclude: [data]", ALL),
        ("exclude: [data, replication, backup, line]", ALL[2:4]),
    ],
)
def test_relations_are_left_out_by_id_kind_and_tag_and_their_ends_stay(
    said: str, left: list[str], tmp_path: Path
) -> None:
    """An arrow that stands for several keeps the others, with their words."""
    view = asked(f"shows: prod, {said}", tmp_path)
    assert boxes(view) == BOXES
    assert arrows(view) == sorted(left)


@pytest.mark.parametrize(
    ("said", "some", "left"),
    [
        ("include: [replication]", "db--a db--b", ["db--a db--b db-standby sync"]),
        ("include: [save]", "db--a vault--eu", ["db--a vault--eu save"]),
        ("include: [chatty]", "app--a app--b cache--a cache--b db--a", [*CACHE, "overlay--fleet db--a write SQL"]),
        ("include: [pci]", "app--a app--b db--a db--b", [ALL[0], "overlay--fleet db--a write read SQL, reads"]),
        ("include: [people, lb, save]", "db--a lb--vpc people vault--eu", ["db--a vault--eu save", ALL[3]]),
        ("include: [data], exclude: [cache]", "app--a app--b db--a", ["overlay--fleet db--a write read SQL, reads"]),
        ("exclude: [first]", "app--b cache--b db--b lb--vpc people vault--eu", ["app--b cache--b look",
            "lb--vpc app--b spread", "people lb--vpc visit", "place--vpc place--office line"]),
    ],
)  # fmt: skip
def test_what_is_taken_in_brings_what_it_joins(said: str, some: str, left: list[str], tmp_path: Path) -> None:
    """A relation brings its ends, and of what is not named itself no other arrow."""
    view = asked(f"shows: prod, {said}", tmp_path)
    assert boxes(view) == some
    assert arrows(view) == sorted(left)


@pytest.mark.parametrize(
    ("said", "marked"),
    [("exclude: [data]", ["db--a"]), ("exclude: [uses]", []), ("include: [seal]", ["db--a"]), ("include: [data]", [])],
)
def test_a_mark_goes_with_its_relation(said: str, marked: list[str], tmp_path: Path) -> None:
    view = asked(f"shows: prod, {said}", tmp_path)
    assert [b.id for b in view.boxes if b.marks] == marked


@pytest.mark.parametrize(
    ("shows", "id"),
    [("buy--prod", ""), ("loss-a--prod", ""), ("diff-dev--prod", ""), ("prod--executive", ""), ("component--db", ""),
     ("layers", ""), ("", "prod"), ("", "buy--prod"), ("", "loss-a--prod"), ("", "diff-dev--prod"),
     ("", "prod--executive"), ("", "component--db"), ("", "layers")],
)  # fmt: skip
def test_every_picture_can_be_without_a_relation(shows: str, id: str, tmp_path: Path) -> None:
    """New ones and derived ones that are overridden: the other words stay, and so do the boxes."""
    key = shows or id
    whole = view_of(f"{SHOP}views: {{layers: {{order: 900}}}}\n", tmp_path, key)
    said = f"mine: {{shows: {shows}, exclude: [read, save]}}" if shows else f"{id}: {{exclude: [read, save]}}"
    view = view_of(f"{SHOP}views: {{{said}}}\n", tmp_path, "mine" if shows else id)
    assert boxes(view) == boxes(whole)
    before = {r for a in whole.arrows for r in a.relations}
    assert {r for a in view.arrows for r in a.relations} == before - {"read", "save"}
    assert {"read", "save"} <= before or key == "layers"


def test_the_picture_is_true_and_says_why_something_is_not_in_it(tmp_path: Path) -> None:
    text = f"{SHOP}views: {{quiet: {{shows: prod, exclude: [chatty, seal, line]}}}}\n"
    model = resolved(text, tmp_path)
    view = view_of(text, tmp_path, "quiet")
    found = geometry_of(view)
    asked_for = "the model leaves it out of this picture (views: quiet)"
    assert geometry_json(found)["left_out"] == [
        {"relation": "write", "why": asked_for},
        {"relation": "look", "why": asked_for},
        {"relation": "seal", "why": asked_for},
    ]
    assert untrue(model, view, found) == []


def test_a_picture_that_is_without_a_relation_has_a_layout_of_its_own(tmp_path: Path) -> None:
    """A flow stands on the picture of its environment, and no longer where that has other arrows."""
    view = view_of(f"{SHOP}views: {{buy--prod: {{exclude: [look]}}}}\n", tmp_path, "buy--prod")
    base = view_of(SHOP, tmp_path)
    assert view.stands_as is not None
    assert arrows(view.stands_as) == arrows(view) == sorted({*arrows(base)} - {*CACHE})


def test_a_name_that_is_several_things(tmp_path: Path) -> None:
    """A component comes before a relation of its name, and a relation before a kind."""
    text = SHOP.replace(
        "  line:", "  cache: {from: app, to: vault, kind: backup}\n  backup: {from: lb, to: vault}\n  line:"
    )
    one = view_of(f"{text}views: {{mine: {{shows: prod, exclude: [cache]}}}}\n", tmp_path, "mine")
    assert "cache--a" not in boxes(one)
    assert "overlay--fleet vault--eu cache" in arrows(one)
    other = view_of(f"{text}views: {{mine: {{shows: prod, exclude: [backup]}}}}\n", tmp_path, "mine")
    assert "db--a vault--eu save" in arrows(other)
    assert "lb--vpc vault--eu backup" not in arrows(other)


def test_the_number_of_a_step_goes_with_its_arrow(tmp_path: Path) -> None:
    """Only the picture of the flow itself tells all of its steps."""
    view = asked("shows: prod, exclude: [write]", tmp_path)
    assert ([a.step for a in view.arrows if a.step], [b.id for b in view.boxes if b.step]) == (["1", "2"], [])
    flow = asked("shows: buy--prod, exclude: [write]", tmp_path)
    assert {b.id: b.step for b in flow.boxes if b.step} == {"db--a": "3"}


def test_layers_of_which_some_are_left_are_as_wide_as_what_is_left(tmp_path: Path) -> None:
    """The bands span what is there; one with nothing in it is gone."""
    view = asked("shows: layers, include: [save]", tmp_path)
    assert boxes(view) == "db vault"
    assert {g.label: g.span for g in view.groups} == {"Store": (0, 1, 0, 0)}
    assert len(geometry_of(view).nodes) == 2
