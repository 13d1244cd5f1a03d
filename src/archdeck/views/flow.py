"""A flow in an environment to its view: the environment's picture with the steps numbered and the rest faded.

Where that picture does not show each step, the flow is drawn alone: what it touches, and as much as fits around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import replace

from archdeck.canvas import LeftOut, changed
from archdeck.model import Environment, Flow
from archdeck.views.environment import dimmed, numbered, steps_of, walked, without_numbers
from archdeck.views.meshes import is_complete
from archdeck.views.view import Arrow, FlowStep, View, members

Links = defaultdict[str, list[tuple[int, str, str]]]
ALONE = "on a layout of its own: there is no room for each step in the picture of the environment"
INSTEAD = ("takes-over", "promoted", "holds")  # states of what does the work of something that fell
NOT_TOUCHED = "no step of the flow leads to it"


def flow_view(system: str, flow: Flow, environment: Environment, base: View) -> View:
    """The picture of a flow, on the layout of the environment's own view."""
    steps = steps_of(flow, environment)
    lit = dimmed(without_numbers(base), steps)
    view = replace(
        lit,
        id=f"{flow.id}--{environment.id}",
        kind="flow",
        flow=flow.id,
        title=f"{system} – {flow.name}",
        subtitle=flow.summary or f"{base.title}, step by step",
        stands_as=base,
        steps=steps,
    )
    return numbered(_one_way(_without_waiting(view)), view.steps)


def told_view(system: str, flow: Flow, environment: Environment, drill: View) -> View:
    """The picture of a flow that tells a failure: that of the drill, with the steps numbered on what is left."""
    steps = steps_of(flow, environment)
    title = f"{system} – {flow.name}"
    view = replace(
        drill,
        id=f"{flow.id}--{environment.id}",
        kind="flow",
        flow=flow.id,
        drill="",
        title=f"{title}, step by step" if title == drill.title else title,
        subtitle=flow.summary or drill.subtitle,
        steps=steps,
    )
    in_place = numbered(replace(view, arrows=view.in_place), steps).arrows if view.in_place else ()
    return replace(numbered(view, steps), in_place=in_place)


def _one_way(view: View) -> View:
    """Between two instances of one component an arrow has one head where steps lead one way only."""
    inside = members(view)

    def leads_back(step: FlowStep, arrow: Arrow) -> bool:
        foot, tip = (set(inside.get(end, (end,))) for end in (arrow.source, arrow.target))
        return not (foot.intersection(step.sources) and tip.intersection(step.targets))

    def is_one_way(arrow: Arrow) -> bool:
        some = [s for s in view.steps if arrow.both and walked(s, arrow, inside)]
        return bool(some) and all(s.source == s.target and not leads_back(s, arrow) for s in some)

    return replace(view, arrows=tuple(changed(a, both=False) if is_one_way(a) else a for a in view.arrows))


def _without_waiting(view: View) -> View:
    """The view with what waits for a failure faded, too."""
    waits, inside = _waiting(view), members(view)

    def both_wait(arrow: Arrow) -> bool:
        return all(waits.issuperset(inside.get(end, [end])) for end in (arrow.source, arrow.target))

    return replace(
        view,
        boxes=tuple(changed(b, dimmed=b.dimmed or b.id in waits) for b in view.boxes),
        arrows=tuple(changed(a, dimmed=a.dimmed or both_wait(a)) for a in view.arrows),
    )


def _waiting(view: View) -> frozenset[str]:
    """The boxes in places that stand by, where no step leads into these: the flow runs without them. What runs nowhere
    else is meant by its steps."""
    taken, inside = _walked(view), members(view)
    found: set[str] = set()
    for place in (set(inside[g.id]) for g in view.groups if g.standby):
        entered = any((a in place) != (b in place) for a, b in taken)
        elsewhere = {b.component for b in view.boxes if b.id not in place}
        if not entered:
            found |= {b.id for b in view.boxes if b.id in place and b.component in elsewhere}
    return frozenset(found)


def _walked(view: View) -> list[tuple[str, str]]:
    """The pairs of instances between which the steps of a flow lead."""
    return [(a, b) for relation, a, b in view.content.links if any(s.takes(relation, a, b) for s in view.steps)]


def touched(view: View) -> frozenset[str]:
    """The boxes that a flow touches: between which its steps lead, at which they happen, and what takes over in a
    failure. Copies that no step leads to are none, unless no step leads to any of them."""
    ends = {end for pair in _walked(view) for end in pair}
    ends = ends - _waiting(view) | {b.id for b in view.boxes if b.step}
    reached = {b.component for b in view.boxes if b.id in ends}
    ends |= {b.id for b in view.boxes if b.state in INSTEAD and b.component in reached}
    told = any(b.state for b in view.boxes)  # nothing is faded in the picture of a failure, and all is about that
    return frozenset(b.id for b in view.boxes if b.id in ends or not (told or b.dimmed or b.component in reached))


def beside(view: View) -> tuple[str, ...]:
    """The boxes beside what a flow touches: its copies, then what it is connected with, the closest first."""
    mine, component = touched(view), {b.id: b.component for b in view.boxes}
    links: Counter[str] = Counter()
    for _, source, target in view.content.links:
        if (source in mine) != (target in mine):
            links[component.get(target if source in mine else source, "")] += 1
    copies = {component[id] for id in mine}
    rest = [b.id for b in view.boxes if b.id not in mine and b.component in links.keys() | copies]
    return tuple(sorted(rest, key=lambda id: (component[id] not in copies, -links[component[id]], component[id])))


def alone(view: View, around: Collection[str] = ()) -> View:
    """The view of what a flow touches, with these boxes around it faded; the side panel is no part of it."""
    mine = touched(view)
    kept = mine | set(around)
    plain = without_numbers(view)
    inside = members(view)
    groups = tuple(
        replace(g, boxes=tuple(b for b in g.boxes if b in kept)) for g in view.groups if kept & set(inside[g.id])
    )
    links: Links = defaultdict(list)
    for number, (relation, source, target) in enumerate(view.content.links):
        links[relation].append((number, source, target))
    some = [one for arrow in plain.arrows for one in _within(arrow, inside, links, kept, mine)]
    arrows = _complete(some)
    found = replace(
        plain,
        boxes=tuple(changed(b, dimmed=b.id not in mine) for b in plain.boxes if b.id in kept),
        groups=groups,
        arrows=tuple(changed(a, dimmed=not any(walked(s, a, inside) for s in view.steps)) for a in arrows),
        panel=(),
        stands_as=None,
        left_out=(ALONE,),
        reasons=(*view.reasons, *_reasons(view, kept)),
    )
    return numbered(found, view.steps)


def _reasons(view: View, kept: Collection[str]) -> Iterator[LeftOut]:
    """Why something is left out, if it is: no step is about it."""
    taken = {id for s in view.steps for id in (s.relation, *s.beside)}
    for id, _ in view.content.instances:
        if id not in kept:
            yield LeftOut("instance", id, NOT_TOUCHED)
    for relation in dict.fromkeys(r for r, _, _ in view.content.links):
        if relation not in taken:
            yield LeftOut("relation", relation, NOT_TOUCHED)


def _within(
    arrow: Arrow,
    inside: Mapping[str, list[str]],
    links: Links,
    kept: Set[str],
    mine: Set[str],
) -> Iterator[Arrow]:
    """An arrow at what a flow touches. One at a frame of which some boxes are not kept leads to those that are; `links`
    are the pairs of boxes of each relation, with their place among all."""
    ends = [inside.get(end, [end]) for end in (arrow.source, arrow.target)]
    if not any(box in mine for boxes in ends for box in boxes):
        return
    if all(box in kept for boxes in ends for box in boxes):
        yield arrow
        return
    joined: dict[tuple[str, str], set[str]] = defaultdict(set)
    back: set[tuple[str, str]] = set()
    carried = sorted((number, relation, a, b) for relation in arrow.relations for number, a, b in links[relation])
    for _, relation, a, b in carried:
        across = (a in ends[0] and b in ends[1]) or (b in ends[0] and a in ends[1])
        if across and {a, b} <= kept and {a, b} & mine:
            way = (b, a) if (b, a) in joined else (a, b)
            joined[way].add(relation)
            back |= {way} - {(a, b)}
    for number, ((source, target), some) in enumerate(joined.items(), start=1):
        relations = tuple(r for r in arrow.relations if r in some)
        shared = relations == arrow.relations or not (arrow.both or ", " in arrow.label)  # words of each relation
        yield replace(
            arrow,
            id=f"{arrow.id}--{number}",
            source=source,
            target=target,
            relations=relations,
            label=arrow.label if shared else "",
            bundle="",
            both=(source, target) in back,
            pairs=(),
            parts=(),
        )


def _complete(arrows: list[Arrow]) -> tuple[Arrow, ...]:
    """Arrows share a line only where each of its sources leads to each of its targets."""
    buses = {bus: [a for a in arrows if a.bundle == bus] for bus in {a.bundle for a in arrows if a.bundle}}
    broken = {bus for bus, some in buses.items() if not is_complete(some)}
    return tuple(changed(a, bundle="") if a.bundle in broken else a for a in arrows)
