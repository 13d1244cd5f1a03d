"""The rules of a team: what they find and where, who waives them, and that they are told like those of archdeck."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from archdeck.answers.rules.linting import RULES, Linted, lint, rules_of
from archdeck.library import check as checked
from archdeck.model import Model, read_model

SHOP = """\
system: {name: Shop, owner: Shop team}
components:
  users: {kind: users}
  web: {kind: aws.ec2, tags: [cost-42]}
  db: {kind: aws.rds, name: Orders, config: {Engine: PostgreSQL, Encryption: none}}
relations:
  visits: {from: users, to: web, encryption: TLS 1.3}
  sql: {from: web, to: db, kind: data}
  peering: {from: us-east-1, to: home, kind: data}
environments:
  prod:
    places:
      us-east-1: {kind: region, name: N. Virginia}
      us-east-1a: {kind: zone, in: us-east-1, runs: {web: {}, db: {role: primary, config: {Encryption: KMS}}}}
      us-east-1b: {kind: zone, in: us-east-1, runs: {web: {}, db: {role: standby, config: {Encryption: off}}}}
      home: {kind: region, is: eu-west-1}
  dev:
    extends: prod
    places: {us-east-1b: null, us-east-1a: {runs: {db: {config: null}}}}
"""
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(rules: str, shop: str = SHOP) -> Model:
    Path("shop.yaml").write_text(shop, encoding="utf-8")
    Path("our.rules.yaml").write_text(f"rules:\n{rules}", encoding="utf-8")
    return read_model("shop", Path("shop.yaml"))


def linted(rules: str, shop: str = SHOP) -> Linted:
    return lint(written(rules, shop), TODAY)


def found(rules: str, shop: str = SHOP) -> list[str]:
    return [str(problem) for problem in linted(rules, shop).problems if problem.rule not in RULES]


def test_a_setting_is_looked_for_where_the_component_runs() -> None:
    """In production each instance has its own, one of them a wrong one; in development that of the component counts."""
    rule = (
        "  key: {{says: We hold the keys., severity: error, {}components: {{kinds: aws.rds}},\n"
        "        need: {{config: {{Enc*: KMS*}}}}}}\n"
    )
    assert found(rule.format("stages: [production], ")) == [
        "shop.yaml:15:63: error: component 'db' in us-east-1b has setting 'Encryption: off', which is not 'KMS*'; "
        "We hold the keys [key]"
    ]
    assert found(rule.format("")) == [
        "shop.yaml:5:3: error: component 'db' has setting 'Encryption: none', which is not 'KMS*'; We hold the keys "
        "[key]",
        "shop.yaml:15:63: error: component 'db' in us-east-1b has setting 'Encryption: off', which is not 'KMS*'; "
        "We hold the keys [key]",
    ]
    assert found(rule.format("stages: [staging], ")) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "components: {kinds: aws.*}, need: {config: {Backup: '*'}, tags: cost-*, owner: Shop*}",
            [
                "4:3: warning: component 'web' has no setting 'Backup'",
                "5:3: warning: component 'db' has no tag 'cost-*' and no setting 'Backup'",
            ],
        ),
        (
            "components: {ids: [w*, db]}, need: {id: [web, store-*], name: '??*'}",
            ["5:3: warning: component 'db' has id 'db', which is not 'web' or 'store-*'"],
        ),
        (
            "components: {tags: cost-*}, forbidden: true",
            ["4:3: warning: component 'web' is of kind 'aws.ec2', and must not be there"],
        ),
        (
            "components: {kinds: aws.database.RDS}, forbidden: true",
            ["5:3: warning: component 'db' is of kind 'aws.rds', and must not be there"],
        ),
        (
            "components: {kinds: aws.*}, need: {owner: Platform}",
            [
                "4:3: warning: component 'web' has owner 'Shop team', which is not 'Platform'",
                "5:3: warning: component 'db' has owner 'Shop team', which is not 'Platform'",
            ],
        ),
        (
            "places: {kinds: region}, need: {is: eu-*}",
            ["13:7: warning: place 'us-east-1' has Region or zone 'us-east-1', which is not 'eu-*'"],
        ),
        ("places: {kinds: region}, need: {is: [eu-*, 'n. virginia']}", []),
        (
            "relations: {kinds: [request, data]}, need: {encryption: TLS*}",
            [
                "8:3: warning: relation 'sql' has no encryption",
                "9:3: warning: relation 'peering' has no encryption",
            ],
        ),
        ("relations: {kinds: replication}, forbidden: true", []),
    ],
)
def test_what_rules_find(rule: str, said: list[str]) -> None:
    """One finding an element, with all that is wrong with it. The replication that follows from roles is no relation
    that somebody wrote."""
    assert found(f"  a: {{says: Please., {rule}}}\n") == [f"shop.yaml:{one}; Please [a]" for one in said]


def test_without_environments_they_hold_for_all() -> None:
    shop = "system: {name: Shop}\ncomponents: {web: {kind: aws.ec2}, old: {kind: aws.rds}}\n"
    assert found("  a: {says: No., components: {kinds: aws.rds}, forbidden: true}\n", shop) == [
        "shop.yaml:2:36: warning: component 'old' is of kind 'aws.rds', and must not be there; No [a]"
    ]


def test_they_are_waived_as_those_of_archdeck() -> None:
    """Beside the element or in an environment; what finds nothing is idle, and what there is not is named."""
    rule = "  eu: {says: EU, places: {kinds: region}, need: {is: eu-*}}\n"
    waived = SHOP.replace("N. Virginia}", "N. Virginia, waive: {eu: {because: We move., until: 2027-01-01}}}")
    assert found(rule, waived) == []
    (finding,) = [f for f in linted(rule, waived).findings if f.rule.id == "eu"]
    assert finding.waiver is not None
    assert finding.waiver.because == "We move."
    idle = SHOP.replace("eu-west-1}", "eu-west-1, waive: {eu: {because: a, until: 2027-01-01}}}")
    assert "shop.yaml:16:51: warning: rule 'eu' finds nothing here; delete the waiver [idle-waiver]" in found(
        rule, idle
    )
    wrong = SHOP.replace("Shop team}", "Shop team, waive: {eus: {because: a, until: 2027-01-01}}}")
    assert found(rule, wrong)[0] == (
        "shop.yaml:1:48: error: 'eus' is no rule that can be waived; did you mean 'eu'? [unknown-rule]"
    )


def test_a_waiver_beside_a_relation_of_a_place_holds() -> None:
    shop = SHOP.replace("home, kind: data}", "home, kind: data, waive: {tls: {because: a, until: 2027-01-01}}}")
    rule = "  tls: {says: TLS, relations: {ids: peering}, need: {encryption: '*'}}\n"
    assert found(rule, shop) == []


def test_one_of_archdeck_is_not_taken_over() -> None:
    assert rules_of(written("  no-dlq: {says: a, places: , forbidden: true}\n"))["no-dlq"] is RULES["no-dlq"]


def test_a_broken_file_is_said_once_for_all_systems() -> None:
    written("", "system: {name: Shop}\n")
    Path("bank.yaml").write_text("system: {name: Bank}\n", encoding="utf-8")
    Path("our.rules.yaml").write_text("rules: {a: {}}\n", encoding="utf-8")
    said = ["our.rules.yaml:1:9: error: rule 'a' lacks 'says'; add `says:` (what it asks) [missing-key]"]
    assert [str(problem) for problem in checked(".").problems] == said
    assert [str(problem) for problem in checked("our.rules.yaml").problems] == said


def test_an_error_fails_a_check_and_is_told_in_sarif() -> None:
    written(
        "  eu:\n    says: All data stays in the EU.\n    why: The law\n      asks for it.\n    fix: Move it.\n"
        "    severity: error\n    pillar: security\n    places: {kinds: region}\n    need: {is: eu-*}\n"
    )
    result = checked("shop.yaml", TODAY)
    assert [problem.rule for problem in result.errors] == ["eu"]
    (run,) = result.sarif()["runs"]
    (rule,) = [r for r in run["tool"]["driver"]["rules"] if r["id"] == "eu"]
    assert rule == {
        "id": "eu",
        "shortDescription": {"text": "All data stays in the EU"},
        "fullDescription": {"text": "The law asks for it."},
        "help": {"text": "Move it."},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["security"]},
    }
    (found,) = [r for r in run["results"] if r["ruleId"] == "eu"]
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]] is rule


def test_what_it_looks_at_is_told() -> None:
    rules = rules_of(
        written(
            "  a: {says: b, stages: [production, staging], components: {kinds: [aws.rds, aws.s3], tags: pci},\n"
            "      need: {config: {Encryption: KMS*}, owner: '*'}}\n"
            "  c: {says: d, relations: {ids: old-*}, forbidden: true}\n"
        )
    )
    assert [rules[id].explanation.looks_at for id in "ac"] == [
        "Components of kind `aws.rds` or `aws.s3` with the tag `pci` in environments of the stage `production` or "
        "`staging`: whether the owner is said and setting `Encryption` is `KMS*`.",
        "Relations with the id `old-*`: there must be none.",
    ]
    assert not re.search(r"[<>]", rules["a"].explanation.looks_at)
