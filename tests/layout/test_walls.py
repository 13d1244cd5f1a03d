"""A door that is walled in changes places with what stands between it and a border."""

from __future__ import annotations

from pathlib import Path

from archdeck.layout.cells import Cell
from archdeck.layout.nested.walls import outward
from drawn import view_of

NETWORK = """
system: {name: Network}
components:
  first: {kind: aws.ec2}
  door: {kind: aws.internet-gateway}
  last: {kind: aws.ec2}
  above: {kind: aws.ec2}
  other: {kind: aws.ec2}
relations:
  a: {from: first, to: last}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {first: {}, door: {}, last: {}, above: {}}}
      zone: {kind: zone, in: vpc, runs: {other: {}}}
"""


def test_a_door_changes_places_with_the_outermost_boxes_of_its_row_and_column(tmp_path: Path) -> None:
    """The nearest first: those that stand in its network itself, not in a zone of it."""
    view = view_of(NETWORK, tmp_path)
    row = {"above--vpc": Cell(2, 0), "first--vpc": Cell(0, 1), "door--vpc": Cell(2, 1), "last--vpc": Cell(5, 1)}
    cells = {**row, "other--zone": Cell(6, 1)}
    found = [{b for b in cells if one[b] != cells[b]} for one in outward(view, cells, ["door--vpc"])]
    assert found == [{"door--vpc", other} for other in ("above--vpc", "first--vpc", "last--vpc")]
    assert next(outward(view, cells, ["door--vpc"]))["door--vpc"] == Cell(2, 0)


def test_no_door_that_is_walled_in_leaves_the_cells_as_they_are(tmp_path: Path) -> None:
    assert list(outward(view_of(NETWORK, tmp_path), {"door--vpc": Cell(0, 0)}, [])) == []
