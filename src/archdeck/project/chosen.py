"""A project to its systems, each with the file or folder that it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archdeck.answers import LANDSCAPE
from archdeck.language import Location, ModelError, Problem, Severity, is_folder, nearest, shown_path
from archdeck.model import find_systems
from archdeck.project.records import Project


def chosen(place: Project) -> dict[str, Path]:
    """All systems of its folder, or those that the project names; ModelError if there is one of them not."""
    every = find_systems(place.model)
    for id in place.systems:
        if id not in every:
            raise unknown(place, id, every)
    return {id: path for id, path in every.items() if not place.systems or id in place.systems}


def elsewhere(place: Project) -> list[str]:
    """The systems of which there are no pages; then there may be none of their landscape, either."""
    return [id for id in (*chosen(place), LANDSCAPE) if not is_folder(place.generated / id)]


def unknown(place: Project, id: str, known: Iterable[str]) -> ModelError:
    """What is said of a system that there is not."""
    some = list(known)
    hint = nearest(id, some) or f"; there are {', '.join(some)}"
    where = Location(shown_path(place.model))
    return ModelError([Problem(where, Severity.ERROR, f"there is no system {id!r}{hint}", "unknown-system")])
