"""How what a source says is built parts from a model, as records: what finds it need not be loaded to tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Parting(StrEnum):
    """How what is built parts from the model."""

    NOT_MODELLED = "built-not-modelled"
    NOT_BUILT = "modelled-not-built"
    DIFFERENT = "different"
    UNKNOWN = "no-address"


@dataclass(frozen=True)
class Drifted:
    """One place where they part. `component` is its id in the model, '' where it has none; `address` the source's."""

    parting: Parting
    component: str
    address: str
    says: str
