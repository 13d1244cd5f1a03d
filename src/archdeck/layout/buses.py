"""The ways of the arrows that lead a bus to those of all others of it: they are on the same net already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from itertools import pairwise

from archdeck.canvas import Point
from archdeck.layout.search import Net, Way, straightened
from archdeck.views import Arrow


class BusNet:
    """The lines of the arrows that lead a bus, and where they leave and reach each of its boxes."""

    def __init__(self, led: Iterable[Arrow], ways: Mapping[str, Way], net: Net):
        self.net = net
        self.ends: dict[str, tuple[int, Point]] = {}
        self.near: dict[int, set[int]] = defaultdict(set)
        for one in led:
            if way := ways.get(one.id):
                crossings = list(dict.fromkeys(s >> 2 for s in way.states))
                self.ends.setdefault(one.source, (crossings[0], way.points[0]))
                self.ends.setdefault(one.target, (crossings[-1], way.points[-1]))
                for a, b in pairwise(crossings):
                    self.near[a].add(b)
                    self.near[b].add(a)

    def way(self, arrow: Arrow) -> tuple[Point, ...] | None:
        """Of another arrow of the bus; None where they do not lead there."""
        if arrow.source not in self.ends or arrow.target not in self.ends:
            return None
        (start, first), (goal, last) = self.ends[arrow.source], self.ends[arrow.target]
        crossings = _shortest(start, goal, self.near, self.net)
        return tuple(straightened([first, *map(self.net.point, crossings), last])) if crossings else None


def _shortest(start: int, goal: int, near: Mapping[int, set[int]], net: Net) -> list[int]:
    """The shortest way between two crossings of a net; empty where there is none."""
    came: dict[int, int] = {}
    heap = [(0.0, start, start)]
    while heap:
        far, here, before = heappop(heap)
        if here in came:
            continue
        came[here] = before
        if here == goal:
            found = [goal]
            while found[-1] != start:
                found.append(came[found[-1]])
            return found[::-1]
        at = net.point(here)
        for there in near.get(here, ()):
            to = net.point(there)
            heappush(heap, (far + abs(at.x - to.x) + abs(at.y - to.y), there, here))
    return []
