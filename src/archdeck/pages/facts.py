"""What the pages say about a model that the model itself does not say: where, how many, by whom, and what differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archdeck.answers import LANDSCAPE
from archdeck.canvas import STATES
from archdeck.language import duration as duration
from archdeck.model import (
    Component,
    Drill,
    Environment,
    Flow,
    Instance,
    Model,
    Place,
    Relation,
    Requirement,
    Scope,
    Step,
    Topic,
    TopicRow,
    presented,
)
from archdeck.views import Box, Group, View

ROLES = {"primary": "primary", "standby": "standby", "read-replica": "read replica"}
KINDS = {
    "request": "calls",
    "data": "reads and writes",
    "replication": "replicates to",
    "backup": "backs up to",
    "failover": "fails over to",
    "control": "controls",
    "uses": "uses",
}
PLACES = {
    "cloud": "Cloud",
    "account": "Account",
    "region": "Region",
    "vpc": "VPC",
    "zone": "Availability Zone",
    "public-subnet": "Public subnet",
    "private-subnet": "Private subnet",
    "cluster": "Cluster",
    "subnet": "Subnet",
    "node": "Node",
    "data-center": "Data center",
    "group": "Group",
}
PLACES_OF = {
    "azure": {"vpc": "Virtual network", "account": "Subscription", "zone": "Zone"},
    "gcp": {"vpc": "VPC network", "account": "Project", "zone": "Zone"},
    "another": {"vpc": "Virtual network", "zone": "Zone"},
}


def sort(place: Place) -> str:
    """What sort of place it is, in its provider's words."""
    return PLACES_OF.get(place.provider, {}).get(place.kind) or PLACES[place.kind]


def role(instance: Instance) -> str:
    """`standby, synchronous copy`, or nothing."""
    words = [ROLES[instance.role]] if instance.role else []
    if instance.sync is not None:
        words.append("synchronous copy" if instance.sync else "asynchronous copy")
    if instance.lag:
        words.append(f"up to {instance.lag} behind")
    if instance.promote:
        words.append(f"takes over after {instance.promote}")
    return ", ".join(words)


def path(instance: Instance) -> str:
    """The places around an instance, outermost first: `us-east-1 › VPC › us-east-1a`."""
    places = " › ".join(place_name(p) for p in reversed(instance.places()) if not p.implicit)
    return places or {Scope.ACTOR: "outside of the system", Scope.GLOBAL: "everywhere"}.get(
        instance.component.kind.scope, "–"
    )


def place_name(place: Place) -> str:
    """Its name, or its sort in proper letters where the name is no more than that: `vpc` is a VPC; a name that goes on
    from the sort gets it in front: Region of your choice."""
    word = sort(place)
    if place.name.lower() in (word.lower(), PLACES[place.kind].lower()):
        return word
    return f"{word} {place.name}" if re.match(r"[a-z]+ ", place.name) else place.name


def zone(instance: Instance) -> str:
    """The Availability Zone that an instance runs in; the Region or the place itself where there is none."""
    around = {place.kind.value: place for place in reversed(instance.places())}
    place = around.get("zone") or around.get("region") or instance.place
    return called(place) if place else ""


def settings(instance: Instance) -> str:
    return "; ".join(f"{key}: {value}" for key, value in instance.config.items())


def environment(model: Model, id: str) -> Environment | None:
    return next((e for e in model.environments if e.id == id), None)


def production(model: Model) -> Environment | None:
    """The environment that stands for the system: production, or the first."""
    return presented(model.environments)


def topics_of(model: Model, component: Component) -> list[tuple[Topic, TopicRow | None]]:
    """The rows that are about a component, and topics that are about it as a whole."""
    found: list[tuple[Topic, TopicRow | None]] = []
    for topic in model.topics:
        rows = [row for row in topic.rows if component in row.about]
        found += [(topic, row) for row in rows]
        found += [(topic, None)] if component in topic.about and not rows else []
    return found


def requirements_of(model: Model, component: Component) -> list[tuple[Requirement, str]]:
    return [(r, how) for r in model.requirements for c, how in r.met_by if c.id == component.id]


def steps_of(model: Model, component: Component) -> list[tuple[Flow, Step]]:
    return [(f, s) for f in model.flows for s in f.steps if component.id in (s.source.id, s.target.id)]


def flows_in(model: Model, here: Environment) -> list[Flow]:
    return [f for f in model.flows if here.id in {e.id for e in f.environments}]


def environment_name(model: Model, view: View) -> str:
    found = environment(model, view.environment)
    return found.name if found else view.title


def short_title(model: Model, view: View) -> str:
    """The title of a picture where its system is known: without the system's name before it."""
    return view.title.removeprefix(f"{model.name} – ") or view.title


def environments_of(model: Model, relation: Relation) -> list[Environment]:
    return [e for e in model.environments if relation.id in e.relation_ids]


def name(model: Model, component: str) -> str:
    return next((c.name for c in model.components if c.id == component), component)


def fallen(model: Model, drill: Drill, id: str) -> str:
    """The name of a place, a component or an instance that a drill takes down."""
    component, _, place = id.partition(" in ")
    if place:
        return f"{name(model, component)} in {fallen(model, drill, place)}"
    return fallen_in(model, drill.environment, id) if drill.environment else name(model, id)


def fallen_in(model: Model, environment: Environment, id: str) -> str:
    """The name of a place, a component or a single instance that fails in an environment."""
    if place := next((p for p in environment.places if p.id == id), None):
        return called(place)
    single = (i for i in environment.instances if i.id == id and i.place and i.id != i.component.id)
    return next((f"{i.component.name} in {zone(i)}" for i in single), "") or name(model, id)


def targets(requirement: Requirement, other: str = "") -> list[tuple[str, str]]:
    """What a requirement asks for, name and value; `other` names what the model says in words of its own."""
    target = requirement.target
    times = {"Recovery time (RTO)": target.rto_s, "Data loss (RPO)": target.rpo_s, "Latency": target.latency_s}
    found = [("Survives the loss of", f"one {target.survives}" if target.survives else "")]
    found += [
        (key, "at most " + duration(value) if value else "none") for key, value in times.items() if value is not None
    ]
    found += [("Availability", target.availability), ("Standard", target.standard), (other, target.text)]
    found += [("Pillar", requirement.pillar.replace("-", " ") if requirement.pillar else "")]
    return [(key, value) for key, value in found if value]


def words_on(relation: Relation) -> str:
    """What stands on its arrow, and at which end if it is at one."""
    ends = " → ".join(filter(None, (relation.from_label, relation.to_label)))
    if relation.from_label and not relation.to_label:
        ends = f"{ends} →"
    elif relation.to_label and not relation.from_label:
        ends = f"→ {ends}"
    return ", ".join(filter(None, (relation.label, ends)))


def protection(relation: Relation) -> str:
    """How, over what and how often, in a few words."""
    words = [relation.protocol, relation.encryption]
    words += [f"every {relation.every}"] if relation.every else []
    words += [f"up to {relation.lag} behind"] if relation.lag else []
    words += [f"taken after {relation.after}"] if relation.after else []
    words += [
        f"needs {' and '.join(f'{c.name} in {place}' if place else c.name for c, place in relation.needs)}"
    ] * bool(relation.needs)
    return ", ".join(word for word in words if word)


@dataclass(frozen=True)
class Difference:
    """One line of what an environment has otherwise than the one it starts from."""

    component: Component | None
    subject: str
    what: str
    because: str


def differences(here: Environment, base: Environment) -> list[Difference]:
    """Places first, then components, in the order of the environments."""
    found = list(_places(here, base))
    for component in dict.fromkeys([*base.components, *here.components]):
        before, after = base.of(component), here.of(component)
        if before and not after:
            found.append(Difference(component, component.name, "does not run here", here.missing.get(component.id, "")))
        elif after and not before:
            found.append(Difference(component, component.name, f"runs only here: {_listing(after)}", _reasons(after)))
        elif (was := _listing(before)) != (now := _listing(after)):
            found.append(Difference(component, component.name, f"{now} (instead of {was})", _reasons(after)))
    return found


def missing(here: Environment, base: Environment | None) -> list[tuple[str, str]]:
    """The components that do not run here, with the reason, as far as `differences` does not tell."""
    told = {c.id for c in base.components} if base else set()
    return [(component, reason) for component, reason in here.missing.items() if component not in told]


def _places(here: Environment, base: Environment) -> Iterator[Difference]:
    ours, theirs = ({p.id: p for p in e.places if not p.implicit} for e in (here, base))
    for place in theirs.values():
        if place.id not in ours:
            yield Difference(None, called(place), "does not exist here", "")
    for place in ours.values():
        if place.id not in theirs:
            yield Difference(None, called(place), "exists only here", place.because)
        elif place.because and place.because != theirs[place.id].because:
            yield Difference(None, called(place), "differs", place.because)


def called(place: Place) -> str:
    """Sort and name: `Availability Zone us-east-1a`."""
    kind, name = sort(place), place_name(place)
    return name if name.startswith(kind) else f"{kind} {name}"


def _listing(instances: Iterable[Instance]) -> str:
    return ", ".join(
        " ".join(
            filter(
                None,
                [str(i.count), role(i), f"in {place_name(i.place)}" if i.place else "", f"({note})" if note else ""],
            )
        )
        for i in instances
        for note in [", ".join(filter(None, [i.label, settings(i)]))]
    )


def _reasons(instances: Iterable[Instance]) -> str:
    return " ".join(dict.fromkeys(i.because for i in instances if i.because))


@dataclass(frozen=True)
class Line:
    """One line of a picture told in words: a frame or a box, `depth` frames deep."""

    depth: int
    words: str
    component: str


def outline(view: View) -> list[Line]:
    """The frames of a picture with the boxes in them, in the order of the view; empty frames are left out."""
    lines: list[Line] = []

    def inside(parent: str | None, depth: int) -> Iterator[Line]:
        for group in view.groups:
            if not group.overlay and group.parent == parent:
                held = list(inside(group.id, depth + 1))
                if held:
                    told = group.label or PLACES.get(group.kind, "Group")
                    yield Line(depth, told + _in_state(view, group.state), "")
                    yield from held
        for box in view.boxes:
            if box.group == parent:
                told = " · ".join(filter(None, box.lines)) or box.title
                yield Line(depth, told + _in_state(view, box.state, box.note), box.component)

    lines.extend(inside(None, 0))
    for entry in view.panel:
        told = " · ".join([*filter(None, entry.lines), entry.heading])
        lines.append(Line(0, told + _in_state(view, entry.state), entry.component))
    return lines


def _in_state(view: View, state: str, note: str = "") -> str:
    """What the sign of something says, as the legend has it: ` (Takes over: 90 s)`."""
    if not state:
        return ""
    said = dict(view.legend).get(state, STATES[state].legend)
    return f" ({said}: {note})" if note else f" ({said})"


@dataclass(frozen=True)
class Sentence:
    """One arrow told in words. An end that is one component is named by it, else it is a frame."""

    step: str
    source: str
    source_component: str
    verb: str
    target: str
    target_component: str
    label: str
    state: str = ""
    terms: str = ""


def happens(step: Step) -> str:
    """What a step says, and when and how often it happens, if that is not once after the one before it."""
    if not step.terms:
        return step.says
    return f"{step.says.rstrip('.')} ({step.terms})" if step.says else step.terms[:1].upper() + step.terms[1:]


def in_turn(model: Model, view: View) -> list[tuple[str, str]]:
    """The numbers of the steps of a flow that do not just follow each other, with what happens, and how."""
    known = {(flow.id, step.number): happens(step) for flow in model.flows for step in flow.steps}
    return [(step.number, known[view.flow, step.number]) for step in view.steps if step.terms]


def _terms_of(view: View, numbers: str) -> str:
    """How the steps of an arrow happen; of several each with its number."""
    here = numbers.split(", ")
    some = [(step.number, step.terms) for step in view.steps if step.terms and step.number in here]
    return "; ".join(said if len(here) == 1 else f"step {number}: {said}" for number, said in some)


def sentences(view: View) -> list[Sentence]:
    """Numbered arrows first, dimmed ones last; arrows that say the same are told once."""
    ends: dict[str, Box | Group] = {b.id: b for b in view.boxes} | {g.id: g for g in view.groups}

    def name(id: str) -> tuple[str, str]:
        end = ends.get(id)
        if isinstance(end, Box):
            lines = () if view.kind == LANDSCAPE else end.lines  # how large a system is belongs to no arrow
            return " · ".join(filter(None, lines)) or end.name, end.component
        return (end.label if end else id), ""

    arrows = sorted(view.arrows, key=lambda a: (a.dimmed, not a.step, _number(a.step)))
    told = (
        Sentence(
            a.step,
            *name(a.source),
            KINDS[a.kind],
            *name(a.target),
            a.label,
            _in_state(view, a.state),
            _terms_of(view, a.step),
        )
        for a in arrows
    )
    return list(dict.fromkeys(told))


def _number(step: str) -> tuple[int, str]:
    digits = "".join(c for c in step if c.isdigit())
    return int(digits or 0), step
