"""Availability on random models against docs/describe/drills.md told anew: it goes through every case of what
works and what does not, adds up how often each is, and knows nothing of the code."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod
from pathlib import Path
from typing import Any

from archdeck.answers.drills.availability import availability
from written import resolved

Thing = dict[str, Any]
SHARES = ["50 %", "90 %", "99 %", "99.9 %", ""]
KINDS = {"web": "aws.ec2", "app": "aws.ec2", "pods": "k8s.pod", "files": "aws.sqs", "login": "external-system"}


def diced(seed: int) -> Thing:
    """Two Regions with up to two zones, two or three components of each scope in them, some places and parts stated."""
    dice = random.Random(seed)
    places: Thing = {}
    for region in ("r1", "r2"):
        places[region] = {"kind": "region", "runs": {}} | _stated(dice, 0.15)
        for letter in "ab"[: dice.randint(1, 2)]:
            places[region + letter] = {"kind": "zone", "in": region, "runs": {}} | _stated(dice, 0.15)
    zones = [p for p in places if len(p) == 3]
    used = dice.sample([*KINDS], dice.randint(1, 3))
    components: Thing = {"users": {"kind": "users"}}
    for id in used:
        components[id] = {"kind": KINDS[id], "availability": dice.choice(SHARES)}
        if not components[id]["availability"] and dice.random() < 0.5:
            components[id]["sla"] = dice.choice(SHARES)
        if id in ("web", "app") and dice.random() < 0.2:
            components[id]["needs"] = "2"
        homes = {"files": ["r1", "r2"], "login": []}.get(id, zones)
        for home in dice.sample(homes, dice.randint(1, min(2, len(homes)))) if homes else []:
            run = places[home]["runs"][id] = {"count": dice.choice([1, 1, 2])}
            run |= _stated(dice, 0.2 if id != "files" else 0)
    relations = {f"to-{id}": {"from": "users", "to": id} for id in used}
    steps = {str(n): {"from": "users", "to": id, "optional": dice.random() < 0.15} for n, id in enumerate(used * 2, 1)}
    if dice.random() < 0.2:
        steps["1"] |= _stated(dice, 1)
    return {"system": {"name": "Dice"}, "components": components, "relations": relations,
            "environments": {"prod": {"places": places}}, "flows": {"visit": {"steps": steps}}}  # fmt: skip


def _stated(dice: random.Random, chance: float) -> Thing:
    return {"availability": dice.choice(SHARES[:-1])} if dice.random() < chance else {}


def share(text: str) -> Fraction:
    return Fraction(text.removesuffix(" %")) / 100


Unit = tuple[str, str, str, Fraction | None, tuple[str, ...]]  # component, number, site, how often, places around


class Searched:
    def __init__(self, spec: Thing) -> None:
        self.spec, self.places = spec, spec["environments"]["prod"]["places"]
        self.steps = [s for s in spec["flows"]["visit"]["steps"].values() if not s["optional"]]
        self.own = [share(s["availability"]) for s in self.steps if s.get("availability")]
        self.needed = list(dict.fromkeys(s["to"] for s in self.steps if not s.get("availability")))
        self.units = {c: list(self._units(c)) for c in self.needed}

    def _needs(self, component: str) -> int:
        return int(self.spec["components"][component].get("needs", "0"))

    def _units(self, component: str) -> Iterator[Unit]:
        written = self.spec["components"][component]
        runs = [(p, w["runs"][component]) for p, w in self.places.items() if component in w["runs"]]
        if component == "login":
            said = written["availability"] or written.get("sla", "")
            yield component, "", "", share(said) if said else None, ()
            return
        for site in dict.fromkeys(p[:2] for p, _ in runs):
            here = [(p, run) for p, run in runs if p[:2] == site]
            if not (written["availability"] or any("availability" in run for _, run in here)):
                around = {frozenset(self._falls_with(p)) for p, _ in here}
                every = tuple(sorted(frozenset.intersection(*around)))
                yield component, "", site, self._promised(component, here), every
            elif component == "files":
                yield component, "", site, share(written["availability"]), (site,)
            else:
                for p, run in here:
                    said = run.get("availability", "") or written["availability"]
                    for n in range(run["count"]):
                        around_it = tuple(self._falls_with(p))
                        yield component, f"{p}{n}", site, share(said) if said else None, around_it

    def _falls_with(self, place: str) -> list[str]:
        return [place, place[:2]] if len(place) == 3 else [place]

    def _promised(self, component: str, here: list[tuple[str, Thing]]) -> Fraction | None:
        if said := self.spec["components"][component].get("sla", ""):
            return share(said)
        several = len({p for p, _ in here}) > 1
        return share("99.99 %") if several and component in ("web", "app") else None

    def found(self) -> Fraction | None:
        if any(all(u[3] is None for u in units) for units in self.units.values()):
            return None
        promised = [c for c in self.needed if self._needs(c) > 1 and not self._counted(c)]
        if promised or any(sum(u[3] is not None for u in self.units[c]) < self._needs(c) for c in self.needed):
            return None
        ways = [list(self._ways(c)) for c in self.needed]
        return max((self._chance(dict(zip(self.needed, way, strict=True))) for way in product(*ways)), default=None)

    def _counted(self, component: str) -> bool:
        runs = (w["runs"].get(component, {}) for w in self.places.values())
        return bool(self.spec["components"][component]["availability"]) or any("availability" in run for run in runs)

    def _ways(self, component: str) -> Iterator[tuple[str, ...]]:
        """The sites at which it may be used."""
        sites = tuple(dict.fromkeys(u[2] for u in self.units[component]))
        if self._needs(component):
            yield sites
            return
        yield from chain.from_iterable(combinations(sites, n) for n in range(1, len(sites) + 1))

    def _chance(self, sites: dict[str, tuple[str, ...]]) -> Fraction:
        """Every case of places and units: how often it is so, where the flow works then."""
        stated = {p: share(w["availability"]) for p, w in self.places.items() if "availability" in w}
        units = [u for some in self.units.values() for u in some if u[2] in sites[u[0]] and u[3] is not None]
        stated = {p: v for p, v in stated.items() if any(p in u[4] for u in units)}
        total = Fraction(0)
        for up in product((True, False), repeat=len(stated)):
            off = {p for p, ok in zip(stated, up, strict=True) if not ok}
            often = prod((v if ok else 1 - v for v, ok in zip(stated.values(), up, strict=True)), start=Fraction(1))
            chances = [u[3] or Fraction(0) for u in units]
            for works in product((True, False), repeat=len(units)):
                alive = {u for u, ok in zip(units, works, strict=True) if ok and not off & {*u[4]}}
                if self._works(alive, sites):
                    cases = (v if ok else 1 - v for v, ok in zip(chances, works, strict=True))
                    total += often * prod(cases, start=Fraction(1))
        return total * prod(self.own, start=Fraction(1))

    def _works(self, alive: set[Unit], sites: dict[str, tuple[str, ...]]) -> bool:
        groups: dict[tuple[str, ...], list[str]] = {}
        for component, some in sites.items():
            left = [u for u in alive if u[0] == component]
            if self._needs(component):
                if len(left) < self._needs(component):
                    return False
            elif len(some) == 1:
                if not self._enough(some[0], left):
                    return False
            else:
                groups.setdefault(some, []).append(component)
        return all(
            any(all(self._enough(site, [u for u in alive if u[0] == c]) for c in together) for site in some)
            for some, together in groups.items()
        )

    def _enough(self, site: str, left: list[Unit]) -> bool:
        """Of up to four servers one is enough: one of three, of which a third must work."""
        return any(u[2] == site for u in left)


def test_every_case_added_up_gives_the_same(tmp_path: Path) -> None:
    """As much as the code says, exactly; and unknown where it says so."""
    outcomes: Counter[str] = Counter()
    for seed in range(300):
        spec = diced(seed)
        searched = Searched(spec)
        if sum(len(units) for units in searched.units.values()) > 9 or any(
            _over_three(searched, c) for c in searched.needed
        ):
            continue
        model = resolved(json.dumps(spec), tmp_path)
        found = availability(model, model.environments[0], model.flows[0]).value
        assert (seed, found) == (seed, searched.found())
        outcomes["unknown" if found is None else "all of it" if found == 1 else "known"] += 1
    assert outcomes["known"] > 80, outcomes
    assert outcomes["unknown"] > 50, outcomes


def _over_three(searched: Searched, component: str) -> bool:
    """Whether more servers stand at a site than are counted one by one here."""
    return any(number > 3 for number in Counter(u[2] for u in searched.units[component]).values())


def test_one_more_never_makes_it_worse_and_what_is_optional_never_counts(tmp_path: Path) -> None:
    worse = []
    for seed in range(400):
        dice, spec = random.Random(seed), diced(seed)
        before = _value(spec, tmp_path)
        places = spec["environments"]["prod"]["places"]
        component = dice.choice([c for c in spec["components"] if c not in ("users", "login")] or ["users"])
        if component != "users":
            home = dice.choice([p for p in places if (len(p) == 2) == (component == "files")])
            run = places[home]["runs"].setdefault(component, {"count": 0})
            run["count"] += dice.choice([1, 2, 3])
        spec["components"]["other"] = {"kind": "aws.ec2"}
        places["r1a"]["runs"]["other"] = {}
        spec["relations"]["to-other"] = {"from": "users", "to": "other"}
        spec["flows"]["visit"]["steps"]["9"] = {"from": "users", "to": "other", "optional": True}
        after = _value(spec, tmp_path)
        if before is not None and (after is None or after < before):
            worse.append((seed, component, float(before), after and float(after)))
    assert worse == []


def _value(spec: Thing, folder: Path) -> Fraction | None:
    model = resolved(json.dumps(spec), folder)
    return availability(model, model.environments[0], model.flows[0]).value
