"""Relations between components to links between their instances, and the replication that roles imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from archdeck.language import FLOWING, PlaceKind, RelationKind, Role
from archdeck.model.deployment import Instance, Link, Place, PlaceLink
from archdeck.model.design import Component, PlaceRelation, Relation
from archdeck.model.resolve.words import unique

_COPIES = (Role.STANDBY, Role.READ_REPLICA)
_AMONG = (RelationKind.REQUEST, RelationKind.DATA, RelationKind.CONTROL)  # what the copies in a place do to each other
# What leads into a place that stands by; requests and data stay on their side of its border.
_INTO_STANDBY = (
    RelationKind.FAILOVER,
    RelationKind.REPLICATION,
    RelationKind.BACKUP,
    RelationKind.CONTROL,
    RelationKind.USES,
)


def link(environment: str, relations: Iterable[Relation], instances: Sequence[Instance]) -> tuple[Link, ...]:
    """The links of every relation that this environment has, in the order of relations and instances."""
    by_component: dict[str, list[Instance]] = {}
    for instance in instances:
        if instance.count > 0:
            by_component.setdefault(instance.component.id, []).append(instance)
    here = [r for r in relations if not r.only or environment in r.only]
    led = {(r.source.id, r.target.id) for r in here if r.kind is RelationKind.FAILOVER}
    links: list[Link] = []
    for relation in here:
        targets = _targets(relation, _in(relation.target_in, by_component.get(relation.target.id, [])))
        sources = _sources(relation, _in(relation.source_in, by_component.get(relation.source.id, [])))
        reach = _reached
        if _spreads(relation) and (relation.source.id, relation.target.id) not in led:
            reach = partial(_spread, sources)
        for source in sources:
            links += [Link(relation, source, target) for target in reach(relation, source, targets)]
        links += _among(relation, sources, targets)
    return tuple(links)


def _among(relation: Relation, sources: list[Instance], targets: list[Instance]) -> list[Link]:
    """What several in one place have to do with each other, where none runs elsewhere: a link from there to there."""
    alone = len(sources) == 1 and sources == targets and sources[0].count > 1
    return [Link(relation, sources[0], sources[0])] if alone and relation.kind in _AMONG else []


def link_places(
    environment: str, relations: Iterable[PlaceRelation], places: Sequence[Place], instances: Sequence[Instance]
) -> tuple[PlaceLink, ...]:
    """The links of the relations of which an end is a place: none from what stands in a place to that place."""
    by_id = {place.id: place for place in places}

    def ends(component: Component | None, place: str) -> list[Instance | Place]:
        if component is None:
            return [by_id[place]] if place in by_id else []
        return [*_in(place, [i for i in instances if i.component is component and i.count > 0])]

    return tuple(
        PlaceLink(relation, source, target)
        for relation in relations
        if not relation.only or environment in relation.only
        for source in ends(relation.source, relation.source_in)
        for target in ends(relation.target, relation.target_in)
        if not _around(source, target) and not _around(target, source)
    )


def _around(outer: Instance | Place, inner: Instance | Place) -> bool:
    chain = inner.places() if isinstance(inner, Instance) else inner.chain()
    return any(place is outer for place in chain)


def _in(place: str, instances: list[Instance]) -> list[Instance]:
    """Those in a place, however deep; all, where none is named."""
    return [i for i in instances if not place or any(p.id == place for p in i.places())]


def _spreads(relation: Relation) -> bool:
    return relation.source.kind.spreads and relation.kind in FLOWING


def _spread(sources: list[Instance], relation: Relation, source: Instance, targets: list[Instance]) -> list[Instance]:
    """A load balancer leads to all that it could in its Region, cloud or sites of one's own, but for what another
    instance of it is nearer to: one in each zone stays in its zone. Where a failover leads to the others, it stays
    near."""
    opened = _open_to(relation, source, targets)
    near = _nearest(source, opened)
    beside = [s for s in sources if _area(s) == _area(source) and s.standby_place() == source.standby_place()]
    return [t for t in opened if t in near or (_area(t) == _area(source) and source in _nearest(t, beside))]


def _area(instance: Instance) -> str:
    """Within what a load balancer spreads: a Region, else a cloud, else all sites that are in none."""
    places = instance.places()
    kinds = (PlaceKind.REGION, PlaceKind.CLOUD)
    return next((place.domain.id for kind in kinds for place in places if place.kind is kind), "")


def _sources(relation: Relation, instances: list[Instance]) -> list[Instance]:
    """Where a relation starts: copies are made of the primary, and a standby asks for nothing."""
    primaries = [i for i in instances if i.role is Role.PRIMARY]
    own = relation.source.id == relation.target.id and relation.kind is RelationKind.FAILOVER
    if primaries and (own or relation.derived or relation.kind in (RelationKind.BACKUP, RelationKind.REPLICATION)):
        return primaries
    return [i for i in instances if i.role is not Role.STANDBY] if primaries else instances


def _targets(relation: Relation, instances: list[Instance]) -> list[Instance]:
    """Where a relation may end: the role that it names, else the primary and what has no role. What copies a component
    or leads on when it fails ends at its copies."""
    if relation.role:
        return [i for i in instances if i.role is relation.role]
    own = relation.source.id == relation.target.id and relation.kind is RelationKind.REPLICATION
    if own or relation.kind is RelationKind.FAILOVER:
        return [i for i in instances if i.role in _COPIES] or instances
    if any(i.role is Role.PRIMARY for i in instances):
        return [i for i in instances if i.role in (Role.PRIMARY, None)]
    return instances


def _reached(relation: Relation, source: Instance, targets: list[Instance]) -> list[Instance]:
    """A failover leads away from what fails, however far: to another Region, cloud or site."""
    if relation.source_in and relation.target_in:
        return [t for t in targets if t is not source]
    opened = _open_to(relation, source, targets)
    if relation.kind is RelationKind.FAILOVER:
        return [t for t in opened if t is not source]
    return _nearest(source, opened)


def _open_to(relation: Relation, source: Instance, targets: list[Instance]) -> list[Instance]:
    """The targets that a source may reach. Where something stands by, a failover leads there, and requests and data do
    not cross its border, except from there to what is global or outside. A door of a network leads into no other."""
    targets = [t for t in targets if not _into_another_network(source, t)]
    if relation.kind is RelationKind.FAILOVER:
        return [t for t in targets if t.standby_place()] or targets
    if relation.kind in _INTO_STANDBY:
        return targets
    side = source.standby_place()
    return [t for t in targets if t.standby_place() == side or (side and _is_outside(t))]


def _is_outside(instance: Instance) -> bool:
    """Whether it runs in no site: it is global, or somebody else's."""
    return all(place.kind in (PlaceKind.CLOUD, PlaceKind.ACCOUNT) for place in instance.places())


def _into_another_network(source: Instance, target: Instance) -> bool:
    """Whether a gateway, endpoint or attachment would lead into a network that it does not stand at the border of; a
    peering is what joins two."""
    kind = source.component.kind
    here, there = (i.network() for i in (source, target))
    joins = "peering" in kind.id
    return kind.at_border and not joins and here is not None and there is not None and here is not there


def _nearest(source: Instance, targets: list[Instance]) -> list[Instance]:
    """The targets that share the innermost place with the source; all copies of one component by replication."""
    others = [t for t in targets if t is not source]
    if any(t.component.id == source.component.id for t in others):
        return others
    depths = {t.id: _common(source, t) for t in others}
    return [t for t in others if depths[t.id] == max(depths.values())]


def _common(one: Instance, other: Instance) -> tuple[int, int]:
    """How many places are around both: of networks, accounts and sites first, then zones and Regions that are the same,
    though they are drawn in several."""
    places, domains = ({f(p) for p in one.places()} & {f(p) for p in other.places()} for f in (_id, _domain_id))
    return len(places), len(domains)


def _id(place: Place) -> str:
    return place.id


def _domain_id(place: Place) -> str:
    return place.domain.id


def derive_replication(
    relations: Mapping[str, Relation], environments: Mapping[str, Sequence[Instance]]
) -> dict[str, Relation]:
    """One relation for each component and role of its copies, in the environments in which the model does not declare
    how they are kept."""
    taken = set(relations)
    copies: dict[tuple[Component, Role], dict[str, list[tuple[Instance, Instance]]]] = {}
    declared: set[tuple[Component, Role]] = set()
    for environment, instances in environments.items():
        primaries = {i.component: i for i in instances if i.role is Role.PRIMARY}
        for copy in instances:
            if copy.role not in _COPIES or copy.component not in primaries:
                continue
            key = (copy.component, copy.role)
            if any(_keeps(relation, environment, copy, copy.role) for relation in relations.values()):
                declared.add(key)
            else:
                pairs = copies.setdefault(key, {}).setdefault(environment, [])
                pairs.append((copy, primaries[copy.component]))
    found = {}
    for (component, role), pairs_in in copies.items():
        id = unique(f"{component.id}-{role}", taken)
        only = frozenset(pairs_in) if (component, role) in declared else frozenset[str]()
        found[id] = _replication([pair for some in pairs_in.values() for pair in some], role, id, only)
    return found


def _keeps(relation: Relation, environment: str, copy: Instance, role: Role) -> bool:
    """Whether a relation says in an environment how a copy is kept."""
    own = relation.source.id == relation.target.id == copy.component.id
    here = not relation.only or environment in relation.only
    there = copy in _in(relation.target_in, [copy])
    return own and here and there and relation.kind is RelationKind.REPLICATION and relation.role in (None, role)


def _replication(pairs: Sequence[tuple[Instance, Instance]], role: Role, id: str, only: frozenset[str]) -> Relation:
    """The replication of copies, each with its primary; it has words where all of them are kept alike."""
    copy = pairs[0][0]
    words = {_in_words(*pair) for pair in pairs}
    return Relation(
        id=id,
        source=copy.component,
        target=copy.component,
        kind=RelationKind.REPLICATION,
        label=words.pop() if len(words) == 1 else "",
        says="",
        role=role,
        encryption="",
        protocol="",
        every="",
        lag=copy.lag,
        only=only,
        note="",
        where=copy.where,
        derived=True,
        stated_at=copy.stated_at,
    )


def _in_words(copy: Instance, primary: Instance) -> str:
    """`sync` where the model says it or the service guarantees it, `async` where it is known not to be."""
    behind = copy.sync is False or copy.lag or copy.role is Role.READ_REPLICA
    return "sync" if copy.in_step(primary) else "async" if behind else ""
