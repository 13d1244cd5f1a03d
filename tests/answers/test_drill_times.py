"""How long and how much, on diced models: against docs/describe/drills.md worked out on what is written, and the
law that a number which grows never makes a time shorter."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from test_drill_laws import Thing, alive, diced

from archdeck.answers.drills.play import drill
from written import resolved

Time = float | None
AFTER, TTL = 30, 60


def with_numbers(seed: int) -> Thing:
    """The small models of the laws, with a number here and there; the primary is always in the first Region."""
    spec, dice = diced(seed), random.Random(seed)
    places, components = spec["environments"]["prod"]["places"], spec["components"]
    for place, written in places.items():
        run = written["runs"].get("db", {})
        if run.get("role") == "primary" and place.startswith("r2"):
            run["role"] = "standby"
        if run.get("role") in ("standby", "read-replica"):
            run |= dice.choice([{}, {"lag": f"{dice.randint(1, 50)}s"}])
            run |= dice.choice([{}, {"promote": f"{dice.randint(1, 50)}m"}])
    if not any(w["runs"].get("db", {}).get("role") == "primary" for w in places.values()):
        places["r1a"]["runs"]["db"] = {"role": "primary"}
    components["db"]["recovery"] = dice.choice([{"promote": "90s", "restore": "2h"}, {"restore": "1h"}])
    components["web"]["recovery"] = {"restore": "5m"}
    components["dns"]["config"] = dice.choice([{}, {"TTL": f"{TTL}s"}])
    if "over" in spec["relations"]:
        spec["relations"]["over"] |= dice.choice([{}, {"after": f"{AFTER}s"}])
    return spec


def seconds(text: str) -> float:
    return float(text[:-1]) * {"s": 1, "m": 60, "h": 3600}[text[-1]]


def total(*times: Time) -> Time:
    known = [time for time in times if time is not None]
    return sum(known) if len(known) == len(times) else None


def longest(*times: Time) -> Time:
    known = [time for time in times if time is not None]
    return max(known) if len(known) == len(times) else None


class Left:
    """What is left of a model as it is written, and how soon it serves."""

    def __init__(self, spec: Thing, down: frozenset[str]) -> None:
        self.spec, self.down = spec, down
        self.places = spec["environments"]["prod"]["places"]
        self.works = {(c, p) for c, p, _ in alive(spec, down)}

    def away(self, place: str) -> bool:
        return bool(self.places["r2"]["standby"]) and place.startswith("r2")

    def runs(self, component: str, away: bool | None = None) -> list[str]:
        some = [p for p, written in self.places.items() if component in written["runs"]]
        return some if away is None else [p for p in some if self.away(p) == away]

    def role(self, place: str) -> str:
        return str(self.places[place]["runs"]["db"]["role"])

    def primary(self) -> str:
        return next(p for p in self.runs("db") if self.role(p) == "primary")

    def promotion(self, place: str) -> Time:
        own = self.places[place]["runs"]["db"].get("promote") or self.spec["components"]["db"]["recovery"].get(
            "promote"
        )
        return seconds(own) if own else None

    def age(self, place: str) -> Time:
        if lag := self.places[place]["runs"]["db"].get("lag"):
            return seconds(lag)
        return 0.0 if self.role(place) == "standby" and place[:2] == self.primary()[:2] else None

    def takes_over(self, copies: list[str]) -> tuple[Time, Time]:
        """Standbys before replicas, then what loses least, then what is quickest; unknown is worst."""
        infinite = float("inf")

        def order(place: str) -> tuple[bool, bool, float, float, str]:
            age, promotion = self.age(place), self.promotion(place)
            worst = infinite if age is None else age
            slow = infinite if promotion is None else promotion
            elsewhere = ("db", self.primary()) not in self.works and place[:2] != self.primary()[:2]
            return self.role(place) != "standby", elsewhere, worst, slow, place

        best = min(copies, key=order)
        self.taken = best
        return self.promotion(best), self.age(best)

    def switch(self) -> Time:
        after = seconds(self.spec["relations"]["over"].get("after", "0s"))
        return total(
            after, seconds(ttl) if (ttl := self.spec["components"]["dns"].get("config", {}).get("TTL")) else None
        )

    def survives(self) -> tuple[Time, Time]:
        copies = [p for p in self.runs("db", False) if ("db", p) in self.works and self.role(p) == "standby"]
        rto, rpo = (0.0, 0.0) if ("db", self.primary()) in self.works else self.takes_over(copies)
        over = "over" in self.spec["relations"]
        beside = {p[:2] for p in self.runs("lb", False) or self.runs("lb") if ("lb", p) in self.works}
        if ("db", self.primary()) not in self.works and self.taken[:2] != self.primary()[:2]:
            assert self.taken[:2] in beside, "else somebody does it, and it is no flow that survives"
            rto = total(seconds(self.spec["relations"]["over"].get("after", "0s")), rto)
        webs = self.runs("web", False) or self.runs("web")
        servers, placed = {p[:2] for p in webs if ("web", p) in self.works}, {p[:2] for p in webs}
        good = {r for r in beside if not servers.isdisjoint({r} & placed or placed)}
        if {p[:2] for p in self.runs("lb", False) or self.runs("lb")} - good:  # some are led to where nothing answers
            assert over, "else it is degraded"
            return longest(rto, self.switch()), rpo
        return rto, rpo

    def recovers(self) -> tuple[Time, Time] | None:
        """Only where all of it works in the place that stands by."""
        there = {c: [p for p in self.runs(c, True) if (c, p) in self.works] for c in ("lb", "web", "db")}
        if not all(there.values()) or "over" not in self.spec["relations"]:
            return None
        rto, rpo = self.takes_over(there["db"])
        return total(self.switch(), rto), rpo


def losses(spec: Thing, dice: random.Random) -> list[tuple[str, ...]]:
    ids = [*spec["environments"]["prod"]["places"], "dns", "lb", "web", "db", "copies"]
    return [*((id,) for id in ids), tuple(dice.sample(ids, 2))]


def test_how_long_and_how_much_is_what_the_words_of_the_documentation_give(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        spec = with_numbers(seed)
        model = resolved(json.dumps(spec), tmp_path)
        for some in losses(spec, random.Random(seed)):
            flow = drill(model, model.environments[0], some).flows["buy"]
            left = Left(spec, frozenset(some))
            wanted = {"survives": left.survives, "recovers": left.recovers}.get(flow.state.value)
            found = wanted() if wanted else None
            if found:
                assert (seed, some, flow.rto_s, flow.rpo_s) == (seed, some, *found), flow.why
                seen[flow.state.value] += found != (0.0, 0.0)
            if flow.state.value == "lost":
                assert (flow.rto_s, flow.rpo_s) == (None, None)
    assert min(seen["survives"], seen["recovers"]) > 50, seen


NUMBERS = ("lag", "promote", "restore", "TTL", "after", "every")


def slowed(spec: Any, dice: random.Random) -> Any:
    """The same with one number ten times as large."""
    copy = json.loads(json.dumps(spec))
    found: list[tuple[Thing, str]] = []

    def look(thing: Any) -> None:
        for key, value in thing.items() if isinstance(thing, dict) else ():
            if key in NUMBERS and isinstance(value, str):
                found.append((thing, key))
            look(value)

    look(copy)
    thing, key = dice.choice(found)
    thing[key] = f"{10 * int(thing[key][:-1])}{thing[key][-1]}"
    return copy


def test_a_number_that_grows_never_makes_a_time_shorter(tmp_path: Path) -> None:
    """Unknown counts as longest. Where another copy is taken because it loses less now, that may be a quicker one."""
    for seed in range(150):
        spec = with_numbers(seed)
        if "keep" in spec["relations"]:
            spec["relations"]["keep"]["every"] = "6h"
        worse = slowed(spec, random.Random(seed))
        before, after = (resolved(json.dumps(s), tmp_path) for s in (spec, worse))
        for some in losses(spec, random.Random(seed)):
            one, other = (drill(m, m.environments[0], some).flows["buy"] for m in (before, after))
            assert one.state is other.state
            assert no_shorter(one.rpo_s, other.rpo_s), (seed, some, one.why, other.why)
            assert one.rpo_s != other.rpo_s or no_shorter(one.rto_s, other.rto_s), (seed, some, one.why, other.why)


def no_shorter(one: Time, other: Time) -> bool:
    return other is None or (one is not None and other >= one)
