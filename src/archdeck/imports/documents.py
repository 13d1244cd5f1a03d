"""The text of a source to the documents in it: JSON, or YAML with the short tags of CloudFormation, any number of
them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from archdeck.imports.found import UnreadableSource

LARGEST = 2_000_000  # values that a source may hold once its aliases are written out


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Dates stay text, and a tag that nobody knows is a mapping from it to its value, as `!Ref x` is `{Ref: x}`."""


def _tagged(loader: Any, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))
_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: loader.construct_scalar(node))


def documents(text: str, source: str) -> list[Any]:
    """What the text says; UnreadableSource with its line where it is neither JSON nor YAML."""
    try:
        if text.lstrip()[:1] in ("{", "["):
            try:
                return [json.loads(text)]
            except json.JSONDecodeError as error:
                if source.endswith(".json"):
                    raise UnreadableSource(f"{source}:{error.lineno}: this is no JSON: {error.msg}") from None
        found = list(yaml.load_all(text, Loader=_Loader))
        _count(found, source)
        return found
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableSource(f"{source}:{line}: this is no YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise UnreadableSource(f"{source}: this is no YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise UnreadableSource(f"{source}: it is nested too deeply") from None


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is a mapping, as its format says; else an empty one, whatever somebody made of it."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> list[Any]:
    """The same of lists."""
    return value if isinstance(value, list) else []


def _count(found: list[Any], source: str) -> None:
    """Refuses what its aliases make larger than any system is."""
    left = LARGEST
    waiting: list[Iterator[Any]] = [iter(found)]
    while waiting:
        value = next(waiting[-1], waiting)
        if value is waiting:
            waiting.pop()
        elif isinstance(value, dict | list):
            waiting.append(iter(value.values() if isinstance(value, dict) else value))
        left -= 1
        if left < 0 or len(waiting) > 500:
            raise UnreadableSource(f"{source}: with its aliases it says more than {LARGEST:,} values")
