"""Flows as written to flows whose steps know what they take, and the environments that can run them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archdeck.language import FlowShape, ModelShape, StepShape, nearest
from archdeck.model.deployment import Environment
from archdeck.model.design import Component, Relation
from archdeck.model.resolve.ends import End, end_of
from archdeck.model.resolve.findings import Findings
from archdeck.model.resolve.parts import resolve_only
from archdeck.model.resolve.turns import in_turn, step_order
from archdeck.model.resolve.waivers import resolve_waivers
from archdeck.model.resolve.words import name_of
from archdeck.model.whole import Flow, Step


def resolve_flows(
    shape: ModelShape,
    components: Mapping[str, Component],
    relations: Mapping[str, Relation],
    environments: Mapping[str, Environment],
    findings: Findings,
) -> dict[str, Flow]:
    flows = {}
    for id, written in shape.flows.items():
        path = ("flows", id)
        only = resolve_only(shape, written.only, findings, *path)
        steps = tuple(
            step
            for number, step_written in sorted(written.steps.items(), key=lambda item: step_order(item[0]))
            if (step := _step(shape, number, step_written, components, relations, findings, *path, "steps", number))
        )
        steps = in_turn(steps, written.steps, findings, *path, "steps")
        flows[id] = Flow(
            id=id,
            name=written.name or name_of(id),
            summary=written.summary,
            description=written.description,
            steps=steps,
            environments=tuple(e for e in environments.values() if (not only or e.id in only) and _runs(steps, e)),
            where=findings.where(*path, key=True),
            waivers=resolve_waivers(written.waive, findings, *path),
            drill=_told(shape, id, written, findings),
        )
        _check_numbers(id, written, findings)
    return flows


def _told(shape: ModelShape, id: str, written: FlowShape, findings: Findings) -> str:
    """The id of the drill that its steps tell; that expects nothing of it."""
    if not written.drill:
        return ""
    path = ("flows", id, "drill")
    drill = findings.one(shape.drills, written.drill, "drill", "drills", *path)
    for other, some in shape.drills.items():
        if id in some.expect:
            message = f"flow {id!r} tells drill {written.drill!r}, so no failure is played on it; expect nothing of it"
            findings.error("told-flow", message, "drills", other, "expect", id, key=True)
    for other, asked in shape.requirements.items():
        if id in asked.flows:
            message = f"flow {id!r} tells drill {written.drill!r}, so no requirement is judged by it"
            findings.error("told-flow", message, "requirements", other, "flows", id)
    return written.drill if drill else ""


def _check_numbers(id: str, written: FlowShape, findings: Findings) -> None:
    """`1` and `01` are the same number."""
    seen: dict[tuple[int, str], str] = {}
    for number in written.steps:
        order = step_order(number)
        if order in seen:
            message = f"step {number!r} has the same number as step {seen[order]!r}"
            findings.error("duplicate-step", message, "flows", id, "steps", number, key=True)
        seen.setdefault(order, number)


def _runs(steps: Iterable[Step], environment: Environment) -> bool:
    taken = [step for step in steps if step.runs_in(environment)]
    return bool(taken) and all(
        _has(environment, step.source, step.source_in)
        and _has(environment, step.target, step.target_in)
        and _exists(step.relation, environment)
        for step in taken
    )


def _has(environment: Environment, component: Component, place: str) -> bool:
    return any(i.count > 0 for i in environment.within(component, place))


def _exists(relation: Relation | None, environment: Environment) -> bool:
    return relation is None or not relation.only or environment.id in relation.only


def _step(
    shape: ModelShape,
    number: str,
    written: StepShape,
    components: Mapping[str, Component],
    relations: Mapping[str, Relation],
    findings: Findings,
    *path: str | int,
) -> Step | None:
    ends = _ends(written, findings, *path)
    only = resolve_only(shape, written.only, findings, *path)
    if ends is None:
        return None
    keys = ("at", "at") if written.at else ("from", "to")
    source = end_of(ends[0], components, findings, *path, keys[0])
    target = source if written.at else end_of(ends[1], components, findings, *path, keys[1])
    if source is None or target is None or source.component is None or target.component is None:
        return None
    relation = None if written.at else _relation(written, source, target, relations, findings, *path)
    backwards = relation is not None and not _leads(relation, source, target)
    beside = _beside(relation, relations, source, target) if relation and not written.relation else ()
    tied = None if beside else relation
    return Step(
        number=number,
        source=source.component,
        target=target.component,
        relation=relation,
        backwards=backwards,
        source_in=source.place or _place_of(tied, at_target=backwards),
        target_in=target.place or _place_of(tied, at_target=not backwards),
        says=written.says,
        beside=beside,
        only=only,
        optional=written.optional,
        note=written.note,
        availability=written.availability,
        stated_at=findings.stated(("availability",), *path),
        where=findings.where(*path, key=True),
    )


def _ends(written: StepShape, findings: Findings, *path: str | int) -> tuple[str, str] | None:
    """The ids that a step starts and ends at; a problem if it does not say."""
    number = path[-1]
    if written.at and (written.from_ or written.to):
        message = (
            f"step {number} has `at` and also `{'from' if written.from_ else 'to'}`; keep `at`, or `from` and `to`"
        )
        findings.error("step-ends", message, *path, "at", key=True)
    elif written.at and written.relation:
        findings.error(
            "step-ends",
            f"step {number} stays `at` one component, so it takes no `relation`",
            *path,
            "relation",
            key=True,
        )
    elif written.at:
        return written.at, written.at
    elif written.from_ and written.to:
        return written.from_, written.to
    elif not _written(findings, "at", *path) and not (
        _written(findings, "from", *path) and _written(findings, "to", *path)
    ):
        lacks = "`to`" if written.from_ else "`from`" if written.to else "`from` and `to`, or `at`"
        findings.error("step-ends", f"step {number} lacks {lacks}", *path, key=True)
    return None


def _written(findings: Findings, name: str, *path: str | int) -> bool:
    return name in findings.loaded.declared(*path)


def _relation(
    written: StepShape,
    source: End,
    target: End,
    relations: Mapping[str, Relation],
    findings: Findings,
    *path: str | int,
) -> Relation | None:
    """The relation that a step takes: forwards if there is one, else backwards; one that every environment of the step
    has rather than one that some lack, and one that names its instances rather than one that names none."""

    def strange(relation: Relation) -> tuple[bool, bool]:
        places = {relation.source_in, relation.target_in} - {""}
        return bool(relation.only) and not (written.only and relation.only >= {*written.only}), not places

    fitting = sorted(relations.values(), key=strange)
    forwards = {r.id: r for r in fitting if _leads(r, source, target)}
    backwards = {r.id: r for r in fitting if _leads(r, target, source)}
    if written.relation:
        named = findings.one(relations, written.relation, "relation", "relations", *path, "relation")
        if named and named.id not in {**forwards, **backwards}:
            fit = nearest(written.relation, [*forwards, *backwards])
            joined = _said(End(named.source, named.source_in), End(named.target, named.target_in))
            message = f"relation {named.id!r} connects {joined}, not {_said(source, target)}{fit}"
            findings.error("step-relation", message, *path, "relation")
        return named
    if found := next(iter([*forwards.values(), *backwards.values()]), None):
        return found
    ends = [f"{_id(source)}", f"{_id(target)}"]
    if source != target and not _may_be_meant(_id(source), _id(target), relations, findings):
        one, other = (str(end).replace(" ", "-") for end in ends)
        line = f"{one}-to-{other}: {{from: {ends[0]}, to: {ends[1]}}}"
        message = f"no relation connects {_said(source, target)}; add to relations: `{line}`"
        findings.error("no-relation", message, *path, key=True)
    return None


def _leads(relation: Relation, source: End, target: End) -> bool:
    """Whether a relation leads from one end to the other; one that names no place does so in every place."""
    mine = (End(relation.source, relation.source_in), End(relation.target, relation.target_in))
    return all(
        a.component is b.component and (a.place == b.place or not a.place or not b.place)
        for a, b in zip(mine, (source, target), strict=True)
    )


def _beside(relation: Relation, relations: Mapping[str, Relation], source: End, target: End) -> tuple[Relation, ...]:
    """The other relations that join the ends of a step which names no place and none of them, each in its places: it
    happens by all of them."""
    ends = (relation.source, relation.target, relation.kind, relation.role)
    alike = [r for r in relations.values() if (r.source, r.target, r.kind, r.role) == ends]
    by_place = len({(r.source_in, r.target_in) for r in alike}) > 1 and not (source.place or target.place)
    return tuple(r for r in alike if r is not relation) if by_place else ()


def _place_of(relation: Relation | None, at_target: bool) -> str:
    """The place that a relation names for the instance at one of its ends."""
    return (relation.target_in if at_target else relation.source_in) if relation else ""


def _id(end: End) -> str:
    name = end.component.id if end.component else ""
    return f"{name} in {end.place}" if end.place else name


def _said(source: End, target: End) -> str:
    return f"{_id(source)!r} and {_id(target)!r}"


def _may_be_meant(source: str, target: str, relations: Mapping[str, Relation], findings: Findings) -> bool:
    """Whether a relation is written that has a fault of its own, and one of these ends: that is said already."""
    for id in findings.loaded.declared("relations"):
        ends = {str(findings.loaded.text("relations", id, key)).partition(" in ")[0] for key in ("from", "to")}
        if id not in relations and ends & {source.partition(" in ")[0], target.partition(" in ")[0]}:
            return True
    return False
