"""An environment to what is in it, as text that can be compared: kind of thing, id, field, value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archdeck.model import Environment, Instance, Overlay, Place

Fields = Mapping[str, str]
Contents = Mapping[str, Mapping[str, Fields]]  # what, id, field; a field that is not there is ''

KINDS = ("place", "component", "instance", "relation", "overlay")


def environment_contents(environment: Environment, overlays: Iterable[Overlay] = ()) -> Contents:
    """What runs, where, how it is connected, and the overlays of the model that reach into it."""
    running = [i for i in environment.instances if i.count > 0]
    return {
        "place": {place.id: _place(place) for place in environment.places},
        "component": {instance.component.id: {} for instance in running},
        "instance": {instance.id: _instance(instance) for instance in running},
        "relation": {id: {} for id in (*environment.relation_ids, *(k.relation.id for k in environment.place_links))},
        "overlay": {o.id: fields for o in overlays if (fields := _overlay(o, environment))},
    }


def _place(place: Place) -> Fields:
    fields = {
        "kind": place.kind.value,
        "in": place.parent.id if place.parent else "",
        "name": place.name,
        "is": place.same.id if place.same else "",
        "standby": "yes" if place.standby else "no",
        "technology": place.technology,
        "count": str(place.count) if place.count > 1 else "",
        "availability": place.availability,
    }
    return _written(fields)


def _instance(instance: Instance) -> Fields:
    """What differs may be a setting too; its name is kept apart from the rest by `config.`."""
    sync = "" if instance.sync is None else "yes" if instance.sync else "no"
    own = {"component": instance.component.id, "count": str(instance.count), "sync": sync, "lag": instance.lag}
    own |= {"role": instance.role.value if instance.role else "", "promote": instance.promote, "label": instance.label}
    own |= {"availability": instance.availability}
    return _written(own | {f"config.{name}": value for name, value in instance.config.items()})


def _overlay(overlay: Overlay, environment: Environment) -> Fields:
    """Nothing where it is for others, or none of its members runs."""
    running = {i.component.id for i in environment.instances if i.count > 0}
    members = sorted(m.id for m in overlay.members if m.id in running)
    if not members or (overlay.only and environment.id not in overlay.only):
        return {}
    return _written({"kind": overlay.kind.value, "members": ", ".join(members), "scale": overlay.scale})


def _written(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value}
