"""The landscape on the command line and from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import archdeck
from archdeck.cli.commands import cli
from two_systems import SHOP, THREE, written


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "model", **THREE)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="archdeck")


def last(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


def test_it_is_listed_and_drawn() -> None:
    assert run("views", "landscape").stdout == "landscape\tlandscape\t-\tLandscape\n"
    drawn = run("render", "landscape", "--format", "geometry")
    assert run("render", "landscape", "landscape", "--format", "geometry").stdout == drawn.stdout
    assert [n["id"] for n in json.loads(drawn.stdout)["nodes"]] == ["outside--customers", "payments", "payroll", "shop"]
    assert run("render", "landscape", "--out", "out.svg", "--size", "a3").exit_code == 0
    assert Path("out.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_a_system_needs_a_view() -> None:
    result = run("render", "shop")
    assert (result.exit_code, last(result)) == (2, "Error: Missing argument 'VIEW': `archdeck views shop` lists them.")


def test_of_one_system_there_is_none() -> None:
    written(Path("one"), shop="system: {name: Shop}\ncomponents: {u: {kind: users}}")
    for arguments in (["render", "landscape"], ["views", "landscape"]):
        result = run(*arguments, "--model", "one")
        assert result.exit_code == 2
        assert last(result) == "Error: one has one system, 'shop': a landscape is of two or more"


def test_all_that_is_wrong_with_all_systems() -> None:
    written(Path("model"), shop=SHOP.replace("system: payments", "system: paymets"), payroll="system: {}")
    result = run("render", "landscape")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[:2] == [
        "model/payroll.yaml:1:1: error: system lacks 'name'; add `name:` (the name) [missing-key]",
        "model/shop.yaml:6:19: error: 'paymets' is not another system of this project; did you mean 'payments'? "
        "[unknown-system]",
    ]


def test_no_system_has_its_name() -> None:
    written(Path("model"), landscape=SHOP)
    assert run("check").stdout.splitlines()[0] == (
        "model/landscape.yaml:1:1: error: system 'landscape' would take the place of the landscape of all systems; "
        "call it otherwise [reserved-id]"
    )


def test_from_python() -> None:
    picture = archdeck.landscape()
    assert repr(picture) == "<Picture landscape: Landscape>"
    assert (picture.kind, picture.environment, picture.faults) == ("landscape", "", ())
    assert picture.png(320).startswith(b"\x89PNG")
    with pytest.raises(archdeck.UnknownName, match="no system"):
        archdeck.load("landscape")
