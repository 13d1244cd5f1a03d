"""What was found to the model a person goes on with: a document of the language, in its words and with ids of its
own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archdeck.imports.found import Deployment, Found, Lead, Place, Run, Thing
from archdeck.imports.known import Known, frame_addresses, kept_ids
from archdeck.imports.names import free, slug, spoken
from archdeck.imports.services import catalogued
from archdeck.language import LONGEST_ID, LONGEST_LINE, LONGEST_TEXT, PlaceKind, RelationKind, showable
from archdeck.model import Scope, may_stand_in

Document = dict[str, Any]
# Ids that pages and pictures take (docs/describe/language.md).
TAKEN = frozenset({"index", "catalogue", "kinds", "reference", "rules", "assets", "landscape", "component", "drill"})


@dataclass
class _Ids:
    """Ids that are given out; `given` are those that nothing new may have, but for those of `elsewhere`: places of
    other environments. What has an id of its own in the source may have that of a page, if it is none of `kept`."""

    given: set[str]
    by_address: dict[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    def of(self, addresses: tuple[str, ...], had: str, *names: str, own: str = "") -> str:
        """The id that it had, or its own in the source; else the first of these names that is free, with a number at
        last."""
        if own and not had and own == slug(own):
            used = {*self.by_address.values(), *self.kept} - self.elsewhere
            had = "" if own in used else own
        wished = [name for name in map(slug, names) if name] or ["part"]
        taken = self.given - self.elsewhere
        id = had or next((name for name in wished if name not in taken), "")
        number = 2
        while not id:
            id = f"{wished[-1]}-{number}" if f"{wished[-1]}-{number}" not in taken else ""
            number += 1
        self.given.add(id)
        self.elsewhere -= {id}
        self.by_address[addresses[0]] = id
        for address in addresses[1:]:
            self.by_address.setdefault(address, id)
        return id


def drafted(found: Found, environment: str, name: str, known: Known) -> Document:
    """The model: `known` ids are kept. An environment that has no name in the source gets this one."""
    ids = _Ids({*TAKEN, *known.taken}, kept=known.taken)
    components: Document = {}
    had = kept_ids([(one.address, (one.address, *one.addresses)) for one in found.things], known.components)
    for thing in found.things:
        named = next((id for id in map(slug, _names(thing)) if known.is_named(id, thing.kind)), "")
        id = had.get(thing.address) or (named if named not in components else "")
        id = ids.of((thing.address, *thing.addresses), id, *_names(thing), own=thing.id)
        components[id] = _component(thing, id)
    deployments = found.deployments or (Deployment("", (), tuple(Run(one.address, "") for one in found.things)),)
    environments: Document = {}
    for deployment in deployments:
        id = slug(deployment.name) or environment
        environments[id] = _environment(deployment, ids, known.places_of(id))
        ids.elsewhere |= frozenset(environments[id].get("places", ()))
    _place_the_rest(found, environments, ids)
    _take_out(found, deployments, list(environments.values()), ids)
    relations: Document = {}
    for lead in found.leads:
        if body := _relation(lead, ids):
            relations[_free(f"{_start(body['from'])}-to-{_start(body['to'])}", relations)] = body
    system = _without_empty({"name": _line(name), "summary": _sentence(found.summary), "source": _line(found.title)})
    document = {"system": system, "components": components, "relations": relations, "environments": environments}
    return {key: _showable(value) for key, value in document.items() if value}


def _showable(value: Any) -> Any:
    """Without characters that no picture can hold, as no text is longer than the language allows."""
    if isinstance(value, dict):
        return {_showable(key): _showable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [text for part in value if (text := _showable(part))]
    return showable(value)[:LONGEST_TEXT] if isinstance(value, str) else value


def _start(end: str) -> str:
    return end.partition(" ")[0]


def _free(id: str, taken: Mapping[str, Any]) -> str:
    return free(id[: LONGEST_ID - 5].strip("-"), taken)


def _names(one: Thing) -> tuple[str, ...]:
    """What a component may be called, the best first: its own name, with what it is, and how its source has it where
    that is made of names: a cell of a picture has a number."""
    word = one.kind.rpartition(".")[2]
    names = (one.name, f"{one.name}-{word}" if one.name else word)
    return (*names, one.address) if slug(one.name) in slug(one.address) and one.name else names


def _component(one: Thing, id: str) -> Document:
    plain, short = spoken(one.name), slug(one.name)
    longer = bool(short) and (id == f"{short}-{one.kind.rpartition('.')[2]}" or id.removeprefix(f"{short}-").isdigit())
    name = one.name if " " in one.name or (one.id and short != id) else plain[:1].upper() + plain[1:] if longer else ""
    addresses = list(map(_line, dict.fromkeys(one.addresses)))
    return _without_empty(
        {
            "kind": one.kind,
            "name": _line(name),
            "summary": one.summary.strip(),
            "description": one.description.strip(),
            "config": {_line(key): value for key, value in one.config.items()},
            "note": one.note,
            "addresses": addresses,
        }
    )


def _environment(one: Deployment, ids: _Ids, known: Sequence[Mapping[str, str]]) -> Document:
    places: dict[str, Document] = {}
    sound = tuple(_sound(one.places))
    stated = {place.address for place in sound if place.stated}
    had = kept_ids([(place.address, _addresses(place, stated)) for place in sound], known)
    for place in sound:
        names = (place.id or place.name, f"{place.name}-{place.kind.value}")
        places[ids.of((place.address,), had.get(place.address, ""), *names, own=place.id)] = _place(place)
    for place in _fitting(sound):
        body = places[ids.by_address[place.address]]
        body["kind"] = place.kind.value
        if place.within:
            body["in"] = ids.by_address[place.within]
    runs: dict[str, Document] = {}
    for run in one.runs:
        if run.thing in ids.by_address:
            inside = places.get(ids.by_address.get(run.place, ""))
            target = runs if inside is None else inside.setdefault("runs", {})
            target[ids.by_address[run.thing]] = _run(run)
    ordered = {key: _in_order(body) for key, body in places.items()}
    name = one.name if slug(one.name) != one.name else ""
    return _without_empty({"name": _line(name), "places": ordered, "runs": runs})


def _sound(places: tuple[Place, ...]) -> Iterator[Place]:
    """Each once, and none in itself: a source may be wrong."""
    first = {place.address: place for place in reversed(places)}
    around = {address: first[address].within for address in dict.fromkeys(place.address for place in places)}
    for address in around:
        seen, at = {address}, around[address]
        while at in around and at not in seen:
            seen.add(at)
            at = around[at]
        if at in seen or around[address] not in around:
            around[address] = ""
    for address, within in around.items():
        yield replace(first[address], within=within)


def _addresses(place: Place, stated: set[str]) -> list[str]:
    around = place.within if place.within in stated else ""
    return [place.address] if place.stated else frame_addresses((place.name, place.id), around)


def _fitting(places: tuple[Place, ...]) -> Iterator[Place]:
    """The same, with a group in the place of what may not stand where it does: pictures of others know no rules."""
    by_address = {place.address: place for place in places}
    kinds: dict[str, PlaceKind] = {}

    def kind(place: Place, depth: int = 0) -> PlaceKind:
        if place.address not in kinds:
            around = by_address.get(place.within)
            while around is not None and depth < len(places) and kind(around, depth + 1) is PlaceKind.GROUP:
                around, depth = by_address.get(around.within), depth + 1
            fits = around is None or may_stand_in(place.kind, kinds.get(around.address, around.kind))
            kinds[place.address] = place.kind if fits else PlaceKind.GROUP
        return kinds[place.address]

    for place in places:
        yield replace(place, kind=kind(place))


def _place(place: Place) -> Document:
    name = "" if slug(place.name) == place.name else spoken(place.name)
    return _without_empty(
        {
            "kind": place.kind.value,
            "name": _line(name),
            "technology": _line(place.technology),
            "count": place.count if place.count != 1 else "",
            "because": place.because,
            "addresses": [_line(place.address)] if place.stated else [],
        }
    )


def _in_order(body: Document) -> Document:
    """As people write it: what it is, where, what runs there."""
    order = ("kind", "in", "name", "technology", "count", "because", "addresses", "runs")
    return {key: body[key] for key in order if key in body}


def _run(run: Run) -> Document:
    body: Document = {"count": run.count} if run.count != 1 else {}
    if run.role:
        body["role"] = run.role.value
    return body | _without_empty({"because": run.because, "config": dict(run.config)})


def _relation(lead: Lead, ids: _Ids) -> Document | None:
    source, target = ids.by_address.get(lead.source), ids.by_address.get(lead.target)
    if source is None or target is None or source == target:
        return None
    return _without_empty(
        {
            "from": source,
            "to": target,
            "kind": lead.kind.value if lead.kind is not RelationKind.REQUEST else "",
            "label": _line(lead.label),
            "protocol": _line(lead.protocol),
            "says": lead.says,
            "addresses": list(map(_line, dict.fromkeys(lead.addresses))),
        }
    )


def _place_the_rest(found: Found, environments: Document, ids: _Ids) -> None:
    """What runs nowhere, as far as the source says, runs in the first environment, in no place of it. What is global
    or somebody outside is there by itself."""
    placed = {run.thing for one in found.deployments for run in one.runs}
    for thing in found.things:
        here = catalogued().get(thing.kind)
        if thing.address not in placed and here and here.scope not in (Scope.GLOBAL, Scope.ACTOR) and environments:
            first = next(iter(environments))
            environments[first].setdefault("runs", {})[ids.by_address[thing.address]] = {}


def _take_out(found: Found, deployments: tuple[Deployment, ...], environments: list[Document], ids: _Ids) -> None:
    """What is global would be in every environment: where a source has it in some, it runs in those alone."""
    kinds = catalogued()
    everywhere = {o.address for o in found.things if o.kind in kinds and kinds[o.kind].scope is Scope.GLOBAL}
    placed = {run.thing for one in deployments for run in one.runs} & everywhere
    for deployment, environment in zip(deployments, environments, strict=False):
        for thing in sorted(placed - {run.thing for run in deployment.runs}):
            environment.setdefault("runs", {})[ids.by_address[thing]] = {"count": 0}


def _sentence(text: str) -> str:
    """The first one."""
    plain = " ".join(text.split())
    return re.split(r"(?<=[a-z0-9)][.!?]) (?=[A-Z*])", plain)[0][:2000]


def _line(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_LINE else f"{plain[: LONGEST_LINE - 1]}…"


def _without_empty(body: Document) -> Document:
    return {key: value for key, value in body.items() if value or value == 0}
