"""The files in `starter_project` to those of a new project, by their paths in it."""

from __future__ import annotations

from pathlib import Path

from archdeck.language import schema_text
from archdeck.model import kind_ids

STARTER = Path(__file__).parent / "starter_project"
NAMES = {"build.py.txt": "build.py", "gitignore.txt": ".gitignore"}  # tools would act on them here


def starter_files() -> dict[str, str]:
    """Path below the new folder -> text."""
    files = {
        path.relative_to(STARTER).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(STARTER.rglob("*"))
        if path.is_file()
    }
    return {NAMES.get(name, name): text for name, text in files.items()} | {
        "model/archdeck.schema.json": schema_text(kind_ids())
    }
