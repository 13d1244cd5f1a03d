"""The parts of a talk: those of the story, or those that follow from a model."""

from __future__ import annotations

from pathlib import Path

from archdeck.model import read_model
from archdeck.views import story, views


def parts(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """Title, what is shown, and the id of the picture."""
    file = folder / "shop.yaml"
    file.write_text(text, encoding="utf-8")
    model = read_model("shop", file)
    return [(t.title, t.shows, t.view.id if t.view else "") for t in story(model, views(model))]


SMALL = """
system: {name: Shop}
tiers: [web, data]
components: {web: {kind: aws.ec2, tier: web}, db: {kind: aws.rds, tier: data}}
relations: {orders: {from: web, to: db}}
"""
RUNNING = """
environments:
  dev: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
  prod: {places: {z: {kind: zone, runs: {web: {}, db: {}}}}}
flows: {buy: {name: Buying, steps: {1: {from: web, to: db}}}}
"""


def test_a_story_is_told_as_it_is_written(tmp_path: Path) -> None:
    written = "story: {b: {title: Second, shows: flow.buy in dev}, a: {title: First, shows: requirements}}\n"
    assert parts(tmp_path, SMALL + RUNNING + written) == [
        ("Second", "flow.buy in dev", "buy--dev"),
        ("First", "requirements", ""),
    ]


def test_a_design_alone_is_told_by_its_components(tmp_path: Path) -> None:
    assert parts(tmp_path, SMALL) == [("What it is made of", "components", "")]


def test_what_runs_is_told_where_production_is(tmp_path: Path) -> None:
    """The loss of its only zone has no picture: nothing is left."""
    assert parts(tmp_path, SMALL + RUNNING) == [
        ("The whole picture", "prod", "prod"),
        ("Buying", "flow.buy", "buy--prod"),
        ("Where it runs, and what differs", "environments", ""),
        ("What may still go wrong", "risks", ""),
    ]


def test_the_loss_of_a_zone_is_told_unasked(tmp_path: Path) -> None:
    two = RUNNING.replace("prod: {places: {", "prod: {places: {y: {kind: zone, runs: {web: {}, db: {}}}, ")
    assert parts(tmp_path, SMALL + two)[2] == (
        "What happens when a part of it is lost", "loss-y--prod", "loss-y--prod",
    )  # fmt: skip


def test_drills_of_the_model_come_before_what_follows(tmp_path: Path) -> None:
    drills = "drills: {gone: {name: The zone is gone, down: [z]}, dev: {name: Not here, environment: dev, down: [z]}}\n"
    told = parts(tmp_path, SMALL + RUNNING + drills)
    assert ("The zone is gone", "drill.gone", "drill-gone--prod") in told
    assert [title for title, *_ in told if title == "Not here"] == []


def test_a_talk_that_follows_has_no_part_without_words(tmp_path: Path) -> None:
    """Two zones: no place is a single point of failure, nothing is promised, so that there is no risk to tell."""
    two = RUNNING.replace("prod: {places: {", "prod: {places: {y: {kind: zone, runs: {web: {}, db: {}}}, ")
    assert [title for title, shows, _ in parts(tmp_path, SMALL + two) if shows == "risks"] == []
