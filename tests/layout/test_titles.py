"""Titles of frames make way for arrows that run straight: in another stretch of their band, or at their foot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas import Rect
from archdeck.layout import layout
from archdeck.layout.laid import Layout
from archdeck.layout.placed import PlacedFrame
from archdeck.layout.titles import with_clear_titles
from drawn import view_of

TWO = """
system: {name: Two}
components:
  queue: {kind: aws.sqs}
  work: {kind: aws.ec2}
relations: {a: {from: queue, to: work}}
environments:
  prod:
    places:
      region: {kind: region, runs: {queue: {}}}
      one: {kind: vpc, name: Net, in: region, runs: {work: {}}}
"""


def with_queue_above(left: float, folder: Path) -> tuple[Layout, PlacedFrame]:
    """The queue straight above the server, whose network reaches so far to the left of it and 300 to the right:

      queue
        |
    +Net|-----+
    |  work   |
    +---------+
    """
    one = layout(view_of(TWO, folder))
    work, queue = one.placed.boxes["work--one"], one.placed.boxes["queue--region"]
    by_x, by_y = work.icon.centre.x - queue.icon.centre.x, work.icon.y - 300 - queue.icon.y
    moved = replace(queue, icon=_by(queue.icon, by_x, by_y), rect=_by(queue.rect, by_x, by_y))
    net, region = one.placed.frames["place--one"], one.placed.frames["place--region"]
    x, y = work.icon.centre.x - left, work.icon.y - 60
    rect = Rect(x, y, left + 300, work.rect.bottom + 40 - y)
    around = replace(region, rect=Rect(0, 0, 1920, 1080), title_rect=None, sign=None)
    frame = PlacedFrame(net.frame, rect, "Net", Rect(x + 50, y + 8, 40, 25), Rect(x + 10, y + 8, 25, 25))
    boxes = {**one.placed.boxes, "queue--region": moved}
    placed = replace(one.placed, boxes=boxes, frames={"place--region": around, "place--one": frame})
    return replace(one, placed=placed), frame


def _by(r: Rect, x: float, y: float) -> Rect:
    return Rect(r.x + x, r.y + y, r.w, r.h)


@pytest.mark.parametrize(
    ("left", "by"),
    [
        (200, (0, "band")),  # the arrow is to the right of the title already
        (70, (67, "band")),  # from the border beyond the arrow
    ],
)
def test_a_title_stands_beside_a_straight_arrow(left: float, by: tuple[float, str], tmp_path: Path) -> None:
    one, before = with_queue_above(left, tmp_path)
    after = with_clear_titles(one.view, one.placed).frames["place--one"]
    assert after.title_rect
    assert after.sign
    assert before.title_rect
    assert before.sign
    assert (round(after.title_rect.x - before.title_rect.x), after.title_rect.y) == (by[0], before.title_rect.y)
    assert after.sign.x - before.sign.x == after.title_rect.x - before.title_rect.x


def test_a_title_without_room_beside_the_arrow_stands_at_the_foot(tmp_path: Path) -> None:
    one, before = with_queue_above(70, tmp_path)
    narrow = replace(before, rect=before.rect._replace(w=140))
    placed = replace(one.placed, frames={**one.placed.frames, "place--one": narrow})
    after = with_clear_titles(one.view, placed).frames["place--one"]
    assert after.title_rect
    assert before.title_rect
    assert after.title_rect.x == before.title_rect.x
    assert after.title_rect.y > placed.boxes["work--one"].rect.bottom
    assert narrow.rect.holds(after.title_rect)
