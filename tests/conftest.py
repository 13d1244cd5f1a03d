"""What several test files share: the site of the small system, built as the build and MkDocs build every site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_model import SHOP
from site_project import ROOT, run, write_project


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small system, by `mkdocs build --strict`; the project is the folder around it."""
    project = write_project(tmp_path_factory.mktemp("site") / "project", [])
    shutil.copy(ROOT / "build.py", project)
    (project / "model/shop.yaml").write_text(SHOP)
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "site"
