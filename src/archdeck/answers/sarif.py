"""Problems and findings to SARIF 2.1.0, the format in which code hosts and editors read the results of checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from archdeck import __version__
from archdeck.answers.rules.linting import every_rule
from archdeck.answers.rules.rule import Finding, Rule
from archdeck.language import Location, Problem, printable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(
    problems: Sequence[Problem], waived: Sequence[Finding], known: Mapping[str, Rule] | None = None
) -> dict[str, Any]:
    """One run with a result for each problem, and one that is suppressed for each finding that is waived; `known` are
    the rules of teams that something is to be said of."""
    known = {**every_rule(), **(known or {})}
    others = dict.fromkeys(problem.rule for problem in problems if problem.rule not in known)
    order = {rule: number for number, rule in enumerate([*known, *others])}
    told = [*(_rule(rule) for rule in known.values()), *({"id": rule} for rule in others)]
    results = [_result(p.where, p.severity.value, p.message, p.rule, order) for p in problems]
    results += [_waived(finding, order) for finding in waived]
    driver = {"name": "archdeck", "version": __version__, "rules": told}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def waived(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.waiver]


def _rule(rule: Rule) -> dict[str, Any]:
    told = rule.explanation
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _line(told.why)},
        "help": {"text": _line(told.fix)},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [rule.pillar.value if rule.pillar else "model"]},
    }


def _result(where: Location, level: str, message: str, rule: str, order: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "ruleIndex": order[rule],
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": _place(where)}],
    }


def _waived(finding: Finding, order: dict[str, int]) -> dict[str, Any]:
    made = _result(finding.where, finding.rule.severity.value, printable(finding.message), finding.rule.id, order)
    if waiver := finding.waiver:
        suppression = {
            "kind": "inSource",
            "status": "accepted",
            "justification": waiver.because,
            "location": {"physicalLocation": _place(waiver.where)},
            "properties": {"until": waiver.until.isoformat()},
        }
        made["suppressions"] = [suppression]
    return made


def _place(where: Location) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(where.path, safe="/@")},
        "region": {"startLine": where.line, "startColumn": where.column},
    }


def _line(text: str) -> str:
    return " ".join(text.split())
