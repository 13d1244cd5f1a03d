"""Rows in the order of the model, and what is never drawn as one with others: no search may change either."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from archdeck.layout import layout, notes
from archdeck.layout.crowds import merges
from archdeck.layout.fold import folded
from archdeck.layout.merging import merge
from archdeck.layout.picture import TOO_SMALL, geometry
from archdeck.views.view import View
from drawn import view_of

PAIRS = """
system: {name: Crossed pairs}
components:
  a: {kind: server}
  b: {kind: server}
  c: {kind: server}
  d: {kind: server}
  e: {kind: server}
  f: {kind: server}
relations: {ad: {from: a, to: d}, bf: {from: b, to: f}, ce: {from: c, to: e}}
environments:
  prod:
    places:
      left: {kind: group, runs: {c: {}, a: {}, b: {}}}
      right: {kind: group, runs: {d: {}, e: {}, f: {}}}
views:
  written: {shows: prod, rows: as-written}
"""


def columns(view: View) -> dict[str, str]:
    """The components in each frame, from above, as they stand on the layout of a view."""
    found = layout(view)
    rows: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for box in found.view.boxes:
        rows[box.group or ""].append((found.placed.boxes[box.id].icon.y, box.component))
    return {group: " ".join(component for _, component in sorted(some)) for group, some in rows.items()}


def test_rows_are_as_written(tmp_path: Path) -> None:
    """Without being asked for, the order is the one that crosses no arrows."""
    assert columns(view_of(PAIRS, tmp_path, "written")) == {"place--left": "a b c", "place--right": "d e f"}
    assert columns(view_of(PAIRS, tmp_path)) != {"place--left": "a b c", "place--right": "d e f"}


def many(said: str) -> str:
    """Two zones that hold the same, with more in each than a slide has room for."""
    names = [f"s{k}" for k in range(1, 41)]
    components = "".join(f"  {n}: {{kind: aws.ecs-service, tier: app}}\n" for n in names)
    relations = "".join(f"  r{n}: {{from: lb, to: {n}}}\n" for n in names)
    runs = ", ".join(f"{n}: {{}}" for n in names)
    return f"""
system: {{name: Many}}
tiers: [edge, app, store]
components:
  lb: {{kind: aws.alb, tier: edge}}
  db: {{kind: aws.rds, tier: store}}
{components}relations:
  keep: {{from: s1, to: db, kind: data}}
{relations}environments:
  prod:
    places:
      eu: {{kind: region}}
      vpc: {{kind: vpc, in: eu, runs: {{lb: {{}}}}}}
      a: {{kind: zone, in: vpc, runs: {{{runs}, db: {{}}}}}}
      b: {{kind: zone, in: vpc, runs: {{{runs}, db: {{}}}}}}
views:
  mine: {{shows: prod, {said}}}
"""


def test_what_is_alone_is_in_no_crowd_and_its_zones_are_not_folded(tmp_path: Path) -> None:
    view = view_of(many("alone: [db, s3]"), tmp_path, "mine")
    found = layout(view)
    assert {"db--a", "db--b", "s3--a", "s3--b"}.isdisjoint(found.merged)
    assert found.merged
    assert not found.folded
    assert folded(view) is view


def test_a_place_that_is_alone_keeps_its_frame(tmp_path: Path) -> None:
    """What stands in it may be drawn as one, but not with what stands elsewhere."""
    view = view_of(many("alone: [a]"), tmp_path, "mine")
    assert folded(view) is view
    group = {b.id: b.group for b in view.boxes}
    for merged in merges(view):
        across = {crowd for box, crowd in merged.items() if group[box] == "place--a"}
        assert across.isdisjoint(crowd for box, crowd in merged.items() if group[box] != "place--a")
        assert "place--a" in {g.id for g in merge(view, merged).groups}


@pytest.mark.parametrize("said", ["alone: all", "alone: [app, edge, store]"])
def test_all_by_itself_is_drawn_all_the_same_and_says_that_it_is_too_much(said: str, tmp_path: Path) -> None:
    view = view_of(many(said), tmp_path, "mine")
    found = layout(view)
    assert not found.merged
    assert len(geometry(view, found).nodes) == 83
    assert TOO_SMALL in notes(view, found, geometry(view, found))


def test_columns_are_as_written(tmp_path: Path) -> None:
    """Three servers in a row, each of a tier: from left to right by tier, and as the model has them where it asks."""
    text = """
system: {name: Row}
tiers: [web, app, data]
components: {c: {kind: server, tier: data}, b: {kind: server, tier: app}, a: {kind: server, tier: web}}
relations: {ab: {from: a, to: b}, bc: {from: b, to: c}}
environments: {prod: {places: {rack: {kind: group, runs: {a: {}, b: {}, c: {}}}}}}
views: {written: {shows: prod, columns: as-written}}
"""
    found = {}
    for id in ("prod", "written"):
        placed = layout(view_of(text, tmp_path, id)).placed.boxes.values()
        found[id] = " ".join(p.box.component for p in sorted(placed, key=lambda p: p.icon.x))
    assert found == {"prod": "a b c", "written": "c b a"}


def test_what_only_names_tell_apart_stands_as_written(tmp_path: Path) -> None:
    """Five pods that read all of four stores, each on a node: the search gave them as 2 3 1 4 5."""
    pods, nodes = range(1, 6), range(1, 5)
    text = "\n".join(
        [
            "system: {name: Pods}",
            "components:",
            "  door: {kind: k8s.service}",
            *(f"  p{k}: {{kind: k8s.pod}}" for k in pods),
            *(f"  {sort}{k}: {{kind: {kind}}}" for k in nodes for sort, kind in (("h", "database"), ("d", "disk"))),
            "relations:",
            *(f"  s{p}: {{from: door, to: p{p}}}" for p in pods),
            *(f"  r{p}{k}: {{from: p{p}, to: h{k}, kind: data}}" for p in pods for k in nodes),
            *(f"  w{k}: {{from: h{k}, to: d{k}, kind: data}}" for k in nodes),
            "environments:",
            "  prod:",
            "    places:",
            f"      pods: {{kind: cluster, runs: {{door: {{}}, {', '.join(f'p{p}: {{}}' for p in pods)}}}}}",
            "      hadoop: {kind: cluster}",
            *(f"      n{k}: {{kind: group, in: hadoop, runs: {{h{k}: {{}}, d{k}: {{}}}}}}" for k in nodes),
        ]
    )
    found = columns(view_of(text, tmp_path))["place--pods"].split()
    assert [c for c in found if c != "door"] == ["p1", "p2", "p3", "p4", "p5"]
