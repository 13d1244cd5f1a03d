"""A rule to what its page says, and to two small models, one that it finds and one that it passes (`texts`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from archdeck.language import Loader

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Explanation:
    """`finds` is what `archdeck check --notes` says of `fails`, in a file `shop.yaml`. Rules of others may leave out
    what they do not have."""

    why: str = ""
    looks_at: str = ""
    fix: str = ""
    fails: str = ""
    finds: tuple[str, ...] = ()
    passes: str = ""


@cache
def explanation(rule: str) -> Explanation:
    """What is said of a rule of archdeck's own."""
    written = yaml.load((TEXTS / f"{rule}.yaml").read_bytes(), Loader=Loader)
    return Explanation(**{**written, "finds": tuple(written["finds"])})
