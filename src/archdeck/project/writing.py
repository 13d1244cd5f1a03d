"""Paths and bytes to files: the one module that writes. Whole files, only those that change, all below one folder."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


class Outside(OSError):
    """A file that does not lie below the folder that holds all that is written."""


def _below(paths: Iterable[Path], within: Path) -> list[Path]:
    """The paths, if each of them, links followed, lies below the folder `within`; Outside before anything is touched. A
    path that is a link itself lies where the link does: it is the link that is replaced or removed."""
    some, root = list(paths), _resolved(within)
    for path in some:
        if path.name in ("", "..") or not _resolved(path.parent).is_relative_to(root):
            why = f"lies outside of the folder {root.as_posix()}; nothing is written or removed there"
            raise Outside(errno.EXDEV, why, str(path))
    return some


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # what pathlib raises for a link that leads back to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


class Staged:
    """Files that are written one after the other and put in place at once, each whole or not at all. All lie below the
    folder `within`: Outside. Any other OSError as it comes. What is not put in place is gone in the end."""

    def __init__(self, within: Path):
        self._within = within
        self._parts: dict[Path, Path] = {}
        self._folders: list[Path] = []  # that were not there
        self.files: set[Path] = set()

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            part.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            with suppress(OSError):  # it holds something
                folder.rmdir()

    def add(self, path: Path, data: bytes) -> None:
        """A file to put in place, unless it is there and holds the same bytes already."""
        _below([path], self._within)
        self.files.add(path)
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        try:
            self._folders += reversed([f for f in (path.parent, *path.parent.parents) if not f.exists()])
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            self._parts[path] = Path(part)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(part).chmod(0o644)
        except OSError as error:  # names the file that was asked for, not the part of it
            raise OSError(error.errno, error.strerror, str(path)) from error

    def read(self, path: Path) -> bytes:
        """What a file will hold."""
        return self._parts.get(path, path).read_bytes()

    def put(self) -> tuple[Path, ...]:
        """Puts them all in place, and returns those that are new or changed."""
        for path, part in self._parts.items():
            try:
                part.replace(path)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(path)) from error
        return tuple(self._parts)


def remove_named(names: Iterable[str], out: Path, folders: Iterable[Path]) -> None:
    """Removes the files of these names below `out` that lie in one of the folders, and none that lies elsewhere."""
    some = list(names)
    for folder in folders:
        inside = f"{folder.relative_to(out).as_posix()}/"
        remove((out / name for name in some if name.startswith(inside)), folder)


def publish(files: Mapping[Path, bytes], within: Path) -> tuple[Path, ...]:
    """Writes files as `Staged` does, all of them or none, and returns those that it wrote."""
    _below(files, within)
    with Staged(within) as staged:
        for path, data in files.items():
            staged.add(path, data)
        return staged.put()


def remove(paths: Iterable[Path], within: Path) -> None:
    """Removes files that are there, and the folders below `within` that become empty; a folder in the place of a file
    stays. All lie below it, or nothing is removed: Outside."""
    root = within.resolve()
    for path in _below(paths, within):
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder.resolve() == root:
                break
            try:
                folder.rmdir()
            except OSError:
                break


def replace_folder(new: Path, old: Path, within: Path) -> None:
    """Puts a folder in the place of another at once, so that a reader never finds half of it. Both lie below `within`:
    Outside."""
    _below((new, old), within)
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.replace(aside)
    new.replace(old)
    shutil.rmtree(aside, ignore_errors=True)


def write_json(path: Path, value: Any, within: Path) -> None:
    """Sorted and indented, so that it can be compared."""
    publish({path: (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")}, within)
