"""Models that are read once: the same one for what is as it was, and a new one for whatever it is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archdeck.language import ModelError
from archdeck.project.freshness import sources
from archdeck.project.models import Read, read_models

SHOP = """
system: {name: Shop}
kinds: {own.thing: {name: Thing, icon: thing.svg}}
components: {web: {kind: own.thing, summary: Sells}}
environments: {prod: {places: {z: {kind: zone, runs: {web: {}}}}}}
"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
DAY = date(2026, 1, 1)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("model").mkdir()
    Path("model/thing.svg").write_text(ICON, encoding="utf-8")
    Path("model/shop.yaml").write_text(SHOP, encoding="utf-8")
    return Path("model/shop.yaml")


def read(file: Path) -> Read:
    systems = {"shop": file}
    (found,) = read_models(systems, sources(systems))
    return found


def test_what_is_as_it_was_is_read_once(file: Path) -> None:
    first = read(file)
    assert read(file) is first
    assert first.linted(DAY) is first.linted(DAY)
    assert first.linted(DAY) is not first.linted(date(2026, 1, 2))
    assert [view.id for view in first.environments] == ["prod"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda: Path("model/shop.yaml").write_text(SHOP + "\n", encoding="utf-8"),
        lambda: Path("model/thing.svg").write_text(ICON + "\n", encoding="utf-8"),
        lambda: Path("model/shop.cells.yaml").write_text("{}\n", encoding="utf-8"),
        lambda: Path("model/our.rules.yaml").write_text("rules: {}\n", encoding="utf-8"),
    ],
)
def test_what_was_edited_is_read_anew(edit: Callable[[], int], file: Path) -> None:
    first = read(file)
    edit()
    assert read(file) is not first


def test_an_icon_that_is_gone_is_told(file: Path) -> None:
    read(file)
    Path("model/thing.svg").unlink()
    with pytest.raises(ModelError, match=r"model/shop\.yaml:3:.*thing\.svg"):
        read(file)


def test_lines_are_told_from_where_one_is(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absolute = tmp_path / file
    assert read(absolute).model.where.path == "model/shop.yaml"
    monkeypatch.chdir(tmp_path / "model")
    assert read(absolute).model.where.path == "shop.yaml"
