"""A view to one with other columns: the shapes that a table may have, of which the best is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from archdeck.canvas import around
from archdeck.language import FLOWING, RelationKind
from archdeck.views import Box, View, boxes_inside, homes, members

REGION = ("region",)
CHAIN = 4  # boxes in a row, each alone in its column, that may be drawn in two rows


def _moved(view: View, column: Mapping[str, int]) -> View:
    """The view with its boxes in these columns."""
    return replace(view, boxes=tuple(b.in_column(column[b.id]) for b in view.boxes))


def _widened(view: View, rows: int = 1) -> View:
    """Columns parted into as many as it takes for no more than `rows` components of a frame above each other."""
    rank: dict[tuple[int, str], int] = {}
    crowd: dict[tuple[int, str | None], dict[str, int]] = defaultdict(dict)
    for box in view.boxes:
        here = crowd[box.column, box.group]
        here.setdefault(box.component, len(here))
    for (column, _), components in crowd.items():
        for component, place in components.items():
            rank[column, component] = max(place // rows, rank.get((column, component), 0))
    steps = sorted({(b.column, rank[b.column, b.component]) for b in view.boxes})
    at = {step: k for k, step in enumerate(steps)}
    return _moved(view, {b.id: at[b.column, rank[b.column, b.component]] for b in view.boxes})


def _paired(view: View) -> View:
    return _widened(view, 2)


def _wrapped(view: View) -> View:
    return _widened(view, 4)


def _behind(view: View, level: bool = False) -> View:
    """What stands aside in a region, behind everything on the way there, in columns of its own; `level` with no more
    above each other than the Region has rows, as far as what leads nowhere can go to the second of them."""
    regions = {g.parent for g in view.groups if not g.overlay and g.parent and g.kind != "region"}
    last = max((b.column for b in view.boxes if b.through), default=0)
    first = min((b.column for b in view.boxes if b.through and b.group), default=0)
    early = min((b.tier for b in view.boxes if b.through and b.group not in regions and b.group), default=0)
    aside = [b for b in view.boxes if not b.through and b.group in regions and b.column > first + 1 and b.tier >= early]
    ids = {b.id for b in aside}
    component = {b.id: b.component for b in aside}
    steps = dict.fromkeys(
        (component[a.source], component[a.target]) for a in view.arrows if {a.source, a.target} <= ids
    )
    depth = dict.fromkeys(component.values(), 0)
    for _ in depth:
        for one, other in steps:
            if one != other and depth[one] < len(depth):
                depth[other] = max(depth[other], depth[one] + 1)
    rank = {b.id: depth[b.component] for b in aside}
    if level:
        second = _surplus(
            view, aside, {c for c, d in depth.items() if d}, {one for one, other in steps if one != other}
        )
        rank |= {b.id: 1 for b in aside if b.component in second}
    return _moved(view, {b.id: last + 1 + rank[b.id] if b.id in ids else b.column for b in view.boxes})


def _surplus(view: View, aside: Sequence[Box], later: set[str], leading: set[str]) -> set[str]:
    """The components that are too many for one column beside what is on the way in their Region."""
    region = homes(view, REGION)
    high: Counter[tuple[str | None, int]] = Counter()
    for box in view.boxes:
        if box.through:
            high[region[box.id], box.column] += 1
    rows = {r: max(n for (one, _), n in high.items() if one == r) for r, _ in high}
    front: dict[str | None, list[str]] = defaultdict(list)
    for box in aside:
        if box.component not in later:
            front[region[box.id]].append(box.component)
    often = Counter(c for components in front.values() for c in components)
    moved: set[str] = set()
    for r, components in sorted(front.items(), key=lambda f: rows.get(f[0], 0)):
        may_go = sorted((c for c in components if c not in leading | moved), key=lambda c: -often[c])
        moved |= set(may_go[: max(0, len([c for c in components if c not in moved]) - rows.get(r, 1))])
    return moved


def _behind_level(view: View) -> View:
    return _behind(view, level=True)


def _chained(view: View) -> View:
    """Of three and more global services in a row, the first two above each other (R3)."""
    regions = {g.id for g in view.groups if g.kind in ("region", "vpc", "zone")}
    outer = {g.id for g in view.groups if g.kind == "cloud"} - regions
    chain = sorted({b.column for b in view.boxes if b.through and b.group in outer})
    if len(chain) < 3:
        return view
    first = chain[1]
    return _moved(view, {b.id: b.column - (b.column >= first) for b in view.boxes})


def _abreast(view: View) -> View:
    """Frames that would stand above each other, every second one beside the others: fewer rows, more columns."""
    inside = boxes_inside(view.groups, view.boxes)
    column = {b.id: b.column for b in view.boxes}
    siblings: dict[str | None, list[list[str]]] = defaultdict(list)
    for group in view.groups:
        if not group.overlay and group.kind != "zone" and inside[group.id]:
            siblings[group.parent].append(inside[group.id])
    for frames in siblings.values():
        reach = [(min(column[b] for b in boxes), max(column[b] for b in boxes)) for boxes in frames]
        low, high = min(r[0] for r in reach), max(r[1] for r in reach)
        piled = [
            k for k, one in enumerate(reach) if any(one[0] <= o[1] and o[0] <= one[1] for o in reach if o is not one)
        ]
        if len(piled) < 3:
            continue
        beside = {b for k in piled[1::2] for b in frames[k]}
        mine = {b for boxes in frames for b in boxes}
        wide = high - low + 1
        column = {b: c + wide * (b in beside or (b not in mine and c > high)) for b, c in column.items()}
    return _moved(view, column)


def _copied(view: View) -> View:
    """Copies beside what they are copied from, in the same frame, instead of above or below it."""
    box = {b.id: b for b in view.boxes}
    pairs = [
        (box[a.source], box[a.target])
        for a in view.arrows
        if a.kind is RelationKind.REPLICATION and a.source in box and a.target in box
    ]
    copies = {b.id for a, b in pairs if (a.group, a.column) == (b.group, b.column)}
    copies -= {a.id for a, _ in pairs}
    after = {box[b].column for b in copies}
    column = {b.id: 2 * b.column + (b.id in copies) for b in view.boxes}
    beside = {b.id for a, b in pairs if a.group == b.group and b.column == a.column + 1}
    for id in beside:  # what stands beside already shares the new column, where nothing else keeps it from that
        if box[id].column - 1 in after:
            column[id] -= 1
    used = sorted(set(column.values()))
    return _moved(view, {b: used.index(c) for b, c in column.items()})


def _zigzag(view: View) -> View:
    """A long chain of single boxes in a frame two by two above each other: it goes down and up on its way."""
    alone: dict[int, Box | None] = {}
    for box in view.boxes:
        alone[box.column] = None if box.column in alone or box.actor else box
    used = sorted(alone)
    left = {column: column for column in used}
    k = 0
    while k < len(used):
        first = alone[used[k]]
        run = 1
        while first and k + run < len(used) and (other := alone[used[k + run]]) and other.group == first.group:
            run += 1
        for j in range(k + 1, k + run, 2) if run >= CHAIN else ():
            left[used[j]] = used[j - 1]
        k += run
    dense = sorted(set(left.values()))
    return _moved(view, {b.id: dense.index(left[b.column]) for b in view.boxes})


def starts(view: View) -> tuple[View, ...]:
    """The view with sites beside each other, then as it is."""
    if view.down or any(b.row is not None for b in view.boxes):
        return (view,)
    beside = _beside(view)
    moved = any(a.column != b.column for a, b in zip(beside.boxes, view.boxes, strict=True))
    return (beside, view) if moved else (view,)


def _beside(view: View) -> View:
    """Clouds, data centers and sites that have to do with each other, side by side: the one with the earliest tier
    first, else the one from which most arrows lead to the other. Sites in which the same runs stay above each other."""
    groups = {g.id: g for g in view.groups}
    world = {b.id: [*around(groups, b.group)][-1] for b in view.boxes if b.group}
    tier: dict[str, int] = {}
    runs: dict[str, set[str]] = defaultdict(set)
    for box in view.boxes:
        if box.group:
            tier[world[box.id]] = min(box.tier, tier.get(world[box.id], box.tier))
            runs[world[box.id]].add(box.component)
    net: Counter[tuple[str, str]] = Counter()
    inner = {g: next((world[b] for b in found if b in world), None) for g, found in members(view).items()}
    for a in view.arrows:
        one, other = (world.get(end) or inner.get(end) for end in (a.source, a.target))
        if one and other and one != other and a.kind in FLOWING and not runs[one] & runs[other]:
            net[one, other] += 1
            net[other, one] -= 1
    column = {b.id: b.column for b in view.boxes}
    first_to_last = [pair for pair, count in net.items() if (tier[pair[0]], -count) < (tier[pair[1]], count)]
    for one, other in sorted(first_to_last, key=lambda pair: (tier[pair[0]], tier[pair[1]], pair)):
        last = max(c for b, c in column.items() if world.get(b) == one)
        first = min(c for b, c in column.items() if world.get(b) == other)
        by = max(0, last - first + 1)
        column = {
            b: c + by * ((c >= first and world[b] != one) if b in world else c > first) for b, c in column.items()
        }
    return _moved(view, column)


SHAPES: Mapping[str, tuple[Callable[[View], View], ...]] = {
    "narrow": (),
    "copied": (_copied,),
    "copied and behind": (_copied, _behind_level),
    "copied, chained and behind": (_copied, _chained, _behind_level),
    "wide": (_widened,),
    "zigzag": (_zigzag,),
    "zigzag and behind": (_behind, _zigzag),
    "behind": (_behind,),
    "wide and behind": (_widened, _behind),
    "chained and behind": (_chained, _behind),
    "wide, chained and behind": (_widened, _chained, _behind),
    "wrapped": (_wrapped,),
    "wrapped and behind": (_wrapped, _behind),
    "paired": (_paired,),
    "paired and behind": (_paired, _behind),
    "abreast": (_abreast,),
    "abreast and behind": (_abreast, _behind),
}
