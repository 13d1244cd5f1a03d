"""A flow in an environment to its view: the environment's picture with the steps numbered and the rest faded."""

from __future__ import annotations

from dataclasses import replace

from archdeck.model import Environment, Flow
from archdeck.views.environment import dimmed, numbered, without_numbers
from archdeck.views.view import View


def flow_view(system: str, flow: Flow, environment: Environment, base: View) -> View:
    """The picture of a flow, on the layout of the environment's own view."""
    steps = flow.steps_in(environment)
    components = frozenset(c.id for s in steps for c in (s.source, s.target))
    relations = frozenset(s.relation.id for s in steps if s.relation)
    lit = dimmed(without_numbers(base), components, relations)
    view = replace(
        lit,
        id=f"{flow.id}--{environment.id}",
        kind="flow",
        flow=flow.id,
        title=f"{system} – {flow.name}",
        subtitle=flow.summary or f"{base.title}, step by step",
        stands_as=base,
    )
    return numbered(view, flow, environment)
