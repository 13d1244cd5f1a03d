"""A page to what the search knows beyond its text: how much it weighs, and words by which people look for it.

The words stand in front matter, where nobody reads them; the search reads them as it reads titles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archdeck.answers import BoardRow
from archdeck.language import Stage
from archdeck.model import Component, Environment

FIRST = 1.0
FAILS = "what happens if when fail fails failing failure fault outage down lost loss breaks dies unavailable"
SLIDES = "slides slide deck talk present export PowerPoint pptx PDF handout speaker notes download PNG SVG"
PROMISES = "RTO RPO recovery time point objective downtime data loss"
STAGES = {
    Stage.DEVELOPMENT: "development dev sandbox",
    Stage.STAGING: "staging stage test pre-production",
    Stage.PRODUCTION: "production prod live",
    Stage.DISASTER_RECOVERY: "disaster recovery DR standby",
}
OF_FAILURES = {
    "zone": "zone availability AZ data center",
    "region": "region disaster",
    "component": "component",
    "drill": "disaster",
}


@dataclass(frozen=True)
class Sought:
    """`boost` is how many times as much as other pages it weighs; `more` are words that depend on what it is about."""

    boost: float
    words: str = ""
    more: Callable[[Mapping[str, Any]], Iterable[str]] = lambda _: ()


def _environment(values: Mapping[str, Any]) -> Iterable[str]:
    here: Environment = values["here"]
    return STAGES[here.stage], here.id


def _failure(values: Mapping[str, Any]) -> Iterable[str]:
    row: BoardRow = values["row"]
    return (OF_FAILURES[row.failure.kind],)


def _component(values: Mapping[str, Any]) -> Iterable[str]:
    component: Component = values["component"]
    return component.kind.name, *component.kind.known_as, component.kind.category, component.id


# By the template that a page is made from: what a system is and does, before lists of everything, rules and kinds.
SOUGHT = {
    "system.md": Sought(6, "overview architecture diagram", lambda values: (values["model"].name,)),
    "environment.md": Sought(4, "environment picture diagram where runs", _environment),
    "requirements.md": Sought(5, f"requirements asked promises targets SLA availability uptime {PROMISES}"),
    "ledger.md": Sought(5, f"ledger promises kept how long interrupted {PROMISES}"),
    "drills-of.md": Sought(4, f"drills {FAILS} zone region resilience single point of failure"),
    "played.md": Sought(3, f"drill {FAILS} goes resilience", _failure),
    "flow.md": Sought(3, "flow steps walk through walkthrough walk-through sequence"),
    "component.md": Sought(3, "component service", _component),
    "difference.md": Sought(2, "difference differs compare diff drift between"),
    "differences.md": Sought(2, "differences compare diff environments between"),
    "topic.md": Sought(2),
    "presenting.md": Sought(4, SLIDES),
    "landscape.md": Sought(3, "landscape all systems map"),
    "rule.md": Sought(0.001, "rule lint"),
    "rules.md": Sought(0.2, "rules lint linter well-architected"),
    "kinds.md": Sought(0.001, "kinds icons services"),
    "catalogue.md": Sought(0.1, "catalogue kinds services"),
}


def boost(template: str, values: Mapping[str, Any]) -> float:
    """What is of production comes before the same of other environments."""
    weight = SOUGHT.get(template, Sought(1)).boost
    here = values.get("here") or (values["board"].environment if "board" in values else None)
    return weight + (here is not None and here.stage == Stage.PRODUCTION) * FIRST


def words(template: str, values: Mapping[str, Any]) -> str:
    """In the order of the table, each once."""
    sought = SOUGHT.get(template, Sought(1))
    return " ".join(dict.fromkeys(" ".join((sought.words, *sought.more(values))).split()))
