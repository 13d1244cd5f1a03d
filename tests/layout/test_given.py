"""Views with given cells: boxes stand where a file wants them, and what it does not name near what it talks to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas.geometry import Point, geometry_json
from archdeck.language import Arrangement
from archdeck.layout.choice import layout
from archdeck.layout.gate import defects
from archdeck.layout.given import arranged, on_given
from archdeck.layout.laid import Layout
from archdeck.layout.picture import geometry, outgrown
from archdeck.layout.poster import poster_of
from archdeck.layout.sheet import PAPERS
from archdeck.views.view import View
from drawn import view_of

MODELS = Path(__file__).parents[1] / "models"

SHOP = """
system: {name: Shop}
tiers: [users, web, data, security]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
  keys: {kind: aws.kms, tier: security}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    runs: {keys: {}}
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""
GRID = """
.      .       web--a db--a
people lb--vpc .      .
.      .       web--b db--b
"""


def cells(grid: str) -> dict[str, tuple[int, int]]:
    """The cells of the words of a grid, as in the file."""
    rows = enumerate(line.split() for line in grid.strip().splitlines())
    return {word: (column, row) for row, words in rows for column, word in enumerate(words) if word != "."}


def on(view: View, grid: str, nested: bool = False, less: tuple[str, ...] = ()) -> View:
    return replace(view, given=Arrangement(nested, cells(grid), {}, less))


def grid_of(found: Layout) -> list[str]:
    """The table as in the file, a space between two words."""
    at = {cell: box for box, cell in found.table.cells.items()}
    return [
        " ".join(at.get((c, r), ".") for c in range(found.table.columns))  # type: ignore[call-overload]
        for r in range(found.table.rows)
    ]


def lines(grid: str) -> list[str]:
    return [" ".join(line.split()) for line in grid.strip().splitlines()]


def middles(view: View) -> dict[str, Point]:
    """Where the icons stand."""
    return {node.id: node.box.centre for node in geometry(view, layout(view)).nodes}


@pytest.mark.parametrize("nested", [False, True])
def test_boxes_stand_in_the_cells_that_they_are_given(nested: bool, tmp_path: Path) -> None:
    """Though the search would have people and balancer on the lane between the zones."""
    found = layout(on(view_of(SHOP, tmp_path), "people lb--vpc web--a db--a\n. . web--b db--b", nested))
    assert grid_of(found) == ["people lb--vpc web--a db--a", ". . web--b db--b"]
    assert bool(found.placed.columns) is not nested
    assert not found.outgrown


def test_a_cell_that_is_moved_moves_its_box_and_no_other(tmp_path: Path) -> None:
    view = view_of(SHOP, tmp_path)
    before = middles(on(view, "people lb--vpc web--a db--a\n. . web--b db--b"))
    after = middles(on(view, ". lb--vpc web--a db--a\npeople . web--b db--b"))
    moved = {id for id in before if before[id] != after[id]}
    assert moved == {"people"}
    assert after["people"].x == before["people"].x
    assert after["people"].y == after["web--b"].y


@pytest.mark.parametrize("zones", [2, 6])
def test_the_cells_of_a_layout_give_that_layout(zones: int, tmp_path: Path) -> None:
    """Those of one table, and of nested ones; with them, what takes less room is found again too."""
    more = "".join(f"\n      z{k}: {{kind: zone, in: vpc, runs: {{web: {{}}, db: {{}}}}}}" for k in range(zones - 2))
    view = view_of(SHOP.rstrip() + more + "\n", tmp_path)
    before = layout(view)
    after = layout(replace(view, given=arranged(view, before)))
    assert geometry_json(geometry(view, after)) == geometry_json(geometry(view, before))


def test_what_is_drawn_as_one_is_kept(tmp_path: Path) -> None:
    """A crowd stands for what is left of it; where that is one box, the box has its cell."""
    view = view_of(SHOP, tmp_path)
    grid = "people lb--vpc crowd--web--a\n. . web--b\n. . db--b"
    given = Arrangement(True, cells(grid), {"crowd--web--a": ("web--a", "db--a")})
    found = layout(replace(view, given=given))
    assert grid_of(found) == lines(grid)
    assert found.merged == {"web--a": "crowd--web--a", "db--a": "crowd--web--a"}
    assert arranged(view, found) == replace(given, less=("names",))

    text = SHOP.replace("{web: {}, db: {role: primary}}", "{web: {}}").replace("role: standby", "")
    assert grid_of(layout(replace(view_of(text, tmp_path), given=given))) == [
        "people lb--vpc web--a",
        ". . web--b",
        ". . db--b",
    ]


def with_caches(tmp_path: Path) -> View:
    """A cache in each zone, which the servers of the zone read."""
    text = SHOP.replace("  keys: {", "  cache: {kind: aws.elasticache, tier: data}\n  keys: {")
    text = text.replace("relations:\n", "relations:\n  read: {from: web, to: cache, kind: data}\n")
    return view_of(text.replace("{web: {}, db: {", "{web: {}, cache: {}, db: {"), tmp_path)


def test_what_the_file_does_not_name_is_added_and_all_else_stays(tmp_path: Path) -> None:
    """The first cache has a free cell beside its server, the second one stands as that does, in a row of its own."""
    found = layout(on(with_caches(tmp_path), GRID))
    assert grid_of(found) == lines(
        """
        .      .       web--a   db--a
        people lb--vpc cache--a .
        .      .       web--b   db--b
        .      .       cache--b .
        """
    )


def test_a_free_cell_is_taken_before_a_row_opens(tmp_path: Path) -> None:
    grid = """
    .      .       web--a .
    .      .       .      db--a
    people lb--vpc .      .
    .      .       web--b db--b
    """
    found = layout(on(with_caches(tmp_path), grid))
    assert grid_of(found)[0].split()[3] == "cache--a"


def test_what_is_gone_leaves_no_hole(tmp_path: Path) -> None:
    """Neither an empty column and row, nor what the model has no more."""
    grid = """
    .      . .       web--a old   db--a
    people . lb--vpc .      .     .
    .      . .       .      older .
    .      . .       web--b .     db--b
    """
    assert grid_of(layout(on(view_of(SHOP, tmp_path), grid))) == lines(GRID)


def test_too_few_cells_are_no_layout(tmp_path: Path) -> None:
    """Two of six boxes: all are found anew, and the picture says so."""
    view = on(view_of(SHOP, tmp_path), "people web--a")
    found = layout(view)
    assert found.outgrown
    assert outgrown(view, found) == (
        "the cells that the file beside the model gives its boxes do not fit a slide any more, so all were found anew: "
        "run `archdeck arrange` again",
    )
    assert grid_of(found) == lines(GRID)
    assert outgrown(replace(view, id="buy--prod"), found) == ()


def test_cells_that_do_not_fit_are_left(tmp_path: Path) -> None:
    """Twelve rows of one box each are too high for a slide."""
    names = [f"s{k}" for k in range(14)]
    runs = ", ".join(f"{s}: {{}}" for s in names)
    text = "\n".join(
        [
            "system: {name: High}",
            "components:",
            *(f"  {s}: {{kind: aws.lambda}}" for s in names),
            "relations: {a: {from: s0, to: s1}}",
            f"environments: {{prod: {{places: {{r: {{kind: region, runs: {{{runs}}}}}}}}}}}",
        ]
    )
    view = on(view_of(text, tmp_path), "\n".join(f"{s}--r" for s in names))
    assert list(on_given(view)) == []
    assert layout(view).outgrown
    assert not layout(replace(view, given=None)).outgrown


def test_a_poster_keeps_the_cells_too(tmp_path: Path) -> None:
    view = on(view_of(SHOP, tmp_path), "people lb--vpc web--a db--a\n. . web--b db--b", less=("panel",))
    slide, poster = layout(view), poster_of(view, PAPERS["a3"])
    assert (slide.view.panel, poster.view.panel) == ((), view.panel)
    assert grid_of(poster) == grid_of(slide)


def test_the_order_in_which_cells_are_written_does_not_matter(tmp_path: Path) -> None:
    view = with_caches(tmp_path)
    given = Arrangement(True, cells(GRID))
    other = replace(given, cells=dict(reversed(list(given.cells.items()))))
    one, two = (layout(replace(view, given=some)) for some in (given, other))
    assert geometry_json(geometry(view, one)) == geometry_json(geometry(view, two))


def test_frames_that_stand_diagonally_stay_apart_where_their_sides_have_no_room_to_be_even(tmp_path: Path) -> None:
    """An account that gets one component more: another one, wished as wide as the one above it, ran over its
    neighbour."""
    model = (MODELS / "landing-zone.yaml").read_text(encoding="utf-8")
    more = model.replace(
        "  prod-app: {kind", "  added: {kind: aws.cloudformation, tier: management}\n  prod-app: {kind", 1
    )
    more = more.replace("relations:\n", "relations:\n  added-0: {from: added, to: images, kind: uses}\n", 1)
    more = more.replace("runs: {prod-app: {}, prod-db: {}}", "runs: {prod-app: {}, prod-db: {}, added: {}}", 1)
    plain, view = view_of(model, tmp_path, "all"), view_of(more, tmp_path, "all")
    was = layout(plain)
    found = layout(replace(view, given=arranged(plain, was)))
    assert not found.outgrown
    assert list(defects(geometry(view, found))) == []
    assert {b: found.table.cells[b] for b in was.table.cells} == was.table.cells
