"""Executive pictures beside the full ones: what is apart there is apart here, zones have names, the order is kept.

The models are those that are shipped, those of `tests/models`, and random ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import population
from archdeck.layout.choice import layout
from archdeck.layout.picture import geometry
from archdeck.model.systems import find_systems, read_model
from archdeck.model.whole import Model
from archdeck.views.makers import views
from archdeck.views.view import View
from short_pictures import kinds_in_one, networks_in_one, turned, zones_without_names
from written import resolved

ROOT = Path(__file__).parents[2]
FOUND = {**find_systems(ROOT / "model"), **find_systems(ROOT / "tests" / "models")}
SEEDS = range(0, 40, 5)
QUICK = ["shopmaster", "africa-portal", "hub-and-spoke", "tokyo-orders", "landing-zone", "azure-and-gcp", "pilot-light"]


def both(model: Model) -> list[tuple[View, View]]:
    """The full and the short view of each environment."""
    found = {v.id: v for v in views(model)}
    return [(found[e.id], found[f"{e.id}--executive"]) for e in model.environments]


def faults(model: Model) -> list[str]:
    """What is one box and should not be, and zones without names."""
    return [
        f"{full.id}: {fault}"
        for full, short in both(model)
        for fault in (
            *networks_in_one(full, short),
            *kinds_in_one(model, full, short),
            *zones_without_names(full, short, geometry(short, layout(short))),
        )
    ]


@pytest.mark.parametrize("system", FOUND)
def test_what_is_apart_stays_apart_and_zones_are_named(system: str) -> None:
    assert faults(read_model(system, FOUND[system])) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_so_it_is_with_random_models(seed: int, tmp_path: Path) -> None:
    assert faults(resolved(population.text(seed), tmp_path)) == []


@pytest.mark.parametrize("system", QUICK)
def test_nothing_stands_the_other_way_round_than_in_the_full_picture(system: str) -> None:
    """Regions, sites, networks and what is outside; and boxes, as far as what they stand for is not between others."""
    found = []
    for full, short in both(read_model(system, FOUND[system])):
        shared = layout(full)
        drawn = geometry(short, layout(short, shared))
        found += turned(full, short, geometry(full, shared), drawn, boxes=True)
    assert found == []
