"""Rules of other packages to rules that cannot break a check: each with what is said of it, and an id of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from archdeck.answers.rules.explained import Explanation
from archdeck.answers.rules.rule import ALL_RULES, Evidence, Rule
from archdeck.extensions import Extension, adds, leave_out, loaded, tried
from archdeck.language import ID_PATTERN, Pillar, Severity
from archdeck.model import Model


def added_rules(taken: Collection[str]) -> dict[str, Rule]:
    """Those of all packages by id; an entry point names a rule, or several."""
    found: dict[str, Rule] = {}
    for extension, value in loaded("archdeck.rules"):
        some = [value] if isinstance(value, Rule) else tried(extension, partial(list, value))
        good = []
        for rule in some or ():
            if why := _fault(rule, {*taken, *found}):
                leave_out(extension, why)
            else:
                good.append(rule.id)
                found[rule.id] = replace(rule, find=partial(_guarded, extension, rule))
        if good:
            adds(extension, f"rules {', '.join(good)}")
    return found


def _fault(rule: object, taken: Collection[str]) -> str:
    """Why something is no rule, or none that can be taken."""
    if not isinstance(rule, Rule):
        return f"{rule!r} is no archdeck.extending.Rule"
    if not isinstance(rule.id, str) or not re.fullmatch(ID_PATTERN, rule.id):
        return f"{rule.id!r} cannot be the id of a rule: lower-case letters and digits, joined by hyphens"
    if rule.id == ALL_RULES:
        return f"{rule.id!r} names the page of all rules"
    if rule.id in taken:
        return f"there is a rule {rule.id!r} already"
    if not isinstance(rule.severity, Severity) or not (rule.pillar is None or isinstance(rule.pillar, Pillar)):
        return f"rule {rule.id!r} has a severity or a pillar that is none"
    if not isinstance(rule.told, Explanation):
        return f"rule {rule.id!r} lacks `told`, an archdeck.extending.Explanation"
    return "" if callable(rule.find) else f"rule {rule.id!r} has a `find` that is no function"


def _guarded(extension: Extension, rule: Rule, model: Model) -> Iterator[Evidence]:
    """What it finds, all or nothing."""
    found: Iterable[object] = tried(extension, lambda: list(rule.find(model))) or ()
    for evidence in found:
        if isinstance(evidence, Evidence) and evidence.about:
            yield evidence
        else:
            leave_out(extension, f"rule {rule.id!r} finds {evidence!r}, which is no archdeck.extending.Evidence")
