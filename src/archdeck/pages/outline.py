"""A model to the points of a talk: what was asked for and what meets it, cost, security, availability, performance.

The sections are those that a talk to managers needs; a section in which the model says nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archdeck.language import Pillar
from archdeck.model import Component, Environment, Model, Overlay, Requirement
from archdeck.pages import facts


@dataclass(frozen=True)
class Section:
    """A title, the requirements with the ways in which they are met, groups, and components each with what to say."""

    title: str
    requirements: tuple[Requirement, ...]
    overlays: tuple[Overlay, ...]
    components: tuple[tuple[Component, str], ...]


def sections(model: Model) -> list[Section]:
    sections = [
        Section("Cost", _asked(model, Pillar.COST), _scaling(model), tuple(_of(model, "Cost"))),
        Section("Security", _asked(model, Pillar.SECURITY), (), tuple(_of(model, "Security"))),
        Section("High availability and fault tolerance", _asked(model, Pillar.RELIABILITY), (), tuple(_twice(model))),
        Section(
            "Performance and monitoring",
            _asked(model, Pillar.PERFORMANCE, Pillar.OPERATIONAL_EXCELLENCE, Pillar.SUSTAINABILITY),
            (),
            tuple(_of(model, "Operations")),
        ),
    ]
    return [s for s in sections if s.requirements or s.overlays or s.components]


def walk(model: Model) -> list[tuple[str, list[Component]]]:
    """The layers from users to data, with the components in them."""
    layers = ((t.name, [c for c in model.components if c.tier.id == t.id]) for t in model.tiers)
    return [(name, members) for name, members in layers if members]


def _asked(model: Model, *pillars: Pillar) -> tuple[Requirement, ...]:
    return tuple(r for r in model.requirements if r.pillar in pillars)


def _scaling(model: Model) -> tuple[Overlay, ...]:
    return tuple(o for o in model.overlays if o.scale)


def _of(model: Model, category: str) -> Iterator[tuple[Component, str]]:
    """The components of a category of the catalogue, with what to say about them."""
    return ((c, words) for c in model.components if c.kind.category == category and (words := said(c)))


def said(component: Component) -> str:
    return component.say or component.why or component.summary


def _twice(model: Model) -> Iterator[tuple[Component, str]]:
    """What production runs in several places, or brings back, with where and how fast."""
    here = facts.production(model)
    for component in model.components:
        words = [*_places(component, here), *_recovery(component)]
        if words:
            yield component, "; ".join(words)


def _places(component: Component, here: Environment | None) -> Iterable[str]:
    running = here.of(component) if here else ()
    if len({i.place for i in running}) > 1:
        yield "runs in " + ", ".join(
            facts.zone(i) + (f" ({role})" if (role := facts.role(i)) else "") for i in running if i.place
        )


def _recovery(component: Component) -> Iterable[str]:
    back = component.recovery
    if back and back.promote_s is not None:
        yield f"a standby takes over after {facts.duration(back.promote_s)}"
    if back and back.restore_s is not None:
        yield f"a restored copy works after {facts.duration(back.restore_s)}"
