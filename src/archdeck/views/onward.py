"""What a failure made of the arrows of an environment to those that lead where the flows go now: to a new primary, and
to the place in which all is set up. No failover leads into what failed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from archdeck.answers import FlowState, Result
from archdeck.canvas import LeftOut
from archdeck.language import FLOWING, Outcome, RelationKind
from archdeck.model import Instance, Relation
from archdeck.views.arrows import frame_id
from archdeck.views.view import Arrow, View, members

CARRIES, MOVED = "carries", "moved"
INTO_THE_LOST = "a failover never leads into what failed"
ELSEWHERE = "its flow leads to what took over"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Onward:
    """Where flows lead after a failure, by the ids of instances; `base` is the picture of the environment."""

    result: Result
    base: View

    def in_place(self, arrows: Collection[Arrow]) -> tuple[Arrow, ...]:
        """The arrows without the failovers that lead into what failed."""
        return tuple(a for a in arrows if a.kind is not RelationKind.FAILOVER or not self._into_the_lost(a))

    def led(self, arrows: Collection[Arrow]) -> tuple[Arrow, ...]:
        """These arrows, where some lead elsewhere now; what led to an old primary is replaced by what leads to the new
        one."""
        turned, covered = self._turned(arrows)
        found = {r for a in turned for r in a.relations} | {r for some in covered.values() for r in some}
        stay = [a for a in arrows if a.state != MOVED or not found.issuperset(a.relations)]
        stay = [replace(a, state=CARRIES) if a.id in covered else a for a in stay]
        return (*(one for a in stay for one in self._from_what_is_left(a)), *turned, *self._set_up())

    def reasons(self, shown: Collection[Arrow]) -> tuple[LeftOut, ...]:
        """Why relations of the base are not drawn any more, or not all of their arrows."""
        gone = {a.id for a in self.base.arrows} - {a.id for a in shown}
        return tuple(
            LeftOut("relation", r, INTO_THE_LOST if a.kind is RelationKind.FAILOVER else ELSEWHERE)
            for a in self.base.arrows
            if a.id in gone
            for r in a.relations
        )

    @cached_property
    def ways(self) -> tuple[FlowState, ...]:
        return tuple(f for f in self.result.flows.values() if f.state is not Outcome.LOST)

    @cached_property
    def used(self) -> tuple[Instance, ...]:
        """What the flows that work, or will, go by."""
        ids = {id for flow in self.ways for id in flow.path.instances}
        return tuple(i for i in self.result.environment.instances if i.id in ids and not self.fell(i.id))

    def fell(self, id: str) -> bool:
        found = self.result.instances.get(id)
        return bool(found and found.fell_with)

    @cached_property
    def _inside(self) -> Mapping[str, list[str]]:
        return members(self.base)

    def _boxes(self, end: str) -> Collection[str]:
        return self._inside.get(end, (end,))

    def _into_the_lost(self, arrow: Arrow) -> bool:
        return all(self.fell(box) or box in self._dead_ends for box in self._boxes(arrow.target))

    @cached_property
    def _dead_ends(self) -> frozenset[str]:
        """What works and from which no flow gets further."""
        ends = [frozenset(f.path.ends) for f in self.ways]
        return frozenset.intersection(*ends) if ends else frozenset()

    def _turned(self, arrows: Collection[Arrow]) -> tuple[list[Arrow], Mapping[str, list[str]]]:
        """New arrows; and the relations of pairs that an arrow of the same kind joins already, by the id of that."""
        found: list[Arrow] = []
        covered: dict[str, list[str]] = {}
        for relation in self.result.environment.relations:
            if relation.kind not in FLOWING or not any(relation.id in f.path.relations for f in self.ways):
                continue
            for number, (source, target) in enumerate(dict.fromkeys(self._pairs(relation)), start=1):
                if old := next((a for a in arrows if self._joins(a, relation, source, target)), None):
                    covered.setdefault(old.id, []).append(relation.id)
                    continue
                said = relation.says or relation.label
                id = f"{relation.id}--onward--{number}"
                found.append(Arrow(id, (relation.id,), relation.kind, source, target, title=said, state=CARRIES))
        return found, covered

    def _from_what_is_left(self, arrow: Arrow) -> Iterator[Arrow]:
        """An arrow from a frame of which a part fell starts at what is left in it."""
        starts = dict.fromkeys(a for a, _ in arrow.pairs)
        left = [a for a in starts if not self.fell(a)]
        if arrow.source not in self._inside or arrow.both or not left or len(left) == len(starts):
            yield arrow
            return
        for number, start in enumerate(left, start=1):
            pairs = tuple((a, b) for a, b in arrow.pairs if a == start)
            yield replace(arrow, id=f"{arrow.id}--left--{number}", source=start, pairs=pairs, bundle="")

    def _joins(self, arrow: Arrow, relation: Relation, source: str, target: str) -> bool:
        between = source in self._boxes(arrow.source) and target in self._boxes(arrow.target)
        return between and arrow.kind is relation.kind

    def _pairs(self, relation: Relation) -> Iterator[Pair]:
        """What a relation joins now that a copy with a role took over from one that fell."""
        environment = self.result.environment
        old = [(k.source, k.target) for k in environment.links if k.relation is relation]
        drawn = {b.id for b in self.base.boxes}
        lead_on = {a.id for a, b in old if not (self.fell(a.id) or self.fell(b.id))}
        for source, target in old:
            if not (target.role and self.fell(target.id)):
                continue
            for there in self._heirs(target):
                for here in self._nearest(self._heirs(source), there):
                    if here.id not in lead_on and {here.id, there.id} <= drawn:
                        yield here.id, there.id

    def _heirs(self, instance: Instance) -> list[Instance]:
        """What does its work now: itself, what took over from it, or what else flows go by of its component."""
        if not self.fell(instance.id):
            return [instance]
        mine = [i for i in self.used if i.component is instance.component]
        taking = [i for i in mine if instance.id in self.result.instances[i.id].takes_over]
        return taking or mine

    def _nearest(self, some: list[Instance], there: Instance) -> list[Instance]:
        """Of several those in the Region of what they lead to, if any are there."""
        return [i for i in some if i.outermost() is there.outermost() and i.region() is there.region()] or some

    def _set_up(self) -> Iterator[Arrow]:
        """Failovers into a place that stands by and has no box of what they lead to: that is set up in it."""
        places = {p.id: p for p in self.result.environment.places}
        frames = {g.id for g in self.base.groups}
        relations = {r.id: r for r in self.result.environment.relations}
        told = {(f.path.failover, f.path.side) for f in self.ways if f.path.failover and f.path.side}
        for id, side in sorted(told):
            relation, frame = relations[id], frame_id(places[side])
            inside = {i.id for i in self.result.environment.within(relation.target, side)}
            if frame not in frames or inside:
                continue
            for number, source in enumerate(self.result.environment.of(relation.source), start=1):
                if not self.fell(source.id):
                    new = f"{id}--onward--{number}"
                    yield Arrow(new, (id,), relation.kind, source.id, frame, relation.label, state=CARRIES)
