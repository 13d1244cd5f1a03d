"""What differs between two environments, and the laws of comparing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.cli import cli
from archdeck.diff import Change, Difference, diff
from archdeck.systems import read_model

SHIPPED = Path(__file__).parent.parent / "model"
OTHER_WAY = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}

SHOP = """
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  queue: {kind: aws.sqs}
relations:
  a: {from: web, to: db, kind: data}
  q: {from: web, to: queue}
environments:
  prod:
    places:
      r: {kind: region, runs: {queue: {}}}
      a: {kind: zone, in: r, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: r, runs: {web: {}, db: {role: standby}}}
  dev:
    extends: prod
    because: It is cheap.
    without: {queue: Nobody waits here.}
    places:
      r: {runs: null}
      a: {name: the zone, runs: {web: {count: 1, config: {Size: small}, because: One at a time.}, db: {role: null}}}
      b: null
"""
EXPECTED = """dev differs - because: It is cheap.
changed place a: name a -> the zone
removed place b
removed component queue - because: Nobody waits here.
changed instance db--a: role primary -> nothing
removed instance db--b
changed instance web--a: config.Size nothing -> small, count 2 -> 1 - because: One at a time.
removed instance web--b
removed relation db-standby
removed relation q
"""


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["diff", "shop", "--model", str(tmp_path), *arguments])


def test_the_command_says_what_differs_and_why(tmp_path: Path) -> None:
    result = run(tmp_path, "prod", "dev")
    assert (result.exit_code, result.stdout) == (0, EXPECTED)


def test_nothing_differs(tmp_path: Path) -> None:
    assert run(tmp_path, "dev", "dev").stdout == "dev and dev do not differ\n"
    empty = {"from": "dev", "to": "dev", "differences": []}
    assert json.loads(run(tmp_path, "dev", "dev", "--format", "json").stdout) == empty


def test_the_command_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "dev", "prod", "--format", "json").stdout)
    assert found["differences"][5] == {
        "change": "changed",
        "what": "instance",
        "id": "web--a",
        "name": "Web in a",
        "because": "One at a time.",
        "fields": {"config.Size": ["small", ""], "count": ["1", "2"]},
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prod", "dve"], "shop has no environment 'dve'; did you mean 'dev'?"),
        (["x", "dev"], "shop has no environment 'x'; there are prod, dev"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run(tmp_path, *arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")


def mirrored(difference: Difference) -> Difference:
    fields = {name: (there, here) for name, (here, there) in difference.fields.items()}
    return replace(difference, change=OTHER_WAY[difference.change], fields=fields)


@pytest.mark.parametrize("name", sorted(p.name for p in SHIPPED.iterdir() if p.is_dir()))
def test_the_laws_on_the_shipped_models(name: str) -> None:
    for one, other in product(read_model(name, SHIPPED / name).environments, repeat=2):
        there = diff(one, other)
        assert (there == ()) is (one is other)
        assert tuple(map(mirrored, diff(other, one))) == there
