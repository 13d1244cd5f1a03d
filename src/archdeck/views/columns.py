"""A model's tiers and relations to columns: where components stand from left to right, in every picture alike (R4).

Computed once for the system, over all its environments, so that a component keeps its place in the order between
development and production.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from archdeck.language import FLOWING, PlaceKind, RelationKind, Role
from archdeck.model import Component, Instance, Model, Scope

DEEP_PLACES = frozenset(
    {
        PlaceKind.VPC,
        PlaceKind.ZONE,
        PlaceKind.PUBLIC_SUBNET,
        PlaceKind.PRIVATE_SUBNET,
        PlaceKind.SUBNET,
        PlaceKind.NODE,
        PlaceKind.CLUSTER,
        PlaceKind.DATA_CENTER,
    }
)
IN_A_COLUMN = 6  # boxes of one tier and rank that may stand above each other before they take a second column

Constraint = tuple[str, str, int]  # left, right, least distance in columns


@dataclass(frozen=True)
class Columns:
    """`of` maps component id, or component id and role for a read replica, to a column; `through` holds the ids of
    the components on the way of a request; the others stand aside, in a lane of their own."""

    of: dict[str, int]
    through: frozenset[str]

    def at(self, component: Component, role: Role | None = None) -> int:
        return self.of.get(_key(component, role), self.of[component.id])


def _key(component: Component, role: Role | None) -> str:
    return f"{component.id}/{role}" if role is Role.READ_REPLICA else component.id


def columns(model: Model) -> Columns:
    """The columns of a model, counted from 0."""
    through = _through(model)
    keys = {c.id: c for c in model.components}
    for environment in model.environments:
        keys |= {_key(i.component, i.role): i.component for i in environment.instances}
    bounds = _from_relations(model, through) + _from_tiers(keys, through)
    bounds += [(c.id, key, 1) for key, c in keys.items() if key != c.id]
    found = longest_paths(list(keys), bounds)
    found |= _lone(model, found)
    return Columns(_spread(found, keys, through), through)


def _lone(model: Model, found: dict[str, int]) -> dict[str, int]:
    """Components without a relation, in the first column in which something of the same cloud or site stands: they do
    not decide where that begins."""
    related = {c.id for r in model.relations for c in (r.source, r.target)}
    top = {i.component.id: i.places()[-1].id for e in model.environments for i in e.instances if i.place}
    first: dict[str, int] = {}
    for id in related & top.keys():
        first[top[id]] = min(found[id], first.get(top[id], found[id]))
    lone = {c.id for c in model.components if c.id not in related and c.kind.scope is not Scope.ACTOR}
    return {id: max(found[id], first[top[id]]) for id in lone & top.keys() if top[id] in first}


def _through(model: Model) -> frozenset[str]:
    """Actors, what runs inside a network, and everything on a request's way there; in Regions without a network, all
    that requests and data run between."""
    deep = _deep(model)
    found = deep | {c.id for c in model.components if c.kind.scope is Scope.ACTOR}
    flowing = {c.id for r in model.relations if r.kind in FLOWING for c in (r.source, r.target)}
    found |= flowing - _beside_networks(model)
    before = -1
    while before != len(found):
        before = len(found)
        found |= {
            r.source.id
            for r in model.relations
            if r.kind is RelationKind.REQUEST and r.target.id in found and r.target.kind.scope is not Scope.ACTOR
        }
    return frozenset(found)


def _deep(model: Model) -> set[str]:
    """The components that run inside a network or a site."""
    return {i.component.id for e in model.environments for i in e.instances if _is_deep(i)}


def _is_deep(instance: Instance) -> bool:
    return any(p.kind in DEEP_PLACES for p in instance.places())


def _beside_networks(model: Model) -> set[str]:
    """The components that run in a Region with a network in it; where there is one, those outside of Regions too."""
    found = set()
    for environment in model.environments:
        networks = {region.id for i in environment.instances if _is_deep(i) and (region := i.region())}
        for i in environment.instances:
            region = i.region()
            if (region.id in networks) if region else networks:
                found.add(i.component.id)
    return found


def _from_relations(model: Model, through: frozenset[str]) -> list[Constraint]:
    deep = _deep(model)
    bounds: list[Constraint] = []
    for r in model.relations:
        a, b = r.source, r.target
        if a.id == b.id or a.tier.index > b.tier.index:
            continue
        if r.kind in FLOWING:
            branches_off = (
                a.id in through
                and b.id not in through
                and a.id not in deep
                and a.kind.scope is Scope.GLOBAL
                and b.kind.scope is Scope.GLOBAL
            )
            bounds.append((a.id, b.id, 0 if branches_off else 1))
        elif r.kind in (RelationKind.BACKUP, RelationKind.REPLICATION):
            bounds.append((a.id, b.id, 1))
    return bounds


def _from_tiers(keys: dict[str, Component], through: frozenset[str]) -> list[Constraint]:
    """What is on the way stands right of all earlier tiers that are; what stands aside, not left of its own tier."""
    tiers: dict[int, list[str]] = defaultdict(list)
    for key, component in keys.items():
        if component.id in through:
            tiers[component.tier.index].append(key)
    order = sorted(tiers)
    bounds = [(a, b, 1) for left, right in pairwise(order) for a in tiers[left] for b in tiers[right]]
    for key, component in keys.items():
        if component.kind.scope is Scope.GLOBAL:  # outside of all regions: left of what runs in one
            bounds += [
                (key, k, 1)
                for k, c in keys.items()
                if c.kind.scope in (Scope.REGIONAL, Scope.ZONAL) and c.tier.index >= component.tier.index
            ]
        if component.id not in through:
            earlier = [t for t in order if t < component.tier.index]
            bounds += [(a, key, 0) for a in (tiers[earlier[-1]] if earlier else [])]
    return bounds


def longest_paths(keys: list[str], bounds: list[Constraint]) -> dict[str, int]:
    """The leftmost columns that keep every bound; a bound that would close a ring is left out."""
    after: dict[str, dict[str, int]] = {key: {} for key in keys}

    def reaches(start: str, goal: str) -> bool:
        todo, seen = [start], {start}
        while todo:
            here = todo.pop()
            if here == goal:
                return True
            new = [k for k in after[here] if k not in seen]
            seen.update(new)
            todo += new
        return False

    for left, right, distance in sorted(bounds, key=lambda b: -b[2]):
        if right in after[left]:
            after[left][right] = max(after[left][right], distance)
        elif not reaches(right, left):
            after[left][right] = distance
    found = dict.fromkeys(keys, 0)
    before: dict[str, int] = {}
    while found != before:  # there is no ring, so it ends
        before = dict(found)
        for left in keys:
            least = found[left]
            for right, distance in after[left].items():
                if least + distance > found[right]:
                    found[right] = least + distance
    return found


def _spread(found: dict[str, int], keys: dict[str, Component], through: frozenset[str]) -> dict[str, int]:
    """More boxes than fit above each other take further columns, and push what is right of them along."""
    crowd: dict[int, int] = defaultdict(int)
    for key, column in found.items():
        crowd[column] += keys[key].id in through
    shift, start = 0, {}
    for column in sorted(set(found.values())):
        start[column] = column + shift
        shift += max(0, (crowd[column] - 1) // IN_A_COLUMN)
    placed: dict[int, int] = defaultdict(int)
    spread = {}
    for key, column in found.items():
        spread[key] = start[column]
        if crowd[column] > IN_A_COLUMN and keys[key].id in through:
            width = (crowd[column] - 1) // IN_A_COLUMN + 1
            each = -(-crowd[column] // width)
            spread[key] += placed[column] // each
            placed[column] += 1
    return spread
