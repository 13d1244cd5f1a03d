"""What `archdeck init ci` writes: valid for its host, with no more rights than needed; and every step does its work in
a repository of two commits, with the host played by small programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema.validators import validator_for

from archdeck import __version__
from archdeck.cli.commands import cli
from archdeck.project.workflows import ACTIONS, HOSTS, workflow_files
from longer import FULL

SHOP = """\
system: {name: Shop}
components: {web: {kind: aws.ec2}, db: {kind: aws.rds}}
relations: {read: {from: web, to: db, kind: data}}
environments: {prod: {places: {eu-west-1: {kind: region, runs: {web: {}, db: {}}}}}}
"""
CHANGED = SHOP.replace("db: {kind: aws.rds}", "db: {kind: aws.rds}, cache: {kind: redis}").replace(
    "db: {}}}", "db: {}, cache: {}}}"
)
PATHS = {"github": ".github/workflows/architecture.yml", "gitlab": ".gitlab/architecture.yml"}


def written(host: str, requirements: str = "") -> Any:
    """The workflow of a host; `on` is a truth value to YAML 1.1."""
    found = yaml.safe_load(workflow_files(host, "model", "main", requirements)[PATHS[host]])
    return {"on" if key is True else key: value for key, value in found.items()}


# ---- what is written


@pytest.mark.parametrize(("host", "schema"), [("github", "github-workflows"), ("gitlab", "gitlab-ci")])
def test_it_is_valid_for_its_host(host: str, schema: str) -> None:
    """By the schemas of SchemaStore and GitLab that check-jsonschema ships."""
    known = json.loads((files("check_jsonschema") / f"builtin_schemas/vendor/{schema}.json").read_text("utf-8"))
    judge = validator_for(known)(known)
    texts = [written(host), *map(yaml.safe_load, HOSTS[host].joins.values())]
    assert [error.message for text in texts for error in judge.iter_errors(text)] == []
    assert list(judge.iter_errors({"jobs": {"a": {"steps": []}}, "include": 5})) != []


def test_jobs_of_github_have_the_rights_that_they_need_and_no_code_where_they_write() -> None:
    found = written("github")
    assert (found["permissions"], sorted(found["on"])) == ({}, ["pull_request", "push"])
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "check": {"contents": "read", "security-events": "write"},
        "build": {"contents": "read"},
        "publish": {"pages": "write", "id-token": "write"},
        "changes": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    used = {name: [s["uses"].partition("@")[0] for s in j["steps"] if "uses" in s] for name, j in found["jobs"].items()}
    assert used["publish"] == ["actions/deploy-pages"]
    assert used["comment"] == ["actions/download-artifact"]
    steps = [step for job in found["jobs"].values() for step in job["steps"]]
    assert [s["with"]["persist-credentials"] for s in steps if "checkout" in s.get("uses", "")] == [False] * 3


def test_actions_are_named_by_their_commit() -> None:
    text = workflow_files("github", "model", "main", "")[PATHS["github"]]
    used = re.findall(r"uses: (\S+)@(.+)", text)
    assert len(used) == 12
    assert [one for one in used if not re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", one[1])] == []
    assert {pin for _, pin in used} == set(ACTIONS.values())


def test_nothing_of_a_host_stands_in_a_script() -> None:
    """What a pull request may name reaches a shell as a variable, never as text of it."""
    scripts = [s["run"] for job in written("github")["jobs"].values() for s in job["steps"] if "run" in s]
    assert [script for script in scripts if "${{" in script] == []


def test_it_installs_what_the_project_lists() -> None:
    listed = workflow_files("github", "model", "main", "archdeck==1.2.3 --hash=sha256:0\nmkdocs\n")[PATHS["github"]]
    assert listed.count("run: pip install -r requirements.txt\n") == 3
    alone = workflow_files("github", "model", "main", "archdeck-extra\n# archdeck\n")[PATHS["github"]]
    assert alone.count(f"run: pip install archdeck=={__version__}\n") == 3


# ---- what is there already


def test_what_is_there_is_told_and_stays(tmp_path: Path) -> None:
    def call(*options: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["init", "ci", "--into", str(tmp_path), *options])
        return done.exit_code, done.output

    path = PATHS["gitlab"]
    (tmp_path / ".gitlab-ci.yml").write_text("stages: [test]\n")
    there = f".gitlab-ci.yml: there already; add `- local: {path}` under `include:` in it\n"
    assert call("--host", "gitlab") == (0, f"{path}: written\n{there}")
    assert call("--host", "gitlab") == (0, f"{path}: as before\n{there}")
    (tmp_path / path).write_text("mine: {}\n")
    kept = f"{path}: there already, and otherwise; --force writes it anew\n{there}"
    assert call("--host", "gitlab") == (1, kept)
    assert (tmp_path / path).read_text() == "mine: {}\n"
    assert call("--host", "gitlab", "--force") == (0, f"{path}: written\n{there}")
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "stages: [test]\n"
    assert call("--host", "github", "--branch", "a b")[1].endswith(
        "Error: 'a b' is not letters, digits and . _ - / alone\n"
    )


# ---- what it does


class Played:
    """A repository of two commits, and a host for its workflow: programs that stand in for what is installed there. A
    build is played, too, but in a run of its own (`ARCHDECK_FUZZ=full`)."""

    def __init__(self, folder: Path):
        self.repository, self.programs, self.calls = folder / "repository", folder / "bin", folder / "calls"
        self.calls.mkdir()
        self.programs.mkdir()
        (self.repository / "model").mkdir(parents=True)
        self._program("pip", "")
        call = f'exec {sys.executable} -c "from archdeck.cli import main; main()" "$@"'
        played = "build) mkdir -p site && touch site/index.html ;;" if not FULL else ""
        self._program("archdeck", f'case "$1" in {played} *) {call} ;; esac')
        self._program("python", f'exec {sys.executable} "$@"')
        self.git("init", "-q")
        for text in (SHOP, CHANGED):
            (self.repository / "model" / "shop.yaml").write_text(text)
            self.git("add", "-A")
            self.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "model")
        self.base = self.git("rev-parse", "HEAD~1")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.repository, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def _program(self, name: str, does: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{self.calls / name}"\n{does}\n')
        path.chmod(0o755)

    def called(self, name: str) -> list[str]:
        path = self.calls / name
        return path.read_text().splitlines() if path.exists() else []

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """As GitHub does: each step in a shell of its own that ends with the first command that fails."""
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        given = {**os.environ, "PATH": path, "CI": "true", **environment}
        return subprocess.run(shell, cwd=self.repository, env=given, capture_output=True, text=True, timeout=120)


@pytest.fixture
def played(tmp_path: Path) -> Played:
    return Played(tmp_path)


def test_every_step_on_github(played: Played) -> None:
    """A pull request, then another push to it: the comment of the first is changed."""
    own = '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- archdeck -->"))) | .id'
    played._program("gh", 'case "$*" in *--paginate*) cat "$COMMENTS" ;; esac')
    comments = played.calls.parent / "comments"
    comments.write_text("")
    said = {"${{ github.event.pull_request.base.sha }}": played.base, "${{ github.token }}": "secret"}
    said["${{ github.event.pull_request.number }}"] = "7"
    host = {"GITHUB_REPOSITORY": "team/shop", "COMMENTS": str(comments), "GITHUB_STEP_SUMMARY": str(comments) + ".md"}
    for name, job in written("github")["jobs"].items():
        for step in job["steps"]:
            given = {key: said[value] for key, value in step.get("env", {}).items()}
            done = played.run(step.get("run", "true"), **host, **given)
            assert (name, step["name"], done.returncode, "secret" in done.stdout + done.stderr) == (
                name,
                step["name"],
                0,
                False,
            )
    assert played.called("pip") == [f"install archdeck=={__version__}"] * 3
    assert json.loads((played.repository / "archdeck.sarif").read_text())["version"] == "2.1.0"
    assert (played.repository / "site" / "index.html").exists()
    comment = (played.repository / "changes" / "comment.md").read_text()
    assert comment.startswith("<!-- archdeck -->\n### Shop: ")
    assert "| + added | component | cache |" in comment
    assert '```mermaid\n---\ntitle: "Shop – Prod since ' in comment
    assert Path(host["GITHUB_STEP_SUMMARY"]).read_text() == comment
    assert sorted(p.name for p in (played.repository / "changes" / "shop").iterdir()) == [
        "diff-since--prod.png",
        "diff-since--prod.svg",
    ]
    path = "repos/team/shop/issues/7/comments"
    asked = f"api --paginate {path} --jq {own}"
    assert played.called("gh") == [asked, f"api --silent --method POST {path} --field body=@changes/comment.md"]
    comments.write_text("41\n42\n")
    last = written("github")["jobs"]["comment"]["steps"][-1]["run"]
    assert played.run(last, NUMBER="7", **host).returncode == 0
    changed = "api --silent --method PATCH repos/team/shop/issues/comments/41 --field body=@changes/comment.md"
    assert played.called("gh")[2:] == [asked, changed]
    comments.write_text("")
    (played.repository / "changes" / "comment.md").write_text("<!-- archdeck -->\nnothing changed since 123\n")
    assert played.run(last, NUMBER="7", **host).returncode == 0
    assert played.called("gh")[4:] == [asked]


def test_a_model_that_is_broken_is_told_and_fails_the_check_alone(played: Played) -> None:
    (played.repository / "model" / "shop.yaml").write_text(SHOP.replace("aws.rds", "aws.rdss"))
    jobs = written("github")["jobs"]
    checks = [played.run(s["run"]) for s in jobs["check"]["steps"] if "run" in s]
    assert [done.returncode for done in checks] == [0, 0, 1]
    assert "error: 'aws.rdss' is not a kind; did you mean 'aws.rds'?" in checks[-1].stdout
    assert '"ruleId": "unknown-kind"' in (played.repository / "archdeck.sarif").read_text()
    summary = played.calls.parent / "summary.md"
    compare = next(step["run"] for step in jobs["changes"]["steps"] if step["name"] == "Compare")
    done = played.run(compare, BASE=played.base, GITHUB_STEP_SUMMARY=str(summary))
    assert (done.returncode, summary.read_text()) == (
        0,
        "<!-- archdeck -->\nThe models cannot be compared: one of them is not valid, or was not before.\n",
    )


@pytest.fixture
def notes() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """GitLab's address for notes, and what was asked of it; the second time there is one of our own."""
    asked: list[tuple[str, str, str]] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked.append((self.command, self.path, self.rfile.read(length).decode()))
            mine = [{"id": 5, "author": {"id": 1}, "body": "<!-- archdeck -->\nold"}]
            others = [{"id": 4, "author": {"id": 2}, "body": "<!-- archdeck -->"}]
            found: Any = {"id": 1} if self.path.endswith("/user") else others + mine * (len(asked) > 3)
            self.send_response(200 if self.headers["PRIVATE-TOKEN"] == "secret" else 401)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        do_POST = do_PUT = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_every_step_on_gitlab(played: Played, notes: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, asked = notes
    jobs = written("gitlab")
    host = {"CI_API_V4_URL": address, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "9", "ARCHDECK_TOKEN": "secret"}
    host["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = played.base
    order = ["architecture-check", "architecture-build", "architecture-changes", "pages", "architecture-comment"]
    assert sorted(order) == sorted(name for name in jobs if not name.startswith("."))
    for name in [*order, "architecture-comment"]:
        before = jobs[".architecture"]["before_script"] if "extends" in jobs[name] else []
        done = played.run("\n".join([*before, *jobs[name]["script"]]), **host)
        assert (name, done.returncode, done.stderr if done.returncode else "") == (name, 0, "")
        assert "secret" not in done.stdout + done.stderr
    report = json.loads((played.repository / "gl-code-quality-report.json").read_text())
    assert {(one["check_name"], one["severity"], one["location"]["path"]) for one in report} >= {
        ("unexplained", "minor", "model/shop.yaml")
    }
    assert (played.repository / "public").is_dir()
    comment = (played.repository / "changes" / "comment.md").read_text()
    assert "| + added | component | cache |" in comment
    path = "/projects/3/merge_requests/9/notes"
    assert [(method, where) for method, where, _ in asked] == [
        *(("GET", "/user"), ("GET", f"{path}?per_page=100&sort=asc"), ("POST", path)),
        *(("GET", "/user"), ("GET", f"{path}?per_page=100&sort=asc"), ("PUT", f"{path}/5")),
    ]
    assert [json.loads(body)["body"] for method, _, body in asked if method != "GET"] == [comment, comment]
