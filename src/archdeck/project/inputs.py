"""The folder of the models to the files that a build can depend on, without reading any."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

# language.MODEL_SUFFIXES, RULES_SUFFIXES, SOURCES_SUFFIXES and LARGEST_FILE: a test holds them alike, for importing
# `language` takes longer than all that is done where nothing changed.
SUFFIXES = (".yaml", ".yml", ".png", ".svg")
RULES = (".rules.yaml", ".rules.yml")
SOURCES = (".sources.yaml", ".sources.yml")
LARGEST = 5_000_000


def model_files(folder: Path) -> list[Path]:
    """What models in and below a folder may read, sorted: no other files, none that lies elsewhere, and none that
    is larger than a file of a model may be. A folder right in it may be a link: then what lies in that, unless it
    leads back."""
    found = []
    here = folder.resolve()
    for top in folder.iterdir():
        folder_of_its_own = os.path.isdir(top)  # noqa: PTH112 - is_dir() raises for some
        within = top.resolve() if folder_of_its_own else here
        if folder_of_its_own and here.is_relative_to(within):
            continue
        named = (path for path in (top, *top.rglob("*")) if path.suffix.lower() in SUFFIXES)
        found += [path for path in named if _is_readable(path, within)]
    return sorted(found)


def rules_beside(folder: Path) -> list[Path]:
    """The files of rules beside a folder, which hold for it where all of it is one system."""
    above = Path(os.path.abspath(folder)).parent  # noqa: PTH100 - resolve() would follow a link, and models do not
    beside = sorted(path for path in above.iterdir() if path.name.endswith(RULES))
    return [path for path in beside if _is_readable(path, above.resolve())]


def names_sources(models: Path) -> bool:
    """Whether a file in the folder of the models names systems that lie elsewhere."""
    try:
        return any(name.endswith(SOURCES) for name in os.listdir(models))  # noqa: PTH208 - one call of the system
    except OSError:
        return False


def files_elsewhere(models: Path, elsewhere: str) -> dict[str, Path]:
    """The files below these folders, and these files, each a line as seen from the folder of the models: what a build
    reads of systems that lie elsewhere."""
    found: dict[str, Path] = {}
    for line in elsewhere.splitlines():
        path = models / line
        if os.path.isdir(path):  # noqa: PTH112
            found |= {f"{line}/{file.relative_to(path).as_posix()}": file for file in model_files(path)}
            found |= {f"{line}/../{file.name}": file for file in rules_beside(path)}
        else:
            found[line] = path
    return found


def _is_readable(path: Path, top: Path) -> bool:
    try:
        status = path.stat()
        return S_ISREG(status.st_mode) and status.st_size <= LARGEST and path.resolve().is_relative_to(top)
    except (OSError, RuntimeError):
        return False
