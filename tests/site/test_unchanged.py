"""A second `mkdocs build` where nothing changed: it builds nothing, and everything else makes it build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from archdeck.site import hooks
from archdeck.site.make import PAGES_MADE
from site_project import ROOT

PAGES = {
    "systems/index.md": "---\ntitle: Systems\norder: 0\n---\n\n# Systems\n",
    "systems/cards.txt": "The cards.\n",
    "systems/assets/archdeck.css": "",
    "systems/assets/archdeck.js": "",
    "systems/assets/iframe-worker.js": "",
    "index.md": '# Home\n\n--8<-- "docs/systems/cards.txt"\n',
    "more.md": "# More\n\nWords.\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the site that `mkdocs build` made of it."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "build.py").write_text("from archdeck.hooks import *\n", encoding="utf-8")
    for path, text in PAGES.items():
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("_project", "_built", "_nav", "_kept", "_unchanged"):
        monkeypatch.setattr(hooks, name, None)
    monkeypatch.setattr(hooks, "_whole", False)
    monkeypatch.setattr(hooks, "draw", lambda _: None)
    monkeypatch.delenv(PAGES_MADE, raising=False)
    assert builds(tmp_path)
    return tmp_path


def builds(project: Path, **settings: Any) -> bool:
    """Whether `mkdocs build` builds the site, or else ends well without."""
    config = load_config(str(project / "mkdocs.yml"), **settings)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except SystemExit as end:
        if end.code:
            raise
        return False
    return True


def append(path: str, text: str = "\n") -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        file = project / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def test_nothing_changed(project: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (project / "site").rglob("*")}
    assert not builds(project)
    assert not builds(project)
    assert before == {p: p.stat().st_mtime_ns for p in (project / "site").rglob("*")}


@pytest.mark.parametrize(
    "edit",
    [
        append("docs/more.md"),
        append("docs/systems/index.md"),
        append("docs/systems/cards.txt"),
        append("mkdocs.yml"),
        append("build.py"),
        append("site/more.html"),
        lambda project: (project / "docs/new.md").write_text("# New\n", encoding="utf-8"),
        lambda project: (project / "docs/more.md").unlink(),
        lambda project: (project / "site/404.html").unlink(),
        lambda project: (project / "site/other.html").write_text("", encoding="utf-8"),
        lambda project: shutil.rmtree(project / "site"),
        lambda project: (project / ".archdeck/site.json").write_text("[1, 2", encoding="utf-8"),
    ],
)
def test_whatever_changed_is_built_once(edit: Callable[[Path], object], project: Path) -> None:
    edit(project)
    assert [builds(project), builds(project)] == [True, False]


def test_another_site_is_built(project: Path) -> None:
    assert builds(project, site_dir=str(project / "elsewhere"))
    assert builds(project, use_directory_urls=True, site_url="https://example.org/")


@pytest.mark.parametrize(
    ("command", "dirty", "whole"),
    [("build", False, True), ("build", True, False), ("serve", False, False), ("gh-deploy", False, False)],
)
def test_only_a_whole_build_may_be_left_out(
    command: str, dirty: bool, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_whole", "_serving"):
        monkeypatch.setattr(hooks, name, None)
    hooks.on_startup(command, dirty)
    assert hooks._whole == whole


def test_what_mkdocs_warned_of_is_said_again(project: Path) -> None:
    append("docs/more.md", "[gone](gone.md)\n")(project)
    assert [builds(project), builds(project)] == [True, True]
    append("docs/more.md", "[home](index.md)\n")(project)
    (project / "docs/gone.md").write_text("# Found\n", encoding="utf-8")
    assert [builds(project), builds(project)] == [True, False]


@pytest.mark.parametrize("include", ['--8<-- "README.md"', "--8<--\nREADME.md\n--8<--"])
def test_a_page_with_something_from_elsewhere_is_always_built(include: str, project: Path) -> None:
    (project / "README.md").write_text("Words.\n", encoding="utf-8")
    append("docs/more.md", f"\n{include}\n")(project)
    assert [builds(project), builds(project)] == [True, True]


def test_code_of_others_is_always_run(project: Path) -> None:
    code = "def on_page_markdown(markdown, **_): return markdown\n"
    (project / "others.py").write_text(code, encoding="utf-8")
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("hooks:\n", "hooks:\n  - others.py\n"), encoding="utf-8")
    assert [builds(project), builds(project)] == [True, True]
