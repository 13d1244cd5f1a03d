"""What docs/describe/drills.md says where its rules meet: a sentence of it above each test, a small model below."""

from __future__ import annotations

from pathlib import Path

from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState
from written import resolved


def flow(text: str, folder: Path, *down: str) -> FlowState:
    """What becomes of the flow `buy` in the first environment."""
    model = resolved(f"system: {{name: Shop}}\n{text}", folder)
    return drill(model, model.environments[0], down).flows["buy"]


LEADS = """
components:
  dns: {kind: aws.route53, config: {TTL: 60s}}
  web: {kind: aws.ec2}
  log: {kind: aws.ec2}
relations:
  ask: {from: dns, to: web}
  note: {from: web, to: log}
  over: {from: dns, to: log, kind: failover}
environments:
  prod:
    places:
      a: {kind: region}
      a1: {kind: zone, in: a, runs: {web: {}, log: {}}}
      b: {kind: region, standby: true}
      b1: {kind: zone, in: b, runs: {web: {}, log: {}}}
flows: {buy: {steps: {1: {from: dns, to: web}, 2: {from: web, to: log, OPTIONAL}}}}
"""


def test_a_failover_must_lead_to_what_a_required_step_passes(tmp_path: Path) -> None:
    """For 1 and 4 it has to lead to an end of a required step. What only optional steps pass lies beside the flow: a
    failover to it is a detour, and helps where requests lead on from there."""
    required, optional = (LEADS.replace("OPTIONAL", f"optional: {word}") for word in ("false", "true"))
    assert flow(required, tmp_path, "a").state == "recovers"
    assert flow(optional, tmp_path, "a").state == "lost"
    on = optional.replace("  over:", "  back: {from: log, to: web}\n  over:")
    found = flow(on, tmp_path, "a")
    assert found.state == "recovers"
    assert "from there to Web" in found.why


SET_UP = """
components:
  dns: {kind: aws.route53, config: {TTL: 60s}}
  lb: {kind: aws.alb}
  web: {kind: aws.ec2, recovery: {restore: 5m}}
relations:
  ask: {from: dns, to: lb}
  pass: {from: lb, to: web}
  over: {from: dns, to: lb, kind: failover}
environments:
  prod:
    places:
      a: {kind: region, runs: {lb: {}}}
      a1: {kind: zone, in: a, runs: {web: {}}}
      b: {kind: region, STANDBY, runs: {lb: {}}}
  later: {stage: STAGE, places: {PLACE: {kind: region}, z: {kind: zone, in: PLACE, runs: {web: {}}}}}
flows: {buy: {only: [prod], steps: {1: {from: dns, to: lb, relation: ask}, 2: {from: lb, to: web}}}}
"""


def set_up(standby: str = "standby: true", stage: str = "disaster-recovery", place: str = "b") -> str:
    return SET_UP.replace("STANDBY", standby).replace("STAGE", stage).replace("PLACE", place)


def test_set_up_acts_in_a_place_that_stands_by_and_is_named_in_both_environments(tmp_path: Path) -> None:
    found = flow(set_up(), tmp_path, "a")
    assert (found.state, found.rto_s) == ("recovers", 360)
    assert "Web is set up in z" in found.why
    assert "set up" not in flow(set_up(standby="standby: false"), tmp_path, "a").why
    assert "set up" not in flow(set_up(stage="staging"), tmp_path, "a").why
    assert "set up" not in flow(set_up(place="c"), tmp_path, "a").why


def test_what_is_named_down_itself_is_not_set_up(tmp_path: Path) -> None:
    assert flow(set_up(), tmp_path, "a", "web").state == "lost"


WAIT = """
components:
  dns: {kind: aws.route53, config: {TTL: 60s}}
  lb: {kind: aws.alb}
  db: {kind: aws.rds, recovery: {promote: PROMOTE}}
relations:
  ask: {from: dns, to: lb}
  over: {from: dns, to: lb, kind: failover, after: 30s}
  query: {from: lb, to: db, kind: data}
environments:
  prod:
    places:
      a: {kind: region, runs: {lb: {}}}
      a1: {kind: zone, in: a, runs: {db: {role: primary}}}
      b: {kind: region, runs: {lb: {}}}
      b1: {kind: zone, in: b, runs: {db: {role: standby, sync: true}}}
flows: {buy: {steps: {1: {from: dns, to: lb, relation: ask}, 2: {from: lb, to: db}}}}
"""


def test_who_waits_for_dns_waits_beside_a_promotion(tmp_path: Path) -> None:
    """A flow that survives waits for the longer of both; one that recovers for their sum. Between two Regions a standby
    takes over after the failover said so, that is after 30 s."""
    assert [flow(WAIT.replace("PROMOTE", t), tmp_path, "a").rto_s for t in ("20s", "5m")] == [90, 330]
    behind = WAIT.replace("PROMOTE", "5m").replace("b: {kind: region,", "b: {kind: region, standby: true,")
    assert (flow(behind, tmp_path, "a").state, flow(behind, tmp_path, "a").rto_s) == ("recovers", 390)


COPIES = """
components:
  ops: {kind: aws.route53, config: {TTL: 0s}}
  web: {kind: aws.ec2, recovery: {restore: 1m}}
  db: {kind: aws.rds, recovery: {restore: 2h, PROMOTE}}
relations:
  ask: {from: ops, to: web}
  over: {from: ops, to: web, kind: failover}
  query: {from: web, to: db, kind: data}
environments:
  prod:
    places:
      a: {kind: region}
      a1: {kind: zone, in: a, runs: {web: {}, db: {role: primary}}}
      b: {kind: region}
      b1: {kind: zone, in: b, runs: {web: {}, db: {role: read-replica, lag: 5s}}}
      c: {kind: region, standby: true}
      c1: {kind: zone, in: c, runs: {db: {role: COPY, lag: 9s}}}
flows: {buy: {steps: {1: {from: ops, to: web, relation: ask}, 2: {from: web, to: db}}}}
"""


def test_a_restore_never_stands_for_a_promotion_that_is_not_stated(tmp_path: Path) -> None:
    """A copy of the same component is promoted: without `promote` that takes nobody knows how long."""
    text = COPIES.replace("COPY", "read-replica")
    assert flow(text.replace("PROMOTE", "promote: 4m"), tmp_path, "a").rto_s == 240
    found = flow(text.replace(", PROMOTE", ""), tmp_path, "a")
    assert (found.state, found.rto_s, found.rpo_s) == ("recovers", None, 5)


def test_where_all_that_is_left_is_looked_for_the_freshest_copy_counts(tmp_path: Path) -> None:
    """In 4 the replica in b is promoted, though a standby is in c: that loses more."""
    found = flow(COPIES.replace("COPY", "standby").replace("PROMOTE", "promote: 4m"), tmp_path, "a")
    assert (found.state, found.rpo_s) == ("recovers", 5)


NEAR = """
components:
  web: {kind: aws.ec2}
  db: {kind: aws.aurora}
relations: {query: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      r: {kind: region}
      a: {kind: zone, in: r, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: r, runs: {web: {}, db: {role: standby, lag: 9s, promote: 60s}}}
      c: {kind: zone, in: r, runs: {db: {role: read-replica, lag: 1s, promote: 5s}}}
flows: {buy: {steps: {1: {from: web, to: db}}}}
"""


def test_a_standby_comes_before_a_replica_that_would_lose_less(tmp_path: Path) -> None:
    found = flow(NEAR, tmp_path, "a")
    assert (found.rto_s, found.rpo_s) == (60, 9)


ONWARD = """
components:
  office: {kind: users}
  gate: {kind: onprem.network.Internet}
  line: {kind: aws.direct-connect}
  app: {kind: aws.ec2}
  side: {kind: aws.ec2}
  vpn: {kind: aws.site-to-site-vpn}
relations:
  out: {from: office, to: gate}
  over: {from: gate, to: line}
  in: {from: line, to: app}
  beside: {from: line, to: side}
  spare: {from: gate, to: vpn, kind: failover, after: 10s}
  through: {from: vpn, to: app}
environments:
  prod:
    places:
      site: {kind: data-center, runs: {gate: {}}}
      r: {kind: region, runs: {line: {}, vpn: {}}}
      z: {kind: zone, in: r, runs: {app: {}, side: {}}}
flows:
  buy: {steps: {1: {from: office, to: gate}, 2: {from: gate, to: line}, 3: {from: line, to: app}STEP}}
"""


def test_a_detour_meets_the_ends_of_all_required_steps_that_go_on(tmp_path: Path) -> None:
    """The line keeps nothing, so it is enough to reach what follows on it: all of it that is required. Where nothing
    follows, it is not met."""
    assert flow(ONWARD.replace("STEP", ""), tmp_path, "line").state == "recovers"
    assert flow(ONWARD.replace("STEP", ", 4: {from: line, to: side}"), tmp_path, "line").state == "lost"
    optional = ", 4: {from: line, to: side, optional: true}"
    assert flow(ONWARD.replace("STEP", optional), tmp_path, "line").state == "recovers"
    assert flow(ONWARD.replace(", 3: {from: line, to: app}STEP", ""), tmp_path, "line").state == "lost"


def test_a_store_is_met_itself_or_by_its_copy(tmp_path: Path) -> None:
    """What follows on a store does not bring back what it keeps."""
    text = ONWARD.replace("over: {from: gate, to: line}", "over: {from: gate, to: line, kind: data}")
    assert flow(text.replace("STEP", ""), tmp_path, "line").state == "lost"


def test_onward_is_the_way_of_the_relation(tmp_path: Path) -> None:
    """Step 3 is an answer, so its relation leads from the app to the line: nothing follows on the line."""
    text = ONWARD.replace("in: {from: line, to: app}", "in: {from: app, to: line}").replace("STEP", "")
    assert flow(text, tmp_path, "line").state == "lost"
