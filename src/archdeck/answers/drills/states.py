"""What is lost to the state of each component, and of each instance with what does its work instead."""

from __future__ import annotations

import re

from archdeck.answers.drills.loss import Loss, Way, own
from archdeck.answers.drills.result import ComponentState, InstanceState, State
from archdeck.answers.drills.standing import MAIN, side_of
from archdeck.answers.drills.times import where_it_runs
from archdeck.language import Role
from archdeck.model import Component, Instance, Link


def component_state(loss: Loss, component: Component) -> ComponentState:
    running, fell_with = loss.running[component.id], loss.fallen
    fallen = [i for i in running if i.id in fell_with]
    if not fallen:
        return ComponentState(State.UP, "")
    total, left = sum(i.in_all for i in running), sum(i.in_all for i in running if loss.works(i))
    fell = loss.how_fell(fallen)
    way = loss.serves(component, MAIN)
    if way and not way.says:
        return ComponentState(State.DEGRADED, f"{total - left} of {total} {fell}")
    back = _back(loss, component)
    if back:
        there = max((i for i in running if loss.works(i)), key=lambda i: bool(side_of(i)), default=running[0])
        says = back.says or f"it serves{where_it_runs(there)} after failover"
        return ComponentState(State.RECOVERING, f"{fell}; {says}")
    copies = any(loss.works(i) and i.role is Role.READ_REPLICA for i in loss.here(component, MAIN))
    idle = loss.too_few(component) or f"what is left of it {'serves reads only' if copies else 'stands by'}"
    reads = f"; {idle}" if left else ""
    if component in loss.stores and (copy := loss.rebuilt(component)):
        return ComponentState(State.RECOVERING, f"{fell}{reads}; {could(copy.says)}")
    return ComponentState(State.DOWN, f"{fell}{reads}")


def _back(loss: Loss, component: Component) -> Way | None:
    """How a component that fell serves again: by a standby, behind a failover, or built anew after one."""
    shared = loss.joined.get(component, frozenset())
    concern = [route for route in loss.routes if route.target in {component, *shared}]
    lead = [route for route in loss.routes if component in loss.asked_from(route.target)]
    sides = (loss.serves(component, route.side) for route in (*concern, *lead) if route.side)
    ways = [loss.serves(component, MAIN), *sorted(filter(None, sides), key=lambda w: (w.rpo.order, w.rto.order))]
    ways += [loss.rebuilt(component)] if concern else []
    ways += [loss.promoted(component)] if any(k.source.component is component for k in own_failovers(loss)) else []
    return next((w for w in ways if w), None)


def own_failovers(loss: Loss) -> list[Link]:
    """The failovers of a component to a copy of itself."""
    return [k for k in loss.failovers if own(k.relation)]


def instance_states(loss: Loss) -> dict[str, InstanceState]:
    """Which instances fell and with what, and which do their work instead."""
    fell_with = loss.fallen
    every = (i for some in loss.running.values() for i in some)
    found = {i.id: InstanceState(fell_with.get(i.id, ""), how=loss.how_fell([i])) for i in every}
    for running in loss.running.values():
        fallen = tuple(i.id for i in running if found[i.id].fell_with)
        back = _back(loss, running[0].component) if fallen else None
        for instance in back.by if back else ():
            mine = tuple(i.id for i in running if i.id in fallen and _may_take_over(loss, instance, i))
            if instance in running and instance.id not in fallen and mine:
                found[instance.id] = InstanceState("", mine, bool(back and back.says))
    return found


def _may_take_over(loss: Loss, one: Instance, other: Instance) -> bool:
    """Whether one does the work of another: not of two doors that lead into different networks, nor of what serves its
    own zone each, unless a failover leads there."""
    kind = one.component.kind
    apart = kind.at_border and one.network() is not other.network()
    bound = kind.zone_bound and one.zone() is not other.zone() and not one.role
    return not apart and not (bound and all(k.target is not one for k in loss.failovers))


def could(says: str) -> str:
    """What somebody would have to do, of what is done behind a failover."""
    return re.sub(" takes over ", " could take over ", re.sub(" is (?=restored from |built anew)", " could be ", says))
