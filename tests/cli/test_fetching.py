"""`archdeck fetch`, and what other commands say of systems that lie elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.cli.commands import cli
from archdeck.language import sources_schema_text
from repositories import CARDS, CONTACTS, ICON, LEDGER, SHOP, commit, repository, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    write(tmp_path / "payments/model", {"ledger.yaml": LEDGER, "cards.yaml": CARDS})
    name = repository(tmp_path / "crm", {"model/contacts.yaml": CONTACTS, "model/own.svg": ICON})
    sources = "sources:\n  payments: {path: ../../payments/model}\n  crm: {git: ../../crm, revision: main}\n"
    write(tmp_path / "portal/model", {"our.sources.yaml": sources, "shop.yaml": SHOP})
    monkeypatch.chdir(tmp_path / "portal")
    return name


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, arguments)


def test_fetch(here: str, tmp_path: Path) -> None:
    done = run("fetch")
    assert (done.exit_code, done.stdout) == (0, f"crm main: {here[:7]}\n")
    second = commit(tmp_path / "crm", {"model/contacts.yaml": CONTACTS.replace("Shows them", "Shows all")})
    assert run("fetch", "crm").stdout == f"crm main: {here[:7]} -> {second[:7]}\n"
    (tmp_path / "crm").rename(tmp_path / "gone")
    done = run("fetch")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "model/our.sources.yaml:3:14: error: source 'crm': git cannot bring it from ../../crm: fatal: '../../crm' does "
        f"not appear to be a git repository; {second[:7]} stays [unreadable-source]\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cmr", "there is no source 'cmr' in git; did you mean 'crm'?"),
        ("payments", "source 'payments' lies on this disk, in ../../payments/model; there is nothing to bring"),
    ],
)
def test_what_cannot_be_fetched(name: str, said: str) -> None:
    done = run("fetch", name)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: {said}")


def test_nothing_to_fetch() -> None:
    Path("model/our.sources.yaml").unlink()
    assert run("fetch").stdout == "there is no source in git\n"


def test_the_schema() -> None:
    assert run("schema", "--sources").stdout == sources_schema_text()


def test_commands_take_an_id_with_a_dot() -> None:
    assert run("views", "payments.ledger").stdout.splitlines()[0] == "prod\tenvironment\tprod\tLedger"
    assert json.loads(run("model", "crm.contacts").stdout)["id"] == "crm.contacts"
    assert run("drill", "payments.ledger", "--environment", "prod", "--down", "db").stdout.splitlines()[0] == (
        "component db: down - failed itself"
    )
    assert '<title id="prod--title">Ledger</title>' in run("render", "payments.ledger", "prod").stdout
    assert json.loads(run("export", "crm.contacts", "--to", "calm").stdout)["nodes"][0]["name"] == "Contacts"
    assert run("views", "payments.leger").stderr.splitlines()[-1] == (
        "Error: 'payments.leger' is no system under model, and no path to one; did you mean 'payments.ledger'?"
    )


def test_commands_about_all_systems_leave_those_elsewhere_alone(tmp_path: Path) -> None:
    done = run("arrange")
    assert (done.exit_code, done.stdout) == (0, "prod: 2 boxes\nmodel/shop.cells.yaml: written\n")
    assert not list((tmp_path / "payments").rglob("*.cells.yaml"))
    repository(tmp_path / "x", {"model/shop.yaml": SHOP})
    write(tmp_path / "x/model", {"a.sources.yaml": "sources: {crm: {git: ../../crm}}"})
    done = run("diff", "--since", "HEAD", "--model", "../x/model")
    assert (done.exit_code, done.stdout) == (0, "nothing changed since HEAD\n")


def test_check_tells_of_all() -> None:
    write(Path("../payments/model"), {"cards.yaml": CARDS.replace("summary: Takes cards}\nenv", "sumary: x}\nenv")})
    done = run("check")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if " error: " in line] == [
        "../payments/model/cards.yaml:4:32: error: component 'api' has no key 'sumary'; did you mean 'summary'? "
        "[unknown-key]"
    ]
    assert done.stderr.startswith("4 systems: 1 error")
