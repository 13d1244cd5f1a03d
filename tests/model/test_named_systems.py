"""Components that stand for other systems, and links by id in Markdown: what they become, and what names nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.language.mentions import mentions
from archdeck.model import Model, model_json
from archdeck.model.systems import read_model

SHOP = """
system: {name: Web shop, description: "Takes money through [[payments]], see [[payments/ledger|the books]]."}
components:
  web: {kind: aws.ec2, summary: Sells}
  money: {system: payments}
  risk: {system: fraud, name: Risk check, summary: Says no, kind: aws.lambda, owner: Us, icon: own.svg}
relations: {charge: {from: web, to: money, label: charge cards}}
environments: {prod: {runs: {web: {}, risk: {}}}}
"""
PAYMENTS = """
system: {name: Payments, summary: Takes money, owner: Money team, icon: aws.rds}
components:
  ledger: {kind: aws.rds, name: General ledger}
  shop: {system: shop}
  api: {kind: aws.api-gateway}
environments: {prod: {runs: {ledger: {}, api: {}}}}
"""
FRAUD = "system: {name: Fraud, title: Fraud detection}\ncomponents: {model: {kind: aws.sagemaker}}"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of three systems."""
    monkeypatch.chdir(tmp_path)
    Path("model").mkdir()
    write(shop=SHOP, payments=PAYMENTS, fraud=FRAUD)
    Path("model/own.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')


def write(**systems: str) -> None:
    for id, text in systems.items():
        Path(f"model/{id}.yaml").write_text(text, encoding="utf-8")


def model(id: str = "shop") -> Model:
    return read_model(id, Path(f"model/{id}.yaml"))


def problems(text: str) -> list[str]:
    """What is wrong with a shop that is written so."""
    write(shop=text)
    try:
        model()
    except ModelError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_what_it_does_not_say_is_what_the_system_says() -> None:
    found = {c.id: c for c in model().components}
    money, risk = found["money"], found["risk"]
    assert (money.name, money.summary, money.owner) == ("Payments", "Takes money", "Money team")
    assert (money.kind.id, money.kind.scope, money.icon.name) == ("system", "actor", "rds.png")
    assert (risk.name, risk.summary, risk.owner) == ("Risk check", "Says no", "Us")
    assert (risk.kind.id, risk.icon.name) == ("aws.lambda", "own.svg")
    assert money.system
    assert money.system.id == "payments"


def test_two_systems_may_name_each_other() -> None:
    shop = next(c for c in model("payments").components if c.id == "shop")
    assert (shop.name, shop.icon.name) == ("Web shop", "system.svg")


def test_a_model_knows_only_what_it_names_of_others() -> None:
    assert {id: dict(one.components) for id, one in model().neighbours.items()} == {
        "payments": {"ledger": "General ledger"},
        "fraud": {},
    }
    assert model("fraud").neighbours == {}


def test_what_is_wrong_with_another_system_is_said_there() -> None:
    write(payments="system: {name: [broken", fraud="system: {nam: Fraud}\ncomponents: {model: {kind: aws.sagemaker}}")
    assert {id: one.name for id, one in model().neighbours.items()} == {"payments": "Payments", "fraud": "Fraud"}


def test_as_json() -> None:
    components = model_json(model())["components"]
    assert {id: component.get("system") for id, component in components.items()} == {
        "web": None,
        "money": "payments",
        "risk": "fraud",
    }
    assert json.dumps(components)


STANDS_FOR = """system: {{name: Web shop}}
components:
  web: {{kind: aws.ec2, summary: Sells}}
  other: {{{other}}}
relations: {{r: {{from: web, to: other}}}}
environments: {{prod: {{runs: {{web: {{}}}}}}}}
"""


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            "system: paymnts",
            "model/shop.yaml:4:19: error: 'paymnts' is not another system of this project; did you mean 'payments'? "
            "[unknown-system]",
        ),
        (
            "system: crm",
            "model/shop.yaml:4:19: error: 'crm' is not another system of this project; there are fraud, payments "
            "[unknown-system]",
        ),
        (
            "system: shop",
            "model/shop.yaml:4:19: error: component 'other' stands for 'shop', the system that it is a part of; name "
            "another one, or delete the line [own-system]",
        ),
        (
            "system: ",
            "model/shop.yaml:4:3: error: component 'other' lacks 'kind'; add `kind:` (what it is) [missing-key]",
        ),
        (
            "system: Payments",
            "model/shop.yaml:4:19: error: 'Payments' cannot be an id: ids are lower-case letters and digits, joined by "
            "hyphens; write 'payments' [bad-id]",
        ),
    ],
)
def test_what_stands_for_no_other_system(other: str, said: str) -> None:
    assert problems(STANDS_FOR.format(other=other)) == [said]


def test_a_system_without_others() -> None:
    for id in ("payments", "fraud"):
        Path(f"model/{id}.yaml").unlink()
    assert problems(STANDS_FOR.format(other="system: payments")) == [
        "model/shop.yaml:4:19: error: 'payments' is not another system of this project; no other system lies beside it "
        "[unknown-system]"
    ]


def test_a_system_of_several_files_is_not_beside_itself() -> None:
    """Its own files are no systems; those beside its folder are."""
    Path("model/shop.yaml").unlink()
    Path("model/shop").mkdir()
    Path("model/shop/system.yaml").write_text("system: {name: Web shop}")
    Path("model/shop/parts.yaml").write_text("components: {money: {system: payments}, me: {system: parts}}")
    with pytest.raises(ModelError) as caught:
        read_model("shop", Path("model/shop"))
    assert [str(p) for p in caught.value.problems] == [
        "model/shop/parts.yaml:1:54: error: 'parts' is not another system of this project; there are fraud, payments "
        "[unknown-system]"
    ]


def test_an_icon_that_a_system_says_and_that_is_not_there() -> None:
    assert problems("system: {name: Web shop, icon: aws.rdsx}\ncomponents: {u: {kind: users}}") == [
        "model/shop.yaml:1:32: error: 'aws.rdsx' is no icon; did you mean 'aws.rds'? [unknown-icon]"
    ]


LINKS = """system: {name: Web shop, description: "See [[paymnts]], [[payments/ledgr]], [[pament/x]] and [[wb]]."}
components:
  web: {kind: aws.ec2, note: "Not [[web]], but [[wbe|that]].", summary: Sells}
  u: {kind: users}
relations: {r: {from: u, to: web, note: "[[fraud/modl]]"}}
environments:
  prod: {runs: {web: {}}, description: "[[nothing]]"}
  dev: {extends: prod}
"""


def test_every_link_that_leads_nowhere_is_an_error() -> None:
    """What an environment inherits is said once."""
    at = "is neither a component nor a system of this project"
    assert problems(LINKS) == [
        "model/shop.yaml:1:39: error: [[pament/x]]: 'pament' is not a system of this project; did you mean 'payments'? "
        "[unknown-link]",
        "model/shop.yaml:1:39: error: [[payments/ledgr]]: system 'payments' has no component 'ledgr'; did you mean "
        "'ledger'? [unknown-link]",
        f"model/shop.yaml:1:39: error: [[paymnts]]: 'paymnts' {at}; did you mean 'payments'? [unknown-link]",
        f"model/shop.yaml:1:39: error: [[wb]]: 'wb' {at}; did you mean 'web'? [unknown-link]",
        f"model/shop.yaml:3:30: error: [[wbe]]: 'wbe' {at}; did you mean 'web'? [unknown-link]",
        "model/shop.yaml:5:41: error: [[fraud/modl]]: system 'fraud' has no component 'modl'; did you mean 'model'? "
        "[unknown-link]",
        f"model/shop.yaml:7:40: error: [[nothing]]: 'nothing' {at}; there are fraud, payments [unknown-link]",
    ]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[[db]] and [[shop/db]], [[db|the store]]", ["db", "shop/db", "db"]),
        ("`[[db]]` and\n\n```sh\nif [[ -f x ]] || [[db]]\n```\n\n[[x]]", ["x"]),
        (r"\[[db]], [[See below]], [[a|]], [[a/b/c]], [[[db]]], [db]", []),
        ("![[db]] [a][[db]]", ["db", "db"]),
        ("no brackets", []),
    ],
)
def test_what_is_a_link(markdown: str, found: list[str]) -> None:
    assert list(mentions(markdown)) == found
