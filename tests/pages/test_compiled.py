"""Compiled templates in the user's cache: read where they are of the same template, and missed by nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from archdeck.pages.compiled import Compiled


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "archdeck" / "templates"


def rendered(template: str, cache: Path) -> str:
    return (
        Environment(loader=DictLoader({"page.md": template}), bytecode_cache=Compiled(cache))
        .get_template("page.md")
        .render()
    )


def test_a_template_is_compiled_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered("# {{ 1 + 1 }}", cache) == "# 2"
    monkeypatch.setattr(Environment, "_generate", None)
    assert rendered("# {{ 1 + 1 }}", cache) == "# 2"
    assert len(list(cache.iterdir())) == 1
    with pytest.raises(TypeError):
        rendered("# {{ 1 + 2 }}", cache)


def test_half_a_file_is_none(cache: Path) -> None:
    rendered("# {{ 1 + 1 }}", cache)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:40], b"x" * len(whole)):
        file.write_bytes(damaged)
        assert rendered("# {{ 1 + 1 }}", cache) == "# 2"
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_only_costs_time(cache: Path) -> None:
    cache.parent.write_text("a file where the folder would be", encoding="utf-8")
    assert rendered("# {{ 1 + 1 }}", cache) == "# 2"
