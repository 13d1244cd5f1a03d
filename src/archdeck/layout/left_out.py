"""A view and its geometry to what of its content the picture does not show, and why: one comparison for every stage.

An instance is shown by a box that stands for it, or by a mark or panel entry of its component; a link by an arrow of
its relation between what stands for its ends, or by a mark on one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from archdeck.canvas import Geometry, LeftOut
from archdeck.views import ASKED, Arrow, View, members

Links = list[tuple[str, str]]
IN_ONE_BOX = "both of its ends are drawn as one box"
IN_PANEL = "one of its ends stands in the side panel, for it applies to much"
AT_FOOT = "one of its ends stands at the foot, for it applies to much"
NO_END = "one of its ends is not drawn"
CARRIES = "carries"
LETTERED = "a letter at both of its ends, for no way was found for a line"
NOT_DRAWN = "nothing in the picture stands for it"


def left_out(view: View, drawn: Geometry, lettered: Collection[str], whole: View) -> tuple[LeftOut, ...]:
    """Instances, then relations, in the order of the model; a picture that shows a part of another leaves nothing out.
    `lettered` are the arrows that are no lines; `whole` is the view before anything became one."""
    if view.part_of:
        return ()
    known: dict[tuple[str, str], str] = {(reason.kind, reason.id): reason.why for reason in view.reasons}
    known |= {("relation", r): LETTERED for a in view.arrows if a.id in lettered for r in a.relations}
    shown = _Shown(drawn, AT_FOOT if view.foot else IN_PANEL)
    instances = tuple(
        LeftOut("instance", id, known.get(("instance", id), NOT_DRAWN))
        for id, component in view.content.instances
        if not shown.instance(id, component)
    )
    return (*instances, *_relations(view, shown, known), *_at_places(whole, drawn, known))


def _at_places(whole: View, drawn: Geometry, known: Mapping[tuple[str, str], str]) -> Iterator[LeftOut]:
    """Relations of places that join no instances, for nothing runs there: an arrow, or nothing."""
    edges = {e.id for e in drawn.edges}
    for relation in dict.fromkeys(r for a in whole.arrows if a.id not in edges for r in unlinked(whole, a)):
        yield LeftOut("relation", relation, known.get(("relation", relation), NO_END))


def unlinked(view: View, arrow: Arrow) -> tuple[str, ...]:
    """The relations of an arrow by which no instances are linked."""
    linked = {relation for relation, *_ in view.content.links}
    return tuple(r for r in arrow.relations if view.content.instances and r not in linked)


def joined_by(view: View) -> dict[str, tuple[str, ...]]:
    """The relations that each arrow of a picture stands for, of those that it was made from: they join its ends. An
    arrow to some of a frame is made from one to all of it, and not each of its relations leads to each of them; one to
    the frame of a place in which nothing runs joins nothing. One by which a flow goes on after a failure may stand for
    none, as its environment has no such link."""
    if not view.content.instances:
        return {a.id: a.relations for a in view.arrows}
    home = {id: b.id for b in view.boxes for id in b.stands_for or (b.id,)}
    links: dict[str, Links] = defaultdict(list)
    for relation, source, target in view.content.links:
        if source in home and target in home:
            links[relation].append((home[source], home[target]))
    inside = {id: frozenset(boxes) for id, boxes in members(view).items()}
    hollow = {b.id for b in view.boxes if b.hollow}

    def joins(relation: str, arrow: Arrow) -> bool:
        a, b = (inside.get(end, frozenset((end,))) for end in (arrow.source, arrow.target))
        return any((x in a and y in b) or (x in b and y in a) for x, y in links[relation])

    empty = {id for id in inside if inside[id] <= hollow}
    rest = {a.id: () if a.state == CARRIES else a.relations for a in view.arrows}
    return {
        a.id: () if {a.source, a.target} & empty else tuple(r for r in a.relations if joins(r, a)) or rest[a.id]
        for a in view.arrows
    }


def _relations(view: View, shown: _Shown, known: Mapping[tuple[str, str], str]) -> Iterator[LeftOut]:
    """Those of which a link is missing; links within a box count where there are no others."""
    component = dict(view.content.instances)
    links: dict[str, Links] = defaultdict(list)
    for relation, source, target in view.content.links:
        links[relation].append((source, target))
    for relation, some in links.items():
        apart = [link for link in some if not shown.in_one_box(*link)]
        missing = [link for link in apart if not shown.link(relation, *link, component)]
        if missing:
            yield LeftOut("relation", relation, _why(missing, shown, component, known.get(("relation", relation))))
        elif not apart:
            yield LeftOut("relation", relation, known.get(("relation", relation), IN_ONE_BOX))


def _why(missing: Links, shown: _Shown, component: Mapping[str, str], known: str | None) -> str:
    """What a stage said, where two boxes lack an arrow, or the model wants none; else what became of the ends."""
    if known and known.startswith(ASKED):
        return known
    ends = [end for link in missing for end in link if end not in shown.home]
    if any(all(end in shown.home for end in link) for link in missing):
        return known or NOT_DRAWN
    return shown.aside_says if all(shown.instance(end, component[end]) for end in ends) else NO_END


@dataclass(frozen=True)
class _Shown:
    """What a geometry shows; `aside_says` is where it tells services that apply to much."""

    drawn: Geometry
    aside_says: str

    def instance(self, id: str, component: str) -> bool:
        return id in self.home or component in self.aside

    def in_one_box(self, source: str, target: str) -> bool:
        return source in self.home and self.home[source] == self.home.get(target)

    def link(self, relation: str, source: str, target: str, component: Mapping[str, str]) -> bool:
        one, other = self.home.get(source), self.home.get(target)
        if one and other:
            return any(one in a and other in b for a, b in self.ends[relation])
        if one or other:
            return component[target if one else source] in self.marks[one or other or ""]
        return False

    @cached_property
    def home(self) -> dict[str, str]:
        """The node that stands for each instance."""
        return {id: node.id for node in self.drawn.nodes for id in node.stands_for}

    @cached_property
    def marks(self) -> dict[str, set[str]]:
        return {node.id: {mark.component for mark in node.marks} for node in self.drawn.nodes}

    @cached_property
    def aside(self) -> set[str]:
        """Components that are told by a mark or in the panel."""
        panel = {c for entry in self.drawn.panel for c in (entry.component, *entry.others)}
        return panel.union(*self.marks.values())

    @cached_property
    def ends(self) -> dict[str, list[tuple[Collection[str], Collection[str]]]]:
        """The nodes at the foot and at the tip of each arrow, by its relations; one with two tips leads both ways."""
        members = {group.id: frozenset(group.members) for group in self.drawn.groups}
        found: dict[str, list[tuple[Collection[str], Collection[str]]]] = defaultdict(list)
        for edge in self.drawn.edges:
            ends = tuple(members.get(end, (end,)) for end in (edge.source, edge.target))
            for relation in edge.relations:
                found[relation] += [(ends[0], ends[1]), (ends[1], ends[0])][: 1 + edge.both]
        return found
