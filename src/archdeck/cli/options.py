"""What several commands share: how a name that nothing has ends them, the folder of systems, and forms of output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archdeck.cli.terminal import say, say_json

if TYPE_CHECKING:
    from archdeck.library import Picture


class Command(click.Command):
    """A command for which a name that nothing has is wrong usage."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from archdeck.language import UnknownName  # so that a command that goes well need not load the language

            if isinstance(error, UnknownName):
                raise click.UsageError(str(error), ctx) from None
            raise


def command(function: Callable[..., None]) -> click.Command:
    """The decorator of every command: it is called as its function, and explained by its docstring."""
    made: click.Command = click.command(function.__name__.rstrip("_"), cls=Command)(function)
    return made


model_option = click.option(
    "--model",
    "root",
    type=click.Path(path_type=Path),
    default=Path("model"),
    show_default=True,
    help="The folder of systems.",
)


def form_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The forms of output that a command offers, the usual one first."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True)


def say_in(form: str, found: Iterable[str] | dict[str, Any]) -> None:
    """What a command found: lines, or values as JSON."""
    if form == "json":
        say_json(found)
    else:
        say("\n".join(found))


def save(drawn: Iterable[Picture], folder: Path) -> None:
    """Each as SVG and PNG, named by its id; which files those are is no part of what is printed."""
    from archdeck.project import publish  # with all that a build needs, which nothing else here does

    for picture in drawn:
        for form in ("svg", "png"):
            file = folder / f"{picture.id}.{form}"
            publish({file: picture.data(form)}, folder)
            say(f"written: {file}", err=True)
