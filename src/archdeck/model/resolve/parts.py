"""What needs no environment to records: tiers, kinds, components, relations, requirements, overlays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from archdeck.language import ComponentShape, ModelShape, RelationKind, RelationShape, seconds
from archdeck.model.catalogue import declared_kind, kind_of
from archdeck.model.classes import UnknownKind
from archdeck.model.design import (
    Component,
    Kind,
    Neighbour,
    Overlay,
    PlaceRelation,
    Recovery,
    Relation,
    Scope,
    Tier,
)
from archdeck.model.icons import icon_of, plain_icon
from archdeck.model.resolve.ends import End, end_of
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.waivers import resolve_waivers
from archdeck.model.resolve.words import name_of

# Tiers that a component without one belongs to if the model has them, by what the catalogue files its kind under.
_HOMES = (
    (("database", "storage", "analytics", "backup"), ("data", "database", "databases", "storage", "db")),
    (("network", "content", "edge", "dns"), ("edge", "network", "networking", "delivery")),
    (("compute", "container", "kubernetes", "serverless"), ("app", "application", "compute", "services", "web")),
    (("security", "identity"), ("security", "operations", "ops")),
    (("management", "monitoring", "observ", "developer", "ci"), ("operations", "ops", "management", "delivery")),
)

Callers = Mapping[str, list[ComponentShape]]  # of each component by its id, in the order of the relations


def resolve_kinds(shape: ModelShape, folder: Path, findings: Findings) -> dict[str, Kind]:
    """The kinds that the model declares."""
    kinds = {}
    for name, written in shape.kinds.items():
        try:
            kinds[name] = declared_kind(name, written, folder)
        except UnknownKind as error:
            findings.error("unknown-icon", str(error), "kinds", name, "icon")
    return kinds


def resolve_tiers(shape: ModelShape, findings: Findings) -> dict[str, Tier]:
    """The tiers as declared, else as components name them, else a single one."""
    if shape.tiers:
        names = list(shape.tiers)
    else:
        names = list(dict.fromkeys(c.tier for c in shape.components.values() if c.tier)) or ["system"]
    tiers = {}
    for index, name in enumerate(names):
        written = shape.tiers.get(name)
        where = findings.where("tiers", name, key=True) if shape.tiers else None
        shown = (written and written.name) or name_of(name)
        tiers[name] = Tier(name, shown, written.says if written else "", index, where)
    return tiers


def resolve_icon(shape: ModelShape, icon: Callable[[str], Path], findings: Findings) -> Path | None:
    """The icon of the whole system, if it has one of its own."""
    try:
        return icon(shape.system.icon) if shape.system.icon else None
    except UnknownKind as error:
        findings.error("unknown-icon", str(error), "system", "icon")
        return None


def resolve_components(
    shape: ModelShape,
    folder: Path,
    tiers: Mapping[str, Tier],
    kinds: Mapping[str, Kind],
    systems: Mapping[str, Neighbour],
    findings: Findings,
) -> dict[str, Component]:
    """The components, those that stand for one of these `systems` with what it says of itself."""
    components = {}
    callers = _callers(shape)
    for id, written in shape.components.items():
        kind, system = _kind(id, written, kinds, findings), systems.get(written.system or "")
        components[id] = Component(
            id=id,
            kind=kind,
            tier=_tier(id, written, kind, tiers, shape, callers, findings),
            name=written.name or (system.name if system else name_of(id)),
            label=written.label,
            icon=_icon(id, written, (system and system.icon) or kind.icon, folder, findings),
            summary=written.summary or (system.summary if system else ""),
            description=written.description,
            why=written.why,
            say=written.say,
            config=written.config,
            recovery=_recovery(written),
            owner=written.owner or (system.owner if system else ""),
            note=written.note,
            needs=written.needs.replace(" ", ""),
            availability=written.availability,
            sla=written.sla,
            where=findings.where("components", id, key=True),
            stated_at={
                **findings.stated(("promote", "restore", "loses"), "components", id, "recovery"),
                **findings.stated(written.config, "components", id, "config"),
                **findings.stated(("availability", "sla"), "components", id),
            },
            waivers=resolve_waivers(written.waive, findings, "components", id),
            tags=tuple(written.tags),
            system=system,
            addresses=tuple(written.addresses),
        )
    return components


def _kind(id: str, written: ComponentShape, kinds: Mapping[str, Kind], findings: Findings) -> Kind:
    try:
        kind = kind_of(written.kind, kinds)
        return kind if written.aside is None else replace(kind, cross_cutting=written.aside)
    except UnknownKind as error:
        if written.kind not in findings.loaded.declared("kinds"):
            findings.error("unknown-kind", str(error), "components", id, "kind")
        # The model fails already; what is unknown about this one shall not hide or cause other problems.
        return Kind(written.kind, written.kind, "", Scope.ACTOR, "", plain_icon())


def _callers(shape: ModelShape) -> Callers:
    found: dict[str, list[ComponentShape]] = {}
    for relation in shape.relations.values():
        to, by = (end.partition(" in ")[0] for end in (relation.to, relation.from_))
        if by in shape.components:
            found.setdefault(to, []).append(shape.components[by])
    return found


def _tier(
    id: str,
    written: ComponentShape,
    kind: Kind,
    tiers: Mapping[str, Tier],
    shape: ModelShape,
    callers: Callers,
    findings: Findings,
) -> Tier:
    ordered = list(tiers.values())
    if written.tier and shape.tiers:
        found = findings.one(tiers, written.tier, "tier", "tiers", "components", id, "tier")
        return found or ordered[0]
    if written.tier:
        return tiers[written.tier]
    if kind.scope is not Scope.ACTOR:
        for signs, homes in _HOMES:
            if any(sign in kind.category.lower() for sign in signs):
                for home in homes:
                    if home in tiers:
                        return tiers[home]
        for caller in callers.get(id, ()):
            if caller.tier and caller.tier in tiers:
                return ordered[min(tiers[caller.tier].index + 1, len(ordered) - 1)]
    return ordered[0]


def _icon(id: str, written: ComponentShape, plain: Path, folder: Path, findings: Findings) -> Path:
    if not written.icon:
        return plain
    try:
        return icon_of(written.icon, folder)
    except UnknownKind as error:
        findings.error("unknown-icon", str(error), "components", id, "icon")
        return plain


def _recovery(written: ComponentShape) -> Recovery | None:
    if written.recovery is None:
        return None
    back = written.recovery
    return Recovery(_seconds(back.promote), _seconds(back.restore), back.says, _seconds(back.loses))


def _seconds(text: str | None) -> float | None:
    return None if text is None else seconds(text)


def resolve_relations(
    shape: ModelShape, components: Mapping[str, Component], findings: Findings
) -> tuple[dict[str, Relation], dict[str, PlaceRelation]]:
    """The relations between components, and those of which an end is a place."""
    relations: dict[str, Relation] = {}
    of_places: dict[str, PlaceRelation] = {}
    for id, written in shape.relations.items():
        source = end_of(written.from_, components, findings, "relations", id, "from", places=True)
        target = end_of(written.to, components, findings, "relations", id, "to", places=True)
        only = resolve_only(shape, written.only, findings, "relations", id)
        if source and target and source.component and target.component:
            ends = source.component, target.component
            needs = tuple(_needs(id, written, components, findings))
            relations[id] = _relation(id, written, ends, (source.place, target.place), only, needs, findings)
        elif source and target:
            of_places[id] = _place_relation(id, written, source, target, only, findings)
    return relations, of_places


def _relation(
    id: str,
    written: RelationShape,
    ends: tuple[Component, Component],
    places: tuple[str, str],
    only: frozenset[str],
    needs: tuple[tuple[Component, str], ...],
    findings: Findings,
) -> Relation:
    path = ("relations", id)
    return Relation(
        id=id,
        source=ends[0],
        target=ends[1],
        source_in=places[0],
        target_in=places[1],
        kind=written.kind,
        label=written.label,
        says=written.says,
        role=written.role,
        encryption=written.encryption,
        protocol=written.protocol,
        every=written.every or "",
        lag=written.lag or "",
        only=only,
        note=written.note,
        where=findings.where(*path, key=True),
        after=written.after or "",
        stated_at=findings.stated(("role", "every", "lag", "after"), *path),
        waivers=resolve_waivers(written.waive, findings, *path),
        tags=tuple(written.tags),
        from_label=written.from_label,
        to_label=written.to_label,
        needs=needs,
    )


def _needs(
    id: str, written: RelationShape, components: Mapping[str, Component], findings: Findings
) -> Iterator[tuple[Component, str]]:
    """What a failover needs to happen; other relations are there or are not."""
    path = ("relations", id, "needs")
    if written.needs and written.kind is not RelationKind.FAILOVER:
        message = f"relation {id!r} is no failover, and only a failover needs something to happen; delete the line"
        findings.error("needs-nothing", message, *path, key=True)
        return
    for name in written.needs:
        end = end_of(name, components, findings, *path, name)
        if end and end.component:
            yield end.component, end.place


def _place_relation(
    id: str, written: RelationShape, source: End, target: End, only: frozenset[str], findings: Findings
) -> PlaceRelation:
    path = ("relations", id)
    if source == target:
        message = f"{source.place!r} is at both ends of relation {id!r}; a place has no relation to itself"
        findings.error("same-ends", message, *path, "to")
    for key in ("role", "every", "lag", "after", "needs"):
        if getattr(written, key) not in (None, []):
            message = f"{key!r} of relation {id!r} says something of instances, and an end of it is a place"
            findings.error("place-end", f"{message}; name a component, or delete the line", *path, key, key=True)
    return PlaceRelation(
        id=id,
        source=source.component,
        source_in=source.place,
        target=target.component,
        target_in=target.place,
        kind=written.kind,
        label=written.label,
        says=written.says,
        encryption=written.encryption,
        protocol=written.protocol,
        only=only,
        note=written.note,
        where=findings.where(*path, key=True),
        waivers=resolve_waivers(written.waive, findings, *path),
        tags=tuple(written.tags),
        from_label=written.from_label,
        to_label=written.to_label,
    )


def resolve_only(shape: ModelShape, names: list[str], findings: Findings, *path: str | int) -> frozenset[str]:
    """The environments that an `only:` names; those that are not there are reported, and kept, so that a misspelt
    `only` does not turn into `everywhere` and cause problems of its own."""
    findings.many(shape.environments, names, "environment", "environments", *path, "only")
    return frozenset(names)


def resolve_overlays(shape: ModelShape, components: Mapping[str, Component], findings: Findings) -> dict[str, Overlay]:
    overlays = {}
    for id, written in shape.overlays.items():
        path = ("overlays", id)
        overlays[id] = Overlay(
            id=id,
            kind=written.kind,
            name=written.name or name_of(id),
            members=tuple(findings.many(components, written.members, "component", "components", *path, "members")),
            scale=written.scale,
            says=written.says,
            why=written.why,
            say=written.say,
            config=written.config,
            only=resolve_only(shape, written.only, findings, *path),
            where=findings.where(*path, key=True),
        )
    return overlays
