"""A system to the file of cells beside its model, in which boxes stand from then on where they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from archdeck.language import (
    Arrangement,
    CellsFile,
    ModelError,
    UnknownName,
    cells_path,
    cells_text,
    load_cells,
    nearest,
)
from archdeck.layout import arranged_views
from archdeck.model import Model, Systems, read_model
from archdeck.project.writing import publish
from archdeck.views import views

NAMED = 6  # boxes that are named one by one


@dataclass(frozen=True)
class Arranged:
    """What became of a file of cells: its path, whether it changed, and a line for each environment."""

    path: Path
    written: bool
    environments: Mapping[str, str]


def arrange(id: str, among: Systems, environment: str = "", fresh: bool = False) -> Arranged:
    """Writes the cells of all environments of a system, or of one. What the file has is kept, and what is missing in it
    added, unless all is to be found anew. ModelError if the model is broken, or the file that is to be kept."""
    source, path = among.source_of(id), among[id]
    if source and source.git:
        said = f"{id!r} is read from git, {source.shown}, and nothing is written there"
        raise UnknownName(f"{said}; run `archdeck arrange {among.inner(id)}` in that repository")
    file = cells_path(id, path)
    old = load_cells(file)
    if old.problems and not (fresh and not environment):
        raise ModelError(old.problems)
    model = read_model(id, path, strict=False, among=among)
    _check_environment(model, environment)
    found = arranged_views(views(model), fresh, environment)
    text = cells_text(among.inner(id), "" if fresh and not environment else old.text, found)
    done = publish({file: text.encode("utf-8")}, file.parent)
    return Arranged(file, bool(done), {e: _said(one, old, e) for e, one in found.items()})


def _check_environment(model: Model, environment: str) -> None:
    known = [e.id for e in model.environments]
    if environment and environment not in known:
        hint = nearest(environment, known) or (f"; there are {', '.join(known)}" if known else "; it has none")
        raise UnknownName(f"{model.id} has no environment {environment!r}{hint}")


def _said(one: Arrangement, old: CellsFile, environment: str) -> str:
    """How many boxes kept their cells, and which came and went."""
    before = old.arrangements.get(environment)
    if before is None:
        return f"{len(one.cells)} boxes"
    came, went = one.cells.keys() - before.cells.keys(), before.cells.keys() - one.cells.keys()
    parts = [
        f"{len(one.cells)} boxes",
        *(f"{word}: {_few(some)}" for word, some in (("new", came), ("gone", went)) if some),
    ]
    return "; ".join(parts)


def _few(some: Iterable[str]) -> str:
    names = sorted(some)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
