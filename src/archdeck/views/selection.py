"""What the model asks of a picture to what of it is drawn: links before they become arrows, boxes before they stand.

A name takes in or leaves out a component, all of a tier or all of a place; or a relation. A relation that is taken in
brings what it joins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archdeck.canvas import LeftOut, around
from archdeck.model import Component, Environment, Instance, Link, Model, Place, PlaceLink, Relation, Tier, ViewChange
from archdeck.views.view import ASKED, Box, Group, View, members

Names = frozenset[str]  # of a component, its tier and the places around it


def names_of(component: Component, places: Iterable[Place] = ()) -> Names:
    return frozenset((component.id, component.tier.id, *(place.id for place in places)))


@dataclass(frozen=True)
class Selection:
    """What all of some changes leave of the links of a picture."""

    changes: Sequence[ViewChange]

    def __bool__(self) -> bool:
        return any(change.selects for change in self.changes)

    @property
    def keep(self) -> frozenset[str]:
        """Cross-cutting components that are boxes here."""
        return frozenset[str]().union(*(change.keep for change in self.changes))

    def draws(self, relation: str, *ends: Names) -> bool:
        """Whether a relation between things of these names is drawn."""
        return all(_draws(change, relation, ends) for change in self.changes)

    def marks(self, relation: str, names: Names) -> bool:
        """Whether what has these names carries a mark for a relation to what stands in the side panel."""
        return all(
            relation not in c.without
            and (not c.relations or relation in c.relations or bool(names & c.include - c.exclude))
            for c in self.changes
        )

    def links(self, environment: Environment) -> list[Link]:
        return [k for k in environment.links if self.draws(k.relation.id, _at(k.source), _at(k.target))]

    def place_links(self, environment: Environment) -> list[PlaceLink]:
        """Those at places as a whole: which of their frames are drawn, is known when boxes are."""
        return [k for k in environment.place_links if all(_may_draw(c, k) for c in self.changes)]

    def between(self, relations: Iterable[Relation]) -> list[Relation]:
        """The relations that are drawn where a picture has no instances."""
        return [r for r in relations if self.draws(r.id, names_of(r.source), names_of(r.target))]

    def ends(self, model: Model) -> frozenset[str]:
        """The components at the ends of relations that are left out: they stay where they are."""
        gone = frozenset[str]().union(*(change.without for change in self.changes))
        return frozenset(end.id for r in model.relations if r.id in gone for end in (r.source, r.target))

    def reasons(self, environment: Environment) -> tuple[LeftOut, ...]:
        """Why relations that the environment has are not drawn, if so."""
        return tuple(
            LeftOut("relation", relation.id, _asked(change))
            for change in self.changes
            for relation in environment.relations
            if relation.id in change.without or (change.relations and relation.id not in change.relations)
        )


def _asked(change: ViewChange) -> str:
    return f"{ASKED} (views: {change.id})"


def _at(end: Instance) -> Names:
    return names_of(end.component, end.places())


def _draws(change: ViewChange, relation: str, ends: Iterable[Names]) -> bool:
    if relation in change.without or any(names & change.exclude for names in ends):
        return False
    if not change.takes_some or relation in change.relations:
        return True
    return all(names & change.include for names in ends)


def _may_draw(change: ViewChange, link: PlaceLink) -> bool:
    relation = link.relation.id
    if relation in change.without or not change.relations or relation in change.relations:
        return relation not in change.without
    ends = (_at(end) if isinstance(end, Instance) else _around(end) for end in (link.source, link.target))
    return all(names & change.include for names in ends)


def _around(place: Place) -> Names:
    return frozenset(outer.id for outer in place.chain())


# ------------------------------------------------------------------------------------------------ boxes


def selected(view: View, change: ViewChange, tiers: Sequence[Tier]) -> View:
    """The view with the boxes that a change leaves, and all that stands on them. It stands no longer as another one
    where some are gone."""
    wanted = _wanted(view, change, tiers)
    boxes = tuple(
        replace(b, marks=tuple(m for m in b.marks if m[0] not in change.exclude)) for b in view.boxes if b.id in wanted
    )
    groups = tuple(
        replace(g, boxes=tuple(b for b in g.boxes if b in wanted))
        for g in view.groups
        if not g.overlay or set(g.boxes) & wanted
    )
    ends = wanted | {id for id, some in members(replace(view, boxes=boxes, groups=groups)).items() if some}
    gone = {id for b in view.boxes if b.id not in wanted for id in (b.id, *b.stands_for)}
    reasons = tuple(
        LeftOut("instance", id, _asked(change))
        for id, component in view.content.instances
        if id in gone or component in change.exclude
    )
    return replace(
        view,
        boxes=boxes,
        groups=groups if len(boxes) == len(view.boxes) else tuple(_narrowed(groups, boxes)),
        arrows=tuple(a for a in view.arrows if {a.source, a.target} <= ends),
        panel=tuple(e for e in view.panel if e.component not in change.exclude),
        stands_as=None if len(boxes) < len(view.boxes) else view.stands_as,
        reasons=(*view.reasons, *reasons),
    )


def _narrowed(groups: Iterable[Group], boxes: Sequence[Box]) -> Iterator[Group]:
    """Frames that span columns and rows, over those in which something is left."""
    columns, rows = sorted({b.column for b in boxes}), sorted({b.row or 0 for b in boxes})
    for group in groups:
        if group.span is None:
            yield group
        elif any(b.group == group.id for b in boxes):
            left, right, top, bottom = group.span
            across = [k for k, column in enumerate(columns) if left <= column <= right]
            down = [k for k, row in enumerate(rows) if top <= row <= bottom]
            yield replace(group, span=(across[0], across[-1], down[0], down[-1]))


def _wanted(view: View, change: ViewChange, tiers: Sequence[Tier]) -> set[str]:
    names = {b.id: box_names(b, view, tiers) for b in view.boxes}
    some = {id for id, mine in names.items() if mine & change.include} if change.takes_some else {*names}
    if change.relations:
        some |= _joined(view, change.relations)
    return {id for id in some if id in names and not names[id] & change.exclude}


def box_names(box: Box, view: View, tiers: Sequence[Tier]) -> Names:
    """The names by which a view takes a box in or leaves it out."""
    groups = {g.id: g for g in view.groups}
    found = {box.component, *(t.id for t in tiers if t.index == box.tier)}
    return frozenset(found | {groups[g].place or "" for g in around(groups, box.group)} - {""})


def _joined(view: View, relations: frozenset[str]) -> set[str]:
    """The boxes that arrows of these relations join, or links that a box has a mark for."""
    inside = members(view)
    home = {id: b.id for b in view.boxes for id in b.stands_for or (b.id,)}
    found = {
        home[end] for relation, *ends in view.content.links if relation in relations for end in ends if end in home
    }
    return found | {
        box
        for arrow in view.arrows
        if relations & {*arrow.relations}
        for end in (arrow.source, arrow.target)
        for box in inside.get(end, (end,))
    }
