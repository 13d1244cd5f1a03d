"""The path of a file that an earlier run left to what is in it, where it is a regular file of no more than so many
bytes: nobody waits for a pipe, and no device fills the memory.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from stat import S_ISREG


def read_regular(path: Path, largest: int) -> bytes:
    """OSError for anything else, also for what a link leads to."""
    status = path.stat()
    if not S_ISREG(status.st_mode) or status.st_size > largest:
        why = errno.EFBIG if S_ISREG(status.st_mode) else errno.EINVAL
        raise OSError(why, os.strerror(why), str(path))
    return path.read_bytes()
