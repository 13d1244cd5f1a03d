"""Overlays and the cells of their members to frames: around all of them, or around each run of neighbours (R5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from archdeck.layout.cells import Cell, Frame, span_of
from archdeck.views import Box, Group

Piece = frozenset[str]


def overlay_frames(
    overlays: Iterable[Group], cells: Mapping[str, Cell], boxes: Mapping[str, Box]
) -> tuple[tuple[Frame, ...], tuple[str, ...]]:
    """Each overlay as one frame; in pieces, one in each place, where a stranger stands inside; else around each run of
    neighbours. Pieces have its name, and not how far it scales, which holds for all of them together."""
    frames: list[Frame] = []
    log: list[str] = []
    for group in overlays:
        pieces = _pieces(group, cells, boxes, frames)
        if len(pieces) == 1:
            frames.append(Frame(group.id, group, span_of(cells[b] for b in pieces[0]), pieces[0]))
            continue
        if len({boxes[b].group for b in group.boxes}) != len(pieces):
            log.append(f"{group.label}: drawn in {len(pieces)} pieces, for others stand between its members")
        part = replace(group, label=group.short or group.label)
        frames += [
            Frame(f"{group.id}--{k}", part, span_of(cells[b] for b in piece), piece)
            for k, piece in enumerate(pieces, start=1)
        ]
    return tuple(frames), tuple(log)


def _pieces(group: Group, cells: Mapping[str, Cell], boxes: Mapping[str, Box], frames: list[Frame]) -> list[Piece]:
    """Its members in as few frames as may be."""
    whole = frozenset(group.boxes)
    if not whole or _alone(whole, cells, frames):
        return [whole] if whole else []
    by_home: dict[str | None, set[str]] = defaultdict(set)
    for box in group.boxes:
        by_home[boxes[box].group].add(box)
    homes = [frozenset(some) for some in by_home.values()]
    if len(homes) > 1 and all(_alone(some, cells, frames) for some in homes):
        return homes
    return _runs(group.boxes, cells, frames)


def _runs(members: Sequence[str], cells: Mapping[str, Cell], frames: Sequence[Frame]) -> list[Piece]:
    """Column by column or row by row, each member in the frame of one before it, while that stays clear of all else."""
    by_column = sorted(members, key=lambda b: cells[b])
    by_row = sorted(members, key=lambda b: (cells[b].row, cells[b].column))
    return min((_swept(order, cells, frames) for order in (by_column, by_row)), key=len)


def _swept(order: Sequence[str], cells: Mapping[str, Cell], frames: Sequence[Frame]) -> list[Piece]:
    pieces: list[Piece] = []
    for box in order:
        for k in reversed(range(len(pieces))):
            both, rest = pieces[k] | {box}, pieces[:k] + pieces[k + 1 :]
            if _alone(both, cells, frames) and not any(_meet(both, p, cells) for p in rest):
                pieces[k] = both
                break
        else:
            pieces.append(frozenset((box,)))
    return pieces


def _meet(one: Piece, other: Piece, cells: Mapping[str, Cell]) -> bool:
    return span_of(cells[b] for b in one).meets(span_of(cells[b] for b in other))


def _alone(some: Piece, cells: Mapping[str, Cell], frames: Iterable[Frame]) -> bool:
    """No stranger inside, and no other overlay that this one would cut across."""
    span = span_of(cells[b] for b in some)
    strangers = any(span.holds(*cell) for box, cell in cells.items() if box not in some)
    return not strangers and not any(f.span.meets(span) and not (f.boxes <= some or some <= f.boxes) for f in frames)
