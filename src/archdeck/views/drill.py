"""A failure in an environment to its view: the environment's picture with what is down struck out, and what works."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

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
from archdeck.language import FLOWING, Outcome, PlaceKind, RelationKind, Role, Stage, duration
from archdeck.model import Environment, Instance, Model, Scope
from archdeck.views import words
from archdeck.views.environment import without_numbers
from archdeck.views.onward import Onward
from archdeck.views.states import of_several
from archdeck.views.view import Arrow, Box, Group, PanelEntry, View, members

SHORT = 120  # seconds that are not told in minutes
_NAMED = 2  # flows that are called by name in the subtitle; more are counted


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
    title = _title(failure, result.environment)
    boxes = tuple(map(after.box, plain.boxes))
    idle = frozenset(b.id for b in boxes if b.dimmed)
    in_place = _faded(onward.in_place([after.arrow(a) for a in plain.arrows]), plain, idle)
    arrows = onward.led(in_place)
    return replace(
        plain,
        id=f"{failure.key}--{result.environment.id}",
        kind="drill",
        drill=failure.key,
        title=f"{model.name} – {title}{_in_which(model, failure, result.environment)}",
        subtitle=f"{_zones_lost(failure, result.environment, title)}{outcome_in_words(model, result)}",
        boxes=boxes,
        groups=tuple(map(after.group, plain.groups)),
        arrows=arrows,
        in_place=() if arrows == in_place else in_place,
        reasons=(*plain.reasons, *onward.reasons(arrows)),
        panel=tuple(map(after.entry, plain.panel)),
        stands_as=base,
        failed=tuple(b.id for b in plain.boxes if b.component in failure.down or b.id in failure.down),
    )


def _faded(arrows: tuple[Arrow, ...], view: View, idle: frozenset[str]) -> tuple[Arrow, ...]:
    """With those faded that lead to or from nothing but copies that no flow uses."""
    inside = members(view)

    def waits(arrow: Arrow) -> bool:
        return not arrow.state and any(idle.issuperset(inside.get(e, [e])) for e in (arrow.source, arrow.target))

    return tuple(changed(a, dimmed=a.dimmed or waits(a)) for a in arrows)


def _title(failure: Failure, environment: Environment) -> str:
    lost = next((p for p in environment.places if p.id == failure.id), None)
    return failure.title if failure.drill or not lost else f"Loss of {words.place_label(lost)}{failure.beside}"


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
        fell = _of(self.result, instance).fell_with
        why = f"down, it fell with {fell}" if fell else self._why(instance) if state else ""
        title = f"{box.title} – {why}" if why else box.title
        dimmed = box.dimmed or (not state and self._is_idle(instance))
        return changed(box, state=state, note=note, count=instance.count, title=title, dimmed=dimmed)

    def _is_idle(self, instance: Instance) -> bool:
        """Whether flows go by another copy of it, and not by this one."""
        return instance.id not in self.used and instance.component.id in {
            self.instances[i].component.id for i in self.used
        }

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
        sides = {flow.path.side for flow in self.ways} - {""}
        return replace(
            group, state="down" if group.place in self.fallen_places else "takes-over" if group.place in sides else ""
        )

    def arrow(self, arrow: Arrow) -> Arrow:
        """Broken where none of its ends are left on both sides; what lies between dead things is dead with them. What
        led to a primary leads to the new one, which its layout has no arrow for."""
        pairs = arrow.pairs or ((arrow.source, arrow.target),)
        left = [pair for pair in pairs if not any(map(self._fell, pair))]
        if arrow.kind is RelationKind.FAILOVER and any(self._leads_on(arrow, *pair) for pair in pairs):
            return changed(arrow, state="carries")
        if not left:
            ends = {end for pair in pairs for end in pair}
            moved = arrow.kind in FLOWING and any(not self._fell(a) and b in self.led_on for a, b in pairs)
            return changed(arrow, state="moved" if moved else "dead" if all(map(self._fell, ends)) else "broken")
        return changed(arrow, state="carries" if any(self._carries(arrow, *pair) for pair in left) else "")

    def _leads_on(self, arrow: Arrow, source: str, target: str) -> bool:
        """Whether a failover leads from what fell to what took over from it."""
        return self._fell(source) and not self._fell(target) and self._carries(arrow, source, target)

    def _fell(self, id: str) -> bool:
        return id in self.instances and bool(_of(self.result, self.instances[id]).fell_with)

    def _carries(self, arrow: Arrow, source: str, target: str) -> bool:
        """Whether a flow that works goes this way, or the failover that leads to one."""
        relations = set(arrow.relations)
        return any(
            (flow.path.failover in relations and target in flow.path.instances)
            or (relations & set(flow.path.relations) and {source, target} <= set(flow.path.instances))
            for flow in self.ways
        )


def _time(time: Time) -> str:
    """Nothing for what takes no time, and a question mark for what is not stated."""
    return "?" if time.seconds is None else _short(time.seconds) if time.seconds else ""


def _short(seconds: float) -> str:
    """`90 s` rather than `1 min 30 s`: there is little room."""
    return f"{seconds:g} s" if 1 <= seconds <= SHORT else duration(seconds)


# ------------------------------------------------------------------------------------------------ words


def outcome_in_words(model: Model, result: Result) -> str:
    """`3 of 4 flows survive, Checkout recovers in 90 s`; unknown times are called so."""
    names = {f.id: f.name for f in model.flows}
    flows = {names[id]: found for id, found in result.flows.items()}
    if not flows:
        return "No flow runs here"
    return ", ".join(
        told
        for state, told_of in _TOLD.items()
        if (some := {name: f for name, f in flows.items() if f.state is state})
        for told in [told_of(some, len(flows))]
    )


def _all_of(some: Mapping[str, FlowState], total: int, one: str, many: str) -> str:
    """`Both flows survive`, `Checkout recovers`, `3 of 4 flows are lost`."""
    if len(some) == total:
        every = {1: "The flow", 2: "Both flows"}.get(total, f"All {total} flows")
        return f"{every} {one if total == 1 else many}"
    if len(some) <= _NAMED:
        return f"{' and '.join(some)} {one if len(some) == 1 else many}"
    return f"{len(some)} of {total} flows {many}"


def _longest(some: Mapping[str, FlowState]) -> float | None:
    times = [f.rto_s for f in some.values()]
    return None if None in times else max(t for t in times if t is not None)


def _survive(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    if longest is None:
        return f"{_all_of(some, total, 'survives', 'survive')}, interrupted for a time that is not stated"
    interrupted = f", interrupted for {_short(longest)} at most" if longest else " without interruption"
    return f"{_all_of(some, total, 'survives', 'survive')}{interrupted}"


def _go_on(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    time = "a time that is not stated" if longest is None else f"{_short(longest)} at most"
    interrupted = "" if longest == 0 else f", interrupted for {time}"
    how = "in part" if any(flow.less for flow in some.values()) else "without an optional step"
    return f"{_all_of(some, total, 'goes', 'go')} on {how}{interrupted}"


def _recover(some: Mapping[str, FlowState], total: int) -> str:
    longest = _longest(some)
    within = "in a time that is not stated" if longest is None else f"in {_short(longest)}"
    return f"{_all_of(some, total, 'recovers', 'recover')} {within}"


def _are_delayed(some: Mapping[str, FlowState], total: int) -> str:
    return _all_of(some, total, "is delayed", "are delayed")


def _are_lost(some: Mapping[str, FlowState], total: int) -> str:
    return _all_of(some, total, "is lost", "are lost")


_TOLD: Mapping[Outcome, Callable[[Mapping[str, FlowState], int], str]] = {
    Outcome.SURVIVES: _survive,
    Outcome.DEGRADED: _go_on,
    Outcome.RECOVERS: _recover,
    Outcome.DELAYED: _are_delayed,
    Outcome.LOST: _are_lost,
}
