"""Places as written to places in each other, with the AWS cloud around them where it was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from archdeck.language import EnvironmentShape, Location, PlaceKind, PlaceShape, Problem, Severity, nearest
from archdeck.model.classes import UnknownKind
from archdeck.model.deployment import Place
from archdeck.model.design import Component
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.waivers import resolve_waivers
from archdeck.model.resolve.words import unique

K = PlaceKind
_ANYTHING = tuple(K)
_SITES = (K.CLOUD, K.ACCOUNT, K.REGION)
# What a place may stand in; groups count as what they stand in themselves. A VPC of Google Cloud lies around Regions, a
# subnet of it and of Azure around zones. docs/describe/language.md has the same table.
_INSIDE: dict[PlaceKind, tuple[PlaceKind, ...]] = {
    K.CLOUD: (),
    K.DATA_CENTER: (),
    K.ACCOUNT: _SITES,
    K.REGION: (K.CLOUD, K.ACCOUNT, K.VPC),
    K.VPC: _SITES,
    K.ZONE: (*_SITES, K.VPC, K.PUBLIC_SUBNET, K.PRIVATE_SUBNET, K.SUBNET, K.CLUSTER),
    K.PUBLIC_SUBNET: (*_SITES, K.VPC, K.ZONE),
    K.PRIVATE_SUBNET: (*_SITES, K.VPC, K.ZONE),
    K.SUBNET: (*_SITES, K.VPC, K.ZONE, K.DATA_CENTER),
    K.CLUSTER: _ANYTHING,
    K.NODE: _ANYTHING,
    K.GROUP: _ANYTHING,
}


def may_stand_in(kind: PlaceKind, around: PlaceKind) -> bool:
    """Whether a place of one kind may stand in one of another that is no group: those count as what they stand in."""
    return around in _INSIDE[kind]


_OF_AWS = (K.ACCOUNT, K.REGION, K.VPC, K.ZONE, K.PUBLIC_SUBNET, K.PRIVATE_SUBNET, K.SUBNET)
_OTHER_CLOUDS = re.compile(r"azure|microsoft|google|gcp|oracle|oci|alibaba|ibm|openstack|digital.?ocean", re.IGNORECASE)
# Kinds that say in whose cloud they run; those of Kubernetes and of plain software run in any.
_PROVIDER = re.compile(r"(aws|azure|gcp|alibabacloud|oci|ibm|openstack|digitalocean|outscale)\.")
_AWS_REGION = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx|cn)-(gov-)?[a-z]+-[0-9]")
_AWS = re.compile(r"aws|amazon", re.IGNORECASE)
_CLOUDS = {"aws": _AWS, "azure": re.compile(r"azure|microsoft", re.I), "gcp": re.compile(r"google|gcp", re.I)}


def resolve_places(
    id: str, shape: EnvironmentShape, components: Mapping[str, Component], icon: IconOf, findings: Findings
) -> dict[str, Place]:
    """The places by id, parents before children; `icon` finds the icon that a place names."""
    parents = {name: _parent(id, shape, name, place, findings) for name, place in shape.places.items()}
    for name in _ringed(parents):
        _report_ring(id, name, parents, findings)
        parents[name] = None
    roots = [name for name in shape.places if parents[name] is None and _may_be_of_aws(name, shape, components)]
    where = findings.where("environments", id, "places", key=True)
    cloud = _implicit_cloud(shape, components, where) if roots else None
    places: dict[str, Place] = {cloud.id: cloud} if cloud else {}
    domains: dict[tuple[str, ...], Place] = {}
    waiting = list(shape.places)
    while waiting:
        ready = [name for name in waiting if parents[name] is None or parents[name] in places]
        for name in ready:
            written = shape.places[name]
            around = cloud if name in roots else places.get(parents[name] or "")
            provider = _provider(name, written, around, shape, components)
            where = findings.where("environments", id, "places", name, key=True)
            shown = written.name or written.is_ or name
            key = _domain(written, shown, around, provider)
            places[name] = Place(
                id=name,
                kind=written.kind,
                name=shown,
                parent=around,
                because=written.because,
                where=where,
                standby=written.standby,
                same=domains.get(key) if key else None,
                provider=provider,
                icon=_icon(written, icon, findings, "environments", id, "places", name, "icon"),
                technology=written.technology,
                count=written.count,
                note=written.note,
                waivers=resolve_waivers(written.waive, findings, "environments", id, "places", name),
                tags=tuple(written.tags),
                availability=written.availability,
                part_of=written.is_,
                stated_at=findings.stated(("availability",), "environments", id, "places", name),
            )
            if key:
                domains.setdefault(key, places[name])
            if written.is_ and not key:
                message = f"a {written.kind} is no failure domain: only a zone or Region is drawn in several frames"
                findings.error("no-domain", message, "environments", id, "places", name, "is", key=True)
            _check_nesting(id, places[name], findings)
            if name in components:
                message = f"{name!r} is a place here and a component too; give one of them another id"
                findings.error("ambiguous-id", message, "environments", id, "places", name, key=True)
        waiting = [name for name in waiting if name not in places]
    return places


def _domain(written: PlaceShape, shown: str, around: Place | None, provider: str) -> tuple[str, ...] | None:
    """What a zone or Region fails as: those of one name in one Region, or of one provider, are one, whichever network
    they are drawn in."""
    if written.kind not in (K.ZONE, K.REGION):
        return None
    region = next((p.domain.id for p in (around.chain() if around else ()) if p.kind is K.REGION), "")
    return written.kind, (written.is_ or shown).lower(), provider, region


IconOf = Callable[[str], Path]


def _icon(written: PlaceShape, icon: IconOf, findings: Findings, *path: str | int) -> Path | None:
    try:
        return icon(written.icon) if written.icon else None
    except UnknownKind as error:
        findings.error("unknown-icon", str(error), *path)
        return None


def _provider(
    name: str, written: PlaceShape, around: Place | None, shape: EnvironmentShape, components: Mapping[str, Component]
) -> str:
    """Whose cloud a place is of: as its outermost place says, else as most that runs in it does."""
    if around is not None:
        return around.provider
    if written.kind is K.DATA_CENTER:
        return ""
    if written.kind is K.CLOUD:
        said = f"{name} {written.name}"
        if named := next((maker for maker, sign in _CLOUDS.items() if sign.search(said)), ""):
            return named
        if _OTHER_CLOUDS.search(said):
            return "another"
    inside = {name}
    for _ in shape.places:
        inside |= {other for other, place in shape.places.items() if place.in_ in inside}
    kinds = (components[c].kind.id for p in sorted(inside) for c in shape.places[p].runs if c in components)
    makers = Counter(told[1] for kind in kinds if (told := _PROVIDER.match(kind)))
    most = max(makers, key=lambda maker: (makers[maker], maker == "aws"), default="")
    return most if most in _CLOUDS or not most else "another"


def _parent(id: str, shape: EnvironmentShape, name: str, place: PlaceShape, findings: Findings) -> str | None:
    """The place around a place; None where there is none or it is not known."""
    path = ("environments", id, "places")
    if place.in_ is None or place.in_ in shape.places:
        return place.in_
    declared = [p for p in findings.loaded.declared(*path) if p != name]
    if removed := findings.loaded.removed(id, "places", place.in_):
        message = f"this removes {place.in_!r}, and place {name!r} still stands in it; remove {name!r} too, or move it"
        findings.problems.append(Problem(removed, Severity.ERROR, message, "removes-parent"))
    elif place.in_ not in declared:
        near = nearest(place.in_, declared)
        hint = near or f"; environment {id!r} has {', '.join(declared) or 'no other place'}"
        findings.error(
            "unknown-place", f"place {name!r} stands in {place.in_!r}, which is no place here{hint}", *path, name, "in"
        )
    return None


def _ringed(parents: Mapping[str, str | None]) -> list[str]:
    """One place of each ring of `in:`."""
    found: list[str] = []
    seen: set[str] = set()
    for name in parents:
        trail: list[str] = []
        here: str | None = name
        while here is not None and here not in seen:
            seen.add(here)
            trail.append(here)
            here = parents[here]
        if here in trail:
            found.append(here or name)
    return found


def _report_ring(id: str, name: str, parents: Mapping[str, str | None], findings: Findings) -> None:
    trail, here = [name], parents[name]
    while here is not None and here != name:
        trail.append(here)
        here = parents[here]
    ring = " in ".join([*trail, name])
    message = f"place {name!r} stands in itself: {ring}; take the `in:` of one of them away"
    findings.error("place-cycle", message, "environments", id, "places", name, "in")


def _check_nesting(id: str, place: Place, findings: Findings) -> None:
    around = next((p for p in place.chain() if p is not place and p.kind is not K.GROUP), None)
    if around is None or around.implicit or around.kind in _INSIDE[place.kind]:
        return
    allowed = [kind.value for kind in _INSIDE[place.kind]]
    listed = " or ".join(filter(None, [", ".join(allowed[:-1]), *allowed[-1:]]))
    where = f"may stand in a {listed}" if allowed else "stands in no other place"
    message = f"{place.kind} {place.id!r} cannot stand in {around.kind} {around.id!r}; a {place.kind} {where}"
    findings.error("nesting", message, "environments", id, "places", place.id, "in")


def _may_be_of_aws(name: str, shape: EnvironmentShape, components: Mapping[str, Component]) -> bool:
    """Whether a place that stands in nothing is called as a Region of AWS is, or is not of somebody else."""
    written = shape.places[name]
    if written.kind not in _OF_AWS or (written.kind is K.REGION and _AWS_REGION.fullmatch(name)):
        return written.kind in _OF_AWS
    return _provider(name, written, None, shape, components) in ("aws", "")


def _implicit_cloud(shape: EnvironmentShape, components: Mapping[str, Component], where: Location) -> Place | None:
    """The cloud around places that stand in nothing and are not of somebody else, where none is declared: a region has
    the name of one of AWS, or at least half of what runs there and is some provider's is of AWS. Where nothing there is
    any provider's, all components count, so that environments of one system have the same frame."""
    if any(place.kind is K.CLOUD for place in shape.places.values()):
        return None
    kinds = [components[c].kind.id for place in shape.places.values() for c in place.runs if c in components]
    regions = [name for name, place in shape.places.items() if place.kind is K.REGION and _AWS_REGION.fullmatch(name)]
    told = [kind for kind in kinds if _PROVIDER.match(kind)]
    told = told or [c.kind.id for c in components.values() if _PROVIDER.match(c.kind.id)]
    if not regions and 2 * sum(is_aws(kind) for kind in told) < max(len(told), 1):
        return None
    taken = {*shape.places, *components}
    return Place(unique("aws-cloud", taken), K.CLOUD, "AWS Cloud", None, "", where, implicit=True, provider="aws")


def is_aws(kind: str) -> bool:
    return kind.startswith("aws.")


def clouds_of(places: Mapping[str, Place]) -> dict[str, Place]:
    """Where global services of each provider stand: the first cloud that is named after it; those of AWS also in one
    that is named after nobody."""
    clouds = [place for place in places.values() if place.kind is K.CLOUD]
    found = {maker: place for place in reversed(clouds) for maker in _CLOUDS if maker == place.provider}
    open_ = next((place for place in clouds if not place.provider), None)
    return {**({"aws": open_} if open_ else {}), **found}
