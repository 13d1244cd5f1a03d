"""What is lost to the state of a component, and to the outcome of a flow with its first broken step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archdeck.answers.drills.arrivals import Arrivals, first_in_vain, partly_fallen
from archdeck.answers.drills.bound import Bound
from archdeck.answers.drills.detours import Detour, detours
from archdeck.answers.drills.loss import Loss, Route, Way, together
from archdeck.answers.drills.result import FlowState, Path
from archdeck.answers.drills.standing import MAIN, ends
from archdeck.answers.drills.states import could, own_failovers
from archdeck.answers.drills.times import (
    FAILOVER,
    Time,
    in_turn,
    keeping,
    noticing,
    side_by_side,
    switching,
    where_it_runs,
)
from archdeck.answers.drills.waiting import kept_by, waits
from archdeck.language import FLOWING, Outcome, Role
from archdeck.model import Component, Flow, Instance, Step


@dataclass(frozen=True)
class _Played:
    """A flow and how its steps work on the main side; those are `spared` that others are taken instead of, and one that
    works may be in `vain`."""

    loss: Loss
    steps: Sequence[Step]
    ways: Mapping[Step, Way | None]
    spared: frozenset[Step] = frozenset()
    vain: Step | None = None

    @cached_property
    def apart(self) -> bool:
        """Whether what is not broken works at no site as a whole."""
        return self.arrivals.sites.nowhere

    @property
    def nowhere(self) -> bool:
        return self.vain is not None or self.apart

    @cached_property
    def arrivals(self) -> Arrivals:
        return Arrivals(self.loss, tuple(s for s in self.needed if self.ways[s]))

    @property
    def needed(self) -> list[Step]:
        return [s for s in self.steps if not s.optional and s not in self.spared]

    @property
    def broken(self) -> Step | None:
        return next((s for s in self.needed if self.ways[s] is None), None)

    def path(self, ways: Iterable[Way | None], failover: str = "", carried: Iterable[Step] | None = None) -> Path:
        """`carried` steps work; those of the main side, if nothing else is said."""
        works = [s for s in self.steps if self.ways[s]] if carried is None else list(carried)
        fails = [s for s in self.steps if s not in works]
        by = tuple(dict.fromkeys(i.id for way in ways if way for i in way.by))
        return Path(_relations(works), _relations(fails), by, failover)


def flow_state(loss: Loss, flow: Flow) -> FlowState:
    steps = flow.steps_in(loss.environment)
    played = _Played(loss, steps, {s: _way(loss, s, MAIN) for s in steps})
    for group in _alternatives(steps):
        some = [replace(played, spared=played.spared | {*group} - {one}) for one in _likely(played, group)]
        played = min(some, key=lambda one: _rank(_state(one))) if len(some) > 1 else some[0]
    found = _state(played)
    if found.state is not Outcome.LOST and loss.fallen:
        found = replace(found, path=replace(found.path, ends=_dead_ends(played, found.path.side)))
    left = [s for s in steps if s in played.spared and played.ways[s] is None]
    return replace(found, why="; ".join(filter(None, [found.why, *(_instead(played, s) for s in left)])))


def _dead_ends(played: _Played, side: str) -> tuple[str, ...]:
    """The instances that work, and at which who is led to them gets no further: at their site, or in their zone."""
    sites = played.arrivals.sites
    found = [i for component, site in sites.stuck for i in sites.at(component).get(site, ()) if played.loss.works(i)]
    found += [*sites.bound.cut, *(Bound(played.loss, played.needed, side).cut if side else ())]
    return tuple(sorted({i.id for i in found}))


def _alternatives(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps of which any will do, group by group, as far as the environment has several."""
    groups: dict[frozenset[str], list[Step]] = {}
    for step in steps:
        if step.instead_of:
            groups.setdefault(frozenset((step.number, *step.instead_of)), []).append(step)
    return [group for group in groups.values() if len(group) > 1]


def _likely(played: _Played, group: Sequence[Step]) -> list[Step]:
    """The steps of a group that work, best first, for one may get on where another does not; where none works, all with
    one of which the flow might come back."""
    working = sorted((way.rpo.order, way.rto.order, k) for k, s in enumerate(group) if (way := played.ways[s]))
    return [group[k] for *_, k in working] if working else [s for s in group if not s.optional] or [*group]


def _rank(state: FlowState) -> tuple[object, ...]:
    return [*Outcome].index(state.state), state.rpo.order, state.rto.order


def _instead(played: _Played, step: Step) -> str:
    """Which step is taken instead of one that is broken; nothing where all of them are."""
    taken = next((s for s in played.steps if s.number in step.instead_of and s not in played.spared), None)
    works = taken is not None and played.ways[taken] is not None
    return f"step {taken.number} instead of step {step.number}: {_lack(played.loss, step)}" if taken and works else ""


def _state(played: _Played) -> FlowState:
    loss = played.loss
    if played.broken is None and played.arrivals.sites.nowhere:
        vain = first_in_vain(loss, played.needed)
        return _back_or_gone(replace(_without(played, vain), vain=vain), vain, f"step {vain.number}: {_apart(vain)}")
    if played.broken is None:
        found = _goes_on(played)
        late = [s for s in played.needed if (way := played.ways[s]) and way.by_hand]
        others = _recovered(_without(played, *late), found.why) if late else None
        return min(filter(None, [found, others]), key=_rank)
    return _back_or_gone(played, played.broken, f"step {played.broken.number}: {_lack(loss, played.broken)}")


def _without(played: _Played, *broken: Step) -> _Played:
    return replace(played, ways={**played.ways, **dict.fromkeys(broken)})


def _apart(step: Step) -> str:
    """Why a step is in vain though both of its ends work."""
    source, *others = (c.name for c in ends(step))
    return f"what works of {source} does not reach what works of {''.join(others) or 'what follows'}"


def _back_or_gone(played: _Played, broken: Step, lack: str) -> FlowState:
    found = _recovered(played, lack)
    if found is None and (kept_from := _kept_from(played)):
        lack = f"{lack}; {kept_from}"
    return found or _delayed(played, broken, lack) or _lost(played, broken, lack)


def _goes_on(played: _Played) -> FlowState:
    """What it can do without counts in no number."""
    without = [s for s in played.steps if played.ways[s] is None and s not in played.spared]
    moved = played.arrivals.moved
    total = together([*(played.ways[s] for s in played.needed), *_arriving(played)])
    why = [f"does without step {s.number}: {_lack(played.loss, s)}" for s in without]
    why += [total.told] if total.told else []
    back = {s.number: way.says for s in played.steps if s.optional and (way := played.ways[s]) and way.says}
    why += [f"step {number} comes back: {says}" for number, says in back.items() if says not in total.says]
    state = Outcome.DEGRADED if without or total.less else Outcome.SURVIVES
    by_hand = next((s.number for s in played.needed if (way := played.ways[s]) and way.by_hand), None)
    path = played.path(played.ways.values(), moved[0].relation.id if moved else "")
    rto, rpo = total.rto, total.rpo
    state = Outcome.RECOVERS if by_hand else state
    return FlowState(
        state, rto.seconds, rpo.seconds, by_hand, "; ".join(why), rto, rpo, path, less=total.less or total.by_hand
    )


def _arriving(played: _Played, taken: Route | None = None) -> list[Way]:
    """How long it takes until whoever was led to what fell is led elsewhere, beside a failover that is taken anyway."""
    moved = (r for r in played.arrivals.moved if taken is None or r.relation is not taken.relation)
    return [*map(_switch, moved), *played.arrivals.astray]


def _switch(route: Route) -> Way:
    return Way(switching(route.relation, route.source), says=route.says, by=(route.instance,) if route.instance else ())


def _kept_from(played: _Played) -> str:
    """What would be a way back, did not something fall that it needs."""
    parts = {c for s in played.needed for c in ends(s)}
    some = (r for r in played.loss.failing_over if parts & {r.source, r.target})
    return next(filter(None, map(played.loss.lacks, some)), "")


def _recovered(played: _Played, lack: str) -> FlowState | None:
    """What already works behind a failover comes before what must be built anew."""
    kinds = (_behind, _around, _by_itself, _with_what_is_left)
    return next((found for kind in kinds if (found := _best(kind(played, lack)))), None)


def _best(found: Iterable[FlowState]) -> FlowState | None:
    """Of several ways of a kind the one that loses least, then the quickest; unknown is worst."""
    return min(found, key=lambda state: (state.rpo.order, state.rto.order), default=None)


def _into(played: _Played) -> list[Route]:
    """The failovers to what the flow passes."""
    parts = {c for s in played.needed for c in ends(s)}
    return [route for route in played.loss.routes if route.target in parts]


def _behind(played: _Played, lack: str) -> Iterator[FlowState]:
    """All of the flow works in a place that stands by."""
    for route in (r for r in _into(played) if r.side):
        taken = [_way(played.loss, s, route.side) for s in played.needed]
        cut_off = _in_zones(played, route.side)
        if None not in taken and cut_off is not None:
            yield _recovers(played, route, lack, [*taken, *cut_off])


def _in_zones(played: _Played, side: str) -> list[Way] | None:
    """What of a place that stands by gets no further in its zone there; None where nothing of a step does."""
    bound = Bound(played.loss, played.needed, side)
    return None if bound.dead else bound.ways(lambda _: False)


def _around(played: _Played, lack: str) -> Iterator[FlowState]:
    if played.apart:
        return
    broken = [s for s in played.needed if played.ways[s] is None]
    cut = Bound(played.loss, played.needed).cut if played.vain else {}
    ends_there = {i.component for i in cut}
    for detour in detours(played.loss, played.needed, broken):
        if ends_there.isdisjoint(detour.by):
            yield _goes_around(played, detour, lack)


def _with_what_is_left(played: _Played, lack: str) -> Iterator[FlowState]:
    loss, fallen = played.loss, _fallen(played)
    for route in _into(played):
        lacked = Bound(loss, played.needed, route.side).lacked if route.side else []
        there = {c: loss.serves(c, route.side) for c in fallen if c not in lacked} if route.side else {}
        back = [there.get(c) or loss.rebuilt(c) for c in dict.fromkeys([*fallen, *lacked])]
        if None not in back:
            arriving = _arriving(played, route)
            yield _recovers(played, route, lack, [*back, *_what_goes_on(played, fallen), *arriving])


def _what_goes_on(played: _Played, fallen: Collection[Component]) -> Iterator[Way | None]:
    """How the rest serves: the steps that work, and of those that are broken the ends that do, some of which a copy
    stands in for."""
    for step in played.needed:
        if way := played.ways[step]:
            yield way.behind
            continue
        for end in ends(step):
            if end not in fallen and (way := played.loss.serves(end, MAIN, role_at(step, end))):
                yield way.behind


def _recovers(played: _Played, route: Route, lack: str, ways: Iterable[Way | None]) -> FlowState:
    switch, rest = _switch(route), together(list(ways))
    says = "; ".join(filter(None, [route.says, rest.told]))
    total = Way(in_turn(switch.rto, rest.rto), rest.rpo, says, less=rest.less)
    path = played.path([rest, switch], route.relation.id, played.needed)
    return _found_again(played, lack, total, replace(path, side=route.side))


def _goes_around(played: _Played, around: Detour, lack: str) -> FlowState:
    """The steps that are not broken go on as they did."""
    carried = [s for s in played.steps if played.ways[s]]
    rest = together(
        [around.way, *(way.behind for s in played.needed if (way := played.ways[s])), *_arriving(played, around.route)]
    )
    says = "; ".join(filter(None, [around.says, rest.told]))
    relation = around.route.relation
    total = Way(in_turn(switching(relation, around.route.source), rest.rto), rest.rpo, says, less=rest.less)
    path = played.path([rest], relation.id, carried)
    parts = {c for s in played.steps for c in ends(s)}
    stands_in = tuple(i.id for i in around.way.by if i.component not in parts)
    relations = (*path.relations, *around.relations)
    path = replace(path, relations=relations, side=around.route.side, stands_in=stands_in)
    return _found_again(played, lack, total, path)


def _by_itself(played: _Played, lack: str) -> Iterator[FlowState]:
    """All that fell has failovers of its own: each to a copy that takes over."""
    loss, fallen = played.loss, _fallen(played)
    led = {k.source.component: k.relation for k in own_failovers(loss)}
    ways = {c: loss.promoted(c) if c in led else None for c in fallen}
    if ways and None not in ways.values() and not played.nowhere:
        rest = together([*ways.values(), *_what_goes_on(played, fallen), *_arriving(played)])
        noticed = side_by_side(noticing(led[c]) for c in ways)
        path = played.path([rest], led[fallen[0]].id, played.needed)
        yield _found_again(played, lack, replace(rest, rto=in_turn(noticed, rest.rto)), path)


def _found_again(played: _Played, lack: str, total: Way, path: Path) -> FlowState:
    number = played.broken.number if played.broken else None
    why, rto, rpo = "; ".join(filter(None, [lack, total.says])), total.rto, total.rpo
    return FlowState(Outcome.RECOVERS, rto.seconds, rpo.seconds, number, why, rto, rpo, path, less=total.less)


def _delayed(played: _Played, broken: Step, lack: str) -> FlowState | None:
    """All that is broken is behind something that keeps the work, or the content: nothing is lost yet. How long it
    takes until somebody mends what fell, nothing states."""
    loss = played.loss
    every = frozenset(s for s in played.needed if played.ways[s] is None)
    if played.apart:  # nobody comes to a queue that is behind a step which is in vain itself
        every |= {first_in_vain(loss, [s for s in played.needed if played.ways[s]])}
    if (by := kept_by(played.needed, every, lambda c: loss.serves(c, MAIN) is not None)) is None:
        return None
    holds = keeping(by)
    rto = Time(None, "until what fell works again", broken.where, key=FAILOVER)
    rpo = Time(None, f"what waits longer than {by.name} keeps it", holds.where)
    here = loss.serves(by, MAIN)
    path = replace(played.path(played.ways.values()), holds=tuple(i.id for i in (here.by if here else ())))
    return FlowState(Outcome.DELAYED, None, None, broken.number, f"{lack}; {waits(by)}", rto, rpo, path, holds=holds)


def _lost(played: _Played, broken: Step, lack: str) -> FlowState:
    """What a restore would take is known for stores that have copies; where nothing that keeps data fell, there is
    nothing to say of data."""
    loss, fallen = played.loss, _fallen(played)
    rebuilt = [loss.rebuilt(c) for c in fallen]
    path = played.path(played.ways.values())
    if None in rebuilt:
        gone = Time(None, "nothing in the model brings it back", broken.where, told=True)
        return FlowState(Outcome.LOST, None, None, broken.number, lack, gone, gone, path)
    total = together(rebuilt)
    stored = together([w for c, w in zip(fallen, rebuilt, strict=True) if c in loss.stores])
    possible = f"; without failover to it, {could(stored.says)}" if stored.says else ""
    rpo = total.rpo if stored.says else Time(None, "nothing that fell keeps data", broken.where, told=True)
    way_back = next((by for sign, by in _WAYS_BACK.items() if sign in stored.says), "building anew")
    return FlowState(Outcome.LOST, None, None, broken.number, lack + possible, total.rto, rpo, path, way_back)


_WAYS_BACK = {"restored from": "a restore", "takes over": "a promotion"}


def _fallen(played: _Played) -> list[Component]:
    """The components without which the flow is broken."""
    broken = [s for s in played.needed if played.ways[s] is None]
    gone = [c for c in dict.fromkeys(c for s in broken for c in ends(s)) if _gone(played.loss, c, played.needed)]
    return list(dict.fromkeys([*gone, *(partly_fallen(played.loss, played.needed) if played.nowhere else ())]))


def _way(loss: Loss, step: Step, side: str) -> Way | None:
    """How a step works on a side: both ends of its relation must serve. Copying, control and the like need no more
    than that both ends exist in any role; behind a failover a copy serves as soon as it has taken over."""
    ways: list[Way | None] = []
    for end in ends(step):
        if _named_and_gone(loss, step, end):
            return None
        alive = tuple(i for i in loss.here(end, side) if loss.works(i))
        serves = loss.serves(end, side, role_at(step, end))
        if step.relation and step.relation.kind not in FLOWING and alive:
            ways.append(serves if serves and side != MAIN else Way(by=alive))
        else:
            ways.append(serves)
    return None if None in ways else together(ways)


def _named_and_gone(loss: Loss, step: Step, end: Component) -> tuple[Instance, ...]:
    """The instances that a step names at an end, if all of them fell."""
    places = [place for here, place in ((step.source, step.source_in), (step.target, step.target_in)) if here is end]
    some = (loss.environment.within(end, place) for place in places if place)
    return next((instances for instances in some if not any(map(loss.works, instances))), ())


def role_at(step: Step, end: Component) -> Role | None:
    return step.relation.role if step.relation and step.relation.kind in FLOWING and end is ends(step)[-1] else None


def _gone(loss: Loss, component: Component, steps: Iterable[Step]) -> bool:
    return any(
        loss.serves(component, MAIN, role_at(s, component)) is None or _named_and_gone(loss, s, component)
        for s in steps
        if component in ends(s)
    )


def _lack(loss: Loss, step: Step) -> str:
    """Which end of a broken step does not serve, and what it fell with."""
    for end in ends(step):
        role = role_at(step, end)
        if named := _named_and_gone(loss, step, end):
            return f"nothing of {end.name}{where_it_runs(named[0])} works, it {loss.how_fell(named)}"
        if loss.serves(end, MAIN, role) is None:
            if few := loss.too_few(end):
                return few
            here: list[Instance] = loss.here(end, MAIN)
            fell = loss.how_fell(here)
            what = f" as {role.value}" if role and any(loss.works(i) for i in here) else ""
            return f"nothing of {end.name} works{what}{f', it {fell}' if fell else ''}"
    return "does not work"


def _relations(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.id for s in steps if s.relation for r in (s.relation, *s.beside)))
