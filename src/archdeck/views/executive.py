"""An environment's view to the picture for executives: at most nine boxes, no zones or subnets, one arrow a way.

Every component is drawn once, whatever runs of it in how many zones; then the fullest tiers become one box each until
the rest can be taken in at a glance. The order from left to right is that of the full picture.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from archdeck.language import RelationKind
from archdeck.model import Environment, Model
from archdeck.view import Arrow, Box, Group, View

MOST = 9  # boxes that an audience takes in at a glance
KEPT = frozenset({"cloud", "region", "account", "data-center"})


def executive_view(model: Model, environment: Environment, full: View) -> View:
    """The short picture of an environment, made from its full one."""
    home = _homes(full)
    merged = {b.id: f"{b.component}--{home[b.id] or 'outside'}" for b in full.boxes}
    tiers = {b.id: b.tier for b in full.boxes}
    names = {t.index: t.name for t in model.tiers}
    while len(set(merged.values())) > MOST:
        tier = _fullest(full, merged, tiers, home)
        if tier is None:
            break
        for box in full.boxes:
            if (tiers[box.id], home[box.id]) == tier:
                merged[box.id] = f"tier-{tier[0]}--{tier[1] or 'outside'}"
    boxes = _boxes(full, merged, home, names)
    used = {b.group for b in boxes}
    return replace(
        full,
        id=f"{environment.id}--executive",
        kind="executive",
        title=f"{model.name} – {environment.name} at a glance",
        boxes=boxes,
        groups=_groups(full, used),
        arrows=_arrows(full, merged),
        panel=(),
        numbered=False,
        left_out=(),
        unshown=0,
        stands_as=None,
    )


def _homes(full: View) -> dict[str, str | None]:
    """For each box the innermost frame that stays: a Region, a cloud, an office."""
    groups = {g.id: g for g in full.groups}

    def home(group: str | None) -> str | None:
        while group is not None and groups[group].kind not in KEPT:
            group = groups[group].parent
        return group

    return {b.id: home(b.group) for b in full.boxes}


def _fullest(
    full: View, merged: dict[str, str], tiers: dict[str, int], home: dict[str, str | None]
) -> tuple[int, str | None] | None:
    """The tier in a frame with the most boxes, the last of several; None where no tier has two."""
    found: dict[tuple[int, str | None], set[str]] = defaultdict(set)
    for box in full.boxes:
        found[tiers[box.id], home[box.id]].add(merged[box.id])
    crowds = {k: len(v) for k, v in found.items() if len(v) > 1}
    return max(crowds, key=lambda k: (crowds[k], k[0]), default=None)


def _boxes(full: View, merged: dict[str, str], home: dict[str, str | None], names: dict[int, str]) -> tuple[Box, ...]:
    parts: dict[str, list[Box]] = defaultdict(list)
    for box in full.boxes:
        parts[merged[box.id]].append(box)
    made = []
    for id, members in parts.items():
        different = list(dict.fromkeys(b.component for b in members))
        count = {c: sum(b.component == c and b.through for b in members) for c in different}
        first = next(b for b in members if b.component == max(different, key=lambda c: count[c]))
        lines = (first.plain or first.lines) if len(different) == 1 else (names.get(first.tier, ""),)
        title = " – ".join(dict.fromkeys(b.title.split(" – ")[0] for b in members))
        made.append(
            replace(
                first,
                id=id,
                group=home[first.id],
                lines=lines,
                count=1,
                column=min(b.column for b in members),
                title=title,
                marks=(),
                step="",
                through=any(b.through for b in members),
            )
        )
    return tuple(made)


def _groups(full: View, used: set[str | None]) -> tuple[Group, ...]:
    around: set[str | None] = set()
    parents = {g.id: g.parent for g in full.groups}
    for group in used:
        while group is not None:
            around.add(group)
            group = parents[group]
    return tuple(g for g in full.groups if g.id in around and g.kind in KEPT)


def _arrows(full: View, merged: dict[str, str]) -> tuple[Arrow, ...]:
    """One arrow for each kind of way between two boxes; none within a box."""
    kept: dict[tuple[str, str, RelationKind], Arrow] = {}
    for arrow in full.arrows:
        for a, b in arrow.pairs or ((arrow.source, arrow.target),):
            source, target = merged[a], merged[b]
            if source == target:
                continue
            key = (source, target, arrow.kind)
            relations = tuple(dict.fromkeys((*(kept[key].relations if key in kept else ()), *arrow.relations)))
            first = kept.get(key, arrow)
            kept[key] = replace(
                first,
                id=f"{first.relations[0]}--{source}--{target}",
                relations=relations,
                source=source,
                target=target,
                label="" if len(relations) > 1 else arrow.label,
                pairs=(),
                bundle="",
                step="",
                numbered=False,
            )
    return tuple(kept.values())
