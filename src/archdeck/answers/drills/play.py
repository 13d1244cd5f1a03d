"""A model, one of its environments and what is down, to what still works: docs/drills.md has the rules in words."""

from __future__ import annotations

from collections.abc import Iterable

from archdeck.answers.drills.loss import Loss
from archdeck.answers.drills.outcome import component_state, flow_state, instance_states
from archdeck.answers.drills.result import Result
from archdeck.language import UnknownName, nearest
from archdeck.model import Environment, Model


def drill(model: Model, environment: Environment, down: Iterable[str]) -> Result:
    """What works when these places and components fail. UnknownName for an id that is neither one of the places nor
    one of the components of the environment."""
    ids = tuple(dict.fromkeys(down))
    known = [p.id for p in environment.places] + [c.id for c in environment.components]
    for id in ids:
        if id not in known:
            hint = nearest(id, known)
            raise UnknownName(f"{environment.id} has no place and no component {id!r}{hint}")
    return played(model, environment, ids)


def played(model: Model, environment: Environment, down: tuple[str, ...]) -> Result:
    """The same where `down` is known to be there; it may also name single instances."""
    loss = Loss(model, environment, environment.with_same(down))
    running = [some[0].component for some in loss.running.values() if some]
    return Result(
        environment=environment,
        down=down,
        components={c.id: component_state(loss, c) for c in running},
        flows={f.id: flow_state(loss, f) for f in model.flows if environment in f.environments},
        instances=instance_states(loss),
    )
