"""A view to one that needs fewer rows: sibling zones in one frame, with how many there are of each thing; and so
subnets in which the same runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace

from archdeck.layout.merging import CROWDS
from archdeck.views import Arrow, Box, Group, View, boxes_inside

SUBNETS = frozenset({"public-subnet", "private-subnet"})


def folded(view: View) -> View:
    """The view with siblings in one frame; the same view where there are none."""
    siblings = [group for group in _alike(view).values() if len(group) > 1]
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
    groups = tuple(_group(g, siblings, home, first) for g in view.groups if home.get(g.id, g.id) == g.id)
    groups = tuple(replace(g, places=_places(g, view, home)) for g in groups)
    said = tuple(
        f"{', '.join(z.label for z in group)}: drawn as one frame, for there is no room for each" for group in siblings
    )
    return replace(
        view, boxes=boxes, groups=groups, arrows=_arrows(view.arrows, home, first), left_out=(*view.left_out, *said)
    )


def alike(view: View) -> bool:
    """Whether siblings that would be drawn as one hold the same: the same components, as often, in the same roles."""
    inside = boxes_inside([g for g in view.groups if not g.overlay], view.boxes)
    said = {b.id: (b.component, b.words) for b in view.boxes}
    held = [[sorted(said[b] for b in inside[g.id]) for g in some] for some in _alike(view).values()]
    return all(one == some[0] for some in held for one in some)


def _alike(view: View) -> dict[Hashable, list[Group]]:
    """Zones of a place; and subnets of a network in which the same components run."""
    inside = boxes_inside([g for g in view.groups if not g.overlay], view.boxes)
    component = {b.id: b.component for b in view.boxes}
    kind = {g.id: g.kind for g in view.groups}
    found: dict[Hashable, list[Group]] = defaultdict(list)
    for group in view.groups:
        if group.kind == "zone":
            found[group.parent].append(group)
        elif group.kind in SUBNETS and kind.get(group.parent or "") != "zone":
            found[group.parent, group.kind, frozenset(component[b] for b in inside[group.id])].append(group)
    return found


def _homes(view: View, siblings: list[list[Group]]) -> dict[str, str]:
    """Each frame that is drawn within another: the other zones in the first, and frames of a name in each other."""
    home = {z.id: group[0].id for group in siblings for z in group}
    found: dict[tuple[str, str, str], str] = {}
    for group in view.groups:  # outer ones come first
        if group.id in home or group.overlay:
            continue
        parent = home.get(group.parent or "", group.parent or "")
        inside_zone = group.parent in home
        home[group.id] = found.setdefault((parent, group.kind, group.label), group.id) if inside_zone else group.id
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


def _group(group: Group, siblings: list[list[Group]], home: dict[str, str], first: dict[str, str]) -> Group:
    zones = next((z for z in siblings if z[0].id == group.id), None)
    boxes = tuple(dict.fromkeys(first[b] for b in group.boxes))
    parent = home.get(group.parent or "", group.parent)
    if not zones:
        return replace(group, boxes=boxes, parent=parent)
    if group.kind != "zone":
        names = ", ".join(z.label for z in zones)
        return replace(group, boxes=boxes, parent=parent, label=names, short=f"{len(zones)} subnets")
    names = ", ".join((z.short or z.label).removeprefix("Zone ") for z in zones)
    label, short = f"Availability Zones {names}", f"{len(zones)} Availability Zones"
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
        kept[key] = replace(kept.get(key, arrow), source=source, target=target, pairs=pairs, step=step)
    return tuple(kept.values())
