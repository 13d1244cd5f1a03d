"""An environment and what is down to how each component serves after that: docs/describe/drills.md has the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archdeck.answers.drills.copies import COPYING
from archdeck.answers.drills.standing import MAIN, Standing, side_of, standing_in
from archdeck.answers.drills.times import (
    FAILOVER,
    NOTHING,
    Time,
    answers_names,
    in_turn,
    is_queue,
    losing,
    noticing,
    promotes_itself,
    promotion,
    restoring,
    side_by_side,
    switching,
    where_it_runs,
)
from archdeck.answers.drills.zonal import bound_to, site_of, zonal
from archdeck.language import RelationKind, Role, Stage, duration
from archdeck.model import Component, Environment, Instance, Link, Model, Relation, Scope

SERVING = (None, Role.PRIMARY)
COPIES = (Role.STANDBY, Role.READ_REPLICA)
FEW = 3  # times as many as are left: where there were more, it is not known whether they are enough


@dataclass(frozen=True)
class Way:
    """How a component serves: at once where `says` is empty, else after what it says; by which instances. `note` is
    what is to be said of it all the same; `less` that so little is left that nothing tells whether it is enough;
    `by_hand` that it is a copy at another site than what fell, of which nothing tells who lets it take over;
    `led` is how long that takes behind a failover, which says it."""

    rto: Time = NOTHING
    rpo: Time = NOTHING
    says: str = ""
    by: tuple[Instance, ...] = ()
    note: str = ""
    less: str = ""
    by_hand: str = ""
    led: Time | None = None

    @property
    def behind(self) -> Way:
        """The same behind a failover: nobody has to say any more what takes over."""
        return self if self.led is None else replace(self, rto=self.led, by_hand="", led=None)

    @property
    def told(self) -> str:
        return "; ".join(filter(None, [self.says, self.note, self.less, self.by_hand]))


def together(ways: Sequence[Way | None]) -> Way:
    """What must all happen, side by side: the longest time, the oldest data."""
    every = [way for way in ways if way]
    says = dict.fromkeys(part for way in every for part in way.says.split("; ") if part)
    notes = dict.fromkeys(part for way in every for part in way.note.split("; ") if part)
    by = dict.fromkeys(instance for way in every for instance in way.by)
    times = side_by_side(w.rto for w in every), side_by_side(w.rpo for w in every)
    less = dict.fromkeys(part for way in every for part in way.less.split("; ") if part)
    by_hand = dict.fromkeys(part for way in every for part in way.by_hand.split("; ") if part)
    led = side_by_side(w.led or w.rto for w in every) if any(w.led for w in every) else None
    return Way(*times, "; ".join(says), tuple(by), "; ".join(notes), "; ".join(less), "; ".join(by_hand), led)


@dataclass(frozen=True)
class Route:
    """A failover that leads somewhere: from a component to another, or to the same elsewhere. `side` is the place that
    stands by which it leads into; `instance` is None where it leads to what is only set up then."""

    relation: Relation
    source: Component
    target: Component
    side: str
    where: str
    instance: Instance | None = None

    @property
    def says(self) -> str:
        return f"{self.source.name} leads to {self.target.name}{self.where}"


def own(relation: Relation) -> bool:
    """Whether a failover leads from a component to itself: it brings back no more than that."""
    return relation.source is relation.target


@dataclass(frozen=True)
class Loss:
    """`down` holds ids of places and components, and of instances that fail alone."""

    model: Model
    environment: Environment
    down: frozenset[str]

    def fell_with(self, instance: Instance) -> str:
        """The name of what an instance fell with, or ''."""
        return self.fallen.get(instance.id, "")

    def how_fell(self, instances: Iterable[Instance]) -> str:
        """In words, how those of these fell that did: `failed in Zone a and fell with Zone b`; or ''."""
        fell = [i for i in instances if self.fell_with(i)]
        itself = [i for i in fell if i.component.id in self.down]
        alone = [i for i in fell if i.id in self.down and i not in itself]
        where = " and".join(dict.fromkeys(map(where_it_runs, alone)))
        others = " and ".join(dict.fromkeys(self.fell_with(i) for i in fell if i not in (*itself, *alone)))
        own = "failed itself" if itself else f"failed{where}" if alone else ""
        return " and ".join(filter(None, [own, others and f"fell with {others}"]))

    @cached_property
    def fallen(self) -> Mapping[str, str]:
        """The ids of the instances that fell, each with the name of what it fell with."""
        found = {i.id: name for i in self.environment.instances if (name := self._reason(i))}
        return self._without_key(found) | found

    def _without_key(self, fallen: Mapping[str, str]) -> dict[str, str]:
        """What is encrypted with a key of which nothing works where it is used, and what it so fell with."""
        gone = ((id, some) for id, some in self.keys.items() if all(k.id in fallen for k in some))
        return {id: f"its key {some[0].component.name}" for id, some in gone}

    @cached_property
    def standing(self) -> Standing:
        """What does not depend on what is down."""
        return standing_in(self.model, self.environment)

    @property
    def keys(self) -> Mapping[str, list[Instance]]:
        return self.standing.keys

    @property
    def running(self) -> Mapping[str, list[Instance]]:
        return self.standing.running

    def _reason(self, instance: Instance) -> str:
        component = instance.component
        if component.id in self.down:
            return component.name
        if component.kind.scope is Scope.ACTOR and component.kind.is_people:
            return ""
        if instance.id in self.down:
            return f"{component.name}{where_it_runs(instance)}"
        return next((p.name for p in bound_to(instance, self.standing.by_zone) if p.id in self.down), "")

    def works(self, instance: Instance) -> bool:
        return instance.count > 0 and not self.fell_with(instance)

    def side(self, instance: Instance) -> str:
        """The place that stands by around an instance."""
        return self.standing.sides[instance.id]

    def here(self, component: Component, side: str) -> list[Instance]:
        """The instances of a component on a side; on the main side those that stand by too, if there are no others."""
        return self.standing.here(component, side)

    def serves(self, component: Component, side: str, role: Role | None = None) -> Way | None:
        """How a component serves in a role that somebody needs, or None."""
        key = (component.id, side, role)
        if key not in self._served:
            self._served[key] = self._serves(component, side, role)
        return self._served[key]

    @cached_property
    def _served(self) -> dict[tuple[str, str, Role | None], Way | None]:
        """What is worked out already: the same is asked for every step."""
        return {}

    def _serves(self, component: Component, side: str, role: Role | None) -> Way | None:
        every = self.environment.of(component)
        working = [i for i in self.here(component, side) if self.works(i)]
        if component.kind.at_border and self._cut_off(component, working, side):
            return None
        if not self.enough(component, side):
            return self.set_up(component, side) if side != MAIN else None
        if role not in (None, Role.PRIMARY) and any(i.role is role for i in every):
            fit = tuple(i for i in working if i.role is role) or self._reads_instead(component, working, role)
            return Way(by=fit) if fit else None
        led = any(i.role in SERVING for i in every)
        serving = tuple(i for i in working if not led or i.role in SERVING)
        copies = [i for i in working if i.role is Role.STANDBY or side != MAIN or self._promoted_by_the_service(i)]
        if serving:
            keeps = component in self.stores or is_queue(component)
            if not keeps or not self._left_behind(component, serving, side):
                return self._by(component, serving, side)
            has = "was copied" if self._is_afar(component, serving, side) else "is"
            note = f"{component.name} goes on{where_it_runs(serving[0])} with what {has} there"
            if component not in self.stores:
                by, rpo = self._by(component, serving, side), self.standing.copies.apart(serving[0])
                return replace(by, rpo=rpo, note=note if side == MAIN else "")
            left = Way(rpo=self.standing.copies.apart(serving[0]), by=serving, note=note if side == MAIN else "")
            standbys = [i for i in copies if i.role is Role.STANDBY and not self._is_elsewhere(i)]
            ways = [left, *([self._promoted(standbys)] if standbys and side == MAIN else [])]
            return min(ways, key=lambda way: (way.rpo.order, way.rto.order))
        if copies:
            way = self._promoted(copies)
            return self._decided(component, way) if side == MAIN and self._is_elsewhere(way.by[0]) else way
        return self.set_up(component, side) if side != MAIN else None

    def _is_elsewhere(self, copy: Instance) -> bool:
        """Whether a copy stands at another site than what fell: somebody decides that it takes over."""
        here = self.here(copy.component, MAIN)
        fell = {site_of(i) for i in here if self.fell_with(i) and i.role in SERVING}
        return bool(fell) and site_of(copy) not in fell

    def _decided(self, component: Component, way: Way) -> Way:
        """After a failover says so that leads to where a copy is: to it, or to what a flow passes with it."""
        copy, where = way.by[0], where_it_runs(way.by[0])
        times = [noticing(k.relation) for k in self.failovers if own(k.relation) and self._leads_to(k, component, copy)]
        with_it = self.joined.get(component, frozenset()) | {component}
        for route in self.routes:
            beside = route.side == MAIN and route.instance and site_of(route.instance) == site_of(copy)
            if beside and route.target in with_it:
                named = answers_names(route.source)
                times.append(noticing(route.relation) if named else switching(route.relation, route.source))
        if times:
            return replace(way, rto=in_turn(min(times, key=lambda time: time.order), way.rto), led=way.rto)
        who = f"nothing says who lets {component.name}{where} take over, and when"
        decides = Time(None, f"until somebody lets {component.name}{where} take over", component.where, key=FAILOVER)
        return replace(way, rto=in_turn(decides, way.rto), by_hand=who, led=way.rto)

    def _leads_to(self, link: Link, component: Component, copy: Instance) -> bool:
        here = link.source.component is component and site_of(link.target) == site_of(copy)
        return here and self.leads(link)

    def _cut_off(self, door: Component, working: list[Instance], side: str) -> bool:
        """Whether a network lost all its doors of a sort while something in it still works: those of another network
        do not lead into it."""
        left = {i.network() for i in working}
        lost = {i.network() for i in self.here(door, side) if self.fell_with(i)} - left - {None}
        alive = (i for i in self.environment.instances if i.component is not door and self.works(i))
        return any(i.network() in lost for i in alive)

    def _reads_instead(self, component: Component, working: list[Instance], role: Role | None) -> tuple[Instance, ...]:
        """What a service of a whole Region leads readers to where no replica is left there: what else serves."""
        if component.kind.scope is not Scope.REGIONAL or role is not Role.READ_REPLICA:
            return ()
        regions = {i.region() for i in self.environment.of(component) if i.role is role} - {None}
        return tuple(i for i in working if i.role in SERVING and i.region() in regions)

    def _count(self, component: Component, side: str) -> int:
        """How many of a component serve on a side where nothing fails."""
        every = self.here(component, side)
        led = any(i.role in SERVING for i in every)
        return sum(i.in_all for i in every if not led or i.role in SERVING)

    def enough(self, component: Component, side: str) -> bool:
        """Whether as many work as the model says are needed, if it says so: in any role, as the members of a quorum."""
        if not component.needs:
            return True
        here = self.here(component, side)
        return sum(i.in_all for i in here if self.works(i)) >= component.needed(sum(i.in_all for i in here))

    def too_few(self, component: Component) -> str:
        """In words, that some of a component work and that it takes more; or ''."""
        left = sum(i.in_all for i in self.here(component, MAIN) if self.works(i))
        if not left or self.enough(component, MAIN):
            return ""
        return f"{left} of {component.name} {'works' if left == 1 else 'work'}, and {component.needs} of them must"

    def _by(self, component: Component, serving: tuple[Instance, ...], side: str) -> Way:
        """By what serves: of servers at least a third, unless the model says how many are needed. Of fewer nobody knows
        whether they are enough for all that is asked."""
        left, every = sum(i.in_all for i in serving), self._count(component, side)
        kind = component.kind
        servers = not (kind.spreads or kind.at_border) and all(zonal(i, self.standing.by_zone) for i in serving)
        if component.needs or FEW * left >= every or not servers or any(i.role for i in serving):
            return Way(by=serving)
        some = f"{left} of {every} {component.name} {'is' if left == 1 else 'are'} left"
        less = f"{some}, and nothing says how many it takes"
        time = Time(None, f"until there is enough of {component.name}", component.where, key="needs")
        return Way(time, by=serving, less=less)

    def _promoted_by_the_service(self, replica: Instance) -> bool:
        """A service of a whole Region makes one of its replicas there the primary itself, as Aurora does; what fails
        over by itself, one at its site. Another replica waits for somebody who does it."""
        component = replica.component
        serving = [i for i in self.environment.of(component) if i.role in SERVING]
        if component.kind.scope is Scope.REGIONAL:
            return replica.region() in {i.region() for i in serving} - {None}
        return promotes_itself(replica) and site_of(replica) in {site_of(i) for i in serving}

    def _left_behind(self, component: Component, serving: tuple[Instance, ...], side: str) -> bool:
        """Whether what serves may lack what fell knew: on the side of a failover, or as all of it fell in one Region,
        cloud or site and what is left runs in another. Within one of these a service of a Region is in step; of what
        stands in a zone, or runs in subnets and guarantees nothing, each has its own data."""
        if side != MAIN:
            return self.side(serving[0]) == side
        fell = any(self.fell_with(i) and i.role in SERVING for i in self.here(component, side))
        kind = component.kind
        apart = kind.scope is Scope.ZONAL or (kind.in_subnets and not kind.in_step)
        return fell and (apart or self._is_afar(component, serving, side))

    def _is_afar(self, component: Component, serving: tuple[Instance, ...], side: str) -> bool:
        """Whether it fell in a Region, cloud or site in which nothing of it is left."""
        near = {i.outermost() for i in serving}
        fell = (i for i in self.here(component, side) if self.fell_with(i) and i.role in SERVING)
        return side != MAIN or any(i.outermost() not in near for i in fell)

    def _promoted(self, copies: list[Instance]) -> Way:
        """A standby comes before a read replica, then what is near, what loses least, what is quickest."""
        every = self.environment.of(copies[0].component)
        primary = next((i for i in every if i.role is Role.PRIMARY), None)
        old = {copy: self.standing.copies.behind(copy, primary) for copy in copies}
        copy = min(
            copies,
            key=lambda i: (i.role is not Role.STANDBY, self._is_elsewhere(i), old[i].order, promotion(i).order, i.id),
        )
        part = "standby" if copy.role is Role.STANDBY else "copy"
        return _taking_over(copy, old[copy], f"the {part} of {copy.component.name}{where_it_runs(copy)} takes over")

    def promoted(self, component: Component) -> Way | None:
        """How a copy that is left becomes the primary, wherever it runs."""
        copies = [i for i in self.running.get(component.id, ()) if self.works(i) and i.role in COPIES]
        return self._promoted(copies) if any(self.enough(component, self.side(i)) for i in copies) else None

    def stands_in(self, store: Component, copy: Instance, old: Time) -> Way:
        """How another component that holds a copy of a store takes over from it."""
        says = f"{copy.component.name}{where_it_runs(copy)} takes over from {store.name}"
        return _taking_over(copy, old, says)

    def set_up(self, component: Component, side: str) -> Way | None:
        """What a place that stands by lacks, and what a disaster recovery environment runs there, is set up there."""
        if component.id in self.down and component.kind.scope is not Scope.ACTOR:
            return None
        for other in self.model.environments:
            if other.stage is Stage.DISASTER_RECOVERY:
                there = [i for i in other.of(component) if i.count > 0 and self._is_free(i, side)]
                every = sum(i.in_all for i in there)
                if there and every >= component.needed(every):
                    return self._new(component, where_it_runs(there[0]))
        return None

    def _is_free(self, instance: Instance, side: str) -> bool:
        """Whether something runs on a side, in nothing that is down."""
        places = {p.id for p in instance.places()}
        return side in places and not places & self.down

    def _new(self, component: Component, where: str) -> Way | None:
        """A store that is set up has what the freshest copy has that works, unless the model says what it loses so;
        where there is no copy either, it does not come back."""
        says = f"{component.name} is set up{where}"
        lost = losing(component) if component in self.stores or is_queue(component) else NOTHING
        if lost.seconds is not None or component not in self.stores:
            return Way(restoring(component, "setting up"), lost, says)
        copy = self.copy_of(component)
        return copy and Way(
            self._restoring(component, copy[0]),
            copy[1],
            f"{says} from {copy[0].component.name}{where_it_runs(copy[0])}",
        )

    def rebuilt(self, component: Component) -> Way | None:
        """A store comes back from a copy that is left; what keeps no data is built anew."""
        if component.id in self.down:
            return None
        if component not in self.stores:
            lost = losing(component) if is_queue(component) else NOTHING
            return Way(restoring(component, "building"), lost, f"{component.name} is built anew")
        if left := self.serves(component, MAIN):
            says = f"what fell of {component.name} is built anew"
            return Way(restoring(component, "building"), left.rpo, says, left.by)
        copy = self.copy_of(component)
        if copy is None:
            return None
        instance, old = copy
        if instance.component is component and self.enough(component, self.side(instance)):
            return self._promoted([instance])
        says = f"{component.name} is restored from {instance.component.name}{where_it_runs(instance)}"
        return Way(self._restoring(component, instance), old, says, (instance,))

    @staticmethod
    def _restoring(component: Component, copy: Instance) -> Time:
        """How long a restore takes: the longer of what the store says and what its copy says, where that does."""
        source = restoring(copy.component, "restoring from")
        return side_by_side([restoring(component, "restoring"), *([source] if source.seconds is not None else [])])

    @property
    def stores(self) -> frozenset[Component]:
        return self.standing.stores

    def copy_of(self, store: Component) -> tuple[Instance, Time] | None:
        """The freshest working copy of a store, however many hands it went through, and how old it may be."""
        if store not in self._freshest:
            hands = (hand for hand in self.standing.copies.hands(store, *COPYING) if self.works(hand[0]))
            self._freshest[store] = min(hands, key=lambda hand: hand[1].order, default=None)
        return self._freshest[store]

    @property
    def copies(self) -> Mapping[Component, tuple[Instance, Time]]:
        """The same for every store that has one."""
        return {store: copy for store in sorted(self.stores, key=lambda c: c.id) if (copy := self.copy_of(store))}

    @cached_property
    def _freshest(self) -> dict[Component, tuple[Instance, Time] | None]:
        return {}

    def replicas(self, store: Component) -> list[tuple[Instance, Time]]:
        """The other components that hold a copy of a store which is kept up to date, and how old it may be."""
        hands = self.standing.copies.hands(store, RelationKind.REPLICATION)
        return [(i, old) for i, old in hands if i.component is not store and self.works(i)]

    @cached_property
    def failovers(self) -> list[Link]:
        """The failover routing to what works."""
        links = self.environment.links
        some = (k for k in links if k.relation.kind is RelationKind.FAILOVER and self.works(k.target))
        return [k for k in some if not self.lacks(k.relation)]

    @property
    def failing_over(self) -> list[Relation]:
        return self.standing.failing_over

    def lacks(self, failover: Relation) -> str:
        """In words, what a failover needs to happen and of which nothing works; or ''."""
        for component, place in failover.needs:
            if not any(map(self.works, self.environment.within(component, place))):
                where = (
                    f" in {next((p.name for p in self.environment.places if p.id == place), place)}" if place else ""
                )
                return (
                    f"{failover.source.name} does not lead on without {component.name}{where}, of which nothing works"
                )
        return ""

    @cached_property
    def routes(self) -> list[Route]:
        """Where failovers lead whose two ends work, then those into places that set up what they lead to."""
        found = [route_by(link) for link in self.failovers if self.leads(link) and not own(link.relation)]
        return found + list(self._into_what_is_set_up())

    def leads(self, link: Link) -> bool:
        """Whether somebody is left to take a failover: what starts it, in any role."""
        return any(self.works(i) for i in self.running.get(link.source.component.id, ()))

    def _into_what_is_set_up(self) -> Iterator[Route]:
        sides = [place for place in self.environment.places if place.standby]
        for relation in self.model.relations if sides else ():
            if relation.kind is not RelationKind.FAILOVER or own(relation):
                continue
            here = (not relation.only or self.environment.id in relation.only) and not self.lacks(relation)
            leads = here and any(self.works(i) for i in self.running.get(relation.source.id, ()))
            there = {self.side(i) for i in self.running.get(relation.target.id, ())}
            for place in sides if leads else ():
                if place.id not in there and self.set_up(relation.target, place.id):
                    yield Route(relation, relation.source, relation.target, place.id, f" in {place.name}")

    @cached_property
    def astray(self) -> frozenset[str]:
        """The relations by which somebody is still led to what fell."""
        links = (k for k in self.environment.links if self.works(k.source) and self.fell_with(k.target))
        return frozenset(k.relation.id for k in links if not self._led_on(k.target))

    def _led_on(self, fallen: Instance) -> bool:
        """Whether a service of a whole Region goes on under the same name in its other zones."""
        if fallen.component.kind.scope is not Scope.REGIONAL or not fallen.region():
            return False
        return any(self.works(i) and i.region() is fallen.region() for i in self.running[fallen.component.id])

    @property
    def asked(self) -> Mapping[tuple[Component, Component], list[Link]]:
        return self.standing.asked

    @property
    def joined(self) -> Mapping[Component, frozenset[Component]]:
        return self.standing.joined

    def asked_from(self, component: Component) -> frozenset[Component]:
        """What requests and data lead to from a component, however far."""
        return self.standing.asked_from(component)

    @property
    def asking(self) -> list[Relation]:
        return self.standing.asking


def _taking_over(copy: Instance, old: Time, says: str) -> Way:
    after = promotion(copy)
    time = f"after {duration(after.seconds)}" if after.seconds is not None else "after a time that is not stated"
    return Way(after, old, f"{says} {time}", (copy,))


def route_by(link: Link) -> Route:
    side, where = side_of(link.target), where_it_runs(link.target)
    return Route(link.relation, link.source.component, link.target.component, side, where, link.target)
