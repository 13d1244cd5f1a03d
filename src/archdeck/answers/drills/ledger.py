"""A model to the times that its requirements promise, beside those that its own numbers give, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from archdeck.answers.drills.availability import Availability, availability
from archdeck.answers.drills.board import DRILL, REGION, ZONE, Board, BoardRow, Failure, board, falls_with_one, lines
from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.play import played
from archdeck.answers.drills.result import FlowState
from archdeck.answers.drills.times import Time, not_stated
from archdeck.answers.drills.zonal import placed_by_zone, server
from archdeck.language import Location, Outcome, Stage, duration, percent
from archdeck.model import Environment, Flow, Model, Requirement, Scope

INSTANCE = "instance"
# Which failures a target speaks of: what is said to survive a Region survives a zone too.
_COVERS = {"region": (REGION, ZONE), "zone": (ZONE,), "instance": (INSTANCE,), None: (REGION, ZONE)}


class Verdict(StrEnum):
    """Of a target, best first."""

    MET = "met"
    UNKNOWN = "unknown"
    MISSED = "missed"


VERDICT_SIGNS = {Verdict.MET: "✓", Verdict.UNKNOWN: "?", Verdict.MISSED: "✕"}


@dataclass(frozen=True)
class LedgerEntry:
    """What a failure does to a flow, and the numbers that say how long and how much. `hit` is whether anything that the
    flow passes falls."""

    environment: Environment
    failure: Failure
    flow: Flow
    found: FlowState
    hit: bool
    served_by: tuple[Location, ...]

    def time(self, measure: str) -> Time:
        return self.found.rto if measure == "rto" else self.found.rpo

    def lines(self, measure: str) -> tuple[Location, ...]:
        """Where the number is stated. Where nothing is interrupted, the lines of what is left and goes on serving; the
        flow's own, if nothing of it fell."""
        stated = [t.where for t in self.time(measure).stated() if t.where]
        return tuple({(w.path, w.line): w for w in stated or self.served_by}.values())

    @property
    def without(self) -> str:
        """What fails, as people call it."""
        return without(self.environment, self.failure)

    def seconds(self, measure: str) -> float | None:
        return self.found.rto_s if measure == "rto" else self.found.rpo_s


@dataclass(frozen=True)
class Promise:
    """One number that a requirement asks for, and how it comes out where it comes out worst. `measure` is survives,
    rto, rpo or availability; of that `least` is the flow which works least."""

    requirement: Requirement
    measure: str
    asked: str
    where: Location
    environment: Environment
    verdict: Verdict
    worst: LedgerEntry | None
    least: Availability | None = None

    def __str__(self) -> str:
        """One line: the verdict, what is asked for and where, and what comes out."""
        asked = f"{self.requirement.id}: {self.measure} {self.asked} ({line_of(self.where)})"
        return f"{self.verdict.value:<7} {asked}{f' - {worst_case(self)}' if self.worst or self.least else ''}"

    def __repr__(self) -> str:
        return f"<Promise {self.requirement.id} in {self.environment.id}: {self.measure} {self.asked} {self.verdict}>"


@dataclass(frozen=True)
class Ledger:
    """`entries` of every environment; `promises` are judged in production, or where the requirement says."""

    model: Model
    boards: tuple[Board, ...]

    @cached_property
    def entries(self) -> tuple[LedgerEntry, ...]:
        return tuple(entry for b in self.boards for row in b.areas for entry in entries_of(b, row))

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        serving = [b for b in self.boards if b.flows]
        every = ((r, b) for r in self.model.requirements for b in serving if _concerns(r, b))
        return tuple(p for r, b in every for p in (*self._judged(r, b), *self._judged_availability(r, b)))

    @cached_property
    def availabilities(self) -> tuple[Availability, ...]:
        """Of each flow in each environment."""
        return tuple(availability(self.model, b.environment, flow) for b in self.boards for flow in b.flows)

    def _judged_availability(self, requirement: Requirement, here: Board) -> Iterator[Promise]:
        """On the flows that people begin, unless it names others."""
        asked = asked_share(requirement)
        if asked is None:
            return
        every = [a for a in self.availabilities if a.environment is here.environment]
        mine = [a for a in every if a.flow in requirement.flows]
        some = mine if requirement.flows else [a for a in every if _begins_outside(a.flow)] or every
        order = list(Verdict)
        worst = max(some, key=lambda a: (order.index(judge_share(asked, a)), -(a.value or 0)), default=None)
        verdict = judge_share(asked, worst) if worst else Verdict.UNKNOWN
        where = requirement.stated_at.get("availability", requirement.where)
        written = requirement.target.availability
        yield Promise(requirement, "availability", written, where, here.environment, verdict, None, worst)

    def of(self, requirement: Requirement) -> list[Promise]:
        """What becomes of the targets of one requirement."""
        return [promise for promise in self.promises if promise.requirement is requirement]

    def worst_of(self, requirement: Requirement) -> Promise | None:
        """The promise of a requirement that comes out worst; None where it states nothing that can be played."""
        return max(self.of(requirement), key=lambda p: list(Verdict).index(p.verdict), default=None)

    def _judged(self, requirement: Requirement, here: Board) -> Iterator[Promise]:
        target = requirement.target
        asked = {"survives": target.survives, "rto": target.rto_s, "rpo": target.rpo_s}
        stated = {measure: value for measure, value in asked.items() if value is not None}
        spoken_of = list(self._spoken_of(requirement, here)) if stated else []
        mine = [e for e in spoken_of if e.flow in requirement.flows]
        entries = mine if requirement.flows else _seen(spoken_of)
        for measure, value in stated.items():
            worst = max(entries, key=lambda e: _badness(requirement, measure, e), default=None)
            verdict = judge(requirement, measure, worst) if worst else Verdict.UNKNOWN
            where = requirement.stated_at.get(measure, requirement.where)
            written = target.written.get(measure, str(value))
            yield Promise(requirement, measure, str(written), where, here.environment, verdict, worst)

    def _spoken_of(self, requirement: Requirement, here: Board) -> Iterator[LedgerEntry]:
        if requirement.failures:
            for row in self._named(requirement, here):
                yield from entries_of(here, row)
            return
        kinds = _COVERS[requirement.target.survives]
        for row in self._single_servers(here.environment) if INSTANCE in kinds else here.rows:
            if row.failure.kind in kinds:
                yield from entries_of(here, row)

    def _named(self, requirement: Requirement, here: Board) -> Iterator[BoardRow]:
        """The failures that a requirement names, as far as this environment has them."""
        drills = {drill.id: drill for drill in self.model.drills}
        known = {p.id: p.name for p in here.environment.places} | {c.id: c.name for c in here.environment.components}
        for id in requirement.failures:
            names = drills[id].down if id in drills else (id,)
            some = [here.environment.failing(name) for name in names]
            down = tuple(dict.fromkeys(id for ids in some for id in ids))
            row = next((row for row in here.rows if set(row.failure.down) == {*down}), None)
            if row is None and all(some):
                name = drills[id].name if id in drills else known.get(id, id)
                row = BoardRow(Failure(DRILL, id, name, down), played(self.model, here.environment, down))
            if row:
                yield row

    def _single_servers(self, here: Environment) -> tuple[BoardRow, ...]:
        if here.id not in self._played:
            self._played[here.id] = tuple(_instances(self.model, here))
        return self._played[here.id]

    @cached_property
    def _played(self) -> dict[str, tuple[BoardRow, ...]]:
        """The losses of single servers that were played already, by environment: many requirements ask for the same."""
        return {}


def ledger(model: Model, boards: tuple[Board, ...] | None = None) -> Ledger:
    return Ledger(model, tuple(board(model, e) for e in model.environments) if boards is None else boards)


def without(environment: Environment, failure: Failure) -> str:
    """What fails, as people call it: `Worker in eu-west-1a, Cache`; one of several says so."""
    names = ", ".join(map(environment.called, failure.down))
    return f"one of {names}" if failure.kind == INSTANCE and failure.many else names


def _concerns(requirement: Requirement, here: Board) -> bool:
    """Whether a requirement is one of an environment: it names it, or names none, and that is production."""
    environment = here.environment
    return environment.id in requirement.only if requirement.only else environment.stage is Stage.PRODUCTION


def judge(requirement: Requirement, measure: str, entry: LedgerEntry) -> Verdict:
    """A flow that is lost meets no target: where what fell could be built anew and restored in time, it is unknown who
    would do it and lead anybody there. What takes a failover survives where some time for it is allowed; of what has
    little left nobody knows, nor how long it is delayed."""
    target, state = requirement.target, entry.found.state
    if measure == "survives" and entry.found.less:
        return Verdict.UNKNOWN
    if measure == "survives":
        if state is Outcome.DELAYED:
            return Verdict.UNKNOWN if target.rto_s else Verdict.MISSED
        allowed = state is Outcome.RECOVERS and target.rto_s
        return Verdict.MET if allowed or state in (Outcome.SURVIVES, Outcome.DEGRADED) else Verdict.MISSED
    if state is Outcome.LOST and not entry.found.way_back:
        return Verdict.MISSED
    asked = target.rto_s if measure == "rto" else target.rpo_s
    found = entry.time(measure).seconds
    if found is None or asked is None:
        return Verdict.UNKNOWN
    if found > asked:
        return Verdict.MISSED
    return Verdict.UNKNOWN if state is Outcome.LOST else Verdict.MET


def asked_share(requirement: Requirement) -> Fraction | None:
    """The availability that is asked for, where it is a percentage: words are no target that could be judged."""
    written = requirement.target.availability
    return percent(written) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,12})? ?%", written) else None


def judge_share(asked: Fraction, found: Availability) -> Verdict:
    """What works less is missed, unless something could make it better of which no number is stated."""
    if found.value is None:
        return Verdict.UNKNOWN
    if found.value >= asked:
        return Verdict.MET
    return Verdict.UNKNOWN if found.left_out else Verdict.MISSED


def _begins_outside(flow: Flow) -> bool:
    return flow.steps[0].source.kind.scope is Scope.ACTOR


def _seen(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """Those of flows that begin with people or with other people's systems; all, if none does."""
    return [e for e in entries if _begins_outside(e.flow)] or entries


def _badness(requirement: Requirement, measure: str, entry: LedgerEntry) -> tuple[int, float, int]:
    known = entry.time(measure).seconds if measure != "survives" else None
    verdict = judge(requirement, measure, entry)
    return list(Verdict).index(verdict), known or 0.0, list(Outcome).index(entry.found.state)


def entries_of(here: Board, row: BoardRow) -> Iterator[LedgerEntry]:
    instances = {i.id: i for i in here.environment.instances}
    hit = {instances[id].component.id for id, state in row.result.instances.items() if state.fell_with}
    for flow in here.flows:
        found = row.result.flows[flow.id]
        serving = (instances[id] for id in found.path.instances)
        left = tuple(dict.fromkeys(i.where for i in serving if i.component.id in hit))
        passed = {end.id for step in flow.steps_in(here.environment) for end in (step.source, step.target)}
        yield LedgerEntry(here.environment, row.failure, flow, found, bool(passed & hit), left or (flow.where,))


def _instances(model: Model, environment: Environment) -> Iterator[BoardRow]:
    """The loss of each single server; services of a whole Region have none. Where several run in one place, the others
    go on, and it is as if nothing had failed, unless it takes all of them."""
    loss, by_zone = Loss(model, environment, frozenset()), placed_by_zone(model)
    for instance in environment.instances:
        if server(instance, by_zone) and instance.count > 0:
            many = instance.in_all > 1
            failure = Failure(INSTANCE, instance.id, instance.component.name, (instance.id,), many=many)
            yield BoardRow(failure, played(model, environment, falls_with_one(loss, instance)))


def line_of(where: Location) -> str:
    return f"{where.path}:{where.line}"


def board_lines(model: Model, found: Board) -> list[str]:
    """The table of an environment, how much of the time its flows work, and what became of each promise."""
    book = ledger(model, (found,))
    shares = [*map(str, told(book))]
    promises = [*map(str, book.promises)]
    return [*lines(found), *([""] if shares else []), *shares, *([""] if promises else []), *promises]


def told(book: Ledger) -> tuple[Availability, ...]:
    """What is worth saying of how much of the time flows work: what is known, and all, where a requirement asks."""
    asked = any(promise.measure == "availability" for promise in book.promises)
    return tuple(found for found in book.availabilities if asked or found.value is not None)


def asked_for(promise: Promise) -> str:
    """What a promise is about, in words: `back after: at most 15 min`."""
    if promise.measure == "survives":
        return f"survives the loss of one {promise.asked}"
    if promise.measure == "availability":
        return f"works at least {promise.asked} of the time"
    target = promise.requirement.target
    seconds = target.rto_s if promise.measure == "rto" else target.rpo_s
    return f"{'back after' if promise.measure == 'rto' else 'data lost'}: at most {duration(seconds or 0.0)}"


def worst_case(promise: Promise) -> str:
    """Where a promise comes out worst, in words."""
    if promise.least:
        return f"flow {promise.least.flow.id}: {promise.least.says}"
    if promise.worst is None:
        return "no such failure can be played here"
    worst = promise.worst
    case = f"flow {worst.flow.id} {worst.found.state.value} without {worst.without}"
    if promise.measure == "survives":
        why = worst.found.less or not_stated(worst.found.rto) if promise.verdict is Verdict.UNKNOWN else ""
        return f"{case}{f'; {why}' if why else ''}"
    lacks = not_stated(worst.time(promise.measure)) if promise.verdict is Verdict.UNKNOWN else ""
    return f"{how_long(worst, promise.measure)}: {case}{f'; {lacks}' if lacks else ''}"


def how_long(entry: LedgerEntry, measure: str) -> str:
    """A number in words; of a lost flow what the way back would take, or that there is none to speak of."""
    time = entry.time(measure)
    if time.told:
        return time.says
    by = f", by {entry.found.way_back}" if entry.found.way_back else ""
    return f"{'unknown' if time.seconds is None else duration(time.seconds)}{by}"
