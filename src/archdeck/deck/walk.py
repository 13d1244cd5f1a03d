"""The geometry of a flow to that of each of its steps: everything where it was, and all but the step faded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archdeck.canvas import EdgeShape, Geometry, NodeShape
from archdeck.views import View


@dataclass(frozen=True)
class Shown:
    """A step of a flow by its number, and the picture in which it is lit."""

    number: str
    geometry: Geometry


def steps(view: View, g: Geometry) -> Iterator[Shown]:
    """The steps of a flow in their order."""
    for number in dict.fromkeys(step.number for step in view.steps):
        edges = {e.id for e in g.edges if e.badge and number in e.badge.text.split(", ")}
        nodes = {end for e in g.edges if e.id in edges for end in (e.source, e.target)}
        nodes |= {n.id for n in g.nodes if n.badge and number in n.badge.text.split(", ")}
        members = {m for s in g.groups if s.id in nodes for m in s.members}
        yield Shown(number, _lit(g, edges, nodes | members))


def _lit(g: Geometry, edges: set[str], nodes: set[str]) -> Geometry:
    def node(n: NodeShape) -> NodeShape:
        return replace(n, dimmed=n.id not in nodes)

    def edge(e: EdgeShape) -> EdgeShape:
        return replace(e, dimmed=e.id not in edges)

    return replace(g, nodes=tuple(map(node, g.nodes)), edges=tuple(map(edge, g.edges)))
