"""What the pages say of steps that do not just follow each other: in the table, below the picture, and in the story."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from archdeck.pages import facts
from archdeck.pages.tables import Tables
from archdeck.views import View, named, views
from written import resolved

PAY = """
system: {name: Pay}
components:
  people: {kind: users}
  app: {kind: aws.ecs}
  card: {kind: aws.lambda, tags: [pci, rented]}
  bank: {kind: aws.ec2}
relations:
  ask: {from: people, to: app}
  by-card: {from: app, to: card, tags: [pci]}
  by-bank: {from: app, to: bank}
environments:
  prod: {places: {eu: {kind: region, tags: [near], runs: {app: {}, card: {}, bank: {}}}}}
flows:
  buy:
    steps:
      1: {from: people, to: app, says: A customer orders}
      2a: {from: app, to: card, says: The card pays.}
      2b: {from: app, to: bank, says: The bank pays, instead_of: 2a}
      3: {from: app, to: people, says: The page says no, if: the card is refused, back_to: 1, repeats: until paid}
      4: {from: app, to: people, alongside: 3, optional: true}
"""


def test_the_table_of_steps_and_that_of_a_component(tmp_path: Path) -> None:
    model = resolved(PAY, tmp_path)
    tables = Tables(model, "systems/pay/flows/buy.md", lambda _: Markup(""))
    rows = re.findall(r"(?m)^\| (\d\w?) .*? \| ([^|]*) \| ([^|]*) \|$", tables.steps(model.flows[0]))
    told = {
        "1": "A customer orders",
        "2a": "The card pays (or step 2b instead)",
        "2b": "The bank pays (instead of step 2a)",
        "3": "The page says no (if the card is refused; at the same time as step 4; steps 1 to 3 repeat until paid)",
        "4": "At the same time as step 3",
    }
    assert rows == [(number, words, "optional" if number == "4" else "") for number, words in told.items()]
    card = next(c for c in model.components if c.id == "card")
    assert told["2a"] in tables.uses(card)


def picture(folder: Path) -> View:
    model = resolved(PAY, folder)
    found = named(model, views(model), "flow.buy")
    assert found
    return found


def test_the_sentences_below_a_picture(tmp_path: Path) -> None:
    """An arrow with several numbers says it of each."""
    assert {s.step: s.terms for s in facts.sentences(picture(tmp_path)) if s.step} == {
        "1, 3, 4": "step 3: if the card is refused; at the same time as step 4; steps 1 to 3 repeat until paid; "
        "step 4: at the same time as step 3",
        "2a": "or step 2b instead",
        "2b": "instead of step 2a",
    }


def test_the_story_says_it_below_the_picture(tmp_path: Path) -> None:
    assert [number for number, _ in facts.in_turn(resolved(PAY, tmp_path), picture(tmp_path))] == ["2a", "2b", "3", "4"]


def test_tags_stand_in_the_tables_of_relations_and_places(tmp_path: Path) -> None:
    model = resolved(PAY, tmp_path)
    tables = Tables(model, "systems/pay/relations.md", lambda _: Markup(""))
    relations = tables.relations(model.relations).splitlines()
    assert [line.split(" | ")[-1] for line in relations] == ["Tags |", "--- |", " |", "pci |", " |"]
    places = tables.places(model.environments[0]).splitlines()
    assert [line.split(" | ")[-1] for line in places] == ["Tags |", "--- |", "near |"]
