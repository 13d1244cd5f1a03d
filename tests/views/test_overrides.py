"""What the model says about one picture: its words, lanes and columns. Wrong names stand in test_broken_models.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.views.view import View
from drawn import rows_of, view_of

SHOP = """
system: {name: Shop}
tiers: [users, web, data]
components:
  customers: {kind: users, tier: users}
  lb: {kind: aws.alb, tier: web, name: Load balancer}
  web: {kind: aws.ec2, tier: web, name: Web server}
  db: {kind: aws.rds, tier: data, name: Orders}
  log: {kind: aws.s3, tier: data, name: Log}
relations:
  asks: {from: customers, to: lb, label: asks}
  passes: {from: lb, to: web, label: passes on}
  writes: {from: web, to: db, kind: data, label: reads and writes}
  logs: {from: web, to: log, kind: backup}
environments:
  prod:
    places:
      eu: {kind: region, name: Ireland, runs: {log: {}}}
      vpc: {kind: vpc, in: eu, name: Shop network, runs: {lb: {}}}
      a: {kind: zone, in: vpc, runs: {web: {}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {}, db: {role: standby}}}
"""


def shown(extra: str, folder: Path) -> View:
    return view_of(f"{SHOP}views: {{prod: {{{extra}}}}}\n" if extra else SHOP, folder)


# ------------------------------------------------------------------------------------------------ words


def test_words_of_components_relations_and_places(tmp_path: Path) -> None:
    """A line end gives a second line; every instance of a component has its words; the rest keeps its own."""
    view = shown('labels: {web: "Web\\ntwo of them", writes: SQL, vpc: Network, eu: IE}', tmp_path)
    assert {b.id: b.lines for b in view.boxes} == {
        "log--eu": ("Amazon S3", "Log"),
        "lb--vpc": ("Application Load", "Balancer"),
        "web--a": ("Web", "two of them"),
        "db--a": ("Amazon RDS", "Orders primary"),
        "web--b": ("Web", "two of them"),
        "db--b": ("Amazon RDS", "Orders standby"),
        "customers": ("Users", "Customers"),
    }
    assert {a.relations: a.label for a in view.arrows if a.label} == {
        ("asks",): "asks",
        ("passes",): "passes on",
        ("writes",): "SQL",
        ("db-standby",): "sync",
    }
    assert {g.place: (g.label, g.short) for g in view.groups if g.place in ("vpc", "eu")} == {
        "eu": ("IE", "IE"),
        "vpc": ("Network", "Network"),
    }


def test_words_hold_in_one_picture_only(tmp_path: Path) -> None:
    """The derived picture keeps the model's own."""
    text = SHOP + "views: {short: {shows: prod, labels: {db: DB}}}\n"
    lines = [next(b.lines for b in view_of(text, tmp_path, id).boxes if b.id == "db--a") for id in ("short", "prod")]
    assert lines == [("DB",), ("Amazon RDS", "Orders primary")]


# ------------------------------------------------------------------------------------------------ lanes


@pytest.mark.parametrize(
    ("lanes", "expected"),
    [
        ("", [". . . log", ". . web db", "customers lb", ". . web db"]),
        ("log: above", [". . . log", ". . web db", "customers lb", ". . web db"]),
        ("log: below", [". . web db", "customers lb", ". . web db", ". . . log"]),
        ("lb: above", [". . . log", ". lb", "customers . web db", ". . web db"]),
        ("customers: below", [". . . log", ". . web db", ". lb", "customers . web db"]),
        (
            "log: below, lb: above",
            [". lb", "customers . web db", ". . web db", ". . . log"],
        ),
    ],
)
def test_components_stand_in_the_lane_that_the_model_asks_for(lanes: str, expected: list[str], tmp_path: Path) -> None:
    """Above or below the frames that stand beside them, wherever they would stand without."""
    assert rows_of(shown(f"lanes: {{{lanes}}}" if lanes else "", tmp_path)) == expected


PATH = """
system: {name: Path}
tiers: [users, web, archive, data]
components:
  people: {kind: users, tier: users}
  web: {kind: aws.ec2, tier: web}
  old: {kind: aws.s3, tier: archive}
  db: {kind: aws.rds, tier: data}
relations: {p: {from: people, to: web}, a: {from: web, to: db, kind: data}, b: {from: web, to: old, kind: backup}}
environments:
  prod:
    places:
      eu: {kind: region, runs: {old: {}}}
      vpc: {kind: vpc, in: eu, runs: {web: {}}}
      data: {kind: vpc, in: eu, runs: {db: {}}}
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", [". . old", "people web db"]),
        ("breaks: [db]", [". . old", "people web . db"]),
        ("breaks: [db], lanes: {old: path}", ["people web old db"]),
    ],
)
def test_what_stands_aside_comes_onto_the_path(said: str, expected: list[str], tmp_path: Path) -> None:
    """Where its column has room on the row of the requests, which `breaks` can make."""
    extra = f"views: {{prod: {{{said}}}}}\n" if said else ""
    assert rows_of(view_of(PATH + extra, tmp_path)) == expected


# ------------------------------------------------------------------------------------------------ columns

NETWORK = """
system: {name: Network}
tiers: [web, data]
components:
  web: {kind: aws.ec2, tier: web}
  cache: {kind: aws.elasticache, tier: data}
  db: {kind: aws.rds, tier: data}
  log: {kind: aws.s3, tier: data}
relations:
  a: {from: web, to: cache, kind: data}
  b: {from: web, to: db, kind: data}
  c: {from: web, to: log, kind: data}
environments: {prod: {places: {vpc: {kind: vpc, runs: {web: {}, cache: {}, db: {}, log: {}}}}}}
"""


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        ("", [". cache", "web db", ". log"]),
        ("log", ["web cache log", ". db"]),
        ("db", ["web cache db", ". log"]),
        ("db, log", ["web cache log db"]),
        ("web", [". cache", "web db", ". log"]),
    ],
)
def test_components_begin_a_column(breaks: str, expected: list[str], tmp_path: Path) -> None:
    """Right of what they stood above or below; what has a column of its own already stays."""
    extra = f"views: {{prod: {{breaks: [{breaks}]}}}}\n" if breaks else ""
    assert rows_of(view_of(NETWORK + extra, tmp_path)) == expected


def test_all_instances_of_a_component_begin_the_same_column(tmp_path: Path) -> None:
    """In one zone as in the other."""
    text = SHOP.replace(", runs: {log: {}}", "").replace("runs: {web: {}, db", "runs: {web: {}, log: {}, db")
    rows = [". . web log", ". . . db", "customers lb", ". . web log", ". . . db"]
    assert rows_of(view_of(text, tmp_path)) == rows
    rows = [". . web db log", "customers lb", ". . web db log"]
    assert rows_of(view_of(text + "views: {prod: {breaks: [log]}}\n", tmp_path)) == rows


FLAT = """
system: {name: Flat}
tiers: [web, data]
components:
  web: {kind: aws.lambda, tier: web}
  one: {kind: aws.s3, tier: data}
  two: {kind: aws.sqs, tier: data}
  three: {kind: aws.sns, tier: data}
relations:
  a: {from: web, to: one, kind: data}
  b: {from: web, to: two, kind: data}
  c: {from: web, to: three, kind: data}
environments: {prod: {places: {eu: {kind: region, runs: {web: {}, one: {}, two: {}, three: {}}}}}}
"""


@pytest.mark.parametrize(
    ("lanes", "expected"),
    [
        ("", [". one", "web two", ". three"]),
        ("three: above", [". three", "web one", ". two"]),
        ("one: below", ["web two", ". three", ". one"]),
    ],
)
def test_lanes_in_a_frame_without_frames(lanes: str, expected: list[str], tmp_path: Path) -> None:
    extra = f"views: {{prod: {{lanes: {{{lanes}}}}}}}\n" if lanes else ""
    assert rows_of(view_of(FLAT + extra, tmp_path)) == expected
