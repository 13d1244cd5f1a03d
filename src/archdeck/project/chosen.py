"""A project to its systems, each with the file or folder that it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archdeck.answers import LANDSCAPE
from archdeck.language import Location, ModelError, Problem, Severity, is_folder, nearest, shown_path
from archdeck.model import Systems, find_systems
from archdeck.project.records import Project


def chosen(place: Project, only: str = "") -> tuple[Systems, dict[str, Path]]:
    """What there is in its folder, and of it all systems, or those that the project names; ModelError if there is one
    of them not. Where it is about `only` one, nothing of others is brought that is not here."""
    every = find_systems(place.model)
    for id in place.systems:
        if id not in every:
            raise unknown(place, id, every.at_hand())
    some = every.at_hand(*filter(None, [only]), *place.systems) if only or place.systems else dict(every)
    return every, {id: path for id, path in some.items() if not place.systems or id in place.systems}


def unbuilt(place: Project, only: str) -> list[str]:
    """The systems of which there are no pages beside those of `only` one; then there may be none of their landscape,
    either."""
    _, some = chosen(place, only)
    return [id for id in (*some, LANDSCAPE) if not is_folder(place.generated / id)]


def unknown(place: Project, id: str, known: Iterable[str]) -> ModelError:
    """What is said of a system that there is not."""
    some = list(known)
    hint = nearest(id, some) or f"; there are {', '.join(some)}"
    where = Location(shown_path(place.model))
    return ModelError([Problem(where, Severity.ERROR, f"there is no system {id!r}{hint}", "unknown-system")])
