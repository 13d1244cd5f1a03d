"""Files of cells: what they say, what is wrong with them and where, and how they are written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.language.cells import Arrangement, cells_path, cells_text, load_cells
from archdeck.language.reading import system_paths

FILE = """\
# ours

prod:
  # the queue stays below
  table: nested
  less: [panel, names]
  merged:
    crowd--web: [web, shop]
  cells: |
    .   crowd--web  db--a

    lb  .           db--b

dev:
  cells: |  # small
    lb web
# the end
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(text: str) -> list[str]:
    path = Path("shop.cells.yaml")
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in load_cells(path).problems]


def test_what_a_file_says() -> None:
    """Columns and rows count from 0; an empty line is a row in which nothing stands."""
    path = Path("shop.cells.yaml")
    path.write_text(FILE, encoding="utf-8")
    found = load_cells(path)
    assert found.problems == ()
    assert found.arrangements == {
        "prod": Arrangement(
            nested=True,
            cells={"crowd--web": (1, 0), "db--a": (2, 0), "lb": (0, 2), "db--b": (2, 2)},
            merged={"crowd--web": ("web", "shop")},
            less=("panel", "names"),
        ),
        "dev": Arrangement(nested=False, cells={"lb": (0, 0), "web": (1, 0)}),
    }
    assert {box: str(where) for (environment, box), where in found.where.items() if environment == "prod"} == {
        "": "shop.cells.yaml:3:1",
        "crowd--web": "shop.cells.yaml:10:9",
        "db--a": "shop.cells.yaml:10:21",
        "lb": "shop.cells.yaml:12:5",
        "db--b": "shop.cells.yaml:12:21",
        "web": "shop.cells.yaml:8:18",
        "shop": "shop.cells.yaml:8:23",
    }


def test_no_file_says_nothing() -> None:
    found = load_cells(Path("shop.cells.yaml"))
    assert (found.arrangements, found.problems, found.text) == ({}, (), "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "1:1: error: a file of cells must be a mapping from environments to their tables [not-a-mapping]"),
        ("prod: a\n", "1:1: error: 'prod' must be a mapping with at least `cells:` [bad-value]"),
        (
            "prod:\n  tabel: one\n  cells: |\n    a\n",
            "2:3: error: the table of 'prod' has no key 'tabel'; did you mean 'table'? [unknown-key]",
        ),
        ("prod:\n  table: two\n  cells: |\n    a\n", "2:10: error: 'table' must be one or nested [bad-value]"),
        (
            "prod:\n  less: [panel, words]\n  cells: |\n    a\n",
            "2:9: error: 'less' must be a list of some of panel, names, zones [bad-value]",
        ),
        ("prod: {table: one}\n", "1:1: error: the table of 'prod' lacks 'cells'; run `archdeck arrange` [missing-key]"),
        (
            "prod:\n  cells: [a, b]\n",
            "2:3: error: the grid must be a block: `cells: |`, and a line for each row below it [bad-value]",
        ),
        (
            "prod:\n  cells: |\n    a  b\n    .  a\n",
            "4:8: error: 'a' stands in two cells; the first is at shop.cells.yaml:3:5 [duplicate-cell]",
        ),
        (
            "prod:\n  merged: {crowd--a: [a, b], crowd--c: [b, c]}\n  cells: |\n    x\n",
            "2:41: error: 'b' is in two crowds; take it out of one of them [duplicate-cell]",
        ),
        (
            "prod:\n  merged: {web: [a, b]}\n  cells: |\n    x\n",
            "2:12: error: 'web' must be a crowd, as in crowd--web: [web, shop] [bad-value]",
        ),
        (
            "prod:\n  merged: [a]\n  cells: |\n    x\n",
            "2:3: error: 'merged' must be a mapping from crowds to lists of what they stand for [bad-value]",
        ),
        (
            "prod:\n  cells: |\n    a\nprod:\n  cells: |\n    b\n",
            "4:1: error: 'prod' stands here twice; the first is at shop.cells.yaml:1:1 [duplicate-key]",
        ),
    ],
)
def test_what_is_wrong_with_a_file(text: str, said: str) -> None:
    assert problems(text) == [f"shop.cells.yaml:{said}"]


def test_what_is_no_yaml_and_no_text() -> None:
    assert problems("prod: {cells: [\n")[0].startswith("shop.cells.yaml:2:1: error: ")
    Path("shop.cells.yaml").write_bytes(b"prod: \xff\n")
    assert [str(p) for p in load_cells(Path("shop.cells.yaml")).problems] == [
        "shop.cells.yaml:1:1: error: 'shop.cells.yaml' is not UTF-8 text; save it in that encoding [unreadable]"
    ]


def test_a_file_is_written_again() -> None:
    """Of another environment every letter stays, and so do comments; a new environment stands at the end."""
    prod = Arrangement(False, {"lb": (0, 1), "queue": (1, 0)}, {}, ())
    test = Arrangement(True, {"web": (0, 0)}, {"crowd--web": ("web", "null")}, ("zones",))
    assert cells_text("shop", FILE, {"prod": prod, "test": test}) == (
        "# ours\n"
        "\n"
        "prod:\n"
        "  # the queue stays below\n"
        "  table: one\n"
        "  cells: |\n"
        "    .   queue\n"
        "    lb  .\n"
        "\n"
        "dev:\n"
        "  cells: |  # small\n"
        "    lb web\n"
        "# the end\n"
        "\n"
        "test:\n"
        "  table: nested\n"
        "  less: [zones]\n"
        "  merged:\n"
        "    crowd--web:\n"
        "      - web\n"
        '      - "null"\n'
        "  cells: |\n"
        "    web\n"
    )


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "shop.cells.yaml"
    path.write_text(FILE, encoding="utf-8")
    before = load_cells(path).arrangements
    path.write_text(cells_text("shop", "", before), encoding="utf-8")
    assert load_cells(path).arrangements["prod"].merged == before["prod"].merged
    assert load_cells(path).arrangements["dev"] == before["dev"]
    once = path.read_text(encoding="utf-8")
    assert cells_text("shop", once, load_cells(path).arrangements) == once


def test_a_file_of_cells_is_no_system(tmp_path: Path) -> None:
    """It lies beside a model of one file, and in the folder of others."""
    for name in ("shop.yaml", "shop.cells.yaml", "bank/a.yaml", "bank/bank.cells.yaml", "alone/alone.cells.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert list(system_paths(tmp_path)) == ["bank", "shop"]
    assert cells_path("shop", tmp_path / "shop.yaml") == tmp_path / "shop.cells.yaml"
    assert cells_path("bank", tmp_path / "bank") == tmp_path / "bank" / "bank.cells.yaml"
