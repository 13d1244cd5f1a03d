"""The shipped models: every text that they hold stands on a page, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archdeck.answers.rules.linting import lint
from archdeck.model.as_json import model_json
from archdeck.model.systems import find_systems, read_model
from archdeck.pages.book import Picture, SystemPages, pages
from archdeck.pages.mentioned import mentioned
from archdeck.pages.text import paragraphs, prose, text
from archdeck.views.makers import views

ROOT = Path(__file__).parents[2]
SYSTEMS = find_systems(ROOT / "model")
IDS = {
    "id", "kind", "category", "scope", "tier", "service", "from", "to", "role", "only", "place", "in", "stage",
    "extends", "links", "environment", "component", "members", "down", "expect", "shows", "about", "number", "relation",
    "pillar", "every", "lag", "survives",
}  # fmt: skip
CONFIG = re.compile(r"\.(components|overlays|instances)\.[^.]+\.config$")
ROWS = re.compile(r"^\.topics\.[^.]+\.rows$")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a model as JSON that is no id and no number, with the way to it."""
    named_by_id = path.endswith(f".{value}.name")  # a place without a name, which is shown as VPC
    if isinstance(value, str) and value.strip() and not named_by_id:
        yield path, value
    config = CONFIG.search(path)
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key not in IDS or config or path.count(".") == 1:
            yield from texts(inner, f"{path}.{key}")
        if config or ROWS.search(path):
            yield f"{path}.{key}", key
    for n, inner in enumerate(value if path.endswith(".steps") else ()):
        yield from texts(inner, f"{path}[{n}]")


@pytest.mark.parametrize("id", SYSTEMS)
def test_every_text_of_a_model_stands_on_a_page(id: str) -> None:
    model = read_model(id, SYSTEMS[id])
    pictures = {v.id: Picture(v, "<svg></svg>") for v in views(model)}
    system = SystemPages(model, pictures, lint(model, date(2026, 6, 1)).findings)
    written = "\n".join(page for path, page in pages([system]).items() if path.startswith(f"{id}/"))
    lines = "\n".join(line.rstrip() for line in written.split("\n"))

    link_of = partial(mentioned, f"{id}/index.md", model)

    def stands(value: str) -> bool:
        shown = [text(value), paragraphs(value), *(prose(value, level, link_of) for level in (2, 3, 4))]
        return any("\n".join(line.rstrip() for line in str(s).split("\n")) in lines for s in shown)

    found = list(texts(model_json(model)))
    assert len(found) > 100
    assert [(path, value) for path, value in found if not stands(value)] == []
