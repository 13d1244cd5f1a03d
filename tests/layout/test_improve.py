"""Improving a whole table: boxes and frames move by a cell or two, and nothing is broken by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import population
from archdeck.layout.laid import area_of
from archdeck.layout.nested.blocks import Blocks
from archdeck.layout.nested.crossings import Crossings, crossings
from archdeck.layout.nested.improve import CROSSING, ROW, TOO_MANY, WRONG_SIDE, _Work, improved
from archdeck.layout.nested.links import Link, total
from archdeck.layout.nested.packing import COLUMN, Shape, closed
from archdeck.layout.nested.room import Room
from drawn import view_of
from tables import cells, rows


def blocks(text: str, folder: Path, effort: float = 1.0) -> Blocks:
    view = view_of(text, folder)
    return Blocks(view, Room(view, area_of(view), 17), effort)


def better(found: Blocks, *lines: str) -> list[str]:
    """The rows of what a table of these lines becomes; `web@a` is the box `web--a`, and so it is said."""
    at = {id.replace("@", "--"): cell for id, cell in cells(*lines).items()}
    shape = improved(found, closed(at, found.links))
    assert shape is not None
    return rows({id.replace("--", "@"): cell for id, cell in shape.cells.items()})


SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  people: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web}
  web: {kind: aws.ec2, tier: web}
  db: {kind: aws.rds, tier: data}
relations:
  visit: {from: people, to: lb}
  spread: {from: lb, to: web}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      vpc: {kind: vpc, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def test_a_table_becomes_one_with_shorter_arrows(tmp_path: Path) -> None:
    """In each zone what is called stood before its caller; they change places in both at once."""
    found = blocks(SHOP, tmp_path)
    found.table(3)  # packing tells who follows whom
    assert better(found, "people lb@vpc db@a web@a", ". . db@b web@b") == [
        "people lb@vpc web@a db@a",
        ". . web@b db@b",
    ]


def test_a_table_that_is_good_stays(tmp_path: Path) -> None:
    table = ["people lb@vpc web@a db@a", ". . web@b db@b"]
    found = blocks(SHOP, tmp_path)
    found.table(3)
    assert better(found, *table) == table


def test_people_go_before_the_frames(tmp_path: Path) -> None:
    """They stood behind them, with an arrow back through all of it."""
    found = blocks(SHOP, tmp_path)
    found.table(3)
    after = better(found, "lb@vpc web@a db@a people", ". web@b db@b .")
    assert after[0].split()[:2] == ["people", "lb@vpc"]


@pytest.mark.parametrize(
    ("table", "valid"),
    [
        (
            [". . . web@b .", "people lb@vpc web@a . db@b", ". . . db@a ."],
            False,
        ),  # both zones hold the cell in the middle
        ([". . . . web@b .", "people lb@vpc web@a . . db@b", ". . . db@a . ."], True),
        (["people lb@vpc web@a web@b db@a db@b"], False),  # a server of the one in the other
        (["people web@a db@a . web@b db@b", ". . lb@vpc . . ."], True),
        (["web@a people db@a", "web@b lb@vpc db@b"], False),
    ],
)
def test_which_tables_are_none(table: list[str], valid: bool, tmp_path: Path) -> None:
    """Frames are rectangles: they hold nothing strange, and meet no sibling, not even where nothing stands."""
    found = blocks(SHOP, tmp_path)
    at = {id.replace("@", "--"): cell for id, cell in cells(*table).items()}
    assert _Work(found, closed(at, found.links), None)._valid(at) == valid


#   a   c      a---b
#    \\ /
#    / \\       c---d
#   d   b
@pytest.mark.parametrize(
    ("table", "count"),
    [
        (["a c", "d b"], 1),
        (["a b", "c d"], 0),
        (["a d", "c b"], 1),
        (["a . b", ". c .", ". d ."], 0),
        ([". c .", "a . b", ". d ."], 1),
        (["a c b", ". d ."], 0),  # that the one begins on the other is no crossing either
        (["a c b d"], 0),  # in one row they run along each other, which is no crossing
    ],
)
def test_how_often_straight_lines_cross(table: list[str], count: int) -> None:
    some = [Link("a", "b", 1.0, True), Link("c", "d", 1.0, True)]
    assert crossings(some, (), cells(*table)) == count
    assert crossings(some[:1], some[1:], cells(*table)) == count, "those of some with others"
    assert crossings((), some, cells(*table)) == 0, "others among themselves do not count"


# ------------------------------------------------------------------------------------------------ laws


def cost(found: Blocks, shape: Shape, start: Shape) -> float:
    """What a table costs."""
    outside = frozenset(found.own[None])
    before, behind = found.sides(outside)
    first = min(column for b, (column, _) in shape.cells.items() if b not in outside)
    wrong = sum(shape.cells[b][0] >= first for b in before) + sum(shape.cells[b][0] <= first for b in behind)
    more = max(0, shape.w - start.w) + max(0, shape.h - start.h)
    spread = COLUMN * shape.w + ROW * shape.h + TOO_MANY * more + WRONG_SIDE * wrong
    return total(found.links, shape.cells) + CROSSING * crossings(found.links, (), shape.cells) + spread


def strange(found: Blocks, at: Mapping[str, tuple[int, int]]) -> list[str]:
    """Frames with what stands in them and should not, and pairs of siblings that meet."""
    wrong, area = [], {}
    for frame, inside in found.inside.items():
        columns, lines = ([at[b][k] for b in inside] for k in (0, 1))
        area[frame] = {(c, r) for c in range(min(columns), max(columns) + 1) for r in range(min(lines), max(lines) + 1)}
        wrong += [f"{b} in {frame}" for b, cell in at.items() if tuple(cell) in area[frame] and b not in inside]
    return wrong + [
        f"{a} meets {b}"
        for a, b in combinations(area, 2)
        if found.group[a].parent == found.group[b].parent and area[a] & area[b]
    ]


def order(values: Sequence[int]) -> list[int]:
    """How values stand to each other: before, at, or behind."""
    return [(b > a) - (b < a) for a, b in pairwise(values)]


def torn(found: Blocks, at: Mapping[str, tuple[int, int]]) -> list[str]:
    """Twins and lanes whose boxes do not stand to each other as those of the first do."""
    wrong = []
    for leaders in _together(found):
        for twin in range(len(found.follows[leaders[0]])):
            mine = [sorted(found.follows[leader])[twin] for leader in leaders]
            for k in (0, 1):
                if order([at[b][k] for b in mine]) != order([at[b][k] for b in leaders]):
                    wrong.append(f"{mine} unlike {leaders}")
    return wrong


def _together(found: Blocks) -> list[list[str]]:
    """The leaders of each frame that has as many followers, in the same frames."""
    groups: dict[object, list[str]] = {}
    for leader, some in found.follows.items():
        homes = tuple(sorted(str(found.box[b].group) for b in some))
        if len(set(homes)) == len(some):  # zones and subnets: one follower in each
            groups.setdefault((found.box[leader].group, homes), []).append(leader)
    return list(groups.values())


@pytest.mark.parametrize("seed", [1, 6, 8, 9, 12, 17])
def test_improving_breaks_nothing_and_never_costs(seed: int, tmp_path: Path) -> None:
    """Models from 15 to 60 boxes. The same start becomes the same table, each time."""
    found = blocks(population.text(seed), tmp_path, effort=0.2)
    start = found.table(7)
    assert start is not None
    after = improved(found, start)
    assert after is not None
    assert sorted(after.cells) == sorted(start.cells)
    assert len(set(after.cells.values())) == len(after.cells)
    assert (strange(found, start.cells), strange(found, after.cells)) == ([], [])
    assert (torn(found, start.cells), torn(found, after.cells)) == ([], [])
    assert cost(found, after, start) <= cost(found, start, start) + 1e-9
    assert improved(found, start) == after


@given(dice=st.randoms(use_true_random=False))
def test_crossings_are_kept_as_boxes_move(dice: Random) -> None:
    """Sixteen links between ten boxes, which move one after the other, or some of them as one, as a frame does; every
    second move is taken back."""
    names = "abcdefghij"
    links = [Link(a, b, 1.0, True) for a, b in (dice.sample(names, 2) for _ in range(16))]
    at = {b: (dice.randrange(6), dice.randrange(5)) for b in names}
    kept = Crossings(links, at)
    for turn in range(12):
        some = dice.sample(names, dice.choice((1, 1, 4)))
        numbers = [n for n, k in enumerate(links) if {k.source, k.target} & {*some}]
        near, rest = [links[n] for n in numbers], [k for n, k in enumerate(links) if n not in numbers]
        dx, dy = dice.randrange(-3, 4), dice.randrange(-3, 4)
        there = {**at, **{b: (at[b][0] + dx, at[b][1] + dy) for b in some}}
        assert kept.of(numbers) == crossings(near, rest, at)
        count = crossings(near, rest, there)
        assert not count or kept.moved(numbers, there, count - 1) is None
        moved = kept.moved(numbers, there, count)
        assert moved is not None
        assert sum(len(those) for _, _, those in moved) == count
        if turn % 2:
            kept.take(moved)
            at = there
    assert kept.of(range(len(links))) == crossings(links, (), at)
