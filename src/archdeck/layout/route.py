"""Placed boxes and arrows to the way each arrow runs: right angles, on tracks, round everything (R9, R10).

A search for the cheapest way, arrow by arrow; then the arrows that cross others or strange frames are taken up and laid
anew until nothing improves. Arrows of one fan-out, one fan-in or one complete bus may share a trunk, and no others, so
that merged lines never suggest a relation that does not exist.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from archdeck.canvas import Point, around
from archdeck.language import RelationKind
from archdeck.layout.budget import LOOKING, Budget
from archdeck.layout.buses import BusNet
from archdeck.layout.leading import leaders, without_followers
from archdeck.layout.placed import Placed, by_group
from archdeck.layout.ports import Ports
from archdeck.layout.search import SHARED, SPOKEN, Costs, Task, Traffic, Way, cheapest, flaws, net
from archdeck.layout.tracks import tracks
from archdeck.views import Arrow, View

ORDER = {
    RelationKind.REQUEST: 0,
    RelationKind.DATA: 1,
    RelationKind.REPLICATION: 2,
    RelationKind.FAILOVER: 3,
    RelationKind.BACKUP: 4,
    RelationKind.CONTROL: 5,
    RelationKind.USES: 5,
}
EFFORT = 40_000  # states looked at, after which an order of arrows is improved no further: the same on every machine
MANY = 150  # arrows of a picture that takes so long that only the most flawed ones are laid anew
BUSY = 6  # bundles that an icon has room for with three ports a side
LOST = 1e6  # what an arrow without a way counts
ROUNDS = 4  # how often flawed arrows may be taken up and laid anew


@dataclass(frozen=True)
class Route:
    """The corners of an arrow, tip last, and its cost in crossings and strange frames."""

    points: tuple[Point, ...]
    flaws: float


def families(arrows: tuple[Arrow, ...]) -> dict[str, tuple[str, str, str]]:
    """For each arrow, what it may share a trunk with: its bus, or the larger of its fan-out and its fan-in; an arrow
    with two heads shares none, for it would lead back into all the others."""
    count: Counter[tuple[str, str, str]] = Counter()
    for a in arrows:
        count[("from", a.source, a.kind)] += 1
        count[("to", a.target, a.kind)] += 1

    def family(a: Arrow) -> tuple[str, str, str]:
        if a.both and not a.bundle:
            return ("alone", a.id, a.kind.value)
        out, into = ("from", a.source, a.kind.value), ("to", a.target, a.kind.value)
        return ("bus", a.bundle, a.kind.value) if a.bundle else out if count[out] >= count[into] else into

    return {a.id: family(a) for a in arrows}


def route(view: View, placed: Placed, budget: Budget | None = None) -> dict[str, Route]:
    """The way of every arrow by its id; an arrow for which there is none is missing."""
    router = _Router(view, placed)
    found = router.run()
    if budget:
        budget.spend(LOOKING * router.traffic.effort)
    return found


class _Router:
    def __init__(self, view: View, placed: Placed):
        self.led = leaders(view.arrows)
        self.arrows, self.down = {a.id: a for a in without_followers(view.arrows)}, view.down
        self.following = [a for a in view.arrows if a.id not in self.arrows]
        self.scale = placed.sizes.px / 19
        self.cost = Costs(*(c * self.scale for c in Costs()))
        found = families(view.arrows)
        busy = _busy(view.arrows, found)
        lines = tracks(placed, busy)
        self.ports = Ports(placed, lines, self.cost, busy)
        number = {family: k for k, family in enumerate(dict.fromkeys(found.values()))}
        forks = frozenset(k for family, k in number.items() if family[0] == "from")
        self.traffic = Traffic(net(lines), {arrow: number[family] for arrow, family in found.items()}, forks)
        self.around = _around(placed, lines.bit)

    def run(self) -> dict[str, Route]:
        """Lays every arrow, then those anew that are flawed, alone and with what they cross, while that helps; from
        several orders, while there is effort left; the best outcome counts."""
        outcomes: list[tuple[tuple[int, float], dict[str, Way], dict[str, float]]] = []
        for order in self._orders():
            for arrow in order:
                self.traffic.take_up(arrow)
            self._lay(order)
            self._improve(order)
            outcomes.append(
                (self._worth(order), dict(self.traffic.ways), {a: self._flaws(a) for a in self.traffic.ways})
            )
            if not any(outcomes[-1][2].values()) or self.traffic.effort > EFFORT / 2:
                break
        _, ways, flawed = min(outcomes, key=lambda o: o[0])
        return {a: Route(way.points, flawed[a]) for a, way in ways.items()} | self._followed(ways)

    def _followed(self, ways: Mapping[str, Way]) -> dict[str, Route]:
        """The other arrows of large buses, on the lines of those that lead there."""
        nets = {bus: BusNet(some, ways, self.traffic.net) for bus, some in self.led.items()}
        found = ((a.id, nets[a.bundle].way(a)) for a in self.following)
        return {a: Route(points, 0.0) for a, points in found if points}

    def _orders(self) -> Iterator[list[str]]:
        """Requests first and short ones first; long ones first within a kind; long ones first of all."""

        def kind(arrow: str) -> int:
            return ORDER[self.arrows[arrow].kind]

        yield sorted(self.arrows, key=lambda a: (kind(a), self._distance(a), a))
        yield sorted(self.arrows, key=lambda a: (kind(a), -self._distance(a), a))
        yield sorted(self.arrows, key=lambda a: (-self._distance(a), a))

    def _improve(self, order: list[str]) -> None:
        """Each once more by itself, now that it knows where all the others run, where they are not too many; then the
        flawed ones, worst first."""
        family = self.traffic.family
        limit = self.traffic.effort + EFFORT
        for arrow in order if len(order) <= MANY else ():
            if not self._could_not_be_better(arrow):
                self._retry([arrow])
        for _ in range(ROUNDS):
            flawed = {a: f for a in order if (f := self._flaws(a) if a in self.traffic.ways else LOST)}
            better = False
            for arrow in sorted(flawed, key=lambda a: (-flawed[a], order.index(a))):
                for group in (
                    [arrow],
                    [arrow, *self._crossed(arrow)],
                    [a for a in order if family[a] == family[arrow]],
                ):
                    if self.traffic.effort > limit:
                        return
                    better = self._retry(group) or better
            if not better:
                return

    def _could_not_be_better(self, arrow: str) -> bool:
        """A straight line in nobody's way."""
        way = self.traffic.ways.get(arrow)
        return way is not None and len(way.points) == 2 and not self._flaws(arrow)

    def _lay(self, group: list[str]) -> None:
        for arrow in group:
            way = cheapest(self._task(self.arrows[arrow]), self.traffic, self.cost, self.scale)
            if way is not None:
                self.traffic.lay(arrow, way)

    def _retry(self, group: list[str]) -> bool:
        """Takes arrows up and lays them anew; whether that is better: else they go back to where they were."""
        ways = self.traffic.ways
        before, worth = {a: ways[a] for a in group if a in ways}, self._worth(group)
        for arrow in group:
            self.traffic.take_up(arrow)
        self._lay(group)
        after = self._worth(group)
        if after <= worth:
            return after < worth
        for arrow in group:
            self.traffic.take_up(arrow)
        for arrow, way in before.items():
            self.traffic.lay(arrow, way)
        return False

    def _worth(self, group: list[str]) -> tuple[int, float]:
        """Arrows without a way; flaws, bends and length of the others: less is better."""
        laid = [a for a in group if a in self.traffic.ways]
        return len(group) - len(laid), round(fsum(map(self._flaws, laid)) + fsum(map(self._length, laid)), 3)

    def _flaws(self, arrow: str) -> float:
        return flaws(arrow, self._strange(self.arrows[arrow]), self.traffic, self.cost, self.scale)

    def _length(self, arrow: str) -> float:
        points = self.traffic.ways[arrow].points
        length = fsum(abs(a.x - b.x) + abs(a.y - b.y) for a, b in pairwise(points))
        return length + self.cost.bend * (len(points) - 2)

    def _strange(self, arrow: Arrow) -> int:
        return ~(self.around[arrow.source] | self.around[arrow.target])

    def _task(self, arrow: Arrow) -> Task:
        family = self.traffic.family[arrow.id]
        busy = {
            port.key
            for end in (arrow.source, arrow.target)
            for port in self.ports.openings(end)
            if any(self.traffic.family[a] != family for a in self.traffic.ports.get(port.key, ()))
        }
        return Task(
            family,
            self._strange(arrow),
            self.ports.of(arrow.source, arrow.target, arrow.kind, self.down, busy),
            self.ports.of(arrow.target, arrow.source, arrow.kind, self.down, busy),
            SPOKEN if arrow.label else SHARED,
        )

    def _distance(self, arrow: str) -> float:
        a = self.ports.rect(self.arrows[arrow].source).centre
        b = self.ports.rect(self.arrows[arrow].target).centre
        return round(abs(a.x - b.x) + abs(a.y - b.y), 2)

    def _crossed(self, arrow: str) -> list[str]:
        way, family = self.traffic.ways.get(arrow), self.traffic.family
        found: dict[str, None] = {}
        for state in way.states if way else ():
            found |= {a: None for a in self.traffic.passing[state >> 2] if family[a] != family[arrow]}
        return list(found)


def _busy(arrows: tuple[Arrow, ...], family: Mapping[str, tuple[str, str, str]]) -> frozenset[str]:
    """Boxes and frames at which more arrows end than may share the ports of an icon."""
    bundles: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for a in arrows:
        bundles[a.source].add(family[a.id])
        bundles[a.target].add(family[a.id])
    return frozenset(end for end, some in bundles.items() if len(some) > BUSY)


def _around(placed: Placed, bit: dict[str, int]) -> dict[str, int]:
    """For each box and frame, the frames that an arrow from there has business with, a bit each."""
    frames, groups = placed.frames.values(), by_group(placed)
    known = {f.frame.key: f.frame.group for f in frames}
    found = {
        key: sum(bit[f.frame.key] for f in frames if placed_box.box.id in f.frame.boxes)
        for key, placed_box in placed.boxes.items()
    }
    for group, members in groups.items():
        mask = 0
        for here in around(known, group):
            mask |= sum(bit[f.frame.key] for f in groups.get(here, []))
        for f in members:  # an overlay has business with the zones it cuts across, and they with it
            mask |= sum(
                bit[g.frame.key]
                for g in frames
                if (g.frame.group.overlay or f.frame.group.overlay) and g.frame.boxes & f.frame.boxes
            )
        found[group] = mask
    return found
