"""A placed view to one in which the doors of a network stand at its border: gateways, attachments, endpoints.

AWS draws them across the border. Here the icon touches it from the inside, left, right or above, and the words follow:
what a border cuts is hard to read. A border is that of the network, or of the zone or subnet that the door stands in:
AWS's diagrams have a NAT gateway in its public subnet, and a reader looks for it there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from archdeck.canvas import Rect
from archdeck.layout.cells import Frame, Span
from archdeck.layout.grid import Grid
from archdeck.layout.placed import Placed, PlacedBox, PlacedFrame
from archdeck.layout.titles import elsewhere, with_clear_titles
from archdeck.views import Box, View

NETWORKS = frozenset({"vpc", "zone", "public-subnet", "private-subnet", "subnet"})  # frames whose border has doors
INSET = 0.35  # between the border and the words, in sizes of the text
BESIDE = 0.9  # between a title and a door beside it, in sizes of the text: an arrow leaves between them
CLOSE = 2.0  # pixels between a door and other things, where there is no room for more
ROUNDED = 0.05  # pixels by which a door may be off because of rounding
THERE = 1.0  # pixels that a door which stands at a border may be off it
BENT = 300.0  # pixels of a way that a straight arrow is worth, which would be bent
ROUND = 120.0  # pixels of a way that it counts if a door leaves its row and column
UNLIKE = 150.0  # and if it stands at another side than the same door in another zone


def with_doors(view: View, table: Grid, placed: Placed) -> Placed:
    """Doors that are the outermost of their row moved to the border, on the side of what they lead to; others to the
    place at the border to which the way is short and bends the fewest arrows."""
    like: dict[tuple[str, str], str] = {}
    for box in view.boxes:
        if home := home_of(box, placed):
            key = (box.component, home.frame.group.kind)
            task = _Task(view, placed, box.id, home, like.get(key, ""))
            if found := _spot_of(task, _side(view, table, box.id, home.frame)):
                spot, title = found
                frames = {**placed.frames, home.frame.key: title}
                placed = replace(placed, boxes={**placed.boxes, box.id: spot.box}, frames=frames)
                like.setdefault(key, spot.side)
    return with_clear_titles(view, placed)


def _spot_of(task: _Task, side: str) -> tuple[_Spot, PlacedFrame] | None:
    """Where a door goes, and its home with a title that makes way for it; None where it stands at the border already,
    or where there is no room."""
    home = task.home
    if side and (spot := task.straight(side)):
        return spot, home
    if off_border(task.placed.boxes[task.door].icon, home.rect) < THERE:
        return None
    if spot := task.nearest():
        return spot, home
    bare = replace(home, title_rect=None, sign=None)
    placed = replace(task.placed, frames={**task.placed.frames, home.frame.key: bare})
    spot = replace(task, placed=placed, home=bare).nearest() if home.title_rect else None
    if spot is None:
        return None
    moved = replace(placed, boxes={**placed.boxes, task.door: spot.box})
    return next(((spot, title) for title in elsewhere(home, moved, [])), None)


def home_of(box: Box, placed: Placed) -> PlacedFrame | None:
    """The frame whose border a door belongs to: the network, zone or subnet that it stands in."""
    frame = placed.frames.get(box.group or "") if box.at_border else None
    return frame if frame and frame.frame.group.kind in NETWORKS else None


def off_their_border(view: View, placed: Placed) -> dict[str, float]:
    """The doors that do not stand at the border they belong to, and how many pixels they are off it."""
    homes = {box.id: home for box in view.boxes if (home := home_of(box, placed))}
    off = {door: off_border(placed.boxes[door].icon, home.rect) for door, home in homes.items()}
    return {door: pixels for door, pixels in off.items() if pixels > THERE}


def off_border(icon: Rect, border: Rect) -> float:
    """How many pixels the icon of a door is off a border, left, right or above: below the icon are its words, which
    would stand outside at the lower one."""
    return min(abs(icon.x - border.x), abs(border.right - icon.right), abs(icon.y - border.y))


@dataclass(frozen=True)
class _Spot:
    """A place of a door at a border, and what it costs."""

    cost: float
    side: str
    box: PlacedBox


@dataclass(frozen=True)
class _Task:
    """A door that is to stand at the border of its home; `like` is the side at which the same door stands in another
    one."""

    view: View
    placed: Placed
    door: str
    home: PlacedFrame
    like: str

    def straight(self, side: str) -> _Spot | None:
        """At this side, in its row or column, if nothing stands there."""
        spot = self._spot(side, 0.0, 0.0)
        return spot if self._is_free(spot.box, 0.0) else None

    def nearest(self) -> _Spot | None:
        """At the border, where it costs the least; close to other things if there is no room for air."""
        for air in (self.placed.sizes.px * INSET, CLOSE):
            spots = [spot for spot in self._spots(air) if self._is_free(spot.box, air)]
            if spots:
                return min(spots, key=lambda spot: spot.cost)
        return None

    def _spots(self, air: float) -> Iterator[_Spot]:
        """Places at every side: in the row or column of the door, in those of what it is connected with, and beside
        what stands in the way."""
        now, border = self.placed.boxes[self.door], self.home.rect
        others = [self.placed.boxes[p].icon for p in _partners(self.view, self.door) if p in self.placed.boxes]
        things = [*self._things(), *self._titles()]
        by_y = {0.0, *(icon.y - now.icon.y for icon in others)}
        by_y |= {y - now.rect.y for r in things for y in (r.y - air - now.rect.h - 0.1, r.bottom + air + 0.1)}
        for side, y in product(("left", "right"), sorted(by_y)):
            if border.y <= now.rect.y + y and now.rect.bottom + y <= border.bottom:
                yield self._spot(side, 0.0, y)
        by_x = {0.0, *(icon.x - now.icon.x for icon in others)}
        by_x |= {x - now.rect.x for r in things for x in (r.x - air - now.rect.w - 0.1, r.right + air + 0.1)}
        for x in sorted(by_x):
            if border.x <= now.rect.x + x and now.rect.right + x <= border.right:
                yield self._spot("top", x, 0.0)

    def _spot(self, side: str, x: float, y: float) -> _Spot:
        now = self.placed.boxes[self.door]
        moved = _at(_moved(now, x, y), self.home.rect, side, self.placed.sizes.px)
        here, there = now.icon, moved.icon
        way = abs(there.x - here.x) + abs(there.y - here.y)
        partners = [self.placed.boxes[p].icon for p in _partners(self.view, self.door) if p in self.placed.boxes]
        bent = sum(_in_line(p, here) and not _in_line(p, there) for p in partners)
        free = self._is_clear(_around(now.rect, moved.rect), 0.0)
        cost = way + BENT * bent + UNLIKE * (self.like not in ("", side))
        return _Spot(cost + ROUND * (bool(x or y) or not free), side, moved)

    def _is_free(self, box: PlacedBox, air: float) -> bool:
        """Whether a door in this place is in all of its frames, and clear of everything else there."""
        parts = [box.icon, *(rect for _, rect in box.lines)]
        mine = [f.rect.grow(ROUNDED) for f in self.placed.frames.values() if self.door in f.frame.boxes]
        return all(f.holds(part) for f in mine for part in parts) and self._is_clear(box.rect, air)

    def _is_clear(self, spot: Rect, air: float) -> bool:
        return not any(map(spot.grow(air).meets, self._things())) and not any(map(spot.meets, self._titles()))

    def _things(self) -> list[Rect]:
        """The boxes and frames at its home beside it."""
        placed, border = self.placed, self.home.rect
        boxes = [b.rect for id, b in placed.boxes.items() if id != self.door and b.rect.meets(border)]
        return boxes + [
            f.rect for f in placed.frames.values() if self.door not in f.frame.boxes and f.rect.meets(border)
        ]

    def _titles(self) -> list[Rect]:
        air = self.placed.sizes.px * BESIDE
        frames = self.placed.frames.values()
        found = [r for f in frames for r in (f.title_rect, f.sign) if r and self.home.rect.meets(r)]
        return [Rect(r.x - air, r.y, r.w + 2 * air, r.h) for r in found]


def _side(view: View, table: Grid, door: str, network: Frame) -> str:
    """The side on which something outside is connected with a door, if nothing stands between the door and it."""
    column, row = table.cells[door]
    s = network.span
    inner = [f.span for f in table.frames if f.boxes < network.boxes and f.span.top <= row <= f.span.bottom]
    cells = [c.column for box, c in table.cells.items() if box in network.boxes and box != door and c.row == row]
    outer = [_columns(table, end) for end in _partners(view, door) - network.boxes - {network.group.id}]
    if any(right < s.left for _, right in outer):
        free = all(c > column for c in cells) and all(f.left > column for f in inner)
        return "left" if free else ""
    if any(left > s.right for left, _ in outer):
        free = all(c < column for c in cells) and all(f.right < column for f in inner)
        return "right" if free else ""
    return ""


def _partners(view: View, door: str) -> set[str]:
    return {a.target if a.source == door else a.source for a in view.arrows if door in (a.source, a.target)}


def _columns(table: Grid, end: str) -> tuple[int, int]:
    """The first and the last column of what an arrow ends at."""
    spans: Mapping[str, Span] = {f.group.id: f.span for f in table.frames}
    return (table.cells[end].column,) * 2 if end in table.cells else (spans[end].left, spans[end].right)


def _in_line(one: Rect, other: Rect) -> bool:
    """Whether the middles of two icons are in one row or column."""
    return abs(one.centre.y - other.centre.y) < THERE or abs(one.centre.x - other.centre.x) < THERE


def _around(one: Rect, other: Rect) -> Rect:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Rect(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _at(placed: PlacedBox, border: Rect, side: str, px: float) -> PlacedBox:
    """A door at a side of its network: its words end there, too."""
    icon, inset = placed.icon, px * INSET
    by_x = {"left": border.x - icon.x, "right": border.right - icon.right}.get(side, 0.0)
    by_y = border.y - icon.y if side == "top" else 0.0

    def line(words: Rect) -> Rect:
        x = {"left": border.x + inset, "right": border.right - inset - words.w}.get(side, words.x)
        return Rect(x, words.y + by_y, words.w, words.h)

    lines = tuple((text, line(rect)) for text, rect in placed.lines)
    marks = tuple(Rect(m.x + by_x, m.y + by_y, m.w, m.h) for m in placed.marks)
    icon = Rect(icon.x + by_x, icon.y + by_y, icon.w, icon.h)
    parts = [icon, *(rect for _, rect in lines), *marks]
    left, right = min(r.x for r in parts), max(r.right for r in parts)
    rect = Rect(left, placed.rect.y + by_y, right - left, placed.rect.h)
    return replace(placed, icon=icon, lines=lines, marks=marks, rect=rect)


def _moved(placed: PlacedBox, x: float, y: float) -> PlacedBox:
    def by(r: Rect) -> Rect:
        return Rect(r.x + x, r.y + y, r.w, r.h)

    lines = tuple((text, by(rect)) for text, rect in placed.lines)
    return replace(placed, icon=by(placed.icon), lines=lines, marks=tuple(map(by, placed.marks)), rect=by(placed.rect))
