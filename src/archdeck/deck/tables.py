"""A model and its answers to the tables of a talk: what was asked for, what comes out, what differs, what is risked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from archdeck.answers import Finding, Ledger, Promise, Verdict, asked_for, how_long, percent_of
from archdeck.model import Model, Requirement
from archdeck.pages import fallen_in, production, sections, targets, zone

GOOD, FAIR, BAD = "#1B7F3B", "#B85700", "#B3203A"
_END = re.compile("(?<=[^ .]{3})[.!?](?= [^a-z])|[。！？](?=.)")  # of a sentence that another follows
_COLOURS = {Verdict.MET: GOOD, Verdict.UNKNOWN: FAIR, Verdict.MISSED: BAD}


@dataclass(frozen=True)
class Answers:
    """A model, what its drills leave of its promises, and what the rules find in it."""

    model: Model
    ledger: Ledger
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Listed:
    """Headings and rows; `shares` of the width, and the colours of some cells by row and column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    colours: Mapping[tuple[int, int], str]


def _listed(
    head: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    shares: Iterable[float],
    colours: Mapping[tuple[int, int], str] | None = None,
) -> Listed:
    return Listed(tuple(head), tuple(rows), tuple(shares), colours or {})


def _requirements(answers: Answers) -> Listed:
    some = answers.model.requirements
    verdicts = [answers.ledger.worst_of(r) for r in some]
    rows = [(r.name, r.says, _target(r), _found(answers, p)) for r, p in zip(some, verdicts, strict=True)]
    colours = {(k, 3): _COLOURS[p.verdict] for k, p in enumerate(verdicts) if p}
    return _listed(
        ("Requirement", "What was asked for", "Target", "What comes out"), rows, (0.2, 0.34, 0.2, 0.26), colours
    )


def _target(requirement: Requirement) -> str:
    return "; ".join(f"{key}: {value}" if key else value for key, value in targets(requirement) if key != "Pillar")


def _found(answers: Answers, promise: Promise | None) -> str:
    if promise is None:
        return "not measured by a drill"
    return f"{promise.verdict.value}: {_case(answers, promise)}"


def _case(answers: Answers, promise: Promise) -> str:
    """Where a promise comes out worst."""
    if promise.least:
        least, share = promise.least, promise.least.share
        missing = ", ".join(dict.fromkeys(leaf.says for leaf in share.lacking()))
        works = f"not stated of {missing}" if share.value is None else f"{percent_of(share.value)} of the time"
        return f"{works}, {least.flow.name}"
    if promise.worst is None:
        return "nothing of that size can fail here"
    worst = promise.worst
    without = ", ".join(fallen_in(answers.model, worst.environment, id) for id in worst.failure.down)
    time = f"{how_long(worst, promise.measure)}, " if promise.measure != "survives" else ""
    if time == "unknown, ":
        missing = "; ".join(dict.fromkeys(leaf.says for leaf in worst.time(promise.measure).lacking()))
        what = "how much" if promise.measure == "rpo" else "how long"
        time = f"{what} is not stated{f' ({missing})' if missing else ''}, "
    return f"{time}{worst.flow.name} {worst.found.state.value} without {without}"


def _promises(answers: Answers) -> Listed:
    some = answers.ledger.promises
    rows = [
        (
            p.requirement.name,
            asked_for(p),
            p.environment.name,
            _case(answers, p),
            p.verdict.value,
        )
        for p in some
    ]
    colours = {(k, 4): _COLOURS[p.verdict] for k, p in enumerate(some)}
    head = ("Requirement", "Target", "Where", "Where it comes out worst", "Verdict")
    return _listed(head, rows, (0.22, 0.22, 0.13, 0.3, 0.13), colours)


def _environments(answers: Answers) -> Listed:
    rows = [
        (
            e.name,
            e.summary or e.because or e.stage.replace("-", " "),
            str(len(e.components)),
            str(sum(i.count for i in e.instances)),
        )
        for e in answers.model.environments
    ]
    return _listed(("Environment", "What it is", "Components", "Instances"), rows, (0.22, 0.5, 0.14, 0.14))


def _flows(answers: Answers) -> Listed:
    rows = [(f.name, f.summary, str(len(f.steps))) for f in answers.model.flows]
    return _listed(("Flow", "What happens", "Steps"), rows, (0.3, 0.58, 0.12))


def _topics(answers: Answers) -> Listed:
    return _listed(("Topic", "In short"), ((t.name, first_sentence(t.says)) for t in answers.model.topics), (0.3, 0.7))


def _components(answers: Answers) -> Listed:
    tiers = [(t, [c for c in answers.model.components if c.tier.id == t.id]) for t in answers.model.tiers]
    rows = ((t.name, ", ".join(c.name for c in some)) for t, some in tiers if some)
    return _listed(("Tier", "Components"), rows, (0.2, 0.8))


def _risks(answers: Answers) -> Listed:
    rows = [*_single_points(answers), *_unmet(answers), *_waived(answers)]
    return _listed(("What", "What it may mean", "What is known of it"), rows, (0.3, 0.4, 0.3))


def _single_points(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """What may be lost in production, and what goes with it."""
    flows = {f.id: f.name for f in answers.model.flows}
    home = production(answers.model)
    for found in answers.ledger.boards:
        if found.environment is not home and found.environment.stage != "production":
            continue
        for row in found.places_that_lose:
            alone = f"{row.how_many}, in {', '.join(zone(i) for i in row.alone)}" if row.alone else "all in it is lost"
            yield row.failure.title, f"loses {_few([flows[id] for id in row.lost])}", alone


def _unmet(answers: Answers) -> Iterator[tuple[str, str, str]]:
    for promise in answers.ledger.promises:
        if promise.verdict is not Verdict.MET:
            yield promise.requirement.name, asked_for(promise), f"{promise.verdict.value}: {_case(answers, promise)}"


def _waived(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """What was found and is accepted, with the reason and until when."""
    for finding in answers.findings:
        if finding.waiver:
            until = f"accepted until {finding.waiver.until.isoformat()}: {finding.waiver.because}"
            yield finding.rule.title, finding.evidence.words, until


def _few(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _cost(answers: Answers) -> Listed:
    """What the model asks for and says of cost: requirements, what scales, and components that are there for it."""
    found = [section for section in sections(answers.model) if section.title == "Cost"]
    rows = [(r.name, r.says) for section in found for r in section.requirements]
    rows += [(f"{o.name}, {o.scale}", o.say or o.why) for section in found for o in section.overlays]
    rows += [(c.name, words) for section in found for c, words in section.components]
    return _listed(("What", "What it does for cost"), rows, (0.35, 0.65))


def first_sentence(text: str) -> str:
    """The first sentence of a text. What follows on a point of an abbreviation begins with no capital."""
    flat = " ".join(text.split())
    end = _END.search(flat)
    return flat[: end.end()] if end else flat


TABLES: Mapping[str, Callable[[Answers], Listed]] = {
    "requirements": _requirements,
    "promises": _promises,
    "environments": _environments,
    "flows": _flows,
    "topics": _topics,
    "components": _components,
    "risks": _risks,
    "cost": _cost,
}


def topic_table(answers: Answers, id: str) -> Listed | None:
    """The rows of a topic; None where it has none."""
    topic = next((t for t in answers.model.topics if t.id == id), None)
    if topic is None or not topic.rows:
        return None
    head = topic.columns if len(topic.columns) == 2 else ("What", "What to know of it")
    return _listed(head, ((row.name, row.says) for row in topic.rows), (0.3, 0.7))
