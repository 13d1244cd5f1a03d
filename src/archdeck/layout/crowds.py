"""A view to what of it may be drawn as one box, more and more of it: what matters least comes first.

At first only boxes of one frame, tier and category of services become one, one box after the other: copies of a
component, copies in a Region that stands by, dead-letter queues, siblings that do the same. Where that is not enough,
boxes of a frame and tier, then of a network and a Region, at last all of a network or Region.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from archdeck.canvas import around
from archdeck.layout.merging import CROWD, WHOLE, Merged, common_frame
from archdeck.views import Box, View, homes

NETWORKS = frozenset({"cloud", "account", "region", "data-center", "vpc", "cluster", "group"})
REGIONS = frozenset({"cloud", "account", "region", "data-center"})
HUB = 6  # partners of a box that most of a picture is about

Key = Callable[[Box], Hashable]  # boxes of one key may be one; a box whose key is None stays


def merges(view: View, keep: Collection[str] = ()) -> Iterator[Merged]:
    """What may be merged, each time a little more than the time before; the boxes to `keep` stay, users, and what a
    drill takes down."""
    merged: dict[str, str] = {}
    keep = kept_alone(view).union(keep)
    about = _About.of(view)
    for rule in RULES:
        for more in _one_by_one(view, rule(view, about), merged, about, about.spared.union(keep)):
            yield more
            merged = dict(more)
    for levels, spared, least in ROUNDS:
        stay = frozenset(keep).union(*(some(about) for some in spared))
        for level in levels:
            for crowd in _crowds(view, level, merged, stay, least):
                more = {**merged, **crowd}
                if _drawn(view, more) < _drawn(view, merged):
                    merged = more
                    yield merged


def kept_alone(view: View) -> frozenset[str]:
    """The boxes of what a drill takes down, what the model wants by itself, and the room of empty frames."""
    apart = frozenset((*view.failed, *view.alone))
    return frozenset(b.id for b in view.boxes if b.hollow or not apart.isdisjoint((b.id, *b.stands_for)))


def _frames_alone(view: View) -> dict[str, tuple[str, ...]]:
    """For each box the frames around it that the model wants by themselves: no crowd reaches across their border."""
    groups = {g.id: g for g in view.groups}
    return {b.id: tuple(g for g in around(groups, b.group) if g in view.alone) for b in view.boxes}


def _drawn(view: View, merged: Merged) -> int:
    """How many boxes are drawn."""
    return len({merged.get(b.id, b.id) for b in view.boxes})


@dataclass(frozen=True)
class _About:
    """What is known of the boxes of a view: with what each is connected and by how many arrows, which are doors and
    hubs, which a flow visits, and which failed."""

    partners: Mapping[str, frozenset[str]]
    arrows: Mapping[str, int]
    doors: frozenset[str]
    hubs: frozenset[str]
    visited: frozenset[str]
    failed: frozenset[str]

    @property
    def spared(self) -> frozenset[str]:
        return self.doors | self.hubs | self.failed

    @classmethod
    def of(cls, view: View) -> _About:
        partners: dict[str, set[str]] = defaultdict(set)
        for arrow in view.arrows:
            partners[arrow.source].add(arrow.target)
            partners[arrow.target].add(arrow.source)
        return cls(
            defaultdict(frozenset, {b: frozenset(some) for b, some in partners.items()}),
            Counter(end for arrow in view.arrows for end in (arrow.source, arrow.target)),
            frozenset(b.id for b in view.boxes if b.at_border),
            frozenset(b.id for b in view.boxes if len(partners[b.id]) >= HUB),
            frozenset(end for a in view.arrows if a.step or a.numbered for end in (a.source, a.target)),
            frozenset(b.id for b in view.boxes if b.state),
        )


# ------------------------------------------------------------------------------------------------ one by one


def category(box: Box) -> str:
    """The category of a service is the folder of its icon, as AWS sorts them."""
    return PurePath(box.icon).parent.name


def _copies(_: View, __: _About) -> Key:
    """Copies of one component in one frame."""
    return lambda box: (box.group, box.component)


def _waiting(view: View, _: _About) -> Key:
    """Copies that wait in a Region for a failure, of what runs elsewhere."""
    groups = {g.id: g for g in view.groups}
    aside = {b.id for b in view.boxes if any(groups[g].standby for g in around(groups, b.group))}
    there = {b.component for b in view.boxes if b.id not in aside}
    return lambda box: _place(box) if box.id in aside and box.component in there else None


def _dead_letters(view: View, about: _About) -> Key:
    """Queues behind a queue, which nothing else leads to: what hangs on one of its kind alone."""
    box = {b.id: b for b in view.boxes}

    def key(b: Box) -> Hashable:
        some = [box.get(p) for p in about.partners[b.id]]
        alone = len(some) == 1 and some[0] is not None and some[0].icon == b.icon and some[0].component != b.component
        return _place(b) if alone and len(about.partners[some[0].id]) > 1 else None  # type: ignore[union-attr]

    return key


def _siblings(_: View, about: _About) -> Key:
    """The same service between the same others."""
    return lambda box: (*_place(box), box.icon, about.partners[box.id])


def _service(_: View, about: _About) -> Key:
    return lambda box: None if box.id in about.visited else (*_place(box), box.icon)


def _category(_: View, about: _About) -> Key:
    return lambda box: None if box.id in about.visited else _place(box)


def _visited(_: View, __: _About) -> Key:
    """Whatever is of a category, though a flow visits it."""
    return _place


def _place(box: Box) -> tuple[Hashable, ...]:
    return box.group, box.tier, category(box)


RULES: tuple[Callable[[View, _About], Key], ...] = (
    _copies,
    _waiting,
    _dead_letters,
    _siblings,
    _service,
    _category,
    _visited,
)


def _one_by_one(view: View, key: Key, merged: Merged, about: _About, spared: frozenset[str]) -> Iterator[Merged]:
    """What a rule merges, the fullest crowds first, each grown by a box at a time; those of the same components, in
    zones that hold the same, grow together."""
    found: dict[Hashable, list[Box]] = defaultdict(list)
    frames = _frames_alone(view)
    for box in view.boxes:
        if not box.actor and box.id not in spared and (alike := key(box)) is not None:
            found[alike, frames[box.id]].append(box)
    twins: dict[frozenset[str], list[list[list[Box]]]] = defaultdict(list)
    for some in found.values():
        units: dict[str, list[Box]] = defaultdict(list)
        for box in some:
            units[merged.get(box.id, box.id)].append(box)
        if len(units) > 1:
            order = sorted(units.values(), key=lambda u: (-len(u), sum(about.arrows[b.id] for b in u)))
            twins[frozenset(b.component for b in some)].append(order)
    for crowds in sorted(twins.values(), key=lambda c: (-max(map(len, c)), c[0][0][0].id)):
        for size in range(2, 1 + max(map(len, crowds))):
            for units_of in crowds:
                boxes = [b for unit in units_of[:size] for b in unit]
                merged = {**merged, **{b.id: f"{CROWD}{boxes[0].id}" for b in boxes}}
            yield merged


# ------------------------------------------------------------------------------------------------ levels

Level = Callable[[View], Key]


def _same_column(_: View) -> Key:
    return lambda box: (box.group, box.tier, box.column)


def _same_tier(_: View) -> Key:
    return lambda box: (box.group, box.tier)


def _in_network(view: View) -> Key:
    home = homes(view, NETWORKS)
    return lambda box: (home[box.id], box.tier)


def _in_region(view: View) -> Key:
    home = homes(view, REGIONS)
    return lambda box: (home[box.id], box.tier)


def _whole_network(view: View) -> Key:
    home = homes(view, NETWORKS)
    return lambda box: (home[box.id], None if home[box.id] else box.tier)


def _whole_region(view: View) -> Key:
    home = homes(view, REGIONS)
    return lambda box: (home[box.id], None if home[box.id] else box.tier)


Spared = Callable[[_About], frozenset[str]]


def _doors(about: _About) -> frozenset[str]:
    return about.doors


def _hubs(about: _About) -> frozenset[str]:
    return about.hubs


def _on_a_way(about: _About) -> frozenset[str]:
    return about.visited


LEVELS = (_same_column, _same_tier, _in_network, _whole_network, _in_region, _whole_region)
ROUNDS: tuple[tuple[tuple[Level, ...], tuple[Spared, ...], int], ...] = (
    ((_same_column, _same_tier), (_doors, _hubs, _on_a_way), 3),
    ((_same_column, _same_tier, _in_network, _whole_network), (_doors, _hubs), 2),
    (LEVELS, (), 2),
)  # levels, what they spare, and how many boxes a crowd has at least


def _crowds(view: View, level: Level, merged: Merged, keep: frozenset[str], least: int) -> list[Merged]:
    """What the level can merge, the fullest crowds first; crowds of the same components are merged together."""
    key = level(view)
    found: dict[Hashable, list[Box]] = {}
    frames = _frames_alone(view)
    whole = level in (_whole_network, _whole_region)
    for box in view.boxes:
        if not box.actor:
            found.setdefault((key(box), () if whole else frames[box.id]), []).append(box)
    if whole:
        found = {k: boxes for k, boxes in found.items() if not any(b.id in keep or frames[b.id] for b in boxes)}
    else:
        found = {k: [b for b in boxes if b.id not in keep] for k, boxes in found.items()}
    twins: dict[frozenset[str], list[tuple[str, Sequence[Box]]]] = defaultdict(list)
    for boxes in (some for some in found.values() if len(some) >= least):
        units = {merged.get(b.id, b.id) for b in boxes}
        lone = whole and common_frame(view, boxes) is not None
        if len(units) > 1 or (lone and not units.pop().startswith(WHOLE)):
            twins[frozenset(b.component for b in boxes)].append((f"{WHOLE if lone else CROWD}{boxes[0].id}", boxes))
    order = sorted(twins.values(), key=lambda t: (-max(len(boxes) for _, boxes in t), t[0][0]))
    return [{b.id: id for id, boxes in some for b in boxes} for some in order]
