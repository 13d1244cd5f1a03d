"""Arrows from most of some boxes to most of others, too many to be told apart, to one between two frames.

A mesh in which each leads to each is a bus. Where some arrows of it are missing, a trunk with branches would say what
is not so, and what is left in smaller buses and single lines is a tangle. One arrow between the frames around their
ends, which says how many it stands for, is true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from archdeck.views.meshes import LEAST
from archdeck.views.view import Arrow, Box, Group

THICK = 30  # lines of a kind from which on they are a tangle
MOST = 0.5  # of the arrows that a full mesh would have, from which on most lead to most

Pair = tuple[str, str]
Frames = Mapping[str, Collection[str]]  # the boxes of each frame


@dataclass(frozen=True)
class Thicket:
    """Arrows between two frames, with the pairs of boxes that they join."""

    source: str
    target: str
    arrows: tuple[Arrow, ...]
    pairs: tuple[Pair, ...]


def thinned(
    found: tuple[Arrow, ...], boxes: Sequence[Box], frames: Frames, tiers: Sequence[str]
) -> tuple[tuple[Arrow, ...], tuple[tuple[Group, tuple[str, ...]], ...], tuple[str, ...]]:
    """The arrows, each thicket as one; frames that were made for the ends of these, with their boxes, where no frame
    tells the ends apart; and sentences. `frames` are those in which an arrow may end, `tiers` are called so."""
    made: list[tuple[Group, tuple[str, ...]]] = []
    log: list[str] = []
    for kind, label in dict.fromkeys((a.kind, a.label) for a in found):
        alike = [a for a in found if (a.kind, a.label) == (kind, label) and _is_plain(a)]
        while _lines(alike) >= THICK:
            thicket = _between_frames(alike, frames)
            if thicket is None:
                fresh = _frames_for(alike, boxes, frames, tiers, len(made))
                frames = {**frames, **{group.id: some for group, some in fresh}}
                thicket = _between_frames(alike, frames) if fresh else None
                made += fresh if thicket else []
            if thicket is None:
                break
            one = _as_one(thicket)
            first = thicket.arrows[0]
            log.append(f"{one.id}: {len(one.pairs)} arrows are drawn as one between two frames")
            found = tuple(one if a is first else a for a in found if a is first or a not in thicket.arrows)
            alike = [a for a in alike if a not in thicket.arrows]
    return found, tuple(made), tuple(log)


def _is_plain(arrow: Arrow) -> bool:
    return not (arrow.both or arrow.from_label or arrow.to_label)


def _lines(some: Iterable[Arrow]) -> int:
    """How many lines arrows take: a bus one for each of its ends."""
    buses: dict[str, set[str]] = defaultdict(set)
    for a in some:
        buses[a.bundle or f" {a.id}"] |= {a.source, a.target} if a.bundle else {a.id}
    return sum(map(len, buses.values()))


def _between_frames(alike: Iterable[Arrow], frames: Frames) -> Thicket | None:
    """Most arrows between two frames of which none has what the other has, those that have least."""
    held = {id: frozenset(some) for id, some in frames.items()}
    between: dict[Pair, list[Arrow]] = defaultdict(list)
    for arrow in alike:
        ends = [held.get(end, frozenset((end,))) for end in (arrow.source, arrow.target)]
        for one, other in product(*([id for id, some in held.items() if end <= some] for end in ends)):
            if not held[one] & held[other]:
                between[one, other].append(arrow)
    some = [Thicket(*ends, tuple(arrows), tuple(_pairs(arrows, held))) for ends, arrows in between.items()]
    thick = [t for t in some if _is_thick(t)]
    return max(thick, key=lambda t: (len(t.pairs), -len(held[t.source]) - len(held[t.target]), t.source), default=None)


def _is_thick(thicket: Thicket) -> bool:
    """Whether most lead to most, but not in one bus, which says all of it."""
    sources, targets = ({p[side] for p in thicket.pairs} for side in (0, 1))
    most = len(thicket.pairs) >= MOST * len(sources) * len(targets)
    bus = {a.bundle for a in thicket.arrows}
    return most and _lines(thicket.arrows) >= LEAST and (len(bus) > 1 or "" in bus)


def _pairs(some: Iterable[Arrow], held: Mapping[str, frozenset[str]]) -> dict[Pair, None]:
    """The pairs of boxes that arrows join, each once."""
    found: dict[Pair, None] = {}
    for a in some:
        ends = [held.get(end, frozenset((end,))) for end in (a.source, a.target)]
        joined = a.pairs or product(sorted(ends[0]), sorted(ends[1]))
        found |= {(x, y): None for x, y in joined if x in ends[0] and y in ends[1]}
    return found


def _frames_for(
    alike: Sequence[Arrow], boxes: Sequence[Box], frames: Frames, tiers: Sequence[str], number: int
) -> list[tuple[Group, tuple[str, ...]]]:
    """Two new frames, around those that most lead to and around those that lead to most of these, where each end stands
    within one place."""
    held = {id: frozenset(some) for id, some in frames.items()}
    pairs = list(_pairs(alike, held))
    targets = _most((b, a) for a, b in pairs)
    sources = _most(p for p in pairs if p[1] in targets)
    ends = [[b for b in boxes if b.id in some] for some in (sources, targets)]
    if sources & targets or any(len({b.group for b in end}) != 1 for end in ends):
        return []
    found = []
    for k, end in enumerate(ends, start=number + 1):
        label = ", ".join(dict.fromkeys(tiers[b.tier] for b in end))
        group = Group(f"thicket--{k}", None, "group", label, end[0].group)
        found.append((group, tuple(b.id for b in end)))
    return found


def _most(pairs: Iterable[Pair]) -> frozenset[str]:
    """The first ones of pairs that are paired with at least half of the second ones."""
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
    every = frozenset[str]().union(*found.values())
    return frozenset(a for a, some in found.items() if len(some) >= MOST * len(every))


def _as_one(thicket: Thicket) -> Arrow:
    """One arrow for all of them, which says how many these are."""
    first = thicket.arrows[0]
    count = f"{len(thicket.pairs)} arrows"
    return replace(
        first,
        id=f"{first.id}--all",
        relations=tuple(dict.fromkeys(r for a in thicket.arrows for r in a.relations)),
        source=thicket.source,
        target=thicket.target,
        label=f"{first.label}: {count}" if first.label else count,
        counted=True,
        title=f"{count}, of which the table of relations has each",
        bundle="",
        pairs=thicket.pairs,
        parts=tuple(part for a in thicket.arrows for part in a.parts or (a,)),
    )
