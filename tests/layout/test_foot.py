"""Services without room in a side panel stand in rows at the foot: small icons with their names, as many as fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.canvas.geometry import Geometry
from archdeck.layout.budget import Budget
from archdeck.layout.fitted import variants
from archdeck.layout.foot import further_rows
from archdeck.layout.frame import panel
from archdeck.layout.laid import area_of, unpanelled
from archdeck.views.view import View
from drawn import geometry_of, measured, view_of


def shop(count: int, folder: Path) -> View:
    """A server, with as many queues aside as asked for: `Amazon SQS · Queue of orders 1`."""
    queues = "".join(f"  q{k}: {{kind: aws.sqs, aside: true, name: Queue of orders {k}}}\n" for k in range(count))
    runs = "".join(f", q{k}: {{}}" for k in range(count))
    return view_of(
        f"""
system: {{name: Shop}}
components:
  users: {{kind: users}}
  web: {{kind: aws.ec2}}
{queues}relations: {{a: {{from: users, to: web}}}}
environments: {{prod: {{places: {{r: {{kind: region, runs: {{web: {{}}{runs}}}}}}}}}}}
""",
        folder,
    )


def at_foot(drawn: Geometry) -> list[list[str]]:
    """The words in the rows at the foot, each row from left to right."""
    rows: dict[float, list[tuple[float, str]]] = {}
    words = [w for entry in drawn.panel for w in entry.labels] + [w for w in drawn.frame if w.role in ("panel", "more")]
    for w in words:
        rows.setdefault(w.box.centre.y, []).append((w.box.x, w.text))
    return [[text for _, text in sorted(rows[y])] for y in sorted(rows)]


def test_a_row_takes_nothing_from_the_drawing(tmp_path: Path) -> None:
    view = shop(2, tmp_path)
    low = unpanelled(view)
    drawn = geometry_of(low)
    assert at_foot(drawn) == [["Supported by", "Amazon SQS · Queue of orders 0", "Amazon SQS · Queue of orders 1"]]
    assert area_of(low) == area_of(replace(low, foot=(), arrows=low.arrows))
    bottom = max(group.box.bottom for group in drawn.groups)
    legend = [key.box.y for key in drawn.legend]
    assert all(bottom < entry.box.y and entry.box.bottom < min(legend) for entry in drawn.panel)


def test_names_alone_stand_in_further_rows(tmp_path: Path) -> None:
    """Thirteen take two rows, for which the drawing makes room."""
    view = shop(13, tmp_path)
    assert further_rows(view.panel) == 2
    found = [(len(one.foot), one.foot_rows) for one, _ in variants(view, Budget())]
    assert found[:3] == [(0, 0), (13, 2), (13, 0)]
    assert area_of(unpanelled(view)).bottom - area_of(unpanelled(view, 2)).bottom == 56
    rows = at_foot(geometry_of(unpanelled(view, 2)))
    assert [len(row) for row in rows] == [6, 5, 3]
    assert rows[0][:2] == ["Supported by", "Amazon SQS · Queue of orders 0"]


def told(numbers: range) -> list[str]:
    return [f"Queue of orders {k}" for k in numbers]


@pytest.mark.parametrize("state", ["", "down"])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, [["Supported by", *told(range(8)), "+ 32 services"]]),
        (1, [["Supported by", *told(range(9))], [*told(range(9, 17)), "+ 23 services"]]),
    ],
)
def test_as_many_as_there_is_room_for(rows: int, said: list[list[str]], state: str, tmp_path: Path) -> None:
    """And how many more there are. The legend of a picture with states has two rows, which stand closer then."""
    view = shop(40, tmp_path)
    assert further_rows(view.panel) == 0
    low = unpanelled(view, rows)
    low = replace(low, boxes=tuple(replace(b, state=state) for b in low.boxes))
    drawn = geometry_of(low)
    assert at_foot(drawn) == said
    legend = {key.box.centre.y: key.box for key in drawn.legend}
    assert len(legend) == (2 if state else 1)
    assert max(entry.box.bottom for entry in drawn.panel) < min(box.y for box in legend.values())
    assert max(box.bottom for box in legend.values()) < drawn.height - 4
    assert min(entry.box.y for entry in drawn.panel) > max(group.box.bottom for group in drawn.groups)
    assert measured(drawn)[1] == []


@pytest.mark.parametrize("place", ["panel", "foot"])
def test_a_service_that_fell_is_shown_so(place: str, tmp_path: Path) -> None:
    """With a sign on its icon, and what that means in the legend."""
    view = shop(3, tmp_path)
    fell = replace(view, panel=tuple(replace(e, state="down" * (e.component == "q1")) for e in view.panel))
    drawn = geometry_of(fell if place == "panel" else unpanelled(fell))
    assert [(e.component, e.state, e.sign is not None) for e in drawn.panel] == [
        ("q0", "", False),
        ("q1", "down", True),
        ("q2", "", False),
    ]
    assert "Down" in [w.text for w in drawn.frame if w.role == "legend"]


def test_in_a_block_of_names_a_word_says_what_fell(tmp_path: Path) -> None:
    """Beside a panel of so many that each heading has one icon: that of a service that fell."""
    view = shop(20, tmp_path)
    fell = replace(view, panel=tuple(replace(e, state="down" * (e.component == "q7")) for e in view.panel))
    [block] = panel(fell)
    assert (block.component, block.state) == ("q7", "down")
    assert " ".join(w.text for w in block.labels).startswith("Queue of orders 7 (down), Queue of orders 0, Queue")
