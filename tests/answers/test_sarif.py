"""SARIF: that it is valid by the schema of OASIS (`facts/sarif-schema-2.1.0.json`, as published), and what it says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from archdeck.answers.checks import check
from archdeck.answers.rules.linting import RULES, lint
from archdeck.answers.sarif import sarif_log, waived
from archdeck.language.problems import Location, Problem, Severity
from archdeck.model.systems import find_systems, read_model
from written import resolved

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/facts/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

SHOP = """\
system: {name: Shop, owner: Shop team}
components:
  orders:
    kind: aws.rds
    why: Orders belong together.
    config: {Encryption: KMS}
    waive: {no-backup: {because: We test, until: 2026-06-30}}
environments:
  prod: {places: {a: {kind: zone, runs: {orders: {}}}}}
"""


def made(text: str, folder: Path) -> dict[str, Any]:
    model = resolved(text, folder)
    linted = lint(model, date(2026, 6, 1))
    return sarif_log([*check(model), *linted.problems], waived(linted.findings))


def faults(log: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]


def test_the_schema_can_fail() -> None:
    assert faults({"version": "2.1.0", "runs": [{"results": [{}]}]}) != []


@pytest.mark.parametrize("name", sorted(find_systems(ROOT / "model")))
def test_it_is_valid_for_every_shipped_model(name: str) -> None:
    model = read_model(name, ROOT / "model" / name)
    linted = lint(model, date(2026, 6, 1))
    assert faults(sarif_log([*check(model), *linted.problems], waived(linted.findings))) == []


def test_it_is_valid_without_and_with_problems_of_any_sort() -> None:
    problem = Problem(Location("a b/ü.yaml", 3, 4), Severity.ERROR, "a 'b' is not", "unknown-kind")
    log = sarif_log([problem], [])
    assert faults(log) == faults(sarif_log([], [])) == []
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/%C3%BC.yaml"},
        "region": {"startLine": 3, "startColumn": 4},
    }
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert (rules[result["ruleIndex"]], len(rules)) == ({"id": "unknown-kind"}, len(RULES) + 1)


def test_a_result_says_rule_level_words_and_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = made(SHOP, Path())
    (found,) = [r for r in log["runs"][0]["results"] if r["ruleId"] == "one-zone-store"]
    assert found == {
        "ruleId": "one-zone-store",
        "ruleIndex": list(RULES).index("one-zone-store"),
        "level": "warning",
        "message": {
            "text": "store 'orders' runs only in a in production (prod); run a standby in a second zone",
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "shop.yaml"},
                    "region": {"startLine": 9, "startColumn": 42},
                }
            }
        ],
    }
    rule = log["runs"][0]["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert (rule["id"], rule["shortDescription"], rule["properties"]) == (
        "one-zone-store",
        {"text": "A production store in one zone"},
        {"tags": ["reliability"]},
    )


def test_what_is_waived_is_suppressed_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = [r for r in made(SHOP, Path())["runs"][0]["results"] if "suppressions" in r]
    assert (found["ruleId"], found["suppressions"]) == (
        "no-backup",
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "We test",
                "location": {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "shop.yaml"},
                        "region": {"startLine": 7, "startColumn": 13},
                    }
                },
                "properties": {"until": "2026-06-30"},
            }
        ],
    )
