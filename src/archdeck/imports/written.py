"""Documents of the language to YAML as a person would write it, and files that a person wrote to documents that keep
their comments: by ruamel.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from archdeck.imports.found import UnreadableSource

WIDTH = 120
SCHEMA = "# yaml-language-server: $schema=../archdeck.schema.json\n"
# What every parser of YAML takes for the same text without quotes; ruamel.yaml alone would leave out more of them.
_PLAIN = re.compile(r"[^\W_](?:[^,\[\]{}:#'\"\n]|:(?=[^\s,\[\]{}])|(?<!\s)#)*(?<!\s)")
_WHOLE_LINE = WIDTH - 10  # with its id, as it is written
_ONE_LINE = 100  # letters up to which a thing stands on the line of its id


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read(text: str, name: str) -> CommentedMap:
    """A file of a model; UnreadableSource where it is no YAML or no mapping."""
    try:
        found = _yaml().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableSource(f"{name}:{line}: this is no YAML: {error.problem or error.context}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise UnreadableSource(f"{name}: {' '.join(str(error).split())}") from None
    if found is None:
        return CommentedMap()
    if not isinstance(found, CommentedMap):
        raise UnreadableSource(f"{name}: a model is a mapping")
    return found


def text_of(document: CommentedMap) -> str:
    """The YAML of a document that was read, or laid out."""
    out = StringIO()
    _yaml().dump(document, out)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def laid_out(value: Any, depth: int = 0, key: str = "") -> Any:
    """A plain value as what is written at a key: short things on one line, lists always."""
    if isinstance(value, Mapping):
        found = CommentedMap({key: laid_out(part, depth + 1, f"{key}") for key, part in value.items()})
        if depth and _fits(value, key):
            found.fa.set_flow_style()
        return found
    if isinstance(value, list | tuple):
        some = CommentedSeq(laid_out(part, depth + 1) for part in value)
        if all(isinstance(part, str) for part in value) and len(str(value)) <= _ONE_LINE:
            some.fa.set_flow_style()
        return some
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return SingleQuotedScalarString(value)
    return value


def _fits(value: Mapping[str, Any], key: str) -> bool:
    deep = any(
        isinstance(part, Mapping) and any(isinstance(p, Mapping) for p in part.values()) for part in value.values()
    )
    return not deep and len(str(dict(value))) <= _ONE_LINE and len(key) + len(_unquoted(value)) <= _WHOLE_LINE


def _unquoted(value: Mapping[str, Any]) -> str:
    return str(dict(value)).replace("'", "")
