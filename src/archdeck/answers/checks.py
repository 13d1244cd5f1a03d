"""A resolved model to findings: what is allowed and yet most likely not meant, and what breaks a promise of the model
itself. One function each, listed in CHECKS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from archdeck.answers.claims import claims
from archdeck.answers.drills.play import drill
from archdeck.answers.rules.linting import every_rule
from archdeck.answers.rules.rule import ALL_RULES
from archdeck.language import Location, Outcome, Problem, RelationKind, Severity, fits, nearest, quoted, seconds
from archdeck.model import (
    Component,
    Drill,
    Environment,
    Flow,
    Model,
    Relation,
    Scope,
    Topic,
    ViewChange,
    kinds,
    meant_kind,
    step_order,
)

Finding = tuple[Location, str]
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
WINDOWS = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def check(model: Model) -> tuple[Problem, ...]:
    """Every finding, in the order of the files; what environments inherit is said of the first."""
    found: dict[tuple[Location, str], Problem] = {}
    for rule, findings in CHECKS.items():
        for where, message in findings(model):
            severity = Severity.ERROR if rule in ERRORS else Severity.WARNING
            found.setdefault((where, rule), Problem(where, severity, message, rule))
    return tuple(sorted(found.values()))


def _absent_roles(model: Model) -> Iterator[Finding]:
    """A relation that vanishes where both its ends run, for nothing there has the role that it ends at. An environment
    that extends one which has it leaves it out knowingly."""
    for relation in model.relations:
        role = relation.role
        if role is None or relation.derived:
            continue
        mine = [e for e in model.environments if not relation.only or e.id in relation.only]
        has = {e.id for e in mine if any(i.role is role and i.count > 0 for i in e.of(relation.target))}
        lacking = [e.id for e in mine if not has & {e.id, *e.bases} and _run_both(relation, e)]
        if has and lacking:
            said = f"relation {relation.id!r} ends at a {role.value} of {relation.target.id!r}"
            message = f"{said}, and none runs in {', '.join(lacking)}: it is not drawn there, nor played"
            hint = "; run one, or list the environments that have it under `only`"
            yield relation.stated_at.get("role", relation.where), f"{message}{hint}"


def _run_both(relation: Relation, environment: Environment) -> bool:
    return all(any(i.count > 0 for i in environment.of(end)) for end in (relation.source, relation.target))


def _unrelated(model: Model) -> Iterator[Finding]:
    ends = {end.id for r in model.relations if not r.derived for end in (r.source, r.target)}
    ends |= {end.id for r in model.place_relations for end in (r.source, r.target) if end}
    members = {m.id for overlay in model.overlays for m in overlay.members}
    if not ends:
        return
    for component in model.components:
        apart = component.kind.cross_cutting or component.kind.everywhere or component.id in members
        if component.id not in ends and not apart:
            yield component.where, f"component {component.id!r} has no relation; say what it talks to, or delete it"


def _adrift(model: Model) -> Iterator[Finding]:
    """People and parts of a network that talk to something in one environment, and to nothing in another one: people
    are in each, unless it leaves them out."""
    ends = {end.id for r in model.relations if not r.derived for end in (r.source, r.target)}
    for component in model.components:
        joins = component.kind.scope is Scope.ACTOR or component.kind.category in ("Network", "Networking")
        if component.id not in ends or not joins or component.kind.cross_cutting or component.kind.everywhere:
            continue
        adrift = [e.id for e in model.environments if _is_adrift(component, e)]
        if adrift and len(adrift) < len(model.environments):
            said = f"component {component.id!r} runs in {', '.join(adrift)}, and nothing that it talks to does"
            yield component.where, f"{said}: it stands there without an arrow; leave it out there (`without`)"


def _is_adrift(component: Component, environment: Environment) -> bool:
    mine = [i for i in environment.of(component) if i.count > 0]
    links = [(k.source, k.target) for k in environment.links]
    links += [pair for k in environment.place_links for pair in environment.joined(k)]
    return bool(mine) and {end.id for pair in links for end in pair}.isdisjoint(i.id for i in mine)


def _undrawn(model: Model) -> Iterator[Finding]:
    linked = {relation.id for environment in model.environments for relation in environment.relations}
    for relation in model.relations:
        if model.environments and not relation.derived and relation.id not in linked:
            yield relation.where, f"relation {relation.id!r} {_why_undrawn(relation)}"
    joined = {link.relation.id for environment in model.environments for link in environment.place_links}
    for between in model.place_relations:
        if model.environments and between.id not in joined:
            says = "none that it is for has both of its ends, neither of them inside of the other"
            yield between.where, f"relation {between.id!r} is in no environment: {says}"


def _why_undrawn(relation: Relation) -> str:
    if relation.source.id == relation.target.id:
        return (
            f"leads from {relation.source.id!r} to itself and is in no environment: it joins several in "
            "different places or in one, and nowhere are there two; "
            f"say it in the summary of {relation.source.id!r} instead"
        )
    role = f" as {relation.role}" if relation.role else ""
    return (
        f"is in no environment: none that it is for runs {relation.source.id!r} and also {relation.target.id!r}{role}"
    )


def _unexplained(model: Model) -> Iterator[Finding]:
    for component in model.components:
        if (
            not (component.summary or component.why or component.description)
            and component.kind.scope is not Scope.ACTOR
        ):
            yield component.where, f"component {component.id!r} has no `summary` and no `why`; its page will say little"


def _gaps(model: Model) -> Iterator[Finding]:
    for flow in model.flows:
        numbers = [0] + [step_order(step.number)[0] for step in flow.steps]
        for step, (before, number) in zip(flow.steps, pairwise(numbers), strict=True):
            if number > before + 1:
                missing = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
                yield step.where, f"flow {flow.id!r} has no step {missing}; number its steps without gaps"


def _idle_flows(model: Model) -> Iterator[Finding]:
    for flow in model.flows:
        if model.environments and not flow.environments:
            yield (
                flow.where,
                (
                    f"flow {flow.id!r} runs in no environment: none runs all its components; "
                    f"give a step `only:`, or run what is missing"
                ),
            )


def _idle_overlays(model: Model) -> Iterator[Finding]:
    for overlay in model.overlays:
        members = {member.id for member in overlay.members}
        where = [e for e in model.environments if not overlay.only or e.id in overlay.only]
        if model.environments and not any(members & {c.id for c in e.components} for e in where):
            yield overlay.where, f"no member of overlay {overlay.id!r} runs in an environment that has it"


def _unmet(model: Model) -> Iterator[Finding]:
    for requirement in model.requirements:
        if not requirement.met_by:
            yield requirement.where, f"requirement {requirement.id!r} is met by nothing; name components under `met_by`"


def _empty_places(model: Model) -> Iterator[Finding]:
    for environment in model.environments:
        used = {place.id for instance in environment.instances for place in instance.places()}
        for place in environment.places:
            if place.id not in used and not place.implicit and not place.because:
                message = (
                    f"nothing runs in place {place.id!r} of environment {environment.id!r}, nor in a place inside it"
                )
                yield place.where, f"{message}; give it `runs`, say `because`, or delete it"


def _unused_tiers(model: Model) -> Iterator[Finding]:
    used = {component.tier.id for component in model.components}
    for tier in model.tiers:
        if tier.id not in used and model.components:
            yield tier.where or model.where, f"no component stands in tier {tier.id!r}; delete it from tiers, or use it"


def _shown_names(model: Model) -> set[str]:
    """Everything that a slide or a topic may show."""
    names = {"system", "title", "layers", "executive", "requirements", "environments", "components", "flows", "topics"}
    names |= {"promises", "risks", "cost"}
    names.update(thing.id for things in (model.environments, model.views) for thing in things)
    names.update(f"component.{c.id}" for c in model.components)
    names.update(f"drill.{d.id}" for d in model.drills)
    names.update(f"topic.{t.id}" for t in model.topics)
    for flow in model.flows:
        names |= {flow.id, f"flow.{flow.id}"}
        for here in flow.environments:
            names |= {f"{flow.id}--{here.id}", f"flow.{flow.id} in {here.id}"}
    return names


def _unknown_shows(model: Model) -> Iterator[Finding]:
    names: set[str] = set()
    for what, things in (("slide", model.story), ("topic", model.topics)):
        for thing in things:
            names = names or _shown_names(model)
            if thing.shows and thing.shows not in names:
                hint = (
                    nearest(thing.shows, sorted(names)) or "; write the id of an environment, or flow.ID in ENVIRONMENT"
                )
                yield thing.where, f"{what} {thing.id!r} shows {quoted(thing.shows)}, which is no view{hint}"


def _silent_topics(model: Model) -> Iterator[Finding]:
    for topic in model.topics:
        if not (topic.says or topic.rows):
            yield topic.where, f"topic {topic.id!r} says nothing; give it `says` or `rows`, or delete it"


def _stages(model: Model, played: Drill) -> list[Environment]:
    """Where a drill is played: in its environment, or wherever all of what fails is there."""
    some = (played.environment,) if played.environment else model.environments
    return [e for e in some if all(map(e.failing, played.down))]


def _unplayed(model: Model) -> Iterator[Finding]:
    """An expectation that nothing tests would be met by anything."""
    for played in model.drills if model.environments else ():
        stages = _stages(model, played)
        if not stages:
            there = "its environment has not" if played.environment else "no environment has"
            yield played.where, f"drill {played.id!r} is played nowhere: {there} all of {', '.join(played.down)}"
        for flow, outcome in played.expect if stages else ():
            if not any(e in flow.environments for e in stages):
                where = played.expected_at.get(flow.id, played.where)
                names = ", ".join(e.id for e in stages)
                said = f"drill {played.id!r} expects {outcome.value} of flow {flow.id!r}, which does not run"
                yield where, f"{said} where the drill is played ({names})"


def _untold(model: Model) -> Iterator[Finding]:
    """A flow that tells a failure is drawn on the picture of that, where both are."""
    for flow in model.flows:
        stages = [e for d in model.drills if d.id == flow.drill for e in _stages(model, d)]
        if flow.drill and flow.environments and not any(e in flow.environments for e in stages):
            names = ", ".join(e.id for e in flow.environments)
            where = f"which is not played where the flow runs ({names})"
            yield (
                flow.where,
                f"flow {flow.id!r} tells drill {flow.drill!r}, {where}; say `only` or `environment` of one",
            )


def _unexpected(model: Model) -> Iterator[Finding]:
    for played in model.drills:
        for environment in _stages(model, played) if played.expect else ():
            flows = drill(model, environment, played.down).flows
            for flow, outcome in played.expect:
                found = flows.get(flow.id)
                where = played.expected_at.get(flow.id, played.where)
                said = (
                    f"drill {played.id!r} expects {outcome.value} of flow {flow.id!r} in environment {environment.id!r}"
                )
                if found and found.state is not outcome:
                    why = f": {found.why}" if found.why else ""
                    yield where, f"{said}, and it comes out as {found.state.value}{why}"


def _broken_flows(model: Model) -> Iterator[Finding]:
    """A flow that does not work though nothing fails: it is lost in every drill, and no failure is to blame."""
    for environment in model.environments:
        flows = model.played(environment)
        outcomes = drill(model, environment, ()).flows if flows else {}
        for flow in flows:
            found = outcomes[flow.id]
            if found.state in (Outcome.RECOVERS, Outcome.DELAYED, Outcome.LOST):
                message = f"flow {flow.id!r} does not work in environment {environment.id!r} though nothing fails there"
                yield flow.where, f"{message}: {found.why.partition('; ')[0]}; let it end where something serves"


def _two_lags(model: Model) -> Iterator[Finding]:
    """A copy that says of itself how far it is behind, and a replication that leads to it and says otherwise."""
    for link in (k for e in model.environments for k in e.links):
        relation, copy = link.relation, link.target
        if relation.derived or relation.kind is not RelationKind.REPLICATION or not relation.lag:
            continue
        own = "sync: true" if copy.sync else f"lag: {copy.lag}" if copy.lag else ""
        behind = 0.0 if copy.sync else seconds(copy.lag) if copy.lag else None
        if behind is not None and behind != seconds(relation.lag):
            where = f" in {copy.place.id!r}" if copy.place else ""
            said = f"the copy of {copy.component.id!r}{where} says `{own}`, and replication {relation.id!r} that leads"
            message = f"{said} to it says `lag: {relation.lag}`; what the copy says holds: state one of them"
            yield copy.stated_at.get("sync" if copy.sync else "lag", copy.where), message


def _reserved_names(model: Model) -> Iterator[Finding]:
    """What gives its id to files and folders that Windows cannot hold, so that nobody can check them out there."""
    named: dict[str, Iterable[Component | Environment | Flow | Topic | ViewChange]] = {
        "component": model.components,
        "environment": model.environments,
        "flow": model.flows,
        "topic": model.topics,
        "view": model.views,
    }
    found = [("system", model.id, model.where)]
    found += [(what, thing.id, thing.where) for what, things in named.items() for thing in things]
    for what, id, where in found:
        if WINDOWS.fullmatch(id.partition(".")[0]):  # whatever stands behind a dot there
            yield (
                where,
                f"{what} {id!r} gives its name to files, and Windows can hold none of that name; call it otherwise",
            )


def _taken_rules(model: Model) -> Iterator[Finding]:
    """A rule of the team that is called like one of archdeck's, or like what else is found."""
    for rule in model.rules:
        if rule.id == ALL_RULES:
            yield rule.where, f"{rule.id!r} names the page of all rules; give this one another id"
        elif rule.id in every_rule() or rule.id in CHECKS:
            yield rule.where, f"archdeck has a rule {rule.id!r} of its own; give this one another id"


def _idle_rules(model: Model) -> Iterator[Finding]:
    """A rule of the team about kinds of a provider that the catalogue does not have: nothing can ever be of them."""
    rules = [rule for rule in model.rules if rule.about == "components" and rule.which.kinds]
    if not rules:
        return
    known = {id for kind in kinds() for id in (kind.id, *kind.aliases, *kind.classes)}
    providers = {id.partition(".")[0] for id in known if "." in id}
    mine = {c.kind.id for c in model.components}
    for rule in rules:
        for named in (named for named in rule.which.kinds or () if not any(fits(named, id) for id in known | mine)):
            theirs, hint = named.partition(".")[0] in providers and not re.search("[A-Z]", named), meant_kind(named)
            if theirs or hint:
                yield rule.where, f"rule {rule.id!r} is about kind {named!r}, and there is none{hint}"


CHECKS: dict[str, Callable[[Model], Iterator[Finding]]] = {
    "unrelated": _unrelated,
    "adrift": _adrift,
    "undrawn": _undrawn,
    "absent-role": _absent_roles,
    "unexplained": _unexplained,
    "step-gap": _gaps,
    "idle-flow": _idle_flows,
    "idle-overlay": _idle_overlays,
    "unmet": _unmet,
    "empty-place": _empty_places,
    "unused-tier": _unused_tiers,
    "story-shows": _unknown_shows,
    "two-lags": _two_lags,
    "reserved-name": _reserved_names,
    "silent-topic": _silent_topics,
    "idle-null": lambda model: iter(model.idle_nulls),
    "unused-cell": lambda model: iter(model.unused_cells),
    "broken-flow": _broken_flows,
    "claim": claims,
    "drill-outcome": _unexpected,
    "drill-unplayed": _unplayed,
    "drill-untold": _untold,
    "taken-rule": _taken_rules,
    "idle-rule": _idle_rules,
}
ERRORS = frozenset({"drill-outcome", "drill-unplayed", "taken-rule"})
