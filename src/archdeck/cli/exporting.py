"""The command that writes a whole system for another tool: `export`."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.options import command, model_option
from archdeck.cli.terminal import say_bytes
from archdeck.exports import EXPORTS
from archdeck.library import load
from archdeck.project import publish


@command
@click.argument("system")
@click.option(
    "--to",
    required=True,
    type=click.Choice(list(EXPORTS)),
    help="; ".join(f"{name}: {one.says}" for name, one in EXPORTS.items()) + ".",
)
@click.option("--environment", "environments", multiple=True, metavar="ID", help="Of these alone; all, if missing.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, instead of the terminal."
)
@model_option
def export(system: str, to: str, environments: tuple[str, ...], out: Path | None, root: Path) -> None:
    """Write all of SYSTEM as a file of another tool; docs/share/exporting.md tells what such a file can hold. `archdeck
    render --format` makes single pictures for Mermaid, PlantUML, D2 and draw.io."""
    data = load(system, root).export(to, *environments)
    if out:
        publish({out: data}, out.parent)
    else:
        say_bytes(data)
