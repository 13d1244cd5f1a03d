"""Ten questions on ShopMaster (model/shopmaster) that an agent answers by the server alone: what it calls, and what it
is told. It knows nothing else of the system."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from agent import Agent, agent

from house import ROOT

SHOP = {"system": "shopmaster"}
READS = [
    "systems", "model", "element", "files", "check", "rule", "drill", "promises", "diff", "drift", "views", "picture",
    "kinds", "language",
]  # fmt: skip


@pytest.fixture(scope="module")
def asks() -> Iterator[Agent]:
    with agent(ROOT) as made:
        yield made


def test_which_systems_and_environments_are_there(asks: Agent) -> None:
    """Before all questions: what can be asked about."""
    found = json.loads(asks.ask("systems"))
    assert list(found) == ["africa-portal", "aws-reference", "global-web-app", "shopmaster", "tiered-web-app"]
    assert found["shopmaster"]["environments"] == ["prod", "staging", "dev", "dr"]


def test_1_what_fails_if_zone_a_is_lost_in_production(asks: Agent) -> None:
    assert asks.ask("drill", **SHOP, environment="prod", down=["us-east-1a"]).split("\n") == [
        "flow visit: survives (RTO 1 min 30 s, RPO 0 s) - "
        "the standby of Shop database in us-east-1b takes over after 1 min 30 s",
        "flow static: survives (RTO 0 s, RPO 0 s)",
        "flow browse: survives (RTO 0 s, RPO 0 s)",
        "flow sale: survives (RTO 0 s, RPO 0 s)",
        "flow backup: survives (RTO 0 s, RPO 0 s)",
        "component db: recovering - "
        "fell with us-east-1a; the standby of Shop database in us-east-1b takes over after 1 min 30 s",
        "component web: degraded - 1 of 2 fell with us-east-1a",
        "component web-disk: degraded - 1 of 2 fell with us-east-1a",
        "component app: degraded - 1 of 2 fell with us-east-1a",
        "8 of 12 components are as they were",
    ]


def test_2_which_requirement_is_missed_and_why(asks: Agent) -> None:
    """A promise of no downtime, which a standby of 90 seconds cannot keep; two are unknown."""
    at = "model/shopmaster/system.yaml"
    assert asks.ask("promises", **SHOP).split("\n") == [
        f"met     available: survives zone ({at}:76) - flow visit survives without us-east-1a",
        f"missed  available: rto 0s ({at}:76) - 1 min 30 s: flow visit survives without us-east-1a",
        f"met     fault-tolerant: survives zone ({at}:99) - flow visit survives without us-east-1a",
        f"met     fault-tolerant: rpo 0s ({at}:99) - 0 s: flow visit survives without us-east-1a",
        f"unknown disaster-recovery: rto 4h ({at}:117) - 3 h, by a restore: flow visit lost without N. Virginia",
        f"unknown disaster-recovery: rpo 1d ({at}:117) - 12 h 15 min, by a restore: flow visit lost without "
        "N. Virginia",
    ]


def test_3_how_long_is_a_dynamic_page_gone_when_the_primary_database_fails(asks: Agent) -> None:
    told = asks.ask("drill", **SHOP, environment="prod", down=["db in us-east-1a"]).split("\n")
    assert told[0] == (
        "flow visit: survives (RTO 1 min 30 s, RPO 0 s) - "
        "the standby of Shop database in us-east-1b takes over after 1 min 30 s"
    )


def test_4_who_calls_the_database(asks: Agent) -> None:
    """Only the app, and only by TLS; a restore and its own copies lead there too."""
    found = json.loads(asks.ask("element", **SHOP, id="db"))["component"]["comes_from"]
    assert [(one["from"], one["kind"], one.get("encryption")) for one in found] == [
        ("app", "data", "TLS 1.2+"),
        ("app", "data", "TLS 1.2+"),
        ("backup-copies", "backup", None),
        ("db", "replication", None),
        ("db", "replication", None),
    ]


def test_5_what_does_development_lack_and_why(asks: Agent) -> None:
    told = asks.ask("diff", **SHOP, one="prod", other="dev").split("\n")
    assert [line for line in told if line.startswith(("removed place", "removed component"))] == [
        "removed place us-east-1b",
        "removed place us-east-2",
        "removed component backup-copies",
        "removed component cdn - because: Nobody is far away; the web server delivers images and scripts itself, and "
        "changes are seen at once.",
        "removed component snapshots",
        "removed component static-content",
    ]


def test_6_what_are_the_single_points_of_failure_of_production(asks: Agent) -> None:
    told = asks.ask("drill", **SHOP, environment="prod").split("\n")
    assert [line.removeprefix("single point of failure: ") for line in told if line.startswith("single")] == [
        "region us-east-1 - loses visit, browse, sale, backup",
        "region us-east-2 - loses backup",
        "component dns as a whole - loses visit, static, browse",
        "component cdn as a whole - loses static",
        "component external-elb as a whole - loses visit, browse, sale",
        "component web as a whole - loses visit, browse, sale",
        "component web-disk as a whole - loses backup",
        "component internal-elb as a whole - loses visit, browse, sale",
        "component app as a whole - loses visit, browse, sale",
        "component db - loses browse; there is only one, in N. Virginia (read-replica)",
        "component db as a whole - loses visit, browse, backup",
        "component snapshots as a whole - loses backup",
        "component backup-copies as a whole - loses backup",
    ]


def test_7_where_does_the_database_run_and_in_which_role(asks: Agent) -> None:
    found = json.loads(asks.ask("element", **SHOP, id="db"))["component"]["runs"]
    assert {where: [(one["in"], one.get("role")) for one in runs] for where, runs in found.items()} == {
        "prod": [
            ("vpc in us-east-1", "read-replica"),
            ("us-east-1a in vpc in us-east-1", "primary"),
            ("us-east-1b in vpc in us-east-1", "standby"),
        ],
        "staging": [("us-east-1a in vpc in us-east-1", "primary"), ("us-east-1b in vpc in us-east-1", "standby")],
        "dev": [("us-east-1a in vpc in us-east-1", None)],
        "dr": [("us-east-2a in vpc in us-east-2", "primary"), ("us-east-2b in vpc in us-east-2", "standby")],
    }


def test_8_which_way_does_a_customer_who_orders_take(asks: Agent) -> None:
    steps = json.loads(asks.ask("model", **SHOP, part="flows.visit.steps"))
    assert [f"{step['number']} {step['from']} -> {step['to']}" for step in steps] == [
        "1 users -> dns",
        "2 dns -> external-elb",
        "3 external-elb -> web",
        "4 web -> internal-elb",
        "5 internal-elb -> app",
        "6 app -> db",
    ]


def test_9_what_is_wrong_with_its_backups_and_how_is_it_mended(asks: Agent) -> None:
    told = asks.ask("check", **SHOP).split("\n")
    assert [line for line in told if line.endswith("[old-backup]")] == [
        "model/shopmaster/system.yaml:95:3: warning: requirement 'fault-tolerant' allows a loss of 0s, and counts on a "
        "backup of 'web-disk' every 12h (disk-snapshots); back up as often, or keep a copy that is in step [old-backup]"
    ]
    rule = asks.ask("rule", rule="old-backup")
    assert rule.startswith("old-backup (warning, reliability): Backups further apart than what may be lost\n\nwhy:\n")
    assert (
        "\nfix:\nBack up as often as the requirement asks, keep a copy that is in step (a standby, a replica), or keep "
        "nothing there\nthat would be missed. Or allow for the loss.\n"
    ) in rule


def test_10_does_the_shop_come_back_if_the_whole_region_is_lost(asks: Agent) -> None:
    """Not by itself: what is there to restore from is in Ohio."""
    told = asks.ask("drill", **SHOP, environment="prod", down=["us-east-1"]).split("\n")
    assert told[0] == (
        "flow visit: lost - step 2: nothing of External ELB works, it fell with N. Virginia; without failover to it, "
        "Shop database could be restored from Backup copies in Ohio"
    )


def test_it_may_not_write(asks: Agent) -> None:
    """Unless it is started so, there is no such tool."""
    assert asks.tools() == READS
    assert asks.refused("write", **SHOP, files={"system.yaml": ""}) == (
        "nothing may be written here: `archdeck mcp` was started without --write"
    )
