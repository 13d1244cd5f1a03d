"""Paths and bytes to files: the one module that writes. Whole files, only those that change, all below one folder."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
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


def publish(files: Mapping[Path, bytes], within: Path) -> tuple[Path, ...]:
    """Writes each file whole or not at all, leaves files alone that hold the same bytes already, and returns those that
    it wrote. Everything lies on the disk beside its goal before the first one is put in place. All lie below the folder
    `within`, or nothing is written: Outside. Any other OSError as it comes."""
    _below(files, within)
    parts: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
                parts.append((Path(part), path))
                with os.fdopen(handle, "wb") as out:
                    out.write(data)
                Path(part).chmod(0o644)
            except OSError as error:  # names the file that was asked for, not the part of it
                raise OSError(error.errno, error.strerror, str(path)) from error
        for part_path, path in parts:
            try:
                part_path.replace(path)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        for part_path, _ in parts:
            part_path.unlink(missing_ok=True)
    return tuple(path for _, path in parts)


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
