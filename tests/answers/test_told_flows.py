"""Flows that tell a failure: no failure is played on them, and what is said of them otherwise is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import board, check
from archdeck.answers.drills.play import drill
from archdeck.language import ModelError
from archdeck.model.as_json import model_json
from written import resolved

SHOP = """
system: {name: Shop}
components: {people: {kind: users}, web: {kind: aws.ec2, summary: Pages}}
relations: {visit: {from: people, to: web}}
environments:
  prod: {places: {a: {kind: zone, runs: {web: {}}}, b: {kind: zone, runs: {web: {}}}}}
  dev: {places: {a: {kind: zone, runs: {web: {}}}}}
flows:
  lost: {drill: zone-a, only: [prod], steps: {1: {at: web, says: Servers in the other zone go on}}}
  buy: {steps: {1: {from: people, to: web}}}
drills: {zone-a: {name: Zone a fails, environment: prod, down: [a]}}
"""


def faults(text: str, folder: Path) -> list[str]:
    with pytest.raises(ModelError) as raised:
        resolved(text, folder)
    return [f"{p.where.line}: {p.message}" for p in raised.value.problems]


def test_it_is_no_column_of_the_failure_map_and_is_not_played(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    prod = model.environments[0]
    found = board(model, prod)
    assert [flow.id for flow in found.flows] == ["buy"]
    assert {id for row in found.rows for id in row.result.flows} == {"buy"}
    assert [*drill(model, prod, ["a"]).flows] == ["buy"]
    assert model_json(model)["flows"]["lost"]["drill"] == "zone-a"


def test_a_drill_that_is_none(tmp_path: Path) -> None:
    said = "9: 'zone-b' is not a drill; did you mean 'zone-a'?"
    assert faults(SHOP.replace("{drill: zone-a", "{drill: zone-b"), tmp_path) == [said]


def test_expectations_and_requirements_of_it_would_never_be_judged(tmp_path: Path) -> None:
    text = SHOP.replace("down: [a]}", "down: [a], expect: {lost: survives}}")
    text += "requirements: {up: {says: It is up, flows: [lost], target: {survives: zone}, met_by: [web]}}\n"
    assert faults(text, tmp_path) == [
        "11: flow 'lost' tells drill 'zone-a', so no failure is played on it; expect nothing of it",
        "12: flow 'lost' tells drill 'zone-a', so no requirement is judged by it",
    ]


def test_a_drill_that_is_not_played_where_the_flow_runs(tmp_path: Path) -> None:
    found = check(resolved(SHOP.replace("only: [prod]", "only: [dev]"), tmp_path))
    assert [(p.rule, p.message) for p in found if p.rule == "drill-untold"] == [
        (
            "drill-untold",
            "flow 'lost' tells drill 'zone-a', which is not played where the flow runs (dev); "
            "say `only` or `environment` of one",
        )
    ]
    assert [p for p in check(resolved(SHOP, tmp_path)) if p.rule == "drill-untold"] == []
