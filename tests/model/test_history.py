"""What changed in a model since a revision of git: `archdeck diff SYSTEM --since REV`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.cli.commands import cli
from archdeck.model.git import files_at

SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  web: {kind: aws.ec2, summary: Shows pages, icon: own.svg}
  db: {kind: aws.rds, recovery: {promote: 90s}}
relations:
  a: {from: users, to: web}
  b: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      r: {kind: region}
      one: {kind: zone, in: r, runs: {web: {}, db: {role: primary}}}
      two: {kind: zone, in: r, runs: {web: {}, db: {role: standby}}}
flows:
  buy: {steps: {1: {from: users, to: web}, 2: {from: web, to: db}}}
requirements:
  zone: {says: A zone may fail., target: {survives: zone, rto: 2m}, met_by: [db]}
"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><path d="M0 0h64v64z"/></svg>'


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose folder `deep/model` has one commit with the shop, and the shop as a folder with an icon."""
    git(tmp_path, "init", "--quiet")
    write(tmp_path, SHOP)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "The shop")
    return tmp_path


def write(project: Path, text: str) -> None:
    folder = project / "deep/model/shop"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shop.yaml").write_text(text, encoding="utf-8", newline="\n")
    (folder / "own.svg").write_text(ICON, encoding="utf-8")


def run(project: Path, *arguments: str) -> Any:
    return CliRunner().invoke(cli, ["diff", "shop", "--model", str(project / "deep/model"), *arguments])


def test_nothing_changed(project: Path) -> None:
    result = run(project, "--since", "HEAD")
    assert (result.exit_code, result.stdout) == (0, "shop has not changed since HEAD\n")
    assert run(project, "--since", "HEAD", "--format", "markdown").stdout == "### Shop: no change since HEAD\n"


def test_a_system_may_be_named_by_the_path_of_its_file(project: Path) -> None:
    """A file in a folder of the model is compared with that file, wherever `--model` points."""
    git(project, "mv", "deep/model/shop/shop.yaml", "deep/model/shop/all.yaml")
    git(project, "commit", "--quiet", "-m", "Another name")
    file = str(project / "deep/model/shop/all.yaml")
    for root in ("deep/model", "deep/model/shop", "none"):
        result = CliRunner().invoke(cli, ["diff", file, "--model", str(project / root), "--since", "HEAD"])
        assert (root, result.exit_code, result.stdout) == (root, 0, "all has not changed since HEAD\n")


CHANGED = (
    SHOP.replace("Shows pages", "Shows\n    pages and carts")
    .replace("  b: {from: web, to: db, kind: data}\n", "  b: {from: web, to: db, kind: data, label: SQL}\n")
    .replace("      two: {kind: zone, in: r, runs: {web: {}, db: {role: standby}}}\n", "")
    .replace("one: {kind: zone, in: r, runs: {web: {}", "one: {kind: zone, in: r, runs: {web: {count: 2}")
)
TOLD = """changed component web: summary Shows pages -> Shows pages and carts
removed relation db-standby
changed relation b: label nothing -> SQL
prod: removed place two
prod: removed instance db--two
prod: changed instance web--one: count 1 -> 2
prod: removed instance web--two
prod: worse: flow buy without one survives -> lost
prod: worse: requirement zone, survives zone met -> missed
prod: worse: requirement zone, rto 2m met -> missed
"""


def test_what_changed_and_what_comes_out_otherwise(project: Path) -> None:
    """A text that is only broken into other lines has not changed."""
    write(project, CHANGED)
    told = run(project, "--since", "HEAD").stdout
    assert sorted(told.splitlines()) == sorted(TOLD.splitlines())


def test_as_json(project: Path) -> None:
    write(project, CHANGED)
    found = json.loads(run(project, "--since", "HEAD", "--format", "json").stdout)
    assert list(found) == ["system", "since", "new", "differences", "environments", "consequences"]
    assert found["differences"][0] == {
        "change": "changed",
        "what": "component",
        "id": "web",
        "name": "Web",
        "because": "",
        "because_of": None,
        "fields": {"summary": ["Shows pages", "Shows pages and carts"]},
    }
    assert [d["id"] for d in found["environments"]["prod"]] == ["two", "db--two", "web--one", "web--two"]
    assert found["consequences"][0] == {
        "environment": "prod",
        "about": "flow buy without one",
        "before": "survives",
        "after": "lost",
        "worse": True,
    }


def test_as_a_comment(project: Path) -> None:
    write(project, CHANGED)
    told = run(project, "--since", "HEAD", "--format", "markdown").stdout.splitlines()
    assert told[0] == "### Shop: 7 changes since HEAD"
    assert "| ▼ worse | prod | flow buy without one | survives → lost |" in told
    assert "| ≠ changed | component | web | summary Shows pages → Shows pages and carts |  |" in told
    assert "In prod:" in told


def test_an_older_revision_and_a_system_that_was_not_there(project: Path) -> None:
    write(project, SHOP.replace("90s", "60s"))
    git(project, "commit", "--quiet", "-am", "Quicker")
    assert run(project, "--since", "HEAD~1").stdout == "changed component db: recovery.promote 1 min 30 s -> 1 min\n"
    (project / "deep/model/blog.yaml").write_text(SHOP.replace(", icon: own.svg", ""), encoding="utf-8")
    blog = CliRunner().invoke(cli, ["diff", "blog", "--model", str(project / "deep/model"), "--since", "HEAD"])
    assert (blog.exit_code, blog.stdout) == (0, "blog is new since HEAD\n")


def test_a_system_that_became_a_folder(project: Path) -> None:
    (project / "deep/model/blog.yaml").write_text(SHOP.replace(", icon: own.svg", ""), encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "A blog")
    (project / "deep/model/blog").mkdir()
    (project / "deep/model/blog.yaml").rename(project / "deep/model/blog/all.yaml")
    blog = CliRunner().invoke(cli, ["diff", "blog", "--model", str(project / "deep/model"), "--since", "HEAD"])
    assert (blog.exit_code, blog.stdout) == (0, "blog has not changed since HEAD\n")


def test_a_model_that_was_broken_then(project: Path) -> None:
    """Its problems stand where they stood: in that revision."""
    write(project, SHOP.replace("kind: aws.rds", "kind: aws.rdss"))
    git(project, "commit", "--quiet", "-am", "Broken")
    write(project, SHOP)
    result = run(project, "--since", "HEAD")
    message = "error: 'aws.rdss' is not a kind; did you mean 'aws.rds'? [unknown-kind]"
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"HEAD:deep/model/shop/shop.yaml:6:14: {message}\n"


@pytest.mark.parametrize("revision", ["nope", "--help", "", "HEAD:deep", "a\nb"])
def test_no_such_revision(project: Path, revision: str) -> None:
    result = run(project, "--since", revision)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        f"Error: git knows no revision {revision!r} here; a shallow clone has the newest only, `git fetch` brings more",
    )


def test_inside_a_hook_of_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    assert run(project, "--since", "HEAD").stdout == "shop has not changed since HEAD\n"


def test_a_tree_that_leads_upwards_is_not_followed(project: Path) -> None:
    """Git puts no `..` into a tree, but lists one: a file `../../evil.yaml` would land beside the export."""
    blob = _made(project, b"system: {name: Evil}", "hash-object", "-w", "--stdin")
    evil = _made(project, f"100644 blob {blob}\tevil.yaml\n".encode(), "mktree")
    up = _made(project, f"040000 tree {evil}\t..\n".encode(), "mktree")
    upper = _made(project, f"040000 tree {up}\t..\n".encode(), "mktree")
    assert [name for name, *_ in files_at(project, evil, ".")] == ["evil.yaml"]
    assert [name for name, *_ in files_at(project, upper, ".")] == []


def _made(project: Path, data: bytes, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(project), *arguments], input=data, check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_no_repository(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    result = run(tmp_path, "--since", "HEAD")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        "Error: git cannot say what was before: fatal: not a git repository (or any of the parent directories): .git",
    )


def test_no_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    result = run(project, "--since", "HEAD")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        "Error: git is not installed, so there is nothing to compare with; --since needs it",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name two environments to compare, or a revision with --since"),
        (["prod"], "name two environments to compare, or a revision with --since"),
        (["prod", "prod", "--since", "HEAD"], "name two environments, or a revision with --since, not both"),
    ],
)
def test_wrong_usage(project: Path, arguments: list[str], message: str) -> None:
    result = run(project, *arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")
