"""Places in pixels: what is done with the room that is left, and what stands under an icon."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.canvas.geometry import Rect
from archdeck.language.values import RelationKind
from archdeck.layout.grid import grid
from archdeck.layout.laid import AREA
from archdeck.layout.place import place
from archdeck.layout.placed import placed_box
from archdeck.layout.sizes import PAD, SMALLEST, Sizes, candidates, spoken, tightest
from archdeck.views.view import Arrow, Box, View
from drawn import rows_of, view_of

SMALL = """
system: {name: Small}
tiers: [users, app, data]
components:
  people: {kind: users, tier: users}
  app: {kind: aws.ec2, tier: app, name: App}
  table: {kind: aws.rds, tier: data, name: Table}
  cache: {kind: aws.elasticache, tier: data, name: Cache}
relations:
  a: {from: people, to: app}
  b: {from: app, to: table, kind: data, label: reads and writes}
  c: {from: app, to: cache, kind: data}
environments: {prod: {places: {z: {kind: vpc, runs: {app: {}, table: {}, cache: {}}}}}}
"""


def test_frames_keep_a_distance_where_there_is_room(tmp_path: Path) -> None:
    """Above and below, counted in sizes of the text: the least on a slide that is full, more on one that is not."""
    view = view_of(SMALL, tmp_path)
    table = grid(view)

    def below(area: Rect) -> float:
        placed = place(view, table, area)
        foot = max(placed.boxes[b.id].rect.bottom for b in view.boxes if b.group)
        return (placed.frames["place--z"].rect.bottom - foot) / placed.sizes.px

    full = next(high for high in range(200, 600, 5) if place(view, table, Rect(40, 112, 1840, high)).fits)
    assert below(Rect(40, 112, 1840, full)) < PAD + 0.5
    assert below(Rect(40, 112, 1840, 892)) > PAD + 0.5


def test_words_where_other_arrows_turn_off_get_a_wider_gutter(tmp_path: Path) -> None:
    """The gutter before the table, and no other; where nothing turns off, all are alike."""

    def gutters(view: View) -> tuple[float, float]:
        c = place(view, grid(view), AREA).columns
        return c[1][0] - c[0][1], c[2][0] - c[1][1]

    plain = view_of(SMALL.replace("  c: {from: app, to: cache, kind: data}\n", ""), tmp_path)
    turned = view_of(SMALL, tmp_path)
    assert gutters(turned)[1] - gutters(turned)[0] > gutters(plain)[1] - gutters(plain)[0] + 1


def test_a_copy_stands_next_to_what_it_is_copied_from(tmp_path: Path) -> None:
    """Two databases of a column, each with its standby: not both primaries first."""
    text = """
system: {name: Copies}
tiers: [data]
components: {a: {kind: aws.rds}, b: {kind: aws.rds}, c: {kind: aws.rds}, d: {kind: aws.rds}}
relations: {x: {from: a, to: c, kind: replication}, y: {from: b, to: d, kind: replication}}
environments: {prod: {places: {z: {kind: vpc, runs: {a: {}, b: {}, c: {}, d: {}}}}}}
"""
    view = view_of(text, tmp_path)
    level = View(**{**vars(view), "boxes": tuple(type(b)(**{**vars(b), "column": 0}) for b in view.boxes)})
    assert rows_of(level) == ["a", "c", "b", "d"]


def said(label: str) -> tuple[str, ...]:
    return spoken(Arrow("a", (), RelationKind.REQUEST, "x", "y", label=label), tightest(SMALLEST))


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("reads", ("reads",)),
        ("reads and writes orders", ("reads and", "writes orders")),
        ("aws.corp.example?", ("aws.corp.example?",)),
        (
            "/catalog, /search, /cart, /checkout, /profiles, /wishlist",
            ("/catalog, /search, /cart,", "/checkout, /profiles,", "/wishlist"),
        ),
        ("Schadenregulierungsabteilungsleiter", ("Schadenregulierungs-", "abteilungsleiter")),
    ],
)
def test_the_words_of_an_arrow(label: str, lines: tuple[str, ...]) -> None:
    """One line, two lines, three for a long list, a long word in two."""
    assert said(label) == lines


def test_the_tightest_sizes_are_the_last_of_their_text() -> None:
    assert tightest(17) == [s for s in candidates() if s.px == 17][-1]
    assert isinstance(tightest(17), Sizes)
    assert tightest(17).icon < max(s.icon for s in candidates() if s.px == 17)


@pytest.mark.parametrize("px", [17, 18, 26])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_marks_hide_no_more_than_a_fifth_of_an_icon(px: int, count: int) -> None:
    """Two stand on its corners, and are smaller on a small icon; three stand below its words. A number or a sign then
    hides no more than makes it a third."""
    marks = tuple((f"m{k}", "aws/security/kms.png", "Keys") for k in range(count))
    box = Box("b", "b", "aws/compute/ec2.png", ("Web",), None, 0, 0, "Web", marks=marks)
    for sizes in (s for s in candidates() if s.px == px):
        found = placed_box(box, 500, 100, sizes)
        hidden = sum(
            max(0.0, min(m.right, found.icon.right) - max(m.x, found.icon.x)) * max(0.0, found.icon.bottom - m.y)
            for m in found.marks
        )
        assert 0 <= hidden <= sizes.icon**2 / 5 + 1e-6
        assert all(19 <= m.w <= sizes.mark and m.w == m.h for m in found.marks)
        assert len(found.marks) == count
        assert all(found.rect.grow(1e-6).holds(m) for m in found.marks if m.y < found.icon.bottom)
        assert all((m.y > found.icon.bottom) == (count > 2) for m in found.marks)
