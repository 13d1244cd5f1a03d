"""A layout to JSON and back, by the types of its fields: nothing but values of these types is ever read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Read = Callable[[Any], Any]


class NotStored(ValueError):
    """A text that is no value of the type that was asked for."""


def to_json(value: object) -> str:
    """A value of dataclasses, tuples, mappings and plain values. Sets are sorted, mappings keep their order."""
    return json.dumps(_plain(value), separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The value of which `to_json` made a text. NotStored where there is none of this type in it."""
    try:
        found: T = _reader(kind)(json.loads(text))  # type: ignore[arg-type]  # a type can be hashed
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotStored(f"no {kind.__name__}: {error}") from error
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@cache
def _reader(kind: Any) -> Read:
    """What makes a value of a type from plain values; it raises for any other."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(_reader(next(one for one in inner if one is not NoneType)))
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset:
        return _all(frozenset, _reader(inner[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(inner[1]))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record(kind)
    return kind if issubclass(kind, Enum) else _scalar(kind)


def _optional(read: Read) -> Read:
    return lambda plain: None if plain is None else read(plain)


def _all(kind: Callable[[Any], Any], read: Read) -> Read:
    return lambda plain: kind([read(one) for one in _list(plain)])


def _tuple(inner: tuple[Any, ...]) -> Read:
    if inner[1:] == (...,):
        return _all(tuple, _reader(inner[0]))
    readers = [_reader(one) for one in inner]
    return lambda plain: tuple([read(one) for read, one in zip(readers, _list(plain), strict=True)])


def _mapping(read: Read) -> Read:
    return lambda plain: {key: read(one) for key, one in plain.items()}


def _record(kind: Any) -> Read:
    """Its fields in their order; those of a class whose own type is among them are read when they are needed."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else kind._fields
    readers: list[Read] = []

    def read(plain: Any) -> Any:
        if not readers:
            hints = get_type_hints(kind)
            readers.extend(_reader(hints[name]) for name in names)
        return kind(*[read(one) for read, one in zip(readers, _list(plain), strict=True)])

    return read


def _scalar(kind: type) -> Read:
    """Text, numbers, and yes or no, as they are; a number that may have a fraction need not have one."""

    def read(plain: Any) -> Any:
        whole = type(plain) is int and kind is float
        if not (type(plain) is kind or whole) or (kind is float and not isfinite(plain)):
            raise TypeError(f"{plain!r:.40} is no {kind.__name__}")
        return plain

    return read


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError(f"{plain!r:.40} is no list")
    return plain
