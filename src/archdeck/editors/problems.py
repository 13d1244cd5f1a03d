"""A file that is open to the problems of the system that it is of, by file, as `archdeck check` tells them."""

from __future__ import annotations

from pathlib import Path

from archdeck.editors.desk import Texts, is_of_model, place_of
from archdeck.language import ModelError, Problem, UnknownName, Unreadable, unsaved
from archdeck.library import check


def problems(path: Path, texts: Texts) -> dict[Path, list[Problem]]:
    """Every problem of the system, in the file that it is in; what is fine has none. Nothing, if the file is of no
    model."""
    if not is_of_model(path, texts):
        return {}
    with unsaved(texts):
        try:
            found = check(path).problems
        except ModelError as error:
            found = error.problems
        except (UnknownName, Unreadable):
            found = ()
    by_file: dict[Path, list[Problem]] = {path: []}
    for problem in found:
        by_file.setdefault(place_of(problem.where)[0], []).append(problem)
    return by_file
