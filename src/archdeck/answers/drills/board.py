"""A model and one of its environments to every failure worth playing there, and what each does to each flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.play import played
from archdeck.answers.drills.result import Result
from archdeck.answers.drills.standing import Both
from archdeck.answers.drills.zonal import placed_by_zone, server
from archdeck.language import Outcome, PlaceKind, Stage
from archdeck.model import Component, Drill, Environment, Flow, Instance, Model, Place

KEPT = 64  # boards: those of the systems of a build, one after the other
TOLD = 4  # losses of components that are told like those of places: more than a talk has time for
REGION, ZONE, COMPONENT, DRILL = "region", "zone", "component", "drill"
_PLACES = {REGION: (PlaceKind.REGION,), ZONE: (PlaceKind.ZONE, PlaceKind.DATA_CENTER)}
FAILURES = {REGION: "Region", ZONE: "Zone", COMPONENT: "Component", DRILL: "Drill"}
# How an outcome reads and looks where there are no colours, best first.
OUTCOME_SIGNS = {
    Outcome.SURVIVES: "●",
    Outcome.DEGRADED: "◐",
    Outcome.RECOVERS: "↻",
    Outcome.DELAYED: "◷",
    Outcome.LOST: "✕",
}


@dataclass(frozen=True)
class Failure:
    """`kind` is region, zone or component, or drill for what is none of these; a `site` is a zone of one's own. `id` is
    that of the single place or component that fails, else of the drill; `drill` is the model's own that plays it, if
    there is one. Of a component that runs more than once, as `many`, all fail. `beside` tells it from another one of
    the same name."""

    kind: str
    id: str
    name: str
    down: tuple[str, ...]
    drill: Drill | None = None
    site: bool = False
    many: bool = False
    beside: str = ""

    @property
    def sort(self) -> str:
        return "Data center" if self.site else FAILURES[self.kind]

    @property
    def of_component(self) -> bool:
        return self.kind == COMPONENT

    @property
    def title(self) -> str:
        """As the model calls its drill, else what is lost, in words that are right for one thing and for many."""
        sort = self.sort if self.kind == REGION else self.sort.lower()
        if self.drill:
            return f"{self.name}{self.beside}"
        return f"Loss of {'all of' if self.many else sort} {self.name}{self.beside}"

    @property
    def key(self) -> str:
        """What names its picture and its place on a page, in one environment."""
        return f"drill-{self.drill.id}" if self.drill else f"loss-{self.id}"


@dataclass(frozen=True)
class BoardRow:
    """A failure and what it does. Of a component that runs in zones, `alone` are the instances each of which is enough
    to lose a flow: there is only one of it where it matters; the flows that those lose are then `of_alone`. Flows that
    `never` work are lost by no failure."""

    failure: Failure
    result: Result
    alone: tuple[Instance, ...] = ()
    of_alone: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<BoardRow {_called(self.failure)}: loses {', '.join(self.lost) or 'no flow'}>"

    @property
    def lost(self) -> tuple[str, ...]:
        """The ids of the flows that are lost by it."""
        if self.alone:
            return self.of_alone
        lost = (id for id, flow in self.result.flows.items() if flow.state is Outcome.LOST)
        return tuple(id for id in lost if id not in self.never)

    @property
    def how_many(self) -> str:
        """Of what is `alone`, in words: one, or as many as it takes."""
        return "no more than it takes" if any(i.in_all > 1 for i in self.alone) else "only one"


@dataclass(frozen=True)
class Board:
    """Every failure worth playing in an environment, a row each, and what each does to the flows that run there."""

    model: Model
    environment: Environment
    flows: tuple[Flow, ...]
    rows: tuple[BoardRow, ...]

    def __repr__(self) -> str:
        """The table, and the single points of failure."""
        return "\n".join(lines(self))

    @property
    def areas(self) -> tuple[BoardRow, ...]:
        """The regions, the zones and the model's own drills."""
        return tuple(row for row in self.rows if not row.failure.of_component or row.failure.drill)

    @cached_property
    def sections(self) -> tuple[BoardRow, ...]:
        """The same, and of production the components whose loss is most worth telling: those of which there is only
        one come first, then those that lose most flows."""
        if self.environment.stage is not Stage.PRODUCTION:
            return self.areas
        told = [row.failure.id for row in self.single_points if row.failure.of_component]
        alone = [row.failure.id for row in self.single_points if row.alone]
        some = [row for row in self.rows if row.failure.id in told and not row.failure.drill]
        some.sort(key=lambda row: (row.failure.id not in alone, -len(row.lost)))
        return (*self.areas, *some[:TOLD])

    @cached_property
    def single_points(self) -> tuple[BoardRow, ...]:
        """The regions, zones and components whose loss loses a flow. Of a component that loses more as a whole than by
        one of its instances, both are said."""
        found = []
        for row in self.rows:
            single, whole = _alone(self.model, row), row.lost if row.failure.kind != DRILL else ()
            found += [single] if single else []
            found += [row] if set(whole) - set(single.lost if single else ()) else []
        return tuple(found)

    @property
    def places_that_lose(self) -> tuple[BoardRow, ...]:
        """Of the single points of failure the places, and the components of which there is only one."""
        return tuple(row for row in self.single_points if not row.failure.of_component or row.alone)

    @property
    def wholes_that_lose(self) -> tuple[BoardRow, ...]:
        """The other components: they fail as a whole only."""
        return tuple(row for row in self.single_points if row.failure.of_component and not row.alone)

    def json(self) -> dict[str, Any]:
        """The table and the single points of failure as plain values; times in seconds, None where unknown."""
        return {
            "environment": self.environment.id,
            "drills": [_row_json(row) for row in self.rows],
            "single_points": [
                {
                    "kind": row.failure.kind,
                    "id": row.failure.id,
                    "name": row.failure.name,
                    "flows": list(row.lost),
                    "alone": [instance.id for instance in row.alone],
                }
                for row in self.single_points
            ],
        }


def board(model: Model, environment: Environment) -> Board:
    """Worked out once for these two: pictures and pages both tell of it."""
    return _board(Both(model, environment))


@lru_cache(KEPT)
def _board(both: Both) -> Board:
    model, environment = both.model, both.environment
    flows = model.played(environment)
    nothing = played(model, environment, ())
    never = frozenset(id for id, found in nothing.flows.items() if found.state is Outcome.LOST)
    rows = (
        BoardRow(failure, played(model, environment, failure.down), never=never)
        for failure in failures(model, environment)
    )
    return Board(model, environment, flows, tuple(rows))


def failures(model: Model, environment: Environment) -> list[Failure]:
    """Each region and each zone, the drills of the model that are neither, and each component of a flow: what the model
    has a drill for under the name of that."""
    order = [REGION, ZONE, DRILL, COMPONENT]
    places = [place.id for place in environment.places]
    found = list(_told_apart(list(_failures(model, environment)), environment))
    return sorted(found, key=lambda f: (order.index(f.kind), places.index(f.id) if f.id in places else 0))


def _told_apart(some: list[Failure], environment: Environment) -> Iterator[Failure]:
    """Those of one title with the Region or place that they are in, if that tells them apart, else with their ids."""
    around = {p.id: outer.name for p in environment.places if (outer := _outer(p))}
    titles = Counter(failure.title for failure in some)
    where = Counter((f.title, around.get(f.id, "")) for f in some)
    for failure in some:
        if titles[failure.title] == 1:
            yield failure
        elif (there := around.get(failure.id)) and where[failure.title, there] == 1 and not failure.drill:
            yield replace(failure, beside=f" in {there}")
        else:
            id = failure.drill.id if failure.drill else failure.id
            yield replace(failure, beside=f" ({id})")


def _outer(place: Place) -> Place | None:
    return next((p for p in place.chain() if p is not place and p.kind is PlaceKind.REGION), place.parent)


def _failures(model: Model, environment: Environment) -> Iterator[Failure]:
    sites = {p.id for p in environment.places if p.kind is PlaceKind.DATA_CENTER}
    domain = {p.id: p.domain.id for p in environment.places}
    seen: set[frozenset[str]] = set()
    counts: Counter[str] = Counter()
    for instance in environment.instances:
        counts[instance.component.id] += instance.count
    for drill in model.drills:
        some = [environment.failing(name) for name in drill.down]
        if drill.environment in (None, environment) and all(some):
            down = tuple(dict.fromkeys(id for ids in some for id in ids))
            seen.add(frozenset(domain.get(id, id) for id in down))
            kind = _kind(drill, environment)
            id = drill.id if kind == DRILL else drill.down[0]
            yield Failure(kind, id, drill.name, down, drill, id in sites)
    for kind, id, name in _single(model, environment):
        if frozenset([id]) not in seen:
            many = kind == COMPONENT and counts[id] > 1
            yield Failure(kind, id, name, (id,), site=id in sites, many=many)


def _kind(drill: Drill, environment: Environment) -> str:
    """What a drill of the model is, if it is the loss of a single place or component."""
    if len(drill.down) > 1 or " in " in drill.down[0]:
        return DRILL
    place = next((p for p in environment.places if p.id in drill.down), None)
    kinds = {kind for kind, kinds in _PLACES.items() if place and place.kind in kinds}
    return next(iter(kinds), DRILL if place else COMPONENT)


def _single(model: Model, environment: Environment) -> Iterator[tuple[str, str, str]]:
    for kind, kinds in _PLACES.items():
        yield from ((kind, p.id, p.name) for p in environment.places if p.kind in kinds and p.same is None)
    for component in _taken(model, environment):
        yield COMPONENT, component.id, component.name


def _taken(model: Model, environment: Environment) -> tuple[Component, ...]:
    """What can fail of the components that flows pass through here, from users to data, and of the keys without which
    nothing of these works in its Region."""
    flows = model.played(environment)
    taken = {end.id for f in flows for s in f.steps_in(environment) for end in (s.source, s.target)}
    keys = Loss(model, environment, frozenset()).keys
    passed = [i.id for i in environment.instances if i.component.id in taken]
    taken |= {key.component.id for id in passed for key in keys.get(id, ())}
    some = [c for c in model.components if c.id in taken and not c.kind.is_people]
    return tuple(sorted(some, key=lambda c: c.tier.index))


def _alone(model: Model, row: BoardRow) -> BoardRow | None:
    """What the single instances of a component lose that are enough to lose a flow. A service of a whole Region has
    none that could fail. What loses nothing when all of it fails, does not when one does."""
    here, failure = row.result.environment, row.failure
    if not failure.of_component or not row.lost:
        return None
    loss, by_zone = Loss(model, here, frozenset()), placed_by_zone(model)
    single = [i for i in here.instances if i.component.id == failure.id and i.count > 0 and server(i, by_zone)]
    with_one = {i: down for i in single if (down := falls_with_one(loss, i))}
    losses = {
        i: found
        for i, down in with_one.items()
        if (found := BoardRow(failure, played(model, here, down), never=row.never).lost)
    }
    lost = tuple(id for id in row.lost if any(id in found for found in losses.values()))
    return replace(row, alone=tuple(losses), of_alone=lost) if losses else None


def falls_with_one(loss: Loss, instance: Instance) -> tuple[str, ...]:
    """The ids of what no longer serves where one server fails: that alone; of several in one place nothing, unless the
    component needs all that there are."""
    if instance.in_all == 1:
        return (instance.id,)
    here = loss.here(instance.component, loss.side(instance))
    every = sum(i.in_all for i in here)
    short = instance.component.needs and every - 1 < instance.component.needed(every)
    return tuple(i.id for i in here) if short else ()


def _row_json(row: BoardRow) -> dict[str, Any]:
    failure = row.failure
    return {
        "kind": failure.kind,
        "id": failure.id,
        "name": failure.name,
        "down": list(failure.down),
        "drill": failure.drill.id if failure.drill else None,
        "flows": {id: flow.json() for id, flow in row.result.flows.items()},
    }


def lines(found: Board) -> list[str]:
    """The table to read: a failure a line, a flow a column; then the single points of failure."""
    if not found.flows:
        return [f"no flow runs in {found.environment.id}; there is nothing to lose"]
    head = ["failure", *(flow.id for flow in found.flows)]
    rows = [[_called(row.failure), *(_cell(row, flow) for flow in found.flows)] for row in found.rows]
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    told = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]]
    return [*told, "", *(map(_point, found.single_points) if found.single_points else ["no single point of failure"])]


def _point(row: BoardRow) -> str:
    """A component that runs more than once, or is a service of a whole Region, fails as a whole only."""
    one = f"; there is {row.how_many}, in {', '.join(map(_where, row.alone))}" if row.alone else ""
    rest = "" if one or not row.failure.of_component else " as a whole"
    return f"single point of failure: {_called(row.failure)}{rest} - loses {', '.join(row.lost)}{one}"


def _where(instance: Instance) -> str:
    """Of several instances it is the one of this role that there is no second of."""
    role = f" ({instance.role.value})" if instance.role else ""
    return f"{place.name if (place := instance.standpoint()) else 'one place'}{role}"


def _called(failure: Failure) -> str:
    return f"{failure.sort.lower()} {failure.id}"


def _cell(row: BoardRow, flow: Flow) -> str:
    outcome = row.result.flows[flow.id].state
    return f"{OUTCOME_SIGNS[outcome]} {outcome.value}"
