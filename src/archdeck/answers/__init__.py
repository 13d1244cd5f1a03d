"""A model comes in; what fails with what, what differs between environments and what speaks against it go out."""

from __future__ import annotations

from archdeck.answers.checks import check
from archdeck.answers.clock import today
from archdeck.answers.differences.contents import contents
from archdeck.answers.differences.difference import Change, Difference, diff
from archdeck.answers.differences.parity import Gap, Line, by_tier, leading, pairs, parity, unplayed
from archdeck.answers.differences.said import compared_json, compared_lines, compared_markdown
from archdeck.answers.differences.since import Changes, compare
from archdeck.answers.drills.board import COMPONENT, SIGNS, Board, Failure, Row, board
from archdeck.answers.drills.ledger import (
    Entry,
    Ledger,
    Promise,
    Verdict,
    board_json,
    board_lines,
    how_long,
    ledger,
    played_json,
)
from archdeck.answers.drills.loss import NEEDED, Loss, side_of
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState, InstanceState, Result, State
from archdeck.answers.drills.times import Time, promotion, where_it_runs
from archdeck.answers.rules.explained import explained
from archdeck.answers.rules.linting import RULES, Linted, all_elements, lint
from archdeck.answers.rules.rule import Element, Finding, Rule
from archdeck.answers.sarif import sarif_log, waived

__all__ = [
    "COMPONENT",
    "NEEDED",
    "RULES",
    "SIGNS",
    "Board",
    "Change",
    "Changes",
    "Difference",
    "Element",
    "Entry",
    "Failure",
    "Finding",
    "FlowState",
    "Gap",
    "InstanceState",
    "Ledger",
    "Line",
    "Linted",
    "Loss",
    "Promise",
    "Result",
    "Row",
    "Rule",
    "State",
    "Time",
    "Verdict",
    "all_elements",
    "board",
    "board_json",
    "board_lines",
    "by_tier",
    "check",
    "compare",
    "compared_json",
    "compared_lines",
    "compared_markdown",
    "contents",
    "diff",
    "drill",
    "explained",
    "how_long",
    "leading",
    "ledger",
    "lint",
    "pairs",
    "parity",
    "played_json",
    "promotion",
    "sarif_log",
    "side_of",
    "today",
    "unplayed",
    "waived",
    "where_it_runs",
]
