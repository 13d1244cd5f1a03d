"""`archdeck import`: from a file to a model that checks, builds and is imported again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.cli.commands import cli

TEMPLATE = """\
Resources:
  Orders: {Type: AWS::SQS::Queue}
  Work:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.13, Environment: {Variables: {QUEUE: !Ref Orders}}}
  Alarm: {Type: AWS::CloudWatch::Alarm}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(TEMPLATE, encoding="utf-8")


def said(*arguments: str, given: str | bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(cli, list(arguments), input=given)
    return done.exit_code, done.output


def test_a_template_becomes_a_system_without_errors() -> None:
    assert said("import", "shop.yaml", "--into", "model/shop") == (
        0,
        "model/shop: 2 components and 1 relation read as cloudformation\n"
        "  left: Alarm: an alarm or dashboard watches, and nothing runs through it\n"
        "what became nothing is kept in model/shop/cloudformation-prod.import.yaml; next: archdeck check model/shop\n",
    )
    assert sorted(path.name for path in Path("model/shop").iterdir()) == [
        "cloudformation-prod.import.yaml",
        "components.yaml",
        "environments.yaml",
        "relations.yaml",
        "system.yaml",
    ]
    code, output = said("check", "model/shop")
    assert (code, "error" in output) == (0, False)


def test_a_second_import_says_what_it_did() -> None:
    said("import", "shop.yaml", "--into", "model/shop")
    Path("model/shop/system.yaml").write_text("system: {name: The shop}\n", encoding="utf-8")
    assert said("import", "shop.yaml", "--into", "model/shop")[1].splitlines()[1] == "  nothing changed"
    newer = TEMPLATE.replace("python3.13", "python3.14").replace("Orders", "Inbox")
    assert said("import", "-", "--into", "model/shop", given=newer)[1].splitlines()[1:-2] == [
        "  + components.inbox",
        "  + relations.work-to-inbox",
        "  + environments.prod.places.region.runs.inbox",
        "  ~ components.work.config.Runtime: python3.13 -> python3.14",
        "  - components.orders: the source has it no more; remove it if that is meant",
        "  - relations.work-to-orders: the source has it no more; remove it if that is meant",
    ]


def test_another_environment_joins_the_system() -> None:
    said("import", "shop.yaml", "--into", "model/shop")
    assert said("import", "shop.yaml", "--into", "model/shop", "--environment", "dev")[0] == 0
    views = said("views", "shop")[1].splitlines()
    assert [view.split("\t")[0] for view in views if view.split("\t")[1] == "environment"] == ["prod", "dev"]


def test_utf_16_as_powershell_writes_it() -> None:
    Path("shop.json").write_bytes('{"Resources": {"Orders": {"Type": "AWS::SQS::Queue"}}}'.encode("utf-16"))
    assert said("import", "shop.json", "--into", "model/shop")[0] == 0


def test_a_folder_is_read_whole_without_what_is_hidden() -> None:
    for name in ("all/a/orders.yaml", "all/.git/x.yaml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEMPLATE if "orders" in name else "Resources: [", encoding="utf-8")
    assert said("import", "all", "--into", "model/shop")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nothing.json"], 1, "archdeck: error: nothing.json: does not exist\n"),
        (["bytes.json"], 1, "archdeck: error: bytes.json: this is no text: byte 0 is not UTF-8\n"),
        (["broken.json"], 1, "archdeck: error: broken.json:1: this is no JSON: Expecting value\n"),
        (["empty"], 1, "archdeck: error: empty: there is no file in it that could be imported\n"),
        (
            ["shop.yaml", "--from", "terafom"],
            2,
            "Error: there is no reader 'terafom'; did you mean 'terraform'?",
        ),
        (
            ["shop.yaml", "--environment", "My Prod"],
            2,
            "Error: 'My Prod' is no id: lower-case letters and digits, in words joined by hyphens\n",
        ),
    ],
)
def test_what_cannot_be_is_told(arguments: list[str], code: int, message: str) -> None:
    Path("bytes.json").write_bytes(b"\xff\xff")
    Path("broken.json").write_text('{"a": ', encoding="utf-8")
    Path("empty").mkdir()
    got, output = said("import", *arguments, "--into", "model/shop")
    assert got == code
    assert message in output
    assert not Path("model").exists()


def test_a_model_that_is_broken_is_told_and_stays() -> None:
    Path("model/shop").mkdir(parents=True)
    Path("model/shop/system.yaml").write_text("system: {name: [\n", encoding="utf-8")
    code, output = said("import", "shop.yaml", "--into", "model/shop")
    assert (code, output.startswith("archdeck: error: system.yaml:2: this is no YAML")) == (1, True)
    assert [path.name for path in Path("model/shop").iterdir()] == ["system.yaml"]
