"""The JSON Schema of the language to what its reference page says: every mapping, every key, every value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archdeck.pages.tables import table
from archdeck.pages.text import text

_WORDS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an id",
    r"^[a-z0-9-]+$": "a view's id",
    r"^[0-9]+[a-z]?$": "a step's number",
    r"^[a-z0-9]+([.-][a-z0-9]+)*$": "a kind's id",
}


@dataclass(frozen=True)
class Key:
    """One key: what may be written, what holds if nothing is, and what it means. `value` is Markdown."""

    name: str
    value: Markup
    default: str
    required: bool
    says: str


@dataclass(frozen=True)
class Mapping:
    """A mapping of the language. `where` is how one gets to it, e.g. `components.ID`."""

    name: str
    anchor: str
    where: str
    says: str
    keys: tuple[Key, ...]


def reference(schema: dict[str, Any]) -> list[Mapping]:
    """The whole model first, then each mapping in the order in which one meets them."""
    paths = dict(_paths(schema, schema, ""))
    model = Mapping("A model", "model", "", schema.get("description", ""), tuple(_keys(schema, schema)))
    return [
        model,
        *(
            Mapping(
                name,
                _anchor(name),
                where,
                _paragraph(schema["$defs"][name]),
                tuple(_keys(schema["$defs"][name], schema)),
            )
            for name, where in paths.items()
        ),
    ]


def keys(mapping: Mapping) -> Markup:
    """The table of the keys of a mapping."""
    rows = (
        (Markup("`{}`").format(k.name), k.value, "required" if k.required else k.default, k.says) for k in mapping.keys
    )
    return table(["Key", "What may be written", "If missing", "What it means"], rows)


def _paths(shape: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Name and place of each mapping, where one meets it first."""
    for key, value in shape.get("properties", {}).items():
        for name, tail in _refs(value, f"{path}.{key}" if path else key):
            found = schema["$defs"][name]
            if "properties" in found:
                yield name, tail
                yield from _paths(found, schema, tail)


def _refs(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield _name(value), path
        for option in value.get("anyOf", []):
            yield from _refs(option, path)
        yield from _refs(value.get("additionalProperties"), f"{path}.ID")


def _keys(shape: dict[str, Any], schema: dict[str, Any]) -> Iterator[Key]:
    for name, value in shape["properties"].items():
        yield Key(
            name=name,
            value=_value(value, schema),
            default=_default(value),
            required=name in _required(shape) or (shape is schema and name == "system"),
            says=value.get("description") or _paragraph(schema["$defs"].get(_name(value), {})),
        )


def _required(shape: dict[str, Any]) -> list[str]:
    """The keys that must be written; where another one does as well, the usual one."""
    found: list[str] = shape.get("required") or shape.get("anyOf", [{}])[0].get("required", [])
    return found


def _value(value: dict[str, Any], schema: dict[str, Any]) -> Markup:
    """What may be written, in words: `a list of ids`, `a text`, `one of a, b`."""
    if "anyOf" in value:
        options = dict.fromkeys(_value(o, schema) for o in value["anyOf"] if o.get("type") != "null")
        return Markup(" or ").join(options)
    if "$ref" in value:
        found = schema["$defs"][_name(value)]
        return (
            _one_of(found["enum"]) if "enum" in found else Markup(f"[{text(_name(value))}](#{_anchor(_name(value))})")
        )
    if "enum" in value:
        return _one_of(value["enum"])
    if "additionalProperties" in value:
        keys = _WORDS.get(value.get("propertyNames", {}).get("pattern", ""), "a name")
        return Markup("from {} to {}").format(keys, _value(value["additionalProperties"], schema))
    if "items" in value:
        return Markup("a list of {}").format(_many(_value(value["items"], schema)))
    return text(_scalar(value))


def _many(one: Markup) -> Markup:
    return Markup(re.sub(r"^an? (.*)$", r"\1s", one))


def _scalar(value: dict[str, Any]) -> str:
    kind = value.get("type")
    if "pattern" in value:
        return _WORDS.get(value["pattern"], "a text")
    if kind == "integer":
        low, high = value.get("minimum"), value.get("maximum")
        return "a whole number" + (f" from {low} to {high}" if low is not None and high is not None else "")
    if kind == "boolean":
        return "true or false"
    examples = [str(one) for one in value.get("examples", ())]
    return f"{_what_such(examples)} such as {', '.join(examples)}" if examples else "a text"


def _what_such(examples: list[str]) -> str:
    """What they are examples of, by how they are written."""
    written = {"a duration": r"\d+(ms|s|m|h|d)", "a day": r"\d{4}-\d\d-\d\d", "a number or a share": r"[\d.]+( %)?"}
    return next((what for what, how in written.items() if all(re.fullmatch(how, one) for one in examples)), "a text")


def _one_of(values: list[str]) -> Markup:
    return Markup(", ").join(Markup("`{}`").format(v) for v in values)


def _default(value: dict[str, Any]) -> str:
    default = value.get("default")
    if isinstance(default, bool):
        return "true" if default else "false"
    return "" if default in (None, "", [], {}) else str(default)


def _paragraph(shape: dict[str, Any]) -> str:
    return " ".join(shape.get("description", "").split())


def _name(value: dict[str, Any]) -> str:
    return str(value.get("$ref", "")).rpartition("/")[2]


def _anchor(name: str) -> str:
    return name.lower()
