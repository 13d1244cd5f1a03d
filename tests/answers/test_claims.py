"""Words about failures beside the numbers of the same model: what is claimed, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers.claims import claims
from written import resolved

SHOP = """
system: {name: Shop}
components:
  people: {kind: users}
  lb: {kind: aws.alb}
  web: {kind: aws.ec2}
  db: {name: Orders, kind: aws.rds, recovery: {promote: 90s}}
relations: {ask: {from: people, to: lb}, visit: {from: lb, to: web}, query: {from: web, to: db, kind: data}}
environments:
  prod:
    places:
      eu: {kind: region, runs: {lb: {}}}
      a: {kind: zone, in: eu, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: eu, runs: {web: {}, db: {role: standby, SYNC}}}
flows: {buy: {steps: {1: {from: people, to: lb}, 2: {from: lb, to: web}, 3: {from: web, to: db}}}}
drills:
  zone: {down: [a], says: "TEXT"}
  all: {down: [eu], says: "ALL"}
"""


def said(folder: Path, text: str = "", of_all: str = "", sync: str = "sync: true") -> list[str]:
    model = resolved(SHOP.replace("TEXT", text).replace("ALL", of_all).replace("SYNC", sync), folder)
    return [f"{where.line}: {message}" for where, message in claims(model)]


END = "; correct the words, or state what bears them out"
PROMOTED = "promotion of Orders in b (PATH:7)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The standby takes over within seconds.",
            f"'within seconds', and in flow 'buy' it takes 1 min 30 s, {PROMOTED}",
        ),
        ("It is promoted in one minute.", f"'in one minute', and in flow 'buy' it takes 1 min 30 s, {PROMOTED}"),
        ("We are back in half a minute.", ""),
        ("We are back in 30 s.", f"'in 30 s', and flow 'buy' is interrupted for 1 min 30 s, {PROMOTED}"),
        (
            "The shop goes on without interruption.",
            f"'without interruption', and flow 'buy' is interrupted for 1 min 30 s, {PROMOTED}",
        ),
        ("The standby takes over within about ninety seconds, and no order is lost.", ""),
        ("We are back within minutes.", ""),
        ("Health checks notice in 10 s, and we are back in two minutes.", ""),
        ("The standby takes over in a second zone.", ""),
        ("The shop should be back within seconds.", ""),
        ("The loss of one server is over within seconds, and we are back.", ""),
        ("ShopMaster survives the loss of a zone.", ""),
        ("Backups are taken in 5 s.", ""),
    ],
)
def test_how_long_it_takes(text: str, found: str, tmp_path: Path) -> None:
    """A takeover is compared with the promotion, all else with the whole; what is left open, or is about another
    failure, claims nothing."""
    expected = [f"17: drill 'zone' says {found.replace('PATH', str(tmp_path / 'shop.yaml'))}{END}"] if found else []
    assert said(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text", ["No data is lost.", "Not a single order is lost.", "Nothing is lost.", "No data loss."]
)
def test_that_nothing_is_lost(text: str, tmp_path: Path) -> None:
    """Where the standby is in step that is so; not where it lags, or where nothing says so."""
    path = tmp_path / "shop.yaml"
    assert said(tmp_path, text) == []
    words = text.rstrip(".")
    line = f"17: drill 'zone' says {words!r}, and flow 'buy' loses "
    assert said(tmp_path, text, sync="lag: 5s") == [f"{line}5 s, standby of Orders in b, its lag ({path}:14){END}"]
    assert said(tmp_path, text, sync="sync: false") == [
        f"{line}what is not stated, standby of Orders in b, its lag ({path}:14){END}"
    ]
    assert said(tmp_path, "No order may be lost.", sync="lag: 5s") == []


def test_how_much_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    assert said(tmp_path, "Less than 10 seconds of data are lost.", sync="lag: 5s") == []
    assert said(tmp_path, "At most 2 s of data are lost.", sync="lag: 5s") == [
        f"17: drill 'zone' says 'At most 2 s of data', and flow 'buy' loses 5 s, "
        f"standby of Orders in b, its lag ({path}:14){END}"
    ]


def test_that_a_lost_flow_survives(tmp_path: Path) -> None:
    """Unless the sentence says of a flow that it does, or of which failure it speaks is another one."""
    assert said(tmp_path, of_all="The shop survives.") == [
        f"18: drill 'all' says 'survives', and flow 'buy' is lost: step 1: nothing of LB works, it fell with eu{END}"
    ]
    assert said(tmp_path, of_all="The shop survives the loss of a zone.") == []
    assert said(tmp_path, of_all="The shop is lost until it is restored.") == []


def test_whose_words_are_read(tmp_path: Path) -> None:
    """A slide that shows a drill, or a flow that tells one; that flow and its steps; what a component says of its own
    standby; how components meet a requirement, of what that component takes."""
    text = SHOP.replace("SYNC", "sync: true").replace("TEXT", "").replace("ALL", "")
    text = text.replace("kind: aws.rds,", "kind: aws.rds, why: The standby takes over within seconds,")
    text = text.replace(
        "flows: {buy", "flows: {tells: {drill: zone, steps: {1: {at: db, says: It is back in 1 s}}}, buy"
    )
    text += """
story:
  one: {title: One, shows: drill.zone, say: The standby takes over in 20 seconds.}
  two: {title: Two, shows: flow.tells, say: We are back within seconds.}
  other: {title: Other, shows: prod, say: We are back within seconds.}
requirements:
  up:
    says: We are back within a second
    target: {survives: zone}
    met_by: {db: The standby takes over within seconds, web: It is back within seconds}
"""
    found = [(where.line, message.split(", and")[0]) for where, message in claims(resolved(text, tmp_path))]
    assert sorted(found) == [
        (7, "'why' of component 'db' says 'within seconds'"),
        (15, "step 1 of flow 'tells' says 'in 1 s'"),
        (21, "slide 'one' says 'in 20 seconds'"),
        (22, "slide 'two' says 'within seconds'"),
        (25, "requirement 'up', of 'db', says 'within seconds'"),
    ]
