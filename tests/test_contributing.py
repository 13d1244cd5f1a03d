"""CONTRIBUTING.md tells the truth: its paths, its functions, its table and its picture are those of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from archdeck.language import Severity
from archdeck.library import check, load
from archdeck.model import Model
from house import HOUSE, LIBRARY, ROOT, imports, modules, package

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HOUSE_MODEL = ROOT / "contributing" / "house.yaml"
PICTURE = ROOT / "contributing" / "house.svg"
DRAW = "archdeck render contributing/house.yaml layers --out contributing/house.svg"


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def said_by_face(of: str) -> str:
    """What the first paragraph of a package's docstring says."""
    doc = ast.get_docstring(ast.parse((LIBRARY / of / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].split())


def model() -> Model:
    return load(HOUSE_MODEL).model


# ----------------------------------------------------------------------------------------------- the page


def test_every_path_is_there() -> None:
    """Whatever has a slash or an ending, below the root or the library; a bare name is that of some module. Names with
    `ID` and `…` stand for others, and `.venv/` is made."""
    named = {a or b for a, b in re.findall(r"`([\w./-]+)`|\]\(([\w./-]+)\)", PAGE)}
    paths = {path for path in named if re.search(r"/|\.(py|yaml|md|svg)$", path) and not re.match(r"ID|\.venv", path)}
    bare = {path.name for path in LIBRARY.rglob("*.py")}
    assert [p for p in sorted(paths) if not (ROOT / p).exists() and not (LIBRARY / p).exists() and p not in bare] == []
    assert len(paths) > 40


def test_every_function_on_the_way_of_a_component_is_there() -> None:
    """`load` in `language/loading.py` is a function or a class of that module."""
    named = re.findall(r"`(\w+)` in `([\w./]+\.py)`", PAGE)
    found = modules()
    lacking = [
        f"{name} in {path}"
        for path, name in ((path.removeprefix("src/archdeck/"), name) for name, path in named)
        if name not in {n.name for n in found[path].body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    ]
    assert lacking == []
    passed = re.findall(r"^\| `(\w+)` \|", section("One component from YAML to page"), re.M)
    aside = ("canvas", "imports", "exports", "agents", "editors")  # in layout; other ways to begin, end and go on
    assert passed == [name for name in HOUSE if name not in aside]


def test_the_tables_to_add_a_line_to_are_there() -> None:
    """`CHECKS`, `FORMATS` and the like are assigned somewhere in the library, or in the tests."""
    told = set(re.findall(r"`([A-Z_]{4,})`", section("How to add")))
    assigned = {
        target.id
        for tree in [*modules().values(), ast.parse((ROOT / "tests" / "house.py").read_text(encoding="utf-8"))]
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert told - assigned == set()
    assert {"CHECKS", "RULES", "MAKERS", "STATES", "FORMATS", "FAMILIES"} <= told


def test_the_table_says_what_the_faces_say() -> None:
    rows = re.findall(r"^\| \[`(\w+)`\]\(src/archdeck/(\w+)\) \| (.+) \|$", PAGE, re.M)
    assert rows == [(name, name, said_by_face(name)) for name in HOUSE]


# ----------------------------------------------------------------------------------------------- its picture


def test_the_house_is_a_sound_model() -> None:
    assert [str(p) for p in check(HOUSE_MODEL).problems if p.severity is not Severity.NOTE] == []


def test_the_components_are_the_packages() -> None:
    """Their order is that of the packages, and they say what the faces say."""
    assert [(c.id, c.summary) for c in model().components] == [(name, said_by_face(name)) for name in HOUSE]


def test_the_arrows_are_the_imports() -> None:
    """Those between packages that follow from no others (the transitive reduction), each to the one that imports."""
    taken: dict[str, set[str]] = {name: set() for name in HOUSE}
    for found in imports():
        here, there = package(found.file), package(found.module)
        if here in taken and there in taken and here != there:
            taken[here].add(there)
    known: dict[str, set[str]] = {}
    for name in HOUSE:  # from the ground up, so that what a package takes is known by then
        known[name] = taken[name].union(*(known[other] for other in taken[name]))
    telling = {
        (there, here)
        for here in HOUSE
        for there in taken[here]
        if not any(there in known[other] for other in taken[here])
    }
    assert {(r.source.id, r.target.id) for r in model().relations} == telling


def test_no_arrow_leads_up() -> None:
    assert [r.id for r in model().relations if r.source.tier.index > r.target.tier.index] == []


def test_the_picture_is_what_the_model_draws() -> None:
    picture = load(HOUSE_MODEL).draw("layers")
    assert picture.faults == ()
    assert PICTURE.read_text(encoding="utf-8") == picture.svg, f"look at it, and accept it: {DRAW}"
    assert DRAW in PAGE


def test_the_house_is_no_system_of_the_site() -> None:
    assert "house" not in {path.stem for path in Path(ROOT / "model").iterdir()}
