"""What a model says of failures in its words, to what of that its own numbers do not bear out.

Only what is plain is taken for a claim: a sentence of a text that belongs to one failure, without "may", "should" or
"would", that speaks of no other failure and of no flow but those that are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archdeck.answers.drills.ledger import ledger
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState
from archdeck.answers.drills.times import Time, promotion, side_by_side
from archdeck.language import Location, Outcome, Role, duration
from archdeck.model import Component, Drill, Environment, Model, Scope

Finding = tuple[Location, str]
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS: dict[str, float] = {word: k for k, word in enumerate(_ONES, start=1)} | {"a": 1, "an": 1, "half an": 0.5}
_WORDS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50}
_WORDS |= {"sixty": 60, "ninety": 90}
_FEW = r"a few|a couple of|some|several"
_UNITS = {"ms": 0.001, "millisecond": 0.001, "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60}
_UNITS |= {"h": 3600, "hour": 3600, "d": 86400, "day": 86400}
_NEXT = {0.001: 1, 1: 60, 60: 3600, 3600: 86400, 86400: 7 * 86400}  # `within seconds` is less than a minute
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?|" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + ")"
_TIME = (
    r"(?P<about>about|around|roughly)?\s*(?:just|only|under|less than|at most|the)?\s*"
    rf"(?:{_NUMBER}[ -]?|(?:{_FEW}) )?"
    r"(?P<unit>milliseconds?|seconds|second(?! [a-z])|secs?|minutes?|mins?|hours?|days?|ms|s|h|d)\b"
)
_WITHIN = re.compile(rf"\b(?:within|in|after|takes?|for(?: at most)?|less than|at most)\s+{_TIME}", re.IGNORECASE)
_OF_DATA = re.compile(
    rf"\b(?:less than|at most|up to|no more than)\s+{_TIME}\s+of (?:data|orders?|work|transactions?)\b", re.IGNORECASE
)
_TAKES_OVER = re.compile(r"\b(?:take[sn]?|took|taking)[ -]over|\bpromot(?:e[sd]?|ion)\b", re.IGNORECASE)
_COMES_BACK = re.compile(
    r"\b(?:back|again|recover(?:s|ed|y)?|restored?|resumes?|interrupted|interruption|downtime|outage|offline|RTO)\b",
    re.IGNORECASE,
)
_LOSES_NOTHING = re.compile(
    r"\b(?:no|not a single|zero)\s+(?:[\w-]+\s+){0,2}?(?:(?:is|are|gets?) (?:ever )?lost|data loss|lost)\b"
    r"|\bwithout (?:any )?(?:data loss|losing (?:any|data|a single))|\bnothing (?:is|gets) lost\b|\bloses? nothing\b"
    r"|\bloses? no (?:data|orders?|work)\b|\b(?:no|zero) data loss\b",
    re.IGNORECASE,
)
_NEVER_STOPS = re.compile(
    r"\b(?:no|zero|without(?: any)?)[ -](?:downtime|interruptions?|outages?)\b|\buninterrupted\b|\bseamless(?:ly)?\b",
    re.IGNORECASE,
)
_SURVIVES = re.compile(r"\bsurviv(?:es|ed)\b|\b(?:stays|remains) (?:up|available|online)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:want|wants|need|needs|promise[sd]?|not(?! a single)|never|cannot|\w+n't)\b"
    r"|\b(?:may|might|must|should|would|could|can|unless|until)\b",
    re.IGNORECASE,
)
_SORTS = {
    "region": re.compile(r"\bregions?\b", re.IGNORECASE),
    "zone": re.compile(
        r"\b(?:availability )?zones?\b|\bAZs?\b|\bdata ?cent(?:er|re)s?\b|\bbuildings?\b", re.IGNORECASE
    ),
    "instance": re.compile(r"\b(?:a|one|any|single) (?:servers?|instances?|machines?|nodes?|pods?)\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class _Text:
    """A text that belongs to one failure, or to a few: `who` says it. One `about` a component speaks of its times."""

    where: Location
    who: str
    words: str
    sort: str
    entries: tuple[tuple[str, str, FlowState], ...]  # the id and the name of each flow, and what becomes of it
    about: str = ""

    def time(self, whole: Time) -> Time:
        """What of a time it speaks of."""
        mine = tuple(t for t in whole.stated() if self.about in t.says)
        return whole if not self.about else side_by_side(mine)


def claims(model: Model) -> Iterator[Finding]:
    """What the words say better than the numbers do, each with the line of the text and that of the number."""
    for text in (*_of_drills(model), *_of_slides(model), *_of_flows(model), *_of_requirements(model)):
        for sentence in _sentences(text.words):
            found = next(_wrong(text, sentence), None)
            if found:
                yield text.where, f"{text.who} says {found}; correct the words, or state what bears them out"
                break
    for component in model.components:
        yield from _of_component(model, component)


def _sentences(text: str) -> list[str]:
    """The parts of a text that each say one thing."""
    return [part for part in re.split(r"(?<=[.!?;:])\s+|,? but ", " ".join(text.split())) if part]


# ------------------------------------------------------------------------------------------------ what is said where


def _of_drills(model: Model) -> Iterator[_Text]:
    for played in model.drills:
        yield from _texts(model, played, played.where, f"drill {played.id!r}", played.says)


def _of_slides(model: Model) -> Iterator[_Text]:
    """A slide or topic that shows a drill, or a flow that tells one."""
    told = {flow.id: flow.drill for flow in model.flows if flow.drill}
    drills = {played.id: played for played in model.drills}
    texts = [("slide", s.id, s.shows, s.say, s.where) for s in model.story]
    texts += [("topic", t.id, t.shows, t.says, t.where) for t in model.topics]
    for what, id, shows, words, where in texts:
        name = shows.partition(" in ")[0]
        drill = name.removeprefix("drill.") if name.startswith("drill.") else told.get(name.removeprefix("flow."), "")
        if drill in drills:
            yield from _texts(model, drills[drill], where, f"{what} {id!r}", words)


def _of_flows(model: Model) -> Iterator[_Text]:
    """A flow that tells a drill, and each of its steps."""
    drills = {played.id: played for played in model.drills}
    for flow in (f for f in model.flows if f.drill):
        yield from _texts(model, drills[flow.drill], flow.where, f"flow {flow.id!r}", flow.summary)
        for step in flow.steps:
            who = f"step {step.number} of flow {flow.id!r}"
            yield from _texts(model, drills[flow.drill], step.where, who, step.says)


def _texts(model: Model, played: Drill, where: Location, who: str, words: str) -> Iterator[_Text]:
    """Once for each environment in which the drill is played; of people's flows, if there are some."""
    for here in (played.environment,) if played.environment else model.environments:
        if not words or not all(map(here.failing, played.down)):
            continue
        flows = model.played(here)
        seen = [f for f in flows if f.steps[0].source.kind.scope is Scope.ACTOR] or flows
        result = drill(model, here, played.down)
        entries = tuple((f.id, f.name, result.flows[f.id]) for f in seen)
        yield _Text(where, who, words, _sort(here, played.down), entries)


def _sort(here: Environment, down: Sequence[str]) -> str:
    kinds = {p.kind.value for p in here.places if p.id in down}
    sorts = {"region": "region", "zone": "zone", "data-center": "zone"}
    return next((sorts[kind] for kind in kinds if len(kinds) == 1 and kind in sorts), "")


def _of_requirements(model: Model) -> Iterator[_Text]:
    """How components meet a requirement, where it is judged; what it asks for claims nothing."""
    some = [r for r in model.requirements if r.met_by and (r.target.survives or r.failures)]
    promises = ledger(model).promises if some else ()
    for requirement in some:
        worst = [p.worst for p in promises if p.requirement is requirement and p.worst]
        entries = tuple((e.flow.id, e.flow.name, e.found) for e in worst)
        for component, how in requirement.met_by:
            who, sort = f"requirement {requirement.id!r}, of {component.id!r},", requirement.target.survives or ""
            if how and entries:
                yield _Text(requirement.where, who, how, sort, entries, component.name)


# ------------------------------------------------------------------------------------------------ what is wrong


def _wrong(text: _Text, sentence: str) -> Iterator[str]:
    """What a sentence claims, with what comes out instead."""
    if _OPEN.search(sentence) or _of_another(text.sort, sentence):
        return
    named = [e for e in text.entries if re.search(rf"\b{re.escape(e[1])}\b", sentence, re.IGNORECASE)]
    entries = [(id, found) for id, _, found in named or text.entries]
    for id, found in entries:
        claim = _SURVIVES.search(sentence) or _NEVER_STOPS.search(sentence)
        if claim and found.state is Outcome.LOST:
            yield f"{claim[0]!r}, and flow {id!r} is lost: {found.why}"
        rto, rpo = text.time(found.rto), text.time(found.rpo)
        if (claim := _NEVER_STOPS.search(sentence)) and found.state is not Outcome.LOST and rto.seconds != 0:
            yield f"{claim[0]!r}, and flow {id!r} is interrupted for {_told(rto)}"
        if found.state is Outcome.DELAYED:
            continue
        if (claim := _LOSES_NOTHING.search(sentence)) and not rpo.told and rpo.seconds != 0:
            yield f"{claim[0]!r}, and flow {id!r} loses {_told(rpo)}"
        if (claim := _OF_DATA.search(sentence)) and not rpo.told and _beyond(rpo, claim):
            yield f"{claim[0]!r}, and flow {id!r} loses {_told(rpo)}"
        yield from _too_long(sentence, id, rto)


def _too_long(sentence: str, id: str, rto: Time) -> Iterator[str]:
    """The longest time of a sentence counts. A takeover is compared with the promotions alone, for other things may
    take time besides."""
    some = (m for m in _WITHIN.finditer(sentence) if not _OF_DATA.match(sentence, m.start()))
    claim = max(some, key=_seconds, default=None)
    if claim is None or rto.told:
        return
    if _TAKES_OVER.search(sentence):
        late = [t for t in rto.stated() if t.says.startswith("promotion of") and _beyond(t, claim)]
        if late:
            yield f"{claim[0]!r}, and in flow {id!r} it takes {_told(late[0])}"
    elif _COMES_BACK.search(sentence) and _beyond(rto, claim):
        yield f"{claim[0]!r}, and flow {id!r} is interrupted for {_told(rto)}"


def _of_another(sort: str, sentence: str) -> bool:
    """Whether a sentence speaks of a failure of another sort."""
    said = {name for name, pattern in _SORTS.items() if pattern.search(sentence)}
    return bool(said) and sort not in said


def _beyond(time: Time, claim: re.Match[str]) -> bool:
    """Whether a time is not stated, or longer than is claimed; `about` is a tenth."""
    limit = _seconds(claim)
    return time.seconds is None or time.seconds > limit * (1.1 if claim["about"] else 1.0)


def _seconds(claim: re.Match[str]) -> float:
    unit = claim["unit"].lower()
    one = _UNITS.get(unit) or _UNITS[unit.removesuffix("s")]
    if claim["number"] is None:
        return _NEXT[one]
    number = claim["number"].lower()
    return one * (_WORDS[number] if number in _WORDS else float(number))


def _told(time: Time) -> str:
    """`90 s, promotion of DB (model.yaml:7)`; of what is not stated the line that ought to state it."""
    parts = [t for t in time.stated() if t.says]
    open_ = [t for t in parts if t.seconds is None]
    lines = ", ".join(f"{t.says} ({t.where.path}:{t.where.line})" if t.where else t.says for t in open_ or parts)
    known = "what is not stated" if time.seconds is None else duration(time.seconds)
    return f"{known}, {lines}" if lines else known


# ------------------------------------------------------------------------------------------------ of components


def _of_component(model: Model, component: Component) -> Iterator[Finding]:
    """Of its own standbys: how soon one takes over, and that nothing is lost then."""
    copies = [i for e in model.environments for i in e.of(component) if i.role is Role.STANDBY and i.count > 0]
    late = min((promotion(copy) for copy in copies), key=lambda t: t.order, default=None)
    for key in ("say", "why", "summary", "description"):
        for sentence in _sentences(getattr(component, key)):
            claim = _WITHIN.search(sentence)
            if not late or not claim or not _TAKES_OVER.search(sentence) or _OPEN.search(sentence):
                continue
            if late.seconds is not None and _beyond(late, claim):
                said = f"{key!r} of component {component.id!r} says {claim[0]!r}, and it takes {_told(late)}"
                yield component.where, f"{said}; correct the words, or the number"
                return
