"""What drills, the ledger and differences say to the tables of one page: a sign, a word and a colour each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Protocol

from markupsafe import Markup

from archdeck.answers import (
    OUTCOME_SIGNS,
    VERDICT_SIGNS,
    Availability,
    Board,
    BoardRow,
    Change,
    Difference,
    LedgerEntry,
    Promise,
    Share,
    State,
    Time,
    Verdict,
    asked_for,
    how_long,
    percent_of,
    where_it_runs,
)
from archdeck.language import Location, Outcome
from archdeck.model import Component, Flow, Instance
from archdeck.pages import facts, paths
from archdeck.pages.played import Compared, Played
from archdeck.pages.tables import Tables, table
from archdeck.pages.text import attribute, text
from archdeck.views import View

OUTCOMES = {
    Outcome.SURVIVES: "goes on, at once or as soon as a standby has taken over",
    Outcome.DEGRADED: "goes on without an optional step, with little of something, or for some only",
    Outcome.RECOVERS: "is broken until a failover has led to where it works, or somebody lets a standby take over",
    Outcome.DELAYED: "waits in a queue, or goes on for a time from what is cached, until somebody mends what fell",
    Outcome.LOST: "is broken, and nothing in the model brings it back by itself",
}
_ALIKE = {
    State.UP: Outcome.SURVIVES,
    State.DEGRADED: Outcome.DEGRADED,
    State.RECOVERING: Outcome.RECOVERS,
    State.DOWN: Outcome.LOST,
}
_STATE_SIGNS = {state: OUTCOME_SIGNS[outcome] for state, outcome in _ALIKE.items()}
_CHANGES = {Change.ADDED: "+", Change.REMOVED: "−", Change.CHANGED: "≠"}


class Shown(Protocol):
    """A picture, of which no more than its view is needed here."""

    @property
    def view(self) -> View: ...


class Pictures(Protocol):
    """Where the picture of a failure is to be had."""

    def drill(self, row: BoardRow) -> Shown | None: ...


class PlayedTables(Tables):
    """The tables of one page of one system, with those of drills and differences."""

    @staticmethod
    def outcome_words() -> list[tuple[Markup, str]]:
        return [(outcome(found), words) for found, words in OUTCOMES.items()]

    def map(self, found: Board, pictures: Pictures) -> Markup:
        """Zones, Regions and the model's drills by flow: which part of the design would hurt most."""
        rows = []
        for row in found.sections:
            picture = pictures.drill(row)
            name = text(row.failure.title)
            if picture:
                target = paths.relative(self._page, paths.drill_page(self._model, picture.view))
                name = Markup(f"[{name}]({target})")
            rows.append([name, *(outcome(row.result.flows[f.id].state) for f in found.flows)])
        return table(["What fails", *(self._flow(flow) for flow in found.flows)], rows)

    def board(self, found: Board) -> Markup:
        """Failure by flow: a sign, a word and a colour for each outcome."""
        head = ["Without", *(self._flow(flow) for flow in found.flows)]
        rows = [
            [self._failure(row), *(outcome(row.result.flows[f.id].state) for f in found.flows)] for row in found.rows
        ]
        return table(head, rows)

    def _failure(self, row: BoardRow) -> Markup:
        failure = row.failure
        sort = Markup(f"{failure.sort} ")
        if failure.of_component and not failure.drill:
            return sort + self._component(self._of(failure.id))
        named = next((p.name for p in row.result.environment.places if p.id == failure.id), failure.name)
        return sort + Markup(f"[{text(named)}](#{attribute(failure.key)})")

    def _of(self, id: str) -> Component:
        return next(c for c in self._model.components if c.id == id)

    def down(self, row: BoardRow) -> Markup:
        """What a drill takes down, by name."""
        places = {p.id: p for p in row.result.environment.places}
        here = row.result.environment
        components = {c.id for c in self._model.components}
        named = (
            self._component(self._of(id))
            if id in components and id not in places
            else text(facts.fallen_in(self._model, here, id))
            for id in row.failure.down
        )
        return Markup(", ").join(named)

    def fallen(self, row: BoardRow) -> Markup:
        """The components that a failure hits, how each is after it, and what takes over."""
        instances = {i.id: i for i in row.result.environment.instances}
        rows = [
            (self._component(self._of(id)), state(found.state), found.why, self._takers(row, instances, id))
            for id, found in row.result.components.items()
            if found.state is not State.UP
        ]
        return table(["Component", "Then", "Why", "What serves instead"], rows)

    def _takers(self, row: BoardRow, instances: dict[str, Instance], component: str) -> str:
        """Where it is served instead, and by what else where flows go around it."""
        taking = [instances[id] for id, found in row.result.instances.items() if found.takes_over]
        passing = (f for f in self._model.flows if any(component in (s.source.id, s.target.id) for s in f.steps))
        others = [instances[id] for f in passing if f.id in row.result.flows for id in _stand_ins(row, f)]
        own = [facts.zone(i) for i in taking if i.component.id == component]
        named = [f"{i.component.name}{where_it_runs(i)}" for i in others]
        return ", ".join(dict.fromkeys([*own, *named]))

    def outcomes(self, row: BoardRow, flows: Iterable[Flow]) -> Markup:
        """Each flow: as computed, as the model expects it, and the first step that is broken."""
        expected = {flow.id: found for flow, found in row.failure.drill.expect} if row.failure.drill else {}
        rows = []
        for flow in flows:
            found = row.result.flows[flow.id]
            said = expected.get(flow.id)
            wanted = "" if said is None else "as expected" if said is found.state else f"expected: {said.value}"
            lost = found.state is Outcome.LOST
            times = ["" if lost else self._how_long(time) for time in (found.rto, found.rpo)]
            rows.append((self._flow(flow), outcome(found.state), wanted, found.broken_step or "", *times, found.why))
        head = ["Flow", "Computed", "Expected", "First broken step", "Interrupted", "Data lost", "Why"]
        return table(head, rows)

    def felt(self, row: BoardRow, flows: Iterable[Flow]) -> Markup:
        """What becomes of the flows that do not just go on when something fails, with how long and how much."""
        hit = [
            f
            for f in flows
            if row.result.flows[f.id].state is not Outcome.SURVIVES or row.result.flows[f.id].rto_s != 0
        ]
        return table(
            ["Flow", "Then", "Interrupted", "Data lost"], ((self._flow(f), *self._came_out(row, f)) for f in hit)
        )

    def hits(self, found: Board, flow: Flow, pictures: Pictures) -> Markup:
        """The failures that a flow does not just survive, the worst first."""
        rows = [row for row in found.rows if row.result.flows[flow.id].state is not Outcome.SURVIVES]
        rows.sort(key=lambda row: -list(Outcome).index(row.result.flows[flow.id].state))
        return table(
            ["Without", "Then", "Interrupted", "Data lost"],
            ((self._without(row, pictures), *self._came_out(row, flow)) for row in rows),
        )

    def _without(self, row: BoardRow, pictures: Pictures) -> Markup:
        """A failure, with the way to its picture where it has one, or to what is said of it."""
        if picture := pictures.drill(row):
            return self._link(row.failure.title, paths.drill_page(self._model, picture.view))
        return self._link(row.failure.title, paths.drills_page(self._model, row.result.environment))

    def _came_out(self, row: BoardRow, flow: Flow) -> tuple[Markup, str | Markup, str | Markup]:
        found = row.result.flows[flow.id]
        rto, rpo = ("" if found.state is Outcome.LOST else self._how_long(time) for time in (found.rto, found.rpo))
        return outcome(found.state), rto, rpo

    def _how_long(self, time: Time) -> Markup:
        """A number; of one that is unknown what nothing states, and the line that ought to."""
        told = text(_time(time.seconds))
        return told + Markup("<br>") + self._not_stated(time) if time.lacking() else told

    def _not_stated(self, time: Time) -> Markup:
        some = (
            text(leaf.says)
            + (Markup(" (") + self._line(leaf.where) + text(f"{_key(leaf)})") if leaf.where else Markup(""))
            for leaf in time.lacking()
        )
        return Markup("not stated: ") + Markup(", ").join(some)

    def single_points(self, rows: Iterable[BoardRow]) -> Markup:
        names = {f.id: f for f in self._model.flows}
        return table(
            ["What", "Only one, in", "Loses"],
            (
                (
                    self._failure(row),
                    ", ".join(facts.zone(i) for i in row.alone),
                    Markup(", ").join(self._flow(names[id]) for id in row.lost),
                )
                for row in rows
            ),
        )

    def requirements(self, played: Played) -> Markup:
        """What was asked for, what comes out where that is worst, and what meets it."""
        target = paths.relative(self._page, paths.section_page(self._model, "requirements"))
        rows = (
            (
                Markup(f"[{text(r.name)}]({target}#req-{attribute(r.id)})"),
                self._came_of(played.ledger.worst_of(r)),
                r.says,
                "; ".join(f"{key}: {value}" if key else value for key, value in facts.targets(r)),
                Markup(", ").join(self._component(c) for c, _ in r.met_by) or "nothing yet",
            )
            for r in self._model.requirements
        )
        return table(["Requirement", "What comes out", "What was asked for", "Target", "Met by"], rows)

    def _came_of(self, worst: Promise | None) -> Markup:
        """What becomes of a requirement; nothing where none of it can be played."""
        return verdict(worst.verdict) + Markup(" ") + self._worst(worst) if worst else Markup("")

    def promises(self, some: Iterable[Promise]) -> Markup:
        requirements = paths.section_page(self._model, "requirements")
        rows = []
        for promise in some:
            r = promise.requirement
            link = Markup(f"[{text(r.name)}]({paths.relative(self._page, requirements)}#req-{attribute(r.id)})")
            rows.append(
                (
                    link,
                    asked_for(promise),
                    verdict(promise.verdict),
                    self._worst(promise),
                    self._environment(promise.environment),
                    self._line(promise.where),
                )
            )
        return table(["Requirement", "Target", "Verdict", "Where it comes out worst", "Where", "Stated at"], rows)

    def kept(self, some: Iterable[Promise]) -> Markup:
        """What becomes of the targets of one requirement."""
        rows = ((asked_for(p), verdict(p.verdict), self._worst(p), self._environment(p.environment)) for p in some)
        return table(["Asked", "Verdict", "Comes out worst", "Where"], rows)

    def _worst(self, promise: Promise) -> Markup:
        if promise.least:
            share = promise.least.share
            lines = Markup(", ").join(dict.fromkeys(map(self._stated, share.lacking() or share.stated())))
            said = (self.formula(promise.least) + Markup(":"), self._flow(promise.least.flow), Markup(f"({lines})"))
            return Markup(" ").join(said)
        if promise.worst is None:
            return text("nothing of that size can fail here")
        worst, found = promise.worst, promise.worst.found
        time = f"{how_long(worst, promise.measure)}:" if promise.measure != "survives" else ""
        without = ", ".join(facts.fallen_in(self._model, worst.environment, id) for id in worst.failure.down)
        words = [text(time), self._flow(worst.flow), text(f"{found.state.value} without {without}")]
        missing = found.rto if promise.measure == "survives" else worst.time(promise.measure)
        if promise.verdict is Verdict.UNKNOWN and promise.measure == "survives" and found.less:
            words += [text(f"– {found.less}")]
        elif promise.verdict is Verdict.UNKNOWN and missing.lacking():
            words += [text("–"), self._not_stated(missing)]
        return Markup(" ").join(filter(None, words))

    def entries(self, some: Iterable[LedgerEntry]) -> Markup:
        """Every number of the ledger with what it is made of, and the line of each part."""
        head = ["Without", "Flow", "Outcome", "Interrupted (RTO)", "Because", "Data lost (RPO)", "Because"]
        return table(head, [self._entry(entry) for entry in some])

    def _entry(self, entry: LedgerEntry) -> tuple[object, ...]:
        fallen = ", ".join(facts.fallen_in(self._model, entry.environment, id) for id in entry.failure.down)
        shown = paths.relative(self._page, paths.environment_page(self._model, entry.environment))
        without = Markup(f"[{text(fallen)}]({shown}#if-{attribute(entry.failure.key)})")  # on the picture
        cells = [
            cell for measure in ("rto", "rpo") for cell in (self._number(entry, measure), self._parts(entry, measure))
        ]
        return without, self._flow(entry.flow), outcome(entry.found.state), *cells

    def _number(self, entry: LedgerEntry, measure: str) -> Markup:
        if entry.found.state is not Outcome.LOST:
            return text(_time(entry.seconds(measure)))
        if not entry.found.way_back or entry.time(measure).told:
            return text("lost")
        return text("lost") + Markup("<br>") + text(how_long(entry, measure))

    def _parts(self, entry: LedgerEntry, measure: str) -> Markup:
        time = entry.time(measure)
        if not time.says and not time.parts:
            lines = Markup(", ").join(self._line(where) for where in entry.lines(measure))
            what = "nothing of it falls" if not entry.hit else "what is left goes on"
            return text(f"{what}:") + Markup(" ") + lines
        return self._sum(time)

    def _sum(self, time: Time) -> Markup:
        """`60 s time to live of DNS (components.yaml:12) + the longest of …`."""
        if not time.parts:
            told = f"{_time(time.seconds)}, {time.says}" if time.seconds is not None else f"not stated: {time.says}"
            key = "" if time.seconds is not None or time.told else _key(time)
            line = Markup(" (") + self._line(time.where) + text(f"{key})") if time.where else Markup("")
            return text(time.says if time.told else told) + line
        if time.after:
            return Markup(" + ").join(self._sum(part) for part in time.parts)
        return Markup("the longest of: ") + Markup("; ").join(self._sum(part) for part in time.parts)

    def _line(self, where: Location) -> Markup:
        """File and line as they are called in the model's folder, wherever that lies."""
        return Markup(f"<code>{attribute(f'{PurePosixPath(where.path).name}:{where.line}')}</code>")

    def availability(self, found: Availability) -> Markup:
        """What the availability of a flow is made of, and where each part is stated."""
        share = found.share
        stated = [(leaf.says, _percent(leaf), self._stated(leaf)) for leaf in share.stated()]
        missing = [(leaf.says, "unknown", self._stated(leaf)) for leaf in share.lacking()]
        uncounted = [(says, "not counted", "") for says in found.left_out]
        return table(["Part", "Availability", "Stated at"], [*missing, *stated, *uncounted])

    @staticmethod
    def formula(found: Availability) -> Markup:
        """`99.9781 % = 99.99 % × …`."""
        share = found.share
        if share.value is None or share.formula == percent_of(share.value):
            return text(_percent(share))
        return text(f"{_percent(share)} = {share.formula}")

    def _stated(self, share: Share) -> Markup:
        if share.source:
            return Markup(f"[{text(share.source)}]({attribute(share.source)})")
        return self._line(share.where) if share.where else Markup("")

    def compared(self, pair: Compared) -> Markup:
        """What differs, one line a thing, with the reason; without it, that of the environment holds."""
        components = {c.id: c for c in self._model.components}
        rows = (
            (
                Markup(f'<span class="ad-change ad-{d.change.value}">{_CHANGES[d.change]} {d.change.value}</span>'),
                d.what,
                self._component(components[d.id]) if d.id in components and d.what == "component" else text(d.name),
                _fields(d),
                "" if d.general else d.because,
            )
            for d in pair.differences
        )
        return table(["Change", "What", "Which", "From → to", "Why"], rows)

    def in_both(self, pair: Compared) -> Markup:
        """What runs where in the one and the other, tier by tier."""
        rows = [
            (
                "" if number else tier.name,
                self._component(line.component),
                _where(line.here) or "–",
                _where(line.there) or "–",
            )
            for tier, lines in pair.tiers
            for number, line in enumerate(lines)
        ]
        return table(["Tier", "Component", self._environment(pair.one), self._environment(pair.other)], rows)

    def gaps(self, pair: Compared) -> Markup:
        rows = (
            (self._component(gap.component), Markup(", ").join(map(self._flow, gap.flows)), gap.because)
            for gap in pair.gaps
        )
        return table(["Component", "In the flows", "Why"], rows)


def outcome(found: Outcome) -> Markup:
    return Markup(f'<span class="ad-outcome ad-{found.value}">{OUTCOME_SIGNS[found]} {found.value}</span>')


def verdict(found: Verdict) -> Markup:
    return Markup(f'<span class="ad-outcome ad-{found.value}">{VERDICT_SIGNS[found]} {found.value}</span>')


def state(found: State) -> Markup:
    return Markup(f'<span class="ad-outcome ad-{found.value}">{_STATE_SIGNS[found]} {found.value}</span>')


def _stand_ins(row: BoardRow, flow: Flow) -> tuple[str, ...]:
    return row.result.flows[flow.id].path.stands_in


def _percent(share: Share) -> str:
    return "unknown" if share.value is None else percent_of(share.value)


def _key(time: Time) -> str:
    """What would state it."""
    return f": {time.key}" if time.key else ""


def _time(seconds: float | None) -> str:
    return "unknown" if seconds is None else facts.duration(seconds)


def _where(instances: Iterable[Instance]) -> str:
    """`2 in us-east-1a; 1 standby in us-east-1b`."""
    parts = []
    for instance in instances:
        place = instance.standpoint()
        where = f"in {facts.place_name(place)}" if place and not place.implicit else ""
        parts.append(" ".join(filter(None, [str(instance.count), facts.role(instance), where])))
    return "; ".join(parts)


def _fields(difference: Difference) -> str:
    if difference.change is not Change.CHANGED:
        return ""
    return "; ".join(
        f"{name.removeprefix('config.')}: {a or '–'} → {b or '–'}" for name, (a, b) in difference.fields.items()
    )
