"""A model, one of its environments and what is down, to what still works: docs/describe/drills.md has the rules."""

from __future__ import annotations

from collections.abc import Iterable

from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.outcome import flow_state
from archdeck.answers.drills.result import Result
from archdeck.answers.drills.states import component_state, instance_states
from archdeck.language import UnknownName, nearest
from archdeck.model import Environment, Model


def drill(model: Model, environment: Environment, down: Iterable[str]) -> Result:
    """What works when these places, components and instances (`nat in us-east-1a`, or their ids) fail. UnknownName for
    what the environment has not, and for people, who do not fail."""
    ids = tuple(dict.fromkeys(id for name in down for id in _named(environment, name)))
    return played(model, environment, ids)


def _named(environment: Environment, name: str) -> tuple[str, ...]:
    """The ids of what a name means: a place, a component, or instances."""
    components = {c.id: c for c in environment.components}
    if (component := components.get(name)) and component.kind.is_people:
        raise UnknownName(f"{name!r} are people and clients in {environment.id}: they do not fail")
    if ids := environment.failing(name):
        return ids
    hint = nearest(name, [*(p.id for p in environment.places), *components])
    raise UnknownName(f"{environment.id} has no place and no component {name!r}{hint}")


def played(model: Model, environment: Environment, down: tuple[str, ...]) -> Result:
    """The same where `down` is known to be there; it may also name single instances."""
    loss = Loss(model, environment, environment.with_same(down))
    running = [some[0].component for some in loss.running.values() if some]
    return Result(
        environment=environment,
        down=down,
        components={c.id: component_state(loss, c) for c in running},
        flows={f.id: flow_state(loss, f) for f in model.played(environment)},
        instances=instance_states(loss),
    )
