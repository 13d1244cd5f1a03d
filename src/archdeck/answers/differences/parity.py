"""A model to the pairs of its environments that are worth comparing, and what one of a pair never exercises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archdeck.answers.differences.contents import environment_contents
from archdeck.language import FLOWING, Stage
from archdeck.model import Component, Environment, Flow, Instance, Model, Tier

_BEFORE = (Stage.DEVELOPMENT, Stage.STAGING)


@dataclass(frozen=True)
class ParityGap:
    """A component that flows of one environment pass through, or at least requests or data, and that the other has not;
    `because` as it says."""

    component: Component
    flows: tuple[Flow, ...]
    because: str


@dataclass(frozen=True)
class ComparedComponent:
    """A component of a tier in both environments: how often and where it runs."""

    component: Component
    here: tuple[Instance, ...]
    there: tuple[Instance, ...]


ComparedTier = tuple[Tier, tuple[ComparedComponent, ...]]


def pairs_to_compare(model: Model) -> tuple[tuple[Environment, Environment], ...]:
    """Each environment with the production that it extends, or with the only production there is; what comes before
    production in the life of a change stands first."""
    found = []
    production = {e.id: e for e in model.environments if e.stage is Stage.PRODUCTION}
    for environment in model.environments:
        if environment.stage is Stage.PRODUCTION:
            continue
        bases = [production[id] for id in environment.bases if id in production]
        only = list(production.values()) if len(production) == 1 else []
        for base in (bases or only)[:1]:
            found.append((environment, base) if environment.stage in _BEFORE else (base, environment))
    return tuple(found)


def leading_first(one: Environment, other: Environment) -> tuple[Environment, Environment]:
    """The one that the other should be like comes first: production, else the first."""
    swapped = other.stage is Stage.PRODUCTION and one.stage is not Stage.PRODUCTION
    return (other, one) if swapped else (one, other)


def parity_gaps(model: Model, one: Environment, other: Environment) -> tuple[ParityGap, ...]:
    """What the leading environment uses and the other never exercises: first what flows pass through, in their order,
    then what no flow tells of."""
    here, there = leading_first(one, other)
    running = environment_contents(there)["component"]
    taken: dict[Component, list[Flow]] = {}
    for flow in flows_of(model, here):
        for step in flow.steps_in(here):
            for end in dict.fromkeys((step.source, step.target)):
                if end.id not in running and flow not in taken.setdefault(end, []):
                    taken[end].append(flow)
    for link in here.links:
        for end in (link.source.component, link.target.component):
            if link.relation.kind in FLOWING and end.id not in running:
                taken.setdefault(end, [])
    return tuple(
        ParityGap(component, tuple(flows), there.missing.get(component.id, "")) for component, flows in taken.items()
    )


def missing_flows(model: Model, one: Environment, other: Environment) -> tuple[Flow, ...]:
    """The flows of the leading environment that the other has not at all."""
    here, there = leading_first(one, other)
    return tuple(flow for flow in flows_of(model, here) if there not in flow.environments)


def flows_of(model: Model, environment: Environment) -> Iterator[Flow]:
    return (flow for flow in model.flows if environment in flow.environments)


def compared_by_tier(model: Model, one: Environment, other: Environment) -> tuple[ComparedTier, ...]:
    """What runs in either environment, tier by tier."""
    tiers = []
    for tier in model.tiers:
        members = [c for c in model.components if c.tier.id == tier.id]
        compared = [ComparedComponent(c, _running(one, c), _running(other, c)) for c in members]
        tiers.append((tier, tuple(c for c in compared if c.here or c.there)))
    return tuple((tier, compared) for tier, compared in tiers if compared)


def _running(environment: Environment, component: Component) -> tuple[Instance, ...]:
    return tuple(i for i in environment.of(component) if i.count > 0)
