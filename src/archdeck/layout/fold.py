"""A view to one that needs fewer rows: sibling zones that hold the same in one frame, with how many there are of each
thing; and so subnets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from archdeck.canvas import around, changed
from archdeck.layout.merging import CROWDS
from archdeck.views import Arrow, Box, Group, View, boxes_inside

SUBNETS = frozenset({"public-subnet", "private-subnet", "subnet"})


def folded(view: View) -> View:
    """The view with siblings in one frame; the same view where there are none, or where each has to stand by itself."""
    siblings = _siblings(view)
    if not siblings:
        return view
    home = _homes(view, siblings)
    first, count = _boxes(view.boxes, home)
    stood = {b.id: b.stands_for or (b.id,) for b in view.boxes}
    boxes = tuple(replace(b, count=count[b.id]) for b in view.boxes if first[b.id] == b.id)
    boxes = tuple(
        replace(
            b,
            group=home.get(b.group or "", b.group),
            stands_for=tuple(i for k, one in first.items() if one == b.id for i in stood[k]),
        )
        for b in boxes
    )
    named: dict[str, list[str]] = defaultdict(list)
    for g in view.groups:
        named[home.get(g.id, g.id)].append(g.label)
    groups = tuple(_group(g, named[g.id], siblings, home, first) for g in view.groups if home.get(g.id, g.id) == g.id)
    groups = tuple(replace(g, places=_places(g, view, home)) for g in groups)
    said = tuple(
        f"{', '.join(z.label for z in group)}: drawn as one frame, for there is no room for each" for group in siblings
    )
    return replace(
        view, boxes=boxes, groups=groups, arrows=_arrows(view.arrows, home, first), left_out=(*view.left_out, *said)
    )


def apart(view: View) -> Iterator[View]:
    """The view on layouts in which siblings that it tells apart are not drawn as one: with all of them by themselves,
    and with only those that are unlike most; the same ones whichever of them are unlike. Cells of folded zones are none
    for each of them."""
    unlike = list(_told_apart(view))
    for some in ([g for like in unlike for g in like], [g for _, *few in unlike for g in few]) if unlike else ():
        told = {g.id for like in some for g in like}
        ids = tuple(g.id for g in view.groups if g.id in told)
        base = replace(view.stands_as, apart=ids, failed=view.failed, given=None) if view.stands_as else None
        yield replace(view, stands_as=base, apart=ids, given=None)


def tells_apart(view: View) -> bool:
    """Whether siblings that would be drawn as one differ in what became of them: one failed, or is new."""
    return any(True for _ in _told_apart(view))


def _told_apart(view: View) -> Iterator[list[list[Group]]]:
    """Siblings that would be drawn as one, in lists of which one thing became, the longest first."""
    inside = boxes_inside([g for g in view.groups if not g.overlay], view.boxes)
    state = {b.id: (b.component, b.words, b.state, b.note) for b in view.boxes}
    frames = _frames_inside(view)

    def became(group: Group) -> Hashable:
        boxes, groups = (state[b] for b in inside[group.id]), ((g.kind, g.state) for g in frames[group.id])
        return tuple(sorted(boxes)), tuple(sorted(groups))

    for some in _siblings(view):
        like: dict[Hashable, list[Group]] = defaultdict(list)
        for group in some:
            like[became(group)].append(group)
        if len(like) > 1:
            yield sorted(like.values(), key=len, reverse=True)


def _siblings(view: View) -> list[list[Group]]:
    """Zones of a place, and subnets of a network, that hold the same: the same components, as often, in the same roles,
    in the same kinds of frames and the same overlays."""
    inside = boxes_inside([g for g in view.groups if not g.overlay], view.boxes)
    groups = {g.id: g for g in view.groups}
    overlays: dict[str, list[str]] = defaultdict(list)
    for group in view.groups:
        for box in group.boxes:
            overlays[box].append(group.id)
    boxes = {b.id: b for b in view.boxes}

    def held(group: Group) -> Hashable:
        return tuple(sorted(_said(boxes[b], group.id, groups, overlays[b]) for b in inside[group.id]))

    found: dict[Hashable, list[Group]] = defaultdict(list)
    for group in (g for g in view.groups if g.id not in view.apart and g.id not in view.alone):
        in_zone = group.parent in groups and groups[group.parent].kind == "zone"
        if group.kind == "zone" or (group.kind in SUBNETS and not in_zone):
            found[group.parent, group.kind, held(group)].append(group)
    return [some for some in found.values() if len(some) > 1]


def _said(box: Box, frame: str, groups: Mapping[str, Group], overlays: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """What is drawn of a box in a frame, but for what becomes of it in a flow or a failure."""
    within = takewhile(lambda g: g != frame, around(groups, box.group))
    marks = tuple(component for component, *_ in box.marks)
    return (box.component,), box.words, marks, tuple(groups[g].kind for g in within), tuple(overlays)


def _frames_inside(view: View) -> dict[str, list[Group]]:
    """The frames of places in each of them, with itself."""
    groups = {g.id: g for g in view.groups}
    found: dict[str, list[Group]] = defaultdict(list)
    for group in view.groups:
        for outer in around(groups, group.id):
            found[outer].append(group)
    return found


def _homes(view: View, siblings: list[list[Group]]) -> dict[str, str]:
    """Each frame that is drawn within another: the other zones in the first, and in each other the frames of them that
    hold the same, whatever they are called."""
    home = {z.id: group[0].id for group in siblings for z in group}
    zones = set(home)
    inside = boxes_inside([g for g in view.groups if not g.overlay], view.boxes)
    component = {b.id: b.component for b in view.boxes}
    found: dict[tuple[str, str, tuple[str, ...], int], str] = {}
    before: Counter[tuple[str | None, str, tuple[str, ...]]] = Counter()
    for group in view.groups:  # outer ones come first
        if group.id in home or group.overlay:
            continue
        held = tuple(sorted(component[b] for b in inside[group.id]))
        alike = (group.parent, group.kind, held)
        parent = home.get(group.parent or "", group.parent or "")
        in_zone = group.parent in zones
        home[group.id] = found.setdefault((parent, *alike[1:], before[alike]), group.id) if in_zone else group.id
        zones |= {group.id} if in_zone else set()
        before[alike] += 1
    return home


def _boxes(boxes: tuple[Box, ...], home: dict[str, str]) -> tuple[dict[str, str], dict[str, int]]:
    """For each box the one that stands for it, and how many each stands for."""
    found: dict[tuple[str, tuple[str, ...], str | None], str] = {}
    first: dict[str, str] = {}
    count: dict[str, int] = defaultdict(int)
    for box in boxes:
        key = (box.component, box.lines, home.get(box.group or "", box.group))
        first[box.id] = found.setdefault(key, box.id)
        before = count[first[box.id]]
        count[first[box.id]] = max(before, box.count) if box.id.startswith(CROWDS) else before + box.count
    return first, count


def _places(group: Group, view: View, home: dict[str, str]) -> tuple[str, ...]:
    """All that a frame is now drawn for; none are listed where that is one."""
    all_of_it = [p for g in view.groups if home.get(g.id) == group.id for p in g.places or (g.place,) if p]
    return tuple(all_of_it) if len(all_of_it) > 1 else ()


def _group(
    group: Group, names: Sequence[str], siblings: list[list[Group]], home: dict[str, str], first: dict[str, str]
) -> Group:
    """The frame as it is drawn for all that are drawn as it, which have these `names`."""
    zones = next((z for z in siblings if z[0].id == group.id), None)
    boxes = tuple(dict.fromkeys(first[b] for b in group.boxes))
    parent = home.get(group.parent or "", group.parent)
    if not zones:
        several = list(dict.fromkeys(names))
        label = ", ".join(several) if len(several) > 1 else group.label
        short = f"{several[0]} + {len(several) - 1}" if len(several) > 1 else group.short
        return replace(group, boxes=boxes, parent=parent, label=label, short=short)
    if group.kind != "zone":
        label = ", ".join(z.label for z in zones)
        return replace(group, boxes=boxes, parent=parent, label=label, short=f"{len(zones)} subnets")
    letters = ", ".join((z.short or z.label).removeprefix("Zone ") for z in zones)
    sort = "Availability Zones" if zones[0].provider in ("aws", "") else "Zones"
    label, short = f"{sort} {letters}", f"{len(zones)} {sort}"
    return replace(group, boxes=boxes, parent=parent, label=label, short=short)


def _arrows(arrows: tuple[Arrow, ...], home: dict[str, str], first: dict[str, str]) -> tuple[Arrow, ...]:
    """One arrow for those that now have the same ends; none from a box to itself."""
    kept: dict[tuple[str, str, str, tuple[str, ...]], Arrow] = {}
    for arrow in arrows:
        source = first.get(arrow.source) or home.get(arrow.source, arrow.source)
        target = first.get(arrow.target) or home.get(arrow.target, arrow.target)
        if source == target:
            continue
        pairs = tuple(dict.fromkeys((first[a], first[b]) for a, b in arrow.pairs))
        key = (source, target, arrow.kind, arrow.relations)
        step = kept[key].step if key in kept and kept[key].step else arrow.step
        parts = (changed(p, source=first[p.source], target=first[p.target]) for p in arrow.parts)
        one = replace(kept.get(key, arrow), source=source, target=target, pairs=pairs, step=step)
        kept[key] = changed(one, parts=tuple(dict.fromkeys(parts)))
    return tuple(kept.values())
