"""What the search of a site tells, where that would be more than a browser reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from archdeck.site.searches import GLIMPSE, LARGEST, lessened

LONG = "<p>" + "word " * 100 + "&amp; more</p>"
PAGE = {"location": "systems/shop/index.html", "title": "Shop – Shop", "text": LONG, "boost": 2.0}
SECTION = {"location": "systems/shop/index.html#more", "title": "More", "text": LONG}
WRITTEN = {"location": "guide.html", "title": "Guide", "text": LONG}
WRITTEN_SECTION = {"location": "guide.html#more", "title": "More", "text": LONG}
ALL = [PAGE, SECTION, WRITTEN, WRITTEN_SECTION]
BEGIN = {**PAGE, "text": " ".join(["word"] * (GLIMPSE // 5))}


def told(largest: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the search tells, and what it knows when that is written."""
    index = SimpleNamespace(entries=list(ALL))
    config: Any = SimpleNamespace(plugins={"search": SimpleNamespace(search_index=index)})
    put_back = lessened(config, largest)
    said = index.entries
    put_back()
    return said, index.entries


@pytest.mark.parametrize(
    ("largest", "said"),
    [
        (LARGEST, ALL),
        (2000, [PAGE, WRITTEN, WRITTEN_SECTION]),
        (1500, [BEGIN, WRITTEN, WRITTEN_SECTION]),
        (0, [BEGIN, WRITTEN, WRITTEN_SECTION]),
    ],
)
def test_hundreds_of_systems_tell_less_and_pages_of_people_all(largest: int, said: list[dict[str, Any]]) -> None:
    assert told(largest) == (said, ALL)


def test_without_a_search_there_is_nothing_to_lessen() -> None:
    config: Any = SimpleNamespace(plugins={})
    assert lessened(config)() is None
