"""Files whose names are no text, and folders and files that nobody may look at: told with their place, and no more."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archdeck.cli.commands import cli
from archdeck.site import SiteError
from archdeck.site.make import unnamed

SHOP = (
    "system: {name: Shop}\ncomponents: {web: {kind: aws.ec2, why: It shows}}\nenvironments: {prod: {runs: {web: {}}}}\n"
)
BAD = os.fsdecode(b"b\xffd")
NO_TEXT = "'b\\udcffd' cannot name a model: use lower-case letters and digits, joined by hyphens"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def strange(path: Path, text: str = "") -> Path:
    """A file of that name, where the file system has names that are no text."""
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("no such name here")
    return path


@pytest.mark.parametrize("name", [f"{BAD}.yaml", f"{BAD}/a.yaml"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_name_that_is_no_text_is_told_with_its_place(project: Path, name: str, command: str) -> None:
    strange(project / "model" / name, SHOP)
    done = run(command, *(["--no-site"] if command == "build" else ["model"]))
    shown = "model/b\\xffd.yaml" if name.endswith("d.yaml") else "model/b\\xffd"
    assert done.exit_code == 1
    assert f"{shown}:1:1: error: {NO_TEXT} [bad-id]\n" in done.output


def test_every_form_of_the_problems_can_hold_it(project: Path) -> None:
    strange(project / "model" / f"{BAD}.yaml", SHOP)
    for form in ("json", "sarif"):
        done = run("check", "model", "--format", form)
        assert done.exit_code == 1, done.output
        assert "b\\xffd.yaml" in json.dumps(json.loads(done.stdout)).replace("\\\\", "\\").replace("%5C", "\\")


def test_what_no_model_needs_may_be_called_anyhow(project: Path) -> None:
    for name in (f"{BAD}.png", f"{BAD}.md", f"part/{BAD}.yaml"):
        strange(project / "model" / name, "views: {}\n" if name.endswith("yaml") else "")
    (project / "model" / "part" / "system.yaml").write_text(SHOP, encoding="utf-8")
    assert run("check", "model").exit_code == 0
    done = run("build", "--no-site", "--no-deck")
    assert (done.exit_code, done.output.splitlines()[-1][:12]) == (0, "part, shop: ")


def test_a_page_of_such_a_name_is_named(project: Path) -> None:
    page = strange(project / "docs" / f"{BAD}.md", "# Page\n")
    assert unnamed([project / "docs" / "a.md", page]) == (
        "docs/b\\xffd.md: the name of this file is no UTF-8; rename it"
    )
    from archdeck.project.memory import Memory
    from archdeck.site import build_site

    with pytest.raises(SiteError, match="rename it"):
        build_site(project, Memory(project / "memory"))


# ------------------------------------------------------------------------------------------- what may not be looked at
# Whoever runs tests as root may look at everything: here the system says no by itself.


@pytest.mark.parametrize("command", [["check", "model"], ["build", "--no-site"], ["views", "shop"]])
def test_a_folder_that_cannot_be_listed_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (project / "model" / "sub").mkdir()
    listed = os.listdir

    def refused(folder: Path) -> list[str]:
        if Path(folder).name == "sub":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refused)
    done = run(*command)
    assert done.exit_code == 1
    assert "model/sub:1:1: error: 'sub' cannot be listed: Permission denied [unreadable]\n" in done.output


@pytest.mark.parametrize("command", [["check", "model"], ["build", "--no-site"], ["views", "shop"]])
def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    read = Path.read_bytes

    def refused(file: Path) -> bytes:
        if file.name == "shop.yaml":
            raise PermissionError(13, "Permission denied", str(file))
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", refused)
    done = run(*command)
    assert done.exit_code == 1
    said = "model/shop.yaml:1:1: error: 'shop.yaml' may not be read by you; check its permissions [unreadable]\n"
    assert said in done.output


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may look at everything")
@pytest.mark.parametrize("mode", [0o000, 0o111, 0o444])
def test_a_folder_of_models_that_is_closed_is_a_line(project: Path, mode: int) -> None:
    shutil.copytree(project / "model", project / "closed")
    (project / "closed").chmod(mode)
    done = run("check", "closed")
    (project / "closed").chmod(0o755)
    assert done.exit_code in (1, 2)
    assert "closed" in done.output
    assert "internal error" not in done.output


def test_a_cache_that_keeps_nothing_is_named(project: Path) -> None:
    """Once, and all is made as without one."""
    (project / "file").write_text("")
    done = run("build", "--no-site", "--no-deck", "--cache", "file/in")
    assert done.exit_code == 0
    assert [line for line in done.stderr.splitlines() if "cache" in line] == [
        "cache: nothing is kept in file/in: Not a directory"
    ]
