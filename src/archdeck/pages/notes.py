"""A component, a flow or an environment to the warnings on its page: about what it is made of and what it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archdeck.model import Component, Environment, Flow, Model, Relation
from archdeck.pages import paths


@dataclass(frozen=True)
class Note:
    """`words` as the model has them, what they are about, and the page of that."""

    about: str
    page: str
    words: str


def of_component(model: Model, component: Component) -> list[Note]:
    """What is wrong with its relations, and with the steps that lead to it."""
    touching = [r for r in model.relations if component.id in (r.source.id, r.target.id)]
    steps = [n for f in model.flows for n in _steps(model, f, component)]
    return _once([*_relations(model, touching), *steps])


def of_flow(model: Model, flow: Flow) -> list[Note]:
    taken = dict.fromkeys(end for step in flow.steps for end in (step.source, step.target))
    relations = dict.fromkeys(step.relation for step in flow.steps if step.relation)
    return _once([*_steps(model, flow), *_components(model, taken), *_relations(model, relations)])


def of_environment(model: Model, here: Environment) -> list[Note]:
    return _once([*_components(model, here.components), *_relations(model, here.relations)])


def _components(model: Model, some: Iterable[Component]) -> Iterator[Note]:
    return (Note(c.name, paths.component_page(model, c), c.note) for c in some if c.note)


def _relations(model: Model, some: Iterable[Relation]) -> Iterator[Note]:
    page = paths.section_page(model, "relations")
    return (Note(f"{r.source.name} → {r.target.name}", page, r.note) for r in some if r.note)


def _steps(model: Model, flow: Flow, of: Component | None = None) -> Iterator[Note]:
    for step in flow.steps:
        if step.note and (of is None or of.id == step.target.id):
            yield Note(f"{flow.name}, step {step.number}", paths.flow_page(model, flow), step.note)


def _once(notes: Iterable[Note]) -> list[Note]:
    return list({note.words: note for note in reversed(list(notes))}.values())[::-1]
