"""A view that holds too much to one that fits: boxes that stand together become one box, the fullest crowds first.

A crowd is several boxes of one frame and column, then of one frame and tier, then of a network, of a Region and, at
last, all of a Region. What a box stands for is said in its words, and a part of the view shows it in full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from archdeck.canvas import around, fonts
from archdeck.language import RelationKind
from archdeck.views import Arrow, Box, Group, View, boxes_inside, homes

NARROW = 112.0  # pixels at 18 px that a line under an icon takes where there is little room
WIDE = 165.0  # pixels at 18 px that a line under an icon may take
NETWORKS = frozenset({"cloud", "account", "region", "data-center", "vpc", "cluster", "group"})
REGIONS = frozenset({"cloud", "account", "region", "data-center"})

KINDS = tuple(RelationKind)  # in the order of what they say about a system

Level = Callable[[View], Callable[[Box], Hashable]]
Merged = Mapping[str, str]  # box id -> id of the box that stands for it; boxes that stand alone are missing


@dataclass(frozen=True)
class Crowd:
    """Boxes that may become one: its id, its boxes, and the frame that it then stands in."""

    id: str
    boxes: tuple[str, ...]
    group: str | None


Twins = tuple[Crowd, ...]


def narrowed(view: View) -> View:
    """The view with long lines under its icons in two or three: that takes less room than the boxes that would go."""
    rows = {line: fonts.wrap(line, 18, NARROW, 3) for b in view.boxes for line in b.lines}
    boxes = tuple(replace(b, lines=tuple(row for line in b.lines for row in rows[line])) for b in view.boxes)
    return replace(view, boxes=boxes)


def condensed(view: View, fits: Callable[[View], bool], keep: frozenset[str] = frozenset()) -> tuple[View, Merged]:
    """The view with as few boxes merged as it takes to fit, and what was merged; `keep` are boxes that stay. Where even
    the coarsest does not fit, that one. Doors, hubs and what a flow visits are merged last."""
    merged: dict[str, str] = {}
    for levels, spared, least in ROUNDS:
        stay = keep.union(*(some(view) for some in spared))
        for level in levels:
            crowds = _crowds(view, level, merged, stay, least)
            if not crowds:
                continue
            if fits(merge(view, _with(merged, crowds))):
                few = _fewest(crowds, lambda some, merged=merged: fits(merge(view, _with(merged, some))))  # type: ignore[misc]
                merged = _released(view, _with(merged, few), fits)
                return (merge(view, merged) if merged else view), merged
            merged = _with(merged, crowds)
    return (merge(view, merged) if merged else view), merged


def _fewest(crowds: list[Twins], fits: Callable[[list[Twins]], bool]) -> list[Twins]:
    """The first of them that are enough; all of them are."""
    return crowds[: 1 + bisect_left(range(1, len(crowds)), True, key=lambda many: fits(crowds[:many]))]


def _released(view: View, merged: dict[str, str], fits: Callable[[View], bool]) -> dict[str, str]:
    """Without the crowds that did not have to be merged, small ones first, as it turns out at the end."""
    size = Counter(merged.values())
    twins: dict[frozenset[str], list[str]] = defaultdict(list)
    for crowd in sorted(size, key=lambda c: (size[c], c)):
        twins[frozenset(b.component for b in view.boxes if merged.get(b.id) == crowd)].append(crowd)
    for crowds in twins.values():
        less = {box: one for box, one in merged.items() if one not in crowds}
        if fits(merge(view, less)):
            merged = less
    return merged


def _with(merged: Merged, crowds: Sequence[Twins]) -> dict[str, str]:
    return {**merged, **{box: crowd.id for twins in crowds for crowd in twins for box in crowd.boxes}}


# ------------------------------------------------------------------------------------------------ crowds


def _same_column(_: View) -> Callable[[Box], Hashable]:
    return lambda box: (box.group, box.tier, box.column)


def _same_tier(_: View) -> Callable[[Box], Hashable]:
    return lambda box: (box.group, box.tier)


def _in_network(view: View) -> Callable[[Box], Hashable]:
    home = homes(view, NETWORKS)
    return lambda box: (home[box.id], box.tier)


def _in_region(view: View) -> Callable[[Box], Hashable]:
    home = homes(view, REGIONS)
    return lambda box: (home[box.id], box.tier)


def _whole_network(view: View) -> Callable[[Box], Hashable]:
    home = homes(view, NETWORKS)
    return lambda box: (home[box.id], None if home[box.id] else box.tier)


def _whole_region(view: View) -> Callable[[Box], Hashable]:
    home = homes(view, REGIONS)
    return lambda box: (home[box.id], None if home[box.id] else box.tier)


# ------------------------------------------------------------------------------------------------ what is spared


def _doors(view: View) -> frozenset[str]:
    return frozenset(b.id for b in view.boxes if b.at_border)


def _hubs(view: View) -> frozenset[str]:
    """What most of a picture is about: the boxes that many others are connected with."""
    partners: dict[str, set[str]] = defaultdict(set)
    for arrow in view.arrows:
        partners[arrow.source].add(arrow.target)
        partners[arrow.target].add(arrow.source)
    return frozenset(b.id for b in view.boxes if len(partners[b.id]) >= HUB)


def _visited(view: View) -> frozenset[str]:
    """The boxes between which the steps of a flow lead."""
    return frozenset(end for a in view.arrows if a.step for end in (a.source, a.target))


HUB = 6  # partners
LEVELS = (_same_column, _same_tier, _in_network, _whole_network, _in_region, _whole_region)
ROUNDS: tuple[tuple[tuple[Level, ...], tuple[Callable[[View], frozenset[str]], ...], int], ...] = (
    ((_same_column, _same_tier), (_doors, _hubs, _visited), 3),
    ((_same_column, _same_tier, _in_network, _whole_network), (_doors, _hubs), 2),
    (LEVELS, (), 2),
)  # levels, what they spare, and how many boxes a crowd has at least
CROWD, WHOLE = "crowd--", "whole--"  # how ids of crowds begin; the second are all of a frame and stand in its place
CROWDS = (CROWD, WHOLE)


def _crowds(view: View, level: Level, merged: Merged, keep: frozenset[str], least: int) -> list[Twins]:
    """What the level can merge, the fullest crowds first; crowds of the same components are merged together."""
    key = level(view)
    found: dict[Hashable, list[Box]] = {}
    for box in view.boxes:
        if not box.actor:
            found.setdefault(key(box), []).append(box)
    whole = level in (_whole_network, _whole_region)
    if whole:
        found = {k: boxes for k, boxes in found.items() if not any(b.id in keep for b in boxes)}
    else:
        found = {k: [b for b in boxes if b.id not in keep] for k, boxes in found.items()}
    twins: dict[frozenset[str], list[Crowd]] = defaultdict(list)
    for boxes in (some for some in found.values() if len(some) >= least):
        units = {merged.get(b.id, b.id) for b in boxes}
        around = _common(view, boxes)
        lone = whole and around is not None
        if len(units) > 1 or (lone and not units.pop().startswith(WHOLE)):
            crowd = Crowd(f"{WHOLE if lone else CROWD}{boxes[0].id}", tuple(b.id for b in boxes), around)
            twins[frozenset(b.component for b in boxes)].append(crowd)
    return sorted(map(tuple, twins.values()), key=lambda t: (-max(len(c.boxes) for c in t), t[0].id))


def _common(view: View, boxes: list[Box]) -> str | None:
    """The innermost frame around all of these boxes."""
    groups = {g.id: g for g in view.groups}
    others = [set(around(groups, b.group)) for b in boxes]
    return next((g for g in around(groups, boxes[0].group) if all(g in o for o in others)), None)


# ------------------------------------------------------------------------------------------------ merging


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
    groups = tuple(_group(g, merged) for g in view.groups if not g.overlay or g.id in whole)
    fresh = {id for id in merged.values() if id.startswith(WHOLE)}
    boxes = tuple(_in_place_of_frame(b, view) if b.id in fresh else b for b in boxes)
    return replace(view, boxes=boxes, groups=groups, arrows=arrows, left_out=(*view.left_out, *said))


def _in_place_of_frame(box: Box, view: View) -> Box:
    """The box of a crowd that is all of a frame: it carries the frame's name, and stands where the frame stood."""
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
        lines=(name, f"{len(set(_names(box)))} components"),
        title=f"{frame.label} – {box.title}",
    )


def _names(box: Box) -> list[str]:
    return box.title.split(" – ")[-1].split(", ")


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
        lines=(fonts.shorten(first, 18, WIDE), fonts.few(names, WIDE / 18)) if len(names) > 1 else _shared_lines(boxes),
        count=1 if len(names) > 1 else sum(b.count for b in boxes),
        group=_common(view, boxes),
        column=min(b.column for b in boxes),
        title=f"{len(names)} components – {', '.join(names)}" if len(names) > 1 else boxes[0].title,
        marks=(),
        through=any(b.through for b in boxes),
        step=", ".join(dict.fromkeys(steps)),
        dimmed=all(b.dimmed for b in boxes),
        stands_for=tuple(id for b in boxes for id in b.stands_for or (b.id,)),
    )


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


def _group(group: Group, merged: Merged) -> Group:
    return replace(group, boxes=tuple(dict.fromkeys(merged.get(b, b) for b in group.boxes)))


def _arrows(
    view: View, merged: Merged, whole: Mapping[str, frozenset[str]]
) -> tuple[tuple[Arrow, ...], dict[str, list[str]]]:
    """Arrows between what is left, and the steps that now happen inside a crowd. Between all of a frame and another
    box one arrow stands for relations of all kinds, and has the kind that says most."""
    boxes = {b.id for b in view.boxes}
    kept: dict[tuple[str, str, RelationKind | None], Arrow] = {}
    inner: dict[str, list[str]] = defaultdict(list)
    for arrow in view.arrows:
        stays = all(end in boxes or end in whole for end in (arrow.source, arrow.target))
        step = arrow.step
        for a, b in ((arrow.source, arrow.target),) if stays else arrow.pairs:
            source, target = merged.get(a, a), merged.get(b, b)
            if source == target or source in whole.get(target, ()) or target in whole.get(source, ()):
                inner[source if source not in whole else target] += [s for s in step.split(", ") if s]
                step = ""
                continue
            kind = None if source.startswith(WHOLE) or target.startswith(WHOLE) else arrow.kind
            key, back = (source, target, kind), (target, source, kind)
            pairs = tuple(dict.fromkeys((merged.get(p, p), merged.get(q, q)) for p, q in arrow.pairs)) if stays else ()
            one = replace(arrow, source=source, target=target, step=step, pairs=pairs)
            if back in kept and key not in kept and (source in merged.values() or target in merged.values()):
                kept[back] = _joined(kept[back], one, both=True)
            elif key in kept:
                kept[key] = _joined(kept[key], one, both=kept[key].both or arrow.both)
            else:
                whole_arrow = stays and (a, b) == (source, target)
                kept[key] = one if whole_arrow else replace(one, id=f"{arrow.id}--{source}--{target}")
            step = ""
    return _complete(list(kept.values())), inner


def _complete(arrows: list[Arrow]) -> tuple[Arrow, ...]:
    """Arrows share a bus only where each of its sources still leads to each of its targets."""
    buses: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        buses[arrow.bundle].append(arrow)
    broken = {
        bus
        for bus, some in buses.items()
        if len(some) != len({a.source for a in some}) * len({a.target for a in some}) or any(a.both for a in some)
    }
    return tuple(replace(a, bundle="") if a.bundle in broken else a for a in arrows)


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
        step=", ".join(dict.fromkeys(steps)),
        both=both,
        bundle="" if one.bundle != other.bundle else one.bundle,
        title=one.title if one.title == other.title else "",
        dimmed=one.dimmed and other.dimmed,
        numbered=one.numbered or other.numbered,
    )
