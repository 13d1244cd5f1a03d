"""A full view to what stands for what in a short one: at first each component once wherever it runs.

Only what is of one ground may become one: nothing reaches over the border of a Region, a site, a cloud, an account or a
network, nor of a place that stands by: what is doubled stays doubled. Nor do people become one with what is none, or
things outside of all frames with those of another sort.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from archdeck.canvas import around
from archdeck.language import FLOWING, Role
from archdeck.model import Model
from archdeck.views import words
from archdeck.views.view import Arrow, Box, Group, View, boxes_inside

COPIES = (Role.STANDBY, Role.READ_REPLICA)
VISITED = 4  # what a step of the flow that is numbered counts, in relations
KEPT = frozenset({"cloud", "region", "account", "data-center", "vpc"})
BORDERS = frozenset({"cloud", "region", "data-center"})  # over which nothing becomes one
ACCOUNT, NETWORK = "account", "vpc"
PEOPLE = frozenset({"user", "users"})  # icons of persons
SITES = frozenset({"data-center", "group"})  # outside of clouds


@dataclass(frozen=True)
class Unit:
    """What one box of the picture stands for: a component, where its name is empty, or several under a name; `holds`
    are the names of what is in it, `frame` is the one that it is all of."""

    id: str
    name: str
    group: str | None
    holds: tuple[str, ...] = ()
    frame: str = ""


@dataclass(frozen=True)
class Crowd:
    """Boxes of the full view that may become one."""

    unit: Unit
    boxes: tuple[str, ...]


class Ground(NamedTuple):
    """What boxes have in common that become one: the Region, site or cloud that they run in, account and network,
    whether they stand by, and of which sort they are: people or not; outside of all frames, of which category, and
    whether such a one calls or is only called."""

    site: str | None
    account: str | None
    network: str | None
    standby: bool
    sort: str


@dataclass(frozen=True)
class Short:
    """A full view, and for each of its boxes the unit that stands for it; `roles` are those of its instances."""

    model: Model
    full: View
    of: Mapping[str, Unit]
    roles: Mapping[str, Role] = field(default_factory=dict)

    @cached_property
    def members(self) -> dict[Unit, list[Box]]:
        found: dict[Unit, list[Box]] = defaultdict(list)
        for box in self.full.boxes:
            found[self.of[box.id]].append(box)
        return dict(found)

    @property
    def units(self) -> list[Unit]:
        return list(self.members)

    @cached_property
    def weight(self) -> Counter[str]:
        """How much happens at a component: relations that carry requests and data, and steps of the flow shown."""
        component = {b.id: b.component for b in self.full.boxes}
        found: dict[str, set[str]] = defaultdict(set)
        steps: Counter[str] = Counter()
        for arrow in self.full.arrows:
            ends = {component[end] for pair in pairs(arrow) for end in pair if end in component}
            for end in ends:
                found[end] |= set(arrow.relations) if arrow.kind in FLOWING else set()
                steps[end] += bool(arrow.step)
        for component_id, box_step in {b.component: b.step for b in self.full.boxes}.items():
            steps[component_id] += bool(box_step)
        return Counter({c: len(found[c]) + VISITED * steps[c] for c in component.values()})

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {g.id: g for g in self.full.groups if not g.overlay}

    @cached_property
    def inside(self) -> dict[str, list[Box]]:
        """The boxes in each frame of a place."""
        boxes = {b.id: b for b in self.full.boxes}
        return {g: [boxes[b] for b in ids] for g, ids in boxes_inside(self.groups.values(), self.full.boxes).items()}

    def around(self, group: str | None) -> Iterator[str]:
        return around(self.groups, group)

    def home(self, group: str | None) -> str | None:
        """The innermost frame that stays: a Region, a cloud, an office."""
        return next((g for g in self.around(group) if stays(self.groups[g])), None)

    def copies(self, boxes: Iterable[Box]) -> str:
        """The copies among boxes of a component that stand beside what they are copies of."""
        found = {self.roles.get(b.id) for b in boxes}
        return ", ".join(words.ROLE_WORDS[role] for role in COPIES if role in found and len(found) > 1)

    def said(self, boxes: Iterable[Box], name: str) -> str:
        """A name for all of a component, with its copies."""
        copies = self.copies(boxes)
        return f"{name} + {copies}" if copies else name

    @cached_property
    def ground(self) -> dict[str, Ground]:
        """Where each box is; only boxes of one ground become one, but for a site that does as a whole."""
        category = {c.id: c.kind.category for c in self.model.components}
        callers = {r.source.id for r in self.model.relations if r.kind in FLOWING}
        found = {}
        for box in self.full.boxes:
            frames = [self.groups[g] for g in self.around(box.group)]
            site = next((g.id for g in frames if g.kind in BORDERS or _is_site(g)), None)
            account, network = (next((g.id for g in frames if g.kind == k), None) for k in (ACCOUNT, NETWORK))
            sort = "people" if box.actor and PurePath(box.icon).stem in PEOPLE else ""
            if not sort and not self.home(box.group):
                sort = category[box.component] + (" called" if box.actor and box.component not in callers else "")
            found[box.id] = Ground(site, account, network, any(g.standby for g in frames), sort)
        return found

    def common(self, boxes: Iterable[Box]) -> str | None:
        """The innermost frame around all of these that stays."""
        ways = [[g for g in self.around(b.group) if stays(self.groups[g])] for b in boxes]
        return next((g for g in ways[0] if all(g in way for way in ways)), None)

    def named(self, box: Box) -> bool:
        """Whether a box of the picture stands for several."""
        return any(u.id == box.id and u.name for u in self.of.values())

    def merged(self, crowds: Iterable[Crowd]) -> Short:
        return replace(self, of={**self.of, **{box: crowd.unit for crowd in crowds for box in crowd.boxes}})


def of_components(model: Model, full: View, roles: Mapping[str, Role]) -> Short:
    """The view with each component once in a network, Region, cloud or office, and apart from what stands by."""
    full = replace(full, boxes=tuple(b for b in full.boxes if not b.hollow))
    bare = Short(model, full, {}, roles)
    alike: dict[tuple[str, str | None], list[Box]] = defaultdict(list)
    for box in full.boxes:
        alike[box.component, bare.home(box.group)].append(box)
    found: dict[str, Unit] = {}
    for (component, home), boxes in alike.items():
        names = tuple(dict.fromkeys(bare.said(boxes, b.name) for b in boxes))
        found |= {b.id: Unit(f"{component}--{home or 'outside'}", "", home, names) for b in boxes}
    return replace(bare, of=found)


def stays(group: Group) -> bool:
    return group.kind in KEPT or group.standby or _is_site(group)


def _is_site(group: Group) -> bool:
    """Whether it is a data center or an office that stands in nothing."""
    return group.kind in SITES and group.parent is None


def pairs(arrow: Arrow) -> tuple[tuple[str, str], ...]:
    return arrow.pairs or ((arrow.source, arrow.target),)
