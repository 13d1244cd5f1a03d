"""Straightening: the same boxes and columns, in rows between which arrows run straight. Each table before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

import population
from archdeck.layout.cells import Cell
from archdeck.layout.grid import Grid, framed, grid
from archdeck.layout.straight import straightened
from archdeck.views.view import View
from drawn import view_of

HEAD = """
system: {name: Straight}
tiers: [users, edge, web, app, data]
components:
  people: {kind: users, tier: users}
"""


def rows(table: Grid, view: View) -> list[str]:
    """The rows of a table by component, `.` where nothing stands."""
    name = {b.id: b.component for b in view.boxes}
    at = {cell: name[box] for box, cell in table.cells.items()}
    lines = [" ".join(at.get(Cell(c, r), ".") for c in range(table.columns)) for r in range(table.rows)]
    return [line.rstrip(" .") for line in lines]


def cells(view: View, lines: list[str]) -> Grid:
    """The table in which components stand as in these lines; the first line is the row of the request's way."""
    box = {b.component: b.id for b in view.boxes}
    stand = {
        box[name]: Cell(column, row)
        for row, line in enumerate(lines)
        for column, name in enumerate(line.split())
        if name != "."
    }
    return framed(view, stand, 0)


LEAF = (
    HEAD
    + """
  cdn: {kind: aws.cloudfront, tier: edge}
  pages: {kind: aws.s3, tier: web}
  api: {kind: aws.api-gateway, tier: app}
  table: {kind: aws.dynamodb, tier: data}
relations:
  a: {from: people, to: cdn}
  b: {from: cdn, to: pages, kind: data}
  c: {from: cdn, to: api}
  d: {from: api, to: table, kind: data}
environments: {prod: {places: {eu: {kind: region, runs: {pages: {}, api: {}, table: {}}}}}}
"""
)


def test_a_leaf_gives_way_to_the_path(tmp_path: Path) -> None:
    """Pages lead nowhere, and stand between the CDN and the API: a row opens for them, if one may."""
    view = view_of(LEAF, tmp_path)
    table = cells(view, ["people cdn pages api table"])
    assert rows(straightened(view, table, 1), view) == [". . pages", "people cdn . api table"]
    assert straightened(view, table, 0) is table


def test_a_row_that_exists_is_taken_rather_than_opened(tmp_path: Path) -> None:
    text = LEAF.replace(
        "relations:", "  logs: {kind: aws.s3, tier: data}\nrelations:\n  e: {from: api, to: logs, kind: data}"
    )
    view = view_of(text.replace("table: {}}", "table: {}, logs: {}}"), tmp_path)
    table = cells(view, ["people cdn pages api table", ". . . . logs"])
    assert rows(straightened(view, table, 3), view) == ["people cdn . api table", ". . pages . logs"]


QUEUES = (
    HEAD
    + """
  bus: {kind: aws.eventbridge, tier: edge}
  q1: {kind: aws.sqs, tier: web}
  q2: {kind: aws.sqs, tier: web}
  q3: {kind: aws.sqs, tier: web}
  f1: {kind: aws.lambda, tier: app}
  f2: {kind: aws.lambda, tier: app}
  f3: {kind: aws.lambda, tier: app}
relations:
  p: {from: people, to: bus}
  a: {from: bus, to: q1}
  b: {from: bus, to: q2}
  c: {from: bus, to: q3}
  d: {from: q1, to: f1}
  e: {from: q2, to: f2}
  f: {from: q3, to: f3}
environments: {prod: {places: {eu: {kind: region, runs: {bus: {}, q1: {}, q2: {}, q3: {}, f1: {}, f2: {}, f3: {}}}}}}
"""
)


@pytest.mark.parametrize(
    "before",
    [
        ["people bus q1 f2", ". . q2 f1", ". . q3 f3"],  # two change places
        ["people bus q1", ". . q2 f1", ". . q3 f2", ". . . f3"],  # three move up together
        ["people bus q3 f1", ". . q2 f2", ". . q1 f3"],
    ],
)
def test_each_queue_beside_what_reads_it(before: list[str], tmp_path: Path) -> None:
    """Whatever the order was, and in the order of the model."""
    view = view_of(QUEUES, tmp_path)
    found = rows(straightened(view, cells(view, before)), view)
    assert [line.split()[-2:] for line in found] == [["q1", "f1"], ["q2", "f2"], ["q3", "f3"]]


def test_the_path_of_a_flow_gets_the_row_and_a_dead_end_leaves_it(tmp_path: Path) -> None:
    """A row is exchanged up to a column: the CDN and its pages for the API; people stay."""
    text = LEAF.replace("c: {from: cdn, to: api}", "c: {from: people, to: api}")
    text += "flows: {ask: {steps: {1: {from: people, to: api}, 2: {from: api, to: table}}}}"
    view = view_of(text, tmp_path)
    table = cells(view, ["people cdn pages . table", ". . . api"])
    assert rows(straightened(view, table), view) == ["people . . api table", ". cdn pages"]


ZONED = (
    HEAD
    + """
  lb: {kind: aws.alb, tier: edge}
  web: {kind: aws.ec2, tier: web}
  replica: {kind: aws.rds, tier: data}
relations: {a: {from: people, to: lb}, b: {from: lb, to: web}, c: {from: web, to: replica, kind: data}}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}, replica: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}}}
      b: {kind: zone, in: vpc, runs: {web: {}}}
"""
)


def test_zones_and_the_lane_between_them_stay(tmp_path: Path) -> None:
    """What a network has between its zones would be as near to one of them, and stays between them (R3)."""
    view = view_of(ZONED, tmp_path)
    table = grid(view)
    assert straightened(view, table, 3) is table


TWINS = """
system: {name: Twins}
tiers: [web, data]
components:
  api: {kind: aws.api-gateway, tier: web}
  a: {kind: aws.dynamodb, tier: data}
  b: {kind: aws.s3, tier: data}
relations: {x: {from: api, to: a, kind: data}, y: {from: api, to: b, kind: data}}
environments:
  prod:
    places:
      eu-west-1: {kind: region, runs: {api: {}, a: {}, b: {}}}
      us-east-1: {kind: region, runs: {api: {}, a: {}, b: {}}}
"""


def test_two_regions_with_the_same_in_them_look_alike(tmp_path: Path) -> None:
    """The order of the model in both, though each order is as straight as the other."""
    view = view_of(TWINS, tmp_path)
    box = {(b.component, (b.group or "")[7:9]): b.id for b in view.boxes}
    stand = {("api", "eu"): (0, 0), ("b", "eu"): (1, 0), ("a", "eu"): (1, 1)}
    stand |= {("api", "us"): (0, 2), ("a", "us"): (1, 2), ("b", "us"): (1, 3)}
    table = framed(view, {box[key]: Cell(*cell) for key, cell in stand.items()}, 0)
    assert rows(straightened(view, table), view) == ["api a", ". b", "api a", ". b"]


def test_what_nothing_leads_to_stands_as_in_the_other_region(tmp_path: Path) -> None:
    """The store `b` of the second Region has no arrows, and no other store beside it in its column."""
    text = TWINS.replace("y: {from: api, to: b, kind: data}", "").replace(
        "b: {kind: aws.s3, tier: data}", "b: {kind: aws.s3}"
    )
    view = view_of(text, tmp_path)
    box = {(b.component, (b.group or "")[7:9]): b.id for b in view.boxes}
    stand = {("api", "eu"): (0, 0), ("a", "eu"): (1, 0), ("b", "eu"): (2, 0)}
    stand |= {("api", "us"): (0, 2), ("a", "us"): (1, 2), ("b", "us"): (2, 3)}
    table = framed(view, {box[key]: Cell(*cell) for key, cell in stand.items()}, 0)
    assert rows(straightened(view, table), view) == ["api a b", "api a b"]


def test_rows_stand_in_the_order_of_the_model(tmp_path: Path) -> None:
    """Two chains that are straight, the second above the first."""
    text = """
system: {name: Chains}
tiers: [app, data]
components:
  one: {kind: aws.lambda, tier: app}
  two: {kind: aws.lambda, tier: app}
  first: {kind: aws.s3, tier: data}
  second: {kind: aws.s3, tier: data}
relations: {a: {from: one, to: first, kind: data}, b: {from: two, to: second, kind: data}}
environments: {prod: {places: {eu: {kind: region, runs: {one: {}, two: {}, first: {}, second: {}}}}}}
"""
    view = view_of(text, tmp_path)
    assert rows(straightened(view, cells(view, ["two second", "one first"])), view) == ["one first", "two second"]


@pytest.mark.parametrize("seed", [*range(2, 42, 4), 64])
def test_columns_stay_and_frames_hold_only_their_own(seed: int, tmp_path: Path) -> None:
    """Of random models: every box keeps its column, no cell is taken twice, no stranger stands in a frame; twice the
    same gives the same."""
    view = view_of(population.text(seed), tmp_path)
    table = grid(view)
    found = straightened(view, table, 3)
    assert {b: c.column for b, c in found.cells.items()} == {b: c.column for b, c in table.cells.items()}
    assert len(set(found.cells.values())) == len(found.cells)
    strangers = [
        (box, f.key)
        for f in found.frames
        for box, cell in found.cells.items()
        if box not in f.boxes and f.span.holds(*cell)
    ]
    before = [
        (box, f.key)
        for f in table.frames
        for box, cell in table.cells.items()
        if box not in f.boxes and f.span.holds(*cell)
    ]
    assert strangers == before == []
    assert found.rows <= table.rows + 3
    assert straightened(view, table, 3) == found
