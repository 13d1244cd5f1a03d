"""What a model states about an element, by its settings and relations: said, denied, or not said at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from archdeck.answers.rules.services import PASSES_ON, PROMOTES
from archdeck.language import PlaceKind, RelationKind, Role, Stage
from archdeck.model import Component, Environment, Instance, Model, Place, Relation, Scope

ENCRYPTION = re.compile(r"encrypt|\bkms\b|\bsse\b|\bcmk\b|\btde\b", re.IGNORECASE)
BACKUP = re.compile(r"back-?ups?\b|snapshots?\b|point.in.time|\bpitr\b", re.IGNORECASE)
MULTI_AZ = re.compile(r"multi-?\s?az", re.IGNORECASE)
_NO = re.compile(r"(none|no|not?( yet)?|off|false|never|disabled|unencrypted|not encrypted|-|–)", re.IGNORECASE)
_DENIED = re.compile(r"(?:\bnot|\bnever|\bcannot|n't|\brather than|\binstead of)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)

TRAFFIC = (RelationKind.REQUEST, RelationKind.DATA)


def production(model: Model) -> tuple[Environment, ...]:
    return tuple(e for e in model.environments if e.stage is Stage.PRODUCTION)


def live(model: Model) -> tuple[Component, ...]:
    """What runs in production, in the order of the model."""
    running = {i.component.id for e in production(model) for i in e.instances if i.count > 0}
    return tuple(c for c in model.components if c.id in running)


def live_relations(model: Model, *kinds: RelationKind) -> tuple[Relation, ...]:
    """The relations of some kinds that production has, in the order of the model."""
    there = {r.id for e in production(model) for r in e.relations}
    return tuple(r for r in model.relations if r.id in there and r.kind in kinds)


def settings(model: Model, component: Component) -> Iterator[tuple[str, str]]:
    """The settings of a component, and those of its instances in production."""
    yield from component.config.items()
    for environment in production(model):
        for instance in environment.of(component):
            yield from instance.config.items()


def says(pairs: Iterable[tuple[str, str]], about: re.Pattern[str]) -> bool | None:
    """Whether settings say it: True or False, or None where none of them is about it."""
    found = [value for key, value in pairs if about.search(key) or about.search(value)]
    return None if not found else not all(_NO.fullmatch(value.strip()) for value in found)


def setting(pairs: Iterable[tuple[str, str]], about: re.Pattern[str]) -> str:
    """The first setting that is about it, as `key: value`."""
    return next((f"{key}: {value}" for key, value in pairs if about.search(key) or about.search(value)), "")


def told(model: Model, component: Component) -> Iterator[tuple[str, str]]:
    """What a model says of a component, and where: its texts and settings, the steps in it, how it meets requirements,
    the topics about it. Not its note: that says what is wrong with the others."""
    texts = {"summary": component.summary, "description": component.description, "reason": component.why}
    yield from ((f"the {what} of {component.id!r}", text) for what, text in texts.items())
    for key, value in dict.fromkeys(settings(model, component)):
        yield f"setting {key!r} of {component.id!r}", f"{key}: {value}"
    for flow in model.flows:
        for step in flow.steps:
            if step.place and step.source.id == component.id:
                yield f"step {step.number} of flow {flow.id!r}", step.says
    for requirement in model.requirements:
        yield from ((f"requirement {requirement.id!r}", how) for c, how in requirement.met_by if c.id == component.id)
    for topic in model.topics:
        yield from ((f"topic {topic.id!r}", row.says) for row in topic.rows if component in row.about)


def claim(texts: Iterable[tuple[str, str]], about: re.Pattern[str]) -> tuple[str, str] | None:
    """The first of some texts that claims something: where it stands, and the words for it. What is denied is not
    claimed."""
    for where, text in texts:
        line = " ".join(text.split())
        for match in about.finditer(line):
            if not _DENIED.search(line[max(0, match.start() - 60) : match.start()]):
                return where, match[0].strip()
    return None


def neighbours(model: Model, component: Component, *kinds: RelationKind) -> tuple[Component, ...]:
    """What a component is joined to by relations of some kinds, whichever way they point."""
    return tuple(
        r.target if r.source.id == component.id else r.source
        for r in model.relations
        if r.kind in kinds and component.id in (r.source.id, r.target.id)
    )


def applies(model: Model, component: Component, kinds: Collection[str]) -> bool:
    """Whether something of these kinds applies to a component, whichever way the arrow points."""
    return any(c.kind.id in kinds for c in neighbours(model, component, RelationKind.USES, RelationKind.CONTROL))


def outside(
    component: Component, relations: Iterable[Relation], through: Collection[str] = PASSES_ON
) -> Component | None:
    """The actor whose requests reach a component with nothing between them but what hands them on as they came."""
    callers: dict[str, list[Component]] = {}
    for relation in relations:
        if relation.source.id != relation.target.id:
            callers.setdefault(relation.target.id, []).append(relation.source)
    waiting, seen = list(callers.get(component.id, ())), {component.id}
    while waiting:
        caller = waiting.pop(0)
        if caller.kind.scope is Scope.ACTOR:
            return caller
        if caller.kind.id in through and caller.id not in seen:
            seen.add(caller.id)
            waiting += callers.get(caller.id, ())
    return None


def way(source: Component, target: Component, relations: Iterable[Relation]) -> tuple[Component, ...] | None:
    """What stands on the shortest way from one component to another, without both; None if there is no way."""
    callees: dict[str, list[Component]] = {}
    for relation in relations:
        callees.setdefault(relation.source.id, []).append(relation.target)
    waiting: list[tuple[Component, ...]] = [(source,)]
    seen = {source.id}
    while waiting:
        here = waiting.pop(0)
        for callee in callees.get(here[-1].id, ()):
            if callee.id == target.id:
                return here[1:]
            if callee.id not in seen:
                seen.add(callee.id)
                waiting.append((*here, callee))
    return None


def public_subnets(model: Model, component: Component) -> str:
    """`az1-public and az2-public in prod; …` for the public subnets that a component runs in; '' if there is none."""
    parts = []
    for environment in model.environments:
        subnets = [around(i, PlaceKind.PUBLIC_SUBNET) for i in environment.of(component) if i.count > 0]
        names = list(dict.fromkeys(place.id for place in subnets if place))
        if names:
            parts.append(f"{', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]} in {environment.id}")
    return "; ".join(parts)


def around(instance: Instance, kind: PlaceKind) -> Place | None:
    """The innermost place of a kind around an instance; of a zone or Region the first that is drawn for it."""
    return next((place.domain for place in instance.places() if place.kind is kind), None)


def serving(environment: Environment, component: Component) -> tuple[Instance, ...]:
    """The instances that take over from each other. A read replica beside a primary serves reads only; but Aurora
    and some others make one the writer by themselves."""
    running = [i for i in environment.of(component) if i.count > 0]
    writing = [i for i in running if i.role is not Role.READ_REPLICA or component.kind.id in PROMOTES]
    return tuple(writing or running)


def spread(environment: Environment, component: Component, kind: PlaceKind) -> Mapping[str, Place] | None:
    """The zones (or Regions) that a component runs in, by id; None where the model does not say it of each instance. A
    zone counts only where it serves."""
    running = [i for i in environment.of(component) if i.count > 0]
    some = serving(environment, component) if kind is PlaceKind.ZONE else running
    places = [around(i, kind) for i in some]
    if not places or any(place is None for place in places):
        return None
    return {place.id: place for place in places if place}


def called(place: Place) -> str:
    """The name of a place with its id, where they differ."""
    return place.id if place.name == place.id else f"{place.id} ({place.name})"
