"""A view on its layout to its geometry: boxes, frames, arrows and words as they are painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from archdeck.answers import LANDSCAPE
from archdeck.canvas import (
    CORNER,
    LINES,
    EdgeShape,
    Geometry,
    GroupShape,
    Mark,
    NodeShape,
    Point,
    Words,
    fonts,
    frame_look,
)
from archdeck.layout.fold import folded
from archdeck.layout.frame import frame, panel
from archdeck.layout.gate import defects
from archdeck.layout.label import Lettering, letter
from archdeck.layout.laid import Layout, unpanelled, with_whole_frames
from archdeck.layout.left_out import joined_by, left_out, unlinked
from archdeck.layout.merging import CROWDS, TORN, TORN_APART, merge
from archdeck.layout.placed import PlacedBox, PlacedFrame
from archdeck.layout.signs import signed
from archdeck.layout.sizes import says_all
from archdeck.layout.wording import END
from archdeck.views import MADE_OF, ROOM, Arrow, Box, View, restated, without_rooms

TOO_SMALL = (
    "it holds more than fits at a readable size: leave something out (views: exclude), or split it into two views"
)

HASTY = (
    "it takes more work than a picture may, so more boxes are drawn as one than might have to be: leave something out "
    "(views: exclude), or split it into two views"
)

LEAVE_OUT = "leave one of them out (views: exclude)"
LARGER = "draw it on a larger sheet (archdeck render landscape --size a2)"

SHARP = 6.0  # pixels of a radius below which a corner stays one, for an arc would look like a slanted line

OUTGROWN = (
    "the cells that the file beside the model gives its boxes do not fit a slide any more, so all were found anew: "
    "run `archdeck arrange` again"
)


def geometry(view: View, shared: Layout) -> Geometry:
    """A view on a layout of its own or of another view with the same boxes and arrows."""
    view = view if any(b.hollow for b in shared.view.boxes) else without_rooms(view)
    whole = view
    view = folded(view) if shared.folded else view
    view = merge(view, shared.merged) if shared.merged else view
    view = restated(view, whole)
    view = with_whole_frames(view, shared.table)
    view = view if shared.view.panel or not view.panel else unpanelled(view, shared.view.foot_rows)
    lettering = letter(view, shared.placed, shared.routes)
    joined = joined_by(view)
    edges = tuple(_edge(a, shared, lettering, joined[a.id]) for a in view.arrows if a.id in shared.routes)
    top = frame(view, {e.kind for e in edges}, bool(lettering.connectors), shared.sheet)
    state = {g.id: g.state for g in view.groups}
    hollow = {b.id for b in view.boxes if b.hollow}
    drawn = Geometry(
        width=shared.sheet.width,
        height=shared.sheet.height,
        flow="TB" if view.down else "LR",
        title=view.title,
        description=describe(view),
        stage=view.stage,
        nodes=tuple(_node(b, shared.placed.boxes[b.id], lettering) for b in view.boxes if not b.hollow),
        groups=tuple(_group(f, shared, state, hollow) for f in shared.placed.frames.values()),
        edges=edges,
        panel=panel(view, shared.sheet),
        frame=top.words,
        legend=top.legend,
        chip=top.chip,
    )
    return signed(replace(drawn, left_out=left_out(view, drawn, [a.id for a in lost(shared)], whole)))


def notes(view: View, shared: Layout, drawn: Geometry) -> tuple[str, ...]:
    """What the picture leaves out and why (R14)."""
    missing = [f"{a.id}: a letter at both ends, for no way was found for a line" for a in lost(shared)]
    told = {entry.component for entry in drawn.panel}
    aside = ", ".join(entry.name for entry in shared.view.foot if entry.component not in told)
    unshown = [f"no room beside the drawing or at its foot: {aside}"] if aside else []
    hasty = [HASTY] if shared.hasty else []
    small = [] if shared.placed.fits else [TOO_SMALL]
    return (*view.left_out, *losses(view, shared, drawn), *missing, *unshown, *hasty, *small)


def losses(view: View, shared: Layout, drawn: Geometry) -> tuple[str, ...]:
    """Which frames and words of a view its picture does not have, or not in full."""
    empty = (
        [] if any(b.hollow for b in shared.view.boxes) else [b.id.removeprefix(ROOM) for b in view.boxes if b.hollow]
    )
    nowhere = {r for a in view.arrows for r in unlinked(view, a)} & {left.id for left in drawn.left_out}
    unled = [f"{left.id}: {left.why}" for left in drawn.left_out if left.id in nowhere]
    unframed = [f"{', '.join(empty)}: nothing runs there, and there is no room for an empty frame"] if empty else []
    merged = [said for said in shared.view.left_out if said not in view.left_out and said.endswith((TORN, TORN_APART))]
    many = [a for a in shared.view.arrows if a.counted]
    thick = [f"{a.id}: {len(a.pairs)} arrows are drawn as one; the table of relations has each" for a in many]
    dropped = [f"{a.id}: no room for the words {a.label!r}" for a in unspoken(shared, drawn)]
    at = {e.id: [words.text for words in e.labels if words.role == END] for e in drawn.edges}
    for a in shared.view.arrows:
        there = list(at.get(a.id, ()))
        for text in filter(None, (a.from_label, a.to_label)):
            if text in there:
                there.remove(text)
            else:
                dropped.append(f"{a.id}: no room for the words {text!r} at its end")
    return (*shared.table.left_out, *thick, *merged, *unframed, *unled, *dropped, *_cut(shared, drawn))


def _cut(shared: Layout, drawn: Geometry) -> Iterator[str]:
    """The words of arrows and the names of boxes that end before they say all."""
    labels = {a.id: a.label for a in shared.view.arrows}
    names = {g.id: g.label for g in shared.view.groups}
    for edge in drawn.edges:
        for words in edge.labels:
            if words.role != END and not says_all([words.text], labels.get(edge.id, words.text)):
                yield f"{edge.id}: no room for all of the words {labels[edge.id]!r}: {' '.join(words.text.split())!r}"
    for group in drawn.groups:
        title = group.label.text if group.label else ""
        name, made_of, below = names.get(group.id, "").partition(MADE_OF)
        told = not made_of or says_all([title.replace(MADE_OF, "")], name + below)
        if title.endswith("…") or not told:
            yield f"{group.id}: no room for all of its title: {names.get(group.id, title)!r}"
    for node in drawn.nodes:
        for words in node.labels:
            if words.text.endswith("…") and words.text not in node.title:
                yield f"{node.id}: no room for all of its name: {words.text!r}"


def unspoken(shared: Layout, drawn: Geometry) -> list[Arrow]:
    """The arrows whose words stand nowhere, not even on a stretch that they share with another one of their bundle."""
    said = {e.id for e in drawn.edges if e.words_at}
    return [a for a in shared.view.arrows if a.label and a.id not in said]


def outgrown(view: View, shared: Layout) -> tuple[str, ...]:
    """What is said of an environment whose boxes do not stand in the cells that they are given."""
    return (OUTGROWN,) if shared.outgrown and view.id == view.environment else ()


def warnings(shared: Layout, drawn: Geometry, kind: str = "") -> tuple[str, ...]:
    """What keeps a picture off a slide, and what to do about it: of a landscape no model leaves anything out."""
    advice = LARGER if kind == LANDSCAPE else ""
    said = "is drawn as a letter at both ends, for no way was found for a line"
    letters = (f"the arrow {a.id} {said}; {advice or LEAVE_OUT}" for a in lost(shared))
    return (*letters, *(str(replace(d, advice=advice) if advice else d) for d in defects(drawn)))


def lost(shared: Layout) -> list[Arrow]:
    """The arrows for which no way was found."""
    return [a for a in shared.view.arrows if a.id not in shared.routes]


def describe(view: View) -> str:
    """The picture in a sentence or two, for readers who do not see it."""
    boxes = [b for b in view.boxes if not b.hollow]
    whole = view.kind == LANDSCAPE  # of systems, whose last line says how large they are
    copies = {b.id for b in boxes if view.kind == "component" and b.id != b.component}  # whose last line is a place
    names = {b.id: b.name if whole or b.id in copies else b.lines[-1] for b in boxes}
    names |= {g.id: g.label for g in view.groups}
    arrows = "; ".join(f"{names[a.source]} to {names[a.target]}" for a in view.arrows[:12])
    more = f" and {len(view.arrows) - 12} more" if len(view.arrows) > 12 else ""
    return (
        " ".join(f"{text.rstrip('.')}." for text in (view.title, view.subtitle) if text)
        + f" {len(boxes)} {'boxes' if whole or copies else 'components'}"
        + (f", connected: {arrows}{more}." if arrows else ".")
    )


def _node(box: Box, placed: PlacedBox, lettering: Lettering) -> NodeShape:
    px = placed.lines[0][1].h / fonts.LINE_HEIGHT if placed.lines else 16.0
    return NodeShape(
        id=box.id,
        component=box.component,
        icon=box.icon,
        box=placed.icon,
        labels=tuple(Words(text, rect, round(px, 2)) for text, rect in placed.lines),
        marks=tuple(Mark(m[0], m[1], rect, m[2]) for m, rect in zip(box.marks, placed.marks, strict=True)),
        badge=lettering.box_badges.get(box.id),
        connector=lettering.connectors.get(box.id),
        stands_for=box.stands_for or (box.id,),
        title=box.title,
        dimmed=box.dimmed,
        stacked=box.id.startswith(CROWDS),
        state=box.state,
        note=box.note,
    )


def _group(placed: PlacedFrame, shared: Layout, state: Mapping[str, str], hollow: Set[str]) -> GroupShape:
    group = placed.frame.group
    look = frame_look(group.kind, group.provider)
    px = shared.placed.sizes.px
    label = Words(placed.title, placed.title_rect, px, bold=True, colour=look.text) if placed.title_rect else None
    parent = group.parent if group.parent in shared.placed.frames else None
    return GroupShape(
        id=placed.frame.key,
        place=group.place,
        kind=group.kind,
        parent=parent,
        overlay=group.overlay,
        members=tuple(sorted(placed.frame.boxes - hollow)),
        box=placed.rect,
        label=label,
        icon=group.sign,
        provider=group.provider,
        icon_box=placed.sign,
        state=state.get(group.id, ""),
        places=group.places or ((group.place,) if group.place else ()),
    )


def _edge(arrow: Arrow, shared: Layout, lettering: Lettering, joined: tuple[str, ...]) -> EdgeShape:
    label, badge = lettering.labels.get(arrow.id), lettering.badges.get(arrow.id)
    if label:
        label = replace(label, colour=LINES[arrow.kind].colour)
    ends = (replace(words, colour=LINES[arrow.kind].colour) for words in lettering.ends.get(arrow.id, ()))
    return EdgeShape(
        id=arrow.id,
        relations=joined,
        kind=arrow.kind.value,
        source=arrow.source,
        target=arrow.target,
        points=rounded(shared.routes[arrow.id].points),
        labels=(*([label] if label else []), *ends),
        words_at=lettering.words_at.get(arrow.id, ""),
        badge=badge,
        bundle=arrow.bundle,
        both=arrow.both,
        title=arrow.title,
        dimmed=arrow.dimmed,
        state=arrow.state,
    )


def rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The corners cut by three points on an arc, as they are painted."""
    out = [points[0]]
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        into = max(abs(b.x - a.x), abs(b.y - a.y))
        away = max(abs(c.x - b.x), abs(c.y - b.y))
        r = min(CORNER, into / 2, away / 2)
        if r < SHARP:
            out.append(b)
            continue
        start = Point(b.x + (a.x - b.x) / into * r, b.y + (a.y - b.y) / into * r)
        end = Point(b.x + (c.x - b.x) / away * r, b.y + (c.y - b.y) / away * r)
        middle = Point((start.x + 2 * b.x + end.x) / 4, (start.y + 2 * b.y + end.y) / 4)
        out += [start, middle, end]
    return (*out, points[-1])
