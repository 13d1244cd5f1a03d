"""A model to what its drills and the differences of its environments leave, worked out once for all pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archdeck.answers import (
    Availability,
    Board,
    BoardRow,
    ComparedComponent,
    Difference,
    Ledger,
    LedgerEntry,
    ParityGap,
    Promise,
    board,
    compared_by_tier,
    diff,
    leading_first,
    ledger,
    missing_flows,
    pairs_to_compare,
    parity_gaps,
    told,
)
from archdeck.language import Outcome, Stage
from archdeck.model import Component, Environment, Flow, Model, Requirement, Scope, Tier

GRAVEST = list(Outcome)  # from the least to the worst
SORTS = ("Region", "Data center", "Zone", "Component")  # of failures that a reader asks after


@dataclass(frozen=True)
class Compared:
    """Two environments and what differs; `here` is the one that `there` should be like."""

    model: Model
    one: Environment
    other: Environment

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        return diff(self.one, self.other, self.model.overlays)

    @cached_property
    def gaps(self) -> tuple[ParityGap, ...]:
        return parity_gaps(self.model, self.one, self.other)

    @property
    def here(self) -> Environment:
        return leading_first(self.one, self.other)[0]

    @property
    def there(self) -> Environment:
        return leading_first(self.one, self.other)[1]

    @property
    def lacks(self) -> str:
        """What it means that one environment does not have what the other has."""
        return "does not have" if self.there.stage is Stage.DISASTER_RECOVERY else "never exercises"

    @property
    def unplayed(self) -> tuple[Flow, ...]:
        return missing_flows(self.model, self.one, self.other)

    @property
    def tiers(self) -> tuple[tuple[Tier, tuple[ComparedComponent, ...]], ...]:
        return compared_by_tier(self.model, self.one, self.other)

    @property
    def names(self) -> str:
        return f"{self.one.name} and {self.other.name}"


@dataclass(frozen=True)
class Played:
    model: Model

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """Of the environments in which something happens that could be lost."""
        every = (board(self.model, e) for e in self.model.environments)
        return tuple(found for found in every if found.flows and found.rows)

    @cached_property
    def ledger(self) -> Ledger:
        return ledger(self.model, self.boards)

    @cached_property
    def pairs(self) -> tuple[Compared, ...]:
        return tuple(Compared(self.model, *pair) for pair in pairs_to_compare(self.model))

    def board(self, environment: Environment) -> Board | None:
        return next((found for found in self.boards if found.environment is environment), None)

    def worst_by_sort(self, environment: Environment) -> dict[str, Outcome]:
        """Region, zone, component → the worst that comes of the loss of one there, for any flow."""
        here, found = self.board(environment), dict[str, Outcome]()
        for row in here.rows if here else ():
            sort, states = row.failure.sort, (flow.state for flow in row.result.flows.values())
            if sort in SORTS:
                found[sort] = max((found.get(sort, Outcome.SURVIVES), *states), key=GRAVEST.index)
        return found

    def promises_in(self, environment: Environment) -> list[Promise]:
        """The targets that are judged there."""
        return [promise for promise in self.ledger.promises if promise.environment is environment]

    def availability(self, flow: Flow) -> list[Availability]:
        """How much of the time a flow works in each environment, where there is something to say of it."""
        return [found for found in told(self.ledger) if found.flow is flow]

    def loss_of(self, component: Component) -> BoardRow | None:
        """What is lost with all of a component, where the system is presented."""
        return self._of(component, self._presented.rows if self._presented else ())

    def only_one_of(self, component: Component) -> BoardRow | None:
        """What is lost with a single instance of a component there, if that is enough to lose a flow."""
        some = self._presented.single_points if self._presented else ()
        return self._of(component, [row for row in some if row.alone])

    def spares_of(self, component: Component) -> bool:
        """Whether any single instance of a component may fail there and no flow is lost: servers are played one by
        one. Of what needs several nobody knows."""
        running = self._presented.environment.of(component) if self._presented else ()
        several = sum(i.count for i in running) > 1 and not component.needs
        return several and component.kind.scope is Scope.ZONAL and not self.only_one_of(component)

    @cached_property
    def _presented(self) -> Board | None:
        """The board of production, else the first."""
        serving = [b for b in self.boards if b.environment.stage is Stage.PRODUCTION]
        return next(iter([*serving, *self.boards]), None)

    @staticmethod
    def _of(component: Component, rows: Iterable[BoardRow]) -> BoardRow | None:
        return next((r for r in rows if r.failure.of_component and r.failure.id == component.id), None)

    def promises(self, requirement: Requirement) -> list[Promise]:
        return self.ledger.of(requirement)

    def entries(self, environment: Environment) -> list[LedgerEntry]:
        return [entry for entry in self.ledger.entries if entry.environment is environment]
