"""A geometry to what keeps the picture off a slide: what is wrong, one sentence each, and what to do about it.

Nothing overlaps, nothing is cut, no line runs through what it has no business with, lines that run together suggest no
relation that does not exist, and text can be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum, hypot

from archdeck.canvas import EdgeShape, Geometry, Point, Rect, Segment, Words, around, hits
from archdeck.layout.sizes import SMALLEST

TOGETHER = 3.0  # pixels: lines nearer than this look like one
RIM = 3.0  # pixels of a number that a line may touch without cutting it
PARALLEL = 0.05  # pixels on each that two lines may part which count as parallel
A_WHILE, LONGER = 8.0, 13.0  # pixels that two lines run together before a reader follows one into the other, or surely
SPLIT = "split it into two views (views: include or exclude)"
SHORTEN = "shorten the words (views: labels) or split the view"
MOVE = "move one of the two (views: lanes or breaks) or leave one out (views: exclude)"


@dataclass(frozen=True)
class Defect:
    """What is wrong in a picture, and what helps."""

    says: str
    advice: str

    def __str__(self) -> str:
        return f"{self.says}; {self.advice}"


def defects(g: Geometry) -> tuple[Defect, ...]:
    """Everything that keeps a picture off a slide, in the order of the table below."""
    return tuple(Defect(said, advice) for check, advice in CHECKS for said in dict.fromkeys(check(g)))


# ------------------------------------------------------------------------------------------------ checks


def _small_text(g: Geometry) -> Iterator[str]:
    least = min((t.px for _, t in _texts(g)), default=float(SMALLEST))
    if least < SMALLEST:
        yield f"text of {least:.0f} pixels is too small to read, {SMALLEST} is the least"


def _beyond_the_slide(g: Geometry) -> Iterator[str]:
    slide = Rect(0, 0, g.width, g.height)
    things = [*((f"{t.text!r}", t.box) for _, t in _texts(g)), *((n.id, n.box) for n in g.nodes), *_marks(g)]
    things += [(f"the frame {s.id}", s.box) for s in g.groups] + [
        (f"the icon of {p.component}", p.box) for p in g.panel
    ]
    things += [(f"the number {e.badge.text!r}", e.badge.box) for e in g.edges if e.badge]
    for name, rect in things:
        if not slide.holds(rect):
            yield f"{name} reaches beyond the slide"
    for edge in g.edges:
        if not all(slide.holds(Rect(p.x, p.y, 0, 0)) for p in edge.points):
            yield f"the arrow {edge.id} reaches beyond the slide"


def _texts_on_each_other(g: Geometry) -> Iterator[str]:
    some = [(owner, text.text, text.box.grow(-0.8)) for owner, text in _texts(g)]
    for (owner, one, box), (other_owner, other, other_box) in combinations(some, 2):
        if owner != other_owner and box.meets(other_box):
            yield f"{one!r} stands on {other!r}"


def _texts_on_icons(g: Geometry) -> Iterator[str]:
    icons = [(n.id, n.box.grow(-1)) for n in g.nodes] + [(id, box.grow(-1)) for id, box in _marks(g)]
    for owner, text in _texts(g):
        core = text.box.grow(-1)
        for icon, box in icons:
            if owner != icon and core.meets(box):
                yield f"{text.text!r} stands on the icon of {icon}"


def _texts_cut_by_borders(g: Geometry) -> Iterator[str]:
    for _, text in _texts(g):
        box = text.box.grow(-0.5)
        for group in g.groups:
            if box.meets(group.box) and not group.box.holds(box):
                yield f"{text.text!r} is cut by the border of {group.id}"


def _frames_in_each_other(g: Geometry) -> Iterator[str]:
    frame = {s.id: s for s in g.groups}
    for one, other in combinations((s for s in g.groups if not s.overlay), 2):
        above = [set(around(frame, s.parent)) for s in (one, other)]
        if one.id not in above[1] and other.id not in above[0] and one.box.grow(-1).meets(other.box.grow(-1)):
            yield f"the frames {one.id} and {other.id} overlap"
    for inner in g.groups:
        outer = frame.get(inner.parent or "")
        if outer and not outer.box.grow(1).holds(inner.box):
            yield f"the frame {inner.id} leaves the frame {outer.id}"
    for one, other in combinations((s for s in g.groups if s.overlay), 2):
        if one.box.grow(-1).meets(other.box.grow(-1)) and not (one.box.holds(other.box) or other.box.holds(one.box)):
            yield f"the frames {one.id} and {other.id} cut each other"
    cores = [(n, n.box.grow(-1)) for n in g.nodes]
    for group in g.groups:
        for node, core in cores:
            inside = node.id in group.members
            if inside and not group.box.grow(1).holds(node.box):
                yield f"{node.id} leaves its frame {group.id}"
            if not inside and group.box.meets(core):
                yield f"{node.id} stands in {group.id}, where it does not belong"


def _icons_on_each_other(g: Geometry) -> Iterator[str]:
    for (one, box), (other, other_box) in combinations([(n.id, n.box.grow(-1)) for n in g.nodes], 2):
        if box.meets(other_box):
            yield f"{one} stands on {other}"


def _lines_over_things(g: Geometry) -> Iterator[str]:
    things = [(n.id, n.box.grow(-2)) for n in g.nodes] + [(n.id, m.box.grow(-1)) for n in g.nodes for m in n.marks]
    things += [(n.id, w.box.grow(-2)) for n in g.nodes for w in (n.badge, n.connector) if w]
    things += [(f"panel {p.component}", p.box.grow(-2)) for p in g.panel]
    texts = [(t.text, t.box.grow(-1.5)) for _, t in _texts(g)]
    for edge in g.edges:
        segments, reach = list(pairwise(edge.points)), _reach(edge)
        for name, box in things:
            if name not in (edge.source, edge.target) and box.meets(reach) and any(hits(box, s) for s in segments):
                yield f"the arrow {edge.id} runs over the icon of {name}"
        for text, box in texts:
            if box.meets(reach) and any(hits(box, s) for s in segments):
                yield f"the arrow {edge.id} runs over {text!r}"


def _numbers_cut(g: Geometry) -> Iterator[str]:
    badges = [(e.id, e.badge) for e in g.edges if e.badge]
    for edge in g.edges:
        line, reach = list(pairwise(edge.points)), _reach(edge)
        for _, badge in badges:
            if not badge.box.meets(reach):
                continue
            through = min(_off(badge.box.centre, *s) for s in line) <= 2
            if not through and any(hits(badge.box.grow(-RIM), s) for s in line):
                yield f"the arrow {edge.id} cuts the number {badge.text!r}"
    for (_, one), (_, other) in combinations(badges, 2):
        if one.box.grow(-1).meets(other.box.grow(-1)):
            yield f"the numbers {one.text!r} and {other.text!r} stand on each other"


def _numbers_on_things(g: Geometry) -> Iterator[str]:
    for badge in (e.badge for e in g.edges if e.badge):
        core = badge.box.grow(-0.15 * badge.box.w)  # a number is round
        for _, text in _texts(g):
            if text.box.grow(-1).meets(badge.box.grow(-1)):
                yield f"the number {badge.text!r} stands on {text.text!r}"
        for node in g.nodes:
            if core.meets(node.box.grow(-1)):
                yield f"the number {badge.text!r} stands on the icon of {node.id}"


def _relations_that_do_not_exist(g: Geometry) -> Iterator[str]:
    """Lines that run together form a net, which reads as every source to every target; whether or not a reader sees
    that two of them begin or end together."""
    reach = {e.id: _reach(e) for e in g.edges}
    sides = {id: (r.x, r.y, r.right, r.bottom) for id, r in reach.items()}
    lines = {e.id: list(map(_piece, pairwise(e.points))) for e in g.edges}

    def beside(one: str, other: str) -> list[_Piece]:
        x, y, right, bottom = sides[other]
        return [p for p in lines[one] if p[2] < right and p[4] > x and p[3] < bottom and p[5] > y]

    bus = {e.id: e.bundle for e in g.edges}
    alike: dict[str, list[str]] = defaultdict(list)
    for edge in g.edges:
        alike[edge.bundle or edge.id].append(edge.id)
    one_line = [pair for some in alike.values() for pair in pairwise(some)]  # the arrows of a bus are one net anyway
    near = [(a, b) for a, b in combinations(lines, 2) if (not bus[a] or bus[a] != bus[b]) and reach[a].meets(reach[b])]
    runs = [(a, b, _run_together(beside(a, b), beside(b, a))) for a, b in near]
    for long in (A_WHILE, LONGER):
        if said := _suggested(g, [*one_line, *((one, other) for one, other, run in runs if run >= long)]):
            yield said
            return


def _suggested(g: Geometry, together: Iterable[tuple[str, str]]) -> str:
    """What the nets of arrows suggest, of which these run together, and what is not so."""
    net = {e.id: {e.id} for e in g.edges}
    for one, other in together:
        if net[one] is not net[other]:
            net[one] |= net[other]
            for edge in net[other]:
                net[edge] = net[one]
    for some in {id(s): s for s in net.values()}.values():
        edges = [e for e in g.edges if e.id in some]
        pairs = {(e.source, e.target) for e in edges} | {(e.target, e.source) for e in edges if e.both}
        wrong = {(a, b) for a, _ in pairs for _, b in pairs if a != b} - pairs
        if wrong:
            a, b = min(wrong)
            return f"lines that run together suggest that {a} leads to {b}"
    return ""


CHECKS: tuple[tuple[Callable[[Geometry], Iterator[str]], str], ...] = (
    (_small_text, SPLIT),
    (_beyond_the_slide, SPLIT),
    (_texts_on_each_other, SHORTEN),
    (_texts_on_icons, SHORTEN),
    (_texts_cut_by_borders, SHORTEN),
    (_frames_in_each_other, SPLIT),
    (_icons_on_each_other, SPLIT),
    (_lines_over_things, MOVE),
    (_numbers_cut, MOVE),
    (_numbers_on_things, MOVE),
    (_relations_that_do_not_exist, MOVE),
)

# ------------------------------------------------------------------------------------------------ geometry


def _texts(g: Geometry) -> list[tuple[str, Words]]:
    """Every text but the numbers, with what it belongs to; lines of one thing belong together."""
    found = [(n.id, t) for n in g.nodes for t in n.labels] + [(s.id, s.label) for s in g.groups if s.label]
    found += [(e.id, t) for e in g.edges for t in e.labels]
    found += [(f"panel {p.component}", t) for p in g.panel for t in p.labels]
    return found + [(f"frame {k}", t) for k, t in enumerate(g.frame)]


def _marks(g: Geometry) -> list[tuple[str, Rect]]:
    """What sits on icons: small icons, the number of a step, and letters at which arrows go on."""
    found = [(n.id, m.box) for n in g.nodes for m in n.marks]
    return found + [(n.id, w.box) for n in g.nodes for w in (n.badge, n.connector) if w]


def _reach(edge: EdgeShape) -> Rect:
    """The part of the slide in which an arrow runs, and what is close to it."""
    xs, ys = [p.x for p in edge.points], [p.y for p in edge.points]
    left, top = min(xs, default=0.0), min(ys, default=0.0)
    return Rect(left, top, max(xs, default=0.0) - left, max(ys, default=0.0) - top).grow(TOGETHER + 1)


def _off(p: Point, a: Point, b: Point) -> float:
    """Distance of a point from a level or upright line."""
    x = min(max(p.x, min(a.x, b.x)), max(a.x, b.x))
    y = min(max(p.y, min(a.y, b.y)), max(a.y, b.y))
    return max(abs(p.x - x), abs(p.y - y))


_Piece = tuple[Point, Point, float, float, float, float]  # of a line, with the edges of the box around it


def _piece(s: Segment) -> _Piece:
    a, b = s
    return a, b, min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)


def _run_together(one: Sequence[_Piece], other: Sequence[_Piece]) -> float:
    """Pixels over which two arrows look like one line; rounded corners of both at one place count too."""
    return fsum(
        _side_by_side(a, b, c, d)
        for a, b, left, top, right, bottom in one
        for c, d, x, y, z, w in other
        if right >= x - TOGETHER and z >= left - TOGETHER and bottom >= y - TOGETHER and w >= top - TOGETHER
    )


def _side_by_side(a: Point, b: Point, c: Point, d: Point) -> float:
    """Pixels over which two straight pieces that are near run along each other, where they look like one."""
    length, width = hypot(b.x - a.x, b.y - a.y), hypot(d.x - c.x, d.y - c.y)
    if min(length, width) < 1e-6:
        return 0.0
    x, y = (b.x - a.x) / length, (b.y - a.y) / length
    slanted = abs(x * (d.y - c.y) - y * (d.x - c.x)) / width
    if slanted > PARALLEL or min(abs((p.x - a.x) * y - (p.y - a.y) * x) for p in (c, d)) > TOGETHER:
        return 0.0
    low, high = sorted((p.x - a.x) * x + (p.y - a.y) * y for p in (c, d))
    return max(0.0, min(length, high) - max(0.0, low))
