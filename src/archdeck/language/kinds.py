"""A file of kinds that a package brings to the shapes in it: what stands under `kinds` of a model, and nothing else."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from archdeck.language.beside import LaterShape, mapping_in
from archdeck.language.located import plain
from archdeck.language.problems import ModelError
from archdeck.language.scalars import KindId
from archdeck.language.shapes import KindShape
from archdeck.language.validate import problems_of

WHOLE = "a file of kinds"


class KindsShape(LaterShape):
    """Kinds that every model may use."""

    kinds: dict[KindId, KindShape] = Field(description="The kinds by id.")


def load_kinds(file: Path) -> dict[str, KindShape]:
    """The kinds of a file; ModelError with all that is wrong with it."""
    tree = mapping_in(file, WHOLE, "kinds")
    if problems := problems_of(tree, KindsShape, WHOLE):
        raise ModelError(problems)
    return KindsShape.model_validate(plain(tree)).kinds
