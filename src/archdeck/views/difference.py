"""Two environments to the view of both: what only one has, what only the other has, and what is not alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from archdeck.answers import environment_contents, leading_first
from archdeck.language import PlaceKind
from archdeck.model import Environment, Instance, Link, Model, Overlay, Place, PlaceLink
from archdeck.views import words
from archdeck.views.arrows import end_id
from archdeck.views.environment import without_numbers
from archdeck.views.view import Arrow, Box, Group, PanelEntry, View

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
LINES = {ADDED: "comes", REMOVED: "goes"}  # arrows that come and go with one of their ends
COUNTED = (ADDED, REMOVED, CHANGED, SAME)


@dataclass(frozen=True)
class Sides:
    """What is compared, from `one` to `other`; `touched` are the ids of components and relations that are not the same
    in the design itself, `before` the overlays that `one` had where it is what was."""

    model: Model
    one: Environment
    other: Environment
    touched: frozenset[str] = frozenset()
    before: tuple[Overlay, ...] | None = None

    @property
    def here(self) -> Environment:
        """The one on whose picture both are shown; of what was and what is, what is."""
        return self.other if self.one.id == self.other.id else leading_first(self.one, self.other)[0]

    @property
    def there(self) -> Environment:
        return self.one if self.here is self.other else self.other

    @cached_property
    def things(self) -> tuple[Mapping[str, Mapping[str, Mapping[str, str]]], ...]:
        now = self.model.overlays
        was = now if self.before is None else self.before
        return environment_contents(self.one, was), environment_contents(self.other, now)

    @cached_property
    def links(self) -> tuple[frozenset[tuple[str, str, str]], ...]:
        sides = (self.one, self.other)
        return tuple(frozenset([*map(_key, s.links), *map(_key, s.place_links)]) for s in sides)

    def state(self, what: str, id: str) -> str:
        """Of a place, an instance, a component or an overlay."""
        mine, yours = (side[what].get(id) for side in self.things)
        if mine is None or yours is None:
            return ADDED if mine is None and yours is not None else REMOVED if mine is not None else SAME
        return SAME if mine == yours else CHANGED


def apart(sides: Sides) -> Sides:
    """A place that lies in another Region on the other side is another place: both are shown."""
    outermost = {p.id: _outermost(p) for p in sides.here.places}
    moved = {p.id for p in sides.there.places if outermost.get(p.id, _outermost(p)) != _outermost(p)}
    if not moved:
        return sides
    there = _renamed(sides.there, moved)
    return replace(sides, one=there, other=sides.here) if sides.here is sides.other else replace(sides, other=there)


def _outermost(place: Place) -> str:
    return [p.id for p in place.chain() if p.kind is not PlaceKind.CLOUD or p is place][-1]


def _renamed(environment: Environment, moved: set[str]) -> Environment:
    """The environment with other ids for some of its places, and for what runs in them."""
    places: dict[str, Place] = {}
    for p in environment.places:
        parent = places[p.parent.id] if p.parent else None
        id, name = (f"{p.id}--{environment.id}", words.place_label(p)) if p.id in moved else (p.id, p.name)
        places[p.id] = replace(p, id=id, name=name, parent=parent)
    instances = {}
    for i in environment.instances:
        place = places[i.place.id] if i.place else None
        id = f"{i.id}--{environment.id}" if i.place and i.place.id in moved else i.id
        instances[i.id] = replace(i, id=id, place=place)
    links = (Link(k.relation, instances[k.source.id], instances[k.target.id]) for k in environment.links)
    found = replace(environment, places=tuple(places.values()), instances=tuple(instances.values()), links=tuple(links))
    return replace(found, place_links=tuple(_joined(k, places, instances) for k in environment.place_links))


def _joined(link: PlaceLink, places: Mapping[str, Place], instances: Mapping[str, Instance]) -> PlaceLink:
    """The same relation between what these ids stand for now."""
    source, target = (
        instances[end.id] if isinstance(end, Instance) else places[end.id] for end in (link.source, link.target)
    )
    return PlaceLink(link.relation, source, target)


def both(sides: Sides) -> Environment:
    """An environment with everything that runs in either; what is in both is as it is in the one that leads."""
    here, there = sides.here, sides.there
    components = {c.id: c for c in (*there.components, *here.components)}
    relations = {r.id: r for r in (*there.relations, *here.relations)}
    places = {p.id: p for p in here.places}
    for place in there.places:
        places.setdefault(place.id, place)
    instances = {i.id: i for i in here.instances}
    for i in there.instances:
        instances.setdefault(i.id, replace(i, component=components[i.component.id]))
    links = {
        _key(k): Link(relations[k.relation.id], instances[k.source.id], instances[k.target.id])
        for k in (*here.links, *there.links)
    }
    between = {_key(k): _joined(k, places, instances) for k in (*there.place_links, *here.place_links)}
    return replace(
        here,
        places=tuple(places.values()),
        instances=tuple(instances.values()),
        links=tuple(links.values()),
        place_links=tuple(between.values()),
    )


def _key(link: Link | PlaceLink) -> tuple[str, str, str]:
    return link.relation.id, end_id(link.source), end_id(link.target)


def difference_view(sides: Sides, whole: View, base: View) -> View:
    """The picture of a difference: on the layout of `base`, the view of the leading environment, where that shows all
    that there is; else `whole`, the view of both, on a layout of its own."""
    frozen = _same_shape(whole, base)
    plain = without_numbers(base if frozen else whole)
    told = _Told(sides)
    boxes = tuple(map(told.box, plain.boxes))
    states = {b.id: b.state for b in boxes} | {g.id: told.of_group(g) for g in plain.groups}
    one, other = sides.one, sides.other
    left_out = plain.left_out if frozen else (*plain.left_out, f"on a layout of its own: {_more(sides)}")
    said = {
        ADDED: f"only in {other.name}",
        REMOVED: f"only in {one.name}",
        CHANGED: "in both but not alike",
        SAME: "the same",
    }
    view = replace(
        plain,
        id=f"diff-{one.id}--{other.id}",
        kind="diff",
        environment=sides.here.id,
        other=sides.there.id,
        title=f"{sides.model.name} – {one.name} and {other.name}",
        subtitle=_in_words(boxes, said),
        chip=f"{words.chip(one)} → {words.chip(other)}",
        boxes=boxes,
        groups=tuple(told.group(g, plain.groups) for g in plain.groups),
        arrows=tuple(told.arrow(a, states) for a in plain.arrows),
        panel=tuple(map(told.entry, whole.panel if frozen else plain.panel)),
        left_out=left_out,
        stands_as=base if frozen else None,
    )
    counts = any(b.note for b in boxes)
    return replace(
        view, legend=_legend(f"Only in {other.name}", f"Only in {one.name}", "Not alike", counts, "The same in both")
    )


@dataclass(frozen=True)
class Became:
    """How a picture is called that shows one environment twice, and what it calls what is only in the second, only in
    the first, in both but otherwise, and the same in both. `id` begins that of the view."""

    id: str
    title: str
    new: str
    gone: str
    changed: str
    same: str


def since(revision: str) -> Became:
    """An environment at a revision, and as it is now."""
    return Became("diff-since", f"since {revision}", "new", "gone", "changed", "as before")


AS_BUILT = Became("drift", "as built", "built, not modelled", "not built", "different", "as modelled")


def since_view(sides: Sides, whole: View, base: View, told: Became) -> View:
    """The picture of what became of an environment."""
    view = difference_view(sides, whole, base)
    counts = any(b.note for b in view.boxes)
    frozen = view.stands_as is not None
    return replace(
        view,
        left_out=view.left_out
        if frozen
        else (*view.left_out[:-1], "on a layout of its own: not all is there any more"),
        id=f"{told.id}--{sides.other.id}",
        title=f"{sides.model.name} – {sides.other.name} {told.title}",
        subtitle=_in_words(view.boxes, {ADDED: told.new, REMOVED: told.gone, CHANGED: told.changed, SAME: told.same}),
        chip=words.chip(sides.other),
        other="",
        legend=_legend(
            told.new.capitalize(), told.gone.capitalize(), told.changed.capitalize(), counts, told.same.capitalize()
        ),
    )


def _same_shape(whole: View, base: View) -> bool:
    return (
        {b.id for b in whole.boxes} == {b.id for b in base.boxes}
        and {(g.id, g.parent) for g in whole.groups} == {(g.id, g.parent) for g in base.groups}
        and {(a.kind, a.source, a.target) for a in whole.arrows} <= {(a.kind, a.source, a.target) for a in base.arrows}
        and {e.component for e in whole.panel} == {e.component for e in base.panel}
    )


def _more(sides: Sides) -> str:
    return f"{sides.there.name} has something that {sides.here.name} has not"


def _legend(added: str, removed: str, changed: str, counts: bool, same: str) -> tuple[tuple[str, str], ...]:
    changed = f"{changed} (how many there are)" if counts else changed
    said = {ADDED: added, REMOVED: removed, CHANGED: changed, SAME: same}
    return tuple(said.items()) + tuple((line, said[state]) for state, line in LINES.items())


def _in_words(boxes: tuple[Box, ...], said: Mapping[str, str]) -> str:
    """How much of each there is, counted as it is drawn."""
    boxes = tuple(b for b in boxes if not b.hollow)
    count = {state: sum(b.state == state for b in boxes) for state in COUNTED}
    parts = (
        f"{count[state]} {'is' if count[state] == 1 else 'are'} {said[state]}" for state in COUNTED if count[state]
    )
    return f"Of {len(boxes)} boxes, {', '.join(parts)}" if boxes else ""


@dataclass(frozen=True)
class _Told:
    """What each thing of a picture is: on both sides, or on one."""

    sides: Sides

    def box(self, box: Box) -> Box:
        if box.hollow:
            return box
        state = self.sides.state("instance", box.id)
        if state == SAME and box.component in self.sides.touched:
            state = CHANGED
        fields = [side["instance"].get(box.id, {}) for side in self.sides.things]
        counts = [f.get("count", "") for f in fields]
        note = " → ".join(counts) if state == CHANGED and counts[0] != counts[1] else ""
        return replace(box, state=state, note=note, title=f"{box.title} – {self._words(state, fields)}")

    def _words(self, state: str, fields: list[Mapping[str, str]]) -> str:
        if state != CHANGED:
            only = {ADDED: self.sides.other.name, REMOVED: self.sides.one.name}
            return f"only in {only[state]}" if state in only else "the same in both"
        names = sorted({n for side in fields for n in side if fields[0].get(n) != fields[1].get(n)})
        said = [f"{n.removeprefix('config.')}: {fields[0].get(n, '–')} → {fields[1].get(n, '–')}" for n in names]
        return "; ".join(said) or "not alike"

    def group(self, group: Group, groups: tuple[Group, ...]) -> Group:
        """The outermost frame of what is on one side only stands for all in it."""
        state = self.of_group(group)
        outer = next((g for g in groups if g.id == group.parent), None)
        inside = outer is not None and self.of_group(outer) == state
        told = state in (ADDED, REMOVED) or (state == CHANGED and group.overlay and self.sides.before is not None)
        return replace(group, state=state if told and not inside else "")

    def of_group(self, group: Group) -> str:
        if group.place:
            return self.sides.state("place", group.place)
        return self.sides.state("overlay", group.id.split("--")[1]) if group.overlay else SAME

    def arrow(self, arrow: Arrow, states: Mapping[str, str]) -> Arrow:
        pairs = arrow.pairs or ((arrow.source, arrow.target),)
        keys = {(relation, *pair) for relation in arrow.relations for pair in pairs}
        mine, yours = (bool(keys & side) for side in self.sides.links)
        if mine == yours:
            return replace(arrow, state=CHANGED if set(arrow.relations) & self.sides.touched else SAME)
        state = ADDED if yours else REMOVED
        explained = all(state in (states.get(a), states.get(b)) for a, b in pairs)
        return replace(arrow, state=LINES[state] if explained else state)

    def entry(self, entry: PanelEntry) -> PanelEntry:
        state = self.sides.state("component", entry.component)
        return replace(entry, state=CHANGED if state == SAME and entry.component in self.sides.touched else state)
