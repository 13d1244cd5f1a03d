"""What is left of a diced model to who gets on at each site: docs/describe/drills.md, *Several sites*, told anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

Thing = dict[str, Any]
Ran = tuple[str, str, str, int]  # component, place, role, count
PEOPLE = ("users", "pay", "pay-too")
COPIES = ("standby", "read-replica")


class Left(Protocol):
    """What is asked of what is left: see test_drill_search."""

    spec: Thing
    relations: Thing
    places: Thing
    scopes: dict[str, str]
    works: set[Ran]

    def around(self, place: str) -> list[str]: ...
    def side(self, ran: Ran) -> str: ...
    def of(self, component: str) -> list[Ran]: ...
    def main(self, component: str) -> list[Ran]: ...
    def serves(self, component: str, role: str) -> bool: ...
    def leads(self, relation: Thing) -> list[Ran]: ...
    def happens(self, relation: Thing) -> bool: ...
    def starts(self, relation: Thing) -> bool: ...
    def reads_instead(self, component: str) -> list[Ran]: ...
    def promoted(self, component: str) -> Ran | None: ...


@dataclass(frozen=True)
class Ask:
    """A step by which one asks another; `pulled` where who fetches its work is led to by what it fetches from."""

    number: str
    source: str
    target: str
    role: str
    pulled: bool
    arrows: str  # the role that the arrows lead to, also where nothing has it


class AtEachSite:
    """Of the steps that a flow needs and that work."""

    arrows: ClassVar[tuple[Thing, dict[str, list[tuple[Ran, Ran]]]]] = {}, {}  # those of one model, by relation

    def __init__(self, left: Left, steps: Thing) -> None:
        self.left, self.begins, self.asks = left, list[str](), list[Ask]()
        self._got: dict[tuple[str, str], bool] = {}
        self._reach: dict[tuple[Ask, str], set[str]] = {}
        if AtEachSite.arrows[0] is not left.spec:
            AtEachSite.arrows = left.spec, {}
        reached: set[str] = set()
        first = next(iter(steps.values()), None)
        if first and self._asking(first):
            self.begins.append(first.get("at") or first["from"])
            reached.add(self.begins[0])
        for number, step in steps.items():
            if "at" in step or not self._asking(step):
                continue
            relation = left.relations[step["relation"]]
            a, b = relation["from"], relation["to"]
            pulled = a not in reached and b in reached
            if a not in reached and not pulled:
                self.begins.append(a)
            arrows = relation.get("role", "")
            role = arrows if not pulled and any(i[2] == arrows for i in left.of(b)) else ""
            self.asks.append(Ask(number, b if pulled else a, a if pulled else b, role, pulled, arrows))
            reached |= {a, b}

    def _asking(self, step: Thing) -> bool:
        return "at" in step or self.left.relations[step["relation"]]["kind"] in ("request", "data")

    def site(self, ran: Ran) -> str:
        if self.left.scopes[ran[0]] in ("global", "actor") or not ran[1]:
            return ""
        around = self.left.around(ran[1])
        return next((p for p in around if self.left.places[p]["kind"] in ("region", "data-center")), "here")

    def at(self, component: str) -> list[Ran]:
        every = self.left.main(component)
        return [i for i in every if i[2] in ("", "primary")] or every

    def now(self, component: str) -> set[str]:
        found = {self.site(i) for i in self.at(component) if i in self.left.works}
        copy = self.left.promoted(component)
        return found | ({self.site(copy)} if copy else set())

    def serving(self, ask: Ask) -> set[str]:
        here = self.left.main(ask.target)
        if ask.role and any(i[2] == ask.role for i in self.left.of(ask.target)):
            fit = [i for i in here if i[2] == ask.role and i in self.left.works]
            return {self.site(i) for i in fit or self.left.reads_instead(ask.target)}
        return self.now(ask.target)

    def reach(self, ask: Ask, site: str) -> set[str]:
        """Where the arrows lead from a site; what is global leads to all."""
        if (ask, site) not in self._reach:
            self._reach[ask, site] = self._reached_from(ask, site)
        return self._reach[ask, site]

    def _reached_from(self, ask: Ask, site: str) -> set[str]:
        a, b = (ask.target, ask.source) if ask.pulled else (ask.source, ask.target)
        pairs = [pair for pair, role in self._asked(a, b) if role == ask.arrows]
        every = {self.site(i) for i in self.at(ask.target)}
        if site == "":
            return every
        found = {self.site(k) for i, k in pairs if self.site(i) == site and not ask.pulled}
        found |= {self.site(i) for i, k in pairs if self.site(k) == site and ask.pulled}
        return found if ask.role else found & every

    def led_to(self, a: str, b: str, sites: set[str], serving: set[str]) -> set[str]:
        """Of the sites where something serves those that arrows lead to from some sites."""
        if "" in sites:
            return serving
        led = {self.site(k) for (i, k), _ in self._asked(a, b) if self.site(i) in sites}
        return serving & led if led else serving

    def _asked(self, a: str, b: str) -> Iterator[tuple[tuple[Ran, Ran], str]]:
        """The arrows between the instances of two components, each with the role that is asked for."""
        known = AtEachSite.arrows[1]
        for id, relation in self.left.relations.items():
            if (relation["from"], relation["to"]) == (a, b) and relation["kind"] in ("request", "data"):
                if id not in known:
                    known[id] = list(self._pairs(relation))
                yield from ((pair, relation.get("role", "")) for pair in known[id])

    def _pairs(self, relation: Thing) -> Iterator[tuple[Ran, Ran]]:
        """Each leads to the nearest, a load balancer to all in its Region but for what another one is nearer to."""
        sources = self.left.main(relation["from"])
        if any(i[2] == "primary" for i in self.left.of(relation["from"])):
            sources = [i for i in sources if i[2] != "standby"]
        every = self.left.of(relation["to"])
        if role := relation.get("role", ""):
            targets = [i for i in every if i[2] == role]
        else:
            led = any(i[2] == "primary" for i in every)
            targets = [i for i in every if i[2] in ("", "primary")] if led else every
        targets = [i for i in targets if i in self.left.main(relation["to"])]
        others = (r for r in self.left.relations.values() if r["kind"] == "failover")
        ends = relation["from"], relation["to"]
        spreads = relation["from"] == "lb" and ends not in [(r["from"], r["to"]) for r in others]
        for source in sources:
            open_ = [t for t in targets if self.left.side(t) == self.left.side(source)]
            near = self._nearest(source, open_)
            for target in open_:
                beside = [s for s in sources if self._area(s) == self._area(source)]
                more = spreads and self._area(target) == self._area(source)
                if target in near or (more and source in self._nearest(target, beside)):
                    yield source, target

    def _area(self, ran: Ran) -> str:
        return next((p for p in self.left.around(ran[1]) if self.left.places[p]["kind"] == "region"), "")

    def _nearest(self, one: Ran, others: list[Ran]) -> list[Ran]:
        around = {i: len(self._around(i) & self._around(one)) for i in others}
        return [i for i in others if around[i] == max(around.values())]

    def _around(self, ran: Ran) -> set[str]:
        """The frame of the cloud is drawn around all Regions."""
        places = set(self.left.around(ran[1]))
        return places | ({"cloud"} if self._area(ran) else set())

    def is_one(self, component: str) -> bool:
        return self.left.promoted(component) is not None

    def good(self, ask: Ask, seen: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
        return {site for site in self.serving(ask) if self.gets_on(ask.target, site, seen)}

    def gets_on(self, component: str, site: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
        if (component, site) in seen:
            return True
        if not seen and (component, site) in self._got:
            return self._got[component, site]
        found = self._gets_on(component, site, seen)
        if not seen:
            self._got[component, site] = found
        return found

    def _gets_on(self, component: str, site: str, seen: frozenset[tuple[str, str]]) -> bool:
        for ask in (a for a in self.asks if a.source == component):
            reach = self.reach(ask, site)
            good = self.good(ask, seen | {(component, site)})
            one = self.is_one(ask.target) and not ask.role
            if reach and not one and not good & reach and not self.led(ask, good):
                return False
        return True

    def led(self, ask: Ask, good: set[str]) -> set[str]:
        """The sites to which failovers lead from who asks."""
        found: set[str] = set()
        for r in self.left.relations.values():
            own = r["from"] == r["to"]
            fits = own or r["from"] == ask.source or ask.source in PEOPLE
            if r["kind"] == "failover" and r["to"] == ask.target and fits and self.left.starts(r):
                found |= {self.site(i) for i in self.left.leads(r) if not self.left.side(i)} & good
        return found

    def begun(self, component: str) -> list[str]:
        return [site for site in self.now(component) if self.gets_on(component, site)]

    def several(self) -> bool:
        """Whether anything runs at more than one site: else what works gets on."""
        every = {c for a in self.asks for c in (a.source, a.target)} | set(self.begins)
        return any(len({self.site(i) for i in self.at(c)}) > 1 for c in every)

    def nowhere(self) -> bool:
        return self.several() and any(not self.begun(c) for c in self.begins if self.at(c))

    def parts(self) -> set[str]:
        """What runs at several sites and fell at one."""
        every = {c for a in self.asks for c in (a.source, a.target)}
        several = {c for c in every if len({self.site(i) for i in self.at(c)}) > 1}
        return {c for c in several if any(i not in self.left.works for i in self.at(c))}

    def in_part(self) -> bool:
        """Whether some are not served: led to what fell by what leads nobody on, or begun where nothing gets on."""
        for component in self.begins:
            sites, begun = {self.site(i) for i in self.at(component)}, self.begun(component)
            if self.is_one(component) or not sites - set(begun):
                continue
            leads = [r for r in self.left.relations.values()
                     if r["kind"] == "failover" and r["to"] == component and self.left.starts(r)]  # fmt: skip
            if not {self.site(i) for r in leads for i in self.left.leads(r) if not self.left.side(i)} & set(begun):
                return True
        return any(self._led_astray(ask) for ask in self.asks)

    def _led_astray(self, ask: Ask) -> bool:
        between = [r for r in self.left.relations.values() if (r["from"], r["to"]) == (ask.source, ask.target)]
        lacks = any(r["kind"] == "failover" and not self.left.happens(r) for r in between)
        if not lacks and ask.source not in ("dns", "cdn", *PEOPLE):
            return False
        if self.is_one(ask.target) and not ask.role and ask.source != "dns":
            return False
        good = self.good(ask)
        sites = [site for component, site in self.reached() if component == ask.source]
        return any(self.reach(ask, site) - good and not self.led(ask, good) for site in sites)

    def reached(self) -> set[tuple[str, str]]:
        found = {(c, site) for c in self.begins for site in self.begun(c)}
        for _ in range(len(self.asks) + 1):
            for ask in self.asks:
                good = self.good(ask)
                for component, site in list(found):
                    if component == ask.source:
                        to = good if self.is_one(ask.target) else good & self.reach(ask, site) or self.led(ask, good)
                        found |= {(ask.target, s) for s in to}
        return found
