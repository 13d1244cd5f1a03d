"""The command line to the command that it names, and whatever goes wrong to an exit code: never a traceback.

The commands stand in one module for each family of them, and a module is loaded when one of its commands is named.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from archdeck import __version__

FAMILIES = {
    "answering": ("check", "drill", "diff", "model"),
    "drawing": ("render", "deck"),
    "exporting": ("export",),
    "fetching": ("fetch",),
    "importing": ("drift", "import"),
    "listing": ("views",),
    "making": ("arrange", "build", "join", "policy", "serve"),
    "serving": ("lsp", "mcp", "skill"),
    "starting": ("new", "init", "schema", "kinds", "doctor"),
}
NAMES = {"import": "import_"}  # what a command is called in its module, where its name is a word of Python
COLLECTED = 50_000  # new records before Python looks for those that nothing holds: a command keeps nearly all it makes


class Commands(click.Group):
    """Ends every command without a traceback: 1 for a model with errors or a file that cannot be written, 2 for wrong
    usage, 70 for a fault of archdeck itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(name for names in FAMILIES.values() for name in names)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        family = next((family for family, names in FAMILIES.items() if cmd_name in names), None)
        if family is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"archdeck.cli.{family}"), NAMES.get(cmd_name, cmd_name))
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            from archdeck.cli import failures  # so that a command that goes well need not load what may go wrong

            if _debugging(ctx) and failures.unforeseen(error):
                traceback.print_exc()
            ctx.exit(failures.say_failure(error))
        finally:
            _say_left_out()


def _say_left_out() -> None:
    """What is wrong with packages that add to archdeck, where some were asked for."""
    if extensions := sys.modules.get("archdeck.extensions"):
        for fault in extensions.faults():
            click.echo(f"archdeck: {click.style('warning', fg='yellow', bold=True)}: {fault}", err=True)


def _debugging(ctx: click.Context) -> bool:
    return bool(ctx.params.get("debug")) or os.environ.get("ARCHDECK_DEBUG", "") not in ("", "0")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archdeck")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def cli(debug: bool) -> None:
    """One YAML model of an architecture becomes pictures, a site that explains them, and slides."""


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    gc.set_threshold(COLLECTED)
    cli(arguments, prog_name="archdeck")
