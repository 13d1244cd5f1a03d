"""Files of a team's rules beside its models to the rules in them, each with its place, and to what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from archdeck.language.beside import LaterShape, each_once, mapping_in, sound_in
from archdeck.language.located import Branch, Entry, find
from archdeck.language.problems import Location, ModelError, Problem, Severity, nearest
from archdeck.language.scalars import Id, Line, Text
from archdeck.language.validate import problems_of
from archdeck.language.values import Pillar, PlaceKind, RelationKind, Stage

WHOLE = "a file of rules"


def _several(value: Any) -> Any:
    """One pattern is a list of it."""
    return [value] if isinstance(value, str) else value


def _any(value: Any) -> Any:
    """A key without a value narrows nothing."""
    return {} if value is None else value


Patterns = Annotated[
    list[Line],
    BeforeValidator(_several),
    Field(min_length=1, json_schema_extra={"examples": ["eu-*"]}),
]


class WhichShape(LaterShape):
    """Which of them a rule is about: all, if nothing is said. `*` stands for any letters, `?` for one."""

    ids: Patterns | None = Field(None, description="Those with one of these ids: orders-*.")
    kinds: Patterns | None = Field(None, description="Those of one of these kinds: aws.rds, aws.*, region, request.")
    tags: Patterns | None = Field(None, description="Those with one of these tags.")


class NeedShape(LaterShape):
    """What each of them must have. A pattern, or a list of patterns of which one must fit."""

    id: Patterns | None = Field(None, description="Its id.")
    name: Patterns | None = Field(None, description="Its name.")
    config: dict[Line, Patterns] = Field(
        default_factory=dict, description="Of components: settings, from the name of each to what it may be; * is any."
    )
    owner: Patterns | None = Field(None, description="Of components: who answers for it, or for the system; * is any.")
    tags: Patterns | None = Field(None, description="Tags: one that fits each of these.")
    is_: Patterns | None = Field(
        None, alias="is", description="Of places: the zone or Region that it is, by its id or name: eu-*."
    )
    label: Patterns | None = Field(None, description="Of relations: the words on the arrow; * is any.")
    encryption: Patterns | None = Field(None, description="Of relations: how it is protected on the way; * is any.")
    protocol: Patterns | None = Field(None, description="Of relations: the protocol.")


Which = Annotated[WhichShape | None, BeforeValidator(_any)]


class RuleShape(LaterShape):
    """One rule: about components, places or relations, and what each of them needs, or that there must be none."""

    says: Line = Field(description="What it asks, in one sentence.")
    why: Text = Field("", description="Why, in Markdown.")
    fix: Text = Field("", description="How to fix it, in Markdown.")
    severity: Severity = Field(Severity.WARNING, description="error, warning or note; an error fails `archdeck check`.")
    pillar: Pillar | None = Field(None, description="Pillar of the AWS Well-Architected Framework.")
    stages: list[Stage] = Field(
        default_factory=list, description="Stages of the environments that it holds for; all, if missing."
    )
    components: Which = Field(None, description="It is about these components.")
    places: Which = Field(None, description="It is about these places.")
    relations: Which = Field(None, description="It is about these relations.")
    need: NeedShape | None = Field(None, description="What each of them must have.")
    forbidden: bool = Field(False, description="true: there must be none of them.")


class RulesShape(LaterShape):
    """A file of rules, which hold for all systems of its folder: its name ends with .rules.yaml."""

    rules: Annotated[dict[Id, RuleShape], BeforeValidator(_any)] = Field(
        default_factory=dict, description="The rules by id."
    )


# What a rule can be about, the kinds that this has (those of components are of the catalogue), and what it can need.
ABOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "components": ((), ("id", "name", "config", "owner", "tags")),
    "places": (tuple(kind.value for kind in PlaceKind), ("id", "name", "is", "tags")),
    "relations": (tuple(kind.value for kind in RelationKind), ("id", "label", "encryption", "protocol", "tags")),
}


@dataclass(frozen=True)
class WrittenRule:
    """A rule as it is written, and where. `about` is what it is about: components, places or relations."""

    id: str
    about: str
    shape: RuleShape
    where: Location

    @property
    def which(self) -> WhichShape:
        found: WhichShape = getattr(self.shape, self.about)
        return found


@dataclass(frozen=True)
class Rules:
    """The rules of some files, and what is wrong with those."""

    rules: tuple[WrittenRule, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_rules(files: Iterable[Path]) -> Rules:
    """The rules of all these files in their order. One of a file that is wrong counts for nothing."""
    return Rules(*each_once(files, _read, "rule", "give one another id"))


def _error(where: Location, message: str, rule: str) -> Problem:
    return Problem(where, Severity.ERROR, message, rule)


def _read(file: Path) -> dict[str, WrittenRule]:
    tree = mapping_in(file, WHOLE, "rules")
    sound = sound_in(tree, "rules", RuleShape)
    problems = [
        *problems_of(tree, RulesShape, WHOLE),
        *(p for id, rule in sound.items() for p in _faults(tree, id, rule)),
    ]
    if problems:
        raise ModelError(problems)
    entries = ((id, rule, find(tree, "rules", id)) for id, rule in sound.items())
    return {id: WrittenRule(id, _about(rule)[0], rule, entry.where) for id, rule, entry in entries if entry}


def _about(rule: RuleShape) -> list[str]:
    return [about for about in ABOUT if getattr(rule, about) is not None]


def _faults(tree: Branch, id: str, rule: RuleShape) -> Iterator[Problem]:
    """What is allowed by itself, and means nothing together."""
    entry = find(tree, "rules", id)
    assert entry is not None
    about = _about(rule)
    if len(about) != 1:
        said = "says not what it is about; write one of" if not about else "is about several things; leave one of"
        yield _error(entry.where, f"rule {id!r} {said} `components:`, `places:` and `relations:`", "bad-rule")
        return
    if (rule.need is None) is not rule.forbidden:
        said = "asks for nothing; write `need:`, or" if rule.need is None else "needs something of what must not be;"
        hint = "`forbidden: true`" if rule.need is None else "leave one of `need:` and `forbidden:`"
        yield _error(entry.where, f"rule {id!r} {said} {hint}", "bad-rule")
    elif rule.need is not None and not rule.need.model_fields_set:
        yield _error(entry.where, f"rule {id!r} needs nothing; write what under `need:`", "bad-rule")
    kinds, needs = ABOUT[about[0]]
    need = find(tree, "rules", id, "need")
    for key in need.value.entries.values() if need and isinstance(need.value, Branch) else ():
        if key.key not in needs:
            hint = nearest(key.key, needs) or f"; what they can need is {', '.join(needs)}"
            yield _error(key.where, f"{about[0]} have no {key.key!r}{hint}", "bad-rule")
    yield from _unknown_kinds(about[0], kinds, find(tree, "rules", id, about[0], "kinds"), getattr(rule, about[0]))


def _unknown_kinds(about: str, kinds: tuple[str, ...], entry: Entry | None, which: WhichShape) -> Iterator[Problem]:
    """Those that no place or relation has."""
    for kind in which.kinds or () if kinds and entry else ():
        if not any(fits(kind, known) for known in kinds):
            hint = nearest(kind, kinds) or f"; there are {', '.join(kinds)}"
            item = find(entry.value, kind) if entry else None
            where = item.where if item else entry.value.where if entry else Location("")
            yield _error(where, f"{about} are of no kind {kind!r}{hint}", "bad-value")


def fits(pattern: str, text: str) -> bool:
    """Whether a text is of a pattern: `*` stands for any letters, `?` for one; small and capital ones are alike."""
    return _fits(tuple(pattern.lower()), text.lower())


def _fits(pattern: tuple[str, ...], text: str) -> bool:
    """Without going back further than to the last star, so that no pattern takes long."""
    at, k, star, tried = 0, 0, -1, 0
    while at < len(text):
        if k < len(pattern) and pattern[k] == "*":
            star, tried, k = k, at, k + 1
        elif k < len(pattern) and pattern[k] in ("?", text[at]):
            at, k = at + 1, k + 1
        elif star >= 0:
            tried += 1
            at, k = tried, star + 1
        else:
            return False
    return all(letter == "*" for letter in pattern[k:])
