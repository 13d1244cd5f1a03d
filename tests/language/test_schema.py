"""The JSON Schema of the language, as editors read it, and the copy that is shipped beside the models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archdeck.language.json_schema import schema, schema_text
from archdeck.model import kind_ids
from archdeck.project.starter import STARTER

ROOT = Path(__file__).parents[2]


def test_the_shipped_copy_is_the_schema() -> None:
    shipped = ROOT / "model" / "archdeck.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema_text(kind_ids()), (
        "run: archdeck schema > model/archdeck.schema.json"
    )


def test_every_shipped_model_points_at_it() -> None:
    files = [*sorted((ROOT / "model").rglob("*.yaml")), *sorted(STARTER.rglob("*.yaml"))]
    assert files
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first in (
            "# yaml-language-server: $schema=archdeck.schema.json",
            "# yaml-language-server: $schema=../archdeck.schema.json",
        ), file


def test_every_key_is_described() -> None:
    made = schema()
    shapes: dict[str, dict[str, Any]] = {"model": made, **made["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, shape in shapes.items()
        for key, value in shape.get("properties", {}).items()
        if not (value.get("description") or value.get("$ref"))
    ]
    assert silent == []
    assert [name for name, shape in shapes.items() if not shape.get("title")] == []


def test_unknown_keys_are_errors_in_editors_too() -> None:
    made = schema()
    shapes = [made, *(shape for shape in made["$defs"].values() if shape["type"] == "object")]
    assert all(shape["additionalProperties"] is False for shape in shapes)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in made
    assert "required" not in made


def test_texts_may_be_numbers_and_ids_may_not() -> None:
    component = schema()["$defs"]["Component"]
    assert component["anyOf"] == [{"required": ["kind"]}, {"required": ["system"]}]
    assert component["properties"]["name"]["type"] == ["string", "number", "boolean"]
    assert component["properties"]["config"]["additionalProperties"]["type"] == ["string", "number", "boolean"]
    assert component["properties"]["tier"]["anyOf"][0]["type"] == "string"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("aws.vpc-lattice", ""),
        ("gcp.spanner", ""),
        ("azure.compute.FunctionApps", ""),  # no id of the catalogue, but a kind
        ("acme.printer", ""),  # the model may declare it
        (["aws.ec2"], "['aws.ec2'] is not valid under any of the given schemas"),
        (None, "None is not valid under any of the given schemas"),
    ],
)
def test_an_editor_offers_kinds_and_refuses_none(kind: object, message: str) -> None:
    made = schema(kind_ids())
    offered = made["$defs"]["Component"]["properties"]["kind"]["anyOf"]
    assert (offered[0], offered[1]) == (
        {"enum": kind_ids()},
        {"maxLength": 400, "type": ["string", "number", "boolean"]},
    )
    model = {"system": {"name": "Shop"}, "components": {"web": {"kind": kind}}}
    assert [error.message for error in Draft202012Validator(made).iter_errors(model)] == ([message] if message else [])


def test_an_environment_that_extends_may_remove_and_leave_out() -> None:
    """`places: {a: null, b: {runs: {web: null}}}`; without `extends` a place needs its kind."""
    made = schema()["$defs"]
    environment = made["Environment"]
    assert {"type": "null"} in environment["properties"]["places"]["additionalProperties"]["anyOf"]
    assert environment["if"] == {"not": {"required": ["extends"]}}
    assert environment["then"]["properties"]["places"]["additionalProperties"]["required"] == ["kind"]
    assert "required" not in made["Place"]
    assert {"type": "null"} in made["Run"]["properties"]["count"]["anyOf"]


def test_a_row_of_a_topic_is_a_text_or_a_mapping() -> None:
    rows = schema()["$defs"]["Topic"]["properties"]["rows"]
    assert rows["additionalProperties"] == {
        "anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/Row"}]
    }
