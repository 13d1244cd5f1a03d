"""What executive pictures promise beside their full ones: what of that they do not keep, a line each.

`full` and `short` are the two views of an environment, `drawn_full` and `drawn` where everything of them stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from archdeck.canvas import around
from archdeck.canvas.geometry import Geometry, Rect
from archdeck.model.whole import Model
from archdeck.views.view import Group, View, boxes_inside

WHOLE = "all--"
CLEAR = 1.0  # pixels by which things have to be apart to be in an order


def networks_in_one(full: View, short: View) -> list[str]:
    """Boxes that stand for something in several networks, or take a network together with what is beside it."""
    frames = {g.id: g for g in full.groups if not g.overlay}
    home = {b.id: _network(frames, b.group) for b in full.boxes}
    found = []
    for box in short.boxes:
        where = {home[b] for b in box.stands_for} - {None}
        if len(where) > 1:
            found.append(f"{' '.join(box.lines)}: {', '.join(sorted(map(str, where)))}")
    return found


def _network(frames: Mapping[str, Group], group: str | None) -> str | None:
    return next((g for g in around(frames, group) if frames[g].kind == "vpc"), None)


def kinds_in_one(model: Model, full: View, short: View) -> list[str]:
    """Boxes outside of all frames that stand for several sorts of things, and people with what is none."""
    category = {c.id: c.kind.category for c in model.components}
    box = {b.id: b for b in full.boxes}
    found = []
    for b in short.boxes:
        some = [box[m] for m in b.stands_for]
        outside = [m for m in some if m.group is None]
        sorts = {(m.actor, category[m.component]) for m in outside}
        if len(sorts) > 1 or (outside and len(outside) < len(some)):
            found.append(f"{' '.join(b.lines)}: {', '.join(sorted(c for _, c in sorts))}")
    return found


def zones_without_names(full: View, short: View, drawn: Geometry) -> list[str]:
    """Frames with several zones, or boxes that are all of a network with several, that do not name them."""
    frames = {g.id: g for g in full.groups if not g.overlay}
    whole = {b.id.removeprefix(WHOLE): b for b in short.boxes if b.id.startswith(WHOLE)}
    said = {g.id: " ".join(g.label.text.split()) if g.label else "" for g in drawn.groups}
    said |= {place: " ".join(b.lines).replace(",", "") for place, b in whole.items()}
    shown = {m for b in short.boxes for m in b.stands_for}
    inside = boxes_inside(frames.values(), full.boxes)
    zones: dict[str, list[str]] = defaultdict(list)
    for g in frames.values():
        if g.kind == "zone" and g.id not in said and shown.intersection(inside[g.id]):
            home = next((a for a in around(frames, g.id) if a in said), None)
            if home:
                zones[home].append((g.short or g.label).removeprefix("Zone "))
    return [
        f"{said[home]}: {', '.join(names)}"
        for home, names in zones.items()
        if len(names) > 1 and not all(n in said[home] or n.split("-")[-1] in said[home].split() for n in names)
    ]


def turned(full: View, short: View, drawn_full: Geometry, drawn: Geometry, boxes: bool = False) -> list[str]:
    """Pairs of things that stand the other way round than in the full picture."""
    one, other = _things(full, drawn_full, short, boxes), _things(short, drawn, short, boxes)
    found = []
    for a, b in combinations([k for k in other if k in one], 2):
        for axis in (0, 1):
            was, now = _way(one[a], one[b], axis), _way(other[a], other[b], axis)
            if was * now < 0:
                first, second = (a, b) if now < 0 else (b, a)
                found.append(f"{first} {'above' if axis else 'left of'} {second}")
    return found


def _way(a: Rect, b: Rect, axis: int) -> int:
    low, high = (a.x, a.right) if axis == 0 else (a.y, a.bottom)
    lower, higher = (b.x, b.right) if axis == 0 else (b.y, b.bottom)
    return -1 if high <= lower + CLEAR else 1 if higher <= low + CLEAR else 0


def _things(view: View, drawn: Geometry, short: View, boxes: bool) -> dict[str, Rect]:
    """Frames, whole sites and networks that are one box, and what stands outside; with `boxes`, all of the boxes. What
    a box of the short picture stands for has in the full one a rectangle around it."""
    node = {m: n.box for n in drawn.nodes for m in (n.stands_for or (n.id,))}
    frame = {p: g.box for g in drawn.groups if not g.overlay for p in (g.id, *(f"place--{p}" for p in g.places))}
    found = {}
    for g in short.groups:
        if not g.overlay and g.id in frame:
            found[g.id] = frame[g.id]
    for b in short.boxes:
        place = b.id.removeprefix(WHOLE)
        if place != b.id or b.group is None or boxes:
            some = [node[m] for m in b.stands_for if m in node]
            if some:
                x, y = min(r.x for r in some), min(r.y for r in some)
                found[b.id] = Rect(x, y, max(r.right for r in some) - x, max(r.bottom for r in some) - y)
            if place in frame and view is not short:
                found[b.id] = frame[place]
    return found
