"""Whatever is done to a valid model, what comes of it is a model, or problems that each point into a file of it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archdeck.model import Model
from hostile import outcome

VALID = """\
system: {name: Shop, title: A shop}
tiers: [users, web, data]
kinds:
  mail: {name: Mail, scope: global, icon: onprem.client.Client}
requirements:
  zone-loss: {says: Stays up, pillar: reliability, target: {survives: zone, rto: 2m}, met_by: [web, db]}
components:
  customers: {kind: users, tier: users}
  dns: {kind: aws.route53, tier: users}
  web: {kind: aws.ec2, tier: web, config: {Size: m7g.large}}
  db: {kind: aws.rds, tier: data, recovery: {promote: 90s}, waive: {no-backup: {because: b, until: 2026-07-01}}}
  mail: {kind: mail, tier: web}
relations:
  ask: {from: customers, to: dns}
  go: {from: dns, to: web}
  store: {from: web, to: db, kind: data, only: [prod]}
environments:
  prod:
    places:
      us-east-1: {kind: region}
      vpc: {kind: vpc, in: us-east-1}
      a: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: vpc, runs: {web: {count: 2}, db: {role: standby, sync: true}}}
  dev:
    extends: prod
    without: {mail: not needed}
    places: {b: null, a: {runs: {web: {count: 1}}}}
overlays:
  asg: {kind: auto-scaling-group, members: [web]}
flows:
  buy: {steps: {1: {from: customers, to: dns}, 2: {from: dns, to: web}, 3: {from: web, to: db, only: [prod]}}}
drills:
  zone: {environment: prod, down: [a], expect: {buy: survives}}
topics:
  safety: {columns: [Layer, Setting], rows: {At rest: {says: Encrypted, about: [web]}, On the way: TLS}}
story:
  need: {title: The need, shows: requirements}
views:
  prod: {title: Production, exclude: [mail]}
"""

TREE = yaml.safe_load(VALID)

# Tests of one process share a folder: a file that is written over costs nothing, a new folder each time does.
FEW = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

WORDS = st.sampled_from(
    ["web", "db", "prod", "dev", "a", "vpc", "wep", "null", "-1", "true", "primary", "aws.rds", "k8s.compute.Pod"]
)
ODD = st.sampled_from(
    [
        "*x",
        "<<",
        "{",
        "]",
        "|",
        "in",
        "from",
        "kind",
        "runs",
        "extends",
        "1e400",
        "diagrams.cli.Main",
        "os.path.Path",
        "../x.png",
        "x.svg",
        "",
        "&x y",
        "\t",
        "é",
        ": ",
        "x" * 70,
        "\u2028",
        "a\nb",
    ]
)
NODES = st.recursive(
    st.none() | WORDS | ODD | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | ODD, inner, max_size=3),
    max_leaves=6,
)


def test_the_model_to_be_changed_is_valid_and_can_be_broken(tmp_path: Path) -> None:
    assert isinstance(outcome(tmp_path, VALID), Model)
    assert outcome(tmp_path, VALID.replace("tier: web", "tear: web"))


@FEW
@given(data=st.data())
def test_changed_text(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = VALID
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(WORDS | ODD | st.text(max_size=4)) + text[end:]
    outcome(tmp_path_factory.getbasetemp(), text)


@FEW
@given(data=st.data())
def test_changed_tree(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = deepcopy(TREE)
    for _ in range(data.draw(st.integers(1, 3))):
        change(tree, data)
    outcome(tmp_path_factory.getbasetemp(), yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))


def change(tree: Any, data: st.DataObject) -> None:
    """Walk down to somewhere, and there put, take away or rename something."""
    here = tree
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys)) if keys else "x"
        below = here[key] if keys else None
        if isinstance(below, dict | list) and below and data.draw(st.integers(0, 3)):
            here = below
            continue
        action = data.draw(st.sampled_from(["put", "take", "rename"]))
        if action == "put" and keys:
            here[key] = data.draw(NODES)
        elif action == "take" and keys:
            del here[key]
        elif isinstance(here, dict):
            here[data.draw(WORDS | ODD)] = here.pop(key, None)
        return
