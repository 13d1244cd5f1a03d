"""Things and the least distances between them to positions, by the longest way through a graph; wishes in their turn.

A constraint says how far one thing is from another at least; two things in line are one. What room is left is shared by
taking the middle between the first and the last place where everything could stand, which keeps every distance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class After(NamedTuple):
    """`second` stands at least `least` pixels after `first`."""

    first: str
    second: str
    least: float


class _Net(NamedTuple):
    """Constraints between those that stand for others; for each thing which one that is, and how far it is after it;
    what each is followed by; all with each after those that it stands after; and the least position of each."""

    rules: list[tuple[str, str, float]]
    root: Mapping[str, tuple[str, float]]
    out: Mapping[str, list[tuple[str, float]]]
    order: list[str]
    start: Mapping[str, float]


@dataclass
class Line:
    """Things along one axis. `ends` is how much of the room each needs before and after its own position."""

    ends: Mapping[str, tuple[float, float]]
    after: list[After] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._same: dict[str, tuple[str, float]] = {}  # a thing stands so far after another one, always
        self._net: _Net | None = None

    def root(self, thing: str) -> tuple[str, float]:
        """The thing that stands for all that are in line with this one, and how far this one is after it."""
        offset = 0.0
        while thing in self._same:
            thing, more = self._same[thing]
            offset += more
        return thing, offset

    def join(self, one: str, other: str, offset: float = 0.0) -> bool:
        """Puts `other` so far after `one`; False if they are in line already, which may be otherwise."""
        (a, x), (b, y) = self.root(one), self.root(other)
        if a == b:
            return False
        self._same[b] = (a, x + offset - y)
        self._net = None
        return True

    def add(self, rules: Iterable[After]) -> None:
        self.after += rules
        self._net = None

    # ------------------------------------------------------------------------------------------------ solving

    def _condensed(self) -> _Net | None:
        """The constraints between those that stand for others; None if they contradict each other."""
        if self._net is None:
            found: dict[tuple[str, str], float] = {}
            root = {thing: self.root(thing) for thing in self.ends}
            for one, other, least in self.after:
                (a, x), (b, y) = root[one], root[other]
                least += x - y
                if a == b:
                    if least > 1e-6:
                        return None
                elif least > found.get((a, b), -1e9):
                    found[a, b] = least
            rules = [(a, b, d) for (a, b), d in found.items()]
            out = _grouped(rules)
            order = _order(out, dict.fromkeys(a for a, _ in root.values()))
            self._net = _Net(rules, root, out, order, self._first(root, out, order)) if order else None
        return self._net

    def _first(
        self, root: Mapping[str, tuple[str, float]], out: Mapping[str, list[tuple[str, float]]], order: Sequence[str]
    ) -> dict[str, float]:
        """The least position of everything that stands for others."""
        start: dict[str, float] = dict.fromkeys(order, 0.0)
        for thing, (before, _) in self.ends.items():
            one, offset = root[thing]
            if before - offset > start[one]:
                start[one] = before - offset
        for thing in order:
            here = start[thing]
            for other, least in out.get(thing, ()):
                if here + least > start[other]:
                    start[other] = here + least
        return start

    def extent(self) -> float | None:
        """The room that everything takes at least."""
        net = self._condensed()
        if net is None:
            return None
        places = ((net.root[thing], after) for thing, (_, after) in self.ends.items())
        return max(net.start[root] + offset + after for (root, offset), after in places)

    def through(self) -> Callable[[After], float]:
        """The room that the longest way takes on which something stands after something else, were that asked for."""
        net = self._condensed()
        if net is None:
            return lambda _: 0.0
        rest = dict.fromkeys(net.order, 0.0)
        roots, start = net.root, net.start
        for thing, (_, after) in self.ends.items():
            root, offset = roots[thing]
            rest[root] = max(rest[root], offset + after)
        for thing in reversed(net.order):
            for other, least in net.out.get(thing, ()):
                if least + rest[other] > rest[thing]:
                    rest[thing] = least + rest[other]

        def takes(rule: After) -> float:
            (a, x), (b, y) = roots[rule.first], roots[rule.second]
            return start[a] + x + rule.least - y + rest[b]

        return takes

    def longest(self) -> list[str]:
        """The things along the longest way, which all of the room depends on, the last one first."""
        net = self._condensed()
        if net is None:
            return []
        start = net.start
        into: dict[str, list[tuple[str, str, str, float]]] = defaultdict(list)
        for rule in self.after:
            (a, x), (b, y) = self.root(rule.first), self.root(rule.second)
            into[b].append((a, rule.first, rule.second, rule.least + x - y))
        ends = {
            thing: start[root] + offset + self.ends[thing][1]
            for thing in self.ends
            for root, offset in [self.root(thing)]
        }
        found = [max(ends, key=lambda thing: (ends[thing], thing))]
        here = self.root(found[0])[0]
        while True:
            tight = [(a, one, two) for a, one, two, least in into[here] if abs(start[a] + least - start[here]) < 1e-6]
            if not tight:
                return list(dict.fromkeys(found))
            here, one, two = min(tight)
            found += [two, one]

    def settled(self, room: float) -> dict[str, float] | None:
        """Every thing in the middle between where it could stand at first and at last; None without the room."""
        net = self._condensed()
        if net is None:
            return None
        first = net.start
        last: dict[str, float] = dict.fromkeys(first, room)
        for thing, (_, after) in self.ends.items():
            root, offset = net.root[thing]
            last[root] = min(last[root], room - after - offset)
        back = _grouped([(b, a, d) for a, b, d in net.rules])
        for thing in reversed(net.order):
            for other, least in back.get(thing, ()):
                last[other] = min(last[other], last[thing] - least)
        if any(last[thing] < first[thing] - 1e-6 for thing in first):
            return None
        return {thing: (first[root] + last[root]) / 2 + offset for thing, (root, offset) in net.root.items()}

    def wish(self, room: float, rules: Sequence[After] = (), pairs: Sequence[tuple[str, str, float]] = ()) -> bool:
        """Keeps these constraints, and puts these pairs in line, if there is room for it; all of it or nothing."""
        same, count = dict(self._same), len(self.after)
        for one, other, offset in pairs:
            self.join(one, other, offset)
        self.add(rules)
        extent = self.extent()
        kept = extent is not None and extent <= room + 1e-6 and all(self._in_line(*p) for p in pairs)
        if not kept:
            self._same, self._net = same, None
            del self.after[count:]
        return kept

    def _in_line(self, one: str, other: str, offset: float) -> bool:
        (a, x), (b, y) = self.root(one), self.root(other)
        return a == b and abs(y - x - offset) < 1e-6


def _grouped(rules: Iterable[tuple[str, str, float]]) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for a, b, least in rules:
        found[a].append((b, least))
    return found


def _order(out: Mapping[str, Sequence[tuple[str, float]]], things: Iterable[str]) -> list[str] | None:
    """The things with each after those that it stands after; None if some stand after themselves."""
    waits: dict[str, int] = dict.fromkeys(things, 0)
    for some in out.values():
        for other, _ in some:
            waits[other] += 1
    ready = [thing for thing, n in waits.items() if not n]
    for thing in ready:
        for other, _ in out.get(thing, ()):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return ready if len(ready) == len(waits) else None
