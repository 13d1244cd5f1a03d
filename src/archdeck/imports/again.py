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
from archdeck.imports.known import bodies, relations_by
from archdeck.imports.names import free

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


def matched(some: Document, mine: Mapping[str, Any], before: Document) -> Document:
    """A draft with the ids that its relations have in the model: a person may call them otherwise. Of several of the
    same ends the one of the same addresses is meant. An id that a relation of other ends has is not given again."""
    there = list(relations_by(mine.get("relations")))
    ids = {id for id, *_ in there}
    found: Document = {}
    for id, body, ends, addresses in relations_by(some.get("relations")):
        same = [(other, set(all)) for other, _, theirs, all in there if theirs == ends and other not in found]
        tried = [other for other, all in same if all == set(addresses)] or [other for other, _ in same]
        taken = id in ids and id not in (before.get("relations") or {})
        known = id if id in tried or not (tried or taken) else tried[0] if tried else free(id, ids)
        found[known] = body
    return {**some, "relations": found} if found else some


def standing(theirs: Document, before: Document, mine: Mapping[str, Any]) -> Document:
    """A draft without what a person took out, and what names it: a frame stands in the next one around that is there,
    and so does what runs in a frame that is not."""
    here, was = dict(bodies(mine.get("components"))), before.get("components") or {}
    gone = {id for id in theirs.get("components") or {} if id in was and id not in (mine.get("components") or here)}
    relations = {
        id: body
        for id, body in (theirs.get("relations") or {}).items()
        if not {part for end in (body["from"], body["to"]) for part in end.split(" in ")} & gone
    }
    environments = {}
    for id, body in (theirs.get("environments") or {}).items():
        old, now = (_part(one, "environments", id) for one in (before, mine))
        environments[id] = _standing(body, old, now, gone)
    return {**theirs, "relations": relations, "environments": environments}


def _standing(body: Document, before: Mapping[str, Any], mine: Mapping[str, Any], gone: set[str]) -> Document:
    places, old, now = body.get("places") or {}, _part(before, "places"), _part(mine, "places")
    lost = {id for id in places if id in old and id not in now}

    def around(id: str) -> str:
        for _ in places:
            if id not in lost:
                break
            id = places[id].get("in", "")
        return id

    ran = {run for place in old.values() if isinstance(place, Mapping) for run in _part(place, "runs")}
    runs = {key: run for key, run in (body.get("runs") or {}).items() if key not in gone}
    found: Document = {id: dict(place) for id, place in places.items()}
    for place in found.values():
        if "in" in place and (at := around(place["in"])):
            place["in"] = at
        else:
            place.pop("in", None)
        if "runs" in place:
            place["runs"] = {key: run for key, run in place["runs"].items() if key not in gone}
    for id in lost:
        for key, run in found[id].get("runs", {}).items():
            if key not in ran:
                at = around(id)
                (found[at].setdefault("runs", {}) if at else runs).setdefault(key, run)
    return {**body, **{key: some for key, some in (("places", found), ("runs", runs)) if some}}


def _part(some: Any, *path: str) -> Mapping[str, Any]:
    for key in path:
        some = some.get(key) if isinstance(some, Mapping) else None
    return some if isinstance(some, Mapping) else {}


@dataclass
class Merge:
    """How three documents become one: `made` turns a new value into what is written at a key, `told` gets what was
    done, `alive` are the components that the source still has."""

    made: Callable[[Any, str], Any]
    told: Told
    alive: frozenset[str]

    def merge(
        self, before: Mapping[str, Any], mine: MutableMapping[str, Any], theirs: Mapping[str, Any], at: str
    ) -> None:
        """Changes `mine` in place; `at` is where it stands: `components`, `environments.prod.places`."""
        for key in (*theirs, *(one for one in before if one not in theirs)):
            was, now, has = before.get(key, _GONE), theirs.get(key, _GONE), mine.get(key, _GONE)
            where = f"{at}.{key}"
            if has is _GONE and key in ("places", "runs") and was is not _GONE and now is not _GONE:
                self._refilled(was, mine, key, now, where)
            elif has is _GONE:
                if was is _GONE:
                    mine[key] = self.made(now, key)
                    self.told.added.append(where)
            elif now is _GONE:
                self._without(was, mine, key, where)
            elif isinstance(now, Mapping) and (isinstance(has, MutableMapping) or has is None):
                if has is None:
                    mine[key] = has = self.made({}, key)
                self.merge(was if isinstance(was, Mapping) else {}, has, now, where)
            elif not _same(now, has):
                self._other(was, mine, key, now, where)

    def _refilled(self, was: Any, mine: MutableMapping[str, Any], key: str, now: Any, where: str) -> None:
        """What was emptied, and gets what is new; what was taken out stays out."""
        new = {id: body for id, body in now.items() if id not in was}
        if new:
            mine[key] = self.made(new, key)
            self.told.added += [f"{where}.{id}" for id in new]

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
            mine[key] = self.made(now, key)
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
