"""A project whose systems lie elsewhere, too, to the files there that a build of it depends on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from archdeck.language import ModelError, cells_path, is_folder, rules_files
from archdeck.model import Model, find_systems, resources
from archdeck.project.chosen import chosen
from archdeck.project.inputs import names_sources
from archdeck.project.records import Project


def elsewhere(place: Project, only: str = "") -> str:
    """Folders and files of sources, one a line as seen from the folder of the models; of git what says which commit
    was brought. What is needed is brought."""
    among, _ = chosen(place, only)
    found = [path for path in among.records() if path.is_file()]
    for namespace, path in among.folders():
        if is_folder(path):
            found.append(path)
        else:
            found += [path, *rules_files(path), *filter(Path.is_file, [cells_path(namespace, path)])]
    return "\n".join(_seen(path, place.model) for path in dict.fromkeys(found))


def watched_elsewhere(models: Path) -> dict[Path, bool]:
    """The folders outside of that of the models from which systems are read, each with whether what lies below it is
    read, too; and those in which it is written what git brought last. Nothing is brought."""
    if not names_sources(models):
        return {}
    try:
        among = find_systems(models)
    except ModelError:  # whoever reads the models says so
        return {}
    found = {record.parent: False for record in among.records() if record.parent.is_dir()}
    for _, path in among.folders():
        folder = path if is_folder(path) else path.parent
        found[folder] = found.get(folder, False) or folder == path
    return found


def icons_elsewhere(models: Path, some: Iterable[Model]) -> str:
    """The icons that lie beside a model, and not in the folder of the models, one a line."""
    here = _whole(models)
    own = {icon for m in some for c in m.components for icon in (c.icon, c.kind.icon)}
    own |= {icon for m in some for icon in (*m.place_icons, *filter(None, [m.icon]))}
    found = {_whole(icon) for icon in own if not icon.is_relative_to(resources())}
    return "\n".join(sorted(str(path) for path in found if not path.is_relative_to(here)))


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and models do not


def _seen(path: Path, models: Path) -> str:
    try:
        return os.path.relpath(path, models)
    except ValueError:  # on another drive
        return str(_whole(path))
