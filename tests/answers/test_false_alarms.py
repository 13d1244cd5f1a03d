"""What a rule of the lint does not say, though it looks like what it is about: each model is in the docstring."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from archdeck.answers import drill, lint
from archdeck.model import Model
from written import resolved


@pytest.fixture
def model(request: pytest.FixtureRequest) -> Model:
    return resolved("system: {name: A}\n" + dedent(str(request.function.__doc__)), Path())


def found(model: Model, rule: str) -> list[str]:
    return [p.message.split(";")[0] for p in lint(model, date(2026, 1, 1)).problems if p.rule == rule]


def test_people_and_runbooks_decide_without_a_health_check(model: Model) -> None:
    """
    components:
      ops: {kind: person}
      book: {kind: runbook}
      steps: {kind: aws.lambda, name: Failover runbook}
      dns: {kind: aws.route53}
      web: {kind: aws.alb}
    relations:
      a: {from: ops, to: web, kind: failover}
      b: {from: book, to: web, kind: failover}
      c: {from: steps, to: web, kind: failover}
      d: {from: dns, to: web, kind: failover}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}, book: {}, steps: {}}}
          r2: {kind: region, standby: true, runs: {web: {}}}
    """
    assert found(model, "failover-health") == ["failover 'd' does not say by which health check 'dns' decides"]


def test_requests_reach_what_runs_on_the_nodes_of_a_cluster(model: Model) -> None:
    """
    components:
      node: {kind: aws.ec2}
      host: {kind: aws.ec2}
      idle: {kind: aws.ec2}
      task: {kind: aws.ecs}
    relations:
      a: {from: task, to: node, kind: uses}
      b: {from: task, to: host, kind: uses}
      c: {from: task, to: idle, kind: uses}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {idle: {}, host: {}}}
          c1: {kind: cluster, in: r1, runs: {node: {}, task: {}}}
    overlays: {nodes: {kind: cluster, members: [host]}}
    """
    said = found(model, "no-traffic")
    assert "no request and no data reaches 'idle' or leaves it" in said
    assert not any("'node'" in words or "'host'" in words for words in said)


def test_machines_of_ones_own_do_not_follow_the_load(model: Model) -> None:
    """
    components: {people: {kind: users}, web: {kind: aws.ec2}, own: {kind: aws.ec2}}
    relations: {a: {from: people, to: web}, b: {from: people, to: own}}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}}}
          hall: {kind: data-center, runs: {own: {}}}
    """
    assert found(model, "fixed-size") == ["'web' takes requests, and nothing says that its number follows the load"]


def test_lines_between_networks_know_nothing_of_tls(model: Model) -> None:
    """
    components:
      office: {kind: aws.customer-gateway}
      line: {kind: aws.direct-connect}
      hub: {kind: aws.transit-gateway}
      web: {kind: aws.ec2}
      app: {kind: aws.ec2}
    relations:
      a: {from: office, to: line}
      b: {from: line, to: hub}
      c: {from: hub, to: web}
      d: {from: web, to: app}
    environments: {prod: {places: {r1: {kind: region, runs: {line: {}, hub: {}, web: {}, app: {}}}}}}
    """
    assert found(model, "tls-unstated") == ["relation 'd' does not say how it is protected on the way"]


def test_what_only_works_on_data_keeps_none(model: Model) -> None:
    """
    components:
      people: {kind: users}
      jobs: {kind: aws.sqs}
      worker: {kind: aws.ec2}
      task: {kind: aws.fargate}
      cache: {kind: aws.elasticache, recovery: {loses: 0s}}
      disk: {kind: aws.ebs}
    relations:
      a: {from: people, to: jobs, kind: data}
      b: {from: jobs, to: worker, kind: data}
      c: {from: worker, to: task, kind: data}
      d: {from: task, to: cache, kind: data}
      e: {from: task, to: disk, kind: data}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {jobs: {}}}
          z1: {kind: zone, in: r1, runs: {worker: {}, task: {}, cache: {}, disk: {}}}
          z2: {kind: zone, in: r1, runs: {worker: {}, task: {}, cache: {}, disk: {}}}
    flows:
      work: {steps: {1: {from: people, to: jobs}, 2: {from: jobs, to: worker}, 3: {from: worker, to: task},
                     4: {from: task, to: cache}}}
      keep: {steps: {1: {from: task, to: disk}}}
    """
    flows = drill(model, model.environments[0], ["z1"]).flows
    assert (flows["work"].rpo_s, flows["keep"].rpo_s) == (0.0, None)
