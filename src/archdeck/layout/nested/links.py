"""The arrows of a view to links between its boxes: which belong beside each other, and how much that counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum

from archdeck.language import FLOWING, RelationKind
from archdeck.layout.leading import without_followers
from archdeck.views import Arrow, View, members

WEIGHT = {
    RelationKind.REQUEST: 1.0,
    RelationKind.DATA: 1.0,
    RelationKind.REPLICATION: 0.7,
    RelationKind.FAILOVER: 0.5,
    RelationKind.CONTROL: 0.5,
    RelationKind.BACKUP: 0.5,
    RelationKind.USES: 0.4,
}
STEP = 1.8  # times more for an arrow of the first flow, the way that a talk begins with
NUMBERED = 1.3  # and for one that any flow takes
FORWARD, UP, BEND = 0.6, 0.8, 1.0  # a column too far, a row apart, and the bend that takes
ABOVE = 0.8  # for what flows between boxes above each other
BACKWARD, BACK = 2.2, 0.8  # for what flows to the left, and for each column of it
ASIDE, CORNER = 0.5, 0.8  # for a cell of the way of what does not flow, and its bend
ROUND = 1.2  # for a box that a straight arrow would have to run around
Cell = tuple[int, int]  # column, row


@dataclass(frozen=True)
class Link:
    """`flows` is what leads from left to right; what `hangs` leads to dead letters out of a way
    that goes on elsewhere."""

    source: str
    target: str
    weight: float
    flows: bool
    hangs: bool = False

    def other(self, box: str) -> str:
        return self.target if box == self.source else self.source


def links(view: View) -> tuple[Link, ...]:
    """One for each pair of boxes and direction. An arrow at a frame counts for the box in the middle of it."""
    inside = members(view)
    hanging = {b.id for b in view.boxes if b.hangs}
    leads_on = {a.source for a in view.arrows if a.kind in FLOWING and a.target not in hanging} - hanging
    found: dict[tuple[str, str, bool, bool], float] = {}
    for arrow in without_followers(view.arrows):
        ends = [some[len(some) // 2] for end in (arrow.source, arrow.target) if (some := inside.get(end, [end]))]
        if len(ends) == 2 and ends[0] != ends[1]:
            hangs = ends[1] in hanging and ends[0] in leads_on
            key = (ends[0], ends[1], arrow.kind in FLOWING and not hangs, hangs)
            found[key] = max(found.get(key, 0.0), _weight(arrow))
    return tuple(Link(a, b, weight, flows, hangs) for (a, b, flows, hangs), weight in found.items())


def _weight(arrow: Arrow) -> float:
    return WEIGHT[arrow.kind] * (STEP if arrow.step else NUMBERED if arrow.numbered else 1.0)


def by_box(some: Collection[Link]) -> dict[str, list[Link]]:
    """The links of each box."""
    found: dict[str, list[Link]] = {}
    for link in some:
        found.setdefault(link.source, []).append(link)
        found.setdefault(link.target, []).append(link)
    return found


def stretch(a: Cell, b: Cell, flows: bool, taken: Collection[Cell]) -> float:
    """What an arrow from cell to cell costs: length, bend, direction, and the boxes that it has to run around."""
    (x, y), (z, w) = a, b
    across, down = z - x, abs(w - y)
    if not flows:
        across = abs(across)
        cost = ASIDE * (across + down - 1) + (CORNER if across and down else 0.0)
    elif across > 0:
        cost = FORWARD * (across - 1) + (UP * down + BEND if down else 0.0)
    elif across == 0:
        cost = ABOVE + UP * (down - 1)
    else:
        cost = BACKWARD - BACK * across + UP * down
    if not down and abs(across) > 1:
        low, high = (x, z) if x < z else (z, x)
        cost += ROUND * len([1 for column in range(low + 1, high) if (column, y) in taken])
    elif x == z and down > 1:
        low, high = (y, w) if y < w else (w, y)
        cost += ROUND * len([1 for row in range(low + 1, high) if (x, row) in taken])
    return cost


def total(some: Collection[Link], cells: Mapping[str, Cell], taken: Collection[Cell] | None = None) -> float:
    """What all links between boxes with cells cost; `taken` are all cells in which something stands."""
    taken = set(cells.values()) if taken is None else taken
    return fsum(
        link.weight * stretch(cells[link.source], cells[link.target], link.flows, taken)
        for link in some
        if link.source in cells and link.target in cells
    )
