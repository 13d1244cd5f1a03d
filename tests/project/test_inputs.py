"""What a build looks at to see whether anything changed: what a model may read, and nothing else."""

from __future__ import annotations

from pathlib import Path

from archdeck.language import LARGEST_FILE, MODEL_SUFFIXES
from archdeck.project.inputs import LARGEST, SUFFIXES, model_files


def test_the_files_are_those_that_the_language_reads() -> None:
    assert (SUFFIXES, LARGEST) == (MODEL_SUFFIXES, LARGEST_FILE)


def test_what_no_model_may_read_is_not_looked_at(tmp_path: Path) -> None:
    """
    model/shop/shop.yaml, its icon in letters of either case, a film beside it, a file that is too large, one that
    links out of the folder, and a folder of a system that is a link
    """
    model, other = tmp_path / "model", tmp_path / "other"
    for path in (model / "shop/icons/web.SVG", model / "shop/shop.yaml", model / "shop/film.bin", other / "b.yml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("system: {name: Shop}")
    with (model / "shop/large.yaml").open("wb") as file:
        file.truncate(LARGEST + 1)
    (model / "shop/out.yaml").symlink_to(other / "b.yml")
    (model / "linked").symlink_to(other)
    found = [path.relative_to(model).as_posix() for path in model_files(model)]
    assert found == ["linked/b.yml", "shop/icons/web.SVG", "shop/shop.yaml"]
