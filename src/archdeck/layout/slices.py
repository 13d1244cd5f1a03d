"""A view and the boxes that its picture hides to slices of them, each as much as one part surely has room for.

What hangs together is shown together: a slice grows along arrows, one component after the other, whichever crowds they
were in. Nothing is laid out to find that out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from archdeck.layout.merging import CROWD
from archdeck.views import Arrow, Box, View, members

MOST = 28  # boxes of a part that surely has room for all of them
BESIDE = 8  # components beside a hub from which on they are drawn as one
SHARED = 6  # hidden components beside a box from which on they do not hang together for it

Crowds = Mapping[str, frozenset[str]]  # id -> boxes of the whole view
Near = Mapping[str, Collection[str]]


def near(view: View) -> Near:
    """What each box of a view talks to; an arrow at a frame is for what it says, or for all in it."""
    inside = members(view)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for arrow in view.arrows:
        for a, b in _pairs(arrow, inside):
            found[a][b] = found[b][a] = None
    return found


def _pairs(arrow: Arrow, inside: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    if arrow.pairs:
        return arrow.pairs
    return [(a, b) for a in inside.get(arrow.source, [arrow.source]) for b in inside.get(arrow.target, [arrow.target])]


@dataclass(frozen=True)
class Slices:
    """How many boxes a part shows, and which boxes are in which part; `crowds` are all that the whole picture has."""

    view: View
    crowds: Crowds
    near: Near

    def size(self, mine: Collection[str]) -> int:
        """How many boxes the part about these shows, with those around them; a crowd of others is one."""
        merged = self._crowd | {b: id for id, some in self.beside_hubs(mine).items() for b in some}
        around = {b for one in mine for b in self.near.get(one, ())} - {*mine}
        copies = {o for b in around if b not in merged for o in self._copies[self._component[b]] if o not in merged}
        return len({*mine, *copies}) + len({merged[b] for b in around if b in merged})

    def beside_hubs(self, mine: Collection[str]) -> Crowds:
        """What only hubs among some boxes have an arrow to: too much for a part, so that it is one box in it for each
        frame and tier."""
        lone = {one: [b for b in self.near.get(one, ()) if b not in mine and b not in self._crowd] for one in mine}
        hubs = {one for one, some in lone.items() if len({self._component[b] for b in some}) > BESIDE}
        others = {b for one, some in lone.items() if one not in hubs for b in some}
        found: dict[tuple[str | None, int], set[str]] = defaultdict(set)
        for b in (b for one in hubs for b in lone[one] if b not in others and not self._box[b].actor):
            found[self._box[b].group, self._box[b].tier].add(b)
        return {f"{CROWD}{min(some)}": frozenset(some) for some in found.values() if len(some) > 1}

    def of(self, hidden: Collection[str]) -> list[frozenset[str]]:
        """Boxes in slices, in the order of the picture: as many as there is room for of those that hang together, and
        all of what hangs together in one, if that can be."""
        found: list[frozenset[str]] = [frozenset()]
        for some in self._clusters(hidden):
            whole = frozenset().union(*some)
            for more in [whole] if self.size(whole) <= MOST else some:
                if found[-1] and self.size(found[-1] | more) > MOST:
                    found.append(frozenset())
                found[-1] |= more
        return [one for one in found if one]

    def _clusters(self, hidden: Collection[str]) -> Iterator[list[frozenset[str]]]:
        """The components that hang together, each with its boxes: one after the other the one of whose arrows most lead
        to those before it, or to what has one to them. So a service is followed by what only it has, then by others."""
        waiting = self._components(hidden)
        while waiting:
            some: list[frozenset[str]] = []
            bonds = {next(iter(waiting)): 0.0}
            while bonds:
                one = max(bonds, key=lambda component: bonds[component])  # the first of several
                del bonds[one]
                some.append(waiting.pop(one))
                for other in self._bonds(some[-1], hidden):
                    if other in waiting:
                        bonds[other] = bonds.get(other, 0.0) + 1 / self._many(waiting[other])
            yield some

    def _bonds(self, some: Collection[str], hidden: Collection[str]) -> Iterator[str]:
        """The hidden components that boxes have an arrow to, or a neighbour with, as often as they do; none for what is
        beside many."""
        for other in (b for one in some if self._beside(one) <= BESIDE for b in self.near.get(one, ())):
            held = dict.fromkeys(self._component[b] for b in self.near.get(other, ()) if b in hidden)
            if other in hidden:
                yield self._component[other]
            elif len(held) <= SHARED:
                yield from held

    def _beside(self, box: str) -> int:
        """How many components a box has an arrow to."""
        return len({self._component[b] for b in self.near.get(box, ())})

    def _many(self, some: Collection[str]) -> int:
        """How many neighbours boxes have."""
        return sum(len(self.near.get(b, ())) for b in some)

    def _components(self, hidden: Collection[str]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for box in self.view.boxes:
            if box.id in hidden:
                found[box.component].add(box.id)
        return {component: frozenset(some) for component, some in found.items()}

    @cached_property
    def _crowd(self) -> dict[str, str]:
        return {b: id for id, some in self.crowds.items() for b in some}

    @cached_property
    def _box(self) -> Mapping[str, Box]:
        return {b.id: b for b in self.view.boxes}

    @cached_property
    def _component(self) -> Mapping[str, str]:
        return {b.id: b.component for b in self.view.boxes}

    @cached_property
    def _copies(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for b in self.view.boxes:
            found[b.component].append(b.id)
        return found
