"""Jobs to answers of other processes of this machine: how many there may be, and how one is asked.

A process reads one pickled job after the other from its input, and answers each on its output. What it says besides is
not heard.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any


class BrokenOff(Exception):
    """A process that ended instead of answering; `code` is how."""

    def __init__(self, code: int):
        super().__init__(f"exit code {code}")
        self.code = code


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """Another process of Python, with these arguments."""

    def __init__(self, arguments: Sequence[str]):
        self._process = subprocess.Popen(
            [sys.executable, "-P", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, job: object) -> Any:
        """What it answers to a job. BrokenOff if it does not."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
            return pickle.load(self._process.stdout)  # from our own child
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self._process.kill()  # if it has not ended: half of an answer is none
            raise BrokenOff(self._process.wait()) from None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(OSError):  # half of a job may still be on its way
                pipe.close()
