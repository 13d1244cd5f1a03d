"""The links of an environment to the arrows of its picture: parallel ones end at a frame around them (R1, R10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from archdeck.language import RelationKind
from archdeck.model import Instance, Link, Place, PlaceLink, PlaceRelation, Relation
from archdeck.views.meshes import in_buses
from archdeck.views.view import Arrow


@dataclass(frozen=True)
class Frame:
    """A group that an arrow may end at: its id and all boxes inside."""

    id: str
    boxes: frozenset[str]


Frames = Mapping[str, frozenset[str]]  # the boxes of each frame


def arrows(links: Iterable[Link], frames: Iterable[Frame]) -> tuple[tuple[Arrow, ...], tuple[str, ...]]:
    """Arrows for links between drawn boxes, and sentences on what was lifted or merged."""
    by_relation: dict[Relation, list[tuple[str, str]]] = defaultdict(list)
    owner: dict[str, str] = {}
    for link in links:
        by_relation[link.relation].append((link.source.id, link.target.id))
        owner |= {link.source.id: link.source.component.id, link.target.id: link.target.component.id}
    siblings: dict[str, set[str]] = defaultdict(set)
    for box, component in owner.items():
        siblings[component].add(box)
    frames = sorted(frames, key=lambda f: (len(f.boxes), f.id))
    found: list[Arrow] = []
    log: list[str] = []
    for relation, pairs in by_relation.items():
        pairs = list(dict.fromkeys(pairs))
        lifted = _lift(pairs, frames, siblings, owner)
        if len(lifted) < len(pairs):
            log.append(f"{relation.id}: {len(pairs)} parallel arrows are drawn as {len(lifted)}")
        found += _drawn(relation, lifted, pairs, {f.id: f.boxes for f in frames})
    for frame in frames:
        found = _gathered(_gathered(found, frame, "target", log), frame, "source", log)
    bused, said = in_buses(_merged(found, log), owner)
    return bused, (*log, *said)


def _lift(
    pairs: list[tuple[str, str]], frames: list[Frame], siblings: Mapping[str, set[str]], owner: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Both sides in turn: if every source reaches all siblings inside a frame, the arrow ends at the frame."""
    for side in (1, 0):
        ends = {p[side] for p in pairs}
        others = {p[1 - side] for p in pairs}
        if len(ends) < 2 or len(pairs) != len(ends) * len(others):
            continue
        same = siblings[owner[next(iter(ends))]] if next(iter(ends)) in owner else set()
        for frame in frames:
            whole = ends <= frame.boxes and (same & frame.boxes) == ends
            if whole and not others & frame.boxes and not others & {frame.id}:
                pairs = list(dict.fromkeys((a, frame.id) if side else (frame.id, b) for a, b in pairs))
                break
    return pairs


def _gathered(found: list[Arrow], frame: Frame, side: str, log: list[str]) -> list[Arrow]:
    """Arrows of a kind between one end and everything in a frame, whatever it is, become one at the frame."""
    other = "source" if side == "target" else "target"
    families: dict[tuple[str, RelationKind, str, str, str], list[Arrow]] = defaultdict(list)
    for a in found:
        if getattr(a, side) in frame.boxes and getattr(a, other) not in frame.boxes:
            families[getattr(a, other), a.kind, a.label, a.from_label, a.to_label].append(a)
    for family in families.values():
        if len(family) > 1 and {getattr(a, side) for a in family} == frame.boxes:
            pairs = tuple(p for a in family for p in a.pairs or ((a.source, a.target),))
            relations = tuple(dict.fromkeys(r for a in family for r in a.relations))
            parts = tuple(part for a in family for part in a.parts or (a,))
            one = replace(family[0], relations=relations, pairs=pairs, parts=parts, **{side: frame.id})  # type: ignore[arg-type]
            found = [one if a is family[0] else a for a in found if a is family[0] or a not in family]
            log.append(f"{', '.join(relations)}: drawn as one arrow at the frame around their ends")
    return found


def _drawn(
    relation: Relation, ends: list[tuple[str, str]], pairs: list[tuple[str, str]], frames: Frames
) -> list[Arrow]:
    """Arrows between these ends, those at frames made from such between boxes."""
    sources, targets = {a for a, _ in ends}, {b for _, b in ends}
    complete = len(ends) > 1 and len(ends) == len(sources) * len(targets)
    one = Arrow(
        id=relation.id,
        relations=(relation.id,),
        kind=relation.kind,
        source="",
        target="",
        label=relation.label,
        from_label=relation.from_label,
        to_label=relation.to_label,
        title=_title(relation),
    )
    bundle = relation.id if complete and len(sources) > 1 and len(targets) > 1 else ""
    found = []
    for k, (a, b) in enumerate(ends, start=1):
        mine = [(x, y) for x, y in pairs if x in frames.get(a, (a,)) and y in frames.get(b, (b,))]
        mine = [] if mine == [(a, b)] else mine
        parts = tuple(replace(one, source=x, target=y) for x, y in mine)
        id = f"{relation.id}--{k}" if len(ends) > 1 else relation.id
        found.append(replace(one, id=id, source=a, target=b, bundle=bundle, pairs=tuple(mine), parts=parts))
    return found


def _merged(found: list[Arrow], log: list[str]) -> tuple[Arrow, ...]:
    """One arrow for relations of a kind between the same two ends, and a pair of opposite ones gets two heads; those
    with words and those without stay apart, for the words would speak for all."""
    kept: dict[tuple[str, str, RelationKind, bool], Arrow] = {}
    for arrow in found:
        key = (arrow.source, arrow.target, arrow.kind, bool(arrow.label))
        back = (arrow.target, arrow.source, *key[2:])
        if key in kept:
            kept[key] = _with(kept[key], arrow, arrow.pairs)
            log.append(f"{arrow.id} shares its arrow with {kept[key].id}")
        elif back in kept and not arrow.bundle:
            turned = replace(arrow, from_label=arrow.to_label, to_label=arrow.from_label)
            kept[back] = replace(_with(kept[back], turned, tuple((b, a) for a, b in arrow.pairs)), both=True)
            log.append(f"{arrow.id} is the other head of {kept[back].id}")
        else:
            kept[key] = arrow
    return tuple(kept.values())


def _with(first: Arrow, other: Arrow, pairs: tuple[tuple[str, str], ...]) -> Arrow:
    """The first arrow with what the other stands for, and its words."""
    relations, label = first.relations + other.relations, _joined(first.label, other.label)
    ends = _joined(first.from_label, other.from_label), _joined(first.to_label, other.to_label)
    parts = _by_ends(first.parts + other.parts)
    pairs = tuple(dict.fromkeys(first.pairs + pairs))
    one = replace(first, relations=relations, label=label, pairs=pairs, parts=parts)
    return replace(one, from_label=ends[0], to_label=ends[1])


def _by_ends(parts: tuple[Arrow, ...]) -> tuple[Arrow, ...]:
    """What an arrow at a frame is made from: one arrow for what leads from box to box, with two heads for both ways."""
    return _merged([replace(p, id=f"{k}") for k, p in enumerate(parts)], []) if parts else ()


def between_components(relations: Iterable[Relation]) -> tuple[Arrow, ...]:
    """Where a view has no instances: one arrow for relations of a kind between the same two components."""
    return between_ends({r: [(r.source.id, r.target.id)] for r in relations})


def between_ends(relations: Mapping[Relation, Iterable[tuple[str, str]]]) -> tuple[Arrow, ...]:
    """One arrow for relations of a kind between the same two boxes or frames."""
    kept: dict[tuple[str, str, RelationKind, bool], Arrow] = {}
    for r, ends in relations.items():
        for k, (source, target) in enumerate(ends):
            id = f"{r.id}--{k + 1}" if k else r.id
            one = Arrow(id, (r.id,), r.kind, source, target, r.label)
            one = replace(one, from_label=r.from_label, to_label=r.to_label)
            key = (source, target, r.kind, bool(r.label))
            kept[key] = _with(kept[key], one, ()) if key in kept else replace(one, title=_title(r))
    return tuple(kept.values())


def at_places(links: Iterable[PlaceLink], frames: Collection[str]) -> tuple[Arrow, ...]:
    """Arrows that end at the frame of a place, where both ends are drawn: at one of these frames, or at a box."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    relations = {link.relation.id: link.relation for link in links}
    for link in links:
        found[link.relation.id].append((end_id(link.source), end_id(link.target)))
    return tuple(
        Arrow(
            id=f"{id}--{k}" if len(pairs) > 1 else id,
            relations=(id,),
            kind=relations[id].kind,
            source=a,
            target=b,
            label=relations[id].label,
            from_label=relations[id].from_label,
            to_label=relations[id].to_label,
            title=_title(relations[id]),
        )
        for id, pairs in found.items()
        for k, (a, b) in enumerate(pairs, start=1)
        if {a, b} <= {*frames}
    )


def end_id(end: Instance | Place) -> str:
    """The id of the box or frame of an end."""
    return end.id if isinstance(end, Instance) else frame_id(end)


def frame_id(place: Place) -> str:
    return f"place--{place.id}"


def _title(relation: Relation | PlaceRelation) -> str:
    return " · ".join(part for part in (relation.says or relation.label, relation.encryption) if part)


def _joined(*labels: str) -> str:
    """All words that there are, each once."""
    return ", ".join(dict.fromkeys(filter(None, labels)))
