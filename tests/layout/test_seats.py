"""Cells for boxes that have none: within their frame, near what they talk to, and nothing else changes its order."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from archdeck.language import Arrangement
from archdeck.layout.cells import Cell
from archdeck.layout.choice import layout
from archdeck.layout.seats import fitting, seated
from drawn import view_of

SHOP = """
system: {name: Shop}
components:
  people: {kind: users}
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  job: {kind: aws.lambda}
  box: {kind: aws.sqs}
relations:
  visit: {from: people, to: web}
  query: {from: web, to: db, kind: data}
  put: {from: db, to: box, kind: data}
environments:
  prod:
    places:
      one: {kind: region, runs: {web: {}, db: {}, job: {}}}
      two: {kind: region, runs: {box: {}}}
"""


def cells(grid: str) -> dict[str, Cell]:
    rows = enumerate(line.split() for line in grid.strip().splitlines())
    return {word: Cell(column, row) for row, words in rows for column, word in enumerate(words) if word != "."}


def rows(found: dict[str, Cell] | None) -> list[str]:
    assert found is not None
    at = {cell: box for box, cell in found.items()}
    wide, high = (max(cell[k] for cell in at) + 1 for k in (0, 1))
    return [" ".join(at.get(Cell(c, r), ".") for c in range(wide)) for r in range(high)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "people web--one db--one\n. . job--one",
            ["people web--one db--one box--two", ". . job--one ."],
            id="what a database writes to stands behind it, in a column of its own, since its frame is another",
        ),
        pytest.param(
            "people web--one db--one .\n. . job--one people2",
            ["people web--one db--one box--two", ". . job--one ."],
            id="cells of what is not there are free",
        ),
        pytest.param(
            "web--one db--one box--two\n. job--one .",
            ["people web--one db--one box--two", ". . job--one ."],
            id="people come first",
        ),
        pytest.param(
            "people web--one . box--two\n. . job--one .",
            ["people web--one db--one box--two", ". . job--one ."],
            id="a free cell of the frame",
        ),
        pytest.param(
            "people web--one job--one box--two",
            ["people web--one db--one job--one box--two"],
            id="a column opens, for the frame has no free cell",
        ),
    ],
)
def test_a_box_without_a_cell(before: str, after: list[str], tmp_path: Path) -> None:
    assert rows(seated(view_of(SHOP, tmp_path), cells(before))) == after


def test_nothing_else_changes_its_order(tmp_path: Path) -> None:
    """Whatever is missing, and wherever it ends: of the others, what was left of or above another still is."""
    view = view_of(SHOP, tmp_path)
    whole = cells("people web--one db--one box--two\n. . job--one .")
    for missing in whole:
        given = {b: cell for b, cell in whole.items() if b != missing}
        found = seated(view, given)
        assert found is not None
        assert found.keys() == whole.keys()
        for a, b in combinations(given, 2):
            for axis in (0, 1):
                assert (given[a][axis] < given[b][axis]) == (found[a][axis] < found[b][axis]), missing


def test_cells_that_fit(tmp_path: Path) -> None:
    """A box that would stand in a frame in which it does not run is left out, and so is one that stands on another."""
    view = view_of(SHOP, tmp_path)
    given = cells("people web--one box--two db--one") | {"job--one": Cell(1, 0)}
    assert fitting(view, given) == {"people": (0, 0), "web--one": (1, 0), "db--one": (3, 0)}


def test_a_free_cell_is_taken_though_a_new_column_would_be_a_little_better(tmp_path: Path) -> None:
    """Between the server and the queue both arrows of the database would run straight."""
    view = view_of(SHOP, tmp_path)
    given = cells(". web--one box--two\npeople . .\n. job--one .")
    assert rows(seated(view, given)) == [". web--one box--two", "people db--one .", ". job--one ."]
    free = [". web--one db--one box--two", "people . . .", ". job--one . ."]
    assert rows(seated(view, given, opened=0.0)) == free


def test_copies_open_one_column_and_no_row_each(tmp_path: Path) -> None:
    """A row for the first of them alone would do as well."""
    text = "\n".join(
        [
            "system: {name: Zones}",
            "components: {web: {kind: aws.ec2}, db: {kind: aws.rds}, cache: {kind: aws.elasticache}}",
            "relations: {query: {from: web, to: db, kind: data}, read: {from: web, to: cache, kind: uses}}",
            "environments:",
            "  prod:",
            "    places:",
            *(f"      {z}: {{kind: zone, runs: {{web: {{}}, db: {{}}, cache: {{}}}}}}" for z in "abc"),
        ]
    )
    given = cells("web--a db--a\nweb--b db--b\nweb--c db--c")
    assert rows(seated(view_of(text, tmp_path), given)) == [f"cache--{z} web--{z} db--{z}" for z in "abc"]


def test_a_box_of_a_frame_that_is_torn_finds_no_cell(tmp_path: Path) -> None:
    """Between two boxes of the first Region is one of the second: whatever joined them would hold it."""
    assert seated(view_of(SHOP, tmp_path), cells("people web--one box--two db--one")) is None


def test_cells_that_leave_a_frame_torn_are_found_anew(tmp_path: Path) -> None:
    view = view_of(SHOP, tmp_path)
    given = Arrangement(True, {box: (c, r) for box, (c, r) in cells("people web--one box--two db--one").items()})
    found = layout(replace(view, given=given))
    assert found.outgrown
    assert found.table.cells == layout(view).table.cells
