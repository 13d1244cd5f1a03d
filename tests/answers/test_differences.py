"""What differs between two environments, and the laws of comparing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from archdeck.answers.differences.contents import environment_contents
from archdeck.answers.differences.difference import Change, Difference, apply, diff
from archdeck.answers.differences.parity import pairs_to_compare
from archdeck.answers.differences.said import compared_markdown
from archdeck.cli.commands import cli
from archdeck.language.problems import ModelError
from archdeck.model import Environment, Overlay
from archdeck.model.systems import read_model
from written import resolved

SHIPPED = Path(__file__).parents[2] / "model"
OTHER_WAY = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}

SHOP = """
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  queue: {kind: aws.sqs}
relations:
  a: {from: web, to: db, kind: data}
  q: {from: web, to: queue}
environments:
  prod:
    places:
      r: {kind: region, runs: {queue: {}}}
      a: {kind: zone, in: r, runs: {web: {count: 2}, db: {role: primary}}}
      b: {kind: zone, in: r, runs: {web: {}, db: {role: standby}}}
  dev:
    extends: prod
    name: Dev
    because: It is cheap.
    without: {queue: Nobody waits here.}
    places:
      r: {runs: null}
      a: {name: the zone, runs: {web: {count: 1, config: {Size: small}, because: One at a time.}, db: {role: null}}}
      b: null
flows:
  buy: {steps: {1: {from: web, to: db}, 2: {from: web, to: queue, only: [prod]}}}
overlays:
  group: {kind: group, members: [web, db]}
  only-here: {kind: group, members: [web], only: [dev, prod]}
"""
EXPECTED = """dev differs - because: It is cheap.
changed place a: name a -> the zone
removed place b
removed component queue - because: Nobody waits here.
changed instance db--a: role primary -> nothing
removed instance db--b
changed instance web--a: config.Size nothing -> small, count 2 -> 1 - because: One at a time.
removed instance web--b
removed relation db-standby
removed relation q - because: Nobody waits here.
warning: prod has queue (in buy), which dev never exercises - because: Nobody waits here.
"""


def run(tmp_path: Path, *arguments: str) -> Any:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8", newline="\n")
    return CliRunner().invoke(cli, ["diff", "shop", "--model", str(tmp_path), *arguments])


def test_the_command_says_what_differs_and_why(tmp_path: Path) -> None:
    result = run(tmp_path, "prod", "dev")
    assert (result.exit_code, result.stdout) == (0, EXPECTED)


def test_nothing_differs(tmp_path: Path) -> None:
    assert run(tmp_path, "dev", "dev").stdout == "dev and dev do not differ\n"
    found = json.loads(run(tmp_path, "dev", "dev", "--format", "json").stdout)
    assert (found["from"], found["to"], found["differences"], found["parity"]) == ("dev", "dev", [], [])


def test_the_command_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "dev", "prod", "--format", "json").stdout)
    assert found["differences"][5] == {
        "change": "changed",
        "what": "instance",
        "id": "web--a",
        "name": "Web in a",
        "because": "One at a time.",
        "because_of": "instance",
        "fields": {"config.Size": ["small", ""], "count": ["1", "2"]},
    }


def test_what_no_flow_tells_of_is_missed_too(tmp_path: Path) -> None:
    """A queue that takes requests in production, in a model without flows; what applies to others is not missed."""
    text = SHOP[: SHOP.index("flows:")].replace("  queue: {", "  keys: {kind: aws.kms}\n  queue: {")
    text = text.replace("  q: {", "  k: {from: db, to: keys, kind: uses}\n  q: {").replace(
        "{queue: {}}", "{queue: {}, keys: {}}"
    )
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8", newline="\n")
    for pair in (["prod", "dev"], ["dev", "prod"]):
        told = CliRunner().invoke(cli, ["diff", "shop", "--model", str(tmp_path), *pair]).stdout
        warned = [line for line in told.splitlines() if line.startswith("warning")]
        assert warned == ["warning: prod has queue, which dev never exercises - because: Nobody waits here."]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prod", "dve"], "shop has no environment 'dve'; did you mean 'dev'?"),
        (["x", "dev"], "shop has no environment 'x'; there are prod, dev"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run(tmp_path, *arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {message}")


def test_each_difference_has_a_reason_its_own_or_that_of_the_environment(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "prod", "dev", "--format", "json").stdout)
    reasons = {(d["what"], d["id"]): (d["because"], d["because_of"]) for d in found["differences"]}
    assert reasons["place", "b"] == ("It is cheap.", "environment")
    assert reasons["relation", "q"] == ("Nobody waits here.", "relation")
    assert set(reasons.values()) == {
        ("It is cheap.", "environment"),
        ("Nobody waits here.", "component"),
        ("Nobody waits here.", "relation"),
        ("One at a time.", "instance"),
    }


def test_what_an_environment_inherits_explains_no_difference(tmp_path: Path) -> None:
    """Why there is a second zone in production is no reason for its loss in development."""
    text = SHOP.replace("b: {kind: zone, in: r,", "b: {kind: zone, in: r, because: Two are safer.,")
    model = resolved(
        text.replace("a: {kind: zone, in: r,", "a: {kind: zone, in: r, because: One is needed.,"), tmp_path
    )
    prod, dev = model.environments
    reasons = {d.id: (d.because, d.general) for d in diff(prod, dev) if d.what == "place"}
    assert reasons == {"a": ("It is cheap.", True), "b": ("It is cheap.", True)}


def test_how_a_copy_is_kept_may_differ(tmp_path: Path) -> None:
    text = SHOP.replace("      b: null\n", "      b: {runs: {db: {promote: 1m, sync: true, lag: 0s}}}\n")
    prod, dev = resolved(text.replace("db: {role: null}", "db: {}"), tmp_path).environments
    changed = {d.id: d.fields for d in diff(prod, dev) if d.id == "db--b"}
    assert changed == {"db--b": {"lag": ("", "0s"), "promote": ("", "1m"), "sync": ("", "yes")}}


def test_an_overlay_comes_goes_and_holds_others(tmp_path: Path) -> None:
    """Development has no queue, and the group of production is not for it."""
    text = SHOP.replace("only: [dev, prod]", "only: [prod]").replace("members: [web, db]", "members: [web, queue]")
    model = resolved(text, tmp_path)
    prod, dev = model.environments
    found = [d for d in diff(prod, dev, model.overlays) if d.what == "overlay"]
    assert [(d.change, d.id, d.fields) for d in found] == [
        (Change.CHANGED, "group", {"members": ("queue, web", "web")}),
        (Change.REMOVED, "only-here", {"kind": ("group", ""), "members": ("web", "")}),
    ]


def test_a_component_that_goes_takes_its_instances(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "prod", "dev", "--format", "json").stdout)["differences"]
    queue = next(d for d in found if d["id"] == "queue")
    assert [(i["change"], i["id"], i["fields"]) for i in queue["instances"]] == [
        ("removed", "queue--r", {"component": ["queue", ""], "count": ["1", ""]})
    ]


def test_what_production_has_and_the_other_never_exercises(tmp_path: Path) -> None:
    """Said of production, whichever comes first."""
    for order in (("prod", "dev"), ("dev", "prod")):
        found = json.loads(run(tmp_path, *order, "--format", "json").stdout)
        assert found["parity"] == [
            {"component": "queue", "in": "prod", "not_in": "dev", "flows": ["buy"], "because": "Nobody waits here."}
        ]
        assert found["flows_not_in"] == {"dev": []}


def test_the_tiers_side_by_side_and_the_table_for_a_comment(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "prod", "dev", "--format", "json").stdout)
    assert found["tiers"] == {
        "system": {
            "web": ["2 in a, 1 in b", "1 in the zone"],
            "db": ["1 primary in a, 1 standby in b", "1 in the zone"],
            "queue": ["1 in r", ""],
        }
    }
    told = run(tmp_path, "prod", "dev", "--format", "markdown").stdout.splitlines()
    assert told[:8] == [
        "### Shop: Prod and Dev",
        "",
        "Dev differs because: It is cheap.",
        "",
        "| Tier | Component | Prod | Dev |",
        "| --- | --- | --- | --- |",
        "| System | Web | 2 in a, 1 in b | 1 in the zone |",
        "| System | DB | 1 primary in a, 1 standby in b | 1 in the zone |",
    ]
    assert "| ≠ changed | instance | db--a | role primary → nothing |  |" in told
    assert "| − removed | component | queue |  | Nobody waits here. |" in told
    assert told[-1] == "- prod has queue (in buy), which dev never exercises - because: Nobody waits here."


def test_text_of_a_model_is_text_in_a_comment(tmp_path: Path) -> None:
    text = SHOP.replace("Nobody waits here.", "'<img src=x> | @someone `x` [a](http://b) #1'")
    model = resolved(text, tmp_path)
    prod, dev = model.environments
    told = "\n".join(compared_markdown(model, prod, dev))
    assert "&#60;img src=x&#62; &#124; &#64;someone &#96;x&#96; &#91;a&#93;(http&#58;//b) &#35;1" in told
    assert "<img" not in told


def test_the_pairs_that_are_worth_a_page() -> None:
    shown = {
        name: [f"{one.id} {other.id}" for one, other in pairs_to_compare(read_model(name, SHIPPED / name))]
        for name in ("shopmaster", "aws-reference")
    }
    assert shown == {"shopmaster": ["staging prod", "dev prod", "prod dr"], "aws-reference": []}


# ------------------------------------------------------------------------------------------------ laws


def mirrored(difference: Difference) -> Difference:
    fields = {name: (there, here) for name, (here, there) in difference.fields.items()}
    inner = tuple(map(mirrored, difference.instances))
    return replace(difference, change=OTHER_WAY[difference.change], fields=fields, instances=inner)


def assert_laws(one: Environment, other: Environment, overlays: tuple[Overlay, ...]) -> None:
    """Nothing differs from itself, the other way round is the mirror, and what differs leads from one to the other."""
    there = diff(one, other, overlays)
    assert diff(one, one, overlays) == ()
    assert (there == ()) is (environment_contents(one, overlays) == environment_contents(other, overlays))
    assert tuple(map(mirrored, diff(other, one, overlays))) == there
    assert apply(there, environment_contents(one, overlays)) == environment_contents(other, overlays)


@pytest.mark.parametrize("name", sorted(p.name for p in SHIPPED.iterdir() if p.is_dir()))
def test_the_laws_on_the_shipped_models(name: str) -> None:
    model = read_model(name, SHIPPED / name)
    for one, other in product(model.environments, repeat=2):
        assert_laws(one, other, model.overlays)
        assert (diff(one, other) == ()) is (one is other)


COMPONENTS = {"web": "aws.ec2", "db": "aws.rds", "queue": "aws.sqs", "dns": "aws.route53", "people": "users"}
RUN = st.fixed_dictionaries(
    {},
    optional={
        "count": st.integers(0, 3),
        "role": st.sampled_from(["standby", "read-replica"]),
        "lag": st.sampled_from(["5s", "1m"]),
        "promote": st.just("2m"),
        "label": st.sampled_from(["small", "large"]),
        "config": st.dictionaries(st.sampled_from(["Size", "Image"]), st.sampled_from(["a", "b"])),
        "because": st.sampled_from(["Cheap.", "Safe."]),
    },
)
PLACE = st.fixed_dictionaries(
    {"kind": st.just("zone"), "runs": st.dictionaries(st.sampled_from(["web", "db", "queue"]), RUN)},
    optional={"name": st.sampled_from(["One", "Two"]), "standby": st.just(True), "because": st.just("Here.")},
)
ENVIRONMENT = st.fixed_dictionaries(
    {"places": st.dictionaries(st.sampled_from(["a", "b", "c"]), PLACE)},
    optional={"because": st.sampled_from(["So.", "Thus."]), "without": st.just({"people": "Nobody."})},
)


@given(one=ENVIRONMENT, other=ENVIRONMENT, extends=st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_laws_on_models_made_with_dice(tmp_path: Path, one: Any, other: Any, extends: bool) -> None:
    """Two environments of three zones at the most; the second extends the first or stands alone."""
    for environment in (one, other):  # a standby needs a primary
        for component in ("web", "db", "queue"):
            runs = [p["runs"][component] for p in environment["places"].values() if component in p["runs"]]
            for run in runs[:1]:
                run["role"] = "primary"
    spec = {
        "system": {"name": "Dice"},
        "components": {id: {"kind": kind} for id, kind in COMPONENTS.items()},
        "relations": {"a": {"from": "web", "to": "db"}, "b": {"from": "web", "to": "queue", "only": ["one"]}},
        "overlays": {"g": {"kind": "group", "members": ["web", "db"]}, "h": {"kind": "group", "members": ["queue"]}},
        "environments": {"one": one, "other": other | ({"extends": "one"} if extends else {})},
    }
    try:
        model = resolved(json.dumps(spec), tmp_path)
    except ModelError:  # a second primary, or nothing runs anywhere
        assume(False)
    first, second = model.environments
    assert_laws(first, second, model.overlays)


PEERED = """
system: {name: Networks}
components: {web: {kind: aws.ec2}}
relations:
  peer: {from: one, to: two}
  call: {from: web, to: two}
environments:
  prod:
    places:
      r: {kind: region}
      one: {kind: vpc, in: r}
      two: {kind: vpc, in: r, because: They share it.}
      a: {kind: zone, in: one, name: Zone A, is: first, runs: {web: {}}}
      b: {kind: zone, in: two, name: Zone B, is: first, because: x}
  test: {extends: prod, places: {b: {is: null}}}
  dev: {extends: prod, because: It is small., places: {two: null, b: null}}
"""


def test_relations_of_places_and_what_fails_as_one_may_differ(tmp_path: Path) -> None:
    prod, test, dev = resolved(PEERED, tmp_path).environments
    assert [str(d) for d in diff(prod, test)] == ["changed place b: is a -> nothing"]
    assert [f"{d} ({d.name})" for d in diff(prod, dev) if d.what == "relation"] == [
        "removed relation call (Web to two)",
        "removed relation peer (one to two)",
    ]
