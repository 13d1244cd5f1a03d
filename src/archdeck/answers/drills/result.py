"""What a played failure leaves: the state of every component, instance and flow, as records, as JSON and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archdeck.answers.drills.times import NOTHING, Time, not_stated
from archdeck.language import Outcome, duration
from archdeck.model import Environment


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
class InstanceState:
    """`fell_with` is the name of what it fell with, '' where it works; `how` says that of it. `takes_over` holds the
    ids of the instances whose work it does now; `promoted` where it did other work before, as a standby."""

    fell_with: str = ""
    takes_over: tuple[str, ...] = ()
    promoted: bool = False
    how: str = field(default="", compare=False)


@dataclass(frozen=True)
class Path:
    """How a flow goes after the failure, for pictures: the ids of the relations that carry it and of those that are
    broken, the instances that serve it, the failover that leads to them, and the place that stands by which it leads
    into; `stands_in` are those of the instances by which it goes only now, `holds` those in which its work waits,
    `ends` those that work and from which it gets no further."""

    relations: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    instances: tuple[str, ...] = ()
    failover: str = ""
    side: str = ""
    stands_in: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class FlowState:
    """Times in seconds, None where the model does not state them; `broken_step` is a number as written. `rto` and `rpo`
    say what the times are made of; of a lost flow with a `way_back`, as a restore from copies, what that would take. A
    delayed one `holds` for so long what waits."""

    state: Outcome
    rto_s: float | None
    rpo_s: float | None
    broken_step: str | None
    why: str
    rto: Time = field(default=NOTHING, compare=False, repr=False)
    rpo: Time = field(default=NOTHING, compare=False, repr=False)
    path: Path = field(default=Path(), compare=False, repr=False)
    way_back: str = field(default="", compare=False, repr=False)
    less: str = field(default="", compare=False, repr=False)
    holds: Time = field(default=NOTHING, compare=False, repr=False)

    def json(self) -> dict[str, Any]:
        """A step's number is a number in scripts: 4 for `4` and for `4a`, which `why` names as it is written."""
        step = re.match("[0-9]+", self.broken_step or "")
        return {
            "state": self.state.value,
            "rto_s": self.rto_s,
            "rpo_s": self.rpo_s,
            "broken_step": int(step[0]) if step else None,
            **({"holds_s": self.holds.seconds} if self.state is Outcome.DELAYED else {}),
            "why": self.why,
        }


@dataclass(frozen=True)
class Result:
    """What works when `down` fails: the state of each component, flow and instance by its id."""

    environment: Environment
    down: tuple[str, ...]
    components: Mapping[str, ComponentState]
    flows: Mapping[str, FlowState]
    instances: Mapping[str, InstanceState]

    def __repr__(self) -> str:
        """As `archdeck drill` prints it."""
        return "\n".join(result_lines(self))

    def json(self) -> dict[str, Any]:
        """As plain values: times in seconds, None where the model does not state them."""
        return {
            "environment": self.environment.id,
            "down": list(self.down),
            "components": {id: {"state": c.state.value, "why": c.why} for id, c in self.components.items()},
            "flows": {id: flow.json() for id, flow in self.flows.items()},
        }


def result_lines(result: Result) -> list[str]:
    """A result to read: the flows first, then the components that are not as they were."""
    found = []
    for id, flow in result.flows.items():
        times = f" (RTO {_time(flow.rto_s)}, RPO {_time(flow.rpo_s)})" if flow.state is not Outcome.LOST else ""
        lacks = not_stated(flow.rto, flow.rpo) if flow.state is not Outcome.LOST else ""
        why = "; ".join(filter(None, [flow.why, lacks]))
        found.append(f"flow {id}: {flow.state.value}{times}{f' - {why}' if why else ''}")
    hit = {id: c for id, c in result.components.items() if c.state is not State.UP}
    found += [f"component {id}: {c.state.value} - {c.why}" for id, c in hit.items()]
    return [*found, f"{len(result.components) - len(hit)} of {len(result.components)} components are as they were"]


def _time(time: float | None) -> str:
    return "unknown" if time is None else duration(time)
