"""Views to all pictures that it takes to show them: where one draws crowds as one box, further views show them in full.

A part has some crowds box by box, with what they talk to around them, that again as the boxes of the whole picture. The
last one has the services of a side panel that ends with how many more there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from archdeck.canvas import around, fonts
from archdeck.layout.aside import services
from archdeck.layout.fold import SUBNETS, folded
from archdeck.layout.laid import Layout
from archdeck.layout.merging import CROWD, CROWDS, merge
from archdeck.layout.one_table import would_fit
from archdeck.layout.slices import MOST, Crowds, Slices, near
from archdeck.views import Arrow, Box, View, members, told_apart

LayoutOf = Callable[[View], Layout]
Fits = Callable[[View], bool]  # whether one table shows all of a view
ZONES = frozenset({"zone"})


def with_parts(views: Iterable[View], layout_of: LayoutOf, fits: Fits | None = None) -> tuple[View, ...]:
    """The views, each environment followed by its parts. What `fits` in one table is found out, if it is not said."""
    found: list[View] = []
    for view in views:
        found.append(view)
        if _may_have_parts(view):
            shared = layout_of(view)
            parts = _parts(view, shared, layout_of, fits or would_fit) if shared.merged else []
            parts += services(view, shared)
            found += [_named(part, view, k, len(parts)) for k, part in enumerate(parts, start=1)]
    return tuple(found)


def _may_have_parts(view: View) -> bool:
    return view.kind == "environment" and view.layout == "grid" and not view.part_of


def _parts(view: View, shared: Layout, layout_of: LayoutOf, fits: Fits) -> list[View]:
    """The parts of a view, with its zones as the whole picture has them. Of crowds that zones beside each other have
    alike, those of one zone are shown, and the part says where the same runs."""
    view = folded(view) if shared.folded else view
    crowds = _crowds(shared, view)
    twins = _twins(view, crowds)
    slices = Slices(view, crowds, near(view))
    return [
        _also_in(part, tuple(dict.fromkeys(zone for crowd in twins if mine & crowds[crowd] for zone in twins[crowd])))
        for mine in _groups(view, slices, list(twins), fits)
        for part in _shown(view, layout_of, {**_closed(crowds, mine), **slices.beside_hubs(mine)}, mine)
    ]


def _groups(view: View, slices: Slices, shown: Sequence[str], fits: Fits) -> list[frozenset[str]]:
    """The boxes of each part: as many neighbouring crowds as fit together. Where one of them is too large for a part,
    all of them are shown in slices that hang together, or each part would have but the half of most chains."""
    crowds = slices.crowds
    if any(slices.size(crowds[crowd]) > MOST for crowd in shown):
        return slices.of(frozenset().union(*(crowds[crowd] for crowd in shown)))
    groups: list[frozenset[str]] = []
    for crowd in shown:
        both = groups[-1] | crowds[crowd] if groups else frozenset()
        if both and slices.size(both) <= MOST and fits(_part(view, _closed(crowds, both), both)):
            groups[-1] = both
        else:
            groups.append(crowds[crowd])
    return groups


def _twins(view: View, crowds: Crowds) -> dict[str, list[str]]:
    """The crowds to show, each with the names of the other zones of its network in which the same stands."""
    groups, boxes = {g.id: g for g in view.groups}, {b.id: b for b in view.boxes}
    found: dict[str, list[str]] = {}
    first: dict[Hashable, str] = {}
    for crowd, ids in crowds.items():
        zones = {next((g for g in around(groups, boxes[id].group) if groups[g].kind in ZONES), "") for id in ids}
        zone = groups.get(zones.pop()) if len(zones) == 1 else None
        key = (zone.parent, frozenset(boxes[id].component for id in ids)) if zone else crowd
        if zone and key in first:
            found[first[key]].append(zone.short.removeprefix("Zone ") or zone.label)
        else:
            first[key], found[crowd] = crowd, []
    return found


def _also_in(part: View, zones: Sequence[str]) -> View:
    if not zones:
        return part
    *some, last = zones
    named = f"{', '.join(some)} and {last}" if some else last
    return replace(part, subtitle=f"{part.subtitle} – the same in {named}")


def _closed(crowds: Crowds, mine: frozenset[str]) -> dict[str, frozenset[str]]:
    """The crowds that stay: what is not shown of each."""
    rest = {id: boxes - mine for id, boxes in crowds.items()}
    return {id if boxes == crowds[id] else f"{CROWD}{min(boxes)}": boxes for id, boxes in rest.items() if boxes}


def _shown(view: View, layout_of: LayoutOf, closed: Crowds, mine: frozenset[str]) -> list[View]:
    """The part that shows these boxes in full; several, where some of them become a crowd in it again. What that shows
    is all that it is about, and the crowd has a part of its own."""
    part = _part(view, closed, mine)
    again = {f"{CROWD}{min(b & mine)}": b & mine for b in _crowds(layout_of(part), view).values() if b & mine}
    hidden = frozenset(box for boxes in again.values() for box in boxes)
    if not hidden or len({b.component for b in view.boxes if b.id in mine}) == 1:
        return [part]
    rest = mine - hidden
    if len(rest) >= len(hidden):
        return _shown(view, layout_of, {**closed, **again}, rest) + _shown(view, layout_of, closed, hidden)
    one, other = _halves(view, mine)
    return [
        part
        for half, beside in ((one, other), (other, one))
        for part in _shown(view, layout_of, {**closed, f"{CROWD}{min(beside)}": beside}, half)
    ]


def _halves(view: View, mine: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Boxes in two crowds, those on the left and those on the right; all of a component in one."""
    boxes = sorted((b for b in view.boxes if b.id in mine), key=lambda b: (b.column, b.group or "", b.id))
    order = list(dict.fromkeys(b.component for b in boxes))
    left = order[: (len(order) + 1) // 2]
    one = frozenset(b.id for b in boxes if b.component in left)
    return one, mine - one


def _crowds(shared: Layout, view: View) -> Crowds:
    """What each box of the picture that stands for several of a view's stands for, from left to right."""
    merged, there = set(shared.merged.values()), {b.id for b in view.boxes}
    boxes = sorted((b for b in shared.view.boxes if b.id in merged), key=lambda b: (b.column, b.id))
    return {b.id: frozenset(there.intersection(b.stands_for)) for b in boxes}


def _part(view: View, closed: Crowds, mine: frozenset[str]) -> View:
    """The view of these boxes, and of what they talk to, with all of its copies; other crowds stay closed."""
    merged = {box: crowd for crowd, boxes in closed.items() if len(boxes) > 1 for box in boxes}
    small = merge(replace(view, panel=(), left_out=(), given=None), _in_zones(view, merged))
    inside = members(small)
    small = replace(small, arrows=tuple(one for a in small.arrows for one in _unlifted(a, inside, mine)))

    def ends(arrow: Arrow) -> list[set[str]]:
        return [set(inside.get(end, [end])) for end in (arrow.source, arrow.target)]

    near = set(mine)
    for arrow in small.arrows:
        one, other = ends(arrow)
        near |= one | other if (one | other) & mine else set()
    component = {b.id: b.component for b in small.boxes if not b.id.startswith(CROWDS)}
    copies = [a for a in small.arrows if component.get(a.source, a.source) == component.get(a.target, a.target)]
    for arrow in (*copies, *copies):  # of a copy, too
        near |= {arrow.source, arrow.target} if {arrow.source, arrow.target} & near else set()
    boxes = tuple(b for b in small.boxes if b.id in near)
    arrows = tuple(
        a for a in small.arrows if all(e <= near for e in ends(a)) and (a in copies or any(e & mine for e in ends(a)))
    )
    return replace(
        small,
        boxes=boxes,
        groups=tuple(
            replace(g, boxes=tuple(b for b in g.boxes if b in near))
            for g in small.groups
            if not g.overlay or set(g.boxes) & near
        ),
        arrows=arrows,
        numbered=any(b.step for b in boxes) or any(a.step for a in arrows),
        subtitle=fonts.few(_names(boxes, mine), 60),
        left_out=(),
        part_of=view.id,
    )


def _unlifted(arrow: Arrow, inside: Mapping[str, list[str]], mine: frozenset[str]) -> tuple[Arrow, ...]:
    """An arrow at a frame leads to those of its boxes that it is for and this part is about, unless it is for all."""
    ended = {p[side] for side, end in enumerate((arrow.source, arrow.target)) if end in inside for p in arrow.pairs}
    framed = {box for end in (arrow.source, arrow.target) for box in inside.get(end, ())}
    if framed <= ended or not (framed & mine or any({*pair} & mine for pair in arrow.pairs)):
        return (arrow,)
    several = len(arrow.relations) > 1  # it is not known which of them is a step
    found = (a for a in told_apart(arrow) if {a.source, a.target} & mine)
    return tuple(replace(a, step="" if several else a.step) for a in found)


def _in_zones(view: View, merged: Mapping[str, str]) -> dict[str, str]:
    """A crowd that stands in each of several zones, or in subnets that are alike, is one box in each of them."""
    groups = {g.id: g for g in view.groups}

    def among(group: str | None, kinds: frozenset[str]) -> str:
        return next((g for g in around(groups, group) if groups[g].kind in kinds), "")

    zone = {b.id: among(b.group, ZONES) for b in view.boxes}
    of = {b.id: zone[b.id] or among(b.group, SUBNETS) for b in view.boxes}
    component = {b.id: b.component for b in view.boxes}
    pieces: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for box, crowd in merged.items():
        pieces[crowd][of[box]].add(box)
    found: dict[str, str] = {}
    for crowd, some in pieces.items():
        alike = len({frozenset(component[b] for b in boxes) for boxes in some.values()}) == 1
        apart = len(some) > 1 and "" not in some and (alike or all(zone[b] for boxes in some.values() for b in boxes))
        for where, boxes in some.items():
            if not apart or len(boxes) > 1:
                found |= dict.fromkeys(boxes, f"{crowd}--{where}" if apart else crowd)
    return found


def _names(boxes: Iterable[Box], mine: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(b.name for b in boxes if b.id in mine))


def _named(part: View, whole: View, number: int, count: int) -> View:
    return replace(
        part,
        id=f"{whole.id}--part-{number}",
        title=f"{whole.title}, part {number} of {count}",
        part_of=whole.id,
        stands_as=part,
    )
