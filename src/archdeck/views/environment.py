"""An environment to its view: places as frames, instances as boxes, links as arrows, the rest as marks and panel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product

from archdeck.canvas import LeftOut, changed, fonts
from archdeck.language import RelationKind, Role
from archdeck.model import ROOM, Component, Environment, Flow, Instance, Link, Model, Place, Relation, Scope, Step
from archdeck.views import words
from archdeck.views.arrows import Frame, arrows, at_places, frame_id
from archdeck.views.columns import Columns
from archdeck.views.selection import Selection, names_of
from archdeck.views.thickets import thinned
from archdeck.views.view import Arrow, Box, Content, FlowStep, Group, PanelEntry, View, boxes_inside, members

FRAMES_THAT_ARROWS_END_AT = frozenset({"auto-scaling-group", "cluster", "group"})
LOST = frozenset({"down", "broken", "dead", "moved"})  # states of what a step of a failure does not show
TAKING = frozenset({"promoted", "takes-over"})
MARKS = 4  # the most small icons that a box may have
ONLY_RECEIVES = "what stands by only receives: no arrow leads back from a copy that waits"
UNDER_ITS_ICON = "what the copies in one place do to each other is said under their icon"
AMONG, EACH_OTHER = "↔", "among its copies"
SUPPORTING = frozenset({RelationKind.USES, RelationKind.CONTROL})


def environment_view(model: Model, environment: Environment, columns: Columns, asked: Selection | None = None) -> View:
    """The picture of an environment, with the relations that are `asked` for; what these join stands in it all the
    same."""
    asked = asked or Selection(())
    aside = _cross_cutting(model, environment) - asked.keep
    drawn = tuple(i for i in environment.instances if i.component.id not in aside)
    marks = _marks(environment, aside, asked)
    links = asked.links(environment)
    among = {k.source.id: k.relation for k in links if k.source is k.target}
    boxes = tuple(_among(_box(i, environment, columns, marks.get(i.id, {}).values()), among.get(i.id)) for i in drawn)
    empty = environment.empty_places
    boxes += tuple(_room(place, boxes, environment) for place in empty)
    groups = _place_groups(environment, drawn, empty) + _overlay_groups(model, environment, drawn)
    boxes, unmarked = _few_marks(boxes)
    links = [k for k in links if not {k.source.component.id, k.target.component.id} & aside]
    back = [k for k in links if _out_of_standby(k)]
    links = [k for k in links if k not in back and k.source is not k.target]
    frames = [Frame(g.id, frozenset(g.boxes)) for g in groups if g.overlay and g.kind in FRAMES_THAT_ARROWS_END_AT]
    inside = boxes_inside(groups, boxes)
    frames += [
        Frame(g.id, frozenset(inside[g.id])) for g in groups if g.kind in FRAMES_THAT_ARROWS_END_AT and not g.overlay
    ]
    found, log = arrows(links, [f for f in frames if len(f.boxes) > 1])
    ends = {**{id: some for id, some in inside.items() if len(some) > 1}, **{f.id: f.boxes for f in frames}}
    found, made, thick = thinned(found, boxes, ends, [t.name for t in model.tiers])
    boxes, groups = _in_frames(boxes, made), groups + tuple(group for group, _ in made)
    found += at_places(asked.place_links(environment), {b.id for b in boxes} | {g.id for g in groups})
    first = next(iter(model.played(environment)), None)
    view = View(
        id=environment.id,
        kind="environment",
        environment=environment.id,
        title=words.title(model),
        subtitle=environment.summary or model.summary,
        chip=words.chip(environment),
        stage=environment.stage.value,
        source=model.source,
        boxes=boxes,
        groups=groups,
        arrows=found,
        panel=_panel(environment, aside),
        left_out=(*log, *thick, *unmarked),
        content=_content(environment),
        given=environment.given,
        reasons=(
            *asked.reasons(environment),
            *(LeftOut("relation", r, ONLY_RECEIVES) for r in dict.fromkeys(k.relation.id for k in back)),
            *(LeftOut("relation", r.id, UNDER_ITS_ICON) for r in among.values()),
        ),
    )
    steps = [s for f in model.flows for s in f.steps_in(environment)]
    walked = {r.id for s in steps if s.relation for r in (s.relation, *s.beside)}
    view = replace(view, arrows=tuple(changed(a, numbered=bool(walked & set(a.relations))) for a in view.arrows))
    gone = environment.relation_ids - {k.relation.id for k in asked.links(environment)}
    return numbered(view, [s for s in steps_of(first, environment) if s.relation not in gone]) if first else view


def _content(environment: Environment) -> Content:
    at_places = [(k.relation.id, a.id, b.id) for k in environment.place_links for a, b in environment.joined(k)]
    return Content(
        tuple((i.id, i.component.id) for i in environment.instances),
        (*((k.relation.id, k.source.id, k.target.id) for k in environment.links), *at_places),
    )


def _out_of_standby(link: Link) -> bool:
    """Whether a link leads back to where a component is at work from a copy of it that stands by: it only receives."""
    here, there = (bool(i.standby_place()) for i in (link.source, link.target))
    return link.source.component.id == link.target.component.id and here and not there


def _few_marks(boxes: tuple[Box, ...]) -> tuple[tuple[Box, ...], tuple[str, ...]]:
    """Marks tell something while they are few; where a box would have more, the side panel alone says what applies."""
    if all(len(b.marks) <= MARKS for b in boxes):
        return boxes, ()
    said = "small icons are left out: more than four services apply to one component, see the table of relations"
    return tuple(replace(b, marks=()) for b in boxes), (said,)


def numbered(view: View, steps: Iterable[FlowStep]) -> View:
    """The view with the numbers of these steps on its arrows, or on a box where no arrow stands for the step."""
    on_arrow: dict[str, list[str]] = defaultdict(list)
    on_box: dict[str, list[str]] = defaultdict(list)
    inside = members(view)
    for step in steps:
        hits = [a for a in view.arrows if walked(step, a, inside)]
        works = [a for a in hits if a.state not in LOST]
        if works or (hits and not any(b.state for b in view.boxes if step.ends_at(b.component, b.id))):
            on_arrow[(works or hits)[0].id].append(step.number)
        else:
            ends = [b for b in view.boxes if step.ends_at(b.component, b.id)]
            box = min(ends, key=lambda b: (b.state in LOST, b.state not in TAKING), default=None)
            if box:
                on_box[box.id].append(step.number)
    return replace(
        view,
        numbered=bool(on_arrow or on_box),
        arrows=tuple(replace(a, step=", ".join(on_arrow[a.id])) if a.id in on_arrow else a for a in view.arrows),
        boxes=tuple(replace(b, step=", ".join(on_box[b.id])) if b.id in on_box else b for b in view.boxes),
    )


def walked(step: FlowStep, arrow: Arrow, inside: Mapping[str, Sequence[str]]) -> bool:
    """Whether a step takes an arrow; `inside` are the boxes of each frame."""
    taken = next((id for id in (step.relation, *step.beside) if id in arrow.relations), None)
    if taken is None:
        return False
    if not step.sources and not step.targets:
        return True
    pairs = arrow.pairs or ((arrow.source, arrow.target),)
    between = (product(inside.get(a, (a,)), inside.get(b, (b,))) for a, b in pairs)
    return any(step.takes(taken, a, b) for a, b in chain.from_iterable(between))


def steps_of(flow: Flow, environment: Environment) -> tuple[FlowStep, ...]:
    """The steps of a flow that an environment has."""
    return tuple(
        FlowStep(
            number=s.number,
            relation=s.relation.id if s.relation else "",
            target=s.target.id,
            source=s.source.id,
            sources=_named(s, environment, at_source=True),
            targets=_named(s, environment, at_source=False),
            terms=s.terms,
            beside=tuple(r.id for r in s.beside),
        )
        for s in flow.steps_in(environment)
    )


def _named(step: Step, environment: Environment, at_source: bool) -> tuple[str, ...]:
    """The instances at an end of a step: those that it names, else those that are linked to what it names at its other
    end; none, where it names nothing."""
    mine, other = (step.source_in, step.target_in) if at_source else (step.target_in, step.source_in)
    if mine:
        return tuple(i.id for i in environment.within(step.source if at_source else step.target, mine))
    if not other or step.relation is None:
        return ()
    far = environment.within(step.target if at_source else step.source, other)
    links = [k for k in environment.links if k.relation is step.relation]
    ends = [(k.source, k.target) if at_source is not step.backwards else (k.target, k.source) for k in links]
    return tuple(dict.fromkeys(here.id for here, there in ends if there in far))


def _cross_cutting(model: Model, environment: Environment) -> frozenset[str]:
    """Components that apply to others and take no part in a request here (R2)."""
    busy = {c.id for f in model.flows for s in f.steps for c in (s.source, s.target)}
    busy |= {c.id for r in environment.relations if r.kind not in SUPPORTING for c in (r.source, r.target)}
    whole = (link.relation for link in environment.place_links)
    busy |= {c.id for r in whole if r.kind not in SUPPORTING for c in (r.source, r.target) if c}
    return frozenset(c.id for c in environment.components if c.kind.cross_cutting and c.id not in busy)


def _marks(environment: Environment, aside: frozenset[str], asked: Selection) -> dict[str, dict[str, Component]]:
    """For the id of each instance the components, by their ids, that apply to it or to all of a place that it runs in,
    and have no box."""
    found: dict[str, dict[str, Component]] = {}
    ends = [(k.relation.id, k.source, k.target) for k in environment.links]
    ends += [(k.relation.id, a, b) for k in environment.place_links for a, b in environment.joined(k)]
    for relation, *pair in ends:
        for one, other in (pair, reversed(pair)):
            applies = other.component.id in aside and not other.component.kind.everywhere
            if applies and asked.marks(relation, names_of(one.component, one.places())):
                found.setdefault(one.id, {})[other.component.id] = other.component
    return found


def _box(instance: Instance, environment: Environment, columns: Columns, marks: Iterable[Component]) -> Box:
    component = instance.component
    where = " in ".join(words.place_label(p) for p in instance.places()[:2])
    said = [
        component.name,
        component.kind.name if component.kind.name != component.name else "",
        words.ROLE_WORDS.get(instance.role, "") if instance.role else "",
        where,
        component.summary,
    ]
    return Box(
        id=instance.id,
        component=component.id,
        icon=str(component.icon),
        lines=words.instance_lines(instance, environment),
        plain=words.lines(component),
        count=instance.count,
        group=frame_id(instance.place) if instance.place else None,
        tier=component.tier.index,
        column=columns.at(component, instance.role if _beside_primary(instance, environment) else None),
        title=" – ".join(s for s in said if s),
        marks=tuple((c.id, str(c.icon), c.name) for c in marks),
        actor=component.kind.scope is Scope.ACTOR,
        through=component.id in columns.through,
        at_border=component.kind.at_border,
        hangs=component.takes_dead_letters,
        dimmed=instance.count == 0,
    )


def _among(box: Box, relation: Relation | None) -> Box:
    """The box with what its copies do to each other: under its icon, for an arrow would have to lead to itself."""
    if relation is None:
        return box
    said = fonts.shorten(f"{AMONG} {relation.label or relation.protocol}".strip(), 18, words.ONE_LINE)
    says = relation.says or relation.label
    return replace(box, among=said, title=f"{box.title} – {EACH_OTHER}: {says}")


def _beside_primary(instance: Instance, environment: Environment) -> bool:
    """Whether a copy runs in the Region of its primary; one in another Region stands in the same column (R4)."""
    primaries = [i for i in environment.of(instance.component) if i.role is Role.PRIMARY]
    return not primaries or any(i.region() == instance.region() for i in primaries)


def _in_frames(boxes: tuple[Box, ...], made: Iterable[tuple[Group, tuple[str, ...]]]) -> tuple[Box, ...]:
    """The boxes, in the frames that were made around some of them."""
    home = {box: group.id for group, some in made for box in some}
    return tuple(replace(b, group=home[b.id]) if b.id in home else b for b in boxes)


def _room(place: Place, boxes: Sequence[Box], environment: Environment) -> Box:
    """What keeps room in an empty frame: in the column of what stands nearest to it."""
    around = {frame_id(p): {frame_id(outer) for outer in p.chain()} for p in environment.places}
    near = [b for p in place.chain() for b in boxes if b.group and frame_id(p) in around[b.group]]
    first = next(iter(near or boxes), None)
    return Box(
        id=f"{ROOM}{place.id}",
        component=f"{ROOM}{place.id}",
        icon="",
        lines=("",),
        group=frame_id(place),
        tier=first.tier if first else 0,
        column=first.column if first else 0,
        title="",
        through=False,
        hollow=True,
    )


def _place_groups(environment: Environment, drawn: tuple[Instance, ...], empty: Iterable[Place]) -> tuple[Group, ...]:
    """Frames for the places that hold something, and for empty ones, outermost first."""
    used = {p.id for i in drawn for p in i.places()} | {p.id for place in empty for p in place.chain()}
    return tuple(
        Group(
            id=frame_id(p),
            place=p.id,
            kind=p.kind.value,
            label=words.frame_label(p),
            short=words.short_label(p),
            parent=frame_id(p.parent) if p.parent else None,
            standby=p.standby,
            icon=str(p.icon) if p.icon else "",
            provider=p.provider,
        )
        for p in environment.places
        if p.id in used
    )


def _overlay_groups(model: Model, environment: Environment, drawn: tuple[Instance, ...]) -> tuple[Group, ...]:
    """A frame for each overlay that has members here; one in each region, for none of them reaches across."""
    found = []
    for overlay in model.overlays:
        members = {c.id for c in overlay.members}
        if overlay.only and environment.id not in overlay.only:
            continue
        by_region: dict[str, list[str]] = defaultdict(list)
        for i in drawn:
            if i.component.id in members:
                by_region[region.id if (region := i.region()) else ""].append(i.id)
        label = f"{overlay.name} ({overlay.scale})" if overlay.scale else overlay.name
        for where, boxes in by_region.items():
            id = f"overlay--{overlay.id}" if len(by_region) == 1 else f"overlay--{overlay.id}--{where}"
            found.append(
                Group(id, None, overlay.kind.value, label, None, overlay=True, boxes=tuple(boxes), short=overlay.name)
            )
    return tuple(found)


def _panel(environment: Environment, aside: frozenset[str]) -> tuple[PanelEntry, ...]:
    return tuple(
        PanelEntry(c.id, str(c.icon), words.lines(c), heading=c.kind.category, name=c.name, told=words.line(c))
        for c in environment.components
        if c.id in aside
    )


def dimmed(view: View, steps: Sequence[FlowStep]) -> View:
    """The view with everything faded that these steps do not touch, all at the same place."""
    inside = members(view)
    return replace(
        view,
        boxes=tuple(changed(b, dimmed=not any(s.is_at(b.component, b.id) for s in steps)) for b in view.boxes),
        arrows=tuple(changed(a, dimmed=not any(walked(s, a, inside) for s in steps)) for a in view.arrows),
    )


def without_numbers(view: View) -> View:
    return replace(
        view,
        numbered=False,
        boxes=tuple(changed(b, step="") for b in view.boxes),
        arrows=tuple(changed(a, step="") for a in view.arrows),
    )
