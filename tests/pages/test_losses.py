"""The failures of an environment, as its page tells them and as the script of its picture reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archdeck.pages.book import pages
from archdeck.pages.losses import Lost, as_states, losses
from archdeck.pages.played import Played
from archdeck.views import views
from site_model import SHOP, model_of, pages_of


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lost]:
    model = model_of(SHOP, tmp_path_factory.mktemp("model"))
    view = next(v for v in views(model) if v.id == "prod")
    board = Played(model).boards[0]
    return {one.row.failure.key: one for one in losses(board, view)}


def test_every_failure_of_the_board_is_told(found: dict[str, Lost]) -> None:
    assert list(found) == ["loss-us-east-1", "drill-zone-a", "loss-b", "loss-dns", "loss-web", "loss-db"]
    assert [one.of for one in found.values()] == ["us-east-1", "a", "b", "dns", "web", "db"]


def test_a_zone_falls_and_the_other_takes_over(found: dict[str, Lost]) -> None:
    zone = found["drill-zone-a"]
    assert zone.says == "The flow survives, interrupted for 90 s at most"
    assert (zone.down, zone.taking, zone.hit) == ((), ("Web servers", "Orders database"), ())
    assert dict(zone.states) == {
        "web--a": "down",
        "db--a": "down",
        "web--b": "takes-over",
        "db--b": "promoted",
        "place--a": "down",
    }
    assert zone.ways == (("web-db", 1), ("db-standby", 1))


def test_the_script_reads_how_states_look_and_what_is_in_them(found: dict[str, Lost]) -> None:
    read = json.loads(as_states([found["loss-db"]]))
    assert read["lost"] == {
        "loss-db": {"down": ["db--a", "db--b"], "ways": ["web-db", "db-standby"]},
    }
    assert list(read["looks"]) == ["down", "part-down"]
    assert read["looks"]["down"]["colour"] == "#B3203A"


def test_the_page_of_a_flow_tells_what_hits_it_in_production_alone(tmp_path: Path) -> None:
    """A visit, and a test that nothing in production takes part in."""
    mock = "  mock: {kind: aws.ec2, tier: web, name: Mock}\n"
    model = SHOP.replace("  db:\n", f"{mock}  db:\n", 1).replace(
        "relations:\n", "relations:\n  ask: {from: users, to: mock}\n"
    )
    model = model.replace("places: {a: {runs: {web: {count: 1},", "places: {a: {runs: {mock: {}, web: {count: 1},")
    model = model.replace("flows:\n", "flows:\n  test: {name: A test, steps: {1: {from: users, to: mock}}}\n", 1)
    made = pages([pages_of(model_of(model, tmp_path))])
    visit, test = (made[f"shop/flows/{name}.md"] for name in ("visit", "test"))
    assert re.findall(r'data-failure="([^"]*)"', visit) == ["loss-us-east-1", "loss-dns", "loss-web", "loss-db"]
    assert visit.count("data-losses") == 1
    assert "data-losses" not in test
    assert "data-failure" not in test
