"""Where Regions serve side by side: who comes to one is served by what his arrows lead to, until something leads him
away. Each test shows its model, and the sentence of docs/describe/drills.md that it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import drill, ledger
from archdeck.answers.drills.result import FlowState
from written import resolved

TWO = """
system: {name: Shop}
components:
  people: {kind: users}
  way: {kind: WAY, name: Way}
  lb: {kind: aws.alb, name: Balancer}
  web: {kind: aws.ec2, name: Web}
  db: {kind: aws.rds, name: Orders}
relations:
  ask: {from: people, to: way}
  enter: {from: way, to: lb}
  spread: {from: lb, to: web}
  sql: {from: web, to: db, kind: data}
  both: {from: db, to: db, kind: replication, lag: 1s}
  MORE
environments:
  prod:
    places:
      r1: {kind: region, name: Frankfurt, runs: {lb: {}}}
      a: {kind: zone, in: r1, runs: {web: {}, db: {}}}
      b: {kind: zone, in: r1, runs: {web: {}}}
      r2: {kind: region, name: Ireland, runs: {lb: {}}}
      c: {kind: zone, in: r2, runs: {web: {}, db: {}}}
flows:
  buy:
    steps:
      1: {from: people, to: way}
      2: {from: way, to: lb, relation: enter}
      3: {from: lb, to: web}
      4: {from: web, to: db}
requirements: {r: {says: x, failures: [DOWN], target: {survives: region, rto: 5m, rpo: 1m}}}
"""
DNS, CHECKED = "aws.route53", "aws.route53, config: {TTL: 60s, Health check: every 10 s}"


def text(way: str, more: str = "", down: str = "db") -> str:
    return TWO.replace("WAY", way).replace("  MORE\n", f"  {more}\n" if more else "").replace("DOWN", down)


def flow(text: str, folder: Path, *down: str) -> FlowState:
    model = resolved(text, folder)
    return drill(model, model.environments[0], down).flows["buy"]


def told(found: FlowState) -> tuple[str, float | None, float | None, str]:
    return found.state.value, found.rto_s, found.rpo_s, found.why


COPIED = "Orders goes on in c with what was copied there"
STUCK = "Balancer in Frankfurt, which reaches nothing of Orders"
OVER = "over: {from: way, to: lb, kind: failover, after: 30s}"
LED = ("survives", 90.0, 1.0, f"Way leads to Balancer in Ireland; {COPIED}")


@pytest.mark.parametrize(
    ("way", "more", "said"),
    [
        pytest.param(
            "aws.route53, config: {TTL: 60s}", OVER, LED, id="a failover of DNS leads away"
        ),
        pytest.param(
            DNS, "", ("degraded", None, 1.0, f"{COPIED}; nothing leads Way away from {STUCK}"),
            id="DNS without one goes on leading there",
        ),
        pytest.param(
            CHECKED, "", ("survives", None, 1.0, f"{COPIED}; nothing states how soon Way leads away from {STUCK}"),
            id="a health check leads away, and nothing states how soon",
        ),
        pytest.param(
            "aws.global-accelerator", "",
            ("survives", None, 1.0, f"{COPIED}; nothing states how soon Way leads away from {STUCK}"),
            id="Global Accelerator checks by itself",
        ),
        pytest.param(
            "azure.front-door", "",
            ("survives", None, 1.0, f"{COPIED}; nothing states how soon Way leads away from {STUCK}"),
            id="so does Front Door",
        ),
        pytest.param(
            "aws.cloudfront", "", ("degraded", None, 1.0, f"{COPIED}; nothing leads Way away from {STUCK}"),
            id="a CDN with two origins and no failover does not",
        ),
        pytest.param(
            "aws.global-accelerator", "across: {from: web, to: db, kind: failover, after: 5s}",
            ("survives", 5.0, 1.0, f"Web leads to Orders in c; {COPIED}"),
            id="a step across, which the servers take themselves",
        ),
        pytest.param(
            DNS, "own: {from: db, to: db, kind: failover, after: 20s}",
            ("survives", 20.0, 1.0, f"Orders leads to Orders in c; {COPIED}"),
            id="the database leads on by itself",
        ),
    ],
)  # fmt: skip
def test_who_comes_to_where_the_store_is_gone_is_led_away_or_not(
    way: str, more: str, said: tuple[str, float | None, float | None, str], tmp_path: Path
) -> None:
    assert told(flow(text(way, more), tmp_path, "db in a")) == said


def test_what_is_not_stated_is_never_met(tmp_path: Path) -> None:
    """Of degraded nobody knows for how long; what a health check leads away survives, and how soon is unknown."""

    def verdicts(way: str, more: str = "") -> list[str]:
        model = resolved(text(way, more, "a"), tmp_path)
        return [f"{p.measure} {p.verdict.value}" for p in ledger(model).promises]

    assert verdicts(DNS) == ["survives unknown", "rto unknown", "rpo met"]
    assert verdicts(CHECKED) == ["survives met", "rto unknown", "rpo met"]
    assert verdicts("aws.route53, config: {TTL: 60s}", OVER) == ["survives met", "rto met", "rpo met"]
    assert verdicts("aws.route53, config: {TTL: 60s, Health check: none}") == verdicts(DNS)


def test_within_a_site_one_instance_that_works_is_enough(tmp_path: Path) -> None:
    """The balancer leads to the server in the other zone, and nobody waits."""
    assert told(flow(text(DNS), tmp_path, "web in a")) == ("survives", 0.0, 0.0, "")


def test_a_flow_that_gets_on_at_no_site_is_lost_though_each_step_works_at_one(tmp_path: Path) -> None:
    """The servers of Frankfurt are left and the database of Ireland: nothing states that one reaches the other."""
    says = "step 4: what works of Web does not reach what works of Orders"
    found = flow(text(DNS), tmp_path, "db in a", "web in c")
    assert (found.state, found.broken_step, found.why.partition(";")[0]) == ("lost", "4", says)
    across = flow(text(DNS, "across: {from: web, to: db, kind: failover, after: 5s}"), tmp_path, "db in a", "web in c")
    assert told(across)[:3] == ("degraded", None, 1.0)


def test_a_program_with_arrows_to_several_sites_goes_on_after_an_unknown_time(tmp_path: Path) -> None:
    shop = text(DNS).replace(
        "runs: {lb: {}}}\n      c: {kind: zone, in: r2, runs: {web: {}, db: {}}}",
        "}\n      c: {kind: zone, in: r2, runs: {db: {}}}",
    )
    shop = shop.replace("a: {kind: zone, in: r1, runs: {web: {}, db: {}}}", "a: {kind: zone, in: r1, runs: {web: {}}}")
    shop = shop.replace("flows:", "      r3: {kind: region, name: Paris, runs: {db: {}}}\nflows:")
    assert told(flow(shop, tmp_path, "r3")) == (
        "survives", None, 1.0,
        f"{COPIED}; nothing states how soon Web leads away from what fell of Orders in Paris",
    )  # fmt: skip


WAITED = "Jobs goes on in Ireland with what was copied there; "
WORK = """
system: {name: Work}
components:
  app: {kind: aws.fargate, name: App}
  jobs: {kind: aws.sqs, name: Jobs}
  hand: {kind: aws.fargate, name: Hand}
relations: {put: {from: app, to: jobs}, take: {from: hand, to: jobs}}
environments:
  prod:
    places:
      r1: {kind: region, name: Frankfurt, runs: {app: {}, jobs: {}, hand: {}}}
      r2: {kind: region, name: Ireland, runs: {app: {}, jobs: {}, hand: {}}}
flows: {buy: {steps: {1: {from: app, to: jobs}, 2: {from: hand, to: jobs}}}}
"""


@pytest.mark.parametrize(
    ("down", "rpo", "why"),
    [
        ("r1", None, f"{WAITED}App in Frankfurt fell, and nothing leads from there to another site"),
        (
            "jobs in r1",
            None,
            f"{WAITED}App in Frankfurt reaches nothing of Jobs, and nothing leads from there to another site",
        ),
        ("hand in r1", 0.0, "App in Frankfurt reaches nothing of Hand, and nothing leads from there to another site"),
    ],
)
def test_what_begins_at_a_site_where_it_does_not_get_on_is_not_served(
    down: str, rpo: float | None, why: str, tmp_path: Path
) -> None:
    """A worker that fetches its work is led to by the queue that it fetches that from."""
    assert told(flow(WORK, tmp_path, down)) == ("degraded", None, rpo, why)


STANDBY = """
system: {name: Shop}
components:
  people: {kind: users}
  web: {kind: aws.alb, name: Web}
  db: {kind: aws.rds, name: Store, recovery: {promote: 90s}}
relations:
  visit: {from: people, to: web}
  sql: {from: web, to: db, kind: data}
  OVER
environments:
  prod:
    places:
      r0: {kind: region, runs: {web: {}}}
      r1: {kind: region}
      a: {kind: zone, in: r1, runs: {db: {role: primary}}}
      b: {kind: zone, in: r1, runs: {db: {role: standby}}}
      r2: {kind: region, name: Ireland, runs: {db: {role: standby, lag: 5s}}}
flows: {buy: {steps: {1: {from: people, to: web}, 2: {from: web, to: db}}}}
requirements: {r: {says: x, failures: [r1], target: {survives: region, rto: 5m, rpo: 1m}}}
"""


def test_a_takeover_between_sites_somebody_decides(tmp_path: Path) -> None:
    """Within its Region a standby takes over by itself, in another one after a failover says so."""
    alone = STANDBY.replace("  OVER\n", "")
    takes = "the standby of Store in Ireland takes over after 1 min 30 s"
    assert told(flow(alone, tmp_path, "a"))[:3] == ("survives", 90.0, 0.0)
    assert told(found := flow(alone, tmp_path, "r1")) == (
        "recovers", None, 5.0, f"{takes}; nothing says who lets Store in Ireland take over, and when"
    )  # fmt: skip
    assert found.broken_step == "2"
    own = STANDBY.replace("OVER", "own: {from: db, to: db, kind: failover, after: 60s}")
    assert told(flow(own, tmp_path, "r1")) == ("survives", 150.0, 5.0, takes)
    verdicts = [[p.verdict.value for p in ledger(resolved(t, tmp_path)).promises] for t in (alone, own)]
    assert verdicts == [["unknown", "unknown", "met"], ["met", "met", "met"]]


def test_what_is_led_to_a_copy_or_needs_several_is_one_system_wherever_it_runs(tmp_path: Path) -> None:
    """After a promotion everybody is led to the new primary; members of a quorum are found from every site."""
    quorum = """
system: {name: Bus}
components: {app: {kind: aws.ec2, name: App}, bus: {kind: kafka, name: Bus, needs: 2}}
relations: {put: {from: app, to: bus}}
environments:
  prod:
    places:
      r1: {kind: region}
      a: {kind: zone, in: r1, runs: {app: {}, bus: {}}}
      r2: {kind: region, runs: {bus: {}}}
      r3: {kind: region, runs: {bus: {}}}
flows: {buy: {steps: {1: {from: app, to: bus}}}}
"""
    found = flow(quorum, tmp_path, "bus in a")
    assert told(found) == ("survives", 0.0, None, "Bus goes on in r2 with what was copied there")
    assert flow(quorum, tmp_path, "bus in a", "r2").state == "lost"


def test_what_one_alone_does_for_is_no_system_of_several(tmp_path: Path) -> None:
    """`needs: 1` says what is so without it: it leads nobody to the other Region."""
    plain = text(DNS)
    stated = plain.replace("{kind: aws.ec2, name: Web}", "{kind: aws.ec2, name: Web, needs: 1}")
    stated = stated.replace("{kind: aws.rds, name: Orders}", "{kind: aws.rds, name: Orders, needs: 1}")
    assert stated != plain
    for down in ("db in r1", "web in r1"):
        assert told(flow(stated, tmp_path, down)) == told(flow(plain, tmp_path, down))
