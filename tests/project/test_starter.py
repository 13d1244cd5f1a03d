"""What `archdeck new` gives: a project that builds at once, whose files say the same as those of this repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from archdeck.answers.checks import check
from archdeck.answers.rules.linting import lint
from archdeck.model.systems import find_systems, read_model
from archdeck.project.starter import starter_files

ROOT = Path(__file__).parents[2]


def write(folder: Path) -> Path:
    for name, text in starter_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def archdeck(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from archdeck.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_files() -> None:
    assert sorted(starter_files()) == [
        ".gitignore",
        "README.md",
        "build.py",
        "docs/index.md",
        "mkdocs.yml",
        "model/archdeck.schema.json",
        "model/shop.yaml",
    ]


def test_its_model_has_no_problems(tmp_path: Path) -> None:
    (found,) = find_systems(write(tmp_path) / "model").items()
    model = read_model(*found)
    assert [str(problem) for problem in (*check(model), *lint(model, date(2026, 6, 1)).problems)] == []


def test_its_site_has_the_settings_of_ours() -> None:
    """Only the name and the description are a project's own."""
    ours = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    new = yaml.safe_load(starter_files()["mkdocs.yml"])
    own = {"site_name": "Our architecture", "site_description": "What we run, where, and why"}
    assert new == ours | own, "mkdocs.yml was changed: change that of starter_project/ in the same way"


def test_its_hook_is_ours() -> None:
    def code(text: str) -> str:
        return text.partition('"""\n\n')[2]

    assert code(starter_files()["build.py"]) == code((ROOT / "build.py").read_text(encoding="utf-8"))


def test_a_new_project_builds_at_once_and_is_fresh_then(tmp_path: Path) -> None:
    assert archdeck(tmp_path, "new", "shop").returncode == 0
    first, second = archdeck(tmp_path / "shop", "build"), archdeck(tmp_path / "shop", "build")
    site = Path("site", "index.html")
    assert (first.returncode, first.stdout.splitlines()[-1], first.stderr) == (0, f"site: {site}", "")
    assert second.stdout.splitlines()[-1] == f"site: {site} (fresh)"
    assert "0 views drawn" in second.stdout
    assert (tmp_path / "shop" / "site" / "systems" / "shop" / "environments" / "prod.html").is_file()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH to ask what it ignores")
def test_git_ignores_what_can_be_made_again(tmp_path: Path) -> None:
    write(tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    names = ["model/shop.yaml", "docs/index.md", "docs/systems/index.md", "site/index.html", "diagrams/shop/prod.svg"]
    asked = subprocess.run(["git", "check-ignore", *names], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert asked.stdout.splitlines() == ["docs/systems/index.md", "site/index.html", "diagrams/shop/prod.svg"]
