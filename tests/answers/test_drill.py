"""What still works when something fails: small models, the shipped ones, and dice against a search of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archdeck.answers.checks import check
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState, InstanceState, Result
from archdeck.answers.drills.result import Path as Path_
from archdeck.cli.commands import cli
from archdeck.language.problems import UnknownName
from archdeck.language.values import Outcome
from archdeck.model.systems import read_model
from written import resolved

SHIPPED = Path(__file__).parents[2] / "model"

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
        "db": "recovering: fell with a; the standby of Store in b takes over after 1 min 30 s",
    }
    why = "the standby of Store in b takes over after 1 min 30 s"
    assert result.flows["buy"] == FlowState(Outcome.SURVIVES, 90.0, 0.0, None, why)
    assert result.flows["look"] == FlowState(Outcome.SURVIVES, 0.0, 0.0, None, "")


def test_a_read_replica_serves_reads_only(tmp_path: Path) -> None:
    without = SHOP.replace("web: {}, db: {role: standby}", "web: {}")
    result = played(tmp_path, "a", text=without)
    assert states(result)["db"] == (
        "recovering: fell with a; what is left of it serves reads only; "
        "the copy of Store in c could take over after 1 min 30 s"
    )
    assert result.flows["buy"].state is Outcome.LOST
    assert result.flows["buy"].broken_step == "4"
    assert result.flows["look"].state is Outcome.SURVIVES
    assert played(tmp_path, "c").flows["look"] == FlowState(
        Outcome.LOST, None, None, "1", "step 1: nothing of Store works as read-replica, it fell with c"
        "; without failover to it, what fell of Store could be built anew",
    )  # fmt: skip


def test_a_read_replica_beside_a_store_without_role_serves_reads_only(tmp_path: Path) -> None:
    """`db: {}` in one zone and a replica in another: nothing is called primary, but only one takes writes."""
    text = SHOP.replace("db: {role: primary}", "db: {}").replace(", db: {role: standby}", "")
    flows = played(tmp_path, "a", text=text).flows
    assert {id: f.state for id, f in flows.items()} == {"buy": Outcome.LOST, "look": Outcome.SURVIVES}
    assert played(tmp_path, "c", text=text).flows["buy"].state is Outcome.SURVIVES


def test_a_failover_does_not_make_a_primary_of_use_to_who_reads_a_replica(tmp_path: Path) -> None:
    """The replica is built anew from the primary, which takes as long as a restore, and loses nothing."""
    text = SHOP.replace("  send:", "  over: {from: dns, to: lb, kind: failover}\n  send:")
    text = text.replace(
        "look: {steps: {1:", "look: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb, relation: b}, 3:"
    )
    flow = played(tmp_path, "c", text=text).flows["look"]
    assert flow == FlowState(
        Outcome.RECOVERS, 3660.0, 0.0, "3", "step 3: nothing of Store works as read-replica, it fell with c; "
        "DNS leads to Balancer in r1; what fell of Store is built anew",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("standby", "rpo"),
    [
        ("{role: standby}", 0.0),
        ("{role: standby, sync: true, lag: 5s}", 0.0),
        ("{role: standby, lag: 5s}", 5.0),
        ("{role: standby, sync: false}", None),
    ],
)
def test_a_standby_loses_what_it_says_that_it_may_be_behind(tmp_path: Path, standby: str, rpo: float | None) -> None:
    assert played(tmp_path, "a", text=SHOP.replace("{role: standby}", standby)).flows["buy"].rpo_s == rpo


@pytest.mark.parametrize(("standby", "rpo"), [("", None), (", sync: true", 0.0), (", lag: 1m", 60.0)])
def test_a_standby_in_another_region_is_in_step_only_if_it_says_so(
    tmp_path: Path, standby: str, rpo: float | None
) -> None:
    text = SHOP.replace(", db: {role: standby}", "").replace(
        "runs: {copies: {}}}", f"runs: {{copies: {{}}, db: {{role: standby{standby}}}}}}}"
    )
    flow = played(tmp_path, "a", text=text).flows["buy"]
    assert (flow.state, flow.rto_s, flow.rpo_s) == (Outcome.RECOVERS, None, rpo)
    led = text.replace("  send:", "  over: {from: db, to: db, kind: failover, after: 30s}\n  send:")
    flow = played(tmp_path, "a", text=led).flows["buy"]
    assert (flow.state, flow.rto_s, flow.rpo_s) == (Outcome.SURVIVES, 120.0, rpo)


def test_of_several_standbys_the_one_takes_over_that_loses_least_and_is_quickest(tmp_path: Path) -> None:
    text = SHOP.replace("db: {role: read-replica, lag: 5s}", "db: {role: standby, promote: 20s}")
    assert played(tmp_path, "a", text=text).flows["buy"].rto_s == 20
    slow = text.replace("promote: 20s", "promote: 20s, lag: 1s")
    assert played(tmp_path, "a", text=slow).flows["buy"].rto_s == 90
    silent = slow.replace("db: {role: standby}", "db: {role: standby, sync: false}")
    assert played(tmp_path, "a", text=silent).flows["buy"].rpo_s == 1


def test_a_store_is_restored_from_the_freshest_copy(tmp_path: Path) -> None:
    """A replica that is a minute behind, though the backup is declared first; with that gone too, the backup."""
    text = SHOP.replace("  send:", "  over: {from: dns, to: lb, kind: failover}\n  send:")
    text = text.replace("copies: {}", "copies: {}, lb: {}, files: {}").replace(
        "c: {kind: zone, in: r1", "c: {kind: zone, in: r2"
    )
    found = [played(tmp_path, *down, text=text).flows["buy"] for down in (("r1",), ("r1", "c"))]
    assert [(f.state, f.rpo_s) for f in found] == [(Outcome.RECOVERS, 5.0), (Outcome.RECOVERS, 43200.0 + 900)]


def test_what_is_not_stated_is_unknown(tmp_path: Path) -> None:
    silent = SHOP.replace("promote: 90s, ", "").replace("role: standby", "role: standby, sync: false")
    flow = played(tmp_path, "a", text=silent).flows["buy"]
    why = "the standby of Store in b takes over after a time that is not stated"
    assert flow == FlowState(Outcome.SURVIVES, None, None, None, why)


def test_an_optional_step_degrades(tmp_path: Path) -> None:
    flow = played(tmp_path, "files").flows["buy"]
    why = "does without step 5: nothing of Files works, it failed itself"
    assert flow == FlowState(Outcome.DEGRADED, 0.0, 0.0, None, why)


PAY = """
system: {name: Pay}
components:
  users: {kind: users}
  app: {kind: aws.ecs, name: Shop}
  card: {kind: aws.ec2, name: Card}
  bank: {kind: aws.rds, name: Bank, recovery: {promote: 90s}}
  mail: {kind: aws.ses, name: Mail}
relations:
  ask: {from: users, to: app}
  by-card: {from: app, to: card}
  by-bank: {from: app, to: bank, kind: data}
  tell: {from: app, to: mail}
environments:
  prod:
    places:
      eu: {kind: region, runs: {app: {}, mail: {}}}
      a: {kind: zone, in: eu, runs: {card: {}, bank: {role: primary}}}
      b: {kind: zone, in: eu, runs: {bank: {role: standby, sync: true}}}
flows:
  buy:
    steps:
      1: {from: users, to: app}
      2a: {from: app, to: card}
      2b: {from: app, to: bank, SAID}
      3: {from: app, to: mail, if: they want one, alongside: 2a}
"""


@pytest.mark.parametrize(
    ("said", "down", "expected"),
    [
        ("says: Or so", ["card"], ("lost", None, "step 2a: nothing of Card works, it failed itself")),
        ("alongside: 2a", ["card"], ("lost", None, "step 2a: nothing of Card works, it failed itself")),
        ("if: cards are refused", ["card"], ("lost", None, "step 2a: nothing of Card works, it failed itself")),
        ("instead_of: 2a", ["card"],
         ("survives", 0.0, "step 2b instead of step 2a: nothing of Card works, it failed itself")),
        ("instead_of: 2a", ["bank"],
         ("survives", 0.0, "step 2a instead of step 2b: nothing of Bank works, it failed itself")),
        ("instead_of: 2a", ["card", "bank"], ("lost", None, "step 2a: nothing of Card works, it failed itself")),
        ("instead_of: 2a, optional: true", ["card", "bank"],
         ("lost", None, "step 2a: nothing of Card works, it failed itself")),
        ("instead_of: 2a", ["a"],
         ("survives", 90.0, "the standby of Bank in b takes over after 1 min 30 s; step 2b instead of step 2a: "
          "nothing of Card works, it fell with a")),
        ("instead_of: 2a", ["mail"], ("lost", None, "step 3: nothing of Mail works, it failed itself")),
        ("instead_of: 2a", [], ("survives", 0.0, "")),
    ],
)  # fmt: skip
def test_either_of_two_steps_is_enough_only_where_that_is_said(
    said: str, down: list[str], expected: tuple[str, float | None, str], tmp_path: Path
) -> None:
    """At the same time and under a condition both count, as they do where nothing is said. A condition is no option."""
    flow = played(tmp_path, *down, text=PAY.replace("SAID", said)).flows["buy"]
    assert (flow.state.value, flow.rto_s, flow.why) == expected


def test_of_two_ways_the_one_counts_that_works_at_once(tmp_path: Path) -> None:
    """The store has to fail over, and nobody waits for it: the card works."""
    text = PAY.replace("SAID", "instead_of: 2a").replace("card: {}, bank: {role: primary}", "bank: {role: primary}")
    text = text.replace("app: {}, mail: {}", "app: {}, mail: {}, card: {}")
    flow = played(tmp_path, "a", text=text).flows["buy"]
    assert (flow.state.value, flow.rto_s, flow.why) == ("survives", 0.0, "")


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
        "the copy of DB in r2 takes over after 1 min 30 s; Cache is set up in r2"
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
    """Nor is a store of which there is no copy, unless the model says what it loses so."""
    text = STANDBY.replace("r2: {kind: region, runs: {web: {}, db: {}, cache: {}}}", LATER)
    text = text.replace("  later:", "      z: {kind: zone, in: r2}\n  later:").replace(
        "cache}\n", "cache, kind: data}\n"
    )
    empty = text.replace("recovery: {restore: 5m}", "recovery: {restore: 5m, loses: 0s}")
    assert empty != text
    assert played(tmp_path, "r1", text=text).flows["buy"].state is Outcome.LOST
    assert played(tmp_path, "r1", text=empty).flows["buy"].state is Outcome.RECOVERS
    assert played(tmp_path, "r1", "z", text=empty).flows["buy"].state is Outcome.LOST


def test_failover_needs_what_it_starts_from(tmp_path: Path) -> None:
    """Here a watchdog beside the flow leads over; without it there is nobody to do so."""
    text = STANDBY.replace("over: {from: dns", "over: {from: watch").replace(
        "components:\n", "components:\n  watch: {kind: aws.route53}\n"
    )
    assert played(tmp_path, "r1", text=text).flows["buy"].state is Outcome.RECOVERS
    assert played(tmp_path, "r1", "watch", text=text).flows["buy"].state is Outcome.LOST


def test_noticing_the_failure_counts_where_it_is_stated(tmp_path: Path) -> None:
    text = STANDBY.replace("kind: failover}", "kind: failover, after: 30s}")
    assert played(tmp_path, "r1", text=text).flows["buy"].rto_s == 360.0 + 30


def test_a_copy_may_say_itself_how_long_it_takes(tmp_path: Path) -> None:
    text = STANDBY.replace("lag: 30s}}", "lag: 30s, promote: 20m}}")
    flow = played(tmp_path, "r1", text=text).flows["buy"]
    assert (flow.rto_s, "takes over after 20 min" in flow.why) == (60.0 + 1200, True)


def test_a_cache_that_fills_again_loses_nothing(tmp_path: Path) -> None:
    text = STANDBY.replace("restore: 5m}", "restore: 5m, loses: 0s}").replace(
        "to: cache}\n", "to: cache, kind: data}\n"
    )
    assert played(tmp_path, "r1", text=text).flows["buy"].rpo_s == 30.0


def test_a_copy_that_the_roles_imply_is_as_old_as_it_says_itself(tmp_path: Path) -> None:
    """Two replicas with a lag each, one derived relation."""
    text = SHOP.replace("  send:", "  over: {from: dns, to: lb, kind: failover}\n  send:")
    text = text.replace("copies: {}", "copies: {}, lb: {}, web: {}, db: {role: read-replica, lag: 1m}")
    text = text.replace("  keep: {from: db, to: files, kind: backup, every: 12h}\n", "")
    assert played(tmp_path, "r1", text=text).flows["buy"].rpo_s == 60.0


def test_what_a_picture_needs(tmp_path: Path) -> None:
    """Each instance, who does whose work, and the relations that carry a flow or are broken."""
    result = played(tmp_path, "a")
    assert {id: s for id, s in result.instances.items() if s != InstanceState()} == {
        "web--a": InstanceState("a"),
        "db--a": InstanceState("a"),
        "web--b": InstanceState(takes_over=("web--a",)),
        "db--b": InstanceState(takes_over=("db--a",), promoted=True),
    }
    assert result.flows["buy"].path == Path_(
        ("a", "b", "c", "d", "e"), (), ("users", "dns--aws-cloud", "lb--r1", "web--b", "db--b", "files--r1")
    )
    lost = played(tmp_path, "lb").flows["buy"].path
    assert (lost.relations, lost.broken) == (("a", "d", "e"), ("b", "c"))
    over = played(tmp_path, "r1", text=STANDBY).flows["buy"].path
    assert over == Path_(("b", "d", "e"), (), ("dns--aws-cloud", "web--r2", "db--r2"), "over", "r2")


def test_copying_needs_an_instance_in_any_role(tmp_path: Path) -> None:
    text = f"{SHOP}  nightly: {{steps: {{1: {{from: db, to: files}}}}}}\n"
    flows = played(tmp_path, "a", "b", text=text).flows
    assert (flows["buy"].state, flows["nightly"].state) == (Outcome.LOST, Outcome.SURVIVES)


def test_scopes(tmp_path: Path) -> None:
    """A regional balancer falls with the zone in which alone it stands, a bucket does not; a global service and people
    stay."""
    text = SHOP.replace("{lb: {}, files: {}}", "{}").replace("web: {count: 2}", "web: {count: 2}, lb: {}, files: {}")
    assert states(played(tmp_path, "a", text=text))["lb"] == "down: fell with a"
    assert "files" not in states(played(tmp_path, "a", text=text))
    text = SHOP.replace("{lb: {}, files: {}}", "{lb: {}, files: {}, dns: {}}")
    assert "dns" not in states(played(tmp_path, "r1", text=text))
    assert {"dns", "users"}.isdisjoint(states(played(tmp_path, "r1", "r2", "a")))
    with pytest.raises(UnknownName, match="'users' are people and clients in prod: they do not fail"):
        played(tmp_path, "users")
    assert states(played(tmp_path, "dns")) == {"dns": "down: failed itself"}


MANAGED = """
system: {name: Shop}
components:
  lb: {kind: aws.alb, name: Balancer}
  tasks: {kind: aws.fargate, name: Tasks}
  db: {kind: aws.aurora, name: Aurora, recovery: {promote: 30s}}
  files: {kind: aws.s3, name: Files}
relations:
  ask: {from: lb, to: tasks}
  store: {from: tasks, to: db, kind: data}
  read: {from: tasks, to: db, kind: data, role: read-replica}
  put: {from: tasks, to: files, kind: data}
environments:
  prod:
    places:
      r: {kind: region}
      a: {kind: zone, in: r, runs: {lb: {}, tasks: {count: 2}, db: {role: primary}, files: {}}}
      b: {kind: zone, in: r}
      b-net: {kind: private-subnet, in: b, runs: {lb: {}, tasks: {count: 2}, db: {role: standby}}}
  dev:
    extends: prod
    places: {b: null, b-net: null, a: {runs: {db: {role: null}}}}
flows:
  buy: {steps: {1: {from: lb, to: tasks}, 2: {from: tasks, to: db, relation: store}, 3: {from: tasks, to: files}}}
"""


def test_what_a_model_places_by_zone_falls_with_it(tmp_path: Path) -> None:
    result = played(tmp_path, "a", text=MANAGED)
    assert states(result) == {
        "lb": "degraded: 1 of 2 fell with a",
        "tasks": "degraded: 2 of 4 fell with a",
        "db": "recovering: fell with a; the standby of Aurora in b takes over after 30 s",
    }
    says = "the standby of Aurora in b takes over after 30 s"
    assert result.flows["buy"] == FlowState(Outcome.SURVIVES, 30.0, 0.0, None, says)
    assert played(tmp_path, "b", text=MANAGED).flows["buy"] == FlowState(Outcome.SURVIVES, 0.0, 0.0, None, "")
    both = played(tmp_path, "a", "b", text=MANAGED)
    assert both.flows["buy"].why.startswith("step 1: nothing of Balancer works, it fell with a and b")
    assert states(both).keys() == {"lb", "tasks", "db"}


def test_what_production_places_by_zone_is_so_in_development(tmp_path: Path) -> None:
    """And what stands in one zone alone falls with it; but files, which no zone takes, wherever they are drawn."""
    model = resolved(MANAGED, tmp_path)
    result = drill(model, model.environments[1], ["a"])
    assert states(result) == {"lb": "down: fell with a", "tasks": "down: fell with a", "db": "down: fell with a"}
    alone = MANAGED[: MANAGED.index("  dev:")] + MANAGED[MANAGED.index("flows:") :]
    alone = alone.replace(", runs: {lb: {}, tasks: {count: 2}, db: {role: standby}}", "")
    assert states(played(tmp_path, "a", text=alone.replace("{role: primary}", "{}"))) == {
        "lb": "down: fell with a",
        "tasks": "down: fell with a",
        "db": "down: fell with a",
    }


def test_what_runs_zero_times_is_in_no_zone(tmp_path: Path) -> None:
    text = MANAGED.replace("runs: {lb: {}, tasks: {count: 2}, db: {role: standby}}", "runs: {tasks: {count: 0}}")
    assert states(played(tmp_path, "a", text=text))["tasks"] == "down: fell with a"


@pytest.mark.parametrize(
    ("kind", "buy", "read"),
    [
        ("aws.aurora", "survives None the copy of Aurora in b takes over after 30 s", "survives"),
        ("aws.rds", "lost None step 2: nothing of Aurora works, it fell with a", "lost"),
    ],
)
def test_a_service_of_a_region_promotes_its_replicas_and_reads_from_its_primary(
    tmp_path: Path, kind: str, buy: str, read: str
) -> None:
    """What is zonal leaves that to somebody."""
    text = MANAGED.replace("role: standby", "role: read-replica").replace("aws.aurora", kind)
    text += "  look: {steps: {1: {from: tasks, to: db, relation: read}}}\n"
    lost_a, lost_b = played(tmp_path, "a", text=text).flows, played(tmp_path, "b", text=text).flows
    assert f"{lost_a['buy'].state} {lost_a['buy'].rpo_s} {lost_a['buy'].why}".split(";")[0] == buy
    assert [lost_a["look"].state, lost_b["buy"].state] == ["survives", "survives"]
    assert lost_b["look"].state == read


def test_a_replica_in_another_region_is_not_promoted_by_the_service(tmp_path: Path) -> None:
    text = MANAGED.replace("role: standby", "role: read-replica").replace(
        "b: {kind: zone, in: r}", "r2: {kind: region}\n      b: {kind: zone, in: r2}"
    )
    assert played(tmp_path, "a", text=text).flows["buy"].state == "lost"


def test_who_is_led_to_a_regional_service_is_led_on_by_it_in_its_region(tmp_path: Path) -> None:
    """DNS leads from one Region to the other; the other zones of a load balancer need no DNS."""
    text = """
system: {name: Shop}
components: {dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}, lb: {kind: aws.alb, name: Balancer}}
relations: {lead: {from: dns, to: lb}, over: {from: dns, to: lb, kind: failover}}
environments:
  prod:
    places:
      r1: {kind: region}
      a: {kind: zone, in: r1, runs: {lb: {}}}
      b: {kind: zone, in: r1, runs: {lb: {}}}
      r2: {kind: region, runs: {lb: {}}}
flows: {buy: {steps: {1: {from: dns, to: lb, relation: lead}}}}
"""
    flows = {down: played(tmp_path, down, text=text).flows["buy"] for down in ("a", "r1")}
    assert [(f.state, f.rto_s) for f in flows.values()] == [("survives", 0.0), ("survives", 60.0)]


def test_what_is_not_there_cannot_fail(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"prod has no place and no component 'r3'; did you mean 'r1'\?"):
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


def test_singapore_takes_over_within_what_the_document_asks_for() -> None:
    """RTO 15 minutes, RPO under 5: 30 s until it is noticed, 60 s of DNS, and 10 min until Redis is there again."""
    flow = shipped("global-web-app", "prod", "ap-south-1").flows["request"]
    assert (flow.state, flow.rto_s, flow.rpo_s, flow.broken_step) == (Outcome.RECOVERS, 30 + 60 + 600, 60, "5")
    assert "the copy of PostgreSQL in Singapore: warm standby takes over after 5 min" in flow.why
    assert "nothing" not in {flow.path.failover, *flow.path.broken}
    assert flow.path.failover == "failover"
    assert "db--db-sg" in flow.path.instances


def test_shopmaster_survives_a_zone_and_is_lost_with_its_region_until_it_is_restored_in_ohio() -> None:
    assert {f.state for f in shipped("shopmaster", "prod", "us-east-1a").flows.values()} == {Outcome.SURVIVES}
    lost = shipped("shopmaster", "prod", "us-east-1").flows["visit"]
    assert (lost.state, lost.rto_s, lost.rpo_s, lost.broken_step) == (Outcome.LOST, None, None, "2")
    assert lost.why.endswith("; without failover to it, Shop database could be restored from Backup copies in Ohio")
    assert (lost.way_back, lost.rto.seconds, lost.rpo.seconds) == ("a restore", 3 * 3600, 12 * 3600 + 15 * 60)
    assert {f.state for f in shipped("shopmaster", "dr", "us-east-2a").flows.values()} == {Outcome.SURVIVES}


# ------------------------------------------------------------------------------------------------ command


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["drill", "shop", "--model", str(tmp_path), *arguments])


def test_the_command_says_what_works(tmp_path: Path) -> None:
    result = run(tmp_path, "--environment", "prod", "--down", "a, c")
    assert result.stdout.splitlines() == [
        "flow buy: survives (RTO 1 min 30 s, RPO 0 s) - the standby of Store in b takes over after 1 min 30 s",
        "flow look: lost - step 1: nothing of Store works as read-replica, it fell with a and c; "
        "without failover to it, what fell of Store could be built anew",
        "component web: degraded - 2 of 3 fell with a",
        "component db: recovering - fell with a and c; the standby of Store in b takes over after 1 min 30 s",
        "5 of 7 components are as they were",
    ]


def test_the_command_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--environment", "prod", "--down", "r1", "--format", "json").stdout)
    assert (list(found), found["environment"], found["down"]) == (
        ["environment", "down", "components", "flows", "ledger"],
        "prod",
        ["r1"],
    )
    assert found["components"]["users"] == {"state": "up", "why": ""}
    assert found["flows"]["buy"] == {
        "state": "lost",
        "rto_s": None,
        "rpo_s": None,
        "broken_step": 2,
        "why": "step 2: nothing of Balancer works, it fell with r1; "
        "without failover to it, Store could be restored from Copies in r2",
    }


def test_a_broken_step_is_a_number_in_json(tmp_path: Path) -> None:
    """4 for `4a`: scripts read numbers; the reason names the step as it is written."""
    text = SHOP.replace("      4: {from: web, to: db", "      4b: {from: web, to: db").replace(
        "      5: {from: web, to: files, optional: true}", "      4a: {from: web, to: files}"
    )
    found = played(tmp_path, "files", text=text).flows["buy"]
    assert (found.broken_step, found.json()["broken_step"]) == ("4a", 4)
    assert found.why.startswith("step 4a: nothing of Files works")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--environment", "prdo", "--down", "a"], "shop has no environment 'prdo'; did you mean 'prod'?"),
        (["--environment", "x", "--down", "a"], "shop has no environment 'x'; there are prod"),
        (["--environment", "prod", "--down", "wep"], "prod has no place and no component 'wep'; did you mean 'web'?"),
        (["--down", "a"], "Missing option '--environment'."),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run(tmp_path, *arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")
