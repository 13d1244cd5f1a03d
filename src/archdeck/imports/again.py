"""A model that somebody edited, the draft that it came from and a new draft of the same source, to the model with what
is new: what a person wrote stays, what nobody touched follows the source.

It is a merge of three, key by key. Elements (components, relations, environments, places) are never removed: what the
source has no more is told, as flows and stories may still speak of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from archdeck.imports.draft import Document

ELEMENTS = ("components", "relations", "environments", "places")
_GONE = object()


@dataclass
class Told:
    """What a merge did, in words: what came, what follows the source, what stays as a person wrote it although the
    source changed, and what the source has no more."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def known_ids(mine: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """The ids that a new draft gives to what it finds, by address: those in the model, whatever somebody renamed; else
    those of the draft before."""
    found: dict[str, str] = {}
    for document in (before, mine):
        for id, body in _addressed(document):
            found.update(dict.fromkeys(_addresses(body), id))
    return found


def renamed(before: Document, mine: Mapping[str, Any]) -> Document:
    """The draft before with the ids that its elements have in the model."""
    by_address = {address: id for id, body in _addressed(mine) for address in _addresses(body)}
    names = {}
    for id, body in _addressed(before):
        now = next((by_address[address] for address in _addresses(body) if address in by_address), id)
        if now != id:
            names[id] = now
    return _with_names(before, names) if names else before


def _addressed(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Components, and places of every environment, with their ids."""
    found = [(document.get("components") or {})]
    found += [one.get("places") or {} for one in _bodies(document.get("environments"))]
    return [(str(id), body) for some in found for id, body in some.items() if isinstance(body, Mapping)]


def _bodies(some: Any) -> list[Mapping[str, Any]]:
    return [one for one in some.values() if isinstance(one, Mapping)] if isinstance(some, Mapping) else []


def _addresses(body: Mapping[str, Any]) -> list[str]:
    some = body.get("addresses")
    return [str(one) for one in some] if isinstance(some, list) else []


def _with_names(document: Document, names: Mapping[str, str]) -> Document:
    """The same with other ids, as keys and wherever an id is a value."""

    def end(value: Any) -> Any:
        return " in ".join(names.get(word, word) for word in value.split(" in ")) if isinstance(value, str) else value

    def keyed(some: Mapping[str, Any], body: Callable[[Any], Any]) -> dict[str, Any]:
        return {names.get(key, key): body(value) for key, value in some.items()}

    def place(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        found = dict(value)
        if "in" in found:
            found["in"] = names.get(found["in"], found["in"])
        if isinstance(found.get("runs"), Mapping):
            found["runs"] = keyed(found["runs"], lambda run: run)
        return found

    found = dict(document)
    found["components"] = keyed(document.get("components") or {}, lambda one: one)
    found["relations"] = {
        id: {key: end(value) if key in ("from", "to") else value for key, value in body.items()}
        for id, body in (document.get("relations") or {}).items()
    }
    found["environments"] = {
        id: place({**body, "places": keyed(body.get("places") or {}, place)})
        for id, body in (document.get("environments") or {}).items()
    }
    return found


def matched(theirs: Document, mine: Mapping[str, Any]) -> Document:
    """The new draft with the ids that relations of the same ends have in the model: a person may call them
    otherwise."""
    ends = {(body.get("from"), body.get("to")): str(id) for id, body in _named(mine.get("relations"))}
    relations: Document = {}
    for id, body in (theirs.get("relations") or {}).items():
        relations[ends.get((body["from"], body["to"]), id)] = body
    return {**theirs, "relations": relations} if relations else theirs


def _named(some: Any) -> list[tuple[Any, Mapping[str, Any]]]:
    return [(id, one) for id, one in some.items() if isinstance(one, Mapping)] if isinstance(some, Mapping) else []


@dataclass
class Merge:
    """How three documents become one: `made` turns a new value into what is written, `told` gets what was done, `alive`
    are the components that the source still has."""

    made: Callable[[Any], Any]
    told: Told
    alive: frozenset[str]

    def merge(
        self, before: Mapping[str, Any], mine: MutableMapping[str, Any], theirs: Mapping[str, Any], at: str
    ) -> None:
        """Changes `mine` in place; `at` is where it stands: `components`, `environments.prod.places`."""
        for key in (*theirs, *(one for one in before if one not in theirs)):
            was, now, has = before.get(key, _GONE), theirs.get(key, _GONE), mine.get(key, _GONE)
            where = f"{at}.{key}"
            if has is _GONE:
                if was is _GONE:
                    mine[key] = self.made(now)
                    self.told.added.append(where)
            elif now is _GONE:
                self._without(was, mine, key, where)
            elif isinstance(now, Mapping) and (isinstance(has, MutableMapping) or has is None):
                if has is None:
                    mine[key] = has = self.made({})
                self.merge(was if isinstance(was, Mapping) else {}, has, now, where)
            elif not _same(now, has):
                self._other(was, mine, key, now, where)

    def _without(self, was: Any, mine: MutableMapping[str, Any], key: str, where: str) -> None:
        """What the source has no more."""
        section = where.split(".")[-2]
        if section in ELEMENTS:
            self.told.gone.append(where)
        elif _same(was, mine[key]) and (section != "runs" or key in self.alive):
            del mine[key]
            self.told.changed.append(f"{where}: removed")

    def _other(self, was: Any, mine: MutableMapping[str, Any], key: str, now: Any, where: str) -> None:
        """What the source has otherwise than the model."""
        has = mine[key]
        if was is not _GONE and _same(was, has):
            mine[key] = self.made(now)
            self.told.changed.append(f"{where}: {_shown(has)} -> {_shown(now)}")
        elif was is _GONE or not _same(was, now):
            self.told.kept.append(f"{where}: {_shown(has)}, where the source has {_shown(now)}")


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same: the language takes all scalars as text."""
    if isinstance(one, Mapping) or isinstance(other, Mapping):
        one, other = one or {}, other or {}
        if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
            return False
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return " ".join(str(one).split()) == " ".join(str(other).split())


def _shown(value: Any) -> str:
    text = " ".join(
        str(dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, list) else value).split()
    )
    return text if len(text) <= 80 else f"{text[:79]}…"
