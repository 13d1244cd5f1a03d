"""A model, the model of what is built and where these part to what is told of it, and what that does to drills and
promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from archdeck.answers.differences.since import Changes, Consequence, compare
from archdeck.answers.sarif import sarif_log
from archdeck.imports import Drifted, Parting
from archdeck.language import Problem, Severity
from archdeck.model import Environment, Model

# How each way of parting is told: by a rule of its own, and how bad it is.
_SEVERITY = {
    Parting.NOT_MODELLED: Severity.WARNING,
    Parting.NOT_BUILT: Severity.WARNING,
    Parting.DIFFERENT: Severity.WARNING,
    Parting.UNKNOWN: Severity.NOTE,
}
_WORDS = {
    Parting.NOT_MODELLED: "built, not modelled",
    Parting.NOT_BUILT: "modelled, not built",
    Parting.DIFFERENT: "different",
    Parting.UNKNOWN: "not known",
}


@dataclass(frozen=True)
class Drift:
    """`shown` is the model with the environment as it is built, `against` the name of the source that says so,
    `changes` what is otherwise there. What comes out otherwise in drills and promises is told of what both have."""

    model: Model
    shown: Model
    environment: Environment
    against: str
    drifted: tuple[Drifted, ...]
    changes: Changes

    def __repr__(self) -> str:
        """As `archdeck drift` prints it."""
        return "\n".join(_lines(self))

    def __bool__(self) -> bool:
        """Whether what is built and the model part, as far as anybody can tell."""
        return any(one.parting is not Parting.UNKNOWN for one in self.drifted)

    def json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "system": self.model.id,
            "environment": self.environment.id,
            "against": self.against,
            "drift": [{**vars(one), "parting": one.parting.value} for one in self.drifted],
            "consequences": [vars(one) for one in self.changes.consequences],
        }

    def sarif(self) -> dict[str, Any]:
        """The same as SARIF 2.1.0, at the lines of the model."""
        return sarif_log(tuple(_problems(self)), ())


def drift(
    model: Model, built: Model, shown: Model, environment: Environment, against: str, found: tuple[Drifted, ...]
) -> Drift:
    """Where the environment of a model parts from what is built, and what that does: `built` has what both have as it
    is built, `shown` what is not modelled besides, and not what is not built."""
    played = compare(built, model, "the model").consequences
    seen = [one for one in played if one.environment == environment.id]
    changes = replace(compare(shown, model, "the model"), consequences=tuple(seen))
    return Drift(model, shown, environment, against, found, changes)


def _lines(found: Drift) -> Iterator[str]:
    counts = {parting: sum(one.parting is parting for one in found.drifted) for parting in Parting}
    told = ", ".join(f"{count} {_WORDS[parting]}" for parting, count in counts.items() if count)
    yield f"{found.model.id} {found.environment.id} against {found.against}: {told or 'no difference'}"
    for one in found.drifted:
        name = " ".join(filter(None, (one.component, f"({one.address})" if one.address else "")))
        yield f"{_WORDS[one.parting]}: {name}: {one.says}"
    for consequence in found.changes.consequences:
        way = "worse" if consequence.worse else "better"
        yield f"{way} than the model says: {consequence.about}: {consequence.before} -> {consequence.after}"


def _problems(found: Drift) -> Iterator[Problem]:
    where = {component.id: component.where for component in found.model.components}
    here = found.environment.where
    for one in found.drifted:
        name = " ".join(filter(None, (one.component, f"({one.address})" if one.address else "")))
        rule = f"drift-{one.parting.value}"
        yield Problem(where.get(one.component, here), _SEVERITY[one.parting], f"{name}: {one.says}", rule)
    for consequence in found.changes.consequences:
        if consequence.worse:
            yield Problem(here, Severity.WARNING, _worse(found, consequence), "drift-consequence")


def _worse(found: Drift, consequence: Consequence) -> str:
    return (
        f"{consequence.about}: {consequence.before} as {found.environment.id} is modelled, "
        f"{consequence.after} as {found.against} builds it"
    )
