"""The order of imports, and that `diagrams` is the library from every entry point."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "archdeck"

# From the bottom up: a module imports only from its own line and from lines above it.
ORDER = [
    "problems values spelling",
    "writing clock",
    "language located reading",
    "memory",
    "model",
    "view fonts geometry look",
    "catalogue patch shapes",
    "load",
    "resolve",
    "model_json schema starter",
    "drill diff",
    "check systems lint",
    "history sarif",
    "views",
    "arrangements condense fold states",
    "grid",
    "sizes straight",
    "nesting",
    "place",
    "doors tracks",
    "search",
    "ports",
    "route",
    "label frame signs",
    "gate",
    "picture",
    "parts",
    "auto draw engine icons png svg",
    "render",
    "pages theme",
    "build",
    "site",
    "hooks doctor terminal",
    "cli",
]
RANK = {name: k for k, line in enumerate(ORDER) for name in line.split()}


def modules() -> dict[str, ast.Module]:
    return {
        p.relative_to(PACKAGE).as_posix(): ast.parse(p.read_text(encoding="utf-8"))
        for p in sorted(PACKAGE.rglob("*.py"))
    }


def part(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")


def test_imports_point_one_way() -> None:
    wrong = []
    for path, tree in modules().items():
        if path == "__init__.py":
            continue
        for node in ast.walk(tree):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += (
                [f"archdeck.{a.name}" for a in node.names]
                if names == ["archdeck"] and isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                _, _, inner = name.partition("archdeck.")
                target = inner.partition(".")[0]
                if target in RANK and RANK[target] > RANK[part(path)]:
                    wrong.append(f"{path} imports {target}")
    assert wrong == []


def test_every_module_has_its_place() -> None:
    assert {part(p) for p in modules()} - {"__init__"} == set(RANK)


def test_every_module_says_what_it_does() -> None:
    assert [p for p, tree in modules().items() if not ast.get_docstring(tree)] == []


PROBE = "import diagrams, pathlib; print(pathlib.Path(diagrams.__file__).resolve())"
ENTRIES = {
    "python -c": [sys.executable, "-c", PROBE],
    "python -m": [sys.executable, "-c", f"import archdeck.draw; {PROBE}"],
    "a file in the root": [
        sys.executable,
        "-c",
        f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); runpy.run_path('build.py'); {PROBE}",
    ],
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_diagrams_is_the_library(entry: str) -> None:
    done = subprocess.run(ENTRIES[entry], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ROOT / "diagrams") not in Path(done.stdout.strip()).parents


def test_there_is_no_code_in_diagrams() -> None:
    """One Python file in that folder, and it would shadow the library in build.py while pytest stays green."""
    assert list((ROOT / "diagrams").rglob("*.py")) == []
