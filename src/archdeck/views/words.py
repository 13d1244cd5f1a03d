"""Components, instances and places to the few words that stand beside them in a picture."""

from __future__ import annotations

import re

from archdeck.canvas import fonts
from archdeck.language import PlaceKind, Role
from archdeck.model import Component, Environment, Instance, Model, Place

ONE_LINE = 165.0  # pixels at 18 px that one line under an icon may take before the column grows too wide
A_LITTLE_MORE = ONE_LINE * 1.15  # that a name may take before it is cut
STEM = 5  # letters in which two forms of a word are alike: `queue` and `queues`
ROLE_WORDS = {Role.PRIMARY: "primary", Role.STANDBY: "standby", Role.READ_REPLICA: "read replica"}
_MAKER = re.compile(r"^(Amazon|AWS|Azure|Microsoft|Google( Cloud)?)\s+", re.IGNORECASE)  # before the name of a service
_REGION_CODE = re.compile(r"[a-z]+(-[a-z]+)+-?\d+")  # us-east-1, europe-west4
AVAILABILITY = ("aws", "")  # providers whose zones are Availability Zones; the others say Zone
MADE_OF = " · "  # between the name of a place and what it is made of
PLACE_WORDS = {"vpc": "VPC"}  # of places that are called like their kind


def _wide(text: str) -> float:
    return fonts.width(text, 18)


def _bare(name: str) -> str:
    return _MAKER.sub("", name.strip()).lower()


def lines(component: Component, second: str = "") -> tuple[str, ...]:
    """The service, in two lines where it is long, then what is special here. A label in the model replaces both."""
    if component.label and second:
        return (fonts.shorten(component.label.split("\n")[0].strip(), 18, ONE_LINE), second)
    if component.label:
        rows = component.label.split("\n")
        return tuple(r.strip() for r in rows[:2]) if len(rows) > 1 else fonts.wrap(component.label, 18, ONE_LINE, 2)
    service, own = component.kind.name, second or component.name
    if not second and (_bare(own) in (_bare(service), "") or _says_less(own, service) or _is_short(component)):
        return _wrapped(service)
    said = _said(service)
    if said and _wide(own) <= A_LITTLE_MORE and not _bare(own).startswith(_bare(service)):
        return (said, own)
    if not second and not _names(own, service) and _wide(own) <= ONE_LINE:
        in_two = fonts.halves(_without_maker(service), 18)
        if len(in_two) > 1 and max(map(_wide, in_two)) <= ONE_LINE:
            return (*in_two, own)
    named = not second or second.startswith(component.name)
    return _wrapped(own if named else f"{component.name} {second}")


def line(component: Component) -> str:
    """All of it in one line: what the label says, else the service and what is special here, if that is more."""
    if component.label:
        return " ".join(component.label.split())
    service, own = component.kind.name, component.name
    return service if _bare(own) in _bare(service) else f"{service} · {own}"


def _wrapped(text: str) -> tuple[str, ...]:
    """A name in two lines; before it is cut, in wider ones, and in three."""
    found = [fonts.wrap(text, 18, room, rows) for rows in (2, 3) for room in (ONE_LINE, A_LITTLE_MORE)]
    return next((rows for rows in found if not any(row.endswith("…") for row in rows)), found[0])


def _said(service: str, room: float = ONE_LINE) -> str:
    """The name of a service where one line has room for it, without its maker's if need be."""
    return next((name for name in (service, _without_maker(service)) if _wide(name) <= room), "")


def _says_less(own: str, service: str) -> bool:
    """Whether each word of a name is one of its service's, and that has more: *Door* is a *Front Door*."""
    mine, its = (re.findall(r"\w+", text.lower()) for text in (own, _without_maker(service)))
    return bool(mine) and {*mine} < {*its} and mine[-1] == its[-1]


def _is_short(component: Component) -> bool:
    """Whether a name that nobody wrote only shortens that of the service: `fw` is a *Firewall*, `vpngw` a *VPN
    Gateway*. What people call it by capitals (*ALB*) stays, where the service has room or is not named by it."""
    own, service = component.name, _without_maker(component.kind.name)
    mine, its = own.lower(), re.findall(r"\w+", service.lower())
    if mine != component.id or len(mine) < 2 or not its:
        return False
    if own.isupper():
        return mine in its and not _said(component.kind.name)
    rests = ("".join(its[k:]) for k in range(len(its)) if its[k][0] == mine[0])
    return any(all(letter in letters for letter in mine) for letters in map(iter, rests))


def _names(own: str, service: str) -> bool:
    """Whether a name says what service it is of: by one of its words (*Web balancer*) or by its initials (*ALB*)."""
    words = re.findall(r"\w+", service.lower())
    initials = "".join(word[0] for word in words).upper()
    shared = {word[:STEM] for word in words} & {word[:STEM] for word in re.findall(r"\w+", own.lower())}
    return bool(shared) or any(capitals in initials for capitals in re.findall(r"[A-Z]{2,}", own))


def _without_maker(service: str) -> str:
    return _MAKER.sub("", service)


def instance_lines(instance: Instance, environment: Environment) -> tuple[str, ...]:
    """Like lines, with the role where the component has several: beside its own name, where it has one. Where there is
    no room for both, that takes the place of the service's name."""
    component = instance.component
    if instance.label or not instance.role or not _has_roles(component, environment):
        return lines(component, instance.label)
    role = ROLE_WORDS[instance.role]
    own = _bare(component.name) not in (_bare(component.kind.name), "")
    if component.label or not own:
        return lines(component, role)
    said = _said(component.kind.name, A_LITTLE_MORE)
    if said and _have_room(component, environment):
        return (said, f"{component.name} {role}")
    return (component.name, role) if _wide(component.name) <= ONE_LINE else _wrapped(f"{component.name} {role}")


def _have_room(component: Component, environment: Environment) -> bool:
    """Whether each copy has room for its own name and its role in one line, so that all have the same form."""
    roles = {ROLE_WORDS[i.role] for i in environment.of(component) if i.role}
    return all(_wide(f"{component.name} {role}") <= A_LITTLE_MORE for role in roles)


def _has_roles(component: Component, environment: Environment) -> bool:
    return len({i.role for i in environment.of(component)}) > 1


def place_label(place: Place) -> str:
    """What a place is called: with its sort, where the name alone does not tell."""
    named = place.name and place.name != place.id
    if place.kind is PlaceKind.REGION:
        if named and place.id.lower() in place.name.lower():
            return f"Region {place.name}"
        return (
            f"Region {place.id} ({place.name})"
            if named and _REGION_CODE.fullmatch(place.id)
            else f"Region {place.name or place.id}"
        )
    if place.kind is PlaceKind.ZONE:
        name = place.name or place.id
        sort = "Availability Zone" if place.provider in AVAILABILITY else "Zone"
        return name if "zone" in name.lower() else f"{sort} {name}"
    if not named and place.id == place.kind:
        return PLACE_WORDS.get(place.id, place.id.replace("-", " ").capitalize())
    return place.name or place.id


def frame_label(place: Place) -> str:
    """The label of a place's frame, with what it is made of; what stands by says so."""
    label = MADE_OF.join(filter(None, [place_label(place), place.technology]))
    return _with_marks(label, place)


def short_label(place: Place) -> str:
    """The label of a frame without its sort and technology."""
    return without_sort(_with_marks(place_label(place), place))


def _with_marks(label: str, place: Place) -> str:
    """How many there are, and that it stands by."""
    label = f"{label} × {place.count}" if place.count > 1 else label
    return f"{label} – standby" if place.standby and "standby" not in label.lower() else label


def without_sort(label: str) -> str:
    return label.removeprefix("Region ").removeprefix("Availability Zone ").removeprefix("Zone ")


def chip(environment: Environment) -> str:
    return environment.name.upper()


def title(model: Model) -> str:
    return f"{model.name} – {model.title}" if model.title else model.name
