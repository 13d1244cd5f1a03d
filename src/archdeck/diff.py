"""Two environments of a model to what differs between them, each difference with the reason that the model states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from archdeck.model import Component, Environment, Instance, Place, Relation

Thing = TypeVar("Thing", Component, Instance, Place, Relation)


class Change(StrEnum):
    """What the second environment did to what the first has."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """`what` is component, instance, place or relation; `fields` name what changed, each with its value here and
    there, as text. `because` is '' where the model states no reason."""

    change: Change
    what: str
    id: str
    name: str
    because: str
    fields: Mapping[str, tuple[str, str]]

    def json(self) -> dict[str, Any]:
        fields = {name: list(values) for name, values in self.fields.items()}
        return vars(self) | {"change": self.change.value, "fields": fields}


def diff(one: Environment, other: Environment) -> tuple[Difference, ...]:
    """What there is in one environment, in the other, or in both but not alike: places, components, instances and
    relations, each kind by id. A component that comes or goes takes its instances with it; they are not said again."""
    mine, yours = _running(one), _running(other)
    both = mine.keys() & yours.keys()
    found = _compare("place", _by_id(one.places), _by_id(other.places), _place, lambda p, _: p.because, one, other)
    found += _compare("component", mine, yours, lambda _: {}, _component_because, one, other)
    here, there = ({i.id: i for i in e.instances if i.count > 0 and i.component.id in both} for e in (one, other))
    found += _compare("instance", here, there, _instance, _instance_because, one, other)
    taken, given = _by_id(one.relations), _by_id(other.relations)
    return tuple(found + _compare("relation", taken, given, lambda _: {}, lambda *_: "", one, other))


def lines(differences: Iterable[Difference]) -> list[str]:
    """One difference a line: what came, went or changed, and why."""
    found = []
    for d in differences:
        fields = ", ".join(f"{name} {a or 'nothing'} -> {b or 'nothing'}" for name, (a, b) in d.fields.items())
        why = f" - because: {d.because}" if d.because else ""
        found.append(f"{d.change.value} {d.what} {d.id}{f': {fields}' if fields else ''}{why}")
    return found


def _compare(
    what: str,
    mine: Mapping[str, Thing],
    yours: Mapping[str, Thing],
    fields: Callable[[Thing], dict[str, str]],
    because: Callable[[Thing, Environment], str],
    one: Environment,
    other: Environment,
) -> list[Difference]:
    found = []
    for id in sorted(mine.keys() | yours.keys()):
        here, there = mine.get(id), yours.get(id)
        changed = _changed(fields(here), fields(there)) if here and there else {}
        if here and there and not changed:
            continue
        change = Change.CHANGED if here and there else Change.REMOVED if here else Change.ADDED
        things = [thing for thing in (here, there) if thing]
        reasons = [because(things[0], one), because(things[-1], other)]
        found.append(Difference(change, what, id, min(map(_name, things)), _reason(reasons), changed))
    return found


def _changed(here: dict[str, str], there: dict[str, str]) -> dict[str, tuple[str, str]]:
    names = sorted(here.keys() | there.keys())
    return {n: (here.get(n, ""), there.get(n, "")) for n in names if here.get(n, "") != there.get(n, "")}


def _reason(reasons: Iterable[str]) -> str:
    """Every reason once, in an order that does not depend on which environment comes first."""
    return " / ".join(sorted({reason for reason in reasons if reason}))


def _by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    return {thing.id: thing for thing in things}


def _running(environment: Environment) -> dict[str, Component]:
    return {i.component.id: i.component for i in environment.instances if i.count > 0}


def _name(thing: Component | Instance | Place | Relation) -> str:
    if isinstance(thing, Instance):
        return f"{thing.component.name} in {thing.place.name}" if thing.place else thing.component.name
    return f"{thing.source.name} to {thing.target.name}" if isinstance(thing, Relation) else thing.name


def _place(place: Place) -> dict[str, str]:
    return {
        "kind": place.kind.value,
        "in": place.parent.id if place.parent else "",
        "name": place.name,
        "standby": "yes" if place.standby else "no",
    }


def _instance(instance: Instance) -> dict[str, str]:
    """What differs may be a setting too; its name is kept apart from the rest by `config.`."""
    sync = "" if instance.sync is None else "yes" if instance.sync else "no"
    own = {"count": str(instance.count), "role": instance.role.value if instance.role else "", "sync": sync}
    settings = {f"config.{name}": value for name, value in instance.config.items()}
    return own | {"lag": instance.lag, "label": instance.label} | settings


def _component_because(component: Component, environment: Environment) -> str:
    """Why a component runs there, or why it does not."""
    return _reason([environment.missing.get(component.id, ""), *(i.because for i in environment.of(component))])


def _instance_because(instance: Instance, environment: Environment) -> str:
    same = next((i for i in environment.instances if i.id == instance.id), None)
    place = next((p for p in environment.places if instance.place and p.id == instance.place.id), None)
    return (same.because if same else "") or (place.because if place else "")
