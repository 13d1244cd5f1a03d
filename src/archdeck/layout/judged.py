"""A layout of a view to what its picture is worth: what is broken, what is not drawn by itself, and its flaws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import fsum

from archdeck.layout.budget import LETTERING, Budget
from archdeck.layout.doors import off_their_border
from archdeck.layout.fold import folded
from archdeck.layout.gate import defects
from archdeck.layout.laid import Layout
from archdeck.layout.merging import CROWDS
from archdeck.layout.picture import geometry, lost, unspoken
from archdeck.layout.route import route
from archdeck.layout.sizes import GOOD
from archdeck.views import View

HAIRBALL = 400.0  # flaws for each arrow from which on more boxes had better be merged
ENOUGH = 40.0  # flaws for each arrow with which a picture is good enough: less than a bend and a half
BEND, WORDS = 25.0, 60.0  # what a bend counts, and words without room, in the costs of the router
DOOR = 300.0  # and a door that is not at the border of its network


@dataclass(frozen=True)
class Judged:
    """A layout with what is broken in its picture, how many boxes are not drawn by themselves, how many of them are in
    a crowd of different ones, whether a crowd is of several zones or networks, and its flaws."""

    layout: Layout
    broken: int
    merged: int
    crowded: int
    blurred: bool
    flaws: float

    @property
    def clean(self) -> bool:
        return not self.broken and not self.merged

    @property
    def is_good(self) -> bool:
        """Whether it is not worth it to look for a better one: a small text might be larger in another."""
        large = self.layout.placed.sizes.px >= GOOD
        return large and not self.broken and self.flaws <= ENOUGH * len(self.layout.view.arrows)

    @property
    def worth(self) -> tuple[int, bool, bool, int, int, float]:
        """Less is better. What merges boxes anyway had better merge more than be a hairball."""
        return self.broken, self.blurred, self.is_hairball, self.crowded, self.merged, self.flaws

    @property
    def is_hairball(self) -> bool:
        """Whether boxes are merged and nobody can follow the arrows all the same."""
        return self.crowded > 0 and self.flaws > HAIRBALL * len(self.layout.view.arrows)


def judge(view: View, one: Layout, budget: Budget | None = None) -> Judged:
    """A layout with the ways of its arrows, and what comes of it."""
    if budget:
        budget.spend(LETTERING * len(one.view.arrows))
    one = replace(one, routes=route(one.view, one.placed, budget))
    drawn = geometry(view, one)
    before = {b.id: b.stands_for for b in view.boxes}
    several = [b for b in one.view.boxes if len(b.stands_for) > 1 and b.stands_for != before.get(b.id)]
    merged = sum(len(b.stands_for) for b in several)
    crowded = sum(len(b.stands_for) for b in several if b.id.startswith(CROWDS))
    home = {b.id: b.group for b in (folded(view) if one.folded else view).boxes}
    crowds = [{home[id] for id in b.stands_for if id in home} for b in several if b.id.startswith(CROWDS)]
    across = any(len(homes) > 1 for homes in crowds)
    silent = len(unspoken(one, drawn))
    flaws = fsum(way.flaws + BEND * (len(way.points) - 2) for way in one.routes.values()) + WORDS * silent
    flaws += DOOR * len(off_their_border(one.view, one.placed))
    return Judged(one, len(lost(one)) + len(defects(drawn)), merged, crowded, across, flaws)


def judged(view: View, some: Iterable[Layout]) -> list[Judged]:
    """Layouts of a view with the ways of their arrows and what comes of them, the best first."""
    return sorted((judge(view, one) for one in some), key=lambda j: j.worth)
