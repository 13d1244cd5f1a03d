"""What is said of views and changes nothing: each name with its line, as `archdeck check` warns of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout import would_fit
from archdeck.views import idle_overrides
from written import resolved

SHOP = """
system: {name: Shop}
tiers: [users, web, store, ops]
components:
  people: {kind: users, tier: users}
  app: {kind: aws.ec2, tier: web, tags: [pci]}
  db: {kind: aws.rds, tier: store}
  keys: {kind: aws.kms, tier: ops}
relations:
  ask: {from: people, to: app}
  write: {from: app, to: db, kind: data}
  seal: {from: db, to: keys, kind: uses}
environments:
  prod:
    places:
      eu: {kind: region, runs: {keys: {}}}
      a: {kind: zone, in: eu, runs: {app: {}, db: {role: primary}}}
      b: {kind: zone, in: eu, tags: [second], runs: {app: {}, db: {role: standby}}}
  dev:
    extends: prod
    places: {b: null, a: {runs: {db: {role: null}}}}
flows: {buy: {steps: {1: {from: people, to: app}}}}
views:
"""


def warnings(said: str, folder: Path) -> list[str]:
    """A line for each warning, counted from `views:`."""
    first = SHOP.count("\n")
    found = idle_overrides(resolved(f"{SHOP}  {said}\n", folder), would_fit)
    return [f"{p.where.line - first}:{p.where.column}: {p.severity.value}: {p.message} [{p.rule}]" for p in found]


NOT_IN = "which is not in that picture; delete it, or name something else [idle-override]"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("dev: {exclude: [b, db]}", [f"1:19: warning: `exclude` of view 'dev' names 'b', {NOT_IN}"]),
        ("dev: {include: [second, app]}", [f"1:19: warning: `include` of view 'dev' names 'second', {NOT_IN}"]),
        ("dev: {exclude: [replication]}", [f"1:19: warning: `exclude` of view 'dev' names 'replication', {NOT_IN}"]),
        ("prod: {exclude: [replication, seal, uses, ops]}", []),
        ("dev: {labels: {db-standby: copy}}", [f"1:18: warning: `labels` of view 'dev' names 'db-standby', {NOT_IN}"]),
        ("prod: {exclude: [db], lanes: {db: above}, breaks: [db], alone: [db]}", [
            f"1:33: warning: `lanes` of view 'prod' names 'db', {NOT_IN}",
            f"1:54: warning: `breaks` of view 'prod' names 'db', {NOT_IN}",
            f"1:67: warning: `alone` of view 'prod' names 'db', {NOT_IN}",
        ]),
        ("prod: {keep: [keys, app]}", [
            "1:23: warning: `keep` of view 'prod' names 'app', which is a box there anyway; delete it [idle-override]",
        ]),
        ("component--app: {exclude: [keys]}", [
            f"1:30: warning: `exclude` of view 'component--app' names 'keys', {NOT_IN}",
        ]),
        ("layers: {exclude: [seal, keys, ask]}", []),
        ("loss-a--prod: {title: Fire, exclude: [write]}", []),
        ("buy--dev: {exclude: [b]}", [f"1:24: warning: `exclude` of view 'buy--dev' names 'b', {NOT_IN}"]),
        ("dev: {hidden: true, exclude: [b]}", []),
        ("quiet: {shows: dev, exclude: [b]}", [f"1:33: warning: `exclude` of view 'quiet' names 'b', {NOT_IN}"]),
        ("prot: {title: Production}", [
            "1:3: warning: 'prot' is no view, so nothing of this is drawn; did you mean 'prod'? [unknown-view]",
        ]),
        ("mine: {title: Mine}", [
            "1:3: warning: 'mine' is no view, so nothing of this is drawn; `archdeck views shop` lists them, and a new "
            "one says what it `shows` [unknown-view]",
        ]),
        ("mine: {shows: buy-prod}", [
            "1:3: warning: view 'mine' shows 'buy-prod', which is no derived view; did you mean 'buy--prod'? "
            "[unknown-view]",
        ]),
    ],
)  # fmt: skip
def test_names_that_change_nothing(said: str, expected: list[str], tmp_path: Path) -> None:
    assert warnings(said, tmp_path) == expected


def idle(at: str, said: str) -> str:
    return f"{at}: warning: {said}; delete it [idle-override]"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("prod: {title: Shop, subtitle: Ours}", [idle("1:10", "`title` of view 'prod' says what stands there anyway")]),
        (
            "prod: {labels: {write: writes, b: Availability Zone b}}",
            [idle("1:34", "`labels` of view 'prod' names 'b', which is called so anyway")],
        ),
        (
            "prod: {lanes: {app: path, db: below}}",
            [idle("1:18", "`lanes` of view 'prod' names 'app', which stands on the path anyway")],
        ),
        (
            "prod: {breaks: [app]}",
            [idle("1:19", "`breaks` of view 'prod' names 'app', which begins a column of its own anyway")],
        ),
        (
            "prod: {layout: auto, lanes: {db: below}, rows: as-written}",
            [
                idle(
                    "1:32",
                    "`lanes` of view 'prod' names 'db', which stands where Graphviz puts it (`layout: auto`)",
                )
            ],
        ),
        (
            "mine: {shows: prod, include: [people, app, db]}",
            [idle("1:23", "`include` of view 'mine' takes in all that the picture has")],
        ),
        ("mine: {shows: prod, include: [people, app]}", []),
        ("component--app: {rows: as-written, columns: as-written}", []),
        (
            "mine: {shows: prod, include: [app], rows: as-written, columns: as-written}",
            [
                idle("1:39", "`rows` of view 'mine' orders nothing, for no frame has two components"),
                idle("1:57", "`columns` of view 'mine' orders nothing, for no frame has two components"),
            ],
        ),
        (
            "prod: {alone: all}",
            [
                idle(
                    "1:10",
                    "`alone` of view 'prod' changes nothing, for every box of that picture stands by itself anyway",
                )
            ],
        ),
    ],
)
def test_keys_that_leave_all_as_it_was(said: str, expected: list[str], tmp_path: Path) -> None:
    assert warnings(said, tmp_path) == expected
