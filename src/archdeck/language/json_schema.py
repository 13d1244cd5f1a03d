"""The shapes of the language, of a team's rules and of sources to JSON Schemas (draft 2020-12), with which editors
complete and validate what is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from archdeck.language.rules import ABOUT, RulesShape
from archdeck.language.shapes import ALL, ModelShape
from archdeck.language.sources import SourcesShape

_SCALAR = ["string", "number", "boolean"]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kinds: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of one file of a model; no top-level key is required, because a model may have many files. The ids of
    kinds are offered for what a component is; others are as good, as a model may declare its own."""
    made = ModelShape.model_json_schema(schema_generator=_Generator)
    definitions: dict[str, Any] = made.pop("$defs")
    made.pop("required")
    for section in made["properties"].values():
        if section.get("type") == "object":
            section["type"] = ["object", "null"]
    lists = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    _or(made["properties"]["tiers"], lists)
    _or(definitions["RequirementShape"]["properties"]["met_by"], lists)
    _or(definitions["TopicShape"]["properties"]["rows"], {"type": _SCALAR}, "additionalProperties")
    _or(definitions["ViewShape"]["properties"]["alone"], {"const": ALL})
    if ids := list(kinds):
        _or(definitions["ComponentShape"]["properties"]["kind"], {"enum": ids})
    component = definitions["ComponentShape"]
    component["anyOf"] = [{"required": component.pop("required")}, {"required": ["system"]}]
    _allow_patches(definitions)
    named = {_short(name): definition for name, definition in definitions.items()}
    whole: dict[str, Any] = _tidy({"$schema": _DIALECT, **made, "title": "A model of archdeck", "$defs": named})
    return whole


def schema_text(kinds: Iterable[str] = ()) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(kinds), indent=2, ensure_ascii=False) + "\n"


def rules_schema() -> dict[str, Any]:
    """The schema of a file of rules. A pattern may stand where a list of them does."""
    made = RulesShape.model_json_schema(schema_generator=_Generator)
    definitions: dict[str, Any] = made["$defs"]
    for field in (f for shape in ("WhichShape", "NeedShape") for f in definitions[shape]["properties"].values()):
        for several in (field.get("additionalProperties", field), *field.get("anyOf", ())):
            if several.get("type") == "array":
                _or(several, {"type": _SCALAR})
    for about in ABOUT:
        _or(definitions["RuleShape"]["properties"][about], {"type": "null"})
    named = {_short(name): definition for name, definition in made.pop("$defs").items()}
    whole: dict[str, Any] = _tidy({"$schema": _DIALECT, **made, "title": "Rules of a team", "$defs": named})
    return whole


def rules_schema_text() -> str:
    """The schema of a file of rules as the text of a file."""
    return json.dumps(rules_schema(), indent=2, ensure_ascii=False) + "\n"


def sources_schema() -> dict[str, Any]:
    """The schema of a file that names systems elsewhere."""
    made = SourcesShape.model_json_schema(schema_generator=_Generator)
    made["properties"]["sources"]["type"] = ["object", "null"]
    definitions = made.pop("$defs")
    definitions["SourceShape"]["anyOf"] = [{"required": ["path"]}, {"required": ["git"]}]
    definitions["SourceShape"]["dependentRequired"] = {"revision": ["git"]}
    named = {_short(name): definition for name, definition in definitions.items()}
    whole: dict[str, Any] = _tidy({"$schema": _DIALECT, **made, "title": "Systems that lie elsewhere", "$defs": named})
    return whole


def sources_schema_text() -> str:
    """The schema of a file of sources as the text of a file."""
    return json.dumps(sources_schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any) -> Any:
    """Short names of definitions; and keys that fit no pattern are refused rather than let through unchecked."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _tidy(value) for key, value in node.items() if key != "patternProperties"}
    if isinstance(node.get("$ref"), str):
        made["$ref"] = _short(node["$ref"])
    if patterns := node.get("patternProperties"):
        ((pattern, value),) = patterns.items()
        made |= {"propertyNames": {"pattern": pattern}, "additionalProperties": _tidy(value)}
    if str(made.get("title", "")).endswith("Shape"):
        made["title"] = _short(made["title"])
    return made


def _short(name: str) -> str:
    return name.removesuffix("Shape")


class _Generator(GenerateJsonSchema):
    """Texts may be written without quotes, so where a text is wanted, a number or a truth value will do; titles that
    only repeat the key are left out."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        return made if "pattern" in made else {**made, "type": _SCALAR}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def _or(field: dict[str, Any], other: dict[str, Any], inside: str = "") -> None:
    """Let a field be what it is or something else; or what stands under a key of it."""
    if inside:
        field[inside] = {"anyOf": [other, field[inside]]}
        return
    kept = {key: field.pop(key) for key in list(field) if key not in ("description", "default")}
    field["anyOf"] = [other, kept]


def _allow_patches(definitions: dict[str, Any]) -> None:
    """In an environment that extends another, null removes anything, and a place need not repeat its kind."""
    for name in ("PlaceShape", "RunShape"):
        waivers = definitions[name]["properties"]["waive"]["patternProperties"]
        for pattern, waiver in waivers.items():
            waivers[pattern] = {"anyOf": [{"type": "null"}, waiver]}
        for field in definitions[name]["properties"].values():
            _or(field, {"type": "null"})
    definitions["PlaceShape"].pop("required", None)
    environment = definitions["EnvironmentShape"]
    patterns = environment["properties"]["places"]["patternProperties"]
    for pattern, place in patterns.items():
        patterns[pattern] = {"anyOf": [{"type": "null"}, place]}
    strict = {"additionalProperties": {"type": "object", "required": ["kind"]}}
    environment["if"] = {"not": {"required": ["extends"]}}
    environment["then"] = {"properties": {"places": strict}}
