"""Drills on models made with dice, against a search of its own, and the law that more down never helps.

Two hundred here; `ARCHDECK_FUZZ=full` takes a thousand.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from archdeck.answers.drills.play import drill
from archdeck.model import Model
from longer import turns
from written import resolved

CHAIN = {"users": "users", "dns": "aws.route53", "lb": "aws.alb", "web": "aws.ec2", "db": "aws.rds"}
SCOPES = {"users": "actor", "dns": "global", "lb": "regional", "web": "zonal", "db": "zonal", "copies": "regional"}
MODELS = turns(200, 1000)
RANK = ["up", "survives", "degraded", "recovering", "recovers", "down", "lost"]
Thing = dict[str, Any]


def diced(seed: int) -> Thing:
    """Two regions of one or two zones, the second standing by or not; a chain to a store, copies, a failover."""
    dice = random.Random(seed)
    stands_by = dice.random() < 0.5
    places: Thing = {"r1": {"kind": "region", "runs": {}}, "r2": {"kind": "region", "runs": {}, "standby": stands_by}}
    for region in ("r1", "r2"):
        for letter in "ab"[: dice.randint(1, 2)]:
            places[region + letter] = {"kind": "zone", "in": region, "runs": {}}
    zones = [p for p in places if len(p) == 3]
    for component, homes in (("lb", list(places)), ("web", zones), ("copies", ["r1", "r2"])):
        for home in dice.sample(homes, dice.randint(1, min(3, len(homes)))):
            places[home]["runs"][component] = {"count": dice.randint(1, 2)}
    first, *others = dice.sample(zones, dice.randint(1, len(zones)))
    places[first]["runs"]["db"] = {"role": "primary"}
    for zone in others:
        places[zone]["runs"]["db"] = {"role": dice.choice(["standby", "read-replica"])}
    chain = list(CHAIN)
    relations: Thing = {f"{a}-{b}": {"from": a, "to": b} for a, b in pairwise(chain)}
    if dice.random() < 0.6:
        relations["over"] = {"from": "dns", "to": "lb", "kind": "failover"}
    if dice.random() < 0.6:
        relations["keep"] = {"from": "db", "to": "copies", "kind": "backup"}
    steps = {k: {"from": a, "to": b, "relation": f"{a}-{b}"} for k, (a, b) in enumerate(pairwise(chain), 1)}
    kinds = CHAIN | {"copies": "aws.s3"}
    return {
        "system": {"name": "Dice"},
        "components": {id: {"kind": kind} for id, kind in kinds.items()},
        "relations": relations,
        "environments": {"prod": {"places": places}},
        "flows": {"buy": {"steps": steps}},
    }


def alive(spec: Thing, down: frozenset[str]) -> list[tuple[str, str, str]]:
    """What still works of a model as it is written: component, place and role."""
    places = spec["environments"]["prod"]["places"]
    found = [("users", "", ""), *([] if "dns" in down else [("dns", "", "")])]
    for place, written in places.items():
        for component, run in written["runs"].items():
            region = {written.get("in", place)}
            zones = [w["in"] for w in places.values() if "in" in w and component in w["runs"]]
            zonal = SCOPES[component] == "zonal" or len(zones) > len(set(zones))  # two of them in one Region
            zonal = zonal or component == "lb"  # it stands in subnets
            around = {place} | region if zonal else region
            if component not in down and not around & down:
                found.append((component, place, run.get("role", "")))
    return found


def reached(left: list[tuple[str, str, str]], roles: set[str]) -> set[str]:
    """The components that users reach from one working instance to the next, one arrow of the chain at a time."""
    chain, seen, edge = list(CHAIN), {"users"}, ["users"]
    while edge:
        after = chain[chain.index(edge.pop()) + 1 :][:1]
        for component, _, role in left:
            if component in after and component not in seen and role in roles:
                seen.add(component)
                edge.append(component)
    return seen


def few(spec: Thing, main: list[tuple[str, str, str]], by: bool) -> bool:
    """Whether less than a third of the servers are left."""
    places = spec["environments"]["prod"]["places"]
    every = {p: w["runs"]["web"]["count"] for p, w in places.items() if "web" in w["runs"]}
    here = {p: count for p, count in every.items() if not (by and p.startswith("r2"))} or every
    return bool(3 * sum(every[p] for c, p, _ in main if c == "web") < sum(here.values()))


def by_hand(spec: Thing, main: list[tuple[str, str, str]], led: bool) -> bool:
    """Whether a standby in the other Region has to take over, and no failover leads to a load balancer beside it."""
    places = spec["environments"]["prod"]["places"]
    home = next(p for p in places if places[p]["runs"].get("db", {}).get("role") == "primary")[:2]
    if places[home].get("standby"):
        return False
    serving = {(role, p[:2]) for c, p, role in main if c == "db"}
    if not serving.isdisjoint({("primary", home), ("standby", home)}):
        return False
    return not (led and any(c == "lb" and p[:2] != home for c, p, _ in main))


def not_led(spec: Thing, main: list[tuple[str, str, str]], everywhere: set[str]) -> set[str] | None:
    """The Regions with a load balancer that fell or has no server to lead to; None where no Region is left. One without
    servers in its own Region leads to those of the other."""
    places = spec["environments"]["prod"]["places"]
    by = places["r2"]["standby"]

    def there(component: str) -> set[str]:
        every = {p[:2] for p in places if component in places[p]["runs"]}
        return every - {"r2"} if by and component in everywhere else every

    left = {c: {p[:2] for k, p, _ in main if k == c} for c in ("lb", "web")}
    good = {r for r in left["lb"] if not left["web"].isdisjoint({r} & there("web") or there("web"))}
    return there("lb") - good if good else None


def searched(spec: Thing, down: frozenset[str]) -> str:
    """survives, degraded, recovers or lost; by reachability on what is written, not on the resolved model."""
    places, relations = spec["environments"]["prod"]["places"], spec["relations"]
    left = alive(spec, down)
    by = places["r2"]["standby"]
    away = [thing for thing in left if thing[1].startswith("r2") and by]
    everywhere = {c for p in places for c in places[p]["runs"] if not (by and p.startswith("r2"))}
    # What runs nowhere but in the place that stands by counts as serving from there.
    main = [thing for thing in left if thing not in away or thing[0] not in everywhere]
    if "db" in reached(main, {"", "primary", "standby"}):
        led = "over" in relations and "dns" not in down
        bad = not_led(spec, main, everywhere)
        if bad is not None and by_hand(spec, main, led):
            return "recovers"
        if bad is not None:
            return "degraded" if few(spec, main, by) or (bad and not led) else "survives"
    ends_by = by and any("lb" in written["runs"] for p, written in places.items() if p.startswith("r2"))
    ends = [t for t in left if t[0] == "lb" and (not ends_by or t in away)]
    ends = [t for t in ends if not (t in away and "r2" in down)]
    if "over" not in relations or "dns" in down or not ends:
        return "lost"
    outside = [thing for thing in left if not thing[1]]
    if ends_by and "db" in reached(outside + away, {"", "primary", "standby", "read-replica"}):
        return "recovers"
    serving = {c for c, _, role in main if role != "read-replica"}
    broken = set(CHAIN) - serving
    primary = next(p for p in places if places[p]["runs"].get("db", {}).get("role") == "primary")
    buckets = [p for p in ("r1", "r2") if "copies" in places[p]["runs"]]
    near = [p for p in buckets if p == places[primary]["in"]] or buckets  # a backup goes to the nearest
    kept = "keep" in relations and any(("copies", p, "") in left for p in near)
    kept = kept or any(t[0] == "db" and (t[1] != primary or (ends_by and t in away)) for t in left)
    return "lost" if broken & down or ("db" in broken and not kept) else "recovers"


def small_models(tmp_path: Path, number: int) -> Iterator[tuple[Thing, Model]]:
    for seed in range(number):
        spec = diced(seed)
        yield spec, resolved(json.dumps(spec), tmp_path)


def test_small_models_against_a_search_and_monotone(tmp_path: Path) -> None:
    """Nothing, every single loss and six pairs; more down never makes any state better."""
    outcomes: Counter[str] = Counter()
    for seed, (spec, model) in enumerate(small_models(tmp_path, MODELS)):
        ids = [*spec["environments"]["prod"]["places"], "dns", "lb", "web", "db", "copies"]
        pairs = random.Random(seed).sample(list(combinations(ids, 2)), 6)
        ranks: dict[frozenset[str], dict[str, int]] = {}
        for some in [(), *((id,) for id in ids), *pairs]:
            down = frozenset(some)
            result = drill(model, model.environments[0], some)
            state = result.flows["buy"].state.value
            assert (seed, down, state) == (seed, down, searched(spec, down))
            outcomes[state] += 1
            ranks[down] = {id: RANK.index(c.state.value) for id, c in result.components.items()} | {
                "buy": RANK.index(state)
            }
            for fewer in (down - {id} for id in down):
                assert [id for id, rank in ranks[down].items() if ranks[fewer][id] > rank] == [], (seed, down, fewer)
    assert min(outcomes[state] for state in ("survives", "recovers", "lost")) > 1.4 * MODELS, outcomes
