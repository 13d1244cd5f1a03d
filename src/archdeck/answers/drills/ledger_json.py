"""What a failure does and what became of promises, to plain values for scripts: each number with its line."""

from __future__ import annotations

from typing import Any

from archdeck.answers.drills.availability import Availability
from archdeck.answers.drills.board import DRILL, Board, BoardRow, Failure
from archdeck.answers.drills.ledger import LedgerEntry, Promise, entries_of, ledger, line_of
from archdeck.answers.drills.result import Result
from archdeck.answers.drills.shares import Share
from archdeck.language import Outcome
from archdeck.model import Model


def played_json(model: Model, result: Result) -> dict[str, Any]:
    """A drill, and the lines that each of its numbers comes from."""
    here = result.environment
    flows = tuple(f for f in model.flows if f.id in result.flows)
    row = BoardRow(Failure(DRILL, "", "", result.down), result)
    return result.json() | {
        "ledger": [_entry_json(entry) for entry in entries_of(Board(model, here, flows, (row,)), row)]
    }


def board_json(model: Model, found: Board) -> dict[str, Any]:
    """Every default drill of an environment, its single points of failure, and the times with their lines; `null` is
    unknown."""
    book = ledger(model, (found,))
    return found.json() | {
        "ledger": [_entry_json(entry) for entry in book.entries],
        "promises": [_promise_json(promise) for promise in book.promises],
        "availability": [availability_json(found) for found in book.availabilities],
    }


def availability_json(found: Availability) -> dict[str, Any]:
    """How much of the time a flow works, from 0 to 1, `null` where that is unknown; with the formula, what it is made
    of, what would have to be stated, and what counts for nothing."""
    share = found.share
    return {
        "flow": found.flow.id,
        "availability": None if share.value is None else float(share.value),
        "formula": share.formula or None,
        "stated": [_share_json(leaf) for leaf in share.stated()],
        "missing": [_share_json(leaf) for leaf in share.lacking()],
        "not_counted": list(found.left_out),
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {
        "availability": None if share.value is None else float(share.value),
        "says": share.says,
        "line": line_of(share.where) if share.where else None,
        "source": share.source or None,
    }


def _entry_json(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "down": list(entry.failure.down),
        "flow": entry.flow.id,
        "state": entry.found.state.value,
        "rto": _number(entry, "rto"),
        "rpo": _number(entry, "rpo"),
    }


def _promise_json(promise: Promise) -> dict[str, Any]:
    worst = promise.worst
    return {
        "requirement": promise.requirement.id,
        "measure": promise.measure,
        "target": promise.asked,
        "line": line_of(promise.where),
        "verdict": promise.verdict.value,
        "worst": worst and {"down": list(worst.failure.down), "flow": worst.flow.id, "state": worst.found.state.value},
        **({"availability": availability_json(promise.least)} if promise.least else {}),
    }


def _number(entry: LedgerEntry, measure: str) -> dict[str, Any]:
    """`seconds` as the drill has them; for a lost flow that could be restored, `restore_seconds` say how long that
    takes, or how old the copies are."""
    time = entry.time(measure)
    lost = {"restore_seconds": time.seconds} if entry.found.state is Outcome.LOST else {}
    return {
        "seconds": entry.seconds(measure),
        **lost,
        "lines": [line_of(where) for where in entry.lines(measure)],
        "stated": [
            {"seconds": t.seconds, "says": t.says, "line": line_of(t.where) if t.where else None} for t in time.stated()
        ],
    }
