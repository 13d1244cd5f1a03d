"""Packages to the imports in them, and to those that break an order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "src" / "archdeck"

# From the ground up: a package imports only from the lines above its own.
HOUSE = [
    "language",
    "canvas",
    "model",
    "imports",
    "exports",
    "answers",
    "views",
    "layout",
    "paint",
    "pages",
    "deck",
    "project",
    "site",
    "agents",
    "editors",
    "cli",
]


@dataclass(frozen=True)
class Import:
    """A name that a file takes from a module; `name` is '' for `import module`. Paths are below the library."""

    file: str
    module: str
    name: str


@cache
def modules() -> dict[str, ast.Module]:
    """Every file of the library by its path below it."""
    return {
        p.relative_to(LIBRARY).as_posix(): ast.parse(p.read_text(encoding="utf-8"))
        for p in sorted(LIBRARY.rglob("*.py"))
    }


@cache
def imports() -> tuple[Import, ...]:
    """All imports of archdeck's own modules, those inside functions too; `module` is without `archdeck.`."""
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for file, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: a relative import"
                taken = [(node.module or "", alias.name) for alias in node.names]
            elif isinstance(node, ast.Import):
                taken = [(alias.name, "") for alias in node.names]
            else:
                continue
            for module, name in taken:
                if module == "archdeck" or module.startswith("archdeck."):
                    yield Import(file, module.removeprefix("archdeck").removeprefix("."), name)


def package(path: str) -> str:
    """The package of a file or module, by its path or name below the library."""
    return path.replace(".", "/").partition("/")[0]


def parts_of(package: str) -> set[str]:
    """The modules and packages that stand directly in a package, named by its path below the library."""
    folder = LIBRARY / package
    found = {p.stem for p in folder.glob("*.py")} | {p.parent.name for p in folder.glob("*/__init__.py")}
    return found - {"__init__"}


def out_of_order(package: str, order: list[str]) -> list[str]:
    """What imports something that stands in a later line, in a package; then what has no line, or a line and no file.
    What stands in one line knows nothing of each other. The package's own face may import all."""
    rank = {name: k for k, line in enumerate(order) for name in line.split()}
    prefix = package.replace("/", ".")
    wrong = [f"{name} has no line" for name in sorted(parts_of(package) - rank.keys())]
    wrong += [f"{name} is not there" for name in sorted(rank.keys() - parts_of(package))]
    for found in imports():
        if not found.file.startswith(f"{package}/") or found.file == f"{package}/__init__.py":
            continue
        here = found.file.removeprefix(f"{package}/").partition("/")[0].removesuffix(".py")
        if found.module == prefix:
            there = found.name
        elif found.module.startswith(f"{prefix}."):
            there = found.module.removeprefix(f"{prefix}.").partition(".")[0]
        else:
            continue
        if there != here and rank.get(there, len(order)) >= rank.get(here, -1):
            wrong.append(f"{found.file} imports {there}")
    return wrong
