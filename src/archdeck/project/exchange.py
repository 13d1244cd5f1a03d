"""A folder that was made to the place of another: both change places at once where the system can do that, and else the
old one steps aside for a moment, from where it comes back if that moment was the last."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux
RENAME_SWAP = 2  # of macOS


def put_folder(new: Path, old: Path) -> None:
    """Puts `new` in the place of `old`."""
    bring_back(old)
    if old.is_dir() and not old.is_symlink() and _exchanged(new, old):
        shutil.rmtree(new, ignore_errors=True)
        return
    if not old.parent.samefile(new.parent):
        new = _moved_beside(new, old)
    if old.exists():
        old.replace(_aside(old))
    new.replace(old)
    shutil.rmtree(_aside(old), ignore_errors=True)


def bring_back(old: Path) -> None:
    """The folder as it was, if whoever replaced it was killed while it stood aside; what else is left is removed."""
    if not old.exists():
        with suppress(OSError):
            _aside(old).replace(old)
    shutil.rmtree(_aside(old), ignore_errors=True)
    shutil.rmtree(_beside(old), ignore_errors=True)


def _aside(old: Path) -> Path:
    return old.with_name(f".{old.name}.old")


def _beside(old: Path) -> Path:
    return old.with_name(f".{old.name}.new")


def _moved_beside(new: Path, old: Path) -> Path:
    """The same folder beside the other one: by its files where that is another file system."""
    try:
        return new.replace(_beside(old))
    except OSError:
        shutil.copytree(new, _beside(old), symlinks=True)
        return _beside(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system could exchange them."""
    import ctypes  # where a folder is replaced, and nowhere else

    names = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "linux":
            done = system.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
        else:
            done = system.renamex_np(*names, RENAME_SWAP)
    except (OSError, AttributeError, TypeError):  # there is no such call
        return False
    return bool(done == 0)
