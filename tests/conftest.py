"""What several test files share: the small system as a project on disk, and its site as MkDocs builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_model import SHOP, model_of, pages_of
from site_project import run, write_project


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the small system, by `mkdocs build --strict`."""
    project = tmp_path_factory.mktemp("site") / "project"
    write_project(project, [pages_of(model_of(SHOP, tmp_path_factory.mktemp("model")))])
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "site"
