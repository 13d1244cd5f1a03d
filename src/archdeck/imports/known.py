"""A model that was imported before to the ids of what a source names: by address, whatever a person renamed.

Many things share an address: a role that three functions have, a service in front of two deployments. So the first
address of an element is its own, and another one counts only where nothing else has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archdeck.imports.names import slug
from archdeck.imports.services import akin

Addressed = Sequence[tuple[str, Sequence[str]]]  # elements by what they are called here, with their addresses


@dataclass(frozen=True)
class Known:
    """Ids by address, those in the model before those of the draft before. `places` are by environment; `by_name` are
    the kinds of components that have no address, which a thing of their name is; no other may have an id of `taken`."""

    components: tuple[Mapping[str, str], ...] = ()
    places: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def places_of(self, environment: str) -> tuple[Mapping[str, str], ...]:
        """Of this environment; where it is new, as they are called in the others."""
        others = (ids for name, some in self.places.items() if name != environment for ids in some)
        return (*self.places.get(environment, ()), *others)

    def is_named(self, id: str, kind: str) -> bool:
        """Whether a component of this id and kind waits for its address."""
        return id in self.by_name and akin(self.by_name[id], kind)


def known_ids(mine: Mapping[str, Any], before: Mapping[str, Any]) -> Known:
    """What a new draft has to know of the model, and of the draft before."""
    both = (mine, before)
    components = [_components(document) for document in both]
    environments = dict.fromkeys(id for document in both for id, _ in bodies(document.get("environments")))
    places = {id: [_places(document, id) for document in both] for id in environments}
    every = [*components, *(some for of_one in places.values() for some in of_one)]
    return Known(
        tuple(map(_by_address, components)),
        {id: tuple(map(_by_address, some)) for id, some in places.items()},
        {id: str(body.get("kind") or "") for id, body in bodies(mine.get("components")) if not addresses_of(body)},
        frozenset(id for some in every for id, _ in some),
    )


def kept_ids(some: Addressed, known: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The ids that elements have, each for one of them: by their own addresses first, then by others."""
    found: dict[str, str] = {}
    given: set[str] = set()
    elements = [(key, [address for address in addresses if address]) for key, addresses in some]
    for ids in known:
        for own in (True, False):
            for key, addresses in elements:
                if key in found:
                    continue
                tried = addresses[:1] if own else addresses[1:]
                if id := next((ids[a] for a in tried if a in ids and ids[a] not in given), ""):
                    found[key] = id
                    given.add(id)
    return found


def renamed(before: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    """The draft before with the ids that its components and places have in the model."""
    names = _names(_components(before), _components(mine))
    environments: dict[str, Any] = {}
    ends = dict(names)
    for id, body in bodies(before.get("environments")):
        frames = _names(_places(before, id), _places(mine, id))
        ends |= frames
        places = {frames.get(key, key): _frame(place, names, frames) for key, place in bodies(body.get("places"))}
        environments[id] = {**body, "places": places, "runs": _keyed(body.get("runs"), names)}
    relations = {
        id: {key: _end(value, ends) if key in ("from", "to") else value for key, value in body.items()}
        for id, body in bodies(before.get("relations"))
    }
    components = _keyed(before.get("components"), names)
    return {**before, "components": components, "environments": environments, "relations": relations}


def _frame(place: Mapping[str, Any], names: Mapping[str, str], frames: Mapping[str, str]) -> dict[str, Any]:
    """A place with the ids that what runs in it and what is around it have."""
    found = dict(place)
    if isinstance(found.get("in"), str):
        found["in"] = frames.get(found["in"], found["in"])
    if "runs" in found:
        found["runs"] = _keyed(found["runs"], names)
    return found


def bodies(some: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """The elements of a section that have a body."""
    return [(str(id), one) for id, one in some.items() if isinstance(one, Mapping)] if isinstance(some, Mapping) else []


def addresses_of(body: Mapping[str, Any]) -> list[str]:
    """The addresses of an element, as text."""
    some = body.get("addresses")
    return [str(one) for one in some] if isinstance(some, list) else []


def frame_addresses(names: Iterable[str], around: str) -> list[str]:
    """What stands for the address of a frame that has none, as a zone: each of its names with what is around it, and
    then without, as a person may have taken that out."""
    called = list(dict.fromkeys(filter(None, map(slug, names))))
    return list(dict.fromkeys(f"{name} in {where}" for where in (around, "") for name in called))


def _components(document: Mapping[str, Any]) -> Addressed:
    return [(id, addresses_of(body)) for id, body in bodies(document.get("components"))]


def _places(document: Mapping[str, Any], environment: str) -> Addressed:
    found = document.get("environments")
    body = found.get(environment) if isinstance(found, Mapping) else None
    places = dict(bodies(body.get("places"))) if isinstance(body, Mapping) else {}
    some = []
    for id, place in places.items():
        names = [*(str(place[key]) for key in ("is", "name") if place.get(key)), id]
        around = next(iter(addresses_of(places.get(str(place.get("in")), {}))), "")
        some.append((id, addresses_of(place) or frame_addresses(names, around)))
    return some


def _by_address(addressed: Addressed) -> dict[str, str]:
    """Elements by their own addresses, and by those that no other has."""
    others: dict[str, list[str]] = {}
    for id, addresses in addressed:
        for address in addresses[1:]:
            others.setdefault(address, []).append(id)
    single = {address: ids[0] for address, ids in others.items() if len(ids) == 1}
    return single | {addresses[0]: id for id, addresses in reversed(addressed) if addresses}


def _names(before: Addressed, mine: Addressed) -> dict[str, str]:
    """What is called otherwise now, by its id in the draft before."""
    return {id: now for id, now in kept_ids(before, [_by_address(mine)]).items() if id != now}


def _keyed(some: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(str(key), str(key)): body for key, body in some.items()} if isinstance(some, Mapping) else {}


def _end(value: Any, names: Mapping[str, str]) -> Any:
    return " in ".join(names.get(word, word) for word in value.split(" in ")) if isinstance(value, str) else value


def relations_by(some: Any) -> Iterator[tuple[str, Any, tuple[Any, Any], tuple[str, ...]]]:
    """Relations with their bodies, ends and addresses."""
    for id, body in bodies(some):
        yield id, body, (body.get("from"), body.get("to")), tuple(addresses_of(body))
