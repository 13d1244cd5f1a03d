"""Drills on larger models made with dice, against docs/describe/drills.md told anew: it reads the model as it
is written, goes through instances one by one, and knows nothing of the code.

A hundred here; `ARCHDECK_FUZZ=full` takes a thousand.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from at_each_site import AtEachSite

from archdeck.answers.drills.play import drill
from longer import turns
from written import resolved

Thing = dict[str, Any]
Ran = tuple[str, str, str, int]  # component, place, role, count

MODELS = turns(100, 1000)
KINDS = {"users": "users", "dns": "aws.route53", "cdn": "aws.cloudfront", "lb": "aws.alb", "web": "aws.ec2",
         "app": "aws.ec2", "db": "aws.rds", "cache": "aws.elasticache", "queue": "aws.sqs", "files": "aws.s3",
         "copies": "aws.s3", "vault": "aws.s3", "worker": "aws.ec2", "pay": "external-system",
         "pay-too": "external-system"}  # fmt: skip
SCOPES = {"users": "actor", "pay": "actor", "pay-too": "actor",
          "dns": "global", "cdn": "global", "web": "zonal", "app": "zonal", "db": "zonal",
          "cache": "zonal", "worker": "zonal"}  # fmt: skip
WAYS = [
    ["ask", "lead", "spread", "call", "store"],
    ["ask", "lead", "spread", "write"],
    ["ask", "lead", "spread", "call", "read", "look-up"],
    ["visit", "fetch"],
    ["ask", "lead", "spread", "upload", "call", "send"],
    ["keep", "pass-on"],
    ["steer", "write"],
    ["ask", "over", "lead"],
    ["ask", "lead", "enqueue", "take", "book"],
    ["spread", "call", "send", "fetch-work", "book"],
    ["take", "book", "call", "book-back"],
    ["spread", "call", "charge"],
]
RANK = ["up", "survives", "degraded", "recovering", "recovers", "delayed", "down", "lost"]


def scope(component: str) -> str:
    return SCOPES.get(component, "regional")


def in_one_region(zones: set[tuple[str, str]]) -> bool:
    """Whether two of these zones have the same Region around them."""
    return len({region for _, region in zones}) < len(zones)


def places_of(dice: random.Random) -> Thing:
    """One region or two, the second standing by or not; VPCs, zones, subnets, and a cellar of one's own."""
    places: Thing = {}
    stands_by = dice.random() < 0.5
    for region in ["r1", "r2"][: dice.choice([1, 2, 2, 2])]:
        places[region] = {"kind": "region", "runs": {}, "standby": region == "r2" and stands_by}
        inner = region
        if dice.random() < 0.4:
            inner = f"{region}-vpc"
            places[inner] = {"kind": "vpc", "in": region, "runs": {}}
        for letter in "abc"[: dice.randint(1, 3)]:
            places[region + letter] = {"kind": "zone", "in": inner, "runs": {}}
            if dice.random() < 0.25:
                places[f"{region}{letter}-net"] = {"kind": "private-subnet", "in": region + letter, "runs": {}}
    if dice.random() < 0.2:
        places["cellar"] = {"kind": "data-center", "runs": {}}
    return places


def furnish(places: Thing, dice: random.Random) -> None:
    zonal = [p for p, w in places.items() if w["kind"] in ("zone", "private-subnet", "data-center")]
    regional = [p for p, w in places.items() if w["kind"] in ("region", "vpc", "zone")]
    regions = [p for p, w in places.items() if w["kind"] == "region"]
    wanted = [("lb", regional, 1, 3), ("web", zonal, 1, 3), ("app", zonal, 0, 3), ("cache", zonal, 0, 2)]
    wanted += [("worker", zonal, 0, 2)]
    wanted += [(c, regions, 0, 2) for c in ("queue", "files", "copies", "vault")]
    for component, homes, least, most in wanted:
        for home in dice.sample(homes, min(len(homes), dice.randint(least, most))):
            places[home]["runs"][component] = {"count": dice.choice([0, 1, 1, 1, 2, 2, 3])}
    roles = dice.choice([["primary", "standby"], ["primary", "read-replica"], ["primary", "both"], ["", ""],
                         ["", "read-replica"]])  # fmt: skip
    for n, home in enumerate(dice.sample(zonal, dice.randint(1, min(4, len(zonal))))):
        role = roles[min(n, 1)]
        role = dice.choice(["standby", "read-replica"]) if role == "both" else role
        places[home]["runs"]["db"] = {"role": role} if role else {}


def relations_of(dice: random.Random) -> Thing:
    always = {
        "ask": ("users", "dns", "request"), "lead": ("dns", "lb", "request"), "spread": ("lb", "web", "request"),
        "call": ("web", "app", "request"), "store": ("app", "db", "data"), "write": ("web", "db", "data"),
        "read": ("app", "db", "data"), "look-up": ("app", "cache", dice.choice(["data", "request"])),
        "send": ("app", "queue", "request"), "upload": ("web", "files", "data"), "visit": ("users", "cdn", "request"),
        "fetch": ("cdn", "files", "request"), "enqueue": ("lb", "queue", "request"),
        "take": ("queue", "worker", "request"), "charge": ("app", "pay", "request"),
        "fetch-work": ("worker", "queue", "request"), "book": ("worker", "app", "request"),
        "book-back": ("app", "worker", "request"),
    }  # fmt: skip
    maybe = {
        "keep": ("db", "copies", "backup", 0.5), "pass-on": ("copies", "vault", "replication", 0.3),
        "keep-files": ("files", "copies", "backup", 0.3), "spread-files": ("files", "files", "replication", 0.3),
        "over": ("dns", dice.choice(["lb", "lb", "web"]), "failover", 0.6), "past": ("users", "cdn", "failover", 0.3),
        "steer": ("app", "web", "control", 0.3), "aside": (dice.choice(["lb", "web"]), "cdn", "failover", 0.2),
        "again": ("db", "db", "failover", 0.2), "mirror": ("files", "vault", "replication", 0.3),
        "second": ("pay", "pay-too", "failover", 0.5), "charge-too": ("app", "pay-too", "request", 0.7),
        "fetch-copy": ("cdn", "vault", "request", 0.3), "through": ("cdn", "app", "request", 0.2),
    }  # fmt: skip
    chosen = always | {id: (a, b, kind) for id, (a, b, kind, chance) in maybe.items() if dice.random() < chance}
    relations: Thing = {id: {"from": a, "to": b, "kind": kind} for id, (a, b, kind) in chosen.items()}
    relations["read"]["role"] = "read-replica"
    for relation in relations.values():
        if relation["kind"] == "failover" and dice.random() < 0.2:
            relation["needs"] = [dice.choice(["vault", "queue", "vault in r1", "web"])]
    return relations


def steps_of(way: list[str], relations: Thing, dice: random.Random) -> Thing:
    """Some steps go backwards, some are optional, some happen in one component, the last two may be alternatives."""
    steps: list[Thing] = []
    for id in way:
        ends = [relations[id]["from"], relations[id]["to"]]
        source, target = reversed(ends) if dice.random() < 0.1 and ends[0] != ends[1] else ends
        steps.append({"from": source, "to": target, "relation": id, "optional": dice.random() < 0.15})
        if dice.random() < 0.1:
            steps.append({"at": target, "optional": dice.random() < 0.3})
    numbers = [str(n) for n in range(1, len(steps) + 1)]
    if len(steps) > 1 and dice.random() < 0.2:
        numbers[-2:] = [f"{len(steps) - 1}a", f"{len(steps) - 1}b"]
    return dict(zip(numbers, steps, strict=True))


def diced(seed: int) -> Thing:
    dice = random.Random(seed)
    places = places_of(dice)
    furnish(places, dice)
    relations = relations_of(dice)
    if "vault" not in places["r1"]["runs"]:
        relations = {id: r for id, r in relations.items() if r.get("needs") != ["vault in r1"]}
    running = {"users", "dns", "cdn", "pay", "pay-too"} | {c for w in places.values() for c in w["runs"]}
    environments: Thing = {"prod": {"places": places}}
    if rest := sorted(KINDS.keys() - running):
        environments["rest"] = {
            "stage": "development",
            "places": {"s": {"kind": "region", "runs": dict.fromkeys(rest)}},
        }
    if "r2" in places and dice.random() < 0.4:
        runs = dict.fromkeys(dice.sample(["web", "app", "cache", "queue", "files", "db", "lb"], dice.randint(1, 5)))
        environments["dr"] = {"stage": "disaster-recovery", "places": {"r2": {"kind": "region", "runs": runs}}}
    ways = [[id for id in way if id in relations and {relations[id]["from"], relations[id]["to"]} <= running]
            for way in dice.sample(WAYS, 3)]  # fmt: skip
    flows = {f"f{n}": {"steps": steps_of(way, relations, dice)} for n, way in enumerate(ways) if way}
    components: Thing = {id: {"kind": kind} for id, kind in KINDS.items()}
    if dice.random() < 0.5:
        components["cdn"]["config"] = {"TTL": "1d"}
    if dice.random() < 0.5:
        components["db"]["kind"] = "aws.aurora"
    if dice.random() < 0.1:  # what is placed by zone in one environment is so in all
        zones = {
            p: {"kind": "zone", "in": "t", "runs": {"lb": {"count": dice.choice([0, 1, 1])}}} for p in ("ta", "tb")
        }
        environments["test"] = {"stage": "development", "places": {"t": {"kind": "region", "runs": {}}, **zones}}
    return {"system": {"name": "Dice"}, "components": components, "relations": relations,
            "environments": environments, "flows": flows}  # fmt: skip


class Left:
    """What is left of a model as it is written."""

    def __init__(self, spec: Thing, down: frozenset[str]) -> None:
        self.spec, self.down, self.relations = spec, down, spec["relations"]
        self.places = spec["environments"]["prod"]["places"]
        self.scopes = {c: scope(c) for c in KINDS}
        if spec["components"]["db"]["kind"] == "aws.aurora":
            self.scopes["db"] = "regional"
        self.by_zone = {c for e in spec["environments"] for c in KINDS if self._placed_by_zone(e, c)}
        outside = [(c, "", "", 1) for c in KINDS if scope(c) in ("actor", "global")]
        self.ran: list[Ran] = [*self._ran("prod"), *outside]
        self.works = {i for i in self.ran if i[3] and not self._fell(i)}
        relations = self.relations.values()
        self.stores = {r["to"] for r in relations if r["kind"] == "data"} | {i[0] for i in self.ran if i[2]}
        self.stores |= {r["from"] for r in relations if r["kind"] in ("backup", "replication")}

    def _ran(self, environment: str) -> Iterator[Ran]:
        for place, written in self.spec["environments"][environment]["places"].items():
            for component, run in written["runs"].items():
                yield component, place, (run or {}).get("role", ""), (run or {}).get("count", 1)

    def around(self, place: str) -> list[str]:
        return [place, *self.around(self.places[place].get("in", ""))] if place else []

    def _fell(self, ran: Ran) -> bool:
        component, place, _, _ = ran
        if component == "users":
            return False
        around = self.around(place) if self.scopes[component] in ("zonal", "regional") else []
        zone = next((n for n, p in enumerate(around) if self.places[p]["kind"] == "zone"), -1)
        in_subnets = component in ("lb", "db") or component in self.by_zone
        bound = around if self.scopes[component] == "zonal" or in_subnets else around[zone + 1 :]
        return component in self.down or not self.down.isdisjoint(bound)

    def _placed_by_zone(self, environment: str, component: str) -> bool:
        """In a role in a zone, or in two zones of one Region."""
        places, zones = self.spec["environments"][environment]["places"], set()
        for place, written in places.items():
            run = written["runs"].get(component, {"count": 0}) or {}
            around = [place]
            while "in" in places[around[-1]]:
                around.append(places[around[-1]]["in"])
            zone = [p for p in around if places[p]["kind"] == "zone"]
            if zone and run.get("count", 1):
                zones.add((zone[0], around[-1]))
                if run.get("role"):
                    return True
        return in_one_region(zones)

    def _region(self, ran: Ran) -> str:
        return next((p for p in self.around(ran[1]) if self.places[p]["kind"] == "region"), "")

    def side(self, ran: Ran) -> str:
        return next((p for p in self.around(ran[1]) if self.places[p].get("standby")), "")

    def of(self, component: str) -> list[Ran]:
        return [i for i in self.ran if i[0] == component and i[3]]

    def main(self, component: str) -> list[Ran]:
        every = self.of(component)
        return [i for i in every if not self.side(i)] or every

    def serves(self, component: str, role: str) -> bool:
        left = [i for i in self.main(component) if i in self.works]
        working, roles = [i[2] for i in left], {i[2] for i in self.ran if i[0] == component}
        if self.scopes[component] == "regional":
            if self._reads(left, component, role):
                return True
            if role not in roles and self._beside(left, ("read-replica",), component, ("", "primary")):
                return True
        if role in roles:
            return role in working
        return not {"", "primary", "standby"}.isdisjoint(working) if roles & {"", "primary"} else bool(working)

    def _few(self, component: str) -> bool:
        """Whether less than a third is left of servers without roles; what keeps data of its own lost that."""
        every = self.main(component)
        left = [i for i in every if i in self.works]
        if component == "lb" or any(i[2] for i in every) or any(not self._in_zone(i) for i in left):
            return False
        fell = len(left) < len(every)
        afar = any(self.around(i[1])[-1] not in {self.around(k[1])[-1] for k in left} for i in every if i not in left)
        if component in self.stores and fell and (self.scopes[component] == "zonal" or afar):
            return False
        return 3 * sum(i[3] for i in left) < sum(i[3] for i in every)

    def _in_zone(self, ran: Ran) -> bool:
        return self.scopes[ran[0]] == "zonal" or (
            ran[0] in ("db", *self.by_zone) and any(self.places[p]["kind"] == "zone" for p in self.around(ran[1]))
        )

    def _beside(self, left: list[Ran], roles: tuple[str, ...], component: str, others: tuple[str, ...]) -> bool:
        """Whether something in one of these roles is left in a Region of what has one of the others."""
        near = {self._region(i) for i in self.ran if i[0] == component and i[2] in others} - {""}
        return any(i[2] in roles and self._region(i) in near for i in left)

    def _reads(self, left: list[Ran], component: str, role: str) -> bool:
        """Whether a service of a whole Region leads readers to a primary in a Region of its replicas."""
        managed = self.scopes[component] == "regional" and role == "read-replica"
        return managed and self._beside(left, ("", "primary"), component, ("read-replica",))

    def serves_there(self, component: str, side: str, role: str) -> bool:
        """Behind a failover every copy takes over, and what a recovery environment runs there is set up."""
        near = [i for i in self.of(component) if i in self.works and (self.side(i) == side or self._outside(i))]
        if role in {i[2] for i in self.ran if i[0] == component}:
            return role in {i[2] for i in near} or self._reads(near, component, role)
        return bool(near) or self._set_up(component, side)

    def _outside(self, ran: Ran) -> bool:
        """What is global, or runs in no region."""
        return not any(self.places[p]["kind"] == "region" for p in self.around(ran[1]))

    def _set_up(self, component: str, side: str) -> bool:
        spared = component not in self.down and side not in self.down and "dr" in self.spec["environments"]
        spared = spared and (component not in self.stores or self.kept(component))
        return spared and any((c, p) == (component, side) for c, p, _, _ in self._ran("dr"))

    def ends(self, step: Thing) -> list[tuple[str, str]]:
        """The components of a step, each with the role that is asked of it."""
        if "at" in step:
            return [(step["at"], "no role")]
        relation = self.relations[step["relation"]]
        return [(relation["from"], "no role"), (relation["to"], relation.get("role", "no role"))]

    def _asks(self, step: Thing) -> bool:
        return "at" in step or self.relations[step["relation"]]["kind"] in ("request", "data")

    def step_works(self, step: Thing) -> bool:
        if self._asks(step):
            return all(self.serves(*end) for end in self.ends(step))
        return all(not self.works.isdisjoint(self.main(component)) for component, _ in self.ends(step))

    def _copied(self, component: str, *kinds: str) -> Iterator[Ran]:
        """The instances that hold a copy of a component's data, by a relation or by their role."""
        for relation in self.relations.values():
            if relation["kind"] in kinds and relation["from"] == component:
                for source in [i for i in self.of(component) if i[2] == "primary"] or self.of(component):
                    others = [i for i in self.of(relation["to"]) if i != source]
                    shared = {i: len({*self.around(i[1])} & {*self.around(source[1])}) for i in others}
                    near = [i for i in others if shared[i] == max(shared.values())]
                    yield from others if relation["to"] == component else near
        if any(i[2] == "primary" for i in self.of(component)):
            yield from (i for i in self.of(component) if i[2] not in ("", "primary"))

    def kept(self, component: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a copy is left, through however many hands."""
        hands = [i for i in self._copied(component, "backup", "replication") if i[0] not in seen]
        deeper = {i[0] for i in hands} - {component}
        return any(i in self.works for i in hands) or any(self.kept(c, seen | {component}) for c in deeper)

    def leads(self, relation: Thing) -> list[Ran]:
        """Where a failover leads: to what works of the copies, or of all; of what stands by, if anything does."""
        every = self.of(relation["to"])
        every = [i for i in every if i[2] in ("standby", "read-replica")] or every
        every = [i for i in every if self.side(i)] or every
        return [i for i in every if i in self.works]

    def happens(self, relation: Thing) -> bool:
        """Whether something works of all that a failover needs."""
        named = [need.partition(" in ") for need in relation.get("needs", ())]
        return all(any(i[0] == c and (not p or p in self.around(i[1])) for i in self.works) for c, _, p in named)

    def starts(self, relation: Thing) -> bool:
        return self.happens(relation) and not self.works.isdisjoint(self.of(relation["from"]))

    def failovers(self) -> Iterator[tuple[str, str]]:
        """The components that failovers lead to whose two ends work, and the places that stand by around them; then
        those places in which a recovery environment sets up what a failover leads to."""
        sides = [p for p, written in self.places.items() if written.get("standby")]
        for relation in (r for r in self.relations.values() if r["kind"] == "failover" and r["from"] != r["to"]):
            if self.starts(relation):
                yield from ((relation["to"], self.side(i)) for i in self.leads(relation))
                lacking = [p for p in sides if p not in map(self.side, self.of(relation["to"]))]
                yield from ((relation["to"], p) for p in lacking if self._set_up(relation["to"], p))

    def outcome(self, flow: str) -> tuple[str, str | None]:
        steps = self.spec["flows"][flow]["steps"]
        needed = {n: s for n, s in steps.items() if not s["optional"]}
        broken = [n for n, s in needed.items() if not self.step_works(s)]
        sites = AtEachSite(self, {n: s for n, s in needed.items() if n not in broken})
        nowhere = bool(self.down) and sites.nowhere()
        if not broken and nowhere:
            broken = [self._first_in_vain(needed)]
        elif not broken:
            whole = all(self.step_works(s) for s in steps.values())
            asked = {c for s in needed.values() if self._asks(s) for c, role in self.ends(s) if self._any_role(c, role)}
            if by_hand := [c for c in asked if self._by_hand(c)]:
                return "recovers", next(n for n, s in needed.items() if self._asks(s) and any(
                    c in by_hand and self._any_role(c, role) for c, role in self.ends(s)))  # fmt: skip
            few = any(self._few(c) for s in needed.values() if self._asks(s) for c, _ in self.ends(s))
            return "survives" if whole and not few and not (
                self.down and sites.several() and sites.in_part()
            ) else "degraded", None
        ends = {end for step in needed.values() for end in self.ends(step)}
        parts = {component for component, _ in ends}
        fallen = {c for n in broken for c, _ in self.ends(needed[n])}
        fallen = {c for c, role in ends if c in fallen and not self.serves(c, role)}
        apart = nowhere and AtEachSite(self, {n: s for n, s in needed.items() if n not in broken}).nowhere()
        ways = [not nowhere and self._by_itself(fallen), not apart and self._detour(needed, broken)]
        fallen |= AtEachSite(self, needed).parts() if nowhere else set()
        for target, side in self.failovers():
            there = bool(side) and all(self.serves_there(c, side, role) for c, role in ends)
            back = all((side and self.serves_there(c, side, "no role")) or self._rebuilt(c) for c in fallen)
            ways.append(target in parts and (there or back))
        if any(ways):
            return "recovers", broken[0]
        if apart:  # nobody comes to a queue behind a step that is in vain
            broken = [*broken, self._first_in_vain({n: s for n, s in needed.items() if n not in broken})]
        return "delayed" if self._waits(needed, broken) else "lost", broken[0]

    def _first_in_vain(self, steps: Thing) -> str:
        some = [dict(list(steps.items())[:k]) for k in range(1, len(steps) + 1)]
        return list(next(part for part in some if AtEachSite(self, part).nowhere()))[-1]

    def _any_role(self, component: str, role: str) -> bool:
        return role not in {i[2] for i in self.ran if i[0] == component}

    def promoted(self, component: str) -> Ran | None:
        """The copy that takes over on the main side: a standby before a replica, near what fell, the freshest."""
        left = [i for i in self.main(component) if i in self.works]
        every = [i for i in self.ran if i[0] == component]
        if not any(i[2] in ("standby", "read-replica") for i in left) or any(i[2] in ("", "primary") for i in left):
            return None
        if not any(i[2] in ("", "primary") for i in every):
            return None
        fell = {self.site(i) for i in self.main(component) if i[2] in ("", "primary") and i not in self.works}
        home = next((self._region(i) for i in every if i[2] == "primary"), "")
        managed = self.scopes[component] == "regional"
        some = [
            i for i in left if i[2] == "standby" or (managed and self._beside([i], (i[2],), component, ("", "primary")))
        ]

        def order(copy: Ran) -> tuple[bool, bool, bool, str]:
            standby, here = copy[2] == "standby", not fell or self.site(copy) in fell
            return not standby, not here, not (standby and self._region(copy) == home), f"db--{copy[1]}"

        return min(some, key=order, default=None)

    def site(self, ran: Ran) -> str:
        return next((p for p in self.around(ran[1]) if self.places[p]["kind"] in ("region", "data-center")), "")

    def reads_instead(self, component: str) -> list[Ran]:
        near = {self._region(i) for i in self.ran if i[0] == component and i[2] == "read-replica"} - {""}
        left = [i for i in self.main(component) if i in self.works and i[2] in ("", "primary")]
        return [i for i in left if self.scopes[component] == "regional" and self._region(i) in near]

    def _by_hand(self, component: str) -> bool:
        """Whether a copy has to take over at another site than what fell, and no failover leads there."""
        copy = self.promoted(component)
        fell = {self.site(i) for i in self.main(component) if i[2] in ("", "primary") and i not in self.works}
        if copy is None or not fell or self.site(copy) in fell:
            return False
        flows = [{c for s in f["steps"].values() for c, _ in self.ends(s)} for f in self.spec["flows"].values()]
        beside = {c for parts in flows if component in parts for c in parts} | {component}
        own = [r for r in self.relations.values() if r["from"] == r["to"] == component]
        some = [r for r in self.relations.values() if r["from"] != r["to"] and r["to"] in beside] + own
        leads = [i for r in some if r["kind"] == "failover" and self.starts(r) for i in self.leads(r)]
        return not any(not self.side(i) and self.site(i) == self.site(copy) for i in leads)

    def _waits(self, needed: Thing, broken: list[str]) -> bool:
        """Whether all that is broken is behind a queue, or between a CDN that keeps what it has and storage."""
        ways = [(n, s.get("from") or s["at"], s.get("to") or s["at"]) for n, s in needed.items()]
        for k in range(-1, len(ways)):
            if (ways[k][2] if k >= 0 else ways[0][1]) != "queue" or not self.serves("queue", "no role"):
                continue
            passed = {end for _, a, b in ways[: k + 1] for end in (a, b)} - {"queue"}
            behind, waits = {"queue"}, set()
            for n, a, b in ways[k + 1 :]:
                if a in behind or (b in behind and a not in passed):
                    waits.add(n)
                    behind |= {a, b} - passed
            if waits >= set(broken):
                return True
        cached = "config" in self.spec["components"]["cdn"] and self.serves("cdn", "no role")
        fetched = {(a, b) for n, a, b in ways if n in broken}
        return cached and all(a == "cdn" and b in ("files", "copies", "vault") for a, b in fetched)

    def _by_itself(self, fallen: set[str]) -> bool:
        """A store alone fell, it has a failover to itself, and a copy of it works."""
        own = [r for r in self.relations.values() if r["kind"] == "failover" and r["from"] == r["to"]]
        return bool(fallen) and all(
            any(r["to"] == c and self._copies(c) and self.leads(r) and self.happens(r) for r in own) for c in fallen
        )

    def _copies(self, component: str) -> bool:
        return any(i[2] in ("standby", "read-replica") for i in self.of(component) if i in self.works)

    def _detour(self, needed: Thing, broken: list[str]) -> bool:
        """A failover to a component that the flow does not pass, from where every broken step is met again."""
        parts = {c for s in needed.values() for c, _ in self.ends(s)}
        way = list(needed)
        early = {c for n in way[: way.index(broken[0])] for c, _ in self.ends(needed[n])}
        early.add(needed[broken[0]].get("from") or needed[broken[0]]["at"])
        early = {c for c in early if self.serves(c, "no role")}
        for relation in self.relations.values():
            source, target = relation["from"], relation["to"]
            if relation["kind"] != "failover" or target in parts or not self.happens(relation):
                continue
            joined = source in parts and any(a in early and b == target for a, b in self.asking)
            if (source in early and self.starts(relation)) or joined:
                for led in self.leads(relation):
                    reach = self._reach(led)
                    reach |= {"pay"} if source == "pay" and target in reach else set()
                    if all(self._met(self.ends(needed[n])[-1][0], needed, reach, ()) for n in broken):
                        return True
        return False

    @cached_property
    def asking(self) -> list[tuple[str, str]]:
        """Who asks whom for more than reading from a replica, where nothing that stands by is between them."""
        found = []
        for relation in self.relations.values():
            if relation["kind"] in ("request", "data") and relation.get("role") != "read-replica":
                a, b = relation["from"], relation["to"]
                pairs = [(i, k) for i in self.of(a) for k in self._ends_of(b)]
                if any(self.side(i) == self.side(k) or (self.side(i) and self._outside(k)) for i, k in pairs):
                    found.append((a, b))
        return found

    def _ends_of(self, component: str) -> list[Ran]:
        """Requests end at the primary, or at what has no role."""
        every = self.of(component)
        led = any(i[2] == "primary" for i in every)
        return [i for i in every if i[2] in ("primary", "")] if led else every

    def _reach(self, start: Ran) -> set[str]:
        """What is reached from where a failover leads, at the sites that arrows lead to from there."""
        side, nobody = self.side(start), AtEachSite(self, {})
        at: dict[str, set[str]] = {start[0]: {nobody.site(start)}} if self._anyhow(start[0], side) else {}
        for _ in range(2 * len(KINDS)):
            for a, b in self.asking:
                if a in at and self._anyhow(b, side):
                    serving = nobody.now(b)
                    one = side or not serving or self.promoted(b) or not self.serves(b, "no role")
                    led = (serving or {""}) if one else nobody.led_to(a, b, at[a], serving)
                    if led:
                        at.setdefault(b, set()).update(led)
        return set(at)

    def _anyhow(self, component: str, side: str) -> bool:
        there = bool(side) and self.serves_there(component, side, "no role")
        return there or self.serves(component, "no role") or self._copies(component)

    def _met(self, component: str, needed: Thing, reach: set[str], seen: tuple[str, ...]) -> bool:
        if component in reach or self._mirrored(component, reach, ()):
            return True
        onward = [self.ends(s) for s in needed.values() if "at" not in s]
        onward = [ends for ends in onward if ends[0][0] == component]
        passed_by = component not in self.stores and component not in seen and bool(onward)
        return passed_by and all(self._met(ends[-1][0], needed, reach, (*seen, component)) for ends in onward)

    def _mirrored(self, store: str, reach: set[str], seen: tuple[str, ...]) -> bool:
        hands = {i for i in self._copied(store, "replication") if i[0] not in (store, *seen)}
        return any(i[0] in reach and i in self.works for i in hands) or any(
            self._mirrored(i[0], reach, (*seen, store)) for i in hands
        )

    def _rebuilt(self, component: str) -> bool:
        if component in self.down:
            return False
        return component not in self.stores or self.serves(component, "no role") or self.kept(component)


def losses(spec: Thing, dice: random.Random) -> list[tuple[str, ...]]:
    """Nothing, every single loss, four pairs and three at once."""
    ids = [
        *spec["environments"]["prod"]["places"],
        *{c: 0 for c in KINDS if c not in _elsewhere(spec) and c != "users"},
    ]
    return [(), *((id,) for id in ids), *dice.sample(list(combinations(ids, 2)), 4), tuple(dice.sample(ids, 3))]


def _elsewhere(spec: Thing) -> set[str]:
    rest = spec["environments"].get("rest", {"places": {"s": {"runs": {}}}})
    return set(rest["places"]["s"]["runs"])


def test_models_against_the_rules_written_once_more(tmp_path: Path) -> None:
    """The outcome of every flow and its first broken step; and more that is down never makes anything better."""
    outcomes: Counter[str] = Counter()
    for seed in range(MODELS):
        spec = diced(seed)
        model = resolved(json.dumps(spec), tmp_path)
        prod = next(e for e in model.environments if e.id == "prod")
        ranks: dict[frozenset[str], dict[str, int]] = {}
        for some in losses(spec, random.Random(seed)):
            down = frozenset(some)
            left, result = Left(spec, down), drill(model, prod, some)
            for id, flow in result.flows.items():
                found = (flow.state.value, flow.broken_step)
                assert (seed, some, id, *found) == (seed, some, id, *left.outcome(id)), flow.why
                outcomes[found[0]] += 1
            ranks[down] = {f"{id} as a flow": RANK.index(f.state.value) for id, f in result.flows.items()} | {
                id: RANK.index(c.state.value) for id, c in result.components.items()
            }
            for fewer in (down - {id} for id in down):
                better = [id for id, rank in ranks[down].items() if fewer in ranks and ranks[fewer][id] > rank]
                assert better == [], (seed, down, fewer)
    assert min(outcomes[state] for state in ("survives", "degraded", "recovers", "delayed", "lost")) > MODELS / 2, (
        outcomes
    )
