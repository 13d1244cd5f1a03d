"""The commands to start with: `new`, `schema` and `doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.options import command
from archdeck.cli.terminal import say
from archdeck.language import schema_text
from archdeck.project import installed, publish, starter_files


@command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def new(folder: Path) -> None:
    """Make DIR with a small model to start from."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a folder that is not there yet")
    folder.mkdir(parents=True, exist_ok=True)
    files = starter_files()
    publish({folder / name: text.encode("utf-8") for name, text in files.items()}, folder)
    say(f"{folder}: {', '.join(files)}")


@command
def schema() -> None:
    """Print the JSON Schema of the language, for editors."""
    click.echo(schema_text(), nl=False)


@command
def doctor() -> None:
    """Print what is installed, and which engine draws and why."""
    for line in installed():
        name, what = line.split("\t", 1)
        say(f"{name:<16} {what}")
