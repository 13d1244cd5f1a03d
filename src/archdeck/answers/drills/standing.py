"""A model and one of its environments to what stands there, whatever falls: found once for all losses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from archdeck.answers.drills.copies import COPYING, Copies
from archdeck.answers.drills.zonal import placed_by_zone
from archdeck.language import FLOWING, RelationKind, Role
from archdeck.model import Component, Environment, Instance, Link, Model, Relation, Scope, Step

KEYS = frozenset({"aws.kms", "aws.kms-key", "azure.key-vault", "azure.managed-hsm", "gcp.cloud-kms"})
MAIN = ""  # the side on which everything runs that does not stand by
HELD = 8  # environments: one after the other is played


class Both:
    """A model and an environment, which are the same only as these very records: comparing them would take longer."""

    def __init__(self, model: Model, environment: Environment):
        self.model, self.environment = model, environment

    def __hash__(self) -> int:
        return hash((id(self.model), id(self.environment)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Both) and self.model is other.model and self.environment is other.environment


def standing_in(model: Model, environment: Environment) -> Standing:
    """The same one for these two."""
    return _standing(Both(model, environment))


@lru_cache(HELD)
def _standing(both: Both) -> Standing:
    return Standing(both.model, both.environment)


class Standing:
    """What runs in an environment, on which side, and who asks whom."""

    def __init__(self, model: Model, environment: Environment):
        self._model, self._environment = model, environment
        self._here: dict[tuple[str, str], list[Instance]] = {}
        self._asked: dict[Component, frozenset[Component]] = {}
        self.begun: dict[tuple[int, ...], Any] = {}  # what `sites` knows of steps, by their ids

    @cached_property
    def keys(self) -> Mapping[str, list[Instance]]:
        """The keys of each instance that is encrypted, by its id. Copies are encrypted as what they are copies of, also
        where the arrow of that starts at the primary."""
        keys: dict[str, list[Instance]] = {}
        used: dict[Component, dict[Component, None]] = {}
        for link in self._environment.links:
            if link.relation.kind is RelationKind.USES and link.target.component.kind.id in KEYS:
                keys.setdefault(link.source.id, []).append(link.target)
                if not link.relation.source_in:
                    used.setdefault(link.source.component, {})[link.target.component] = None
        for component, some in used.items():
            for copy in (i for i in self._environment.of(component) if i.id not in keys):
                every = [key for one in some for key in self._environment.of(one) if key.count > 0]
                keys[copy.id] = [key for key in every if key.region() is copy.region()] or every
        return keys

    @cached_property
    def running(self) -> Mapping[str, list[Instance]]:
        """The instances of each component, by its id."""
        found: dict[str, list[Instance]] = {c.id: [] for c in self._environment.components}
        for instance in self._environment.instances:
            if instance.count > 0:
                found[instance.component.id].append(instance)
        return found

    @cached_property
    def by_zone(self) -> frozenset[str]:
        return placed_by_zone(self._model)

    @cached_property
    def sides(self) -> Mapping[str, str]:
        """The place that stands by around each instance, by its id."""
        return {i.id: side_of(i) for i in self._environment.instances}

    def here(self, component: Component, side: str) -> list[Instance]:
        """The instances of a component on a side; on the main side those that stand by too, if there are no others."""
        key = (component.id, side)
        if key not in self._here:
            self._here[key] = self._on(side, self.running.get(component.id, []))
        return self._here[key]

    def _on(self, side: str, running: list[Instance]) -> list[Instance]:
        if side == MAIN:
            return [i for i in running if self.sides[i.id] == MAIN] or running
        return [i for i in running if self.sides[i.id] == side or (self.sides[i.id] == MAIN and _outside(i))]

    @cached_property
    def stores(self) -> frozenset[Component]:
        """What keeps data: the targets of data, and what is copied."""
        relations = self._model.relations
        kept = {r.target for r in relations if r.kind is RelationKind.DATA and not _consumes(r)}
        kept |= {r.source for r in relations if r.kind in COPYING}
        return frozenset(kept | {i.component for i in self._environment.instances if i.role})

    @cached_property
    def copies(self) -> Copies:
        return Copies(self._environment)

    @cached_property
    def failing_over(self) -> list[Relation]:
        """The failovers of this environment, whether they happen or not."""
        links = (k.relation for k in self._environment.links)
        return list(dict.fromkeys(relation for relation in links if relation.kind is RelationKind.FAILOVER))

    @cached_property
    def asked(self) -> Mapping[tuple[Component, Component], list[Link]]:
        """The requests and data between what does not stand by, by the components at both ends."""
        found: dict[tuple[Component, Component], list[Link]] = {}
        for link in (k for k in self._environment.links if k.relation.kind in FLOWING):
            source, target = link.source.component, link.target.component
            if link.source in self.here(source, MAIN) and link.target in self.here(target, MAIN):
                found.setdefault((source, target), []).append(link)
        return found

    @cached_property
    def joined(self) -> Mapping[Component, frozenset[Component]]:
        """What the flows pass that pass a component."""
        flows = self._model.played(self._environment)
        parts = [frozenset(c for s in f.steps_in(self._environment) for c in ends(s)) for f in flows]
        return {c: frozenset().union(*(some for some in parts if c in some)) for c in frozenset().union(*parts)}

    def asked_from(self, component: Component) -> frozenset[Component]:
        """What requests and data lead to from a component, however far."""
        if component not in self._asked:
            found, waiting = {component}, [component]
            while waiting:
                here = waiting.pop()
                some = [r.target for r in self.asking if r.source is here and r.target not in found]
                found.update(some)
                waiting += some
            self._asked[component] = frozenset(found)
        return self._asked[component]

    @cached_property
    def asking(self) -> list[Relation]:
        """Who asks whom for more than reading from a replica."""
        relations = (r for r in self._environment.relations if r.kind in FLOWING)
        return [r for r in relations if r.role is not Role.READ_REPLICA]


def _consumes(relation: Relation) -> bool:
    """Whether data ends where it is only worked on: at functions and containers, or at servers that a queue feeds."""
    kind = relation.target.kind
    fed = relation.source.kind.category == "Integration"
    return kind.category == "Compute" and (kind.scope is Scope.REGIONAL or fed)


def ends(step: Step) -> tuple[Component, ...]:
    """The components whose relation a step takes, from where that starts to where it ends."""
    some = (step.relation.source, step.relation.target) if step.relation else (step.source, step.target)
    return tuple(dict.fromkeys(some))


def side_of(instance: Instance) -> str:
    place = instance.standby_place()
    return place.id if place else MAIN


def _outside(instance: Instance) -> bool:
    return not instance.region() or instance.component.kind.scope in (Scope.GLOBAL, Scope.ACTOR)
