"""The geometry of a flow to that of each of its steps: everything where it was, and all but the step faded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from archdeck.canvas import EdgeShape, Geometry, NodeShape, Words
from archdeck.layout import told_one_by_one
from archdeck.views import View

Inside = Mapping[str, Sequence[str]]  # the boxes of a frame by its id


@dataclass(frozen=True)
class Shown:
    """A step of a flow by its number, and the picture in which it is lit."""

    number: str
    geometry: Geometry


def steps(view: View, g: Geometry) -> Iterator[Shown]:
    """The steps of a flow in their order. One that nothing in the picture stands for is told by the whole of it."""
    inside = {s.id: s.members for s in g.groups}
    faded = {n.id for n in g.nodes if n.dimmed}
    for number in dict.fromkeys(step.number for step in view.steps):
        edges = {e.id for e in g.edges if _bears(e.badge, number) or _takes(view, number, e, inside)}
        ends = {end for e in g.edges if e.id in edges for end in (e.source, e.target)}
        nodes = ends | {member for end in ends for member in inside.get(end, ()) if member not in faded}
        if not edges:
            nodes |= {n.id for n in g.nodes if not n.dimmed and _ends_at(view, number, n)}
        nodes |= {n.id for n in g.nodes if _bears(n.badge, number)}
        yield Shown(number, _lit(g, edges, nodes) if nodes else g)


def _bears(badge: Words | None, number: str) -> bool:
    return badge is not None and number in told_one_by_one(badge.text)


def _takes(view: View, number: str, edge: EdgeShape, inside: Inside) -> bool:
    """Whether a step takes an arrow: its number stands at one only, and copies have arrows of their own."""
    if edge.dimmed:
        return False
    pairs = list(product(*(inside.get(end, (end,)) for end in (edge.source, edge.target))))
    some = (s for s in view.steps if s.number == number and s.relation in edge.relations)
    return any(step.takes(step.relation, a, b) for step in some for a, b in pairs)


def _ends_at(view: View, number: str, node: NodeShape) -> bool:
    """Whether a step happens at a box: its number stands at one only of the copies of a component."""
    return any(s.ends_at(node.component, node.id) for s in view.steps if s.number == number)


def _lit(g: Geometry, edges: set[str], nodes: set[str]) -> Geometry:
    def node(n: NodeShape) -> NodeShape:
        return replace(n, dimmed=n.id not in nodes)

    def edge(e: EdgeShape) -> EdgeShape:
        return replace(e, dimmed=e.id not in edges)

    return replace(g, nodes=tuple(map(node, g.nodes)), edges=tuple(map(edge, g.edges)))
