"""What people dislike in a picture: for each figure a picture by hand that has the fault and one that has not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archdeck.canvas.geometry import Geometry, GroupShape, Mark, NodeShape, Rect, Sign, Words
from picture_looks import FIGURES, LIMITS, dislikes, looks
from slides import edge, group, node, slide, words

# Three columns of two icons.
#
#   [a]  [c]  [e]
#   [b]  [d]  [f]
A, B, C, D, E, F = (node(id, 200 + 300 * (k // 2), 200 + 300 * (k % 2)) for k, id in enumerate("abcdef"))
ICONS = (A, B, C, D, E, F)
A_C = edge("a", "c", (280, 240), (500, 240))
A_D = edge("a", "d", (280, 260), (380, 260), (380, 540), (500, 540))
B_C = edge("b", "c", (280, 540), (340, 540), (340, 400), (440, 400), (440, 260), (500, 260))
B_F = edge("b", "f", (280, 560), (320, 560), (320, 440), (700, 440), (700, 540), (800, 540))
TOP = group("top", Rect(150, 150, 180, 180), "a")
MARK = Mark("keys", "k.png", Rect(260, 260, 30, 30), "Keys")
BADGE = Words("1", Rect(345, 225, 30, 30), 18)
STACK = replace(A, stacked=True)


def row(*frames: tuple[int, int]) -> list[NodeShape | GroupShape]:
    """Frames side by side around an icon each, from here to there."""
    found: list[NodeShape | GroupShape] = []
    for k, (top, bottom) in enumerate(frames):
        found += [
            node(f"n{k}", 150 + 400 * k, 500),
            group(f"z{k}", Rect(100 + 400 * k, top, 300, bottom - top), f"n{k}"),
        ]
    return found


CASES: dict[str, list[tuple[str, Geometry, float]]] = {
    "crossings per arrow": [
        ("side by side", slide(*ICONS, A_C, B_C), 0),
        ("one for two arrows", slide(*ICONS, A_D, B_C), 0.5),
        ("a trunk that splits", slide(*ICONS, A_C, edge("a", "d", (280, 240), (380, 240), (380, 540), (500, 540))), 0),
        ("two lines as one over a third: one place", slide(*ICONS, A_D, B_F, replace(B_F, id="again")), 1 / 3),
    ],
    "bends per arrow": [
        ("straight", slide(*ICONS, A_C), 0),
        ("two and none", slide(*ICONS, A_C, A_D), 1),
        ("no arrow", slide(*ICONS), 0),
    ],
    "hidden of an icon": [
        ("a mark on the corner", slide(replace(A, marks=(MARK,))), 20 * 20 / 6400),
        ("marks on each other count once", slide(replace(A, marks=(MARK, MARK))), 20 * 20 / 6400),
        ("a number of an arrow", slide(A, replace(A_C, badge=Words("1", Rect(200, 200, 80, 40), 18))), 0.5),
        ("a number and a sign", slide(replace(A, badge=Words("1", Rect(180, 180, 40, 40), 18),
                                              sign=Sign(Rect(260, 180, 40, 40)))), 2 * 20 * 20 / 6400),
        ("none", slide(*ICONS), 0),
    ],
    "texts cut": [
        ("a name and a title", slide(replace(A, labels=(words("alp…", 200, 290),)), words("Archi…", 40, 40)), 2),
        ("the first of several", slide(words("Uploads raw s… + 2", 40, 40)), 1),
        ("the author's own", slide(words("1, 2, … 9", 40, 40)), 0),
    ],
    "empty beside crowds": [
        ("all of the slide but a corner", slide(replace(STACK, box=Rect(40, 112, 80, 80))), 1740 / 1840),
        ("no crowd", slide(A), 0),
    ],
    "uneven frames": [
        ("level", slide(*row((300, 800), (300, 800))), 0),
        ("one ends before the other", slide(*row((300, 800), (300, 700))), 1),
        ("of another kind", slide(*row((300, 800)), replace(group("w", Rect(500, 300, 300, 400)), kind="vpc")), 0),
        ("something stands where it would grow", slide(*row((300, 800), (300, 700)), node("x", 600, 720)), 0),
        ("the same in another width", slide(*row((300, 800)), replace(node("m", 550, 500), component="n0"),
                                            group("w", Rect(500, 300, 200, 500), "m")), 1),
    ],
    "detours": [
        ("inside", slide(*ICONS, A_C, group("w", Rect(100, 100, 600, 300), "a", "c")), 0),
        ("out and in", slide(*ICONS, edge("a", "c", (240, 200), (240, 80), (540, 80), (540, 200)),
                             group("w", Rect(100, 100, 600, 300), "a", "c")), 1),
        ("to a frame in it", slide(*ICONS, edge("c", "top", (500, 240), (420, 240), (420, 420), (240, 420), (240, 330)),
                                   group("w", Rect(100, 100, 600, 300), "a", "c"), replace(TOP, parent="w")), 1),
        ("from outside", slide(*ICONS, A_D, TOP), 0),
    ],
    "badges off": [
        ("on its arrow", slide(*ICONS, replace(A_C, badge=BADGE)), 0),
        ("beside it", slide(*ICONS, replace(A_C, badge=replace(BADGE, box=Rect(345, 265, 30, 30)))), 1),
        ("none", slide(*ICONS, A_C), 0),
    ],
    "badges crossed": [
        ("on a crossing", slide(*ICONS, replace(A_C, badge=BADGE),
                                edge("b", "e", (360, 540), (360, 100), (800, 100))), 1),
        ("where a line branches off", slide(*ICONS, replace(A_C, badge=BADGE),
                                            edge("a", "d", (280, 240), (360, 240), (360, 540), (500, 540))), 0),
    ],
    "numbers on boxes": [
        ("on a box", slide(replace(A, badge=BADGE)), 1),
        ("on an arrow", slide(A, C, replace(A_C, badge=BADGE)), 0),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_tells_the_fault_from_none(name: str) -> None:
    found = {said: FIGURES[name](picture) for said, picture, _ in CASES[name]}
    assert found == {said: pytest.approx(value, abs=0.01) for said, _, value in CASES[name]}
    assert len(set(found.values())) > 1


def test_a_sound_picture_is_disliked_for_nothing() -> None:
    picture = slide(*ICONS, A_C, words("TITLE", 40, 40))
    assert looks(picture) == dict.fromkeys(FIGURES, 0)
    assert dislikes(picture) == []


def test_what_is_beyond_its_limit_is_said_in_figures() -> None:
    """One sentence for each; what is at its limit is not."""
    off = replace(A_C, badge=replace(BADGE, box=Rect(345, 265, 30, 30)))
    third, more = (replace(A, marks=(replace(MARK, box=Rect(200, 200, 80, high)),)) for high in (26, 32))
    assert dislikes(slide(third, C, A_C)) == []
    assert dislikes(slide(more, C, off)) == ["hidden of an icon 0.40 > 0.33", "badges off 1.00 > 0"]
    assert set(LIMITS) <= set(FIGURES)
