"""A failure in an environment to its view: the environment's picture with what is down struck out, and what works."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from archdeck.answers import (
    BoardRow,
    Failure,
    FlowState,
    InstanceState,
    Loss,
    Result,
    State,
    Time,
    board,
    promotion,
)
from archdeck.canvas import changed
from archdeck.language import FLOWING, Outcome, PlaceKind, RelationKind, Role, Stage
from archdeck.model import Environment, Instance, Model, Scope
from archdeck.views import words
from archdeck.views.environment import without_numbers
from archdeck.views.onward import Onward
from archdeck.views.outcomes import after_title, meaning_of, outcome_in_words, short, with_why
from archdeck.views.states import of_several
from archdeck.views.view import Arrow, Box, Group, PanelEntry, View, members


def drill_views(model: Model, environment: Environment, base: View) -> list[View]:
    """The pictures of every failure that is worth one, on the layout of the environment's own view."""
    return [drill_view(model, row.failure, row.result, base) for row in _told(model, environment)]


def played_view(model: Model, environment: Environment, drill: str, base: View) -> View | None:
    """The picture of a drill of the model by its id; None where it is not played in this environment."""
    some = (row for row in board(model, environment).rows if row.failure.drill and row.failure.drill.id == drill)
    return next((drill_view(model, row.failure, row.result, base) for row in some), None)


def drill_view(model: Model, failure: Failure, result: Result, base: View) -> View:
    """The picture of one failure."""
    plain = without_numbers(base)
    after = _After(model, result, failure)
    onward = Onward(result, plain)
    title, meaning, why = _title(failure, result.environment), *meaning_of(model, result)
    says = outcome_in_words(model, result)
    told = after_title(f"{model.name} – {title}{_in_which(model, failure, result.environment)}", failure, meaning)
    boxes = tuple(map(after.box, plain.boxes))
    idle = frozenset(b.id for b in boxes if b.dimmed)
    in_place = _faded(onward.in_place([after.arrow(a) for a in plain.arrows]), plain, idle)
    arrows = onward.led(in_place)
    return replace(
        plain,
        id=f"{failure.key}--{result.environment.id}",
        kind="drill",
        drill=failure.key,
        title=told,
        subtitle=f"{_zones_lost(failure, result.environment, title)}{with_why(says, meaning, why)}",
        boxes=boxes,
        groups=tuple(map(after.group, plain.groups)),
        arrows=arrows,
        in_place=() if arrows == in_place else in_place,
        reasons=(*plain.reasons, *onward.reasons(arrows)),
        panel=tuple(map(after.entry, plain.panel)),
        stands_as=base,
        failed=tuple(b.id for b in plain.boxes if b.component in failure.down or b.id in failure.down),
    )


def left_by(
    model: Model, failure: Failure, result: Result, base: View
) -> tuple[Mapping[str, str], Mapping[str, str], str]:
    """What a failure leaves of an environment's picture: the states of boxes and frames by id, those of arrows that
    lead nowhere any more, and the outcome in a sentence."""
    after = _After(model, result, failure)
    boxes = {b.id: b.state if b.hollow else after.state_of(b) for b in base.boxes}
    states = boxes | {g.id: after.group(g).state for g in base.groups}
    arrows = {a.id: after.way_of(a) for a in base.arrows}
    lost = {id: state for id, state in arrows.items() if state not in ("", "carries")}
    return {id: state for id, state in states.items() if state}, lost, outcome_in_words(model, result)


def _faded(arrows: tuple[Arrow, ...], view: View, idle: frozenset[str]) -> tuple[Arrow, ...]:
    """With those faded that lead to or from nothing but copies that no flow uses."""
    inside = members(view)

    def waits(arrow: Arrow) -> bool:
        return not arrow.state and any(idle.issuperset(inside.get(e, [e])) for e in (arrow.source, arrow.target))

    return tuple(changed(a, dimmed=a.dimmed or waits(a)) for a in arrows)


def _title(failure: Failure, environment: Environment) -> str:
    lost = next((p for p in environment.places if p.id == failure.id), None)
    return (
        failure.title
        if failure.drill
        else f"Without {words.place_label(lost) if lost else failure.name}{failure.beside}"
    )


def _in_which(model: Model, failure: Failure, environment: Environment) -> str:
    """` in Staging`: the environment, where a picture of another one would have the same title."""
    title = _title(failure, environment)
    others = (e for e in model.environments if e is not environment)
    same = any(_title(row.failure, e) == title for e in others for row in _told(model, e))
    return f" in {environment.name}" if same else ""


def _told(model: Model, environment: Environment) -> list[BoardRow]:
    """The failures of an environment that have a picture."""
    return [row for row in board(model, environment).sections if _worth(row.failure, row.result)]


def _zones_lost(failure: Failure, environment: Environment, title: str) -> str:
    """`us-east-1a is lost. `: the zones that a title does not name, as one frame may be drawn for several."""
    zones = [p.name for p in environment.places if p.id in failure.down and p.kind is PlaceKind.ZONE]
    unnamed = [name for name in zones if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title)]
    return f"{' and '.join(unnamed)} {'is' if len(unnamed) == 1 else 'are'} lost. " if unnamed else ""


def _worth(failure: Failure, result: Result) -> bool:
    """What the model declares; else what could be lost of production, if something is left then that could fail."""
    if failure.drill:
        return True
    if result.environment.stage is not Stage.PRODUCTION:
        return False
    fell = {i.id for i in result.environment.instances if _of(result, i).fell_with}
    bound = (i for i in result.environment.instances if i.component.kind.scope not in (Scope.GLOBAL, Scope.ACTOR))
    return bool(fell) and any(i.id not in fell for i in bound)


def _of(result: Result, instance: Instance) -> InstanceState:
    return result.instances.get(instance.id, InstanceState())


class _Gone(NamedTuple):
    """The failover that a flow takes, the relations and instances that it goes by, and where it can go no further."""

    failover: str
    relations: frozenset[str]
    instances: frozenset[str]
    ends: frozenset[str]


@dataclass(frozen=True)
class _After:
    """What became of each thing in a picture."""

    model: Model
    result: Result
    failure: Failure

    @cached_property
    def instances(self) -> dict[str, Instance]:
        return {i.id: i for i in self.result.environment.instances}

    @cached_property
    def fallen_places(self) -> frozenset[str]:
        environment = self.result.environment
        down = environment.with_same(self.failure.down)
        return frozenset(p.id for p in environment.places if any(around.id in down for around in p.chain()))

    @cached_property
    def copies(self) -> dict[str, Time]:
        """What a store that fell can be restored from, by instance: how old it may be."""
        loss = Loss(self.model, self.result.environment, self.result.environment.with_same(self.result.down))
        gone = {id for id, found in self.result.components.items() if found.state in (State.DOWN, State.RECOVERING)}
        gone -= {i.component.id for i in self.instances.values() if _of(self.result, i).takes_over}
        gone -= set(self.result.down)
        found = {store: copy for store, copy in loss.copies.items() if store.id in gone}
        return {instance.id: old for instance, old in sorted(found.values(), key=lambda c: c[0].id)}

    @cached_property
    def ways(self) -> tuple[FlowState, ...]:
        """The flows that work, or will, or are not given up."""
        return tuple(f for f in self.result.flows.values() if f.state is not Outcome.LOST)

    @cached_property
    def used(self) -> frozenset[str]:
        """What the flows go by that work, or will."""
        return frozenset(id for flow in self.ways for id in flow.path.instances)

    @cached_property
    def used_components(self) -> frozenset[str]:
        return frozenset(self.instances[id].component.id for id in self.used)

    @cached_property
    def sides(self) -> frozenset[str]:
        """The places that take over as a whole."""
        return frozenset(flow.path.side for flow in self.ways) - {""}

    @cached_property
    def goes_by(self) -> tuple[_Gone, ...]:
        """The ways of these flows."""
        paths = [flow.path for flow in self.ways]
        return tuple(
            _Gone(p.failover, frozenset(p.relations), frozenset(p.instances), frozenset(p.ends)) for p in paths
        )

    @cached_property
    def fell(self) -> frozenset[str]:
        return frozenset(i.id for i in self.instances.values() if _of(self.result, i).fell_with)

    @cached_property
    def holding(self) -> dict[str, Time]:
        """What keeps work or content of flows for a time, by instance: how long."""
        return {id: flow.holds for flow in self.ways for id in flow.path.holds}

    @cached_property
    def standing_in(self) -> frozenset[str]:
        """What flows go by only now."""
        return frozenset(id for flow in self.ways for id in flow.path.stands_in)

    @cached_property
    def led_on(self) -> frozenset[str]:
        """The primaries that fell and have a new one."""
        promoted = (found for found in self.result.instances.values() if found.promoted)
        return frozenset(id for found in promoted for id in found.takes_over if self._led(id))

    def _led(self, id: str) -> bool:
        return self.instances[id].role is Role.PRIMARY

    def box(self, box: Box) -> Box:
        if box.hollow:
            return box
        instance = self.instances[box.id]
        state, note = self._state(instance)
        fell = _of(self.result, instance).how
        why = f"down, it {fell}" if fell else self._why(instance) if state else ""
        title = f"{box.title} – {why}" if why else box.title
        dimmed = box.dimmed or (not state and self._is_idle(instance))
        return changed(box, state=state, note=note, count=instance.count, title=title, dimmed=dimmed)

    def state_of(self, box: Box) -> str:
        return self._state(self.instances[box.id])[0]

    def _is_idle(self, instance: Instance) -> bool:
        """Whether flows go by another copy of it, and not by this one."""
        return instance.id not in self.used and instance.component.id in self.used_components

    def _why(self, instance: Instance) -> str:
        found = self.result.components.get(instance.component.id)
        return f"{found.state.value}: {found.why}" if found and found.why else ""

    def _state(self, instance: Instance) -> tuple[str, str]:
        found = _of(self.result, instance)
        if found.fell_with:
            return "down", ""
        if found.promoted:
            return "promoted" if any(map(self._led, found.takes_over)) else "takes-over", _time(
                promotion(instance)
            ) if instance.role else ""
        if found.takes_over:
            return self._alongside(instance, [self.instances[id] for id in found.takes_over]), ""
        if instance.id in self.standing_in:
            return "takes-over", _time(promotion(instance)) if instance.component.recovery else ""
        if instance.id in self.holding:
            return "holds", _time(self.holding[instance.id]) or "0 s"
        if instance.id in self.copies:
            return "restores", _time(self.copies[instance.id])
        if any(place.id in self.fallen_places for place in instance.places()):
            return "outlives", ""
        component = self.result.components.get(instance.component.id)
        left = component and component.state is State.DOWN and not instance.standby_place()
        return "degraded" if left else "", ""

    def _alongside(self, instance: Instance, fallen: Sequence[Instance]) -> str:
        """What fell did the same work, and that is taken over. Of what stood by only a primary is worse off: there is
        nobody behind it any more."""
        here = [i for i in fallen if i.standby_place() == instance.standby_place()]
        copies = (Role.STANDBY, Role.READ_REPLICA)
        if any(i.role not in copies or i.role is instance.role for i in here):
            return "takes-over"
        return "degraded" if here or instance.role is Role.PRIMARY else ""

    def entry(self, entry: PanelEntry) -> PanelEntry:
        """A service of the side panel: what became of all of it."""
        some = [i for i in self.instances.values() if i.component.id == entry.component]
        return replace(entry, state=of_several(self._state(i)[0] for i in some))

    def group(self, group: Group) -> Group:
        """A place that stands by takes over as a whole: what it lacks is set up in it, and has no box."""
        state = "down" if group.place in self.fallen_places else "takes-over" if group.place in self.sides else ""
        return changed(group, state=state)

    def arrow(self, arrow: Arrow) -> Arrow:
        return changed(arrow, state=self.way_of(arrow))

    def way_of(self, arrow: Arrow) -> str:
        """Broken where none of its ends are left on both sides; what lies between dead things is dead with them. What
        led to a primary leads to the new one, which its layout has no arrow for."""
        pairs = arrow.pairs or ((arrow.source, arrow.target),)
        left = [pair for pair in pairs if not any(map(self._fell, pair))]
        if arrow.kind is RelationKind.FAILOVER and any(self._leads_on(arrow, *pair) for pair in pairs):
            return "carries"
        if not left:
            ends = {end for pair in pairs for end in pair}
            moved = arrow.kind in FLOWING and any(not self._fell(a) and b in self.led_on for a, b in pairs)
            return "moved" if moved else "dead" if all(map(self._fell, ends)) else "broken"
        return "carries" if any(self._carries(arrow, *pair) for pair in left) else ""

    def _leads_on(self, arrow: Arrow, source: str, target: str) -> bool:
        """Whether a failover leads from what fell to what took over from it."""
        return self._fell(source) and not self._fell(target) and self._carries(arrow, source, target)

    def _fell(self, id: str) -> bool:
        return id in self.fell

    def _carries(self, arrow: Arrow, source: str, target: str) -> bool:
        """Whether a flow that works goes this way, or the failover that leads to one."""
        return any(
            {source, target}.isdisjoint(flow.ends)
            and target in flow.instances
            and (
                flow.failover in arrow.relations
                or (source in flow.instances and not flow.relations.isdisjoint(arrow.relations))
            )
            for flow in self.goes_by
        )


def _time(time: Time) -> str:
    """Nothing for what takes no time, and a question mark for what is not stated."""
    return "?" if time.seconds is None else short(time.seconds) if time.seconds else ""
