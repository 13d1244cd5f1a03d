"""A geometry to what people dislike in it though nothing of it is wrong: tangles, hidden icons, waste, uneven frames.

`looks` are figures of a picture, the less the better; `dislikes` those of them that are beyond what people put up with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise, permutations

import picture_truth
from archdeck.canvas.frames import around
from archdeck.canvas.geometry import EdgeShape, Geometry, GroupShape, Point, Rect, Segment, Words, geometry_json
from picture_metrics import Measure, read

NEAR = 3.0  # pixels: what is nearer is at one place, or in one line, to the eye
UNEVEN = 8.0  # pixels by which edges differ so that it is seen
UNLIKE = 1.25  # times as wide or high as another one that holds the same: titles may take some room


def looks(g: Geometry) -> dict[str, float]:
    """Every figure below, by what it is called."""
    return {name: figure(g) for name, figure in FIGURES.items()}


def dislikes(g: Geometry) -> list[str]:
    """What is beyond its limit, a line each."""
    found = looks(g)
    return [f"{name} {found[name]:.2f} > {most:g}" for name, most in LIMITS.items() if found[name] > most + 1e-9]


# ------------------------------------------------------------------------------------------------ lines


def crossings_per_arrow(g: Geometry) -> float:
    """Places where lines cross, for each arrow: lines that run together cross another one at one place."""
    return len(crossings(g)) / max(1, len(g.edges))


def crossings(g: Geometry) -> list[Point]:
    """Where lines cross; a trunk that splits is none, for one of its lines has a corner there."""
    found: list[Point] = []
    for one, other in combinations(g.edges, 2):
        for a in pairwise(one.points):
            for b in pairwise(other.points):
                at = _crossing(a, b) or _crossing(b, a)
                if at and not any(abs(at.x - p.x) < NEAR and abs(at.y - p.y) < NEAR for p in found):
                    found.append(at)
    return found


def _crossing(level: Segment, upright: Segment) -> Point | None:
    """Where a level line and an upright one cross, away from the ends of both."""
    (a, b), (c, d) = level, upright
    if abs(a.y - b.y) > 0.1 or abs(c.x - d.x) > 0.1:
        return None
    inside = min(a.x, b.x) + 1 < c.x < max(a.x, b.x) - 1 and min(c.y, d.y) + 1 < a.y < max(c.y, d.y) - 1
    return Point(c.x, a.y) if inside else None


def bends_per_arrow(g: Geometry) -> float:
    """Corners for each arrow, as the outer judge counts them."""
    return float(Measure(read(geometry_json(g))).m["bends_per_edge"])


def detours(g: Geometry) -> list[str]:
    """Arrows that leave a frame in which both their ends are, and come back."""
    inside = {s.id: {*s.members, *_frames_within(g, s.id)} for s in g.groups if not s.overlay}
    found = {
        e.id: s.id
        for s in g.groups
        for e in g.edges
        if s.id in inside and {e.source, e.target} <= inside[s.id]
        if not all(s.box.grow(NEAR).holds(Rect(*p, 0, 0)) for p in e.points)
    }
    return [f"{edge} leaves {frame}" for edge, frame in found.items()]


def _frames_within(g: Geometry, outer: str) -> set[str]:
    above = {s.id: s for s in g.groups}
    return {s.id for s in g.groups if s.id != outer and outer in around(above, s.id)}


# ------------------------------------------------------------------------------------------------ badges and marks


def most_hidden(g: Geometry) -> float:
    """The share of the icon of which marks, badges and numbers hide the most."""
    return max(hidden(g).values(), default=0.0)


def hidden(g: Geometry) -> dict[str, float]:
    """The share of each icon that marks, letters, numbers and signs hide."""
    numbers = [e.badge.box for e in g.edges if e.badge]
    found = {}
    for n in g.nodes:
        own = [m.box for m in n.marks] + [w.box for w in (n.badge, n.connector, n.sign) if w]
        found[n.id] = _covered(n.box, [*own, *numbers])
    return found


def _covered(box: Rect, over: Iterable[Rect]) -> float:
    """The share of a box that others cover together."""
    some = [r for r in over if r.meets(box)]
    xs = sorted({box.x, box.right, *(v for r in some for v in (r.x, r.right) if box.x < v < box.right)})
    ys = sorted({box.y, box.bottom, *(v for r in some for v in (r.y, r.bottom) if box.y < v < box.bottom)})
    cells = [Rect(x0, y0, x1 - x0, y1 - y0) for x0, x1 in pairwise(xs) for y0, y1 in pairwise(ys)]
    return sum(c.w * c.h for c in cells if any(r.grow(1e-6).holds(c) for r in some)) / (box.w * box.h)


def badges_off(g: Geometry) -> list[str]:
    """Numbers of steps that do not stand on their own arrow."""
    return [f"{e.badge.text} off {e.id}" for e in g.edges if e.badge and not _on(e.badge.box.centre, e)]


def badges_crossed(g: Geometry) -> list[str]:
    """Numbers of steps where another arrow crosses their own, so that they could be of either."""
    return [
        f"{e.badge.text} of {e.id}"
        for e in g.edges
        if e.badge and any(e.badge.box.grow(-NEAR).holds(Rect(*p, 0, 0)) for p in _crossings_of(e, g))
    ]


def _on(p: Point, edge: EdgeShape) -> bool:
    return any(
        min(a.x, b.x) - NEAR <= p.x <= max(a.x, b.x) + NEAR and min(a.y, b.y) - NEAR <= p.y <= max(a.y, b.y) + NEAR
        for a, b in pairwise(edge.points)
    )


def _crossings_of(edge: EdgeShape, g: Geometry) -> Iterator[Point]:
    for other in g.edges:
        for a in pairwise(edge.points):
            for b in pairwise(other.points):
                at = _crossing(a, b) or _crossing(b, a)
                if at and other is not edge:
                    yield at


def numbers_on_boxes(g: Geometry) -> list[str]:
    """Boxes with the number of a step: most of them are of arrows that had no room for it."""
    return [n.id for n in g.nodes if n.badge]


# ------------------------------------------------------------------------------------------------ words and room


def cut_texts(g: Geometry) -> list[str]:
    """Texts with a word that an ellipsis cuts."""
    return [t.text for t in _texts(g) if re.search(r"\w…", t.text)]


def _texts(g: Geometry) -> Iterator[Words]:
    for some in (g.nodes, g.edges, g.panel):
        for thing in some:
            yield from thing.labels
    yield from (s.label for s in g.groups if s.label)
    yield from g.frame


def empty_beside_crowds(g: Geometry) -> float:
    """The largest empty rectangle, as a share of the drawing, while boxes are merged."""
    return float(picture_truth.hole(geometry_json(g))) if any(n.stacked for n in g.nodes) else 0.0


# ------------------------------------------------------------------------------------------------ frames


def uneven_frames(g: Geometry) -> list[str]:
    """Neighbours of one kind in one frame whose edges differ though the smaller one had room to grow, or whose sizes
    differ though they hold the same."""
    found = []
    component = {n.id: n.component for n in g.nodes}
    for one, other in combinations((s for s in g.groups if not s.overlay), 2):
        if (one.kind, one.parent) != (other.kind, other.parent):
            continue
        same = sorted(component[m] for m in one.members) == sorted(component[m] for m in other.members)
        times = max(a / b for k in (2, 3) for a, b in permutations((one.box[k], other.box[k])))
        if any(_uneven(a, b, g) for a, b in ((one, other), (other, one))):
            found.append(f"{one.id} and {other.id} end apart")
        elif same and times > UNLIKE:
            found.append(f"{one.id} and {other.id} hold the same")
    return found


def _uneven(small: GroupShape, large: GroupShape, g: Geometry) -> bool:
    """Whether a frame ends before its neighbour does, on the side by side, and could go on as far."""
    a, b = small.box, large.box
    upright = min(a.bottom, b.bottom) - max(a.y, b.y) > 0.5 * min(a.h, b.h)
    level = min(a.right, b.right) - max(a.x, b.x) > 0.5 * min(a.w, b.w)
    if upright == level:
        return False
    first, last = ((a.y, b.y), (a.bottom, b.bottom)) if upright else ((a.x, b.x), (a.right, b.right))
    short = max(first[0] - first[1], last[1] - last[0])
    if short <= UNEVEN:
        return False
    low, high = min(first), max(last)
    grown = Rect(a.x, low, a.w, high - low) if upright else Rect(low, a.y, high - low, a.h)
    return not any(grown.grow(4).meets(r) for r in _beside(small, g))


def _beside(group: GroupShape, g: Geometry) -> Iterator[Rect]:
    """What a frame may not grow into: icons and words that are not its own, and frames that are not around it."""
    frames = {s.id: s for s in g.groups}
    own = {group.id, *around(frames, group.id), *_frames_within(g, group.id)}
    yield from (n.box for n in g.nodes if n.id not in group.members)
    yield from (t.box for n in g.nodes if n.id not in group.members for t in n.labels)
    yield from (s.box for s in g.groups if not s.overlay and s.id not in own)
    yield from (s.label.box for s in g.groups if s.label and s.id not in {group.id, *_frames_within(g, group.id)})


FIGURES: Mapping[str, Callable[[Geometry], float]] = {
    "crossings per arrow": crossings_per_arrow,
    "bends per arrow": bends_per_arrow,
    "hidden of an icon": most_hidden,
    "texts cut": lambda g: len(cut_texts(g)),
    "empty beside crowds": empty_beside_crowds,
    "uneven frames": lambda g: len(uneven_frames(g)),
    "detours": lambda g: len(detours(g)),
    "badges off": lambda g: len(badges_off(g)),
    "badges crossed": lambda g: len(badges_crossed(g)),
    "numbers on boxes": lambda g: len(numbers_on_boxes(g)),
}
LIMITS: Mapping[str, float] = {  # where a look at the worst pictures finds them bad; of the random ones, 2 % are beyond
    "crossings per arrow": 1.2,  # about 1 is a tangle, in which an arrow is followed with a finger
    "bends per arrow": 3.0,
    "hidden of an icon": 0.33,  # a third: what is left is hard to tell
    "texts cut": 10,
    "empty beside crowds": 0.15,  # a sixth of the drawing would have shown the crowds
    "uneven frames": 5,
    "detours": 5,
    "badges off": 0,
    "badges crossed": 0,
}
