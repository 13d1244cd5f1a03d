"""A view and its crowds to the view with one box for each of them: nothing is lost but room.

What a box stands for is said in its words, and a part of the view shows it in full.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from archdeck.canvas import around, changed, fonts
from archdeck.language import RelationKind
from archdeck.views import Arrow, Box, Group, View, boxes_inside, is_complete, told_apart

WIDE = 165.0  # pixels at 18 px that a line under an icon may take
CROWD, WHOLE = "crowd--", "whole--"  # how ids of crowds begin; the second are all of a frame and stand in its place
CROWDS = (CROWD, WHOLE)
TORN = "not drawn around those of its members that are drawn as one box with others"
TORN_APART = "not drawn, for Graphviz puts others between what is in there"
KINDS = tuple(RelationKind)  # in the order of what they say about a system

Merged = Mapping[str, str]  # box id -> id of the box that stands for it; boxes that stand alone are missing


def merge(view: View, merged: Merged) -> View:
    """The view with one box for each crowd, and one arrow for all of a kind between two boxes."""
    members: dict[str, list[Box]] = defaultdict(list)
    for box in view.boxes:
        members[merged.get(box.id, box.id)].append(box)
    whole = _whole_groups(view, merged)
    arrows, inner = _arrows(view, merged, whole)
    boxes = tuple(
        boxes[0] if id not in merged.values() else _one(view, id, boxes, inner) for id, boxes in members.items()
    )
    said = tuple(
        f"{', '.join(dict.fromkeys(b.name for b in members[id]))}: drawn as one box, for there is no room for each"
        for id in dict.fromkeys(merged.values())
        if id in members
    )
    groups, torn = _groups(view, merged, whole)
    fresh = {id for id in merged.values() if id.startswith(WHOLE)}
    names = {id: {b.name for b in some} for id, some in members.items()}
    boxes = tuple(_in_place_of_frame(b, names[b.id], view) if b.id in fresh else b for b in boxes)
    return replace(view, boxes=boxes, groups=groups, arrows=arrows, left_out=(*view.left_out, *said, *torn))


def _in_place_of_frame(box: Box, names: Collection[str], view: View) -> Box:
    """The box of a crowd that is all of a frame: it carries the frame's name, and stands where the frame stood; `names`
    are those of its components."""
    groups = {g.id: g for g in view.groups}
    inside = boxes_inside(view.groups, view.boxes)
    frame = None
    mine = {b.id for b in view.boxes if set(b.stands_for or (b.id,)) <= set(box.stands_for)}
    for here in around(groups, box.group):
        if not set(inside[here]) <= mine or groups[here].kind == "cloud":
            break
        frame = groups[here]
    if frame is None:
        return box
    name = fonts.shorten(frame.short or frame.label, 18, WIDE)
    return replace(
        box,
        group=frame.parent,
        lines=(name, f"{len(names)} components"),
        title=f"{frame.label} – {box.title}",
    )


def _one(view: View, id: str, boxes: list[Box], inner: Mapping[str, list[str]]) -> Box:
    """The box of a crowd: what all of it is, and the names that there is room for."""
    names = list(dict.fromkeys(b.name for b in boxes))
    services = {b.lines[0] for b in boxes if len(b.lines) > 1}
    alike = len(services) == 1 and all(len(b.lines) > 1 for b in boxes)
    first = f"{services.pop()} × {len(names)}" if alike and len(names) > 1 else f"{len(names)} components"
    icons = Counter(b.icon for b in boxes)
    steps = [s for b in boxes if b.step for s in b.step.split(", ")] + inner.get(id, [])
    return replace(
        boxes[0],
        id=id,
        icon=max(icons, key=lambda icon: icons[icon]),
        lines=(fonts.shorten(first, 18, WIDE), *_named(names)) if len(names) > 1 else _shared_lines(boxes),
        count=1 if len(names) > 1 else sum(b.count for b in boxes),
        group=common_frame(view, boxes),
        column=min(b.column for b in boxes),
        title=f"{len(names)} components – {', '.join(names)}" if len(names) > 1 else boxes[0].title,
        marks=(),
        among="",
        through=any(b.through for b in boxes),
        at_border=all(b.at_border for b in boxes),
        step=", ".join(dict.fromkeys(steps)),
        dimmed=all(b.dimmed for b in boxes),
        stands_for=tuple(id for b in boxes for id in b.stands_for or (b.id,)),
    )


def _named(names: list[str]) -> tuple[str, ...]:
    """The names in a line, or the first of them and how many more there are; in two lines where one would cut it."""
    first = f"{names[0]} + {len(names) - 1}"
    halves = fonts.halves(first, 18) if fonts.width(first, 18) > WIDE else ()
    return halves if halves and max(fonts.width(row, 18) for row in halves) <= WIDE else (fonts.few(names, WIDE / 18),)


def _shared_lines(boxes: list[Box]) -> tuple[str, ...]:
    """What several instances of a component read as: one of them, where they are all alike."""
    alike = len({b.lines for b in boxes}) == 1
    return boxes[0].lines if alike else boxes[0].plain or boxes[0].lines


def _whole_groups(view: View, merged: Merged) -> dict[str, frozenset[str]]:
    """The frames that stay whole, with the boxes that then are in them: no crowd reaches across their border, nor is
    all that they hold."""
    inside = {**boxes_inside(view.groups, view.boxes), **{g.id: list(g.boxes) for g in view.groups if g.overlay}}
    found = {}
    for group, boxes in inside.items():
        mine = set(boxes)
        units = frozenset(merged.get(b, b) for b in boxes)
        across = any(b not in mine for b, unit in merged.items() if unit in units)
        if not across and (len(units) > 1 or units <= mine):
            found[group] = units
    return found


def _groups(
    view: View, merged: Merged, whole: Mapping[str, frozenset[str]]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The frames, of overlays that a crowd reaches out of those of the members that stand by themselves, and what is
    said of these."""
    beyond: dict[str, set[str]] = defaultdict(set)
    for box in view.boxes:
        beyond[merged.get(box.id, box.id)].add(box.id)
    found: list[Group] = []
    said: list[str] = []
    for group in view.groups:
        one = _group(group, merged)
        if group.overlay and group.id not in whole:
            inside = tuple(unit for unit in one.boxes if beyond[unit] <= set(group.boxes))
            one = replace(one, boxes=inside, label=group.short or group.label)
            said.append(f"{group.label}: {TORN}")
        if one.boxes or not group.overlay:
            found.append(one)
    return tuple(found), tuple(said)


def _group(group: Group, merged: Merged) -> Group:
    return replace(group, boxes=tuple(dict.fromkeys(merged.get(b, b) for b in group.boxes)))


def _arrows(
    view: View, merged: Merged, whole: Mapping[str, frozenset[str]]
) -> tuple[tuple[Arrow, ...], dict[str, list[str]]]:
    """Arrows between what is left, and the steps that now happen inside a crowd. Between all of a frame and another
    box one arrow stands for relations of all kinds, and has the kind that says most."""
    boxes, crowds = {b.id for b in view.boxes}, set(merged.values())
    kept: dict[tuple[str, str, RelationKind | None], Arrow] = {}
    inner: dict[str, list[str]] = defaultdict(list)
    for arrow in view.arrows:
        stays = all(end in boxes or end in whole for end in (arrow.source, arrow.target))
        step = arrow.step
        for one in (arrow,) if stays else told_apart(arrow):
            a, b = one.source, one.target
            source, target = merged.get(a, a), merged.get(b, b)
            if source == target or source in whole.get(target, ()) or target in whole.get(source, ()):
                inner[source if source not in whole else target] += [s for s in step.split(", ") if s]
                step = ""
                continue
            kind = None if source.startswith(WHOLE) or target.startswith(WHOLE) else arrow.kind
            key, back = (source, target, kind), (target, source, kind)
            pairs = tuple(dict.fromkeys((merged.get(p, p), merged.get(q, q)) for p, q in arrow.pairs)) if stays else ()
            parts = _parts_of(one, merged)
            one = changed(one, source=source, target=target, step=step, pairs=pairs, parts=parts)
            if back in kept and key not in kept and not crowds.isdisjoint((source, target)):
                kept[back] = _joined(kept[back], one, both=True)
            elif key in kept:
                kept[key] = _joined(kept[key], one, both=kept[key].both or one.both)
            else:
                whole_arrow = stays and (a, b) == (source, target)
                kept[key] = one if whole_arrow else changed(one, id=f"{arrow.id}--{source}--{target}")
            step = ""
    return _complete(list(kept.values())), inner


def _parts_of(arrow: Arrow, merged: Merged) -> tuple[Arrow, ...]:
    """What it is made from, between what is left."""
    moved = (
        changed(p, source=merged.get(p.source, p.source), target=merged.get(p.target, p.target)) for p in arrow.parts
    )
    return tuple(dict.fromkeys(moved))


def _complete(arrows: list[Arrow]) -> tuple[Arrow, ...]:
    """Arrows share a bus only where each of its sources still leads to each of its targets."""
    buses: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        buses[arrow.bundle].append(arrow)
    broken = {bus for bus, some in buses.items() if not is_complete(some)}
    return tuple(changed(a, bundle="") if a.bundle in broken else a for a in arrows)


def _joined(one: Arrow, other: Arrow, both: bool) -> Arrow:
    steps = [s for text in (one.step, other.step) for s in text.split(", ") if s]
    turned = (one.source, one.target) == (other.target, other.source)
    pairs = tuple((b, a) for a, b in other.pairs) if turned else other.pairs
    return replace(
        min(one, other, key=lambda a: KINDS.index(a.kind)),
        id=one.id,
        source=one.source,
        target=one.target,
        pairs=tuple(dict.fromkeys((*one.pairs, *pairs))),
        relations=tuple(dict.fromkeys((*one.relations, *other.relations))),
        label=one.label if one.label == other.label else "",
        from_label=one.from_label if one.from_label == (other.to_label if turned else other.from_label) else "",
        to_label=one.to_label if one.to_label == (other.from_label if turned else other.to_label) else "",
        step=", ".join(dict.fromkeys(steps)),
        both=both,
        bundle="" if one.bundle != other.bundle else one.bundle,
        title=one.title if one.title == other.title else "",
        dimmed=one.dimmed and other.dimmed,
        numbered=one.numbered or other.numbered,
    )


def common_frame(view: View, boxes: list[Box]) -> str | None:
    """The innermost frame around all of these boxes."""
    groups = {g.id: g for g in view.groups}
    others = [set(around(groups, b.group)) for b in boxes]
    return next((g for g in around(groups, boxes[0].group) if all(g in o for o in others)), None)
