"""A requirement that names its flows, failures and environments is judged by those alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archdeck.answers.drills.ledger import ledger
from archdeck.language import ModelError
from written import resolved


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models are written where the test runs."""
    monkeypatch.chdir(tmp_path)


SHOP = """system: {{name: Shop}}
components:
  people: {{kind: users}}
  web: {{kind: aws.ec2}}
  report: {{kind: aws.ec2}}
relations:
  visit: {{from: people, to: web}}
  read: {{from: people, to: report}}
environments:
  prod:
    places:
      r: {{kind: region}}
      a: {{kind: zone, in: r, runs: {{web: {{}}, report: {{}}}}}}
      b: {{kind: zone, in: r, runs: {{web: {{}}}}}}
  demo: {{stage: development, places: {{z: {{kind: zone, runs: {{web: {{}}, report: {{}}}}}}}}}}
flows:
  buy: {{steps: {{1: {{from: people, to: web}}}}}}
  study: {{steps: {{1: {{from: people, to: report}}}}}}
drills:
  both: {{down: [a, b]}}
requirements:
  up: {{says: It stays up, target: {{survives: zone}}{concerns}}}
"""


@pytest.mark.parametrize(
    ("concerns", "said"),
    [
        pytest.param("", ["prod missed without a"], id="by all flows, the worst of which counts"),
        pytest.param(", flows: [buy]", ["prod met without a"], id="by its own flow"),
        pytest.param(", flows: [buy], failures: [both]", ["prod missed without a, b"], id="by a drill"),
        pytest.param(", flows: [study], failures: [b]", ["prod met without b"], id="by the loss of a place"),
        pytest.param(", flows: [study], failures: [web]", ["prod met without web"], id="by the loss of a component"),
        pytest.param(
            ", flows: [buy], failures: [web in a]", ["prod met without web--a"], id="by the loss of one instance"
        ),
        pytest.param(
            ", flows: [study], failures: [report in r]", ["prod missed without report--a"], id="of the only one"
        ),
        pytest.param(
            ", flows: [buy], failures: [web in z], only: [demo]", ["demo missed without web--z"], id="elsewhere"
        ),
        pytest.param(
            ", flows: [buy], failures: [web in z]", ["prod unknown"], id="of one that this environment has not"
        ),
        pytest.param(", flows: [buy], only: [demo, prod]", ["prod met without a", "demo missed without z"], id="where"),
        pytest.param(", flows: [buy], failures: [b], only: [demo]", ["demo unknown"], id="what cannot be played"),
    ],
)
def test_a_requirement_is_judged_by_what_it_concerns(concerns: str, said: list[str]) -> None:
    found = ledger(resolved(SHOP.format(concerns=concerns), Path())).promises
    worst = [f" without {', '.join(p.worst.failure.down)}" if p.worst else "" for p in found]
    assert [f"{p.environment.id} {p.verdict.value}{w}" for p, w in zip(found, worst, strict=True)] == said


def test_an_instance_that_it_concerns_must_be_there() -> None:
    """Each is told with its line, and with the nearest that is meant."""
    names = "webb in a, web in aa, report in b, people in a"
    with pytest.raises(ModelError) as caught:
        resolved(SHOP.format(concerns=f", failures: [{names}]"), Path())
    assert [re.sub(r"^.*shop", "shop", str(p)) for p in caught.value.problems] == [
        "shop.yaml:22:64: error: 'webb' is not a component; did you mean 'web'? [unknown-component]",
        "shop.yaml:22:75: error: 'aa' is no place where it is played; did you mean 'a'? [unknown-place]",
        "shop.yaml:22:86: error: 'report' does not run in 'b' in any environment, so it cannot fail there "
        "[drill-absent]",
        "shop.yaml:22:99: error: 'people' are people and clients: they do not fail [drill-people]",
    ]


def test_what_it_concerns_must_be_there() -> None:
    with pytest.raises(ModelError) as caught:
        resolved(SHOP.format(concerns=", flows: [bye], failures: [bothh], only: [prd]"), Path())
    said = [re.sub(r".*error: ", "", str(p)) for p in caught.value.problems]
    assert said == [
        "'bye' is not a flow; there are buy, study [unknown-flow]",
        "'bothh' is no drill, place or component; did you mean 'both'? [unknown-failure]",
        "'prd' is not an environment; did you mean 'prod'? [unknown-environment]",
    ]
