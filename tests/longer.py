"""How much a test of many models takes: some in the suite, and all with `ARCHDECK_FUZZ=full` in a run of its own."""

from __future__ import annotations

import os

FULL = os.environ.get("ARCHDECK_FUZZ") == "full"


def turns(some: int, every: int) -> int:
    """How many of the models of a test are taken."""
    return every if FULL else some
