"""An id with another one in its place everywhere: the model before, and after; or why it is not called so."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.editors.desk import Meant, system_at
from archdeck.editors.renamed import NotRenamed, edited, renamed
from archdeck.language import unsaved
from archdeck.library import check

MODEL = """\
system: {name: Shop}
tiers: [front, back]
components:
  web: {kind: aws.ec2, tier: front, tags: [pci]}
  "db":
    kind: aws.rds
    tier: back
    tags:
    - pci # not db
    description: |
      Behind [[web]]; see [[db|the database]].

      ```
      [[db]]
      ```
relations:
  ask: &ask {from: web in a, to: 'db', only: [dev, live]}
  ask-again: {<<: *ask, kind: failover, needs: [web in a]}
  ask-db: {from: web, to: db, tags: [pci]}
environments:
  live: {stage: production, places: {a: {kind: zone, runs: {web: {}, db: {role: primary}}},
      b: {kind: zone, runs: {web: {}, db: {role: standby, sync: true}}}}}
  dev: {extends: live, places: {b: null}, runs: {}}
flows:
  buy:
    only: [live]
    steps:
      1: {from: web, to: db, relation: ask}
      2: {from: db in a, to: db, relation: db-standby}
requirements:
  safe: {says: Safe, target: {survives: zone}, met_by: [db], flows: [buy], failures: [lose-a, db in a], only: [live]}
drills:
  lose-a: {environment: live, down: [a, db in b], expect: {buy: lost}}
overlays:
  group: {kind: group, members: [db], only: [dev]}
topics:
  notes: {rows: {db: Ours, More: {says: Yes, about: [db]}}, about: [web]}
story:
  see: {title: See, shows: flow.buy in live}
  lost: {title: Lost, shows: drill.lose-a}
  one: {title: One, shows: component.db}
  new: {title: New, shows: some}
views:
  loss-db--live: {title: Gone}
  some: {shows: live, include: [pci, front], exclude: [ask-db], labels: {db: DB}, keep: [db]}
  buy--live: {lanes: {db: below}, breaks: [db]}
"""
FILE = Path("/nowhere/shop.yaml")


def with_other(meant: Meant, new: str, model: str = MODEL) -> str:
    """The text of a model, which lies nowhere, when something is called otherwise."""
    texts = {FILE: model.encode()}
    return edited(renamed(system_at(FILE, texts), meant, new, texts), new, texts)[FILE].decode()


def test_the_model_is_sound() -> None:
    """Or else less would be judged."""
    texts = {FILE: MODEL.encode()}
    with unsaved(texts):
        assert check(FILE).errors == ()


def changed(after: str) -> list[str]:
    """The lines that differ."""
    return [line.strip() for line, old in zip(after.splitlines(), MODEL.splitlines(), strict=True) if line != old]


def test_a_component_is_renamed_wherever_it_is_named() -> None:
    assert changed(with_other(("components", "db"), "store")) == [
        '"store":',
        "Behind [[web]]; see [[store|the database]].",
        "ask: &ask {from: web in a, to: 'store', only: [dev, live]}",
        "ask-db: {from: web, to: store, tags: [pci]}",
        "live: {stage: production, places: {a: {kind: zone, runs: {web: {}, store: {role: primary}}},",
        "b: {kind: zone, runs: {web: {}, store: {role: standby, sync: true}}}}}",
        "1: {from: web, to: store, relation: ask}",
        "2: {from: store in a, to: store, relation: store-standby}",
        "safe: {says: Safe, target: {survives: zone}, met_by: [store], flows: [buy], failures: [lose-a, store in a], "
        "only: [live]}",
        "lose-a: {environment: live, down: [a, store in b], expect: {buy: lost}}",
        "group: {kind: group, members: [store], only: [dev]}",
        "notes: {rows: {store: Ours, More: {says: Yes, about: [store]}}, about: [web]}",
        "one: {title: One, shows: component.store}",
        "loss-store--live: {title: Gone}",
        "some: {shows: live, include: [pci, front], exclude: [ask-db], labels: {store: DB}, keep: [store]}",
        "buy--live: {lanes: {store: below}, breaks: [store]}",
    ]


OTHERS = {
    ("places", "a"): 6,
    ("environments", "live"): 10,
    ("environments", "dev"): 3,
    ("flows", "buy"): 5,
    ("relations", "ask"): 2,
    ("relations", "ask-db"): 2,
    ("drills", "lose-a"): 3,
    ("tiers", "front"): 3,
    ("tags", "pci"): 4,
    ("views", "some"): 2,
    ("requirements", "safe"): 1,
    ("overlays", "group"): 1,
    ("topics", "notes"): 1,
    ("story", "see"): 1,
}


@pytest.mark.parametrize("meant", OTHERS)
def test_all_else_is_renamed_and_back(meant: Meant) -> None:
    """In so many lines; and called as before it is the same text."""
    new = "development-two" if meant[1] == "dev" else f"new-{meant[1]}"
    after = with_other(meant, new)
    assert len(changed(after)) == OTHERS[meant]
    assert with_other((meant[0], new), meant[1], after) == MODEL


REFUSED = {
    (("components", "db"), "web"): "'web' is there already; take another id",
    (("components", "db"), "b"): "'b' is there already; take another id",
    (("components", "db"), "D"): "'D' cannot be an id: ids are lower-case letters and digits, joined by hyphens",
    (("steps", "1"), "5"): "'1' is not an id of this model that can be called otherwise",
    (("environments", "dev"), "blue"): (
        "the stage of 'dev' is guessed from its id; write `stage: development` there first"
    ),
    # a view would draw the component then, and not what has the tag
    (("tags", "pci"), "web"): "/nowhere/shop.yaml:45:33: 'web' would mean something else here; take another id",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_what_would_be_wrong_is_refused(asked: tuple[Meant, str]) -> None:
    with pytest.raises(NotRenamed) as refused:
        with_other(*asked)
    assert str(refused.value) == REFUSED[asked]
