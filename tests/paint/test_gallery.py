"""The committed gallery is what the build draws: its SVGs are read in review like any other change.

After a change that is wanted, `archdeck build` writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.answers import landscape
from archdeck.model.systems import find_systems, read_model
from archdeck.paint.layouts import Layouts
from archdeck.paint.render import svg_of
from archdeck.views.landscape import landscape_view
from archdeck.views.makers import views

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHIPPED = find_systems(ROOT / "model")


def test_the_landscape_of_the_gallery_is_up_to_date() -> None:
    models = [read_model(id, path) for id, path in SHIPPED.items()]
    drawn = svg_of(landscape_view(landscape(models)), Layouts())
    kept = (ROOT / "diagrams/landscape/landscape.svg").read_text(encoding="utf-8")
    assert kept == drawn, "run `archdeck build` and look at the picture"


@pytest.mark.parametrize("system", SHIPPED)
def test_the_gallery_is_up_to_date(system: str) -> None:
    layouts = Layouts()
    stale = [
        view.id
        for view in views(read_model(system, SHIPPED[system]))
        if (view.kind in ("environment", "layers") or f"diagrams/{system}/{view.id}.svg" in README)
        and (ROOT / "diagrams" / system / f"{view.id}.svg").read_text(encoding="utf-8") != svg_of(view, layouts)
    ]
    assert stale == [], "run `archdeck build` and look at the pictures"
