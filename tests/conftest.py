"""What several test files share: the site of the small system, as the build and MkDocs build every site; a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from in_browser import chromium
from site_model import SHOP
from site_project import ROOT, run, write_project


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Tests that stand side by side run in one process, so that what they share is made once; a process that has none
    left takes some of those that are last in another. `--dist` says otherwise."""
    from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small system, by `mkdocs build --strict`; the project is the folder around it. Processes that run
    tests side by side share it: what one has finished another takes as it is."""
    here = tmp_path_factory.getbasetemp()
    shared = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "shop-project"
    if not shared.exists():
        project = write_project(tmp_path_factory.mktemp("site") / "project", [])
        shutil.copy(ROOT / "build.py", project)
        (project / "model/shop.yaml").write_text(SHOP)
        built = run(project, "mkdocs", "build", "--strict")
        assert built.returncode == 0, built.stdout + built.stderr
        with suppress(OSError):  # another process was first
            project.rename(shared)
    return shared / "site"


@pytest.fixture(scope="session")
def _started() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def browser(_started: Browser) -> Iterator[Browser]:
    """One for all tests of a process; what a test opens in it is closed with the test."""
    yield _started
    for context in _started.contexts:
        context.close()
