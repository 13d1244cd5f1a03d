"""`archdeck arrange`: the file that it writes, what it keeps in it, and what a build makes of that."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archdeck.cli.commands import cli
from archdeck.layout.arrange import _against, _Placed, _twins, arranged_views
from archdeck.project import Project, build
from archdeck.views.makers import views
from written import resolved

SHOP = """\
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users, summary: Buy}
  lb: {kind: aws.alb, tier: web, summary: Spreads}
  web: {kind: aws.ec2, tier: web, summary: Sells}
  db: {kind: aws.rds, tier: data, summary: Keeps}
  log: {kind: aws.s3, tier: data, summary: Notes}
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
  dev:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {}, log: {}}}
"""
FILE = """\
# The cells in which the boxes of shop stand, environment by environment; `archdeck arrange` wrote this file.
# Pictures keep to it: what is new in the model gets a cell near what it talks to, and nothing else moves for it.
# To move a box, move its id to another cell. A . is an empty one; how wide a column is written does not matter.
# `archdeck arrange` adds what is missing here and keeps comments, but for those at the end of a line.

prod:
  table: one
  cells: |
    .       .        web--a  db--a
    people  lb--vpc  .       .
    .       .        web--b  db--b

dev:
  table: one
  cells: |
    people  lb--vpc  web--a  db--a
    .       .        .       log--a
"""
MOVED = FILE.replace("    people  lb--vpc  .       .\n", "    .       lb--vpc  .       .\n").replace(
    "    .       .        web--b  db--b\n", "    people  .        web--b  db--b\n"
)
STRANGER = (
    "model/shop.cells.yaml:10:14: error: 'people' stands in the frame of 'vpc', but does not run there; move it or "
    "'lb--vpc', for which the frame reaches so far, or run `archdeck arrange`, which finds it another cell "
    "[cell-out-of-frame]\n"
)
CELLS, MODEL = Path("model/shop.cells.yaml"), Path("model/shop.yaml")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    MODEL.parent.mkdir()
    MODEL.write_text(SHOP, encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="archdeck")
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def arrange(*arguments: str) -> str:
    result = run("arrange", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def cells() -> str:
    return CELLS.read_text(encoding="utf-8")


def test_the_whole_file() -> None:
    assert arrange("shop") == "prod: 6 boxes\ndev: 5 boxes\nmodel/shop.cells.yaml: written\n"
    assert cells() == FILE
    assert arrange() == "prod: 6 boxes\ndev: 5 boxes\nmodel/shop.cells.yaml: as before\n"
    assert arrange("--fresh").endswith("as before\n")


def test_the_page_about_cells_shows_just_this() -> None:
    page = (Path(__file__).parents[2] / "docs" / "describe" / "cells.md").read_text(encoding="utf-8")
    assert page.partition("```yaml\n")[2].partition("```")[0] == FILE.partition("\n\n")[2]
    assert f"```text\n{STRANGER}```" in page


def test_a_file_that_is_just_written_changes_no_picture() -> None:
    """But for the comparison of two environments, which then stands on the cells of the one that leads."""
    place = Project(Path("model"), Path())
    build(place)
    before = {p.name: p.read_bytes() for p in place.diagrams.glob("shop/*.svg")}
    arrange("shop")
    assert "shop/prod" in build(place).drawn
    after = {p.name: p.read_bytes() for p in place.diagrams.glob("shop/*.svg")}
    assert {name for name in before if after[name] != before[name]} == {"diff-dev--prod.svg"}


def test_a_build_follows_the_file() -> None:
    """It is an input of the build: what stands on the picture of production or in its order is drawn anew, and that
    alone."""
    place = Project(Path("model"), Path())
    arrange("shop")
    build(place)
    assert build(place).drawn == ()
    CELLS.write_text(MOVED, encoding="utf-8")
    drawn = ("prod", "prod--executive", "loss-a--prod", "loss-b--prod", "diff-dev--prod")
    assert build(place).drawn == tuple(f"shop/{id}" for id in drawn)


def test_what_a_person_wrote_is_kept() -> None:
    """Cells that were moved, and comments; what is new in the model is added, what is gone from it goes."""
    CELLS.write_text(MOVED.replace("prod:\n", "prod:\n  # they come from below\n"), encoding="utf-8")
    text = SHOP.replace(
        "  log: {kind: aws.s3, tier: data, summary: Notes}", "  cache: {kind: aws.elasticache, tier: data}"
    )
    text = text.replace("log: {}", "cache: {}").replace("role: primary}", "role: primary}, cache: {}")
    MODEL.write_text(text, encoding="utf-8")
    said = arrange("shop")
    assert said == (
        "prod: 7 boxes; new: cache--a\ndev: 5 boxes; new: cache--a; gone: log--a\nmodel/shop.cells.yaml: written\n"
    )
    grid = cells().partition("\ndev:")[0].partition("prod:\n")[2]
    assert grid.startswith("  # they come from below\n  table: one\n  cells: |\n")
    assert [word for word in grid.split() if word in ("people", "web--b", "db--b")] == ["people", "web--b", "db--b"]
    assert "people  ." in grid
    assert "log--a" not in cells()


def test_fresh_finds_all_anew_and_one_environment_leaves_the_others() -> None:
    CELLS.write_text(MOVED.replace(".       log--a", "log--a"), encoding="utf-8")
    kept = cells()
    assert arrange("shop", "--environment", "dev", "--fresh") == "dev: 5 boxes\nmodel/shop.cells.yaml: written\n"
    assert cells() == MOVED
    assert kept != MOVED
    arrange("shop", "--fresh")
    assert cells() == FILE


def test_a_wrong_cell_is_found_another_one() -> None:
    """`check` and `build` refuse the file, and `arrange` mends it."""
    CELLS.write_text(FILE.replace("people  lb--vpc  .   ", "lb--vpc  people  .  "), encoding="utf-8")
    assert STRANGER in run("check").stdout
    assert run("check").exit_code == 1
    assert run("build", "--no-site").exit_code == 1
    arrange("shop")
    assert run("check").exit_code == 0


def test_what_no_file_is_stays_as_it_is_unless_all_is_found_anew() -> None:
    CELLS.write_text("prod: {cells: [\n", encoding="utf-8")
    result = run("arrange", "shop")
    assert result.exit_code == 1
    assert result.stderr.startswith("model/shop.cells.yaml:2:1: error: ")
    assert cells() == "prod: {cells: [\n"
    arrange("shop", "--fresh")
    assert cells() == FILE


def test_names_that_are_not_there() -> None:
    assert "there is no" not in run("arrange", "shop").stderr
    assert run("arrange", "shop", "--environment", "pord").stderr.endswith(
        "Error: shop has no environment 'pord'; did you mean 'prod'?\n"
    )
    assert run("arrange", "--environment", "prod").stderr.endswith("Error: name the SYSTEM whose environment it is\n")
    assert "is no system under model" in run("arrange", "shpo").stderr


def test_a_build_says_which_cells_do_not_fit_any_more() -> None:
    CELLS.write_text("prod:\n  cells: |\n    people\n", encoding="utf-8")
    said = (
        "shop/prod: warning: the cells that the file beside the model gives its boxes do not fit a slide any more, so "
        "all were found anew: run `archdeck arrange` again [picture]\n"
    )
    assert said in run("build", "--no-site").stderr
    assert said in run("build", "--no-site").stderr
    arrange("shop")
    assert said not in run("build", "--no-site").stderr


def test_environments_keep_the_order_of_production() -> None:
    """Development alone has its log below; production has it above, for a person moved it there. What production has
    in rows of its own for the sake of its second zone comes together."""
    MODEL.write_text(SHOP.replace("role: primary}", "role: primary}, log: {}"), encoding="utf-8")
    grid = ["    .       .        .       log--a", *FILE.splitlines()[8:11]]
    CELLS.write_text("\n".join(["prod:", "  cells: |", *grid, ""]), encoding="utf-8")
    arrange("shop")
    assert cells().partition("dev:\n")[2].splitlines() == [
        "  table: one",
        "  cells: |",
        "    .       .        .       log--a",
        "    people  lb--vpc  web--a  db--a",
    ]


def test_pairs_that_stand_the_other_way_round(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    prod, dev = (next(v for v in views(model) if v.id == id) for id in ("prod", "dev"))
    found = arranged_views([dev, prod])
    assert list(found) == ["dev", "prod"]
    one, other = _Placed(dev, found["dev"]), _Placed(prod, found["prod"])
    twins = _twins(dev, prod)
    assert twins == {"people": "people", "lb--vpc": "lb--vpc", "web--a": "web--a", "db--a": "db--a"}
    assert _against(one, other, twins) == 0
    turned = {**found["dev"].cells, "people": found["dev"].cells["db--a"], "db--a": found["dev"].cells["people"]}
    assert _against(_Placed(dev, type(found["dev"])(False, turned)), other, twins) == 5


def test_a_path_to_the_file_names_its_system() -> None:
    arrange("shop")
    assert run("check", "model/shop.cells.yaml").stdout == run("check", "model/shop.yaml").stdout
    assert arrange("model/shop.cells.yaml").endswith("model/shop.cells.yaml: as before\n")


def test_a_file_that_is_named_like_no_system_is_told() -> None:
    """In the folder of systems, and in that of one system; beside a single file others may lie."""
    arrange("shop")
    for name in ("shpo.cells.yaml", "bank/bank.yaml", "bank/bnak.cells.yaml", "bank/bank.cells.yaml"):
        (MODEL.parent / name).parent.mkdir(exist_ok=True)
        (MODEL.parent / name).write_text("system: {name: Bank}\n" if name == "bank/bank.yaml" else "", encoding="utf-8")
    said = "there is no system of this name, so the cells in it are unused; rename it like its model, or delete it"
    assert [line for line in run("check").stdout.splitlines() if "[unused-cell]" in line] == [
        f"model/shpo.cells.yaml:1:1: warning: {said} [unused-cell]",
        f"model/bank/bnak.cells.yaml:1:1: warning: {said} [unused-cell]",
    ]
    assert "[unused-cell]" not in run("check", "model/shop.yaml").stdout
