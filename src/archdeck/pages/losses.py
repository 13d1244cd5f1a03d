"""A board and the picture of its environment to what that picture can show of each failure: in words, and as states for
the script that paints them on the picture which is there. Nothing is drawn twice.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archdeck.answers import Board, BoardRow, State
from archdeck.canvas import STATES
from archdeck.language import Outcome
from archdeck.model import Flow
from archdeck.views import View, left_by

SAID = 6  # flows of a failure that are told one by one; more are counted
SHOWN = ("down", "part-down", "takes-over", "promoted", "degraded", "holds", "restores", "outlives")


@dataclass(frozen=True)
class Lost:
    """A failure in an environment: `of` is the place or the component that it takes down alone, if it is one; `hit` are
    the flows that do not just go on, the worst first, of which `more` are not told; `states` are those of `boxes` and
    frames by id, and `ways` the arrows that lead nowhere any more, each with how many relations it stands for."""

    row: BoardRow
    says: str
    of: str
    down: tuple[str, ...]
    taking: tuple[str, ...]
    hit: tuple[Flow, ...]
    more: int
    states: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, int], ...]


def losses(board: Board, view: View, flow: Flow | None = None) -> tuple[Lost, ...]:
    """Every failure worth playing, in the order of the board; on the picture of a flow, those that it does not just
    survive, and what becomes of that flow."""
    about = board.flows if flow is None else (flow,)
    every = (_lost(board, row, view, about) for row in board.rows)
    return tuple(one for one in every if flow is None or one.hit)


def _lost(board: Board, row: BoardRow, view: View, about: Iterable[Flow]) -> Lost:
    states, ways, says = left_by(board.model, row.failure, row.result, view)
    found = row.result.flows
    relations = {a.id: len(a.relations) for a in view.arrows}
    hit = [f for f in about if found[f.id].state is not Outcome.SURVIVES]
    hit.sort(key=lambda f: -list(Outcome).index(found[f.id].state))
    alone = len(row.failure.down) == 1 and " in " not in row.failure.down[0]
    return Lost(
        row=row,
        says=says,
        of=row.failure.down[0] if alone else "",
        down=tuple(_down(board, row)),
        taking=tuple(dict.fromkeys(b.name for b in view.boxes if states.get(b.id) in ("takes-over", "promoted"))),
        hit=tuple(hit[:SAID]),
        more=max(0, len(hit) - SAID),
        states=tuple((id, state) for id, state in states.items() if state in SHOWN),
        ways=tuple((id, relations[id]) for id in ways),
    )


def _down(board: Board, row: BoardRow) -> Iterator[str]:
    """The components of which nothing is left."""
    names = {c.id: c.name for c in board.model.components}
    yield from (names[id] for id, found in row.result.components.items() if found.state is State.DOWN)


def as_states(found: Iterable[Lost]) -> str:
    """What the script paints: how each state looks, and by failure the ids of what is in it."""
    lost: dict[str, dict[str, list[str]]] = {}
    several: dict[str, int] = {}
    for one in found:
        of: dict[str, list[str]] = defaultdict(list)
        for id, state in one.states:
            of[state].append(id)
        lost[one.row.failure.key] = {**of, **({"ways": [id for id, _ in one.ways]} if one.ways else {})}
        several |= {id: count for id, count in one.ways if count > 1}
    used = {state for states in lost.values() for state in states}
    looks = {
        state: {"colour": look.colour, "sign": look.sign, "solid": look.solid, "says": look.legend}
        for state, look in STATES.items()
        if state in used | {"part-down"}
    }
    told = {"looks": looks, "lost": lost} | ({"several": several} if several else {})
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)
