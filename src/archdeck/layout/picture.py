"""A view to its geometry: table, places, routes, words and frame, in that order; views of one layout share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from archdeck.canvas import (
    CORNER,
    FRAMES,
    LINES,
    EdgeShape,
    Geometry,
    GroupShape,
    Mark,
    NodeShape,
    Point,
    Rect,
    Words,
    fonts,
)
from archdeck.layout.arrangements import starts
from archdeck.layout.condense import CROWDS, Merged, condensed, merge
from archdeck.layout.doors import with_doors
from archdeck.layout.fold import folded
from archdeck.layout.frame import HEIGHT, WIDTH, frame, panel, panel_room
from archdeck.layout.gate import defects
from archdeck.layout.grid import Grid, tables
from archdeck.layout.label import Lettering, letter
from archdeck.layout.place import AREA, Placed, PlacedBox, PlacedFrame, fits, least_width, place
from archdeck.layout.route import Route, families, route
from archdeck.layout.signs import signed
from archdeck.layout.sizes import FINE, GOOD
from archdeck.layout.straight import straightened
from archdeck.views import Arrow, Box, View, restated

TOO_SMALL = (
    "it holds more than fits at a readable size: leave something out (views: exclude), or split it into two views"
)
LARGE = 60  # boxes of a view that takes so long that fewer tries must do
MORE_ROWS = (3, 1, 0)  # that may open where arrows then run straighter
FOOT = 36.0  # pixels below the drawing that are free where there is neither legend nor source
TRIES = (18, 21)  # sizes of text for which a view is drawn with less in it, where the picture is not fit for a slide


@dataclass(frozen=True)
class Layout:
    """Where everything of a view stands and how its arrows run; frames of a walk-through share one. `merged` says which
    boxes are drawn as one."""

    view: View
    table: Grid
    placed: Placed
    routes: Mapping[str, Route]
    folded: bool = False
    merged: Merged = field(default_factory=dict)


def layout(view: View) -> Layout:
    """Table, places and routes of a view; of tables of several shapes, the one that gives the larger text. Where that
    is not fit for a slide, with larger text and less in it, the best of some tries."""
    found: list[tuple[int, Layout]] = []
    for px in (FINE, *TRIES) if len(view.boxes) <= LARGE else (FINE, TRIES[-1]):
        one = roomy(view, px)
        one = replace(one, routes=route(one.view, one.placed))
        found.append((len(_lost(one)) + len(defects(geometry(view, one))), one))
        if not found[-1][0]:
            break
    return min(found, key=lambda f: f[0])[1]


def roomy(view: View, px: int = FINE) -> Layout:
    """A view without its arrows' ways: as it is, with sites beside each other if that is possible; or with less, as far
    as it takes for text of this size."""
    variants = list(_variants(view))
    beside = [(starts(one)[0], is_folded) for one, is_folded in variants]
    above = [found for found, other in zip(variants, beside, strict=True) if found[0] is not other[0]]
    for one, is_folded in (*beside, *above):
        if would_fit(one, px):
            return _best(one, _area(one), is_folded)
    found = []
    if not view.down:
        bare, is_folded = variants[-1]
        less, merged = condensed(bare, lambda v: any(would_fit(one, px) for one in starts(v)))
        found = [replace(_best(less, _area(less), is_folded), merged=merged)]
        if found[0].placed.sizes.px >= px:
            return found[0]
    found = [_best(one, _area(one), is_folded) for one, is_folded in variants] + found
    return max(found, key=lambda one: _readable(one.placed))


def _variants(view: View) -> Iterator[tuple[View, bool]]:
    """The view, with zones folded, without its side panel, and without either: as much of it as there is room for."""
    for one in (view, unpanelled(view)) if view.panel else (view,):
        yield one, False
        if (less := folded(one)) is not one:
            yield less, True


def would_fit(view: View, px: int = FINE) -> bool:
    """Whether all of a view can be drawn with text of this size."""
    return any(True for _ in _fitting(view, px, _area(view)))


def _fitting(view: View, px: int, area: Rect) -> Iterator[Grid]:
    """The tables in which a view can be drawn with text of this size."""
    for table in tables(view, lambda shaped: least_width(shaped, px) <= area.w):
        if fits(_with_whole_frames(view, table), table, px, area):
            yield table


def _area(view: View) -> Rect:
    inset = 0.0 if view.groups else 36.0
    foot = 0.0 if view.arrows or view.source else FOOT
    return Rect(AREA.x, AREA.y + inset, AREA.w - panel_room(view), AREA.h - 2 * inset + foot)


def unpanelled(view: View) -> View:
    """Without its side panel, which the page of the picture has too."""
    said = f"the side panel is left out, for there is no room: {', '.join(e.name for e in view.panel)}"
    return replace(view, panel=(), unshown=len(view.panel), left_out=(*view.left_out, said))


def _best(view: View, area: Rect, is_folded: bool) -> Layout:
    """The view in the table that gives the largest text: with sites beside each other, if that can be read."""
    found: list[Layout] = []
    for start in starts(view):
        found = list(_tried(start, _fitting(start, FINE, area), area, is_folded))
        if found:
            break
    for start in () if found else starts(view):
        found += _tried(start, tables(start), area, is_folded)
    best = max(found, key=lambda one: _readable(one.placed))
    return _straight(best, view, area) if best.placed.fits and not view.down else best


def _tried(view: View, offered: Iterable[Grid], area: Rect, is_folded: bool) -> Iterator[Layout]:
    """The view in these tables; in no more after one with text of a good size."""
    for table in offered:
        whole = _with_whole_frames(view, table)
        placed = with_doors(whole, table, place(whole, table, area))
        yield Layout(whole, table, placed, {}, is_folded)
        if placed.sizes.px >= GOOD:
            break


def _straight(one: Layout, view: View, area: Rect) -> Layout:
    """The same with straighter arrows; in more rows, where the text stays as large as it has to be."""
    for more in MORE_ROWS:
        table = straightened(one.view, one.table, more)
        whole = _with_whole_frames(view, table)
        placed = with_doors(whole, table, place(whole, table, area))
        if placed.fits and min(placed.sizes.px, FINE) >= min(one.placed.sizes.px, FINE):
            return replace(one, view=whole, table=table, placed=placed)
    return one


def _readable(placed: Placed) -> tuple[float, float]:
    """Text up to a good size counts first, then the icons."""
    return min(placed.sizes.px, GOOD), placed.sizes.icon


def geometry(view: View, shared: Layout) -> Geometry:
    """A view on a layout of its own or of another view with the same boxes and arrows."""
    whole = view
    view = folded(view) if shared.folded else view
    view = merge(view, shared.merged) if shared.merged else view
    view = restated(view, whole)
    view = _with_whole_frames(view, shared.table)
    view = view if shared.view.panel or not view.panel else unpanelled(view)
    lettering = letter(view, shared.placed, shared.routes)
    edges = tuple(_edge(a, shared, lettering) for a in view.arrows if a.id in shared.routes)
    top = frame(view, {e.kind for e in edges}, bool(lettering.connectors))
    state = {g.id: g.state for g in view.groups}
    drawn = Geometry(
        width=WIDTH,
        height=HEIGHT,
        flow="TB" if view.down else "LR",
        title=view.title,
        description=describe(view),
        stage=view.stage,
        nodes=tuple(_node(b, shared.placed.boxes[b.id], lettering) for b in view.boxes),
        groups=tuple(_group(f, shared, state) for f in shared.placed.frames.values()),
        edges=edges,
        panel=panel(view),
        frame=top.words,
        legend=top.legend,
        chip=top.chip,
    )
    return signed(drawn)


def notes(view: View, shared: Layout, drawn: Geometry) -> tuple[str, ...]:
    """What the picture leaves out and why (R14)."""
    missing = [f"{a.id}: a letter at both ends, for no way was found for a line" for a in _lost(shared)]
    said = {e.id for e in drawn.edges if e.labels}
    family = families(shared.view.arrows)
    spoken = {(a.label, family[a.id]) for a in shared.view.arrows if a.id in said}
    dropped = [
        f"{a.id}: no room for the words {a.label!r}"
        for a in shared.view.arrows
        if a.label and (a.label, family[a.id]) not in spoken
    ]
    small = [] if shared.placed.fits else [TOO_SMALL]
    return (*view.left_out, *shared.table.left_out, *missing, *dropped, *small)


def warnings(shared: Layout, drawn: Geometry) -> tuple[str, ...]:
    """What keeps a picture off a slide, and what to do about it."""
    said = "is drawn as a letter at both ends, for no way was found for a line; leave one of them out (views: exclude)"
    return (*(f"the arrow {a.id} {said}" for a in _lost(shared)), *map(str, defects(drawn)))


def _lost(shared: Layout) -> list[Arrow]:
    return [a for a in shared.view.arrows if a.id not in shared.routes]


def describe(view: View) -> str:
    """The picture in a sentence or two, for readers who do not see it."""
    names = {b.id: b.words[-1] for b in view.boxes} | {g.id: g.label for g in view.groups}
    arrows = "; ".join(f"{names[a.source]} to {names[a.target]}" for a in view.arrows[:12])
    more = f" and {len(view.arrows) - 12} more" if len(view.arrows) > 12 else ""
    return (
        " ".join(f"{text.rstrip('.')}." for text in (view.title, view.subtitle) if text)
        + f" {len(view.boxes)} components"
        + (f", connected: {arrows}{more}." if arrows else ".")
    )


def _with_whole_frames(view: View, table: Grid) -> View:
    """Arrows that end at an overlay which is not drawn in one piece go back to the boxes that they stand for."""
    whole = {f.group.id for f in table.frames if f.key == f.group.id}
    boxes = set(table.cells)
    arrows: list[Arrow] = []
    for a in view.arrows:
        if all(end in boxes or end in whole for end in (a.source, a.target)):
            arrows.append(a)
        else:
            arrows += [
                replace(a, id=f"{a.id}--{k}", source=s, target=t, pairs=(), step=a.step if k == 1 else "")
                for k, (s, t) in enumerate(a.pairs, start=1)
            ]
    return replace(view, arrows=tuple(arrows))


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
        title=box.title,
        dimmed=box.dimmed,
        stacked=box.id.startswith(CROWDS),
        state=box.state,
        note=box.note,
    )


def _group(placed: PlacedFrame, shared: Layout, state: Mapping[str, str]) -> GroupShape:
    look = FRAMES[placed.frame.group.kind]
    group = placed.frame.group
    px = shared.placed.sizes.px
    label = Words(placed.title, placed.title_rect, px, bold=True, colour=look.text) if placed.title_rect else None
    parent = group.parent if group.parent in shared.placed.frames else None
    return GroupShape(
        id=placed.frame.key,
        place=group.place,
        kind=group.kind,
        parent=parent,
        overlay=group.overlay,
        members=tuple(sorted(placed.frame.boxes)),
        box=placed.rect,
        label=label,
        icon=look.icon,
        icon_box=placed.sign,
        state=state.get(group.id, ""),
    )


def _edge(arrow: Arrow, shared: Layout, lettering: Lettering) -> EdgeShape:
    label, badge = lettering.labels.get(arrow.id), lettering.badges.get(arrow.id)
    if label:
        label = replace(label, colour=LINES[arrow.kind].colour)
    return EdgeShape(
        id=arrow.id,
        relations=arrow.relations,
        kind=arrow.kind.value,
        source=arrow.source,
        target=arrow.target,
        points=rounded(shared.routes[arrow.id].points),
        labels=(label,) if label else (),
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
        start = Point(b.x + (a.x - b.x) / into * r, b.y + (a.y - b.y) / into * r)
        end = Point(b.x + (c.x - b.x) / away * r, b.y + (c.y - b.y) / away * r)
        middle = Point((start.x + 2 * b.x + end.x) / 4, (start.y + 2 * b.y + end.y) / 4)
        out += [start, middle, end]
    return (*out, points[-1])
