"""Components, instances and places to the few words that stand beside them in a picture."""

from __future__ import annotations

import re

from archdeck import fonts
from archdeck.language import PlaceKind, Role
from archdeck.model import Component, Environment, Instance, Model, Place

ONE_LINE = 165.0  # pixels at 18 px that one line under an icon may take before the column grows too wide
ROLE_WORDS = {Role.PRIMARY: "primary", Role.STANDBY: "standby", Role.READ_REPLICA: "read replica"}
PLACE_WORDS = {
    PlaceKind.VPC: "VPC",
    PlaceKind.PUBLIC_SUBNET: "Public subnet",
    PlaceKind.PRIVATE_SUBNET: "Private subnet",
    PlaceKind.DATA_CENTER: "Data center",
    PlaceKind.CLUSTER: "Cluster",
    PlaceKind.CLOUD: "Cloud",
}


def _wide(text: str) -> float:
    return fonts.width(text, 18)


def _bare(name: str) -> str:
    return re.sub(r"^(amazon|aws)\s+", "", name.strip().lower())


def lines(component: Component, second: str = "") -> tuple[str, ...]:
    """At most two lines: the service, then what is special here. A label in the model replaces both."""
    if component.label and second:
        return (fonts.shorten(component.label.split("\n")[0].strip(), 18, ONE_LINE), second)
    if component.label:
        rows = component.label.split("\n")
        return tuple(r.strip() for r in rows[:2]) if len(rows) > 1 else fonts.wrap(component.label, 18, ONE_LINE, 2)
    service, own = component.kind.name, second or component.name
    if not second and _bare(own) in (_bare(service), ""):
        return fonts.wrap(service, 18, ONE_LINE, 2)
    said = next((name for name in (service, _without_maker(service)) if _wide(name) <= ONE_LINE), "")
    if said and _wide(own) <= ONE_LINE * 1.15 and not _bare(own).startswith(_bare(service)):
        return (said, own)
    named = not second or second.startswith(component.name)
    return fonts.wrap(own if named else f"{component.name} {second}", 18, ONE_LINE, 2)


def _without_maker(service: str) -> str:
    return re.sub(r"^(Amazon|AWS)\s+", "", service)


def instance_lines(instance: Instance, environment: Environment) -> tuple[str, ...]:
    """Like lines, with the role where the component has several. Where another component of the same kind has roles
    too, its own name stands in place of the service's."""
    component = instance.component
    if instance.label or not instance.role or len({i.role for i in environment.of(component)}) == 1:
        return lines(component, instance.label)
    role = ROLE_WORDS[instance.role]
    twins = {i.component.id for i in environment.instances if i.role and i.component.kind.id == component.kind.id}
    if len(twins) > 1 and not component.label and _wide(component.name) <= ONE_LINE:
        return (component.name, role)
    return lines(component, role)


def place_label(place: Place) -> str:
    """What a place is called: with its sort, where the name alone does not tell."""
    named = place.name and place.name != place.id
    if place.kind is PlaceKind.REGION:
        if named and place.id.lower() in place.name.lower():
            return f"Region {place.name}"
        return (
            f"Region {place.id} ({place.name})"
            if named and re.search(r"\d$", place.id)
            else f"Region {place.name or place.id}"
        )
    if place.kind is PlaceKind.ZONE:
        name = place.name or place.id
        return name if "zone" in name.lower() else f"Availability Zone {name}"
    if not named and place.kind in PLACE_WORDS:
        return PLACE_WORDS[place.kind]
    return place.name or place.id


def frame_label(place: Place) -> str:
    """The label of a place's frame: what stands by says so."""
    label = place_label(place)
    return f"{label} – standby" if place.standby and "standby" not in label.lower() else label


def short_label(place: Place) -> str:
    """The label of a frame without its sort."""
    return frame_label(place).removeprefix("Region ").removeprefix("Availability Zone ")


def chip(environment: Environment) -> str:
    return environment.name.upper()


def title(model: Model) -> str:
    return f"{model.name} – {model.title}" if model.title else model.name
