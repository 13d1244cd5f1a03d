"""Commands: what they print where, and how they end. Every failure is a line or a few, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from archdeck.cli import commands
from archdeck.cli.commands import cli
from archdeck.language.json_schema import schema_text
from archdeck.model import kind_ids, kinds

GOOD = """\
system: {name: Shop}
components:
  people: {kind: users}
  web: {kind: aws.ec2, summary: Shows the shop}
relations:
  ask: {from: people, to: web, kind: request}
environments:
  prod:
    places:
      a: {kind: zone, name: One, runs: {web: {count: 2, config: {Size: large}}}}
    without: {people: nobody yet}
flows:
  visit: {steps: {1: {from: people, to: web, says: Hello}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    return result


def test_check_names_every_system_of_the_model_folder() -> None:
    write("model/good.yaml", GOOD)
    write("model/bad.yaml", "system: {nam: Shop}\n")
    write("model/poor/a.yaml", "system: {name: Poor}\n")
    write("model/poor/b.yaml", "components: {web: {kind: aws.ec2}}\n")
    result = run("check")
    assert result.stdout == (
        "model/bad.yaml:1:1: error: system lacks 'name'; add `name:` (the name) [missing-key]\n"
        "model/bad.yaml:1:10: error: system has no key 'nam'; did you mean 'name'? [unknown-key]\n"
        "model/good.yaml:6:3: warning: relation 'ask' is in no environment: none that it is for runs 'people' and also "
        "'web' [undrawn]\n"
        "model/good.yaml:13:3: warning: flow 'visit' runs in no environment: none runs all its components; give a step "
        "`only:`, or run what is missing [idle-flow]\n"
        "model/poor/b.yaml:1:14: warning: component 'web' has no `summary` and no `why`; its page will say little "
        "[unexplained]\n"
    )
    assert result.stderr == "3 systems: 2 errors, 3 warnings; 4 notes, printed by --notes\n"
    assert result.exit_code == 1


def test_warnings_alone_are_no_failure() -> None:
    write("model/poor.yaml", "system: {name: Poor}\ncomponents: {web: {kind: aws.ec2}}\n")
    result = run("check", "model/poor.yaml")
    assert (result.exit_code, result.stderr) == (0, "1 system: 1 warning\n")


def test_nothing_wrong_is_said_on_the_error_stream() -> None:
    write("model/fine.yaml", "system: {name: Fine}\n")
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 system: no problems\n")


def test_check_as_json() -> None:
    write("model/bad.yaml", "system: {name: Shop}\ntier: [a]\n")
    result = run("check", "--format", "json")
    assert json.loads(result.stdout) == {
        "problems": [
            {
                "path": "model/bad.yaml",
                "line": 2,
                "column": 1,
                "severity": "error",
                "message": "the model has no key 'tier'; did you mean 'tiers'?",
                "rule": "unknown-key",
            }
        ]
    }
    assert (result.exit_code, result.stderr) == (1, "")


ALONE = """\
system: {name: Shop, owner: Shop team}
components:
  web: {kind: aws.ec2, why: Our own software, config: {Size: m6i.large}}
  watch: {kind: aws.cloudwatch, summary: s}
  trail: {kind: aws.cloudtrail, summary: s}
environments:
  prod: {places: {r: {kind: region, runs: {web: {}, watch: {}, trail: {}}}}}
"""
X86 = (
    "model/shop.yaml:3:3: note: 'web' runs on m6i.large, x86 machines; AWS offers m6g and later with Arm processors; "
    "the same work takes less energy there [x86-size]\n"
)


def test_notes_are_printed_if_one_asks_for_them() -> None:
    write("model/shop.yaml", ALONE)
    result = run("check")
    assert (result.stdout, result.stderr) == ("", "1 system: no problems; 1 note, printed by --notes\n")
    result = run("check", "--notes")
    assert (result.exit_code, result.stdout, result.stderr) == (0, X86, "1 system: 1 note\n")
    asked = json.loads(run("check", "--notes", "--format", "json").stdout)["problems"]
    assert [(p["severity"], p["rule"]) for p in asked] == [("note", "x86-size")]
    assert json.loads(run("check", "--format", "json").stdout) == {"problems": []}


def test_sarif_has_notes_and_what_is_waived() -> None:
    waive = "waive: {x86-size: {because: Drivers, until: 2026-06-30}}}"
    write("model/shop.yaml", ALONE.replace("large}}", "large}, " + waive))

    def results(today: str) -> list[tuple[str, str, int]]:
        log = json.loads(run("check", "--format", "sarif", "--today", today).stdout)
        return [(r["ruleId"], r["level"], len(r.get("suppressions", ()))) for r in log["runs"][0]["results"]]

    assert results("2026-06-30") == [("x86-size", "note", 1)]
    assert results("2026-07-01") == [("x86-size", "note", 0)]


def test_a_broken_model_as_sarif() -> None:
    write("model/bad.yaml", "system: {name: Shop}\ntier: [a]\n")
    result = run("check", "--format", "sarif")
    log = json.loads(result.stdout)
    assert [(r["ruleId"], r["level"]) for r in log["runs"][0]["results"]] == [("unknown-key", "error")]
    assert (result.exit_code, result.stderr) == (1, "")


def test_the_day_of_a_build_that_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    waive = "waive: {x86-size: {because: Drivers, until: 2026-06-30}}}"
    write("model/shop.yaml", ALONE.replace("large}}", "large}, " + waive))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 30 June 2026, 0:00 UTC
    assert run("check", "--notes").stdout == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1782777600 + 86400))
    assert "(its waiver ended on 2026-06-30) [x86-size]" in run("check", "--notes").stdout


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([], "model:1:1: error: 'model' does not exist [unreadable]\n"),
        (["model/"], "model:1:1: error: there is no model here; `archdeck new` makes one to start from [no-model]\n"),
        (
            ["model/shop.yaml", "model/shop/a.yaml"],
            "model/shop:1:1: error: there is a second model 'shop' in model/shop.yaml; rename one [duplicate-model]\n",
        ),
    ],
)
def test_no_model_to_check(made: list[str], expected: str) -> None:
    for path in made:
        if path.endswith("/"):
            Path(path).mkdir()
        else:
            write(path, GOOD)
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, expected)


BACK = "this link leads back to a folder that it lies in, so what is there is no further system; delete it [link-back]"


def test_a_link_that_leads_back_is_no_further_system() -> None:
    """model/shop.yaml beside links to its folder and to the one above, and a folder that is one system of two files"""
    write("model/shop.yaml", GOOD)
    Path("model/loop").symlink_to(".")
    Path("model/up").symlink_to("..")
    write("one/a.yaml", "system: {name: One}\n")
    write("one/b.yaml", GOOD.partition("\n")[2])
    Path("one/loop").symlink_to(".")
    result = run("check", "model")
    assert [line for line in result.stdout.splitlines() if "link" in line] == [
        f"model/loop:1:1: warning: {BACK}",
        f"model/up:1:1: warning: {BACK}",
    ]
    assert (result.exit_code, result.stderr.partition(":")[0]) == (0, "1 system")
    result = run("check", "one")
    assert [line for line in result.stdout.splitlines() if "link" in line] == [f"one/loop:1:1: warning: {BACK}"]
    assert (result.exit_code, result.stderr.partition(":")[0]) == (0, "1 system")


def test_a_model_whose_name_is_no_id() -> None:
    write("model/My Shop.yaml", "system: {name: Shop}\n")
    result = run("check")
    assert result.stdout == (
        "model/My Shop.yaml:1:1: error: 'My Shop' cannot name a model: use lower-case letters and digits, joined by "
        "hyphens [bad-id]\n"
    )


def test_a_model_whose_name_is_that_of_a_page_of_all_systems() -> None:
    for name in ("assets", "catalogue", "index", "kinds", "reference", "rules", "shop"):
        write(f"model/{name}.yaml", GOOD)
    result = run("check")
    assert [line for line in result.stdout.splitlines() if "error" in line] == [
        f"model/{name}.yaml:1:1: error: system {name!r} would take the place of {whose}; "
        "call it otherwise [reserved-id]"
        for name, whose in (
            ("assets", "the icons and styles of the site"),
            ("catalogue", "the catalogue"),
            ("index", "the list of systems"),
            ("kinds", "the list of all kinds"),
            ("reference", "the reference of the language"),
            ("rules", "the list of rules"),
        )
    ]
    assert result.exit_code == 1


def test_a_file_name_cannot_write_to_the_terminal() -> None:
    write("model/\x1b[31m.yaml", "system: {name: Shop}\n")
    result = run("check")
    assert result.stdout.startswith("model/\\x1b[31m.yaml:1:1: error: '\\x1b[31m' cannot name a model")


def test_model_is_the_contract() -> None:
    write("model/shop.yaml", GOOD)
    result = run("model", "shop")
    made = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {key: made["components"]["web"][key] for key in ("kind", "tier", "name", "summary")} == {
        "kind": "aws.ec2",
        "tier": "system",
        "name": "Web",
        "summary": "Shows the shop",
    }
    assert {key: made["relations"]["ask"][key] for key in ("from", "to", "kind")} == {
        "from": "people",
        "to": "web",
        "kind": "request",
    }
    prod = made["environments"]["prod"]
    assert prod["places"]["aws-cloud"] == {
        "kind": "cloud", "in": None, "name": "AWS Cloud", "provider": "aws", "because": "", "implicit": True,
        "standby": False,
    }  # fmt: skip
    assert prod["places"]["a"] == {
        "kind": "zone",
        "in": "aws-cloud",
        "name": "One",
        "provider": "aws",
        "because": "",
        "implicit": False,
        "standby": False,
    }
    assert prod["instances"] == {
        "web--a": {
            "component": "web", "place": "a", "count": 2, "role": None, "sync": None, "lag": "", "promote": "",
            "label": "", "config": {"Size": "large"}, "because": "",
        }
    }  # fmt: skip
    assert (prod["relations"], prod["without"]) == ([], {"people": "nobody yet"})
    assert made["flows"]["visit"]["environments"] == []
    assert made["flows"]["visit"]["steps"] == [
        {
            "number": "1", "from": "people", "to": "web", "relation": "ask", "backwards": False, "says": "Hello",
            "only": [], "optional": False, "note": "",
        }
    ]  # fmt: skip
    assert list(made) == [
        "id", "name", "title", "summary", "description", "owner", "source", "tiers", "components", "relations",
        "environments", "flows", "drills", "requirements", "overlays", "topics", "story",
    ]  # fmt: skip


def test_a_system_by_path() -> None:
    write("elsewhere/shop.yaml", GOOD)
    assert json.loads(run("model", "elsewhere/shop.yaml").stdout)["id"] == "shop"
    assert json.loads(run("model", "elsewhere").stdout)["id"] == "elsewhere"
    assert json.loads(run("model", "shop", "--model", "elsewhere").stdout)["id"] == "shop"


def test_a_file_of_a_folder_stands_for_the_whole_system() -> None:
    """As editors and commit hooks call it, with the file that was changed."""
    write("model/poor/a.yaml", "system: {name: Poor}\n")
    write("model/poor/b.yaml", "components: {web: {kind: aws.ec9s}}\n")
    result = run("check", "model/poor/a.yaml")
    assert (
        result.stdout
        == "model/poor/b.yaml:1:26: error: 'aws.ec9s' is not a kind; did you mean 'aws.ecs'? [unknown-kind]\n"
    )
    write("model/poor/b.yaml", "components: {web: {kind: aws.ec2}}\n")
    assert json.loads(run("model", "model/poor/b.yaml").stdout)["id"] == "poor"


def test_a_system_that_is_not_there() -> None:
    write("model/shop.yaml", GOOD)
    result = run("model", "shp")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: 'shp' is no system under model, and no path to one; did you mean 'shop'?"
    )


def test_a_broken_model_fails_every_command_alike() -> None:
    write("model/shop.yaml", "system:\n\tname: Shop\n")
    result = run("model", "shop")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == "model/shop.yaml:2:1: error: a tab indents this line; YAML takes only spaces [yaml-syntax]\n"
    )


def test_schema() -> None:
    assert run("schema").stdout == schema_text(kind_ids())


def test_kinds_are_listed_a_line_each() -> None:
    """id, name, scope, category, border, aside, other ids."""
    assert run("kinds", "nat", "gateway", "azure").stdout == (
        "azure.nat-gateway\tAzure NAT Gateway\tzonal\tNetworking\tborder\t-\tazure.nat, azure.networking.Nat\n"
    )
    assert run("kinds", "keyvault").stdout == (
        "azure.key-vault\tAzure Key Vault\tregional\tSecurity\t-\taside\t"
        "azure.keyvault, azure.key-vaults, azure.security.KeyVaults\n"
    )
    assert run("kinds", "cloudtrail").stdout == (
        "aws.cloudtrail\tAWS CloudTrail\tregional\tOperations\t-\teverywhere\taws.management.Cloudtrail\n"
    )
    assert run("kinds", "firecracker").stdout == (
        "onprem.container.Firecracker\tFirecracker\tregional\tContainer\t-\t-\t-\n"
    )
    every = run("kinds")
    assert [line.split("\t")[0] for line in every.stdout.splitlines()] == [kind.id for kind in kinds()]
    assert {line.count("\t") for line in every.stdout.splitlines()} == {6}


def test_kinds_as_json() -> None:
    assert json.loads(run("kinds", "FunctionApps", "--format", "json").stdout) == {
        "kinds": [
            {
                "id": "azure.functions",
                "name": "Azure Functions",
                "scope": "regional",
                "category": "Compute",
                "at_border": False,
                "cross_cutting": False,
                "everywhere": False,
                "spreads": False,
                "says": "Runs a function when something happens, without a server to look after.",
                "other_ids": [
                    "azure.function",
                    "azure.function-app",
                    "azure.function-apps",
                    "azure.compute.FunctionApps",
                    "azure.iot.FunctionApps",
                ],
                "known_as": ["serverless"],
            }
        ]
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "balanser"], "no kind has 'load' and 'balanser' in it; did you mean 'load-balancer'?"),
        (["kuberntes"], "no kind has 'kuberntes' in it; did you mean 'kubernetes'?"),
        (["eks-cluster"], "no kind has 'eks-cluster' in it; did you mean 'aws.eks'?"),
        (["seafile"], "no kind has 'seafile' in it"),
        (["\x1b[31m"], "no kind has '\\x1b[31m' in it"),
    ],
)
def test_a_word_that_no_kind_has(words: list[str], said: str) -> None:
    result = run("kinds", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"archdeck: error: {said}\n")


def test_new_makes_a_project_without_problems() -> None:
    assert run("new", "mine").stdout == (
        "mine: README.md, build.py, docs/index.md, .gitignore, mkdocs.yml, model/shop.yaml, "
        "model/archdeck.schema.json\n"
    )
    result = run("check", "mine/model")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 system: no problems\n")
    assert Path("mine/model/archdeck.schema.json").read_text(encoding="utf-8") == schema_text(kind_ids())


def test_new_writes_over_nothing() -> None:
    write("mine/model/shop.yaml", "mine")
    result = run("new", "mine")
    assert (result.exit_code, Path("mine/model/shop.yaml").read_text()) == (2, "mine")
    assert result.stderr.splitlines()[-1] == "Error: mine is not empty; name a folder that is not there yet"


def test_what_cannot_be_written_is_one_line() -> None:
    write("file", "")
    result = run("new", "file/mine")
    assert (result.exit_code, result.stderr) == (1, "archdeck: error: file/mine: Not a directory\n")


def test_doctor_survives_an_engine_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDECK_ENGINE", "quill")
    result = run("doctor")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("engine           does not start: ")


def test_doctor_says_what_draws() -> None:
    lines = run("doctor").stdout.splitlines()
    names = [line[:16].strip() for line in lines]
    assert names[:3] == ["python", "archdeck", "diagrams"]
    assert names[-4:] == ["YAML parser", "git", "dot on PATH", "engine"]
    assert all(line[17:].strip() for line in lines)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def fail() -> None:
        raise KeyError("what\nnow")

    monkeypatch.setitem(commands.cli.commands, "fail", fail)


@pytest.mark.usefixtures("failing")
def test_a_fault_of_our_own_is_one_line() -> None:
    result = run("fail")
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr == "archdeck: internal error: KeyError: 'what\\nnow' (please report; --debug shows more)\n"


@pytest.mark.usefixtures("failing")
def test_debug_shows_the_traceback() -> None:
    result = CliRunner().invoke(cli, ["--debug", "fail"])
    assert "Traceback" in result.stderr
    assert CliRunner().invoke(cli, ["fail"], env={"ARCHDECK_DEBUG": "1"}).stderr.startswith("Traceback")


def test_the_console_script(folder: Path) -> None:
    """As a process: problems on the output, the count on the error stream, the exit code."""
    write("model/bad.yaml", "system: {}\n")
    done = subprocess.run(
        [sys.executable, "-m", "archdeck", "check"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "model/bad.yaml:1:1: error: system lacks 'name'; add `name:` (the name) [missing-key]\n"
    assert (done.stderr, done.returncode) == ("1 system: 1 error\n", 1)
