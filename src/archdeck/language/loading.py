"""The files of a model to `Loaded`: the shapes of their valid parts, where every key and value stands, what is wrong.

A model is one YAML file, or a folder of them whose top-level keys are joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archdeck.language.located import Branch, Entry, Items, Node, Scalar, find, parse
from archdeck.language.patch import extend
from archdeck.language.problems import Location, ModelError, Problem, Severity
from archdeck.language.reading import Unreadable, is_folder, read_bytes, shown_path, yaml_files
from archdeck.language.shapes import ModelShape
from archdeck.language.validate import validated


@dataclass(frozen=True)
class Loaded:
    """`shape` has every valid part, environments in full; `tree` has all parts, valid or not, each with its place.
    `written` has the environments as they are written, before `extends`. `folder` is where files beside the model lie.
    `broken` environments extend something that is not there."""

    path: str
    folder: Path
    shape: ModelShape
    tree: Branch
    written: Branch
    broken: frozenset[str]
    problems: tuple[Problem, ...]

    def where(self, *path: str | int, key: bool = False) -> Location:
        """Where the value (or the key) at a path stands; the nearest thing around it if it is not written."""
        for end in range(len(path), 0, -1):
            if entry := find(self.tree, *path[:end]):
                return entry.where if key or end < len(path) else entry.value.where
        return Location(self.path)

    def declared(self, *path: str | int) -> tuple[str, ...]:
        """The ids that are written under a path, also those of invalid parts."""
        entry = find(self.tree, *path)
        if entry and isinstance(entry.value, Branch):
            return tuple(entry.value.entries)
        if entry and isinstance(entry.value, Items):
            return tuple(item.text for item in entry.value.items if isinstance(item, Scalar) and item.text is not None)
        return ()

    def removed(self, environment: str, *path: str) -> Location | None:
        """Where an environment, or one that it extends, sets a path to nothing; None if none does."""
        seen: set[str] = set()
        here: str | None = environment
        while here is not None and here not in seen:
            seen.add(here)
            entry = find(self.written, "environments", here, *path)
            if entry and isinstance(entry.value, Scalar) and entry.value.text is None:
                return entry.where
            base = find(self.written, "environments", here, "extends")
            here = base.value.text if base and isinstance(base.value, Scalar) else None
        return None

    def text(self, *path: str | int) -> str | None:
        """The scalar at a path, or None."""
        entry = find(self.tree, *path)
        return entry.value.text if entry and isinstance(entry.value, Scalar) else None


def load(path: Path) -> Loaded:
    """Read one file or all YAML files of a folder. ModelError where a file cannot be read as YAML: nothing can be said
    about a model of which a part is unknown. All other problems are in the result, for `resolve` to add to."""
    folder = path if is_folder(path) else path.parent
    problems: list[Problem] = []
    unreadable: list[Problem] = []
    trees: list[Branch] = []
    for file in _files(path):
        try:
            tree, found = _parsed(file, folder)
            problems += found
            if isinstance(tree, Branch):
                trees.append(tree)
            elif tree is not None:
                message = "a model must be a mapping; start with `system:`"
                unreadable.append(Problem(tree.where, Severity.ERROR, message, "not-a-mapping"))
        except ModelError as error:
            unreadable += error.problems
    if unreadable:
        raise ModelError([*problems, *unreadable])
    if not trees:
        message = "the model is empty; start with `system:` and a name"
        raise ModelError([*problems, Problem(Location(shown_path(path)), Severity.ERROR, message, "empty")])
    tree = _joined(trees, shown_path(path), problems)
    return _checked(tree, shown_path(path), folder, problems)


def _files(path: Path) -> list[Path]:
    try:
        files = yaml_files(path) if is_folder(path) else [path]
    except Unreadable as error:
        raise _cannot(path, str(error)) from None
    if not files:
        raise _cannot(path, "has no YAML file in it")
    return files


def _cannot(path: Path, why: str) -> ModelError:
    return ModelError([Problem(Location(shown_path(path)), Severity.ERROR, f"{path.name!r} {why}", "unreadable")])


def _parsed(file: Path, folder: Path) -> tuple[Node | None, list[Problem]]:
    try:
        content = read_bytes(file, inside=folder)
    except Unreadable as error:
        raise _cannot(file, str(error)) from None
    try:
        return parse(content.decode("utf-8-sig"), shown_path(file))
    except UnicodeDecodeError as error:
        before = content[: error.start]
        where = Location(shown_path(file), before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        message = "this is not UTF-8 text; save the file in that encoding"
        raise ModelError([Problem(where, Severity.ERROR, message, "encoding")]) from None


def _joined(trees: list[Branch], path: str, problems: list[Problem]) -> Branch:
    """The top-level keys of all files; mappings under the same key are joined."""
    joined: dict[str, Entry] = {}
    for tree in trees:
        for key, entry in tree.entries.items():
            if isinstance(entry.value, Scalar) and entry.value.text is None and key != "system":
                continue
            joined[key] = _both(joined[key], entry, problems) if key in joined else entry
    return Branch(joined, Location(path if len(trees) > 1 else trees[0].where.path))


def _both(first: Entry, second: Entry, problems: list[Problem]) -> Entry:
    one, two = first.value, second.value
    if first.key == "system" or not isinstance(one, Branch) or not isinstance(two, Branch):
        message = f"{first.key!r} stands here again; the first is at {first.where}; keep it in one place"
        problems.append(Problem(second.where, Severity.ERROR, message, "duplicate-key"))
        return first
    entries = dict(one.entries)
    for key, entry in two.entries.items():
        if before := entries.get(key):
            message = f"{key!r} stands under {first.key!r} twice; the first is at {before.where}"
            problems.append(Problem(entry.where, Severity.ERROR, message, "duplicate-key"))
        else:
            entries[key] = entry
    return Entry(first.key, first.where, Branch(entries, one.where))


def _checked(tree: Branch, path: str, folder: Path, problems: list[Problem]) -> Loaded:
    broken: frozenset[str] = frozenset()
    as_written = tree
    written = tree.entries.get("environments")
    if written and isinstance(written.value, Branch):
        extended = extend(written.value)
        broken = extended.broken
        problems += extended.problems
        full = Entry("environments", written.where, extended.environments)
        tree = Branch({**tree.entries, "environments": full}, tree.where)
    shape, found = validated(tree, broken)
    return Loaded(path, folder, shape, tree, as_written, broken, tuple(sorted({*problems, *found})))
