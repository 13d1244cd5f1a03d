"""A path in a model to what may be written there: keys with what each is, and the words of a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Literal, get_args, get_origin

from archdeck.language.validate import annotation_at, shape_at


def keys_at(path: Sequence[str]) -> Mapping[str, str]:
    """The keys that the mapping at a path may have, each with what it is; none where they are ids."""
    shape = shape_at(tuple(path))
    fields = shape.model_fields.items() if shape else ()
    return {field.alias or name: field.description or "" for name, field in fields}


def choices_at(path: Sequence[str]) -> tuple[str, ...]:
    """The words of which one stands at a path; none where it is free."""
    declared = annotation_at(tuple(path))
    if declared is bool:
        return ("true", "false")
    if isinstance(declared, type) and issubclass(declared, Enum):
        return tuple(str(word.value) for word in declared)
    return tuple(map(str, get_args(declared))) if get_origin(declared) is Literal else ()


def says_of(path: Sequence[str]) -> str:
    """What the key at the end of a path is; '' where it is an id."""
    return keys_at(path[:-1]).get(path[-1], "") if path else ""
