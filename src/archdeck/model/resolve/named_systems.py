"""The names of other systems, in components and in Markdown, to those systems; what names nothing is a problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archdeck.language import ModelShape, Problem, Severity, mentions, nearest
from archdeck.model.design import Neighbour
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.neighbours import Neighbours
from archdeck.model.resolve.words import name_of

LISTED = 8  # names that a message lists where none is near

Path = tuple[str, ...]


def resolve_systems(
    shape: ModelShape, neighbours: Neighbours, findings: Findings, strict: bool
) -> dict[str, Neighbour]:
    """Every other system that a model names, by what it calls it, with those of its components that it names: on all
    else nothing here depends. Where that is not `strict`, the others need not be there: then their ids are all that is
    known."""
    found: dict[str, Neighbour] = {}
    named: dict[str, set[str]] = {}
    for id, written in shape.components.items():
        name = written.system
        if name and neighbours.is_own(name):
            message = (
                f"component {id!r} stands for {name!r}, the system that it is a part of; name another one, or delete"
            )
            findings.error("own-system", f"{message} the line", "components", id, "system")
        elif name and (system := neighbours.get(name)):
            found[name] = system
        elif name and not strict:
            found[name] = Neighbour(name, name_of(name.rpartition(".")[2]))
        elif name:
            message = f"{name!r} is not another system of this project{_near(name, neighbours)}"
            findings.error("unknown-system", message, "components", id, "system")
    for path, text in _markdown(shape):
        for mention in mentions(text):
            name, _, component = mention.partition("/")
            if neighbours.is_own(name) or (not component and name in findings.loaded.declared("components")):
                said = _unknown_component(name, component, findings.loaded.declared("components"))
            elif system := neighbours.get(name):
                found[name] = system
                named.setdefault(name, set()).add(component)
                said = _unknown_component(name, component, system.components)
            else:
                said = f"{name!r} is neither a component nor a system of this project"
                said = f"{name!r} is not a system of this project" if component else said
                said += _near(name, neighbours, () if component else findings.loaded.declared("components"))
            if said and strict:
                problem = Problem(findings.where(*path), Severity.ERROR, f"[[{mention}]]: {said}", "unknown-link")
                findings.problems += [problem] if problem not in findings.problems else []  # or else it is inherited
    return {id: _without_others(system, named.get(id, set())) for id, system in found.items()}


def _without_others(system: Neighbour, components: set[str]) -> Neighbour:
    return replace(system, components={id: name for id, name in system.components.items() if id in components})


def _near(name: str, neighbours: Neighbours, components: tuple[str, ...] = ()) -> str:
    others = sorted(neighbours.ids)
    if hint := nearest(name, [*components, *others]):
        return hint
    if not others:
        return "; no other system lies beside it"
    return f"; there {'are' if len(others) > 1 else 'is only'} {', '.join(others)}" if len(others) <= LISTED else ""


def _unknown_component(system: str, component: str, known: object) -> str:
    names = list(known) if isinstance(known, tuple | dict) else []
    if not component or not names or component in names:
        return ""
    return f"system {system!r} has no component {component!r}{nearest(component, names)}"


def _markdown(shape: ModelShape) -> Iterator[tuple[Path, str]]:
    """Every text that is Markdown on pages, with its path in the files."""
    yield ("system", "description"), shape.system.description
    for id, tier in shape.tiers.items():
        yield ("tiers", id, "says"), tier.says if tier else ""
    for id, component in shape.components.items():
        yield ("components", id, "description"), component.description
        yield ("components", id, "note"), component.note
        yield ("components", id, "recovery", "says"), component.recovery.says if component.recovery else ""
    for id, relation in shape.relations.items():
        yield ("relations", id, "note"), relation.note
    for id, environment in shape.environments.items():
        yield ("environments", id, "description"), environment.description
        for name, place in environment.places.items():
            yield ("environments", id, "places", name, "note"), place.note
    for id, flow in shape.flows.items():
        yield ("flows", id, "description"), flow.description
        for number, step in flow.steps.items():
            yield ("flows", id, "steps", number, "note"), step.note
    for id, overlay in shape.overlays.items():
        yield ("overlays", id, "says"), overlay.says
    for id, topic in shape.topics.items():
        yield ("topics", id, "says"), topic.says
