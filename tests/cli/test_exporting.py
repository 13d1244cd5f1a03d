"""`archdeck export`, charts in the Markdown of `archdeck diff`, and the report that GitLab reads."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.cli.charts import LARGEST, charts
from archdeck.cli.commands import cli
from archdeck.library import load

SHOP = """\
system: {name: Shop}
components: {web: {kind: aws.ec2}, db: {kind: aws.rds}}
relations: {read: {from: web, to: db, kind: data}}
environments:
  prod: {places: {eu-west-1: {kind: region, runs: {web: {}, db: {}}}}}
  dev: {extends: prod, because: We test}
"""


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two systems in a repository, of which one has changed since."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("shop", "other"):
        (folder / f"{name}.yaml").write_text(SHOP, encoding="utf-8")
    for call in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a"]):
        subprocess.run(["git", *call], check=True)
    (folder / "shop.yaml").write_text(SHOP.replace("aws.rds", "aws.aurora"), encoding="utf-8")
    return folder


def call(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


def test_a_system_for_other_tools(models: Path) -> None:
    code, said = call("export", "shop", "--to", "calm", "--environment", "dev")
    nodes = [one["unique-id"] for one in json.loads(said)["nodes"]]
    assert (code, nodes) == (0, ["system/shop", "web", "db", "dev/aws-cloud", "dev/eu-west-1"])
    assert call("export", "shop", "--to", "structurizr", "--out", str(models / "w.json")) == (0, "")
    views = json.loads((models / "w.json").read_text(encoding="utf-8"))["views"]["deploymentViews"]
    assert [view["environment"] for view in views] == ["Prod", "Dev"]
    code, said = call("export", "shop", "--to", "calm", "--environment", "dex")
    assert (code, said.splitlines()[-1]) == (2, "Error: shop has no environment 'dex'; did you mean 'dev'?")
    with pytest.raises(ValueError, match="there is no export to 'clam'; did you mean 'calm'\\?"):
        load("shop").export("clam")


def test_what_changed_in_every_system(models: Path) -> None:
    """Only what did; with its pictures, as charts and as files of its own folder."""
    code, said = call(
        *("diff", "--since", "HEAD", "--format", "markdown", "--mermaid", "--pictures", str(models / "pictures"))
    )
    lines = [line for line in said.splitlines() if line.startswith(("#", "<", "`", "flow"))]
    assert code == 0
    assert lines == [
        "### Shop: 1 change since HEAD",
        "<details><summary>Shop – Prod since HEAD</summary>",
        *("```mermaid", "flowchart LR", "```", "</details>"),
        "<details><summary>Shop – Dev since HEAD</summary>",
        *("```mermaid", "flowchart LR", "```", "</details>"),
    ]
    assert "#91;Changed#93;" in said
    assert sorted(path.name for path in (models / "pictures" / "shop").iterdir()) == [
        *("diff-since--dev.png", "diff-since--dev.svg", "diff-since--prod.png", "diff-since--prod.svg"),
    ]
    assert list(json.loads(call("diff", "--since", "HEAD", "--format", "json")[1])["systems"]) == ["shop"]
    (models / "shop.yaml").write_text(SHOP, encoding="utf-8")
    assert call("diff", "--since", "HEAD") == (0, "nothing changed since HEAD\n")
    assert call("diff", "shop", "--since", "HEAD") == (0, "shop has not changed since HEAD\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff",), "name two environments to compare, or a revision with --since"),
        (("diff", "shop", "prod", "dev", "--mermaid"), "--mermaid goes with --format markdown"),
    ],
)
def test_what_does_not_go_together(arguments: tuple[str, ...], said: str) -> None:
    assert call(*arguments)[1].splitlines()[-1] == f"Error: {said}"


def test_charts_that_a_comment_has_no_room_for_are_named() -> None:
    class Wide:
        title = "Shop <b>"

        def data(self, _: str) -> bytes:
            return b"x" * (LARGEST - 10)

    found = [line[:60] for line in charts([Wide(), Wide()])]  # type: ignore[list-item]
    assert found == [
        *("", "<details><summary>Shop &lt;b&gt;</summary>", "", "```mermaid", "x" * 60, "```", "", "</details>"),
        *("", "The picture of Shop &lt;b&gt; is too large for a comment."),
    ]


def test_a_report_for_gitlab(models: Path) -> None:
    """What is said twice of a file has two fingerprints, wherever it stands."""
    (models / "other.yaml").unlink()
    (models / "shop.yaml").write_text(SHOP.replace("aws.rds", "aws.rdss"), encoding="utf-8")
    code, said = call("check", "model", "--format", "codequality")
    (one,) = json.loads(said)
    assert (code, {key: one[key] for key in one if key != "fingerprint"}) == (
        1,
        {
            "description": "'aws.rdss' is not a kind; did you mean 'aws.rds'?",
            "check_name": "unknown-kind",
            "severity": "critical",
            "location": {"path": "model/shop.yaml", "lines": {"begin": 2}},
        },
    )
    (models / "shop.yaml").write_text("\n" + SHOP.replace("aws.rds", "aws.rdss"), encoding="utf-8")
    (moved,) = json.loads(call("check", "model", "--format", "codequality")[1])
    assert (moved["fingerprint"], moved["location"]["lines"]["begin"]) == (one["fingerprint"], 3)
