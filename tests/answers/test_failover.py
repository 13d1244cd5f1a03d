"""Where failovers lead: two Regions that both serve, a data center, a pilot light, a line beside the usual one."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers.drills.board import board
from archdeck.answers.drills.ledger import ledger
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState
from archdeck.language.values import Outcome
from written import links, messages, resolved

TWO = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: nginx, name: Balancer, recovery: {restore: 10m}}
  db: {kind: postgresql, name: Store, recovery: {promote: 2m, restore: 2h}}
relations:
  visit: {from: users, to: dns}
  lead: {from: dns, to: lb}
  over: {from: dns, to: lb, kind: failover, after: 30s}
  store: {from: lb, to: db, kind: data}
environments:
  prod:
    places:
      r1: {kind: region}
      a: {kind: zone, in: r1, runs: {lb: {}, db: {role: primary}}}
      cellar: {kind: data-center, name: Cellar, runs: {lb: {}, db: {role: read-replica, lag: 5s}}}
flows:
  buy: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb, relation: lead}, 3: {from: lb, to: db}}}
  look: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb, relation: lead}}}
"""


def played(tmp_path: Path, text: str, *down: str, flow: str = "buy") -> FlowState:
    model = resolved(text, tmp_path)
    return drill(model, model.environments[0], down).flows[flow]


def told(found: FlowState) -> tuple[str, float | None, float | None, str]:
    return found.state.value, found.rto_s, found.rpo_s, found.why


def test_a_failover_leads_to_every_instance_however_far(tmp_path: Path) -> None:
    """Requests go to the nearest; a cloud around the Region makes the data center no less of a target."""
    text = TWO.replace(
        "      r1: {kind: region}", "      cloud: {kind: cloud, runs: {dns: {}}}\n      r1: {kind: region, in: cloud}"
    )
    found = links(resolved(text, tmp_path).environments[0])
    assert [link for link in found if link.startswith("over")] == [
        "over: dns--cloud -> lb--a",
        "over: dns--cloud -> lb--cellar",
    ]


def test_a_data_center_that_does_not_stand_by_takes_over_and_its_replica_is_promoted(tmp_path: Path) -> None:
    assert told(played(tmp_path, TWO, "r1")) == (
        "recovers", 30 + 60 + 120, 5.0,
        "step 3: nothing of Store works, it fell with r1; DNS leads to Balancer in Cellar; "
        "the copy of Store in Cellar takes over after 2 min",
    )  # fmt: skip


@pytest.mark.parametrize("by", ["", "standby: true, "])
def test_a_replica_is_promoted_whether_or_not_its_place_stands_by(by: str, tmp_path: Path) -> None:
    """How long a restore takes says nothing of that."""
    text = TWO.replace("promote: 2m, ", "").replace("{kind: data-center, ", f"{{kind: data-center, {by}")
    found = played(tmp_path, text, "r1")
    says = "the copy of Store in Cellar takes over after a time that is not stated"
    assert (found.state.value, found.rto_s, found.rpo_s, found.why.rpartition("; ")[2]) == ("recovers", None, 5.0, says)


def test_of_two_that_serve_those_wait_who_were_led_to_the_one_that_fell(tmp_path: Path) -> None:
    """Without the failover, one working instance is all that a step needs; but who was told the other address goes on
    asking there, and nothing says how long."""
    assert told(played(tmp_path, TWO, "r1", flow="look")) == ("survives", 90.0, 0.0, "DNS leads to Balancer in Cellar")
    assert played(tmp_path, TWO, "r1", flow="look").path.failover == "over"
    alone = TWO.replace("  over: {from: dns, to: lb, kind: failover, after: 30s}\n", "")
    says = "nothing leads DNS away from what fell of Balancer in r1"
    assert told(played(tmp_path, alone, "r1", flow="look")) == ("degraded", None, 0.0, says)
    assert told(played(tmp_path, TWO, "db", flow="look")) == ("survives", 0.0, 0.0, "")


@pytest.mark.parametrize(
    ("kind", "after", "rto"),
    [
        ("aws.route53, config: {TTL: 60s}", ", after: 30s", 90),
        ("aws.route53, config: {TTL: 60s}", "", 60),
        ("aws.route53", ", after: 30s", None),
        ("azure.network.TrafficManagerProfiles", ", after: 30s", None),
        ("aws.global-accelerator", ", after: 30s", 30),
        ("aws.global-accelerator", "", None),
        ("aws.ec2", ", after: 5s", 5),
    ],
)
def test_only_answers_of_dns_are_kept_by_clients(tmp_path: Path, kind: str, after: str, rto: float | None) -> None:
    text = TWO.replace("aws.route53, name: DNS, config: {TTL: 60s}", kind).replace(", after: 30s", after)
    text = text.replace("      r1:", "      cloud: {kind: cloud, runs: {dns: {}}}\n      r1:")
    assert played(tmp_path, text, "r1", flow="look").rto_s == rto


def test_a_time_that_is_missing_names_the_line_that_ought_to_state_it(tmp_path: Path) -> None:
    """Line 11 is that of the failover."""
    text = TWO.replace("aws.route53, name: DNS, config: {TTL: 60s}", "aws.global-accelerator").replace(
        ", after: 30s", ""
    )
    (missing,) = played(tmp_path, text, "r1", flow="look").rto.stated()
    assert (missing.seconds, missing.says, missing.where and missing.where.line) == (
        None,
        "until DNS leads the other way",
        11,
    )


PILOT = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: aws.alb, name: Balancer, recovery: {restore: 10m}}
  db: {kind: aws.rds, name: Store, recovery: {promote: 5m}}
relations:
  visit: {from: users, to: dns}
  lead: {from: dns, to: lb}
  over: {from: dns, to: lb, kind: failover, after: 2m}
  store: {from: lb, to: db, kind: data}
environments:
  prod:
    places:
      r1: {kind: region, runs: {lb: {}, db: {role: primary}}}
      r2: {kind: region, standby: true, runs: {db: {role: read-replica, lag: 30s}}}
  later: {stage: disaster-recovery, places: {r2: {kind: region, runs: {lb: {}, db: {}}}}}
flows:
  buy: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb, relation: lead}, 3: {from: lb, to: db}}}
"""


def test_a_failover_leads_to_what_a_pilot_light_sets_up(tmp_path: Path) -> None:
    """Only the data is there; without the environment that says what is set up, nothing is."""
    assert told(played(tmp_path, PILOT, "r1")) == (
        "recovers", 120 + 60 + 600, 30.0,
        "step 2: nothing of Balancer works, it fell with r1; DNS leads to Balancer in r2; Balancer is set up in r2; "
        "the copy of Store in r2 takes over after 5 min",
    )  # fmt: skip
    assert played(tmp_path, PILOT, "r1", "r2").state is Outcome.LOST
    assert played(tmp_path, PILOT, "r1", "dns").state is Outcome.LOST
    assert played(tmp_path, PILOT.replace("runs: {lb: {}, db: {}}}}}", "runs: {db: {}}}}}"), "r1").state is Outcome.LOST


LINE = """
system: {name: Office}
components:
  router: {kind: onprem.network.Internet, name: Router}
  line: {kind: aws.direct-connect, name: Line}
  vpn: {kind: aws.site-to-site-vpn, name: Tunnel}
  hub: {kind: aws.transit-gateway, name: Hub}
  app: {kind: aws.alb, name: App}
relations:
  a: {from: router, to: line}
  b: {from: line, to: hub}
  over: {from: router, to: vpn, kind: failover, after: 60s}
  on: {from: vpn, to: hub}
  c: {from: hub, to: app}
environments:
  prod:
    places:
      office: {kind: data-center, runs: {router: {}}}
      r1: {kind: region, runs: {line: {}, vpn: {}, hub: {}, app: {}}}
flows:
  buy: {steps: {1: {from: router, to: line}, 2: {from: line, to: hub}, 3: {from: hub, to: app}}}
"""


def test_a_line_beside_the_usual_one_leads_to_where_the_flow_goes_on(tmp_path: Path) -> None:
    found = played(tmp_path, LINE, "line")
    assert told(found) == (
        "recovers", 60.0, 0.0,
        "step 1: nothing of Line works, it failed itself; Router leads to Tunnel in r1, from there to Hub",
    )  # fmt: skip
    assert (found.path.failover, found.path.stands_in) == ("over", ("vpn--r1",))
    assert set(found.path.relations) == {"c", "on"}
    for down in ("hub", "router", "office", "r1"):
        assert played(tmp_path, LINE, down).state is Outcome.LOST, down
    assert played(tmp_path, LINE, "line", "vpn").state is Outcome.LOST


def test_what_fell_may_be_where_the_failover_starts(tmp_path: Path) -> None:
    """`from: line`: it is the router that notices, so it must be joined with the other line too."""
    text = LINE.replace("over: {from: router", "over: {from: line")
    assert played(tmp_path, text, "line").state is Outcome.LOST
    joined = text.replace("  on:", "  spare: {from: router, to: vpn}\n  on:")
    assert played(tmp_path, joined, "line").rto_s == 60.0
    assert played(tmp_path, joined, "office").state is Outcome.LOST


SITE = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: aws.alb, name: Balancer}
  db: {kind: aws.rds, name: Store}
  own-lb: {kind: nginx, name: Own balancer}
  own-db: {kind: postgresql, name: Own store, recovery: {promote: 10m}}
relations:
  visit: {from: users, to: dns}
  lead: {from: dns, to: lb}
  over: {from: dns, to: own-lb, kind: failover, after: 30s}
  store: {from: lb, to: db, kind: data}
  copy: {from: db, to: own-db, kind: replication, lag: 20s}
  own: {from: own-lb, to: own-db, kind: data}
environments:
  prod:
    places:
      r1: {kind: region, runs: {lb: {}, db: {}}}
      cellar: {kind: data-center, name: Cellar, runs: {own-lb: {}, own-db: {}}}
flows:
  buy: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb}, 3: {from: lb, to: db}}}
  look: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb}}}
"""


def test_a_site_of_other_parts_takes_over_with_its_copy(tmp_path: Path) -> None:
    assert told(played(tmp_path, SITE, "r1")) == (
        "recovers", 30 + 60 + 600, 20.0,
        "step 2: nothing of Balancer works, it fell with r1; DNS leads to Own balancer in Cellar, from there to "
        "Own store; Own store in Cellar takes over from Store after 10 min",
    )  # fmt: skip


@pytest.mark.parametrize(
    "missing",
    ["copy: {from: db, to: own-db, kind: replication, lag: 20s}", "own: {from: own-lb, to: own-db, kind: data}"],
)
def test_a_page_that_says_sorry_brings_nothing_back(tmp_path: Path, missing: str) -> None:
    """Where the failover leads there must be what the flow is for: its data, or what comes after in it."""
    assert played(tmp_path, SITE.replace(f"  {missing}\n", ""), "r1").state is Outcome.LOST
    assert played(tmp_path, SITE, "r1", flow="look").state is Outcome.LOST
    result = drill(model := resolved(SITE, tmp_path), model.environments[0], ["lb"])
    assert result.components["lb"].state.value == "down"


def test_a_store_that_fails_over_to_its_own_copy(tmp_path: Path) -> None:
    """Nothing else must have fallen: the copy brings back no more than the store."""
    text = TWO.replace("over: {from: dns, to: lb", "over: {from: db, to: db").replace("after: 30s", "after: 10s")
    text = text.replace(
        "runs: {lb: {}, db: {role: primary}}}",
        "runs: {lb: {}}}\n      b: {kind: zone, in: r1, runs: {db: {role: primary}}}",
    )
    assert links(resolved(text, tmp_path).environments[0])[-1] == "db-read-replica: db--b -> db--cellar"
    assert told(played(tmp_path, text, "b")) == (
        "recovers", 130.0, 5.0,
        "step 3: nothing of Store works, it fell with b; the copy of Store in Cellar takes over after 2 min",
    )  # fmt: skip
    assert (
        played(tmp_path, text.replace("runs: {lb: {}, db: {role: read", "runs: {db: {role: read"), "r1").state
        is Outcome.LOST
    )


ALONE = """
system: {name: Shop}
components: {users: {kind: users}, web: {kind: aws.ec2, recovery: {restore: 5m}}}
relations: {a: {from: users, to: web}}
environments: {prod: {places: {r1: {kind: region}, a: {kind: zone, in: r1, runs: {web: {}}}}}}
flows: {buy: {steps: {1: {from: users, to: web}}}}
requirements: {zone: {says: So., target: {survives: zone, rto: 15m, rpo: 1m}}}
"""


def test_a_lost_flow_never_reads_as_zero(tmp_path: Path) -> None:
    """Nothing that fell keeps data, so there is no number for it, and no promise that it meets."""
    found = ledger(resolved(ALONE, tmp_path))
    lost = played(tmp_path, ALONE, "a")
    assert (lost.rto_s, lost.rpo_s, lost.way_back) == (None, None, "building anew")
    assert [(t.seconds, t.says) for t in (lost.rto, lost.rpo)] == [
        (300.0, "building Web"),
        (None, "nothing that fell keeps data"),
    ]
    assert {p.measure: p.verdict.value for p in found.promises} == {
        "survives": "missed",
        "rto": "unknown",
        "rpo": "unknown",
    }


BOTH = """
system: {name: Shop}
components:
  users: {kind: users}
  app: {kind: aws.lambda, name: App}
  table: {kind: aws.dynamodb, name: Table}
relations:
  a: {from: users, to: app}
  b: {from: app, to: table, kind: data}
  c: {from: table, to: table, kind: replication, lag: 2s}
environments:
  prod:
    places:
      r1: {kind: region, runs: {app: {}, table: {}}}
      r2: {kind: region, runs: {app: {}, table: {}}}
flows: {buy: {steps: {1: {from: users, to: app}, 2: {from: app, to: table}}}}
"""


def test_what_was_written_last_in_a_region_may_not_be_in_the_other_yet(tmp_path: Path) -> None:
    """How far both are apart is stated or unknown, never nothing. Nothing says who leads users to the other."""
    led = "nothing leads Users away from what fell of App in r1"
    note = f"Table goes on in r2 with what was copied there; {led}"
    assert told(played(tmp_path, BOTH, "r1")) == ("degraded", None, 2.0, note)
    silent = BOTH.replace("  c: {from: table, to: table, kind: replication, lag: 2s}\n", "")
    assert told(played(tmp_path, silent, "r1")) == ("degraded", None, None, note)
    result = drill(model := resolved(silent, tmp_path), model.environments[0], ["r1"])
    assert result.components["table"].state.value == "degraded"


def test_a_service_of_a_region_is_in_step_there_and_what_stands_in_a_zone_is_not(tmp_path: Path) -> None:
    text = BOTH.replace("r2: {kind: region, runs: {app: {}, table: {}}}", "z2: {kind: zone, in: r1, runs: {table: {}}}")
    text = text.replace(
        "runs: {app: {}, table: {}}}\n      z2",
        "runs: {app: {}}}\n      z1: {kind: zone, in: r1, runs: {table: {}}}\n      z2",
    )
    text = text.replace("c: {from: table, to: table, kind: replication, lag: 2s}", "")
    disks = text.replace("aws.dynamodb", "aws.ec2")
    for down in ("z1", "z2"):
        assert told(played(tmp_path, text, down)) == ("survives", 0.0, 0.0, "")
        says = f"Table goes on in {'z2' if down == 'z1' else 'z1'} with what is there"
        assert told(played(tmp_path, disks, down)) == ("survives", 0.0, None, says)


def test_the_loss_of_a_data_center_is_called_so(tmp_path: Path) -> None:
    model = resolved(TWO, tmp_path)
    rows = {row.failure.id: row.failure.title for row in board(model, model.environments[0]).rows}
    assert (rows["cellar"], rows["a"]) == ("Loss of data center Cellar", "Loss of zone a")


GREEN = """
system: {name: Shop}
components:
  users: {kind: users}
  blue: {kind: aws.alb, name: Blue}
  green: {kind: aws.alb, name: Green}
  web: {kind: aws.ec2, name: Web}
relations:
  a: {from: users, to: blue}
  over: {from: users, to: green, kind: failover, after: 1m}
  b: {from: blue, to: web}
  c: {from: green, to: web}
environments:
  prod:
    places:
      r: {kind: region}
      one: {kind: vpc, in: r, runs: {blue: {}}}
      one-a: {kind: zone, in: one, runs: {web: {}}}
      two: {kind: vpc, in: r, standby: true, runs: {green: {}}}
      two-a: {kind: zone, in: two, runs: {web: {}}}
flows: {buy: {steps: {1: {from: users, to: blue}, 2: {from: blue, to: web}}}}
"""


def test_a_detour_into_a_place_that_stands_by_uses_what_stands_by_there(tmp_path: Path) -> None:
    result = drill(model := resolved(GREEN, tmp_path), model.environments[0], ["one"])
    assert told(result.flows["buy"]) == (
        "recovers", 60.0, 0.0,
        "step 1: nothing of Blue works, it fell with one; Users leads to Green in r, from there to Web",
    )  # fmt: skip
    assert {id: f"{c.state}: {c.why}" for id, c in result.components.items() if c.why} == {
        "blue": "down: fell with one",
        "web": "recovering: fell with one; it serves in two-a after failover",
    }


def test_what_is_left_and_stands_by_for_nothing_is_said_to_do_so(tmp_path: Path) -> None:
    text = GREEN.replace("  over: {from: users, to: green, kind: failover, after: 1m}\n", "")
    result = drill(model := resolved(text, tmp_path), model.environments[0], ["one"])
    assert result.components["web"].why == "fell with one; what is left of it stands by"
    assert result.flows["buy"].state is Outcome.LOST


def test_of_several_places_that_stand_by_the_one_is_taken_that_loses_least(tmp_path: Path) -> None:
    """The second comes later in the model, and is only a minute behind; where both are, the quicker one counts."""
    text = PILOT.replace(
        "runs: {db: {role: read-replica, lag: 30s}}}", "runs: {lb: {}, db: {role: read-replica, lag: 1h}}}"
    )
    text = text.replace(
        "  later:",
        "      r3:\n        kind: region\n        standby: true\n"
        "        runs: {lb: {}, db: {role: read-replica, lag: 1m, promote: 9m}}\n  later:",
    )
    assert (played(tmp_path, text, "r1").rto_s, played(tmp_path, text, "r1").rpo_s) == (120 + 60 + 540, 60.0)
    assert played(tmp_path, text.replace("lag: 1h", "lag: 1m"), "r1").rto_s == 120 + 60 + 300
    result = drill(model := resolved(text, tmp_path), model.environments[0], ["r1"])
    assert [id for id, found in result.instances.items() if found.promoted] == ["db--r3"]


CARDS = """
system: {name: Shop}
components:
  users: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  control: {kind: part, name: Control plane}
  lb: {kind: aws.alb, name: Balancer}
  images: {kind: aws.ecr}
  card-a: {kind: external-system, name: Card A}
  card-b: {kind: external-system, name: Card B}
kinds: {part: {name: Part}}
relations:
  visit: {from: users, to: dns}
  lead: {from: dns, to: lb}
  pay: {from: lb, to: card-a}
  pay-else: {from: lb, to: card-b}
  over: {from: dns, to: lb, kind: failover, after: 30s, needs: [control, images in r2]}
  second: {from: card-a, to: card-b, kind: failover, after: 10s}
environments:
  prod:
    places:
      r0: {kind: region, runs: {control: {}}}
      r1: {kind: region, runs: {lb: {}, images: {}}}
      r2: {kind: region, standby: true, runs: {lb: {}, images: {}}}
flows:
  buy: {steps: {1: {from: users, to: dns}, 2: {from: dns, to: lb, relation: lead}}}
  pay: {steps: {1: {from: lb, to: card-a}}}
"""


@pytest.mark.parametrize(
    ("down", "state", "rto", "says"),
    [
        (("r1",), "recovers", 90.0, "DNS leads to Balancer in r2"),
        (("r1", "images in r1"), "recovers", 90.0, "DNS leads to Balancer in r2"),
        (("r1", "r0"), "lost", None, "DNS does not lead on without Control plane, of which nothing works"),
        (("r1", "images"), "lost", None, "DNS does not lead on without Images in r2, of which nothing works"),
        (("r0",), "survives", 0.0, ""),
    ],
)
def test_what_a_failover_needs(down: tuple[str, ...], state: str, rto: float | None, says: str, tmp_path: Path) -> None:
    """The control plane that changes the name, and images where it leads: without them it does not happen."""
    found = played(tmp_path, CARDS, *down)
    assert (found.state.value, found.rto_s, found.why.rpartition("; ")[2]) == (state, rto, says)


def test_who_was_led_astray_waits_where_the_failover_does_not_happen(tmp_path: Path) -> None:
    """Of two Regions that serve, also where no name leads to them: more that is down is never quicker."""
    text = (
        CARDS.replace("standby: true, ", "")
        .replace("aws.route53", "aws.global-accelerator")
        .replace(", config: {TTL: 60s}", "")
    )
    assert told(played(tmp_path, text, "r1")) == ("survives", 30.0, 0.0, "DNS leads to Balancer in r2")
    assert told(played(tmp_path, text, "r1", "r0")) == (
        "degraded", None, 0.0,
        "nothing leads DNS away from what fell of Balancer in r1: DNS does not lead on without Control plane, of which "
        "nothing works",
    )  # fmt: skip


def test_a_second_provider_stands_in_for_the_first(tmp_path: Path) -> None:
    """It does the same, because the failover leads from one of other people's systems to another."""
    found = played(tmp_path, CARDS, "card-a", flow="pay")
    assert told(found) == (
        "recovers",
        10.0,
        0.0,
        "step 1: nothing of Card A works, it failed itself; Card A leads to Card B",
    )
    assert played(tmp_path, CARDS, "card-a", "card-b", flow="pay").state is Outcome.LOST
    unasked = CARDS.replace("  pay-else: {from: lb, to: card-b}\n", "  pay-else: {from: dns, to: card-b}\n")
    assert played(tmp_path, unasked, "card-a", flow="pay").state is Outcome.LOST


def test_needs_of_what_is_no_failover_and_of_what_runs_nowhere_are_errors(tmp_path: Path) -> None:
    def wrong(old: str, new: str) -> list[str]:
        (tmp_path / "shop.yaml").write_text(CARDS.replace(old, new))
        return [line.partition("shop.yaml:")[2] for line in messages(tmp_path / "shop.yaml")]

    assert wrong("pay: {from: lb, to: card-a}", "pay: {from: lb, to: card-a, needs: [control]}") == [
        "15:31: error: relation 'pay' is no failover, and only a failover needs something to happen; delete the line "
        "[needs-nothing]",
    ]
    assert wrong("images in r2]", "imagse in r2]") == [
        "17:74: error: 'imagse' is not a component; did you mean 'images'? [unknown-component]"
    ]
    assert wrong("images in r2]", "images in r0]") == [
        "17:74: error: 'images' does not run in 'r0' in any environment; it runs in r1, r2 [no-instance]"
    ]
