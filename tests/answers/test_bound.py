"""Who stands in a zone and is bound to what serves that zone: a route leads to the NAT gateway of its own zone, a disk
is attached to a server there. Each test shows its model, or what it changes in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import board, drill, ledger
from archdeck.answers.drills.availability import availability
from written import resolved

SHOP = """
system: {name: Shop}
components:
  people: {kind: users}
  lb: {kind: aws.alb, name: Balancer, availability: 100 %}
  web: {kind: WEB, name: Web, availability: 100 %}
  nat: {kind: NAT, name: Way out, availability: 99.9 %}
  pay: {kind: external-system, name: Card provider, availability: 100 %}
relations:
  ask: {from: people, to: lb}
  spread: {from: lb, to: web}
  out: {from: web, to: nat}
  charge: {from: nat, to: pay}
environments:
  prod:
    places:
      r: {kind: region, name: Frankfurt}
      vpc: {kind: vpc, in: r, runs: {lb: {}}}
      za: {kind: zone, name: Zone a, in: vpc}
      a: {kind: private-subnet, in: za, runs: {web: {}}}
      pa: {kind: public-subnet, in: za, runs: {nat: {}}}
      zb: {kind: zone, name: Zone b, in: vpc}
      b: {kind: private-subnet, in: zb, runs: {web: {}}}
      pb: {kind: public-subnet, in: zb, runs: {nat: {}}}
      zc: {kind: zone, name: Zone c, in: vpc, because: for later}
flows:
  buy: {steps: {1: {from: people, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: nat}, 4: {from: nat, to: pay}}}
requirements: {r: {says: x, failures: [nat in za], target: {survives: instance, rto: 5m}}}
"""
NAT, EC2 = "aws.nat-gateway", "aws.ec2"
OWN = "over: {from: nat, to: nat, kind: failover, after: 1m}"
ONLY_A = ("b: {kind: private-subnet, in: zb, runs: {web: {}}}", "b: {kind: private-subnet, in: zb, because: x}")
WITHOUT = (
    "zc: {kind: zone, name: Zone c, in: vpc, because: for later}",
    "zc: {kind: zone, name: Zone c, in: vpc, runs: {web: {}}}",
)
IN_VPC = [
    ONLY_A,
    ("runs: {lb: {}}", "runs: {lb: {}, web: {}}"),
    ("a: {kind: private-subnet, in: za, runs: {web: {}}}", "a: {kind: private-subnet, in: za, because: x}"),
]
DATA = ("{from: web, to: nat}\n  charge", "{from: web, to: nat, kind: data}\n  charge")
BY_ZONE = "here: {from: web in za, to: nat in za}\n  there: {from: web in zb, to: nat in zb}"
CUT = "Web in Zone a reaches nothing of Way out, and nothing leads away from it"
TORN = "leads to several of Way out, that in Zone a fell, and nothing says by which it goes"


def shop(more: str = "", changes: list[tuple[str, str]] | None = None, nat: str = NAT, web: str = EC2) -> str:
    text = SHOP.replace("NAT", nat).replace("WEB", web)
    text = text.replace("environments:", f"  {more}\nenvironments:", 1) if more else text
    for old, new in changes or []:
        assert old in text
        text = text.replace(old, new)
    return text


def played(text: str, folder: Path, *down: str) -> tuple[str, float | None, str]:
    model = resolved(text, folder)
    found = drill(model, model.environments[0], down).flows["buy"]
    return found.state.value, found.rto_s, found.why


@pytest.mark.parametrize(
    ("text", "down", "said"),
    [
        pytest.param(shop(), "nat in za", ("degraded", None, CUT), id="its own zone's alone"),
        pytest.param(shop(), "za", ("survives", 0.0, ""), id="nobody is left to whom it matters"),
        pytest.param(
            shop(OWN), "nat in za", ("survives", 60.0, "Way out leads to Way out in Zone b"), id="routes are changed"
        ),
        pytest.param(
            shop("over: {from: nat in zb, to: nat in za, kind: failover, after: 1m}"),
            "nat in za",
            ("degraded", None, CUT),
            id="routes of another zone are changed",
        ),
        pytest.param(
            shop("over: {from: web, to: nat, kind: failover, after: 40s}"),
            "nat in za",
            ("survives", 40.0, "Web leads to Way out in Zone b"),
            id="who is bound takes another way",
        ),
        pytest.param(
            shop("over: {from: lb, to: web, kind: failover, after: 30s}"),
            "nat in za",
            ("survives", 30.0, "Balancer leads to Web in Zone b"),
            id="who asks checks how far one gets",
        ),
        pytest.param(
            shop(changes=[ONLY_A]),
            "nat in za",
            ("lost", None, "step 3: what works of Web does not reach what works of Way out"),
            id="another zone's alone is left",
        ),
        pytest.param(
            shop(changes=[WITHOUT]),
            "za",
            ("degraded", None, f"Web in Zone c {TORN}"),
            id="no route of a zone without one",
        ),
        pytest.param(
            shop(web="aws.lambda", changes=IN_VPC),
            "nat in za",
            ("degraded", None, f"Web in Frankfurt {TORN}"),
            id="what is in no zone is in all",
        ),
        pytest.param(
            shop(web="aws.lambda", changes=IN_VPC),
            "za",
            ("survives", 0.0, ""),
            id="and goes on in those that are left",
        ),
        pytest.param(
            shop(nat="aws.ebs", changes=[DATA]),
            "nat in za",
            ("degraded", None, f"Way out goes on in Zone b with what is there; {CUT}"),
            id="a disk is attached to one",
        ),
        pytest.param(shop(nat=EC2), "nat in za", ("survives", 0.0, ""), id="servers are asked in any zone"),
        pytest.param(
            shop(BY_ZONE, nat=EC2),
            "nat in za",
            ("degraded", None, CUT),
            id="unless the arrows name them",
        ),
        pytest.param(
            shop(BY_ZONE, nat=EC2),
            "za",
            ("survives", 0.0, ""),
            id="a step takes the arrows of each zone",
        ),
    ],
)
def test_who_is_bound(text: str, down: str, said: tuple[str, float | None, str], tmp_path: Path) -> None:
    """`What serves its own zone` in docs/describe/drills.md."""
    assert played(text, tmp_path, down) == said


def test_what_nothing_states_meets_no_target(tmp_path: Path) -> None:
    stated, unstated = (resolved(text, tmp_path) for text in (shop(OWN), shop()))
    verdicts = [[p.verdict.value for p in ledger(model).promises] for model in (stated, unstated)]
    assert verdicts == [["met", "met"], ["unknown", "unknown"]]


def test_one_to_which_all_are_bound_is_a_single_point(tmp_path: Path) -> None:
    """There are two gateways, and all servers stand in the zone of the first."""
    model = resolved(shop(changes=[ONLY_A]), tmp_path)
    alone = {row.failure.id: [i.id for i in row.alone] for row in board(model, model.environments[0]).single_points}
    assert alone["nat"] == ["nat--pa"]


CHAIN = """
system: {name: Shop}
components:
  people: {kind: users}
  dns: {kind: aws.route53, name: DNS, config: {TTL: 60s}}
  lb: {kind: aws.alb, name: Balancer}
  web: {kind: aws.ec2, name: Web}
  door: {kind: aws.network-firewall-endpoint, name: Firewall}
  nat: {kind: aws.nat-gateway, name: Way out}
  pay: {kind: external-system}
relations:
  visit: {from: people, to: dns}
  lead: {from: dns, to: lb}
  spread: {from: lb, to: web}
  out: {from: web, to: door}
  on: {from: door, to: nat}
  charge: {from: nat, to: pay}
  over: {from: dns, to: lb, kind: failover, after: 30s}
environments:
  prod:
    places:
      r1: {kind: region, name: Frankfurt, runs: {lb: {}}}
      za: {kind: zone, in: r1, runs: {web: {}, nat: {}, door: {}}}
      zb: {kind: zone, in: r1, runs: {web: {}, nat: {}, door: {}}}
      r2: {kind: region, name: Ireland, standby: STANDBY, runs: {lb: {}}}
      zc: {kind: zone, in: r2, runs: {web: {}, nat: {}, door: {}}}
      zd: {kind: zone, in: r2, runs: {web: {}, nat: {}, door: {}}}
flows:
  buy:
    steps:
      1: {from: people, to: dns}
      2: {from: dns, to: lb, relation: lead}
      3: {from: lb, to: web}
      4: {from: web, to: door}
      5: {from: door, to: nat}
      6: {from: nat, to: pay}
"""


def at(zone: str) -> str:
    return f"Web in {zone} reaches nothing of Way out, and nothing leads away from it"


LED = "DNS leads to Balancer in Ireland"
GONE = "step 2: nothing of Balancer works, it fell with Frankfurt"


@pytest.mark.parametrize(
    ("standby", "down", "said"),
    [
        ("false", "nat in za", ("degraded", None, at("za"))),
        ("false", "nat in za, nat in zb", ("survives", 90.0, LED)),
        ("false", "nat in za, door in zb", ("survives", 90.0, LED)),
        ("false", "r1, nat in zc", ("degraded", None, f"{LED}; {at('zc')}")),
        ("true", "nat in zc", ("survives", 0.0, "")),
        ("true", "r1, nat in zc", ("recovers", None, f"{GONE}; {LED}; {at('zc')}")),
        (
            "true",
            "r1, nat in zc, door in zd",
            ("recovers", None, f"{GONE}; {LED}; Firewall is built anew; Way out is built anew"),
        ),
    ],
)
def test_a_chain_of_what_serves_its_zone(
    standby: str, down: str, said: tuple[str, float | None, str], tmp_path: Path
) -> None:
    """Told once, of who is asked by others; a Region of which all are cut off is left as one that fell, and one that
    stands by helps as far as its own zones do."""
    assert played(CHAIN.replace("STANDBY", standby), tmp_path, *down.split(", ")) == said


AROUND = [
    ONLY_A,
    ("lb: {kind: aws.alb", "other: {kind: aws.ec2, name: Other}\n  lb: {kind: aws.alb"),
    (
        "out: {from",
        "aside: {from: lb, to: other, kind: failover, after: 9s}\n  on: {from: other, to: nat}\n  out: {from",
    ),
]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("za", ("lost", None, "step 3: what works of Web does not reach what works of Way out")),
        (
            "zb",
            (
                "recovers",
                9.0,
                "step 3: what works of Web does not reach what works of Way out; "
                "Balancer leads to Other in Zone b, from there to Way out",
            ),
        ),
    ],
)
def test_a_detour_by_the_same_zone_is_none(zone: str, said: tuple[str, float | None, str], tmp_path: Path) -> None:
    text = shop(changes=AROUND).replace(
        f"name: Zone {zone[1]}, in: vpc}}", f"name: Zone {zone[1]}, in: vpc, runs: {{other: {{}}}}}}"
    )
    assert played(text, tmp_path, "nat in za") == said


def test_work_waits_where_nobody_who_takes_it_gets_further(tmp_path: Path) -> None:
    text = shop("take: {from: web, to: lb}").replace("kind: aws.alb", "kind: aws.sqs, config: {Retention: 4d}")
    text = text.replace("2: {from: lb, to: web}", "2: {from: web, to: lb}")
    assert played(text, tmp_path, "nat in za", "web in zb") == (
        "delayed",
        None,
        "step 3: what works of Web does not reach what works of Way out; "
        "the work waits in Balancer, which keeps it for 4 d",
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param(shop(), "99.9 %", id="whoever is led to one has that one"),
        pytest.param(shop(OWN), "99.9999 %", id="a failover makes them stand in for each other"),
        pytest.param(shop(nat=EC2), "99.9999 %", id="so do servers"),
    ],
)
def test_availability_of_what_serves_its_zone(text: str, share: str, tmp_path: Path) -> None:
    model = resolved(text, tmp_path)
    assert availability(model, model.environments[0], model.flows[0]).says.partition(" = ")[0] == share
