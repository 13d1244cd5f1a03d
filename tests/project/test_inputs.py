"""What a build looks at to see whether anything changed: what a model may read, and nothing else."""

from __future__ import annotations

from pathlib import Path

from archdeck.language import LARGEST_FILE, MODEL_SUFFIXES, RULES_SUFFIXES, SOURCES_SUFFIXES
from archdeck.project.inputs import LARGEST, RULES, SOURCES, SUFFIXES, model_files, rules_beside


def test_the_files_are_those_that_the_language_reads() -> None:
    assert (SUFFIXES, RULES, SOURCES) == (MODEL_SUFFIXES, RULES_SUFFIXES, SOURCES_SUFFIXES)
    assert LARGEST == LARGEST_FILE


def test_rules_beside_the_folder_count(tmp_path: Path) -> None:
    """They hold where the folder is one system; nothing else that lies there does."""
    for name in ("model/own.rules.yaml", "our.rules.yaml", "mkdocs.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("rules: {}\n")
    (tmp_path / "model" / "inner").symlink_to(tmp_path)
    assert [path.name for path in rules_beside(tmp_path / "model")] == ["our.rules.yaml"]
    assert [path.name for path in rules_beside(tmp_path / "model" / "inner")] == ["own.rules.yaml"]


def test_what_no_model_may_read_is_not_looked_at(tmp_path: Path) -> None:
    """
    model/shop/shop.yaml, its icon in letters of either case, a film beside it, a file that is too large, one that
    links out of the folder, a folder of a system that is a link, and links that lead back
    """
    model, other = tmp_path / "model", tmp_path / "other"
    for path in (model / "shop/icons/web.SVG", model / "shop/shop.yaml", model / "shop/film.bin", other / "b.yml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("system: {name: Shop}")
    with (model / "shop/large.yaml").open("wb") as file:
        file.truncate(LARGEST + 1)
    (model / "shop/out.yaml").symlink_to(other / "b.yml")
    (model / "linked").symlink_to(other)
    (model / "loop").symlink_to(model)
    (model / "up").symlink_to(tmp_path)
    found = [path.relative_to(model).as_posix() for path in model_files(model)]
    assert found == ["linked/b.yml", "shop/icons/web.SVG", "shop/shop.yaml"]
