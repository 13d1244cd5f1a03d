"""A model comes in; what fails with what, what differs, and what speaks against its design go out, as records."""

from __future__ import annotations

from archdeck.answers.checks import check
from archdeck.answers.clock import today
from archdeck.answers.differences.contents import environment_contents
from archdeck.answers.differences.difference import Change, Difference, diff
from archdeck.answers.differences.parity import (
    ComparedComponent,
    ParityGap,
    compared_by_tier,
    leading_first,
    missing_flows,
    pairs_to_compare,
    parity_gaps,
)
from archdeck.answers.differences.said import compared_json, compared_lines, compared_markdown
from archdeck.answers.differences.since import Changes, compare
from archdeck.answers.drift import Drift, drift
from archdeck.answers.drills.availability import Availability
from archdeck.answers.drills.board import OUTCOME_SIGNS, Board, BoardRow, Failure, board
from archdeck.answers.drills.ledger import (
    VERDICT_SIGNS,
    Ledger,
    LedgerEntry,
    Promise,
    Verdict,
    asked_for,
    board_lines,
    how_long,
    ledger,
    told,
)
from archdeck.answers.drills.ledger_json import board_json, played_json
from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState, InstanceState, Result, State
from archdeck.answers.drills.shares import Share, percent_of
from archdeck.answers.drills.times import Time, promotion, where_it_runs
from archdeck.answers.landscape import LANDSCAPE, Crossing, Landscape, landscape
from archdeck.answers.quality import code_quality
from archdeck.answers.rules.explained import Explanation
from archdeck.answers.rules.linting import Linted, every_rule, lint, rules_of, waivable_elements
from archdeck.answers.rules.rule import Element, Evidence, Finding, Rule, found
from archdeck.answers.sarif import sarif_log, waived

__all__ = [
    "LANDSCAPE",
    "OUTCOME_SIGNS",
    "VERDICT_SIGNS",
    "Availability",
    "Board",
    "BoardRow",
    "Change",
    "Changes",
    "ComparedComponent",
    "Crossing",
    "Difference",
    "Drift",
    "Element",
    "Evidence",
    "Explanation",
    "Failure",
    "Finding",
    "FlowState",
    "InstanceState",
    "Landscape",
    "Ledger",
    "LedgerEntry",
    "Linted",
    "Loss",
    "ParityGap",
    "Promise",
    "Result",
    "Rule",
    "Share",
    "State",
    "Time",
    "Verdict",
    "asked_for",
    "board",
    "board_json",
    "board_lines",
    "check",
    "code_quality",
    "compare",
    "compared_by_tier",
    "compared_json",
    "compared_lines",
    "compared_markdown",
    "diff",
    "drift",
    "drill",
    "environment_contents",
    "every_rule",
    "found",
    "how_long",
    "landscape",
    "leading_first",
    "ledger",
    "lint",
    "missing_flows",
    "pairs_to_compare",
    "parity_gaps",
    "percent_of",
    "played_json",
    "promotion",
    "rules_of",
    "sarif_log",
    "today",
    "told",
    "waivable_elements",
    "waived",
    "where_it_runs",
]
