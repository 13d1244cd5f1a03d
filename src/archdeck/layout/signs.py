"""A geometry with states to one where each has its sign: at the freest corner of an icon, on an arrow, by a title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from itertools import pairwise
from math import fsum

from archdeck.canvas import (
    PAPER,
    STATES,
    EdgeShape,
    Geometry,
    GroupShape,
    NodeShape,
    PanelShape,
    Point,
    Rect,
    Segment,
    Sign,
    Words,
    fonts,
    hits,
    sides,
)

SIZE = 0.42  # of an icon's width, within the next two
SMALLEST, LARGEST = 22.0, 34.0
ON_ARROW = 22.0
IN_A_ROW = 0.72  # of the width of a small icon at the foot or in a block of names
WORDS = 16.0  # size of the words on a sign
BETWEEN = 8  # parts of the row of a title, between which the sign of its frame may stand
LIFT = 5.0  # pixels by which a sign looks over the upper edge of its icon
COVERED, CROSSED, OWN, CUT = 100.0, 45.0, 20.0, 6.0  # on a text or icon, a line, one of its own, a frame's border
PARTLY = 0.55  # of a small icon is left free by a sign that reaches from there beyond it
HIDDEN = 60.0  # on all of its own icon, if it has words: on half of it, half of that
LITTLE = 1e-6  # more than sums of these are off
MOST, MUCH = 1 / 3, 90.0  # of its own icon hidden by it and by small icons, and what more than that counts


def signed(g: Geometry) -> Geometry:
    """The same geometry where nothing has a state."""
    if not any(thing.state for some in (g.nodes, g.groups, g.edges, g.panel) for thing in some):
        return g
    free = _Free(g)
    nodes = tuple(replace(n, sign=_on_node(n, free)) for n in g.nodes)
    state = {s.id: s.state for s in g.groups}
    groups = tuple(replace(s, sign=_by_title(s, state.get(s.parent or "", ""), free)) for s in g.groups)
    panel = tuple(replace(p, sign=_on_panel(p)) for p in g.panel)
    edges = tuple(replace(e, sign=_on_edge(e, free)) for e in g.edges)
    return replace(g, nodes=nodes, groups=groups, panel=panel, edges=edges)


class _Free:
    """What is in the way of a sign; signs are added as they find their place."""

    def __init__(self, g: Geometry):
        labels = [t for some in (g.nodes, g.edges, g.panel) for thing in some for t in thing.labels]
        titles = [s.label for s in g.groups if s.label] + [e.badge for e in g.edges if e.badge]
        titles += [w for n in g.nodes for w in (n.badge, n.connector) if w]
        self.solid = [t.box for t in (*labels, *titles, *g.frame)]
        self.solid += [m.box for n in g.nodes for m in n.marks] + [p.box for p in g.panel]
        self.solid += [s.icon_box for s in g.groups if s.icon_box]
        self.icons = {n.id: n.box for n in g.nodes}
        self.lines = {e.id: list(pairwise(e.points)) for e in g.edges}
        self.state = {e.id: e.state for e in g.edges}
        self.ends = {e.id: (e.source, e.target) for e in g.edges}
        self.borders = [side for s in g.groups for side in sides(s.box)]
        self.slide = Rect(0, 0, g.width, g.height)
        self.on_arrows: list[tuple[str, Rect]] = []

    def cost(self, rect: Rect, node: str = "", edge: str = "") -> float:
        """What a sign would cover here, but for the icon or the arrow that it belongs to."""
        near = rect.grow(1.5)
        cost = COVERED * sum(near.meets(r) for r in self.solid)
        cost += COVERED * sum(near.meets(r) for id, r in self.icons.items() if id != node)
        crossed = [id for id, lines in self.lines.items() if id != edge and any(hits(near, s) for s in lines)]
        cost += fsum(OWN if node in self.ends[id] else CROSSED for id in crossed)
        cost += CUT * sum(hits(rect, side) for side in self.borders)
        return cost + (0 if self.slide.holds(rect) else COVERED)

    def within(self, rect: Rect) -> _Free:
        """The same for signs in this part of the slide, of which there may be many."""
        less = copy(self)
        less.solid = [r for r in self.solid if rect.meets(r)]
        less.icons = {id: r for id, r in self.icons.items() if rect.meets(r)}
        near = ((id, [s for s in lines if hits(rect, s)]) for id, lines in self.lines.items())
        less.lines = {id: lines for id, lines in near if lines}
        less.borders = [side for side in self.borders if hits(rect, side)]
        return less

    def take(self, rect: Rect) -> None:
        self.solid.append(rect)


def sign_at(centre: Point, size: float, note: str = "") -> Sign:
    """A sign around a point: round, or as long as its words take."""
    wide = size + (fonts.width(note, WORDS, bold=True) + size * 0.4 if note else 0.0)
    box = Rect(centre.x - wide / 2, centre.y - size / 2, wide, size)
    if not note:
        return Sign(box)
    high = WORDS * fonts.LINE_HEIGHT
    text = Rect(box.x + size, box.centre.y - high / 2, fonts.width(note, WORDS, bold=True), high)
    return Sign(box, Words(note, text, WORDS, bold=True, colour=PAPER))


def _on_node(node: NodeShape, free: _Free) -> Sign | None:
    """On the upper corner where it covers least; above its icon or beside it, if it would hide too much of that."""
    if not node.state or not STATES[node.state].sign:
        return None
    icon = node.box
    size = min(max(icon.w * SIZE, SMALLEST), LARGEST)
    marks = fsum(_share(m.box, icon) for m in node.marks) + (_share(node.badge.box, icon) if node.badge else 0.0)

    signs = [sign_at(place, size, node.note) for place in _places(icon, size, node.note)]
    near = free.within(icon.grow(2 * size + signs[0].box.w))

    def cost(sign: Sign) -> float:
        share = _share(sign.box, icon)
        hidden = (HIDDEN * share if node.note else 0.0) + MUCH * (marks + share > MOST)
        return near.cost(sign.box, node=node.id) + hidden

    best = min(signs, key=cost)
    free.take(best.box)
    return best


def _places(icon: Rect, size: float, note: str) -> list[Point]:
    """Where a sign may stand, the best places first: one with words may reach beyond an icon that is small."""
    half, out = sign_at(Point(0, 0), size, note).box.w / 2, size * 0.4
    centres = (icon.right + out - half, icon.x - out + half, icon.centre.x, icon.right - 0.6 * size + half)
    places = [Point(x, y + size / 2) for y in (icon.y - LIFT, icon.y + 2) for x in centres]
    places += [Point(x, icon.y + 2 + size / 2) for x in (centres[0] + size * 0.2, centres[1] - size * 0.2)]
    above, beside = icon.y - size / 2 + LIFT, (icon.right - LIFT + half, icon.x + LIFT - half)
    places += [Point(x, above) for x in (icon.centre.x, *beside)]
    places += [Point(x, y) for x in beside for y in (icon.y + size / 2, icon.bottom - size / 2)]
    partly = (icon.x + PARTLY * icon.w + half, icon.right - PARTLY * icon.w - half)
    return places + [Point(x, y) for x in partly for y in (icon.y + size / 2 - LIFT, icon.bottom - size / 2)]


def _share(over: Rect, icon: Rect) -> float:
    """How much of an icon something covers."""
    wide = min(over.right, icon.right) - max(over.x, icon.x)
    high = min(over.bottom, icon.bottom) - max(over.y, icon.y)
    return max(0.0, wide) * max(0.0, high) / (icon.w * icon.h)


def _by_title(group: GroupShape, around: str, free: _Free) -> Sign | None:
    """Behind the title of the outermost frame of a state, or else where its frame has room or a corner."""
    if not group.state or group.state == around or not STATES[group.state].sign or not group.label:
        return None
    size = max(group.label.px * fonts.LINE_HEIGHT, SMALLEST)
    found = [sign_at(place, size) for place in _places_of(group.box, group.label.box, size / 2)]
    best = next((sign for sign in found if free.cost(sign.box) < CROSSED), None)
    if best:
        free.take(best.box)
    return best


def _places_of(frame: Rect, title: Rect, half: float) -> Iterator[Point]:
    """Where the sign of a frame may stand, the best place first: behind its title, in the other corner or between the
    two, in the corners below, and on the corners themselves."""
    first, last = title.right + 8 + half, frame.right - 8 - half
    if first <= last and title.y >= frame.y:
        row = [first, last, *(first + (last - first) * k / BETWEEN for k in range(1, BETWEEN))]
        yield from (Point(x, title.centre.y) for x in row)
    low = frame.bottom - 8 - half
    if low - half > title.bottom:
        yield from (Point(x, low) for x in (last, frame.x + 8 + half))
    yield from (Point(x, y) for y in (frame.y, frame.bottom) for x in (frame.right, frame.x))


def _on_panel(entry: PanelShape) -> Sign | None:
    """On the upper corner of its icon; of a small one left of the middle, half beside it."""
    if not entry.state or not STATES[entry.state].sign:
        return None
    icon = entry.box
    if icon.w < SMALLEST * 2:
        return sign_at(Point(icon.x - 2, icon.centre.y), icon.w * IN_A_ROW)
    return sign_at(Point(icon.right - 4, icon.y + 6), SMALLEST)


def _on_edge(edge: EdgeShape, free: _Free) -> Sign | None:
    """Near the middle of the arrow, where nothing else is; none where the line that it shares has such a sign."""
    if not edge.state or not STATES[edge.state].sign:
        return None
    if any(state == edge.state and _on(box.centre, free.lines[edge.id]) for state, box in free.on_arrows):
        return None
    total = fsum(_length(s) for s in free.lines[edge.id])
    best: tuple[float, Sign] | None = None
    for segment, points in _along(free.lines[edge.id], 6.0):
        near = free.within(_around(segment).grow(ON_ARROW))
        others = [(free.state[id] == edge.state, list(map(_strip, s))) for id, s in near.lines.items() if id != edge.id]
        for point, done in points:
            if done < ON_ARROW * 0.7 or total - done < ON_ARROW:
                continue
            off = abs(done - total / 2) * 0.05
            shared = [alike for alike, strips in others if _in_one(point, strips)]
            same, strange = shared.count(True), shared.count(False)
            if best is not None and off + COVERED * strange - CROSSED * same - LITTLE >= best[0]:
                continue  # whatever it covers besides
            sign = sign_at(point, ON_ARROW)
            cost = near.cost(sign.box, edge=edge.id) + off
            cost += COVERED * strange
            cost -= CROSSED * same
            if best is None or cost < best[0]:
                best = (cost, sign)
    if best is None or best[0] >= COVERED:
        return None
    free.take(best[1].box)
    free.on_arrows.append((edge.state, best[1].box))
    return best[1]


def _along(lines: Iterable[Segment], step: float) -> Iterator[tuple[Segment, list[tuple[Point, float]]]]:
    """The pieces of an arrow, with points on each and the way to them."""
    done = 0.0
    for a, b in lines:
        length = _length((a, b))
        count = max(1, int(length / step))
        parts = [(k + 0.5) / count for k in range(count)]
        yield (a, b), [(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t), done + length * t) for t in parts]
        done += length


def _around(segment: Segment) -> Rect:
    a, b = segment
    return Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))


def _length(segment: Segment) -> float:
    a, b = segment
    return max(abs(a.x - b.x), abs(a.y - b.y))


def _on(p: Point, lines: Iterable[Segment]) -> bool:
    return _in_one(p, map(_strip, lines))


def _strip(segment: Segment) -> tuple[float, float, float, float]:
    """Where a point is on a line, or as good as."""
    (ax, ay), (bx, by) = segment
    return min(ax, bx) - 2, min(ay, by) - 2, max(ax, bx) + 2, max(ay, by) + 2


def _in_one(p: Point, strips: Iterable[tuple[float, float, float, float]]) -> bool:
    px, py = p
    return any(x <= px <= right and y <= py <= bottom for x, y, right, bottom in strips)
