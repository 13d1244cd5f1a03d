"""A view to its table: which column and which row every box stands in, and what each frame spans (rules R0, R3 to R6).

Rows come from the nesting of the frames. A frame is a block of rows; zones stand above each other; other siblings stand
side by side where their columns allow it, else above each other; what belongs to a network but to no zone gets a lane
between its zones, on which the request path runs as one straight line; what stands aside gets a lane above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum

from archdeck.language import Lane, RelationKind
from archdeck.layout.arrangements import SHAPES
from archdeck.layout.cells import Cell, Frame, Span, span_of
from archdeck.layout.overlays import overlay_frames
from archdeck.layout.written import by_rank, written_order
from archdeck.views import Box, Group, View, boxes_inside, members

ZONE = "zone"
EVEN = frozenset({"public-subnet", "private-subnet", "subnet"})  # kinds of frames that are as high as their neighbours


@dataclass(frozen=True)
class Grid:
    """Cells and frames with columns and rows counted from 0 without holes; `main` is the row of the request path."""

    cells: Mapping[str, Cell]
    frames: tuple[Frame, ...]
    columns: int
    rows: int
    main: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Block:
    """Rows of a frame under construction, counted from 0."""

    height: int
    main: int
    cells: Mapping[str, Cell] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)

    def moved(self, by: Callable[[int], int], height: int) -> _Block:
        return _Block(
            height,
            by(self.main),
            {b: Cell(c, by(r)) for b, (c, r) in self.cells.items()},
            {g: Span(s.left, s.right, by(s.top), by(s.bottom)) for g, s in self.spans.items()},
        )

    def opened(self, at: int) -> _Block:
        """With an empty row before row `at`; frames across it grow."""
        return self.moved(lambda row: row + (row >= at), self.height + 1)

    def beside(self, other: _Block) -> _Block:
        return _Block(
            max(self.height, other.height), self.main, {**self.cells, **other.cells}, {**self.spans, **other.spans}
        )

    @property
    def columns(self) -> tuple[int, int]:
        found = [c for c, _ in self.cells.values()]
        return min(found), max(found)

    def free(self, cell: Cell) -> bool:
        return cell not in self.cells.values() and not any(s.holds(*cell) for s in self.spans.values())


def grid(view: View, shape: str = "narrow") -> Grid:
    """The table of a view, in one of several shapes: see SHAPES."""
    for change in SHAPES[shape]:
        view = change(view)
    return _Gridder(view).grid()


def framed(view: View, cells: Mapping[str, Cell], main: int) -> Grid:
    """The table of a view of which the cells are known."""
    return _Gridder(view).framed(cells, main)


def tables(view: View, worth: Callable[[View], bool] = bool) -> Iterator[Grid]:
    """The tables of a view in all shapes that differ and that are worth it."""
    seen, known = set(), _Relations(view)
    for changes in SHAPES.values():
        shaped = view
        for change in changes:
            shaped = change(shaped)
        columns = tuple(b.column for b in shaped.boxes)
        if columns not in seen and worth(shaped):
            yield _Gridder(shaped, known).grid()
        seen.add(columns)


class _Relations:
    """What a view says of its boxes and frames, whatever columns they stand in."""

    def __init__(self, view: View):
        self.boxes = {b.id: b for b in view.boxes}
        self.places = [g for g in view.groups if not g.overlay]
        self.kids: dict[str | None, list[Group]] = defaultdict(list)
        self.own: dict[str | None, list[Box]] = defaultdict(list)
        for group in self.places:
            self.kids[group.parent].append(group)
        for box in view.boxes:
            self.own[box.group].append(box)
        self.inside = boxes_inside(self.places, view.boxes)
        self.partners = self._partners(view)
        self.overlays = sorted((frozenset(g.boxes) for g in view.groups if g.overlay), key=len, reverse=True)
        self.copies = {frozenset((a.source, a.target)) for a in view.arrows if a.kind is RelationKind.REPLICATION}

    def _partners(self, view: View) -> dict[str, list[str]]:
        """The boxes that each box is connected with; an arrow at a frame counts for all boxes inside."""
        inside = members(view)
        found: dict[str, list[str]] = defaultdict(list)
        for arrow in view.arrows:
            for a in inside.get(arrow.source, [arrow.source]):
                for b in inside.get(arrow.target, [arrow.target]):
                    found[a].append(b)
                    found[b].append(a)
        return found


class _Gridder:
    def __init__(self, view: View, known: _Relations | None = None):
        used = sorted({b.column for b in view.boxes})
        self.column = {b.id: used.index(b.column) for b in view.boxes}
        self.view = view
        known = known or _Relations(view)
        self.boxes, self.places, self.kids, self.own = known.boxes, known.places, known.kids, known.own
        self.inside, self.partners, self.copies = known.inside, known.partners, known.copies
        self.rank = by_rank(view)
        self.overlays = known.overlays

    def grid(self) -> Grid:
        given = self.boxes and all(b.row is not None for b in self.view.boxes)
        block = self._matrix(self.view.boxes) if given else self._block(None)
        rows = sorted({r for _, r in block.cells.values()})
        dense = {row: k for k, row in enumerate(rows)}
        main = min(rows, key=lambda r: (abs(r - block.main), r)) if rows else 0
        return self.framed({b: Cell(c, dense[r]) for b, (c, r) in block.cells.items()}, dense.get(main, 0))

    def framed(self, cells: Mapping[str, Cell], main: int) -> Grid:
        """The table of these cells, with a frame around what stands in each place and overlay; in rows as the model has
        them, where it asks for that."""
        cells = written_order(self.view, cells)
        frames = self._place_frames(cells)
        overlays, log = overlay_frames((g for g in self.view.groups if g.overlay), cells, self.boxes)
        columns, rows = (max((cell[k] for cell in cells.values()), default=-1) + 1 for k in (0, 1))
        return Grid(cells, (*frames, *overlays), columns, rows, main, log)

    # ------------------------------------------------------------------------------------------------ blocks

    def _block(self, group: str | None) -> _Block:
        kids = [(kid, block) for kid in self.kids[group] if (block := self._block(kid.id)).cells]
        own = self.own[group]
        block = self._stacked(kids, own) if kids else self._matrix(own)
        if group is not None and block.cells:
            rows = [r for _, r in block.cells.values()] + [s.bottom for s in block.spans.values()]
            span = Span(*block.columns, min(rows), max(rows))
            block = replace(block, spans={**block.spans, group: span})
        return block

    def _matrix(self, boxes: Sequence[Box]) -> _Block:
        """Boxes with no frames among them: a column for each rank, in the order that keeps arrows short; what the model
        wants above or below has lanes there."""
        asked = [b for b in boxes if b.lane in (Lane.ABOVE, Lane.BELOW) and b.row is None]
        if asked and len(asked) < len(boxes):
            rest = self._matrix([b for b in boxes if b not in asked])
            above = self._in_new_lanes(rest, [b for b in asked if b.lane is Lane.ABOVE])
            return self._in_new_lanes(above, [b for b in asked if b.lane is Lane.BELOW], top=False)
        by_column: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            by_column[self.column[box.id]].append(box)
        if boxes and all(b.row is not None for b in boxes):
            given = {b.id: Cell(self.column[b.id], b.row or 0) for b in boxes}
            return _Block(max(r for _, r in given.values()) + 1, 0, given)
        height = max((len(b) for b in by_column.values()), default=0)
        cells: dict[str, Cell] = {}
        for sweep in (sorted(by_column), sorted(by_column, reverse=True), sorted(by_column)):
            for column in sweep:
                for box in by_column[column]:
                    cells.pop(box.id, None)
                cells |= self._settled(by_column[column], column, range(height), cells, (height - 1) / 2)
        through = [r for b, (_, r) in cells.items() if self.boxes[b].through]
        main = max(set(through), key=lambda r: (through.count(r), -abs(r - (height - 1) / 2), -r)) if through else 0
        return _Block(height, main, cells)

    def _settled(
        self, boxes: Iterable[Box], column: int, rows: Sequence[int], placed: Mapping[str, Cell], middle: float
    ) -> dict[str, Cell]:
        """Boxes of one column on free rows, each as near to its partners as their common order allows."""
        wish = {b.id: self._wish(b.id, placed, middle) for b in boxes}
        order = self._members_together(self._copies_together(sorted(wish, key=lambda b: wish[b][0])))
        order = sorted(order, key=self.rank) if self.view.rows else order
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
        for i in range(len(order) + 1):
            for j in range(len(rows) + 1):
                options = []
                if (i, j - 1) in best:
                    options.append(best[i, j - 1])
                if i and (i - 1, j - 1) in best:
                    cost, taken = best[i - 1, j - 1]
                    at, weight = wish[order[i - 1]]
                    options.append(
                        (
                            cost + weight * abs(rows[j - 1] - at) + 0.01 * abs(rows[j - 1] - middle),
                            (*taken, rows[j - 1]),
                        )
                    )
                if options:
                    best[i, j] = min([*options, best[i, j]] if (i, j) in best else options)
        return {box: Cell(column, row) for box, row in zip(order, best[len(order), len(rows)][1], strict=True)}

    def _copies_together(self, order: list[str]) -> list[str]:
        """The boxes of a column in this order, except that a copy stands next to what it is copied from: the arrow
        between them is short and straight."""
        found: list[str] = []
        for box in order:
            if box not in found:
                found.append(box)
                found += [b for b in order if b not in found and frozenset((box, b)) in self.copies]
        return found

    def _members_together(self, order: list[str]) -> list[str]:
        """The boxes of a column in this order, except that members of an overlay stand next to each other, where the
        first of them stands: else it would come in pieces."""
        for some in self.overlays:
            mine = [b for b in order if b in some]
            at = [order.index(b) for b in mine]
            if mine and max(at) - min(at) >= len(mine):
                order = [*order[: at[0]], *mine, *(b for b in order[at[0] :] if b not in some)]
        return order

    def _wish(self, box: str, placed: Mapping[str, Cell], middle: float) -> tuple[float, float]:
        """The mean row of its partners, and how much that counts; what stands aside leans to others that do."""
        aside = not self.boxes[box].through
        found = [
            (placed[p].row, 3.0 if aside and not self.boxes[p].through else 1.0)
            for p in self.partners[box]
            if p in placed
        ]
        total = fsum(w for _, w in found)
        return (fsum(r * w for r, w in found) / total, 1.0) if found else (middle, 0.3)

    def _stacked(self, kids: list[tuple[Group, _Block]], own: Sequence[Box]) -> _Block:
        """The frames of a place: its zones above each other, a lane between them, and the others beside or above."""
        zones = [block for kid, block in kids if kid.kind == ZONE]
        others = self._bands([block for kid, block in kids if kid.kind != ZONE])
        if zones:
            lane = self._lane([b for b in own if b.through]) if len(zones) > 1 else None
            zoned = self._zoned(zones, lane)
            own = [b for b in own if lane is None or b.id not in lane.cells]
            above = []
            for band in others:
                if self._apart(band, zoned):
                    zoned = self._side_by_side(zoned, band)
                else:
                    above.append(band)
            others = [*above, zoned]
        body = self._piled(others)
        return self._with_aside(
            self._with_through(body, [b for b in own if b.through]), [b for b in own if not b.through]
        )

    def _lane(self, own: Sequence[Box]) -> _Block | None:
        return self._matrix(own) if own else None

    def _zoned(self, zones: Sequence[_Block], lane: _Block | None) -> _Block:
        """Zones with a lane before the middle one, through which the request runs."""
        half = len(zones) // 2
        pile = self._piled([*zones[:half], *([lane] if lane else []), *zones[half:]])
        above = sum(z.height for z in zones[:half])
        if lane:
            return replace(pile, main=above + lane.main)
        return replace(pile, main=above + zones[half].main) if len(zones) % 2 else pile

    def _bands(self, blocks: Sequence[_Block]) -> list[_Block]:
        """Blocks side by side where their columns are apart."""
        bands: list[_Block] = []
        for block in blocks:
            home = next((k for k, band in enumerate(bands) if self._apart(band, block)), None)
            if home is None:
                bands.append(block)
            else:
                bands[home] = self._side_by_side(bands[home], block)
        return bands

    @staticmethod
    def _apart(one: _Block, other: _Block) -> bool:
        (a, b), (c, d) = one.columns, other.columns
        return b < c or d < a

    def _side_by_side(self, one: _Block, other: _Block) -> _Block:
        """The lower block beside the taller one, on the rows that keep arrows between them short."""
        tall, low = (one, other) if one.height >= other.height else (other, one)

        def stretch(offset: int) -> float:
            return sum(
                abs(row + offset - tall.cells[p].row)
                for b, (_, row) in low.cells.items()
                for p in self.partners[b]
                if p in tall.cells
            )

        main = tall.main - low.main
        best = min(range(tall.height - low.height + 1), key=lambda k: (stretch(k), abs(k - main), k))
        beside = tall.beside(low.moved(lambda row: row + best, tall.height))
        return beside if one is tall else replace(beside, main=one.main + best)

    @staticmethod
    def _piled(parts: Sequence[_Block]) -> _Block:
        """Above each other; the request runs through the largest part."""
        height, most, pile = 0, 0, _Block(0, 0)
        for part in parts:
            start = height
            moved = part.moved(lambda row, start=start: row + start, start + part.height)  # type: ignore[misc]
            pile = replace(
                pile.beside(moved), height=moved.height, main=moved.main if len(part.cells) > most else pile.main
            )
            most = max(most, len(part.cells))
            height += part.height
        return pile

    # ------------------------------------------------------------------------------- boxes beside and above frames

    def _with_through(self, body: _Block, own: Sequence[Box]) -> _Block:
        """Boxes on the request's way beside the frames: on the main row where it is free, else in a lane above."""
        by_column: dict[int, list[Box]] = defaultdict(list)
        for box in own:
            by_column[self.column[box.id]].append(box)
        inner: list[Box] = []
        for column, boxes in sorted(by_column.items()):
            rows = [r for r in range(body.height) if body.free(Cell(column, r))]
            if len(rows) >= len(boxes) and body.main not in rows and all(b.group is None for b in boxes):
                body = replace(body, cells={**body.cells, **self._settled(boxes, column, rows, body.cells, body.main)})
                continue
            if body.main not in rows or len(rows) < len(boxes):
                inner += boxes
                continue
            windows = [rows[k : k + len(boxes)] for k in range(len(rows) - len(boxes) + 1)]
            options = [
                self._settled(boxes, column, window, {} if len(boxes) == 1 else body.cells, body.main)
                for window in windows
                if body.main in window
            ]
            best = min(options, key=lambda cells: self._stretch(cells, body))
            body = replace(body, cells={**body.cells, **best})
        return self._in_new_lanes(body, inner)

    def _stretch(self, cells: Mapping[str, Cell], body: _Block) -> int:
        """How far boxes in these cells stand above or below what they are connected with."""
        known = {**body.cells, **cells}
        return sum(abs(cell.row - known[p].row) for b, cell in cells.items() for p in self.partners[b] if p in known)

    def _with_aside(self, body: _Block, own: Sequence[Box]) -> _Block:
        """Boxes that stand aside: on a row that exists, but not the main one nor one in a frame; else above. Where
        the model asks for a lane above or below, there."""
        inner: list[Box] = []
        below: list[Box] = []
        for box in sorted(own, key=lambda b: self.column[b.id]):
            column = self.column[box.id]
            last = max((c for b, (c, _) in body.cells.items() if self.boxes[b].through), default=-1)
            rows = [r for r in range(body.height) if body.free(Cell(column, r)) and (r != body.main or column > last)]
            if box.lane:
                rows = [r for r in rows if (r < body.main if box.lane is Lane.ABOVE else r > body.main)]
            if not rows:
                (below if box.lane is Lane.BELOW else inner).append(box)
                continue
            at, _ = self._wish(box.id, body.cells, 0.0)
            row = min(rows, key=lambda r: (abs(r - at), r))
            body = replace(body, cells={**body.cells, box.id: Cell(column, row)})
        return self._in_new_lanes(self._in_new_lanes(body, inner), below, top=False)

    def _in_new_lanes(self, body: _Block, boxes: Sequence[Box], top: bool = True) -> _Block:
        """Each box in a lane above everything; a second one of a column goes below, a third above again."""
        waiting = list(boxes)
        while waiting:
            taken: dict[int, Box] = {}
            for box in waiting:
                taken.setdefault(self.column[box.id], box)
            row = 0 if top else body.height
            body = body.opened(row) if top else replace(body, height=body.height + 1)
            body = replace(body, cells={**body.cells, **{b.id: Cell(c, row) for c, b in taken.items()}})
            waiting = [b for b in waiting if b not in taken.values()]
            top = not top
        return body

    # ------------------------------------------------------------------------------------------------ frames

    def _place_frames(self, cells: Mapping[str, Cell]) -> tuple[Frame, ...]:
        frames = [
            Frame(g.id, g, Span(*g.span) if g.span else span_of(cells[b] for b in some), frozenset(some))
            for g in self.places
            for some in [self.inside[g.id]]
            if some
        ]
        for k, frame in enumerate(frames):
            frames[k] = self._evened(frame, [f for f in frames if f is not frame], cells)
        return tuple(frames)

    def _evened(self, frame: Frame, others: Sequence[Frame], cells: Mapping[str, Cell]) -> Frame:
        """As high as the frames of its kind beside it, where nothing else stands there (R5)."""
        kind, parent, s = frame.group.kind, frame.group.parent, frame.span
        if kind not in EVEN:
            return frame
        beside = [
            f.span
            for f in others
            if f.group.parent == parent
            and f.group.kind in EVEN
            and f.span.top <= s.bottom
            and s.top <= f.span.bottom
            and not (f.span.left <= s.right and s.left <= f.span.right)
        ]
        span = Span(
            s.left, s.right, min([s.top, *(b.top for b in beside)]), max([s.bottom, *(b.bottom for b in beside)])
        )
        if span == s:
            return frame
        strangers = any(span.holds(*cell) for box, cell in cells.items() if box not in frame.boxes)
        cut = any(f.span.meets(span) and not (f.boxes <= frame.boxes or frame.boxes <= f.boxes) for f in others)
        return frame if strangers or cut else replace(frame, span=span)
