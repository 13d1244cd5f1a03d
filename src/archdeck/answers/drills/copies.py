"""The links of an environment to what holds a copy of a store, and how far behind that may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

from archdeck.answers.drills.times import NOTHING, Time, age, age_over, in_turn
from archdeck.language import RelationKind
from archdeck.model import Component, Environment, Instance, Link

COPYING = (RelationKind.BACKUP, RelationKind.REPLICATION)


@dataclass(frozen=True)
class Copies:
    environment: Environment

    def hands(self, store: Component, *kinds: RelationKind) -> Iterator[tuple[Instance, Time]]:
        """What holds a copy of a store and how far that may be behind, always on from what is least behind."""
        done: set[Component] = set()
        numbers = count(1)  # what is equally old is looked at in its order
        waiting = [((False, 0.0), 0, store, NOTHING)]
        while waiting:
            _, _, component, old = heappop(waiting)
            if component in done:
                continue
            done.add(component)
            for link in (k for k in self._copying.get(component, ()) if k.relation.kind in kinds):
                behind = in_turn(old, age_over(link))
                yield link.target, behind
                if link.target.component not in done:
                    heappush(waiting, (behind.order, next(numbers), link.target.component, behind))

    @cached_property
    def _copying(self) -> Mapping[Component, list[Link]]:
        """The links by which something is copied, by what it is copied from."""
        found: dict[Component, list[Link]] = {}
        for link in self.environment.links:
            if link.relation.kind in COPYING:
                found.setdefault(link.source.component, []).append(link)
        return found

    def apart(self, instance: Instance) -> Time:
        """How far the instances of a store that runs in several places may be apart: as a relation or the instance
        says."""
        return self.behind(instance, None)

    def behind(self, copy: Instance, primary: Instance | None) -> Time:
        """How far a copy may be behind: as the replication that leads to it says, else as it says itself."""
        leading = (k for k in self._copying.get(copy.component, ()) if k.target is copy)
        stated = (age_over(link) for link in leading if link.relation.kind is RelationKind.REPLICATION)
        return next(stated, None) or age(copy, primary)
