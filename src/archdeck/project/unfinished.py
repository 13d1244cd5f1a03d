"""A folder to a place in it for what is being made: gone with the work, or with the next if that was killed.

Whether somebody still works there is told by a lock that the system lifts when a process ends, however it does: the
number of a process says nothing about those of other containers.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where no file goes that is open
    fcntl = None  # type: ignore[assignment]

KEPT = ".archdeck"  # the folder of a project for what costs time only
UNFINISHED = "unfinished"
LOCK = ".lock"


@contextmanager
def unfinished(kept: Path) -> Iterator[Path]:
    """A new folder below the one where a project keeps what it needs for the next build. OSError where that is a link:
    folders are removed there, and never those of others."""
    place = kept / UNFINISHED
    if place.is_symlink():
        raise OSError(errno.EXDEV, "is a link, and nothing is written where it leads; delete it", str(place))
    sweep(kept)
    place.mkdir(parents=True, exist_ok=True)
    handle, lock = held_file(place, "", LOCK)
    folder = lock.with_suffix("")
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        let_go(handle)
        lock.unlink(missing_ok=True)


def sweep(kept: Path) -> None:
    """Removes what was left by processes that were killed. What cannot be removed stays, and harms nobody."""
    with suppress(OSError):
        for path in [] if (kept / UNFINISHED).is_symlink() else list((kept / UNFINISHED).iterdir()):
            if path.suffix == LOCK and remove_left(path, path.with_suffix("")):
                continue
            if path.suffix != LOCK and not path.with_name(path.name + LOCK).exists():  # written to after its process
                shutil.rmtree(path, ignore_errors=True)


def held_file(folder: Path, prefix: str, suffix: str) -> tuple[int, Path]:
    """A new file that this process holds until it lets go of it, or ends."""
    while True:
        path = folder / f"{prefix}{secrets.token_hex(4)}{suffix}"
        try:
            handle = os.open(
                path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666
            )  # and not as `tempfile`: for one user alone
        except FileExistsError:
            continue
        if not fcntl:
            return handle, path
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # else it was taken for one that was left, before it was held
            return handle, path
        os.close(handle)


def let_go(handle: int) -> None:
    with suppress(OSError):
        os.close(handle)


def remove_left(path: Path, folder: Path | None = None) -> bool:
    """Removes a file that no process holds, after the folder that it stands for; whether that was so."""
    try:
        if not fcntl:
            path.unlink()
            shutil.rmtree(folder or path, ignore_errors=True)
            return True
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        path.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
