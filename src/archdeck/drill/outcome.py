"""What is lost to the state of a component, and to the outcome of a flow with its first broken step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archdeck.drill.loss import MAIN, Loss, Way, side_of, together
from archdeck.drill.result import ComponentState, FlowState, InstanceState, Path, State
from archdeck.drill.times import Time, in_turn, noticing, time_to_live, where_it_runs
from archdeck.language import Outcome, RelationKind, Role
from archdeck.model import Component, Flow, Instance, Link, Step

_NEEDED = (RelationKind.REQUEST, RelationKind.DATA)


def component_state(loss: Loss, component: Component) -> ComponentState:
    running = loss.running[component.id]
    fallen = [i for i in running if loss.fell_with(i)]
    if not fallen:
        return ComponentState(State.UP, "")
    total, left = sum(i.count for i in running), sum(i.count for i in running if loss.works(i))
    fell = "fell with " + " and ".join(dict.fromkeys(loss.fell_with(i) for i in fallen))
    way = loss.serves(component, MAIN)
    if way and not way.says:
        return ComponentState(State.DEGRADED, f"{total - left} of {total} {fell}")
    back = _back(loss, component)
    if back:
        there = max((i for i in running if loss.works(i)), key=lambda i: bool(side_of(i)), default=running[0])
        says = back.says or f"it serves{where_it_runs(there)} after failover"
        return ComponentState(State.RECOVERING, f"{fell}; {says}")
    reads = "; what is left of it serves reads only" if left else ""
    if component in loss.stores and (copy := loss.rebuilt(component)):
        return ComponentState(State.RECOVERING, f"{fell}{reads}; {_could(copy.says)}")
    return ComponentState(State.DOWN, f"{fell}{reads}")


def _back(loss: Loss, component: Component) -> Way | None:
    """How a component that fell serves again: by a standby, behind a failover, or built anew after one."""
    routes = loss.failovers
    ways = [loss.serves(component, MAIN)]
    ways += [loss.serves(component, side_of(k.target)) for k in routes if side_of(k.target)]
    ways += [loss.rebuilt(component)] if routes else []
    return next((w for w in ways if w), None)


def instance_states(loss: Loss) -> dict[str, InstanceState]:
    """Which instances fell and with what, and which do their work instead."""
    found = {i.id: InstanceState(loss.fell_with(i)) for some in loss.running.values() for i in some}
    for running in loss.running.values():
        fallen = tuple(i.id for i in running if found[i.id].fell_with)
        back = _back(loss, running[0].component) if fallen else None
        for instance in back.by if back else ():
            if instance in running and instance.id not in fallen:
                found[instance.id] = InstanceState("", fallen, bool(back and back.says))
    return found


@dataclass(frozen=True)
class _Played:
    """A flow and how its steps work on the main side."""

    loss: Loss
    steps: Sequence[Step]
    ways: Mapping[Step, Way | None]

    @property
    def needed(self) -> list[Step]:
        return [s for s in self.steps if not s.optional]

    @property
    def broken(self) -> Step | None:
        return next((s for s in self.needed if self.ways[s] is None), None)

    def path(self, ways: Iterable[Way | None], failover: str = "", carried: Iterable[Step] | None = None) -> Path:
        """`carried` steps work; those of the main side, if nothing else is said."""
        works = [s for s in self.steps if self.ways[s]] if carried is None else list(carried)
        fails = [s for s in self.steps if s not in works]
        by = tuple(dict.fromkeys(i.id for way in ways if way for i in way.by))
        return Path(_relations(works), _relations(fails), by, failover)


def flow_state(loss: Loss, flow: Flow) -> FlowState:
    steps = flow.steps_in(loss.environment)
    played = _Played(loss, steps, {s: _way(loss, s, MAIN) for s in steps})
    if played.broken is None:
        return _goes_on(played)
    lack = f"step {played.broken.number}: {_lack(loss, played.broken)}"
    return _recovered(played, played.broken, lack) or _lost(played, played.broken, lack)


def _goes_on(played: _Played) -> FlowState:
    without = [s for s in played.steps if played.ways[s] is None]
    total = together(list(played.ways.values()))
    why = [f"does without step {s.number}: {_lack(played.loss, s)}" for s in without]
    why += [total.says] if total.says else []
    state = Outcome.DEGRADED if without else Outcome.SURVIVES
    path = played.path(played.ways.values())
    return FlowState(state, total.rto.seconds, total.rpo.seconds, None, "; ".join(why), total.rto, total.rpo, path)


def _recovered(played: _Played, broken: Step, lack: str) -> FlowState | None:
    """What already works behind a failover comes before what must be built anew."""
    loss, needed = played.loss, played.needed
    parts = {c for s in needed for c in _ends(s)}
    routes = [k for k in loss.failovers if k.target.component in parts]
    for route in routes:
        taken = [_way(loss, s, side_of(route.target)) for s in needed]
        if side_of(route.target) and None not in taken:
            return _recovers(played, route, broken, lack, taken)
    fallen = _fallen(played)
    for route in routes:
        side = side_of(route.target)
        back = [(loss.serves(c, side) if side else None) or loss.rebuilt(c) for c in fallen]
        if None not in back:
            return _recovers(played, route, broken, lack, [*back, *(played.ways[s] for s in needed)])
    return None


def _recovers(played: _Played, route: Link, broken: Step, lack: str, ways: list[Way | None]) -> FlowState:
    total = together(ways)
    source = route.source.component
    rto = in_turn(noticing(route), time_to_live(source), total.rto)
    why = [lack, f"{source.name} leads to {route.target.component.name}{where_it_runs(route.target)}"]
    why += [total.says] if total.says else []
    path = played.path(ways, route.relation.id, played.needed)
    return FlowState(
        Outcome.RECOVERS, rto.seconds, total.rpo.seconds, broken.number, "; ".join(why), rto, total.rpo, path
    )


def _lost(played: _Played, broken: Step, lack: str) -> FlowState:
    loss, fallen = played.loss, _fallen(played)
    rebuilt = [loss.rebuilt(c) for c in fallen]
    path = played.path(played.ways.values())
    if None in rebuilt:
        gone = Time(None, "nothing in the model brings it back", broken.where)
        return FlowState(Outcome.LOST, None, None, broken.number, lack, gone, gone, path)
    total = together(rebuilt)
    stored = together([w for c, w in zip(fallen, rebuilt, strict=True) if c in loss.stores])
    possible = f"; without failover to it, {_could(stored.says)}" if stored.says else ""
    return FlowState(Outcome.LOST, None, None, broken.number, lack + possible, total.rto, total.rpo, path, True)


def _could(says: str) -> str:
    """What somebody would have to do, of what is done behind a failover."""
    return re.sub(" is (?=restored from |built anew)", " could be ", says)


def _fallen(played: _Played) -> list[Component]:
    """The components without which the flow is broken."""
    broken = [s for s in played.needed if played.ways[s] is None]
    return [c for c in dict.fromkeys(c for s in broken for c in _ends(s)) if _gone(played.loss, c, played.needed)]


def _way(loss: Loss, step: Step, side: str) -> Way | None:
    """How a step works on a side: both ends of its relation must serve. Copying, control and the like need no more
    than that both ends exist in any role; behind a failover a copy serves as soon as it has taken over."""
    ways: list[Way | None] = []
    for end in _ends(step):
        alive = tuple(i for i in loss.here(end, side) if loss.works(i))
        serves = loss.serves(end, side, _role(step, end))
        if step.relation and step.relation.kind not in _NEEDED and alive:
            ways.append(serves if serves and side != MAIN else Way(by=alive))
        else:
            ways.append(serves)
    return None if None in ways else together(ways)


def _ends(step: Step) -> tuple[Component, ...]:
    ends = (step.relation.source, step.relation.target) if step.relation else (step.source, step.target)
    return tuple(dict.fromkeys(ends))


def _role(step: Step, end: Component) -> Role | None:
    return step.relation.role if step.relation and step.relation.kind in _NEEDED and end is _ends(step)[-1] else None


def _gone(loss: Loss, component: Component, steps: Iterable[Step]) -> bool:
    return any(loss.serves(component, MAIN, _role(s, component)) is None for s in steps if component in _ends(s))


def _lack(loss: Loss, step: Step) -> str:
    """Which end of a broken step does not serve, and what it fell with."""
    for end in _ends(step):
        role = _role(step, end)
        if loss.serves(end, MAIN, role) is None:
            here: list[Instance] = loss.here(end, MAIN)
            fell = " and ".join(dict.fromkeys(loss.fell_with(i) for i in here if loss.fell_with(i)))
            what = f" as {role.value}" if role and any(loss.works(i) for i in here) else ""
            return f"nothing of {end.name} works{what}, it fell with {fell}"
    return "does not work"


def _relations(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.relation.id for s in steps if s.relation))
