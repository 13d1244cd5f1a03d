"""The commands that agents and editors start: `mcp` and `lsp` speak over stdin and stdout, `skill` is read."""

from __future__ import annotations

from pathlib import Path

import click

from archdeck.cli.options import command, model_option
from archdeck.cli.terminal import say


@command
@model_option
@click.option("--write", is_flag=True, help="Also let it write YAML files of models, below the folder of systems only.")
def mcp(root: Path, write: bool) -> None:
    """Answer an agent by the Model Context Protocol over stdin and stdout: systems, models, problems, failures,
    differences, pictures. Nothing is written unless --write is given."""
    try:
        from archdeck.agents import serve
    except ModuleNotFoundError as error:
        raise _lacks("mcp", error) from None
    serve(root, write)


@command
def lsp() -> None:
    """Help an editor by the Language Server Protocol over stdin and stdout: completion, words about what the pointer is
    on, definitions, problems while typing, renaming."""
    try:
        from archdeck.editors import serve
    except ModuleNotFoundError as error:
        raise _lacks("lsp", error) from None
    serve()


@command
def skill() -> None:
    """Print the page that teaches an agent how models are written: the file SKILL.md of a skill."""
    from archdeck.agents import skill_text

    say(skill_text().rstrip())


def _lacks(extra: str, error: ModuleNotFoundError) -> Exception:
    """What to install where an extra was not."""
    if (error.name or "").partition(".")[0] == "archdeck":
        return error
    return click.ClickException(f"`archdeck {extra}` needs {error.name}, which an extra installs: archdeck[{extra}]")
