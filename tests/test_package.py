"""What is published: a wheel and a source archive that hold all of the library, and work where nothing else is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
import yaml
from packaging.metadata import Metadata

from archdeck import __version__
from house import LIBRARY, ROOT

UNSHIPPED = {".pyc"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(dist / f"archdeck-{__version__}-py3-none-any.whl")


def test_the_wheel_holds_the_library_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Templates, fonts, icons, tables and the starter project are as much of it as the code is."""
    files = (p for p in LIBRARY.rglob("*") if p.is_file() and p.suffix not in UNSHIPPED)
    told = {f"archdeck-{__version__}.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    told |= {f"archdeck-{__version__}.dist-info/licenses/LICENSE"}
    assert set(wheel.namelist()) == {f"archdeck/{p.relative_to(LIBRARY).as_posix()}" for p in files} | told


def test_what_the_wheel_says_of_itself(wheel: zipfile.ZipFile) -> None:
    told = wheel.read(f"archdeck-{__version__}.dist-info/METADATA")
    assert Metadata.from_email(told, validate=True).description_content_type == "text/markdown"  # as registries ask
    about = message_from_string(told.decode())
    assert (about["Name"], about["Version"], about["License-Expression"]) == ("archdeck", __version__, "MIT")
    assert about["Requires-Python"] == ">=3.11"
    assert wheel.read(f"archdeck-{__version__}.dist-info/entry_points.txt").decode().split("\n") == [
        "[console_scripts]",
        "archdeck = archdeck.cli:main",
        "",
        "[mkdocs.plugins]",
        "archdeck = archdeck.site.plugin:ArchdeckPlugin",
        "",
    ]


def test_the_source_archive_is_what_the_tests_need(dist: Path) -> None:
    with tarfile.open(dist / f"archdeck-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "pyproject.toml",
        "tests/conftest.py",
        "model/archdeck.schema.json",
    }
    assert wanted <= names
    assert not [name for name in names if name.startswith(("site/", ".archdeck/", "docs/systems/"))]


def test_what_is_installed_makes_a_project_and_its_pictures(dist: Path, tmp_path: Path) -> None:
    """`archdeck new`, `check`, `render` in a folder without this repository."""
    installed, home = tmp_path / "installed", tmp_path / "home"
    home.mkdir()
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    here = {**os.environ, "PYTHONPATH": str(installed)}

    def archdeck(*command: str, folder: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "archdeck", *command],
            cwd=folder, env=here, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    archdeck("new", "mine", folder=home)
    assert archdeck("check", folder=home / "mine") == ""
    assert archdeck("render", "shop", "prod", folder=home / "mine").startswith("<svg ")
    where = [sys.executable, "-c", "import archdeck; print(archdeck.__file__)"]
    found = subprocess.run(where, cwd=home, env=here, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(installed)


def test_every_package_that_comes_along_is_listed_with_its_licence() -> None:
    listed = re.findall(
        r"^\| [^|`]+ \| ([a-z0-9, -]+) \|$", (ROOT / "docs/reference/packages.md").read_text("utf-8"), re.MULTILINE
    )
    required = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert sorted(name for names in listed if names != "---" for name in names.split(", ")) == sorted(set(required))


def test_wheels_are_those_of_the_versions_that_are_installed() -> None:
    listed = re.findall(
        r"^\| `([a-z0-9-]+) ([0-9.]+)` \|", (ROOT / "docs/reference/packages.md").read_text("utf-8"), re.MULTILINE
    )
    required = dict(
        re.findall(r"^([a-z0-9-]+)==([0-9.]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    )
    assert len(listed) == 10
    assert [(name, version) for name, version in listed if required[name] != version] == []


def test_the_audit_of_packages_warns_and_stops_nothing() -> None:
    """Of all that is pinned, by a tool that is pinned; what it finds fails no step."""
    job = yaml.safe_load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"))["jobs"]["audit"]
    assert job["continue-on-error"] is True
    assert job["strategy"]["matrix"]["pinned"] == sorted((p.name for p in ROOT.glob("requirements*.txt")), reverse=True)
    *_, tool, audit = (step["run"] for step in job["steps"] if "run" in step)
    assert re.fullmatch(r"pip install pip-audit==\d+\.\d+\.\d+", tool)
    assert audit.startswith('pip-audit --require-hashes --disable-pip -r ${{ matrix.pinned }} ||\necho "::warning ')
