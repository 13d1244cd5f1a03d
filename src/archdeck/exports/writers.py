"""A model to the file of any tool that holds whole models: the table of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archdeck.exports.calm import calm
from archdeck.exports.structurizr import structurizr
from archdeck.model import Environment, Model


@dataclass(frozen=True)
class Export:
    """`says` what it is a file of; `made` gives its values from a model and the environments that are wanted."""

    says: str
    made: Callable[[Model, Sequence[Environment]], dict[str, Any]]


EXPORTS: Mapping[str, Export] = {
    "structurizr": Export("the JSON of a workspace of Structurizr", structurizr),
    "calm": Export("an architecture of FINOS CALM 1.2", calm),
}


def exported(to: str, model: Model, environments: Sequence[Environment]) -> bytes:
    """The file, as JSON."""
    text = json.dumps(EXPORTS[to].made(model, environments), indent=2, ensure_ascii=False)
    return f"{text}\n".encode()
