"""Paths and bytes to files: the one module that writes. Whole files, only those that change, all below one folder; who
may read them is as the umask says, as with files of MkDocs.
"""

from __future__ import annotations

import errno
import glob
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from archdeck.project.exchange import put_folder
from archdeck.project.unfinished import KEPT, held_file, let_go, remove_left, unfinished

PART = ".part"
LONGEST_NAME = 60  # letters of it in the name of a part, which has 255 bytes at most


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
    folder `within`: Outside. Any other OSError as it comes. What is not put in place is gone in the end, or, if the
    process was killed, with the next files that are staged: below `kept`, where a project keeps what it needs for its
    next build, or else beside the files themselves."""

    def __init__(self, within: Path, kept: Path | None = None):
        self._within = within
        self._kept = kept or _kept_below(within)
        self._parts: dict[Path, Path] = {}
        self._held: list[int] = []
        self._folders: list[Path] = []  # that were not there
        self._ends = ExitStack()
        self.files: set[Path] = set()

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            part.unlink(missing_ok=True)
        self._let_go()
        self._ends.close()
        for folder in reversed(self._folders):
            with suppress(OSError):  # it holds something
                folder.rmdir()

    def add(self, path: Path, data: bytes) -> None:
        """A file to put in place, unless it is there and holds the same bytes already."""
        _below([path], self._within)
        self.files.add(path)
        with _said_of(path):
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return
            self._look_for_room(path)
        if self._kept and not self._parts:
            self._folder = self._ends.enter_context(unfinished(self._kept))
        with _said_of(path):
            part = self._parts[path] = self._part(path)
            part.write_bytes(data)

    def _look_for_room(self, path: Path) -> None:
        """Tells what is in the way of a file before anything is put in place."""
        there = next(folder for folder in path.parents if folder.exists())
        if not there.is_dir() or not os.access(there, os.W_OK):
            why = errno.EACCES if there.is_dir() else errno.ENOTDIR
            raise OSError(why, os.strerror(why))
        if path.is_dir() and not path.is_symlink():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))

    def _make_folders(self, path: Path) -> None:
        self._folders += reversed([folder for folder in path.parents if not folder.exists()])
        path.parent.mkdir(parents=True, exist_ok=True)

    def _part(self, path: Path) -> Path:
        """Where a file lies until it is put in place."""
        if not self._kept:
            self._make_folders(path)
            return self._part_beside(path)
        return self._folder / str(len(self._parts))

    def _part_beside(self, path: Path) -> Path:
        prefix = f".{path.name[:LONGEST_NAME]}."
        for left in path.parent.glob(f"{glob.escape(prefix)}*{PART}"):
            remove_left(left)
        handle, part = held_file(path.parent, prefix, PART)
        self._held.append(handle)
        return part

    def _let_go(self) -> None:
        while self._held:
            let_go(self._held.pop())

    def read(self, path: Path) -> bytes:
        """What a file will hold."""
        return self._parts.get(path, path).read_bytes()

    @property
    def new(self) -> tuple[Path, ...]:
        """The files that are not there yet as they will be."""
        return tuple(self._parts)

    def put(self) -> tuple[Path, ...]:
        """Puts them all in place, and returns those that are new or changed."""
        self._let_go()
        for path in self._parts:
            with _said_of(path):
                self._make_folders(path)
        for path, part in self._parts.items():
            with _said_of(path):
                self._put_one(path, part)
        return self.new

    def _put_one(self, path: Path, part: Path) -> None:
        try:
            part.replace(path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            here = self._parts[path] = self._part_beside(path)  # for that was in another file system
            here.write_bytes(part.read_bytes())
            self._let_go()
            here.replace(path)


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """What goes wrong names the file that was asked for, not the part of it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _kept_below(within: Path) -> Path | None:
    """Where the project that this folder is, or is of, keeps what it needs for its next build."""
    kept = within if within.name == KEPT else within / KEPT
    return kept if within.name == KEPT or kept.is_dir() else None


def remove_named(names: Iterable[str], out: Path, folders: Iterable[Path]) -> None:
    """Removes the files of these names below `out` that lie in one of the folders, and none that lies elsewhere."""
    some = list(names)
    for folder in folders:
        inside = f"{folder.relative_to(out).as_posix()}/"
        remove((out / name for name in some if name.startswith(inside)), folder)


def publish(files: Mapping[Path, bytes], within: Path, kept: Path | None = None) -> tuple[Path, ...]:
    """Writes files as `Staged` does, all of them or none, and returns those that it wrote."""
    _below(files, within)
    with Staged(within, kept) as staged:
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
    _below([new], within / KEPT if new.is_relative_to(within / KEPT) else within)
    _below([old], within)
    put_folder(new, old)


def write_json(path: Path, value: Any, within: Path) -> None:
    """Sorted and indented, so that it can be compared."""
    publish({path: (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")}, within)
