"""Work that waits in a queue, and content that a CDN keeps for a time: neither lost nor fine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.answers.drills.ledger import ledger
from archdeck.answers.drills.play import drill
from archdeck.answers.drills.result import FlowState
from archdeck.cli.commands import cli
from archdeck.views.outcomes import outcome_in_words
from written import resolved

SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  web: {kind: aws.ec2}
  jobs: {kind: aws.sqs, config: {Retention: 4d}}
  worker: {kind: aws.ec2}
  db: {kind: aws.rds}
  cdn: {kind: aws.cloudfront, name: CDN, config: {TTL: 1d}}
  files: {kind: aws.s3}
relations:
  a: {from: users, to: web}
  b: {from: web, to: jobs}
  c: {from: jobs, to: worker}
  fetch: {from: worker, to: jobs}
  d: {from: worker, to: db, kind: data}
  e: {from: users, to: cdn}
  f: {from: cdn, to: files}
  g: {from: web, to: db, kind: data}
  h: {from: cdn, to: web}
environments:
  prod:
    places:
      r1: {kind: region, runs: {jobs: {}, files: {}}}
      r1a: {kind: zone, in: r1, runs: {web: {}}}
      r1b: {kind: zone, in: r1, runs: {web: {}, worker: {}, db: {}}}
flows:
  order:
    steps:
      1: {from: users, to: web}
      2: {from: web, to: jobs}
      3: {from: jobs, to: worker}
      4: {from: worker, to: db}
  fetched:
    steps:
      1: {from: users, to: web}
      2: {from: web, to: jobs}
      3: {from: worker, to: jobs}
      4: {from: worker, to: db}
  work: {steps: {1: {from: jobs, to: worker}, 2: {from: worker, to: db}}}
  at-once: {steps: {1: {from: users, to: web}, 2: {from: web, to: jobs}, 3: {from: web, to: db}}}
  look: {steps: {1: {from: users, to: cdn}, 2: {from: cdn, to: files}}}
  page: {steps: {1: {from: users, to: cdn}, 2: {from: cdn, to: web}}}
requirements:
  zone: {says: So., target: {survives: zone}, flows: [order]}
  soon: {says: So., target: {survives: zone, rto: 1h, rpo: 5m}, flows: [order]}
"""


def played(tmp_path: Path, *down: str, text: str = SHOP) -> dict[str, FlowState]:
    model = resolved(text, tmp_path)
    return dict(drill(model, model.environments[0], down).flows)


@pytest.mark.parametrize(
    ("down", "delayed", "lost"),
    [
        ("worker", ["order", "fetched", "work"], []),
        ("db", ["order", "fetched", "work"], ["at-once"]),
        ("r1b", ["order", "fetched", "work"], ["at-once"]),
        ("web", [], ["order", "fetched", "at-once", "page"]),
        ("jobs", [], ["order", "fetched", "work", "at-once"]),
        ("files", ["look"], []),
        ("cdn", [], ["look", "page"]),
        ("r1", ["look"], ["order", "fetched", "work", "at-once", "page"]),
    ],
)
def test_what_waits_and_what_does_not(down: str, delayed: list[str], lost: list[str], tmp_path: Path) -> None:
    """Only what is behind a queue waits in it, and a CDN keeps no more than files."""
    found = played(tmp_path, down)
    assert [id for id, flow in found.items() if flow.state.value == "delayed"] == delayed
    assert [id for id, flow in found.items() if flow.state.value == "lost"] == lost


def test_how_long_it_waits_is_said_and_no_time_that_nothing_states(tmp_path: Path) -> None:
    flow = played(tmp_path, "worker")["order"]
    assert flow.json() == {
        "state": "delayed",
        "rto_s": None,
        "rpo_s": None,
        "broken_step": 3,
        "holds_s": 345600.0,
        "why": "step 3: nothing of Worker works, it failed itself; the work waits in Jobs, which keeps it for 4 d",
    }
    silent = played(tmp_path, "worker", text=SHOP.replace(", config: {Retention: 4d}", ""))["order"]
    assert silent.holds.seconds is None
    assert silent.why.endswith("the work waits in Jobs, which keeps it for a time that is not stated")
    assert played(tmp_path, "files")["look"].why.endswith("; what CDN has goes on for 1 d")
    assert played(tmp_path, "files", text=SHOP.replace(", config: {TTL: 1d}", ""))["look"].state.value == "lost"


def test_a_delay_meets_nothing(tmp_path: Path) -> None:
    """Nobody states when the worker is back: what had to survive does not, and a time is unknown."""
    found = [str(promise).replace(f"{tmp_path}/", "") for promise in ledger(resolved(SHOP, tmp_path)).promises]
    until = "not stated: until what fell works again (shop.yaml:32: a relation of kind failover, with after)"
    assert found == [
        "missed  zone: survives zone (shop.yaml:45) - flow order delayed without r1b",
        f"unknown soon: survives zone (shop.yaml:46) - flow order delayed without r1b; {until}",
        f"unknown soon: rto 1h (shop.yaml:46) - unknown: flow order delayed without r1b; {until}",
        "unknown soon: rpo 5m (shop.yaml:46) - unknown: flow order delayed without r1b; "
        "not stated: what waits longer than Jobs keeps it (shop.yaml:6)",
    ]


def test_a_failover_comes_first(tmp_path: Path) -> None:
    """Where one brings the flow back, that is told; without it the work waits."""
    text = SHOP.replace(
        "  g: {from: web", "  p: {from: worker, to: card-a}\n  q: {from: worker, to: card-b}\n{over}  g: {from: web"
    )
    text = text.replace(
        "  files: {kind", "  card-a: {kind: external-system}\n  card-b: {kind: external-system}\n  files: {kind"
    )
    text = text.replace("4: {from: worker, to: db}\n  fetched", "4: {from: worker, to: card-a}\n  fetched")
    over = "  over: {from: card-a, to: card-b, kind: failover, after: 2m}\n"
    led = played(tmp_path, "card-a", text=text.replace("{over}", over))["order"]
    assert (led.state.value, led.rto_s) == ("recovers", 120.0)
    assert played(tmp_path, "card-a", text=text.replace("{over}", ""))["order"].state.value == "delayed"


def test_tables_and_pictures_say_it(tmp_path: Path) -> None:
    model = resolved(SHOP, tmp_path)
    result = drill(model, model.environments[0], ("worker",))
    assert outcome_in_words(model, result) == "3 of 6 flows survive without interruption, 3 of 6 flows are delayed"
    assert result.flows["order"].path.holds == ("jobs--r1",)
    run = CliRunner().invoke(cli, ["drill", str(tmp_path / "shop.yaml"), "--environment", "prod", "--format", "json"])
    rows = {row["id"]: row for row in json.loads(run.output)["drills"]}
    assert rows["worker"]["flows"]["order"]["state"] == "delayed"
