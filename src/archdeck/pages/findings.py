"""Findings to what pages say of them: by pillar, with the page of what each is about; and the rules by pillar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from archdeck.answers import Element, Finding, Rule, every_rule, rules_of
from archdeck.language import Pillar
from archdeck.model import Component, Environment, Flow, Instance, Model, PlaceRelation, Relation, Requirement
from archdeck.pages import paths
from archdeck.pages.text import text

PILLARS: Mapping[Pillar | None, str] = {
    Pillar.SECURITY: "Security",
    Pillar.RELIABILITY: "Reliability",
    Pillar.OPERATIONAL_EXCELLENCE: "Operational excellence",
    Pillar.PERFORMANCE: "Performance efficiency",
    Pillar.COST: "Cost optimization",
    Pillar.SUSTAINABILITY: "Sustainability",
    None: "The model itself",
}
_SEVERITIES = ("error", "warning", "note")


def rules(models: Iterable[Model]) -> dict[str, list[Rule]]:
    """The rules by id: those of archdeck and of packages that add some, and those that teams wrote for some of the
    systems. Two teams may call rules alike that are not."""
    found = {id: [rule] for id, rule in every_rule().items()}
    for rule in (rule for model in models for rule in rules_of(model).values() if rule.where):
        if all(rule.where != other.where for other in found.setdefault(rule.id, [])):
            found[rule.id].append(rule)
    return found


def by_pillar_of(rules: Mapping[str, Sequence[Rule]]) -> dict[str, list[Rule]]:
    """The rules under the name of their pillar."""
    every = [rule for some in rules.values() for rule in some]
    return {name: [rule for rule in every if rule.pillar is pillar] for pillar, name in PILLARS.items()}


def file_of(rule: Rule) -> str:
    """The name of the file that a team wrote it in."""
    return rule.where.path.rpartition("/")[2] if rule.where else ""


def told(rule: Rule) -> tuple[object, ...]:
    """All that pages say of a rule; its id, if archdeck has the rest."""
    own = rule.told is None and rule.where is None
    return (rule.id,) if own else (rule.id, rule.pillar, rule.severity, rule.title, rule.do, rule.told, file_of(rule))


def by_pillar(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What is not waived, under the name of its pillar, the worst first."""
    open_ = sorted((f for f in findings if not f.waiver), key=lambda f: _SEVERITIES.index(f.rule.severity.value))
    groups = {name: [f for f in open_ if f.rule.pillar is pillar] for pillar, name in PILLARS.items()}
    return {name: group for name, group in groups.items() if group}


def waived(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.waiver]


def counted(findings: Sequence[Finding]) -> str:
    """`3 warnings, 2 notes, 4 waived`."""
    counts = [(word, sum(f.rule.severity == word and not f.waiver for f in findings)) for word in _SEVERITIES]
    words = [f"{number} {word}{'s' * (number > 1)}" for word, number in counts if number]
    words += [f"{len(waived(findings))} waived"] if waived(findings) else []
    return ", ".join(words)


def by_component(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """By the id of each component those that are about it or one of its instances."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for id in dict.fromkeys(c.id for e in finding.evidence.about if (c := _component(e))):
            found.setdefault(id, []).append(finding)
    return found


def _component(element: Element) -> Component | None:
    if isinstance(element, Component):
        return element
    return element.component if isinstance(element, Instance) else None


def about(model: Model, finding: Finding) -> tuple[str, str, str]:
    """The name of what a finding stands at, its page, and the anchor there."""
    return _about(model, finding.evidence.about[0])


def _about(model: Model, element: Element) -> tuple[str, str, str]:
    match element:
        case Instance():
            return element.component.name, paths.component_page(model, element.component), ""
        case Component():
            return element.name, paths.component_page(model, element), ""
        case PlaceRelation():
            return f"Relation {element.id}", paths.section_page(model, "relations"), ""
        case Relation():
            return f"{element.source.name} → {element.target.name}", paths.section_page(model, "relations"), ""
        case Requirement():
            return element.name, paths.section_page(model, "requirements"), f"#req-{element.id}"
        case Flow():
            return element.name, paths.flow_page(model, element), ""
        case Environment():
            return element.name, paths.environment_page(model, element), ""
        case _:
            return model.name, paths.system_page(model), ""


def yaml(source: str) -> Markup:
    """An example of ours as a block of code."""
    return Markup(f"```yaml\n{source.strip()}\n```")


def message(words: str) -> Markup:
    """What `archdeck check` prints, on lines that need no scrolling sideways."""
    return Markup("> <code>{}</code>").format(text(words))
