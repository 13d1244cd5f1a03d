"""A placed view to one in which titles of frames make way for arrows that would run straight through them (rule R8).

A title is in the way of every arrow, so one that stands between two boxes bends the line between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archdeck.canvas import Point, Rect, Segment, hits
from archdeck.layout.placed import Placed, PlacedFrame, by_group
from archdeck.views import View

CLEAR = 6.0  # pixels between a title and a line
LEVEL = 1.0  # pixels by which the ends of a straight line may be off
CORNER = 14.0  # pixels beside the corners of a frame where no arrow ends
LOW = 0.35  # between a title at the foot of a frame and its border, in sizes of the text


def with_clear_titles(view: View, placed: Placed) -> Placed:
    """Titles that are in the way of a straight arrow in another stretch of their band, or at the foot of their frame;
    where neither has room they stay."""
    lines = list(_straight(view, placed))
    frames = dict(placed.frames)
    for key, frame in placed.frames.items():
        if frame.title_rect and any(hits(_whole(frame).grow(CLEAR), line) for line in lines):
            frames[key] = next(elsewhere(frame, replace(placed, frames=frames), lines), frame)
    return replace(placed, frames=frames)


def _straight(view: View, placed: Placed) -> Iterator[Segment]:
    """The lines of arrows that may run straight: between two boxes in a row or column, or from a box to a frame."""
    frames = {group: some[0] for group, some in by_group(placed).items() if len(some) == 1}
    known = {b: box.rect for b, box in placed.boxes.items()} | {group: f.rect for group, f in frames.items()}
    for arrow in view.arrows:
        ends = (arrow.source, arrow.target)
        rects = [known[e] for e in ends if e in known]
        centres = [placed.boxes[e].icon.centre for e in ends if e in placed.boxes]
        if len(rects) < 2 or not centres:
            continue
        line = _between(rects[0], rects[1], centres)
        if line and not any(hits(b.rect.grow(-1), line) for id, b in placed.boxes.items() if id not in ends):
            yield line


def _between(one: Rect, other: Rect, centres: list[Point]) -> Segment | None:
    """The level or upright line between two things through the middle of the icons at its ends."""
    x, y = centres[0].x, centres[0].y
    upper, lower = sorted((one, other), key=lambda r: r.y)
    left, right = sorted((one, other), key=lambda r: r.x)
    across = [r.x + CORNER < x < r.right - CORNER for r in (one, other)]
    along = [r.y + CORNER < y < r.bottom - CORNER for r in (one, other)]
    if all(across) and max(abs(c.x - x) for c in centres) < LEVEL and upper.bottom < lower.y:
        return Point(x, upper.bottom), Point(x, lower.y)
    if all(along) and max(abs(c.y - y) for c in centres) < LEVEL and left.right < right.x:
        return Point(left.right, y), Point(right.x, y)
    return None


def _whole(frame: PlacedFrame) -> Rect:
    """Around a title and the icon before it."""
    words = frame.title_rect or frame.rect
    left = min(words.x, frame.sign.x) if frame.sign else words.x
    return Rect(left, words.y, words.right - left, words.h)


def elsewhere(frame: PlacedFrame, placed: Placed, lines: list[Segment]) -> Iterator[PlacedFrame]:
    """The frame with its title where it is free: in its band from left to right, then at its foot."""
    now, rect = _whole(frame), frame.rect
    inset = min(now.x - rect.x, placed.sizes.px)
    foot = rect.bottom - placed.sizes.px * LOW - now.h
    things = [b.rect for b in placed.boxes.values()]
    things += [_whole(f) for f in placed.frames.values() if f.title_rect and f.frame is not frame.frame]
    edges = [f.rect for f in placed.frames.values() if f.frame is not frame.frame]
    for y in (now.y, foot):
        starts = {rect.x + inset, *(p.x + CLEAR + 1 for p, _ in lines)}
        starts |= {x + inset for r in edges for x in (r.x, r.right)}
        for x in sorted(x for x in starts if x >= rect.x + inset):
            spot = Rect(x, y, now.w, now.h)
            if rect.right - inset < spot.right:
                break
            cut = any(spot.grow(2).meets(r) and not r.holds(spot.grow(2)) for r in edges)
            if not cut and not any(spot.meets(t) for t in things) and not any(hits(spot.grow(CLEAR), s) for s in lines):
                yield _moved(frame, x - now.x, y - now.y)


def _moved(frame: PlacedFrame, x: float, y: float) -> PlacedFrame:
    rects = [r and Rect(r.x + x, r.y + y, r.w, r.h) for r in (frame.title_rect, frame.sign)]
    return replace(frame, title_rect=rects[0], sign=rects[1])
