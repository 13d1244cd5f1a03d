"""A file that is open to the problems of the system that it is of, by file, as `archdeck check` tells them."""

from __future__ import annotations

from pathlib import Path

from archdeck.editors.desk import Texts, is_of_model, place_of
from archdeck.language import (
    SOURCES_SUFFIXES,
    ModelError,
    Problem,
    UnknownName,
    Unreadable,
    load_sources,
    sources_files,
    unsaved,
)
from archdeck.library import check
from archdeck.model import find_systems, only_what_is_here


def problems(path: Path, texts: Texts) -> tuple[Path, dict[Path, list[Problem]]]:
    """Where the system of a file is written, and each of its problems by the file that it is in; the file itself has
    none if it is fine. Nothing, if the file is of no model."""
    if not is_of_model(path, texts):
        return path, {}
    system = path
    with unsaved(texts), only_what_is_here():  # an address that somebody types is not asked for anything
        try:
            if path.name.endswith(SOURCES_SUFFIXES):
                found = load_sources(sources_files(path.parent)).problems
            else:
                system = next(iter(find_systems(path).own.values()))
                found = check(path).problems
        except ModelError as error:
            found = error.problems
        except (UnknownName, Unreadable):
            found = ()
    by_file: dict[Path, list[Problem]] = {path: []}
    for problem in found:
        by_file.setdefault(place_of(problem.where)[0], []).append(problem)
    return system, by_file
