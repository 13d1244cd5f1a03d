"""The house: the order of its packages, their faces, and that `diagrams` is the library from every entry point."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from house import HOUSE, LIBRARY, ROOT, imports, modules, package

DOORS = {  # what others import: names that stay, from the packages' faces
    "__init__.py",
    "__main__.py",
    "extending.py",
    "hooks.py",
    "library.py",
    "markdown.py",
}


RIM = {"extensions.py"}  # beside the packages, for several of them ask it: it knows none of them


def face(of: str) -> set[str]:
    """The names that a package exports."""
    tree = ast.parse((LIBRARY / of / "__init__.py").read_text(encoding="utf-8"))
    return {
        str(ast.literal_eval(name))
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for name in node.value.elts
    }


def test_imports_point_one_way() -> None:
    """Nothing imports a package of a later line."""
    assert [
        f"{found.file} imports {found.module}"
        for found in imports()
        if found.file not in DOORS
        and package(found.module) in HOUSE
        and HOUSE.index(package(found.module)) > HOUSE.index(package(found.file))
    ] == []


def test_packages_are_imported_by_their_face() -> None:
    """From another package comes only what its `__init__.py` exports, never a module of it."""
    faces = {name: face(name) for name in HOUSE}
    assert [
        f"{found.file} imports {found.name} of {found.module}"
        for found in imports()
        if package(found.module) in HOUSE
        and package(found.module) != package(found.file)
        and (found.module not in HOUSE or found.name not in faces[found.module])
    ] == []


@pytest.mark.parametrize("name", HOUSE)
def test_no_face_exports_a_name_that_a_module_beside_it_has(name: str) -> None:
    """What a face loads later would be the module instead, as soon as anything had imported that."""
    later = getattr(import_module(f"archdeck.{name}"), "LATER", {}).items()
    names = [one for key, value in later for one in ([key] if isinstance(value, str) else value)]
    assert [one for one in names if (LIBRARY / name / f"{one}.py").exists()] == []


def test_what_a_face_exports_is_used() -> None:
    """A name that no other package takes is private again."""
    used = {(found.module, found.name) for found in imports() if found.module != package(found.file)}
    used |= {("cli", "main")}  # the console script
    assert [f"{name} of {of}" for of in HOUSE for name in sorted(face(of)) if (of, name) not in used] == []


def test_every_module_is_in_a_package() -> None:
    assert {path for path in modules() if "/" not in path} == DOORS | RIM
    assert [found for found in imports() if found.file in RIM] == []
    assert {package(path) for path in modules() if "/" in path} == set(HOUSE)


def test_every_module_says_what_it_does() -> None:
    assert [p for p, tree in modules().items() if not ast.get_docstring(tree)] == []


PROBE = "import diagrams, pathlib; print(pathlib.Path(diagrams.__file__).resolve())"
ENTRIES = {
    "python -c": [sys.executable, "-c", PROBE],
    "python -m": [sys.executable, "-c", f"import archdeck.paint; {PROBE}"],
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


def test_nothing_that_git_ignores_is_kept() -> None:
    """Tools of others and what is made are not part of the project."""
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(listed, capture_output=True, text=True, check=True).stdout == ""
