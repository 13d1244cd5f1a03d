"""Hostile models: each is a model of which all can be asked, or problems that are a line each, of a place in it.

A few hundred here; `ARCHDECK_FUZZ=full` takes all: every payload in every place of a model, and 20,000 changed at
random.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import hostile
from longer import FULL, turns

EACH = 500  # models of a test: several processes share them
AT_RANDOM = turns(200, 20_000)
STEP = 1 if FULL else 61  # of all places and payloads every so many
PLACES = [(way, words) for way in hostile.leaves(yaml.safe_load(hostile.RICH)) for words in hostile.PAYLOADS]


def told(folder: Path, text: str) -> None:
    """What goes wrong shows the model that it went wrong with."""
    try:
        hostile.outcome(folder, text)
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}\n{text}") from error


@pytest.mark.parametrize("first", range(0, AT_RANDOM, EACH))
def test_models_that_are_changed_at_random(first: int, tmp_path: Path) -> None:
    for seed in range(first, min(AT_RANDOM, first + EACH)):
        told(tmp_path, hostile.mutated(seed))


@pytest.mark.parametrize("first", range(0, len(PLACES), EACH * STEP))
def test_every_payload_in_every_place(first: int, tmp_path: Path) -> None:
    tree = yaml.safe_load(hostile.RICH)
    for way, words in PLACES[first : first + EACH * STEP : STEP]:
        told(tmp_path, hostile.written(hostile.changed(tree, way, words)))


def test_there_are_as_many_as_that() -> None:
    assert len(PLACES) > 11_000
    assert len(hostile.PAYLOADS) >= 24
