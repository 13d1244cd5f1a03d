"""Sources that are broken, deep, or made to do harm: a sentence that says where, or a model that is sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from drafts import imported_text, written

from archdeck.cli.commands import cli
from archdeck.imports import UnreadableSource
from archdeck.language import LONGEST_LINE

DEEP = '{"a":' * 900 + "1" + "}" * 900
RESOURCE = '{"address": "aws_sqs_queue.a", "type": "aws_sqs_queue", "name": "a", "values": %s}'
PLAN = '{"planned_values": {"root_module": {"resources": [%s]}}}'
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "[" * 100_000, "a.json: it is nested too deeply"),
        ("a.json", PLAN % (RESOURCE % DEEP), "a.json: it is nested too deeply"),
        (
            "a.json",
            '{"planned_values": {',
            "a.json:1: this is no JSON: Expecting property name enclosed in double quotes",
        ),
        ("a.yaml", BOMB, "a.yaml: with its aliases it says more than 2,000,000 values"),
        ("a.yaml", "a: &a\n  b: *a\n", "a.yaml: with its aliases it says more than 2,000,000 values"),
        (
            "a.yaml",
            "Resources: {A: {Type: 'AWS::SQS::Queue', X: !!python/object/apply:os.system [id]}}",
            "a.yaml:1: this is no YAML: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        ("a.yaml", "a: \x00", "a.yaml: this is no YAML"),
        (
            "a.drawio",
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><mxGraphModel><root>'
            '<mxCell id="1" vertex="1" value="&x;"/></root></mxGraphModel>',
            "a.drawio:1: this is no file of draw.io: Attribute references external entity 'x'",
        ),
    ],
)
def test_what_cannot_be_read_ends_with_a_sentence(name: str, text: str, message: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        imported_text(text, name=name)
    assert str(caught.value).startswith(message)


def test_keys_that_are_no_text_and_values_of_other_sorts() -> None:
    """Whatever stands where a format has something else is nothing."""
    text = "Resources:\n  7: {Type: 'AWS::SQS::Queue', Properties: {2: 3, null: [x]}}\n  true: {Type: [x]}\n"
    assert (
        written(imported_text(text), "components.yaml")
        == "components:\n  '7': {kind: aws.sqs, name: '7', addresses: ['7']}\n"
    )
    plan = (RESOURCE % '{"tags": [1], "fifo_queue": {"a": 1}}') + ', {"address": 5, "type": "x"}, null, 7'
    assert written(imported_text(PLAN % plan, name="a.json"), "components.yaml") == (
        "components:\n  a: {kind: aws.sqs, addresses: [aws_sqs_queue.a]}\n"
    )


def test_names_of_any_length_and_with_any_letter() -> None:
    """A name is cut to what the language allows, and what no picture can hold is left out."""
    names = ["q" * 10_000, "q" * 9_999 + "z", "a\\u0000b\\u001b[31m", "%s {{7*7}} <script>"]
    plan = ", ".join((RESOURCE % "{}").replace('"name": "a"', f'"name": "{name}"') for name in names)
    for number in range(len(names)):
        plan = plan.replace('"address": "aws_sqs_queue.a"', f'"address": "aws_sqs_queue.{number}"', 1)
    lines = written(imported_text(PLAN % plan, name="a.json"), "components.yaml").splitlines()
    assert all(len(line) <= LONGEST_LINE + 6 and line.isprintable() for line in lines)


def test_places_that_are_in_each_other_are_in_nothing() -> None:
    node = {"id": "1", "name": "Host", "children": [{"id": "1"}]}
    model = {"softwareSystems": [{"id": "2", "name": "Shop"}], "deploymentNodes": [node]}
    done = imported_text(json.dumps({"model": model}), name="w.json")
    assert written(done, "environments.yaml") == (
        "environments:\n"
        "  prod:\n"
        "    places: {host: {kind: node, name: Host, addresses: [node 1]}}\n"
        "    runs: {shop: {}}\n"
    )


def test_a_broken_memory_is_none_and_a_broken_model_is_told() -> None:
    text = "services: {web: {image: nginx}}"
    first = imported_text(text)
    for draft in ("[1]", "{components: 5, environments: {prod: [1]}, relations: {a: b}}"):
        again = imported_text(text, {**first.files, first.memory: f"draft: {draft}\n"})
        assert (list(again.files), vars(again.told)["added"]) == ([first.memory], [])
    with pytest.raises(UnreadableSource) as caught:
        imported_text(text, {"a.yaml": "components: [1, {"})
    assert str(caught.value) == "a.yaml:1: this is no YAML: expected the node content, but found '<stream end>'"


def said(*arguments: str) -> str:
    return CliRunner().invoke(cli, ["import", *arguments]).output


def test_files_that_are_none_and_folders_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where it does not go well, and what is beside the others in a folder does not stop them."""
    monkeypatch.chdir(tmp_path)
    Path("shop").mkdir()
    Path("shop/compose.yaml").write_text("services: {web: {image: nginx}}", encoding="utf-8")
    Path("shop/README.md").write_text("# Shop: `of *all*\n", encoding="utf-8")
    Path("shop/chart.yaml").write_text("{{- if .Values.on }}\n", encoding="utf-8")
    Path("shop/old.json").write_bytes(b"\xff\xfe\x00\xd8")
    Path("loop").symlink_to("loop")
    Path("file").write_text("", encoding="utf-8")
    assert said("loop", "--into", "m/a") == "archdeck: error: loop: is a link that leads back to itself\n"
    assert said("shop", "--into", "file").startswith("archdeck: error: file: this is a file; an import goes into")
    assert said("shop", "--into", "file/a") == "archdeck: error: file/a/system.yaml: Not a directory\n"
    assert said("shop", "--into", "m/Bad Name") == (
        "archdeck: error: m/Bad Name: 'Bad Name' cannot name a system: use lower-case letters and digits, in words "
        "joined by hyphens\n"
    )
    assert sorted(path.name for path in Path().iterdir()) == ["file", "loop", "shop"]
    assert said("shop", "--into", "m/a").splitlines() == [
        "m/a: 1 component and 0 relations read as compose",
        "  left: shop/old.json: this is no text: byte 2 is not UTF-8",
        "  left: shop/chart.yaml: 1: this is no YAML: did not find expected node content",
        "what became nothing is kept in m/a/compose-prod.import.yaml; next: archdeck check m/a",
    ]
