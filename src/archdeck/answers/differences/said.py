"""Differences to what is printed of them: lines of text, JSON, and Markdown for a comment on a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archdeck.answers.differences.difference import Change, Difference, diff, fields, one_line
from archdeck.answers.differences.parity import ParityGap, compared_by_tier, leading_first, missing_flows, parity_gaps
from archdeck.language import Stage
from archdeck.model import Environment, Instance, Model

_SIGNS = {Change.ADDED: "+", Change.REMOVED: "−", Change.CHANGED: "≠"}


def compared_lines(model: Model, one: Environment, other: Environment) -> list[str]:
    found = diff(one, other, model.overlays)
    if not found:
        return [f"{one.id} and {other.id} do not differ"]
    reasons = [f"{e.id} differs - because: {one_line(e.because)}" for e in (one, other) if e.because]
    return [*reasons, *map(str, found), *warnings(model, one, other)]


def warnings(model: Model, one: Environment, other: Environment) -> list[str]:
    """What one of the environments has and the other never exercises."""
    return [f"warning: {gap_words(gap, *leading_first(one, other))}" for gap in parity_gaps(model, one, other)]


def gap_words(gap: ParityGap, here: Environment, there: Environment) -> str:
    flows = f" (in {', '.join(flow.id for flow in gap.flows)})" if gap.flows else ""
    why = f" - because: {one_line(gap.because)}" if gap.because else ""
    lacks = "lacks" if there.stage is Stage.DISASTER_RECOVERY else "never exercises"
    return f"{here.id} has {gap.component.id}{flows}, which {there.id} {lacks}{why}"


def compared_json(model: Model, one: Environment, other: Environment) -> dict[str, Any]:
    here, there = leading_first(one, other)
    return {
        "from": one.id,
        "to": other.id,
        "differences": [difference.json() for difference in diff(one, other, model.overlays)],
        "parity": [
            {
                "component": gap.component.id,
                "in": here.id,
                "not_in": there.id,
                "flows": [flow.id for flow in gap.flows],
                "because": gap.because,
            }
            for gap in parity_gaps(model, one, other)
        ],
        "flows_not_in": {there.id: [flow.id for flow in missing_flows(model, one, other)]},
        "tiers": {
            tier.id: {line.component.id: [_listed(line.here), _listed(line.there)] for line in shown}
            for tier, shown in compared_by_tier(model, one, other)
        },
    }


def compared_markdown(model: Model, one: Environment, other: Environment) -> list[str]:
    """A table by tier, one of differences, and what is never exercised."""
    found = diff(one, other, model.overlays)
    title = f"### {plain(model.name)}: {plain(one.name)} and {plain(other.name)}"
    if not found:
        return [title, "", "No difference."]
    reasons = [f"{plain(e.name)} differs because: {plain(e.because)}" for e in (one, other) if e.because]
    rows = [
        (tier.name, line.component.name, _listed(line.here) or "–", _listed(line.there) or "–")
        for tier, shown in compared_by_tier(model, one, other)
        for line in shown
    ]
    warned = [f"- {plain(gap_words(gap, *leading_first(one, other)))}" for gap in parity_gaps(model, one, other)]
    return [
        title,
        *(line for reason in reasons for line in ("", reason)),
        *("", *table(("Tier", "Component", one.name, other.name), rows)),
        *("", *difference_table(found)),
        *(["", "Never exercised:", "", *warned] if warned else []),
    ]


def difference_table(found: Iterable[Difference]) -> list[str]:
    rows = [
        (
            f"{_SIGNS[d.change]} {d.change.value}",
            d.what,
            d.id,
            fields(d).replace(" -> ", " → "),
            "" if d.general else d.because,
        )
        for d in found
    ]
    return table(("Change", "What", "Which", "From → to", "Because"), rows)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table whose cells show every letter of what they hold."""
    lines = [headings, ["---"] * len(headings), *([plain(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def plain(words: str) -> str:
    """A text as Markdown that says it and does nothing else, on one line."""
    escaped = "".join(f"&#{ord(c)};" if c in "\\`*_[]{}<>&|~#@!" else c for c in one_line(words))
    return escaped.replace("://", "&#58;//")


def _listed(instances: Iterable[Instance]) -> str:
    """`2 in us-east-1a, 1 standby in us-east-1b`."""
    parts = []
    for instance in instances:
        role = f" {instance.role.value}" if instance.role else ""
        parts.append(f"{instance.count}{role}" + (f" in {instance.place.name}" if instance.place else ""))
    return ", ".join(parts)
