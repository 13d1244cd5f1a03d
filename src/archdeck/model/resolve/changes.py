"""Changes of views as written to records in which every name knows what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archdeck.language import ALL, ModelShape, RelationKind, ViewShape, nearest
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, PlaceRelation, Relation, Tier
from archdeck.model.resolve.findings import Findings
from archdeck.model.whole import AskedFor, ViewChange

Relations = Mapping[str, Relation | PlaceRelation]
NOTHING: frozenset[str] = frozenset()


def resolve_views(
    shape: ModelShape,
    components: Mapping[str, Component],
    tiers: Mapping[str, Tier],
    environments: Mapping[str, Environment],
    relations: Relations,
    findings: Findings,
) -> tuple[ViewChange, ...]:
    loaded = findings.loaded
    places = {p for e in loaded.declared("environments") for p in loaded.declared("environments", e, "places")}
    places |= {place.id for environment in environments.values() for place in environment.places}
    sorts = {
        "component": {*components, *loaded.declared("components")},
        "tier": {*tiers},
        "place": places,
        "relation": {*relations, *loaded.declared("relations")},
        "kind of relation": {kind.value for kind in RelationKind},
        "tag": _tags(shape),
    }
    names = _Names(sorts, components, environments, relations, findings)
    return tuple(_view_change(id, written, names) for id, written in shape.views.items())


def _tags(shape: ModelShape) -> set[str]:
    written = [thing.tags for thing in shape.components.values()] + [thing.tags for thing in shape.relations.values()]
    written += [place.tags for environment in shape.environments.values() for place in environment.places.values()]
    return {tag for tags in written for tag in tags}


@dataclass(frozen=True)
class _Names:
    """All names that a view may use, by the sort of what they stand for: what comes first counts, where a name is of
    several sorts."""

    sorts: Mapping[str, set[str]]
    components: Mapping[str, Component]
    environments: Mapping[str, Environment]
    relations: Relations
    findings: Findings

    def asked(self, key: str, names: list[str], some: tuple[str, ...], *path: str | int) -> Iterator[AskedFor]:
        """What these names of a list or mapping stand for; a problem where one is of none of these sorts, or a tag and
        something else."""
        for name in names:
            of = [sort for sort in some if name in self.sorts[sort]]
            where = self.findings.where(*path, key, name, key=True)
            if not of:
                listed = f"{', '.join(some[:-1])} or {some[-1]}"
                hint = nearest(name, sorted(set().union(*(self.sorts[sort] for sort in some))))
                self.findings.error("unknown-name", f"{name!r} is no {listed}{hint}", *path, key, name, key=True)
            elif of[-1] == "tag" and len(of) > 1:
                message = f"{name!r} is a tag here and a {of[0]} too; call the tag otherwise"
                self.findings.error("ambiguous-name", message, *path, key, name, key=True)
            else:
                yield AskedFor(key, name, self._things(of[0], name), self._relations(of[0], name), where)

    def _things(self, sort: str, name: str) -> frozenset[str]:
        if sort != "tag":
            return frozenset({name}) if sort in ("component", "tier", "place") else NOTHING
        places = (p.id for e in self.environments.values() for p in e.places if name in p.tags)
        return frozenset((*places, *(c.id for c in self.components.values() if name in c.tags)))

    def _relations(self, sort: str, name: str) -> frozenset[str]:
        if sort == "relation":
            return frozenset({name})
        of_kind = sort == "kind of relation"
        some = self.relations.values() if of_kind or sort == "tag" else ()
        return frozenset(r.id for r in some if (r.kind == name if of_kind else name in r.tags))


_SHOWN = ("component", "tier", "place", "relation", "kind of relation", "tag")
_LABELLED = ("component", "relation", "place")
_STANDS = ("component", "tier", "place", "tag")


def _view_change(id: str, written: ViewShape, names: _Names) -> ViewChange:
    path = ("views", id)
    everything = names.findings.loaded.text(*path, "alone") == ALL
    asked = [
        *names.asked("include", written.include, _SHOWN, *path),
        *names.asked("exclude", written.exclude, _SHOWN, *path),
        *names.asked("labels", list(written.labels), _LABELLED, *path),
        *names.asked("alone", [] if everything else written.alone, _STANDS, *path),
    ]
    for key, some in (("keep", written.keep), ("lanes", list(written.lanes)), ("breaks", written.breaks)):
        found = names.findings.many(names.components, some, "component", "components", *path, key)
        where = {c.id: names.findings.where(*path, key, c.id, key=True) for c in found}
        asked += [AskedFor(key, c.id, frozenset({c.id}), NOTHING, where[c.id]) for c in found]
    return ViewChange(
        id=id,
        shows=written.shows,
        title=written.title,
        subtitle=written.subtitle,
        order=written.order,
        hidden=written.hidden,
        layout=written.layout,
        labels=written.labels,
        lanes=written.lanes,
        asked=tuple(asked),
        rows=written.rows or "",
        columns=written.columns or "",
        all_alone=everything,
        where=names.findings.where(*path, key=True),
        stated_at=names.findings.stated(("title", "subtitle", "include", "rows", "columns", "alone"), *path),
    )
