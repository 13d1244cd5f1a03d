"""What stands around the drawing: the name of the environment beside the title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archdeck.layout.frame import frame
from drawn import view_of

SHOP = """
system: {name: Shop}
components: {users: {kind: users}, web: {kind: aws.ec2}}
relations: {a: {from: users, to: web}}
environments: {prod: {places: {r: {kind: region, runs: {web: {}}}}}}
"""
NAMES = "WARM STANDBY → FAILED OVER TO IRELAND"
LONG = "The shop of the group, its branches and all its partners in the north and south"


@pytest.mark.parametrize(
    ("title", "chip", "said", "px"),
    [
        ("DR ladder", NAMES, NAMES, 20),
        (LONG, "WARM STANDBY → FAILED OVER", "WARM STANDBY → FAILED OVER", 20),
        (LONG, NAMES, NAMES, 18),
        (LONG, f"{NAMES} AND BACK", "WARM STANDBY → FAILED OVER TO IRELAND AN…", 16),
    ],
)
def test_a_long_name_has_what_the_title_leaves_then_smaller_letters(
    title: str, chip: str, said: str, px: int, tmp_path: Path
) -> None:
    """A large title is not made smaller for it."""
    around = frame(replace(view_of(SHOP, tmp_path), title=title, chip=chip), {"request"})
    words = {w.role: w for w in around.words}
    assert (words["chip"].text, words["chip"].px) == (said, px)
    assert around.chip is not None
    assert words["title"].box.right < around.chip.x


LEGEND = {"request", "data", "replication", "backup", "failover", "control"}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("The workshop of the two teams", ["Source: The workshop of the two teams"]),
        (
            "Workshop of the teams of the north, and what they have written on it since then " * 2,
            [
                "Source: Workshop of the teams of the north, and what they have written on it since",
                "then Workshop of the teams of the north, and what they have written on it since then",
            ],
        ),
        ("Workshop of the teams " * 16, [f"Source: {'Workshop of the teams ' * 4}Wor…"]),
    ],
)
def test_a_source_that_is_too_long_for_a_line_takes_two(source: str, lines: list[str], tmp_path: Path) -> None:
    """And is cut in one, where two do not do."""
    found = [
        w for w in frame(replace(view_of(SHOP, tmp_path), source=source.strip()), LEGEND).words if w.role == "footer"
    ]
    assert [w.text for w in found] == lines
    assert {round(w.box.right) for w in found} == {1880}
