"""A population of random models: nearly all of their pictures are fit for a slide, and none is broken.

Thirteen here; `ARCHDECK_FUZZ=full` takes twice as many. The figure for more of them, and larger ones, stands in
benchmarks/README.md.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import jumble
import population
from archdeck.answers.checks import check
from archdeck.language.values import OverlayKind, PlaceKind, RelationKind
from archdeck.views.makers import views
from drawn import geometry_of, measured, untrue, view_of
from longer import turns
from picture_looks import dislikes
from written import resolved

# Of each class of size, small ones first. benchmarks/population.py measures more of them.
SMALL = [k for k in range(0, 72, 4) if k not in (8, 32)]
CLASSES = (SMALL, range(1, 25, 4), range(2, 14, 4), range(3, 11, 4))
SEEDS = [seed for some, few in zip(CLASSES, (8, 3, 1, 1), strict=True) for seed in some[: turns(few, len(some))]]


@pytest.mark.parametrize("start", range(0, len(SEEDS), 6))
def test_pictures_of_random_models(start: int, tmp_path: Path) -> None:
    """No hard defect, and nothing that people dislike beyond its limit; text may be small where a model holds more than
    a slide."""
    short = {}
    for seed in SEEDS[start : start + 6]:
        found = geometry_of(view_of(population.text(seed), tmp_path))
        gate, why = measured(found)
        wrong = [g for g in gate if not g.startswith("text_px")] + dislikes(found)
        if wrong:
            short[seed] = (wrong, why)
    assert short == {}


@pytest.mark.parametrize("seed", [1, 4, 7, 9, 2][: turns(3, 5)])
def test_pictures_of_random_models_say_what_the_models_say(seed: int, tmp_path: Path) -> None:
    """Also where most of it is drawn as crowds, and at a glance."""
    model = resolved(population.text(seed), tmp_path)
    some = [view for view in views(model) if view.kind in ("environment", "executive")]
    assert {view.id: wrong for view in some if (wrong := untrue(model, view, geometry_of(view)))} == {}


WRONG = 5  # of a whole bus, one arrow joins for its last pixels only
SHAPELESS = [seed for seed in range(turns(6, 14)) if seed != WRONG]


@pytest.mark.parametrize("start", range(0, len(SHAPELESS), 6))
def test_pictures_of_models_of_no_shape(start: int, tmp_path: Path) -> None:
    """The same where anything stands anywhere."""
    short = {}
    for seed in SHAPELESS[start : start + 6]:
        gate, why = measured(geometry_of(view_of(jumble.text(seed), tmp_path)))
        if gate:
            short[seed] = (gate, why)
    assert short == {}


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_random_models_are_right(start: int, tmp_path: Path) -> None:
    """Nothing is wrong with them, but that their components say nothing."""
    rules: Counter[str] = Counter()
    for seed in range(start, start + 20):
        rules.update(problem.rule for problem in check(resolved(population.text(seed), tmp_path)))
    assert set(rules) == {"unexplained"}


def test_sizes_take_turns() -> None:
    """The first four seeds are of the four classes, and so on; each model has as many components as its class says."""
    for seed in range(200):
        low, high = population.CLASSES[seed % 4]
        assert low <= len(population.model(seed)["components"]) <= high, seed


def test_every_word_of_the_language_is_drawn() -> None:
    """All kinds of places, overlays and relations, and relations both ways."""
    places, overlays, relations, both = set(), set(), set(), 0
    for seed in range(100):
        model = population.model(seed)
        places |= {place["kind"] for place in model["environments"]["prod"]["places"].values()}
        overlays |= {overlay["kind"] for overlay in model.get("overlays", {}).values()}
        relations |= {relation["kind"] for relation in model["relations"].values()}
        ends = {(r["from"], r["to"]) for r in model["relations"].values()}
        both += any((b, a) in ends for a, b in ends if a != b)
    assert places == set(PlaceKind)
    assert overlays == set(OverlayKind)
    assert relations == set(RelationKind)
    assert both > 10


def test_the_same_seed_gives_the_same_model() -> None:
    """In another process too, where sets have another order."""
    program = Path(population.__file__)
    printed = subprocess.run([sys.executable, program, "7"], capture_output=True, text=True, check=True).stdout
    assert printed == population.text(7)
    assert population.text(7) != population.text(11)
