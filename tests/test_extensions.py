"""Packages that add kinds, rules and formats: what they add is there, and what is broken is named and left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archdeck.answers import every_rule
from archdeck.answers.rules.linting import RULES
from archdeck.paint import suffixes
from archdeck.paint.render import FORMATS
from extended import EXAMPLE, installed, python, run, written

SHOP = """\
system: {name: Shop}
components:
  desk: {kind: acme.desk}
  books: {kind: acme.ledger, summary: Keeps the books}
  more: {kind: acme.ledger, summary: Keeps them again}
relations: {asks: {from: desk, to: books}, again: {from: desk, to: more}}
environments:
  prod: {places: {eu-west-1: {kind: region, runs: {books: {}, more: {}}}}}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("model").mkdir()
    Path("model/shop.yaml").write_text(SHOP, encoding="utf-8")


def test_the_example_adds_kinds_a_rule_and_a_format() -> None:
    path = installed(Path("site"))
    assert run("kinds", "acme", path=path).stdout == (
        "acme.ledger\tAcme Ledger\tregional\tDatabase\t-\t-\t-\n"
        "acme.desk\tAcme Desk\tactor\tPeople and clients\t-\t-\t-\n"
    )
    checked = run("check", path=path)
    assert checked.stderr == "1 system: 1 warning; 5 notes, printed by --notes\n"
    assert checked.stdout == (
        "model/shop.yaml:5:3: warning: 'more' is a second ledger beside 'books'; keep one set of books "
        "[acme-one-ledger]\n"
    )
    drawn = run("render", "shop", "prod", "--format", "boxes", path=path)
    assert (drawn.returncode, drawn.stderr) == (0, "")
    names = ["Shop", "books--eu-west-1", "desk", "more--eu-west-1"]
    assert sorted(line.partition(";")[0] for line in drawn.stdout.splitlines()) == names
    assert [line.split(maxsplit=1) for line in run("doctor", path=path).stdout.splitlines()[-4:]] == [
        ["kinds", "acme-archdeck 1.0, acme: kinds acme.ledger, acme.desk"],
        ["rules", "acme-archdeck 1.0, acme: rules acme-one-ledger"],
        ["exports", "acme-archdeck 1.0, boxes: format boxes (.csv)"],
        ["imports", "acme-archdeck 1.0, inventory: reader inventory"],
    ]


def test_the_example_reads_an_inventory() -> None:
    path = installed(Path("site"))
    Path("all.csv").write_text(
        "machine,does,calls\nfront,Takes orders,books\nbooks,Keeps them,\nold,,\n", encoding="utf-8"
    )
    done = run("import", "all.csv", "--into", "model/acme", path=path)
    assert (done.returncode, done.stdout) == (
        0,
        "model/acme: 2 components and 1 relation read as inventory\n"
        "  left: old: it does nothing\n"
        "what became nothing is kept in model/acme/inventory-prod.import.yaml; next: archdeck check model/acme\n",
    )
    assert Path("model/acme/components.yaml").read_text(encoding="utf-8").partition("\n\n")[2] == (
        "components:\n"
        "  front: {kind: server, summary: Takes orders, addresses: [front]}\n"
        "  books: {kind: server, summary: Keeps them, addresses: [books]}\n"
    )


def test_without_it_they_are_not_there() -> None:
    said = run("check").stdout
    assert "model/shop.yaml:3:16: error: 'acme.desk' is not a kind" in said


def test_the_documentation_shows_the_example() -> None:
    """Its code, but for what a docstring says, and its entry points."""
    page = (EXAMPLE.parents[1] / "docs" / "reference" / "extending.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:toml|yaml|python)\n(.*?)```", page, re.DOTALL)
    files = [*EXAMPLE.rglob("*.py"), *EXAMPLE.rglob("*.yaml"), EXAMPLE / "pyproject.toml"]
    lines = {line for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    assert [line for block in blocks for line in block.splitlines() if line not in lines] == []
    assert len(blocks) == 5


def test_the_tables_are_those_of_archdeck_where_no_package_adds_to_them() -> None:
    assert list(suffixes()) == [*FORMATS, "html"]
    assert list(every_rule()) == list(RULES)


def test_a_rule_is_waived_and_a_picture_saved_as_with_those_of_archdeck() -> None:
    waived = "{name: Shop, waive: {acme-one-ledger: {because: For now., until: 2030-01-01}}}"
    Path("model/shop.yaml").write_text(SHOP.replace("{name: Shop}", waived), encoding="utf-8")
    path = installed(Path("site"))
    assert run("check", "--today", "2026-01-01", path=path).stdout == ""
    saved = python("-c", "import archdeck; archdeck.load('shop').draw('prod').save('prod.csv')", path=path)
    assert (saved.returncode, saved.stderr) == (0, "")
    assert Path("prod.csv").read_text(encoding="utf-8").startswith("Shop;x;y\n")


POINTS = """\
[archdeck.kinds]
gone = no_such_module
number = odd:NUMBER
broken = odd:FILE
taken = odd:TAKEN

[archdeck.rules]
gone = odd:NOTHING
number = odd:NUMBER
taken = odd:RULES
fails = odd:FAILS

[archdeck.exports]
svg = odd:AGAIN
Odd = odd:AGAIN
other = odd:NUMBER
again = odd:AGAIN
fails = odd:RAISES

[archdeck.imports]
terraform = odd:READER
Odd = odd:READER
other = odd:NUMBER
fails = odd:READER
"""
ODD = """\
from pathlib import Path
from archdeck.extending import Explanation, Export, Reader, Rule, Severity

NUMBER = 3
FILE = Path(__file__).parent / "broken.yaml"
TAKEN = str(Path(__file__).parent / "taken.yaml")
TOLD = Explanation(looks_at="Nothing.")
RULES = [
    Rule("no-dlq", None, Severity.NOTE, "a", "b", lambda model: iter(()), TOLD),
    Rule("bare", None, Severity.NOTE, "a", "b", lambda model: iter(())),
]
FAILS = Rule("fails", None, Severity.NOTE, "a", "b", lambda model: [1 / 0], TOLD)
AGAIN = Export(".svg", lambda view, geometry: b"")
RAISES = Export(".odd", lambda view, geometry: {}["x"])
READER = Reader("anything", lambda source: 1 / 0, lambda source: 1 / 0)
"""
SAID = """\
archdeck.exports 'Odd' of odd 1.0 is left out: 'Odd' cannot be the name of a format: lower-case letters and digits, \
joined by hyphens
archdeck.exports 'again' of odd 1.0 is left out: files that end with '.svg' are of another format
archdeck.exports 'other' of odd 1.0 is left out: 3 is no archdeck.extending.Export
archdeck.exports 'svg' of odd 1.0 is left out: there is a format 'svg' already
archdeck.imports 'Odd' of odd 1.0 is left out: 'Odd' cannot be the name of a reader: lower-case letters and digits, \
joined by hyphens
archdeck.imports 'other' of odd 1.0 is left out: 3 is no archdeck.extending.Reader
archdeck.imports 'terraform' of odd 1.0 is left out: there is a reader 'terraform' already
archdeck.kinds 'broken' of odd 1.0 is left out: ModelError: site/broken.yaml:1:26: error: kind 'odd.a' has no key \
'nam'; did you mean 'name'? [unknown-key]
archdeck.kinds 'gone' of odd 1.0 is left out: ModuleNotFoundError: No module named 'no_such_module'
archdeck.kinds 'number' of odd 1.0 is left out: 3 is neither a module with a file kinds.yaml beside it nor the path of \
one
archdeck.kinds 'taken' of odd 1.0 is left out: kind 'odd.icon': the icon 'no.svg' does not exist
archdeck.kinds 'taken' of odd 1.0 is left out: there is a kind 'aws.rds' already
archdeck.rules 'gone' of odd 1.0 is left out: AttributeError: module 'odd' has no attribute 'NOTHING'
archdeck.rules 'number' of odd 1.0 is left out: TypeError: 'int' object is not iterable
archdeck.rules 'taken' of odd 1.0 is left out: rule 'bare' lacks `told`, an archdeck.extending.Explanation
archdeck.rules 'taken' of odd 1.0 is left out: there is a rule 'no-dlq' already
"""


def test_what_is_broken_is_named_once_and_left_out() -> None:
    """Of `taken` the third kind is sound, and stays. A rule that fails finds nothing, and a check goes on."""
    path = written(Path("site"), POINTS, odd=ODD)
    Path("site/broken.yaml").write_text("kinds: {odd.a: {name: A, nam: B}}\n", encoding="utf-8")
    Path("site/taken.yaml").write_text(
        "kinds: {aws.rds: {name: A}, odd.icon: {name: B, icon: no.svg}, odd.fine: {name: Fine}}\n", encoding="utf-8"
    )
    text = SHOP.replace("acme.desk", "users").replace("acme.ledger", "odd.fine")
    Path("model/shop.yaml").write_text(text, encoding="utf-8")
    told = run("doctor", path=path)
    faults = [line.removeprefix("archdeck: warning: ") for line in told.stderr.splitlines()]
    assert (told.returncode, sorted(faults)) == (0, SAID.splitlines())
    assert "left out: there is a kind 'aws.rds' already" in told.stdout
    checked = run("check", path=path)
    assert checked.returncode == 0
    assert "archdeck.rules 'fails' of odd 1.0 is left out: ZeroDivisionError: division by zero" in checked.stderr
    assert "Traceback" not in checked.stderr
    drawn = run("render", "shop", "prod", "--format", "fails", path=path)
    assert drawn.returncode == 1
    assert "archdeck: error: archdeck.exports 'fails' of odd 1.0 drew no file of 'prod'" in drawn.stderr
    assert "archdeck.exports 'fails' of odd 1.0 is left out: KeyError: 'x'" in drawn.stderr


def test_a_build_notices_packages_that_come_change_and_go() -> None:
    """Nothing is made anew where they are as they were."""
    text = SHOP.replace("acme.desk", "users").replace("acme.ledger", "aws.rds")
    Path("model/shop.yaml").write_text(text, encoding="utf-8")
    path = Path("site-packages")
    said = []
    for step in ("none", "none", "1.0", "1.0", "1.1", "gone"):
        if step not in ("none", "gone"):
            installed(path, version=step)
        built = run("build", "--no-site", "--no-deck", path=path if step not in ("none", "gone") else None)
        assert built.returncode == 0, built.stderr
        said.append(built.stdout.partition(",")[0])
    drawn, fresh = "shop: 5 views drawn", "shop: 0 views drawn"
    assert said == [drawn, fresh, drawn, fresh, drawn, drawn]
