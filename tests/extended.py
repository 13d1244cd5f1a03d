"""Packages that add to archdeck, installed in a folder for a test: what a command says with them on the path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

EXAMPLE = Path(__file__).parent / "example_package"


def installed(folder: Path, project: Path = EXAMPLE, version: str = "") -> Path:
    """The folder with a package in it as an installer leaves it there: its files, and what is told of it."""
    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = told["name"].replace("-", "_"), version or told["version"]
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"{name}-*.dist-info"):
        shutil.rmtree(old)
    for path in project.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            shutil.copytree(path, folder / path.name, dirs_exist_ok=True)
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {told['name']}\nVersion: {version}\n")
    points = (f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in some.items()) for group, some in _points(told))
    (info / "entry_points.txt").write_text("\n".join(points))
    return folder


def _points(told: dict[str, dict[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    return list(told["entry-points"].items())


def written(folder: Path, points: str, **files: str) -> Path:
    """The folder with a package of these files, and entry points in the form of a wheel."""
    info = folder / "odd-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: odd\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)
    for name, text in files.items():
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with a folder of packages on its path."""
    done = python("-m", "archdeck", *arguments, path=path)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout, re.sub(r"\x1b\[\d*m", "", done.stderr))


def python(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Python with a folder of packages on its path."""
    paths = [str(path)] if path else []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")])}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment)
