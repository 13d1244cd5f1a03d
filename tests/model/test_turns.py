"""When steps of a flow happen and how often: at the same time, instead of each other, if something is so, again."""

from __future__ import annotations

from pathlib import Path

import pytest

from written import messages, resolved

SHOP = """
system: {name: Shop}
components:
  people: {kind: users}
  app: {kind: aws.ecs}
  card: {kind: aws.lambda}
  bank: {kind: aws.ec2}
relations: {ask: {from: people, to: app}, pay: {from: app, to: card}, draw: {from: app, to: bank}}
environments:
  prod: {places: {eu: {kind: region, runs: {app: {}, card: {}, bank: {}}}}}
flows:
  buy:
    steps:
"""


def flow(*steps: str) -> str:
    return SHOP + "".join(f"      {step}\n" for step in steps)


ASK = "1: {from: people, to: app}"


@pytest.mark.parametrize(
    ("steps", "terms"),
    [
        (["2: {from: app, to: card, if: the cart is full}"], ["", "if the cart is full"]),
        (["2: {from: app, to: card, repeats: until paid}"], ["", "repeats until paid"]),
        (["02: {from: app, to: card, back_to: 01}"], ["", "then again from step 1"]),
        (["2: {from: app, to: card}", "3: {from: app, to: people, back_to: 1, repeats: until paid}"],
         ["", "", "steps 1 to 3 repeat until paid"]),
        (["2: {from: app, to: people, if: refused, back_to: 1}"], ["", "if refused; then again from step 1"]),
        (["2a: {from: app, to: card}", "2b: {from: app, to: bank, alongside: 2a}"],
         ["", "at the same time as step 2b", "at the same time as step 2a"]),
        (["2a: {from: app, to: card, instead_of: 2b}", "2b: {from: app, to: bank}"],
         ["", "or step 2b instead", "instead of step 2a"]),
        (["2a: {from: app, to: card}", "2b: {from: app, to: bank, instead_of: 2a}", "2c: {at: app, instead_of: 2b}"],
         ["", "or steps 2b or 2c instead", "instead of steps 2a or 2c", "instead of steps 2a or 2b"]),
        (["2a: {from: app, to: card}", "2b: {from: app, to: bank, alongside: 2a}", "2c: {at: app, alongside: 2a}"],
         ["", "at the same time as steps 2b and 2c", "at the same time as steps 2a and 2c",
          "at the same time as steps 2a and 2b"]),
    ],
)  # fmt: skip
def test_steps_say_when_they_happen(steps: list[str], terms: list[str], tmp_path: Path) -> None:
    (found,) = resolved(flow(ASK, *steps), tmp_path).flows
    assert [step.terms for step in found.steps] == terms


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("2: {at: app, back_to: 3}", "15:29: error: '3' is no step of this flow; there are 1, 2 [unknown-step]"),
        ("2: {at: app, back_to: 2}",
         "15:29: error: step 2 cannot go back to step 2; say how often it `repeats` instead [step-turn]"),
        ("2: {at: app, alongside: 02}", "15:31: error: step 2 names itself; name another step [step-turn]"),
        ("2: {at: app, alongside: 1, instead_of: 1}",
         "15:34: error: step 2 cannot be both at the same time as step 1 and instead of it [step-turn]"),
        ("2: {at: app, instead_of: two}",
         "15:32: error: 'instead_of' of step '2' of flow 'buy' is 'two', but must be the number of a step, as in 3 or "
         "3b [bad-id]"),
    ],
)  # fmt: skip
def test_what_cannot_be(step: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(flow(ASK, step), encoding="utf-8")
    assert [line.removeprefix(f"{path}:") for line in messages(path)] == [expected]


def test_one_goes_back_only_to_what_was_before(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(flow("1: {from: people, to: app, back_to: 2}", "2: {at: app}"), encoding="utf-8")
    assert [line.removeprefix(f"{path}:") for line in messages(path)] == [
        "14:43: error: step 1 cannot go back to step 2; name one that comes before it [step-turn]"
    ]
