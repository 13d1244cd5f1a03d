"""What still works when something fails: small models, the shipped ones, and dice against a search of its own."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.check import check
from archdeck.cli import cli
from archdeck.drill import FlowState, Result, UnknownDown, drill
from archdeck.language import Outcome
from archdeck.model import Model
from archdeck.systems import read_model
from written import resolved

SHIPPED = Path(__file__).parent.parent / "model"

SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: aws.alb, name: Balancer}
  web: {kind: aws.ec2, name: Web}
  db: {kind: aws.rds, name: Store, recovery: {promote: 90s, restore: 1h}}
  files: {kind: aws.s3, name: Files}
  copies: {kind: aws.s3, name: Copies}
relations:
  a: {from: users, to: dns}
  b: {from: dns, to: lb}
  c: {from: lb, to: web}
  d: {from: web, to: db, kind: data}
  e: {from: web, to: files, kind: data}
  r: {from: web, to: db, kind: data, role: read-replica}
  keep: {from: db, to: files, kind: backup, every: 12h}
  send: {from: files, to: copies, kind: replication, lag: 15m}
environments:
  prod:
    places:
      r1: {kind: region, runs: {lb: {}, files: {}}}
      a: {kind: zone, in: r1, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: r1, runs: {web: {}, db: {role: standby}}}
      c: {kind: zone, in: r1, runs: {db: {role: read-replica, lag: 5s}}}
      r2: {kind: region, runs: {copies: {}}}
flows:
  buy:
    steps:
      1: {from: users, to: dns}
      2: {from: dns, to: lb}
      3: {from: lb, to: web}
      4: {from: web, to: db, relation: d}
      5: {from: web, to: files, optional: true}
  look: {steps: {1: {from: web, to: db, relation: r}}}
"""


def played(tmp_path: Path, *down: str, text: str = SHOP) -> Result:
    model = resolved(text, tmp_path)
    return drill(model, model.environments[0], down)


def states(result: Result) -> dict[str, str]:
    """The components that are not up."""
    return {id: f"{c.state}: {c.why}" for id, c in result.components.items() if c.state != "up"}


def test_nothing_down_is_nothing_lost(tmp_path: Path) -> None:
    result = played(tmp_path)
    assert states(result) == {}
    assert set(result.flows.values()) == {FlowState(Outcome.SURVIVES, 0.0, 0.0, None, "")}


def test_a_standby_takes_over_and_fewer_servers_serve(tmp_path: Path) -> None:
    result = played(tmp_path, "a")
    assert states(result) == {
        "web": "degraded: 2 of 3 fell with a",
        "db": "recovering: fell with a; the standby of Store in b takes over after 90 s",
    }
    why = "the standby of Store in b takes over after 90 s"
    assert result.flows["buy"] == FlowState(Outcome.SURVIVES, 90.0, 0.0, None, why)
    assert result.flows["look"] == FlowState(Outcome.SURVIVES, 0.0, 0.0, None, "")


def test_a_read_replica_serves_reads_only(tmp_path: Path) -> None:
    without = SHOP.replace("web: {}, db: {role: standby}", "web: {}")
    result = played(tmp_path, "a", text=without)
    assert states(result)["db"] == "down: fell with a; what is left of it serves reads only"
    assert result.flows["buy"].state is Outcome.LOST
    assert result.flows["buy"].broken_step == "4"
    assert result.flows["look"].state is Outcome.SURVIVES
    assert played(tmp_path, "c").flows["look"] == FlowState(
        Outcome.LOST, None, None, "1", "step 1: nothing of Store works as read-replica, it fell with c"
        "; without failover to it, Store could be restored from Files in r1",
    )  # fmt: skip


def test_what_is_not_stated_is_unknown(tmp_path: Path) -> None:
    silent = SHOP.replace("promote: 90s, ", "").replace("role: standby", "role: standby, sync: false")
    flow = played(tmp_path, "a", text=silent).flows["buy"]
    why = "the standby of Store in b takes over after a time that is not stated"
    assert flow == FlowState(Outcome.SURVIVES, None, None, None, why)


def test_an_optional_step_degrades(tmp_path: Path) -> None:
    flow = played(tmp_path, "files").flows["buy"]
    why = "does without step 5: nothing of Files works, it fell with Files"
    assert flow == FlowState(Outcome.DEGRADED, 0.0, 0.0, None, why)


def test_a_region_without_failover_is_lost_and_could_be_restored(tmp_path: Path) -> None:
    why = (
        "step 2: nothing of Balancer works, it fell with r1; "
        "without failover to it, Store could be restored from Copies in r2"
    )
    assert played(tmp_path, "r1").flows["buy"] == FlowState(Outcome.LOST, None, None, "2", why)


def test_copies_and_failover_bring_a_region_back(tmp_path: Path) -> None:
    """Servers and balancer say nothing of their restoring, so the time is unknown; data is 12 h and 15 min old."""
    text = SHOP.replace("  send:", "  over: {from: dns, to: lb, kind: failover}\n  send:")
    text = text.replace("copies: {}", "copies: {}, lb: {}")
    flow = played(tmp_path, "r1", text=text).flows["buy"]
    assert (flow.state, flow.rto_s, flow.rpo_s, flow.broken_step) == (Outcome.RECOVERS, None, 43200 + 900, "3")
    assert "Store is restored from Copies in r2" in flow.why
    stated = text.replace("name: Web}", "name: Web, recovery: {restore: 5m}}")
    assert played(tmp_path, "r1", text=stated).flows["buy"].rto_s == 3600 + 60


def test_what_is_named_itself_comes_back_from_nowhere(tmp_path: Path) -> None:
    text = SHOP.replace("  send:", "  over: {from: dns, to: lb, kind: failover}\n  send:")
    assert played(tmp_path, "db", text=text).flows["buy"].state is Outcome.LOST


STANDBY = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, config: {TTL: 60s}}
  web: {kind: aws.alb}
  db: {kind: aws.rds, recovery: {promote: 90s}}
  cache: {kind: aws.elasticache-redis, recovery: {restore: 5m}}
relations:
  b: {from: dns, to: web}
  over: {from: dns, to: web, kind: failover}
  d: {from: web, to: db, kind: data}
  e: {from: web, to: cache}
environments:
  prod:
    places:
      r1: {kind: region, runs: {web: {}, db: {role: primary}, cache: {}}}
      r2: {kind: region, standby: true, runs: {web: {}, db: {role: read-replica, lag: 30s}}}
  later:
    stage: disaster-recovery
    places: {r2: {kind: region, runs: {web: {}, db: {}, cache: {}}}}
flows:
  buy: {steps: {1: {from: dns, to: web, relation: b}, 2: {from: web, to: db}, 3: {from: web, to: cache}}}
"""
LATER = "r2: {kind: region, runs: {web: {}, db: {}}}, z: {kind: zone, in: r2, runs: {cache: {}}}"


def test_a_place_that_stands_by_takes_over(tmp_path: Path) -> None:
    """The cache is not there yet; the environment for disasters says that it will be."""
    flow = played(tmp_path, "r1", text=STANDBY).flows["buy"]
    why = (
        "step 1: nothing of Web works, it fell with r1; DNS leads to Web in r2; "
        "the copy of DB in r2 takes over after 90 s; Cache is set up in r2"
    )
    assert flow == FlowState(Outcome.RECOVERS, 360.0, 30.0, "1", why)
    assert played(tmp_path, "r1", "r2", text=STANDBY).flows["buy"].state is Outcome.LOST
    assert played(tmp_path, "r2", text=STANDBY).flows["buy"].state is Outcome.SURVIVES


def test_without_failover_a_place_stands_by_for_nothing(tmp_path: Path) -> None:
    text = STANDBY.replace("  over: {from: dns, to: web, kind: failover}\n", "")
    assert played(tmp_path, "r1", text=text).flows["buy"].state is Outcome.LOST


def test_data_that_nothing_says_is_copied_may_be_lost(tmp_path: Path) -> None:
    """A cache that keeps data and is set up empty; a store on both sides, without and with a stated lag."""
    empty = STANDBY.replace("to: cache}\n", "to: cache, kind: data}\n")
    assert played(tmp_path, "r1", text=empty).flows["buy"].rpo_s is None
    both = STANDBY.replace("lag: 30s}}", "lag: 30s}, cache: {}}").replace("to: cache}\n", "to: cache, kind: data}\n")
    assert played(tmp_path, "r1", text=both).flows["buy"].rpo_s is None
    stated = both.replace("relations:\n", "relations:\n  s: {from: cache, to: cache, kind: replication, lag: 40s}\n")
    assert played(tmp_path, "r1", text=stated).flows["buy"].rpo_s == 40.0


def test_nothing_is_set_up_in_a_place_that_is_down(tmp_path: Path) -> None:
    text = STANDBY.replace("r2: {kind: region, runs: {web: {}, db: {}, cache: {}}}", LATER)
    text = text.replace("  later:", "      z: {kind: zone, in: r2}\n  later:").replace(
        "cache}\n", "cache, kind: data}\n"
    )
    assert played(tmp_path, "r1", text=text).flows["buy"].state is Outcome.RECOVERS
    assert played(tmp_path, "r1", "z", text=text).flows["buy"].state is Outcome.LOST


def test_failover_needs_what_it_starts_from(tmp_path: Path) -> None:
    """Here a watchdog beside the flow leads over; without it there is nobody to do so."""
    text = STANDBY.replace("over: {from: dns", "over: {from: watch").replace(
        "components:\n", "components:\n  watch: {kind: aws.route53}\n"
    )
    assert played(tmp_path, "r1", text=text).flows["buy"].state is Outcome.RECOVERS
    assert played(tmp_path, "r1", "watch", text=text).flows["buy"].state is Outcome.LOST


def test_copying_needs_an_instance_in_any_role(tmp_path: Path) -> None:
    text = f"{SHOP}  nightly: {{steps: {{1: {{from: db, to: files}}}}}}\n"
    flows = played(tmp_path, "a", "b", text=text).flows
    assert (flows["buy"].state, flows["nightly"].state) == (Outcome.LOST, Outcome.SURVIVES)


def test_scopes(tmp_path: Path) -> None:
    """A regional balancer drawn in a zone stays, a global service and people always do."""
    text = SHOP.replace("{lb: {}, files: {}}", "{files: {}}").replace("web: {count: 2}", "web: {count: 2}, lb: {}")
    assert "lb" not in states(played(tmp_path, "a", text=text))
    text = SHOP.replace("{lb: {}, files: {}}", "{lb: {}, files: {}, dns: {}}")
    assert "dns" not in states(played(tmp_path, "r1", text=text))
    assert {"dns", "users"}.isdisjoint(states(played(tmp_path, "r1", "r2", "a", "users")))
    assert states(played(tmp_path, "dns")) == {"dns": "down: fell with DNS"}


def test_what_is_not_there_cannot_fail(tmp_path: Path) -> None:
    with pytest.raises(UnknownDown, match=r"prod has no place and no component 'r3'; did you mean 'r1'\?"):
        played(tmp_path, "r3")


def test_the_shipped_drills_come_out_as_expected() -> None:
    for name in ("shopmaster", "tiered-web-app", "global-web-app", "africa-portal"):
        assert [p for p in check(read_model(name, SHIPPED / name)) if p.rule == "drill-outcome"] == []


def shipped(name: str, environment: str, *down: str) -> Result:
    model = read_model(name, SHIPPED / name)
    return drill(model, next(e for e in model.environments if e.id == environment), down)


def test_one_zone_loses_every_flow_of_development_and_none_of_production() -> None:
    assert {f.state for f in shipped("tiered-web-app", "dev", "zone-a").flows.values()} == {Outcome.LOST}
    for zone in ("zone-a", "zone-b"):
        assert {f.state for f in shipped("tiered-web-app", "prod", zone).flows.values()} == {Outcome.SURVIVES}


def test_singapore_takes_over_with_numbers_that_are_stated_or_unknown() -> None:
    result = shipped("global-web-app", "prod", "ap-south-1")
    assert (result.flows["request"].state, result.flows["request"].rto_s) == (Outcome.RECOVERS, None)
    assert "the copy of PostgreSQL in Singapore: warm standby takes over after 90 s" in result.flows["request"].why


# ------------------------------------------------------------------------------------------------ dice

CHAIN = {"users": "users", "dns": "aws.route53", "lb": "aws.alb", "web": "aws.ec2", "db": "aws.rds"}
SCOPES = {"users": "actor", "dns": "global", "lb": "regional", "web": "zonal", "db": "zonal", "copies": "regional"}
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
            around = {place} | region if SCOPES[component] == "zonal" else region
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


def searched(spec: Thing, down: frozenset[str]) -> str:
    """survives, recovers or lost; by reachability on what is written, not on the resolved model."""
    places, relations = spec["environments"]["prod"]["places"], spec["relations"]
    left = alive(spec, down)
    by = places["r2"]["standby"]
    away = [thing for thing in left if thing[1].startswith("r2") and by]
    everywhere = {c for p in places for c in places[p]["runs"] if not (by and p.startswith("r2"))}
    # What runs nowhere but in the place that stands by counts as serving from there.
    main = [thing for thing in left if thing not in away or thing[0] not in everywhere]
    if "db" in reached(main, {"", "primary", "standby"}):
        return "survives"
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


def test_three_hundred_small_models_against_a_search_and_monotone(tmp_path: Path) -> None:
    """Nothing, every single loss and a dozen pairs; more down never makes any state better."""
    outcomes: Counter[str] = Counter()
    for seed, (spec, model) in enumerate(small_models(tmp_path, 300)):
        ids = [*spec["environments"]["prod"]["places"], "dns", "lb", "web", "db", "copies"]
        pairs = random.Random(seed).sample(list(combinations(ids, 2)), 12)
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
    assert min(outcomes[state] for state in ("survives", "recovers", "lost")) > 500, outcomes


# ------------------------------------------------------------------------------------------------ command


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["drill", "shop", "--model", str(tmp_path), *arguments])


def test_the_command_says_what_works(tmp_path: Path) -> None:
    result = run(tmp_path, "--environment", "prod", "--down", "a, c")
    assert result.stdout.splitlines() == [
        "flow buy: survives (RTO 90 s, RPO 0 s) - the standby of Store in b takes over after 90 s",
        "flow look: lost - step 1: nothing of Store works as read-replica, it fell with a and c; "
        "without failover to it, Store could be restored from Files in r1",
        "component web: degraded - 2 of 3 fell with a",
        "component db: recovering - fell with a and c; the standby of Store in b takes over after 90 s",
        "5 of 7 components are as they were",
    ]


def test_the_command_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--environment", "prod", "--down", "r1", "--format", "json").stdout)
    assert (list(found), found["environment"], found["down"]) == (
        ["environment", "down", "components", "flows"],
        "prod",
        ["r1"],
    )
    assert found["components"]["users"] == {"state": "up", "why": ""}
    assert found["flows"]["buy"] == {
        "state": "lost",
        "rto_s": None,
        "rpo_s": None,
        "broken_step": "2",
        "why": "step 2: nothing of Balancer works, it fell with r1; "
        "without failover to it, Store could be restored from Copies in r2",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--environment", "prdo", "--down", "a"], "shop has no environment 'prdo'; did you mean 'prod'?"),
        (["--environment", "x", "--down", "a"], "shop has no environment 'x'; there are prod"),
        (["--environment", "prod", "--down", "wep"], "prod has no place and no component 'wep'; did you mean 'web'?"),
        (["--environment", "prod"], "Missing option '--down'."),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run(tmp_path, *arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")
