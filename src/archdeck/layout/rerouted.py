"""A view, some of whose arrows lead elsewhere than those of the view on whose layout it is drawn, to that layout with
the ways of its own arrows: boxes and frames stand where they stood."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from archdeck.canvas import Geometry, NodeShape, Rect, changed, hits
from archdeck.layout.fold import folded
from archdeck.layout.laid import Layout, with_whole_frames
from archdeck.layout.merging import merge
from archdeck.layout.route import route
from archdeck.views import Arrow, View, without_rooms


def leads_elsewhere(view: View) -> bool:
    """Whether it has arrows that the view on whose layout it is drawn has not."""
    base = view.stands_as
    return base is not None and not {a.id for a in base.arrows}.issuperset(a.id for a in view.arrows)


def bare_arrows(view: View) -> tuple[Arrow, ...]:
    """Its arrows with all that their ways depend on."""
    return tuple(changed(a, title="", state="", dimmed=False) for a in view.arrows)


def over_icons(drawn: Geometry) -> frozenset[str]:
    """The lines that run over the icon, or the sign, of something that they do not lead to."""
    return frozenset(
        edge.id
        for edge in drawn.edges
        for node in drawn.nodes
        if node.id not in (edge.source, edge.target)
        and any(hits(box, line) for line in pairwise(edge.points) for box in _solid(node))
    )


def put_back(view: View, ids: frozenset[str]) -> View:
    """The view with the arrows of the relations of these where they stood before."""
    assert view.stands_as
    before = {a.id for a in view.stands_as.arrows}
    back = {r for a in view.arrows if a.id in ids and a.id not in before for r in a.relations}
    stay = tuple(a for a in view.arrows if a.id in before or back.isdisjoint(a.relations))
    kept = {a.id for a in stay}
    again = (a for a in view.in_place if a.id not in kept and not back.isdisjoint(a.relations))
    return replace(view, arrows=(*stay, *again))


def _solid(node: NodeShape) -> list[Rect]:
    return [node.box, *([node.sign.box] if node.sign else []), *(mark.box for mark in node.marks)]


def rerouted(view: View, shared: Layout) -> Layout:
    """Its arrows between the boxes of a layout, as these are drawn there."""
    whole = view if any(b.hollow for b in shared.view.boxes) else without_rooms(view)
    whole = replace(whole, arrows=bare_arrows(whole))
    one = folded(whole) if shared.folded else whole
    one = merge(one, shared.merged) if shared.merged else one
    one = with_whole_frames(one, shared.table)
    one = replace(shared.view, arrows=one.arrows)
    return replace(shared, view=one, routes=route(one, shared.placed))
