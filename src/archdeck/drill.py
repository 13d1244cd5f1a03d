"""A model, one of its environments and what is down, to what still works: docs/drills.md has the rules in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from archdeck.language import Outcome, PlaceKind, RelationKind, Role, Stage, seconds
from archdeck.model import Component, Environment, Flow, Instance, Link, Model, Place, Scope, Step
from archdeck.problems import nearest

_NEEDED = (RelationKind.REQUEST, RelationKind.DATA)
_COPYING = (RelationKind.BACKUP, RelationKind.REPLICATION)
_MAIN = ""  # the side on which everything runs that does not stand by


class State(StrEnum):
    """Of a component, best first."""

    UP = "up"
    DEGRADED = "degraded"
    RECOVERING = "recovering"
    DOWN = "down"


@dataclass(frozen=True)
class ComponentState:
    state: State
    why: str


@dataclass(frozen=True)
class FlowState:
    """Times in seconds, None where the model does not state them; `broken_step` is a number as written."""

    state: Outcome
    rto_s: float | None
    rpo_s: float | None
    broken_step: str | None
    why: str


@dataclass(frozen=True)
class Result:
    environment: Environment
    down: tuple[str, ...]
    components: Mapping[str, ComponentState]
    flows: Mapping[str, FlowState]

    def json(self) -> dict[str, Any]:
        return {
            "environment": self.environment.id,
            "down": list(self.down),
            "components": {id: {"state": c.state.value, "why": c.why} for id, c in self.components.items()},
            "flows": {id: vars(f) | {"state": f.state.value} for id, f in self.flows.items()},
        }


class UnknownDown(Exception):
    """What should fail is not there; the message says what is near."""


def drill(model: Model, environment: Environment, down: Iterable[str]) -> Result:
    """What works when these places and components fail. UnknownDown for an id that is neither one of the places nor
    one of the components of the environment."""
    ids = tuple(dict.fromkeys(down))
    known = [p.id for p in environment.places] + [c.id for c in environment.components]
    for id in ids:
        if id not in known:
            hint = nearest(id, known)
            raise UnknownDown(f"{environment.id} has no place and no component {id!r}{hint}")
    loss = _Loss(model, environment, frozenset(ids))
    running = dict.fromkeys(i.component for i in environment.instances if i.count > 0)
    return Result(
        environment=environment,
        down=ids,
        components={c.id: _component_state(loss, c) for c in running},
        flows={f.id: _flow_state(loss, f) for f in model.flows if environment in f.environments},
    )


def lines(result: Result) -> list[str]:
    """A result to read: the flows first, then the components that are not as they were."""
    found = []
    for id, flow in result.flows.items():
        times = f" (RTO {_time(flow.rto_s)}, RPO {_time(flow.rpo_s)})" if flow.state is not Outcome.LOST else ""
        found.append(f"flow {id}: {flow.state.value}{times}{f' - {flow.why}' if flow.why else ''}")
    hit = {id: c for id, c in result.components.items() if c.state is not State.UP}
    found += [f"component {id}: {c.state.value} - {c.why}" for id, c in hit.items()]
    return [*found, f"{len(result.components) - len(hit)} of {len(result.components)} components are as they were"]


def _time(time: float | None) -> str:
    return "unknown" if time is None else f"{time:g} s"


@dataclass(frozen=True)
class _Way:
    """How a component serves: at once where `says` is empty, else after what it says; None is unknown."""

    rto_s: float | None = 0.0
    rpo_s: float | None = 0.0
    says: str = ""


@dataclass(frozen=True)
class _Loss:
    model: Model
    environment: Environment
    down: frozenset[str]

    def fell_with(self, instance: Instance) -> str:
        """The name of what an instance fell with, or ''."""
        component = instance.component
        if component.kind.scope is Scope.ACTOR:
            return ""
        if component.id in self.down:
            return component.name
        return next((p.name for p in _bound_to(instance) if p.id in self.down), "")

    def works(self, instance: Instance) -> bool:
        return instance.count > 0 and not self.fell_with(instance)

    def here(self, component: Component, side: str) -> list[Instance]:
        """The instances of a component on a side; on the main side those that stand by too, if there are no others."""
        running = [i for i in self.environment.of(component) if i.count > 0]
        if side == _MAIN:
            return [i for i in running if _side(i) == _MAIN] or running
        return [i for i in running if _side(i) == side or (_side(i) == _MAIN and _outside(i))]

    def serves(self, component: Component, side: str, role: Role | None = None) -> _Way | None:
        """How a component serves in a role that somebody needs, or None."""
        every = self.environment.of(component)
        working = [i for i in self.here(component, side) if self.works(i)]
        if role not in (None, Role.PRIMARY) and any(i.role is role for i in every):
            return _Way() if any(i.role is role for i in working) else None
        led = any(i.role is Role.PRIMARY for i in every)
        serving = [i for i in working if not led or i.role in (None, Role.PRIMARY)]
        if serving:
            spread = side != _MAIN and _side(serving[0]) == side and component in self.stores
            return _Way(0.0, self.shared_age(component)) if spread else _Way()
        copies = [i for i in working if i.role is Role.STANDBY or side != _MAIN]
        if copies:
            return _promoted(min(copies, key=lambda i: (i.role is not Role.STANDBY, i.id)))
        return self.set_up(component, side) if side != _MAIN else None

    def set_up(self, component: Component, side: str) -> _Way | None:
        """What a place that stands by lacks, and what a disaster recovery environment runs there, is set up there."""
        if component.id in self.down and component.kind.scope is not Scope.ACTOR:
            return None
        for other in self.model.environments:
            for instance in other.of(component) if other.stage is Stage.DISASTER_RECOVERY else ():
                places = {p.id for p in instance.places()}
                if instance.count > 0 and side in places and not places & self.down:
                    lost = None if component in self.stores else 0.0
                    return _Way(_restore_s(component), lost, f"{component.name} is set up{_in(instance)}")
        return None

    def rebuilt(self, component: Component) -> _Way | None:
        """A store comes back from a copy that is left; what keeps no data is built anew."""
        if component.id in self.down:
            return None
        if component not in self.stores:
            return _Way(_restore_s(component), 0.0, f"{component.name} is built anew")
        copy = self.copies.get(component)
        if copy is None:
            return None
        instance, age = copy
        return _Way(
            _restore_s(component), age, f"{component.name} is restored from {instance.component.name}{_in(instance)}"
        )

    @cached_property
    def stores(self) -> frozenset[Component]:
        """What keeps data: the targets of data, and what is copied."""
        relations = self.model.relations
        kept = {r.target for r in relations if r.kind is RelationKind.DATA}
        kept |= {r.source for r in relations if r.kind in _COPYING}
        return frozenset(kept | {i.component for i in self.environment.instances if i.role})

    @cached_property
    def copies(self) -> Mapping[Component, tuple[Instance, float | None]]:
        """A working copy of each store that has one, however many hands it went through, and how old it may be."""
        found: dict[Component, tuple[Instance, float | None]] = {}
        for store in self.stores:
            ages: dict[Component, float | None] = {store: 0.0}
            queue = [store]
            for component in queue:
                for link in self.environment.links:
                    if link.relation.kind not in _COPYING or link.source.component is not component:
                        continue
                    age = _sum(ages[component], _age(link))
                    if self.works(link.target):
                        found.setdefault(store, (link.target, age))
                    if link.target.component not in ages:
                        ages[link.target.component] = age
                        queue.append(link.target.component)
        return found

    def shared_age(self, component: Component) -> float | None:
        """How far the instances of a store may be apart, where a relation states it."""
        own = [k for k in self.environment.links if k.source.component is k.target.component is component]
        return next((_age(link) for link in own if link.relation.kind is RelationKind.REPLICATION), None)

    def failovers(self, among: frozenset[Component]) -> list[Link]:
        """The failover routing that works and ends at one of these components."""
        return [
            k
            for k in self.environment.links
            if k.relation.kind is RelationKind.FAILOVER
            and k.target.component in among
            and self.works(k.source)
            and self.works(k.target)
        ]


def _component_state(loss: _Loss, component: Component) -> ComponentState:
    running = [i for i in loss.environment.of(component) if i.count > 0]
    fallen = [i for i in running if loss.fell_with(i)]
    if not fallen:
        return ComponentState(State.UP, "")
    total, left = sum(i.count for i in running), sum(i.count for i in running if loss.works(i))
    fell = "fell with " + " and ".join(dict.fromkeys(loss.fell_with(i) for i in fallen))
    way = loss.serves(component, _MAIN)
    if way and not way.says:
        return ComponentState(State.DEGRADED, f"{total - left} of {total} {fell}")
    routes = loss.failovers(frozenset(loss.environment.components))
    ways = [way] + [loss.serves(component, _side(k.target)) for k in routes if _side(k.target)]
    ways += [loss.rebuilt(component)] if routes else []
    back = next((w for w in ways if w), None)
    if back:
        there = max((i for i in running if loss.works(i)), key=lambda i: bool(_side(i)), default=running[0])
        says = back.says or f"it serves{_in(there)} after failover"
        return ComponentState(State.RECOVERING, f"{fell}; {says}")
    reads = "; what is left of it serves reads only" if left else ""
    return ComponentState(State.DOWN, f"{fell}{reads}")


def _flow_state(loss: _Loss, flow: Flow) -> FlowState:
    steps = flow.steps_in(loss.environment)
    ways = {s: _way(loss, s, _MAIN) for s in steps}
    broken = next((s for s in steps if ways[s] is None and not s.optional), None)
    if broken is None:
        without = [s for s in steps if ways[s] is None]
        why = [f"does without step {s.number}: {_lack(loss, s)}" for s in without]
        total = _together(ways.values())
        state = Outcome.DEGRADED if without else Outcome.SURVIVES
        return FlowState(
            state, total.rto_s, total.rpo_s, None, "; ".join([*why, *([total.says] if total.says else [])])
        )
    lack = f"step {broken.number}: {_lack(loss, broken)}"
    needed = [s for s in steps if not s.optional]
    parts = frozenset(c for s in needed for c in _ends(s))
    routes = loss.failovers(parts)
    for route in routes:
        taken = [_way(loss, s, _side(route.target)) for s in needed]
        if _side(route.target) and None not in taken:
            return _recovers(route, broken, lack, taken)
    fallen = [
        c for c in dict.fromkeys(c for s in needed if ways[s] is None for c in _ends(s)) if _lost(loss, c, needed)
    ]
    for route in routes:
        back = [loss.serves(c, _side(route.target)) or loss.rebuilt(c) for c in fallen]
        if None not in back:
            return _recovers(route, broken, lack, [*back, *(ways[s] for s in needed)])
    rebuilt = [loss.rebuilt(c) for c in fallen]
    stored = [w for c, w in zip(fallen, rebuilt, strict=True) if w and c in loss.stores]
    possible = f"; without failover to it, {_together(stored).says}" if stored and None not in rebuilt else ""
    possible = possible.replace(" is restored from ", " could be restored from ")
    return FlowState(Outcome.LOST, None, None, broken.number, lack + possible)


def _recovers(route: Link, broken: Step, lack: str, ways: Iterable[_Way | None]) -> FlowState:
    total = _together(ways)
    rto = _sum(total.rto_s, _time_to_live(route.source.component))
    why = [lack, f"{route.source.component.name} leads to {route.target.component.name}{_in(route.target)}"]
    why += [total.says] if total.says else []
    return FlowState(Outcome.RECOVERS, rto, total.rpo_s, broken.number, "; ".join(why))


def _way(loss: _Loss, step: Step, side: str) -> _Way | None:
    """How a step works on a side: both ends of its relation must serve. Copying, control and the like need no more
    than that both ends exist in any role."""
    relation = step.relation
    ways: list[_Way | None] = []
    for end in _ends(step):
        alive = any(loss.works(i) for i in loss.here(end, side))
        if relation and relation.kind not in _NEEDED and alive:
            ways.append(_Way())
        else:
            ways.append(loss.serves(end, side, _role(step, end)))
    return None if None in ways else _together(ways)


def _ends(step: Step) -> tuple[Component, ...]:
    ends = (step.relation.source, step.relation.target) if step.relation else (step.source, step.target)
    return tuple(dict.fromkeys(ends))


def _role(step: Step, end: Component) -> Role | None:
    return step.relation.role if step.relation and step.relation.kind in _NEEDED and end is _ends(step)[-1] else None


def _lost(loss: _Loss, component: Component, steps: Iterable[Step]) -> bool:
    return any(loss.serves(component, _MAIN, _role(s, component)) is None for s in steps if component in _ends(s))


def _lack(loss: _Loss, step: Step) -> str:
    """Which end of a broken step does not serve, and what it fell with."""
    for end in _ends(step):
        role = _role(step, end)
        if loss.serves(end, _MAIN, role) is None:
            fallen = [i for i in loss.here(end, _MAIN) if loss.fell_with(i)]
            fell = " and ".join(dict.fromkeys(loss.fell_with(i) for i in fallen))
            what = f" as {role.value}" if role and any(loss.works(i) for i in loss.here(end, _MAIN)) else ""
            return f"nothing of {end.name} works{what}, it fell with {fell}"
    return "does not work"


def _together(ways: Iterable[_Way | None]) -> _Way:
    """What must all happen, side by side: the longest time, the oldest data; unknown where one is unknown."""
    every = [w for w in ways if w]
    says = dict.fromkeys(part for w in every for part in w.says.split("; ") if part)
    return _Way(_most(w.rto_s for w in every), _most(w.rpo_s for w in every), "; ".join(says))


def _most(times: Iterable[float | None]) -> float | None:
    most: float | None = 0.0
    for time in times:
        most = None if most is None or time is None else max(most, time)
    return most


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _bound_to(instance: Instance) -> tuple[Place, ...]:
    """The places whose loss takes an instance, innermost first: none for a global service, none up to the zone for a
    regional one."""
    places = instance.places()
    if instance.component.kind.scope is Scope.GLOBAL:
        return ()
    zones = [k for k, place in enumerate(places) if place.kind is PlaceKind.ZONE]
    return places[zones[-1] + 1 :] if zones and instance.component.kind.scope is Scope.REGIONAL else places


def _side(instance: Instance) -> str:
    return next((place.id for place in instance.places() if place.standby), _MAIN)


def _outside(instance: Instance) -> bool:
    here = any(place.kind is PlaceKind.REGION for place in instance.places())
    return not here or instance.component.kind.scope in (Scope.GLOBAL, Scope.ACTOR)


def _promoted(instance: Instance) -> _Way:
    component = instance.component
    after = component.recovery.promote_s if component.recovery else None
    part = "standby" if instance.role is Role.STANDBY else "copy"
    time = f"after {_time(after)}" if after is not None else "after a time that is not stated"
    sync = instance.sync if instance.sync is not None else instance.role is Role.STANDBY
    age = 0.0 if sync else seconds(instance.lag) if instance.lag else None
    return _Way(after, age, f"the {part} of {component.name}{_in(instance)} takes over {time}")


def _age(link: Link) -> float | None:
    """How much older than its source a copy may be, in seconds; None where that is not stated."""
    relation, copy = link.relation, link.target
    written = relation.every or relation.lag or copy.lag
    if written:
        return seconds(written)
    sync = copy.sync if copy.sync is not None else copy.role is Role.STANDBY
    return 0.0 if relation.kind is RelationKind.REPLICATION and sync else None


def _restore_s(component: Component) -> float | None:
    return component.recovery.restore_s if component.recovery else None


def _time_to_live(component: Component) -> float | None:
    """How long clients keep an old answer, where the component's settings state it as `TTL`."""
    try:
        return seconds(component.config.get("TTL", ""))
    except ValueError:
        return None


def _in(instance: Instance) -> str:
    """Where an instance runs: a subnet says little, its zone or region says more."""
    places = [p for p in instance.places() if p.kind not in (PlaceKind.PUBLIC_SUBNET, PlaceKind.PRIVATE_SUBNET)]
    place = next((p for p in places if p.kind is not PlaceKind.VPC), instance.place)
    return f" in {place.name}" if place else ""
