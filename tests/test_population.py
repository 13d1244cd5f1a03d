"""A population of random models: nearly all of their pictures are fit for a slide, and none is broken.

The figure for more of them stands in benchmarks/README.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import population
from drawn import geometry_of, measured, view_of

SEEDS = range(48)


@pytest.mark.parametrize("start", range(0, len(SEEDS), 8))
def test_pictures_of_random_models(start: int, tmp_path: Path) -> None:
    """No hard defect; text may be a little small where a model holds more than a slide."""
    short = {}
    for seed in SEEDS[start : start + 8]:
        text = yaml.safe_dump(population.model(seed), sort_keys=False)
        gate, why = measured(geometry_of(view_of(text, tmp_path)))
        if gate and not all(g.startswith("text_px") for g in gate):
            short[seed] = (gate, why)
    assert short == {}


def test_the_same_seed_gives_the_same_model() -> None:
    assert population.model(7) == population.model(7)
    assert population.model(7) != population.model(8)
