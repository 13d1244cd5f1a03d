"""A folder of systems to their ids and paths, and one system to its `Model`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from archdeck.language import (
    CELLS_SUFFIX,
    RULES_SUFFIXES,
    YAML_SUFFIXES,
    Location,
    ModelError,
    ModelShape,
    Problem,
    Severity,
    UnknownName,
    Unlisted,
    Unreadable,
    cells_path,
    is_file,
    is_folder,
    is_one_system,
    links_back,
    load,
    load_cells,
    load_rules,
    nearest,
    rules_files,
    shown_path,
    system_paths,
    yaml_files,
)
from archdeck.model.resolve.neighbours import Neighbours
from archdeck.model.resolve.whole import resolve
from archdeck.model.whole import Model


def find_systems(path: Path) -> dict[str, Path]:
    """The systems at a path by id: of one file, of a folder that is one system (or a file in it), or of a folder of
    systems; of a file of rules, all for which it holds. ModelError where there is none, or one id twice."""
    if is_file(path) and path.name.endswith(RULES_SUFFIXES):
        return find_systems(path.parent)
    if is_file(path):
        return dict([_of_file(path)])
    try:
        if not is_folder(path):
            raise Unreadable("does not exist")
        found = {path.resolve().name: [path]} if is_one_system(path) else system_paths(path)
    except Unreadable as error:
        about = error.folder if isinstance(error, Unlisted) else path
        raise _error(about, f"{about.name!r} {error}", "unreadable") from None
    if not found:
        raise _error(path, "there is no model here; `archdeck new` makes one to start from", "no-model")
    for id, paths in found.items():
        if len(paths) > 1:
            raise _error(
                paths[1], f"there is a second model {id!r} in {shown_path(paths[0])}; rename one", "duplicate-model"
            )
    return {id: paths[0] for id, paths in found.items()}


def lone_cells(root: Path, systems: Mapping[str, Path]) -> tuple[Problem, ...]:
    """What is said of the files of cells in a folder of systems, and in those, that belong to none of them."""
    if not is_folder(root):
        return ()
    known = {cells_path(id, path) for id, path in systems.items()}
    folders = dict.fromkeys([root, *(path for path in systems.values() if is_folder(path))])
    found = [file for folder in folders for file in sorted(folder.glob(f"*{CELLS_SUFFIX}")) if file not in known]
    said = "there is no system of this name, so the cells in it are unused; rename it like its model, or delete it"
    return tuple(Problem(Location(shown_path(file)), Severity.WARNING, said, "unused-cell") for file in found)


def idle_links(root: Path, systems: Mapping[str, Path]) -> tuple[Problem, ...]:
    """What is said of links in a folder of systems, and in those, that lead back to where they lie."""
    folders = dict.fromkeys(path for path in (root, *systems.values()) if is_folder(path))
    found = [link for folder in folders for link in links_back(folder)]
    said = "this link leads back to a folder that it lies in, so what is there is no further system; delete it"
    return tuple(Problem(Location(shown_path(link)), Severity.WARNING, said, "link-back") for link in found)


def find_system(name: str, root: Path) -> tuple[str, Path]:
    """The id and path of a system that is named by its id under `root`, or by a path."""
    known = find_systems(root) if is_file(root) or is_folder(root) else {}
    if name in known:
        return name, known[name]
    path = Path(name)
    if is_file(path) or (is_folder(path) and yaml_files(path)):
        return _of_file(path) if is_file(path) else (path.resolve().name, path)
    hint = nearest(name, known) or (f"; there are {', '.join(known)}" if known else "; there is none")
    raise UnknownName(f"{name!r} is no system under {shown_path(root)}, and no path to one{hint}")


def _of_file(path: Path) -> tuple[str, Path]:
    """The system that a file is, or that it is a part of, or whose cells it holds."""
    if is_one_system(path.parent):
        return path.resolve().parent.name, path.parent
    id = path.name.removesuffix(CELLS_SUFFIX)
    beside = [model for suffix in YAML_SUFFIXES if is_file(model := path.with_name(f"{id}{suffix}"))]
    return (id, beside[0]) if id != path.name and beside else (path.stem, path)


def read_model(
    id: str, path: Path, strict: bool = True, change: Callable[[ModelShape], ModelShape] | None = None
) -> Model:
    """The model at a path, with the cells that a file beside it gives its boxes, and the rules of its team; ModelError
    with everything that is wrong with it, and with those files, unless what is wrong in there is to be left out. It may
    name the systems that lie beside it. `change` gives other shapes than those that are written."""
    cells, rules = load_cells(cells_path(id, path)), load_rules(rules_files(path))
    loaded = load(path)
    loaded = replace(loaded, shape=change(loaded.shape)) if change else loaded
    return resolve(loaded, id, cells, strict, Neighbours(path), rules)


def _error(path: Path, message: str, rule: str) -> ModelError:
    return ModelError([Problem(Location(shown_path(path)), Severity.ERROR, message, rule)])
