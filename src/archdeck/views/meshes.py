"""Arrows of which each of some boxes leads to each of others to one bus: a trunk with branches says all of it (R10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from archdeck.views.view import Arrow

LEAST = 12  # arrows of a mesh that are one bus: four boxes to three; fewer are told apart
FEW = 60  # boxes whose common ends are looked for pair by pair

Ends = frozenset[str]
Leads = Mapping[str, Collection[str]]


def in_buses(arrows: tuple[Arrow, ...], boxes: Collection[str]) -> tuple[tuple[Arrow, ...], tuple[str, ...]]:
    """The arrows, those of a kind and with the same words that join each of some boxes with each of others in one
    bundle, and sentences on these."""
    alike: dict[tuple[str, str, bool], dict[tuple[str, str], Arrow]] = defaultdict(dict)
    for a in arrows:
        if not (a.bundle or a.from_label or a.to_label) and {a.source, a.target} <= {*boxes}:
            alike[a.kind, a.label, a.both][a.source, a.target] = a
    bundle: dict[str, str] = {}
    log: list[str] = []
    for (_, _, both), found in alike.items():
        for pairs in _cliques(found) if both else _meshes(found):
            some = [found[p] for p in pairs]
            bundle |= {a.id: some[0].id for a in some}
            log.append(f"{some[0].id} and {len(some) - 1} more: drawn as one bus, for each leads to each")
    return tuple(replace(a, bundle=bundle[a.id]) if a.id in bundle else a for a in arrows), tuple(log)


def is_complete(arrows: Collection[Arrow]) -> bool:
    """Whether each source of these arrows leads to each target; of arrows with two heads, each box to each other."""
    if all(a.both for a in arrows):
        ends = {end for a in arrows for end in (a.source, a.target)}
        return len(arrows) == len(ends) * (len(ends) - 1) // 2
    sources, targets = {a.source for a in arrows}, {a.target for a in arrows}
    return not any(a.both for a in arrows) and len(arrows) == len(sources) * len(targets)


def _meshes(pairs: Collection[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Sets of pairs that lead from each of their sources to each of their targets, the largest first; each pair is in
    one of them at most."""
    left: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        left[a].add(b)
    while True:
        sources, targets = max(_complete(left), key=lambda m: len(m[0]) * len(m[1]), default=((), ()))
        if len(sources) * len(targets) < LEAST:
            return
        yield [p for p in pairs if p[0] in sources and p[1] in targets]
        for a in sources:
            left[a] = left[a].difference(targets)


def _complete(left: Leads) -> Iterator[tuple[Collection[str], Collection[str]]]:
    """Boxes with what all of them lead to, for the ends of each box, and for those that two have in common."""
    ends = {frozenset(some) for some in left.values()}
    if len(ends) <= FEW:
        ends |= {one & other for one, other in combinations(ends, 2)}
    for targets in sorted((e for e in ends if len(e) > 1), key=sorted):
        sources = [a for a, some in left.items() if targets.issubset(some)]
        if len(sources) > 1 and not targets.intersection(sources):
            yield sources, targets


def _cliques(pairs: Collection[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Sets of pairs that join each of some boxes with each other one; each pair is in one of them at most."""
    left: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        left[a].add(b)
        left[b].add(a)
    while left:
        some = max((_clique(a, left) for a in left), key=len)
        if len(some) * (len(some) - 1) // 2 < LEAST:
            return
        yield [p for p in pairs if {*p} <= {*some}]
        for a in some:
            left[a] = left[a].difference(some)


def _clique(first: str, left: Leads) -> list[str]:
    """A box and, one after the other, those that are joined with all before."""
    found = [first]
    for box in sorted(left[first], key=lambda b: (-len(left[b]), b)):
        if all(box in left[other] for other in found):
            found.append(box)
    return found
