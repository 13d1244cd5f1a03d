"""Words of a command line to a run of MkDocs in a process of its own, which ends when the one that started it does,
however that ended.

Its input is a pipe into which nobody writes, and which the system closes when nobody is left who could.
"""

from __future__ import annotations

import _thread
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path


def attended(words: list[str], env: Mapping[str, str], cwd: Path, heard: bool) -> subprocess.CompletedProcess[str]:
    """Runs `mkdocs` with these words; what it says is `heard`, or goes where this process says things."""
    reads, writes = os.pipe()
    try:
        return subprocess.run(
            [sys.executable, "-m", __spec__.name, *words],
            cwd=cwd,
            env={**env, "PYTHONIOENCODING": "utf-8"} if heard else {**env},
            stdin=reads,
            capture_output=heard,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    finally:
        os.close(reads)
        os.close(writes)


def _end_with_whom_started_it() -> None:
    os.read(0, 1)
    _thread.interrupt_main(signal.SIGTERM)


if __name__ == "__main__":
    from mkdocs.__main__ import cli

    # Not SIGINT: what a script starts in the background ignores it, and then nothing would happen.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=_end_with_whom_started_it, daemon=True).start()
    cli(prog_name="mkdocs")
