"""The gate: pictures with one defect each, what is said of it, and that the measures of the tests see the same.

All lengths are tens of pixels, so that what overlaps does so by more than any tolerance.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdeck.canvas.geometry import Geometry, Mark, PanelShape, Rect, Words
from archdeck.layout.gate import _relations_that_do_not_exist, defects
from drawn import measured
from slides import edge, group, node, slide, words

# ------------------------------------------------------------------------------------------------ pictures by hand

# a in the frame z, b right of it in y, both in v; c below b.
#
#   TITLE
#   +- v ----------------------------------+
#   | +- z -----+          +- y -----+     |
#   | |  [a]----+-- asks --+->[b]    |     |   panel
#   | +---------+     (1)  +---------+     |
#   +-----------------------------|--------+
#                                [c]
A = node("a", 200, 300, words("alpha", 215, 390))
B = node("b", 600, 300, words("beta", 620, 390), marks=(Mark("kms", "k.png", Rect(660, 350, 30, 30), "Keys"),))
C = node("c", 600, 700, words("gamma", 615, 790))
Z = group("z", Rect(160, 240, 160, 200), "a", label=words("zone z", 170, 250), parent="v")
Y = group("y", Rect(560, 240, 160, 200), "b", label=words("zone y", 570, 250), parent="v")
V = group("v", Rect(100, 180, 700, 300), "a", "b", label=words("network", 110, 190))
BADGE = Words("1", Rect(345, 325, 30, 30), 18)
A_B = edge("a", "b", (280, 340), (600, 340), labels=(words("asks", 400, 310),), badge=BADGE)
B_C = edge("b", "c", (640, 420), (640, 700))
PANEL = PanelShape("iam", "iam.png", Rect(1700, 300, 40, 40), (words("IAM", 1750, 310),))
TITLE = words("TITLE", 40, 40, 26)
REST = (A, B, C, Z, Y, V, PANEL, TITLE)
SOUND = slide(*REST, A_B, B_C)

BY_CHECK = {
    "text too small": (
        slide(*REST, A_B, B_C, words("tiny", 900, 40, 15)),
        "text of 15 pixels is too small to read, 16 is the least; "
        "split it into two views (views: include or exclude)",
    ),
    "an icon beyond the slide": (
        slide(*REST, A_B, B_C, node("far", 1880, 900)),
        "far reaches beyond the slide; split it into two views (views: include or exclude)",
    ),
    "a text beyond the slide": (
        slide(*REST, A_B, B_C, words("legend", 1880, 1000)),
        "'legend' reaches beyond the slide; split it into two views (views: include or exclude)",
    ),
    "a frame beyond the slide": (
        slide(*REST, A_B, B_C, group("w", Rect(1000, 900, 300, 200))),
        "the frame w reaches beyond the slide; split it into two views (views: include or exclude)",
    ),
    "an arrow beyond the slide": (
        slide(*REST, A_B, B_C, edge("a", "c", (200, 340), (-20, 340), (-20, 740), (600, 740))),
        "the arrow a-c reaches beyond the slide; split it into two views (views: include or exclude)",
    ),
    "a frame outside of the one around it": (
        slide(*REST, A_B, B_C, group("w", Rect(1000, 700, 100, 100), parent="v")),
        "the frame w leaves the frame v; split it into two views (views: include or exclude)",
    ),
    "an arrow over the side panel": (
        slide(*REST, A_B, B_C, node("d", 1500, 280), node("e", 1810, 280, words("e", 1845, 370)),
              edge("d", "e", (1580, 335), (1810, 335))),
        "the arrow d-e runs over the icon of panel iam; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "a text on another": (
        slide(*REST, A_B, B_C, words("subtitle", 60, 50)),
        "'TITLE' stands on 'subtitle'; shorten the words (views: labels) or split the view",
    ),
    "a text on a strange icon": (
        slide(*REST, A_B, B_C, words("legend", 650, 740)),
        "'legend' stands on the icon of c; shorten the words (views: labels) or split the view",
    ),
    "a text on a mark": (
        slide(*REST, A_B, B_C, words("x", 680, 360)),
        "'x' stands on the icon of b; shorten the words (views: labels) or split the view",
    ),
    "a text on a border": (
        slide(*REST, A_B, B_C, words("legend", 770, 200)),
        "'legend' is cut by the border of v; shorten the words (views: labels) or split the view",
    ),
    "frames that overlap": (
        slide(*REST, A_B, B_C, group("w", Rect(790, 400, 200, 200))),
        "the frames v and w overlap; split it into two views (views: include or exclude)",
    ),
    "an icon outside of its frame": (
        slide(*REST, A_B, B_C, node("d", 1000, 700), group("w", Rect(1000, 700, 60, 200), "d")),
        "d leaves its frame w; split it into two views (views: include or exclude)",
    ),
    "an icon in a strange frame": (
        slide(*REST, A_B, B_C, node("d", 450, 360)),
        "d stands in v, where it does not belong; split it into two views (views: include or exclude)",
    ),
    "icons on each other": (
        slide(*REST, A_B, B_C, node("d", 670, 690)),
        "c stands on d; split it into two views (views: include or exclude)",
    ),
    "an arrow over an icon": (
        slide(*REST, A_B, B_C, node("d", 600, 540)),
        "the arrow b-c runs over the icon of d; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "an arrow over a mark": (
        slide(*REST, A_B, B_C, node("d", 500, 500, marks=(Mark("kms", "k.png", Rect(610, 540, 60, 60), ""),))),
        "the arrow b-c runs over the icon of d; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "an arrow over a text": (
        slide(*REST, A_B, B_C, words("legend", 610, 600)),
        "the arrow b-c runs over 'legend'; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "an arrow over the text of its own end": (
        slide(*REST, A_B, edge("b", "c", (640, 380), (640, 700))),
        "the arrow b-c runs over 'beta'; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "an arrow over its own words": (
        slide(*REST, replace(A_B, labels=(words("asks", 400, 330),)), B_C),
        "the arrow a-b runs over 'asks'; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "an arrow through the rim of a number": (
        slide(*REST, A_B, B_C, edge("v", "b", (380, 480), (380, 460), (350, 460), (350, 300), (600, 300))),
        "the arrow v-b cuts the number '1'; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "numbers on each other": (
        slide(*REST, A_B, B_C, edge("a", "c", (280, 340), (500, 340), (500, 740), (600, 740),
                                    badge=Words("2", Rect(365, 325, 30, 30), 18))),
        "the numbers '1' and '2' stand on each other; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "a number on a text": (
        slide(*REST, A_B, B_C, words("x", 340, 320)),
        "the number '1' stands on 'x'; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "a number on an icon": (
        slide(*REST, replace(A_B, badge=Words("1", Rect(265, 325, 30, 30), 18)), B_C),
        "the number '1' stands on the icon of a; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "a text on the number of an icon": (
        slide(*REST[:2], replace(C, badge=Words("2", Rect(670, 700, 30, 30), 18)), *REST[3:], A_B, B_C,
              words("x", 690, 710)),
        "'x' stands on the icon of c; shorten the words (views: labels) or split the view",
    ),
    "an arrow over the number of an icon": (
        slide(*REST, A_B, B_C, replace(node("d", 540, 550), badge=Words("2", Rect(630, 560, 30, 30), 18))),
        "the arrow b-c runs over the icon of d; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
    "lines of strangers that run together": (
        slide(*REST, A_B, B_C, node("d", 900, 560), node("e", 400, 600),
              edge("d", "e", (900, 600), (640, 600), (640, 640), (480, 640))),
        "lines that run together suggest that b leads to e; "
        "move one of the two (views: lanes or breaks) or leave one out (views: exclude)",
    ),
}  # fmt: skip


def unfit(picture: Geometry) -> list[str]:
    """What the measures of the tests see that nobody would put on a slide; how full it is does not count here."""
    why = measured(picture)[1]
    small = [t for t in (*(w for n in picture.nodes for w in n.labels), *picture.frame) if t.px < 16]
    return [w for w in why if not w.startswith(SOFT)] + [f"text_px_min: {t.px}" for t in small]


SOFT = ("crossings", "foreign", "against_edges")


def test_a_sound_picture_has_no_defects() -> None:
    """Nor has one whose lines share what they may: a fan-in, and words that stand beside their line."""
    assert defects(SOUND) == ()
    assert unfit(SOUND) == []
    fan = edge("d", "c", (900, 600), (640, 600), (640, 700))
    assert defects(slide(*REST, A_B, B_C, node("d", 900, 560), fan)) == ()


@pytest.mark.parametrize("name", BY_CHECK)
def test_each_defect_is_said(name: str) -> None:
    """In one sentence and with what helps; the measures of the tests see it too."""
    picture, said = BY_CHECK[name]
    assert [str(d) for d in defects(picture)] == [said]
    assert unfit(picture) != []


def test_defects_stand_in_the_order_of_the_checks_and_once_each() -> None:
    """Two texts of one wording that stand on the same icon are one sentence."""
    picture = slide(
        *REST, A_B, B_C, words("x", 610, 720), words("x", 660, 720), words("tiny", 900, 40, 12), node("far", -40, 900)
    )
    assert [d.says for d in defects(picture)] == [
        "text of 12 pixels is too small to read, 16 is the least",
        "far reaches beyond the slide",
        "'x' stands on the icon of c",
    ]


def test_lines_with_two_heads_read_both_ways() -> None:
    """Two arrows out of b may share a trunk; once one of them leads back, the trunk suggests a way from d to c."""
    trunk = edge("b", "d", (640, 420), (640, 600), (900, 600))
    shapes = (*REST, A_B, B_C, node("d", 900, 560))
    assert defects(slide(*shapes, trunk)) == ()
    both = slide(*shapes, replace(trunk, both=True))
    assert [d.says for d in defects(both)] == ["lines that run together suggest that d leads to c"]
    assert unfit(both) == ["false_paths: d -> c"]


STEPS = st.integers(-40, 40).map(lambda k: 10 * k)
MOVED = st.lists(st.tuples(st.integers(0, 7), STEPS, STEPS), min_size=1, max_size=3)


def moved(picture: Geometry, which: int, dx: float, dy: float) -> Geometry:
    """The picture with one of its things elsewhere: an icon with its words, or words, or a line."""

    def to(box: Rect) -> Rect:
        return Rect(box.x + dx, box.y + dy, box.w, box.h)

    nodes = list(picture.nodes)
    if which < 5:
        n = nodes[which] if which < 3 else nodes[2 * (which - 3)]
        around = n if which >= 3 else replace(n, box=to(n.box), marks=tuple(replace(m, box=to(m.box)) for m in n.marks))
        nodes[nodes.index(n)] = replace(around, labels=tuple(replace(t, box=to(t.box)) for t in n.labels))
        return replace(picture, nodes=tuple(nodes))
    if which == 5:
        line = ((640, 420), (640, 500), (640 + dx, 500), (640 + dx, 500 + dy), (640, 500 + dy), (640, 700))
        return replace(picture, edges=(picture.edges[0], edge("b", "c", *line)))
    if which == 6:
        return replace(picture, frame=tuple(replace(t, box=to(t.box)) for t in picture.frame))
    one, other = picture.edges
    return replace(picture, edges=(replace(one, labels=tuple(replace(t, box=to(t.box)) for t in one.labels)), other))


@settings(max_examples=300, deadline=None)
@given(MOVED)
def test_the_gate_and_the_measures_agree(moves: list[tuple[int, float, float]]) -> None:
    """Whatever is moved where: both find the picture fit or neither. What placing and routing cannot do is left to the
    measures: an arrow that ends in the air, words far off their arrow."""
    picture = SOUND
    for move in moves:
        picture = moved(picture, *move)
    seen = [w for w in unfit(picture) if not w.startswith(("gap_end", "detached"))]
    assert bool(defects(picture)) == bool(seen), (seen, defects(picture))


@pytest.mark.parametrize(("x", "cut"), [(347.5, False), (348.5, True)])
def test_a_line_cuts_a_number_by_as_much_as_the_tests_judge_says(x: float, cut: bool) -> None:
    """Three pixels of its rim may be touched: the number begins at 345."""
    picture = slide(*REST, A_B, B_C, edge("v", "b", (380, 480), (380, 460), (x, 460), (x, 300), (600, 300)))
    assert any("cuts the number" in str(d) for d in defects(picture)) == cut
    assert any("cuts the badge" in why for why in measured(picture)[1]) == cut


@pytest.mark.parametrize(
    ("begin", "seen"),
    [(7, False), (10, False), (40, True)],
)
def test_whether_or_not_a_short_beginning_is_seen(begin: int, seen: bool) -> None:
    """o leads to g and i, and so does w, whose arrow to i leaves the one to g after some pixels. Who does not see that
    both begin at w takes the line into g for one from w, and that into i as well.

    o ==+==== g ====+== w
        |           |
        +=== i =====+
    """
    picture = slide(
        edge("o", "g", (100, 100), (500, 100)),
        edge("o", "i", (100, 100), (200, 100), (200, 300), (480, 300)),
        edge("w", "g", (900, 130), (450, 130), (450, 100), (500, 100)),
        edge("w", "i", (900, 130), (900 - begin, 130), (900 - begin, 330), (520, 330)),
    )
    said = [] if seen else ["lines that run together suggest that w leads to i"]
    assert list(_relations_that_do_not_exist(picture)) == said
