"""Models of tests: YAML text to a file, and to what is made of it."""

from __future__ import annotations

from pathlib import Path

from archdeck.language.loading import load
from archdeck.language.problems import ModelError
from archdeck.model import Environment, Model
from archdeck.model.resolve.whole import resolve


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


def wide(services: int, at_side: int) -> str:
    """A model of one full tier between users and a store, and some cross-cutting services."""
    full = [f"s{k}" for k in range(services)]
    side = ["iam", "kms", "cloudwatch"][:at_side]
    return "\n".join(
        [
            "system: {name: Wide}",
            f"tiers: [users, services, data{', security' if side else ''}]",
            "components:",
            "  people: {kind: users, tier: users}",
            *(f"  {s}: {{kind: aws.lambda, tier: services}}" for s in full),
            "  db: {kind: aws.rds, tier: data}",
            *(f"  {s}: {{kind: aws.{s}, tier: security}}" for s in side),
            "relations: {a: {from: people, to: s0}, b: {from: s0, to: db, kind: data}}",
            f"environments: {{prod: {{runs: {{{', '.join(f'{c}: {{}}' for c in [*full, 'db', *side])}}}}}}}",
            "views: {layers: {}}",
        ]
    )
