"""What a rule is, and what it finds: records, and the words that all rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archdeck.answers.rules.explained import Explanation, explanation
from archdeck.language import Location, Pillar, Severity
from archdeck.model import (
    Component,
    Environment,
    Flow,
    Instance,
    Model,
    Place,
    PlaceRelation,
    Relation,
    Requirement,
    Waiver,
)

ALL_RULES = "index"  # the page of a rule is called by its id, and this is the page beside them
Element = Model | Component | Relation | PlaceRelation | Requirement | Flow | Environment | Place | Instance


@dataclass(frozen=True)
class Evidence:
    """What speaks for a finding, in words, and the elements that it is about: the first is where the finding stands,
    and a waiver of any of them holds."""

    words: str
    about: tuple[Element, ...]


@dataclass(frozen=True)
class Rule:
    """`pillar` is None for rules about the model itself: what cannot be meant as it stands there. `do` completes a
    finding's sentence: what to do about it. `told` is what is said of one that archdeck does not have itself, `where`
    it is written, if a team did."""

    id: str
    pillar: Pillar | None
    severity: Severity
    title: str
    do: str
    find: Callable[[Model], Iterator[Evidence]]
    told: Explanation | None = None
    where: Location | None = None

    @property
    def explanation(self) -> Explanation:
        """What its page says."""
        return self.told or explanation(self.id)


@dataclass(frozen=True)
class Finding:
    """A rule's evidence at its place. `waiver` is the one that holds; `ended` one that did."""

    rule: Rule
    evidence: Evidence
    waiver: Waiver | None = None
    ended: Waiver | None = None

    @property
    def where(self) -> Location:
        return self.evidence.about[0].where

    @property
    def message(self) -> str:
        said = f"{self.evidence.words}; {self.rule.do}"
        return f"{said} (its waiver ended on {self.ended.until.isoformat()})" if self.ended else said


def found(words: str, *about: Element) -> Evidence:
    return Evidence(words, about)


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = dict.fromkeys(names) or ("",)
    return f"{', '.join(first)} and {last}" if first else last
