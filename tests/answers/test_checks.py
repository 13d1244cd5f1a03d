"""Warnings: one model for each, with what is said of it; and a model with nothing to say about."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers.checks import CHECKS, check
from archdeck.model.systems import read_model
from written import resolved

CASES = {
    "unrelated": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: s}
  db: {kind: aws.rds, summary: s}
  keys: {kind: aws.kms, summary: s}
relations:
  a: {from: people, to: web}
""",
        ["6:3: warning: component 'db' has no relation; say what it talks to, or delete it [unrelated]"],
    ),
    "adrift": (
        """
components:
  people: {kind: users}
  staff: {kind: users}
  router: {kind: aws.vpc-router, summary: s}
  web: {kind: aws.ec2, summary: s}
  job: {kind: aws.ec2, summary: s}
relations:
  a: {from: people, to: web}
  b: {from: staff, to: job}
  c: {from: router, to: job}
environments:
  prod: {places: {z: {kind: zone, runs: {web: {}, job: {}, router: {}}}}}
  dev: {extends: prod, places: {z: {runs: {job: null}}}}
  demo: {extends: dev, without: {staff: Nobody is there}, places: {z: {runs: {router: null}}}}
""",
        [
            f"{line}:3: warning: component {id!r} runs in dev, and nothing that it talks to does: it stands there "
            "without an arrow; leave it out there (`without`) [adrift]"
            for line, id in ((5, "staff"), (6, "router"))
        ],
    ),
    "undrawn": (
        """
components:
  web: {kind: aws.ec2, summary: s}
  db: {kind: aws.rds, summary: s}
relations:
  a: {from: web, to: db, role: standby}
  b: {from: db, to: web}
  c: {from: web, to: web, kind: data}
  d: {from: r, to: z}
  e: {from: web, to: r}
  f: {from: db, to: y, only: [prod]}
environments:
  prod: {places: {r: {kind: region}, z: {kind: zone, in: r, runs: {web: {count: 1}}}, y: {kind: zone, because: x}}}
  test: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
""",
        [
            "7:3: warning: relation 'a' is in no environment: none that it is for runs 'web' and also 'db' as standby "
            "[undrawn]",
            "9:3: warning: relation 'c' leads from 'web' to itself and is in no environment: it joins several in "
            "different places or in one, and nowhere are there two; say it in the summary of 'web' instead [undrawn]",
            *(
                f"{line}:3: warning: relation {id!r} is in no environment: none that it is for has both of its ends, "
                "neither of them inside of the other [undrawn]"
                for line, id in ((10, "d"), (11, "e"), (12, "f"))
            ),
        ],
    ),
    "absent-role": (
        """
components:
  web: {kind: aws.ec2, summary: s}
  db: {kind: aws.rds, summary: s}
relations:
  a:
    from: web
    to: db
    role: read-replica
  b: {from: web, to: db}
environments:
  prod: {places: {z: {kind: zone, runs: {web: {}, db: {role: read-replica}}}, y: {kind: zone, runs: {db: {}}}}}
  dev: {extends: prod, places: {z: {runs: {db: null}}}}
  test: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
  demo: {places: {z: {kind: zone, runs: {web: {}}}}}
""",
        [
            "10:5: warning: relation 'a' ends at a read-replica of 'db', and none runs in test: it is not drawn there, "
            "nor played; run one, or list the environments that have it under `only` [absent-role]",
        ],
    ),
    "unexplained": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2}
  db: {kind: aws.rds, why: It keeps data.}
""",
        ["5:3: warning: component 'web' has no `summary` and no `why`; its page will say little [unexplained]"],
    ),
    "step-gap": (
        """
components: {web: {kind: users}}
flows:
  a: {steps: {1: {at: web}, 2: {at: web}, 2a: {at: web}, 3: {at: web}}}
  b: {steps: {2: {at: web}, 5: {at: web}}}
""",
        [
            "6:15: warning: flow 'b' has no step 1; number its steps without gaps [step-gap]",
            "6:29: warning: flow 'b' has no step 3 to 4; number its steps without gaps [step-gap]",
        ],
    ),
    "idle-flow": (
        """
components: {web: {kind: aws.ec2, summary: s}, db: {kind: aws.rds, summary: s}}
environments:
  a: {places: {z: {kind: zone, runs: {web: {}}}}}
  b: {places: {z: {kind: zone, runs: {db: {}}}}}
flows:
  f: {steps: {1: {at: web}, 2: {at: db}}}
  g: {steps: {1: {at: web}}}
""",
        [
            "8:3: warning: flow 'f' runs in no environment: none runs all its components; give a step `only:`, or run "
            "what is missing [idle-flow]"
        ],
    ),
    "idle-overlay": (
        """
components: {web: {kind: aws.ec2, summary: s}, db: {kind: aws.rds, summary: s}}
environments:
  a: {places: {z: {kind: zone, runs: {web: {}}}}}
  b: {places: {z: {kind: zone, runs: {db: {}}}}}
overlays:
  one: {kind: group, members: [web], only: [b]}
  two: {kind: group, members: [web, db], only: [b]}
""",
        ["8:3: warning: no member of overlay 'one' runs in an environment that has it [idle-overlay]"],
    ),
    "unmet": (
        """
components: {web: {kind: users}}
requirements:
  fast: {says: It is fast.}
  safe: {says: It is safe., met_by: [web]}
""",
        ["5:3: warning: requirement 'fast' is met by nothing; name components under `met_by` [unmet]"],
    ),
    "empty-place": (
        """
components: {web: {kind: aws.ec2, summary: s}}
environments:
  prod:
    places:
      v: {kind: vpc}
      a: {kind: zone, in: v, runs: {web: {}}}
      b: {kind: zone, in: v}
      c: {kind: zone, in: v, because: It is kept free.}
  test: {extends: prod}
""",
        [
            "9:7: warning: nothing runs in place 'b' of environment 'prod', nor in a place inside it; give it `runs`, "
            "say `because`, or delete it [empty-place]"
        ],
    ),
    "unused-tier": (
        """
tiers: [web, data]
components: {web: {kind: users, tier: web}}
""",
        ["3:14: warning: no component stands in tier 'data'; delete it from tiers, or use it [unused-tier]"],
    ),
    "story-shows": (
        """
components: {web: {kind: users}}
environments: {prod: {}}
flows: {buy: {steps: {1: {at: web}}}}
story:
  a: {title: A, shows: requirements}
  b: {title: B, shows: flow.buy in prod}
  c: {title: C, shows: produciton}
  d: {title: D}
  e: {title: E, shows: flow.buy in dev}
topics:
  t: {says: T, shows: component.wep}
""",
        [
            "9:3: warning: slide 'c' shows 'produciton', which is no view; write the id of an environment, or flow.ID "
            "in ENVIRONMENT [story-shows]",
            "11:3: warning: slide 'e' shows 'flow.buy in dev', which is no view; did you mean 'flow.buy in prod'? "
            "[story-shows]",
            "13:3: warning: topic 't' shows 'component.wep', which is no view; did you mean 'component.web'? "
            "[story-shows]",
        ],
    ),
    "two-lags": (
        """
components: {db: {kind: aws.rds, summary: Keeps it}}
relations: {copy: {from: db, to: db, kind: replication, lag: 5m}}
environments:
  prod:
    places:
      r1: {kind: region}
      a: {kind: zone, in: r1, runs: {db: {role: primary}}}
      b: {kind: zone, in: r1, runs: {db: {role: standby, sync: true}}}
      c: {kind: zone, in: r1, runs: {db: {role: read-replica, lag: 300s}}}
      d: {kind: zone, in: r1, runs: {db: {role: read-replica, lag: 1s}}}
      e: {kind: zone, in: r1, runs: {db: {role: read-replica}}}
""",
        [
            "10:58: warning: the copy of 'db' in 'b' says `sync: true`, and replication 'copy' that leads to it says "
            "`lag: 5m`; what the copy says holds: state one of them [two-lags]",
            "12:63: warning: the copy of 'db' in 'd' says `lag: 1s`, and replication 'copy' that leads to it says "
            "`lag: 5m`; what the copy says holds: state one of them [two-lags]",
        ],
    ),
    "reserved-name": (
        """
components:
  aux: {kind: aws.ec2, summary: s}
  console: {kind: aws.ec2, summary: s}
relations:
  a: {from: console, to: aux}
environments:
  con: {places: {prn: {kind: zone, runs: {aux: {}, console: {}}}}}
flows:
  com10: {steps: {1: {from: console, to: aux}}}
  lpt1: {steps: {1: {from: console, to: aux}}}
topics:
  nul: {says: x}
views:
  com1: {shows: con}
""",
        [
            f"{line}: warning: {what} gives its name to files, and Windows can hold none of that name; "
            "call it otherwise [reserved-name]"
            for line, what in (
                ("4:3", "component 'aux'"),
                ("9:3", "environment 'con'"),
                ("12:3", "flow 'lpt1'"),
                ("14:3", "topic 'nul'"),
                ("16:3", "view 'com1'"),
            )
        ],
    ),
    "silent-topic": (
        """
topics: {net: {name: Networking}, advice: {says: Be brief.}}
""",
        ["3:10: warning: topic 'net' says nothing; give it `says` or `rows`, or delete it [silent-topic]"],
    ),
    "idle-null": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: s, recovery: null}
  db: {kind: aws.rds, summary: s, recovery: {promote: null}}
tiers: {all: null}
relations: {a: {from: people, to: web}, b: {from: web, to: db, kind: data, after: null}}
environments:
  prod: {places: {z: {kind: zone, runs: {web: null, db: {role: null}}}}}
  dev: {extends: prod, without: {people: Nobody}, places: {z: {runs: {web: null}}}}
requirements: null
""",
        [
            f"{at}: warning: {key!r} is set to nothing, which changes nothing; delete the line [idle-null]"
            for at, key in (("5:36", "recovery"), ("6:46", "promote"), ("8:76", "after"), ("10:58", "role"))
        ],
    ),
    "unused-cell": (
        """
components: {web: {kind: users}, db: {kind: aws.rds, summary: s}}
environments: {prod: {runs: {db: {}}}}
relations: {r: {from: web, to: db}}
""",
        [
            "5:12: warning: 'gone' does not run in environment 'prod', so its cell is unused; "
            "`archdeck arrange` takes it out [unused-cell]",
        ],
    ),
    "broken-flow": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: s}
relations:
  a: {from: people, to: web, role: standby}
environments:
  prod:
    places:
      z: {kind: zone, runs: {web: {role: primary}}}
      y: {kind: region, standby: true, runs: {web: {role: standby}}}
flows:
  f:
    steps: {1: {from: people, to: web}}
""",
        [
            "7:3: warning: relation 'a' is in no environment: none that it is for runs 'people' and also 'web' as "
            "standby [undrawn]",
            "14:3: warning: flow 'f' does not work in environment 'prod' though nothing fails there: step 1: nothing "
            "of Web works as standby; let it end where something serves [broken-flow]",
        ],
    ),
    "claim": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: s}
relations: {a: {from: people, to: web}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
flows: {buy: {steps: {1: {from: people, to: web}}}}
drills: {fire: {down: [z], says: The shop survives.}}
""",
        [
            "9:10: warning: drill 'fire' says 'survives', and flow 'buy' is lost: step 1: nothing of Web works, it "
            "fell with z; correct the words, or state what bears them out [claim]"
        ],
    ),
    "drill-outcome": (
        """
components: {web: {kind: aws.ec2, summary: s}, side: {kind: aws.ec2, summary: s}}
environments:
  prod: {places: {a: {kind: zone, runs: {web: {}, side: {}}}, b: {kind: zone, runs: {web: {}}}}}
  test: {places: {a: {kind: zone, runs: {web: {}}}}}
flows:
  see: {steps: {1: {at: web}}}
  hide: {steps: {1: {at: side}}}
drills:
  one: {environment: prod, down: [a], expect: {see: survives, hide: recovers}}
  two: {environment: test, down: [a], expect: {see: lost, hide: lost}}
  all: {down: [a], expect: {see: survives, hide: lost}}
relations: {r: {from: web, to: side}}
""",
        [
            "11:63: error: drill 'one' expects recovers of flow 'hide' in environment 'prod', and it comes out as "
            "lost: step 1: nothing of Side works, it fell with a [drill-outcome]",
            "12:59: error: drill 'two' expects lost of flow 'hide', which does not run where the drill is played "
            "(test) [drill-unplayed]",
            "13:29: error: drill 'all' expects survives of flow 'see' in environment 'test', and it comes out as "
            "lost: step 1: nothing of Web works, it fell with a [drill-outcome]",
        ],
    ),
    "drill-unplayed": (
        """
components: {web: {kind: aws.ec2, summary: s}, side: {kind: aws.ec2, summary: s}}
environments:
  prod: {places: {a: {kind: zone, runs: {web: {}, side: {}}}}}
  dr: {places: {b: {kind: zone, runs: {web: {}}}}}
flows: {hide: {steps: {1: {at: side}}}}
drills:
  both: {down: [a, b], expect: {hide: survives}}
  far: {down: [b], expect: {hide: survives}}
  near: {down: [a], expect: {hide: lost}}
relations: {r: {from: web, to: side}}
""",
        [
            "9:3: error: drill 'both' is played nowhere: no environment has all of a, b [drill-unplayed]",
            "10:29: error: drill 'far' expects survives of flow 'hide', which does not run where the drill is played "
            "(dr) [drill-unplayed]",
        ],
    ),
    "drill-untold": (
        """
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: s}
relations: {a: {from: people, to: web}}
environments:
  prod: {places: {z: {kind: zone, runs: {web: {}}}}}
  dev: {places: {y: {kind: zone, runs: {web: {}}}}}
flows: {fails: {drill: fire, only: [dev], steps: {1: {at: web}}}}
drills: {fire: {environment: prod, down: [z]}}
""",
        [
            "10:9: warning: flow 'fails' tells drill 'fire', which is not played where the flow runs (dev); say `only` "
            "or `environment` of one [drill-untold]"
        ],
    ),
    "taken-rule": (
        "",
        [
            "2:3: error: archdeck has a rule 'no-dlq' of its own; give this one another id [taken-rule]",
            "3:3: error: archdeck has a rule 'unmet' of its own; give this one another id [taken-rule]",
            "4:3: error: 'index' names the page of all rules; give this one another id [taken-rule]",
        ],
    ),
    "idle-rule": (
        "",
        [
            f"{line}:3: warning: rule {rule!r} is about kind {kind!r}, and there is none; did you mean 'aws.rds'? "
            "[idle-rule]"
            for line, rule, kind in ((2, "ours", "aws.rdss"), (3, "short", "rds"))
        ],
    ),
}


BESIDE = {
    "unused-cell": (
        "shop.cells.yaml",
        """
prod:
  table: one
  cells: |
    web db gone
""",
    ),
    "taken-rule": (
        "our.rules.yaml",
        """rules:
  no-dlq: {says: None of ours, places: {}, forbidden: true}
  unmet: {says: That is a check, places: {}, forbidden: true}
  index: {says: That is a page, places: {}, forbidden: true}
""",
    ),
    "idle-rule": (
        "our.rules.yaml",
        """rules:
  ours: {says: None, components: {kinds: [aws.rdss, aws.rd*, mine.x, aws.compute.NoSuch]}, forbidden: true}
  short: {says: None, components: {kinds: rds}, forbidden: true}
""",
    ),
}  # files of cells and of rules beside a model


@pytest.mark.parametrize("rule", CASES)
def test_what_is_most_likely_not_meant(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, expected = CASES[rule]
    name, model = "shop.yaml", resolved("system: {name: Shop}\n" + text, Path())
    if rule in BESIDE:
        name, beside = BESIDE[rule]
        Path(name).write_text(beside, encoding="utf-8")
        model = read_model("shop", Path("shop.yaml"))
    found = check(model)
    assert [str(problem) for problem in found] == [f"{name}:{line}" for line in expected]


def test_every_check_has_a_case() -> None:
    assert list(CASES) == list(CHECKS)
