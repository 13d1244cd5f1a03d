"""Records with new values."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from archdeck.canvas.records import changed


@dataclass(frozen=True)
class Thing:
    id: str
    step: str = ""
    ends: tuple[str, ...] = ()


THING = Thing("a", "1", ("b", "c"))


def test_a_changed_record_is_what_replace_gives() -> None:
    made = changed(THING, step="", ends=())
    assert made == replace(THING, step="", ends=()) == Thing("a")
    assert Thing("a", "1", ("b", "c")) == THING
    assert hash(made) == hash(Thing("a"))


def test_a_record_that_has_the_values_is_itself() -> None:
    assert changed(THING, step="1", ends=("b", "c")) is THING


def test_a_name_that_is_no_field_is_a_fault() -> None:
    with pytest.raises(KeyError, match="stage"):
        changed(THING, stage="")
