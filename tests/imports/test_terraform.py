"""Plans and states of Terraform to models. `shop.plan.json` is a plan as `terraform show -json` writes it, with a
module for the network; `shop.golden.yaml` is what it becomes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from drafts import imported_text, left, written

from archdeck.imports import Imported, UnreadableSource

HERE = Path(__file__).parent
GOLDEN = HERE / "shop.golden.yaml"
ACCEPT = "python tests/imports/test_terraform.py"


def plan_of_the_shop() -> Imported:
    return imported_text((HERE / "shop.plan.json").read_text(encoding="utf-8"), name="shop.plan.json")


def golden() -> str:
    done = plan_of_the_shop()
    return "\n---\n".join(written(done, name) for name in sorted(done.files) if name != done.memory)


def test_a_plan_becomes_the_model_of_the_golden() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == golden(), f"read it, and accept it: {ACCEPT}"


def test_what_a_plan_removes_and_what_nobody_knows_is_listed() -> None:
    told = left(plan_of_the_shop())
    assert [line for line in told if "routes tell" not in line] == [
        "aws_instance.bastion: the plan removes it",
        "random_password.db: it helps to build, and is not there afterwards",
        "aws_cloudwatch_metric_alarm.cpu: an alarm or dashboard watches, and nothing runs through it",
        "acme_widget.gauge: nobody knows what acme_widget is here",
    ]


def test_no_secret_of_a_plan_is_written() -> None:
    """One is marked as sensitive, the other only called a password."""
    files = plan_of_the_shop().files.values()
    assert [word for word in ("correct-horse-battery", "hunter2-hunter2") if any(word in text for text in files)] == []


def plan(*resources: dict[str, Any], configured: list[dict[str, Any]] | None = None, **more: Any) -> str:
    """A plan of resources `{"at": "aws_sqs_queue.jobs", "values": {…}}`."""
    planned = [
        {"address": one["at"], "type": one["at"].split(".")[0], "values": one.get("values", {})} for one in resources
    ]
    root = {"resources": configured or []}
    return json.dumps(
        {"planned_values": {"root_module": {"resources": planned}}, "configuration": {"root_module": root}, **more}
    )


def state(*resources: dict[str, Any]) -> str:
    built = [{"address": one["at"], "type": one["at"].split(".")[0], "values": one["values"]} for one in resources]
    return json.dumps({"terraform_version": "1.13.4", "values": {"root_module": {"resources": built}}})


def test_a_state_says_by_ids_and_arns_what_leads_where() -> None:
    """There is no configuration in a state: its values name each other."""
    queue = "arn:aws:sqs:eu-west-1:111122223333:jobs"
    work = "arn:aws:lambda:eu-west-1:111122223333:function:work"
    done = imported_text(
        state(
            {"at": "aws_sqs_queue.jobs", "values": {"arn": queue}},
            {
                "at": "aws_lambda_function.work",
                "values": {"arn": work},
            },
            {
                "at": "aws_lambda_event_source_mapping.work",
                "values": {
                    "event_source_arn": queue,
                    "function_name": work,
                },
            },
        ),
        name="state.json",
    )
    assert written(done, "relations.yaml", "environments.yaml") == (
        "relations:\n"
        "  jobs-to-work: {from: jobs, to: work, addresses: [aws_lambda_event_source_mapping.work]}\n"
        "\n"
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      eu-west-1:\n"
        "        kind: region\n"
        "        runs: {jobs: {}, work: {}}\n"
    )


def test_a_raw_state_is_refused_for_its_secrets() -> None:
    with pytest.raises(UnreadableSource) as error:
        imported_text('{"version": 4, "serial": 1, "lineage": "x", "resources": []}', name="terraform.tfstate")
    assert str(error.value) == (
        "terraform.tfstate: this is a state as Terraform keeps it, with its secrets; give `terraform show -json` of "
        "it, which is documented"
    )


def test_two_providers_are_two_regions() -> None:
    """A resource stands in the Region of its provider."""
    configured = [
        {"address": f"aws_sqs_queue.{name}", "provider_config_key": key, "expressions": {}}
        for name, key in (("here", "aws"), ("there", "aws.far"))
    ]
    providers = {
        key: {"expressions": {"region": {"constant_value": region}}}
        for key, region in (("aws", "eu-west-1"), ("aws.far", "us-east-1"))
    }
    text = json.loads(plan({"at": "aws_sqs_queue.here"}, {"at": "aws_sqs_queue.there"}, configured=configured))
    text["configuration"]["provider_config"] = providers
    assert written(imported_text(json.dumps(text), name="plan.json"), "environments.yaml") == (
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      eu-west-1:\n"
        "        kind: region\n"
        "        runs: {here: {}}\n"
        "      us-east-1:\n"
        "        kind: region\n"
        "        runs: {there: {}}\n"
    )


if __name__ == "__main__":
    GOLDEN.write_text(golden(), encoding="utf-8")
