"""A file of cells beside a model: what contradicts the model is an error at its place in the file, and what the model
does not have any more is a warning there."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import check
from archdeck.language import ModelError
from archdeck.model import read_model

SHOP = """
system: {name: Shop}
components:
  people: {kind: users, summary: Buy}
  lb: {kind: aws.alb, summary: Spreads}
  web: {kind: aws.ec2, summary: Sells}
  db: {kind: aws.rds, summary: Keeps}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""
GRID = """
people .       web--a db--a
.      lb--vpc .      .
.      .       web--b db--b
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP, encoding="utf-8")


def cells(grid: str, before: str = "") -> None:
    lines = "".join(f"    {line}\n" for line in grid.strip().splitlines())
    Path("shop.cells.yaml").write_text(f"prod:\n{before}  cells: |\n{lines}", encoding="utf-8")


def errors() -> list[str]:
    try:
        read_model("shop", Path("shop.yaml"))
    except ModelError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_cells_become_those_of_the_environment() -> None:
    cells(GRID)
    model = read_model("shop", Path("shop.yaml"))
    given = model.environments[0].given
    assert given is not None
    assert given.cells == {
        "people": (0, 0),
        "web--a": (2, 0),
        "db--a": (3, 0),
        "lb--vpc": (1, 1),
        "web--b": (2, 2),
        "db--b": (3, 2),
    }
    assert check(model) == ()


FIND = "or run `archdeck arrange`, which finds it another cell [cell-out-of-frame]"


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        (
            "lb--vpc people web--a db--a\n. . web--b db--b",
            "3:13: error: 'people' stands in the frame of 'vpc', but does not run there; "
            "move it or 'lb--vpc', for which the frame reaches so far, ",
        ),
        (
            "people . web--a db--a\n. lb--vpc . .\ndb--b . web--b .",
            "3:5: error: 'people' stands in the frame of 'vpc', but does not run there; "
            "move it or 'db--b', for which the frame reaches so far, ",
        ),
        (
            "people web--a . .\n. . . lb--vpc\n. . . db--a\n. web--b db--b",
            "4:11: error: 'lb--vpc' stands in the frame of 'a', but does not run there; "
            "move it or 'web--a', for which the frame reaches so far, ",
        ),
        (
            "people lb--vpc . web--b .\n. . web--a . db--a\n. . . db--b",
            "3:22: error: 'web--b' makes the frames of 'b' and 'a' overlap; move it, ",
        ),
    ],
)
def test_what_stands_where_it_does_not_run(grid: str, said: str) -> None:
    """One line for each box whose cell has to change, not for each that it gets in the way of."""
    cells(grid)
    assert errors() == [f"shop.cells.yaml:{said}{FIND}"]


def test_what_the_model_has_no_more_is_told() -> None:
    cells(GRID + "cache--a wed--b\n")
    with Path("shop.cells.yaml").open("a", encoding="utf-8") as file:
        file.write("pord:\n  cells: |\n    people\n")
    model = read_model("shop", Path("shop.yaml"))
    assert [str(problem) for problem in check(model)] == [
        "shop.cells.yaml:6:5: warning: 'cache--a' does not run in environment 'prod', so its cell is unused; "
        "`archdeck arrange` takes it out [unused-cell]",
        "shop.cells.yaml:6:14: warning: 'wed--b' does not run in environment 'prod', so its cell is unused; "
        "did you mean 'web--b'? [unused-cell]",
        "shop.cells.yaml:7:1: warning: there is no environment 'pord'; did you mean 'prod'? [unused-cell]",
    ]
    assert model.environments[0].given is not None
    assert "cache--a" not in model.environments[0].given.cells


def test_a_crowd_runs_where_all_of_it_does() -> None:
    """What is all of a zone stands in its place, so that the zone has no frame that it could be out of."""
    merged = "  merged: {{{0}: [web--a, db--a]}}\n"
    cells("people lb--vpc crowd--a\n. . .\n. web--b db--b", merged.format("crowd--a"))
    assert errors() == []
    cells("crowd--a people lb--vpc\n. web--b db--b", merged.format("crowd--a"))
    assert [line.partition(";")[0] for line in errors()] == [
        "shop.cells.yaml:4:14: error: 'people' stands in the frame of 'vpc', but does not run there"
    ]


def test_a_broken_file_and_a_broken_model_are_told_together() -> None:
    cells("web--a web--a")
    Path("shop.yaml").write_text(SHOP.replace("kind: aws.rds", "kind: aws.rdss"), encoding="utf-8")
    assert errors() == [
        "shop.cells.yaml:3:12: error: 'web--a' stands in two cells; the first is at shop.cells.yaml:3:5 "
        "[duplicate-cell]",
        "shop.yaml:7:14: error: 'aws.rdss' is not a kind; did you mean 'aws.rds'? [unknown-kind]",
    ]
    Path("shop.yaml").write_text(SHOP, encoding="utf-8")
    assert read_model("shop", Path("shop.yaml"), strict=False).environments[0].given is not None


def test_empty_places_have_cells_as_what_runs_has() -> None:
    """`archdeck arrange` writes them; one that stands in the frame of another place is wrong there."""
    empty = "      cellar: {kind: data-center, because: later}\n"
    Path("shop.yaml").write_text(SHOP.replace("    places:\n", "    places:\n" + empty, 1), encoding="utf-8")
    cells("people lb--vpc web--a db--a\n. . web--b db--b\nempty--cellar . . .")
    model = read_model("shop", Path("shop.yaml"))
    assert [p.message for p in check(model) if p.rule == "unused-cell"] == []
    assert model.environments[0].given is not None
    assert "empty--cellar" in model.environments[0].given.cells
    cells("people lb--vpc web--a db--a\n. . empty--cellar .\n. . web--b db--b")
    assert [line.partition(";")[0] for line in errors()] == [
        "shop.cells.yaml:4:9: error: 'empty--cellar' stands in the frame of 'vpc', but does not run there"
    ]
