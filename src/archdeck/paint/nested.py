"""The frames of a picture to what each thing in it moves with: the frame that holds it."""

from __future__ import annotations

from dataclasses import dataclass

from archdeck.canvas import EdgeShape, Geometry, GroupShape, NodeShape, Rect

AWRY = 1.0  # pixels by which a thing may look out of what holds it


@dataclass(frozen=True)
class Nested:
    """By the ids of geometry: the frame of each node, frame and arrow, and none of what stands by itself. A frame comes
    before what is in it."""

    frames: tuple[GroupShape, ...]
    of_frame: dict[str, str]
    of_node: dict[str, str]
    of_edge: dict[str, str]


def nested(g: Geometry) -> Nested:
    """Frames of places hold each other as geometry says. What cuts across them (an Auto Scaling group over two zones)
    is in the smallest that holds all its members, and holds them itself where they share a frame."""
    places = [s for s in g.groups if not s.overlay]
    of_frame = {s.id: s.parent or "" for s in places}
    places.sort(key=lambda s: len(_chain(s.id, of_frame)))
    of_node = {n.id: _home(n, places) for n in g.nodes}
    boxes = {s.id: s.box for s in g.groups}
    overlays = sorted((s for s in g.groups if s.overlay), key=lambda s: (-len(s.members), s.id))
    holding = list[GroupShape]()
    for s in overlays:
        members = [m for m in s.members if m in of_node]
        homes = [of_node[m] for m in members]
        of_frame[s.id] = _shared(homes, of_frame, boxes, s.box)
        if len(set(homes)) == 1 and all(_apart_or_within(s, other) for other in holding):
            holding.append(s)
            of_node |= dict.fromkeys(members, s.id)
    ends = of_frame | of_node
    of_edge = {e.id: _of_edge(e, ends, boxes) for e in g.edges}
    return Nested((*places, *overlays), of_frame, of_node, of_edge)


def _home(n: NodeShape, places: list[GroupShape]) -> str:
    """The innermost frame that has a node as a member."""
    return next((s.id for s in reversed(places) if n.id in s.members), "")


def _apart_or_within(s: GroupShape, other: GroupShape) -> bool:
    mine, its = set(s.members), set(other.members)
    return not mine & its or (mine <= its and other.box.grow(AWRY).holds(s.box))


def _chain(id: str, parents: dict[str, str]) -> list[str]:
    """What something is in, from itself outward."""
    found = [id] if id else []
    while found and (outer := parents.get(found[-1], "")):
        found.append(outer)
    return found


def _shared(ids: list[str], parents: dict[str, str], boxes: dict[str, Rect], box: Rect) -> str:
    """The innermost frame that all these are in, or are, and that holds a box."""
    first, *others = (_chain(id, parents) for id in ids or [""])
    both = (id for id in first if id in boxes and all(id in other for other in others))
    return next((id for id in both if boxes[id].grow(AWRY).holds(box)), "")


def _of_edge(e: EdgeShape, parents: dict[str, str], boxes: dict[str, Rect]) -> str:
    """An arrow moves with what both its ends are in, unless its way leaves that."""
    xs, ys = [p.x for p in e.points], [p.y for p in e.points]
    way = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return _shared([parents.get(e.source, ""), parents.get(e.target, "")], parents, boxes, way)
