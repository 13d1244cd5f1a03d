"""Models of tests: YAML text to a file, and to what is made of it."""

from __future__ import annotations

from pathlib import Path

from archdeck.load import load
from archdeck.model import Environment, Model
from archdeck.problems import ModelError
from archdeck.resolve import resolve


def resolved(text: str, folder: Path, name: str = "shop") -> Model:
    """The model that a text is; ModelError if it is none."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return resolve(load(path), name)


def messages(path: Path) -> list[str]:
    """What is wrong with the model at a path, one line each; nothing if it is right."""
    try:
        resolve(load(path), "shop")
    except ModelError as error:
        return [str(problem) for problem in error.problems]
    return []


def links(environment: Environment) -> list[str]:
    """`relation: source -> target` for each link."""
    return [f"{link.relation.id}: {link.source.id} -> {link.target.id}" for link in environment.links]
