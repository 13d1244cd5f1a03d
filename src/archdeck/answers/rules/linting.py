"""A resolved model to the findings of its rules: what speaks against the design as it is written, and what of that is
waived. Rules stand in tables by pillar; what their pages say, and their examples, lie in `texts`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from archdeck.answers.rules import (
    copies,
    cost,
    design,
    entries,
    operations,
    performance,
    promises,
    recovery,
    reliability,
    security,
)
from archdeck.answers.rules.added import added_rules
from archdeck.answers.rules.rule import Element, Evidence, Finding, Rule
from archdeck.answers.rules.team import team_rules
from archdeck.language import Location, Problem, Severity, nearest
from archdeck.model import Instance, Model, Place, Waiver

RULES: dict[str, Rule] = {
    rule.id: rule
    for table in (entries, security, reliability, promises, copies, recovery, operations, performance, cost, design)
    for rule in table.RULES
}  # fmt: skip


@cache
def every_rule() -> dict[str, Rule]:
    """The rules of archdeck, and those that other packages add."""
    return {**RULES, **added_rules(RULES)}


def rules_of(model: Model) -> dict[str, Rule]:
    """All rules that hold for a model, those of its team with them. One of these that has the id of another counts for
    nothing."""
    return {**every_rule(), **{id: rule for id, rule in team_rules(model).items() if id not in every_rule()}}


@dataclass(frozen=True)
class Linted:
    """All findings in the order of the files, waived or not, and what is wrong with the waivers themselves."""

    findings: tuple[Finding, ...] = ()
    faults: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is not waived."""
        open_ = [Problem(f.where, f.rule.severity, f.message, f.rule.id) for f in self.findings if not f.waiver]
        return tuple(sorted([*open_, *self.faults]))


def lint(model: Model, today: date) -> Linted:
    """What the rules find. A waiver holds up to and including the day until which it is written."""
    used: set[Location] = set()
    findings: dict[tuple[Location, str], Finding] = {}
    known = rules_of(model)
    for rule in known.values():
        for evidence in rule.find(model):
            waivers = [w for e in _elements(model, evidence) for w in e.waivers if w.rule == rule.id]
            used.update(waiver.where for waiver in waivers)
            finding = _finding(rule, evidence, waivers, today)
            key = (finding.where, rule.id)
            # What environments inherit is said once, and is waived only if it is waived in each.
            if key not in findings or (findings[key].waiver and not finding.waiver):
                findings[key] = finding
    ordered = sorted(findings.values(), key=lambda f: (f.where, f.rule.id))
    return Linted(tuple(ordered), tuple(sorted(set(_faults(model, known, used)))))


def _finding(rule: Rule, evidence: Evidence, waivers: list[Waiver], today: date) -> Finding:
    holds = [waiver for waiver in waivers if today <= waiver.until]
    return Finding(rule, evidence, holds[0] if holds else None, waivers[0] if waivers and not holds else None)


def _elements(model: Model, evidence: Evidence) -> Iterator[Element]:
    """What a finding is about, what that stands in, and the whole system."""
    for element in evidence.about:
        yield element
        if isinstance(element, Instance):
            yield element.component
            yield from element.places()
        elif isinstance(element, Place):
            yield from element.chain()
    yield model


def _faults(model: Model, known: Mapping[str, Rule], used: set[Location]) -> Iterator[Problem]:
    for waiver in (w for element in waivable_elements(model) for w in element.waivers):
        if waiver.rule not in known:
            hint = nearest(waiver.rule, known) or "; the site lists the rules"
            message = f"{waiver.rule!r} is no rule that can be waived{hint}"
            yield Problem(waiver.where, Severity.ERROR, message, "unknown-rule")
        elif waiver.where not in used:
            message = f"rule {waiver.rule!r} finds nothing here; delete the waiver"
            yield Problem(waiver.where, Severity.WARNING, message, "idle-waiver")


def waivable_elements(model: Model) -> Iterator[Element]:
    """Everything that a waiver can stand beside."""
    yield model
    yield from model.components
    yield from model.relations
    yield from model.place_relations
    yield from model.requirements
    yield from model.flows
    for environment in model.environments:
        yield environment
        yield from environment.places
        yield from environment.instances
