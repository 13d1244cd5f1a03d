"""A path to the systems there by id, and one system to its `Model`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from archdeck.language import (
    CELLS_SUFFIX,
    RULES_SUFFIXES,
    SOURCES_SUFFIXES,
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
from archdeck.model.found import Systems, around, gathered, second_model
from archdeck.model.resolve.neighbours import Neighbours
from archdeck.model.resolve.whole import resolve
from archdeck.model.whole import Model


def find_systems(path: Path) -> Systems:
    """The systems at a path by id: of one file, of a folder that is one system (or a file in it), or of a folder of
    systems, with those of the sources that its files name; of a file of rules or of sources, all for which it holds.
    ModelError where there is none, one id twice, or a file of sources is wrong."""
    if is_file(path) and path.name.endswith((*RULES_SUFFIXES, *SOURCES_SUFFIXES)):
        return find_systems(path.parent)
    if is_file(path):
        return Systems(dict([_of_file(path)]))
    try:
        if not is_folder(path):
            raise Unreadable("does not exist")
        found = {path.resolve().name: [path]} if is_one_system(path) else system_paths(path)
    except Unreadable as error:
        about = error.folder if isinstance(error, Unlisted) else path
        raise _error(about, f"{about.name!r} {error}", "unreadable") from None
    for id, paths in found.items():
        if len(paths) > 1:
            raise second_model(id, paths)
    systems = gathered({id: paths[0] for id, paths in found.items()}, [path], path)
    if not systems.own and not systems.sources:
        raise _error(path, "there is no model here; `archdeck new` makes one to start from", "no-model")
    return systems


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


def find_system(name: str, root: Path) -> tuple[str, Systems]:
    """The id of a system that is named by its id under `root`, or by a path; and the systems that it is one of."""
    known = find_systems(root) if is_file(root) or is_folder(root) else Systems({})
    if name in known:
        return name, known
    path = Path(name)
    if is_file(path) or (is_folder(path) and yaml_files(path)):
        id, found = _of_file(path) if is_file(path) else (path.resolve().name, path)
        return id, Systems({id: found})
    here = known.at_hand()
    hint = nearest(name, here) or (f"; there are {', '.join(here)}" if here else "; there is none")
    raise UnknownName(f"{name!r} is no system under {shown_path(root)}, and no path to one{hint}")


def _of_file(path: Path) -> tuple[str, Path]:
    """The system that a file is, or that it is a part of, or whose cells it holds."""
    if is_one_system(path.parent):
        return path.resolve().parent.name, path.parent
    id = path.name.removesuffix(CELLS_SUFFIX)
    beside = [model for suffix in YAML_SUFFIXES if is_file(model := path.with_name(f"{id}{suffix}"))]
    return (id, beside[0]) if id != path.name and beside else (path.stem, path)


def read_model(
    id: str,
    path: Path,
    strict: bool = True,
    change: Callable[[ModelShape], ModelShape] | None = None,
    among: Systems | None = None,
) -> Model:
    """The model at a path, with the cells that a file beside it gives its boxes, and the rules of its team; ModelError
    with everything that is wrong with it, and with those files, unless what is wrong in there is to be left out. It may
    name the systems that it is `among`, or else those that lie beside it. `change` gives other shapes than those that
    are written."""
    cells, rules = load_cells(cells_path(id, path)), load_rules(rules_files(path))
    loaded = load(path)
    loaded = replace(loaded, shape=change(loaded.shape)) if change else loaded
    named = among if among is not None and among.models not in (None, path) else around(path)
    return resolve(loaded, id, cells, strict, Neighbours(id, named), rules)


def _error(path: Path, message: str, rule: str) -> ModelError:
    return ModelError([Problem(Location(shown_path(path)), Severity.ERROR, message, rule)])
