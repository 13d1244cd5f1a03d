"""Files of a team's rules: what they say, what is wrong with them and where, and for which systems they hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from archdeck.language.json_schema import rules_schema, rules_schema_text
from archdeck.language.reading import rules_files, system_paths
from archdeck.language.rules import fits, load_rules

FILE = """\
rules:
  own-key:
    says: Stores are encrypted with a key of ours.
    why: The auditors ask for it.
    severity: error
    pillar: security
    stages: [production]
    components: {kinds: [aws.rds, aws.s3]}
    need: {config: {Encryption: [KMS*, CMK*]}, owner: "*"}
  only-eu:
    says: All data stays in the EU
    places: {kinds: region}
    need: {is: eu-*}
  no-oracle:
    says: No Oracle
    components:
    forbidden: true
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(text: str) -> list[str]:
    path = Path("our.rules.yaml")
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in sorted(load_rules([path]).problems)]


def test_what_a_file_says() -> None:
    """A pattern by itself is a list of one, and a key without a value narrows nothing."""
    Path("our.rules.yaml").write_text(FILE, encoding="utf-8")
    found = load_rules([Path("our.rules.yaml")])
    assert found.problems == ()
    assert [(rule.id, rule.about, str(rule.where)) for rule in found.rules] == [
        ("own-key", "components", "our.rules.yaml:2:3"),
        ("only-eu", "places", "our.rules.yaml:10:3"),
        ("no-oracle", "components", "our.rules.yaml:14:3"),
    ]
    need = found.rules[0].shape.need
    assert need is not None
    assert (need.config, need.owner) == ({"Encryption": ["KMS*", "CMK*"]}, ["*"])
    assert [rule.which.kinds for rule in found.rules] == [["aws.rds", "aws.s3"], ["region"], None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", ["1:1: error: a file of rules must be a mapping; start with `rules:` [not-a-mapping]"]),
        ("rule: {}\n", ["1:1: error: a file of rules has no key 'rule'; did you mean 'rules'? [unknown-key]"]),
        (
            "rules:\n  Own: {says: a, relations: , forbidden: true}\n",
            [
                "2:3: error: 'Own' cannot be an id: ids are lower-case letters and digits, joined by hyphens; "
                "write 'own' [bad-id]"
            ],
        ),
        (
            "rules:\n  a: {say: b, components: {}}\n  b: {says: c, components: {kind: x}, need: {config: [a]}}\n",
            [
                "2:3: error: rule 'a' lacks 'says'; add `says:` (what it asks) [missing-key]",
                "2:7: error: rule 'a' has no key 'say'; did you mean 'says'? [unknown-key]",
                "3:29: error: 'components' of rule 'b' has no key 'kind'; did you mean 'kinds'? [unknown-key]",
                "3:54: error: 'config' of 'need' of rule 'b' is a list, but must be a mapping from ids to what they "
                "are [bad-value]",
            ],
        ),
        (
            "rules:\n  a: {says: b, components: {}, severity: eror, need: {owner: []}}\n",
            [
                "2:42: error: 'severity' of rule 'a' is 'eror', but must be error, warning or note; did you mean "
                "'error'? [bad-value]",
                "2:62: error: 'owner' of 'need' of rule 'a' has nothing in it; name at least one [bad-value]",
            ],
        ),
        (
            "rules:\n  a: {says: b, need: {owner: c}}\n  b: {says: c, places: , relations: }\n",
            [
                "2:3: error: rule 'a' says not what it is about; write one of `components:`, `places:` and "
                "`relations:` [bad-rule]",
                "3:3: error: rule 'b' is about several things; leave one of `components:`, `places:` and `relations:` "
                "[bad-rule]",
            ],
        ),
        (
            "rules:\n  a: {says: b, places: {kinds: regoin}}\n",
            [
                "2:3: error: rule 'a' asks for nothing; write `need:`, or `forbidden: true` [bad-rule]",
                "2:32: error: places are of no kind 'regoin'; did you mean 'region'? [bad-value]",
            ],
        ),
        (
            "rules:\n  a: {says: b, places: , need: {owner: c}}\n",
            ["2:33: error: places have no 'owner'; what they can need is id, name, is, tags [bad-rule]"],
        ),
        (
            "rules:\n  a: {says: b, relations: , need: {label: c}, forbidden: true}\n"
            "  b: {says: c, places: , need: {}}\n",
            [
                "2:3: error: rule 'a' needs something of what must not be; leave one of `need:` and `forbidden:` "
                "[bad-rule]",
                "3:3: error: rule 'b' needs nothing; write what under `need:` [bad-rule]",
            ],
        ),
        ("a: [\n", ["1:4: error: this is not YAML: "]),
    ],
)
def test_what_is_wrong_with_a_file(text: str, said: list[str]) -> None:
    """Everything at once, each at its place; a broken file says nothing else."""
    found = problems(text)
    if said[0].endswith("YAML: "):
        assert len(found) == 1
        assert found[0].startswith("our.rules.yaml:")
        assert found[0].endswith("[yaml-syntax]")
    else:
        assert found == [f"our.rules.yaml:{one}" for one in said]


def test_one_id_in_two_files() -> None:
    for name in ("a", "b"):
        Path(f"{name}.rules.yaml").write_text("rules:\n  x: {says: y, places: , forbidden: true}\n", encoding="utf-8")
    found = load_rules([Path("a.rules.yaml"), Path("b.rules.yaml")])
    assert [str(problem) for problem in found.problems] == [
        "b.rules.yaml:2:3: error: there is a rule 'x' at a.rules.yaml:2:3 already; give one another id [duplicate-key]"
    ]
    assert [rule.id for rule in found.rules] == ["x"]


def test_they_lie_beside_a_system_or_in_it() -> None:
    """And are no systems, nor parts of one. Those of another folder do not hold."""
    files = ["shop.yaml", "our.rules.yaml", "bank/main.yaml", "bank/more.rules.yml", "bank/.old.rules.yaml"]
    for file in files:
        Path(file).parent.mkdir(exist_ok=True)
        Path(file).write_text("system: {name: A}\n", encoding="utf-8")
    assert list(system_paths(Path())) == ["bank", "shop"]
    assert [file.name for file in rules_files(Path("shop.yaml"))] == ["our.rules.yaml"]
    assert [file.name for file in rules_files(Path("bank"))] == ["our.rules.yaml", "more.rules.yml"]
    assert [file.name for file in rules_files(Path("bank/main.yaml"))] == ["more.rules.yml"]


@pytest.mark.parametrize(
    ("pattern", "text", "right"),
    [
        ("aws.*", "aws.rds", True),
        ("aws.*", "azure.vm", False),
        ("KMS*", "kms: own key", True),
        ("eu-????-1", "eu-west-1", True),
        ("*", "", True),
        ("a*b*c", "a--b--b-c", True),
        ("a*b*c", "a--b--b-d", False),
        ("[a]", "a", False),
        ("*a" * 200, "a" * 199 + "b", False),
    ],
)
def test_patterns(pattern: str, text: str, right: bool) -> None:
    """Small and capital letters are alike; brackets are brackets; no pattern takes long."""
    assert fits(pattern, text) is right


def test_the_schema_takes_what_the_language_takes() -> None:
    validator = Draft202012Validator(rules_schema())
    assert list(validator.iter_errors(yaml.safe_load(FILE))) == []
    wrong = yaml.safe_load("rules: {a: {says: b, places: {kind: region}, need: {is: [[c]]}, stages: [prod]}}")
    assert len(list(validator.iter_errors(wrong))) == 3
    assert json.loads(rules_schema_text())["title"] == "Rules of a team"


def test_the_example_of_the_documentation_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs" / "describe" / "lint.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(rules:.*?)```", page, re.DOTALL)
    assert problems(example) == []
